/* For the SQL suites: a temporary folder, URLs of files in it, and a raw SQLite connection to look from outside.
 * SPDX-License-Identifier: MIT */
#ifndef SQL_HELP_H
#define SQL_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <ingot/sql.h>

static char folder[64];

static inline int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/ingot-sql-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static inline int remove_folder(void **state)
{
    char           path[512];
    struct dirent *entry;
    DIR           *dir = opendir(folder);

    (void)state;
    while (dir && (entry = readdir(dir))) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (unlink(path) != 0)
            rmdir(path);
    }
    if (dir)
        closedir(dir);
    return rmdir(folder);
}

/* The path of a file in the folder, in one of four static buffers. */
static inline const char *in_folder(const char *prefix, const char *name)
{
    static char     paths[4][128];
    static unsigned next;
    char           *path = paths[next++ % 4];

    snprintf(path, sizeof paths[0], "%s%s/%s", prefix, folder, name);
    return path;
}
#define PATH(name) in_folder("", name)
#define URL(name) in_folder("sqlite:///", name)

/* Runs SQL on a raw connection; the first column of the first row as text, "" if there is none. Valid until the next
 * call. */
static inline const char *ask(sqlite3 *db, const char *sql)
{
    static char   answer[4096];
    sqlite3_stmt *stmt = NULL;

    answer[0] = 0;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    if (sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_text(stmt, 0))
        snprintf(answer, sizeof answer, "%s", (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    return answer;
}

static inline sqlite3 *raw(const char *name)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(PATH(name), &db), SQLITE_OK);
    return db;
}

/* Fails with the message of err. */
#define assert_ok(call)                                                  \
    do {                                                                 \
        ig_code code_ = (call);                                          \
        if (code_)                                                       \
            fail_msg("%s: %s: %s", #call, ig_code_name(code_), err.msg); \
    } while (0)

/* The call fails with this code, and its message holds this text. */
#define assert_fails(call, wanted, text)                                                                             \
    do {                                                                                                             \
        ig_code code_ = (call);                                                                                      \
        if (code_ != (wanted) || err.code != code_ || !strstr(err.msg, (text)))                                      \
            fail_msg("%s: %s: %s; wanted %s with \"%s\"", #call, ig_code_name(code_), err.msg, ig_code_name(wanted), \
                     (text));                                                                                        \
    } while (0)

#endif
