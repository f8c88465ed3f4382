/* What a validator of the user's own can say and ask: refuse the value, its context, its arena.
 * SPDX-License-Identifier: MIT */
#include "model_int.h"

ig_code ig_check_fail(ig_check *check, const char *format, ...)
{
    va_list args, again;
    char   *text = NULL;
    int     n;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n >= 0)
        text = igi_alloc(check->arena, (size_t)n + 1, 1); /* the issue outlives this function */
    if (text)
        vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    igi_refuse(&check->problem, check->arena, "value_error", 0, text ? text : "");
    if (!text)
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
