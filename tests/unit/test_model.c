/* Models: what MODEL(), ENUM() and VIEW() declare, what the plan makes of it, and mistakes reported by name.
 * SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define IG_DEFINE_MODELS
#include "model/model_int.h"

ENUM(Rank, rookie, veteran, legend);
MODEL_FORWARD(Hero);

MODEL(Team, (IG_TABLE("team"), IG_TITLE("A team"), IG_UNIQUE_TOGETHER("name", "city")),
    (i64,       id,     IG_PRIMARY_KEY, IG_SKIP_JSON_SCHEMA),
    (str,       name,   IG_UNIQUE),
    (str,       city),
    (Hero_list, heroes, IG_RELATIONSHIP(Hero), IG_BACK_POPULATES("team"), IG_CASCADE_DELETE, IG_PASSIVE_DELETES("all")));

#define HeroBase \
    (str, name, IG_INDEX, IG_MIN_LENGTH(2), IG_MAX_LENGTH(100), IG_PATTERN("^[A-Z]")), (opt_i64, age, IG_GE(0))

MODEL(Hero, (IG_TABLE("hero"), IG_DESCRIPTION("A comic-book hero"), IG_EXTRA(forbid)),
    HeroBase,
    (uuid,     id,       IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4), IG_SKIP_JSON_SCHEMA),
    (Rank,     rank,     IG_ENUM(Rank), IG_DEFAULT(Rank_veteran)),
    (opt_Rank, wish,     IG_ENUM(Rank)),
    (opt_i64,  level,    IG_GT(0), IG_LT(101), IG_DEFAULT(7), IG_TITLE("Level"), IG_DESCRIPTION("How strong")),
    (f64,      weight,   IG_GE(0.5), IG_ALLOW_INF_NAN(false), IG_DEFAULT(1)),
    (decimal,  price,    IG_MAX_DIGITS(6), IG_DECIMAL_PLACES(2), IG_DEFAULT("1.50")),
    (opt_i64,  must,     IG_REQUIRED),
    (str,      kind,     IG_ONE_OF("cat", "dog"), IG_DEFAULT("dog"), IG_ALIAS("the \"kind\"")),
    (str_list, tags,     IG_DEFAULT_FACTORY(ig_empty), IG_MAX_LENGTH(3)),
    (i64_map,  scores,   IG_NULLABLE),
    (datetime, seen,     IG_DEFAULT("2024-01-02T03:04:05Z"), IG_ON_UPDATE(ig_now)),
    (json,     anything, IG_DEFAULT("[1]"), IG_EXCLUDE),
    (opt_i64,  team_id,  IG_FOREIGN_KEY("team.id"), IG_ON_DELETE(SET_NULL), IG_EXAMPLES(1, 2.5, "x")),
    (Team *,   team,     IG_RELATIONSHIP(Team), IG_BACK_POPULATES("heroes")));

VIEW(HeroCreate, Hero, IG_OMIT("id", "team"));
VIEW(HeroName, Hero, IG_ONLY("name"));
VIEW(HeroUpdate, Hero, IG_OMIT("id"), IG_PARTIAL);

static const igi_slot *slot_of(const ig_model *model, const char *name)
{
    const igi_plan *plan = igi_plan_of(model, NULL);

    assert_non_null(plan);
    for (uint32_t i = 0; i < plan->n; i++) {
        if (strcmp(plan->slots[i].field->name, name) == 0)
            return &plan->slots[i];
    }
    return NULL;
}

static void test_structs_are_ordinary(void **state)
{
    Hero hero = {.name = S("Nova"), .age = {true, 5}, .rank = Rank_legend};
    Team team = {.heroes = {&hero, 1}};

    (void)state;
    IG_FOR(Hero, h, team.heroes)
        assert_string_equal(h->name.p, "Nova");
    assert_string_equal(Rank_enum.names[hero.rank], "legend");
    assert_int_equal(Rank_enum.n, 3);
    assert_int_equal(Hero_model.size, sizeof(Hero));
    assert_ptr_equal(IG_MODELS(Team, Hero)[1], &Hero_model);
    assert_null(IG_MODELS(Team, Hero)[2]);
}

static void test_attributes_reach_the_descriptor(void **state)
{
    const ig_field *level = slot_of(&Hero_model, "level")->field, *fk = slot_of(&Hero_model, "team_id")->field;

    (void)state;
    assert_string_equal(Hero_model.table_, "hero");
    assert_string_equal(Hero_model.description_, "A comic-book hero");
    assert_int_equal(Hero_model.extra_, IG_EXTRA_forbid);
    assert_string_equal(Team_model.title_, "A team");
    assert_string_equal(Team_model.unique_together_[1], "city");
    assert_int_equal(level->gt_.is, IG_LITERAL_INT);
    assert_int_equal(level->gt_.i, 0);
    assert_int_equal(level->ge_.is, IG_LITERAL_NONE);
    assert_string_equal(level->title_, "Level");
    assert_string_equal(level->description_, "How strong");
    assert_string_equal(fk->foreign_key_, "team.id");
    assert_int_equal(fk->on_delete_, IG_FK_SET_NULL);
    assert_int_equal(fk->n_examples_, 3);
    assert_int_equal(fk->examples_[1].is, IG_LITERAL_REAL);
    assert_string_equal(fk->examples_[2].s, "x");
    assert_true(slot_of(&Hero_model, "anything")->field->exclude_);
    assert_true(slot_of(&Hero_model, "seen")->field->on_update_ == ig_now);
    assert_true(slot_of(&Team_model, "heroes")->field->cascade_delete_);
    assert_string_equal(slot_of(&Team_model, "heroes")->field->passive_deletes_, "all");
}

static void test_plan_resolves_types(void **state)
{
    (void)state;
    assert_int_equal(slot_of(&Hero_model, "rank")->kind, IG_KIND_ENUM);
    assert_int_equal(slot_of(&Hero_model, "wish")->shape, IG_SHAPE_OPT);
    assert_int_equal(slot_of(&Hero_model, "tags")->shape, IG_SHAPE_LIST);
    assert_int_equal(slot_of(&Hero_model, "tags")->kind, IG_KIND_STR);
    assert_int_equal(slot_of(&Hero_model, "scores")->shape, IG_SHAPE_MAP);
    assert_true(slot_of(&Hero_model, "team")->pointer);
    assert_true(slot_of(&Hero_model, "team")->relationship);
    assert_int_equal(slot_of(&Team_model, "heroes")->kind, IG_KIND_MODEL);
    assert_ptr_equal(slot_of(&Team_model, "heroes")->model, &Hero_model);
    assert_true(slot_of(&Hero_model, "level")->range_only);
    assert_int_equal(slot_of(&Hero_model, "level")->min_i, 1);
    assert_int_equal(slot_of(&Hero_model, "level")->max_i, 100);
    assert_string_equal(slot_of(&Hero_model, "kind")->json_key, "\"the \\\"kind\\\"\":");
}

static void test_plan_knows_what_is_required(void **state)
{
    (void)state;
    assert_true(slot_of(&Hero_model, "name")->required);
    assert_true(slot_of(&Hero_model, "must")->required);
    assert_true(slot_of(&Hero_model, "must")->nullable);
    assert_false(slot_of(&Hero_model, "age")->required);
    assert_false(slot_of(&Hero_model, "id")->required);
    assert_false(slot_of(&Hero_model, "scores")->required);
    assert_false(slot_of(&Hero_model, "team")->required);
    assert_false(slot_of(&Team_model, "id")->required);
    assert_true(slot_of(&Team_model, "city")->required);
    assert_true(slot_of(&Hero_model, "id")->schema_hidden);
    assert_true(slot_of(&Hero_model, "team")->schema_hidden);
    assert_false(slot_of(&Hero_model, "team_id")->schema_hidden);
}

static void test_views_narrow(void **state)
{
    (void)state;
    assert_null(slot_of(&HeroCreate_view, "id"));
    assert_null(slot_of(&HeroCreate_view, "team"));
    assert_true(slot_of(&HeroCreate_view, "name")->required);
    assert_int_equal(igi_plan_of(&HeroName_view, NULL)->n, 1);
    assert_false(slot_of(&HeroUpdate_view, "name")->required);
    assert_int_equal(igi_plan_of(&HeroUpdate_view, NULL)->required, 0);
    assert_int_equal(HeroCreate_view.size, sizeof(Hero));
}

static void test_defaults(void **state)
{
    ig_arena arena = {0};
    Hero     hero = {0};

    (void)state;
    assert_int_equal(igi_apply_defaults(igi_plan_of(&Hero_model, NULL), &hero, 0, &arena), IG_OK);
    assert_int_equal(hero.rank, Rank_veteran);
    assert_false(hero.wish.has);
    assert_true(hero.level.has);
    assert_int_equal(hero.level.v, 7);
    assert_true(hero.weight > 0.99 && hero.weight < 1.01);
    assert_string_equal(hero.price.p, "1.50");
    assert_string_equal(hero.kind.p, "dog");
    assert_non_null(hero.tags.items);
    assert_int_equal(hero.tags.n, 0);
    assert_null(hero.scores.items);
    assert_int_equal(hero.seen.us, INT64_C(1704164645000000));
    assert_true(hero.seen.aware);
    assert_int_equal(hero.id.b[6] >> 4, 4);
    hero.level.v = 9;
    assert_int_equal(igi_apply_defaults(igi_plan_of(&Hero_model, NULL), &hero, ~UINT64_C(0), &arena), IG_OK);
    assert_int_equal(hero.level.v, 9);
    ig_arena_fini(&arena);
}

/* ---- mistakes that only the library can see --------------------------------------------------------------------- */

MODEL(NoAttribute, (), (Team *, team));
MODEL(BoundOnText, (), (str, name, IG_GE(1)));
MODEL(LengthOnNumber, (), (i64, n, IG_MAX_LENGTH(1)));
MODEL(BadPattern, (), (str, name, IG_PATTERN("(")));
MODEL(WrongDefault, (), (i64, n, IG_DEFAULT("x")));
MODEL(EnumDefault, (), (Rank, r, IG_ENUM(Rank), IG_DEFAULT(9)));
MODEL(TwoDefaults, (), (uuid, id, IG_DEFAULT("x"), IG_DEFAULT_FACTORY(ig_uuid4)));
MODEL(ListOfPointer, (), (Team *, team, IG_LIST_OF(Team)));
MODEL(SetNull, (), (i64, team_id, IG_FOREIGN_KEY("team.id"), IG_ON_DELETE(SET_NULL)));
MODEL(SameKey, (), (i64, a), (i64, b, IG_ALIAS("a")));
MODEL(Outer, (), (NoAttribute *, inner, IG_OBJ(NoAttribute)));
VIEW(NoSuchField, Team, IG_OMIT("nmae"));

static void expect_mistake(const ig_model *model, const char *who, const char *what)
{
    ig_error err;

    assert_int_equal(ig_model_check(model, &err), IG_E_MODEL);
    assert_non_null(strstr(err.msg, who));
    assert_non_null(strstr(err.msg, what));
    assert_int_equal(ig_model_check(model, NULL), IG_E_MODEL);
}

static void test_mistakes_are_named(void **state)
{
    (void)state;
    expect_mistake(&NoAttribute_model, "NoAttribute.team", "IG_OBJ");
    expect_mistake(&BoundOnText_model, "BoundOnText.name", "needs a number");
    expect_mistake(&LengthOnNumber_model, "LengthOnNumber.n", "IG_MAX_LENGTH");
    expect_mistake(&BadPattern_model, "BadPattern.name", "IG_PATTERN");
    expect_mistake(&WrongDefault_model, "WrongDefault.n", "integer");
    expect_mistake(&EnumDefault_model, "EnumDefault.r", "enum");
    expect_mistake(&TwoDefaults_model, "TwoDefaults.id", "exclude");
    expect_mistake(&ListOfPointer_model, "ListOfPointer.team", "IG_OBJ");
    expect_mistake(&SetNull_model, "SetNull.team_id", "nullable");
    expect_mistake(&SameKey_model, "SameKey", "'a'");
    expect_mistake(&Outer_model, "NoAttribute.team", "IG_OBJ");
    expect_mistake(&NoSuchField_view, "NoSuchField", "'nmae'");
    assert_int_equal(ig_model_check(&Hero_model, NULL), IG_OK);
    assert_int_equal(ig_model_check(&HeroUpdate_view, NULL), IG_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_structs_are_ordinary), cmocka_unit_test(test_attributes_reach_the_descriptor),
        cmocka_unit_test(test_plan_resolves_types),  cmocka_unit_test(test_plan_knows_what_is_required),
        cmocka_unit_test(test_views_narrow),         cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_mistakes_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
