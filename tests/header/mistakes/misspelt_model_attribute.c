/* An attribute of a model that does not exist.
 * expect: IG_TABEL
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

#ifdef MISTAKE
MODEL(Hero, (IG_TABEL("hero")), (i64, id), (str, name));
#else
MODEL(Hero, (IG_TABLE("hero")), (i64, id), (str, name));
#endif
