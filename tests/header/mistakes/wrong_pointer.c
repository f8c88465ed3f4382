/* Reading one model into an object of another.
 * flags: -Werror
 * expect: pointer
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

MODEL(Hero, (), (str, name));
MODEL(Team, (), (str, city));

ig_code read_team(ig_arena *arena, Team *team);
#ifdef MISTAKE
ig_code read_team(ig_arena *arena, Team *team) { return ig_read(Hero, S("{}"), NULL, arena, team, NULL); }
#else
ig_code read_team(ig_arena *arena, Team *team) { return ig_read(Team, S("{}"), NULL, arena, team, NULL); }
#endif
