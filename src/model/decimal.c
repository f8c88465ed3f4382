/* Exact decimals as Python's decimal module has them, on their text: nothing is ever rounded.
 * SPDX-License-Identifier: MIT */
#include "decimal.h"

__extension__ typedef unsigned __int128 wide;

/* Python's own limit: 18 nines. */
static const int64_t farthest_exponent = 999999999999999999;

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* Text that is consumed from the left; underscores do not count. */
typedef struct cursor {
    const char *p, *end;
} cursor;

/* The next byte, or 0 at the end. */
static char peek(cursor *c)
{
    while (c->p < c->end && *c->p == '_')
        c->p++;
    return c->p < c->end ? *c->p : 0;
}

static bool skip(cursor *c, char wanted)
{
    if (peek(c) != wanted)
        return false;
    c->p++;
    return true;
}

static bool skip_sign(cursor *c)
{
    bool negative = skip(c, '-');
    if (!negative)
        skip(c, '+');
    return negative;
}

/* Whether the rest is a word, in any case. */
static bool is_word(cursor c, const char *word)
{
    for (; *word; word++, c.p++) {
        if ((peek(&c) | 0x20) != *word)
            return false;
    }
    return peek(&c) == 0;
}

/* NaN may carry digits. */
static bool is_nan(cursor c)
{
    const char *word = "nan";

    if ((peek(&c) | 0x20) == 's')
        c.p++;
    for (; *word; word++, c.p++) {
        if ((peek(&c) | 0x20) != *word)
            return false;
    }
    while (igi_is_digit(peek(&c)))
        c.p++;
    return peek(&c) == 0;
}

/* [digits][.digits]; false without any digit. */
static bool read_coefficient(cursor *c, igi_decimal *out)
{
    bool any = false, point = false;

    for (;; c->p++) {
        char next = peek(c);
        if (next == '.' && !point) {
            point = true;
            continue;
        }
        if (!igi_is_digit(next))
            return any;
        any = true;
        if (next != '0' && !out->n_digits)
            out->p = c->p;
        out->n_digits += out->n_digits || next != '0';
        out->exponent -= point;
    }
}

/* Behind the E, up to the end. */
static bool read_exponent(cursor *c, igi_decimal *out)
{
    bool    negative = skip_sign(c);
    int64_t value = 0;

    if (!igi_is_digit(peek(c)))
        return false;
    for (; igi_is_digit(peek(c)); c->p++) {
        if (value > farthest_exponent / 10)
            return false;
        value = value * 10 + (*c->p - '0');
    }
    out->exponent += negative ? -value : value;
    return peek(c) == 0;
}

igi_decimal_class igi_decimal_read(ig_str text, igi_decimal *out)
{
    cursor      c = {text.p, text.p + text.n};
    igi_decimal found = {.negative = skip_sign(&c)};

    if (is_word(c, "inf") || is_word(c, "infinity") || is_nan(c))
        return IGI_DECIMAL_NOT_FINITE;
    if (!read_coefficient(&c, &found))
        return IGI_DECIMAL_MALFORMED;
    if (skip(&c, 'e') || skip(&c, 'E') ? !read_exponent(&c, &found) : peek(&c) != 0)
        return IGI_DECIMAL_MALFORMED;
    *out = found;
    return IGI_DECIMAL_FINITE;
}

/* ---- digits ------------------------------------------------------------------------------------------------------ */

/* The digit at *p, moving on to the next. */
static char take_digit(const char **p)
{
    while (!igi_is_digit(**p))
        ++*p;
    return *(*p)++;
}

static size_t trailing_zeros(const igi_decimal *value)
{
    const char *p = value->p;
    size_t      zeros = 0;

    for (size_t i = 0; i < value->n_digits; i++)
        zeros = take_digit(&p) == '0' ? zeros + 1 : 0;
    return zeros;
}

/* ---- printing ---------------------------------------------------------------------------------------------------- */

static char *put_zeros(char *out, int64_t n)
{
    if (n <= 0)
        return out;
    memset(out, '0', (size_t)n);
    return out + n;
}

static char *put_digits(char *out, const char **from, int64_t n)
{
    for (; n > 0; n--)
        *out++ = take_digit(from);
    return out;
}

ig_decimal igi_decimal_print(const igi_decimal *value, ig_arena *arena)
{
    const char *from = value->n_digits ? value->p : "0";
    int64_t     n = value->n_digits ? (int64_t)value->n_digits : 1;
    int64_t     point = value->exponent + n; /* digits before the point */
    bool        scientific = value->exponent > 0 || point <= -6;
    int64_t     before = scientific ? 1 : point;
    char       *out = igi_alloc(arena, (size_t)n + 40, 1), *end = out;

    if (!out)
        return (ig_decimal){NULL, 0};
    if (value->negative)
        *end++ = '-';
    if (before <= 0)
        *end++ = '0';
    end = put_digits(end, &from, before);
    if (before < n) {
        *end++ = '.';
        end = put_zeros(end, -before);
        end = put_digits(end, &from, before > 0 ? n - before : n);
    }
    if (point != before)
        end += snprintf(end, 24, "E%+" PRId64, point - before);
    *end = 0;
    arena->p = end + 1; /* the rest was only room to write */
    return (ig_decimal){out, (size_t)(end - out)};
}

/* ---- arithmetic -------------------------------------------------------------------------------------------------- */

/* The larger of two values that are not zero, by their digits only: < 0, 0, > 0. */
static int compare_size(const igi_decimal *a, const igi_decimal *b)
{
    const char *p = a->p, *q = b->p;
    int64_t     high_a = a->exponent + (int64_t)a->n_digits, high_b = b->exponent + (int64_t)b->n_digits;
    size_t      n = a->n_digits > b->n_digits ? a->n_digits : b->n_digits;

    if (high_a != high_b)
        return high_a < high_b ? -1 : 1;
    for (size_t i = 0; i < n; i++) {
        char x = i < a->n_digits ? take_digit(&p) : '0', y = i < b->n_digits ? take_digit(&q) : '0';
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

static int sign(const igi_decimal *value)
{
    return value->n_digits == 0 ? 0 : value->negative ? -1 : 1;
}

int igi_decimal_compare(const igi_decimal *a, const igi_decimal *b)
{
    if (sign(a) != sign(b) || sign(a) == 0)
        return sign(a) - sign(b);
    return sign(a) * compare_size(a, b);
}

void igi_decimal_count(const igi_decimal *value, bool normalized, uint64_t *digits, uint64_t *places)
{
    size_t  zeros = normalized ? trailing_zeros(value) : 0;
    int64_t exponent = value->exponent + (int64_t)zeros;

    *digits = value->n_digits - zeros;
    if (value->n_digits == 0) {
        *digits = 1;
        exponent = normalized ? 0 : exponent;
    }
    *places = exponent < 0 ? 0 - (uint64_t)exponent : 0;
    if (exponent > 0)
        *digits += (uint64_t)exponent;
    else if (*digits < *places)
        *digits = *places;
}

static uint64_t power_of_ten(uint64_t exponent, uint64_t modulus)
{
    uint64_t power = 10 % modulus, product = 1 % modulus;

    for (; exponent; exponent >>= 1) {
        if (exponent & 1)
            product = (uint64_t)((wide)product * power % modulus);
        power = (uint64_t)((wide)power * power % modulus);
    }
    return product;
}

/* The first n digits modulo something. */
static uint64_t remainder_of(const igi_decimal *value, size_t n, uint64_t modulus)
{
    const char *p = value->p;
    uint64_t    rest = 0;

    for (; n; n--)
        rest = (uint64_t)(((wide)rest * 10 + (wide)(take_digit(&p) - '0')) % modulus);
    return rest;
}

bool igi_decimal_is_multiple(const igi_decimal *value, const igi_decimal *of)
{
    int64_t  shift = value->exponent - of->exponent;
    size_t   n = value->n_digits;
    uint64_t divisor, rest;

    if (n == 0 || of->n_digits == 0 || of->n_digits > IGI_DIVISOR_DIGITS)
        return n == 0;
    if (shift < 0) { /* whole multiples of a coarser unit end in zeros, which can be taken off */
        if (trailing_zeros(value) < 0 - (uint64_t)shift)
            return false;
        n -= (size_t)(0 - (uint64_t)shift);
        shift = 0;
    }
    divisor = remainder_of(of, of->n_digits, UINT64_MAX); /* all of its digits */
    rest = remainder_of(value, n, divisor);
    return (wide)rest * power_of_ten((uint64_t)shift, divisor) % divisor == 0;
}
