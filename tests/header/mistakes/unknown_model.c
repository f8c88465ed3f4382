/* A nested model that does not exist.
 * expect: Teem_model
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

MODEL(Team, (), (str, city));

#ifdef MISTAKE
MODEL(Hero, (), (str, name), (Team *, team, IG_OBJ(Teem)));
#else
MODEL(Hero, (), (str, name), (Team *, team, IG_OBJ(Team)));
#endif
