/* Any bytes to the binder with every type: whole and in pieces with looks between them agree, and what was read, written
 * and read again is the same.
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <stdlib.h>
#include <string.h>
#include <ingot/ingot.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_BYTES = 4096 };

ENUM(Color, red, green);
MODEL_FORWARD(Every);
MODEL(Every, (),
    (opt_bool, b), (opt_i64, i, IG_GE(-5), IG_LT(1000)), (opt_f64, f, IG_MULTIPLE_OF(0.5)),
    (opt_str, s, IG_MIN_LENGTH(1), IG_MAX_LENGTH(8), IG_PATTERN("^[a-z]+$")), (opt_bytes, y, IG_MAX_LENGTH(4)),
    (opt_uuid, u), (opt_date, d), (opt_timeofday, t), (opt_datetime, dt), (opt_duration, du),
    (opt_decimal, de, IG_MAX_DIGITS(6), IG_DECIMAL_PLACES(2), IG_GT(0)), (opt_json, j), (opt_Color, c, IG_ENUM(Color)),
    (opt_str, one, IG_ONE_OF("a", "b")),
    (i64_list, il, IG_NULLABLE, IG_MAX_LENGTH(3)), (f64_list, fl, IG_NULLABLE), (str_list, sl, IG_NULLABLE),
    (date_list, dl, IG_NULLABLE), (json_list, jl, IG_NULLABLE), (i64_map, im, IG_NULLABLE), (str_map, sm, IG_NULLABLE),
    (datetime_map, dm, IG_NULLABLE), (Every *, child, IG_OBJ(Every), IG_NULLABLE),
    (Every_list, kids, IG_LIST_OF(Every), IG_NULLABLE));

static ig_code read_pieces(str text, size_t step, ig_arena *arena, Every *out, ig_error *err)
{
    ig_reader *reader = ig_reader_open(&Every_model, false, NULL, arena, err);
    ig_code    code = reader ? IG_OK : err->code;

    for (size_t i = 0; !code && i < text.n; i += step) {
        ig_buf so_far = {0};
        code = ig_reader_feed(reader, text.p + i, text.n - i < step ? text.n - i : step, err);
        if (!code && step % 2) { /* looking must neither break nor change anything */
            ig_json_write(&Every_model, ig_reader_partial(reader), NULL, &so_far);
            ig_buf_fini(&so_far);
        }
    }
    return code ? code : ig_reader_finish(reader, out, err);
}

static void dump(ig_code code, const Every *value, const ig_error *err, ig_buf *out)
{
    if (code == IG_OK)
        ig_json_write(&Every_model, value, NULL, out);
    else if (code == IG_E_INVALID)
        ig_issues_json(err, out);
    else
        ig_buf_str(out, ig_code_name(code)); /* the input quoted by a syntax error is what had arrived by then */
}

static bool same(const ig_buf *a, const ig_buf *b)
{
    return a->n == b->n && memcmp(a->p, b->p, a->n) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str      text = {(const char *)data, size};
    ig_arena arena = {0};
    ig_error err;
    Every    value, again;
    ig_buf   whole = {0}, pieces = {0}, second = {0}, shown = {0};
    ig_code  code;

    if (size > MOST_BYTES)
        return 0;
    code = ig_read(Every, text, NULL, &arena, &value, &err);
    dump(code, &value, &err, &whole);
    if (code)
        ig_issues_text(&err, true, &shown);
    if (code != read_pieces(text, size ? data[size - 1] % 5 + 1u : 1, &arena, &again, &err))
        abort();
    dump(code, &again, &err, &pieces);
    if (!same(&whole, &pieces))
        abort();
    if (!code) {
        /* inf and nan are written as null, which reads as absent; everything else must come back */
        if (ig_read(Every, ((str){whole.p, whole.n}), NULL, &arena, &again, &err) == IG_OK) {
            dump(IG_OK, &again, &err, &second);
            if (!same(&whole, &second))
                abort();
        } else if (!memmem(whole.p, whole.n, "null", 4)) {
            abort();
        }
    }
    ig_arena_fini(&arena);
    ig_buf_fini(&whole);
    ig_buf_fini(&pieces);
    ig_buf_fini(&second);
    ig_buf_fini(&shown);
    return 0;
}
