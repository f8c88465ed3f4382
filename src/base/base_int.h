/* What the parts of the library share of base: failing, fast allocation, numbers and the parsers of value types.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_BASE_INT_H
#define INGOT_BASE_INT_H

#include <string.h>
#include <ingot/base.h>

/* Fills err (if not NULL) with code and message, clears the rest, and returns code: `return igi_fail(err, ...)`. */
ig_code igi_fail(ig_error *err, ig_code code, const char *format, ...) IG_PRINTF(3, 4);
/* The usual message for IG_E_NOMEM. */
ig_code igi_nomem(ig_error *err);

/* ig_arena_alloc with the common case inline. */
static inline void *igi_alloc(ig_arena *arena, size_t n, size_t align)
{
    char *p = (char *)(((uintptr_t)arena->p + (align - 1)) & ~(uintptr_t)(align - 1));
    if (arena->p && p <= arena->end && n <= (size_t)(arena->end - p)) {
        arena->p = p + n;
        return p;
    }
    return ig_arena_alloc(arena, n, align);
}

/* A slice of a NUL-terminated text; {NULL, 0} for NULL. */
static inline ig_str igi_str(const char *text)
{
    return (ig_str){text, text ? strlen(text) : 0};
}

/* Whether s is exactly the NUL-terminated text. */
static inline bool igi_is(ig_str s, const char *text)
{
    return s.p && s.n == strlen(text) && memcmp(s.p, text, s.n) == 0;
}

static inline bool igi_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Length of the UTF-8 sequence that starts with a byte >= 0x80 at s < end; 0 = not UTF-8, -1 = it goes on beyond end. */
int igi_utf8_sequence(const char *s, const char *end);
/* Whether all of s is UTF-8. */
bool igi_is_utf8(ig_str s);

/* The double nearest to a JSON number (RFC 8259 grammar, already checked): correctly rounded, locale-independent,
 * +-inf beyond the range. p[n] need not be NUL. */
double igi_f64_parse(const char *p, size_t n);

/* The shortest digits as in ig_f64_format, but never an exponent and no ".0", as Rust prints: 100000, 0.00001, inf. */
enum { IGI_F64_PLAIN = 352, IGI_I64_TEXT = 24 };
size_t igi_f64_plain(double value, char out[IGI_F64_PLAIN]);
size_t igi_i64_format(int64_t value, char out[IGI_I64_TEXT]);
/* [+-]?[0-9]* (already checked) as an integer; false: it does not fit in 64 bits and *out is untouched. */
bool igi_i64_parse(const char *p, size_t n, int64_t *out);

/* Parsers of the value types. true = *out is set; false = *error is a static text, the one Pydantic 2.13 (speedate, the
 * uuid crate) gives, and *out is untouched. p need not be NUL-terminated. */
bool igi_date_parse(ig_str s, ig_date *out, const char **error);
bool igi_time_parse(ig_str s, ig_timeofday *out, const char **error);
bool igi_datetime_parse(ig_str s, ig_datetime *out, const char **error);
bool igi_duration_parse(ig_str s, ig_duration *out, const char **error);
/* buf is for texts that name a character or a count. */
bool igi_uuid_parse(ig_str s, ig_uuid *out, char buf[160], const char **error);
/* Numbers as times, the same way: seconds, or for moments beyond +-2e10 milliseconds, since 1970 in UTC. */
bool igi_time_from_i64(int64_t seconds, ig_timeofday *out, const char **error);
bool igi_time_from_f64(double seconds, ig_timeofday *out, const char **error);
bool igi_datetime_from_i64(int64_t timestamp, ig_datetime *out, const char **error);
bool igi_datetime_from_f64(double timestamp, ig_datetime *out, const char **error);
bool igi_duration_from_i64(int64_t seconds, ig_duration *out, const char **error);
bool igi_duration_from_f64(double seconds, ig_duration *out, const char **error);
/* The error of the parsers above for a date that is well-formed but in the year 0, to be compared by address. */
extern const char igi_error_year_zero[];

/* Days since 1970-01-01 and back (proleptic Gregorian). */
int64_t igi_days_from_date(const ig_date *date);
ig_date igi_date_from_days(int64_t days);

/* One setting: from the environment, else from the file .env of the current folder. Returns a copy in arena, or
 * {NULL, 0} when it is in neither or empty. */
ig_str igi_setting(const char *name, ig_arena *arena);

#endif
