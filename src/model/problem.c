/* What is wrong with a value, in Pydantic's words: one table from the type of a problem to its text.
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include "model_int.h"

/* A text that ends in {} has a parameter. */
typedef struct row {
    const char *type, *text;
    const char *python; /* the text of Python mode where it differs */
    const char *key;    /* of the parameter in ctx */
} row;

static const row rows[] = {
    {"missing", "Field required", NULL, NULL},
    {"extra_forbidden", "Extra inputs are not permitted", NULL, NULL},
    {"frozen_field", "Field is frozen", NULL, NULL},
    {"frozen_instance", "Instance is frozen", NULL, NULL},
    {"json_invalid", "Invalid JSON: {}", NULL, "error"},
    {"none_required", "Input should be null", "Input should be None", NULL},
    {"model_type", "Input should be an object", "Input should be a valid dictionary or instance of {}", "class_name"},
    {"model_attributes_type", "Input should be an object",
     "Input should be a valid dictionary or object to extract fields from", NULL},
    {"dict_type", "Input should be an object", "Input should be a valid dictionary", NULL},
    {"list_type", "Input should be a valid array", "Input should be a valid list", NULL},
    {"value_error", "Value error, {}", NULL, "error"},
    {"assertion_error", "Assertion failed, {}", NULL, "error"},
    {"enum", "Input should be {}", NULL, "expected"},
    {"literal_error", "Input should be {}", NULL, "expected"},
    {"finite_number", "Input should be a finite number", NULL, NULL},
    {"bool_type", "Input should be a valid boolean", NULL, NULL},
    {"bool_parsing", "Input should be a valid boolean, unable to interpret input", NULL, NULL},
    {"int_type", "Input should be a valid integer", NULL, NULL},
    {"int_parsing", "Input should be a valid integer, unable to parse string as an integer", NULL, NULL},
    {"int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size{}", NULL, NULL},
    {"int_from_float", "Input should be a valid integer, got a number with a fractional part", NULL, NULL},
    {"float_type", "Input should be a valid number", NULL, NULL},
    {"float_parsing", "Input should be a valid number, unable to parse string as a number", NULL, NULL},
    {"string_type", "Input should be a valid string", NULL, NULL},
    {"bytes_type", "Input should be a valid bytes", NULL, NULL},
    {"decimal_type", "Decimal input should be an integer, float, string or Decimal object", NULL, NULL},
    {"decimal_parsing", "Input should be a valid decimal", NULL, NULL},
    {"uuid_type", "UUID input should be a string, bytes or UUID object", NULL, NULL},
    {"uuid_parsing", "Input should be a valid UUID, {}", NULL, "error"},
    {"date_type", "Input should be a valid date", NULL, NULL},
    {"date_parsing", "Input should be a valid date in the format YYYY-MM-DD, {}", NULL, "error"},
    {"date_from_datetime_parsing", "Input should be a valid date or datetime, {}", NULL, "error"},
    {"date_from_datetime_inexact", "Datetimes provided to dates should have zero time - e.g. be exact dates", NULL,
     NULL},
    {"time_type", "Input should be a valid time", NULL, NULL},
    {"time_parsing", "Input should be in a valid time format, {}", NULL, "error"},
    {"datetime_type", "Input should be a valid datetime", NULL, NULL},
    {"datetime_parsing", "Input should be a valid datetime, {}", NULL, "error"},
    {"datetime_from_date_parsing", "Input should be a valid datetime or date, {}", NULL, "error"},
    {"time_delta_type", "Input should be a valid duration", "Input should be a valid timedelta", NULL},
    {"time_delta_parsing", "Input should be a valid duration, {}", "Input should be a valid timedelta, {}", "error"},
};

static const row *find(const char *type)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].type, type) == 0)
            return &rows[i];
    }
    assert(false && "a problem of a type that has no text");
    return &rows[0];
}

ig_json igi_json_quote(ig_arena *arena, ig_str s)
{
    static const char hex[] = "0123456789abcdef";
    char             *out = igi_alloc(arena, 6 * s.n + 3, 1), *end = out;

    if (!out)
        return (ig_json){NULL, 0};
    *end++ = '"';
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20) {
            memcpy(end, "\\u00", 4);
            end[4] = hex[c >> 4];
            end[5] = hex[c & 15];
            end += 6;
            continue;
        }
        if (c == '"' || c == '\\')
            *end++ = '\\';
        *end++ = (char)c;
    }
    *end++ = '"';
    *end = 0;
    arena->p = end + 1; /* the rest was only room to write */
    return (ig_json){out, (size_t)(end - out)};
}

bool igi_refuse_with(igi_problem *problem, const char *type, ig_str msg, ig_str ctx)
{
    *problem = (igi_problem){.type = type, .msg = msg, .ctx = {ctx.p, ctx.n}};
    if (!ctx.p)
        problem->msg.p = NULL;
    return false;
}

bool igi_refuse(igi_problem *problem, ig_arena *arena, const char *type, unsigned mode, const char *error)
{
    const row  *found = find(type);
    const char *text = mode & IGI_PYTHON_TEXTS && found->python ? found->python : found->text;
    ig_str      msg = igi_str(text);
    ig_json     quoted;

    if (memcmp(text + msg.n - 2, "{}", 2) == 0)
        msg = ig_arena_printf(arena, "%.*s%s", (int)msg.n - 2, text, error ? error : "");
    *problem = (igi_problem){.type = found->type, .msg = msg};
    if (!found->key)
        return false;
    quoted = igi_json_quote(arena, igi_str(error));
    return igi_refuse_with(problem, found->type, msg,
                           quoted.p ? ig_arena_printf(arena, "{\"%s\":%s}", found->key, quoted.p) : (ig_str){NULL, 0});
}
