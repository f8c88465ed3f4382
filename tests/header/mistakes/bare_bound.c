/* A bound without its wrapper; C alone would take .ge_ = 0 for "no bound".
 * expect: no member named .ge|does not refer to any field
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

#ifdef MISTAKE
MODEL(Hero, (), (str, name), (i64, age, .ge = 0));
#else
MODEL(Hero, (), (str, name), (i64, age, IG_GE(0)));
#endif
