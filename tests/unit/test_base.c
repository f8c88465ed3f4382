/* Arenas, buffers, limits, codes: growth, caps, and failures that stick.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/base_int.h"

static void test_arena_keeps_what_it_gave(void **state)
{
    ig_arena arena = {0};
    char    *first = ig_arena_alloc(&arena, 10, 1), *last = NULL;

    (void)state;
    memset(first, 'x', 10);
    for (size_t n = 1; n < 5000; n++) {
        last = ig_arena_alloc(&arena, n, 16);
        assert_non_null(last);
        assert_int_equal((uintptr_t)last % 16, 0);
        memset(last, 'y', n);
    }
    assert_memory_equal(first, "xxxxxxxxxx", 10);
    assert_non_null(ig_arena_alloc(&arena, (size_t)5 << 20, 16));
    assert_memory_equal(last, "yyyy", 4);
    ig_arena_fini(&arena);
    assert_null(arena.head);
    assert_int_equal(arena.used_bytes, 0);
}

static void test_arena_cap_sticks(void **state)
{
    ig_arena arena = {.max_bytes = 10000};

    (void)state;
    assert_non_null(ig_arena_alloc(&arena, 100, 8));
    assert_null(ig_arena_alloc(&arena, 20000, 8));
    assert_true(arena.failed);
    assert_null(ig_arena_alloc(&arena, 1, 1));
    ig_arena_reset(&arena);
    assert_non_null(ig_arena_alloc(&arena, 1, 1));
    assert_null(ig_arena_alloc(&arena, SIZE_MAX - 8, 8));
    ig_arena_fini(&arena);
}

static void test_arena_text(void **state)
{
    ig_arena arena = {0};
    ig_str   s = ig_arena_str(&arena, (ig_str){"abcdef", 3}), empty = ig_arena_str(&arena, (ig_str){NULL, 0});

    (void)state;
    assert_string_equal(s.p, "abc");
    assert_int_equal(s.n, 3);
    assert_string_equal(empty.p, "");
    assert_string_equal(ig_arena_printf(&arena, "%d-%s", 7, "x").p, "7-x");
    ig_arena_reset(&arena);
    assert_string_equal(ig_arena_printf(&arena, "%0500d", 1).p + 499, "1");
    ig_arena_fini(&arena);
}

static void test_buf_grows_and_ends_with_nul(void **state)
{
    ig_buf buf = {0};

    (void)state;
    for (int i = 0; i < 1000; i++)
        ig_buf_printf(&buf, "%d,", i % 10);
    assert_int_equal(buf.n, 2000);
    assert_int_equal(buf.p[buf.n], 0);
    assert_memory_equal(buf.p + 1996, "8,9,", 4);
    ig_buf_reset(&buf);
    ig_buf_add(&buf, NULL, 0);
    assert_string_equal(buf.p, "");
    ig_buf_fini(&buf);
}

static void test_buf_cap_sticks(void **state)
{
    ig_buf buf = {.max_bytes = 5};

    (void)state;
    ig_buf_str(&buf, "abcde");
    assert_int_equal(buf.code, IG_OK);
    ig_buf_char(&buf, 'f');
    assert_int_equal(buf.code, IG_E_LIMIT);
    ig_buf_str(&buf, "");
    assert_string_equal(buf.p, "abcde");
    ig_buf_reset(&buf);
    ig_buf_char(&buf, 'g');
    assert_string_equal(buf.p, "g");
    ig_buf_fini(&buf);
}

static void test_limits(void **state)
{
    ig_limits limits = ig_limits_resolve(&(ig_limits){.max_depth = 5000, .max_issues = 3}),
              defaults = ig_limits_resolve(NULL);

    (void)state;
    assert_int_equal(limits.max_depth, 1000);
    assert_int_equal(limits.max_issues, 3);
    assert_int_equal(limits.max_json_bytes, defaults.max_json_bytes);
    assert_int_equal(defaults.max_depth, 200);
}

static void test_codes(void **state)
{
    ig_error err;

    (void)state;
    assert_string_equal(ig_code_name(IG_E_CONFLICT), "CONFLICT");
    assert_int_equal(ig_code_http_status(IG_E_CONFLICT), 409);
    assert_true(ig_code_can_retry(IG_E_RATE));
    assert_false(ig_code_can_retry(IG_E_INVALID));
    assert_string_equal(ig_code_text((ig_code)9999), "unknown error");
    memset(&err, 'x', sizeof err);
    assert_int_equal(igi_fail(&err, IG_E_LIMIT, "%0400d", 1), IG_E_LIMIT);
    assert_int_equal(strlen(err.msg), sizeof err.msg - 1);
    assert_int_equal(err.n_issues, 0);
    assert_null(err.title);
    assert_int_equal(igi_fail(NULL, IG_E_LIMIT, "x"), IG_E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena_keeps_what_it_gave),
        cmocka_unit_test(test_arena_cap_sticks),
        cmocka_unit_test(test_arena_text),
        cmocka_unit_test(test_buf_grows_and_ends_with_nul),
        cmocka_unit_test(test_buf_cap_sticks),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
