/* The seam between the sessions and one kind of database: a value, a connection, and the calls a driver implements.
 * SPDX-License-Identifier: MIT
 *
 * Everything above this line (tables, rows, sessions) speaks in igi_sql_value and numbered placeholders $1, $2, ...,
 * which SQLite and PostgreSQL both understand. A connection is used by one thread at a time; the engine sees to that.
 */
#ifndef INGOT_SQL_DRIVER_H
#define INGOT_SQL_DRIVER_H

#include <ingot/sql.h>
#include "../base/base_int.h"

typedef enum igi_sql_type { IGI_SQL_NULL, IGI_SQL_I64, IGI_SQL_F64, IGI_SQL_TEXT, IGI_SQL_BLOB } igi_sql_type;

/* One value on its way into or out of the database. */
typedef struct igi_sql_value {
    igi_sql_type type;
    union {
        int64_t i;
        double  f;
        ig_str  text; /* TEXT and BLOB, may hold NUL bytes. Bound: borrowed until reset. Read: until the next step. */
    };
} igi_sql_value;

typedef struct igi_driver igi_driver;
typedef struct igi_stmt   igi_stmt;

/* The common head of every driver's connection. */
typedef struct igi_conn {
    const igi_driver *driver;
    ig_engine        *engine;
    struct igi_conn  *next;       /* in the engine's list of idle connections */
    igi_stmt        **statements; /* prepared so far: [table->index * IGI_N_STATEMENTS + which], NULL = not yet */
    uint32_t          n_statements;
} igi_conn;

/* What to connect to. Borrowed; outlives the connection. */
typedef struct igi_target {
    const char *path; /* as given in the URL; ":memory:" for memory */
    bool        memory, read_only;
    uint32_t    busy_timeout_ms;
} igi_target;

/* Every function that returns ig_code fills err on failure; err->sys is the database's own code. */
struct igi_driver {
    const char *name;             /* also that of its dialect, see ig_table_sql */
    const char *table_exists;     /* SQL: gives a row if there is a table named $1 */
    int         foreign_key_code; /* err->sys when a foreign key found no row and the message cannot name the column */

    ig_code (*open)(const igi_target *target, igi_conn **out, ig_error *err);
    void (*close)(igi_conn *conn);
    /* Statements without values and rows, separated by semicolons. */
    ig_code (*run)(igi_conn *conn, const char *sql, ig_error *err);
    /* A transaction that may write from its start. */
    ig_code (*begin)(igi_conn *conn, ig_error *err);
    ig_code (*commit)(igi_conn *conn, ig_error *err);
    /* Ends a transaction, if there is one. false = out of memory, it is still open. */
    bool (*rollback)(igi_conn *conn);

    ig_code (*prepare)(igi_conn *conn, const char *sql, igi_stmt **out, ig_error *err);
    void (*finish)(igi_stmt *stmt);
    /* Binds placeholder i, counted from 0. */
    ig_code (*bind)(igi_conn *conn, igi_stmt *stmt, uint32_t i, const igi_sql_value *value, ig_error *err);
    /* *row says whether there is one to read with column. */
    ig_code (*step)(igi_conn *conn, igi_stmt *stmt, bool *row, ig_error *err);
    /* Column i, counted from 0. A TEXT whose text.p is NULL means out of memory. */
    void (*column)(igi_stmt *stmt, uint32_t i, igi_sql_value *out);
    /* Ends the execution, so that it can be bound and stepped again. */
    void (*reset)(igi_stmt *stmt);
    /* The integer key of the row inserted last. */
    int64_t (*last_key)(igi_conn *conn);
};

extern const igi_driver igi_sqlite_driver;

#endif
