/* Models that two .c files share.
 * SPDX-License-Identifier: MIT */
#ifndef MODELS_H
#define MODELS_H
#include <ingot/ingot.h>

ENUM(Rank, rookie, veteran);
MODEL_FORWARD(Hero);
MODEL(Team, (IG_TABLE("team")),
    (i64,       id,     IG_PRIMARY_KEY),
    (Hero_list, heroes, IG_RELATIONSHIP(Hero), IG_BACK_POPULATES("team")));
MODEL(Hero, (IG_TABLE("hero")),
    (i64,    id,   IG_PRIMARY_KEY),
    (str,    name, IG_MIN_LENGTH(2)),
    (Rank,   rank, IG_ENUM(Rank)),
    (Team *, team, IG_RELATIONSHIP(Team), IG_BACK_POPULATES("heroes")));
VIEW(HeroPublic, Hero, IG_OMIT("id"));

const ig_model *hero_model_elsewhere(void);
const ig_model *hero_view_elsewhere(void);
const ig_enum  *rank_elsewhere(void);
size_t          hero_name_bytes(const Hero *hero);

#endif
