/* A float, which would lose digits of every JSON number.
 * expect: the type of member .*power.* is none a model can have
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

#ifdef MISTAKE
MODEL(Hero, (), (i64, id), (float, power));
#else
MODEL(Hero, (), (i64, id), (f64, power));
#endif
