/* Descriptor in, plan out: resolves every member's type, checks what the compiler could not, keeps the result for good.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include "model_int.h"

enum { MOST_FIELDS = 64, MOST_MODELS = 64 };

static const struct {
    uint8_t size, align, opt_offset;
} kinds[] = {
#define KIND(kind, T, opt) [IG_KIND_##kind] = {sizeof(T), _Alignof(T), opt}
    KIND(BOOL, bool, offsetof(ig_opt_bool, v)),
    KIND(I64, int64_t, offsetof(ig_opt_i64, v)),
    KIND(F64, double, offsetof(ig_opt_f64, v)),
    KIND(STR, ig_str, 0),
    KIND(BYTES, ig_bytes, 0),
    KIND(UUID, ig_uuid, offsetof(ig_opt_uuid, v)),
    KIND(DATE, ig_date, offsetof(ig_opt_date, v)),
    KIND(TIME, ig_timeofday, offsetof(ig_opt_timeofday, v)),
    KIND(DATETIME, ig_datetime, offsetof(ig_opt_datetime, v)),
    KIND(DURATION, ig_duration, offsetof(ig_opt_duration, v)),
    KIND(DECIMAL, ig_decimal, 0),
    KIND(JSON, ig_json, 0),
    KIND(ENUM, unsigned, sizeof(unsigned)),
#undef KIND
};

size_t igi_kind_size(ig_kind kind)
{
    return kinds[kind].size;
}

size_t igi_kind_align(ig_kind kind)
{
    return kinds[kind].align;
}

size_t igi_opt_offset(ig_kind kind)
{
    return kinds[kind].opt_offset;
}

/* ---- views ---------------------------------------------------------------------------------------------------- */

static bool in_names(const char *const *names, const char *name)
{
    for (; *names; names++) {
        if (strcmp(*names, name) == 0)
            return true;
    }
    return false;
}

static bool in_view(const ig_model *view, const ig_field *field)
{
    if (view->only_)
        return in_names(view->only_, field->name);
    return !view->omit_ || !in_names(view->omit_, field->name);
}

static const ig_field *find_field(const ig_model *model, const char *name)
{
    for (uint32_t i = 0; i < model->n_fields; i++) {
        if (strcmp(model->fields[i].name, name) == 0)
            return &model->fields[i];
    }
    return NULL;
}

static ig_code check_names(const ig_model *model, const ig_model *base, const char *const *names, const char *what,
                           ig_error *err)
{
    for (; names && *names; names++) {
        if (!find_field(base, *names))
            return igi_fail(err, IG_E_MODEL, "%s: %s names '%s', but %s has no such field", model->name, what, *names,
                            base->name);
    }
    return IG_OK;
}

/* ---- one member ----------------------------------------------------------------------------------------------- */

static ig_code mistake(const ig_model *model, const ig_field *field, const char *what, ig_error *err)
{
    return igi_fail(err, IG_E_MODEL, "%s.%s: %s", model->name, field->name, what);
}

/* IG_ENUM and the model attributes say what the C type alone could not. */
static ig_code resolve_reference(const ig_model *model, const ig_field *field, igi_slot *slot, ig_error *err)
{
    if (field->enum_) {
        slot->kind = IG_KIND_ENUM;
        slot->enum_ = field->enum_;
        if (slot->shape == IG_SHAPE_ONE && field->size == sizeof(ig_list))
            slot->shape = IG_SHAPE_LIST;
        else if (slot->shape == IG_SHAPE_ONE && field->size == 2 * sizeof(unsigned))
            slot->shape = IG_SHAPE_OPT;
        else if (field->size != sizeof(unsigned))
            return mistake(model, field, "IG_ENUM needs a member of the enum's type, its opt_ or its _list", err);
        return IG_OK;
    }
    if (!field->model_)
        return mistake(model, field, "a member of this type needs IG_OBJ, IG_LIST_OF, IG_RELATIONSHIP or IG_ENUM", err);
    slot->kind = IG_KIND_MODEL;
    slot->model = field->model_;
    slot->relationship = field->ref_ == IG_REF_RELATIONSHIP;
    slot->pointer = slot->shape == IG_SHAPE_ONE;
    if (slot->pointer && field->size != sizeof(void *))
        return mistake(model, field, "an object member must be a pointer, e.g. (Team *, team, IG_OBJ(Team))", err);
    if (field->ref_ == IG_REF_OBJ && !slot->pointer)
        return mistake(model, field, "IG_OBJ is for a pointer; a list takes IG_LIST_OF", err);
    if (field->ref_ == IG_REF_LIST && slot->pointer)
        return mistake(model, field, "IG_LIST_OF is for a list; a pointer takes IG_OBJ", err);
    return IG_OK;
}

static bool is_ordered(ig_kind kind)
{
    return kind == IG_KIND_I64 || kind == IG_KIND_F64 || kind == IG_KIND_DECIMAL || kind == IG_KIND_DATE ||
           kind == IG_KIND_TIME || kind == IG_KIND_DATETIME || kind == IG_KIND_DURATION;
}

static ig_code check_pattern(const ig_model *model, const ig_field *field, ig_error *err)
{
    ig_error why;
    ig_code  code = igi_pattern_prepare(field, &why);

    if (code == IG_E_MODEL)
        return mistake(model, field, why.msg, err);
    return code ? igi_nomem(err) : IG_OK;
}

static ig_code check_attributes(const ig_model *model, const ig_field *field, const igi_slot *slot, ig_error *err)
{
    bool one = slot->shape == IG_SHAPE_ONE || slot->shape == IG_SHAPE_OPT;
    bool bounds = field->ge_.is || field->gt_.is || field->le_.is || field->lt_.is;
    bool lengths = field->min_length_.is || field->max_length_.is;
    bool numeric = slot->kind == IG_KIND_I64 || slot->kind == IG_KIND_F64 || slot->kind == IG_KIND_DECIMAL;

    if (bounds && !(one && is_ordered(slot->kind)))
        return mistake(model, field, "a bound (IG_GE, IG_GT, IG_LE, IG_LT) needs a number, date or time", err);
    if (field->multiple_of_.is && !(one && numeric))
        return mistake(model, field, "IG_MULTIPLE_OF needs a number", err);
    if (igi_bounds_mistake(slot))
        return mistake(model, field, igi_bounds_mistake(slot), err);
    if (lengths && one && slot->kind != IG_KIND_STR && slot->kind != IG_KIND_BYTES)
        return mistake(model, field, "IG_MIN_LENGTH and IG_MAX_LENGTH need text, bytes, a list or a map", err);
    if (field->pattern_ && !(one && slot->kind == IG_KIND_STR))
        return mistake(model, field, "IG_PATTERN needs text", err);
    if (field->one_of_ && !(one && slot->kind == IG_KIND_STR))
        return mistake(model, field, "IG_ONE_OF needs text", err);
    if ((field->max_digits_.is || field->decimal_places_.is) && slot->kind != IG_KIND_DECIMAL)
        return mistake(model, field, "IG_MAX_DIGITS and IG_DECIMAL_PLACES need a decimal", err);
    if (field->allow_inf_nan_is_ && slot->kind != IG_KIND_F64)
        return mistake(model, field, "IG_ALLOW_INF_NAN needs an f64", err);
    if (field->on_delete_ && !field->foreign_key_)
        return mistake(model, field, "IG_ON_DELETE needs IG_FOREIGN_KEY", err);
    if (field->on_delete_ == IG_FK_SET_NULL && !slot->nullable)
        return mistake(model, field, "IG_ON_DELETE(SET_NULL) needs a nullable member", err);
    if (field->default_.is && field->factory_)
        return mistake(model, field, "IG_DEFAULT and IG_DEFAULT_FACTORY exclude each other", err);
    if (slot->relationship && !slot->model->table_ && !(slot->model->base_ && slot->model->base_->table_))
        return mistake(model, field, "IG_RELATIONSHIP needs a model with IG_TABLE", err);
    return field->pattern_ ? check_pattern(model, field, err) : IG_OK;
}

static ig_code check_default(const ig_model *model, const ig_field *field, const igi_slot *slot, ig_error *err)
{
    bool one = slot->shape == IG_SHAPE_ONE || slot->shape == IG_SHAPE_OPT;
    bool text = field->default_.is == IG_LITERAL_TEXT;

    if (!field->default_.is)
        return IG_OK;
    if (!one || slot->kind == IG_KIND_MODEL)
        return mistake(model, field, "IG_DEFAULT is for single values; lists and maps take IG_DEFAULT_FACTORY", err);
    switch (slot->kind) {
    case IG_KIND_BOOL:
    case IG_KIND_I64:
        if (field->default_.is != IG_LITERAL_INT)
            return mistake(model, field, "IG_DEFAULT must be an integer, true or false", err);
        break;
    case IG_KIND_ENUM:
        if (field->default_.is != IG_LITERAL_INT || (uint64_t)field->default_.i >= slot->enum_->n)
            return mistake(model, field, "IG_DEFAULT must be one of the enum's values", err);
        break;
    case IG_KIND_F64:
        if (text)
            return mistake(model, field, "IG_DEFAULT must be a number", err);
        break;
    case IG_KIND_DECIMAL:
        break;
    default:
        if (!text)
            return mistake(model, field, "IG_DEFAULT must be a text literal", err);
    }
    return IG_OK;
}

/* An i64 bound as an inclusive one. Real bounds on integers keep to the slow check. */
static bool integer_range(const ig_field *field, igi_slot *slot)
{
    slot->min_i = INT64_MIN;
    slot->max_i = INT64_MAX;
    if (field->ge_.is == IG_LITERAL_INT)
        slot->min_i = field->ge_.i;
    if (field->gt_.is == IG_LITERAL_INT && field->gt_.i < INT64_MAX && field->gt_.i + 1 > slot->min_i)
        slot->min_i = field->gt_.i + 1;
    if (field->le_.is == IG_LITERAL_INT)
        slot->max_i = field->le_.i;
    if (field->lt_.is == IG_LITERAL_INT && field->lt_.i > INT64_MIN && field->lt_.i - 1 < slot->max_i)
        slot->max_i = field->lt_.i - 1;
    return slot->kind == IG_KIND_I64 && field->ge_.is != IG_LITERAL_REAL && field->gt_.is != IG_LITERAL_REAL &&
           field->le_.is != IG_LITERAL_REAL && field->lt_.is != IG_LITERAL_REAL && !field->multiple_of_.is &&
           !(field->gt_.is && field->gt_.i == INT64_MAX) && !(field->lt_.is && field->lt_.i == INT64_MIN);
}

/* A single integer key is made by the database when it is not given. */
static bool is_generated_key(const ig_model *base, const ig_field *field)
{
    uint32_t keys = 0;

    for (uint32_t i = 0; i < base->n_fields; i++)
        keys += base->fields[i].primary_key_;
    return keys == 1 && field->primary_key_ && !field->foreign_key_ && (field->type & ~IG_SHAPE_MASK) == IG_KIND_I64;
}

static void set_presence(const ig_model *base, const ig_field *field, igi_slot *slot, bool partial)
{
    bool opt = slot->shape == IG_SHAPE_OPT;
    bool generated_key = is_generated_key(base, field);

    slot->has_default = field->default_.is != IG_LITERAL_NONE;
    slot->nullable = opt || field->nullable_ || slot->relationship;
    slot->required = !partial && (field->required_ || (!slot->has_default && !field->factory_ && !opt &&
                                                       !slot->relationship && !generated_key && !field->nullable_));
    slot->schema_hidden = field->skip_json_schema_ || slot->relationship ||
                          (field->primary_key_ && (slot->has_default || field->factory_ || generated_key || opt));
}

static uint32_t item_bytes(const igi_slot *slot)
{
    size_t value = slot->kind == IG_KIND_MODEL ? slot->model->size : igi_kind_size(slot->kind), align;

    if (slot->shape != IG_SHAPE_MAP)
        return (uint32_t)value;
    align = igi_kind_align(slot->kind) > _Alignof(ig_str) ? igi_kind_align(slot->kind) : _Alignof(ig_str);
    return (uint32_t)((sizeof(ig_str) + value + align - 1) / align * align);
}

static bool is_plain(const ig_field *field, const igi_slot *slot)
{
    return (slot->kind == IG_KIND_BOOL || slot->kind == IG_KIND_I64 || slot->kind == IG_KIND_F64 ||
            slot->kind == IG_KIND_STR) &&
           !field->one_of_ && !(field->validator_ && field->validator_before_);
}

static ig_code make_slot(const ig_model *model, const ig_model *base, const ig_field *field, igi_slot *slot,
                         ig_error *err)
{
    ig_code code;

    slot->field = field;
    slot->key = field->alias_ ? field->alias_ : field->name;
    slot->key_bytes = (uint32_t)strlen(slot->key);
    slot->offset = field->offset;
    slot->kind = field->type & ~IG_SHAPE_MASK & 0xff;
    slot->shape = field->type & IG_SHAPE_MASK;
    if (slot->kind == IG_KIND_REF || slot->kind == IG_KIND_MODEL) {
        code = resolve_reference(model, field, slot, err);
        if (code)
            return code;
    } else if (field->ref_ || field->enum_) {
        return mistake(model, field, "IG_ENUM, IG_OBJ, IG_LIST_OF and IG_RELATIONSHIP do not fit this type", err);
    }
    slot->item_bytes = item_bytes(slot);
    set_presence(base, field, slot, model->partial_);
    slot->plain = is_plain(field, slot);
    slot->range_only = integer_range(field, slot) && slot->shape <= IG_SHAPE_OPT;
    slot->checked = field->ge_.is || field->gt_.is || field->le_.is || field->lt_.is || field->multiple_of_.is ||
                    field->min_length_.is || field->max_length_.is || field->pattern_ || field->max_digits_.is ||
                    field->decimal_places_.is || (field->allow_inf_nan_is_ && !field->allow_inf_nan_);
    code = check_attributes(model, field, slot, err);
    return code ? code : check_default(model, field, slot, err);
}

/* The key as the writer needs it: "name": with quotes and escapes. */
static ig_code make_json_key(igi_slot *slot, ig_error *err)
{
    char  *p = malloc((size_t)slot->key_bytes * 6 + 4);
    size_t n = 0;

    if (!p)
        return igi_nomem(err);
    p[n++] = '"';
    for (const char *c = slot->key; *c; c++) {
        if ((unsigned char)*c < 0x20) {
            n += (size_t)snprintf(p + n, 7, "\\u%04x", (unsigned)*c);
            continue;
        }
        if (*c == '"' || *c == '\\')
            p[n++] = '\\';
        p[n++] = *c;
    }
    p[n++] = '"';
    p[n++] = ':';
    p[n] = 0;
    slot->json_key = p;
    slot->json_key_bytes = (uint32_t)n;
    return IG_OK;
}

/* ---- the plan ------------------------------------------------------------------------------------------------- */

void igi_plan_free(igi_plan *plan)
{
    for (uint32_t i = 0; i < plan->n; i++)
        free((void *)(uintptr_t)plan->slots[i].json_key);
    free(plan);
}

static ig_code check_model(const ig_model *model, const ig_model *base, ig_error *err)
{
    ig_code code = check_names(model, base, model->omit_, "IG_OMIT", err);

    if (!code)
        code = check_names(model, base, model->only_, "IG_ONLY", err);
    if (!code)
        code = check_names(model, base, base->unique_together_, "IG_UNIQUE_TOGETHER", err);
    if (!code && model->omit_ && model->only_)
        code = igi_fail(err, IG_E_MODEL, "%s: IG_OMIT and IG_ONLY exclude each other", model->name);
    if (!code && base->base_)
        code = igi_fail(err, IG_E_MODEL, "%s: a view of the view %s; name the model itself", model->name, base->name);
    if (!code && base->n_fields > MOST_FIELDS)
        code = igi_fail(err, IG_E_MODEL, "%s: more than %d fields", model->name, MOST_FIELDS);
    return code;
}

static ig_code check_keys(const igi_plan *plan, ig_error *err)
{
    for (uint32_t i = 0; i < plan->n; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (strcmp(plan->slots[i].key, plan->slots[k].key) == 0)
                return igi_fail(err, IG_E_MODEL, "%s: two fields have the JSON key '%s'", plan->model->name,
                                plan->slots[i].key);
        }
    }
    return IG_OK;
}

static ig_code fill_plan(igi_plan *plan, const ig_model *model, const ig_model *base, ig_error *err)
{
    ig_code code = check_model(model, base, err);

    plan->model = model;
    plan->base = base;
    plan->whole = model == base || code ? plan : igi_plan_of(base, err);
    if (!plan->whole)
        return err->code;
    for (uint32_t i = 0; !code && i < base->n_fields; i++) {
        igi_slot *slot = &plan->slots[plan->n];
        if (!in_view(model, &base->fields[i]))
            continue;
        code = make_slot(model, base, &base->fields[i], slot, err);
        slot->index = i;
        if (!code)
            code = make_json_key(slot, err);
        if (!code)
            plan->n++;
        if (!code)
            plan->all |= (uint64_t)1 << i;
        if (!code && slot->required)
            plan->required |= (uint64_t)1 << i;
    }
    return code ? code : check_keys(plan, err);
}

const igi_plan *igi_plan_of(const ig_model *model, ig_error *err)
{
    ig_error        own;
    void           *known = __atomic_load_n(&model->memo_->p, __ATOMIC_ACQUIRE);
    const ig_model *base = model->base_ ? model->base_ : model;
    igi_plan       *plan;

    if (known)
        return known;
    if (!err)
        err = &own;
    plan = calloc(1, sizeof *plan + base->n_fields * sizeof *plan->slots);
    if (!plan) {
        igi_nomem(err);
        return NULL;
    }
    if (fill_plan(plan, model, base, err)) {
        igi_plan_free(plan);
        return NULL;
    }
    if (!__atomic_compare_exchange_n(&model->memo_->p, &known, plan, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        igi_plan_free(plan);
        return known;
    }
    return plan;
}

/* Walks to every model reachable from this one; `path` holds those on the way, which ends cycles. */
static ig_code check_reachable(const ig_model *model, const ig_model **path, uint32_t *n, ig_error *err)
{
    const igi_plan *plan;
    ig_code         code = IG_OK;

    for (uint32_t i = 0; i < *n; i++) {
        if (path[i] == model)
            return IG_OK;
    }
    if (*n == MOST_MODELS)
        return IG_OK;
    plan = igi_plan_of(model, err);
    if (!plan)
        return err->code;
    path[(*n)++] = model;
    for (uint32_t i = 0; !code && i < plan->n; i++) {
        if (plan->slots[i].model)
            code = check_reachable(plan->slots[i].model, path, n, err);
    }
    return code;
}

ig_code ig_model_check(const ig_model *model, ig_error *err)
{
    const ig_model *seen[MOST_MODELS];
    ig_error        own;
    uint32_t        n = 0;

    return check_reachable(model, seen, &n, err ? err : &own);
}
