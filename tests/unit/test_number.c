/* Numbers as text: doubles and integers, both ways, against known pairs and against each other for many random values.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include "base/base_int.h"

static double parse(const char *text)
{
    return igi_f64_parse(text, strlen(text));
}

static const char *print(double value)
{
    static char text[IG_F64_TEXT];
    size_t      n = ig_f64_format(value, text);

    assert_int_equal(n, strlen(text));
    return text;
}

static const char *plain(double value)
{
    static char text[IGI_F64_PLAIN];
    size_t      n = igi_f64_plain(value, text);

    assert_int_equal(n, strlen(text));
    return text;
}

static void assert_same_bits(double a, double b)
{
    if (memcmp(&a, &b, sizeof a) != 0)
        fail_msg("%.17g is not %.17g", a, b);
}

/* ---- doubles to text --------------------------------------------------------------------------------------------- */

/* The second column is Python's repr(). */
static void test_format_is_pythons(void **state)
{
    static const struct {
        double      value;
        const char *text;
    } rows[] = {
        {0.0, "0.0"},
        {-0.0, "-0.0"},
        {1, "1.0"},
        {-1.5, "-1.5"},
        {0.1, "0.1"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3, "0.3333333333333333"},
        {100, "100.0"},
        {123456.789, "123456.789"},
        {1e15, "1000000000000000.0"},
        {9999999999999998, "9999999999999998.0"},
        {1e16, "1e+16"},
        {1.2345678901234568e+29, "1.2345678901234568e+29"},
        {1e22, "1e+22"},
        {1e23, "1e+23"},
        {0.0001, "0.0001"},
        {0.00001, "1e-05"},
        {1.5e-7, "1.5e-07"},
        {1e-300, "1e-300"},
        {9007199254740991, "9007199254740991.0"},
        {9007199254740992, "9007199254740992.0"},
        {9007199254740994, "9007199254740994.0"},
        {5e-324, "5e-324"},
        {1.5e-323, "1.5e-323"},
        {2.2250738585072014e-308, "2.2250738585072014e-308"},
        {2.225073858507201e-308, "2.225073858507201e-308"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {0x1p-44, "5.684341886080802e-14"},
        {7.678447687145631e-239, "7.678447687145631e-239"}, /* a power of two, as the next */
        {6.150157786156811e+259, "6.150157786156811e+259"},
        {INFINITY, "inf"},
        {-INFINITY, "-inf"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(print(rows[i].value), rows[i].text);
        assert_same_bits(rows[i].text[0] == 'i' || rows[i].text[1] == 'i' ? rows[i].value : parse(rows[i].text),
                         rows[i].value);
    }
    assert_string_equal(print(NAN), "nan");
    assert_string_equal(print(-NAN), "nan");
}

static void test_plain_has_no_exponent(void **state)
{
    (void)state;
    assert_string_equal(plain(0), "0");
    assert_string_equal(plain(-1), "-1");
    assert_string_equal(plain(0.00001), "0.00001");
    assert_string_equal(plain(1e16), "10000000000000000");
    assert_string_equal(plain(123456789012345678901234567890.123), "123456789012345680000000000000");
    assert_string_equal(plain(1.5), "1.5");
    assert_string_equal(plain(INFINITY), "inf");
    assert_int_equal(strlen(plain(-DBL_MAX)), 310);
    assert_int_equal(strlen(plain(-5e-324)), 327);
}

/* xorshift: the same numbers in every run. */
static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static int count_digits(const char *text)
{
    int n = 0, zeros = 0;

    for (; *text && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (n == 0 && *text == '0'))
            continue;
        n++;
        zeros = *text == '0' ? zeros + 1 : 0;
    }
    return n - zeros;
}

/* Reads back, and with one digit less would not. */
static void assert_shortest(double value)
{
    const char *text = print(value);
    int         n = count_digits(text);
    char        fewer[40];

    assert_same_bits(parse(text), value);
    assert_in_range(n, 1, 17);
    if (n > 1) {
        snprintf(fewer, sizeof fewer, "%.*e", n - 2, value);
        if (parse(fewer) == value)
            fail_msg("%s is longer than %s", text, fewer);
    }
}

static void test_random_doubles_come_back(void **state)
{
    uint64_t seed = 88172645463325252;

    (void)state;
    for (int i = 0; i < 30000; i++) {
        uint64_t bits = next_random(&seed);
        double   value, decimal_value;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value))
            continue;
        assert_shortest(value);
        decimal_value = (double)(int64_t)(bits >> 20) / 1000.0;
        assert_shortest(decimal_value);
    }
    for (int e = -1074; e < 1024; e++) {
        assert_shortest(ldexp(1, e));
        assert_shortest(nextafter(ldexp(1, e), INFINITY));
        if (e > -1074)
            assert_shortest(nextafter(ldexp(1, e), 0));
    }
}

/* ---- text to doubles --------------------------------------------------------------------------------------------- */

static void test_parse(void **state)
{
    (void)state;
    assert_same_bits(parse("0"), 0.0);
    assert_same_bits(parse("-0"), -0.0);
    assert_same_bits(parse("-0.0e5"), -0.0);
    assert_same_bits(parse("1.5"), 1.5);
    assert_same_bits(parse(".5"), 0.5);
    assert_same_bits(parse("+5."), 5);
    assert_same_bits(parse("1E+2"), 100);
    assert_same_bits(parse("18446744073709551616"), 0x1p64);       /* its digits leave nothing in 64 bits */
    assert_same_bits(parse("9007199254740993"), 9007199254740992); /* half-way: to even */
    assert_same_bits(parse("9007199254740993.00000000000000000000000000000001"), 9007199254740994);
    assert_same_bits(parse("2.4703282292062327e-324"), 0);
    assert_same_bits(parse("2.4703282292062328e-324"), 5e-324);
    assert_same_bits(parse("1.7976931348623158e308"), DBL_MAX);
    assert_same_bits(parse("1.7976931348623159e308"), INFINITY);
    assert_same_bits(parse("-1e400"), -INFINITY);
    assert_same_bits(parse("1e-400"), 0);
    assert_same_bits(parse("0e99999999999999999999"), 0);
    assert_same_bits(parse("1e99999999999999999999"), INFINITY);
    assert_same_bits(parse("-1e-99999999999999999999"), -0.0);
    assert_same_bits(igi_f64_parse("12345", 2), 12); /* the end is where n says */
}

/* prefix, n times c, suffix */
static double parse_long(const char *prefix, size_t n, char c, const char *suffix)
{
    size_t before = strlen(prefix), after = strlen(suffix);
    char  *text = malloc(before + n + after + 1);
    double value;

    assert_non_null(text);
    memcpy(text, prefix, before);
    memset(text + before, c, n);
    memcpy(text + before + n, suffix, after + 1);
    value = igi_f64_parse(text, before + n + after);
    free(text);
    return value;
}

static void test_parse_very_long_texts(void **state)
{
    (void)state;
    assert_same_bits(parse_long("1", 400, '0', "e-400"), 1);
    assert_same_bits(parse_long("0.", 400, '0', "1e401"), 1);
    assert_same_bits(parse_long("1", 100000, '0', ""), INFINITY);
    assert_same_bits(parse_long("0.", 100000, '0', "1"), 0);
    assert_same_bits(parse_long("0.", 100000, '3', ""), 1.0 / 3);
    /* half-way plus as little as one likes is no longer half-way */
    assert_same_bits(parse_long("9007199254740993.", 5000, '0', ""), 9007199254740992);
    assert_same_bits(parse_long("9007199254740993.", 5000, '0', "1"), 9007199254740994);
    assert_same_bits(parse_long("90071992547409930000000000000000000", 5000, '0', "1e-5020"), 9007199254740992.0 + 2);
}

/* Skipped where no such locale is installed. */
static void test_locale_does_not_matter(void **state)
{
    (void)state;
    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "fr_FR.UTF-8"))
        skip();
    assert_string_equal(print(0.1 + 0.2), "0.30000000000000004");
    assert_same_bits(parse("0.30000000000000004"), 0.1 + 0.2);
    setlocale(LC_ALL, "C");
}

/* ---- integers ---------------------------------------------------------------------------------------------------- */

static void test_integers(void **state)
{
    static const int64_t values[] = {0, 1, -1, 9, 10, -10, 1234567890123, INT64_MAX, INT64_MIN};
    char                 text[IGI_I64_TEXT], expected[32];
    int64_t              back;

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        size_t n = igi_i64_format(values[i], text);
        snprintf(expected, sizeof expected, "%" PRId64, values[i]);
        assert_string_equal(text, expected);
        assert_int_equal(n, strlen(expected));
        assert_true(igi_i64_parse(text, n, &back));
        assert_int_equal(back, values[i]);
    }
}

static void test_integers_never_wrap(void **state)
{
    static const char *const beyond[] = {"9223372036854775808",  "-9223372036854775809",
                                         "18446744073709551615", "18446744073709551616",
                                         "18446744073709551626", "100000000000000000000000000000000000000000"};
    int64_t                  value = 77;

    (void)state;
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++)
        assert_false(igi_i64_parse(beyond[i], strlen(beyond[i]), &value));
    assert_int_equal(value, 77);
    assert_true(igi_i64_parse("+0000000000000000000000000000007", 32, &value));
    assert_int_equal(value, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_format_is_pythons),
        cmocka_unit_test(test_plain_has_no_exponent),
        cmocka_unit_test(test_random_doubles_come_back),
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_parse_very_long_texts),
        cmocka_unit_test(test_locale_does_not_matter),
        cmocka_unit_test(test_integers),
        cmocka_unit_test(test_integers_never_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
