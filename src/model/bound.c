/* The literals of bounds and divisors: compared with values, printed for messages, judged when a model is made ready.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include "bound.h"

/* ---- comparing with a literal ------------------------------------------------------------------------------------ */

static int order_i64(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int order_f64(double a, double b)
{
    return isnan(a) || isnan(b) ? IGI_UNORDERED : (a > b) - (a < b);
}

/* Exact, where a conversion to double would round. */
static int order_mixed(int64_t a, double b)
{
    if (isnan(b))
        return IGI_UNORDERED;
    if (b >= 0x1p63)
        return -1;
    if (b < -0x1p63)
        return 1;
    return a == (int64_t)b ? order_f64(0, b - trunc(b)) : order_i64(a, (int64_t)b);
}

double igi_literal_f64(const ig_literal *literal)
{
    return literal->is == IG_LITERAL_INT ? (double)literal->i : literal->f;
}

bool igi_literal_decimal(const ig_literal *literal, char buf[IG_F64_TEXT], igi_decimal *out)
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

    if (igi_decimal_read((ig_str){value->p, value->n}, &a) != IGI_DECIMAL_FINITE ||
        !igi_literal_decimal(literal, buf, &b))
        return IGI_UNORDERED;
    return igi_decimal_compare(&a, &b);
}

static int order_date(const ig_date *value, const ig_literal *literal)
{
    const char *error;
    ig_date     bound;

    if (!igi_date_parse(igi_str(literal->s), &bound, &error))
        return IGI_UNORDERED;
    return order_i64(igi_days_from_date(value), igi_days_from_date(&bound));
}

/* With a zone on both sides the moments are compared, else the clocks. */

static int order_time(const ig_timeofday *value, const ig_literal *literal)
{
    const char  *error;
    ig_timeofday bound;
    int64_t      shift;

    if (!igi_time_parse(igi_str(literal->s), &bound, &error))
        return IGI_UNORDERED;
    shift = value->aware && bound.aware ? ((int64_t)value->offset_s - bound.offset_s) * 1000000 : 0;
    return order_i64(value->us - shift, bound.us);
}

static int order_datetime(const ig_datetime *value, const ig_literal *literal)
{
    const char *error;
    ig_datetime bound;
    int64_t     shift;

    if (!igi_datetime_parse(igi_str(literal->s), &bound, &error))
        return IGI_UNORDERED;
    shift = value->aware == bound.aware ? 0 : ((int64_t)value->offset_s + bound.offset_s) * 1000000;
    return value->aware ? order_i64(value->us + shift, bound.us) : order_i64(value->us, bound.us + shift);
}

static int order_duration(const ig_duration *value, const ig_literal *literal)
{
    ig_duration bound;
    return literal_duration(literal, &bound) ? order_i64(value->us, bound.us) : IGI_UNORDERED;
}

int igi_bound_order(ig_kind kind, const void *value, const ig_literal *bound)
{
    switch (kind) {
    case IG_KIND_I64:
        return bound->is == IG_LITERAL_INT ? order_i64(*(const int64_t *)value, bound->i)
                                           : order_mixed(*(const int64_t *)value, bound->f);
    case IG_KIND_F64:
        return order_f64(*(const double *)value, igi_literal_f64(bound));
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

ig_str igi_bound_text(ig_kind kind, const ig_literal *literal, ig_arena *arena)
{
    char        buf[IGI_F64_PLAIN];
    igi_decimal number;
    ig_decimal  printed;

    if (kind == IG_KIND_DECIMAL) {
        printed = igi_literal_decimal(literal, buf, &number) ? igi_decimal_print(&number, arena)
                                                             : (ig_decimal){"NaN", 3};
        return (ig_str){printed.p, printed.n};
    }
    if (kind != IG_KIND_I64 && kind != IG_KIND_F64)
        return time_literal(kind, literal, arena);
    if (literal->is == IG_LITERAL_INT && kind == IG_KIND_I64)
        return ig_arena_str(arena, (ig_str){buf, igi_i64_format(literal->i, buf)});
    return ig_arena_str(arena, (ig_str){buf, igi_f64_plain(igi_literal_f64(literal), buf)});
}

ig_json igi_bound_json(ig_kind kind, const ig_literal *literal, ig_str text, ig_arena *arena)
{
    char   buf[IG_F64_TEXT];
    double real = igi_literal_f64(literal);
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
        return igi_literal_decimal(literal, buf, &number);
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
        return igi_literal_decimal(literal, buf, &number) && number.n_digits && number.n_digits <= IGI_DIVISOR_DIGITS;
    return literal->is != IG_LITERAL_TEXT && igi_literal_f64(literal) != 0;
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
