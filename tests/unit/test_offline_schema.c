/* Every sample satisfies its schema, whatever the seed: bounds, lengths, patterns, formats, containers, references; and what
 * cannot be satisfied is refused by name. Checked here by hand, not by the generator's own check.
 * SPDX-License-Identifier: MIT */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <math.h>
#include "offline_help.h"

enum { SEEDS = 60 };

/* A schema for the member "v" and what its value must look like; called for every seed. */
typedef struct rule {
    const char *schema;
    void (*check)(const struct rule *rule, const ig_value *v);
    double      lo, hi;
    const char *text;
} rule;

static void expect(const rule *r, const ig_value *v, bool ok)
{
    ig_buf out = {0};

    if (ok)
        return;
    if (v)
        ig_value_write(v, &out);
    print_error("%s\n", out.p ? out.p : "(nothing)");
    ig_buf_fini(&out);
    fail_msg("%s", r->schema);
}

static void is_integer(const rule *r, const ig_value *v)
{
    expect(r, v, v && v->type == IG_VALUE_INT && (double)v->i >= r->lo && (double)v->i <= r->hi);
}

static void is_number(const rule *r, const ig_value *v)
{
    expect(r, v, v && (v->type == IG_VALUE_INT || v->type == IG_VALUE_FLOAT) && v->f >= r->lo && v->f <= r->hi);
}

/* ends in .99 */
static void is_price(const rule *r, const ig_value *v)
{
    is_number(r, v);
    expect(r, v, fabs(v->f - floor(v->f) - 0.99) < 1e-6);
}

static void is_multiple_of_lo(const rule *r, const ig_value *v)
{
    expect(r, v, v && igi_tree_is_number(v) && v->f / r->lo == trunc(v->f / r->lo) && v->f <= r->hi);
}

static size_t characters(ig_str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return n;
}

static void has_length(const rule *r, const ig_value *v)
{
    expect(r, v,
           v && v->type == IG_VALUE_STRING && (double)characters(v->text) >= r->lo &&
               (double)characters(v->text) <= r->hi);
}

static void matches(const rule *r, const ig_value *v)
{
    int               error;
    size_t            at;
    pcre2_code       *code = pcre2_compile((PCRE2_SPTR)r->text, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_DOLLAR_ENDONLY,
                                           &error, &at, NULL);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    int               result;

    assert_non_null(code);
    assert_non_null(data);
    expect(r, v, v && v->type == IG_VALUE_STRING);
    result = pcre2_match(code, (PCRE2_SPTR)v->text.p, v->text.n, 0, 0, data, NULL);
    pcre2_match_data_free(data);
    pcre2_code_free(code);
    expect(r, v, result >= 0);
}

static void matches_with_length(const rule *r, const ig_value *v)
{
    matches(r, v);
    has_length(r, v);
}

static void is_one_of(const rule *r, const ig_value *v)
{
    expect(r, v, v && v->type == IG_VALUE_STRING && strstr(r->text, v->text.p));
}

static void has_items(const rule *r, const ig_value *v)
{
    expect(r, v, v && (v->type == IG_VALUE_ARRAY || v->type == IG_VALUE_OBJECT) && v->n >= r->lo && v->n <= r->hi);
}

/* where only one branch of the rule's oneOf fits */
static void is_outside_8_to_10(const rule *r, const ig_value *v)
{
    is_integer(r, v);
    expect(r, v, v->i < 8 || v->i > 10);
}

static void is_null_or_integer(const rule *r, const ig_value *v)
{
    if (!v || v->type != IG_VALUE_NULL)
        is_integer(r, v);
}

#define UUID4 "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
#define DATE "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])"
#define TIME "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ"
#define DECIMAL "^(?!^[-+.]*$)[+-]?0*(?:\\d{0,3}|(?=[\\d.]{1,6}$)\\d{0,3}\\.\\d{0,2}0*$)"

#define TYPE(type) "{\"type\":\"" type "\""
#define ESCAPED_DECIMAL "^(?!^[-+.]*$)[+-]?0*(?:\\\\d{0,3}|(?=[\\\\d.]{1,6}$)\\\\d{0,3}\\\\.\\\\d{0,2}0*$)"

static const rule rules[] = {
    {TYPE("integer") "}", is_integer, 1, 100, NULL},
    {TYPE("integer") ",\"minimum\":300,\"maximum\":303}", is_integer, 300, 303, NULL},
    {TYPE("integer") ",\"exclusiveMinimum\":-3,\"exclusiveMaximum\":-1}", is_integer, -2, -2, NULL},
    {TYPE("integer") ",\"minimum\":0.5,\"maximum\":1.5}", is_integer, 1, 1, NULL},
    {TYPE("integer") ",\"maximum\":5}", is_integer, 1, 5, NULL},
    {TYPE("integer") ",\"maximum\":-1000}", is_integer, -2000, -1000, NULL},
    {TYPE("integer") ",\"minimum\":9223372036854775807}", is_integer, 0x1p63, 0x1p63, NULL},
    {TYPE("integer") ",\"maximum\":-9223372036854775808}", is_integer, -0x1p63, -0x1p63, NULL},
    {TYPE("integer") ",\"minimum\":-9223372036854775808,\"maximum\":9223372036854775807}", is_integer, -0x1p63, 0x1p63,
     NULL},
    {TYPE("integer") ",\"multipleOf\":7,\"maximum\":50}", is_multiple_of_lo, 7, 50, NULL},
    {TYPE("integer") ",\"multipleOf\":10,\"maximum\":2}", is_multiple_of_lo, 10, 2, NULL},
    {TYPE("integer") ",\"description\":\"Something 20-23\"}", is_integer, 20, 23, NULL},
    {TYPE("number") ",\"exclusiveMinimum\":0}", is_number, 1e-12, 1000, NULL},
    {TYPE("number") ",\"exclusiveMinimum\":0.001,\"exclusiveMaximum\":0.0011}", is_number, 0.001, 0.0011, NULL},
    {TYPE("number") ",\"minimum\":0.1,\"maximum\":0.1}", is_number, 0.1, 0.1, NULL},
    {TYPE("number") ",\"minimum\":1e300}", is_number, 1e300, 1e301, NULL},
    {TYPE("number") ",\"multipleOf\":0.25,\"minimum\":1,\"maximum\":4}", is_multiple_of_lo, 0.25, 4, NULL},
    {TYPE("number") ",\"multipleOf\":0.1,\"minimum\":1,\"maximum\":4}", is_multiple_of_lo, 0.1, 4, NULL},
    {TYPE("number") ",\"title\":\"Price\",\"minimum\":3,\"maximum\":9}", is_number, 3, 9, NULL},
    {TYPE("string") ",\"minLength\":2,\"maxLength\":3}", has_length, 2, 3, NULL},
    {TYPE("string") ",\"minLength\":500}", has_length, 500, 700, NULL},
    {TYPE("string") ",\"maxLength\":0}", has_length, 0, 0, NULL},
    {TYPE("string") ",\"minLength\":17,\"maxLength\":17}", has_length, 17, 17, NULL},
    {TYPE("string") ",\"pattern\":\"^[A-Z]{3}-[0-9]{4}$\"}", matches, 0, 0, "^[A-Z]{3}-[0-9]{4}$"},
    {TYPE("string") ",\"pattern\":\"^(foo|ba[rz])+$\"}", matches, 0, 0, "^(foo|ba[rz])+$"},
    {TYPE("string") ",\"pattern\":\"^(a|b)x\\\\1$\"}", matches, 0, 0, "^(a|b)x\\1$"},
    {TYPE("string") ",\"pattern\":\"^#[0-9a-f]{6}$\"}", matches, 0, 0, "^#[0-9a-f]{6}$"},
    {TYPE("string") ",\"pattern\":\"^\\\\d{3}[ .]\\\\S\\\\W\\\\w{2,4}$\"}", matches, 0, 0,
     "^\\d{3}[ .]\\S\\W\\w{2,4}$"},
    {TYPE("string") ",\"pattern\":\"^[^a-z]{4}$\"}", matches, 0, 0, "^[^a-z]{4}$"},
    {TYPE("string") ",\"pattern\":\"^[\\u00e0-\\u00ff]{2}$\"}", matches, 0, 0, "^[\xc3\xa0-\xc3\xbf]{2}$"},
    {TYPE("string") ",\"pattern\":\"^(?=.*[A-Z])(?=.*\\\\d)[A-Za-z\\\\d]{8,}$\"}", matches, 0, 0,
     "^(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d]{8,}$"},
    {TYPE("string") ",\"pattern\":\"^[a-z]+$\",\"minLength\":40,\"maxLength\":40}", matches_with_length, 40, 40,
     "^[a-z]+$"},
    {TYPE("string") ",\"pattern\":\"^[a-z]+-[0-9]+$\",\"maxLength\":4}", matches_with_length, 3, 4, "^[a-z]+-[0-9]+$"},
    {TYPE("string") ",\"pattern\":\"needle\"}", matches, 0, 0, "needle"},
    {TYPE("string") ",\"format\":\"uuid\"}", matches, 0, 0, UUID4},
    {TYPE("string") ",\"format\":\"date\"}", matches, 0, 0, "^" DATE "$"},
    {TYPE("string") ",\"format\":\"date-time\"}", matches, 0, 0, "^" DATE "T" TIME "$"},
    {TYPE("string") ",\"format\":\"time\"}", matches, 0, 0, "^" TIME "$"},
    {TYPE("string") ",\"format\":\"duration\"}", matches, 0, 0, "^PT\\d+H(\\d+M)?$"},
    {TYPE("string") ",\"format\":\"email\"}", matches, 0, 0, "^[a-z.]+@example\\.com$"},
    {TYPE("string") ",\"format\":\"email\",\"maxLength\":13}", matches_with_length, 1, 13, "^[a-z]+@[a-z.]+$"},
    {TYPE("string") ",\"format\":\"email\",\"minLength\":40}", matches_with_length, 40, 70, "^[a-z.]+@example\\.com$"},
    {TYPE("string") ",\"format\":\"uri\"}", matches, 0, 0, "^https://example\\.com/"},
    {TYPE("string") ",\"format\":\"hostname\"}", matches, 0, 0, "^[a-z]+\\.example\\.com$"},
    {TYPE("string") ",\"format\":\"ipv4\"}", matches, 0, 0, "^192\\.0\\.2\\.\\d{1,3}$"},
    {TYPE("string") ",\"format\":\"ipv6\"}", matches, 0, 0, "^2001:db8::[0-9a-f]{1,4}$"},
    {TYPE("string") ",\"description\":\"one of: red, green, blue\"}", is_one_of, 0, 0, "red green blue"},
    {"{\"enum\":[\"rookie\",\"veteran\"]}", is_one_of, 0, 0, "rookie veteran"},
    {"{\"anyOf\":[{\"type\":\"integer\",\"maximum\":9,\"minimum\":8},{\"type\":\"null\"}]}", is_null_or_integer, 8, 9,
     NULL},
    {"{\"type\":[\"integer\",\"null\"],\"minimum\":5,\"maximum\":6}", is_null_or_integer, 5, 6, NULL},
    {"{\"allOf\":[{\"type\":\"integer\",\"minimum\":3},{\"maximum\":4}]}", is_integer, 3, 4, NULL},
    {"{\"oneOf\":[{\"type\":\"integer\",\"maximum\":10},{\"type\":\"integer\",\"minimum\":8}],\"minimum\":1,\"maximum\":20}",
     is_outside_8_to_10, 1, 20, NULL},
    {"{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":4,\"maxItems\":4}", has_items, 4, 4, NULL},
    {"{\"type\":\"array\",\"prefixItems\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}", has_items, 2, 2, NULL},
    {"{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}", has_items, 2, 2, NULL},
    {"{\"type\":\"object\",\"minProperties\":5}", has_items, 5, 5, NULL},
    {"{\"type\":\"object\",\"patternProperties\":{\"^k[0-9]$\":{\"type\":\"integer\"}},\"additionalProperties\":false}",
     has_items, 2, 2, NULL},
    {"{\"type\":\"object\",\"propertyNames\":{\"pattern\":\"^[a-z]{3}$\"}}", has_items, 2, 2, NULL},
    {"{\"type\":\"object\",\"required\":[\"extra\"],\"additionalProperties\":{\"type\":\"integer\"}}", has_items, 1, 3,
     NULL},
};

static void every_seed_satisfies_every_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        char schema[1000];
        int  n = snprintf(schema, sizeof schema, OBJECT("\"v\":%s"), rules[i].schema);
        assert_in_range(n, 1, sizeof schema - 1);
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            const igi_offline_opts opts = {.seed = seed};
            sample                 s = ask_with(&opts, schema, "Make one", "");
            if (s.reply.status != 200)
                fail_msg("%s: %s", rules[i].schema, s.reply.body.p);
            rules[i].check(&rules[i], FIELD(s, "v"));
            ig_arena_fini(&s.arena);
        }
    }
}

/* The same rules under names that suggest something else: names give way to constraints. */
static void names_never_break_constraints(void **state)
{
    static const char *const names[] = {"age", "email", "price", "name", "rating", "description", "zip", "created_at"};

    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            char schema[1000];
            snprintf(schema, sizeof schema, "{\"type\":\"object\",\"properties\":{\"%s\":%s},\"required\":[\"%s\"]}",
                     names[k], rules[i].schema, names[k]);
            sample   s = ask(schema, "Make one");
            ig_error err = {0};
            if (s.reply.status != 200)
                fail_msg("%s: %s", schema, s.reply.body.p);
            if (igi_schema_check(parse(igi_str(schema), &s.arena), parse(igi_str(schema), &s.arena), s.value, &s.arena,
                                 &err))
                fail_msg("%s: %s", schema, err.msg);
            ig_arena_fini(&s.arena);
        }
}

static void names_say_what_is_usual(void **state)
{
    static const rule usual[] = {
        {"\"age\":{\"type\":\"integer\"}", is_integer, 18, 80, NULL},
        {"\"birth_year\":{\"type\":\"integer\"}", is_integer, 1950, 2026, NULL},
        {"\"price\":{\"type\":\"number\",\"exclusiveMinimum\":0}", is_price, 0, 1000, NULL},
        {"\"rating\":{\"type\":\"number\"}", is_number, 1, 5, NULL},
        {"\"latitude\":{\"type\":\"number\"}", is_number, -90, 90, NULL},
        {"\"discount_percent\":{\"type\":\"number\"}", is_number, 0, 100, NULL},
        {"\"email\":{\"type\":\"string\"}", matches, 0, 0, "^[a-z.]+@example\\.com$"},
        {"\"phone_number\":{\"type\":\"string\"}", matches, 0, 0, "^\\+1-\\d{3}-555-01\\d\\d$"},
        {"\"first_name\":{\"type\":\"string\"}", matches, 0, 0, "^[A-Z][a-z]+$"},
        {"\"full_name\":{\"type\":\"string\"}", matches, 0, 0, "^[A-Z][a-z]+ [A-Z][a-z]+$"},
        {"\"zip\":{\"type\":\"string\"}", matches, 0, 0, "^\\d{5}$"},
        {"\"sku\":{\"type\":\"string\"}", matches, 0, 0, "^[A-Z]{3}-\\d{4}$"},
        {"\"website\":{\"type\":\"string\"}", matches, 0, 0, "^https://"},
        {"\"x\":{\"type\":\"string\",\"description\":\"The customer's phone\"}", matches, 0, 0, "^[+A-Z]"},
        {"\"x\":{\"type\":\"string\",\"title\":\"Postal code\"}", matches, 0, 0, "^\\d{5}$"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        char schema[1000];
        snprintf(schema, sizeof schema, OBJECT("%s"), usual[i].schema);
        for (uint64_t seed = 1; seed <= 20; seed++) {
            const igi_offline_opts opts = {.seed = seed};
            sample                 s = ask_with(&opts, schema, "Make one", "");
            usual[i].check(&usual[i], s.value ? s.value->child : NULL);
            ig_arena_fini(&s.arena);
        }
    }
}

/* Pydantic's Decimal: the number keeps to the digits that only the pattern of its other form names. */
static void decimals_keep_their_digits(void **state)
{
    const rule as_text = {"decimal", matches, 0, 0, DECIMAL};

    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        const igi_offline_opts opts = {.seed = seed};
        sample                 s = ask_with(&opts,
                                            OBJECT("\"v\":{\"anyOf\":[{\"type\":\"number\",\"minimum\":0},"
                                                                   "{\"type\":\"string\",\"pattern\":\"" ESCAPED_DECIMAL "\"}]}"),
                                            "x", "");
        const ig_value        *v = FIELD(s, "v");
        ig_value               text = {.type = IG_VALUE_STRING, .text = v->text};
        assert_true(igi_tree_is_number(v));
        matches(&as_text, &text);
        ig_arena_fini(&s.arena);
    }
}

static unsigned depth_of(const ig_value *v)
{
    unsigned deepest = 0;

    for (const ig_value *child = v->child; child; child = child->next) {
        unsigned depth = depth_of(child);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + (v->type == IG_VALUE_OBJECT || v->type == IG_VALUE_ARRAY);
}

static void recursion_ends(void **state)
{
    static const char tree[] = "{\"$defs\":{\"Node\":{\"title\":\"Node\",\"type\":\"object\",\"properties\":{"
                               "\"children\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/Node\"}},"
                               "\"next\":{\"anyOf\":[{\"$ref\":\"#/$defs/Node\"},{\"type\":\"null\"}]},"
                               "\"more\":{\"$ref\":\"#/$defs/Node\"}},\"required\":[\"children\",\"next\"]}},"
                               "\"$ref\":\"#/$defs/Node\"}";

    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        const igi_offline_opts opts = {.seed = seed};
        sample                 s = ask_with(&opts, tree, "x", "");
        assert_int_equal(s.reply.status, 200);
        assert_in_range(depth_of(s.value), 2, 20);
        ig_arena_fini(&s.arena);
    }
}

static void what_cannot_be_made_is_named(void **state)
{
    static const struct {
        const char *schema, *part;
    } cases[] = {
        {OBJECT("\"a\":{\"type\":\"integer\",\"minimum\":5,\"maximum\":4}"), "/a: "},
        {OBJECT("\"a\":{\"type\":\"number\",\"exclusiveMinimum\":5,\"exclusiveMaximum\":5}"), "exclusiveM"},
        {OBJECT("\"a\":{\"type\":\"string\",\"pattern\":\"^(?<=x)y$\"}"), "^(?<=x)y$"},
        {OBJECT("\"a\":{\"type\":\"string\",\"pattern\":\"(\"}"), "does not compile"},
        {OBJECT("\"a\":{\"type\":\"string\",\"minLength\":5,\"maxLength\":4}"), "Length"},
        {OBJECT("\"a\":{\"type\":\"string\",\"minLength\":100000000}"), "minLength"},
        {OBJECT("\"a\":{\"type\":\"array\",\"minItems\":100000000}"), "too large"},
        {OBJECT("\"a\":{\"contains\":true}"), "contains"},
        {OBJECT("\"a\":{\"type\":\"colour\"}"), "no type colour"},
        {OBJECT("\"a\":{\"$ref\":\"#/$defs/Gone\"}"), "#/$defs/Gone"},
        {OBJECT("\"a\":{\"enum\":[1],\"type\":\"string\"}"), "enum"},
        {"{\"type\":\"object\",\"properties\":{\"a\":false},\"required\":[\"a\"]}", "no value"},
        {"{\"$ref\":\"#\"}", "circle"},
        {"{\"allOf\":[{\"$ref\":\"#\"}]}", "circle"},
        {"{\"anyOf\":[{\"$ref\":\"#\"}]}", "circle"},
        {"{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}},\"required\":[\"a\"]}", "circle"},
        {"{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"]}", "no value"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sample          s = ask(cases[i].schema, "x");
        const ig_value *error = ig_value_get(s.root, "error");
        if (s.reply.status != 400 || !strstr(s.reply.body.p, cases[i].part))
            fail_msg("%s: %s", cases[i].schema, s.reply.body.p);
        expect_str(ig_value_get(error, "type"), "invalid_request_error");
        expect_str(ig_value_get(error, "param"), "tools");
        expect_str(ig_value_get(error, "code"), "unsupported_schema");
        ig_arena_fini(&s.arena);
    }
}

/* Sixty levels of "one of these two": two to the sixtieth ways, and none of them is walked to the end. */
static void alternatives_do_not_explode(void **state)
{
    static const char *const keywords[] = {"anyOf", "oneOf", "allOf"};

    (void)state;
    for (size_t k = 0; k < 3; k++) {
        ig_buf out = {0};
        ig_buf_str(&out, "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/D0\"}},\"$defs\":{");
        for (int i = 0; i < 60; i++)
            ig_buf_printf(&out, "\"D%d\":{\"%s\":[{\"$ref\":\"#/$defs/D%d\"},{\"$ref\":\"#/$defs/D%d\"}]},", i,
                          keywords[k], i + 1, i + 1);
        ig_buf_str(&out, "\"D60\":{\"const\":1,\"type\":\"string\"}}}");
        sample s = ask(out.p, "x");
        assert_int_equal(s.reply.status, 400);
        ig_arena_fini(&s.arena);
        ig_buf_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_seed_satisfies_every_rule),
        cmocka_unit_test(names_never_break_constraints),
        cmocka_unit_test(names_say_what_is_usual),
        cmocka_unit_test(decimals_keep_their_digits),
        cmocka_unit_test(recursion_ends),
        cmocka_unit_test(what_cannot_be_made_is_named),
        cmocka_unit_test(alternatives_do_not_explode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
