/* Dates, times of day and moments: text and numbers in, values out, and back to text.
 * SPDX-License-Identifier: MIT
 *
 * Accepts what Pydantic accepts (the speedate crate: RFC 3339 with some freedom, and Unix time), refuses the rest in
 * its words, and prints what Pydantic prints. */
#include <math.h>
#include "time_int.h"

const char igi_error_year_zero[] = "year 0 is out of range";

static const char too_small[] = "dates before 0000 are not supported as unix timestamps";
static const char too_large[] = "dates after 9999 are not supported as unix timestamps";

static const int64_t first_second = -62167219200; /* 0000-01-01T00:00:00 */
static const int64_t year_one = -62135596800;     /* 0001-01-01T00:00:00 */
static const int64_t last_second = 253402300799;  /* 9999-12-31T23:59:59 */
static const int64_t watershed = 20000000000;     /* larger numbers are milliseconds */

/* ---- the calendar ------------------------------------------------------------------------------------------------ */

/* Both count in years that begin in March, so that the leap day is the last one. 400 such years have 146097 days;
 * 0000-03-01 is day -719468. */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t floor_mod(int64_t a, int64_t b)
{
    return a % b + (a % b < 0 ? b : 0);
}

int64_t igi_days_from_date(const ig_date *d)
{
    int64_t  year = d->year - (d->month <= 2);
    int64_t  era = floor_div(year, 400);
    unsigned year_of_era = (unsigned)(year - era * 400);
    unsigned month = (d->month + 9u) % 12;
    unsigned day_of_year = (153 * month + 2) / 5 + d->day - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

typedef struct civil {
    int64_t  year;
    unsigned month, day;
} civil;

static civil civil_from_days(int64_t days)
{
    int64_t  since = days + 719468, era = floor_div(since, 146097);
    unsigned day_of_era = (unsigned)(since - era * 146097);
    unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned month = (5 * day_of_year + 2) / 153;
    civil    c = {.day = day_of_year - (153 * month + 2) / 5 + 1, .month = month < 10 ? month + 3 : month - 9};

    c.year = era * 400 + year_of_era + (c.month <= 2);
    return c;
}

ig_date igi_date_from_days(int64_t days)
{
    civil c = civil_from_days(days);
    return (ig_date){.year = (int16_t)c.year, .month = (uint8_t)c.month, .day = (uint8_t)c.day};
}

static unsigned days_in_month(int year, unsigned month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool                 leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

/* ---- text to parts ----------------------------------------------------------------------------------------------- */

static bool two_digits(const char *p, unsigned *out)
{
    if (!igi_is_digit(p[0]) || !igi_is_digit(p[1]))
        return false;
    *out = (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0');
    return true;
}

/* YYYY-MM-DD at the start of s; the year may be 0. */
static bool date_part(ig_str s, ig_date *out, const char **error)
{
    unsigned century, year, month, day;

    if (s.n < 10)
        return igi_time_fail(error, "input is too short");
    if (!two_digits(s.p, &century) || !two_digits(s.p + 2, &year))
        return igi_time_fail(error, "invalid character in year");
    year += century * 100;
    if (s.p[4] != '-')
        return igi_time_fail(error, "invalid date separator, expected `-`");
    if (!two_digits(s.p + 5, &month))
        return igi_time_fail(error, "invalid character in month");
    if (s.p[7] != '-')
        return igi_time_fail(error, "invalid date separator, expected `-`");
    if (!two_digits(s.p + 8, &day))
        return igi_time_fail(error, "invalid character in day");
    if (month < 1 || month > 12)
        return igi_time_fail(error, "month value is outside expected range of 1-12");
    if (day < 1 || day > days_in_month((int)year, month))
        return igi_time_fail(error, "day value is outside expected range");
    *out = (ig_date){.year = (int16_t)year, .month = (uint8_t)month, .day = (uint8_t)day};
    return true;
}

/* Digits of a second from *p on, as microseconds; those after the sixth are dropped. */
static bool fraction(const char **p, const char *end, int64_t *us, const char **error)
{
    int64_t unit = IGI_SECOND_US;

    if (*p == end || !igi_is_digit(**p))
        return igi_time_fail(error, "second fraction digits missing after `.`");
    for (; *p < end && igi_is_digit(**p); (*p)++) {
        unit /= 10;
        *us += (**p - '0') * unit;
    }
    return true;
}

static bool seconds(const char **p, const char *end, int64_t *us, const char **error)
{
    unsigned second;

    if (end - *p < 2 || !two_digits(*p, &second))
        return igi_time_fail(error, "invalid character in second");
    if (second > 59)
        return igi_time_fail(error, "second value is outside expected range of 0-59");
    *us += second * IGI_SECOND_US;
    *p += 2;
    if (*p == end || (**p != '.' && **p != ','))
        return true;
    ++*p;
    return fraction(p, end, us, error);
}

bool igi_clock_part(const char **p, const char *end, int64_t *us, const char **error)
{
    const char *s = *p;
    unsigned    hour, minute;

    if (end - s < 5)
        return igi_time_fail(error, "input is too short");
    if (!two_digits(s, &hour))
        return igi_time_fail(error, "invalid character in hour");
    if (s[2] != ':')
        return igi_time_fail(error, "invalid time separator, expected `:`");
    if (!two_digits(s + 3, &minute))
        return igi_time_fail(error, "invalid character in minute");
    if (hour > 23)
        return igi_time_fail(error, "hour value is outside expected range of 0-23");
    if (minute > 59)
        return igi_time_fail(error, "minute value is outside expected range of 0-59");
    *us = (hour * 60 + minute) * IGI_MINUTE_US;
    *p = s + 5;
    if (*p == end || **p != ':')
        return true;
    ++*p;
    return seconds(p, end, us, error);
}

/* +05:30 or -0530 behind the sign. */
static bool offset_part(const char **p, const char *end, int sign, int32_t *offset_s, const char **error)
{
    const char *s = *p;
    unsigned    hour, minute;

    if (end - s < 2 || !two_digits(s, &hour))
        return igi_time_fail(error, "invalid timezone hour");
    s += 2;
    if (s < end && *s == ':')
        s++;
    if (end - s < 2 || !two_digits(s, &minute))
        return igi_time_fail(error, "invalid timezone minute");
    if (minute > 59)
        return igi_time_fail(error, "timezone minute value is outside expected range of 0-59");
    if (hour > 23)
        return igi_time_fail(error, "timezone offset must be less than 24 hours");
    *offset_s = sign * (int32_t)(hour * 3600 + minute * 60);
    *p = s + 2;
    return true;
}

/* A time of day with its zone, up to the end. */
static bool zoned_time(const char *p, const char *end, ig_timeofday *out, const char **error)
{
    static const char minus[] = "\xe2\x88\x92"; /* U+2212, the minus sign of ISO 8601 */
    ig_timeofday      time = {0};

    if (!igi_clock_part(&p, end, &time.us, error))
        return false;
    if (p < end) {
        int sign = *p == '+' ? 1 : -1;
        time.aware = true;
        if (*p == 'Z' || *p == 'z')
            sign = 0;
        else if (end - p >= 3 && memcmp(p, minus, 3) == 0)
            p += 2;
        else if (*p != '+' && *p != '-')
            return igi_time_fail(error, "invalid timezone sign");
        p++;
        if (sign && !offset_part(&p, end, sign, &time.offset_s, error))
            return false;
    }
    if (p < end)
        return igi_time_fail(error, "unexpected extra characters at the end of the input");
    *out = time;
    return true;
}

/* ---- numbers ----------------------------------------------------------------------------------------------------- */

typedef enum number { NO_NUMBER, INTEGER, REAL } number;

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && igi_is_digit(*p))
        p++;
    return p;
}

/* Whether the whole of s is [+-]digits, or that with a point and perhaps an exponent. */
static number number_of(ig_str s)
{
    const char *p = s.p, *end = s.p + s.n, *whole, *rest;

    if (p < end && (*p == '+' || *p == '-'))
        p++;
    whole = p;
    p = skip_digits(p, end);
    if (p == end)
        return p > whole ? INTEGER : NO_NUMBER;
    if (*p != '.')
        return NO_NUMBER;
    rest = skip_digits(p + 1, end);
    if (rest - whole < 2)
        return NO_NUMBER;
    if (rest < end && (*rest == 'e' || *rest == 'E')) {
        rest++;
        if (rest < end && (*rest == '+' || *rest == '-'))
            rest++;
        p = skip_digits(rest, end);
        return p > rest && p == end ? REAL : NO_NUMBER;
    }
    return rest == end ? REAL : NO_NUMBER;
}

static bool in_range(int64_t second, const char **error)
{
    if (second < first_second)
        return igi_time_fail(error, too_small);
    return second <= last_second || igi_time_fail(error, too_large);
}

static bool moment(int64_t second, int64_t us, ig_datetime *out, const char **error)
{
    second += us / IGI_SECOND_US;
    if (!in_range(second, error))
        return false;
    if (second < year_one)
        return igi_time_fail(error, igi_error_year_zero);
    *out = (ig_datetime){.us = second * IGI_SECOND_US + us % IGI_SECOND_US, .aware = true};
    return true;
}

static bool is_ms(int64_t timestamp)
{
    return timestamp > watershed || timestamp < -watershed;
}

bool igi_datetime_from_i64(int64_t timestamp, ig_datetime *out, const char **error)
{
    if (!is_ms(timestamp))
        return moment(timestamp, 0, out, error);
    return moment(floor_div(timestamp, 1000), floor_mod(timestamp, 1000) * 1000, out, error);
}

bool igi_datetime_from_f64(double timestamp, ig_datetime *out, const char **error)
{
    double  part = timestamp - floor(timestamp);
    int64_t whole;

    if (isnan(timestamp))
        return igi_time_fail(error, "NaN values not permitted");
    if (fabs(timestamp) > 1e15)
        return igi_time_fail(error, timestamp < 0 ? too_small : too_large);
    whole = (int64_t)floor(timestamp);
    if (!is_ms(whole))
        return moment(whole, (int64_t)round(part * 1e6), out, error);
    return moment(floor_div(whole, 1000), floor_mod(whole, 1000) * 1000 + (int64_t)round(part * 1e3), out, error);
}

bool igi_time_from_f64(double s, ig_timeofday *out, const char **error)
{
    double us = round(s * 1e6);

    if (isnan(s))
        return igi_time_fail(error, "NaN values not permitted");
    if (s < 0)
        return igi_time_fail(error, "time in seconds should be positive");
    if (us >= (double)IGI_DAY_US)
        return igi_time_fail(error, "numeric times may not exceed 86,399 seconds");
    *out = (ig_timeofday){.us = (int64_t)us, .aware = true};
    return true;
}

bool igi_time_from_i64(int64_t s, ig_timeofday *out, const char **error)
{
    return igi_time_from_f64((double)s, out, error);
}

/* ---- text to values ---------------------------------------------------------------------------------------------- */

static bool date_from_timestamp(int64_t timestamp, ig_date *out, const char **error)
{
    int64_t second = is_ms(timestamp) ? floor_div(timestamp, 1000) : timestamp;

    if (!in_range(second, error))
        return false;
    if (second % 86400 != 0)
        return igi_time_fail(error, "Timestamp is not an exact date");
    *out = igi_date_from_days(second / 86400);
    return true;
}

bool igi_date_parse(ig_str s, ig_date *out, const char **error)
{
    ig_date day;
    int64_t timestamp;
    bool    ok = date_part(s, &day, error);

    if (ok && s.n > 10)
        ok = igi_time_fail(error, "unexpected extra characters at the end of the input");
    if (!ok && number_of(s) == INTEGER && igi_i64_parse(s.p, s.n, &timestamp))
        ok = date_from_timestamp(timestamp, &day, error);
    if (ok && day.year == 0)
        ok = igi_time_fail(error, igi_error_year_zero);
    if (ok)
        *out = day;
    return ok;
}

bool igi_time_parse(ig_str s, ig_timeofday *out, const char **error)
{
    return zoned_time(s.p, s.p + s.n, out, error);
}

static bool date_and_time(ig_str s, ig_datetime *out, const char **error)
{
    ig_date      day;
    ig_timeofday time;

    if (!date_part(s, &day, error))
        return false;
    if (s.n == 10 || !memchr("Tt _", s.p[10], 4))
        return igi_time_fail(error, "invalid datetime separator, expected `T`, `t`, `_` or space");
    if (!zoned_time(s.p + 11, s.p + s.n, &time, error))
        return false;
    if (day.year == 0)
        return igi_time_fail(error, igi_error_year_zero);
    *out = (ig_datetime){.us = igi_days_from_date(&day) * IGI_DAY_US + time.us - time.offset_s * IGI_SECOND_US,
                         .offset_s = time.offset_s,
                         .aware = time.aware};
    return true;
}

bool igi_datetime_parse(ig_str s, ig_datetime *out, const char **error)
{
    int64_t timestamp;

    if (date_and_time(s, out, error))
        return true;
    switch (number_of(s)) {
    case INTEGER:
        return igi_i64_parse(s.p, s.n, &timestamp) && igi_datetime_from_i64(timestamp, out, error);
    case REAL:
        return igi_datetime_from_f64(igi_f64_parse(s.p, s.n), out, error);
    default:
        return false;
    }
}

/* ---- values to text ---------------------------------------------------------------------------------------------- */

/* At least `width` digits, with zeros in front. */
static char *put_number(char *out, uint64_t value, int width)
{
    char reversed[20];
    int  n = 0;

    do
        reversed[n++] = (char)('0' + value % 10);
    while ((value /= 10) || n < width);
    while (n)
        *out++ = reversed[--n];
    return out;
}

static char *put_civil(char *out, const civil *c)
{
    if (c->year < 0)
        *out++ = '-';
    out = put_number(out, (uint64_t)(c->year < 0 ? -c->year : c->year), 4);
    *out++ = '-';
    out = put_number(out, c->month, 2);
    *out++ = '-';
    return put_number(out, c->day, 2);
}

/* us is within one day. */
static char *put_clock(char *out, int64_t us)
{
    uint64_t second = (uint64_t)(us / IGI_SECOND_US), fraction_us = (uint64_t)(us % IGI_SECOND_US);

    out = put_number(out, second / 3600, 2);
    *out++ = ':';
    out = put_number(out, second / 60 % 60, 2);
    *out++ = ':';
    out = put_number(out, second % 60, 2);
    if (fraction_us) {
        *out++ = '.';
        out = put_number(out, fraction_us, 6);
    }
    return out;
}

static char *put_offset(char *out, int32_t offset_s)
{
    unsigned minutes = (unsigned)(offset_s < 0 ? -offset_s : offset_s) / 60;

    if (offset_s == 0) {
        *out++ = 'Z';
        return out;
    }
    *out++ = offset_s < 0 ? '-' : '+';
    out = put_number(out, minutes / 60, 2);
    *out++ = ':';
    return put_number(out, minutes % 60, 2);
}

static size_t finish(const char *out, char *end)
{
    *end = 0;
    return (size_t)(end - out);
}

size_t ig_date_format(const ig_date *value, char out[IG_DATE_TEXT])
{
    civil c = {.year = value->year, .month = value->month, .day = value->day};
    return finish(out, put_civil(out, &c));
}

size_t ig_time_format(const ig_timeofday *value, char out[IG_TIME_TEXT])
{
    char *end = put_clock(out, floor_mod(value->us, IGI_DAY_US));
    return finish(out, value->aware ? put_offset(end, value->offset_s % 86400) : end);
}

size_t ig_datetime_format(const ig_datetime *value, char out[IG_DATETIME_TEXT])
{
    int32_t offset_s = value->aware ? value->offset_s % 86400 : 0;
    int64_t us = floor_mod(value->us, IGI_DAY_US) + offset_s * IGI_SECOND_US; /* may be in the day before or after */
    civil   c = civil_from_days(floor_div(value->us, IGI_DAY_US) + floor_div(us, IGI_DAY_US));
    char   *end = put_civil(out, &c);

    *end++ = 'T';
    end = put_clock(end, floor_mod(us, IGI_DAY_US));
    return finish(out, value->aware ? put_offset(end, offset_s) : end);
}
