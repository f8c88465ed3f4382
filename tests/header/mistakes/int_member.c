/* A C type that has no place in JSON or in a table as it is: int.
 * expect: the type of member .*age.* is none a model can have
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

#ifdef MISTAKE
MODEL(Hero, (), (i64, id), (int, age));
#else
MODEL(Hero, (), (i64, id), (i64, age));
#endif
