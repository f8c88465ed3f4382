/* An attribute of a view that does not exist.
 * expect: IG_OMITS
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

MODEL(Hero, (), (i64, id), (str, name));

#ifdef MISTAKE
VIEW(HeroPublic, Hero, IG_OMITS("id"));
#else
VIEW(HeroPublic, Hero, IG_OMIT("id"));
#endif
