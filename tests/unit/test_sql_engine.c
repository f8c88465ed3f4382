/* Engines: URLs, files that cannot be used, locks, read-only databases, many threads on one engine, the echo.
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include "sql_help.h"
#include <pthread.h>
#include <sys/stat.h>
#include <sys/wait.h>

MODEL(Team, (IG_TABLE("team")), (i64, id, IG_PRIMARY_KEY), (str, name));
MODEL(Hero, (IG_TABLE("hero")),
    (i64, id, IG_PRIMARY_KEY), (str, name), (opt_i64, team_id, IG_FOREIGN_KEY("team.id")));
MODEL(Late, (IG_TABLE("late")), (i64, id, IG_PRIMARY_KEY));

static ig_error err;

/* Stores one team through an engine of its own. */
static ig_code store_team(ig_engine *engine, const char *name)
{
    ig_session *session = ig_session_open(engine);
    Team        team = {.name = {name, strlen(name)}};
    ig_code     code;

    ig_session_add(session, Team, &team);
    code = ig_session_commit(session, &err);
    assert_int_equal(team.id != 0, !code);
    ig_session_close(session);
    return code;
}

static uint64_t count_teams(ig_engine *engine)
{
    ig_session *session = ig_session_open(engine);
    uint64_t    n = 0;

    assert_ok(ig_session_count(session, &Team_model, &n, &err));
    ig_session_close(session);
    return n;
}

/* ---- URLs -------------------------------------------------------------------------------------------------------- */

static void memory_urls(void **state)
{
    static const char *const urls[] = {"sqlite://", "sqlite:///", "sqlite:///:memory:"};

    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        ig_engine *engine = ig_engine_open(urls[i], NULL);
        assert_ok(ig_create_all(engine, IG_MODELS(Team), &err));
        assert_ok(store_team(engine, "one"));
        assert_ok(store_team(engine, "two"));
        assert_int_equal(count_teams(engine), 2); /* all sessions see the same memory */
        ig_engine_close(engine);
    }
    assert_int_equal(access(":memory:", F_OK), -1);
}

static void file_urls(void **state)
{
    char       before[4096];
    ig_engine *engine;
    sqlite3   *db;

    (void)state;
    engine = ig_engine_open(URL("abs.db"), NULL);
    assert_int_equal(access(PATH("abs.db"), F_OK), -1); /* lazy */
    assert_ok(ig_create_all(engine, IG_MODELS(Hero, Team), &err));
    assert_ok(store_team(engine, "kept"));
    ig_engine_close(engine);
    engine = ig_engine_open(URL("abs.db"), NULL);
    assert_int_equal(count_teams(engine), 1);
    ig_engine_close(engine);
    db = raw("abs.db");
    assert_string_equal(ask(db, "PRAGMA journal_mode"), "wal");
    sqlite3_close(db);

    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(folder), 0);
    engine = ig_engine_open("sqlite:///rel.db", NULL);
    assert_ok(ig_create_all(engine, IG_MODELS(Team), &err));
    ig_engine_close(engine);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(access(PATH("rel.db"), F_OK), 0);
}

static void wrong_urls(void **state)
{
    static const char *const urls[] = {NULL,
                                       "",
                                       "heroes.db",
                                       "sqlite:heroes.db",
                                       "sqlite:/heroes.db",
                                       "sqlite://host/heroes.db",
                                       "sqlite:///x.db?mode=ro",
                                       "mysql://root:secret@localhost/db",
                                       "postgresql://user:secret@host/db",
                                       "postgres://u:secret@h/d"};

    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        ig_engine  *engine = ig_engine_open(urls[i], NULL);
        ig_session *session = ig_session_open(engine);
        uint64_t    n;
        assert_non_null(engine);
        assert_fails(ig_create_all(engine, IG_MODELS(Team), &err), IG_E_USAGE, "sqlite:///FILE");
        assert_null(strstr(err.msg, "secret"));
        if (urls[i] && strncmp(urls[i], "postgres", 8) == 0)
            assert_non_null(strstr(err.msg, "PostgreSQL is not supported yet"));
        assert_fails(ig_session_count(session, &Team_model, &n, &err), IG_E_USAGE, "sqlite:///FILE");
        assert_fails(store_team(engine, "x"), IG_E_USAGE, "sqlite:///FILE");
        ig_session_close(session);
        ig_engine_close(engine);
    }
}

/* ---- files that cannot be used ----------------------------------------------------------------------------------- */

static void check_unusable(const char *url, const ig_engine_opts *opts, ig_code code, const char *message)
{
    ig_engine *engine = ig_engine_open(url, opts);

    assert_fails(ig_create_all(engine, IG_MODELS(Team), &err), code, message);
    assert_fails(ig_create_all(engine, IG_MODELS(Team), &err), code, message);
    assert_non_null(strstr(err.msg, url + strlen("sqlite:///")));
    assert_fails(store_team(engine, "x"), code, message);
    ig_engine_close(engine);
}

static void unusable_files(void **state)
{
    FILE *file = fopen(PATH("text.db"), "w");

    (void)state;
    assert_non_null(file);
    for (int i = 0; i < 100; i++)
        fputs("this is a letter, not a database\n", file);
    fclose(file);
    assert_int_equal(mkdir(PATH("folder.db"), 0700), 0);
    check_unusable(URL("text.db"), NULL, IG_E_DATABASE, "is not a database");
    check_unusable(URL("folder.db"), NULL, IG_E_DATABASE, "it is a folder");
    check_unusable(URL("nowhere/x.db"), NULL, IG_E_DATABASE, "no folder");
    check_unusable(URL("missing.db"), &(ig_engine_opts){.read_only = true}, IG_E_DATABASE, "no such file");
    assert_int_equal(access(PATH("missing.db"), F_OK), -1);
}

static void read_only_option(void **state)
{
    ig_engine *engine = ig_engine_open(URL("ro.db"), NULL);

    (void)state;
    assert_ok(ig_create_all(engine, IG_MODELS(Team), &err));
    assert_ok(store_team(engine, "one"));
    ig_engine_close(engine);
    engine = ig_engine_open(URL("ro.db"), &(ig_engine_opts){.read_only = true});
    assert_ok(ig_create_all(engine, IG_MODELS(Team), &err)); /* nothing to do */
    assert_int_equal(count_teams(engine), 1);
    assert_fails(store_team(engine, "two"), IG_E_READ_ONLY, "ro.db");
    assert_fails(ig_create_all(engine, IG_MODELS(Team, Late), &err), IG_E_READ_ONLY, "ro.db");
    assert_int_equal(count_teams(engine), 1);
    ig_engine_close(engine);
}

static int fails_read_only(const char *url)
{
    ig_engine *engine = ig_engine_open(url, NULL);
    ig_code    code = ig_create_all(engine, IG_MODELS(Late), &err);

    ig_engine_close(engine);
    return code == IG_E_READ_ONLY && strstr(err.msg, "read-only") ? 0 : 1;
}

/* Permissions do not bind root, so a child process steps down first. */
static void read_only_files(void **state)
{
    ig_engine *engine;
    pid_t      child;
    int        status;

    (void)state;
    assert_int_equal(mkdir(PATH("locked"), 0755), 0);
    engine = ig_engine_open(URL("locked/ro.db"), NULL);
    assert_ok(ig_create_all(engine, IG_MODELS(Team), &err));
    ig_engine_close(engine);
    assert_int_equal(chmod(PATH("locked/ro.db"), 0444), 0);
    assert_int_equal(chmod(PATH("locked"), 0555), 0);
    assert_int_equal(chmod(folder, 0755), 0);
    child = fork();
    assert_int_not_equal(child, -1);
    if (child == 0) {
        if (geteuid() == 0 && seteuid(65534) != 0)
            _exit(9);
        _exit(fails_read_only(URL("locked/ro.db")) + 2 * fails_read_only(URL("locked/new.db")));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(chmod(PATH("locked"), 0755), 0);
    assert_int_equal(unlink(PATH("locked/ro.db")), 0);
}

/* ---- locks ------------------------------------------------------------------------------------------------------- */

static void locked_by_another(void **state)
{
    ig_engine *engine = ig_engine_open(URL("busy.db"), &(ig_engine_opts){.busy_timeout_ms = 50});
    sqlite3   *db = raw("busy.db");

    (void)state;
    /* Before it is in WAL mode, an exclusive lock even stops the look inside. */
    ask(db, "CREATE TABLE other (x)");
    ask(db, "BEGIN EXCLUSIVE");
    assert_fails(ig_create_all(engine, IG_MODELS(Team), &err), IG_E_BUSY, "busy.db\" is locked by another connection");
    assert_true(ig_code_can_retry(err.code));
    ask(db, "ROLLBACK");
    assert_ok(ig_create_all(engine, IG_MODELS(Team), &err));
    assert_ok(store_team(engine, "one"));

    ask(db, "BEGIN IMMEDIATE");
    assert_fails(store_team(engine, "two"), IG_E_BUSY, "busy.db");
    assert_fails(ig_create_all(engine, IG_MODELS(Late), &err), IG_E_BUSY, "busy.db");
    assert_ok(ig_create_all(engine, IG_MODELS(Team), &err)); /* nothing to do, no lock needed */
    assert_int_equal(count_teams(engine), 1);                /* readers are not in the way */
    ask(db, "ROLLBACK");
    assert_ok(store_team(engine, "two"));
    sqlite3_close(db);
    ig_engine_close(engine);
}

/* ---- threads ----------------------------------------------------------------------------------------------------- */

enum { THREADS = 8, COMMITS = 25, ROWS = 4 };

static pthread_barrier_t together;

/* Each commit adds ROWS teams; between commits the thread reads. Returns what went wrong. */
static void *add_rows(void *context)
{
    static char wrong_commit[] = "commit or count failed", wrong_get[] = "get failed";
    ig_engine  *engine = context;
    ig_error    error;

    pthread_barrier_wait(&together);
    for (int i = 0; i < COMMITS; i++) {
        ig_session *session = ig_session_open(engine);
        Team        teams[ROWS] = {{.name = S("a")}, {.name = S("b")}, {.name = S("c")}, {.name = S("d")}};
        Team       *loaded;
        uint64_t    n = 0;
        ig_session_add_all(session, Team, ((ig_list){teams, ROWS}));
        if (ig_session_commit(session, &error) || ig_session_count(session, &Team_model, &n, &error) || n % ROWS)
            return wrong_commit;
        loaded = ig_session_get(session, Team, &teams[ROWS - 1].id);
        if (!loaded || loaded->name.p[0] != 'd')
            return wrong_get;
        ig_session_close(session);
    }
    return NULL;
}

static void run_threads(ig_engine *const engines[THREADS])
{
    pthread_t threads[THREADS];

    assert_int_equal(pthread_barrier_init(&together, NULL, THREADS), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, add_rows, engines[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        void *failure;
        pthread_join(threads[i], &failure);
        assert_string_equal(failure ? failure : "", "");
    }
    pthread_barrier_destroy(&together);
}

static void many_threads(void **state)
{
    const char *const urls[] = {"sqlite://", URL("threads.db")};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        ig_engine *engine = ig_engine_open(urls[i], NULL);
        ig_engine *engines[THREADS];
        for (int k = 0; k < THREADS; k++)
            engines[k] = engine;
        assert_ok(ig_create_all(engine, IG_MODELS(Team), &err));
        run_threads(engines);
        assert_int_equal(count_teams(engine), THREADS * COMMITS * ROWS);
        ig_engine_close(engine);
    }
}

static void *create_tables(void *engine)
{
    static const ig_error none;
    ig_error              error = none;

    pthread_barrier_wait(&together);
    return ig_create_all(engine, IG_MODELS(Hero, Team), &error) ? strdup(error.msg) : NULL;
}

/* As eight processes would: an engine each, on a file that does not exist yet. */
static void many_engines(void **state)
{
    ig_engine *engines[THREADS];
    pthread_t  threads[THREADS];

    (void)state;
    assert_int_equal(pthread_barrier_init(&together, NULL, THREADS), 0);
    for (int i = 0; i < THREADS; i++) {
        engines[i] = ig_engine_open(URL("engines.db"), NULL);
        assert_int_equal(pthread_create(&threads[i], NULL, create_tables, engines[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *failure;
        pthread_join(threads[i], &failure);
        assert_string_equal(failure ? failure : "", "");
    }
    pthread_barrier_destroy(&together);
    run_threads(engines);
    assert_int_equal(count_teams(engines[0]), THREADS * COMMITS * ROWS);
    for (int i = 0; i < THREADS; i++)
        ig_engine_close(engines[i]);
}

/* More sessions than connections may be open: a session holds one only while it is at work. */
static void many_sessions(void **state)
{
    enum { N = 100 };
    ig_engine  *engine = ig_engine_open(URL("sessions.db"), NULL);
    ig_session *sessions[N];
    uint64_t    n;

    (void)state;
    assert_ok(ig_create_all(engine, IG_MODELS(Team), &err));
    for (int i = 0; i < N; i++) {
        sessions[i] = ig_session_open(engine);
        assert_ok(ig_session_count(sessions[i], &Team_model, &n, &err));
    }
    for (int i = 0; i < N; i++)
        ig_session_close(sessions[i]);
    ig_engine_close(engine);
}

/* ---- settings and echo ------------------------------------------------------------------------------------------- */

static void foreign_keys_are_on(void **state)
{
    ig_engine  *engine = ig_engine_open("sqlite://", NULL);
    ig_session *session = ig_session_open(engine);
    Hero        hero = {.name = S("x"), .team_id = {true, 5}};

    (void)state;
    assert_ok(ig_create_all(engine, IG_MODELS(Team, Hero), &err));
    ig_session_add(session, Hero, &hero);
    assert_fails(ig_session_commit(session, &err), IG_E_CONFLICT, "hero.team_id");
    ig_session_close(session);
    ig_engine_close(engine);
}

static void append_line(void *context, const char *line)
{
    ig_buf_printf(context, "%s\n", line);
}

static void echo(void **state)
{
    ig_buf         lines = {0};
    ig_engine_opts opts = {.echo = true, .log = append_line, .log_context = &lines};
    ig_engine     *engine = ig_engine_open("sqlite://", &opts);

    (void)state;
    assert_ok(ig_create_all(engine, IG_MODELS(Late), &err));
    assert_ok(ig_create_all(engine, IG_MODELS(Team), &err));
    ig_buf_reset(&lines);
    assert_ok(store_team(engine, "secret"));
    assert_int_equal(count_teams(engine), 1);
    assert_string_equal(lines.p, "BEGIN\n"
                                 "INSERT INTO \"team\" (\"id\", \"name\") VALUES ($1, $2)\n"
                                 "COMMIT\n"
                                 "SELECT count(*) FROM \"team\"\n");
    ig_engine_close(engine);

    ig_buf_reset(&lines);
    opts.echo = false;
    engine = ig_engine_open("sqlite://", &opts);
    assert_ok(ig_create_all(engine, IG_MODELS(Team), &err));
    assert_int_equal(lines.n, 0);
    ig_engine_close(engine);
    ig_buf_fini(&lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_urls),       cmocka_unit_test(file_urls),           cmocka_unit_test(wrong_urls),
        cmocka_unit_test(unusable_files),    cmocka_unit_test(read_only_option),    cmocka_unit_test(read_only_files),
        cmocka_unit_test(locked_by_another), cmocka_unit_test(many_threads),        cmocka_unit_test(many_engines),
        cmocka_unit_test(many_sessions),     cmocka_unit_test(foreign_keys_are_on), cmocka_unit_test(echo),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
