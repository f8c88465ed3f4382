/* What the files of src/sql share: a model as a table, values between struct and row, connections on loan.
 * SPDX-License-Identifier: MIT
 *
 *   session.c, commit.c, load.c   the unit of work (session.h)     identity.c   one object per key
 *   rows.c     struct member <-> igi_sql_value                     table.c      model -> columns and statements
 *   ddl.c      table -> CREATE text, create_all                    engine.c     URL, connections, tables known so far
 *   sqlite.c   the driver (driver.h)
 */
#ifndef INGOT_SQL_INT_H
#define INGOT_SQL_INT_H

#include "../model/model_int.h"
#include "driver.h"

/* ---- a model as a table (table.c) -------------------------------------------------------------------------------- */

/* How a member says null. */
typedef enum igi_null {
    IGI_NEVER_NULL,
    IGI_NULL_FLAG,   /* opt_: a bool comes first */
    IGI_NULL_POINTER /* slices, containers and M *: a pointer comes first */
} igi_null;

typedef struct igi_column {
    const igi_slot *slot;
    const char     *name;
    igi_null        null;
    uint8_t         value_at; /* offset of the plain value in the member */
    bool            json;     /* stored as JSON text: json, lists, maps, nested models */
    bool            key;
    const char     *ref_table, *ref_column; /* of IG_FOREIGN_KEY, or NULL */
} igi_column;

/* The statements that every table has, as positions in igi_table.sql and igi_conn.statements. */
enum { IGI_INSERT, IGI_GET, IGI_LIST, IGI_COUNT, IGI_N_STATEMENTS };

/* Immutable once made. */
typedef struct igi_table {
    struct igi_table  *next;  /* in the engine's list */
    uint32_t           index; /* in the engine */
    const ig_model    *model; /* never a view */
    const char        *name;
    igi_column        *columns; /* in the order of declaration */
    uint32_t           n_columns;
    const igi_column **keys; /* the primary key, in the order of declaration */
    uint32_t           n_keys;
    bool               generated; /* one integer key that the database makes when it is 0 or null */
    const char        *sql[IGI_N_STATEMENTS];
    ig_arena           arena; /* holds all of it */
} igi_table;

/* The table of a model (of a view: of its model); index and next are left to the caller. NULL: the code is in err. */
igi_table *igi_table_open(const ig_model *model, ig_error *err);
void       igi_table_close(igi_table *table);
/* Appends text with every `quote` doubled, as SQL wants it between two of them. */
void igi_add_escaped(ig_buf *out, const char *text, char quote);
/* Appends "name" with its quotes. */
void igi_add_identifier(ig_buf *out, const char *name);
/* Sorts so that a table comes after those its foreign keys refer to; otherwise the order stays. A circle is cut where
 * it was entered. */
void igi_order_tables(const igi_table **tables, uint32_t n);

/* ---- values (rows.c) --------------------------------------------------------------------------------------------- */

/* Memory for the text forms of one row on its way to the database. */
typedef struct igi_scratch {
    ig_arena arena;
    ig_buf   json;
} igi_scratch;

void igi_scratch_fini(igi_scratch *scratch);
/* Whether the member is null. */
bool igi_is_null(const igi_column *column, const char *member);
/* Binds placeholder i to a member (to an opt_i64, say, not to the number in it). IG_E_INVALID for what cannot be
 * stored: NaN, text that is not UTF-8, ... */
ig_code igi_bind_member(igi_conn *conn, igi_stmt *stmt, uint32_t i, const igi_table *table, const igi_column *column,
                        const char *member, igi_scratch *scratch, ig_error *err);
/* The current row of IGI_GET or IGI_LIST into an object, which is cleared first; texts are copied into arena. */
ig_code igi_read_row(igi_conn *conn, igi_stmt *stmt, const igi_table *table, ig_arena *arena, void *object,
                     ig_error *err);

/* ---- one object per key (identity.c) ----------------------------------------------------------------------------- */

/* A primary key as comparable bytes. */
typedef struct igi_key {
    const igi_table *table;
    const char      *p;
    size_t           n;
} igi_key;

/* Member i of a key: `key` points at the one key member, or at a whole object if the key has several. */
const char *igi_key_member(const igi_table *table, const void *key, uint32_t i);
/* Copies a key into arena. false = out of memory. */
bool igi_key_make(const igi_table *table, const void *key, ig_arena *arena, igi_key *out);

typedef struct igi_identity {
    uint64_t hash;
    igi_key  key;    /* kept */
    void    *object; /* NULL = free place */
} igi_identity;

/* A hash table of the objects a session has loaded. {0} is empty. */
typedef struct igi_identities {
    igi_identity *places;
    size_t        n, cap; /* cap is a power of two, or 0 */
} igi_identities;

/* The object with this key, or NULL. */
void *igi_identities_get(const igi_identities *map, const igi_key *key);
/* Adds an object that is not in it yet. false = out of memory. */
bool igi_identities_add(igi_identities *map, const igi_key *key, void *object);
void igi_identities_clear(igi_identities *map);
void igi_identities_fini(igi_identities *map);

/* ---- connections (engine.c) -------------------------------------------------------------------------------------- */

const ig_limits *igi_engine_limits(const ig_engine *engine);
/* The model's table, made on first use and kept by the engine. NULL: the code is in err. Threads: any. */
const igi_table *igi_engine_table(ig_engine *engine, const ig_model *model, ig_error *err);

/* Takes a connection for the length of one call; waits while all are out. */
ig_code igi_engine_lend(ig_engine *engine, igi_conn **out, ig_error *err);
void    igi_engine_give_back(igi_conn *conn);
/* Takes the engine's one place as a writer, a connection, and begins a transaction. */
ig_code igi_write_begin(ig_engine *engine, igi_conn **out, ig_error *err);
/* code == IG_OK: commits; else, or if that fails, rolls back. Gives the connection back. Returns the code, or that of
 * the commit. */
ig_code igi_write_end(igi_conn *conn, ig_code code, ig_error *err);

/* A statement of the table, prepared once per connection. Reset it after use. */
ig_code igi_statement(igi_conn *conn, const igi_table *table, int which, igi_stmt **out, ig_error *err);
/* Hands a line to the log, if the engine echoes. */
void igi_echo(const ig_engine *engine, const char *sql);

#endif
