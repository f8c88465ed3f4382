/* Reading objects: values, issues and their order, views, limits, pieces of any size, and untouched outputs.
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
MODEL_FORWARD(Node);
MODEL(Addr, (), (str, street), (i64, zip));
MODEL(Hero, (IG_TABLE("hero")),
    (uuid,    id,          IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4), IG_SKIP_JSON_SCHEMA),
    (str,     name,        IG_MIN_LENGTH(2)),
    (str,     secret_name),
    (opt_i64, age),
    (opt_i64, power_level, IG_GE(1), IG_LE(100)));
MODEL(Wide, (),
    (i64,       n,     IG_DEFAULT(1)),
    (f64,       f,     IG_DEFAULT(0.5)),
    (bool,      b,     IG_DEFAULT(true)),
    (Color,     color, IG_ENUM(Color), IG_DEFAULT(Color_green)),
    (str_list,  tags,  IG_NULLABLE, IG_MAX_LENGTH(3)),
    (i64_map,   map,   IG_NULLABLE),
    (Addr *,    addr,  IG_OBJ(Addr), IG_NULLABLE),
    (Addr_list, addrs, IG_LIST_OF(Addr), IG_NULLABLE),
    (json,      any,   IG_DEFAULT("null")),
    (json_list, anys,  IG_NULLABLE),
    (opt_date,  day));
MODEL(Strict, (IG_EXTRA(forbid)), (i64, a), (i64, b));
MODEL(Node, (), (i64, v), (Node *, next, IG_OBJ(Node), IG_NULLABLE), (Node_list, kids, IG_LIST_OF(Node), IG_NULLABLE));
VIEW(HeroCreate, Hero, IG_OMIT("id"));
VIEW(HeroUpdate, Hero, IG_OMIT("id"), IG_PARTIAL);

/* Reads and writes again: the dump, or the issues as "type@loc" words, or the code's name. */
static void describe(const ig_model *model, ig_code code, const void *object, const ig_error *err, ig_buf *out)
{
    if (!code) {
        ig_json_write(model, object, NULL, out);
        return;
    }
    ig_buf_str(out, ig_code_name(code));
    for (uint32_t i = 0; i < err->n_issues; i++) {
        ig_buf_printf(out, " %s@", err->issues[i].type);
        for (uint32_t k = 0; k < err->issues[i].n_loc; k++) {
            const ig_loc *loc = &err->issues[i].loc[k];
            if (loc->key.p)
                ig_buf_printf(out, "%s%s", k ? "." : "", loc->key.p);
            else
                ig_buf_printf(out, "%s%u", k ? "." : "", (unsigned)loc->index);
        }
    }
}

static void read_both_ways(const ig_model *model, const char *text, const ig_read_opts *opts, const char *expected)
{
    size_t n = strlen(text);

    for (size_t step = 0; step < 6; step++) {
        ig_arena   arena = {0};
        ig_buf     out = {0};
        ig_error   err;
        char       object[512];
        ig_code    code = IG_OK;
        ig_reader *reader;
        memset(object, 'z', sizeof object);
        if (step == 0) {
            code = ig_json_read(model, (str){text, n}, opts, &arena, object, &err);
        } else {
            reader = ig_reader_open(model, false, opts, &arena, &err);
            assert_non_null(reader);
            for (size_t i = 0; !code && i < n; i += step)
                code = ig_reader_feed(reader, text + i, n - i < step ? n - i : step, &err);
            if (!code)
                code = ig_reader_finish(reader, object, &err);
        }
        if (code)
            assert_int_equal(object[0], 'z'); /* untouched on failure */
        describe(model, code, object, &err, &out);
        assert_string_equal(out.p, expected);
        ig_arena_fini(&arena);
        ig_buf_fini(&out);
    }
}

static void reads(const ig_model *model, const char *text, const char *expected)
{
    read_both_ways(model, text, NULL, expected);
}

static void test_objects(void **state)
{
    (void)state;
    reads(&HeroCreate_view, "{\"name\":\"Nova\",\"secret_name\":\"Ann\"}",
          "{\"name\":\"Nova\",\"secret_name\":\"Ann\",\"age\":null,\"power_level\":null}");
    reads(&HeroCreate_view, " {\"power_level\" : 100, \"secret_name\":\"A\\u00e9\\n\", \"x\":[{}], \"name\":\"No\"} ",
          "{\"name\":\"No\",\"secret_name\":\"A\xc3\xa9\\n\",\"age\":null,\"power_level\":100}");
    reads(&HeroCreate_view, "{\"name\":\"aa\",\"name\":\"zz\",\"secret_name\":\"b\"}",
          "{\"name\":\"zz\",\"secret_name\":\"b\",\"age\":null,\"power_level\":null}");
    reads(&HeroCreate_view, "{\"name\":1,\"name\":\"zz\",\"secret_name\":\"b\",\"age\":3,\"age\":null}",
          "{\"name\":\"zz\",\"secret_name\":\"b\",\"age\":null,\"power_level\":null}");
    reads(&HeroUpdate_view, "{}", "{\"name\":\"\",\"secret_name\":\"\",\"age\":null,\"power_level\":null}");
}

static void test_every_shape(void **state)
{
    (void)state;
    reads(&Wide_model, "{}",
          "{\"n\":1,\"f\":0.5,\"b\":true,\"color\":\"green\",\"tags\":null,\"map\":null,\"addr\":null,\"addrs\":null,"
          "\"any\":null,\"anys\":null,\"day\":null}");
    reads(&Wide_model,
          "{\"n\":-5,\"f\":2,\"b\":false,\"color\":\"red\",\"tags\":[\"a\",\"b\"],\"map\":{\"x\":1,\"y\":2,\"x\":3},"
          "\"addr\":{\"street\":\"s\",\"zip\":1},\"addrs\":[{\"street\":\"t\",\"zip\":2},{\"zip\":3,\"street\":\"u\"}],"
          "\"any\":{ \"q\" : [1, \" \\\" \"] },\"anys\":[ {}, [ 1 ], \"s\", null ],\"day\":\"2024-02-29\"}",
          "{\"n\":-5,\"f\":2.0,\"b\":false,\"color\":\"red\",\"tags\":[\"a\",\"b\"],\"map\":{\"y\":2,\"x\":3},"
          "\"addr\":{\"street\":\"s\",\"zip\":1},\"addrs\":[{\"street\":\"t\",\"zip\":2},{\"street\":\"u\",\"zip\":3}],"
          "\"any\":{\"q\":[1,\" \\\" \"]},\"anys\":[{},[1],\"s\",null],\"day\":\"2024-02-29\"}");
    reads(&Wide_model, "{\"tags\":[],\"map\":{},\"addrs\":[]}",
          "{\"n\":1,\"f\":0.5,\"b\":true,\"color\":\"green\",\"tags\":[],\"map\":{},\"addr\":null,\"addrs\":[],"
          "\"any\":null,\"anys\":null,\"day\":null}");
    reads(&Node_model, "{\"v\":1,\"next\":{\"v\":2,\"kids\":[{\"v\":3},{\"v\":4,\"next\":null}]}}",
          "{\"v\":1,\"next\":{\"v\":2,\"next\":null,\"kids\":[{\"v\":3,\"next\":null,\"kids\":null},"
          "{\"v\":4,\"next\":null,\"kids\":null}]},\"kids\":null}");
}

static void test_issues_are_in_declaration_order(void **state)
{
    (void)state;
    reads(&Hero_model, "{}", "INVALID missing@name missing@secret_name");
    reads(&Hero_model, "{\"power_level\":500,\"age\":\"x\",\"secret_name\":null,\"name\":\"a\"}",
          "INVALID string_too_short@name string_type@secret_name int_parsing@age less_than_equal@power_level");
    reads(&Hero_model, "{\"age\":[],\"name\":{}}", "INVALID string_type@name missing@secret_name int_type@age");
    reads(
        &Wide_model,
        "{\"addrs\":[{\"zip\":\"x\"},[],{\"street\":\"s\",\"zip\":1}],\"addr\":3,\"tags\":[1,\"a\",{}],\"map\":{\"k\":\"x\"}}",
        "INVALID string_type@tags.0 string_type@tags.2 int_parsing@map.k model_type@addr missing@addrs.0.street "
        "int_parsing@addrs.0.zip model_type@addrs.1");
    reads(&Wide_model, "{\"tags\":[\"a\",1,\"c\",\"d\"],\"map\":[],\"addrs\":{},\"n\":null,\"color\":\"blue\"}",
          "INVALID int_type@n enum@color too_long@tags dict_type@map list_type@addrs");
}

static void test_undeclared_keys(void **state)
{
    (void)state;
    reads(&Strict_model, "{\"b\":\"x\",\"q\":1,\"r\":{\"s\":[]}}",
          "INVALID int_parsing@b extra_forbidden@q extra_forbidden@r missing@a");
    reads(&Strict_model, "{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2}");
}

static void test_wrong_root(void **state)
{
    (void)state;
    reads(&Hero_model, "[]", "INVALID model_type@");
    reads(&Hero_model, "\"x\"", "INVALID model_type@");
    reads(&Hero_model, "null", "INVALID model_type@");
}

static void test_bad_json_is_one_issue(void **state)
{
    ig_arena arena = {0};
    ig_error err;
    Hero     hero;

    (void)state;
    reads(&Hero_model, "{\"name\":", "SYNTAX json_invalid@");
    reads(&Hero_model, "{\"name\":\"a\"} x", "SYNTAX json_invalid@");
    assert_int_equal(ig_read(Hero, S("{\"a\":\n 01}"), NULL, &arena, &hero, &err), IG_E_SYNTAX);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 3);
    assert_string_equal(err.issues[0].msg.p, "Invalid JSON: invalid number at line 2 column 3");
    assert_string_equal(err.issues[0].ctx.p, "{\"error\":\"invalid number at line 2 column 3\"}");
    assert_string_equal(err.issues[0].input.p, "\"{\\\"a\\\":\\n 01}\"");
    ig_arena_fini(&arena);
}

static void test_options(void **state)
{
    ig_read_opts strict = {.strict = true}, llm = {.from_llm = true};

    (void)state;
    reads(&HeroCreate_view, "{\"name\":\"aa\",\"secret_name\":\"b\",\"age\":\"12\"}",
          "{\"name\":\"aa\",\"secret_name\":\"b\",\"age\":12,\"power_level\":null}");
    read_both_ways(&HeroCreate_view, "{\"name\":\"aa\",\"secret_name\":\"b\",\"age\":\"12\"}", &strict,
                   "INVALID int_type@age");
    /* an id that a language model invents is not even looked at */
    reads(&Hero_model, "{\"id\":\"1\",\"name\":\"aa\",\"secret_name\":\"b\"}", "INVALID uuid_parsing@id");
    for (int i = 0; i < 2; i++) {
        ig_arena arena = {0};
        Hero     hero;
        assert_int_equal(
            ig_read(Hero, S("{\"id\":\"00000000-0000-0000-0000-000000000001\",\"name\":\"aa\",\"secret_name\":\"b\"}"),
                    i ? &llm : NULL, &arena, &hero, NULL),
            IG_OK);
        assert_int_equal(hero.id.b[6] >> 4, i ? 4 : 0);
        ig_arena_fini(&arena);
    }
}

static void test_limits(void **state)
{
    ig_limits few = {.max_issues = 2}, items = {.max_items = 1}, flat = {.max_depth = 2},
              bytes_ = {.max_json_bytes = 10}, text = {.max_string_bytes = 3};
    ig_arena     arena = {0};
    ig_error     err;
    Wide         wide;
    ig_read_opts opts = {.limits = &few};

    (void)state;
    assert_int_equal(ig_read(Wide, S("{\"addrs\":[1,2,3,4,5]}"), &opts, &arena, &wide, &err), IG_E_INVALID);
    assert_int_equal(err.n_issues, 2);
    assert_int_equal(err.n_dropped, 3);
    read_both_ways(&Wide_model, "{\"tags\":[\"a\",\"b\"]}", &(ig_read_opts){.limits = &items}, "LIMIT");
    read_both_ways(&Wide_model, "{\"any\":[[1]]}", &(ig_read_opts){.limits = &flat}, "SYNTAX json_invalid@");
    read_both_ways(&Wide_model, "{\"n\":         1}", &(ig_read_opts){.limits = &bytes_}, "LIMIT");
    read_both_ways(&Wide_model, "{\"tags\":[\"abcd\"]}", &(ig_read_opts){.limits = &text}, "LIMIT");
    ig_arena_fini(&arena);
}

static void test_lists(void **state)
{
    ig_arena arena = {0};
    ig_error err;
    ig_list  heroes = {NULL, 99};
    ig_buf   text = {0};

    (void)state;
    ig_buf_char(&text, '[');
    for (int i = 0; i < 1000; i++)
        ig_buf_printf(&text, "%s{\"name\":\"Hero %d\",\"secret_name\":\"s\",\"age\":%d}", i ? "," : "", i, i);
    ig_buf_char(&text, ']');
    assert_int_equal(ig_json_read_list(&Hero_model, (str){text.p, text.n}, NULL, &arena, &heroes, &err), IG_OK);
    assert_int_equal(heroes.n, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(((Hero *)heroes.items)[i].age.v, i);
    assert_string_equal(((Hero *)heroes.items)[999].name.p, "Hero 999");
    assert_int_equal(
        ig_json_read_list(&Hero_model, S("[{},{\"name\":\"aa\",\"secret_name\":1}]"), NULL, &arena, &heroes, &err),
        IG_E_INVALID);
    assert_int_equal(heroes.n, 1000);
    assert_int_equal(err.n_issues, 3);
    assert_null(err.issues[2].loc[0].key.p);
    assert_int_equal(err.issues[2].loc[0].index, 1);
    assert_string_equal(err.issues[2].loc[1].key.p, "secret_name");
    assert_int_equal(ig_json_read_list(&Hero_model, S("{}"), NULL, &arena, &heroes, &err), IG_E_INVALID);
    assert_string_equal(err.issues[0].type, "list_type");
    assert_int_equal(ig_json_read_list(&Hero_model, S("[]"), NULL, &arena, &heroes, &err), IG_OK);
    assert_int_equal(heroes.n, 0);
    assert_int_equal(igi_json_read_wrapped_list(&Hero_model, "IterableHero", "tasks",
                                                S("{\"tasks\":[{\"name\":\"aa\"}]}"), NULL, &arena, &heroes, &err),
                     IG_E_INVALID);
    assert_string_equal(err.title, "IterableHero");
    assert_string_equal(err.issues[0].loc[0].key.p, "tasks");
    assert_int_equal(err.issues[0].loc[1].index, 0);
    ig_arena_fini(&arena);
    ig_buf_fini(&text);
}

static void test_error_text(void **state)
{
    ig_arena arena = {0};
    ig_error err;
    Hero     hero;
    ig_buf   text = {0};

    (void)state;
    assert_int_equal(
        ig_read(Hero, S("{\"name\":\"it's\",\"age\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}"),
                NULL, &arena, &hero, &err),
        IG_E_INVALID);
    ig_issues_text(&err, false, &text);
    assert_string_equal(
        text.p,
        "2 validation errors for Hero\n"
        "secret_name\n"
        "  Field required [type=missing, input_value={'name': \"it's\", 'age': '...aaaaaaaaaaaaaaaaaaaaaa'}, input_type=dict]\n"
        "age\n"
        "  Input should be a valid integer, unable to parse string as an integer "
        "[type=int_parsing, input_value='aaaaaaaaaaaaaaaaaaaaaaaa...aaaaaaaaaaaaaaaaaaaaaaa', input_type=str]");
    ig_buf_reset(&text);
    assert_int_equal(ig_read(Hero, S("5"), NULL, &arena, &hero, &err), IG_E_INVALID);
    ig_issues_text(&err, true, &text);
    assert_string_equal(text.p,
                        "1 validation error for Hero\n  Input should be an object [type=model_type, input_value=5, "
                        "input_type=int]\n    For further information visit "
                        "https://errors.pydantic.dev/2.13/v/model_type");
    ig_arena_fini(&arena);
    ig_buf_fini(&text);
}

/* ---- validators ---------------------------------------------------------------------------------------------------- */

static ig_code only_even(ig_check *check, void *value)
{
    i64 *n = value;
    if (*n % 2)
        return ig_check_fail(check, "%d is odd", (int)*n);
    *n += *(int *)ig_check_context(check);
    return IG_OK;
}
static ig_code ordered(ig_check *check, void *object);
MODEL(Range, (IG_MODEL_VALIDATOR(ordered)), (i64, low, IG_VALIDATOR(only_even)), (i64, high));
static ig_code ordered(ig_check *check, void *object)
{
    const Range *range = object;
    return range->low <= range->high ? IG_OK : ig_check_fail(check, "low is above high");
}

static void test_validators(void **state)
{
    int          ten = 10;
    ig_read_opts opts = {.context = &ten};
    ig_arena     arena = {0};
    ig_error     err;
    Range        range;

    (void)state;
    read_both_ways(&Range_model, "{\"low\":2,\"high\":20}", &opts, "{\"low\":12,\"high\":20}");
    read_both_ways(&Range_model, "{\"low\":3,\"high\":1}", &opts, "INVALID value_error@low");
    read_both_ways(&Range_model, "{\"low\":2,\"high\":4}", &opts, "INVALID value_error@");
    assert_int_equal(ig_read(Range, S("{\"low\":3,\"high\":1}"), &opts, &arena, &range, &err), IG_E_INVALID);
    assert_string_equal(err.issues[0].msg.p, "Value error, 3 is odd");
    assert_string_equal(err.issues[0].ctx.p, "{\"error\":\"3 is odd\"}");
    ig_arena_fini(&arena);
}

/* An issue beyond max_issues is one all the same: no validator sees an object that has one. */
static void test_dropped_issues_count(void **state)
{
    ig_limits    one = {.max_issues = 1};
    int          ten = 10;
    ig_read_opts opts = {.context = &ten, .limits = &one};
    ig_arena     arena = {0};
    ig_error     err;
    ig_list      ranges;

    (void)state;
    assert_int_equal(ig_json_read_list(&Range_model, S("[{\"low\":3,\"high\":1},{\"low\":3,\"high\":1}]"), &opts,
                                       &arena, &ranges, &err),
                     IG_E_INVALID);
    assert_int_equal(err.n_issues, 1);
    assert_int_equal(err.n_dropped, 1);
    ig_arena_fini(&arena);
}

/* Every allocation of a read failed in turn: a code, never a crash, and the output untouched. */
static void test_out_of_memory(void **state)
{
    static const char text[] =
        "{\"tags\":[\"a\"],\"map\":{\"x\":1},\"addrs\":[{\"street\":\"t\",\"zip\":2}],\"any\":[1],\"day\":\"2024-02-29\"}";
    bool done = false;

    (void)state;
    assert_int_equal(ig_model_check(&Wide_model, NULL), IG_OK); /* plans are made once, not per read */
    for (size_t bytes_ = 4096; !done; bytes_ += 4096) {
        ig_arena arena = {.max_bytes = bytes_};
        ig_error err;
        Wide     wide;
        ig_code  code;
        memset(&wide, 'z', sizeof wide);
        ig_arena_alloc(&arena, bytes_ > 8192 ? 4000 : 4070, 1);
        code = ig_read(Wide, ((str){text, sizeof text - 1}), NULL, &arena, &wide, &err);
        if (code) {
            assert_int_equal(code, IG_E_NOMEM);
            assert_int_equal(((char *)&wide)[0], 'z');
        }
        done = code == IG_OK;
        ig_arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_every_shape),
        cmocka_unit_test(test_issues_are_in_declaration_order),
        cmocka_unit_test(test_undeclared_keys),
        cmocka_unit_test(test_wrong_root),
        cmocka_unit_test(test_bad_json_is_one_issue),
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_error_text),
        cmocka_unit_test(test_validators),
        cmocka_unit_test(test_dropped_issues_count),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
