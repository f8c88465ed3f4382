/* One member of a model -> its JSON Schema, as Pydantic 2.13 writes it.
 * SPDX-License-Identifier: MIT
 *
 * Keys about the value (type, bounds, items, ...) go into the non-null branch when there is an anyOf; keys about the
 * member (title, description, default, examples) stay outside of it. */
#include <math.h>
#include "schema_int.h"

static bool is_one(const igi_slot *slot)
{
    return slot->shape == IG_SHAPE_ONE || slot->shape == IG_SHAPE_OPT;
}

static bool is_reference(const igi_slot *slot)
{
    return is_one(slot) && (slot->kind == IG_KIND_MODEL || slot->kind == IG_KIND_ENUM);
}

/* Any takes null without saying so. In strict mode every member is required, so those that were not become nullable. */
static bool is_nullable(const igi_schema *s, const igi_slot *slot)
{
    if (igi_is_strict(s) && !slot->required)
        return true;
    return slot->nullable && !(slot->kind == IG_KIND_JSON && slot->shape == IG_SHAPE_ONE);
}

/* A Decimal is a number or a text. In strict mode it is a number: its digits arrive as they were written anyway. */
static bool has_text_form(const igi_schema *s, const igi_slot *slot)
{
    return is_one(slot) && slot->kind == IG_KIND_DECIMAL && !igi_is_strict(s);
}

/* Type and format of one value; NULL where the schema has none. */
/* clang-format off */
static const struct {
    const char *type, *format;
} kinds[] = {
    [IG_KIND_BOOL]     = {"boolean", NULL},        [IG_KIND_I64]      = {"integer", NULL},
    [IG_KIND_F64]      = {"number",  NULL},        [IG_KIND_STR]      = {"string",  NULL},
    [IG_KIND_BYTES]    = {"string",  "binary"},    [IG_KIND_UUID]     = {"string",  "uuid"},
    [IG_KIND_DATE]     = {"string",  "date"},      [IG_KIND_TIME]     = {"string",  "time"},
    [IG_KIND_DATETIME] = {"string",  "date-time"}, [IG_KIND_DURATION] = {"string",  "duration"},
    [IG_KIND_DECIMAL]  = {"number",  NULL},        [IG_KIND_JSON]     = {NULL,      NULL},
    [IG_KIND_ENUM]     = {NULL,      NULL},        [IG_KIND_MODEL]    = {NULL,      NULL},
};
/* clang-format on */

static const char *format_of(const igi_slot *slot)
{
    if (!is_one(slot))
        return NULL;
    return slot->field->format_ ? slot->field->format_ : kinds[slot->kind].format;
}

/* ---- numbers and literals ---------------------------------------------------------------------------------------- */

/* Bounds of integers and floats are printed as they were given, those of decimals as floats. */
static void write_number(ig_buf *out, ig_kind kind, const ig_literal *number)
{
    char   text[IG_F64_TEXT];
    double value = number->f;

    if (number->is == IG_LITERAL_INT && kind != IG_KIND_DECIMAL) {
        ig_buf_printf(out, "%" PRId64, number->i);
        return;
    }
    if (number->is == IG_LITERAL_INT)
        value = (double)number->i;
    else if (number->is == IG_LITERAL_TEXT)
        value = igi_f64_parse(number->s, strlen(number->s));
    ig_buf_add(out, text, ig_f64_format(value, text));
}

static void write_bound(igi_object *object, const igi_slot *slot, const char *key, const ig_literal *bound)
{
    bool numeric = slot->kind == IG_KIND_I64 || slot->kind == IG_KIND_F64 || slot->kind == IG_KIND_DECIMAL;

    /* JSON Schema has no bounds for dates and times, and JSON no infinity. */
    if (numeric && bound->is != IG_LITERAL_NONE && !(bound->is == IG_LITERAL_REAL && !isfinite(bound->f)))
        write_number(igi_object_key(object, key), slot->kind, bound);
}

/* A text given as an example of a list, map, object or any value is JSON itself: IG_EXAMPLES("[1, 2]"). */
static void write_text_example(ig_buf *out, const igi_slot *slot, const char *text)
{
    ig_buf minified = {0};

    if ((!is_one(slot) || slot->kind == IG_KIND_JSON || slot->kind == IG_KIND_MODEL) &&
        ig_json_minify(igi_str(text), NULL, &minified, NULL) == IG_OK)
        ig_buf_add(out, minified.p, minified.n);
    else
        ig_json_write_str(out, igi_str(text));
    ig_buf_fini(&minified);
}

static void write_examples(igi_object *object, const igi_slot *slot)
{
    const ig_literal *examples = slot->field->examples_;
    ig_buf           *out;

    if (slot->field->n_examples_ == 0)
        return;
    out = igi_object_key(object, "examples");
    ig_buf_char(out, '[');
    for (uint32_t i = 0; i < slot->field->n_examples_; i++) {
        const ig_literal *example = &examples[i];
        igi_comma(out);
        if (example->is == IG_LITERAL_TEXT)
            write_text_example(out, slot, example->s);
        else if (slot->kind == IG_KIND_BOOL)
            ig_buf_str(out, example->i ? "true" : "false");
        else if (slot->kind == IG_KIND_ENUM && example->is == IG_LITERAL_INT && (uint64_t)example->i < slot->enum_->n)
            ig_json_write_str(out, igi_str(slot->enum_->names[example->i]));
        else
            write_number(out, IG_KIND_F64, example);
    }
    ig_buf_char(out, ']');
}

/* ---- keys about the value ---------------------------------------------------------------------------------------- */

/* The pattern that Pydantic gives for the text form of a Decimal. */
static void write_decimal_pattern(igi_object *object, const ig_field *field)
{
    static const char head[] = "^(?!^[-+.]*$)[+-]?0*";
    char              text[160];
    uint64_t          digits = field->max_digits_.n, places = field->decimal_places_.n;
    uint64_t          whole = digits > places ? digits - places : 0;

    if (!field->max_digits_.is && !field->decimal_places_.is)
        snprintf(text, sizeof text, "%s\\d*\\.?\\d*$", head);
    else if (!field->max_digits_.is)
        snprintf(text, sizeof text, "%s\\d*\\.?\\d{0,%" PRIu64 "}0*$", head, places);
    else if (!field->decimal_places_.is)
        snprintf(text, sizeof text, "%s(?:\\d{0,%" PRIu64 "}|(?=[\\d.]{1,%" PRIu64 "}0*$)\\d*\\.\\d*0*$)", head, digits,
                 digits + 1);
    else
        snprintf(text, sizeof text,
                 "%s(?:\\d{0,%" PRIu64 "}|(?=[\\d.]{1,%" PRIu64 "}0*$)\\d{0,%" PRIu64 "}\\.\\d{0,%" PRIu64 "}0*$)",
                 head, whole, digits + 1, whole, places);
    igi_object_text(object, "pattern", text);
}

static void write_one_of(igi_object *object, const char *const *values)
{
    ig_buf *out;

    if (!values[1]) {
        igi_object_text(object, "const", values[0]);
        return;
    }
    out = igi_object_key(object, "enum");
    ig_buf_char(out, '[');
    for (; *values; values++) {
        igi_comma(out);
        ig_json_write_str(out, igi_str(*values));
    }
    ig_buf_char(out, ']');
}

static void write_size(igi_object *object, const char *key, const ig_length *length)
{
    if (length->is)
        ig_buf_printf(igi_object_key(object, key), "%" PRIu32, length->n);
}

static void write_schema(igi_schema *s, const igi_plan *plan, const igi_slot *slot, bool member, ig_buf *out);

/* The items of a list and the values of a map have the kind alone; the member's attributes are about the whole. */
static void write_item(igi_schema *s, const igi_plan *plan, const igi_slot *slot, ig_buf *out)
{
    static const ig_field plain = {0};
    igi_slot              item = *slot;

    item.field = &plain;
    item.shape = IG_SHAPE_ONE;
    item.nullable = false;
    item.required = true;
    if (slot->shape == IG_SHAPE_MAP && slot->kind == IG_KIND_JSON)
        ig_buf_str(out, "true");
    else
        write_schema(s, plan, &item, false, out);
}

static void add_reference(igi_object *object, const igi_slot *slot)
{
    const char *name = slot->kind == IG_KIND_MODEL ? slot->model->name : slot->enum_->name;

    ig_buf_printf(igi_object_key(object, "$ref"), "\"#/$defs/%s\"", name);
}

static void add_scalar(igi_schema *s, const igi_slot *slot, igi_object *object)
{
    const ig_field *field = slot->field;
    const char     *format = format_of(slot);

    igi_object_text(object, "type", kinds[slot->kind].type);
    if (format && (!igi_is_strict(s) || igi_strict_takes_format(format)))
        igi_object_text(object, "format", format);
    write_bound(object, slot, "minimum", &field->ge_);
    write_bound(object, slot, "exclusiveMinimum", &field->gt_);
    write_bound(object, slot, "maximum", &field->le_);
    write_bound(object, slot, "exclusiveMaximum", &field->lt_);
    write_bound(object, slot, "multipleOf", &field->multiple_of_);
    if (field->one_of_)
        write_one_of(object, field->one_of_);
    if (field->pattern_ && (!igi_is_strict(s) || igi_strict_takes_pattern(field->pattern_)))
        igi_object_text(object, "pattern", field->pattern_);
    if (!igi_is_strict(s)) {
        write_size(object, "minLength", &field->min_length_);
        write_size(object, "maxLength", &field->max_length_);
    }
}

static void add_value(igi_schema *s, const igi_plan *plan, const igi_slot *slot, igi_object *object)
{
    const ig_field *field = slot->field;

    if (slot->shape == IG_SHAPE_LIST) {
        igi_object_text(object, "type", "array");
        write_item(s, plan, slot, igi_object_key(object, "items"));
        write_size(object, "minItems", &field->min_length_);
        write_size(object, "maxItems", &field->max_length_);
    } else if (slot->shape == IG_SHAPE_MAP) {
        igi_object_text(object, "type", "object");
        write_item(s, plan, slot, igi_object_key(object, "additionalProperties"));
        write_size(object, "minProperties", &field->min_length_);
        write_size(object, "maxProperties", &field->max_length_);
    } else if (is_reference(slot)) {
        add_reference(object, slot);
    } else {
        add_scalar(s, slot, object);
    }
}

static void write_any_of(igi_schema *s, const igi_plan *plan, const igi_slot *slot, ig_buf *out)
{
    igi_object value = {0}, text = {0};

    add_value(s, plan, slot, &value);
    ig_buf_char(out, '[');
    igi_object_close(&value, out);
    if (has_text_form(s, slot)) {
        write_decimal_pattern(&text, slot->field);
        igi_object_text(&text, "type", "string");
        igi_comma(out);
        igi_object_close(&text, out);
    }
    if (is_nullable(s, slot))
        ig_buf_str(out, ",{\"type\":\"null\"}");
    ig_buf_char(out, ']');
}

/* ---- keys about the member --------------------------------------------------------------------------------------- */

/* The default is made and written by the functions that make and write values: what is shown is what will be dumped. */
void igi_schema_default(igi_schema *s, const igi_plan *plan, const igi_slot *slot, ig_buf *out)
{
    void  *object;
    size_t before = out->n;

    /* In a partial view an absent member stays absent: it has no default. */
    if (slot->required || slot->field->factory_ || plan->model->partial_)
        return;
    if (!slot->has_default) {
        ig_buf_str(out, slot->nullable ? "null" : "");
        return;
    }
    object = ig_arena_zalloc(&s->scratch, plan->base->size);
    if (!object || igi_apply_defaults(plan, object, ~((uint64_t)1 << slot->index), &s->scratch) == IG_E_NOMEM)
        igi_schema_fail(s, IG_E_NOMEM, "out of memory");
    else
        ig_json_write_member(plan->base, slot->field, object, out);
    /* The writer gives null for an infinity; no default is better than a wrong one. */
    if (!slot->nullable && igi_is((ig_str){out->p + before, out->n - before}, "null"))
        out->n = before;
}

/* Python: key.replace("_", " ").title(). Bytes of longer UTF-8 sequences count as letters and stay as they are. */
void igi_schema_title(const char *key, ig_buf *out)
{
    ig_buf title = {0};
    bool   in_word = false;

    for (; *key; key++) {
        bool lower = *key >= 'a' && *key <= 'z', upper = *key >= 'A' && *key <= 'Z';
        if (lower && !in_word)
            ig_buf_char(&title, (char)(*key - 'a' + 'A'));
        else if (upper && in_word)
            ig_buf_char(&title, (char)(*key - 'A' + 'a'));
        else
            ig_buf_char(&title, *key == '_' ? ' ' : *key);
        in_word = lower || upper || (unsigned char)*key >= 0x80;
    }
    ig_json_write_str(out, (ig_str){title.p, title.n});
    if (title.code && out->code == IG_OK)
        out->code = title.code;
    ig_buf_fini(&title);
}

static void add_default(igi_schema *s, const igi_plan *plan, const igi_slot *slot, igi_object *object)
{
    ig_buf text = {0};

    igi_schema_default(s, plan, slot, &text);
    if (text.n)
        ig_buf_add(igi_object_key(object, "default"), text.p, text.n);
    if (text.code && object->text.code == IG_OK)
        object->text.code = text.code;
    ig_buf_fini(&text);
}

/* Strict mode takes neither defaults nor examples, and needs no titles: they would only cost tokens. */
static void add_member(igi_schema *s, const igi_plan *plan, const igi_slot *slot, igi_object *object)
{
    igi_object_text(object, "description", slot->field->description_);
    add_default(s, plan, slot, object);
    write_examples(object, slot);
    if (slot->field->title_)
        igi_object_text(object, "title", slot->field->title_);
    else if (!is_reference(slot))
        igi_schema_title(slot->key, igi_object_key(object, "title"));
}

/* `member`: with the keys about the member, or the value alone. */
static void write_schema(igi_schema *s, const igi_plan *plan, const igi_slot *slot, bool member, ig_buf *out)
{
    igi_object object = {0};
    ig_buf     strict = {0};

    if (member && igi_is_strict(s))
        igi_strict_description(s, plan, slot, format_of(slot), &strict);
    /* In strict mode nothing may stand beside a $ref. */
    if (is_nullable(s, slot) || has_text_form(s, slot) || (strict.n && is_reference(slot)))
        write_any_of(s, plan, slot, igi_object_key(&object, "anyOf"));
    else
        add_value(s, plan, slot, &object);
    if (member && !igi_is_strict(s))
        add_member(s, plan, slot, &object);
    else if (strict.n)
        igi_object_text(&object, "description", strict.p);
    if (strict.code && object.text.code == IG_OK)
        object.text.code = strict.code;
    ig_buf_fini(&strict);
    igi_object_close(&object, out);
}

void igi_schema_member(igi_schema *s, const igi_plan *plan, const igi_slot *slot, ig_buf *out)
{
    write_schema(s, plan, slot, true, out);
}
