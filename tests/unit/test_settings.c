/* Settings: environment, else .env, in python-dotenv's syntax. Expected values were made with python-dotenv 1.2.2.
 * SPDX-License-Identifier: MIT */
#include "llm_help.h"
#include "base/base_int.h"

static void write_env(const char *text, size_t n)
{
    FILE *file = fopen(".env", "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

/* expected NULL: not set. */
static void expect_setting(const char *name, const char *expected)
{
    ig_arena arena = {0};
    ig_str   value = igi_setting(name, &arena);

    if (expected)
        assert_string_equal(value.p ? value.p : "(null)", expected);
    else
        assert_null(value.p);
    assert_int_equal(value.n, expected ? strlen(expected) : 0);
    assert_false(arena.failed);
    ig_arena_fini(&arena);
}

static void test_syntax(void **state)
{
    static const struct {
        const char *text, *value; /* of the setting A */
    } cases[] = {
        {"A=1", "1"},
        {"A=1\n", "1"},
        {" A = x y \n", "x y"},
        {"export A=1\n", "1"},
        {"exportA=1\n", NULL},
        {"# A=1\n", NULL},
        {"A=1 # tail\n", "1"},
        {"A=1#2\n", "1#2"},
        {"A= # c\n", "# c"},
        {"A=\n", NULL},
        {"A\n", NULL},
        {"A=1\r\nB=2\r\n", "1"},
        {"B=2\rA=1\r", "1"},
        {"A=1\nA=2\n", "2"},
        {"A=1\nA\n", NULL},
        {"'A'=1\n", "1"},
        {"A='x y' # c\n", "x y"},
        {"A='a\\'b\\n'\n", "a'b\\n"},
        {"A=\"a # b\\n\\tc\\\\d\\\"\" # tail\n", "a # b\n\tc\\d\""},
        {"A=\"one\r\ntwo\"\r\n", "one\ntwo"},
        {"A=\"not closed\nB=2\n", NULL},
        {"B=\"not closed\nA=1\n", "1"},
        {"A=\"x\" y\n", NULL},
        {"A=\"x\\\"\n", "x\\"},
        {"B=b\nA=x/${B}/${C}/${C:-d e}\n", "x/b//d e"},
        {"A=x${B}\nB=b\n", "x"},
        {"A=1\nA=${A}2\n", "12"},
        {"A=${FROM_ENVIRONMENT}\n", "there"},
        {"FROM_ENVIRONMENT=file\nA=${FROM_ENVIRONMENT}\n", "file"},
        {"A=$B${\n", "$B${"},
        {"A=\"h\xc3\xa9\"\n", "h\xc3\xa9"},
        {"\xef\xbb\xbf"
         "A=1\n",
         "1"},
    };
    size_t i;

    (void)state;
    setenv("FROM_ENVIRONMENT", "there", 1);
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_env(cases[i].text, strlen(cases[i].text));
        expect_setting("A", cases[i].value);
    }
    unlink(".env");
}

static void test_environment_wins(void **state)
{
    (void)state;
    write_env("A=file\n", 7);
    setenv("A", "environment", 1);
    expect_setting("A", "environment");
    setenv("A", "", 1);
    expect_setting("A", NULL);
    unsetenv("A");
    expect_setting("A", "file");
    expect_setting("B", NULL);
    unlink(".env");
    expect_setting("A", NULL);
}

/* Every line doubles the one before: neither time nor memory may follow. */
static void test_bounded(void **state)
{
    ig_arena arena = {0};
    ig_buf   text = {0};
    size_t   i;

    (void)state;
    ig_buf_str(&text, "V0=xxxxxxxxxxxxxxxx\n");
    for (i = 1; i < 100; i++)
        ig_buf_printf(&text, "V%zu=${V%zu}${V%zu}\n", i, i - 1, i - 1);
    write_env(text.p, text.n);
    expect_setting("V1", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
    assert_true(igi_setting("V99", &arena).n <= 64 << 10);
    ig_arena_fini(&arena);
    ig_buf_fini(&text);
    unlink(".env");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syntax),
        cmocka_unit_test(test_environment_wins),
        cmocka_unit_test(test_bounded),
    };
    return cmocka_run_group_tests(tests, forget_settings, remove_folder);
}
