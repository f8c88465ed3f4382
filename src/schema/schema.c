/* A model or view in, its JSON Schema out, bare or wrapped as the tool definition of a provider.
 * SPDX-License-Identifier: MIT
 *
 *   collect: the root and every model and enum it refers to, sorted by name -> $defs
 *   write:   members (member.c) -> objects -> the document of the dialect
 */
#include <stdlib.h>
#include "schema_int.h"

void igi_schema_fail(igi_schema *s, ig_code code, const char *format, ...)
{
    va_list args;
    char    text[sizeof((ig_error *)0)->msg];

    if (s->code)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    s->code = igi_fail(s->err, code, "%s", text);
}

bool igi_schema_shows(const igi_schema *s, const igi_slot *slot)
{
    if (s->dialect == IG_SCHEMA_PYDANTIC)
        return !slot->field->skip_json_schema_ && !slot->relationship;
    return !slot->schema_hidden;
}

/* ---- collecting -------------------------------------------------------------------------------------------------- */

/* Adds an entry unless it is there. */
static void add_def(igi_schema *s, igi_def def)
{
    for (size_t i = 0; i < s->n_defs; i++) {
        if (s->defs[i].plan == def.plan && s->defs[i].enum_ == def.enum_)
            return;
    }
    if (s->n_defs == s->cap_defs) {
        size_t   cap = s->cap_defs ? s->cap_defs * 2 : 16;
        igi_def *defs = realloc(s->defs, cap * sizeof *defs);
        if (!defs) {
            igi_schema_fail(s, IG_E_NOMEM, "out of memory");
            return;
        }
        s->defs = defs;
        s->cap_defs = cap;
    }
    s->defs[s->n_defs++] = def;
}

static void add_model_def(igi_schema *s, const ig_model *model)
{
    const igi_plan *plan = igi_plan_of(model, s->err);

    if (plan)
        add_def(s, (igi_def){model->name, plan, NULL});
    else
        s->code = s->err->code;
}

/* Adds the root and all it refers to. The list is its own queue, so a long chain of models needs no recursion. */
static void collect(igi_schema *s, const igi_plan *root)
{
    add_def(s, (igi_def){root->model->name, root, NULL});
    for (size_t done = 0; done < s->n_defs; done++) {
        const igi_plan *plan = s->defs[done].plan;
        for (uint32_t i = 0; plan && i < plan->n && !s->code; i++) {
            const igi_slot *slot = &plan->slots[i];
            if (slot->kind == IG_KIND_MODEL && igi_schema_shows(s, slot))
                add_model_def(s, slot->model);
            else if (slot->kind == IG_KIND_ENUM && igi_schema_shows(s, slot))
                add_def(s, (igi_def){slot->enum_->name, NULL, slot->enum_});
        }
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const igi_def *)a)->name, ((const igi_def *)b)->name);
}

/* Whether a collected model refers to this one. */
static bool is_referred_to(const igi_schema *s, const ig_model *model)
{
    for (size_t i = 0; i < s->n_defs; i++) {
        const igi_plan *plan = s->defs[i].plan;
        for (uint32_t k = 0; plan && k < plan->n; k++) {
            if (plan->slots[k].model == model && igi_schema_shows(s, &plan->slots[k]))
                return true;
        }
    }
    return false;
}

/* ---- objects ----------------------------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The members an answer must have. Instructor sorts those of a tool's root and always gives the list; strict mode wants
 * every member in it. */
static void write_required(igi_schema *s, const igi_plan *plan, bool tool_root, igi_object *object)
{
    const char *keys[64]; /* the plan has no more members */
    size_t      n = 0;
    ig_buf     *out;

    for (uint32_t i = 0; i < plan->n; i++) {
        const igi_slot *slot = &plan->slots[i];
        if (igi_schema_shows(s, slot) && (slot->required || igi_is_strict(s)))
            keys[n++] = slot->key;
    }
    if (n == 0 && !tool_root)
        return;
    if (tool_root && !igi_is_strict(s))
        qsort(keys, n, sizeof *keys, by_text);
    out = igi_object_key(object, "required");
    ig_buf_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        igi_comma(out);
        ig_json_write_str(out, igi_str(keys[i]));
    }
    ig_buf_char(out, ']');
}

static void write_properties(igi_schema *s, const igi_plan *plan, ig_buf *out)
{
    ig_buf_char(out, '{');
    for (uint32_t i = 0; i < plan->n; i++) {
        const igi_slot *slot = &plan->slots[i];
        if (!igi_schema_shows(s, slot))
            continue;
        igi_comma(out);
        ig_buf_add(out, slot->json_key, slot->json_key_bytes);
        igi_schema_member(s, plan, slot, out);
    }
    ig_buf_char(out, '}');
}

static const char *description_of(const ig_model *model)
{
    return model->description_ || !model->base_ ? model->description_ : model->base_->description_;
}

/* The keys of an object's schema. tool_root: the parameters of a tool, which is named and described outside. */
static void add_model(igi_schema *s, const igi_plan *plan, bool tool_root, igi_object *object)
{
    int extra = plan->base->extra_;

    igi_object_text(object, "type", "object");
    write_properties(s, plan, igi_object_key(object, "properties"));
    write_required(s, plan, tool_root, object);
    if (igi_is_strict(s) || extra == IG_EXTRA_forbid)
        ig_buf_str(igi_object_key(object, "additionalProperties"), "false");
    else if (extra == IG_EXTRA_allow)
        ig_buf_str(igi_object_key(object, "additionalProperties"), "true");
    if (tool_root)
        return;
    igi_object_text(object, "description", description_of(plan->model));
    if (!igi_is_strict(s))
        igi_object_text(object, "title", plan->model->title_ ? plan->model->title_ : plan->model->name);
}

static void write_enum(const igi_schema *s, const ig_enum *values, ig_buf *out)
{
    igi_object object = {0};
    ig_buf    *list = igi_object_key(&object, "enum");

    ig_buf_char(list, '[');
    for (uint32_t i = 0; i < values->n; i++) {
        igi_comma(list);
        ig_json_write_str(list, igi_str(values->names[i]));
    }
    ig_buf_char(list, ']');
    igi_object_text(&object, "type", "string");
    if (!igi_is_strict(s))
        igi_object_text(&object, "title", values->name);
    igi_object_close(&object, out);
}

static void write_def(igi_schema *s, const igi_def *def, ig_buf *out)
{
    igi_object object = {0};

    ig_buf_printf(out, "\"%s\":", def->name);
    if (def->enum_) {
        write_enum(s, def->enum_, out);
    } else {
        add_model(s, def->plan, false, &object);
        igi_object_close(&object, out);
    }
}

/* Everything collected, with or without the root. */
static void add_defs(igi_schema *s, const igi_plan *root, bool with_root, igi_object *object)
{
    ig_buf *out;

    if (s->n_defs == 1 && !with_root)
        return;
    out = igi_object_key(object, "$defs");
    ig_buf_char(out, '{');
    for (size_t i = 0; i < s->n_defs; i++) {
        if (s->defs[i].plan == root && !with_root)
            continue;
        igi_comma(out);
        write_def(s, &s->defs[i], out);
    }
    ig_buf_char(out, '}');
}

/* ---- documents --------------------------------------------------------------------------------------------------- */

static bool is_tool(const igi_schema *s)
{
    return s->dialect == IG_SCHEMA_OPENAI || s->dialect == IG_SCHEMA_OPENAI_STRICT;
}

/* The schema of one object. A model that contains itself is a mere $ref for Pydantic; a tool needs an object there. */
static void write_one(igi_schema *s, const igi_plan *root, ig_buf *out)
{
    igi_object object = {0};
    bool       recursive = is_referred_to(s, root->model);

    add_defs(s, root, recursive, &object);
    if (recursive && s->dialect == IG_SCHEMA_PYDANTIC)
        ig_buf_printf(igi_object_key(&object, "$ref"), "\"#/$defs/%s\"", root->model->name);
    else
        add_model(s, root, is_tool(s), &object);
    igi_object_close(&object, out);
}

/* "tasks": a list of the model. */
static void write_tasks(const igi_schema *s, const ig_model *model, ig_buf *out)
{
    igi_object tasks = {0};

    ig_buf_str(out, "{\"tasks\":");
    ig_buf_printf(igi_object_key(&tasks, "description"), "\"Correctly segmented list of `%s` tasks\"", model->name);
    ig_buf_printf(igi_object_key(&tasks, "items"), "{\"$ref\":\"#/$defs/%s\"}", model->name);
    if (!igi_is_strict(s))
        igi_object_text(&tasks, "title", "Tasks");
    igi_object_text(&tasks, "type", "array");
    igi_object_close(&tasks, out);
    ig_buf_char(out, '}');
}

static void write_list(igi_schema *s, const igi_plan *root, ig_buf *out)
{
    const char *name = root->model->name;
    igi_object  object = {0};

    add_defs(s, root, true, &object);
    write_tasks(s, root->model, igi_object_key(&object, "properties"));
    ig_buf_str(igi_object_key(&object, "required"), "[\"tasks\"]");
    igi_object_text(&object, "type", "object");
    if (igi_is_strict(s))
        ig_buf_str(igi_object_key(&object, "additionalProperties"), "false");
    if (!is_tool(s)) {
        ig_buf_printf(igi_object_key(&object, "title"), "\"Iterable%s\"", name);
        ig_buf_printf(igi_object_key(&object, "description"), "\"Correct segmentation of `%s` tasks\"", name);
    }
    igi_object_close(&object, out);
}

static void describe_tool(const ig_model *model, bool list, ig_buf *out)
{
    if (list)
        ig_buf_printf(out, "\"Correct segmentation of `%s` tasks\"", model->name);
    else if (description_of(model))
        ig_json_write_str(out, igi_str(description_of(model)));
    else
        ig_buf_printf(out, "\"Correctly extracted `%s` with all the required parameters with correct types\"",
                      model->name);
}

static void write_tool(igi_schema *s, const igi_plan *root, bool list, ig_buf *out)
{
    ig_buf_printf(out, "{\"name\":\"%s%s\",\"description\":", list ? "Iterable" : "", root->model->name);
    describe_tool(root->model, list, out);
    ig_buf_str(out, igi_is_strict(s) ? ",\"strict\":true" : "");
    ig_buf_str(out, s->dialect == IG_SCHEMA_ANTHROPIC ? ",\"input_schema\":" : ",\"parameters\":");
    (list ? write_list : write_one)(s, root, out);
    ig_buf_char(out, '}');
}

static void write_document(igi_schema *s, const ig_model *model, bool list, ig_buf *out)
{
    const igi_plan *root = igi_plan_of(model, s->err);

    if (root)
        collect(s, root);
    else
        s->code = s->err->code;
    if (s->code || !s->defs)
        return;
    qsort(s->defs, s->n_defs, sizeof *s->defs, by_name);
    if (igi_is_strict(s))
        igi_strict_check(s, model->name, list ? strlen("Iterable") : 0);
    if (s->dialect == IG_SCHEMA_PYDANTIC)
        (list ? write_list : write_one)(s, root, out);
    else
        write_tool(s, root, list, out);
}

/* Written aside first, so that out is untouched on failure. */
static ig_code write_schema(const ig_model *model, ig_schema_dialect dialect, bool list, ig_buf *out, ig_error *err)
{
    ig_error   own;
    igi_schema s = {.dialect = dialect, .err = err ? err : &own};
    ig_buf     text = {0};

    s.code = ig_model_check(model, s.err);
    if (!s.code)
        write_document(&s, model, list, &text);
    if (!s.code && !text.code)
        ig_buf_add(out, text.p, text.n);
    if (text.code || out->code) {
        ig_code code = text.code ? text.code : out->code;
        igi_schema_fail(&s, code, "%s", ig_code_text(code));
    }
    ig_buf_fini(&text);
    ig_arena_fini(&s.scratch);
    free(s.defs);
    return s.code;
}

ig_code ig_schema_write(const ig_model *model, ig_schema_dialect dialect, ig_buf *out, ig_error *err)
{
    return write_schema(model, dialect, false, out, err);
}

ig_code ig_schema_write_list(const ig_model *model, ig_schema_dialect dialect, ig_buf *out, ig_error *err)
{
    return write_schema(model, dialect, true, out, err);
}
