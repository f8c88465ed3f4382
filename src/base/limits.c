/* The one table of default limits.
 * SPDX-License-Identifier: MIT */
#include "base_int.h"

static const ig_limits defaults = {
    .max_json_bytes = (size_t)1 << 30,
    .max_string_bytes = (size_t)256 << 20,
    .max_depth = 200,
    .max_items = 100000000,
    .max_issues = 100,
    .max_response_bytes = (size_t)64 << 20,
    .max_prompt_bytes = (size_t)16 << 20,
    .max_header_bytes = 32 << 10,
    .max_body_bytes = (size_t)16 << 20,
    .max_rows = 10000000,
    .max_calls = 64,
};
enum { DEEPEST = 1000 };

ig_limits ig_limits_resolve(const ig_limits *given)
{
    ig_limits limits = given ? *given : defaults;

#define DEFAULT(member) \
    if (!limits.member) \
    limits.member = defaults.member
    DEFAULT(max_json_bytes);
    DEFAULT(max_string_bytes);
    DEFAULT(max_depth);
    DEFAULT(max_items);
    DEFAULT(max_issues);
    DEFAULT(max_response_bytes);
    DEFAULT(max_prompt_bytes);
    DEFAULT(max_header_bytes);
    DEFAULT(max_body_bytes);
    DEFAULT(max_rows);
    DEFAULT(max_calls);
#undef DEFAULT
    if (limits.max_depth > DEEPEST)
        limits.max_depth = DEEPEST;
    return limits;
}
