/* A type that does not exist.
 * expect: unknown type name .string
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

#ifdef MISTAKE
MODEL(Hero, (), (i64, id), (string, name));
#else
MODEL(Hero, (), (i64, id), (str, name));
#endif
