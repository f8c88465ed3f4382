/* Models as tables: an engine for a database, a session that stores and loads objects.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_SQL_H
#define INGOT_SQL_H

#include "model.h"

typedef struct ig_engine  ig_engine;
typedef struct ig_session ig_session;

typedef struct ig_engine_opts {
    const ig_limits *limits;          /* copied */
    uint32_t         busy_timeout_ms; /* wait for another connection's write lock; 0 = 5,000 */
    bool             read_only;
    bool             echo;            /* statements to stderr's log hook: log */
    void           (*log)(void *context, const char *line); /* NULL = no log */
    void            *log_context;
} ig_engine_opts;

/* Opens a database by URL: "sqlite://" (memory), "sqlite:///relative.db", "sqlite:////absolute.db". url is copied.
 * Never fails at once except by returning NULL when out of memory: a bad URL or a file that cannot be opened is reported
 * by the first function that uses the engine (SQLAlchemy's engines are lazy too). Every function takes a NULL engine as
 * out of memory. Threads: any, also one engine by many threads. */
IG_API ig_engine *ig_engine_open(const char *url, const ig_engine_opts *opts);
/* Closes it; all sessions must be closed before. NULL is allowed. */
IG_API void ig_engine_close(ig_engine *engine);

/* Creates the tables of these models (NULL-terminated, see IG_MODELS) and of models they refer to, with their indexes,
 * where they do not exist, in the order of their foreign keys; in one transaction. Existing tables are not altered. */
IG_API IG_MUST_USE ig_code ig_create_all(ig_engine *engine, const ig_model *const *models, ig_error *err);
/* Appends the CREATE statements of one model for a dialect ("sqlite" or "postgresql"), each ended by ";\n". */
IG_API IG_MUST_USE ig_code ig_table_sql(const ig_model *model, const char *dialect, ig_buf *out, ig_error *err);

/* A unit of work on one connection. NULL only when out of memory; every session function takes NULL as that.
 * The first failure sticks: later calls do nothing until ig_session_rollback. Threads: one at a time. */
IG_API ig_session *ig_session_open(ig_engine *engine);
/* Rolls back what is not committed and closes. NULL is allowed. Everything loaded through the session dies. */
IG_API void ig_session_close(ig_session *session);

/* Queues an object for insertion; it is kept until the next commit or rollback. A failure (out of memory, a model
 * without table or key, an earlier failure) is kept in the session and reported by commit, so the result is always
 * IG_OK and calls can be chained with ||. */
#define ig_session_add(session, M, object) ig_session_add_object((session), &M##_model, IG_PTR_(M, object))
IG_API ig_code ig_session_add_object(ig_session *session, const ig_model *model, void *object);
/* Queues every object of a list. */
#define ig_session_add_all(session, M, list) ig_session_add_list((session), &M##_model, (list))
IG_API ig_code ig_session_add_list(ig_session *session, const ig_model *model, ig_list list);

/* Inserts what was added (keys made by the database are written back into the objects) and commits, or rolls all of it
 * back. IG_E_CONFLICT (unique, foreign key), IG_E_INVALID (null, check), IG_E_BUSY, IG_E_READ_ONLY, IG_E_DATABASE, ... */
IG_API IG_MUST_USE ig_code ig_session_commit(ig_session *session, ig_error *err);
/* Forgets what was added and undoes what was flushed; clears a sticking failure. */
IG_API void ig_session_rollback(ig_session *session);

/* The object with this primary key (key points at a value of the key member's C type), loaded into the session's memory,
 * or NULL: none, or a failure (ig_session_error tells: IG_E_NOT_FOUND for none). The same key gives the same object. */
#define ig_session_get(session, M, key) ((M *)ig_session_get_object((session), &M##_model, (key)))
IG_API void *ig_session_get_object(ig_session *session, const ig_model *model, const void *key);

typedef struct ig_list_opts {
    uint64_t limit;  /* 0 = ig_limits.max_rows */
    uint64_t offset;
} ig_list_opts;

/* Loads objects in the order of the primary key into the session's memory. opts may be NULL. */
#define ig_session_list(session, M, opts, out, err) ig_session_list_objects((session), &M##_model, (opts), (out), (err))
IG_API IG_MUST_USE ig_code ig_session_list_objects(ig_session *session, const ig_model *model, const ig_list_opts *opts,
                                                   ig_list *out, ig_error *err);
/* Number of rows of a model's table. */
IG_API IG_MUST_USE ig_code ig_session_count(ig_session *session, const ig_model *model, uint64_t *out, ig_error *err);
/* The failure that sticks, copied into *err; IG_OK when there is none. */
IG_API ig_code ig_session_error(const ig_session *session, ig_error *err);

#endif
