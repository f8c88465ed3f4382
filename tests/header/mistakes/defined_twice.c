/* The same model twice in one file.
 * expect: redefinition of .*Hero
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

#ifdef MISTAKE
MODEL(Hero, (), (i64, id)); MODEL(Hero, (), (i64, id));
#else
MODEL(Hero, (), (i64, id)); MODEL(Team, (), (i64, id));
#endif
