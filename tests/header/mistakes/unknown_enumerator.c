/* A default that is no value of the enumeration.
 * expect: Rank_legend
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

ENUM(Rank, rookie, veteran);

#ifdef MISTAKE
MODEL(Hero, (), (str, name), (Rank, rank, IG_ENUM(Rank), IG_DEFAULT(Rank_legend)));
#else
MODEL(Hero, (), (str, name), (Rank, rank, IG_ENUM(Rank), IG_DEFAULT(Rank_veteran)));
#endif
