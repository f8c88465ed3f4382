/* Opening a client: provider strings, settings and options; and the offline provider behind the same calls.
 * SPDX-License-Identifier: MIT */
#include "llm_help.h"
#include "llm/llm_int.h"

/* ---- names and settings -------------------------------------------------------------------------------------------- */

static void expect_trouble(const char *model, const ig_llm_opts *opts, const char *part)
{
    ig_llm  *llm = ig_llm_open(model, opts);
    ig_arena arena = {0};
    ig_error err = {0};
    Hero    *hero = NULL;

    assert_non_null(llm);
    assert_int_equal(ig_create(llm, Hero, IG_S("x"), NULL, &arena, &hero, &err), IG_E_USAGE);
    assert_null(hero);
    if (!strstr(err.msg, part))
        fail_msg("\"%s\" is not in \"%s\"", part, err.msg);
    assert_null(strstr(err.msg, "sk-secret"));
    ig_llm_close(llm);
    ig_arena_fini(&arena);
}

static void test_wrong_names(void **state)
{
    static const ig_llm_opts local = {.base_url = "http://127.0.0.1:9/v1"};

    (void)state;
    expect_trouble("gpt-4o-mini", &local, "Model string must be in format 'provider/model'");
    expect_trouble("", &local, "Model string must be in format 'provider/model'");
    expect_trouble("openai/", &local, "Model string must be in format 'provider/model'");
    expect_trouble("/gpt-4o-mini", &local, "Model string must be in format 'provider/model'");
    expect_trouble("offline/", NULL, "Model string must be in format 'provider/model'");
    expect_trouble("offline/sample-1:bad-frist", NULL, "unknown fault switch \"bad-frist\"");
    expect_trouble("unknown/model", &local, "Unsupported provider 'unknown': supported are openai and offline");
    expect_trouble("unknown/model", NULL, "Unsupported provider 'unknown'"); /* the offline provider does not hide it */
}

static void test_wrong_options(void **state)
{
    static const char *const no_colon[] = {"X-Test-Id 1", NULL}, *const two_lines[] = {"X: 1\r\nY: 2", NULL};
    static const char *const urls[] = {"",        "localhost:8080/v1", "ftp://localhost/",
                                       "http://", "http://a b/",       "file:///x"};
    size_t                   i;

    (void)state;
    for (i = 1; i < sizeof urls / sizeof *urls; i++)
        expect_trouble("openai/m", &(ig_llm_opts){.base_url = urls[i]}, "base URL is not a valid http");
    expect_trouble("openai/m", &(ig_llm_opts){.base_url = "http://h/", .headers = no_colon}, "\"Name: value\"");
    expect_trouble("openai/m", &(ig_llm_opts){.base_url = "http://h/", .headers = two_lines}, "\"Name: value\"");
    expect_trouble("openai/m", &(ig_llm_opts){.api_key = "sk-secret\r\nX: y"}, "control character");
}

/* What a client was made of. */
static void expect_client(const char *model, const ig_llm_opts *opts, const char *peer, const char *sent,
                          const char *key)
{
    ig_llm *llm = ig_llm_open(model, opts);

    assert_non_null(llm);
    assert_int_equal(llm->trouble.code, IG_OK);
    assert_string_equal(llm->transport->peer, peer);
    assert_string_equal(llm->model, sent);
    assert_string_equal(llm->key.p ? llm->key.p : "(none)", key);
    ig_llm_close(llm);
}

static void write_env(const char *text)
{
    FILE *file = fopen(".env", "wb");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void test_settings(void **state)
{
    static const char offline[] = "offline: the sample generator";

    (void)state;
    expect_client(NULL, NULL, offline, "sample-1", "(none)");
    expect_client("openai/gpt-4o-mini", NULL, offline, "sample-1", "(none)");
    expect_client("openai/ft:gpt-4o:me::id", NULL, offline, "sample-1", "(none)"); /* its colons are no faults */
    expect_client("offline", NULL, offline, "sample-1", "(none)");
    expect_client("offline/sample-1:bad-first", NULL, offline, "sample-1:bad-first", "(none)");
    expect_client("openai/a/b", &(ig_llm_opts){.base_url = "http://h:81"}, "openai: h:81", "a/b", "(none)");
    expect_client("openai/m", &(ig_llm_opts){.base_url = "http://u:p@[::1]:81/x/?v=1"}, "openai: [::1]:81", "m",
                  "(none)");
    expect_client("openai/m", &(ig_llm_opts){.api_key = "sk-1"}, "openai: api.openai.com", "m", "sk-1");

    setenv("OPENAI_API_KEY", " sk-env\n", 1);
    expect_client(NULL, NULL, "openai: api.openai.com", "gpt-4o-mini", "sk-env");
    expect_client("openai/m", &(ig_llm_opts){.api_key = "sk-1"}, "openai: api.openai.com", "m", "sk-1");
    expect_client("openai/m", &(ig_llm_opts){.api_key = ""}, offline, "sample-1", "(none)");
    expect_client("offline", NULL, offline, "sample-1", "(none)"); /* never sent to where it was not meant to go */
    unsetenv("OPENAI_API_KEY");

    write_env("OPENAI_BASE_URL=http://file:1/\nexport OPENAI_API_KEY='sk-file' # mine\nINGOT_LLM=openai/from/file\n");
    expect_client(NULL, NULL, "openai: file:1", "from/file", "sk-file");
    setenv("OPENAI_BASE_URL", "http://env:1/", 1);
    expect_client(NULL, NULL, "openai: env:1", "from/file", "sk-file");
    expect_client(NULL, &(ig_llm_opts){.base_url = "http://opt:1"}, "openai: opt:1", "from/file", "sk-file");
    unsetenv("OPENAI_BASE_URL");
    unlink(".env");
}

/* ---- offline ------------------------------------------------------------------------------------------------------- */

typedef struct notes {
    unsigned n_notices, n_retries, n_parse_errors;
    char     notice[160];
} notes;

static void note(void *context, const ig_llm_event *event)
{
    notes *n = context;

    n->n_retries += event->kind == IG_LLM_RETRY;
    n->n_parse_errors += event->kind == IG_LLM_PARSE_ERROR;
    if (event->kind == IG_LLM_NOTICE) {
        n->n_notices++;
        snprintf(n->notice, sizeof n->notice, "%.*s", (int)event->body.n, event->body.p);
    }
}

static void test_notice(void **state)
{
    notes          n = {0};
    ig_llm_opts    opts = {.hook = note, .hook_context = &n};
    ig_llm        *llm = ig_llm_open("openai/gpt-4o-mini", &opts);
    ig_completion  done;
    ig_create_opts create = {.completion = &done};
    ig_arena       arena = {0};
    Hero          *hero;

    (void)state;
    assert_int_equal(n.n_notices, 0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(ig_create(llm, Hero, IG_S("Create a superhero"), &create, &arena, &hero, NULL), IG_OK);
    assert_int_equal(n.n_notices, 1);
    assert_string_equal(n.notice,
                        "no API key set: values come from the built-in sample generator, not from a language model");
    assert_true(done.synthetic);
    assert_true(done.usage.estimated);
    assert_true(done.usage.total_tokens > 0);
    assert_string_equal(done.provider.p, "offline");
    assert_string_equal(done.model.p, "offline-sample-1");
    ig_llm_close(llm);

    n.n_notices = 0;
    llm = ig_llm_open("offline", &opts); /* asked for, so there is nothing to say */
    assert_int_equal(ig_create(llm, Hero, IG_S("Create a superhero"), &create, &arena, &hero, NULL), IG_OK);
    assert_int_equal(n.n_notices, 0);
    assert_true(done.synthetic);
    ig_llm_close(llm);
    ig_arena_fini(&arena);
}

typedef struct offline_outcome {
    ig_code       code;
    ig_completion done;
    notes         n;
} offline_outcome;

static offline_outcome ask_offline(const char *model, uint32_t deadline_ms)
{
    offline_outcome o = {0};
    ig_llm_opts     opts = {
            .hook = note, .hook_context = &o.n, .deadline_ms = deadline_ms, .max_retries = deadline_ms ? IG_NO_RETRIES : 0};
    ig_create_opts create = {.completion = &o.done};
    ig_llm        *llm = ig_llm_open(model, &opts);
    ig_arena       arena = {0};
    Hero          *hero = NULL;

    o.code = ig_create(llm, Hero, IG_S("Create a superhero"), &create, &arena, &hero, NULL);
    if (o.code == IG_OK)
        assert_in_range(hero->power_level.has ? hero->power_level.v : 1, 1, 100);
    else
        assert_null(hero);
    ig_llm_close(llm);
    ig_arena_fini(&arena);
    return o;
}

static void test_offline_faults(void **state)
{
    offline_outcome o;

    (void)state;
    assert_int_equal(ask_offline("offline/sample-1:delay=5ms", 0).code, IG_OK);
    o = ask_offline("offline/sample-1:bad-first", 0);
    assert_int_equal(o.code, IG_OK);
    assert_int_equal(o.done.attempts, 2);
    assert_int_equal(o.n.n_parse_errors, 1);
    o = ask_offline("offline/sample-1:always-bad", 0);
    assert_int_equal(o.code, IG_E_INVALID);
    assert_int_equal(o.done.attempts, 3);
    o = ask_offline("offline/sample-1:http500=1", 0);
    assert_int_equal(o.code, IG_OK);
    assert_int_equal(o.done.retries, 1);
    assert_int_equal(o.done.attempts, 1);
    assert_int_equal(ask_offline("offline/sample-1:refuse", 0).code, IG_E_REFUSED);
    assert_int_equal(ask_offline("offline/sample-1:length", 0).code, IG_E_TRUNCATED);
    assert_int_equal(ask_offline("offline/sample-1:html", 0).code, IG_E_PROVIDER);
    assert_int_equal(ask_offline("offline/sample-1:half", 0).code, IG_E_PROVIDER);
    assert_int_equal(ask_offline("offline/sample-1:disconnect", 10000).code, IG_E_NET);
    assert_int_equal(ask_offline("offline/sample-1:hang", 200).code, IG_E_TIMEOUT);
    assert_int_equal(ask_offline("offline/sample-1:delay=60000ms", 200).code, IG_E_TIMEOUT);
}

static void test_offline_is_repeatable(void **state)
{
    ig_arena arena = {0};
    Hero    *heroes[4];

    (void)state;
    for (int i = 0; i < 4; i++) {
        ig_llm *llm = ig_llm_open("offline", &(ig_llm_opts){.seed = i < 2 ? 7 : i == 2 ? 8 : 0});
        assert_int_equal(ig_create(llm, Hero, IG_S("Create a superhero"), NULL, &arena, &heroes[i], NULL), IG_OK);
        ig_llm_close(llm);
    }
    assert_true(ig_str_eq(heroes[0]->name, heroes[1]->name));
    assert_true(ig_str_eq(heroes[0]->secret_name, heroes[1]->secret_name));
    assert_false(ig_str_eq(heroes[0]->name, heroes[2]->name) &&
                 ig_str_eq(heroes[0]->secret_name, heroes[2]->secret_name) && heroes[0]->age.v == heroes[2]->age.v);
    ig_arena_fini(&arena);
}

static void test_offline_list(void **state)
{
    ig_llm   *llm = ig_llm_open("offline", NULL);
    ig_arena  arena = {0};
    Hero_list heroes;

    (void)state;
    assert_int_equal(ig_create_list(llm, Hero, IG_S("Create a team of 10 superheroes"), NULL, &arena, &heroes, NULL),
                     IG_OK);
    assert_int_equal(heroes.n, 10);
    ig_llm_close(llm);
    ig_arena_fini(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong_names),    cmocka_unit_test(test_wrong_options),
        cmocka_unit_test(test_settings),       cmocka_unit_test(test_notice),
        cmocka_unit_test(test_offline_faults), cmocka_unit_test(test_offline_is_repeatable),
        cmocka_unit_test(test_offline_list),
    };
    return cmocka_run_group_tests(tests, forget_settings, remove_folder);
}
