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

/* Adds an entry unless it is there; returns whether it is new. */
static bool add_def(igi_schema *s, igi_def def)
{
    for (size_t i = 0; i < s->n_defs; i++) {
        if (s->defs[i].model == def.model && s->defs[i].enum_ == def.enum_)
            return false;
    }
    if (s->n_defs == s->cap_defs) {
        size_t   cap = s->cap_defs ? s->cap_defs * 2 : 16;
        igi_def *defs = realloc(s->defs, cap * sizeof *defs);
        if (!defs) {
            igi_schema_fail(s, IG_E_NOMEM, "out of memory");
            return false;
        }
        s->defs = defs;
        s->cap_defs = cap;
    }
    s->defs[s->n_defs++] = def;
    return true;
}

/* Adds what the members of a model refer to. Works on the list itself as a queue, so that a long chain of models needs no
 * deep recursion. */
static void collect(igi_schema *s, const ig_model *root)
{
    size_t done = 0;

    add_def(s, (igi_def){root->name, root, NULL});
    for (; done < s->n_defs && !s->code; done++) {
        const igi_plan *plan = s->defs[done].model ? igi_plan_of(s->defs[done].model, s->err) : NULL;
        if (!plan && s->defs[done].model)
            s->code = s->err->code;
        for (uint32_t i = 0; plan && i < plan->n; i++) {
            const igi_slot *slot = &plan->slots[i];
            if (!igi_schema_shows(s, slot))
                continue;
            if (slot->kind == IG_KIND_MODEL)
                add_def(s, (igi_def){slot->model->name, slot->model, NULL});
            else if (slot->kind == IG_KIND_ENUM)
                add_def(s, (igi_def){slot->enum_->name, NULL, slot->enum_});
        }
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const igi_def *)a)->name, ((const igi_def *)b)->name);
}

/* Whether a collected model refers to this one. */
static bool is_referred_to(igi_schema *s, const ig_model *model)
{
    for (size_t i = 0; i < s->n_defs; i++) {
        const igi_plan *plan = s->defs[i].model ? igi_plan_of(s->defs[i].model, s->err) : NULL;
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
static void add_model(igi_schema *s, const ig_model *model, bool tool_root, igi_object *object)
{
    const igi_plan *plan = igi_plan_of(model, s->err);
    int             extra;

    if (!plan) {
        s->code = s->code ? s->code : s->err->code;
        return;
    }
    extra = plan->base->extra_;
    igi_object_text(object, "type", "object");
    write_properties(s, plan, igi_object_key(object, "properties"));
    write_required(s, plan, tool_root, object);
    if (igi_is_strict(s) || extra == IG_EXTRA_forbid)
        ig_buf_str(igi_object_key(object, "additionalProperties"), "false");
    else if (extra == IG_EXTRA_allow)
        ig_buf_str(igi_object_key(object, "additionalProperties"), "true");
    if (tool_root)
        return;
    igi_object_text(object, "description", description_of(model));
    if (!igi_is_strict(s))
        igi_object_text(object, "title", model->title_ ? model->title_ : model->name);
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

/* Everything collected, but the root only if something refers to it. */
static void add_defs(igi_schema *s, const ig_model *root, bool with_root, igi_object *object)
{
    ig_buf *out;

    if (s->n_defs == 1 && !with_root)
        return;
    out = igi_object_key(object, "$defs");
    ig_buf_char(out, '{');
    for (size_t i = 0; i < s->n_defs; i++) {
        const igi_def *def = &s->defs[i];
        igi_object     inner = {0};
        if (def->model == root && !with_root)
            continue;
        igi_comma(out);
        ig_buf_printf(out, "\"%s\":", def->name);
        if (def->enum_) {
            write_enum(s, def->enum_, out);
        } else {
            add_model(s, def->model, false, &inner);
            igi_object_close(&inner, out);
        }
    }
    ig_buf_char(out, '}');
}

/* ---- documents --------------------------------------------------------------------------------------------------- */

static bool is_tool(const igi_schema *s)
{
    return s->dialect == IG_SCHEMA_OPENAI || s->dialect == IG_SCHEMA_OPENAI_STRICT;
}

/* The schema of one object. Pydantic makes a model that contains itself a mere $ref; tools need an object at the root. */
static void write_one(igi_schema *s, const ig_model *model, ig_buf *out)
{
    igi_object object = {0};
    bool       recursive = is_referred_to(s, model);

    add_defs(s, model, recursive, &object);
    if (recursive && s->dialect == IG_SCHEMA_PYDANTIC)
        ig_buf_printf(igi_object_key(&object, "$ref"), "\"#/$defs/%s\"", model->name);
    else
        add_model(s, model, is_tool(s), &object);
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

static void write_list(igi_schema *s, const ig_model *model, ig_buf *out)
{
    igi_object object = {0};

    add_defs(s, model, true, &object);
    write_tasks(s, model, igi_object_key(&object, "properties"));
    ig_buf_str(igi_object_key(&object, "required"), "[\"tasks\"]");
    igi_object_text(&object, "type", "object");
    if (igi_is_strict(s))
        ig_buf_str(igi_object_key(&object, "additionalProperties"), "false");
    if (!is_tool(s)) {
        ig_buf_printf(igi_object_key(&object, "title"), "\"Iterable%s\"", model->name);
        ig_buf_printf(igi_object_key(&object, "description"), "\"Correct segmentation of `%s` tasks\"", model->name);
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
        ig_buf_printf(out, "\"Correctly extracted `%s` with all the required parameters with correct types\"", model->name);
}

static void write_document(igi_schema *s, const ig_model *model, bool list, ig_buf *out)
{
    void (*write)(igi_schema *, const ig_model *, ig_buf *) = list ? write_list : write_one;
    ig_buf name = {0};

    if (s->dialect == IG_SCHEMA_PYDANTIC) {
        write(s, model, out);
        return;
    }
    ig_buf_printf(&name, "%s%s", list ? "Iterable" : "", model->name);
    if (igi_is_strict(s) && name.n)
        igi_strict_check(s, name.p);
    ig_buf_printf(out, "{\"name\":\"%s\",\"description\":", name.p ? name.p : "");
    describe_tool(model, list, out);
    ig_buf_str(out, igi_is_strict(s) ? ",\"strict\":true" : "");
    ig_buf_str(out, s->dialect == IG_SCHEMA_ANTHROPIC ? ",\"input_schema\":" : ",\"parameters\":");
    write(s, model, out);
    ig_buf_char(out, '}');
    if (name.code && out->code == IG_OK)
        out->code = name.code;
    ig_buf_fini(&name);
}

/* Written aside first, so that out is untouched on failure. */
static ig_code write_schema(const ig_model *model, ig_schema_dialect dialect, bool list, ig_buf *out, ig_error *err)
{
    ig_error   own;
    igi_schema s = {.dialect = dialect, .err = err ? err : &own};
    ig_buf     text = {0};

    s.code = ig_model_check(model, s.err);
    if (!s.code)
        collect(&s, model);
    if (!s.code) {
        qsort(s.defs, s.n_defs, sizeof *s.defs, by_name);
        write_document(&s, model, list, &text);
    }
    if (!s.code && !text.code)
        ig_buf_add(out, text.p, text.n);
    if (text.code || (!s.code && out->code))
        igi_schema_fail(&s, text.code ? text.code : out->code, "%s", ig_code_text(text.code ? text.code : out->code));
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
