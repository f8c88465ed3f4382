/* An attribute that does not exist, between two that do.
 * expect: IG_MIN_LENGHT
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

#ifdef MISTAKE
MODEL(Hero, (), (i64, id), (str, name, IG_INDEX, IG_MIN_LENGHT(2), IG_MAX_LENGTH(100)));
#else
MODEL(Hero, (), (i64, id), (str, name, IG_INDEX, IG_MIN_LENGTH(2), IG_MAX_LENGTH(100)));
#endif
