/* IG_PATTERN: compiled once per field, searched in bounded time.
 * SPDX-License-Identifier: MIT
 *
 * PCRE2 with Unicode classes, set up to agree with Rust's regex crate (Pydantic's engine) where the two share syntax.
 * A backtracking engine can need time without end; three things stop it: a limit of steps per place where a match may
 * start, a limit of memory, and for long texts, which have many such places, a clock. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <time.h>
#include <stdlib.h>
#include "pattern.h"

enum {
    STEPS_PER_START = 200000, /* where a match may start anywhere */
    STEPS_ANCHORED = 5000000, /* where it can only start at the beginning */
    MOST_MEMORY_KIB = 64 << 10,
    SHORT_BYTES = 1024, /* texts up to here are searched without looking at the clock */
    FIRST_STARTS = 64,  /* places tried between two looks */
    MOST_MS = 500,
    LOOK_MS = 5,
};

typedef struct compiled {
    pcre2_code          *code;
    pcre2_match_context *limits; /* never changed, so threads may share it */
    bool                 anchored;
} compiled;

static void free_compiled(compiled *c)
{
    if (!c)
        return;
    pcre2_match_context_free(c->limits);
    pcre2_code_free(c->code);
    free(c);
}

static pcre2_code *compile(const char *pattern, int *error, size_t *at)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    pcre2_code            *code = NULL;

    *error = PCRE2_ERROR_NOMEMORY;
    if (context) {
        pcre2_set_newline(context, PCRE2_NEWLINE_LF);
        code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                             PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C |
                                 PCRE2_USE_OFFSET_LIMIT,
                             error, at, context);
    }
    pcre2_compile_context_free(context);
    return code;
}

/* NULL: *error is PCRE2's. */
static compiled *make(const char *pattern, int *error, size_t *at)
{
    compiled *c = calloc(1, sizeof *c);
    uint32_t  options = 0;

    *error = PCRE2_ERROR_NOMEMORY;
    if (!c)
        return NULL;
    c->limits = pcre2_match_context_create(NULL);
    c->code = c->limits ? compile(pattern, error, at) : NULL;
    if (!c->code) {
        free_compiled(c);
        return NULL;
    }
    pcre2_jit_compile(c->code, PCRE2_JIT_COMPLETE); /* where it cannot, the interpreter does */
    pcre2_pattern_info(c->code, PCRE2_INFO_ALLOPTIONS, &options);
    c->anchored = options & PCRE2_ANCHORED;
    pcre2_set_match_limit(c->limits, c->anchored ? STEPS_ANCHORED : STEPS_PER_START);
    pcre2_set_heap_limit(c->limits, MOST_MEMORY_KIB);
    return c;
}

/* The compiled form of a field's pattern; of two threads that make it at once, one throws its own away. */
static const compiled *compiled_of(const ig_field *field, int *error, size_t *at)
{
    void     *known = __atomic_load_n(&field->pattern_memo_->p, __ATOMIC_ACQUIRE);
    compiled *own;

    if (known)
        return known;
    own = make(field->pattern_, error, at);
    if (!own ||
        __atomic_compare_exchange_n(&field->pattern_memo_->p, &known, own, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return own;
    free_compiled(own);
    return known;
}

ig_code igi_pattern_prepare(const ig_field *field, ig_error *err)
{
    PCRE2_UCHAR why[120];
    int         error = 0;
    size_t      at = 0;

    if (compiled_of(field, &error, &at))
        return IG_OK;
    if (error == PCRE2_ERROR_NOMEMORY || error == PCRE2_ERROR_HEAP_FAILED)
        return igi_nomem(err);
    pcre2_get_error_message(error, why, sizeof why);
    return igi_fail(err, IG_E_MODEL, "IG_PATTERN does not compile: %s at offset %zu", (const char *)why, at);
}

/* ---- searching --------------------------------------------------------------------------------------------------- */

static igi_match meaning_of(int result)
{
    if (result >= 0)
        return IGI_MATCH;
    if (result == PCRE2_ERROR_NOMATCH || (result <= PCRE2_ERROR_UTF8_ERR1 && result >= PCRE2_ERROR_UTF8_ERR21))
        return IGI_NO_MATCH;
    return result == PCRE2_ERROR_NOMEMORY ? IGI_MATCH_NOMEM : IGI_MATCH_LIMIT;
}

static int search(const compiled *c, ig_str s, size_t from, uint32_t options, pcre2_match_context *context,
                  pcre2_match_data *data)
{
    int result = pcre2_match(c->code, (PCRE2_SPTR)s.p, s.n, from, options, data, context);

    if (result == PCRE2_ERROR_JIT_STACKLIMIT) /* the interpreter keeps its stack on the heap */
        result = pcre2_match(c->code, (PCRE2_SPTR)s.p, s.n, from, options | PCRE2_NO_JIT, data, context);
    return result;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Tries the places where a match may start in portions: larger ones while that is quick. */
static int search_long(const compiled *c, ig_str s, pcre2_match_data *data)
{
    pcre2_match_context *context = pcre2_match_context_copy(c->limits);
    int64_t              start_ms = now_ms(), last_ms = start_ms, ms;
    size_t               from = 0, portion = FIRST_STARTS, to;
    int                  result = context ? PCRE2_ERROR_NOMATCH : PCRE2_ERROR_NOMEMORY;

    while (result == PCRE2_ERROR_NOMATCH && from <= s.n) {
        to = s.n - from > portion ? from + portion : s.n;
        pcre2_set_offset_limit(context, to);
        result = search(c, s, from, from ? PCRE2_NO_UTF_CHECK : 0, context, data);
        ms = now_ms();
        if (result == PCRE2_ERROR_NOMATCH && to < s.n && ms - start_ms > MOST_MS)
            result = PCRE2_ERROR_MATCHLIMIT;
        if (ms - last_ms < LOOK_MS)
            portion *= 2;
        else if (portion > 1)
            portion /= 2;
        last_ms = ms;
        for (from = to + 1; from < s.n && (s.p[from] & 0xc0) == 0x80;) /* to the next character */
            from++;
    }
    pcre2_match_context_free(context);
    return result;
}

igi_match igi_pattern_search(const ig_field *field, ig_str s)
{
    int               error;
    size_t            at;
    const compiled   *c = compiled_of(field, &error, &at);
    pcre2_match_data *data = c ? pcre2_match_data_create(1, NULL) : NULL;
    igi_match         match;

    if (!data)
        return IGI_MATCH_NOMEM;
    if (!s.p)
        s = IG_S("");
    if (c->anchored || s.n <= SHORT_BYTES)
        match = meaning_of(search(c, s, 0, 0, c->limits, data));
    else
        match = meaning_of(search_long(c, s, data));
    pcre2_match_data_free(data);
    return match;
}
