/* The SQLite driver: opens a file or memory, runs statements, turns SQLite's failures into codes and one clear line.
 * SPDX-License-Identifier: MIT
 *
 * Every connection has foreign_keys on; files are in WAL mode, so that readers and the writer do not block each other,
 * with synchronous=FULL: in WAL mode NORMAL may lose the last commits when the machine loses power, and a commit that
 * was acknowledged must stay. Double quotes mean identifiers only; SQLite would read an unknown column as text. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "driver.h"

typedef struct sqlite_conn {
    igi_conn          base;
    const igi_target *target;
    sqlite3          *db;
    sqlite3_stmt     *begin, *commit, *rollback; /* prepared once */
} sqlite_conn;

/* ---- errors ------------------------------------------------------------------------------------------------------ */

/* As the file system would decide for this process; a plain access() asks for the real user. */
static bool may(const char *path, int mode)
{
    return faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0;
}

/* Why a file cannot be opened or created: SQLite only says "unable to open database file". */
static ig_code explain_cantopen(const igi_target *target, ig_error *err)
{
    const char *path = target->path, *slash = strrchr(path, '/');
    int         n = slash == path ? 1 : slash ? (int)(slash - path) : 0;
    struct stat file, dir;
    char        folder[1024] = ".";

    if (slash)
        snprintf(folder, sizeof folder, "%.*s", n, path);
    if (stat(folder, &dir) != 0)
        return igi_fail(err, IG_E_DATABASE, "cannot open database \"%s\": no folder \"%s\"", path, folder);
    if (stat(path, &file) != 0) {
        if (target->read_only)
            return igi_fail(err, IG_E_DATABASE, "cannot open database \"%s\": no such file", path);
        if (!may(folder, W_OK))
            return igi_fail(err, IG_E_READ_ONLY, "cannot create database \"%s\": its folder is read-only", path);
        return igi_fail(err, IG_E_DATABASE, "cannot create database \"%s\"", path);
    }
    if (S_ISDIR(file.st_mode))
        return igi_fail(err, IG_E_DATABASE, "cannot open database \"%s\": it is a folder", path);
    if (!may(path, R_OK))
        return igi_fail(err, IG_E_DATABASE, "cannot open database \"%s\": no permission to read it", path);
    if (!may(folder, W_OK)) /* SQLite needs its journal or WAL beside it */
        return igi_fail(err, IG_E_READ_ONLY, "cannot open database \"%s\": its folder is read-only", path);
    return igi_fail(err, IG_E_DATABASE, "cannot open database \"%s\"", path);
}

/* "UNIQUE constraint failed: hero.name" -> hero.name */
static const char *after_colon(const char *message)
{
    const char *colon = strstr(message, ": ");
    return colon ? colon + 2 : message;
}

static ig_code explain_constraint(int extended, const char *message, ig_error *err)
{
    const char *place = after_colon(message);

    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return igi_fail(err, IG_E_CONFLICT, "%s: a row with %s already exists", place,
                        strchr(place, ',') ? "these values" : "this value");
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return igi_fail(err, IG_E_CONFLICT, "a foreign key refers to a row that does not exist");
    case SQLITE_CONSTRAINT_NOTNULL:
        return igi_fail(err, IG_E_INVALID, "%s: may not be null", place);
    case SQLITE_CONSTRAINT_CHECK:
        return igi_fail(err, IG_E_INVALID, "the check \"%s\" refuses the value", place);
    default:
        return igi_fail(err, IG_E_INVALID, "%s", message);
    }
}

/* The low byte of an extended code is the plain one. */
static ig_code explain(const igi_target *target, int extended, const char *message, ig_error *err)
{
    switch (extended & 0xff) {
    case SQLITE_NOMEM:
        return igi_nomem(err);
    case SQLITE_CONSTRAINT:
        return explain_constraint(extended, message, err);
    case SQLITE_CANTOPEN:
        return explain_cantopen(target, err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return igi_fail(err, IG_E_BUSY, "database \"%s\" is locked by another connection", target->path);
    case SQLITE_READONLY:
        return igi_fail(err, IG_E_READ_ONLY, "database \"%s\" is read-only", target->path);
    case SQLITE_NOTADB:
        return igi_fail(err, IG_E_DATABASE, "\"%s\" is not a database", target->path);
    case SQLITE_CORRUPT:
        return igi_fail(err, IG_E_DATABASE, "database \"%s\" is damaged: %s", target->path, message);
    case SQLITE_FULL:
        return igi_fail(err, IG_E_DATABASE, "database \"%s\": no space left on the disk", target->path);
    case SQLITE_TOOBIG:
        return igi_fail(err, IG_E_LIMIT, "database \"%s\": a value is longer than SQLite can store", target->path);
    default:
        return igi_fail(err, IG_E_DATABASE, "database \"%s\": %s", target->path, message);
    }
}

/* rc is what a call on this connection returned; its message is the connection's, if that took note of it. */
static ig_code fail(const sqlite_conn *conn, int rc, ig_error *err)
{
    bool    noted = sqlite3_extended_errcode(conn->db) == rc;
    ig_code code = explain(conn->target, rc, noted ? sqlite3_errmsg(conn->db) : sqlite3_errstr(rc), err);

    if (err)
        err->sys = rc;
    return code;
}

/* ---- opening and closing ----------------------------------------------------------------------------------------- */

static void close_conn(igi_conn *base)
{
    sqlite_conn *conn = (sqlite_conn *)base;

    sqlite3_finalize(conn->begin);
    sqlite3_finalize(conn->commit);
    sqlite3_finalize(conn->rollback);
    sqlite3_close(conn->db);
    free(conn);
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Two connections that turn the same new file into WAL mode get in each other's way, and SQLite does not ask its busy
 * handler then. Where WAL is not possible (a read-only folder, a file system without shared memory) the file keeps its
 * mode: reading may still work, and writing tells why not. */
static int use_wal(const sqlite_conn *conn)
{
    const struct timespec pause = {.tv_nsec = 5000000};
    int64_t               deadline = now_ms() + conn->target->busy_timeout_ms;
    int                   rc;

    for (;;) {
        rc = sqlite3_exec(conn->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if ((rc & 0xff) != SQLITE_BUSY || now_ms() >= deadline)
            break;
        nanosleep(&pause, NULL);
    }
    rc &= 0xff;
    return rc == SQLITE_READONLY || rc == SQLITE_CANTOPEN || rc == SQLITE_IOERR ? SQLITE_OK : rc;
}

/* The first statement that reads the file finds out whether it is a database. */
static int configure(sqlite_conn *conn)
{
    const igi_target *target = conn->target;
    sqlite3          *db = conn->db;
    int               rc;

    sqlite3_busy_timeout(db, target->busy_timeout_ms > INT32_MAX ? INT32_MAX : (int)target->busy_timeout_ms);
    rc = sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    if (!rc)
        rc = sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    if (!rc)
        rc = sqlite3_exec(db, "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL", NULL, NULL, NULL);
    if (!rc && !target->memory && !target->read_only)
        rc = use_wal(conn);
    if (!rc)
        rc = sqlite3_prepare_v3(db, "BEGIN IMMEDIATE", -1, SQLITE_PREPARE_PERSISTENT, &conn->begin, NULL);
    if (!rc)
        rc = sqlite3_prepare_v3(db, "COMMIT", -1, SQLITE_PREPARE_PERSISTENT, &conn->commit, NULL);
    if (!rc)
        rc = sqlite3_prepare_v3(db, "ROLLBACK", -1, SQLITE_PREPARE_PERSISTENT, &conn->rollback, NULL);
    return rc;
}

static ig_code open_conn(const igi_target *target, igi_conn **out, ig_error *err)
{
    sqlite_conn *conn = calloc(1, sizeof *conn);
    int          flags = target->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    ig_code      code;
    int          rc;

    if (!conn)
        return igi_nomem(err);
    conn->base.driver = &igi_sqlite_driver;
    conn->target = target;
    /* NOMUTEX: the engine gives a connection to one thread at a time. */
    rc = sqlite3_open_v2(target->path, &conn->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (!rc)
        rc = configure(conn);
    if (rc) {
        code = conn->db ? fail(conn, rc, err) : igi_nomem(err);
        close_conn(&conn->base);
        return code;
    }
    *out = &conn->base;
    return IG_OK;
}

/* ---- statements -------------------------------------------------------------------------------------------------- */

static ig_code run(igi_conn *base, const char *sql, ig_error *err)
{
    sqlite_conn *conn = (sqlite_conn *)base;
    int          rc = sqlite3_exec(conn->db, sql, NULL, NULL, NULL);

    return rc ? fail(conn, rc, err) : IG_OK;
}

static ig_code run_prepared(sqlite_conn *conn, sqlite3_stmt *stmt, ig_error *err)
{
    int     rc = sqlite3_step(stmt);
    ig_code code = rc == SQLITE_DONE ? IG_OK : fail(conn, rc, err);

    sqlite3_reset(stmt);
    return code;
}

static ig_code begin(igi_conn *base, ig_error *err)
{
    sqlite_conn *conn = (sqlite_conn *)base;
    return run_prepared(conn, conn->begin, err);
}

static ig_code commit(igi_conn *base, ig_error *err)
{
    sqlite_conn *conn = (sqlite_conn *)base;
    return run_prepared(conn, conn->commit, err);
}

/* SQLite may have rolled back by itself (disk full, out of memory). If not, and the schema has changed, the statement
 * is prepared again, which may fail. */
static bool rollback(igi_conn *base)
{
    sqlite_conn *conn = (sqlite_conn *)base;

    if (!sqlite3_get_autocommit(conn->db)) {
        sqlite3_step(conn->rollback);
        sqlite3_reset(conn->rollback);
    }
    return sqlite3_get_autocommit(conn->db);
}

static ig_code prepare(igi_conn *base, const char *sql, igi_stmt **out, ig_error *err)
{
    sqlite_conn  *conn = (sqlite_conn *)base;
    sqlite3_stmt *stmt;
    int           rc = sqlite3_prepare_v3(conn->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);

    if (rc)
        return fail(conn, rc, err);
    *out = (igi_stmt *)stmt;
    return IG_OK;
}

static void finish(igi_stmt *stmt)
{
    sqlite3_finalize((sqlite3_stmt *)stmt);
}

static ig_code bind(igi_conn *base, igi_stmt *handle, uint32_t i, const igi_sql_value *value, ig_error *err)
{
    sqlite3_stmt *stmt = (sqlite3_stmt *)handle;
    int           at = (int)i + 1;
    int           rc;

    switch (value->type) {
    case IGI_SQL_I64:
        rc = sqlite3_bind_int64(stmt, at, value->i);
        break;
    case IGI_SQL_F64:
        rc = sqlite3_bind_double(stmt, at, value->f);
        break;
    case IGI_SQL_TEXT:
        rc = sqlite3_bind_text64(stmt, at, value->text.p, value->text.n, SQLITE_STATIC, SQLITE_UTF8);
        break;
    case IGI_SQL_BLOB:
        rc = sqlite3_bind_blob64(stmt, at, value->text.p, value->text.n, SQLITE_STATIC);
        break;
    default:
        rc = sqlite3_bind_null(stmt, at);
    }
    return rc ? fail((sqlite_conn *)base, rc, err) : IG_OK;
}

static ig_code step(igi_conn *base, igi_stmt *stmt, bool *row, ig_error *err)
{
    int rc = sqlite3_step((sqlite3_stmt *)stmt);

    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return fail((sqlite_conn *)base, rc, err);
    *row = rc == SQLITE_ROW;
    return IG_OK;
}

static void column(igi_stmt *handle, uint32_t i, igi_sql_value *out)
{
    sqlite3_stmt *stmt = (sqlite3_stmt *)handle;
    int           at = (int)i;

    switch (sqlite3_column_type(stmt, at)) {
    case SQLITE_INTEGER:
        *out = (igi_sql_value){.type = IGI_SQL_I64, .i = sqlite3_column_int64(stmt, at)};
        break;
    case SQLITE_FLOAT:
        *out = (igi_sql_value){.type = IGI_SQL_F64, .f = sqlite3_column_double(stmt, at)};
        break;
    case SQLITE_TEXT:
        out->type = IGI_SQL_TEXT;
        out->text.p = (const char *)sqlite3_column_text(stmt, at);
        out->text.n = (size_t)sqlite3_column_bytes(stmt, at);
        break;
    case SQLITE_BLOB:
        out->type = IGI_SQL_BLOB;
        out->text.p = sqlite3_column_blob(stmt, at);
        out->text.n = (size_t)sqlite3_column_bytes(stmt, at);
        break;
    default:
        out->type = IGI_SQL_NULL;
    }
}

static void reset(igi_stmt *stmt)
{
    sqlite3_reset((sqlite3_stmt *)stmt);
    sqlite3_clear_bindings((sqlite3_stmt *)stmt); /* bound text is borrowed only until now */
}

static int64_t last_key(igi_conn *base)
{
    return sqlite3_last_insert_rowid(((sqlite_conn *)base)->db);
}

const igi_driver igi_sqlite_driver = {
    .name = "sqlite",
    .table_exists = "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = $1 COLLATE NOCASE",
    .foreign_key_code = SQLITE_CONSTRAINT_FOREIGNKEY,
    .open = open_conn,
    .close = close_conn,
    .run = run,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .prepare = prepare,
    .finish = finish,
    .bind = bind,
    .step = step,
    .column = column,
    .reset = reset,
    .last_key = last_key,
};
