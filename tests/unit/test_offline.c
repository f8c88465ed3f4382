/* The sample generator as a provider: the same question gives the same answer, and the answer is what was asked for.
 * SPDX-License-Identifier: MIT */
#include "offline_help.h"

/* ---- determinism ------------------------------------------------------------------------------------------------- */

static void same_request_same_bytes(void **state)
{
    const igi_offline_opts other = {.seed = 7};
    sample                 a = ask(HERO, "Create a superhero"), b = ask(HERO, "Create a superhero");
    sample                 c = ask_with(&other, HERO, "Create a superhero", "");

    (void)state;
    assert_int_equal(a.reply.status, 200);
    assert_true(ig_str_eq(a.reply.body, b.reply.body));
    assert_false(ig_str_eq(a.reply.body, c.reply.body));
    assert_non_null(FIELD(a, "name"));
    ig_arena_fini(&a.arena);
    ig_arena_fini(&b.arena);
    ig_arena_fini(&c.arena);
}

static void the_request_has_a_seed_too(void **state)
{
    igi_offline *offline = igi_offline_open(NULL);
    char        *plain = tool_body(HERO, "x", "", ""), *seeded = tool_body(HERO, "x", "", ",\"seed\":5");
    sample       a = send_body(offline, plain), b = send_body(offline, seeded);

    (void)state;
    assert_false(igi_tree_equal(a.value, b.value));
    ig_arena_fini(&a.arena);
    ig_arena_fini(&b.arena);
    free(plain);
    free(seeded);
    igi_offline_close(offline);
}

/* Writing, white space and punctuation of the prompt make no difference; another word does. */
static void the_prompt_is_normalised(void **state)
{
    sample a = ask(HERO, "Create a superhero."), b = ask(HERO, "  create\n a  SUPERHERO"),
           c = ask(HERO, "Create a villain");

    (void)state;
    assert_true(igi_tree_equal(a.value, b.value));
    assert_false(igi_tree_equal(a.value, c.value));
    ig_arena_fini(&a.arena);
    ig_arena_fini(&b.arena);
    ig_arena_fini(&c.arena);
}

static void a_new_field_changes_no_other(void **state)
{
    static const char extended[] =
        "{\"title\":\"Hero\",\"type\":\"object\",\"properties\":{\"motto\":{\"type\":\"string\"}," HERO_FIELDS
        ",\"city\":{\"type\":\"string\"}},\"required\":[]}";
    sample a = ask(HERO, "Create a superhero"), b = ask(extended, "Create a superhero");

    (void)state;
    for (const ig_value *field = a.value->child; field; field = field->next)
        assert_true(igi_tree_equal(field, ig_value_get(b.value, field->key.p)));
    assert_non_null(FIELD(b, "city"));
    ig_arena_fini(&a.arena);
    ig_arena_fini(&b.arena);
}

/* ---- differing ----------------------------------------------------------------------------------------------------- */

static void expect_all_differ(char (*names)[80], size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(names[i], names[k]) == 0)
                fail_msg("%zu and %zu are both \"%s\"", k, i, names[i]);
}

static void names_in_a_list_differ(void **state)
{
    static const char *const prompts[] = {"Create a team of 10 diverse superheroes", "ten heroes",
                                          "Generate a list of 10 heroes aged 20-30"};
    char                     names[10][80];

    (void)state;
    for (size_t p = 0; p < 3; p++) {
        sample          s = ask(HEROES, prompts[p]);
        const ig_value *tasks = FIELD(s, "tasks");
        assert_int_equal(tasks->n, 10);
        for (size_t i = 0; i < 10; i++)
            snprintf(names[i], sizeof names[i], "%s", ig_value_get(ig_value_at(tasks, i), "name")->text.p);
        expect_all_differ(names, 10);
        ig_arena_fini(&s.arena);
    }
}

static void names_of_fifty_records_differ(void **state)
{
    static char names[50][80], secrets[50][80];
    char        prompt[120];

    (void)state;
    for (size_t i = 0; i < 50; i++) {
        snprintf(prompt, sizeof prompt, "Create a superhero\n\n(Record %zu of 50: make it different from the others.)",
                 i + 1);
        sample s = ask(HERO, prompt);
        snprintf(names[i], sizeof names[i], "%s", FIELD(s, "name")->text.p);
        snprintf(secrets[i], sizeof secrets[i], "%s", FIELD(s, "secret_name")->text.p);
        ig_arena_fini(&s.arena);
    }
    expect_all_differ(names, 50);
    expect_all_differ(secrets, 50);
}

static void unique_items_are_unique(void **state)
{
    sample s = ask(
        OBJECT("\"tags\":{\"type\":\"array\",\"uniqueItems\":true,\"minItems\":30,\"items\":{\"type\":\"string\"}},"
               "\"ranks\":{\"type\":\"array\",\"uniqueItems\":true,\"minItems\":3,"
               "\"items\":{\"enum\":[\"a\",\"b\",\"c\"]}}"),
        "x");

    (void)state;
    assert_int_equal(FIELD(s, "tags")->n, 30);
    assert_int_equal(FIELD(s, "ranks")->n, 3);
    for (const ig_value *a = FIELD(s, "tags")->child; a; a = a->next)
        for (const ig_value *b = a->next; b; b = b->next)
            assert_false(igi_tree_equal(a, b));
    ig_arena_fini(&s.arena);
}

/* ---- what the prompt says -------------------------------------------------------------------------------------------- */

static void the_prompt_gives_values(void **state)
{
    sample s = ask(HERO, "A hero named Nova, aged 30, with a power level of 87");

    (void)state;
    expect_str(FIELD(s, "name"), "Nova");
    assert_int_equal(ig_value_i64(FIELD(s, "age"), 0), 30);
    assert_int_equal(ig_value_i64(FIELD(s, "power_level"), 0), 87);
    ig_arena_fini(&s.arena);
    s = ask(HERO, "Secret name: Ann Lee\nAge: 41");
    expect_str(FIELD(s, "secret_name"), "Ann Lee");
    assert_int_equal(ig_value_i64(FIELD(s, "age"), 0), 41);
    ig_arena_fini(&s.arena);
    s = ask(OBJECT("\"name\":{\"type\":\"string\"},\"age\":{\"type\":\"integer\"}"),
            "Extract: Jason Liu is 25 years old");
    expect_str(FIELD(s, "name"), "Jason Liu");
    assert_int_equal(ig_value_i64(FIELD(s, "age"), 0), 25);
    ig_arena_fini(&s.arena);
}

static void a_given_value_must_fit(void **state)
{
    sample s = ask(HERO, "a hero with power level 500");

    (void)state;
    assert_in_range(ig_value_i64(FIELD(s, "power_level"), 0), 1, 100);
    ig_arena_fini(&s.arena);
}

/* p = 0.15 in general, never for a field that the prompt names. */
static void null_is_seldom_and_never_when_asked(void **state)
{
    unsigned nulls = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        const igi_offline_opts opts = {.seed = seed};
        sample                 s = ask_with(&opts, HERO, "Create a superhero with a power level between 40-45", "");
        nulls += FIELD(s, "age")->type == IG_VALUE_NULL;
        assert_in_range(ig_value_i64(FIELD(s, "power_level"), 0), 40, 45);
        ig_arena_fini(&s.arena);
    }
    assert_in_range(nulls, 10, 60);
}

static void the_prompt_says_how_many(void **state)
{
    static const struct {
        const char *prompt;
        uint32_t    n;
    } cases[] = {
        {"Create some heroes", 3},
        {"Create a dozen heroes", 12},
        {"Create a team of ten", 10},
        {"Create twenty-five superheroes", 25},
        {"Create 5 heroes with power levels between 1-100", 5},
        {"heroes with a power level between 50 and 60", 3},
        {"Generate 4", 4},
        {"two heroes aged 30", 2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sample s = ask(HEROES, cases[i].prompt);
        if (FIELD(s, "tasks")->n != cases[i].n)
            fail_msg("%s: %u", cases[i].prompt, FIELD(s, "tasks")->n);
        ig_arena_fini(&s.arena);
    }
}

static void values_are_taken_in_order(void **state)
{
    sample s = ask(
        OBJECT("\"a\":{\"const\":\"k\",\"enum\":[\"k\",\"e\"]},\"b\":{\"enum\":[\"e\"],\"examples\":[\"x\"]},"
               "\"c\":{\"type\":\"string\",\"examples\":[\"x\"]},\"d\":{\"type\":\"string\"},"
               "\"rank\":{\"enum\":[\"rookie\",\"veteran\",\"legend\"]}"),
        "a: P\nb: P\nc: P\nd: P\na legend");

    (void)state;
    expect_str(FIELD(s, "a"), "k");
    expect_str(FIELD(s, "b"), "e");
    expect_str(FIELD(s, "c"), "x");
    expect_str(FIELD(s, "d"), "P");
    expect_str(FIELD(s, "rank"), "legend");
    ig_arena_fini(&s.arena);
}

/* Fields of one object that mean the same person agree. */
static void a_person_is_one_person(void **state)
{
    sample s = ask(OBJECT("\"first_name\":{\"type\":\"string\"},\"last_name\":{\"type\":\"string\"},"
                          "\"email\":{\"type\":\"string\",\"pattern\":\"^[\\\\w\\\\.-]+@[\\\\w\\\\.-]+\\\\.\\\\w+$\"}"),
                   "x");
    char   email[120];

    (void)state;
    snprintf(email, sizeof email, "%s.%s@example.com", FIELD(s, "first_name")->text.p, FIELD(s, "last_name")->text.p);
    for (char *p = email; *p; p++)
        *p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
    expect_str(FIELD(s, "email"), email);
    ig_arena_fini(&s.arena);
}

/* ---- re-asks ----------------------------------------------------------------------------------------------------------- */

static void a_complaint_is_obeyed(void **state)
{
    static const char customer[] = OBJECT("\"email\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},"
                                          "\"points\":{\"type\":\"integer\"}");
    sample            first = ask(customer, "A customer");
    sample            again = ask_again(
                   customer, "A customer",
                   "Validation Error found:\n3 validation errors for Customer\nemail\n"
                              "  Value error, Email domain must be one of ['gmail.com'] [type=value_error, input_value='a@b', "
                              "input_type=str]\nname\n  Value error, must be uppercase [type=value_error]\npoints\n"
                              "  Value error, must be at least 900 and less than or equal to 905 [type=value_error]\n");
    ig_str email = FIELD(again, "email")->text;

    (void)state;
    assert_true(email.n > 10 && strcmp(email.p + email.n - 10, "@gmail.com") == 0);
    assert_in_range(ig_value_i64(FIELD(again, "points"), 0), 900, 905);
    for (size_t i = 0; i < FIELD(again, "name")->text.n; i++)
        assert_false(FIELD(again, "name")->text.p[i] >= 'a' && FIELD(again, "name")->text.p[i] <= 'z');
    ig_arena_fini(&first.arena);
    ig_arena_fini(&again.arena);
}

/* A complaint that says nothing usable still gets another value, and only for the field it is about. */
static void a_complaint_changes_its_field_only(void **state)
{
    sample first = ask(HERO, "A hero");
    sample again = ask_again(HERO, "A hero",
                             "1 validation error for Hero\nname\n  Value error, it exists already [type=unique");

    (void)state;
    assert_false(igi_tree_equal(FIELD(first, "name"), FIELD(again, "name")));
    assert_true(igi_tree_equal(FIELD(first, "secret_name"), FIELD(again, "secret_name")));
    assert_true(igi_tree_equal(FIELD(first, "age"), FIELD(again, "age")));
    ig_arena_fini(&first.arena);
    ig_arena_fini(&again.arena);
}

static void a_complaint_reaches_into_lists(void **state)
{
    sample first = ask(HEROES, "2 heroes");
    sample again = ask_again(HEROES, "2 heroes",
                             "1 validation error for IterableHero\ntasks.1.name\n  taken [type=unique");

    (void)state;
    assert_true(igi_tree_equal(ig_value_at(FIELD(first, "tasks"), 0), ig_value_at(FIELD(again, "tasks"), 0)));
    assert_false(igi_tree_equal(ig_value_at(FIELD(first, "tasks"), 1), ig_value_at(FIELD(again, "tasks"), 1)));
    ig_arena_fini(&first.arena);
    ig_arena_fini(&again.arena);
}

/* ---- memory ---------------------------------------------------------------------------------------------------------------- */

/* With every amount of memory there is an answer or IG_E_NOMEM, and never a wrong answer. */
static void memory_may_end_anywhere(void **state)
{
    igi_offline *offline = igi_offline_open(NULL);
    char        *body = tool_body(HEROES, "bad-first 4 heroes named Nova with a power level between 1-50", "", "");
    bool         enough = false;

    (void)state;
    for (size_t max = 4096; !enough; max += 4096) {
        ig_arena          arena = {.max_bytes = max};
        igi_offline_reply reply;
        ig_code           code = igi_offline_chat(offline, igi_str(body), &arena, &reply);
        enough = code == IG_OK;
        if (code != IG_OK)
            assert_int_equal(code, IG_E_NOMEM);
        else
            assert_int_equal(reply.status, 200);
        ig_arena_fini(&arena);
        assert_true(max < (size_t)64 << 20);
    }
    free(body);
    igi_offline_close(offline);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_request_same_bytes),
        cmocka_unit_test(the_request_has_a_seed_too),
        cmocka_unit_test(the_prompt_is_normalised),
        cmocka_unit_test(a_new_field_changes_no_other),
        cmocka_unit_test(names_in_a_list_differ),
        cmocka_unit_test(names_of_fifty_records_differ),
        cmocka_unit_test(unique_items_are_unique),
        cmocka_unit_test(the_prompt_gives_values),
        cmocka_unit_test(a_given_value_must_fit),
        cmocka_unit_test(null_is_seldom_and_never_when_asked),
        cmocka_unit_test(the_prompt_says_how_many),
        cmocka_unit_test(values_are_taken_in_order),
        cmocka_unit_test(a_person_is_one_person),
        cmocka_unit_test(a_complaint_is_obeyed),
        cmocka_unit_test(a_complaint_changes_its_field_only),
        cmocka_unit_test(a_complaint_reaches_into_lists),
        cmocka_unit_test(memory_may_end_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
