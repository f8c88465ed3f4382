/* Numbers as text: doubles to and from their shortest decimal form, 64-bit integers.
 * SPDX-License-Identifier: MIT
 *
 * In: bytes of a number, or a number. Out: the correctly rounded value, or the text that Python and Rust print. */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include "base_int.h"

/* Every power of ten that a double holds exactly. */
static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
enum { EXACT_TENS = sizeof tens / sizeof *tens };

/* Integers up to here are exact doubles. */
static const uint64_t exact_integers = (uint64_t)1 << 53;

/* ---- text to double --------------------------------------------------------------------------------------------- */

enum {
    MANTISSA_DIGITS = 19, /* always fit in 64 bits */
    /* No point half-way between two doubles has more than 767 digits, so of all later ones it only matters whether one
     * is not zero. */
    DECISIVE_DIGITS = 800,
    FARTHEST_EXPONENT = 99999, /* beyond it every number of a sane length is 0 or infinite */
};

static pthread_once_t c_locale_once = PTHREAD_ONCE_INIT;
static locale_t       c_locale;

/* Cannot fail: the "C" locale is a constant object in glibc and musl. */
static void make_c_locale(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

/* The number behind 'e', with sign, kept within +-10^9. */
static int64_t exponent_value(const char *p, const char *end)
{
    bool    negative = p < end && *p == '-';
    int64_t value = 0;

    if (p < end && (*p == '-' || *p == '+'))
        p++;
    for (; p < end; p++) {
        if (value < 1000000000)
            value = value * 10 + (*p - '0');
    }
    return negative ? -value : value;
}

/* The hard cases: too many digits or too large an exponent for arithmetic in doubles. */
static double parse_slowly(const char *p, const char *end)
{
    char    text[DECISIVE_DIGITS + 32];
    size_t  n = 0;
    int64_t exponent = 0;
    bool    fraction = false, more = false;

    for (; p < end && *p != 'e' && *p != 'E'; p++) {
        if (*p == '.') {
            fraction = true;
            continue;
        }
        if (n == 0 && *p == '0') {
            exponent -= fraction;
        } else if (n < DECISIVE_DIGITS) {
            text[n++] = *p;
            exponent -= fraction;
        } else {
            more |= *p != '0';
            exponent += !fraction;
        }
    }
    if (more) {
        text[n++] = '1';
        exponent--;
    }
    if (p < end)
        exponent += exponent_value(p + 1, end);
    if (exponent > FARTHEST_EXPONENT || exponent < -FARTHEST_EXPONENT)
        exponent = exponent < 0 ? -FARTHEST_EXPONENT : FARTHEST_EXPONENT;
    snprintf(text + n, sizeof text - n, "e%" PRId64, exponent);
    pthread_once(&c_locale_once, make_c_locale);
    return strtod_l(text, NULL, c_locale);
}

double igi_f64_parse(const char *p, size_t n)
{
    const char *end = p + n, *digits;
    bool        negative = n && *p == '-', fraction = false;
    uint64_t    mantissa = 0;
    int         kept = 0;
    int64_t     exponent = 0;
    double      value;

    if (n && (*p == '-' || *p == '+'))
        p++;
    digits = p;
    for (; p < end && (igi_is_digit(*p) || *p == '.'); p++) {
        if (*p == '.') {
            fraction = true;
            continue;
        }
        mantissa = mantissa * 10 + (uint64_t)(*p - '0');
        kept += kept || *p != '0';
        exponent -= fraction;
        if (kept > MANTISSA_DIGITS)
            break;
    }
    if (p < end && (*p == 'e' || *p == 'E'))
        exponent += exponent_value(p + 1, end);
    if (kept > MANTISSA_DIGITS || mantissa > exact_integers || exponent >= EXACT_TENS || exponent <= -EXACT_TENS)
        value = kept ? parse_slowly(digits, end) : 0;
    else if (exponent < 0)
        value = (double)mantissa / tens[-exponent]; /* both exact, so the one rounding is correct (Clinger) */
    else
        value = (double)mantissa * tens[exponent];
    return negative ? -value : value;
}

/* ---- double to digits ------------------------------------------------------------------------------------------- */

/* A positive number as 0.d1d2d3... * 10^point, without zeros at the end. */
typedef struct digits {
    char p[20];
    int  n, point;
} digits;

/* The digits of v; point is where the last one stands. */
static digits from_integer(uint64_t v, int last_point)
{
    digits d = {.n = 0};
    char   reversed[20];
    int    n = 0;

    for (; v % 10 == 0; v /= 10)
        last_point++;
    for (; v; v /= 10)
        reversed[n++] = (char)('0' + v % 10);
    for (d.n = 0; d.n < n; d.n++)
        d.p[d.n] = reversed[n - 1 - d.n];
    d.point = n + last_point;
    return d;
}

/* v has a decimal of at most 15 digits iff the nearest one gives v back: they are far enough apart that no two share a
 * double. Products and quotients of exact numbers are rounded once, so the test is exact. */
static bool short_digits(double v, digits *d)
{
    int    scale = 15;
    double m;

    if (v >= 1e15 || v < 1e-7)
        return false;
    for (uint64_t whole = (uint64_t)v; whole; whole /= 10)
        scale--;
    for (int i = 1; v * tens[i] < 1; i++)
        scale++;
    m = floor(v * tens[scale] + 0.5);
    if (m / tens[scale] != v)
        return false;
    *d = from_integer((uint64_t)m, -scale);
    return true;
}

/* Reads "d.ddde-xx"; the radix character is whatever the locale has. */
static digits from_printed(const char *text)
{
    digits d = {.n = 0};

    for (; *text != 'e'; text++) {
        if (igi_is_digit(*text))
            d.p[d.n++] = *text;
    }
    d.point = (int)exponent_value(text + 1, text + strlen(text)) + 1;
    while (d.n > 1 && d.p[d.n - 1] == '0')
        d.n--;
    return d;
}

static double value_of(const digits *d)
{
    char text[40];
    int  n = snprintf(text, sizeof text, "%.*se%d", d->n, d->p, d->point - d->n);
    return igi_f64_parse(text, (size_t)n);
}

/* One more in the n-th place. */
static digits next_up(digits d, int n)
{
    while (d.n < n)
        d.p[d.n++] = '0';
    while (d.n && d.p[d.n - 1] == '9')
        d.n--;
    if (d.n) {
        d.p[d.n - 1]++;
        return d;
    }
    return (digits){.p = "1", .n = 1, .point = d.point + 1};
}

/* Asks printf for more and more digits until they give v back. */
static digits shortest_by_trial(double v)
{
    int  exponent;
    bool power_of_two = frexp(v, &exponent) == 0.5;

    for (int n = v < DBL_MIN ? 1 : 15;; n++) {
        char   text[48];
        digits d;
        snprintf(text, sizeof text, "%.*e", n - 1, v);
        d = from_printed(text);
        if (n == 17 || value_of(&d) == v)
            return d;
        /* below a power of two doubles are twice as dense: the nearest decimal may miss v while the next one hits it */
        if (power_of_two) {
            d = next_up(d, n);
            if (value_of(&d) == v)
                return d;
        }
    }
}

static digits shortest(double v)
{
    digits d;

    if (v < (double)exact_integers && v == floor(v))
        return from_integer((uint64_t)v, 0);
    return short_digits(v, &d) ? d : shortest_by_trial(v);
}

/* ---- digits to text --------------------------------------------------------------------------------------------- */

static size_t put_zeros(char *out, int n)
{
    if (n <= 0)
        return 0;
    memset(out, '0', (size_t)n);
    return (size_t)n;
}

static size_t put_digits(char *out, const char *p, int n)
{
    memcpy(out, p, (size_t)n);
    return (size_t)n;
}

/* 120.0 as "120", 0.05 as "0.05": never an exponent. */
static size_t put_plain(char *out, const digits *d)
{
    int    before = d->point < 0 ? 0 : d->point < d->n ? d->point : d->n;
    size_t n = put_digits(out, d->p, before);

    n += put_zeros(out + n, d->point - before);
    if (n == 0)
        out[n++] = '0';
    if (d->n > before) {
        out[n++] = '.';
        n += put_zeros(out + n, -d->point);
        n += put_digits(out + n, d->p + before, d->n - before);
    }
    return n;
}

/* Sign and the values without digits. true = the text is complete. */
static bool put_special(double value, char *out, size_t *n)
{
    const char *word = isnan(value) ? "nan" : isinf(value) ? "inf" : value == 0 ? "0" : NULL;

    *n = 0;
    if (signbit(value) && !isnan(value))
        out[(*n)++] = '-';
    if (!word)
        return false;
    *n += put_digits(out + *n, word, (int)strlen(word));
    return true;
}

size_t igi_f64_plain(double value, char out[IGI_F64_PLAIN])
{
    size_t n;

    if (!put_special(value, out, &n)) {
        digits d = shortest(fabs(value));
        n += put_plain(out + n, &d);
    }
    out[n] = 0;
    return n;
}

size_t ig_f64_format(double value, char out[IG_F64_TEXT])
{
    size_t n;

    if (!put_special(value, out, &n)) {
        digits d = shortest(fabs(value));
        if (d.point <= -4 || d.point > 16) {
            n += put_digits(out + n, d.p, 1);
            if (d.n > 1)
                out[n++] = '.';
            n += put_digits(out + n, d.p + 1, d.n - 1);
            return n + (size_t)snprintf(out + n, IG_F64_TEXT - n, "e%+03d", d.point - 1);
        }
        n += put_plain(out + n, &d);
    }
    if (value == floor(value) && !isinf(value))
        n += put_digits(out + n, ".0", 2);
    out[n] = 0;
    return n;
}

/* ---- integers --------------------------------------------------------------------------------------------------- */

size_t igi_i64_format(int64_t value, char out[IGI_I64_TEXT])
{
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    char     reversed[IGI_I64_TEXT];
    size_t   n = 0, length;

    do
        reversed[n++] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        reversed[n++] = '-';
    for (length = 0; n; length++)
        out[length] = reversed[--n];
    out[length] = 0;
    return length;
}

bool igi_i64_parse(const char *p, size_t n, int64_t *out)
{
    bool     negative = n && *p == '-';
    uint64_t value = 0;

    for (size_t i = n && (*p == '-' || *p == '+'); i < n; i++) {
        if (value > (UINT64_MAX - 9) / 10)
            return false;
        value = value * 10 + (uint64_t)(p[i] - '0');
    }
    if (value > (uint64_t)INT64_MAX + negative)
        return false;
    *out = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}
