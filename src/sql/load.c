/* Rows in, objects out: one by its key, many as a list, or just their number.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include "session.h"

/* ---- one object -------------------------------------------------------------------------------------------------- */

static ig_code fetch(ig_session *session, igi_conn *conn, igi_stmt *stmt, const igi_table *table, const void *key,
                     void **out)
{
    ig_error *err = &session->failure;
    void     *object;
    bool      row;
    ig_code   code = IG_OK;

    for (uint32_t i = 0; !code && i < table->n_keys; i++)
        code = igi_bind_member(conn, stmt, i, table, table->keys[i], igi_key_member(table, key, i), &session->scratch,
                               err);
    if (!code)
        code = conn->driver->step(conn, stmt, &row, err);
    if (code)
        return code;
    if (!row)
        return igi_fail(err, IG_E_NOT_FOUND, "%s: no row with this key", table->name);
    object = igi_alloc(&session->arena, table->model->size, 16);
    if (!object)
        return igi_nomem(err);
    code = igi_read_row(conn, stmt, table, &session->arena, object, err);
    if (!code)
        *out = object;
    return code;
}

static ig_code load(ig_session *session, const igi_table *table, const void *key, void **out)
{
    igi_conn *conn;
    igi_stmt *stmt;
    ig_code   code = igi_engine_lend(session->engine, &conn, &session->failure);

    if (code)
        return code;
    code = igi_statement(conn, table, IGI_GET, &stmt, &session->failure);
    if (!code) {
        code = fetch(session, conn, stmt, table, key, out);
        conn->driver->reset(stmt);
    }
    igi_engine_give_back(conn);
    return code;
}

/* The object from the identity map, or from the database into it. */
static ig_code get(ig_session *session, const igi_table *table, const void *key, void **out)
{
    igi_key identity;
    void   *object;
    ig_code code;

    if (session->scratch.arena.head)
        ig_arena_reset(&session->scratch.arena);
    if (!igi_key_make(table, key, &session->scratch.arena, &identity))
        return igi_nomem(&session->failure);
    object = igi_identities_get(&session->identities, &identity);
    if (!object) {
        code = load(session, table, key, &object);
        if (code)
            return code;
        if (!igi_key_make(table, key, &session->arena, &identity) ||
            !igi_identities_add(&session->identities, &identity, object))
            return igi_nomem(&session->failure);
    }
    *out = object;
    return IG_OK;
}

void *ig_session_get_object(ig_session *session, const ig_model *model, const void *key)
{
    const igi_table *table;
    void            *object = NULL;

    if (!session || !igi_session_ready(session))
        return NULL;
    table = igi_engine_table(session->engine, model, &session->failure);
    return table && !get(session, table, key, &object) ? object : NULL;
}

/* ---- lists and counts -------------------------------------------------------------------------------------------- */

/* Begins a call that reads: the model's table, and a connection to be given back. NULL: session->failure says why. */
static const igi_table *begin_read(ig_session *session, const ig_model *model, igi_conn **conn)
{
    const igi_table *table = NULL;

    if (igi_session_ready(session))
        table = igi_engine_table(session->engine, model, &session->failure);
    return table && !igi_engine_lend(session->engine, conn, &session->failure) ? table : NULL;
}

/* A list while it grows. The objects move; what they point to is in the session's arena. */
typedef struct growing {
    igi_loaded_list *list;
    size_t           n, cap;
} growing;

static void *next_object(growing *rows, size_t object_bytes)
{
    if (rows->n == rows->cap) {
        size_t           cap = rows->cap ? rows->cap * 2 : 16;
        igi_loaded_list *list = realloc(rows->list, sizeof *list + cap * object_bytes);
        if (!list)
            return NULL;
        rows->list = list;
        rows->cap = cap;
    }
    return rows->list->objects + rows->n * object_bytes;
}

static ig_code read_rows(ig_session *session, igi_conn *conn, igi_stmt *stmt, const igi_table *table, uint64_t most,
                         growing *rows)
{
    ig_error *err = &session->failure;
    ig_code   code;
    bool      row;

    while (!(code = conn->driver->step(conn, stmt, &row, err)) && row) {
        void *object;
        if (rows->n == most)
            return igi_fail(err, IG_E_LIMIT, "%s: more than %" PRIu64 " rows, give a limit", table->name, most);
        object = next_object(rows, table->model->size);
        if (!object)
            return igi_nomem(err);
        code = igi_read_row(conn, stmt, table, &session->arena, object, err);
        if (code)
            return code;
        rows->n++;
    }
    return code;
}

/* LIMIT and OFFSET are signed in SQL. */
static int64_t clamp(uint64_t n)
{
    return n > INT64_MAX ? INT64_MAX : (int64_t)n;
}

static ig_code select_rows(ig_session *session, igi_conn *conn, const igi_table *table, const ig_list_opts *opts,
                           growing *rows)
{
    uint64_t      most = opts->limit ? UINT64_MAX : igi_engine_limits(session->engine)->max_rows;
    igi_sql_value limit = {.type = IGI_SQL_I64, .i = clamp(opts->limit ? opts->limit : most + 1)};
    igi_sql_value offset = {.type = IGI_SQL_I64, .i = clamp(opts->offset)};
    igi_stmt     *stmt;
    ig_code       code = igi_statement(conn, table, IGI_LIST, &stmt, &session->failure);

    if (code)
        return code;
    code = conn->driver->bind(conn, stmt, 0, &limit, &session->failure);
    if (!code)
        code = conn->driver->bind(conn, stmt, 1, &offset, &session->failure);
    if (!code)
        code = read_rows(session, conn, stmt, table, most, rows);
    conn->driver->reset(stmt);
    return code;
}

/* Gives the list to the session and back what was reserved too much. */
static void keep_list(ig_session *session, const igi_table *table, const growing *rows, ig_list *out)
{
    igi_loaded_list *list = NULL;

    if (rows->n) {
        list = realloc(rows->list, sizeof *list + rows->n * table->model->size);
        if (!list)
            list = rows->list;
        list->next = session->lists;
        session->lists = list;
    }
    *out = (ig_list){list ? list->objects : NULL, rows->n};
}

ig_code ig_session_list_objects(ig_session *session, const ig_model *model, const ig_list_opts *opts, ig_list *out,
                                ig_error *err)
{
    static const ig_list_opts defaults = {0};
    const igi_table          *table;
    growing                   rows = {0};
    igi_conn                 *conn;
    ig_code                   code;

    if (!session)
        return igi_nomem(err);
    table = begin_read(session, model, &conn);
    if (!table)
        return igi_session_report(session, err);
    code = select_rows(session, conn, table, opts ? opts : &defaults, &rows);
    igi_engine_give_back(conn);
    if (code) {
        free(rows.list);
        return igi_session_report(session, err);
    }
    keep_list(session, table, &rows, out);
    return IG_OK;
}

ig_code ig_session_count(ig_session *session, const ig_model *model, uint64_t *out, ig_error *err)
{
    const igi_table *table;
    igi_conn        *conn;
    igi_stmt        *stmt;
    igi_sql_value    n;
    bool             row;

    if (!session)
        return igi_nomem(err);
    table = begin_read(session, model, &conn);
    if (!table)
        return igi_session_report(session, err);
    if (!igi_statement(conn, table, IGI_COUNT, &stmt, &session->failure)) {
        if (!conn->driver->step(conn, stmt, &row, &session->failure)) {
            conn->driver->column(stmt, 0, &n);
            *out = (uint64_t)n.i;
        }
        conn->driver->reset(stmt);
    }
    igi_engine_give_back(conn);
    return igi_session_report(session, err);
}
