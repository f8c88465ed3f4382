/* Every allocation and every file operation of SQLite fails in turn: each failure is a code, nothing is half stored.
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include "sql_help.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>

MODEL(Team, (IG_TABLE("team")), (i64, id, IG_PRIMARY_KEY), (str, name, IG_UNIQUE), (str_list, tags));
MODEL(Hero, (IG_TABLE("hero")),
    (uuid, id, IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4)), (str, name, IG_INDEX),
    (opt_i64, team_id, IG_FOREIGN_KEY("team.id")));

/* ---- the faults -------------------------------------------------------------------------------------------------- */

static enum fault { NOTHING, MEMORY, FILES } failing; /* what the countdown is for */
static int  countdown;                                /* calls until one fails; < 0 = none */
static bool for_good;                                 /* not only that one, but all after it */
static bool fired;

static bool must_fail(enum fault what)
{
    if (failing != what || countdown < 0)
        return false;
    if (countdown > 0) {
        countdown--;
        return false;
    }
    fired = true;
    if (!for_good)
        countdown = -1;
    return true;
}

static sqlite3_mem_methods real_memory;

static void *failing_malloc(int n)
{
    return must_fail(MEMORY) ? NULL : real_memory.xMalloc(n);
}

static void *failing_realloc(void *p, int n)
{
    return must_fail(MEMORY) ? NULL : real_memory.xRealloc(p, n);
}

static int failing_open(const char *path, int flags, int mode)
{
    return must_fail(FILES) ? (errno = EIO, -1) : open(path, flags, mode);
}

static ssize_t failing_read(int fd, void *p, size_t n, off_t at)
{
    return must_fail(FILES) ? (errno = EIO, -1) : pread(fd, p, n, at);
}

static ssize_t failing_write(int fd, const void *p, size_t n, off_t at)
{
    return must_fail(FILES) ? (errno = ENOSPC, -1) : pwrite(fd, p, n, at);
}

static int failing_truncate(int fd, off_t n)
{
    return must_fail(FILES) ? (errno = EIO, -1) : ftruncate(fd, n);
}

static void *failing_map(void *p, size_t n, int protection, int flags, int fd, off_t at)
{
    return must_fail(FILES) ? (errno = ENOMEM, MAP_FAILED) : mmap(p, n, protection, flags, fd, at);
}

static void set_call(const char *name, sqlite3_syscall_ptr call)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    assert_int_equal(vfs->xSetSystemCall(vfs, name, call), SQLITE_OK);
}

static void set_writes(void)
{
    set_call("pwrite", (sqlite3_syscall_ptr)failing_write);
    set_call("pwrite64", (sqlite3_syscall_ptr)failing_write);
}

static void set_all_calls(void)
{
    set_writes();
    set_call("open", (sqlite3_syscall_ptr)failing_open);
    set_call("pread", (sqlite3_syscall_ptr)failing_read);
    set_call("pread64", (sqlite3_syscall_ptr)failing_read);
    set_call("ftruncate", (sqlite3_syscall_ptr)failing_truncate);
    set_call("mmap", (sqlite3_syscall_ptr)failing_map);
}

static int restore_calls(void **state)
{
    (void)state;
    set_call(NULL, NULL);
    return 0;
}

static int setup(void **state)
{
    sqlite3_mem_methods memory;

    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory) != SQLITE_OK)
        return -1;
    memory = real_memory;
    memory.xMalloc = failing_malloc;
    memory.xRealloc = failing_realloc;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &memory) != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
        return -1;
    return make_folder(state);
}

/* ---- what is done meanwhile -------------------------------------------------------------------------------------- */

static ig_error err;

static ig_code store(ig_session *session)
{
    str     tags[] = {S("x"), S("y")};
    Team    teams[] = {{.id = 7, .name = S("A"), .tags = {tags, 2}}, {.name = S("B")}};
    Hero    heroes[] = {{.name = S("C"), .team_id = {true, 7}}, {.name = S("D")}};
    ig_code code;

    ig_session_add_all(session, Hero, ((ig_list){heroes, 2}));
    ig_session_add_all(session, Team, ((ig_list){teams, 2}));
    code = ig_session_commit(session, &err);
    assert_int_equal(teams[1].id != 0, !code);
    return code;
}

static ig_code load(ig_session *session)
{
    i64       key = 7;
    Team     *team = ig_session_get(session, Team, &key);
    Hero_list heroes = {0};
    ig_code   code;

    if (!team)
        return ig_session_error(session, &err);
    assert_string_equal(team->tags.items[1].p, "y");
    code = ig_session_list(session, Hero, NULL, &heroes, &err);
    if (!code)
        assert_int_equal(heroes.n, 2);
    return code;
}

/* Everything once; *stored tells whether the commit was acknowledged. */
static ig_code work(ig_engine *engine, bool *stored)
{
    ig_code     code = ig_create_all(engine, IG_MODELS(Hero, Team), &err);
    ig_session *session = ig_session_open(engine);

    *stored = false;
    if (!code) {
        code = store(session);
        *stored = !code;
        if (!code)
            code = load(session);
    }
    ig_session_close(session);
    return code;
}

static void check_rows(ig_engine *engine, bool stored)
{
    ig_session *session = ig_session_open(engine);
    uint64_t    teams, heroes;

    assert_ok(ig_create_all(engine, IG_MODELS(Hero, Team), &err));
    assert_ok(ig_session_count(session, &Team_model, &teams, &err));
    assert_ok(ig_session_count(session, &Hero_model, &heroes, &err));
    assert_int_equal(teams, stored ? 2 : 0);
    assert_int_equal(heroes, stored ? 2 : 0);
    ig_session_close(session);
}

/* ---- the tests --------------------------------------------------------------------------------------------------- */

static void allocations(bool good)
{
    int n = 0;

    for_good = good;
    do {
        ig_engine *engine = ig_engine_open("sqlite://", NULL);
        ig_code    code;
        bool       stored;
        fired = false;
        countdown = n;
        n += good ? 3 : 1;
        failing = MEMORY;
        code = work(engine, &stored);
        failing = NOTHING;
        if (code && code != IG_E_NOMEM)
            fail_msg("allocation before %d: %s: %s", n, ig_code_name(code), err.msg);
        check_rows(engine, stored);
        ig_engine_close(engine);
    } while (fired);
    assert_true(n > 100);
}

static void one_allocation_fails(void **state)
{
    (void)state;
    allocations(false);
}

static void allocations_fail_from_then_on(void **state)
{
    (void)state;
    allocations(true);
}

static void file_operations(bool good)
{
    int n = 0;

    for_good = good;
    set_all_calls();
    do {
        ig_engine *engine = ig_engine_open(URL("faults.db"), NULL);
        ig_code    code;
        bool       stored;
        fired = false;
        countdown = n++;
        failing = FILES;
        code = work(engine, &stored);
        failing = NOTHING;
        assert_true(!code || err.msg[0]);
        ig_engine_close(engine);
        engine = ig_engine_open(URL("faults.db"), NULL);
        check_rows(engine, stored);
        ig_engine_close(engine);
        unlink(PATH("faults.db"));
    } while (fired);
    assert_true(n > 20);
}

static void one_file_operation_fails(void **state)
{
    (void)state;
    file_operations(false);
}

static void file_operations_fail_from_then_on(void **state)
{
    (void)state;
    file_operations(true);
}

static void full_disk(void **state)
{
    ig_engine *engine = ig_engine_open(URL("full.db"), NULL);
    bool       stored;

    (void)state;
    assert_ok(ig_create_all(engine, IG_MODELS(Hero, Team), &err));
    set_writes();
    failing = FILES;
    countdown = 0;
    for_good = true;
    assert_fails(work(engine, &stored), IG_E_DATABASE, "no space left on the disk");
    failing = NOTHING;
    check_rows(engine, false); /* the same engine goes on */
    assert_ok(work(engine, &stored));
    check_rows(engine, true);
    ig_engine_close(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_allocation_fails),
        cmocka_unit_test(allocations_fail_from_then_on),
        cmocka_unit_test_teardown(one_file_operation_fails, restore_calls),
        cmocka_unit_test_teardown(file_operations_fail_from_then_on, restore_calls),
        cmocka_unit_test_teardown(full_disk, restore_calls),
    };
    return cmocka_run_group_tests(tests, setup, remove_folder);
}
