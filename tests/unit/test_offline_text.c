/* What the sample generator reads out of prose: numbers, ranges, given values, complaints, and patterns.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include "offline_help.h"

static igi_text scan(const char *source, ig_arena *arena)
{
    igi_text text;

    assert_int_equal(igi_text_scan(igi_str(source), arena, &text), IG_OK);
    return text;
}

static igi_words words_of(const char *name, ig_arena *arena)
{
    igi_words words;

    assert_int_equal(igi_words_of(igi_str(name), arena, &words), IG_OK);
    return words;
}

static igi_prompt prompt_of(const char *source, ig_arena *arena)
{
    igi_prompt prompt;

    assert_int_equal(igi_prompt_read(igi_str(source), arena, &prompt), IG_OK);
    return prompt;
}

static void expect_text(const char *where, ig_str got, const char *wanted)
{
    if (!wanted ? got.n != 0 : !igi_is(got, wanted))
        fail_msg("%s: \"%.*s\", not \"%s\"", where, (int)got.n, got.p ? got.p : "", wanted ? wanted : "");
}

/* ---- names ---------------------------------------------------------------------------------------------------------- */

static void names_are_words(void **state)
{
    static const char *const names[] = {"secret_name", "secretName", "SecretName", "Secret Name", "secret-name"};
    ig_arena                 arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        igi_words words = words_of(names[i], &arena);
        assert_int_equal(words.n, 2);
        expect_text(names[i], words.w[0], "secret");
        expect_text(names[i], words.w[1], "name");
    }
    assert_int_equal(words_of("", &arena).n, 0);
    assert_int_equal(words_of("a b c d e f g h i j", &arena).n, IGI_MAX_WORDS);
    assert_true(igi_word_is(IG_S("heroes"), IG_S("hero")));
    assert_true(igi_word_is(IG_S("cities"), IG_S("city")));
    assert_true(igi_word_is(IG_S("aged"), IG_S("age")));
    assert_false(igi_word_is(IG_S("manage"), IG_S("age")));
    assert_false(igi_word_is(IG_S("agent"), IG_S("age")));
    ig_arena_fini(&arena);
}

/* ---- numbers --------------------------------------------------------------------------------------------------------- */

enum { NONE = -999999 };

static void ranges_belong_to_the_field_they_are_said_of(void **state)
{
    static const struct {
        const char *prompt, *field;
        double      lo, hi; /* NONE = open */
    } cases[] = {
        {"Create a superhero with a power level between 1-100", "power_level", 1, 100},
        {"a power_level from 5 to 7.5", "power_level", 5, 7.5},
        {"power levels between 20 and 30", "power_level", 20, 30},
        {"Power level: 3 \xe2\x80\x93 9", "power_level", 3, 9},
        {"power level at least 50", "power_level", 50, NONE},
        {"the power level must be over 9,000", "power_level", 9000, NONE},
        {"power level up to -3", "power_level", NONE, -3},
        {"price <= 20", "price", NONE, 20},
        {"a price of at most $20", "price", NONE, 20},
        {"aged 20-30", "age", 20, 30},
        {"between twenty and thirty years old", "age", 20, 30},
        {"age 18 or older", "age", 18, NONE},
        {"a power level between 1-100", "age", NONE, NONE},
        {"age and power level between 1-100", "age", NONE, NONE},
        {"born 2024-01-15, age unknown", "age", NONE, NONE},
        {"manage 5-7 people", "age", NONE, NONE},
    };
    ig_arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        igi_text  text = scan(cases[i].prompt, &arena);
        igi_words words = words_of(cases[i].field, &arena);
        igi_range range = {.has_lo = false};
        igi_text_range_of(&text, &words, &range);
        if (range.has_lo != (cases[i].lo != NONE) || range.has_hi != (cases[i].hi != NONE) ||
            (range.has_lo && range.lo != cases[i].lo) || (range.has_hi && range.hi != cases[i].hi))
            fail_msg("%s of \"%s\": %d %Lg, %d %Lg", cases[i].field, cases[i].prompt, range.has_lo, range.lo,
                     range.has_hi, range.hi);
    }
    ig_arena_fini(&arena);
}

static void values_belong_to_the_field_they_are_said_of(void **state)
{
    static const struct {
        const char *prompt, *field;
        double      value; /* NONE = nothing said */
    } cases[] = {
        {"with a power level of 87.", "power_level", 87},
        {"power level: 87", "power_level", 87},
        {"a price of $19.99", "price", 19.99},
        {"aged 30", "age", 30},
        {"a 30-year-old hero", "age", 30},
        {"she is 30 years old", "age", 30},
        {"power level 1-100", "power_level", NONE},
        {"power level at least 5", "power_level", NONE},
        {"a 20-30 year old", "age", NONE},
        {"10 heroes", "power_level", NONE},
    };
    ig_arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        igi_text  text = scan(cases[i].prompt, &arena);
        igi_words words = words_of(cases[i].field, &arena);
        double    value = NONE;
        if (!igi_text_number_of(&text, &words, &value))
            value = NONE;
        if (value != cases[i].value)
            fail_msg("%s of \"%s\": %g", cases[i].field, cases[i].prompt, value);
    }
    ig_arena_fini(&arena);
}

static void counts_belong_to_their_noun(void **state)
{
    static const struct {
        const char *prompt, *noun;
        bool        any;
        uint32_t    n;
    } cases[] = {
        {"Create a team of 10 diverse superheroes", "Hero", false, 10},
        {"Create a team of ten", "Hero", true, 10},
        {"Create a team of ten", "Hero", false, 0},
        {"two dozen heroes", "Hero", false, 24},
        {"a few brave heroes", "Hero", false, 3},
        {"a hundred cities", "City", false, 100},
        {"Twenty-five customers", "Customer", false, 25},
        {"one hero", "Hero", false, 1},
        {"a hero", "Hero", true, 0},
        {"heroes with a power level between 1-100", "Hero", true, 0},
        {"5 cities and 7 heroes", "Hero", false, 7},
        {"5000 heroes", "Hero", false, 0},
        {"", "Hero", true, 0},
    };
    ig_arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        igi_text  text = scan(cases[i].prompt, &arena);
        igi_words noun = words_of(cases[i].noun, &arena);
        uint32_t  n = igi_text_count(&text, &noun, cases[i].any);
        if (n != cases[i].n)
            fail_msg("\"%s\": %u", cases[i].prompt, n);
    }
    ig_arena_fini(&arena);
}

/* ---- prompts ----------------------------------------------------------------------------------------------------------- */

static void the_record_number_is_taken_out(void **state)
{
    ig_arena   arena = {0};
    igi_prompt plain = prompt_of("Create a hero", &arena);
    igi_prompt third = prompt_of("Create a hero\n\n(Record 3 of 10: make it different from the others.)", &arena);
    igi_prompt bare = prompt_of("Create a hero, record 4 of 5", &arena);

    (void)state;
    assert_int_equal(plain.record, 0);
    assert_int_equal(plain.n_records, 1);
    assert_int_equal(third.record, 2);
    assert_int_equal(third.n_records, 10);
    assert_int_equal(bare.record, 3);
    assert_true(third.hash == plain.hash && bare.hash == plain.hash);
    assert_null(strstr(third.text.source.p, "different"));
    assert_int_equal(prompt_of("record 9 of 5", &arena).record, 0);
    ig_arena_fini(&arena);
}

static void lines_give_values(void **state)
{
    static const struct {
        const char *prompt, *field, *value;
    } cases[] = {
        {"name: Nova", "name", "Nova"},
        {"- **Secret name**: \"Ann Lee\"\n", "secret_name", "Ann Lee"},
        {"Make a hero.\nname = Nova, city: Oslo", "city", "Oslo"},
        {"name: Nova, the Bright; city: Oslo", "name", "Nova, the Bright"},
        {"http://x.example/a", "name", NULL},
        {"surname: Lee", "name", NULL},
        {"name:", "name", NULL},
        {"a name", "name", NULL},
    };
    ig_arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        igi_prompt prompt = prompt_of(cases[i].prompt, &arena);
        igi_words  words = words_of(cases[i].field, &arena);
        expect_text(cases[i].prompt, igi_prompt_line(&prompt, &words), cases[i].value);
    }
    ig_arena_fini(&arena);
}

static void texts_with_a_shape_are_found(void **state)
{
    ig_arena   arena = {0};
    igi_prompt prompt = prompt_of("For the Night Watch team: a hero called \xe2\x80\x9cthe Nova\xe2\x80\x9d, see "
                                  "https://x.example/a?b=1. Mail ann.lee@x.example, since 2024-02-29!",
                                  &arena);
    ig_str     name;
    double     age;

    (void)state;
    expect_text("team", igi_prompt_team(&prompt), "Night Watch");
    expect_text("called", igi_prompt_called(&prompt), "the Nova");
    expect_text("url", igi_prompt_url(&prompt), "https://x.example/a?b=1");
    expect_text("email", igi_prompt_email(&prompt), "ann.lee@x.example");
    expect_text("date", igi_prompt_date(&prompt), "2024-02-29");
    assert_false(igi_prompt_years_old(&prompt, &name, &age));
    prompt = prompt_of("Yesterday Jason Liu is 25 years old", &arena);
    assert_true(igi_prompt_years_old(&prompt, &name, &age));
    assert_true(age == 25);
    prompt = prompt_of("nothing here @ all", &arena);
    expect_text("email", igi_prompt_email(&prompt), NULL);
    expect_text("called", igi_prompt_called(&prompt), NULL);
    expect_text("date", igi_prompt_date(&prompt), NULL);
    ig_arena_fini(&arena);
}

/* ---- complaints ---------------------------------------------------------------------------------------------------------- */

static void complaints_are_found_by_path(void **state)
{
    static const char text[] =
        "3 validation errors for IterableHero\ntasks.0.name\n  String should match pattern '^it's$' "
        "[type=string_pattern_mismatch, input_value='[type=', input_type=str]\n"
        "    For further information visit https://errors.pydantic.dev\n"
        "tasks[1].email\n  Value error, domain must be one of ['a.example', \"b.example\"] [type=x]\n"
        "- rank: Input should be 'rookie', 'veteran' or 'legend'\n";
    ig_arena             arena = {0};
    igi_reask            reask;
    const igi_complaint *c;

    (void)state;
    assert_true(igi_reask_is(igi_str(text)));
    assert_false(igi_reask_is(IG_S("Now make another one")));
    assert_int_equal(igi_reask_read(igi_str(text), 1, &arena, &reask), IG_OK);
    c = igi_reask_find(&reask, IG_S("/tasks/0/name"));
    assert_non_null(c);
    expect_text("pattern", igi_complaint_pattern(c), "^it's$");
    c = igi_reask_find(&reask, IG_S("/tasks/1/email"));
    assert_non_null(c);
    expect_text("choice", igi_complaint_choice(c, 0), "a.example");
    expect_text("choice", igi_complaint_choice(c, 3), "b.example");
    c = igi_reask_find(&reask, IG_S("/rank"));
    assert_non_null(c);
    expect_text("choice", igi_complaint_choice(c, 2), "legend");
    assert_null(igi_reask_find(&reask, IG_S("/tasks/2/name")));
    assert_null(igi_reask_find(&reask, IG_S("")));
    ig_arena_fini(&arena);
}

static void complaints_about_letters_are_applied(void **state)
{
    static const struct {
        const char *message, *result;
    } cases[] = {
        {"Value error, must be uppercase", "ANN LEE"},
        {"must be lower case", "ann lee"},
        {"must start with 'Dr. '", "Dr. Ann Lee"},
        {"should end with \"!\"", "Ann Lee!"},
        {"must contain '@'", "Ann Lee@"},
        {"must not contain 'Lee'", "Ann Lee"},
        {"is wrong", "Ann Lee"},
    };
    ig_arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        igi_complaint complaint = {.message = igi_str(cases[i].message)};
        expect_text(cases[i].message, igi_complaint_apply(&complaint, IG_S("Ann Lee"), &arena), cases[i].result);
    }
    ig_arena_fini(&arena);
}

/* ---- patterns -------------------------------------------------------------------------------------------------------------- */

static void patterns_are_made_and_matched(void **state)
{
    static const char *const patterns[] = {
        "^$",
        "",
        "abc",
        "^a{3}b{2,}c{1,2}d?e*f+$",
        "^(?:x|yy|zzz){2}$",
        "^(?P<n>a|b)-\\1$",
        "^[a-c-]$",
        "^[]x]$",
        "^[^]x]$",
        "^\\x41\\u0042\\.\\/$",
        "^\\d\\D\\w\\W\\s\\S$",
        "^a{,2}$",
        "^a{x}$",
        "(?i)^abc$",
        "^\\p{Lu}\\pN$",
        "^[\\w.-]{3,5}$",
        "^a++b*?c??$",
        "^(a|)b$",
        "^\\bcat\\b$",
        "^[\\d\\s]$",
        "^(((((a)))))$",
    };

    (void)state;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        for (uint64_t seed = 0; seed < 20; seed++) {
            ig_arena         arena = {0};
            ig_error         err = {0};
            igi_random       random = {seed};
            bool             matches = false;
            const igi_regex *regex = igi_regex_parse(igi_str(patterns[i]), &arena, &err);
            ig_str           text;
            if (!regex)
                fail_msg("%s: %s", patterns[i], err.msg);
            text = igi_regex_make(regex, 0, SIZE_MAX, seed % 2, seed % 3 == 0, &random, &arena);
            assert_int_equal(igi_regex_matches(igi_str(patterns[i]), text, &matches, &err), IG_OK);
            if (!matches)
                fail_msg("%s: \"%s\"", patterns[i], text.p);
            ig_arena_fini(&arena);
        }
}

static void patterns_that_are_not_understood_are_named(void **state)
{
    static const struct {
        const char *pattern, *part;
    } cases[] = {
        {"(a", "group"},
        {"a)", "')'"},
        {"[a", "class"},
        {"*a", "quantifier"},
        {"a{3,2}", "bound"},
        {"\\", "backslash"},
        {"[z-a]", "range"},
        {"(?R)", "special group"},
        {"\\K", "escape"},
        {"[[:alpha:]]", "POSIX"},
        {"\\p{Han}", "property"},
        {"(a{1000}){1000}", "100,000"},
        {"a{99999999999}", "100,000"},
    };
    ig_arena arena = {0};
    ig_error err;
    ig_buf   deep = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (igi_regex_parse(igi_str(cases[i].pattern), &arena, &err) || err.code != IG_E_INVALID ||
            !strstr(err.msg, cases[i].part))
            fail_msg("%s: %s", cases[i].pattern, err.msg);
    }
    for (int i = 0; i < 10000; i++)
        ig_buf_char(&deep, '(');
    assert_null(igi_regex_parse((ig_str){deep.p, deep.n}, &arena, &err));
    ig_buf_fini(&deep);
    ig_arena_fini(&arena);
}

/* ---- formats ----------------------------------------------------------------------------------------------------------------- */

static void formats_are_recognised(void **state)
{
    static const struct {
        const char *format, *right, *wrong;
    } cases[] = {
        {"uuid", "123e4567-e89b-42d3-a456-426614174000", "123e4567e89b42d3a456426614174000"},
        {"date", "2024-02-29", "2023-02-29"},
        {"date-time", "2024-02-29T10:00:00Z", "2024-02-29 10:00"},
        {"time", "10:00:00+02:00", "10:00:00"},
        {"duration", "P1DT2H", "1 day"},
        {"email", "a.b@x.example", "a..b@x.example"},
        {"email", "a@x.example", "a@localhost"},
        {"uri", "urn:isbn:1", "//x.example"},
        {"hostname", "a-b.example", "-a.example"},
        {"ipv4", "192.0.2.1", "192.0.2.256"},
        {"ipv6", "2001:db8::1", "2001:db8:::1"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!igi_format_holds(igi_str(cases[i].format), igi_str(cases[i].right)))
            fail_msg("%s: %s", cases[i].format, cases[i].right);
        if (igi_format_holds(igi_str(cases[i].format), igi_str(cases[i].wrong)))
            fail_msg("%s: %s", cases[i].format, cases[i].wrong);
        assert_false(igi_format_holds(igi_str(cases[i].format), IG_S("")));
    }
    assert_true(igi_format_holds(IG_S("unheard-of"), IG_S("anything")));
}

/* ---- randomness ---------------------------------------------------------------------------------------------------------------- */

static void shuffles_meet_every_item_once(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 60; n++)
        for (uint64_t hash = 0; hash < 20; hash++) {
            bool seen[60] = {false};
            for (uint64_t i = 0; i < n; i++) {
                size_t at = igi_shuffled(hash, i, n);
                assert_true(at < n && !seen[at]);
                seen[at] = true;
            }
        }
}

static void numbers_stay_in_their_range(void **state)
{
    igi_random random = {1};

    (void)state;
    for (int i = 0; i < 1000; i++) {
        assert_in_range(igi_random_between(&random, 5, 7), 5, 7);
        assert_int_equal(igi_random_between(&random, INT64_MAX, INT64_MAX), INT64_MAX);
        int64_t any = igi_random_between(&random, INT64_MIN, INT64_MAX), negative = igi_random_between(&random, -9, -8);
        assert_true(any >= INT64_MIN && negative >= -9 && negative <= -8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_words),
        cmocka_unit_test(ranges_belong_to_the_field_they_are_said_of),
        cmocka_unit_test(values_belong_to_the_field_they_are_said_of),
        cmocka_unit_test(counts_belong_to_their_noun),
        cmocka_unit_test(the_record_number_is_taken_out),
        cmocka_unit_test(lines_give_values),
        cmocka_unit_test(texts_with_a_shape_are_found),
        cmocka_unit_test(complaints_are_found_by_path),
        cmocka_unit_test(complaints_about_letters_are_applied),
        cmocka_unit_test(patterns_are_made_and_matched),
        cmocka_unit_test(patterns_that_are_not_understood_are_named),
        cmocka_unit_test(formats_are_recognised),
        cmocka_unit_test(shuffles_meet_every_item_once),
        cmocka_unit_test(numbers_stay_in_their_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
