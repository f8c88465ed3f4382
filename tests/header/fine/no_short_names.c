/* With IG_NO_SHORT_NAMES the short names are the program's own, and the prefixed ones do the same work.
 * SPDX-License-Identifier: MIT */
#define IG_NO_SHORT_NAMES
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

/* Names that would clash. */
int str, bytes, uuid, date, datetime, timeofday, duration, decimal, json, i64, f64, opt_i64, str_list, str_map, S,
    MODEL, MODEL_FORWARD, VIEW, ENUM;

IG_ENUM_OF(Rank, rookie, veteran);
IG_MODEL_FORWARD(Team);
IG_MODEL(Hero, (IG_TABLE("hero")),
    (ig_uuid,    id,   IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4)),
    (ig_str,     name, IG_DEFAULT("Nova")),
    (ig_opt_i64, age,  IG_GE(0)),
    (Rank,       rank, IG_ENUM(Rank)),
    (Team *,     team, IG_OBJ(Team)));
IG_MODEL(Team, (), (ig_str_list, cities), (Hero_list, heroes, IG_LIST_OF(Hero)));
IG_VIEW(HeroPublic, Hero, IG_OMIT("id"));

size_t total_bytes(const Team *team);
size_t total_bytes(const Team *team)
{
    size_t n = IG_S("").n;
    IG_FOR(Hero, hero, team->heroes)
        n += hero->name.n;
    return n;
}
