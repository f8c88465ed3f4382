/* What dates, times and durations share: units, and the clock part of a text.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_TIME_INT_H
#define INGOT_TIME_INT_H

#include "base_int.h"

#define IGI_SECOND_US ((int64_t)1000000)
#define IGI_MINUTE_US (60 * IGI_SECOND_US)
#define IGI_DAY_US (86400 * IGI_SECOND_US)

static inline bool igi_time_fail(const char **error, const char *text)
{
    *error = text;
    return false;
}

/* HH:MM[:SS[.ffffff]] from *p on: *us is the time since midnight, *p behind it. false: *error says why. */
bool igi_clock_part(const char **p, const char *end, int64_t *us, const char **error);

#endif
