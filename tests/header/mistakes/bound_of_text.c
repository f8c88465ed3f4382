/* A length that is not a number.
 * expect: IG_MIN_LENGTH|initializ
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

#ifdef MISTAKE
MODEL(Hero, (), (i64, id), (str, name, IG_MIN_LENGTH("2")));
#else
MODEL(Hero, (), (i64, id), (str, name, IG_MIN_LENGTH(2)));
#endif
