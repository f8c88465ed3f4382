/* The JSON lexer: bytes in, events out; it may run out of bytes anywhere and goes on when there are more.
 * SPDX-License-Identifier: MIT
 *
 * It never copies: it looks at [base, end) and remembers where it is. When more bytes have arrived the owner moves it to
 * the longer text (igi_lex_extend) and calls again. An event is only given for a whole token, so what comes after
 * IGI_MORE starts at that token again; only inside a long string the position reached is kept, which makes the cost
 * linear in the bytes however small the pieces are.
 *
 * Grammar: RFC 8259; optionally NaN, Infinity and -Infinity, as Python and Pydantic read them. Error texts are those of
 * jiter, Pydantic's parser. The hot parts are inline here; lex.c has errors, escapes and everything rare. */
#ifndef INGOT_LEX_H
#define INGOT_LEX_H

#include "../base/base_int.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

typedef enum igi_event {
    IGI_MORE,  /* the bytes ended inside a token or between two */
    IGI_ERROR, /* lex->error says what, lex->error_at where */
    IGI_END,   /* the text is complete, nothing but white space follows */
    IGI_OBJECT,
    IGI_OBJECT_END,
    IGI_ARRAY,
    IGI_ARRAY_END,
    IGI_KEY,
    IGI_STRING, /* lex->token, without quotes; lex->escaped */
    IGI_NUMBER, /* lex->token; lex->integral and lex->i if it is an integer of 64 bits */
    IGI_TRUE,
    IGI_FALSE,
    IGI_NULL
} igi_event;

typedef enum igi_lex_state {
    IGI_AT_VALUE,
    IGI_AT_FIRST_KEY,
    IGI_AT_KEY,
    IGI_AT_FIRST_ITEM,
    IGI_AT_ITEM,
    IGI_AFTER_VALUE,
    IGI_AT_END
} igi_lex_state;

enum { IGI_DEEPEST = 1000 };

typedef struct igi_lex {
    const char   *base, *p, *end; /* the text so far, the next byte, its end */
    igi_lex_state state;
    bool          final; /* no more bytes will come */
    bool          allow_nan;
    bool          in_object; /* the innermost container is an object */
    bool          escaped;   /* the token has escapes: igi_lex_decode */
    bool          integral;  /* the number is an integer that fits in i */
    uint32_t      depth, max_depth;
    ig_str        token;
    int64_t       i;
    size_t        value_at; /* offset of the last value's first byte */
    size_t        scanned;  /* bytes of an unfinished string already looked at */
    bool          scanned_escape;
    const char   *error;                                /* static text */
    size_t        error_at;                             /* offset in the text */
    uint64_t      nesting[(IGI_DEEPEST + 63) / 64 + 1]; /* bit d: the container at depth d is an object */
} igi_lex;

/* Starts at the first byte of text. max_depth is at most IGI_DEEPEST. */
void igi_lex_init(igi_lex *lex, ig_str text, bool final, uint32_t max_depth);
/* The text has grown (and may have moved): base is its new place, n its new length. */
void igi_lex_extend(igi_lex *lex, const char *base, size_t n, bool final);
/* The next event. After IGI_ERROR and IGI_END it stays the same. */
igi_event igi_lex_next(igi_lex *lex);
/* Decodes a token of a string or key into dst (at least raw.n bytes) and returns the length; dst may not overlap. */
size_t igi_lex_decode(ig_str raw, char *dst);
/* 1-based line and column of a byte offset, as jiter counts them (column 0 = the line feed itself). */
void igi_lex_place(const char *text, size_t n, size_t at, uint32_t *line, uint32_t *column);

/* ---- for the inline part --------------------------------------------------------------------------------------- */

igi_event igi_lex_fail(igi_lex *lex, const char *error, const char *at);
/* The bytes ended: IGI_MORE, or the error of an early end when the text is final. */
igi_event igi_lex_ended(igi_lex *lex, const char *what);
/* A backslash or a byte >= 0x80 or a control character at *s in a string: NULL = fine and *s is past it. */
bool igi_lex_string_special(igi_lex *lex, const char **s, igi_event *event);
/* A number that is no small integer; digits is the first byte behind its sign. */
igi_event igi_lex_number_rest(igi_lex *lex, const char *digits);
igi_event igi_lex_word(igi_lex *lex);
igi_event igi_lex_close(igi_lex *lex, igi_event event);
igi_event igi_lex_after_value(igi_lex *lex);

static inline void igi_lex_space(igi_lex *lex)
{
    const char *s = lex->p;
    while (s < lex->end && (*s == ' ' || *s == '\n' || *s == '\t' || *s == '\r'))
        s++;
    lex->p = s;
}

/* What follows a value that is complete. */
static inline void igi_lex_value_done(igi_lex *lex)
{
    lex->state = lex->depth ? IGI_AFTER_VALUE : IGI_AT_END;
}

/* Moves past bytes that need no thought: not a quote, backslash or control character, and ASCII. */
static inline const char *igi_lex_plain(const char *s, const char *end)
{
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), space = _mm_set1_epi8(0x20);
    while (end - s >= 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)s);
        /* signed comparison: bytes >= 0x80 are negative, so "less than space" finds them too */
        unsigned stop = (unsigned)_mm_movemask_epi8(
            _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash)), _mm_cmplt_epi8(v, space)));
        if (stop)
            return s + __builtin_ctz(stop);
        s += 16;
    }
#endif
    while (s < end && (unsigned char)(*s - 0x20) < 0x60 && *s != '"' && *s != '\\')
        s++;
    return s;
}

/* A string or key; p is at the opening quote. */
static inline igi_event igi_lex_string(igi_lex *lex, igi_event what)
{
    const char *start = lex->p + 1, *s = start + lex->scanned;
    igi_event   event;

    lex->escaped = lex->scanned_escape;
    for (;;) {
        s = igi_lex_plain(s, lex->end);
        if (s < lex->end && *s == '"')
            break;
        if (!igi_lex_string_special(lex, &s, &event)) {
            lex->scanned = (size_t)(s - start);
            lex->scanned_escape = lex->escaped;
            return event;
        }
    }
    lex->token = (ig_str){start, (size_t)(s - start)};
    lex->scanned = 0;
    lex->scanned_escape = false;
    lex->p = s + 1;
    if (what == IGI_STRING)
        igi_lex_value_done(lex);
    return what;
}

/* A number; p is at '-' or a digit. Integers of up to 18 digits are done here. */
static inline igi_event igi_lex_number(igi_lex *lex)
{
    const char *s = lex->p, *digits;
    uint64_t    value = 0;
    bool        negative = *s == '-';

    s += negative;
    digits = s;
    while (s < lex->end && (unsigned char)(*s - '0') < 10 && s - digits < 19)
        value = value * 10 + (unsigned char)(*s++ - '0');
    if (s == lex->end || s == digits || s - digits > 18 || (*digits == '0' && s - digits > 1) || *s == '.' ||
        *s == 'e' || *s == 'E')
        return igi_lex_number_rest(lex, digits);
    lex->token = (ig_str){lex->p, (size_t)(s - lex->p)};
    lex->integral = true;
    lex->i = negative ? -(int64_t)value : (int64_t)value;
    lex->p = s;
    igi_lex_value_done(lex);
    return IGI_NUMBER;
}

static inline igi_event igi_lex_open(igi_lex *lex, bool object)
{
    uint64_t bit;

    if (lex->depth >= lex->max_depth)
        return igi_lex_fail(lex, "recursion limit exceeded", lex->p);
    lex->depth++;
    bit = (uint64_t)1 << (lex->depth & 63);
    if (object)
        lex->nesting[lex->depth >> 6] |= bit;
    else
        lex->nesting[lex->depth >> 6] &= ~bit;
    lex->in_object = object;
    lex->state = object ? IGI_AT_FIRST_KEY : IGI_AT_FIRST_ITEM;
    lex->p++;
    return object ? IGI_OBJECT : IGI_ARRAY;
}

static inline igi_event igi_lex_value(igi_lex *lex)
{
    igi_lex_space(lex);
    if (lex->p == lex->end)
        return igi_lex_ended(lex, "EOF while parsing a value");
    lex->value_at = (size_t)(lex->p - lex->base);
    switch (*lex->p) {
    case '"':
        return igi_lex_string(lex, IGI_STRING);
    case '{':
        return igi_lex_open(lex, true);
    case '[':
        return igi_lex_open(lex, false);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return igi_lex_number(lex);
    default:
        return igi_lex_word(lex);
    }
}

/* If the next thing in an object is exactly the key given as `"key":`, moves behind it. Otherwise nothing changes and
 * igi_lex_next finds out what is there. This is how a binder that knows which key to expect saves the look-up. */
static inline bool igi_lex_expect_key(igi_lex *lex, const char *json_key, size_t n)
{
    const char *s;

    igi_lex_space(lex);
    s = lex->p;
    if (lex->state == IGI_AFTER_VALUE) {
        if (s == lex->end || *s != ',')
            return false;
        s++;
        while (s < lex->end && (*s == ' ' || *s == '\n' || *s == '\t' || *s == '\r'))
            s++;
    } else if (lex->state != IGI_AT_FIRST_KEY) {
        return false;
    }
    if ((size_t)(lex->end - s) < n || memcmp(s, json_key, n) != 0)
        return false;
    lex->p = s + n;
    lex->state = IGI_AT_VALUE;
    lex->scanned = 0; /* of this key, when it came in pieces */
    lex->scanned_escape = false;
    return true;
}

#endif
