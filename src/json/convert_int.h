/* What the files of the conversion share: one conversion under way.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_CONVERT_INT_H
#define INGOT_CONVERT_INT_H

#include "convert.h"

typedef struct igi_conversion {
    const igi_slot *slot;
    ig_value_type   type; /* of the input */
    ig_str          text;
    bool            strict;
    unsigned        mode;
    ig_arena       *arena;
    igi_problem    *problem;
} igi_conversion;

static inline bool igi_convert_refuse(const igi_conversion *c, const char *type, const char *error)
{
    return igi_refuse(c->problem, c->arena, type, c->mode, error);
}

/* A number token as a double; also NaN, Infinity and -Infinity. */
double igi_token_f64(ig_str token);
/* An integer token of at most 18 digits, which Pydantic treats as a plain number; larger ones are another type. */
bool igi_token_small(ig_str token, int64_t *out);

bool igi_convert_date(const igi_conversion *c, ig_date *out);
bool igi_convert_time(const igi_conversion *c, ig_timeofday *out);
bool igi_convert_datetime(const igi_conversion *c, ig_datetime *out);
bool igi_convert_duration(const igi_conversion *c, ig_duration *out);

#endif
