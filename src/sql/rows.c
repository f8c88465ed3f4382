/* One member of a struct becomes one bound value, one column of a row becomes one member.
 * SPDX-License-Identifier: MIT
 *
 * What is stored in text form has one fixed width per type where that makes text order the order of time:
 *   uuid      550e8400-e29b-41d4-a716-446655440000
 *   date      2024-02-29
 *   timeofday 12:30:00.000000, with +05:30 behind it if aware
 *   datetime  2024-02-29 12:30:00.000000Z if aware, in UTC; without the Z if not. SQLite's own functions and SQLAlchemy
 *             write a space there too, not a T.
 *   decimal   its digits; enum: its name; duration: a number, of microseconds
 *   lists, maps, models, json: JSON
 */
#include <math.h>
#include <stdlib.h>
#include "../json/json_int.h"
#include "../model/decimal.h"
#include "sql_int.h"

static const int64_t US_PER_DAY = INT64_C(86400000000);

void igi_scratch_fini(igi_scratch *scratch)
{
    ig_arena_fini(&scratch->arena);
    ig_buf_fini(&scratch->json);
}

bool igi_is_null(const igi_column *column, const char *member)
{
    if (column->null == IGI_NULL_FLAG)
        return !*(const bool *)member;
    return column->null == IGI_NULL_POINTER && !*(const void *const *)member;
}

/* ---- struct -> value --------------------------------------------------------------------------------------------- */

/* The json type itself: its text is the value. */
static bool is_any_json(const igi_column *column)
{
    return column->slot->kind == IG_KIND_JSON && column->slot->shape <= IG_SHAPE_OPT;
}

static ig_code refuse(const igi_table *table, const igi_column *column, const char *why, ig_error *err)
{
    return igi_fail(err, IG_E_INVALID, "%s.%s: %s", table->name, column->name, why);
}

static bool is_decimal(ig_str text)
{
    igi_decimal value;
    return igi_decimal_read(text, &value) != IGI_DECIMAL_MALFORMED;
}

/* value as n decimal digits. */
static char *put_digits(char *out, int64_t value, int n)
{
    for (int i = n; i--; value /= 10)
        out[i] = (char)('0' + value % 10);
    return out + n;
}

/* HH:MM:SS.ffffff */
static char *put_time(char *out, int64_t us)
{
    out = put_digits(out, us / INT64_C(3600000000), 2);
    *out++ = ':';
    out = put_digits(out, us / 60000000 % 60, 2);
    *out++ = ':';
    out = put_digits(out, us / 1000000 % 60, 2);
    *out++ = '.';
    return put_digits(out, us % 1000000, 6);
}

/* +HH:MM */
static char *put_offset(char *out, int32_t offset_s)
{
    int32_t minutes = offset_s / 60;

    *out++ = offset_s < 0 ? '-' : '+';
    if (minutes < 0)
        minutes = -minutes;
    out = put_digits(out, minutes / 60, 2);
    *out++ = ':';
    return put_digits(out, minutes % 60, 2);
}

/* The text form of a uuid, date, time or datetime at out, which has 40 bytes; NULL if the value is none. */
static char *put_text(char *out, ig_kind kind, const void *value)
{
    const ig_timeofday *time = value;
    const ig_datetime  *moment = value;
    int64_t             days;
    ig_date             day;

    switch (kind) {
    case IG_KIND_UUID:
        return out + ig_uuid_format(value, out);
    case IG_KIND_DATE:
        return out + ig_date_format(value, out);
    case IG_KIND_TIME:
        if (time->us < 0 || time->us >= US_PER_DAY || time->offset_s % 60 || abs(time->offset_s) >= 86400)
            return NULL;
        out = put_time(out, time->us);
        return time->aware ? put_offset(out, time->offset_s) : out;
    default:
        days = moment->us / US_PER_DAY - (moment->us % US_PER_DAY < 0);
        if (days < -719162 || days > 2932896) /* years 1 to 9999 */
            return NULL;
        day = igi_date_from_days(days);
        out += ig_date_format(&day, out);
        *out++ = ' ';
        out = put_time(out, moment->us - days * US_PER_DAY);
        if (moment->aware)
            *out++ = 'Z';
        return out;
    }
}

static ig_code bind_text_form(const igi_table *table, const igi_column *column, const void *value, igi_scratch *scratch,
                              igi_sql_value *out, ig_error *err)
{
    char *text = igi_alloc(&scratch->arena, IG_DATETIME_TEXT, 1);
    char *end;

    if (!text)
        return igi_nomem(err);
    end = put_text(text, column->slot->kind, value);
    if (!end)
        return refuse(table, column, "out of range", err);
    *out = (igi_sql_value){.type = IGI_SQL_TEXT, .text = {text, (size_t)(end - text)}};
    return IG_OK;
}

static bool is_storable(ig_kind kind, const void *item)
{
    if (kind == IG_KIND_F64)
        return isfinite(*(const double *)item);
    return (kind != IG_KIND_STR && kind != IG_KIND_BYTES) || igi_is_utf8(*(const ig_str *)item);
}

/* Refuses what would come back from JSON as something else: the writer makes null of infinity, and U+FFFD of what is
 * not UTF-8. */
static ig_code check_items(const igi_table *table, const igi_column *column, const char *member, ig_error *err)
{
    const ig_list *items = (const void *)member;
    bool           map = column->slot->shape == IG_SHAPE_MAP;
    ig_kind        kind = column->slot->kind;
    size_t         value_at, stride;

    if (kind == IG_KIND_MODEL)
        return IG_OK;
    value_at = map ? sizeof(ig_str) : 0; /* an entry is {key, value} */
    stride = map ? (value_at + igi_kind_size(kind) + 7) / 8 * 8 : igi_kind_size(kind);
    for (size_t i = 0; i < items->n; i++) {
        const char *item = (const char *)items->items + i * stride;
        if ((map && !igi_is_utf8(*(const ig_str *)(const void *)item)) || !is_storable(kind, item + value_at))
            return refuse(table, column, "only UTF-8 and finite numbers can be stored in a list or map", err);
    }
    return IG_OK;
}

/* Lists, maps and models: written by the JSON writer, then moved to where it stays until the row is stored. */
static ig_code bind_json(const igi_table *table, const igi_column *column, const char *member, igi_scratch *scratch,
                         igi_sql_value *out, ig_error *err)
{
    static const ig_write_opts one_line = {0};
    ig_buf                    *text = &scratch->json;
    ig_code                    code = IG_OK;

    out->type = IGI_SQL_TEXT;
    if (is_any_json(column)) {
        out->text = igi_is_null(column, member) ? IG_S("null") : *(const ig_str *)member;
        return IG_OK;
    }
    if (column->slot->shape != IG_SHAPE_ONE)
        code = check_items(table, column, member, err);
    if (code)
        return code;
    ig_buf_reset(text);
    igi_write_slot(column->slot, member, &one_line, 0, text);
    if (text->code)
        return igi_fail(err, text->code, "%s.%s: %s", table->name, column->name, ig_code_text(text->code));
    out->text = ig_arena_str(&scratch->arena, (ig_str){text->p, text->n});
    return out->text.p ? IG_OK : igi_nomem(err);
}

static ig_code bind_enum(const igi_table *table, const igi_column *column, unsigned value, igi_sql_value *out,
                         ig_error *err)
{
    const ig_enum *e = column->slot->enum_;

    if (value >= e->n)
        return refuse(table, column, "the value is none of its enum", err);
    *out = (igi_sql_value){.type = IGI_SQL_TEXT, .text = igi_str(e->names[value])};
    return IG_OK;
}

static ig_code make_value(const igi_table *table, const igi_column *column, const char *member, igi_scratch *scratch,
                          igi_sql_value *out, ig_error *err)
{
    const void *value = member + column->value_at;

    if (column->json)
        return bind_json(table, column, member, scratch, out, err);
    switch (column->slot->kind) {
    case IG_KIND_BOOL:
        *out = (igi_sql_value){.type = IGI_SQL_I64, .i = *(const bool *)value};
        return IG_OK;
    case IG_KIND_I64:
    case IG_KIND_DURATION:
        *out = (igi_sql_value){.type = IGI_SQL_I64, .i = *(const int64_t *)value};
        return IG_OK;
    case IG_KIND_F64:
        if (isnan(*(const double *)value))
            return refuse(table, column, "NaN cannot be stored", err);
        *out = (igi_sql_value){.type = IGI_SQL_F64, .f = *(const double *)value};
        return IG_OK;
    case IG_KIND_STR:
        *out = (igi_sql_value){.type = IGI_SQL_TEXT, .text = *(const ig_str *)value};
        return igi_is_utf8(out->text) ? IG_OK : refuse(table, column, "the text is not UTF-8", err);
    case IG_KIND_DECIMAL:
        *out = (igi_sql_value){.type = IGI_SQL_TEXT, .text = *(const ig_str *)value};
        return is_decimal(out->text) ? IG_OK : refuse(table, column, "the text is no decimal", err);
    case IG_KIND_BYTES:
        *out = (igi_sql_value){.type = IGI_SQL_BLOB, .text = *(const ig_str *)value};
        return IG_OK;
    case IG_KIND_ENUM:
        return bind_enum(table, column, *(const unsigned *)value, out, err);
    default:
        return bind_text_form(table, column, value, scratch, out, err);
    }
}

/* Whether NULL is what to store. Where null is not allowed, a container without items is empty, and json is JSON's
 * null; anything else goes as NULL all the same, for the column's NOT NULL to refuse it by name. */
static bool is_sql_null(const igi_column *column, const char *member)
{
    bool container = column->slot->shape == IG_SHAPE_LIST || column->slot->shape == IG_SHAPE_MAP;

    return igi_is_null(column, member) && (column->slot->nullable || !(container || is_any_json(column)));
}

ig_code igi_bind_member(igi_conn *conn, igi_stmt *stmt, uint32_t i, const igi_table *table, const igi_column *column,
                        const char *member, igi_scratch *scratch, ig_error *err)
{
    igi_sql_value value = {.type = IGI_SQL_NULL};
    ig_code       code = IG_OK;

    if (!is_sql_null(column, member))
        code = make_value(table, column, member, scratch, &value, err);
    return code ? code : conn->driver->bind(conn, stmt, i, &value, err);
}

/* ---- value -> struct --------------------------------------------------------------------------------------------- */

/* Rows are trusted to have passed the checks when they were written, but not to be of the right type: SQLite takes any
 * value in any column, and the table may be somebody else's. */
static ig_code unreadable(const igi_table *table, const igi_column *column, ig_error *err)
{
    static const char *const names[] = {[IG_KIND_BOOL] = "boolean",
                                        [IG_KIND_I64] = "integer",
                                        [IG_KIND_F64] = "number",
                                        [IG_KIND_STR] = "text",
                                        [IG_KIND_BYTES] = "blob",
                                        [IG_KIND_UUID] = "UUID",
                                        [IG_KIND_DATE] = "date",
                                        [IG_KIND_TIME] = "time",
                                        [IG_KIND_DATETIME] = "date and time",
                                        [IG_KIND_DURATION] = "duration",
                                        [IG_KIND_DECIMAL] = "decimal",
                                        [IG_KIND_JSON] = "JSON text",
                                        [IG_KIND_ENUM] = "value of its enum"};
    ig_kind                  kind = column->json ? IG_KIND_JSON : (ig_kind)column->slot->kind;

    return igi_fail(err, IG_E_DATABASE, "%s.%s: the stored value is no %s", table->name, column->name, names[kind]);
}

static ig_code read_slice(ig_str text, ig_arena *arena, void *out, ig_error *err)
{
    ig_str copy = ig_arena_str(arena, text);

    if (!copy.p)
        return igi_nomem(err);
    *(ig_str *)out = copy;
    return IG_OK;
}

static bool read_enum(const ig_enum *e, ig_str text, unsigned *out)
{
    for (unsigned i = 0; i < e->n; i++) {
        if (igi_is(text, e->names[i])) {
            *out = i;
            return true;
        }
    }
    return false;
}

/* The types with a text form. */
static bool read_text_form(const igi_slot *slot, ig_str text, void *out)
{
    const char *error;
    char        buf[160];

    switch (slot->kind) {
    case IG_KIND_UUID:
        return igi_uuid_parse(text, out, buf, &error);
    case IG_KIND_DATE:
        return igi_date_parse(text, out, &error);
    case IG_KIND_TIME:
        return igi_time_parse(text, out, &error);
    case IG_KIND_DATETIME:
        return igi_datetime_parse(text, out, &error);
    case IG_KIND_ENUM:
        return read_enum(slot->enum_, text, out);
    default:
        return false;
    }
}

/* A decimal that somebody else's table holds as a number. */
static ig_code read_decimal_number(const igi_sql_value *value, ig_arena *arena, void *out, ig_error *err)
{
    char   text[IG_F64_TEXT];
    size_t n;

    if (value->type == IGI_SQL_F64)
        n = ig_f64_format(value->f, text);
    else
        n = (size_t)snprintf(text, sizeof text, "%" PRId64, value->i);
    return read_slice((ig_str){text, n}, arena, out, err);
}

static ig_code read_number(const igi_table *table, const igi_column *column, const igi_sql_value *value,
                           ig_arena *arena, void *out, ig_error *err)
{
    bool integer = value->type == IGI_SQL_I64;

    switch (column->slot->kind) {
    case IG_KIND_BOOL:
        if (!integer)
            break;
        *(bool *)out = value->i != 0;
        return IG_OK;
    case IG_KIND_I64:
    case IG_KIND_DURATION:
        if (!integer)
            break;
        *(int64_t *)out = value->i;
        return IG_OK;
    case IG_KIND_F64:
        *(double *)out = integer ? (double)value->i : value->f;
        return IG_OK;
    case IG_KIND_DECIMAL:
        return read_decimal_number(value, arena, out, err);
    default:
        break;
    }
    return unreadable(table, column, err);
}

static ig_code read_text(const igi_table *table, const igi_column *column, ig_str text, ig_arena *arena, char *member,
                         ig_error *err)
{
    if (!text.p)
        return igi_nomem(err);
    if (column->slot->kind == IG_KIND_STR || (column->slot->kind == IG_KIND_DECIMAL && is_decimal(text)))
        return read_slice(text, arena, member, err);
    return read_text_form(column->slot, text, member + column->value_at) ? IG_OK : unreadable(table, column, err);
}

static ig_code read_json(const igi_table *table, const igi_column *column, ig_str text, ig_arena *arena, void *object,
                         ig_error *err)
{
    ig_code code;

    if (!text.p)
        return igi_nomem(err);
    if (is_any_json(column))
        return read_slice(text, arena, (char *)object + column->slot->offset, err);
    code = igi_member_read(column->slot, text, arena, object, err);
    return code && code != IG_E_NOMEM ? unreadable(table, column, err) : code;
}

/* The object is all zero, so null has nothing to do. */
static ig_code read_column(const igi_table *table, const igi_column *column, const igi_sql_value *value,
                           ig_arena *arena, void *object, ig_error *err)
{
    char   *member = (char *)object + column->slot->offset;
    ig_code code;

    if (value->type == IGI_SQL_NULL) {
        if (column->slot->nullable && column->null != IGI_NEVER_NULL)
            return IG_OK;
        return igi_fail(err, IG_E_DATABASE, "%s.%s: null is stored, but the member has no null", table->name,
                        column->name);
    }
    if (column->json)
        return value->type == IGI_SQL_TEXT ? read_json(table, column, value->text, arena, object, err)
                                           : unreadable(table, column, err);
    if (value->type == IGI_SQL_TEXT)
        code = read_text(table, column, value->text, arena, member, err);
    else if (value->type != IGI_SQL_BLOB)
        code = read_number(table, column, value, arena, member + column->value_at, err);
    else if (column->slot->kind == IG_KIND_BYTES)
        code = read_slice(value->text, arena, member, err);
    else
        code = unreadable(table, column, err);
    if (!code && column->null == IGI_NULL_FLAG)
        *(bool *)member = true;
    return code;
}

ig_code igi_read_row(igi_conn *conn, igi_stmt *stmt, const igi_table *table, ig_arena *arena, void *object,
                     ig_error *err)
{
    ig_code code = IG_OK;

    memset(object, 0, table->model->size);
    for (uint32_t i = 0; !code && i < table->n_columns; i++) {
        igi_sql_value value;
        conn->driver->column(stmt, i, &value);
        code = read_column(table, &table->columns[i], &value, arena, object, err);
    }
    return code;
}
