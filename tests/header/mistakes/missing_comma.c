/* Two fields without a comma between them.
 * expect: error:
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

#ifdef MISTAKE
MODEL(Hero, (), (i64, id) (str, name));
#else
MODEL(Hero, (), (i64, id), (str, name));
#endif
