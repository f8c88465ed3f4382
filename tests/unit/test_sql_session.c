/* The unit of work: what is added is stored whole or not at all, keys come back, the same key gives the same object.
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include "sql_help.h"

ENUM(Rank, rookie, veteran, legend);

MODEL_FORWARD(Hero);
MODEL(Team, (IG_TABLE("team")),
    (i64,       id,     IG_PRIMARY_KEY),
    (str,       name,   IG_UNIQUE),
    (Hero_list, heroes, IG_RELATIONSHIP(Hero)));
MODEL(Hero, (IG_TABLE("hero"), IG_UNIQUE_TOGETHER("name", "age")),
    (uuid,    id,          IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4)),
    (str,     name),
    (opt_str, secret_name),
    (opt_i64, age),
    (Rank,    rank,        IG_ENUM(Rank)),
    (str,     side,        IG_ONE_OF("good", "bad")),
    (opt_i64, team_id,     IG_FOREIGN_KEY("team.id")),
    (opt_i64, rival_id,    IG_FOREIGN_KEY("team.id")),
    (Team *,  team,        IG_RELATIONSHIP(Team)));
MODEL(Note, (IG_TABLE("note")), (opt_i64, id, IG_PRIMARY_KEY), (str, text));
MODEL(Seat, (IG_TABLE("seat")), (str, row, IG_PRIMARY_KEY), (i64, nr, IG_PRIMARY_KEY), (str, who));
MODEL(Odd, (IG_TABLE("x\"; DROP TABLE note; --")),
    (i64, id, IG_PRIMARY_KEY), (str, select, IG_INDEX), (opt_i64, group, IG_UNIQUE));
MODEL(NoKey, (IG_TABLE("nokey")), (str, name));
MODEL(Stranger, (IG_TABLE("stranger")), (i64, id, IG_PRIMARY_KEY));

static ig_error   err;
static ig_engine *engine;
static sqlite3   *db; /* the same file, from outside */

static int open_all(void **state)
{
    if (make_folder(state) != 0)
        return -1;
    engine = ig_engine_open(URL("session.db"), NULL);
    if (ig_create_all(engine, IG_MODELS(Hero, Note, Seat, Odd), &err))
        return -1;
    db = raw("session.db");
    return 0;
}

static int close_all(void **state)
{
    sqlite3_close(db);
    ig_engine_close(engine);
    return remove_folder(state);
}

static Hero a_hero(const char *name)
{
    return (Hero){.name = {name, strlen(name)}, .secret_name = {NULL, 0}, .side = S("good")};
}

static void stores_and_gets(void **state)
{
    ig_session *session = ig_session_open(engine);
    Team        team = {.name = S("Avengers")};
    Hero        hero = a_hero("Hawk"), *loaded;

    (void)state;
    hero.age = (opt_i64){true, 41};
    hero.rank = Rank_veteran;
    assert_int_equal(ig_session_add(session, Hero, &hero), IG_OK);
    assert_true(hero.id.b[6] >> 4 == 4); /* the factory ran at once */
    assert_ok(ig_session_commit(session, &err));
    assert_string_equal(ask(db, "SELECT name || age || rank || typeof(team_id) FROM hero WHERE name = 'Hawk'"),
                        "Hawk41veterannull");

    ig_session_add(session, Team, &team);
    assert_int_equal(team.id, 0);
    assert_ok(ig_session_commit(session, &err));
    assert_int_not_equal(team.id, 0);

    loaded = ig_session_get(session, Hero, &hero.id);
    assert_non_null(loaded);
    assert_ptr_not_equal(loaded, &hero);
    assert_string_equal(loaded->name.p, "Hawk");
    assert_null(loaded->secret_name.p);
    assert_true(loaded->age.has && loaded->age.v == 41);
    assert_int_equal(loaded->rank, Rank_veteran);
    assert_false(loaded->team_id.has);
    assert_null(loaded->team);
    assert_ptr_equal(ig_session_get(session, Hero, &hero.id), loaded);
    assert_string_equal(((Team *)ig_session_get(session, Team, &team.id))->name.p, "Avengers");
    ig_session_close(session);
}

static void keys_come_back(void **state)
{
    ig_session *session = ig_session_open(engine);
    Note        notes[3] = {{.text = S("one")}, {.id = {true, 1000}, .text = S("two")}, {.text = S("three")}};
    Team        team = {.name = S("Keys")};

    (void)state;
    ig_session_add_all(session, Note, ((ig_list){notes, 3}));
    ig_session_add(session, Team, &team);
    assert_ok(ig_session_commit(session, &err));
    assert_true(notes[0].id.has && notes[0].id.v == 1);
    assert_int_equal(notes[1].id.v, 1000);
    assert_true(notes[2].id.has && notes[2].id.v == 1001);
    ig_session_close(session);
}

/* Heroes are added first and refer to a team that is added last: foreign keys decide, not the order of adding. */
static void inserts_in_foreign_key_order(void **state)
{
    ig_session *session = ig_session_open(engine);
    Hero        first = a_hero("First"), second = a_hero("Second");
    Team        team = {.id = 77, .name = S("Late")};

    (void)state;
    first.team_id = second.team_id = (opt_i64){true, 77};
    ig_session_add(session, Hero, &first);
    ig_session_add(session, Team, &team);
    ig_session_add(session, Hero, &second);
    assert_ok(ig_session_commit(session, &err));
    assert_string_equal(ask(db, "SELECT group_concat(name) FROM (SELECT name FROM hero WHERE team_id = 77 "
                                "ORDER BY rowid)"),
                        "First,Second");
    ig_session_close(session);
}

static void nothing_stays_after_failure(void **state)
{
    ig_session *session = ig_session_open(engine);
    Note        note = {.text = S("gone")};
    Team        fresh = {.name = S("Fresh")}, twice = {.name = S("Late")};

    (void)state;
    ig_session_add(session, Note, &note);
    ig_session_add(session, Team, &fresh);
    ig_session_add(session, Team, &twice);
    assert_fails(ig_session_commit(session, &err), IG_E_CONFLICT, "team.name: a row with this value already exists");
    assert_int_equal(fresh.id, 0);
    assert_false(note.id.has);
    assert_string_equal(ask(db, "SELECT count(*) FROM note WHERE text = 'gone'"), "0");
    assert_string_equal(ask(db, "SELECT count(*) FROM team WHERE name = 'Fresh'"), "0");

    /* It sticks, whatever is tried, until rollback. */
    ig_session_add(session, Team, &fresh);
    err = (ig_error){0};
    assert_fails(ig_session_commit(session, &err), IG_E_CONFLICT, "team.name");
    assert_null(ig_session_get(session, Team, &fresh.id));
    err = (ig_error){0};
    assert_fails(ig_session_error(session, &err), IG_E_CONFLICT, "team.name");
    ig_session_rollback(session);
    assert_int_equal(ig_session_error(session, &err), IG_OK);
    assert_ok(ig_session_commit(session, &err));
    assert_int_equal(fresh.id, 0);
    ig_session_add(session, Team, &fresh);
    assert_ok(ig_session_commit(session, &err));
    assert_int_not_equal(fresh.id, 0);
    ig_session_close(session);
}

static void rollback_and_close_forget(void **state)
{
    ig_session *session = ig_session_open(engine);
    Note        note = {.text = S("never")};

    (void)state;
    ig_session_add(session, Note, &note);
    ig_session_rollback(session);
    assert_ok(ig_session_commit(session, &err));
    ig_session_add(session, Note, &note);
    ig_session_close(session);
    assert_string_equal(ask(db, "SELECT count(*) FROM note WHERE text = 'never'"), "0");
    assert_false(note.id.has);
}

static void violations_are_named(void **state)
{
    ig_session *session = ig_session_open(engine);
    Hero        hero = a_hero("Hawk"), again;

    (void)state;
    hero.team_id = (opt_i64){true, 77};
    hero.rival_id = (opt_i64){true, 4711};
    ig_session_add(session, Hero, &hero);
    assert_fails(ig_session_commit(session, &err), IG_E_CONFLICT, "hero.rival_id: no row of \"team\" has this id");
    ig_session_rollback(session);

    hero.rival_id.has = false;
    hero.age = (opt_i64){true, 41};
    ig_session_add(session, Hero, &hero);
    assert_fails(ig_session_commit(session, &err), IG_E_CONFLICT, "hero.name, hero.age: a row with these values");
    ig_session_rollback(session);

    hero.age.v = 42;
    again = hero;
    again.age.v = 43;
    ig_session_add(session, Hero, &hero);
    ig_session_add(session, Hero, &again);
    assert_fails(ig_session_commit(session, &err), IG_E_CONFLICT, "hero.id");
    ig_session_rollback(session);

    hero.name = (str){NULL, 0};
    ig_session_add(session, Hero, &hero);
    assert_fails(ig_session_commit(session, &err), IG_E_INVALID, "hero.name: may not be null");
    ig_session_rollback(session);

    hero = a_hero("Grey");
    hero.side = S("both");
    ig_session_add(session, Hero, &hero);
    assert_fails(ig_session_commit(session, &err), IG_E_INVALID, "ck_hero_side");
    ig_session_rollback(session);

    hero.side = S("bad");
    hero.rank = (Rank)3;
    ig_session_add(session, Hero, &hero);
    assert_fails(ig_session_commit(session, &err), IG_E_INVALID, "hero.rank");
    ig_session_close(session);
    assert_string_equal(ask(db, "SELECT count(*) FROM hero WHERE name <> 'Hawk' AND team_id IS NULL"), "0");
}

static void get_of_nothing_does_not_stick(void **state)
{
    ig_session *session = ig_session_open(engine);
    i64         key = 123456;
    Note        note = {.text = S("after")};

    (void)state;
    assert_null(ig_session_get(session, Team, &key));
    assert_fails(ig_session_error(session, &err), IG_E_NOT_FOUND, "team");
    ig_session_add(session, Note, &note);
    assert_ok(ig_session_commit(session, &err));
    assert_int_equal(ig_session_error(session, &err), IG_OK);
    assert_null(ig_session_get(session, Team, &key));
    assert_non_null(ig_session_get(session, Note, &note.id));
    assert_int_equal(ig_session_error(session, &err), IG_OK);
    ig_session_close(session);
}

static void composite_keys(void **state)
{
    ig_session *session = ig_session_open(engine);
    Seat        seats[] = {{S("a"), 1, S("Ann")}, {S("a"), 2, S("Ben")}, {S("b"), 1, S("Cid")}};
    Seat        wanted = {.row = S("a"), .nr = 2}, *seat;
    Seat_list   list;

    (void)state;
    ig_session_add_all(session, Seat, ((ig_list){seats, 3}));
    assert_ok(ig_session_commit(session, &err));
    seat = ig_session_get(session, Seat, &wanted);
    assert_non_null(seat);
    assert_string_equal(seat->who.p, "Ben");
    assert_ptr_equal(ig_session_get(session, Seat, &seats[1]), seat);
    assert_ptr_not_equal(ig_session_get(session, Seat, &seats[0]), seat);
    wanted.nr = 0; /* no generated key: 0 is 0 */
    ig_session_add(session, Seat, &wanted);
    wanted.who = S("Zero");
    assert_ok(ig_session_commit(session, &err));
    assert_ok(ig_session_list(session, Seat, NULL, &list, &err));
    assert_int_equal(list.n, 4);
    assert_string_equal(((Seat *)list.items)[0].who.p, "Zero");
    assert_string_equal(((Seat *)list.items)[3].who.p, "Cid");
    ig_session_close(session);
}

/* Many keys, so that the identity map grows, and a rollback that empties it. */
static void identity_map_grows(void **state)
{
    enum { N = 300 };
    static Note  notes[N];
    static Note *loaded[N];
    ig_session  *session = ig_session_open(engine);

    (void)state;
    for (int i = 0; i < N; i++)
        notes[i] = (Note){.text = S("many")};
    ig_session_add_all(session, Note, ((ig_list){notes, N}));
    assert_ok(ig_session_commit(session, &err));
    for (int i = 0; i < N; i++) {
        loaded[i] = ig_session_get(session, Note, &notes[i].id);
        assert_non_null(loaded[i]);
        assert_int_equal(loaded[i]->id.v, notes[i].id.v);
    }
    for (int i = 0; i < N; i++)
        assert_ptr_equal(ig_session_get(session, Note, &notes[i].id), loaded[i]);
    ask(db, "UPDATE note SET text = 'new' WHERE text = 'many'");
    assert_string_equal(((Note *)ig_session_get(session, Note, &notes[0].id))->text.p, "many");
    ig_session_rollback(session);
    assert_string_equal(((Note *)ig_session_get(session, Note, &notes[0].id))->text.p, "new");
    assert_string_equal(loaded[0]->text.p, "many"); /* its memory stays */
    ig_session_close(session);
}

static void lists_and_counts(void **state)
{
    enum { N = 100 };
    static Team  teams[N];
    char         names[N][24];
    ig_session  *session = ig_session_open(engine);
    ig_list_opts page = {.limit = 10, .offset = 95};
    Team_list    list, all;
    uint64_t     before, n;

    (void)state;
    assert_ok(ig_session_count(session, &Team_model, &before, &err));
    for (int i = 0; i < N; i++) {
        snprintf(names[i], sizeof names[i], "team %d", i);
        teams[i] = (Team){.id = 10000 - i, .name = {names[i], strlen(names[i])}};
    }
    ig_session_add_all(session, Team, ((ig_list){teams, N}));
    assert_ok(ig_session_commit(session, &err));
    assert_ok(ig_session_count(session, &Team_model, &n, &err));
    assert_int_equal(n, before + N);

    assert_ok(ig_session_list(session, Team, NULL, &all, &err));
    assert_int_equal(all.n, n);
    IG_FOR(Team, team, all) {
        assert_true(team == all.items || team[-1].id < team->id);
        assert_null(team->heroes.items);
    }
    page.offset = n - 5;
    assert_ok(ig_session_list(session, Team, &page, &list, &err));
    assert_int_equal(list.n, 5);
    assert_int_equal(((Team *)list.items)[4].id, 10000);
    assert_string_equal(((Team *)list.items)[4].name.p, "team 0");
    page.offset = UINT64_MAX;
    page.limit = UINT64_MAX;
    assert_ok(ig_session_list(session, Team, &page, &list, &err));
    assert_int_equal(list.n, 0);
    assert_null(list.items);
    /* What was loaded first is still there. */
    assert_string_equal(((Team *)all.items)[n - 1].name.p, "team 0");
    ig_session_close(session);
}

static void row_limit(void **state)
{
    ig_engine   *small = ig_engine_open(URL("session.db"), &(ig_engine_opts){.limits = &(ig_limits){.max_rows = 20}});
    ig_session  *session = ig_session_open(small);
    ig_list_opts page = {.limit = 30};
    Team_list    list = {0};

    (void)state;
    assert_fails(ig_session_list(session, Team, NULL, &list, &err), IG_E_LIMIT, "team: more than 20 rows");
    assert_null(list.items);
    ig_session_rollback(session);
    assert_ok(ig_session_list(session, Team, &page, &list, &err));
    assert_int_equal(list.n, 30);
    ig_session_close(session);
    ig_engine_close(small);
}

/* Names and values that try to become SQL. */
static void injection(void **state)
{
    ig_session *session = ig_session_open(engine);
    const char *evil = "'); DROP TABLE note; --\"";
    Odd         odd = {.select = {evil, strlen(evil)}, .group = {true, 1}}, *loaded;
    Seat        seat = {.row = odd.select, .nr = 1, .who = odd.select}, *found;

    (void)state;
    ig_session_add(session, Odd, &odd);
    ig_session_add(session, Seat, &seat);
    assert_ok(ig_session_commit(session, &err));
    loaded = ig_session_get(session, Odd, &odd.id);
    found = ig_session_get(session, Seat, &seat);
    assert_non_null(loaded);
    assert_non_null(found);
    assert_string_equal(loaded->select.p, evil);
    assert_string_equal(found->who.p, evil);
    assert_string_equal(ask(db, "SELECT count(*) > 0 FROM note"), "1");
    ig_session_close(session);
}

static void wrong_use(void **state)
{
    ig_session *session = ig_session_open(engine);
    Stranger    stranger = {0};
    Hero       *none = NULL;
    ig_list     list;
    uint64_t    n;

    (void)state;
    assert_int_equal(ig_session_add_object(session, &NoKey_model, &stranger), IG_OK);
    assert_fails(ig_session_commit(session, &err), IG_E_MODEL, "NoKey");
    ig_session_rollback(session);
    ig_session_add(session, Hero, none);
    assert_fails(ig_session_commit(session, &err), IG_E_USAGE, "Hero");
    ig_session_rollback(session);
    ig_session_add(session, Stranger, &stranger);
    assert_fails(ig_session_commit(session, &err), IG_E_DATABASE, "no such table");
    assert_int_equal(stranger.id, 0);
    assert_null(ig_session_get(session, Stranger, &stranger.id));
    ig_session_close(session);

    /* NULL is "out of memory when it was opened". */
    assert_null(ig_session_open(NULL));
    assert_int_equal(ig_session_add(NULL, Stranger, &stranger), IG_OK);
    assert_fails(ig_session_commit(NULL, &err), IG_E_NOMEM, "memory");
    assert_null(ig_session_get(NULL, Stranger, &stranger.id));
    assert_fails(ig_session_list(NULL, Stranger, NULL, &list, &err), IG_E_NOMEM, "memory");
    assert_fails(ig_session_count(NULL, &Stranger_model, &n, &err), IG_E_NOMEM, "memory");
    assert_fails(ig_session_error(NULL, &err), IG_E_NOMEM, "memory");
    ig_session_rollback(NULL);
    ig_session_close(NULL);
    assert_int_equal(ig_session_commit(NULL, NULL), IG_E_NOMEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stores_and_gets),
        cmocka_unit_test(keys_come_back),
        cmocka_unit_test(inserts_in_foreign_key_order),
        cmocka_unit_test(nothing_stays_after_failure),
        cmocka_unit_test(rollback_and_close_forget),
        cmocka_unit_test(violations_are_named),
        cmocka_unit_test(get_of_nothing_does_not_stick),
        cmocka_unit_test(composite_keys),
        cmocka_unit_test(identity_map_grows),
        cmocka_unit_test(lists_and_counts),
        cmocka_unit_test(row_limit),
        cmocka_unit_test(injection),
        cmocka_unit_test(wrong_use),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
