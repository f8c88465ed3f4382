/* ig_create over a real socket: what is sent, how answers become records, how bad answers are asked for again.
 * SPDX-License-Identifier: MIT */
#include "llm_help.h"

#define PROMPT IG_S("Create a superhero with a power level between 1-100")

/* One call against a script, and what came of it. */
typedef struct scene {
    server         s;
    ig_llm_opts    client;
    ig_create_opts opts;
    ig_completion  done;
    ig_arena       arena;
    ig_error       err;
    ig_code        code;
    Hero          *hero;
    Hero_list      heroes;
} scene;

static void play_scene(scene *c, reply *script, size_t n_script, bool list)
{
    ig_llm *llm;

    server_start(&c->s, script, n_script);
    c->client.base_url = c->s.base_url;
    c->opts.completion = &c->done;
    llm = ig_llm_open("openai/gpt-4o-mini", &c->client);
    assert_non_null(llm);
    c->code = list ? ig_create_list(llm, Hero, PROMPT, &c->opts, &c->arena, &c->heroes, &c->err)
                   : ig_create(llm, Hero, PROMPT, &c->opts, &c->arena, &c->hero, &c->err);
    ig_llm_close(llm);
    server_stop(&c->s);
    for (size_t i = 0; i < n_script; i++)
        free(script[i].text);
}

static void end_scene(scene *c)
{
    server_free(&c->s);
    ig_arena_fini(&c->arena);
}

static const char *body_of(const scene *c, size_t i)
{
    assert_true(i < c->s.n_requests);
    return strstr(c->s.requests[i], "\r\n\r\n") + 4;
}

static void expect_text(const char *where, const char *what, bool present)
{
    if (!strcasestr(where, what) == present)
        fail_msg("\"%s\" %s in:\n%s", what, present ? "is not" : "is", where);
}

/* ---- success ----------------------------------------------------------------------------------------------------- */

static void test_hero(void **state)
{
    static const char *const headers[] = {"X-Test-Id: 42", "User-Agent: mine/1", NULL};
    reply                    script[] = {{REPLY_AND_CLOSE, completion("Hero", GOOD)}};
    scene                    c = {.client = {.api_key = " sk-secret-1\n", .headers = headers}};
    static const uint8_t     no_id[16];

    (void)state;
    play_scene(&c, script, 1, false);
    assert_int_equal(c.code, IG_OK);
    assert_string_equal(c.hero->name.p, "Nova");
    assert_string_equal(c.hero->secret_name.p, "Ann Lee");
    assert_int_equal(c.hero->age.v, 29);
    assert_int_equal(c.hero->power_level.v, 95);
    assert_memory_not_equal(c.hero->id.b, no_id, 16);
    assert_int_equal(c.s.n_requests, 1);
    assert_memory_equal(c.s.requests[0], "POST /v1/chat/completions HTTP/1.1\r\n", 36);
    expect_text(c.s.requests[0], "\r\nAuthorization: Bearer sk-secret-1\r\n", true);
    expect_text(c.s.requests[0], "\r\nContent-Type: application/json\r\n", true);
    expect_text(c.s.requests[0], "\r\nAccept: application/json\r\n", true);
    expect_text(c.s.requests[0], "\r\nX-Test-Id: 42\r\n", true);
    expect_text(c.s.requests[0], "\r\nUser-Agent: mine/1\r\n", true);
    expect_text(c.s.requests[0], "ingot/", false);
    expect_text(c.s.requests[0], "\r\nExpect:", false);
    expect_text(body_of(&c, 0), "\"content\":\"Create a superhero with a power level between 1-100\"", true);
    expect_text(body_of(&c, 0), "sk-secret", false);
    end_scene(&c);
}

static void test_completion(void **state)
{
    reply script[] = {{REPLY_AND_CLOSE, completion("Hero", GOOD)}};
    scene c = {.client = {.api_key = ""}};

    (void)state;
    play_scene(&c, script, 1, false);
    assert_int_equal(c.code, IG_OK);
    expect_text(c.s.requests[0], "\r\nAuthorization:", false);
    expect_text(c.s.requests[0], "\r\nUser-Agent: ingot/" IG_VERSION "\r\n", true);
    assert_string_equal(c.done.text.p, GOOD);
    assert_non_null(strstr(c.done.raw.p, "\"id\":\"c\""));
    assert_string_equal(c.done.provider.p, "openai");
    assert_string_equal(c.done.model.p, "gpt-test-2");
    assert_false(c.done.synthetic);
    assert_false(c.done.usage.estimated);
    assert_int_equal(c.done.attempts, 1);
    assert_int_equal(c.done.retries, 0);
    assert_int_equal(c.done.usage.total_tokens, 100);
    end_scene(&c);
}

/* What `ingot llm-server` answers is marked as what the offline provider in this process does. */
static void test_sample_generator_behind_a_server(void **state)
{
    reply script[] = {{REPLY_AND_CLOSE, http(200, "",
                                             "{\"model\":\"gpt-4o-mini\",\"system_fingerprint\":"
                                             "\"offline-sample-1\",\"choices\":[{\"message\":{\"content\":"
                                             "\"{\\\"name\\\":\\\"A\\\",\\\"secret_name\\\":\\\"B\\\"}\"}}]}")}};
    scene c = {0};

    (void)state;
    play_scene(&c, script, 1, false);
    assert_int_equal(c.code, IG_OK);
    assert_true(c.done.synthetic);
    assert_true(c.done.usage.estimated);
    assert_string_equal(c.done.provider.p, "openai");
    assert_string_equal(c.done.model.p, "offline-sample-1");
    end_scene(&c);
}

static void test_list(void **state)
{
    reply script[] = {{REPLY_AND_CLOSE, completion("IterableHero", "{\"tasks\":[" BAD "," GOOD "]}")},
                      {REPLY_AND_CLOSE, completion("IterableHero", "{\"tasks\":[" GOOD "," GOOD "]}")}};
    scene c = {0};

    (void)state;
    play_scene(&c, script, 2, true);
    assert_int_equal(c.code, IG_OK);
    assert_int_equal(c.heroes.n, 2);
    assert_int_equal(((Hero *)c.heroes.items)[1].power_level.v, 95);
    expect_text(body_of(&c, 0), "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"IterableHero\"}}",
                true);
    expect_text(body_of(&c, 1), "1 validation error for IterableHero\\ntasks.0.power_level\\n", true);
    end_scene(&c);
}

/* ---- re-ask ------------------------------------------------------------------------------------------------------ */

static void test_bad_then_good(void **state)
{
    const ig_message messages[] = {{IG_S("system"), IG_S("Be brief")}};
    reply            script[] = {{REPLY_AND_KEEP, completion("Hero", BAD)}, {REPLY_AND_KEEP, completion("Hero", GOOD)}};
    scene            c = {.opts = {.messages = messages, .n_messages = 1}};
    const char      *first, *second;
    size_t           same;

    (void)state;
    c.err.code = IG_E_IO; /* must stay */
    play_scene(&c, script, 2, false);
    assert_int_equal(c.code, IG_OK);
    assert_int_equal(c.err.code, IG_E_IO);
    assert_int_equal(c.hero->power_level.v, 95);
    assert_int_equal(c.s.n_connections, 1); /* used again */
    assert_int_equal(c.done.attempts, 2);
    assert_int_equal(c.done.usage.prompt_tokens, 160);
    assert_int_equal(c.done.usage.completion_tokens, 40);
    assert_int_equal(c.done.usage.total_tokens, 200);
    assert_int_equal(c.done.usage.cached_tokens, 128);
    assert_int_equal(c.done.usage.reasoning_tokens, 10);
    first = body_of(&c, 0);
    second = body_of(&c, 1);
    same = strlen(first) - 2; /* all but the end of the messages */
    assert_memory_equal(first, second, same);
    expect_text(second + same,
                "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"call_7\",\"type\":\"function\"",
                true);
    expect_text(second + same, "\"power_level\\\":150}\"", true);
    expect_text(second + same,
                "{\"role\":\"tool\",\"tool_call_id\":\"call_7\",\"content\":\"Validation Error found:\\n"
                "1 validation error for Hero\\npower_level\\n  Input should be less than or equal to 100 "
                "[type=less_than_equal, input_value=150, input_type=int]\\n"
                "Recall the function correctly, fix the errors\"}]}",
                true);
    end_scene(&c);
}

static void test_other_mistakes(void **state)
{
    char *prose = http(200, "", "{\"choices\":[{\"message\":{\"content\":\"Sure, a hero!\"}}]}");
    reply script[] = {{REPLY_AND_KEEP, completion("Villain", GOOD)},
                      {REPLY_AND_KEEP, completion("Hero", "{\"name\": \"No")},
                      {REPLY_AND_KEEP, prose},
                      {REPLY_AND_KEEP, completion("Hero", GOOD)}};
    scene c = {.opts = {.max_attempts = 4}};

    (void)state;
    play_scene(&c, script, 4, false);
    assert_int_equal(c.code, IG_OK);
    expect_text(body_of(&c, 1), "Validation Error found:\\nthe answer must be a call of the tool Hero\\n", true);
    expect_text(body_of(&c, 2), "[type=json_invalid,", true);
    expect_text(body_of(&c, 3), "{\"role\":\"assistant\",\"content\":\"Sure, a hero!\"},{\"role\":\"user\",", true);
    end_scene(&c);
}

static void test_attempts_used_up(void **state)
{
    reply script[] = {{REPLY_AND_KEEP, completion("Hero", BAD)},
                      {REPLY_AND_KEEP, completion("Hero", "{\"age\":\"x\"}")}};
    scene c = {.opts = {.max_attempts = 2}};

    (void)state;
    play_scene(&c, script, 2, false);
    assert_int_equal(c.code, IG_E_INVALID);
    assert_null(c.hero);
    expect_text(c.err.msg, "gave no valid Hero in 2 attempts", true);
    expect_text(c.err.msg, c.s.host, true);
    assert_int_equal(c.err.n_issues, 3);
    assert_string_equal(c.err.issues[0].type, "missing"); /* of the last answer, in the caller's arena */
    assert_string_equal(c.err.title, "Hero");
    assert_int_equal(c.done.attempts, 2);
    assert_int_equal(c.done.usage.total_tokens, 200);
    assert_string_equal(c.done.text.p, "{\"age\":\"x\"}");
    end_scene(&c);
}

static void test_token_budget(void **state)
{
    reply script[] = {{REPLY_AND_KEEP, completion("Hero", BAD)}, {REPLY_AND_KEEP, completion("Hero", BAD)}};
    scene c = {.opts = {.max_attempts = 10, .token_budget = 150}};

    (void)state;
    play_scene(&c, script, 2, false);
    assert_int_equal(c.code, IG_E_INVALID);
    expect_text(c.err.msg, "token budget", true);
    assert_int_equal(c.s.n_requests, 2);
    end_scene(&c);
}

/* ---- final answers ----------------------------------------------------------------------------------------------- */

static void expect_final(const char *body, ig_code code, const char *message)
{
    reply script[] = {{REPLY_AND_CLOSE, http(200, "", body)}};
    scene c = {0};

    play_scene(&c, script, 1, false);
    assert_int_equal(c.code, code);
    assert_int_equal(c.s.n_requests, 1);
    assert_int_equal(c.done.attempts, 1);
    assert_int_equal(c.done.retries, 0);
    expect_text(c.err.msg, message, true);
    expect_text(c.err.msg, c.s.host, true);
    end_scene(&c);
}

static void test_final_answers(void **state)
{
    (void)state;
    expect_final("{\"choices\":[{\"finish_reason\":\"length\",\"message\":{\"content\":\"{\"}}]}", IG_E_TRUNCATED,
                 "cut off");
    expect_final("{\"choices\":[{\"message\":{\"refusal\":\"I will not\"}}]}", IG_E_REFUSED, "I will not");
    expect_final("<html>hello</html>", IG_E_PROVIDER, "<html>hello</html>");
    expect_final("{\"error\":{\"message\":\"out of order\",\"code\":7}}", IG_E_PROVIDER, "out of order");
}

/* ---- wrong use --------------------------------------------------------------------------------------------------- */

static void test_wrong_use(void **state)
{
    ig_limits      limits = {.max_prompt_bytes = 10};
    ig_llm_opts    client = {.base_url = "http://127.0.0.1:9/v1", .limits = &limits};
    ig_llm        *llm = ig_llm_open("openai/m", &client);
    ig_create_opts opts = {.has_temperature = true, .temperature = 0.0 / 1.0};
    ig_arena       arena = {0};
    ig_error       err;
    Hero          *hero = NULL;

    (void)state;
    assert_non_null(llm);
    assert_int_equal(ig_create(llm, Hero, IG_S(" \n"), NULL, &arena, &hero, &err), IG_E_USAGE);
    assert_string_equal(err.msg, "the prompt is empty");
    assert_int_equal(ig_create(llm, Hero, IG_S("12345678901"), NULL, &arena, &hero, &err), IG_E_LIMIT);
    opts.temperature = 1e308 * 10;
    assert_int_equal(ig_create(llm, Hero, IG_S("x"), &opts, &arena, &hero, &err), IG_E_USAGE);
    assert_int_equal(ig_create(NULL, Hero, IG_S("x"), NULL, &arena, &hero, &err), IG_E_NOMEM);
    assert_null(hero);
    ig_llm_close(llm);
    ig_llm_close(NULL);
    ig_arena_fini(&arena);
}

/* ---- hooks ------------------------------------------------------------------------------------------------------- */

typedef struct record {
    ig_buf text;
} record;

static void note(void *context, const ig_llm_event *event)
{
    static const char *const names[] = {"request", "response", "retry", "parse_error", "error", "notice"};
    record                  *r = context;

    ig_buf_printf(&r->text, "%s %u/%u %d %s;", names[event->kind], event->attempt, event->max_attempts,
                  event->http_status, event->error ? ig_code_name(event->error->code) : "-");
    if (event->body.p && event->kind == IG_LLM_RESPONSE && memmem(event->body.p, event->body.n, "sk-secret", 9))
        ig_buf_str(&r->text, "LEAK;");
    if (event->body.p && event->kind == IG_LLM_REQUEST && memmem(event->body.p, event->body.n, "Bearer", 6))
        ig_buf_str(&r->text, "LEAK;");
}

static void test_hooks(void **state)
{
    record r = {0};
    char  *busy = http(503, "Retry-After-Ms: 1\r\n", "{\"error\":{\"message\":\"busy, sk-secret-1\"}}");
    char  *wrong = http(401, "", "{\"error\":{\"message\":\"sk-secret-1 is wrong\"}}");
    reply  script[] = {{REPLY_AND_KEEP, busy}, {REPLY_AND_KEEP, completion("Hero", BAD)}, {REPLY_AND_KEEP, wrong}};
    scene  c = {.client = {.api_key = "sk-secret-1", .hook = note, .hook_context = &r}};

    (void)state;
    play_scene(&c, script, 3, false);
    assert_int_equal(c.code, IG_E_PROVIDER);
    assert_int_equal(c.err.http_status, 401);
    expect_text(c.err.msg, "*** is wrong", true);
    assert_string_equal(r.text.p,
                        "request 1/3 0 -;response 1/3 503 -;retry 1/3 503 PROVIDER;response 1/3 200 -;"
                        "parse_error 1/3 200 INVALID;request 2/3 0 -;response 2/3 401 -;error 2/3 401 PROVIDER;");
    assert_int_equal(c.done.attempts, 2);
    assert_int_equal(c.done.retries, 1);
    ig_buf_fini(&r.text);
    end_scene(&c);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hero),
        cmocka_unit_test(test_completion),
        cmocka_unit_test(test_sample_generator_behind_a_server),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_bad_then_good),
        cmocka_unit_test(test_other_mistakes),
        cmocka_unit_test(test_attempts_used_up),
        cmocka_unit_test(test_token_budget),
        cmocka_unit_test(test_final_answers),
        cmocka_unit_test(test_wrong_use),
        cmocka_unit_test(test_hooks),
    };
    return cmocka_run_group_tests(tests, forget_settings, remove_folder);
}
