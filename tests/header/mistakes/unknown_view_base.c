/* A view of a model that does not exist.
 * expect: unknown type name .Heroes
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

MODEL(Hero, (), (i64, id), (str, name));

#ifdef MISTAKE
VIEW(HeroPublic, Heroes, IG_OMIT("id"));
#else
VIEW(HeroPublic, Hero, IG_OMIT("id"));
#endif
