/* The engine: reads the URL, lends connections call by call, remembers the tables of the models it has seen.
 * SPDX-License-Identifier: MIT
 *
 * Locks: `writer` first, then `lock`. A connection is on loan only for the length of one call, so waiting for one ends.
 * A memory database is one connection, because each connection to memory would be a database of its own. */
#include <pthread.h>
#include <stdlib.h>
#include "sql_int.h"

enum { MOST_CONNECTIONS = 16, BUSY_TIMEOUT_MS = 5000 };

struct ig_engine {
    const igi_driver *driver; /* NULL: the URL is wrong, see `unusable` */
    igi_target        target;
    ig_limits         limits;
    void (*log)(void *context, const char *line); /* NULL = no echo */
    void           *log_context;
    ig_error        unusable;
    pthread_mutex_t writer; /* held from begin to commit: one writer at a time, in the order of the lock */
    pthread_mutex_t lock;   /* of all below */
    pthread_cond_t  given_back;
    igi_conn       *idle; /* the last used comes first */
    uint32_t        n_open, most_open;
    igi_table      *tables; /* read without the lock: published whole, never removed */
    uint32_t        n_tables;
    char            path[]; /* target.path points here */
};

/* ---- URL --------------------------------------------------------------------------------------------------------- */

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Never quotes the URL: it may hold a password. */
static void refuse_url(ig_engine *engine, const char *url)
{
    const char *forms = "use sqlite:///FILE, sqlite:////FOLDER/FILE or sqlite://";
    ig_code     code;

    if (starts_with(url, "postgres:") || starts_with(url, "postgresql:") || starts_with(url, "postgresql+"))
        code = igi_fail(&engine->unusable, IG_E_USAGE, "PostgreSQL is not supported yet: %s", forms);
    else if (starts_with(url, "sqlite:"))
        code = igi_fail(&engine->unusable, IG_E_USAGE, "wrong SQLite URL: %s", forms);
    else
        code = igi_fail(&engine->unusable, IG_E_USAGE, "not the URL of a database that is supported: %s", forms);
    (void)code; /* kept for the first use */
}

/* "sqlite://", "sqlite:///" and "sqlite:///:memory:" are memory; "sqlite:///" + path is a file. */
static void read_url(ig_engine *engine, const char *url)
{
    static const char prefix[] = "sqlite://", memory[] = ":memory:";
    const char       *rest = url + sizeof prefix - 1;

    if (!starts_with(url, prefix) || (*rest && *rest != '/') || strchr(rest, '?')) {
        refuse_url(engine, url);
        return;
    }
    if (*rest)
        rest++;
    if (!*rest)
        rest = memory;
    engine->driver = &igi_sqlite_driver;
    engine->target.memory = strcmp(rest, memory) == 0;
    engine->most_open = engine->target.memory ? 1 : MOST_CONNECTIONS;
    memcpy(engine->path, rest, strlen(rest) + 1);
}

/* ---- open and close ---------------------------------------------------------------------------------------------- */

static bool init_locks(ig_engine *engine)
{
    if (pthread_mutex_init(&engine->writer, NULL) != 0)
        return false;
    if (pthread_mutex_init(&engine->lock, NULL) == 0) {
        if (pthread_cond_init(&engine->given_back, NULL) == 0)
            return true;
        pthread_mutex_destroy(&engine->lock);
    }
    pthread_mutex_destroy(&engine->writer);
    return false;
}

ig_engine *ig_engine_open(const char *url, const ig_engine_opts *opts)
{
    static const ig_engine_opts defaults = {0};
    ig_engine                  *engine;

    if (!url)
        url = "";
    if (!opts)
        opts = &defaults;
    engine = calloc(1, sizeof *engine + strlen(url) + sizeof ":memory:");
    if (!engine)
        return NULL;
    if (!init_locks(engine)) {
        free(engine);
        return NULL;
    }
    engine->limits = ig_limits_resolve(opts->limits);
    engine->log = opts->echo ? opts->log : NULL;
    engine->log_context = opts->log_context;
    engine->target.path = engine->path;
    engine->target.read_only = opts->read_only;
    engine->target.busy_timeout_ms = opts->busy_timeout_ms ? opts->busy_timeout_ms : BUSY_TIMEOUT_MS;
    read_url(engine, url);
    return engine;
}

static void close_conn(igi_conn *conn)
{
    for (uint32_t i = 0; i < conn->n_statements; i++) {
        if (conn->statements[i])
            conn->driver->finish(conn->statements[i]);
    }
    free(conn->statements);
    conn->driver->close(conn);
}

void ig_engine_close(ig_engine *engine)
{
    if (!engine)
        return;
    for (igi_conn *conn = engine->idle, *next; conn; conn = next) {
        next = conn->next;
        close_conn(conn);
    }
    for (igi_table *table = engine->tables, *next; table; table = next) {
        next = table->next;
        igi_table_close(table);
    }
    pthread_cond_destroy(&engine->given_back);
    pthread_mutex_destroy(&engine->lock);
    pthread_mutex_destroy(&engine->writer);
    free(engine);
}

const ig_limits *igi_engine_limits(const ig_engine *engine)
{
    return &engine->limits;
}

void igi_echo(const ig_engine *engine, const char *sql)
{
    if (engine->log)
        engine->log(engine->log_context, sql);
}

/* ---- tables ------------------------------------------------------------------------------------------------------ */

static const igi_table *known_table(const igi_table *table, const ig_model *model)
{
    while (table && table->model != model)
        table = table->next;
    return table;
}

const igi_table *igi_engine_table(ig_engine *engine, const ig_model *model, ig_error *err)
{
    const ig_model  *base = model->base_ ? model->base_ : model;
    const igi_table *known = known_table(__atomic_load_n(&engine->tables, __ATOMIC_ACQUIRE), base);
    igi_table       *made;

    if (known)
        return known;
    made = igi_table_open(base, err);
    if (!made)
        return NULL;
    pthread_mutex_lock(&engine->lock);
    known = known_table(engine->tables, base); /* another thread may have been faster */
    if (!known) {
        made->index = engine->n_tables++;
        made->next = engine->tables;
        __atomic_store_n(&engine->tables, made, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&engine->lock);
    if (!known)
        return made;
    igi_table_close(made);
    return known;
}

/* ---- connections ------------------------------------------------------------------------------------------------- */

/* An idle connection, or NULL and a place for a new one. */
static igi_conn *take_idle(ig_engine *engine)
{
    igi_conn *conn;

    pthread_mutex_lock(&engine->lock);
    while (!engine->idle && engine->n_open == engine->most_open)
        pthread_cond_wait(&engine->given_back, &engine->lock);
    conn = engine->idle;
    if (conn)
        engine->idle = conn->next;
    else
        engine->n_open++;
    pthread_mutex_unlock(&engine->lock);
    return conn;
}

/* conn == NULL: the place is free, but no connection came of it. */
static void put_back(ig_engine *engine, igi_conn *conn)
{
    pthread_mutex_lock(&engine->lock);
    if (conn) {
        conn->next = engine->idle;
        engine->idle = conn;
    } else {
        engine->n_open--;
    }
    pthread_cond_signal(&engine->given_back);
    pthread_mutex_unlock(&engine->lock);
}

ig_code igi_engine_lend(ig_engine *engine, igi_conn **out, ig_error *err)
{
    igi_conn *conn;
    ig_code   code;

    if (!engine->driver) {
        *err = engine->unusable;
        return err->code;
    }
    conn = take_idle(engine);
    if (!conn) {
        code = engine->driver->open(&engine->target, &conn, err);
        if (code) {
            put_back(engine, NULL);
            return code;
        }
        conn->engine = engine;
    }
    if (!conn->driver->rollback(conn)) { /* see igi_write_end */
        put_back(engine, conn);
        return igi_nomem(err);
    }
    *out = conn;
    return IG_OK;
}

void igi_engine_give_back(igi_conn *conn)
{
    put_back(conn->engine, conn);
}

ig_code igi_write_begin(ig_engine *engine, igi_conn **out, ig_error *err)
{
    igi_conn *conn = NULL;
    ig_code   code;

    pthread_mutex_lock(&engine->writer);
    code = igi_engine_lend(engine, &conn, err);
    if (conn) {
        igi_echo(engine, "BEGIN");
        code = conn->driver->begin(conn, err);
        if (!code) {
            *out = conn;
            return IG_OK;
        }
        igi_engine_give_back(conn);
    }
    pthread_mutex_unlock(&engine->writer);
    return code;
}

ig_code igi_write_end(igi_conn *conn, ig_code code, ig_error *err)
{
    ig_engine *engine = conn->engine;

    if (!code) {
        igi_echo(engine, "COMMIT");
        code = conn->driver->commit(conn, err);
    }
    if (code) {
        igi_echo(engine, "ROLLBACK");
        /* Rolling back may need memory that there is not. Closing the connection needs none and has the same effect;
         * but a memory database would be gone, so that is rolled back before it is lent again. */
        if (!conn->driver->rollback(conn) && !engine->target.memory) {
            close_conn(conn);
            conn = NULL;
        }
    }
    put_back(engine, conn);
    pthread_mutex_unlock(&engine->writer);
    return code;
}

/* ---- statements -------------------------------------------------------------------------------------------------- */

static bool make_room(igi_conn *conn, uint32_t n)
{
    igi_stmt **statements;

    if (n <= conn->n_statements)
        return true;
    statements = realloc(conn->statements, n * sizeof *statements);
    if (!statements)
        return false;
    memset(statements + conn->n_statements, 0, (n - conn->n_statements) * sizeof *statements);
    conn->statements = statements;
    conn->n_statements = n;
    return true;
}

ig_code igi_statement(igi_conn *conn, const igi_table *table, int which, igi_stmt **out, ig_error *err)
{
    uint32_t at = table->index * IGI_N_STATEMENTS + (uint32_t)which;
    ig_code  code = IG_OK;

    if (!make_room(conn, at + 1))
        return igi_nomem(err);
    if (!conn->statements[at])
        code = conn->driver->prepare(conn, table->sql[which], &conn->statements[at], err);
    if (!code) {
        igi_echo(conn->engine, table->sql[which]);
        *out = conn->statements[at];
    }
    return code;
}
