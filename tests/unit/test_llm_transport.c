/* The network at its worst: what breaks, what is retried, what it is called, and that deadlines and cancelling hold.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include "llm_help.h"
#include "llm/llm_int.h"

#define TEN "abcdefghij"

static const ig_llm_opts NO_RETRIES = {.max_retries = IG_NO_RETRIES};

typedef struct outcome {
    ig_code       code;
    ig_error      err;
    ig_completion done;
    ig_arena      arena; /* of err and done; to be released */
} outcome;

static outcome ask(const char *base_url, ig_llm_opts client, const volatile int *cancel)
{
    outcome        o = {0};
    ig_create_opts opts = {.completion = &o.done, .cancel = cancel};
    ig_llm        *llm;
    Hero          *hero;

    client.base_url = base_url;
    client.api_key = "sk-secret-1";
    llm = ig_llm_open("openai/m", &client);
    assert_non_null(llm);
    o.code = ig_create(llm, Hero, IG_S("x"), &opts, &o.arena, &hero, &o.err);
    assert_null(strstr(o.err.msg, "sk-secret"));
    ig_llm_close(llm);
    return o;
}

static void expect_failure(const outcome *o, ig_code code, const char *part)
{
    if (o->code != code || !strstr(o->err.msg, part))
        fail_msg("%s \"%s\", not %s \"%s\"", ig_code_name(o->code), o->err.msg, ig_code_name(code), part);
    assert_int_equal(o->err.code, code);
}

/* Asks a server with this script. Frees its texts; *n_requests is how many it got. */
static outcome ask_script(const reply *script, size_t n_script, ig_llm_opts client, size_t *n_requests)
{
    server  s;
    outcome o;

    server_start(&s, script, n_script);
    o = ask(s.base_url, client, NULL);
    server_stop(&s);
    if (o.code && !strstr(o.err.msg, s.host))
        fail_msg("%s does not name %s", o.err.msg, s.host);
    *n_requests = s.n_requests;
    server_free(&s);
    for (size_t i = 0; i < n_script; i++)
        free(script[i].text);
    return o;
}

/* One answer that ends the call at once: no second request comes. */
static void expect_final(reply_how how, char *text, ig_llm_opts client, ig_code code, int status, const char *part)
{
    const reply script[] = {{how, text}, {REPLY_AND_CLOSE, completion("Hero", GOOD)}};
    size_t      n_requests;
    outcome     o = ask_script(script, 2, client, &n_requests);

    expect_failure(&o, code, part);
    assert_int_equal(o.err.http_status, status);
    assert_true(n_requests <= 1); /* 0: a slow machine did not even connect before the deadline */
    ig_arena_fini(&o.arena);
}

/* One answer and, after a retry, a good one. */
static void expect_retried(reply_how how, char *text)
{
    const reply script[] = {{how, text}, {REPLY_AND_CLOSE, completion("Hero", GOOD)}};
    size_t      n_requests;
    outcome     o = ask_script(script, 2, (ig_llm_opts){0}, &n_requests);

    assert_int_equal(o.code, IG_OK);
    assert_int_equal(n_requests, 2);
    assert_int_equal(o.done.retries, 1);
    assert_int_equal(o.done.attempts, 1);
    ig_arena_fini(&o.arena);
}

/* ---- the rules, without a network --------------------------------------------------------------------------------- */

static void test_waits(void **state)
{
    (void)state;
    assert_int_equal(igi_retry_wait_ms(0, -1, 0), 500);
    assert_int_equal(igi_retry_wait_ms(0, -1, UINT32_MAX), 375);
    assert_int_equal(igi_retry_wait_ms(1, -1, 0), 1000);
    assert_int_equal(igi_retry_wait_ms(4, -1, 0), 8000);
    assert_int_equal(igi_retry_wait_ms(5, -1, 0), 8000);
    assert_int_equal(igi_retry_wait_ms(4000000000u, -1, UINT32_MAX), 6000);
    assert_int_equal(igi_retry_wait_ms(3, 0, 0), 0);
    assert_int_equal(igi_retry_wait_ms(3, 250, 0), 250);
    assert_int_equal(igi_retry_wait_ms(0, 60000, 0), 60000);
    assert_int_equal(igi_retry_wait_ms(0, 60001, 0), 500);
}

static void test_what_is_retried(void **state)
{
    static const struct {
        ig_code code;
        int     status, should_retry;
        bool    expected;
    } cases[] = {
        {IG_E_NET, 0, -1, true},         {IG_E_TIMEOUT, 0, -1, true},     {IG_E_NOMEM, 0, -1, false},
        {IG_E_LIMIT, 0, -1, false},      {IG_E_CANCELLED, 0, -1, false},  {IG_OK, 200, -1, false},
        {IG_OK, 200, 1, false},          {IG_E_REFUSED, 200, 1, false},   {IG_E_PROVIDER, 200, -1, false},
        {IG_E_PROVIDER, 400, -1, false}, {IG_E_PROVIDER, 401, -1, false}, {IG_E_PROVIDER, 402, 1, false},
        {IG_E_PROVIDER, 408, -1, true},  {IG_E_PROVIDER, 409, -1, true},  {IG_E_PROVIDER, 422, -1, false},
        {IG_E_RATE, 429, -1, true},      {IG_E_RATE, 429, 0, false},      {IG_E_PROVIDER, 500, -1, true},
        {IG_E_PROVIDER, 529, -1, true},  {IG_E_PROVIDER, 500, 0, false},  {IG_E_PROVIDER, 400, 1, true},
        {IG_E_PROVIDER, 302, -1, false},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        igi_response response = {.status = cases[i].status, .should_retry = cases[i].should_retry};
        igi_answer   answer = {.status = cases[i].status};
        if (igi_retry_helps(cases[i].code, &response, &answer) != cases[i].expected)
            fail_msg("%s %d %d", ig_code_name(cases[i].code), cases[i].status, cases[i].should_retry);
    }
}

/* ---- retried ------------------------------------------------------------------------------------------------------ */

static void test_retried(void **state)
{
    (void)state;
    expect_retried(REPLY_AND_CLOSE, http(429, "Retry-After-Ms: 1\r\nRetry-After: 9\r\n", "{}"));
    expect_retried(REPLY_AND_KEEP, http(500, "Retry-After: 0\r\n", "oops"));
    expect_retried(REPLY_AND_KEEP, http(503, "retry-after: 0.001\r\n", ""));
    expect_retried(REPLY_AND_KEEP, http(400, "x-should-retry: true\r\nretry-after-ms: 2.5\r\n", "{}"));
    expect_retried(REPLY_AND_KEEP, http(200, "retry-after-ms: 1\r\n", "{\"error\":{\"code\":502,\"message\":\"m\"}}"));
}

static void test_retried_after_hang_ups(void **state)
{
    (void)state;
    expect_retried(REPLY_AND_CLOSE, NULL);
    expect_retried(REPLY_AND_CLOSE, strdup("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"choices\":["));
}

static void test_retries_used_up(void **state)
{
    const reply script[] = {{REPLY_AND_KEEP, http(500, "Retry-After-Ms: 1\r\n", "{\"error\":{\"message\":\"one\"}}")},
                            {REPLY_AND_KEEP, http(503, "Retry-After-Ms: 1\r\n", "{\"error\":{\"message\":\"two\"}}")},
                            {REPLY_AND_KEEP, http(429, "Retry-After-Ms: 1\r\n", "{\"error\":{\"message\":\"three\"}}")},
                            {REPLY_AND_KEEP, completion("Hero", GOOD)}};
    size_t      n_requests;
    outcome     o = ask_script(script, 4, (ig_llm_opts){0}, &n_requests);

    (void)state;
    expect_failure(&o, IG_E_RATE, "answered 429: three");
    assert_int_equal(o.err.http_status, 429);
    assert_int_equal(n_requests, 3);
    assert_int_equal(o.done.retries, 2);
    assert_int_equal(o.done.attempts, 1);
    ig_arena_fini(&o.arena);
}

/* ---- final --------------------------------------------------------------------------------------------------------- */

static void test_final(void **state)
{
    static const ig_limits small = {.max_response_bytes = 1000};
    ig_llm_opts            limited = {.limits = &small};
    char                   large[2001];

    (void)state;
    memset(large, ' ', sizeof large - 1);
    large[sizeof large - 1] = 0;
    expect_final(REPLY_AND_CLOSE, http(401, "", "{\"error\":{\"message\":\"bad key sk-secret-1\"}}"), (ig_llm_opts){0},
                 IG_E_PROVIDER, 401, "answered 401: bad key ***");
    expect_final(REPLY_AND_CLOSE, http(500, "X-Should-Retry: FALSE\r\n", ""), (ig_llm_opts){0}, IG_E_PROVIDER, 500,
                 "500");
    expect_final(REPLY_AND_CLOSE, http(429, "", "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"pay\"}}"),
                 (ig_llm_opts){0}, IG_E_RATE, 429, "pay");
    expect_final(REPLY_AND_CLOSE, http(302, "Location: http://127.0.0.1:1/evil\r\n", ""), (ig_llm_opts){0},
                 IG_E_PROVIDER, 302, "redirect to \"http://127.0.0.1:1/evil\"");
    expect_final(REPLY_AND_CLOSE, http(200, "", large), limited, IG_E_LIMIT, 0, "1000 bytes");
    expect_final(REPLY_AND_CLOSE, http(200, "", "{\"choices\":[{"), (ig_llm_opts){0}, IG_E_PROVIDER, 200, "not JSON");
}

static void test_broken_connections(void **state)
{
    (void)state;
    expect_final(REPLY_AND_CLOSE, NULL, NO_RETRIES, IG_E_NET, 0, "closed the connection without an answer");
    expect_final(REPLY_AND_CLOSE, strdup("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"cho"), NO_RETRIES, IG_E_NET,
                 0, "in the middle of its answer");
    expect_final(REPLY_AND_CLOSE, strdup("220 mail.example.com ESMTP\r\n"), NO_RETRIES, IG_E_NET, 0,
                 "does not speak HTTP");
}

static void test_no_server(void **state)
{
    server  s;
    outcome o;
    char    base_url[64];

    (void)state;
    server_start(&s, NULL, 0);
    server_stop(&s); /* its port is closed now */
    o = ask(s.base_url, NO_RETRIES, NULL);
    expect_failure(&o, IG_E_NET, "refused the connection");
    assert_non_null(strstr(o.err.msg, s.host));
    assert_int_equal(o.err.sys, ECONNREFUSED);
    assert_int_equal(o.done.attempts, 1);
    ig_arena_fini(&o.arena);
    /* a label of 64 bytes is no name, so no name server is asked */
    o = ask("http://" TEN TEN TEN TEN TEN TEN "nope/v1", NO_RETRIES, NULL);
    expect_failure(&o, IG_E_NET, "nope: no such host could be found");
    ig_arena_fini(&o.arena);
    snprintf(base_url, sizeof base_url, "http://user:sk-secret-2@%s", s.host);
    o = ask(base_url, NO_RETRIES, NULL);
    expect_failure(&o, IG_E_NET, "refused the connection");
    ig_arena_fini(&o.arena);
}

static void test_tls_to_a_plain_server(void **state)
{
    const reply script[] = {{REPLY_AND_CLOSE, NULL}};
    server      s;
    outcome     o;
    char        base_url[64];

    (void)state;
    server_start(&s, script, 1);
    snprintf(base_url, sizeof base_url, "https://%s/v1", s.host);
    o = ask(base_url, (ig_llm_opts){.max_retries = IG_NO_RETRIES, .deadline_ms = 300}, NULL);
    assert_true(o.code == IG_E_NET || o.code == IG_E_TIMEOUT); /* the server waits for a request that never comes */
    server_stop(&s);
    server_free(&s);
    ig_arena_fini(&o.arena);
}

/* ---- deadline and cancel ------------------------------------------------------------------------------------------- */

/* The clock is not asserted: without a working deadline these would run into the time limit of the suite. */
static void test_deadline(void **state)
{
    ig_llm_opts short_ = {.deadline_ms = 300};

    (void)state;
    expect_final(REPLY_NEVER, NULL, short_, IG_E_TIMEOUT, 0, "within the 300 ms");
    expect_final(REPLY_SLOWLY, completion("Hero", GOOD), short_, IG_E_TIMEOUT, 0, "within the 300 ms");
    /* no time is left for a retry, so what went wrong is told */
    expect_final(REPLY_AND_CLOSE, http(429, "Retry-After: 50\r\n", "{\"error\":{\"message\":\"slow\"}}"),
                 (ig_llm_opts){.deadline_ms = 40000}, IG_E_RATE, 429, "slow");
}

static void *set_flag(void *flag)
{
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    __atomic_store_n((volatile int *)flag, 1, __ATOMIC_RELAXED);
    return NULL;
}

static void expect_cancelled(reply_how how, char *text)
{
    const reply  script[] = {{how, text}};
    volatile int cancel = 0;
    pthread_t    thread;
    server       s;
    outcome      o;

    server_start(&s, script, 1);
    assert_int_equal(pthread_create(&thread, NULL, set_flag, (void *)(uintptr_t)&cancel), 0);
    o = ask(s.base_url, (ig_llm_opts){0}, &cancel);
    expect_failure(&o, IG_E_CANCELLED, "cancelled");
    pthread_join(thread, NULL);
    server_stop(&s);
    server_free(&s);
    free(text);
    ig_arena_fini(&o.arena);
}

static void test_cancel(void **state)
{
    volatile int already = 1;
    outcome      o = ask("http://127.0.0.1:9/v1", (ig_llm_opts){0}, &already);

    (void)state;
    expect_failure(&o, IG_E_CANCELLED, "cancelled");
    ig_arena_fini(&o.arena);
    expect_cancelled(REPLY_NEVER, NULL);                                     /* while it waits for the answer */
    expect_cancelled(REPLY_AND_CLOSE, http(429, "Retry-After: 59\r\n", "")); /* while it waits to try again */
}

/* ---- threads -------------------------------------------------------------------------------------------------------- */

enum { N_THREADS = 4, N_CALLS = 5 };

static void *call_often(void *llm)
{
    ig_arena arena = {0};
    intptr_t n_good = 0;
    Hero    *hero;

    for (int i = 0; i < N_CALLS; i++)
        n_good += ig_create(llm, Hero, IG_S("x"), NULL, &arena, &hero, NULL) == IG_OK && hero->age.v == 29;
    ig_arena_fini(&arena);
    return (void *)n_good;
}

static void test_shared_client(void **state)
{
    reply     script[N_THREADS * N_CALLS];
    char     *text = completion("Hero", GOOD);
    server    s;
    pthread_t threads[N_THREADS];
    ig_llm   *llm;

    (void)state;
    for (int i = 0; i < N_THREADS * N_CALLS; i++)
        script[i] = (reply){REPLY_AND_CLOSE, text};
    server_start(&s, script, N_THREADS * N_CALLS);
    llm = ig_llm_open("openai/m", &(ig_llm_opts){.base_url = s.base_url});
    for (int i = 0; i < N_THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, call_often, llm), 0);
    for (int i = 0; i < N_THREADS; i++) {
        void *n_good;
        pthread_join(threads[i], &n_good);
        assert_int_equal((intptr_t)n_good, N_CALLS);
    }
    ig_llm_close(llm);
    server_stop(&s);
    server_free(&s);
    free(text);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_waits),
        cmocka_unit_test(test_what_is_retried),
        cmocka_unit_test(test_retried),
        cmocka_unit_test(test_retried_after_hang_ups),
        cmocka_unit_test(test_retries_used_up),
        cmocka_unit_test(test_final),
        cmocka_unit_test(test_broken_connections),
        cmocka_unit_test(test_no_server),
        cmocka_unit_test(test_tls_to_a_plain_server),
        cmocka_unit_test(test_deadline),
        cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_shared_client),
    };
    return cmocka_run_group_tests(tests, forget_settings, remove_folder);
}
