/* The same field twice.
 * expect: duplicate member .name
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

#ifdef MISTAKE
MODEL(Hero, (), (str, name), (i64, age), (str, name));
#else
MODEL(Hero, (), (str, name), (i64, age), (str, alias));
#endif
