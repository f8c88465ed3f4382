/* The constraints of a member on one value: bounds, lengths, pattern, digits, in Pydantic's order and words.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include "decimal.h"
#include "pattern.h"

/* One check under way. */
typedef struct check {
    const igi_slot *slot;
    const void     *value;
    ig_arena       *arena;
    igi_problem    *problem;
} check;

/* ---- comparing with a literal ------------------------------------------------------------------------------------ */

enum { UNORDERED = 2 }; /* besides -1, 0 and 1 */

static int order_i64(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int order_f64(double a, double b)
{
    return isnan(a) || isnan(b) ? UNORDERED : (a > b) - (a < b);
}

/* Exact, where a conversion to double would round. */
static int order_mixed(int64_t a, double b)
{
    if (isnan(b))
        return UNORDERED;
    if (b >= 0x1p63)
        return -1;
    if (b < -0x1p63)
        return 1;
    return a == (int64_t)b ? order_f64(0, b - trunc(b)) : order_i64(a, (int64_t)b);
}

static double literal_f64(const ig_literal *literal)
{
    return literal->is == IG_LITERAL_INT ? (double)literal->i : literal->f;
}

/* A literal as a decimal; buf holds its digits. */
static bool literal_decimal(const ig_literal *literal, char buf[IG_F64_TEXT], igi_decimal *out)
{
    ig_str text = {buf, 0};

    if (literal->is == IG_LITERAL_TEXT)
        text = igi_str(literal->s);
    else
        text.n = literal->is == IG_LITERAL_INT ? igi_i64_format(literal->i, buf) : ig_f64_format(literal->f, buf);
    return igi_decimal_read(text, out) == IGI_DECIMAL_FINITE;
}

static bool literal_duration(const ig_literal *literal, ig_duration *out)
{
    const char *error;

    if (literal->is == IG_LITERAL_TEXT)
        return igi_duration_parse(igi_str(literal->s), out, &error);
    return literal->is == IG_LITERAL_INT ? igi_duration_from_i64(literal->i, out, &error)
                                         : igi_duration_from_f64(literal->f, out, &error);
}

static int order_decimal(const ig_decimal *value, const ig_literal *literal)
{
    char        buf[IG_F64_TEXT];
    igi_decimal a, b;

    if (igi_decimal_read((ig_str){value->p, value->n}, &a) != IGI_DECIMAL_FINITE || !literal_decimal(literal, buf, &b))
        return UNORDERED;
    return igi_decimal_compare(&a, &b);
}

static int order_date(const ig_date *value, const ig_literal *literal)
{
    const char *error;
    ig_date     bound;

    if (!igi_date_parse(igi_str(literal->s), &bound, &error))
        return UNORDERED;
    return order_i64(igi_days_from_date(value), igi_days_from_date(&bound));
}

/* With a zone on both sides the moments are compared, else the clocks. */

static int order_time(const ig_timeofday *value, const ig_literal *literal)
{
    const char  *error;
    ig_timeofday bound;
    int64_t      shift;

    if (!igi_time_parse(igi_str(literal->s), &bound, &error))
        return UNORDERED;
    shift = value->aware && bound.aware ? ((int64_t)value->offset_s - bound.offset_s) * 1000000 : 0;
    return order_i64(value->us - shift, bound.us);
}

static int order_datetime(const ig_datetime *value, const ig_literal *literal)
{
    const char *error;
    ig_datetime bound;
    int64_t     shift;

    if (!igi_datetime_parse(igi_str(literal->s), &bound, &error))
        return UNORDERED;
    shift = value->aware == bound.aware ? 0 : ((int64_t)value->offset_s + bound.offset_s) * 1000000;
    return value->aware ? order_i64(value->us + shift, bound.us) : order_i64(value->us, bound.us + shift);
}

static int order_duration(const ig_duration *value, const ig_literal *literal)
{
    ig_duration bound;
    return literal_duration(literal, &bound) ? order_i64(value->us, bound.us) : UNORDERED;
}

/* How the value stands to a bound; UNORDERED breaks every bound. */
static int order(ig_kind kind, const void *value, const ig_literal *bound)
{
    switch (kind) {
    case IG_KIND_I64:
        return bound->is == IG_LITERAL_INT ? order_i64(*(const int64_t *)value, bound->i)
                                           : order_mixed(*(const int64_t *)value, bound->f);
    case IG_KIND_F64:
        return order_f64(*(const double *)value, literal_f64(bound));
    case IG_KIND_DECIMAL:
        return order_decimal(value, bound);
    case IG_KIND_DATE:
        return order_date(value, bound);
    case IG_KIND_TIME:
        return order_time(value, bound);
    case IG_KIND_DATETIME:
        return order_datetime(value, bound);
    case IG_KIND_DURATION:
        return order_duration(value, bound);
    default:
        return 0;
    }
}

/* ---- a literal as text ------------------------------------------------------------------------------------------- */

/* "2 days and 3 hours"; the days carry the sign, as in Python's timedelta. */
static ig_str duration_words(int64_t us, ig_arena *arena)
{
    static const char *const names[] = {"day", "hour", "minute", "second", "microsecond"};
    static const int64_t     sizes[] = {86400000000, 3600000000, 60000000, 1000000, 1};
    ig_str                   text = IG_S("");

    for (int i = 0; i < 5; i++) {
        int64_t count = us / sizes[i] - (us % sizes[i] < 0);
        us -= count * sizes[i];
        if (count && text.p)
            text = ig_arena_printf(arena, "%s%s%" PRId64 " %s%s", text.p, text.n ? " and " : "", count, names[i],
                                   count == 1 ? "" : "s");
    }
    return text.p && text.n == 0 ? IG_S("0 seconds") : text;
}

static ig_str time_literal(ig_kind kind, const ig_literal *literal, ig_arena *arena)
{
    char         buf[IG_DATETIME_TEXT];
    ig_str       text = {buf, 0}, given = igi_str(literal->s);
    const char  *error;
    ig_date      day;
    ig_timeofday time;
    ig_datetime  moment;
    ig_duration  length;

    if (kind == IG_KIND_DATE && igi_date_parse(given, &day, &error))
        text.n = ig_date_format(&day, buf);
    else if (kind == IG_KIND_TIME && igi_time_parse(given, &time, &error))
        text.n = ig_time_format(&time, buf);
    else if (kind == IG_KIND_DATETIME && igi_datetime_parse(given, &moment, &error))
        text.n = ig_datetime_format(&moment, buf);
    else if (kind == IG_KIND_DURATION && literal_duration(literal, &length))
        return duration_words(length.us, arena);
    return ig_arena_str(arena, text);
}

/* As messages have it: numbers without exponent and trailing ".0". */
static ig_str literal_text(ig_kind kind, const ig_literal *literal, ig_arena *arena)
{
    char        buf[IGI_F64_PLAIN];
    igi_decimal number;
    ig_decimal  printed;

    if (kind == IG_KIND_DECIMAL) {
        printed = literal_decimal(literal, buf, &number) ? igi_decimal_print(&number, arena) : (ig_decimal){"NaN", 3};
        return (ig_str){printed.p, printed.n};
    }
    if (kind != IG_KIND_I64 && kind != IG_KIND_F64)
        return time_literal(kind, literal, arena);
    if (literal->is == IG_LITERAL_INT && kind == IG_KIND_I64)
        return ig_arena_str(arena, (ig_str){buf, igi_i64_format(literal->i, buf)});
    return ig_arena_str(arena, (ig_str){buf, igi_f64_plain(literal_f64(literal), buf)});
}

/* As ctx has it: numbers as such, of the member's type; everything else as a string. */
static ig_json literal_json(ig_kind kind, const ig_literal *literal, ig_str text, ig_arena *arena)
{
    char   buf[IG_F64_TEXT];
    double real = literal_f64(literal);
    ig_str out;

    if (kind != IG_KIND_I64 && kind != IG_KIND_F64)
        return igi_json_quote(arena, text);
    if (literal->is == IG_LITERAL_INT && kind == IG_KIND_I64)
        out = text;
    else if (isnan(real) || isinf(real))
        out = isnan(real) ? IG_S("NaN") : real > 0 ? IG_S("Infinity") : IG_S("-Infinity");
    else
        out = ig_arena_str(arena, (ig_str){buf, ig_f64_format(real, buf)});
    return (ig_json){out.p, out.n};
}

/* "Input should be <words> <bound>", {"<key>": <bound>} */
static bool refuse_bound(const check *c, const char *type, const char *words, const char *key, const ig_literal *bound)
{
    ig_str  text = literal_text(c->slot->kind, bound, c->arena);
    ig_json json_text = text.p ? literal_json(c->slot->kind, bound, text, c->arena) : (ig_json){NULL, 0};

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

    if (f->le_.is && order(c->slot->kind, c->value, &f->le_) > 0)
        return refuse_bound(c, "less_than_equal", "less than or equal to", "le", &f->le_);
    if (f->lt_.is && order(c->slot->kind, c->value, &f->lt_) >= 0)
        return refuse_bound(c, "less_than", "less than", "lt", &f->lt_);
    if (f->ge_.is && !is_at_least(order(c->slot->kind, c->value, &f->ge_)))
        return refuse_bound(c, "greater_than_equal", "greater than or equal to", "ge", &f->ge_);
    if (f->gt_.is && order(c->slot->kind, c->value, &f->gt_) != 1)
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

    return igi_decimal_read((ig_str){value->p, value->n}, &a) == IGI_DECIMAL_FINITE && literal_decimal(of, buf, &b) &&
           igi_decimal_is_multiple(&a, &b);
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
        ok = is_multiple_f64(*(const double *)c->value, literal_f64(of));
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
    return igi_refuse_with(c->problem, type,
                           ig_arena_printf(c->arena, "Decimal input should have no more than %" PRIu64 " %s%s%s", most,
                                           what, most == 1 ? "" : "s", where),
                           ig_arena_printf(c->arena, "{\"%s\":%" PRIu64 "}", key, most));
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
    uint64_t          most = f->max_digits_.n, most_places = f->decimal_places_.n, digits, places, short_digits, short_places;
    uint64_t          most_whole = difference(most, most_places);
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
        return refuse_digits(c, "decimal_whole_digits", most_whole, "digit", " before the decimal point", "whole_digits");
    return true;
}

/* ---- are the literals usable? ------------------------------------------------------------------------------------ */

static bool is_usable(ig_kind kind, const ig_literal *literal)
{
    char         buf[IG_F64_TEXT];
    const char  *error;
    igi_decimal  number;
    ig_date      day;
    ig_timeofday time;
    ig_datetime  moment;
    ig_duration  length;

    switch (kind) {
    case IG_KIND_I64:
    case IG_KIND_F64:
        return literal->is != IG_LITERAL_TEXT;
    case IG_KIND_DECIMAL:
        return literal_decimal(literal, buf, &number);
    case IG_KIND_DATE:
        return igi_date_parse(igi_str(literal->s), &day, &error);
    case IG_KIND_TIME:
        return igi_time_parse(igi_str(literal->s), &time, &error);
    case IG_KIND_DATETIME:
        return igi_datetime_parse(igi_str(literal->s), &moment, &error);
    case IG_KIND_DURATION:
        return literal_duration(literal, &length);
    default:
        return true;
    }
}

static bool is_divisor(ig_kind kind, const ig_literal *literal)
{
    char        buf[IG_F64_TEXT];
    igi_decimal number;

    if (kind == IG_KIND_DECIMAL)
        return literal_decimal(literal, buf, &number) && number.n_digits && number.n_digits <= IGI_DIVISOR_DIGITS;
    return literal->is != IG_LITERAL_TEXT && literal_f64(literal) != 0;
}

const char *igi_bounds_mistake(const igi_slot *slot)
{
    const ig_field   *f = slot->field;
    const ig_literal *bounds[] = {&f->ge_, &f->gt_, &f->le_, &f->lt_};

    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        if (bounds[i]->is && !is_usable(slot->kind, bounds[i]))
            return "a bound (IG_GE, IG_GT, IG_LE, IG_LT) is no value of the member's type";
    }
    if (f->multiple_of_.is && !is_divisor(slot->kind, &f->multiple_of_))
        return "IG_MULTIPLE_OF must be a number other than 0, of at most 18 digits";
    return NULL;
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
    return igi_refuse_with(c->problem, type,
                           ig_arena_printf(c->arena, "%s should have at %s %" PRIu32 " %s%s", what, limit, n, unit,
                                           n == 1 ? "" : "s"),
                           ig_arena_printf(c->arena, "{\"%s\":%" PRIu32 "}", key, n));
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
static bool refuse_items(const check *c, const char *type, const char *limit, uint32_t n, const char *key, size_t actual)
{
    const char *what = c->slot->shape == IG_SHAPE_MAP ? "Dictionary" : "List";
    return igi_refuse_with(c->problem, type,
                           ig_arena_printf(c->arena, "%s should have at %s %" PRIu32 " item%s after validation, not %zu",
                                           what, limit, n, n == 1 ? "" : "s", actual),
                           ig_arena_printf(c->arena, "{\"field_type\":\"%s\",\"%s\":%" PRIu32 ",\"actual_length\":%zu}",
                                           what, key, n, actual));
}

bool igi_check_items(const igi_slot *slot, size_t n, unsigned mode, ig_arena *arena, igi_problem *problem)
{
    check     c = {slot, NULL, arena, problem};
    ig_length least = slot->field->min_length_, most = slot->field->max_length_;

    (void)mode;
    if (least.is && n < least.n)
        return refuse_items(&c, "too_short", "least", least.n, "min_length", n);
    if (most.is && n > most.n)
        return refuse_items(&c, "too_long", "most", most.n, "max_length", n);
    return true;
}
