/* A description that is not a text.
 * expect: expected .*before numeric constant|expected .*}|IG_DESCRIPTION
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

#ifdef MISTAKE
MODEL(Hero, (), (i64, id), (str, name, IG_DESCRIPTION(2)));
#else
MODEL(Hero, (), (i64, id), (str, name, IG_DESCRIPTION("2")));
#endif
