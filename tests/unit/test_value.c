/* Any JSON as a tree or minified, and writing: what is read back is what was written.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#define IG_DEFINE_MODELS
#include "json/json_int.h"

static void minifies(const char *text, const char *expected)
{
    ig_buf   out = {0};
    ig_error err;

    assert_int_equal(ig_json_minify((str){text, strlen(text)}, NULL, &out, &err), IG_OK);
    assert_string_equal(out.p, expected);
    ig_buf_fini(&out);
}

static void test_minify(void **state)
{
    ig_buf   out = {0};
    ig_error err;

    (void)state;
    minifies(" { \"a b\" : [ 1.0e5 , \"\\\" \\\\\" , null ] } \n", "{\"a b\":[1.0e5,\"\\\" \\\\\",null]}");
    minifies("\"\\\\\"", "\"\\\\\"");
    assert_int_equal(ig_json_minify(S("[1,\n2,,]"), NULL, &out, &err), IG_E_SYNTAX);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 3);
    assert_non_null(strstr(err.msg, "line 2 column 3"));
    assert_int_equal(ig_json_minify(S("NaN"), NULL, &out, &err), IG_E_SYNTAX);
    assert_int_equal(ig_json_minify(S("[[[]]]"), &(ig_limits){.max_depth = 2}, &out, &err), IG_E_SYNTAX);
    assert_int_equal(ig_json_minify(S("[1]"), &(ig_limits){.max_json_bytes = 2}, &out, &err), IG_E_LIMIT);
    assert_int_equal(out.n, 0);
    ig_buf_fini(&out);
}

static void test_tree(void **state)
{
    ig_arena        arena = {0};
    ig_error        err;
    ig_buf          out = {0};
    const ig_value *v = ig_value_parse(
        S("{\"a\":1,\"b\":[true,\"x\\u00e9\",{}],\"a\":2,\"f\":1.5,\"big\":9223372036854775808}"), NULL, &arena, &err);

    (void)state;
    assert_non_null(v);
    assert_int_equal(v->n, 5);
    assert_int_equal(ig_value_i64(ig_value_get(v, "a"), 0), 2);
    assert_int_equal(ig_value_i64(ig_value_get(v, "none"), -7), -7);
    assert_int_equal(ig_value_get(v, "b")->n, 3);
    assert_string_equal(ig_value_str(ig_value_at(ig_value_get(v, "b"), 1)).p, "x\xc3\xa9");
    assert_int_equal(ig_value_at(ig_value_get(v, "b"), 2)->type, IG_VALUE_OBJECT);
    assert_null(ig_value_at(ig_value_get(v, "b"), 3));
    assert_null(ig_value_get(ig_value_get(v, "nothing"), "x"));
    assert_null(ig_value_str(ig_value_get(v, "a")).p);
    assert_true(fabs(ig_value_get(v, "f")->f - 1.5) < 1e-9);
    assert_int_equal(ig_value_get(v, "big")->type, IG_VALUE_FLOAT);
    ig_value_write(v, &out);
    assert_string_equal(out.p, "{\"a\":1,\"b\":[true,\"x\xc3\xa9\",{}],\"a\":2,\"f\":1.5,\"big\":9223372036854775808}");
    assert_null(ig_value_parse(S("{\"a\":"), NULL, &arena, &err));
    assert_int_equal(err.code, IG_E_SYNTAX);
    ig_arena_fini(&arena);
    arena.max_bytes = 1000;
    assert_null(ig_value_parse(S("[1]"), NULL, &arena, &err));
    assert_int_equal(err.code, IG_E_NOMEM);
    ig_arena_fini(&arena);
    ig_buf_fini(&out);
}

static void writes_text(const char *text, size_t n, const char *expected)
{
    ig_buf out = {0};

    ig_json_write_str(&out, (str){text, n});
    assert_string_equal(out.p, expected);
    ig_buf_fini(&out);
}

static void test_text(void **state)
{
    (void)state;
    writes_text("", 0, "\"\"");
    writes_text("a\"b\\c/\b\f\n\r\t\x01\x1f", 13, "\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001f\"");
    writes_text("a\0b", 3, "\"a\\u0000b\"");
    writes_text("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\x7f", 10, "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\x7f\"");
    writes_text("a\xff\xc3", 3, "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
    writes_text("\xed\xa0\x80", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}

ENUM(Color, red, green);
MODEL(Inner, (), (i64, x));
MODEL(All, (),
    (i64, low), (i64, high), (f64, f), (f64, inf), (bool, b), (str, s), (bytes, y), (uuid, u), (date, d), (timeofday, t),
    (datetime, dt), (duration, du), (decimal, de), (json, j), (Color, c, IG_ENUM(Color)), (opt_Color, oc, IG_ENUM(Color)),
    (opt_bool, ob), (opt_f64, of), (f64_list, fl), (str_map, sm), (date_list, dl, IG_NULLABLE), (Color_list, cl, IG_ENUM(Color)),
    (Inner *, in, IG_OBJ(Inner), IG_NULLABLE), (Inner_list, ins, IG_LIST_OF(Inner)), (str, hidden, IG_EXCLUDE, IG_DEFAULT("h")));

static const char all[] =
    "{\"low\":-9223372036854775808,\"high\":9223372036854775807,\"f\":0.1,\"inf\":null,\"b\":true,\"s\":\"x\",\"y\":\"bytes\","
    "\"u\":\"9e5d4a3c-2b1f-4e6d-8c7b-0a1b2c3d4e5f\",\"d\":\"2024-02-29\",\"t\":\"10:20:30.000001\","
    "\"dt\":\"2024-02-29T12:30:45+05:30\",\"du\":\"P1DT2H3M4S\",\"de\":\"1.50\",\"j\":{\"k\":[1,null]},\"c\":\"green\","
    "\"oc\":null,\"ob\":false,\"of\":1e+16,\"fl\":[1.0,-2.5],\"sm\":{\"k\":\"v\",\"\\\"\":\"w\"},\"dl\":null,"
    "\"cl\":[\"red\",\"green\"],\"in\":{\"x\":1},\"ins\":[{\"x\":2},{\"x\":3}]}";

static void test_round_trip(void **state)
{
    ig_arena arena = {0};
    ig_error err;
    ig_buf   text = {0}, out = {0};
    All      value;
    char    *inf;

    (void)state;
    ig_buf_str(&text, all);
    inf = strstr(text.p, "null");
    memcpy(inf, "1e99", 4);
    assert_int_equal(ig_read(All, ((str){text.p, text.n}), NULL, &arena, &value, &err), IG_OK);
    assert_string_equal(value.y.p, "bytes");
    value.inf = (double)INFINITY;
    ig_json_write(&All_model, &value, NULL, &out);
    assert_string_equal(out.p, all);
    ig_arena_fini(&arena);
    ig_buf_fini(&text);
    ig_buf_fini(&out);
}

MODEL(Number, (), (f64, x));

static void writes_number(double x, const char *expected)
{
    Number value = {x};
    ig_buf out = {0};

    ig_json_write(&Number_model, &value, NULL, &out);
    assert_string_equal(out.p, expected);
    ig_buf_fini(&out);
}

static void test_numbers_as_pydantic_writes_them(void **state)
{
    (void)state;
    writes_number(1, "{\"x\":1.0}");
    writes_number(1e16, "{\"x\":1e+16}");
    writes_number(0.0001, "{\"x\":0.0001}");
    writes_number(-1.5e-5, "{\"x\":-0.000015}");
    writes_number(1e-7, "{\"x\":1e-7}");
    writes_number(1.25e-10, "{\"x\":1.25e-10}");
    writes_number(NAN, "{\"x\":null}");
}

static void test_write_options(void **state)
{
    ig_arena arena = {0};
    ig_buf   out = {0};
    Inner    inner = {5};
    All      value = {.in = &inner, .fl = {(f64[]){1.5}, 1}};

    (void)state;
    ig_json_write(&Inner_model, &inner, &(ig_write_opts){.indent = 2}, &out);
    assert_string_equal(out.p, "{\n  \"x\": 5\n}");
    ig_buf_reset(&out);
    ig_json_write(&All_model, &value, &(ig_write_opts){.exclude_none = true}, &out);
    assert_null(strstr(out.p, "\"oc\""));
    assert_null(strstr(out.p, "hidden"));
    assert_non_null(strstr(out.p, "\"in\":{\"x\":5}"));
    ig_buf_reset(&out);
    ig_json_write_member(&All_model, &All_model.fields[18], &value, &out);
    assert_string_equal(out.p, "[1.5]");
    ig_buf_reset(&out);
    out.max_bytes = 5;
    ig_json_write(&All_model, &value, NULL, &out);
    assert_int_equal(out.code, IG_E_LIMIT);
    ig_buf_fini(&out);
    ig_arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_minify),        cmocka_unit_test(test_tree),
        cmocka_unit_test(test_text),          cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_write_options), cmocka_unit_test(test_numbers_as_pydantic_writes_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
