/* What a validator of the user's own can say and ask: refuse the value, its context, its arena.
 * SPDX-License-Identifier: MIT */
#include "model_int.h"

ig_code ig_check_fail(ig_check *check, const char *format, ...)
{
    char    text[1024];
    va_list args;
    ig_str  error;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    error = ig_arena_str(check->arena, igi_str(text)); /* the issue outlives this function */
    igi_refuse(&check->problem, check->arena, "value_error", 0, error.p ? error.p : "");
    if (!error.p)
        check->problem.msg.p = NULL;
    return IG_E_INVALID;
}

void *ig_check_context(const ig_check *check)
{
    return check->context;
}

ig_arena *ig_check_arena(const ig_check *check)
{
    return check->arena;
}
