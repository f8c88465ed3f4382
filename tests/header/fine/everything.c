/* Every type and every attribute of the model language in one file.
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

static ig_code check_name(ig_check *check, void *value)
{
    const str *name = value;
    return name->n ? IG_OK : ig_check_fail(check, "is empty");
}

static ig_code check_whole(ig_check *check, void *object)
{
    return object ? IG_OK : ig_check_fail(check, "is missing");
}

ENUM(Rank, rookie, veteran, legend);

MODEL_FORWARD(Hero);

MODEL(Team, (IG_TABLE("team")),
    (i64,       id,     IG_PRIMARY_KEY, IG_SKIP_JSON_SCHEMA),
    (str,       name,   IG_UNIQUE),
    (Hero_list, heroes, IG_RELATIONSHIP(Hero), IG_BACK_POPULATES("team"), IG_CASCADE_DELETE, IG_PASSIVE_DELETES("all")));

MODEL(Membership, (IG_TABLE("membership")),
    (i64, hero_id, IG_PRIMARY_KEY, IG_FOREIGN_KEY("hero.id"), IG_ON_DELETE(CASCADE)),
    (i64, club_id, IG_PRIMARY_KEY, IG_FOREIGN_KEY("club.id"), IG_ON_DELETE(RESTRICT)));

MODEL(Club, (IG_TABLE("club")),
    (i64,       id,      IG_PRIMARY_KEY),
    (Hero_list, members, IG_RELATIONSHIP(Hero), IG_LINK_MODEL(Membership)));

/* A field list that two models share. */
#define NAMED (str, name, IG_INDEX, IG_MIN_LENGTH(2), IG_MAX_LENGTH(100), IG_VALIDATOR(check_name))

MODEL(Hero, (IG_TABLE("hero"), IG_TITLE("Hero"), IG_DESCRIPTION("A comic-book hero"), IG_EXTRA(forbid),
             IG_UNIQUE_TOGETHER("name", "secret_name"), IG_MODEL_VALIDATOR(check_whole)),
    (uuid,        id,          IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4), IG_SKIP_JSON_SCHEMA),
    NAMED,
    (str,         secret_name, IG_ALIAS("secretName"), IG_EXCLUDE, IG_TITLE("Secret"), IG_VALIDATOR_BEFORE(check_name)),
    (opt_i64,     age,         IG_GE(0), IG_LT(1000), IG_REQUIRED, IG_EXAMPLES(17, 42)),
    (opt_f64,     power,       IG_GT(0.5), IG_LE(100), IG_MULTIPLE_OF(0.5), IG_ALLOW_INF_NAN(false), IG_STRICT),
    (decimal,     salary,      IG_MAX_DIGITS(10), IG_DECIMAL_PLACES(2), IG_GE("0.01"), IG_DEFAULT("1.50")),
    (Rank,        rank,        IG_ENUM(Rank), IG_DEFAULT(Rank_rookie)),
    (opt_Rank,    next_rank,   IG_ENUM(Rank)),
    (Rank_list,   past_ranks,  IG_ENUM(Rank)),
    (str,         side,        IG_ONE_OF("good", "evil"), IG_DEFAULT("good")),
    (str,         email,       IG_PATTERN("^[^@]+@[^@]+$"), IG_FORMAT("email"), IG_DESCRIPTION("Where to write")),
    (datetime,    made_at,     IG_DEFAULT_FACTORY(ig_now), IG_COLUMN_TYPE("TEXT")),
    (datetime,    changed_at,  IG_DEFAULT_FACTORY(ig_now), IG_ON_UPDATE(ig_now)),
    (opt_i64,     team_id,     IG_FOREIGN_KEY("team.id"), IG_ON_DELETE(SET_NULL), IG_SKIP_JSON_SCHEMA),
    (Team *,      team,        IG_RELATIONSHIP(Team), IG_BACK_POPULATES("heroes")));

MODEL(Scalars, (),
    (bool, a), (i64, b), (f64, c), (str, d), (bytes, e), (uuid, f), (datetime, g), (date, h), (timeofday, i),
    (duration, j), (decimal, k), (json, l),
    (opt_bool, oa), (opt_i64, ob), (opt_f64, oc), (opt_str, od), (opt_bytes, oe), (opt_uuid, of), (opt_datetime, og),
    (opt_date, oh), (opt_timeofday, oi), (opt_duration, oj), (opt_decimal, ok), (opt_json, ol));

MODEL(Containers, (IG_EXTRA(ignore)),
    (bool_list, a, IG_NULLABLE), (i64_list, b, IG_MIN_LENGTH(1)), (f64_list, c), (str_list, d), (bytes_list, e),
    (uuid_list, f), (datetime_list, g), (date_list, h), (timeofday_list, i), (duration_list, j), (decimal_list, k),
    (json_list, l), (bool_map, ma), (i64_map, mb), (f64_map, mc), (str_map, md, IG_DEFAULT_FACTORY(ig_empty)),
    (bytes_map, me), (uuid_map, mf), (datetime_map, mg), (date_map, mh), (timeofday_map, mi), (duration_map, mj),
    (decimal_map, mk), (json_map, ml),
    (Hero *, captain, IG_OBJ(Hero), IG_NULLABLE), (Hero_list, crew, IG_LIST_OF(Hero)));

MODEL(Author, (IG_EXTRA(allow)), NAMED, (date, born, IG_DEFAULT_FACTORY(ig_today)));

VIEW(HeroCreate, Hero, IG_OMIT("id"));
VIEW(HeroPublic, Hero, IG_ONLY("id", "name"));
VIEW(HeroUpdate, Hero, IG_OMIT("id"), IG_PARTIAL);

const ig_model *const *all_models(void);
const ig_model *const *all_models(void)
{
    static const ig_model *const models[] = {&Team_model,
                                             &Hero_model,
                                             &Scalars_model,
                                             &Containers_model,
                                             &HeroCreate_view,
                                             &HeroPublic_view,
                                             &HeroUpdate_view,
                                             &Author_model,
                                             &Membership_model,
                                             &Club_model,
                                             NULL};
    return models;
}
