/* The value types a model member may have: what C code sees in place of Python's str, datetime, Decimal and so on.
 * SPDX-License-Identifier: MIT
 *
 * Every type T also has opt_T (may be null), T_list (a JSON array) and T_map (a JSON object with string keys).
 * Text and bytes are slices: {p, n}. What the library makes is also NUL-terminated at p[n], so printf("%s") works.
 */
#ifndef INGOT_TYPES_H
#define INGOT_TYPES_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* n bytes of UTF-8. p == NULL is "no text" and is only meaningful where a comment says so. */
typedef struct ig_str {
    const char *p;
    size_t      n;
} ig_str;

/* n bytes of anything (Python bytes). */
typedef struct ig_bytes {
    const uint8_t *p;
    size_t         n;
} ig_bytes;

/* Any JSON value, kept as its own minified text (Python Any). p == NULL reads as null. */
typedef struct ig_json {
    const char *p;
    size_t      n;
} ig_json;

/* An exact decimal in Python's str(Decimal) form, e.g. "1.50" or "1E+3": sign, digits and scale are kept. */
typedef struct ig_decimal {
    const char *p;
    size_t      n;
} ig_decimal;

/* RFC 9562 UUID, bytes in network order. */
typedef struct ig_uuid {
    uint8_t b[16];
} ig_uuid;

/* A day of the proleptic Gregorian calendar, year 1..9999, month 1..12, day 1..31. */
typedef struct ig_date {
    int16_t year;
    uint8_t month, day;
} ig_date;

/* A time of day: microseconds since midnight, 0..86,399,999,999. `aware` says that offset_s is known. */
typedef struct ig_timeofday {
    int64_t us;
    int32_t offset_s; /* seconds east of UTC */
    bool    aware;
} ig_timeofday;

/* A moment: microseconds since 1970-01-01T00:00:00. If `aware`, us counts UTC and offset_s is the zone it is shown in;
 * if not, us counts local wall-clock time of an unknown zone (Python's naive datetime). Years 1..9999. */
typedef struct ig_datetime {
    int64_t us;
    int32_t offset_s; /* seconds east of UTC */
    bool    aware;
} ig_datetime;

/* A length of time in microseconds (Python timedelta), about +-292,000 years. */
typedef struct ig_duration {
    int64_t us;
} ig_duration;

/* The null forms. Slices are null when p == NULL, the others when has == false. */
/* clang-format off */
typedef struct ig_opt_str      { const char *p; size_t n; }     ig_opt_str;
typedef struct ig_opt_bytes    { const uint8_t *p; size_t n; }  ig_opt_bytes;
typedef struct ig_opt_json     { const char *p; size_t n; }     ig_opt_json;
typedef struct ig_opt_decimal  { const char *p; size_t n; }     ig_opt_decimal;
typedef struct ig_opt_bool     { bool has; bool v; }            ig_opt_bool;
typedef struct ig_opt_i64      { bool has; int64_t v; }         ig_opt_i64;
typedef struct ig_opt_f64      { bool has; double v; }          ig_opt_f64;
typedef struct ig_opt_uuid     { bool has; ig_uuid v; }         ig_opt_uuid;
typedef struct ig_opt_date     { bool has; ig_date v; }         ig_opt_date;
typedef struct ig_opt_timeofday{ bool has; ig_timeofday v; }    ig_opt_timeofday;
typedef struct ig_opt_datetime { bool has; ig_datetime v; }     ig_opt_datetime;
typedef struct ig_opt_duration { bool has; ig_duration v; }     ig_opt_duration;

/* n objects of one model, back to back: IG_FOR(Hero, hero, list) walks them, or `Hero *heroes = list.items`. */
typedef struct ig_list { void *items; size_t n; } ig_list;

/* Lists: n items; items == NULL is null where the member is IG_NULLABLE, else an empty list.
 * Maps: n entries in the order they came; keys are unique. */
#define IG_CONTAINERS_(name, T)                                                    \
    typedef struct name##_list { T *items; size_t n; } name##_list;                \
    typedef struct name##_entry { ig_str key; T value; } name##_entry;             \
    typedef struct name##_map { name##_entry *items; size_t n; } name##_map
IG_CONTAINERS_(ig_bool, bool);
IG_CONTAINERS_(ig_i64, int64_t);
IG_CONTAINERS_(ig_f64, double);
IG_CONTAINERS_(ig_str, ig_str);
IG_CONTAINERS_(ig_bytes, ig_bytes);
IG_CONTAINERS_(ig_json, ig_json);
IG_CONTAINERS_(ig_decimal, ig_decimal);
IG_CONTAINERS_(ig_uuid, ig_uuid);
IG_CONTAINERS_(ig_date, ig_date);
IG_CONTAINERS_(ig_timeofday, ig_timeofday);
IG_CONTAINERS_(ig_datetime, ig_datetime);
IG_CONTAINERS_(ig_duration, ig_duration);

/* The short names, the only unprefixed ones besides MODEL, MODEL_FORWARD, ENUM, VIEW and S. */
#ifndef IG_NO_SHORT_NAMES
#define IG_SHORT_(name) typedef ig_##name name; typedef ig_opt_##name opt_##name; \
    typedef ig_##name##_list name##_list; typedef ig_##name##_map name##_map
#define IG_SHORT_C_(name, T) typedef T name; typedef ig_opt_##name opt_##name; \
    typedef ig_##name##_list name##_list; typedef ig_##name##_map name##_map
IG_SHORT_(str); IG_SHORT_(bytes); IG_SHORT_(json); IG_SHORT_(decimal); IG_SHORT_(uuid); IG_SHORT_(date);
IG_SHORT_(timeofday); IG_SHORT_(datetime); IG_SHORT_(duration);
IG_SHORT_C_(i64, int64_t); IG_SHORT_C_(f64, double);
typedef ig_opt_bool opt_bool; typedef ig_bool_list bool_list; typedef ig_bool_map bool_map;
#define S(literal) IG_S(literal)
#endif
/* clang-format on */

/* A slice of a string literal: IG_S("text") is {"text", 4}. */
#define IG_S(literal) ((ig_str){"" literal, sizeof(literal) - 1})

#endif
