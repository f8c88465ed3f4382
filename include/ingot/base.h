/* What every other part stands on: error codes and issues, arenas, buffers, limits, clock and identifiers.
 * SPDX-License-Identifier: MIT
 *
 * Conventions of all public functions:
 *   - a function that can fail returns ig_code (0 = IG_OK) and takes an ig_error * last, which may be NULL, needs no
 *     initialisation and is written only on failure; outputs are untouched on failure;
 *   - data that a function makes is copied into the ig_arena it is given and lives as long as that arena;
 *   - borrowed: must outlive the call; copied: into the arena; kept: must outlive the handle.
 */
#ifndef INGOT_BASE_H
#define INGOT_BASE_H

#include <stdarg.h>
#include <stdio.h>
#include "types.h"

#define IG_VERSION "0.1.0"

#if defined(__GNUC__)
#define IG_API __attribute__((visibility("default")))
#define IG_MUST_USE __attribute__((warn_unused_result))
#define IG_PRINTF(format_arg, first_arg) __attribute__((format(printf, format_arg, first_arg)))
#else
#define IG_API
#define IG_MUST_USE
#define IG_PRINTF(format_arg, first_arg)
#endif

/* ---- error codes -------------------------------------------------------------------------------------------- */

/* X(name, HTTP status, 1 if the same call may succeed later, text). docs/errors.md has a section for each. */
#define IG_ERROR_MAP(X)                                              \
    X(NOMEM, 500, 0, "out of memory")                                \
    X(LIMIT, 413, 0, "a size limit was reached")                     \
    X(SYNTAX, 422, 0, "not well-formed")                             \
    X(INVALID, 422, 0, "one or more values are not valid")           \
    X(MODEL, 500, 0, "the model definition has a mistake")           \
    X(USAGE, 500, 0, "wrong argument or option")                     \
    X(NOT_FOUND, 404, 0, "no such row")                              \
    X(CONFLICT, 409, 0, "a unique or foreign key constraint failed") \
    X(BUSY, 503, 1, "the database is locked by another connection")  \
    X(READ_ONLY, 500, 0, "the database is read-only")                \
    X(DATABASE, 500, 0, "the database failed")                       \
    X(TIMEOUT, 504, 1, "the deadline passed")                        \
    X(NET, 502, 1, "network failure")                                \
    X(RATE, 429, 1, "the provider asked to slow down")               \
    X(PROVIDER, 502, 0, "the provider answered with an error")       \
    X(REFUSED, 422, 0, "the model declined to answer")               \
    X(TRUNCATED, 502, 0, "the answer ended before it was complete")  \
    X(CANCELLED, 499, 0, "cancelled by the caller")                  \
    X(IO, 500, 0, "a file could not be read or written")

typedef enum ig_code {
    IG_OK = 0,
#define IG_ERROR_ENUM_(name, http, retry, text) IG_E_##name,
    IG_ERROR_MAP(IG_ERROR_ENUM_)
#undef IG_ERROR_ENUM_
} ig_code;

/* One line of text for a code, static; "unknown error" for a number that is no code. Threads: any. */
IG_API const char *ig_code_text(ig_code code);
/* The name without prefix, "NOMEM"; "OK" for 0. Static. */
IG_API const char *ig_code_name(ig_code code);
/* The HTTP status that fits the code; 200 for IG_OK. */
IG_API int ig_code_http_status(ig_code code);
/* Whether the same call may succeed when repeated later. */
IG_API bool ig_code_can_retry(ig_code code);

/* One step of the path to a value: a key (key.p != NULL) or, in an array, an index. */
typedef struct ig_loc {
    ig_str   key;
    uint64_t index;
} ig_loc;

/* One thing wrong with one value, in Pydantic's terms (ErrorDetails): same types, texts and order. */
typedef struct ig_issue {
    const ig_loc *loc; /* n_loc steps; 0 steps = the whole value */
    uint32_t      n_loc;
    const char   *type;  /* static: "missing", "greater_than_equal", ... */
    ig_str        msg;   /* "Input should be greater than or equal to 1" */
    ig_json       input; /* the offending value as JSON text (may hold NaN or Infinity, as Python's json does) */
    ig_json       ctx;   /* a JSON object, e.g. {"ge":1}; p == NULL when the type has none */
} ig_issue;

/* What went wrong. Lives on the caller's stack; nothing to free. issues and title live in the arena of the call. */
typedef struct ig_error {
    ig_code         code;
    char            msg[320];     /* one line, NUL-terminated, no secrets */
    int             http_status;  /* answered by a peer; 0 = none */
    int             sys;          /* errno or the library's own code; 0 = none */
    uint32_t        line, column; /* 1-based place in JSON text (column in bytes); 0 = not applicable */
    const char     *title;        /* name of the model the issues are about, or NULL */
    const ig_issue *issues;
    uint32_t        n_issues;  /* kept */
    uint32_t        n_dropped; /* seen beyond ig_limits.max_issues */
} ig_error;

/* ---- memory ------------------------------------------------------------------------------------------------- */

/* A bump allocator: many allocations, one release. `ig_arena arena = {0};` is ready to use.
 * Out of memory makes it fail for good (`failed`), until reset. Threads: one at a time. */
typedef struct ig_arena {
    struct ig_arena_block *head;
    char                  *p, *end;
    size_t                 used_bytes; /* taken from the system */
    size_t                 max_bytes;  /* cap on used_bytes; 0 = none */
    bool                   failed;
} ig_arena;

/* n bytes aligned to `align` (a power of two, at most 16), not cleared; NULL when out of memory or over max_bytes. */
IG_API void *ig_arena_alloc(ig_arena *arena, size_t n, size_t align);
/* Like ig_arena_alloc(n, 16), cleared to zero. */
IG_API void *ig_arena_zalloc(ig_arena *arena, size_t n);
/* A NUL-terminated copy of s; {NULL, 0} when out of memory. s.p == NULL gives an empty string. */
IG_API ig_str ig_arena_str(ig_arena *arena, ig_str s);
/* printf into the arena; {NULL, 0} when out of memory. */
IG_API ig_str ig_arena_printf(ig_arena *arena, const char *format, ...) IG_PRINTF(2, 3);
/* Forgets everything but keeps the newest block for reuse. All pointers into the arena die. */
IG_API void ig_arena_reset(ig_arena *arena);
/* Gives everything back and leaves the arena as {0}. NULL is allowed. */
IG_API void ig_arena_fini(ig_arena *arena);

/* A growing byte buffer. `ig_buf buf = {0};` is ready to use. The first failure sticks in `code` (IG_E_NOMEM, or
 * IG_E_LIMIT at max_bytes) and later appends do nothing, so a caller may check once at the end. p[n] == 0 after any
 * successful append. Threads: one at a time. */
typedef struct ig_buf {
    char   *p;
    size_t  n, cap;
    size_t  max_bytes; /* 0 = no cap */
    ig_code code;
} ig_buf;

IG_API void ig_buf_add(ig_buf *buf, const void *bytes, size_t n);
IG_API void ig_buf_str(ig_buf *buf, const char *text);
IG_API void ig_buf_char(ig_buf *buf, char c);
IG_API void ig_buf_printf(ig_buf *buf, const char *format, ...) IG_PRINTF(2, 3);
/* Room for n more bytes at p + n, or NULL; the caller writes them and adds to n. */
IG_API char *ig_buf_room(ig_buf *buf, size_t n);
/* Empties it, keeps the memory, clears the failure. */
IG_API void ig_buf_reset(ig_buf *buf);
IG_API void ig_buf_fini(ig_buf *buf);

/* ---- limits ------------------------------------------------------------------------------------------------- */

/* Every cap of the library in one place. 0 = the default named here. Borrowed wherever a pointer to it is taken. */
typedef struct ig_limits {
    size_t   max_json_bytes;     /* one JSON text: 1 GiB */
    size_t   max_string_bytes;   /* one decoded string: 256 MiB */
    uint32_t max_depth;          /* nested arrays and objects: 200, at most 1000 */
    uint32_t max_items;          /* items of one list or map: 100,000,000 */
    uint32_t max_issues;         /* issues kept: 100; the rest is counted */
    size_t   max_response_bytes; /* one answer of a provider: 64 MiB */
    size_t   max_prompt_bytes;   /* one prompt: 16 MiB */
    uint32_t max_header_bytes;   /* HTTP header of one request: 32 KiB */
    size_t   max_body_bytes;     /* HTTP body of one request: 16 MiB */
    uint32_t max_rows;           /* rows of one list query without a limit of its own: 10,000,000 */
    uint32_t max_calls;          /* calls to a provider in flight: 64 */
} ig_limits;

/* The given limits with every 0 replaced by its default; given may be NULL. */
IG_API ig_limits ig_limits_resolve(const ig_limits *given);

/* ---- factories and clock ------------------------------------------------------------------------------------ */

/* A default factory fills one member: value points at the member's plain type (uuid, datetime, ...; for a list or map
 * the whole member). Returns IG_OK, IG_E_NOMEM, or IG_E_IO when the random source fails (ig_uuid4). Threads: any. */
typedef ig_code (*ig_factory)(void *value, ig_arena *arena);

IG_API ig_code ig_uuid4(void *uuid_out, ig_arena *arena);      /* RFC 9562 version 4, from the system's random source */
IG_API ig_code ig_now(void *datetime_out, ig_arena *arena);    /* the moment, UTC, microseconds */
IG_API ig_code ig_today(void *date_out, ig_arena *arena);      /* the day in UTC */
IG_API ig_code ig_empty(void *container_out, ig_arena *arena); /* an empty list, map or text */

/* ---- text forms of the value types --------------------------------------------------------------------------- */

/* Each writes at most the given size including the final NUL and returns the length without it. */
enum {
    IG_UUID_TEXT = 37,
    IG_DATE_TEXT = 16,
    IG_TIME_TEXT = 32,
    IG_DATETIME_TEXT = 48,
    IG_DURATION_TEXT = 64,
    IG_F64_TEXT = 32
};
IG_API size_t ig_uuid_format(const ig_uuid *value, char out[IG_UUID_TEXT]);      /* lower case, hyphens */
IG_API size_t ig_date_format(const ig_date *value, char out[IG_DATE_TEXT]);      /* YYYY-MM-DD */
IG_API size_t ig_time_format(const ig_timeofday *value, char out[IG_TIME_TEXT]); /* HH:MM:SS[.ffffff][Z|+hh:mm] */
IG_API size_t ig_datetime_format(const ig_datetime *value,
                                 char               out[IG_DATETIME_TEXT]); /* ISO 8601, as Pydantic dumps */
IG_API size_t ig_duration_format(const ig_duration *value, char out[IG_DURATION_TEXT]); /* ISO 8601: P1DT2H3M4S */
/* The shortest text that reads back as the same double, in Python's repr form: 1.0, 1e-07, 1e+16, inf, nan. */
IG_API size_t ig_f64_format(double value, char out[IG_F64_TEXT]);

/* Equal bytes. */
static inline bool ig_str_eq(ig_str a, ig_str b)
{
    size_t i = 0;
    if (a.n != b.n)
        return false;
    while (i < a.n && a.p[i] == b.p[i])
        i++;
    return i == a.n;
}

#endif
