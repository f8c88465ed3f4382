/* Dates, times of day, moments and durations out of JSON text and numbers.
 * SPDX-License-Identifier: MIT
 *
 * Strict: only text, in the form of the type. Lax: also Unix time, and dates and moments for each other. */
#include "convert_int.h"

static const int64_t day_us = 86400000000;

static bool is_midnight(const ig_datetime *moment)
{
    return (moment->us + (int64_t)moment->offset_s * 1000000) % day_us == 0;
}

static ig_date day_of(const ig_datetime *moment)
{
    return igi_date_from_days((moment->us + (int64_t)moment->offset_s * 1000000) / day_us);
}

/* Large integers are numbers in Python mode and of an unknown type in JSON mode. */
static bool counts_as_real(const igi_conversion *c)
{
    int64_t small;
    return c->type == IG_VALUE_FLOAT ||
           (c->type == IG_VALUE_INT && c->mode & IGI_PYTHON_TEXTS && !igi_token_small(c->text, &small));
}

/* A number as a moment. false: *error is set, or NULL when the input is no number that can be one. */
static bool moment_from_number(const igi_conversion *c, ig_datetime *out, const char **error)
{
    int64_t timestamp;

    *error = NULL;
    if (c->strict)
        return false;
    if (counts_as_real(c))
        return igi_datetime_from_f64(igi_token_f64(c->text), out, error);
    return c->type == IG_VALUE_INT && igi_token_small(c->text, &timestamp) &&
           igi_datetime_from_i64(timestamp, out, error);
}

/* What is left to do for a date that is not written as one. */
static bool date_from_moment(const igi_conversion *c, bool known, const ig_datetime *moment, const char *error,
                             ig_date *out)
{
    if (!known && !error)
        return igi_convert_refuse(c, "date_type", NULL);
    if (!known)
        return igi_convert_refuse(c, error == igi_error_year_zero ? "date_parsing" : "date_from_datetime_parsing",
                                  error);
    if (!is_midnight(moment))
        return igi_convert_refuse(c, "date_from_datetime_inexact", NULL);
    *out = day_of(moment);
    return true;
}

bool igi_convert_date(const igi_conversion *c, ig_date *out)
{
    const char *error;
    ig_datetime moment;
    bool        known;

    if (c->type != IG_VALUE_STRING) {
        known = moment_from_number(c, &moment, &error);
    } else {
        if (igi_date_parse(c->text, out, &error))
            return true;
        if (c->strict || error == igi_error_year_zero)
            return igi_convert_refuse(c, "date_parsing", error);
        known = igi_datetime_parse(c->text, &moment, &error);
    }
    return date_from_moment(c, known, &moment, error, out);
}

bool igi_convert_datetime(const igi_conversion *c, ig_datetime *out)
{
    const char *error;
    ig_date     day;

    if (c->type != IG_VALUE_STRING) {
        if (moment_from_number(c, out, &error))
            return true;
        return igi_convert_refuse(c, error ? "datetime_parsing" : "datetime_type", error);
    }
    if (igi_datetime_parse(c->text, out, &error))
        return true;
    if (c->strict || error == igi_error_year_zero)
        return igi_convert_refuse(c, "datetime_parsing", error);
    if (!igi_date_parse(c->text, &day, &error))
        return igi_convert_refuse(c, error == igi_error_year_zero ? "datetime_parsing" : "datetime_from_date_parsing",
                                  error);
    *out = (ig_datetime){.us = igi_days_from_date(&day) * day_us};
    return true;
}

bool igi_convert_time(const igi_conversion *c, ig_timeofday *out)
{
    const char *error;
    bool        ok;

    if (c->type == IG_VALUE_STRING)
        ok = igi_time_parse(c->text, out, &error);
    else if (!c->strict && (c->type == IG_VALUE_INT || c->type == IG_VALUE_FLOAT))
        ok = igi_time_from_f64(igi_token_f64(c->text), out, &error);
    else
        return igi_convert_refuse(c, "time_type", NULL);
    return ok || igi_convert_refuse(c, "time_parsing", error);
}

bool igi_convert_duration(const igi_conversion *c, ig_duration *out)
{
    const char *error;
    int64_t     seconds;
    bool        ok;

    if (c->type == IG_VALUE_STRING)
        ok = igi_duration_parse(c->text, out, &error);
    else if (!c->strict && counts_as_real(c))
        ok = igi_duration_from_f64(igi_token_f64(c->text), out, &error);
    else if (!c->strict && c->type == IG_VALUE_INT && igi_token_small(c->text, &seconds))
        ok = igi_duration_from_i64(seconds, out, &error);
    else
        return igi_convert_refuse(c, "time_delta_type", NULL);
    return ok || igi_convert_refuse(c, "time_delta_parsing", error);
}
