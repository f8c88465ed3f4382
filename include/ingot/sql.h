/* Models as tables: an engine for a database, a session that stores and loads objects.
 * SPDX-License-Identifier: MIT
 *
 *   ig_engine  *engine  = ig_engine_open("sqlite:///heroes.db", NULL);
 *   ig_session *session = ig_session_open(engine);
 *   Hero        hero    = {.name = S("Deadpond")};
 *
 *   if (ig_create_all(engine, IG_MODELS(Hero), &err) ||
 *       ig_session_add(session, Hero, &hero) || ig_session_commit(session, &err))
 *       return ig_error_print(&err, stderr);
 *   loaded = ig_session_get(session, Hero, &hero.id);
 *
 * How values lie in SQLite:
 *   bool 0 or 1   i64 and enums as number and name   f64 (NaN is refused)   str, json and decimal as text, exact
 *   bytes BLOB    uuid 36 characters, lower case     duration a number, of microseconds    date YYYY-MM-DD
 *   datetime      "2024-02-29 12:30:00.000000Z", always in UTC; without the Z if the value is not aware
 *   timeofday     "12:30:00.000000", with its offset if aware
 *   lists, maps and nested models as JSON text (written as ig_json_write does: what is IG_EXCLUDEd is not stored)
 * Values are only ever bound. Names of tables and columns come only from the models and are quoted.
 */
#ifndef INGOT_SQL_H
#define INGOT_SQL_H

#include "model.h"

typedef struct ig_engine  ig_engine;
typedef struct ig_session ig_session;

/* ---- engine --------------------------------------------------------------------------------------------------- */

typedef struct ig_engine_opts {
    const ig_limits *limits;                      /* copied; max_rows counts here */
    uint32_t         busy_timeout_ms;             /* wait for the lock of another process or engine; 0 = 5,000 */
    bool             read_only;                   /* files only: never creates or writes one */
    bool             echo;                        /* hand every statement to log, without its values */
    void (*log)(void *context, const char *line); /* NULL = none; any thread; must not use the engine */
    void *log_context;                            /* kept */
} ig_engine_opts;

/* Opens a database by URL:
 *   sqlite:///relative.db, sqlite:////absolute.db    a file, created when it does not exist
 *   sqlite://, sqlite:///:memory:                    memory, shared by all sessions of the engine
 *
 * Lazy, as SQLAlchemy's engines are: nothing is opened yet, and a bad URL (IG_E_USAGE) or a file that cannot be used
 * (IG_E_DATABASE, IG_E_READ_ONLY, IG_E_BUSY) is reported by the first function that needs the database.
 * Connections have foreign keys on. Files are in WAL mode with synchronous=FULL: a commit that returned IG_OK survives
 * the end of the process and of the power.
 *
 * @param url   copied; never quoted in messages, as it may hold a password
 * @param opts  NULL for the defaults
 * @return NULL only when out of memory; every function takes a NULL engine as that
 * Threads: any number on one engine. Commits of one engine wait for each other, so that its threads never see IG_E_BUSY
 * because of one another. A file has up to 16 connections, memory one; they are taken call by call.
 * Source: SQLAlchemy create_engine(). */
IG_API ig_engine *ig_engine_open(const char *url, const ig_engine_opts *opts);
/* Closes it; all sessions must be closed before. NULL is allowed. */
IG_API void ig_engine_close(ig_engine *engine);

/* Creates the tables of these models (NULL-terminated, see IG_MODELS), of those they have relationships with, and their
 * indexes, in the order of their foreign keys and in one transaction. A table that exists is left as it is; if all
 * do, nothing is written.
 *
 * @return IG_OK
 *         IG_E_MODEL      no table or primary key, a foreign key to no known table or to a column that is not unique,
 *                         two models with one table
 *         IG_E_USAGE      the URL
 *         IG_E_BUSY, IG_E_READ_ONLY, IG_E_DATABASE, IG_E_NOMEM
 * Threads: any. Source: SQLModel.metadata.create_all(). */
IG_API IG_MUST_USE ig_code ig_create_all(ig_engine *engine, const ig_model *const *models, ig_error *err);
/* Appends the CREATE statements of one model, each ended by ";\n". dialect is "sqlite" or "postgresql".
 * Returns IG_OK, IG_E_USAGE (the dialect), IG_E_MODEL, IG_E_NOMEM, or IG_E_LIMIT (out->max_bytes). Threads: any. */
IG_API IG_MUST_USE ig_code ig_table_sql(const ig_model *model, const char *dialect, ig_buf *out, ig_error *err);

/* ---- session: storing ------------------------------------------------------------------------------------------ */

/* A unit of work. Costs no connection while nothing happens. NULL only when out of memory; every session function takes
 * NULL as that. The first failure sticks: later calls do nothing but report it, until ig_session_rollback.
 * Threads: one at a time. */
IG_API ig_session *ig_session_open(ig_engine *engine);
/* Forgets what is not committed and closes. NULL is allowed. Everything loaded through the session dies. */
IG_API void ig_session_close(ig_session *session);

/* Queues an object for insertion. It is kept until the next commit or rollback (and no longer: ig_session_get gives
 * another object). Reads do not see it before the commit. An object that is added twice conflicts with itself.
 * A key member that is null or all zero and has an IG_DEFAULT_FACTORY is filled at once; no other member is. A text key
 * made that way lives in the session's memory.
 * A failure (out of memory, a model without table or key, object == NULL, an earlier failure) is kept in the session
 * and reported by commit: the result is always IG_OK, so that calls can be chained with ||. */
#define ig_session_add(session, M, object) ig_session_add_object((session), &M##_model, IG_PTR_(M, object))
IG_API ig_code ig_session_add_object(ig_session *session, const ig_model *model, void *object);
/* Queues every object of a list; the array is kept. */
#define ig_session_add_all(session, M, list) ig_session_add_list((session), &M##_model, (list))
IG_API ig_code ig_session_add_list(ig_session *session, const ig_model *model, ig_list list);

/* Inserts what was added in one transaction, parents before the rows that refer to them, else in the order of adding;
 * all of it or nothing. A single integer key (i64 or opt_i64, without foreign key or column type of its own) that is 0
 * or null is made by the database and written back; if the commit fails it is 0 or null again.
 * Objects are not validated here (what comes from outside was when it was read); the database's constraints hold.
 *
 * @return IG_OK
 *         IG_E_CONFLICT  unique or foreign key; err->msg starts with table.column
 *         IG_E_INVALID   null where it is not allowed, a check, a value that cannot be stored (NaN, text that is not
 *                        UTF-8, an enum or a time out of range, ...)
 *         IG_E_BUSY      another process held the lock for busy_timeout_ms
 *         IG_E_READ_ONLY, IG_E_DATABASE (full, damaged, no such table, ...), IG_E_LIMIT (a value over 1 GB),
 *         IG_E_MODEL, IG_E_USAGE, IG_E_NOMEM
 *         err->sys is SQLite's extended code. */
IG_API IG_MUST_USE ig_code ig_session_commit(ig_session *session, ig_error *err);
/* Forgets what was added since the last commit and which objects were loaded (they stay readable, but ig_session_get
 * loads anew); clears a sticking failure. */
IG_API void ig_session_rollback(ig_session *session);

/* ---- session: loading ------------------------------------------------------------------------------------------- */

/* The object with this primary key, loaded into the session's memory; the same key gives the same object, without
 * another look at the database. Relationships are empty.
 *
 * @param key  points at a value of the key member's C type; if the key has several members, at an M with those set
 * @return NULL: no such row (ig_session_error gives IG_E_NOT_FOUND, which does not stick), or a failure, which does:
 *         IG_E_BUSY, IG_E_DATABASE (also a stored value that is none of the member's type; the message names
 *         table.column), IG_E_INVALID (a key that cannot be stored), IG_E_MODEL, IG_E_USAGE, IG_E_NOMEM */
#define ig_session_get(session, M, key) ((M *)ig_session_get_object((session), &M##_model, (key)))
IG_API void *ig_session_get_object(ig_session *session, const ig_model *model, const void *key);

typedef struct ig_list_opts {
    uint64_t limit; /* 0 = all, but more than ig_limits.max_rows are IG_E_LIMIT */
    uint64_t offset;
} ig_list_opts;

/* Loads objects in the order of the primary key into the session's memory, as a new array each time: they are not those
 * that ig_session_get gives. opts may be NULL. items is NULL when there are none.
 * Returns IG_OK, IG_E_LIMIT, or the failures of ig_session_get. */
#define ig_session_list(session, M, opts, out, err) ig_session_list_objects((session), &M##_model, (opts), (out), (err))
IG_API IG_MUST_USE ig_code ig_session_list_objects(ig_session *session, const ig_model *model, const ig_list_opts *opts,
                                                   ig_list *out, ig_error *err);
/* Number of rows of a model's table. Returns as ig_session_list. */
IG_API IG_MUST_USE ig_code ig_session_count(ig_session *session, const ig_model *model, uint64_t *out, ig_error *err);
/* The failure of the last call, or the one that sticks, copied into *err; IG_OK when there is none. */
IG_API ig_code ig_session_error(const ig_session *session, ig_error *err);

#endif
