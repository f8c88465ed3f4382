/* The constraints of a member on one value: bounds, lengths, pattern, digits, in Pydantic's order and words.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include "bound.h"
#include "pattern.h"

/* One check under way. */
typedef struct check {
    const igi_slot *slot;
    const void     *value;
    ig_arena       *arena;
    igi_problem    *problem;
} check;

/* "Input should be <words> <bound>", {"<key>": <bound>} */
static bool refuse_bound(const check *c, const char *type, const char *words, const char *key, const ig_literal *bound)
{
    ig_str  text = igi_bound_text(c->slot->kind, bound, c->arena);
    ig_json json_text = text.p ? igi_bound_json(c->slot->kind, bound, text, c->arena) : (ig_json){NULL, 0};

    if (!json_text.p)
        return igi_refuse_with(c->problem, type, (ig_str){NULL, 0}, (ig_str){NULL, 0});
    return igi_refuse_with(c->problem, type, ig_arena_printf(c->arena, "Input should be %s %s", words, text.p),
                           ig_arena_printf(c->arena, "{\"%s\":%s}", key, json_text.p));
}

/* ---- numbers and times ------------------------------------------------------------------------------------------- */

static bool is_at_least(int found)
{
    return found == 0 || found == 1;
}

static bool check_bounds(const check *c)
{
    const ig_field *f = c->slot->field;

    if (f->le_.is && igi_bound_order(c->slot->kind, c->value, &f->le_) > 0)
        return refuse_bound(c, "less_than_equal", "less than or equal to", "le", &f->le_);
    if (f->lt_.is && igi_bound_order(c->slot->kind, c->value, &f->lt_) >= 0)
        return refuse_bound(c, "less_than", "less than", "lt", &f->lt_);
    if (f->ge_.is && !is_at_least(igi_bound_order(c->slot->kind, c->value, &f->ge_)))
        return refuse_bound(c, "greater_than_equal", "greater than or equal to", "ge", &f->ge_);
    if (f->gt_.is && igi_bound_order(c->slot->kind, c->value, &f->gt_) != 1)
        return refuse_bound(c, "greater_than", "greater than", "gt", &f->gt_);
    return true;
}

/* Binary fractions have no exact multiples, so Pydantic allows for 1e-9; and it lets NaN and infinities pass. */
static bool is_multiple_f64(double value, double of)
{
    return !(fabs(value - round(value / of) * of) > 1e-9);
}

static bool is_multiple_i64(int64_t value, const ig_literal *of)
{
    if (of->is == IG_LITERAL_REAL)
        return is_multiple_f64((double)value, of->f);
    return of->i == 0 ? value == 0 : of->i == -1 || value % of->i == 0;
}

static bool is_multiple_decimal(const ig_decimal *value, const ig_literal *of)
{
    char        buf[IG_F64_TEXT];
    igi_decimal a, b;

    return igi_decimal_read((ig_str){value->p, value->n}, &a) == IGI_DECIMAL_FINITE &&
           igi_literal_decimal(of, buf, &b) && igi_decimal_is_multiple(&a, &b);
}

static bool check_multiple(const check *c)
{
    const ig_literal *of = &c->slot->field->multiple_of_;
    bool              ok = true;

    if (!of->is)
        return true;
    if (c->slot->kind == IG_KIND_I64)
        ok = is_multiple_i64(*(const int64_t *)c->value, of);
    else if (c->slot->kind == IG_KIND_F64)
        ok = is_multiple_f64(*(const double *)c->value, igi_literal_f64(of));
    else if (c->slot->kind == IG_KIND_DECIMAL)
        ok = is_multiple_decimal(c->value, of);
    return ok || refuse_bound(c, "multiple_of", "a multiple of", "multiple_of", of);
}

static bool check_finite(const check *c)
{
    const ig_field *f = c->slot->field;
    double          value = *(const double *)c->value;

    if (!f->allow_inf_nan_is_ || f->allow_inf_nan_ || isfinite(value))
        return true;
    return igi_refuse(c->problem, c->arena, "finite_number", 0, NULL);
}

/* "Decimal input should have no more than 2 decimal places" */
static bool refuse_digits(const check *c, const char *type, uint64_t most, const char *what, const char *where,
                          const char *key)
{
    ig_str msg = ig_arena_printf(c->arena, "Decimal input should have no more than %" PRIu64 " %s%s%s", most, what,
                                 most == 1 ? "" : "s", where);
    ig_str ctx = ig_arena_printf(c->arena, "{\"%s\":%" PRIu64 "}", key, most);

    return igi_refuse_with(c->problem, type, msg, ctx);
}

static uint64_t difference(uint64_t a, uint64_t b)
{
    return a > b ? a - b : 0;
}

/* A number is fine when it is as written or without its trailing zeros. */
static bool check_digits(const check *c)
{
    const ig_field   *f = c->slot->field;
    const ig_decimal *value = c->value;
    uint64_t          most = f->max_digits_.n, most_places = f->decimal_places_.n;
    uint64_t          most_whole = difference(most, most_places), digits, places, short_digits, short_places;
    igi_decimal       number;

    if (!f->max_digits_.is && !f->decimal_places_.is)
        return true;
    if (igi_decimal_read((ig_str){value->p, value->n}, &number) != IGI_DECIMAL_FINITE)
        return igi_refuse(c->problem, c->arena, "finite_number", 0, NULL);
    igi_decimal_count(&number, false, &digits, &places);
    igi_decimal_count(&number, true, &short_digits, &short_places);
    if (f->max_digits_.is && digits > most && short_digits > most)
        return refuse_digits(c, "decimal_max_digits", most, "digit", " in total", "max_digits");
    if (f->decimal_places_.is && places > most_places && short_places > most_places)
        return refuse_digits(c, "decimal_max_places", most_places, "decimal place", "", "decimal_places");
    if (f->max_digits_.is && f->decimal_places_.is && difference(digits, places) > most_whole &&
        difference(short_digits, short_places) > most_whole)
        return refuse_digits(c, "decimal_whole_digits", most_whole, "digit", " before the decimal point",
                             "whole_digits");
    return true;
}

/* ---- text and bytes ---------------------------------------------------------------------------------------------- */

static size_t count_characters(ig_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (s.p[i] & 0xc0) != 0x80;
    return n;
}

/* "String should have at least 2 characters", {"min_length": 2} */
static bool refuse_length(const check *c, const char *type, const char *what, const char *limit, uint32_t n,
                          const char *unit, const char *key)
{
    ig_str msg = ig_arena_printf(c->arena, "%s should have at %s %" PRIu32 " %s%s", what, limit, n, unit,
                                 n == 1 ? "" : "s");
    ig_str ctx = ig_arena_printf(c->arena, "{\"%s\":%" PRIu32 "}", key, n);

    return igi_refuse_with(c->problem, type, msg, ctx);
}

static bool check_text_length(const check *c, ig_str s)
{
    ig_length least = c->slot->field->min_length_, most = c->slot->field->max_length_;
    size_t    n;

    /* a character has 1 to 4 bytes, so most texts need not be counted */
    if ((!least.is || s.n / 4 >= least.n) && (!most.is || s.n <= most.n))
        return true;
    n = count_characters(s);
    if (least.is && n < least.n)
        return refuse_length(c, "string_too_short", "String", "least", least.n, "character", "min_length");
    if (most.is && n > most.n)
        return refuse_length(c, "string_too_long", "String", "most", most.n, "character", "max_length");
    return true;
}

static bool check_bytes_length(const check *c)
{
    ig_length       least = c->slot->field->min_length_, most = c->slot->field->max_length_;
    const ig_bytes *value = c->value;

    if (least.is && value->n < least.n)
        return refuse_length(c, "bytes_too_short", "Data", "least", least.n, "byte", "min_length");
    if (most.is && value->n > most.n)
        return refuse_length(c, "bytes_too_long", "Data", "most", most.n, "byte", "max_length");
    return true;
}

static bool check_pattern(const check *c, ig_str s)
{
    const char *pattern = c->slot->field->pattern_, *type = "string_pattern_mismatch", *text = "String should match";
    igi_match   match = pattern ? igi_pattern_search(c->slot->field, s) : IGI_MATCH;
    ig_json     quoted;

    if (match == IGI_MATCH)
        return true;
    if (match == IGI_MATCH_LIMIT) {
        type = "string_pattern_limit";
        text = "String takes too much work to match against";
    }
    quoted = igi_json_quote(c->arena, igi_str(pattern));
    if (match == IGI_MATCH_NOMEM || !quoted.p)
        return igi_refuse_with(c->problem, type, (ig_str){NULL, 0}, (ig_str){NULL, 0});
    return igi_refuse_with(c->problem, type, ig_arena_printf(c->arena, "%s pattern '%s'", text, pattern),
                           ig_arena_printf(c->arena, "{\"pattern\":%s}", quoted.p));
}

/* ---- entry ------------------------------------------------------------------------------------------------------- */

bool igi_check_value(const igi_slot *slot, const void *value, unsigned mode, ig_arena *arena, igi_problem *problem)
{
    check c = {slot, value, arena, problem};

    (void)mode; /* these texts are the same in both modes */
    switch (slot->kind) {
    case IG_KIND_STR:
        return check_text_length(&c, *(const ig_str *)value) && check_pattern(&c, *(const ig_str *)value);
    case IG_KIND_BYTES:
        return check_bytes_length(&c);
    case IG_KIND_F64:
        return check_finite(&c) && check_multiple(&c) && check_bounds(&c);
    case IG_KIND_DECIMAL:
        return check_digits(&c) && check_multiple(&c) && check_bounds(&c);
    default:
        return check_multiple(&c) && check_bounds(&c);
    }
}

/* "List should have at least 1 item after validation, not 0" */
static bool refuse_items(const check *c, const char *type, const char *limit, ig_length length, const char *key,
                         size_t n)
{
    const char *what = c->slot->shape == IG_SHAPE_MAP ? "Dictionary" : "List";
    ig_str msg = ig_arena_printf(c->arena, "%s should have at %s %" PRIu32 " item%s after validation, not %zu", what,
                                 limit, length.n, length.n == 1 ? "" : "s", n);
    ig_str ctx = ig_arena_printf(c->arena, "{\"field_type\":\"%s\",\"%s\":%" PRIu32 ",\"actual_length\":%zu}", what,
                                 key, length.n, n);

    return igi_refuse_with(c->problem, type, msg, ctx);
}

bool igi_check_items(const igi_slot *slot, size_t n, unsigned mode, ig_arena *arena, igi_problem *problem)
{
    check     c = {slot, NULL, arena, problem};
    ig_length least = slot->field->min_length_, most = slot->field->max_length_;

    (void)mode;
    if (least.is && n < least.n)
        return refuse_items(&c, "too_short", "least", least, "min_length", n);
    if (most.is && n > most.n)
        return refuse_items(&c, "too_long", "most", most, "max_length", n);
    return true;
}
