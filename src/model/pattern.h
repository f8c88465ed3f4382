/* Searching a field's pattern in a text.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_PATTERN_H
#define INGOT_PATTERN_H

#include "model_int.h"

typedef enum igi_match { IGI_MATCH, IGI_NO_MATCH, IGI_MATCH_LIMIT, IGI_MATCH_NOMEM } igi_match;

/* Whether field->pattern_ matches anywhere in s; IGI_MATCH_LIMIT: not known, because it would have taken too much time
 * or memory. Threads: any. */
igi_match igi_pattern_search(const ig_field *field, ig_str s);

#endif
