/* The queued objects in, rows out: one transaction, tables in the order of their foreign keys, all or nothing.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include "session.h"

static ig_code note_written(ig_session *session, void *member, size_t size)
{
    igi_written_key *grown = igi_grown(session->written, session->n_written, &session->cap_written, sizeof *grown);

    if (!grown)
        return igi_nomem(&session->failure);
    session->written = grown;
    session->written[session->n_written++] = (igi_written_key){member, size};
    return IG_OK;
}

static void undo_written(ig_session *session)
{
    for (size_t i = 0; i < session->n_written; i++)
        memset(session->written[i].member, 0, session->written[i].size);
}

/* Whether the row a foreign key refers to is there; true also when that cannot be found out. */
static bool has_parent(ig_session *session, igi_conn *conn, const igi_table *table, const igi_column *column,
                       const char *member)
{
    const igi_driver *driver = conn->driver;
    ig_buf            sql = {0};
    igi_stmt         *stmt;
    ig_error          ignored;
    bool              found = true;

    ig_buf_str(&sql, "SELECT 1 FROM ");
    igi_add_identifier(&sql, column->ref_table);
    ig_buf_str(&sql, " WHERE ");
    igi_add_identifier(&sql, column->ref_column);
    ig_buf_str(&sql, " = $1");
    if (!sql.code && !driver->prepare(conn, sql.p, &stmt, &ignored)) {
        if (!igi_bind_member(conn, stmt, 0, table, column, member, &session->scratch, &ignored) &&
            driver->step(conn, stmt, &found, &ignored))
            found = true;
        driver->finish(stmt);
    }
    ig_buf_fini(&sql);
    return found;
}

/* Names the column of a violated foreign key, which SQLite does not. */
static void explain_foreign_key(ig_session *session, igi_conn *conn, const igi_table *table, const char *object)
{
    int sys = session->failure.sys;

    for (uint32_t i = 0; i < table->n_columns; i++) {
        const igi_column *column = &table->columns[i];
        const char       *member = object + column->slot->offset;
        if (!column->ref_table || igi_is_null(column, member) || has_parent(session, conn, table, column, member))
            continue;
        (void)igi_fail(&session->failure, IG_E_CONFLICT, "%s.%s: no row of \"%s\" has this %s", table->name,
                       column->name, column->ref_table, column->ref_column);
        session->failure.sys = sys;
        return;
    }
}

/* A key that the database is to make. */
static bool is_unset(const igi_column *key, const char *member)
{
    return igi_is_null(key, member) || *(const int64_t *)(member + key->value_at) == 0;
}

static ig_code bind_object(ig_session *session, igi_conn *conn, igi_stmt *stmt, const igi_table *table,
                           const char *object, bool make_key)
{
    const igi_sql_value null = {.type = IGI_SQL_NULL};
    ig_code             code = IG_OK;

    if (session->scratch.arena.head)
        ig_arena_reset(&session->scratch.arena);
    for (uint32_t i = 0; !code && i < table->n_columns; i++) {
        const igi_column *column = &table->columns[i];
        if (make_key && column->key)
            code = conn->driver->bind(conn, stmt, i, &null, &session->failure);
        else
            code = igi_bind_member(conn, stmt, i, table, column, object + column->slot->offset, &session->scratch,
                                   &session->failure);
    }
    return code;
}

/* Writes a key made by the database back into the object. */
static ig_code write_back(ig_session *session, igi_conn *conn, const igi_table *table, char *object)
{
    const igi_column *key = table->keys[0];
    char             *member = object + key->slot->offset;
    ig_code           code = note_written(session, member, key->slot->field->size);

    if (code)
        return code;
    *(int64_t *)(member + key->value_at) = conn->driver->last_key(conn);
    if (key->null == IGI_NULL_FLAG)
        *(bool *)member = true;
    return IG_OK;
}

static ig_code insert_object(ig_session *session, igi_conn *conn, igi_stmt *stmt, const igi_table *table, char *object)
{
    bool    make_key = table->generated && is_unset(table->keys[0], object + table->keys[0]->slot->offset);
    bool    row;
    ig_code code = bind_object(session, conn, stmt, table, object, make_key);

    if (!code) {
        code = conn->driver->step(conn, stmt, &row, &session->failure);
        if (code == IG_E_CONFLICT && session->failure.sys == conn->driver->foreign_key_code)
            explain_foreign_key(session, conn, table, object);
    }
    conn->driver->reset(stmt);
    return !code && make_key ? write_back(session, conn, table, object) : code;
}

static ig_code insert_table(ig_session *session, igi_conn *conn, const igi_table *table)
{
    igi_stmt *stmt;
    ig_code   code = igi_statement(conn, table, IGI_INSERT, &stmt, &session->failure);

    for (size_t i = 0; !code && i < session->n_queue; i++) {
        const igi_run *run = &session->queue[i];
        if (run->table != table)
            continue;
        for (size_t k = 0; !code && k < run->n; k++)
            code = insert_object(session, conn, stmt, table, run->objects + k * table->model->size);
    }
    return code;
}

static bool contains(const igi_table **tables, uint32_t n, const igi_table *table)
{
    for (uint32_t i = 0; i < n; i++) {
        if (tables[i] == table)
            return true;
    }
    return false;
}

/* The tables in the queue, each once, in the order of their foreign keys; freed by the caller. NULL = out of memory. */
static const igi_table **order_queue(const ig_session *session, uint32_t *n_out)
{
    const igi_table **tables = NULL;
    size_t            cap = 0;
    uint32_t          n = 0;

    for (size_t i = 0; i < session->n_queue; i++) {
        const igi_table  *table = session->queue[i].table;
        const igi_table **grown;
        if (contains(tables, n, table))
            continue;
        grown = igi_grown(tables, n, &cap, sizeof *tables);
        if (!grown) {
            free(tables);
            return NULL;
        }
        tables = grown;
        tables[n++] = table;
    }
    igi_order_tables(tables, n);
    *n_out = n;
    return tables;
}

static ig_code insert_queue(ig_session *session)
{
    uint32_t          n = 0;
    const igi_table **tables = order_queue(session, &n);
    igi_conn         *conn;
    ig_code           code;

    if (!tables)
        return igi_nomem(&session->failure);
    code = igi_write_begin(session->engine, &conn, &session->failure);
    if (!code) {
        for (uint32_t i = 0; !code && i < n; i++)
            code = insert_table(session, conn, tables[i]);
        code = igi_write_end(conn, code, &session->failure);
    }
    free(tables);
    return code;
}

ig_code ig_session_commit(ig_session *session, ig_error *err)
{
    if (!session)
        return igi_nomem(err);
    if (igi_session_ready(session) && session->n_queue) {
        session->n_written = 0;
        if (insert_queue(session))
            undo_written(session);
        session->n_queue = 0;
    }
    return igi_session_report(session, err);
}
