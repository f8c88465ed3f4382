/* Writing: an object of a model becomes JSON text, as Pydantic's model_dump_json() would print it.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include "json_int.h"
#include "lex.h"

/* ---- text ----------------------------------------------------------------------------------------------------------- */

/* What a byte that cannot stand for itself becomes; n is the length at out, 0 = it is the start of UTF-8. */
static size_t escape(unsigned char c, char out[6])
{
    static const char named[] = "\bb\ff\nn\rr\tt\"\"\\\\";
    static const char hex[] = "0123456789abcdef";

    for (const char *pair = named; *pair; pair += 2) {
        if ((unsigned char)*pair == c) {
            out[0] = '\\';
            out[1] = pair[1];
            return 2;
        }
    }
    if (c >= 0x20)
        return 0;
    memcpy(out, "\\u00", 4);
    out[4] = hex[c >> 4];
    out[5] = hex[c & 15];
    return 6;
}

void ig_json_write_str(ig_buf *out, ig_str s)
{
    const char *p = s.p ? s.p : "", *end = p + s.n;
    char        escaped[6];

    ig_buf_char(out, '"');
    while (p < end) {
        const char *plain = igi_lex_plain(p, end);
        size_t      n;
        ig_buf_add(out, p, (size_t)(plain - p));
        p = plain;
        if (p == end)
            break;
        n = escape((unsigned char)*p, escaped);
        if (n) {
            ig_buf_add(out, escaped, n);
            p++;
        } else if ((unsigned char)*p < 0x80) {
            ig_buf_char(out, *p++);
        } else {
            int bytes = igi_utf8_sequence(p, end);
            ig_buf_add(out, bytes > 0 ? p : "\xef\xbf\xbd", bytes > 0 ? (size_t)bytes : 3);
            p += bytes > 0 ? bytes : 1;
        }
    }
    ig_buf_char(out, '"');
}

static void write_ascii(ig_buf *out, const char *text, size_t n)
{
    char *p = ig_buf_room(out, n + 2);

    if (!p)
        return;
    p[0] = '"';
    memcpy(p + 1, text, n);
    p[n + 1] = '"';
    p[n + 2] = 0;
    out->n += n + 2;
}

/* ---- scalars --------------------------------------------------------------------------------------------------------- */

static void write_i64(ig_buf *out, int64_t value)
{
    char     digits[20], *p;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    size_t   n = 0;

    p = ig_buf_room(out, sizeof digits + 1);
    if (!p)
        return;
    do {
        digits[n++] = (char)('0' + rest % 10);
    } while (rest /= 10);
    if (value < 0)
        *p++ = '-';
    out->n += n + (value < 0);
    while (n)
        *p++ = digits[--n];
    *p = 0;
}

/* Python's repr, but for small numbers as Pydantic writes them: 1e-7 for 1e-07, 0.000015 for 1.5e-05. */
static void write_f64(ig_buf *out, double value)
{
    char   text[IG_F64_TEXT];
    size_t n = ig_f64_format(value, text);

    if (!isfinite(value)) {
        ig_buf_str(out, "null");
    } else if (n > 4 && memcmp(text + n - 4, "e-05", 4) == 0) {
        ig_buf_str(out, text[0] == '-' ? "-0.0000" : "0.0000");
        for (size_t i = text[0] == '-'; i < n - 4; i++) {
            if (text[i] != '.')
                ig_buf_char(out, text[i]);
        }
    } else if (n > 4 && memcmp(text + n - 4, "e-0", 3) == 0) {
        ig_buf_add(out, text, n - 2);
        ig_buf_char(out, text[n - 1]);
    } else {
        ig_buf_add(out, text, n);
    }
}

static void write_enum(const igi_slot *slot, unsigned value, ig_buf *out)
{
    if (value < slot->enum_->n)
        ig_json_write_str(out, igi_str(slot->enum_->names[value]));
    else
        ig_buf_str(out, "null");
}

static void write_scalar(const igi_slot *slot, const void *value, ig_buf *out)
{
    char text[IG_DURATION_TEXT];

    switch (slot->kind) {
    case IG_KIND_BOOL:
        ig_buf_str(out, *(const bool *)value ? "true" : "false");
        break;
    case IG_KIND_I64:
        write_i64(out, *(const int64_t *)value);
        break;
    case IG_KIND_F64:
        write_f64(out, *(const double *)value);
        break;
    case IG_KIND_ENUM:
        write_enum(slot, *(const unsigned *)value, out);
        break;
    case IG_KIND_UUID:
        write_ascii(out, text, ig_uuid_format(value, text));
        break;
    case IG_KIND_DATE:
        write_ascii(out, text, ig_date_format(value, text));
        break;
    case IG_KIND_TIME:
        write_ascii(out, text, ig_time_format(value, text));
        break;
    case IG_KIND_DATETIME:
        write_ascii(out, text, ig_datetime_format(value, text));
        break;
    case IG_KIND_DURATION:
        write_ascii(out, text, ig_duration_format(value, text));
        break;
    case IG_KIND_JSON:
        if (((const ig_json *)value)->p)
            ig_buf_add(out, ((const ig_json *)value)->p, ((const ig_json *)value)->n);
        else
            ig_buf_str(out, "null");
        break;
    default: /* text, bytes and decimals share one layout */
        ig_json_write_str(out, *(const ig_str *)value);
    }
}

/* ---- members ---------------------------------------------------------------------------------------------------------- */

static void write_object(const igi_plan *plan, const void *object, const ig_write_opts *opts, uint32_t level,
                         ig_buf *out);

/* A new line at this level when the output is indented. */
static void line(const ig_write_opts *opts, uint32_t level, ig_buf *out)
{
    size_t n = (size_t)opts->indent * level;
    char  *p;

    if (!opts->indent)
        return;
    p = ig_buf_room(out, n + 1);
    if (!p)
        return;
    p[0] = '\n';
    memset(p + 1, ' ', n);
    p[n + 1] = 0;
    out->n += n + 1;
}

/* A list's item or a map's value. */
static void write_value(const igi_slot *slot, const void *value, const ig_write_opts *opts, uint32_t level, ig_buf *out)
{
    const igi_plan *plan;

    if (slot->kind != IG_KIND_MODEL) {
        write_scalar(slot, value, out);
        return;
    }
    plan = igi_plan_of(slot->model, NULL);
    if (plan)
        write_object(plan, value, opts, level, out);
    else if (!out->code)
        out->code = IG_E_MODEL;
}

static void write_items(const igi_slot *slot, const ig_list *list, const ig_write_opts *opts, uint32_t level,
                        ig_buf *out)
{
    bool        map = slot->shape == IG_SHAPE_MAP;
    const char *item = list->items;

    ig_buf_char(out, map ? '{' : '[');
    for (size_t i = 0; i < list->n; i++, item += slot->item_bytes) {
        if (i)
            ig_buf_char(out, ',');
        line(opts, level + 1, out);
        if (map) {
            ig_json_write_str(out, *(const ig_str *)(const void *)item);
            ig_buf_str(out, opts->indent ? ": " : ":");
        }
        write_value(slot, item + (map ? sizeof(ig_str) : 0), opts, level + 1, out);
    }
    if (list->n)
        line(opts, level, out);
    ig_buf_char(out, map ? '}' : ']');
}

/* Whether a member holds null. */
static bool is_null(const igi_slot *slot, const char *member)
{
    if (slot->shape >= IG_SHAPE_LIST)
        return slot->nullable && !((const ig_list *)(const void *)member)->items;
    if (slot->pointer)
        return !*(void *const *)(const void *)member;
    if (slot->shape != IG_SHAPE_OPT)
        return false;
    return igi_opt_offset(slot->kind) ? !*(const bool *)member : !((const ig_str *)(const void *)member)->p;
}

void igi_write_slot(const igi_slot *slot, const void *member, const ig_write_opts *opts, uint32_t level, ig_buf *out)
{
    if (is_null(slot, member))
        ig_buf_str(out, "null");
    else if (slot->shape >= IG_SHAPE_LIST)
        write_items(slot, member, opts, level, out);
    else if (slot->pointer)
        write_value(slot, *(void *const *)member, opts, level, out);
    else
        write_value(slot, (const char *)member + (slot->shape == IG_SHAPE_OPT ? igi_opt_offset(slot->kind) : 0), opts,
                    level, out);
}

static void write_object(const igi_plan *plan, const void *object, const ig_write_opts *opts, uint32_t level,
                         ig_buf *out)
{
    bool any = false;

    ig_buf_char(out, '{');
    for (uint32_t i = 0; i < plan->n && !out->code; i++) {
        const igi_slot *slot = &plan->slots[i];
        const char     *member = (const char *)object + slot->offset;
        if (slot->relationship || slot->field->exclude_ || (opts->exclude_none && is_null(slot, member)))
            continue;
        if (any)
            ig_buf_char(out, ',');
        any = true;
        line(opts, level + 1, out);
        ig_buf_add(out, slot->json_key, slot->json_key_bytes);
        if (opts->indent)
            ig_buf_char(out, ' ');
        igi_write_slot(slot, member, opts, level + 1, out);
    }
    if (any)
        line(opts, level, out);
    ig_buf_char(out, '}');
}

static const ig_write_opts default_opts;

void ig_json_write(const ig_model *model, const void *object, const ig_write_opts *opts, ig_buf *out)
{
    ig_error        err;
    const igi_plan *plan = igi_plan_of(model, &err);

    if (plan)
        write_object(plan, object, opts ? opts : &default_opts, 0, out);
    else if (!out->code)
        out->code = err.code;
}

void ig_json_write_member(const ig_model *model, const ig_field *field, const void *object, ig_buf *out)
{
    ig_error        err;
    const igi_plan *plan = igi_plan_of(model, &err);

    if (!plan) {
        if (!out->code)
            out->code = err.code;
        return;
    }
    for (uint32_t i = 0; i < plan->n; i++) {
        if (plan->slots[i].field == field)
            igi_write_slot(&plan->slots[i], (const char *)object + field->offset, &default_opts, 0, out);
    }
}
