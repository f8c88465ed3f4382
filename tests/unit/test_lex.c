/* The lexer: grammar, error places, and that pieces of any size give what the whole text gives.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include "json/lex.h"

enum { DEPTH = 200 };

/* What the lexer says, written down: one letter per event, tokens behind keys, strings and numbers. */
static void describe(igi_lex *lex, igi_event event, ig_buf *out)
{
    static const char letters[] = "..$ {}[]k\"#tfn";
    char             *text;

    ig_buf_char(out, letters[event + 1]);
    if (event == IGI_NUMBER) {
        ig_buf_add(out, lex->token.p, lex->token.n);
        ig_buf_char(out, lex->integral ? 'i' : 'f');
    }
    if (event == IGI_KEY || event == IGI_STRING) {
        text = ig_buf_room(out, lex->token.n);
        assert_non_null(text);
        out->n += igi_lex_decode(lex->token, text);
        out->p[out->n] = 0;
    }
    ig_buf_char(out, ' ');
}

static void finish_description(const igi_lex *lex, ig_buf *out)
{
    uint32_t line, column;

    if (lex->error) {
        igi_lex_place(lex->base, (size_t)(lex->end - lex->base), lex->error_at, &line, &column);
        ig_buf_printf(out, "%s at %u:%u", lex->error, line, column);
    } else {
        ig_buf_str(out, "end");
    }
}

static void lex_whole(ig_str text, ig_buf *out)
{
    igi_lex   lex;
    igi_event event;

    igi_lex_init(&lex, text, true, DEPTH);
    while ((event = igi_lex_next(&lex)) > IGI_END)
        describe(&lex, event, out);
    assert_int_not_equal(event, IGI_MORE);
    finish_description(&lex, out);
}

/* The text arrives `step` bytes at a time, and moves in memory each time. */
static void lex_pieces(ig_str text, size_t step, ig_buf *out)
{
    igi_lex   lex;
    igi_event event = IGI_MORE;
    char     *copy = NULL;

    igi_lex_init(&lex, (ig_str){"", 0}, false, DEPTH);
    for (size_t n = 0; event == IGI_MORE && n <= text.n; n += step) {
        size_t have = n > text.n ? text.n : n;
        char  *moved = malloc(have + 1);
        assert_non_null(moved);
        memcpy(moved, text.p, have);
        igi_lex_extend(&lex, moved, have, false);
        free(copy);
        copy = moved;
        while ((event = igi_lex_next(&lex)) > IGI_END)
            describe(&lex, event, out);
    }
    if (event == IGI_MORE) {
        igi_lex_extend(&lex, text.p, text.n, true);
        while ((event = igi_lex_next(&lex)) > IGI_END)
            describe(&lex, event, out);
    }
    finish_description(&lex, out);
    free(copy);
}

static void check(const char *text, size_t n, const char *expected)
{
    ig_buf out = {0};

    lex_whole((ig_str){text, n}, &out);
    assert_int_equal(out.code, IG_OK);
    assert_string_equal(out.p, expected);
    for (size_t step = 1; step < 9; step++) {
        ig_buf pieces = {0};
        char  *error;
        lex_pieces((ig_str){text, n}, step, &pieces);
        /* an error can be seen before its line is complete; all events are the same in any case */
        assert_string_equal(pieces.p, expected);
        error = strstr(pieces.p, " at ");
        assert_true(error || strstr(pieces.p, "end"));
        ig_buf_fini(&pieces);
    }
    ig_buf_fini(&out);
}

static void checks(const char *text, const char *expected)
{
    check(text, strlen(text), expected);
}

static void test_values(void **state)
{
    (void)state;
    checks("{}", "{ } end");
    checks(" [ ] ", "[ ] end");
    checks("null", "n end");
    checks("[true,false,null]", "[ t f n ] end");
    checks("{\"a\":1,\"b\":[{\"c\":\"d\"}]}", "{ ka #1i kb [ { kc \"d } ] } end");
    checks("{ \"a\" : 1 , \"a\"\n:\t2 }", "{ ka #1i ka #2i } end");
    checks("\"\"", "\" end");
    checks("\"0123456789abcdef0123456789\\nabcdef\"", "\"0123456789abcdef0123456789\nabcdef end");
}

static void test_numbers(void **state)
{
    (void)state;
    checks("0", "#0i end");
    checks("-0", "#-0i end");
    checks("9223372036854775807", "#9223372036854775807i end");
    checks("-9223372036854775808", "#-9223372036854775808i end");
    checks("9223372036854775808", "#9223372036854775808f end");
    checks("-9223372036854775809", "#-9223372036854775809f end");
    checks("123456789012345678901234567890", "#123456789012345678901234567890f end");
    checks("1.5e+10", "#1.5e+10f end");
    checks("[1E5,-2.0]", "[ #1E5f #-2.0f ] end");
    checks("01", "invalid number at 1:2");
    checks("[-]", "[ invalid number at 1:3");
    checks("[1.]", "[ invalid number at 1:4");
    checks("[1e]", "[ invalid number at 1:4");
    checks("[.5]", "[ expected value at 1:2");
    checks("[NaN]", "[ expected value at 1:2");
    checks("1x", "#1i trailing characters at 1:2");
}

static void test_strings(void **state)
{
    (void)state;
    checks("\"\\u0041\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"A\"\\/\b\f\n\r\t end");
    checks("\"\\ud83d\\ude00\"", "\"\xf0\x9f\x98\x80 end");
    checks("\"\xf0\x9f\x98\x80\xc3\xa9\xe2\x82\xac\"", "\"\xf0\x9f\x98\x80\xc3\xa9\xe2\x82\xac end");
    checks("\"\x7f\"", "\"\x7f end");
    checks("\"\\x\"", "invalid escape at 1:3");
    checks("\"\\u12g4\"", "invalid escape at 1:6");
    checks("\"\\ud800x\"", "unexpected end of hex escape at 1:8");
    checks("\"\\udc00\"", "lone leading surrogate in hex escape at 1:7");
    checks("\"\x1f\"", "control character (\\u0000-\\u001F) found while parsing a string at 1:2");
    checks("\"\xff\"", "invalid unicode code point at 1:2");
    checks("\"\xed\xa0\x80\"", "invalid unicode code point at 1:2");
    checks("\"\xc0\xaf\"", "invalid unicode code point at 1:2");
    checks("\"\xf4\x90\x80\x80\"", "invalid unicode code point at 1:2");
    checks("\"abc", "EOF while parsing a string at 1:4");
}

static void test_structure(void **state)
{
    (void)state;
    checks("", "EOF while parsing a value at 1:0");
    checks("{", "{ EOF while parsing an object at 1:1");
    checks("[", "[ EOF while parsing a list at 1:1");
    checks("[1", "[ #1i EOF while parsing a list at 1:2");
    checks("[1,", "[ #1i EOF while parsing a value at 1:3");
    checks("[1,]", "[ #1i trailing comma at 1:4");
    checks("{\"a\":1,}", "{ ka #1i trailing comma at 1:8");
    checks("{a:1}", "{ key must be a string at 1:2");
    checks("{\"a\" 1}", "{ expected `:` at 1:6");
    checks("{\"a\":1 \"b\":2}", "{ ka #1i expected `,` or `}` at 1:8");
    checks("[1 2]", "[ #1i expected `,` or `]` at 1:4");
    checks("[1}", "[ #1i expected `,` or `]` at 1:3");
    checks("tru", "EOF while parsing a value at 1:3");
    checks("[trux]", "[ expected ident at 1:5");
    checks("{}\n x", "{ } trailing characters at 2:2");
    checks("[\n1,\n x]", "[ #1i expected value at 3:2");
    check("[\0]", 3, "[ expected value at 1:2");
}

static void test_depth_is_capped(void **state)
{
    char      text[DEPTH + 2];
    igi_lex   lex;
    igi_event event;

    (void)state;
    memset(text, '[', sizeof text);
    igi_lex_init(&lex, (ig_str){text, sizeof text}, true, DEPTH);
    while ((event = igi_lex_next(&lex)) > IGI_END)
        continue;
    assert_int_equal(event, IGI_ERROR);
    assert_string_equal(lex.error, "recursion limit exceeded");
    assert_int_equal(lex.error_at, DEPTH);
}

static void test_error_sticks(void **state)
{
    igi_lex lex;

    (void)state;
    igi_lex_init(&lex, IG_S("[x"), true, DEPTH);
    assert_int_equal(igi_lex_next(&lex), IGI_ARRAY);
    assert_int_equal(igi_lex_next(&lex), IGI_ERROR);
    assert_int_equal(igi_lex_next(&lex), IGI_ERROR);
}

/* The cost of a long string that comes byte by byte must be linear: what was looked at is not looked at again. */
static void test_long_string_is_scanned_once(void **state)
{
    enum { N = 100000 };
    char     *text = malloc(N + 2);
    igi_lex   lex;
    igi_event event;

    (void)state;
    assert_non_null(text);
    memset(text, 'a', N);
    text[0] = '"';
    text[N] = '"';
    igi_lex_init(&lex, (ig_str){text, 0}, false, DEPTH);
    for (size_t n = 1; n <= N; n++) {
        igi_lex_extend(&lex, text, n, false);
        event = igi_lex_next(&lex);
        assert_int_equal(event, IGI_MORE);
        assert_int_equal(lex.scanned, n - 1);
    }
    igi_lex_extend(&lex, text, N + 1, true);
    assert_int_equal(igi_lex_next(&lex), IGI_STRING);
    assert_int_equal(lex.token.n, N - 1);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_structure),
        cmocka_unit_test(test_depth_is_capped),
        cmocka_unit_test(test_error_sticks),
        cmocka_unit_test(test_long_string_is_scanned_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
