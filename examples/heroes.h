/* The model of the demonstration: `ingot generate examples/heroes.h Hero "..." -n 10 --db sqlite:///heroes.db`.
 * SPDX-License-Identifier: MIT */
#ifndef HEROES_H
#define HEROES_H

#include <ingot/ingot.h>

MODEL(Hero, (IG_TABLE("hero"), IG_DESCRIPTION("A comic-book hero")),
    (uuid,    id,          IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4), IG_SKIP_JSON_SCHEMA),
    (str,     name,        IG_INDEX, IG_MIN_LENGTH(2), IG_MAX_LENGTH(100), IG_DESCRIPTION("Public name")),
    (str,     secret_name, IG_DESCRIPTION("Civil identity")),
    (opt_i64, age),
    (opt_i64, power_level, IG_GE(1), IG_LE(100)));

#endif
