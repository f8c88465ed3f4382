/* A C string, which says neither its length nor whether it may be null.
 * expect: the type of member .*name.* is none a model can have
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

#ifdef MISTAKE
MODEL(Hero, (), (i64, id), (const char *, name));
#else
MODEL(Hero, (), (i64, id), (str, name));
#endif
