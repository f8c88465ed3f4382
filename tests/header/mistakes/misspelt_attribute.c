/* An attribute that does not exist.
 * expect: IG_MIN_LENGHT
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

#ifdef MISTAKE
MODEL(Hero, (), (i64, id), (str, name, IG_MIN_LENGHT(2)));
#else
MODEL(Hero, (), (i64, id), (str, name, IG_MIN_LENGTH(2)));
#endif
