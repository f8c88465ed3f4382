/* Every member type to the database and back, what cannot be stored, and rows that do not fit the model.
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include "sql_help.h"
#include <float.h>
#include <math.h>

ENUM(Color, red, green, dark_blue);

MODEL(Address, (), (str, street), (i64, zip));
MODEL(All, (IG_TABLE("all")),
    (i64,           id,         IG_PRIMARY_KEY),
    (bool,          flag),
    (f64,           ratio),
    (str,           text),
    (bytes,         blob),
    (uuid,          uid),
    (date,          day),
    (timeofday,     time),
    (datetime,      moment),
    (duration,      length),
    (decimal,       price),
    (json,          any),
    (Color,         color,      IG_ENUM(Color)),
    (opt_bool,      opt_flag),
    (opt_f64,       opt_ratio),
    (opt_str,       opt_text),
    (opt_bytes,     opt_blob),
    (opt_uuid,      opt_uid),
    (opt_date,      opt_day),
    (opt_timeofday, opt_time),
    (opt_datetime,  opt_moment),
    (opt_duration,  opt_length),
    (opt_decimal,   opt_price),
    (opt_json,      opt_any),
    (opt_Color,     opt_color,  IG_ENUM(Color)),
    (str_list,      tags),
    (f64_list,      ratios,     IG_NULLABLE),
    (i64_map,       counts),
    (str_map,       words,      IG_NULLABLE),
    (Address *,     address,    IG_OBJ(Address)),
    (Address *,     second,     IG_OBJ(Address), IG_NULLABLE),
    (Address_list,  others,     IG_LIST_OF(Address)));

/* The types a key can have, one table each. */
MODEL(ByText, (IG_TABLE("by_text")), (str, id, IG_PRIMARY_KEY), (i64, v));
MODEL(ByUuid, (IG_TABLE("by_uuid")), (uuid, id, IG_PRIMARY_KEY), (i64, v));
MODEL(ByDate, (IG_TABLE("by_date")), (date, id, IG_PRIMARY_KEY), (i64, v));
MODEL(ByTime, (IG_TABLE("by_time")), (timeofday, id, IG_PRIMARY_KEY), (i64, v));
MODEL(ByMoment, (IG_TABLE("by_moment")), (datetime, id, IG_PRIMARY_KEY), (i64, v));
MODEL(ByColor, (IG_TABLE("by_color")), (Color, id, IG_PRIMARY_KEY, IG_ENUM(Color)), (i64, v));
MODEL(ByBytes, (IG_TABLE("by_bytes")), (bytes, id, IG_PRIMARY_KEY), (i64, v));
MODEL(ByMade, (IG_TABLE("by_made")), (opt_uuid, id, IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4)), (i64, v));

#define BYTES(literal)                                   \
    {                                                    \
        (const uint8_t *)"" literal, sizeof(literal) - 1 \
    }
#define SLICE(literal)                  \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }

static const uuid some_uuid = {
    {0x55, 0x0e, 0x84, 0, 0xe2, 0x9b, 0x41, 0xd4, 0xa7, 0x16, 0x44, 0x66, 0x55, 0x44, 0, 0xff}};
static Address home = {.street = {"Main \"St\"", 9}, .zip = 12345};

static ig_error   err;
static ig_engine *engine;
static sqlite3   *db;

static int open_all(void **state)
{
    if (make_folder(state) != 0)
        return -1;
    engine = ig_engine_open(URL("types.db"), NULL);
    db = raw("types.db");
    return ig_create_all(engine, IG_MODELS(All, ByText, ByUuid, ByDate, ByTime, ByMoment, ByColor, ByBytes, ByMade),
                         &err)
               ? -1
               : 0;
}

static int close_all(void **state)
{
    sqlite3_close(db);
    ig_engine_close(engine);
    return remove_folder(state);
}

/* All required members set to something ordinary. */
static All ordinary(void)
{
    return (All){.ratio = 1.5,
                 .text = S("text"),
                 .blob = BYTES("blob"),
                 .uid = some_uuid,
                 .day = {2024, 2, 29},
                 .price = SLICE("1.50"),
                 .any = SLICE("{}"),
                 .address = &home};
}

/* Stores the object and loads it again; the session is the caller's to close. */
static All *round_trip(All *all, ig_session **session_out)
{
    ig_session *session = ig_session_open(engine);
    All        *loaded;

    all->id = 0;
    ig_session_add(session, All, all);
    assert_ok(ig_session_commit(session, &err));
    loaded = ig_session_get(session, All, &all->id);
    if (!loaded) {
        ig_session_error(session, &err);
        fail_msg("%s", err.msg);
    }
    *session_out = session;
    return loaded;
}

static void assert_slice(const void *p, size_t n, const char *wanted, size_t wanted_bytes)
{
    assert_non_null(p);
    assert_int_equal(n, wanted_bytes);
    assert_memory_equal(p, wanted, wanted_bytes);
    assert_int_equal(((const char *)p)[n], 0);
}

static const char *stored(const char *column)
{
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT \"%s\" FROM \"all\" ORDER BY id DESC LIMIT 1", column);
    return ask(db, sql);
}

static void set_optional(All *all)
{
    all->opt_flag = (opt_bool){true, false};
    all->opt_ratio = (opt_f64){true, -0.0};
    all->opt_text = (opt_str)SLICE("");
    all->opt_blob = (opt_bytes)BYTES("");
    all->opt_uid = (opt_uuid){true, some_uuid};
    all->opt_day = (opt_date){true, {1, 1, 1}};
    all->opt_time = (opt_timeofday){true, {.us = 0}};
    all->opt_moment = (opt_datetime){true, {.us = -1}};
    all->opt_length = (opt_duration){true, {INT64_MIN}};
    all->opt_price = (opt_decimal)SLICE("1234567890.0123456789000");
    all->opt_any = (opt_json)SLICE("null");
    all->opt_color = (opt_Color){true, Color_red};
}

static void full(void **state)
{
    str          tags[] = {S("a"), S("\"b\"\n"), S("")};
    f64          ratios[] = {0.1, -1e300};
    ig_i64_entry counts[] = {{S("one"), 1}, {S("max"), INT64_MAX}};
    ig_str_entry words[] = {{S("k"), S("v")}};
    Address      others[] = {{S("x"), 1}, {S("y"), 2}};
    ig_session  *session;
    All          all = ordinary(), *got;

    (void)state;
    all.flag = true;
    all.text = S("NUL\0 and \xc3\xa4\xf0\x9f\x98\x80");
    all.blob = (bytes)BYTES("\0\xff\x80");
    all.time = (timeofday){.us = 45296000007, .offset_s = -19800, .aware = true};
    all.moment = (datetime){.us = 1709210096000007, .offset_s = 19800, .aware = true};
    all.length = (duration){-1};
    all.any = (json)SLICE("[1.50,1e400,\"\xc3\xa4\"]");
    all.color = Color_dark_blue;
    set_optional(&all);
    all.tags = (str_list){tags, 3};
    all.ratios = (f64_list){ratios, 2};
    all.counts = (i64_map){counts, 2};
    all.words = (str_map){words, 1};
    all.second = &home;
    all.others = (ig_list){others, 2};
    got = round_trip(&all, &session);

    assert_true(got->flag && got->ratio == 1.5);
    assert_slice(got->text.p, got->text.n, all.text.p, all.text.n);
    assert_slice(got->blob.p, got->blob.n, "\0\xff\x80", 3);
    assert_memory_equal(&got->uid, &some_uuid, 16);
    assert_true(got->day.year == 2024 && got->day.month == 2 && got->day.day == 29);
    assert_true(got->time.us == 45296000007 && got->time.aware && got->time.offset_s == -19800);
    assert_true(got->moment.us == 1709210096000007 && got->moment.aware && got->moment.offset_s == 0);
    assert_int_equal(got->length.us, -1);
    assert_slice(got->price.p, got->price.n, "1.50", 4);
    assert_slice(got->any.p, got->any.n, all.any.p, all.any.n);
    assert_int_equal(got->color, Color_dark_blue);
    assert_true(got->opt_flag.has && !got->opt_flag.v);
    assert_true(got->opt_ratio.has && got->opt_ratio.v == 0);
    assert_slice(got->opt_text.p, got->opt_text.n, "", 0);
    assert_slice(got->opt_blob.p, got->opt_blob.n, "", 0);
    assert_true(got->opt_uid.has);
    assert_memory_equal(&got->opt_uid.v, &some_uuid, 16);
    assert_true(got->opt_day.has && got->opt_day.v.year == 1);
    assert_true(got->opt_time.has && got->opt_time.v.us == 0 && !got->opt_time.v.aware);
    assert_true(got->opt_moment.has && got->opt_moment.v.us == -1 && !got->opt_moment.v.aware);
    assert_true(got->opt_length.has && got->opt_length.v.us == INT64_MIN);
    assert_slice(got->opt_price.p, got->opt_price.n, "1234567890.0123456789000", 24);
    assert_slice(got->opt_any.p, got->opt_any.n, "null", 4);
    assert_true(got->opt_color.has && got->opt_color.v == Color_red);
    assert_int_equal(got->tags.n, 3);
    assert_slice(got->tags.items[1].p, got->tags.items[1].n, "\"b\"\n", 4);
    assert_true(got->ratios.n == 2 && got->ratios.items[0] == 0.1 && got->ratios.items[1] == -1e300);
    assert_true(got->counts.n == 2 && got->counts.items[1].value == INT64_MAX);
    assert_slice(got->words.items[0].key.p, got->words.items[0].key.n, "k", 1);
    assert_true(got->address->zip == 12345 && got->second->zip == 12345);
    assert_slice(got->address->street.p, got->address->street.n, "Main \"St\"", 9);
    assert_true(got->others.n == 2 && ((Address *)got->others.items)[1].zip == 2);
    ig_session_close(session);

    /* What other programs see. */
    assert_string_equal(stored("uid"), "550e8400-e29b-41d4-a716-4466554400ff");
    assert_string_equal(stored("day"), "2024-02-29");
    assert_string_equal(stored("time"), "12:34:56.000007-05:30");
    assert_string_equal(stored("moment"), "2024-02-29 12:34:56.000007Z");
    assert_string_equal(stored("opt_moment"), "1969-12-31 23:59:59.999999");
    assert_string_equal(stored("opt_day"), "0001-01-01");
    assert_string_equal(stored("length"), "-1");
    assert_string_equal(stored("color"), "dark_blue");
    assert_string_equal(stored("flag"), "1");
    assert_string_equal(stored("counts"), "{\"one\":1,\"max\":9223372036854775807}");
    assert_string_equal(ask(db, "SELECT typeof(price) || typeof(opt_price) || typeof(blob) || typeof(\"any\") "
                                "FROM \"all\" ORDER BY id DESC LIMIT 1"),
                        "texttextblobtext");
}

/* Nothing that can be null is set; containers that cannot are empty. */
static void empty(void **state)
{
    All         all = ordinary(), *got;
    ig_session *session;

    (void)state;
    all.any = (json){NULL, 0};
    got = round_trip(&all, &session);
    assert_slice(got->any.p, got->any.n, "null", 4);
    assert_false(got->opt_flag.has || got->opt_ratio.has || got->opt_uid.has || got->opt_day.has || got->opt_time.has ||
                 got->opt_moment.has || got->opt_length.has || got->opt_color.has);
    assert_true(!got->opt_text.p && !got->opt_blob.p && !got->opt_price.p && !got->opt_any.p);
    assert_int_equal(got->tags.n, 0);
    assert_null(got->ratios.items);
    assert_int_equal(got->counts.n, 0);
    assert_null(got->words.items);
    assert_null(got->second);
    assert_int_equal(got->others.n, 0);
    ig_session_close(session);
    assert_string_equal(stored("tags"), "[]");
    assert_string_equal(stored("counts"), "{}");
    assert_string_equal(ask(db, "SELECT typeof(ratios) || typeof(opt_any) || typeof(second) FROM \"all\" "
                                "ORDER BY id DESC LIMIT 1"),
                        "nullnullnull");
}

static void numbers(void **state)
{
    const f64 values[] = {INFINITY, -INFINITY, DBL_MAX, DBL_MIN, 4.9e-324, 0.1 + 0.2, 123456789012345678.0};

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        All         all = ordinary(), *got;
        ig_session *session;
        all.ratio = values[i];
        all.length.us = i % 2 ? INT64_MAX : INT64_MIN;
        got = round_trip(&all, &session);
        assert_true(got->ratio == values[i]);
        assert_int_equal(got->length.us, all.length.us);
        ig_session_close(session);
    }
}

static void megabyte(void **state)
{
    enum { N = 1 << 20 };
    char       *text = malloc(N);
    All         all = ordinary(), *got;
    ig_session *session;

    (void)state;
    assert_non_null(text);
    memset(text, 'x', N);
    all.text = (str){text, N};
    got = round_trip(&all, &session);
    assert_int_equal(got->text.n, N);
    assert_memory_equal(got->text.p, text, N);
    ig_session_close(session);
    free(text);
}

static void refuse(All all, const char *message)
{
    ig_session *session = ig_session_open(engine);

    ig_session_add(session, All, &all);
    assert_fails(ig_session_commit(session, &err), IG_E_INVALID, message);
    assert_int_equal(all.id, 0);
    ig_session_close(session);
}

static void not_storable(void **state)
{
    const char *const bad[] = {"\x80",
                               "\xc0\x80",
                               "\xc3",
                               "a\xe2\x82",
                               "\xed\xa0\x80",
                               "\xf0\x80\x80\x80",
                               "\xf4\x90\x80\x80",
                               "12345678\xff",
                               "\xe0\x9f\xbf",
                               "\xf5\x80\x80\x80"};
    f64               nan_item = NAN, inf_item = INFINITY;
    str               bad_item = S("\xff");
    ig_i64_entry      bad_key = {S("\xff"), 1};
    All               all;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        all = ordinary();
        all.text = (str){bad[i], strlen(bad[i])};
        refuse(all, "all.text: the text is not UTF-8");
    }
    all = ordinary(), all.ratio = NAN;
    refuse(all, "all.ratio: NaN cannot be stored");
    all = ordinary(), all.opt_ratio = (opt_f64){true, NAN};
    refuse(all, "all.opt_ratio");
    all = ordinary(), all.ratios = (f64_list){&nan_item, 1};
    refuse(all, "all.ratios");
    all = ordinary(), all.ratios = (f64_list){&inf_item, 1};
    refuse(all, "all.ratios");
    all = ordinary(), all.tags = (str_list){&bad_item, 1};
    refuse(all, "all.tags");
    all = ordinary(), all.counts = (i64_map){&bad_key, 1};
    refuse(all, "all.counts");
    all = ordinary(), all.color = (Color)17;
    refuse(all, "all.color");
    all = ordinary(), all.price = (decimal)SLICE("1,50");
    refuse(all, "all.price: the text is no decimal");
    all = ordinary(), all.time.us = 86400000000;
    refuse(all, "all.time: out of range");
    all = ordinary(), all.moment.us = INT64_MAX;
    refuse(all, "all.moment: out of range");
    all = ordinary(), all.moment.us = INT64_MIN;
    refuse(all, "all.moment: out of range");
    all = ordinary(), all.text = (str){NULL, 0};
    refuse(all, "all.text: may not be null");
    all = ordinary(), all.address = NULL;
    refuse(all, "all.address: may not be null");
}

/* What other programs may have written into our table, or into one of the same name. */
static void unreadable(void **state)
{
    static const struct {
        const char *sql, *column;
    } cases[] = {
        {"flag = 'yes'", "all.flag"},           {"ratio = 'x'", "all.ratio"},
        {"text = x'41'", "all.text"},           {"text = 5, blob = 'text'", "all.blob"},
        {"uid = '550e8400'", "all.uid"},        {"uid = 5", "all.uid"},
        {"day = '2024-02-30'", "all.day"},      {"time = 'noon'", "all.time"},
        {"moment = 'yesterday'", "all.moment"}, {"length = 'long'", "all.length"},
        {"price = x'00'", "all.price"},         {"price = 'cheap'", "all.price"},
        {"\"any\" = x'00'", "all.any"},         {"color = 'pink'", "all.color"},
        {"tags = 'no json'", "all.tags"},       {"tags = '[1]'", "all.tags"},
        {"tags = x'5b5d'", "all.tags"},         {"address = '{\"zip\":1}'", "all.address"},
        {"ratios = '[null]'", "all.ratios"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        All         all = ordinary();
        ig_session *session = ig_session_open(engine);
        char        sql[200];
        All_list    list;
        ig_session_add(session, All, &all);
        assert_ok(ig_session_commit(session, &err));
        ask(db, "PRAGMA ignore_check_constraints = ON");
        snprintf(sql, sizeof sql, "UPDATE \"all\" SET %s WHERE id = %d", cases[i].sql, (int)all.id);
        ask(db, sql);
        assert_null(ig_session_get(session, All, &all.id));
        assert_fails(ig_session_error(session, &err), IG_E_DATABASE, cases[i].column);
        ig_session_rollback(session);
        assert_fails(ig_session_list(session, All, NULL, &list, &err), IG_E_DATABASE, cases[i].column);
        ig_session_close(session);
        snprintf(sql, sizeof sql, "DELETE FROM \"all\" WHERE id = %d", (int)all.id);
        ask(db, sql);
    }
}

MODEL(Foreign, (IG_TABLE("foreign_made")),
    (i64, id, IG_PRIMARY_KEY), (decimal, price), (f64, ratio), (datetime, moment), (opt_uuid, uid), (i64, count));

/* A table as SQLModel makes it: decimals as numbers, UUIDs without hyphens, times without zone. */
static void tables_of_others(void **state)
{
    ig_session *session = ig_session_open(engine);
    Foreign    *got;
    i64         key = 1;

    (void)state;
    ask(db, "CREATE TABLE foreign_made (id INTEGER NOT NULL PRIMARY KEY, price NUMERIC, ratio, moment DATETIME, "
            "uid CHAR(32), count INTEGER)");
    ask(db, "INSERT INTO foreign_made VALUES (1, 1.5, 2, '2024-02-29 12:34:56.000007', "
            "'550e8400e29b41d4a7164466554400ff', 3), (2, 7, 2.5, '2024-02-29 00:00:00', NULL, NULL)");
    got = ig_session_get(session, Foreign, &key);
    assert_non_null(got);
    assert_slice(got->price.p, got->price.n, "1.5", 3);
    assert_true(got->ratio == 2.0 && got->count == 3);
    assert_true(got->moment.us == 1709210096000007 && !got->moment.aware);
    assert_memory_equal(&got->uid.v, &some_uuid, 16);
    key = 2;
    assert_null(ig_session_get(session, Foreign, &key));
    assert_fails(ig_session_error(session, &err), IG_E_DATABASE, "foreign_made.count: null");
    ig_session_rollback(session);
    ask(db, "UPDATE foreign_made SET count = 4");
    got = ig_session_get(session, Foreign, &key);
    assert_non_null(got);
    assert_slice(got->price.p, got->price.n, "7", 1);
    assert_false(got->uid.has);
    ig_session_close(session);

    /* A column that is missing is an error, not the text of its name. */
    ask(db, "ALTER TABLE foreign_made DROP COLUMN moment");
    session = ig_session_open(engine);
    assert_null(ig_session_get(session, Foreign, &key));
    assert_fails(ig_session_error(session, &err), IG_E_DATABASE, "moment");
    ig_session_close(session);
}

/* Stores two rows, gets them again by key, each twice. */
#define CHECK_KEYS(M, key1, key2)                                                       \
    do {                                                                                \
        ig_session *session = ig_session_open(engine);                                  \
        M           rows[2] = {{.id = key1, .v = 1}, {.id = key2, .v = 2}}, *one, *two; \
        ig_session_add_all(session, M, ((ig_list){rows, 2}));                           \
        assert_ok(ig_session_commit(session, &err));                                    \
        one = ig_session_get(session, M, &rows[0].id);                                  \
        two = ig_session_get(session, M, &rows[1].id);                                  \
        assert_true(one &&two && one->v == 1 && two->v == 2);                           \
        assert_ptr_equal(ig_session_get(session, M, &one->id), one);                    \
        assert_ptr_equal(ig_session_get(session, M, &two->id), two);                    \
        ig_session_close(session);                                                      \
    } while (0)

#define PAIR(...)   \
    {               \
        __VA_ARGS__ \
    }

static void keys_of_every_type(void **state)
{
    (void)state;
    CHECK_KEYS(ByText, SLICE("a"), SLICE("a\0b"));
    CHECK_KEYS(ByUuid, PAIR({1}), PAIR({2}));
    CHECK_KEYS(ByDate, PAIR(2024, 2, 29), PAIR(2024, 3, 1));
    CHECK_KEYS(ByTime, PAIR(0), PAIR(.us = 0, .aware = true));
    CHECK_KEYS(ByMoment, PAIR(0), PAIR(.us = 0, .aware = true));
    CHECK_KEYS(ByColor, Color_red, Color_dark_blue);
    CHECK_KEYS(ByBytes, BYTES("\0"), BYTES(""));
    CHECK_KEYS(ByMade, PAIR(false), PAIR(true, {{1}}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full),
        cmocka_unit_test(empty),
        cmocka_unit_test(numbers),
        cmocka_unit_test(megabyte),
        cmocka_unit_test(not_storable),
        cmocka_unit_test(unreadable),
        cmocka_unit_test(tables_of_others),
        cmocka_unit_test(keys_of_every_type),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
