/* One JSON value -> one value of a member's type, by Pydantic's lax or strict table.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_CONVERT_H
#define INGOT_CONVERT_H

#include <ingot/json.h>
#include "../model/model_int.h"

/* A JSON value as the lexer saw it: text is the decoded string, or the number as written; empty for the others. */
typedef struct igi_scalar {
    ig_value_type type;
    ig_str        text;
} igi_scalar;

/* Converts `in` to slot's kind (any but IG_KIND_MODEL) and writes the plain type at out; text is copied into arena.
 * Constraints are not checked here: see igi_check_value. null is converted by the caller when the slot is nullable.
 * true = *out is set; false = *problem says why (type, msg, ctx). */
bool igi_convert(const igi_slot *slot, const igi_scalar *in, unsigned mode, ig_arena *arena, void *out,
                 igi_problem *problem);

#endif
