/* The rare half of the JSON lexer: escapes, UTF-8, odd numbers, words, separators and errors.
 * SPDX-License-Identifier: MIT */
#include "lex.h"

/* Longer numbers are refused, so that one that arrives byte by byte costs bounded work. */
enum { LONGEST_NUMBER = 8192 };

void igi_lex_init(igi_lex *lex, ig_str text, bool final, uint32_t max_depth)
{
    memset(lex, 0, offsetof(igi_lex, nesting));
    lex->base = lex->p = text.p ? text.p : "";
    lex->end = lex->base + text.n;
    lex->final = final;
    lex->max_depth = max_depth;
}

void igi_lex_extend(igi_lex *lex, const char *base, size_t n, bool final)
{
    lex->p = base + (lex->p - lex->base);
    lex->base = base;
    lex->end = base + n;
    lex->final = final;
}

igi_event igi_lex_fail(igi_lex *lex, const char *error, const char *at)
{
    lex->error = error;
    lex->error_at = (size_t)(at - lex->base);
    return IGI_ERROR;
}

igi_event igi_lex_ended(igi_lex *lex, const char *what)
{
    return lex->final ? igi_lex_fail(lex, what, lex->end) : IGI_MORE;
}

void igi_lex_place(const char *text, size_t n, size_t at, uint32_t *line, uint32_t *column)
{
    size_t line_start = 0;

    *line = 1;
    for (size_t i = 0; i < n && i <= at; i++) {
        if (text[i] == '\n') {
            ++*line;
            line_start = i + 1;
        }
    }
    *column = (uint32_t)((at < n ? at + 1 : n) - line_start);
}

/* ---- strings ------------------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Four hex digits at s: the value, -1 = not hex (*bad is at the culprit), -2 = the bytes end. */
static int hex4(const char *s, const char *end, const char **bad)
{
    int value = 0;

    for (int i = 0; i < 4; i++) {
        if (s + i == end)
            return -2;
        if (hex_digit(s[i]) < 0) {
            *bad = s + i;
            return -1;
        }
        value = value * 16 + hex_digit(s[i]);
    }
    return value;
}

/* A \u escape at s ("\uXXXX"); gives its length, or 0 with *event set. */
static int unicode_escape(igi_lex *lex, const char *s, igi_event *event)
{
    const char *bad = s;
    int         low, high = hex4(s + 2, lex->end, &bad);

    *event = IGI_MORE;
    if (high == -1) {
        *event = igi_lex_fail(lex, "invalid escape", bad);
        return 0;
    }
    if (high >= 0 && (high < 0xd800 || high > 0xdfff))
        return 6;
    if (high >= 0xdc00) {
        *event = igi_lex_fail(lex, "lone leading surrogate in hex escape", s + 5);
        return 0;
    }
    if (high < 0 || lex->end - s < 8) {
        if (high >= 0 && ((lex->end - s > 6 && s[6] != '\\') || (lex->end - s > 7 && s[7] != 'u')))
            *event = igi_lex_fail(lex, "unexpected end of hex escape", s + 6);
        else
            *event = igi_lex_ended(lex, "EOF while parsing a string");
        return 0;
    }
    if (s[6] != '\\' || s[7] != 'u') {
        *event = igi_lex_fail(lex, "unexpected end of hex escape", s + 6);
        return 0;
    }
    low = hex4(s + 8, lex->end, &bad);
    if (low >= 0xdc00 && low <= 0xdfff)
        return 12;
    if (low == -2)
        *event = igi_lex_ended(lex, "EOF while parsing a string");
    else if (low == -1)
        *event = igi_lex_fail(lex, "invalid escape", bad);
    else
        *event = igi_lex_fail(lex, "lone leading surrogate in hex escape", s + 11);
    return 0;
}

static int escape_length(igi_lex *lex, const char *s, igi_event *event)
{
    if (s + 1 == lex->end) {
        *event = igi_lex_ended(lex, "EOF while parsing a string");
        return 0;
    }
    switch (s[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
        return 2;
    case 'u':
        return unicode_escape(lex, s, event);
    default:
        *event = igi_lex_fail(lex, "invalid escape", s + 1);
        return 0;
    }
}

bool igi_lex_string_special(igi_lex *lex, const char **s, igi_event *event)
{
    int n;

    if (*s == lex->end) {
        *event = igi_lex_ended(lex, "EOF while parsing a string");
        return false;
    }
    if ((unsigned char)**s < 0x20) {
        *event = igi_lex_fail(lex, "control character (\\u0000-\\u001F) found while parsing a string", *s);
        return false;
    }
    if (**s == '\\') {
        n = escape_length(lex, *s, event);
        if (n == 0)
            return false;
        lex->escaped = true;
        *s += n;
        return true;
    }
    if ((unsigned char)**s < 0x80) { /* 0x7f and other plain bytes at which a caller stopped */
        ++*s;
        return true;
    }
    n = igi_utf8_sequence(*s, lex->end);
    if (n > 0) {
        *s += n;
        return true;
    }
    *event = n < 0 && !lex->final ? IGI_MORE : igi_lex_fail(lex, "invalid unicode code point", *s);
    return false;
}

static char *put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xc0 | c >> 6);
        *out++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *out++ = (char)(0xe0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    } else {
        *out++ = (char)(0xf0 | c >> 18);
        *out++ = (char)(0x80 | (c >> 12 & 0x3f));
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    }
    return out;
}

size_t igi_lex_decode(ig_str raw, char *dst)
{
    static const char plain[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char       *s = raw.p, *end = raw.p + raw.n, *unused = s;
    char             *out = dst;

    while (s < end) {
        uint32_t c;
        if (*s != '\\') {
            *out++ = *s++;
            continue;
        }
        if (s[1] != 'u') {
            *out++ = meant[strchr(plain, s[1]) - plain];
            s += 2;
            continue;
        }
        c = (uint32_t)hex4(s + 2, end, &unused);
        s += 6;
        if (c >= 0xd800 && c <= 0xdbff) {
            c = 0x10000 + ((c - 0xd800) << 10) + ((uint32_t)hex4(s + 2, end, &unused) - 0xdc00);
            s += 6;
        }
        out = put_utf8(out, c);
    }
    return (size_t)(out - dst);
}

/* ---- numbers and words --------------------------------------------------------------------------------------- */

static const char *skip_digits(const char *s, const char *end)
{
    while (s < end && (unsigned char)(*s - '0') < 10)
        s++;
    return s;
}

/* [.digits][e[+-]digits] from s on: the end of the number, or NULL with *event set. */
static const char *fraction_and_exponent(igi_lex *lex, const char *s, igi_event *event)
{
    const char *from;

    if (s < lex->end && *s == '.') {
        from = ++s;
        s = skip_digits(s, lex->end);
        if (s == from) {
            *event = s == lex->end ? igi_lex_ended(lex, "EOF while parsing a value")
                                   : igi_lex_fail(lex, "invalid number", s);
            return NULL;
        }
    }
    if (s < lex->end && (*s == 'e' || *s == 'E')) {
        s++;
        if (s < lex->end && (*s == '+' || *s == '-'))
            s++;
        from = s;
        s = skip_digits(s, lex->end);
        if (s == from) {
            *event = s == lex->end ? igi_lex_ended(lex, "EOF while parsing a value")
                                   : igi_lex_fail(lex, "invalid number", s);
            return NULL;
        }
    }
    return s;
}

/* An integer of up to 20 digits that may still fit in 64 bits. */
static bool fits_i64(ig_str token, int64_t *out)
{
    bool     negative = token.p[0] == '-';
    uint64_t limit = (uint64_t)INT64_MAX + negative, value = 0;

    for (size_t i = negative; i < token.n; i++) {
        unsigned digit = (unsigned char)(token.p[i] - '0');
        if (value > (limit - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

igi_event igi_lex_number_rest(igi_lex *lex, const char *digits)
{
    const char *s = skip_digits(digits, lex->end), *integer_end = s;
    igi_event   event = IGI_ERROR;

    if (s == digits) {
        if (s < lex->end)
            return *s == 'I' ? igi_lex_word(lex) : igi_lex_fail(lex, "invalid number", s);
        return igi_lex_ended(lex, "EOF while parsing a value");
    }
    if (*digits == '0' && s - digits > 1)
        return igi_lex_fail(lex, "invalid number", digits + 1);
    s = fraction_and_exponent(lex, s, &event);
    if (!s)
        return event;
    if (s - lex->p > LONGEST_NUMBER)
        return igi_lex_fail(lex, "number out of range", lex->p);
    if (s == lex->end && !lex->final)
        return IGI_MORE;
    lex->token = (ig_str){lex->p, (size_t)(s - lex->p)};
    lex->integral = s == integer_end && fits_i64(lex->token, &lex->i);
    lex->p = s;
    igi_lex_value_done(lex);
    return IGI_NUMBER;
}

/* true, false, null; NaN, Infinity and -Infinity where allowed. */
igi_event igi_lex_word(igi_lex *lex)
{
    static const struct {
        const char *text;
        igi_event   event;
        bool        nan;
    } words[] = {{"true", IGI_TRUE, false}, {"false", IGI_FALSE, false},    {"null", IGI_NULL, false},
                 {"NaN", IGI_NUMBER, true}, {"Infinity", IGI_NUMBER, true}, {"-Infinity", IGI_NUMBER, true}};
    const char *s = lex->p;

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *word = words[i].text;
        if (*s != *word || (words[i].nan && !lex->allow_nan))
            continue;
        while (*word && s < lex->end && *s == *word)
            word++, s++;
        if (*word && s == lex->end)
            return igi_lex_ended(lex, "EOF while parsing a value");
        if (*word)
            return igi_lex_fail(lex, "expected ident", s);
        lex->token = (ig_str){lex->p, (size_t)(s - lex->p)};
        lex->integral = false;
        lex->p = s;
        igi_lex_value_done(lex);
        return words[i].event;
    }
    if (*s == '-')
        return igi_lex_fail(lex, "invalid number", s + 1);
    return igi_lex_fail(lex, "expected value", s);
}

/* ---- structure ------------------------------------------------------------------------------------------------ */

igi_event igi_lex_close(igi_lex *lex, igi_event event)
{
    lex->p++;
    lex->depth--;
    lex->in_object = lex->nesting[lex->depth >> 6] >> (lex->depth & 63) & 1;
    igi_lex_value_done(lex);
    return event;
}

static igi_event read_key(igi_lex *lex)
{
    const char *start = lex->p;
    igi_event   event = igi_lex_string(lex, IGI_KEY);

    if (event != IGI_KEY)
        return event;
    igi_lex_space(lex);
    if (lex->p == lex->end || *lex->p != ':') {
        if (lex->p < lex->end)
            return igi_lex_fail(lex, "expected `:`", lex->p);
        lex->p = start; /* the key again when there is more, but not its bytes */
        lex->scanned = lex->token.n;
        lex->scanned_escape = lex->escaped;
        return igi_lex_ended(lex, "EOF while parsing an object");
    }
    lex->p++;
    lex->state = IGI_AT_VALUE;
    return IGI_KEY;
}

static igi_event at_key(igi_lex *lex, bool first)
{
    if (lex->p == lex->end)
        return igi_lex_ended(lex, first ? "EOF while parsing an object" : "EOF while parsing a value");
    if (*lex->p == '"')
        return read_key(lex);
    if (*lex->p == '}')
        return first ? igi_lex_close(lex, IGI_OBJECT_END) : igi_lex_fail(lex, "trailing comma", lex->p);
    return igi_lex_fail(lex, "key must be a string", lex->p);
}

/* A comma or the end of the container. */
igi_event igi_lex_after_value(igi_lex *lex)
{
    bool object = lex->in_object;

    if (lex->p == lex->end)
        return igi_lex_ended(lex, object ? "EOF while parsing an object" : "EOF while parsing a list");
    if (*lex->p == (object ? '}' : ']'))
        return igi_lex_close(lex, object ? IGI_OBJECT_END : IGI_ARRAY_END);
    if (*lex->p != ',')
        return igi_lex_fail(lex, object ? "expected `,` or `}`" : "expected `,` or `]`", lex->p);
    lex->p++;
    lex->state = object ? IGI_AT_KEY : IGI_AT_ITEM;
    return igi_lex_next(lex);
}

igi_event igi_lex_next(igi_lex *lex)
{
    if (lex->error)
        return IGI_ERROR;
    igi_lex_space(lex);
    switch (lex->state) {
    case IGI_AFTER_VALUE:
        return igi_lex_after_value(lex);
    case IGI_AT_FIRST_KEY:
    case IGI_AT_KEY:
        return at_key(lex, lex->state == IGI_AT_FIRST_KEY);
    case IGI_AT_FIRST_ITEM:
    case IGI_AT_ITEM:
        if (lex->p == lex->end && lex->state == IGI_AT_FIRST_ITEM)
            return igi_lex_ended(lex, "EOF while parsing a list");
        if (lex->p < lex->end && *lex->p == ']')
            return lex->state == IGI_AT_FIRST_ITEM ? igi_lex_close(lex, IGI_ARRAY_END)
                                                   : igi_lex_fail(lex, "trailing comma", lex->p);
        return igi_lex_value(lex);
    case IGI_AT_VALUE:
        return igi_lex_value(lex);
    default:
        if (lex->p < lex->end)
            return igi_lex_fail(lex, "trailing characters", lex->p);
        return lex->final ? IGI_END : IGI_MORE;
    }
}
