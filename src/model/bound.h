/* The literals of bounds and divisors beside values of a kind.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_BOUND_H
#define INGOT_BOUND_H

#include "decimal.h"
#include "model_int.h"

enum { IGI_UNORDERED = 2 };

/* How a value of an ordered kind stands to a bound: -1, 0, 1, or IGI_UNORDERED, which breaks every bound. */
int igi_bound_order(ig_kind kind, const void *value, const ig_literal *bound);
/* The bound as messages have it: numbers without exponent and trailing ".0". p == NULL when out of memory. */
ig_str igi_bound_text(ig_kind kind, const ig_literal *bound, ig_arena *arena);
/* As ctx has it, given its text: numbers as such, of the kind's type; everything else as a string. */
ig_json igi_bound_json(ig_kind kind, const ig_literal *bound, ig_str text, ig_arena *arena);

/* An int or real literal. */
double igi_literal_f64(const ig_literal *literal);
/* Any literal; buf holds the digits. false: it is no finite number. */
bool igi_literal_decimal(const ig_literal *literal, char buf[IG_F64_TEXT], igi_decimal *out);

#endif
