/* Numbers for a schema: its bounds, narrowed by what prompt, description and name say, and one number out of the rest.
 * SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include "offline_int.h"

enum { MAX_DECIMALS = 12, USUAL_DECIMALS = 2 };
static const long double LARGEST_SCALED = 9e15L; /* scaled values stay exact in a double */
static const long double TOLERANCE = 1e-9L;      /* for fractions that doubles cannot hold exactly */

typedef struct wish {
    igi_range   range;
    bool        integer, ends_in_99;
    unsigned    decimals;
    long double step; /* multipleOf; 0 = none */
} wish;

/* ---- the range -------------------------------------------------------------------------------------------------- */

/* The smallest and largest integers in the range; false when there is none. */
static bool integers_of(const igi_range *range, int64_t *lo, int64_t *hi)
{
    long double a = ceill(range->lo), b = floorl(range->hi);

    a += range->lo_open && a == range->lo;
    b -= range->hi_open && b == range->hi;
    if (a > b || a > 0x1p63L - 1 || b < -0x1p63L)
        return false;
    *lo = a <= -0x1p63L ? INT64_MIN : (int64_t)a;
    *hi = b >= 0x1p63L - 1 ? INT64_MAX : (int64_t)b;
    return true;
}

/* Numbers of steps, or integers, in a closed range; false when there is none. A fraction without a step always fits. */
static bool counts_of(const wish *w, const igi_range *range, int64_t *lo, int64_t *hi)
{
    igi_range counts = *range;

    *lo = *hi = 0;
    if (w->step > 0) {
        counts.lo = range->lo / w->step - (w->integer ? 0 : TOLERANCE); /* 0.3 / 0.1 is a little less than 3 */
        counts.hi = range->hi / w->step + (w->integer ? 0 : TOLERANCE);
    }
    return (!w->integer && w->step == 0) || integers_of(&counts, lo, hi);
}

/* Gives an open side a usual end, so that there is a finite range with at least one value. */
static void close_range(const wish *w, igi_range *range)
{
    long double usual = w->integer ? 99 : 999;
    bool        low = range->has_lo, high = range->has_hi;
    int64_t     lo, hi;

    if (usual < 10 * w->step)
        usual = 10 * w->step;
    if (!low)
        range->lo = !high || range->hi > 1 ? 1 : range->hi > 0 ? 0 : range->hi - usual;
    if (!high)
        range->hi = range->lo + usual;
    range->has_lo = range->has_hi = true;
    if (!low && !counts_of(w, range, &lo, &hi))
        range->lo = range->hi - usual;
}

/* Narrows unless no value would be left. */
static void narrow(wish *w, const igi_range *other)
{
    igi_range both = w->range, closed;
    int64_t   lo, hi;

    if ((!other->has_lo && !other->has_hi) || !igi_range_narrow(&both, other))
        return;
    closed = both;
    close_range(w, &closed);
    if (counts_of(w, &closed, &lo, &hi))
        w->range = both;
}

static void bound(igi_range *range, const ig_value *limit, bool upper, bool open)
{
    igi_range one = {.has_lo = !upper, .has_hi = upper, .lo_open = open, .hi_open = open};

    if (!limit || !igi_tree_is_number(limit))
        return;
    one.lo = one.hi = igi_number_of(limit);
    if (!igi_range_narrow(range, &one)) /* contradicting bounds: nothing will pass the check */
        *range = one;
}

static igi_range range_of_schema(const ig_value *schema)
{
    igi_range range = {.has_lo = false};

    bound(&range, ig_value_get(schema, "minimum"), false, false);
    bound(&range, ig_value_get(schema, "exclusiveMinimum"), false, true);
    bound(&range, ig_value_get(schema, "maximum"), true, false);
    bound(&range, ig_value_get(schema, "exclusiveMaximum"), true, true);
    return range;
}

static void narrow_by_text(wish *w, const igi_text *text)
{
    igi_range range = {.has_lo = false};

    igi_text_range(text, 0, text->n, &range);
    narrow(w, &range);
}

/* A complaint knows best, then the prompt, the description, and what such a number usually is. */
static void narrow_by_words(wish *w, igi_maker *maker, const igi_place *place)
{
    igi_range range = {.has_lo = false};
    igi_text  complaint;

    if (place->complaint && igi_text_scan(place->complaint->message, maker->arena, &complaint) == IG_OK)
        narrow_by_text(w, &complaint);
    igi_text_range_of(&maker->prompt->text, &place->words, &range);
    narrow(w, &range);
    narrow_by_text(w, &place->description);
    if (igi_hint_range(&place->words, &range, &w->decimals, &w->ends_in_99))
        narrow(w, &range);
}

/* ---- one number out of it --------------------------------------------------------------------------------------- */

static const ig_value *pick_integer(const wish *w, igi_random *random, ig_arena *arena)
{
    int64_t lo, hi, value;

    if (!counts_of(w, &w->range, &lo, &hi))
        return NULL;
    value = igi_random_between(random, lo, hi);
    if (w->step > 0) /* 0.5 divides every integer, or every second multiple is one: the check decides */
        value = (int64_t)roundl((long double)value * w->step);
    return igi_tree_int(arena, value);
}

/* 1999, 2 -> 19.99; zeros at the end are left out, except one. */
static const ig_value *scaled_number(int64_t scaled, unsigned decimals, ig_arena *arena)
{
    uint64_t power = 1, n = scaled < 0 ? 0 - (uint64_t)scaled : (uint64_t)scaled;
    ig_str   text;

    while (decimals > 1 && n % 10 == 0) {
        n /= 10;
        decimals--;
    }
    for (unsigned i = 0; i < decimals; i++)
        power *= 10;
    text = decimals ? ig_arena_printf(arena, "%s%" PRIu64 ".%0*" PRIu64, scaled < 0 ? "-" : "", n / power,
                                      (int)decimals, n % power)
                    : ig_arena_printf(arena, "%s%" PRIu64, scaled < 0 ? "-" : "", n);
    return text.p ? igi_tree_number(arena, text) : NULL;
}

static const ig_value *plain_number(double value, ig_arena *arena)
{
    char text[IG_F64_TEXT];

    return igi_tree_number(arena, (ig_str){text, ig_f64_format(value, text)});
}

/* The range times scale. */
static igi_range scale_range(const igi_range *range, long double scale)
{
    igi_range scaled = *range;

    scaled.lo *= scale;
    scaled.hi *= scale;
    return scaled;
}

/* How many decimals a step such as 0.05 needs. */
static unsigned decimals_of(long double step, long double *power)
{
    unsigned decimals = 0;

    for (*power = 1; decimals < MAX_DECIMALS && fabsl(step * *power - roundl(step * *power)) > TOLERANCE; decimals++)
        *power *= 10;
    return decimals;
}

static const ig_value *pick_step(const wish *w, igi_random *random, ig_arena *arena)
{
    long double power;
    unsigned    decimals = decimals_of(w->step, &power);
    int64_t     lo, hi, unit = (int64_t)roundl(w->step * power);

    if (unit < 1 || !counts_of(w, &w->range, &lo, &hi) || fabsl((long double)lo * w->step * power) > LARGEST_SCALED ||
        fabsl((long double)hi * w->step * power) > LARGEST_SCALED)
        return plain_number((double)(ceill(w->range.lo / w->step) * w->step), arena);
    return scaled_number(igi_random_between(random, lo, hi) * unit, decimals, arena);
}

/* 5.99, 6.99, ... */
static const ig_value *pick_ending_in_99(const wish *w, igi_random *random, ig_arena *arena)
{
    igi_range whole = w->range;
    int64_t   lo, hi;

    whole.lo -= 0.99L;
    whole.hi -= 0.99L;
    if (fabsl(whole.lo) > LARGEST_SCALED / 100 || fabsl(whole.hi) > LARGEST_SCALED / 100 || whole.lo < -1 ||
        !integers_of(&whole, &lo, &hi) || hi < 0)
        return NULL;
    return scaled_number(igi_random_between(random, lo < 0 ? 0 : lo, hi) * 100 + 99, 2, arena);
}

/* With as many decimals as the name wants, or as a narrow range needs. */
static const ig_value *pick_fraction(const wish *w, igi_random *random, ig_arena *arena)
{
    long double power = 1;
    int64_t     lo, hi;

    for (unsigned decimals = 0; decimals <= MAX_DECIMALS; decimals++) {
        igi_range scaled = scale_range(&w->range, power);
        power *= 10;
        if (fabsl(scaled.lo) > LARGEST_SCALED || fabsl(scaled.hi) > LARGEST_SCALED)
            break;
        if (scaled.lo_open) /* 0.0011 as a double is a little more than 11 / 10000, and yet reads as the same */
            scaled.lo += TOLERANCE + fabsl(scaled.lo) * DBL_EPSILON;
        if (scaled.hi_open)
            scaled.hi -= TOLERANCE + fabsl(scaled.hi) * DBL_EPSILON;
        if (decimals >= w->decimals && integers_of(&scaled, &lo, &hi))
            return scaled_number(igi_random_between(random, lo, hi), decimals, arena);
    }
    if (!w->range.lo_open)
        return plain_number((double)w->range.lo, arena);
    if (!w->range.hi_open)
        return plain_number((double)w->range.hi, arena);
    return plain_number((double)((w->range.lo + w->range.hi) / 2), arena);
}

static const ig_value *pick(const wish *w, igi_random *random, ig_arena *arena)
{
    const ig_value *found = NULL;

    if (w->integer)
        return pick_integer(w, random, arena);
    if (w->step > 0)
        return pick_step(w, random, arena);
    if (w->ends_in_99)
        found = pick_ending_in_99(w, random, arena);
    return found ? found : pick_fraction(w, random, arena);
}

/* ---- all together ----------------------------------------------------------------------------------------------- */

/* What the prompt or a complaint names as the value itself; false = nothing. */
static bool given(igi_maker *maker, const igi_place *place, double *out)
{
    ig_str name, choice = place->complaint ? igi_complaint_choice(place->complaint, place->ordinal) : (ig_str){NULL, 0};
    igi_text text;

    if (choice.n && igi_text_scan(choice, maker->arena, &text) == IG_OK && text.n == 1 &&
        text.tokens->kind == IGI_NUMBER) {
        *out = text.tokens->number;
        return true;
    }
    if (place->complaint) /* the same again would be refused again */
        return false;
    if (igi_text_number_of(&maker->prompt->text, &place->words, out))
        return true;
    return place->top && place->words.n == 1 && igi_is(place->words.w[0], "age") &&
           igi_prompt_years_old(maker->prompt, &name, out);
}

static const ig_value *given_number(const igi_maker *maker, double value, bool integer)
{
    if (trunc(value) == value && fabs(value) < (double)LARGEST_SCALED)
        return integer ? igi_tree_int(maker->arena, (int64_t)value)
                       : scaled_number((int64_t)value * 10, 1, maker->arena);
    return integer ? NULL : plain_number(value, maker->arena);
}

const ig_value *igi_make_number(igi_maker *maker, const ig_value *schema, const igi_place *place, bool integer,
                                unsigned attempt)
{
    const ig_value *step = ig_value_get(schema, "multipleOf");
    igi_random      random = igi_place_random(maker, place, "number");
    wish            w = {.range = range_of_schema(schema), .integer = integer, .decimals = USUAL_DECIMALS};
    bool            bounded = w.range.has_hi;
    double          value;

    if (attempt == 0 && given(maker, place, &value))
        return given_number(maker, value, integer);
    random.state = igi_mix(random.state, attempt);
    w.step = step && igi_tree_is_number(step) ? fabsl(igi_number_of(step)) : 0;
    narrow_by_words(&w, maker, place);
    close_range(&w, &w.range);
    for (; !bounded && attempt > 1 && w.range.hi - w.range.lo > 2; attempt--) /* perhaps shorter ones pass */
        w.range.hi = w.range.lo + (w.range.hi - w.range.lo) / 4;
    return pick(&w, &random, maker->arena);
}
