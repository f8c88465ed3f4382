/* The SQLite driver: opens a file or memory, runs statements, and turns SQLite's failures into codes and one clear line.
 * SPDX-License-Identifier: MIT
 *
 * Every connection has foreign_keys on; files are in WAL mode, so that readers and the writer do not block each other,
 * with synchronous=FULL: in WAL mode NORMAL may lose the last commits when the machine loses power, and a commit that
 * was acknowledged must stay. Double quotes mean identifiers only (SQLite otherwise reads an unknown column as text). */
#include <errno.h>
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
    sqlite3_stmt     *begin, *commit, *rollback; /* prepared once: ending a transaction must not need memory */
} sqlite_conn;

/* ---- errors ------------------------------------------------------------------------------------------------------- */

/* Why a file cannot be opened or created: SQLite only says "unable to open database file". */
static ig_code explain_cantopen(const igi_target *target, ig_error *err)
{
    const char *slash = strrchr(target->path, '/');
    struct stat file, dir;
    char        folder[1024];
    int         n = slash ? (int)(slash - target->path) : 0;

    snprintf(folder, sizeof folder, "%.*s", n ? n : 1, n ? target->path : slash ? "/" : ".");
    if (stat(folder, &dir) != 0)
        return igi_fail(err, IG_E_DATABASE, "cannot open database \"%s\": no folder \"%s\"", target->path, folder);
    if (stat(target->path, &file) != 0) {
        if (target->read_only)
            return igi_fail(err, IG_E_DATABASE, "cannot open database \"%s\": no such file", target->path);
        return igi_fail(err, access(folder, W_OK) != 0 ? IG_E_READ_ONLY : IG_E_DATABASE,
                        "cannot create database \"%s\" in folder \"%s\": %s", target->path, folder,
                        access(folder, W_OK) != 0 ? "the folder is read-only" : "unable to open the file");
    }
    if (S_ISDIR(file.st_mode))
        return igi_fail(err, IG_E_DATABASE, "cannot open database \"%s\": it is a folder", target->path);
    if (access(target->path, R_OK) != 0)
        return igi_fail(err, IG_E_DATABASE, "cannot open database \"%s\": no permission to read it", target->path);
    if (access(folder, W_OK) != 0) /* the journal cannot be created beside it */
        return igi_fail(err, IG_E_READ_ONLY, "database \"%s\" is read-only: so is its folder", target->path);
    return igi_fail(err, IG_E_DATABASE, "cannot open database \"%s\"", target->path);
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
        return igi_fail(err, IG_E_CONFLICT, "a foreign key refers to a row that does not exist, or is still referred to");
    case SQLITE_CONSTRAINT_NOTNULL:
        return igi_fail(err, IG_E_INVALID, "%s: may not be null", place);
    case SQLITE_CONSTRAINT_CHECK:
        return igi_fail(err, IG_E_INVALID, "the check \"%s\" refuses the value", place);
    default:
        return igi_fail(err, IG_E_INVALID, "%s", message);
    }
}

/* Codes 1-byte; extended ones keep the primary code in the low byte. */
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

static ig_code fail(sqlite_conn *conn, int rc, ig_error *err)
{
    int     extended = sqlite3_extended_errcode(conn->db);
    ig_code code;

    if ((extended & 0xff) != (rc & 0xff)) /* the connection did not take note of it */
        extended = rc;
    code = explain(conn->target, extended, extended == rc ? sqlite3_errstr(rc) : sqlite3_errmsg(conn->db), err);
    if (err)
        err->sys = extended;
    return code;
}
