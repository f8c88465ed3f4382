/* What OpenAI's strict mode allows: a member or a whole document in, words for what it cannot say or an error out.
 * SPDX-License-Identifier: MIT
 * Source: OpenAI "Structured outputs", supported schemas and limits. */
#include "schema_int.h"

enum { MOST_PROPERTIES = 5000, MOST_ENUM_VALUES = 1000, MOST_TEXT_BYTES = 120000, MOST_NAME_BYTES = 64 };

bool igi_strict_takes_format(const char *format)
{
    static const char *const known[] = {"date-time", "time", "date", "duration", "email",
                                        "hostname",  "ipv4", "ipv6", "uuid"};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(format, known[i]) == 0)
            return true;
    }
    return false;
}

bool igi_strict_takes_pattern(const char *pattern)
{
    return !strstr(pattern, "(?=") && !strstr(pattern, "(?!") && !strstr(pattern, "(?<=") && !strstr(pattern, "(?<!");
}

/* ---- descriptions ------------------------------------------------------------------------------------------------ */

static void add_word(ig_buf *out, const char *key, const char *text)
{
    ig_buf_printf(out, "%s%s=%s", out->n ? ", " : "", key, text);
}

static void add_length(ig_buf *out, const char *key, const ig_length *length)
{
    char text[16];

    if (!length->is)
        return;
    snprintf(text, sizeof text, "%" PRIu32, length->n);
    add_word(out, key, text);
}

static void add_constraints(const igi_slot *slot, const char *format, ig_buf *out)
{
    const ig_field *field = slot->field;

    if (slot->shape != IG_SHAPE_LIST) {
        add_length(out, "minLength", &field->min_length_);
        add_length(out, "maxLength", &field->max_length_);
    }
    add_length(out, "maxDigits", &field->max_digits_);
    add_length(out, "decimalPlaces", &field->decimal_places_);
    if (format && !igi_strict_takes_format(format))
        add_word(out, "format", format);
    if (field->pattern_ && !igi_strict_takes_pattern(field->pattern_))
        add_word(out, "pattern", field->pattern_);
}

void igi_strict_description(igi_schema *s, const igi_plan *plan, const igi_slot *slot, const char *format, ig_buf *out)
{
    ig_buf value = {0}, words = {0};

    if (slot->field->description_)
        ig_buf_str(out, slot->field->description_);
    igi_schema_default(s, plan, slot, &value);
    if (value.n && !igi_is((ig_str){value.p, value.n}, "null"))
        ig_buf_printf(out, "%sDefault: %s.", out->n ? " " : "", value.p);
    add_constraints(slot, format, &words);
    if (words.n)
        ig_buf_printf(out, "%s(%s)", out->n ? " " : "", words.p);
    if ((value.code || words.code) && out->code == IG_OK)
        out->code = value.code ? value.code : words.code;
    ig_buf_fini(&value);
    ig_buf_fini(&words);
}

/* ---- limits ------------------------------------------------------------------------------------------------------ */

typedef struct tally {
    size_t properties, enum_values, text_bytes;
} tally;

static void count_texts(tally *t, const char *const *texts)
{
    for (; *texts; texts++) {
        t->enum_values++;
        t->text_bytes += strlen(*texts);
    }
}

static void check_member(igi_schema *s, const igi_plan *plan, const igi_slot *slot, tally *t)
{
    const char *model = plan->model->name, *name = slot->field->name;

    t->properties++;
    t->text_bytes += slot->key_bytes;
    if (slot->field->one_of_)
        count_texts(t, slot->field->one_of_);
    if (slot->shape == IG_SHAPE_MAP)
        igi_schema_fail(s, IG_E_MODEL, "%s.%s: OpenAI's strict mode has no maps; use a list of objects", model, name);
    else if (slot->kind == IG_KIND_JSON)
        igi_schema_fail(s, IG_E_MODEL, "%s.%s: OpenAI's strict mode has no values of any type", model, name);
}

static void check_model(igi_schema *s, const igi_plan *plan, tally *t)
{
    t->text_bytes += strlen(plan->model->name);
    for (uint32_t i = 0; i < plan->n; i++) {
        if (igi_schema_shows(s, &plan->slots[i]))
            check_member(s, plan, &plan->slots[i], t);
    }
}

static void check_enum(const ig_enum *values, tally *t)
{
    t->text_bytes += strlen(values->name);
    for (uint32_t i = 0; i < values->n; i++) {
        t->enum_values++;
        t->text_bytes += strlen(values->names[i]);
    }
}

void igi_strict_check(igi_schema *s, const char *name, size_t prefix_bytes)
{
    tally t = {0};

    for (size_t i = 0; i < s->n_defs; i++) {
        if (s->defs[i].plan)
            check_model(s, s->defs[i].plan, &t);
        else
            check_enum(s->defs[i].enum_, &t);
    }
    if (prefix_bytes + strlen(name) > MOST_NAME_BYTES)
        igi_schema_fail(s, IG_E_MODEL, "%s: OpenAI takes tool names of at most %d characters", name, MOST_NAME_BYTES);
    if (t.properties > MOST_PROPERTIES || t.enum_values > MOST_ENUM_VALUES || t.text_bytes > MOST_TEXT_BYTES)
        igi_schema_fail(s, IG_E_MODEL,
                        "%s: too large for OpenAI's strict mode (%zu properties, %zu enum values, %zu bytes of names)",
                        name, t.properties, t.enum_values, t.text_bytes);
}
