/* The value so far: what a look shows at each byte, factories run once, and looking changes nothing.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#define IG_DEFINE_MODELS
#include "json/json_int.h"

ENUM(Color, red, green);
MODEL(Inner, (), (opt_str, s), (opt_i64, n));
MODEL(Outer, (),
    (uuid,       id,    IG_DEFAULT_FACTORY(ig_uuid4), IG_EXCLUDE),
    (opt_str,    name),
    (opt_i64,    n,     IG_LE(100)),
    (opt_Color,  color, IG_ENUM(Color)),
    (str,        kind,  IG_DEFAULT("plain")),
    (str_list,   tags,  IG_DEFAULT_FACTORY(ig_empty)),
    (Inner *,    in,    IG_OBJ(Inner), IG_NULLABLE),
    (Inner_list, ins,   IG_LIST_OF(Inner), IG_NULLABLE),
    (str_map,    map,   IG_NULLABLE));

/* Feeds text and looks; the dump without nulls. */
static void sees(const char *text, const char *expected)
{
    ig_arena    arena = {0};
    ig_buf      out = {0};
    ig_reader  *reader = ig_reader_open(&Outer_model, false, NULL, &arena, NULL);
    const void *value;

    assert_int_equal(ig_reader_feed(reader, text, strlen(text), NULL), IG_OK);
    value = ig_reader_partial(reader);
    assert_non_null(value);
    ig_json_write(&Outer_model, value, &(ig_write_opts){.exclude_none = true}, &out);
    assert_string_equal(out.p, expected);
    ig_arena_fini(&arena);
    ig_buf_fini(&out);
}

static void test_what_a_look_shows(void **state)
{
    (void)state;
    sees("", "{\"kind\":\"\",\"tags\":[]}");
    sees("{", "{\"kind\":\"plain\",\"tags\":[]}");
    sees("{\"na", "{\"kind\":\"plain\",\"tags\":[]}");
    sees("{\"name\":\"", "{\"name\":\"\",\"kind\":\"plain\",\"tags\":[]}");
    sees("{\"name\":\"J\\u00e9r\\", "{\"name\":\"J\xc3\xa9r\",\"kind\":\"plain\",\"tags\":[]}");
    sees("{\"name\":\"J\\u00", "{\"name\":\"J\",\"kind\":\"plain\",\"tags\":[]}");
    sees("{\"name\":\"Jo\",\"n\":12", "{\"name\":\"Jo\",\"kind\":\"plain\",\"tags\":[]}");
    sees("{\"name\":\"Jo\",\"n\":12,", "{\"name\":\"Jo\",\"n\":12,\"kind\":\"plain\",\"tags\":[]}");
    sees("{\"kind\":\"r", "{\"kind\":\"r\",\"tags\":[]}");
    sees("{\"color\":\"re", "{\"kind\":\"plain\",\"tags\":[]}");
    sees("{\"color\":\"red\"", "{\"color\":\"red\",\"kind\":\"plain\",\"tags\":[]}");
    sees("{\"tags\":[\"a\",\"b", "{\"kind\":\"plain\",\"tags\":[\"a\",\"b\"]}");
    sees("{\"tags\":[\"a\",", "{\"kind\":\"plain\",\"tags\":[\"a\"]}");
    sees("{\"map\":{\"k\":\"v", "{\"kind\":\"plain\",\"tags\":[],\"map\":{\"k\":\"v\"}}");
    sees("{\"in\":{\"n\":1,\"s\":\"x", "{\"kind\":\"plain\",\"tags\":[],\"in\":{\"s\":\"x\",\"n\":1}}");
    sees("{\"ins\":[{\"n\":1},{\"s\":\"y", "{\"kind\":\"plain\",\"tags\":[],\"ins\":[{\"n\":1},{\"s\":\"y\"}]}");
    sees("{\"ins\":[{\"n\":1},{", "{\"kind\":\"plain\",\"tags\":[],\"ins\":[{\"n\":1},{}]}");
    sees("{\"unknown\":[{\"name\":\"x", "{\"kind\":\"plain\",\"tags\":[]}");
    sees("{\"n\":1}", "{\"n\":1,\"kind\":\"plain\",\"tags\":[]}");
}

static const char whole[] =
    "{\"name\":\"J\\u00e9r\\n\\ud83d\\ude00 long enough to move the memory it is kept in, more than once\","
    "\"n\":5,\"color\":\"green\",\"kind\":\"k\",\"tags\":[\"a\",\"bb\"],\"in\":{\"s\":\"x\"},"
    "\"ins\":[{\"n\":1},{\"s\":\"y\"}],\"map\":{\"a\":\"b\",\"c\":\"d\"}}";

/* The final value is the same whether somebody looked after every byte or never. */
static void test_looking_changes_nothing(void **state)
{
    ig_arena   arena = {0};
    ig_buf     looked = {0}, plain = {0};
    ig_reader *reader = ig_reader_open(&Outer_model, false, NULL, &arena, NULL);
    Outer      value, expected;
    uuid       first = {{0}};

    (void)state;
    for (size_t i = 0; whole[i]; i++) {
        const Outer *so_far;
        assert_int_equal(ig_reader_feed(reader, whole + i, 1, NULL), IG_OK);
        so_far = ig_reader_partial(reader);
        assert_non_null(so_far);
        if (i == 0)
            first = so_far->id;
        assert_memory_equal(&so_far->id, &first, sizeof first); /* one id from the first look to the last */
    }
    assert_int_equal(ig_reader_finish(reader, &value, NULL), IG_OK);
    assert_memory_equal(&value.id, &first, sizeof first);
    assert_int_equal(ig_read(Outer, ((str){whole, sizeof whole - 1}), NULL, &arena, &expected, NULL), IG_OK);
    ig_json_write(&Outer_model, &value, NULL, &looked);
    ig_json_write(&Outer_model, &expected, NULL, &plain);
    assert_string_equal(looked.p, plain.p);
    ig_arena_fini(&arena);
    ig_buf_fini(&looked);
    ig_buf_fini(&plain);
}

static void test_fields_and_issues(void **state)
{
    ig_arena   arena = {0};
    ig_error   err;
    ig_reader *reader = ig_reader_open(&Outer_model, false, NULL, &arena, NULL);
    Outer      value;

    (void)state;
    assert_int_equal(ig_reader_feed(reader, "{\"name\":null,\"n\":5", 18, NULL), IG_OK);
    assert_int_equal(ig_reader_fields(reader), 1 << 1);
    assert_int_equal(ig_reader_feed(reader, "00,", 3, NULL), IG_OK);
    assert_int_equal(ig_reader_fields(reader), 1 << 1 | 1 << 2);
    assert_int_equal(ig_reader_issues(reader), 1);
    assert_int_equal(ig_reader_feed(reader, "\"kind\":\"x\"}", 11, NULL), IG_OK);
    assert_int_equal(ig_reader_fields(reader), 1 << 1 | 1 << 2 | 1 << 4);
    assert_int_equal(ig_reader_finish(reader, &value, &err), IG_E_INVALID);
    assert_string_equal(err.issues[0].type, "less_than_equal");
    ig_arena_fini(&arena);
}

/* No byte of a long text is decoded twice: the memory taken stays within a small multiple of the text. */
static void test_cost_is_linear(void **state)
{
    enum { N = 200000 };
    ig_arena   arena = {0};
    ig_reader *reader = ig_reader_open(&Outer_model, false, NULL, &arena, NULL);

    (void)state;
    assert_int_equal(ig_reader_feed(reader, "{\"name\":\"", 9, NULL), IG_OK);
    for (size_t i = 1; i <= N; i++) {
        const Outer *so_far;
        assert_int_equal(ig_reader_feed(reader, "x", 1, NULL), IG_OK);
        so_far = ig_reader_partial(reader);
        assert_int_equal(so_far->name.n, i);
    }
    assert_true(arena.used_bytes < 16 * N);
    ig_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_a_look_shows),
        cmocka_unit_test(test_looking_changes_nothing),
        cmocka_unit_test(test_fields_and_issues),
        cmocka_unit_test(test_cost_is_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
