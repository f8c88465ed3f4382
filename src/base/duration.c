/* Durations: ISO 8601, "D days HH:MM:SS" or seconds in, microseconds out, and back to ISO 8601.
 * SPDX-License-Identifier: MIT
 *
 * Accepts what Pydantic accepts (the speedate crate) and refuses the rest in its words. Units of the date part have
 * their nominal length: a year is 365 days, a month 30. */
#include <math.h>
#include "time_int.h"

static const char too_short[] = "input is too short";
static const char too_large[] = "a numeric value in the duration is too large";
static const char too_many_days[] = "durations may not exceed 999,999,999 days";
/* Ours: what fits in 64 bits of microseconds. */
static const char beyond_64_bits[] = "durations may not exceed 106,751,991 days";
static const char too_many_hours[] = "durations may not exceed 999,999,999 hours";
static const char bad_digit[] = "invalid digit in duration";
static const char bad_days[] = "\"day\" identifier in duration not correctly formatted";

enum { MOST_DAYS = 999999999 };

/* What is read; seconds and microseconds may be more than a day and a second. */
typedef struct parts {
    uint32_t days, seconds, us;
} parts;

/* Text that is consumed from the left. */
typedef struct cursor {
    const char *p, *end;
} cursor;

/* The next byte; 0 at the end, which no format has. */
static char peek(const cursor *c)
{
    return c->p < c->end ? *c->p : 0;
}

static bool skip(cursor *c, char wanted)
{
    if (peek(c) != wanted)
        return false;
    c->p++;
    return true;
}

static bool skip_word(cursor *c, const char *word)
{
    size_t n = strlen(word);

    if ((size_t)(c->end - c->p) < n || memcmp(c->p, word, n) != 0)
        return false;
    c->p += n;
    return true;
}

static bool whole_number(cursor *c, uint32_t *out, const char **error)
{
    uint32_t value = 0;

    if (!igi_is_digit(peek(c)))
        return igi_time_fail(error, bad_digit);
    for (; igi_is_digit(peek(c)); c->p++) {
        if (__builtin_mul_overflow(value, 10u, &value) ||
            __builtin_add_overflow(value, (uint32_t)(*c->p - '0'), &value))
            return igi_time_fail(error, too_large);
    }
    *out = value;
    return true;
}

/* Behind a point or comma; no digits mean 0. */
static double fraction(cursor *c)
{
    double value = 0, unit = 1;

    for (; igi_is_digit(peek(c)); c->p++) {
        if (unit > 1e300)
            continue;
        value = value * 10 + (*c->p - '0');
        unit *= 10;
    }
    return value / unit;
}

/* to += count * unit, or false. */
static bool add_product(uint32_t *to, uint32_t count, uint32_t unit, const char **error)
{
    if (__builtin_mul_overflow(count, unit, &count) || __builtin_add_overflow(*to, count, to))
        return igi_time_fail(error, too_large);
    return true;
}

/* Adds a part of a day or second that is smaller than 365 * the unit. */
static bool add_fraction(parts *out, double days, double seconds, const char **error)
{
    double whole_days = floor(days), whole_seconds;

    seconds += (days - whole_days) * 86400;
    whole_seconds = floor(seconds);
    out->us += (uint32_t)round((seconds - whole_seconds) * 1e6);
    return add_product(&out->days, (uint32_t)whole_days, 1, error) &&
           add_product(&out->seconds, (uint32_t)whole_seconds, 1, error);
}

static uint32_t unit_of(char c, const char *letters, const uint32_t *sizes)
{
    const char *at = c ? strchr(letters, c) : NULL;
    return at ? sizes[at - letters] : 0;
}

/* One "3H" or "1.5D". */
static bool iso_quantity(cursor *c, bool in_time, bool after_fraction, parts *out, bool *has_fraction,
                         const char **error)
{
    static const uint32_t day_sizes[] = {365, 30, 7, 1}, second_sizes[] = {3600, 60, 1};
    uint32_t              count, unit;
    double                part = 0;

    if (!whole_number(c, &count, error))
        return false;
    *has_fraction = skip(c, '.') || skip(c, ',');
    if (*has_fraction)
        part = fraction(c);
    if (after_fraction)
        return igi_time_fail(error, "quantity fraction invalid in duration");
    unit = in_time ? unit_of(peek(c), "HMS", second_sizes) : unit_of(peek(c), "YMWD", day_sizes);
    if (!unit)
        return igi_time_fail(error, in_time ? "quantity invalid in time part of duration"
                                            : "quantity invalid in date part of duration");
    c->p++;
    return add_product(in_time ? &out->seconds : &out->days, count, unit, error) &&
           add_fraction(out, in_time ? 0 : part * unit, in_time ? part * unit : 0, error);
}

/* Behind the P. */
static bool iso_duration(cursor *c, parts *out, const char **error)
{
    bool in_time = false, fractional = false, any = false;

    while (c->p < c->end) {
        if (!skip(c, 'T')) {
            if (!iso_quantity(c, in_time, fractional, out, &fractional, error))
                return false;
            any = true;
        } else if (in_time) {
            return igi_time_fail(error, "`t` character repeated in duration");
        } else {
            in_time = true;
        }
    }
    return any || igi_time_fail(error, too_short);
}

/* H+:MM[:SS[.f]] up to the end. */
static bool clock_duration(cursor *c, int64_t most_hours, parts *out, const char **error)
{
    char        minutes[15] = "00:"; /* the rest behind a fixed hour, as far as it matters */
    const char *colon = memchr(c->p, ':', (size_t)(c->end - c->p)), *p = minutes, *end;
    int64_t     hours = 0, us;
    size_t      n;

    if (c->end - c->p < 5)
        return igi_time_fail(error, too_short);
    if (!colon)
        return igi_time_fail(error, "invalid character in hour");
    if (colon - c->p > 10)
        return igi_time_fail(error, too_many_hours);
    for (; c->p < colon; c->p++) {
        if (!igi_is_digit(*c->p))
            return igi_time_fail(error, "invalid character in hour");
        hours = hours * 10 + (*c->p - '0');
    }
    if (hours > most_hours)
        return igi_time_fail(error, too_many_hours);
    n = (size_t)(c->end - colon - 1);
    if (n > sizeof minutes - 3)
        n = sizeof minutes - 3;
    memcpy(minutes + 3, colon + 1, n);
    end = minutes + 3 + n;
    if (!igi_clock_part(&p, end, &us, error))
        return false;
    if (p < end)
        return igi_time_fail(error, "unexpected extra characters at the end of the input");
    out->days += (uint32_t)(hours / 24);
    out->seconds = (uint32_t)(hours % 24 * 3600 + us / IGI_SECOND_US);
    out->us = (uint32_t)(us % IGI_SECOND_US);
    return true;
}

/* "3 days", "3d, 04:05:06". */
static bool days_and_clock(cursor *c, parts *out, const char **error)
{
    if (!whole_number(c, &out->days, error))
        return false;
    skip(c, ' ');
    if (!skip(c, 'd') && !skip(c, 'D'))
        return igi_time_fail(error, bad_days);
    if (!skip_word(c, "ays") && !skip_word(c, "AYS") && !skip_word(c, "ay") && !skip_word(c, "AY") &&
        (peek(c) == 'a' || peek(c) == 'A'))
        return igi_time_fail(error, bad_days);
    skip(c, ',');
    skip(c, ' ');
    return c->p == c->end || clock_duration(c, 23, out, error);
}

static bool has_d(const cursor *c)
{
    size_t n = (size_t)(c->end - c->p);
    return memchr(c->p, 'd', n) || memchr(c->p, 'D', n);
}

static bool in_range(uint64_t days, uint64_t us, bool negative, ig_duration *out, const char **error)
{
    int64_t total;

    days += us / (uint64_t)IGI_DAY_US;
    if (days > MOST_DAYS)
        return igi_time_fail(error, too_many_days);
    us %= (uint64_t)IGI_DAY_US;
    if (__builtin_mul_overflow((int64_t)days, IGI_DAY_US, &total) || __builtin_add_overflow(total, (int64_t)us, &total))
        return igi_time_fail(error, beyond_64_bits);
    out->us = negative ? -total : total;
    return true;
}

bool igi_duration_parse(ig_str s, ig_duration *out, const char **error)
{
    static const int64_t most_hours = 2400000000;
    cursor               c = {s.p, s.p + s.n};
    bool                 negative = skip(&c, '-'), ok;
    parts                found = {0};

    if (!negative)
        skip(&c, '+');
    if (c.p == c.end)
        return igi_time_fail(error, too_short);
    if (skip(&c, 'P'))
        ok = iso_duration(&c, &found, error);
    else if (c.end - c.p < 5 || has_d(&c))
        ok = days_and_clock(&c, &found, error);
    else
        ok = clock_duration(&c, most_hours, &found, error);
    return ok &&
           in_range(found.days, (uint64_t)found.seconds * (uint64_t)IGI_SECOND_US + found.us, negative, out, error);
}

bool igi_duration_from_i64(int64_t seconds, ig_duration *out, const char **error)
{
    uint64_t rest = seconds < 0 ? 0 - (uint64_t)seconds : (uint64_t)seconds;
    return in_range(rest / 86400, rest % 86400 * (uint64_t)IGI_SECOND_US, seconds < 0, out, error);
}

bool igi_duration_from_f64(double seconds, ig_duration *out, const char **error)
{
    double rest = fabs(seconds), whole = floor(rest);

    if (isnan(seconds))
        return igi_time_fail(error, "NaN values not permitted");
    if (whole >= (MOST_DAYS + 1.0) * 86400)
        return igi_time_fail(error, too_many_days);
    return in_range((uint64_t)whole / 86400,
                    (uint64_t)whole % 86400 * (uint64_t)IGI_SECOND_US + (uint64_t)round((rest - whole) * 1e6),
                    seconds < 0, out, error);
}

/* ---- to text ----------------------------------------------------------------------------------------------------- */

/* "5H", or nothing for 0. */
static size_t put_quantity(char *out, uint64_t count, char unit)
{
    size_t n = count ? igi_i64_format((int64_t)count, out) : 0;

    if (n)
        out[n++] = unit;
    return n;
}

/* "6S", "6.5S", or nothing for 0. */
static size_t put_seconds(char *out, uint64_t us)
{
    uint64_t fraction_us = us % (uint64_t)IGI_SECOND_US;
    size_t   n;

    if (us == 0)
        return 0;
    n = igi_i64_format((int64_t)(us / (uint64_t)IGI_SECOND_US), out);
    if (fraction_us) {
        n += (size_t)snprintf(out + n, 8, ".%06u", (unsigned)fraction_us);
        while (out[n - 1] == '0')
            n--;
    }
    out[n++] = 'S';
    return n;
}

size_t ig_duration_format(const ig_duration *value, char out[IG_DURATION_TEXT])
{
    uint64_t us = value->us < 0 ? 0 - (uint64_t)value->us : (uint64_t)value->us;
    uint64_t days = us / (uint64_t)IGI_DAY_US, minutes = us / (uint64_t)IGI_MINUTE_US;
    size_t   n = 0;

    if (value->us < 0)
        out[n++] = '-';
    out[n++] = 'P';
    n += put_quantity(out + n, days / 365, 'Y');
    n += put_quantity(out + n, days % 365, 'D');
    if (us % (uint64_t)IGI_DAY_US || us == 0) {
        out[n++] = 'T';
        n += put_quantity(out + n, minutes / 60 % 24, 'H');
        n += put_quantity(out + n, minutes % 60, 'M');
        n += put_seconds(out + n, us % (uint64_t)IGI_MINUTE_US);
    }
    if (us == 0) {
        out[n++] = '0';
        out[n++] = 'S';
    }
    out[n] = 0;
    return n;
}
