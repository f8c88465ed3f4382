/* Default factories that need no more than the clock: the moment, the day, and "empty".
 * SPDX-License-Identifier: MIT */
#include <time.h>
#include "time_int.h"

ig_code ig_now(void *datetime_out, ig_arena *arena)
{
    struct timespec now;
    ig_datetime     value = {.aware = true};

    (void)arena;
    clock_gettime(CLOCK_REALTIME, &now);
    value.us = now.tv_sec * IGI_SECOND_US + now.tv_nsec / 1000;
    memcpy(datetime_out, &value, sizeof value);
    return IG_OK;
}

ig_code ig_today(void *date_out, ig_arena *arena)
{
    struct timespec now;
    ig_date         value;

    (void)arena;
    clock_gettime(CLOCK_REALTIME, &now);
    value = igi_date_from_days(now.tv_sec / 86400);
    memcpy(date_out, &value, sizeof value);
    return IG_OK;
}

/* Lists, maps and texts all are {pointer, length}; the pointer must not be NULL, which would mean null. */
ig_code ig_empty(void *container_out, ig_arena *arena)
{
    ig_list empty = {.items = igi_alloc(arena, 1, 16)};

    if (!empty.items)
        return IG_E_NOMEM;
    memset(empty.items, 0, 1);
    memcpy(container_out, &empty, sizeof empty);
    return IG_OK;
}
