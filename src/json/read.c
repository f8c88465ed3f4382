/* Reading: JSON text, whole or in pieces, becomes an object or a list of a model, or an error that lists the issues.
 * SPDX-License-Identifier: MIT */
#include "bind.h"
#include "json_int.h"
#include "reader.h"

static const ig_read_opts default_opts;

static void start(igi_binder *b, const igi_plan *plan, bool list, const ig_read_opts *opts, const ig_limits *limits,
                  ig_arena *arena, void *object, ig_str text, bool final)
{
    igi_bind_init(b, plan, list, opts, limits, arena, object);
    igi_lex_init(&b->lex, text, final, limits->max_depth);
    b->lex.allow_nan = true;
}

static ig_code finish(igi_binder *b, igi_event event, ig_error *err)
{
    return event == IGI_END && !b->n_found && !b->n_dropped ? IG_OK : igi_found_report(b, err);
}

static ig_code read_value(const ig_model *model, bool list, ig_str text, const ig_read_opts *opts, ig_arena *arena,
                          void *out, size_t out_bytes, ig_error *err)
{
    ig_error        own;
    const igi_plan *plan = igi_plan_of(model, err ? err : (err = &own));
    ig_limits       limits = ig_limits_resolve(opts ? opts->limits : NULL);
    igi_binder      binder;
    void           *object;
    ig_code         code;

    if (!plan)
        return err->code;
    if (text.n > limits.max_json_bytes)
        return igi_fail(err, IG_E_LIMIT, "the JSON text is longer than %zu bytes", limits.max_json_bytes);
    object = ig_arena_zalloc(arena, out_bytes);
    if (!object)
        return igi_nomem(err);
    start(&binder, plan, list, opts ? opts : &default_opts, &limits, arena, object, text, true);
    code = finish(&binder, igi_bind_run(&binder), err);
    if (!code)
        memcpy(out, object, out_bytes);
    return code;
}

ig_code ig_json_read(const ig_model *model, ig_str text, const ig_read_opts *opts, ig_arena *arena, void *out,
                     ig_error *err)
{
    return read_value(model, false, text, opts, arena, out, model->size, err);
}

ig_code ig_json_read_list(const ig_model *model, ig_str text, const ig_read_opts *opts, ig_arena *arena, ig_list *out,
                          ig_error *err)
{
    return read_value(model, true, text, opts, arena, out, sizeof *out, err);
}

/* ---- models with one member, made for the occasion --------------------------------------------------------------- */

typedef struct wrapper {
    ig_list list;
} wrapper;

ig_code igi_json_read_wrapped_list(const ig_model *model, const char *title, const char *key, ig_str text,
                                   const ig_read_opts *opts, ig_arena *arena, ig_list *out, ig_error *err)
{
    ig_field field = {.name = key,
                      .name_bytes = (uint32_t)strlen(key),
                      .size = sizeof(ig_list),
                      .type = IG_KIND_MODEL | IG_SHAPE_LIST,
                      .ref_ = IG_REF_LIST,
                      .model_ = model};
    ig_memo  memo = {0};
    ig_model whole = {.name = title, .size = sizeof(wrapper), .fields = &field, .n_fields = 1, .memo_ = &memo};
    wrapper  value;
    ig_code  code = ig_json_read(&whole, text, opts, arena, &value, err);

    if (memo.p)
        igi_plan_free(memo.p);
    if (err && err->code == code && code)
        err->title = title;
    if (!code)
        *out = value.list;
    return code;
}

/* A plan of one trusted member: what a database column holds was checked when it was stored. */
typedef union one_member {
    igi_plan plan;
    char     room[sizeof(igi_plan) + sizeof(igi_slot)];
} one_member;

ig_code igi_member_read(const igi_slot *slot, ig_str text, ig_arena *arena, void *object, ig_error *err)
{
    ig_field   field = *slot->field;
    ig_limits  limits = ig_limits_resolve(NULL);
    ig_memo    memo = {0};
    ig_model   model = {.name = field.name, .size = field.size, .fields = &field, .n_fields = 1, .memo_ = &memo};
    one_member one = {.plan = {.model = &model, .base = &model, .n = 1, .all = 1}};
    igi_binder binder;
    void      *value = ig_arena_zalloc(arena, field.size);
    ig_code    code;

    if (!value)
        return igi_nomem(err);
    field.validator_ = NULL;
    field.strict_ = false;
    one.plan.whole = &one.plan;
    one.plan.slots[0] = *slot;
    one.plan.slots[0].field = &field;
    one.plan.slots[0].offset = one.plan.slots[0].index = 0;
    one.plan.slots[0].checked = one.plan.slots[0].range_only = false;
    start(&binder, &one.plan, false, &default_opts, &limits, arena, value, text, true);
    igi_bind_enter(&binder, &one.plan, value);
    code = finish(&binder, igi_bind_run(&binder), err);
    if (!code)
        memcpy((char *)object + slot->offset, value, field.size);
    return code;
}

/* ---- in pieces ---------------------------------------------------------------------------------------------------- */

ig_reader *ig_reader_open(const ig_model *model, bool list, const ig_read_opts *opts, ig_arena *arena, ig_error *err)
{
    const igi_plan *plan = igi_plan_of(model, err);
    size_t          bytes = list ? sizeof(ig_list) : model->size;
    ig_limits       limits = ig_limits_resolve(opts ? opts->limits : NULL);
    ig_reader      *reader;

    if (!plan)
        return NULL;
    reader = ig_arena_zalloc(arena, sizeof *reader);
    if (reader)
        reader->object = ig_arena_zalloc(arena, bytes);
    if (!reader || !reader->object) {
        igi_nomem(err);
        return NULL;
    }
    reader->object_bytes = bytes;
    start(&reader->binder, plan, list, opts ? opts : &default_opts, &limits, arena, reader->object, (ig_str){NULL, 0},
          false);
    return reader;
}

static ig_code stick(ig_reader *reader, ig_error *err)
{
    if (!reader->reported) {
        reader->reported = true;
        igi_found_report(&reader->binder, &reader->err);
    }
    if (err)
        *err = reader->err;
    return reader->err.code;
}

static bool append(ig_reader *reader, const void *bytes, size_t n)
{
    size_t cap = reader->cap ? reader->cap : 1024;
    char  *more;

    if (n <= reader->cap - reader->n) {
        memcpy(reader->text + reader->n, bytes, n);
        reader->n += n;
        return true;
    }
    while (cap - reader->n < n)
        cap *= 2;
    more = igi_alloc(reader->binder.arena, cap, 16);
    if (!more)
        return false;
    if (reader->n)
        memcpy(more, reader->text, reader->n);
    memcpy(more + reader->n, bytes, n);
    reader->text = more;
    reader->cap = cap;
    reader->n += n;
    return true;
}

/* Most pieces of a stream fall into the middle of a text and have nothing special in them: then all there is to do is to
 * remember how far the text goes. */
static bool continues_text(const ig_reader *reader, const char *bytes, size_t n)
{
    const igi_lex *lex = &reader->binder.lex;

    return lex->scanned && lex->p + 1 + lex->scanned == lex->end && igi_lex_plain(bytes, bytes + n) == bytes + n;
}

ig_code ig_reader_feed(ig_reader *reader, const void *bytes, size_t n, ig_error *err)
{
    igi_binder *b = &reader->binder;
    bool        plain;

    if (reader->last == IGI_ERROR)
        return stick(reader, err);
    if (!n)
        return IG_OK;
    plain = continues_text(reader, bytes, n);
    if (n > b->limits.max_json_bytes - reader->n) {
        b->code = IG_E_LIMIT;
        snprintf(b->detail, sizeof b->detail, "the JSON text is longer than %zu bytes", b->limits.max_json_bytes);
        reader->last = IGI_ERROR;
        return stick(reader, err);
    }
    if (!append(reader, bytes, n)) {
        b->code = IG_E_NOMEM;
        reader->last = IGI_ERROR;
        return stick(reader, err);
    }
    igi_lex_extend(&b->lex, reader->text, reader->n, false);
    if (plain) {
        b->lex.scanned += n;
        return IG_OK;
    }
    reader->looked = false;
    reader->last = igi_bind_run(b);
    return reader->last == IGI_ERROR ? stick(reader, err) : IG_OK;
}

ig_code ig_reader_finish(ig_reader *reader, void *out, ig_error *err)
{
    igi_binder *b = &reader->binder;

    if (reader->last != IGI_ERROR) {
        igi_lex_extend(&b->lex, reader->text ? reader->text : "", reader->n, true);
        reader->last = igi_bind_run(b);
    }
    if (reader->last != IGI_END || b->n_found || b->n_dropped)
        return stick(reader, err);
    memcpy(out, reader->object, reader->object_bytes);
    return IG_OK;
}
