/* One JSON scalar into one value of a member's type: Pydantic's conversion table, lax or strict, with its issues.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include "convert_int.h"
#include "../model/decimal.h"

/* Up to here Python reads any integer; up to here Pydantic takes it for a plain number everywhere. */
enum { MOST_INTEGER_BYTES = 4300, SMALL_DIGITS = 18 };

static bool refuse(const igi_conversion *c, const char *type)
{
    return igi_convert_refuse(c, type, NULL);
}

static bool no_memory(const igi_conversion *c, const char *type)
{
    return igi_refuse_with(c->problem, type, (ig_str){NULL, 0}, (ig_str){NULL, 0});
}

/* ---- text helpers ------------------------------------------------------------------------------------------------ */

/* Bytes of the white space character (Unicode's White_Space) that starts at p; 0 = none. */
static size_t space_bytes(const char *p, size_t n)
{
    static const char *const spaces[] = {"\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\xa8",
                                         "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"};

    if (n >= 1 && (*p == ' ' || (*p >= '\t' && *p <= '\r')))
        return 1;
    if (n < 2 || (unsigned char)*p < 0x80)
        return 0;
    if (n >= 3 && memcmp(p, "\xe2\x80", 2) == 0 && (unsigned char)p[2] <= 0x8a) /* U+2000 to U+200A */
        return 3;
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        size_t size = strlen(spaces[i]);
        if (n >= size && memcmp(p, spaces[i], size) == 0)
            return size;
    }
    return 0;
}

/* Bytes of the white space character that s ends in. */
static size_t last_space_bytes(ig_str s)
{
    for (size_t n = 1; n <= 3 && n <= s.n; n++) {
        if (space_bytes(s.p + s.n - n, n) == n)
            return n;
    }
    return 0;
}

static ig_str trim(ig_str s)
{
    size_t n;

    while ((n = space_bytes(s.p, s.n)) != 0)
        s = (ig_str){s.p + n, s.n - n};
    while ((n = last_space_bytes(s)) != 0)
        s.n -= n;
    return s;
}

/* Whether s is the lower-case word in any case. */
static bool is_word(ig_str s, const char *word)
{
    if (s.n != strlen(word))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i];
        if (c != word[i])
            return false;
    }
    return true;
}

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && igi_is_digit(*p))
        p++;
    return p;
}

/* ---- number tokens ----------------------------------------------------------------------------------------------- */

double igi_token_f64(ig_str token)
{
    bool negative = token.p[0] == '-';

    if (token.p[negative] == 'I')
        return negative ? -INFINITY : INFINITY;
    return token.p[0] == 'N' ? NAN : igi_f64_parse(token.p, token.n);
}

bool igi_token_small(ig_str token, int64_t *out)
{
    return token.n - (token.p[0] == '-') <= SMALL_DIGITS && igi_i64_parse(token.p, token.n, out);
}

/* ---- bool -------------------------------------------------------------------------------------------------------- */

static bool is_one_of_words(ig_str s, const char *const *words)
{
    while (*words && !is_word(s, *words))
        words++;
    return *words;
}

static bool bool_from_text(const igi_conversion *c, bool *out)
{
    static const char *const no[] = {"0", "f", "n", "no", "off", "false", NULL};
    static const char *const yes[] = {"1", "t", "y", "on", "yes", "true", NULL};
    bool                     value = is_one_of_words(c->text, yes);

    if (!value && !is_one_of_words(c->text, no))
        return refuse(c, "bool_parsing");
    *out = value;
    return true;
}

/* Any whole number of 64 bits could have been one, the others are of another type. */
static bool bool_from_number(const igi_conversion *c, bool *out)
{
    double  value = igi_token_f64(c->text);
    int64_t small;

    if (c->type == IG_VALUE_INT ? !igi_token_small(c->text, &small) : !(fabs(value) < 0x1p63 && value == trunc(value)))
        return refuse(c, "bool_type");
    if (value != 0 && value != 1)
        return refuse(c, "bool_parsing");
    *out = value == 1;
    return true;
}

static bool convert_bool(const igi_conversion *c, bool *out)
{
    if (c->type == IG_VALUE_TRUE || c->type == IG_VALUE_FALSE) {
        *out = c->type == IG_VALUE_TRUE;
        return true;
    }
    if (c->strict)
        return refuse(c, "bool_type");
    if (c->type == IG_VALUE_STRING)
        return bool_from_text(c, out);
    if (c->type == IG_VALUE_INT || c->type == IG_VALUE_FLOAT)
        return bool_from_number(c, out);
    return refuse(c, "bool_type");
}

/* ---- i64 --------------------------------------------------------------------------------------------------------- */

/* An integer that 64 bits do not hold. Python has room for it, so there it would meet the bounds: they come first. */
static bool refuse_large(const igi_conversion *c, bool negative, size_t n_bytes)
{
    int64_t         nearest = negative ? INT64_MIN : INT64_MAX;
    const ig_field *field = c->slot->field;
    bool            bounded = field && (negative ? field->ge_.is || field->gt_.is : field->le_.is || field->lt_.is);

    if (bounded && c->slot->shape <= IG_SHAPE_OPT && !field->multiple_of_.is &&
        !igi_check_value(c->slot, &nearest, c->mode, c->arena, c->problem))
        return false;
    return igi_convert_refuse(c, "int_parsing_size", n_bytes > MOST_INTEGER_BYTES ? "" : " of 64 bits");
}

static bool i64_from_digits(const igi_conversion *c, const char *p, size_t n, int64_t *out)
{
    return igi_i64_parse(p, n, out) || refuse_large(c, *p == '-', n);
}

/* The length of [+-]digits with single underscores between them, if nothing but .000 follows; else 0. */
static size_t integer_bytes(ig_str s)
{
    const char *p = s.p, *end = s.p + s.n, *stop;

    if (p < end && (*p == '-' || *p == '+'))
        p++;
    while (p < end && igi_is_digit(*p)) {
        p = skip_digits(p, end);
        if (end - p < 2 || *p != '_' || !igi_is_digit(p[1]))
            break;
        p++;
    }
    stop = p;
    if (stop == s.p || !igi_is_digit(stop[-1]))
        return 0;
    if (end - p >= 2 && *p == '.') {
        for (p++; p < end && *p == '0';)
            p++;
    }
    return p == end ? (size_t)(stop - s.p) : 0;
}

static bool i64_from_text(const igi_conversion *c, int64_t *out)
{
    ig_str s = trim(c->text);
    size_t n = integer_bytes(s), kept = 0;
    char  *plain;

    if (n == 0)
        return refuse(c, "int_parsing");
    if (!memchr(s.p, '_', n))
        return i64_from_digits(c, s.p, n, out);
    plain = igi_alloc(c->arena, n, 1);
    if (!plain)
        return no_memory(c, "int_parsing");
    for (size_t i = 0; i < n; i++) {
        if (s.p[i] != '_')
            plain[kept++] = s.p[i];
    }
    return i64_from_digits(c, plain, kept, out);
}

static bool i64_from_real(const igi_conversion *c, int64_t *out)
{
    double value = igi_token_f64(c->text);

    if (!isfinite(value))
        return refuse(c, "finite_number");
    if (value != trunc(value))
        return refuse(c, "int_from_float");
    if (fabs(value) >= 0x1p63)
        return refuse(c, "int_parsing_size");
    *out = (int64_t)value;
    return true;
}

static bool convert_i64(const igi_conversion *c, int64_t *out)
{
    if (c->type == IG_VALUE_INT)
        return i64_from_digits(c, c->text.p, c->text.n, out);
    if (c->strict)
        return refuse(c, "int_type");
    switch (c->type) {
    case IG_VALUE_FLOAT:
        return i64_from_real(c, out);
    case IG_VALUE_STRING:
        return i64_from_text(c, out);
    case IG_VALUE_TRUE:
    case IG_VALUE_FALSE:
        *out = c->type == IG_VALUE_TRUE;
        return true;
    default:
        return refuse(c, "int_type");
    }
}

/* ---- f64 --------------------------------------------------------------------------------------------------------- */

/* What Rust's f64::from_str reads: [+-](inf|infinity|nan|digits[.digits][e[+-]digits]), digits on one side at least. */
static bool read_f64(ig_str s, double *out)
{
    const char *p = s.p, *end = s.p + s.n, *start;
    bool        negative = p < end && *p == '-';
    ig_str      word;
    size_t      n_digits;

    if (p < end && (*p == '-' || *p == '+'))
        p++;
    word = (ig_str){p, (size_t)(end - p)};
    if (is_word(word, "inf") || is_word(word, "infinity")) {
        *out = negative ? -INFINITY : INFINITY;
        return true;
    }
    if (is_word(word, "nan")) {
        *out = NAN;
        return true;
    }
    start = p;
    p = skip_digits(p, end);
    n_digits = (size_t)(p - start);
    if (p < end && *p == '.') {
        start = ++p;
        p = skip_digits(p, end);
        n_digits += (size_t)(p - start);
    }
    if (n_digits == 0)
        return false;
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        if (p < end && (*p == '-' || *p == '+'))
            p++;
        if (p == end)
            return false;
        p = skip_digits(p, end);
    }
    if (p < end)
        return false;
    *out = igi_f64_parse(s.p, s.n);
    return true;
}

/* Python's underscores: single, and not at the ends. Then white space is not allowed, as in Pydantic. */
static bool f64_from_grouped(const igi_conversion *c, double *out)
{
    ig_str s = c->text;
    char  *plain;
    size_t n = 0;

    if (!s.n || !memchr(s.p, '_', s.n) || s.p[0] == '_' || s.p[s.n - 1] == '_')
        return refuse(c, "float_parsing");
    plain = igi_alloc(c->arena, s.n, 1);
    if (!plain)
        return no_memory(c, "float_parsing");
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '_')
            plain[n++] = s.p[i];
        else if (s.p[i + 1] == '_')
            return refuse(c, "float_parsing");
    }
    return read_f64((ig_str){plain, n}, out) || refuse(c, "float_parsing");
}

static bool convert_f64(const igi_conversion *c, double *out)
{
    if (c->type == IG_VALUE_INT || c->type == IG_VALUE_FLOAT) {
        *out = igi_token_f64(c->text);
        return true;
    }
    if (c->strict)
        return refuse(c, "float_type");
    switch (c->type) {
    case IG_VALUE_STRING:
        return read_f64(trim(c->text), out) || f64_from_grouped(c, out);
    case IG_VALUE_TRUE:
    case IG_VALUE_FALSE:
        *out = c->type == IG_VALUE_TRUE;
        return true;
    default:
        return refuse(c, "float_type");
    }
}

/* ---- text, bytes, json ------------------------------------------------------------------------------------------- */

/* repr() of a Python string. */
static void put_repr(ig_buf *out, ig_str s)
{
    char quote = memchr(s.p, '\'', s.n) && !memchr(s.p, '"', s.n) ? '"' : '\'';

    ig_buf_char(out, quote);
    for (size_t i = 0; i < s.n; i++) {
        const char *special = s.p[i] ? strchr("\nn\tt\rr", s.p[i]) : NULL;
        if (special && *special < ' ')
            ig_buf_printf(out, "\\%c", special[1]);
        else if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
            ig_buf_printf(out, "\\x%02x", (unsigned)s.p[i]);
        else if (s.p[i] == quote || s.p[i] == '\\')
            ig_buf_printf(out, "\\%c", s.p[i]);
        else
            ig_buf_char(out, s.p[i]);
    }
    ig_buf_char(out, quote);
}

/* "Input should be 'a', 'b' or 'c'" */
static bool refuse_choice(const igi_conversion *c, const char *type, const char *const *names, size_t n)
{
    ig_buf list = {0};

    for (size_t i = 0; i < n; i++) {
        if (i)
            ig_buf_str(&list, i + 1 < n ? ", " : " or ");
        put_repr(&list, igi_str(names[i]));
    }
    if (list.code)
        no_memory(c, type);
    else
        igi_convert_refuse(c, type, list.p ? list.p : "");
    ig_buf_fini(&list);
    return false;
}

/* The number of the name that the input is, or n. */
static size_t choose(const igi_conversion *c, const char *const *names, size_t n)
{
    size_t i = 0;
    while (i < n && (c->type != IG_VALUE_STRING || !igi_is(c->text, names[i])))
        i++;
    return i;
}

static bool convert_enum(const igi_conversion *c, unsigned *out)
{
    const ig_enum *e = c->slot->enum_;
    size_t         i = choose(c, e->names, e->n);

    if (i == e->n)
        return refuse_choice(c, "enum", e->names, e->n);
    *out = (unsigned)i;
    return true;
}

static bool convert_one_of(const igi_conversion *c, ig_str *out)
{
    const char *const *names = c->slot->field->one_of_;
    size_t             n = 0, i;

    while (names[n])
        n++;
    i = choose(c, names, n);
    if (i == n)
        return refuse_choice(c, "literal_error", names, n);
    *out = igi_str(names[i]); /* lives as long as the descriptor, so no copy */
    return true;
}

/* Also for bytes, which have the same layout. */
static bool convert_text(const igi_conversion *c, const char *type, ig_str *out)
{
    ig_str copy;

    if (c->type != IG_VALUE_STRING)
        return refuse(c, type);
    copy = ig_arena_str(c->arena, c->text);
    if (!copy.p)
        return no_memory(c, type);
    *out = copy;
    return true;
}

static bool convert_json(const igi_conversion *c, ig_json *out)
{
    static const ig_str words[] = {
        [IG_VALUE_NULL] = {"null", 4}, [IG_VALUE_FALSE] = {"false", 5}, [IG_VALUE_TRUE] = {"true", 4}};
    ig_json copy;
    ig_str  plain;

    if (c->type == IG_VALUE_STRING) {
        copy = igi_json_quote(c->arena, c->text);
    } else {
        plain = ig_arena_str(c->arena, c->type <= IG_VALUE_TRUE ? words[c->type] : c->text);
        copy = (ig_json){plain.p, plain.n};
    }
    if (!copy.p)
        return no_memory(c, "value_error");
    *out = copy;
    return true;
}

/* ---- uuid, decimal ----------------------------------------------------------------------------------------------- */

static bool convert_uuid(const igi_conversion *c, ig_uuid *out)
{
    char        buf[160];
    const char *error;

    if (c->type != IG_VALUE_STRING)
        return refuse(c, "uuid_type");
    return igi_uuid_parse(c->text, out, buf, &error) || igi_convert_refuse(c, "uuid_parsing", error);
}

static bool print_decimal(const igi_conversion *c, const igi_decimal *number, ig_decimal *out)
{
    ig_decimal printed = igi_decimal_print(number, c->arena);

    if (!printed.p)
        return no_memory(c, "decimal_parsing");
    *out = printed;
    return true;
}

/* Numbers with a point or exponent are doubles first, as in Pydantic; text and integers are exact. */
static bool convert_decimal(const igi_conversion *c, ig_decimal *out)
{
    char        buf[IGI_F64_PLAIN];
    double      real = c->type == IG_VALUE_FLOAT ? igi_token_f64(c->text) : 0;
    ig_str      text = c->text;
    igi_decimal number;

    if (c->type == IG_VALUE_FLOAT)
        text = (ig_str){buf, c->mode & IGI_PYTHON_TEXTS ? ig_f64_format(real, buf) : igi_f64_plain(real, buf)};
    else if (c->type == IG_VALUE_STRING)
        text = trim(text);
    else if (c->type != IG_VALUE_INT)
        return refuse(c, "decimal_type");
    switch (igi_decimal_read(text, &number)) {
    case IGI_DECIMAL_FINITE:
        if (c->type == IG_VALUE_INT && number.n_digits == 0)
            number.negative = false; /* integers have no -0 */
        return print_decimal(c, &number, out);
    case IGI_DECIMAL_NOT_FINITE:
        return refuse(c, "finite_number");
    default:
        return refuse(c, "decimal_parsing");
    }
}

/* ---- entry ------------------------------------------------------------------------------------------------------- */

bool igi_convert(const igi_slot *slot, const igi_scalar *in, unsigned mode, ig_arena *arena, void *out,
                 igi_problem *problem)
{
    bool           strict = mode & IGI_STRICT || (slot->field && slot->field->strict_);
    igi_conversion c = {slot, in->type, in->text, strict, mode, arena, problem};

    switch (slot->kind) {
    case IG_KIND_BOOL:
        return convert_bool(&c, out);
    case IG_KIND_I64:
        return convert_i64(&c, out);
    case IG_KIND_F64:
        return convert_f64(&c, out);
    case IG_KIND_STR:
        return slot->field && slot->field->one_of_ ? convert_one_of(&c, out) : convert_text(&c, "string_type", out);
    case IG_KIND_BYTES:
        return convert_text(&c, "bytes_type", out);
    case IG_KIND_UUID:
        return convert_uuid(&c, out);
    case IG_KIND_DATE:
        return igi_convert_date(&c, out);
    case IG_KIND_TIME:
        return igi_convert_time(&c, out);
    case IG_KIND_DATETIME:
        return igi_convert_datetime(&c, out);
    case IG_KIND_DURATION:
        return igi_convert_duration(&c, out);
    case IG_KIND_DECIMAL:
        return convert_decimal(&c, out);
    case IG_KIND_ENUM:
        return convert_enum(&c, out);
    default:
        return convert_json(&c, out);
    }
}
