/* The offline provider over real sockets: the same bytes as in process, every fault, bad requests, and stopping at any time.
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>
#include <ingot/app.h>
#include "offline_help.h"
#include "http/server.h"

enum { PATIENCE_MS = 20000 }; /* for what has to come; a test that needs it has failed */

#define HEAD(method, path, more) method " " path " HTTP/1.1\r\nHost: x\r\n" more "\r\n"
#define GET(path) HEAD("GET", path, "Connection: close\r\n")

/* ---- a client of its own ----------------------------------------------------------------------------------------------- */

static int dial(uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval patience = {.tv_sec = PATIENCE_MS / 1000};
    int            fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    return fd;
}

static void send_all(int fd, const char *text, size_t n)
{
    while (n) {
        ssize_t sent = send(fd, text, n, MSG_NOSIGNAL);
        if (sent <= 0) /* the server may refuse a large request before it has read all of it */
            return;
        text += sent;
        n -= (size_t)sent;
    }
}

/* All that comes until the server closes; fails when it does not. */
static ig_buf receive_all(int fd)
{
    ig_buf  all = {0};
    char    part[4096];
    ssize_t n;

    while ((n = recv(fd, part, sizeof part, 0)) > 0)
        ig_buf_add(&all, part, (size_t)n);
    if (n < 0 && errno != ECONNRESET)
        fail_msg("the server did not close: %s", strerror(errno));
    ig_buf_add(&all, "", 0);
    close(fd);
    return all;
}

static ig_buf talk_n(uint16_t port, const char *request, size_t n)
{
    int fd = dial(port);

    send_all(fd, request, n);
    return receive_all(fd);
}

static ig_buf talk(uint16_t port, const char *request)
{
    return talk_n(port, request, strlen(request));
}

/* POST /v1/chat/completions on a connection that ends with the answer. */
static char *chat_request(const char *body, const char *connection)
{
    ig_buf out = {0};
    char  *text;

    ig_buf_printf(&out,
                  "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: %s\r\nContent-Length: %zu\r\n\r\n%s",
                  connection, strlen(body), body);
    text = strdup(out.p);
    assert_non_null(text);
    ig_buf_fini(&out);
    return text;
}

static ig_buf chat(uint16_t port, const char *body)
{
    char  *request = chat_request(body, "close");
    ig_buf answer = talk(port, request);

    free(request);
    return answer;
}

static int status_of(const ig_buf *answer)
{
    return answer->n > 12 && memcmp(answer->p, "HTTP/1.1 ", 9) == 0
               ? (answer->p[9] - '0') * 100 + (answer->p[10] - '0') * 10 + answer->p[11] - '0'
               : 0;
}

static ig_str body_of(const ig_buf *answer)
{
    const char *blank = answer->n ? strstr(answer->p, "\r\n\r\n") : NULL;

    return blank ? (ig_str){blank + 4, answer->n - (size_t)(blank + 4 - answer->p)} : (ig_str){"", 0};
}

static void expect_status(uint16_t port, const char *request, int status, const char *part)
{
    ig_buf answer = talk(port, request);

    if (status_of(&answer) != status || (part && !strstr(answer.p, part)))
        fail_msg("%.60s: %s", request, answer.p);
    ig_buf_fini(&answer);
}

/* Chunked transfer coding taken off. */
static ig_buf unchunk(ig_str body)
{
    ig_buf      out = {0};
    const char *p = body.p, *line;
    size_t      n;

    for (; (line = strstr(p, "\r\n")); p = line + 2 + n + 2) {
        n = strtoul(p, NULL, 16);
        if (n == 0)
            break;
        ig_buf_add(&out, line + 2, n);
    }
    ig_buf_add(&out, "", 0);
    return out;
}

/* ---- servers ------------------------------------------------------------------------------------------------------------- */

static ig_llm_server *open_server(const char *faults)
{
    ig_error       err = {0};
    ig_llm_server *server = ig_llm_server_open(&(ig_llm_server_opts){.faults = faults, .threads = 2}, &err);

    if (!server)
        fail_msg("%s", err.msg);
    return server;
}

/* One chat under a fault; the server is gone afterwards. */
static ig_buf chat_once(const char *faults, const char *options)
{
    ig_llm_server *server = open_server(faults);
    char          *body = tool_body(HERO, "Create a hero", "", options);
    ig_buf         answer = chat(ig_llm_server_port(server), body);

    free(body);
    ig_llm_server_close(server);
    return answer;
}

/* What the provider in this process says to the same. */
static sample in_process(const char *faults, const char *options)
{
    igi_offline *offline = igi_offline_open(&(igi_offline_opts){.faults = faults});
    char        *body = tool_body(HERO, "Create a hero", "", options);
    sample       s = send_body(offline, body);

    free(body);
    igi_offline_close(offline);
    return s;
}

/* ---- routes --------------------------------------------------------------------------------------------------------------- */

static void routes_answer(void **state)
{
    ig_llm_server *server = open_server(NULL);
    uint16_t       port = ig_llm_server_port(server);

    (void)state;
    expect_status(port, GET("/health"), 200, "\"ok\"");
    expect_status(port, GET("/health?x=1"), 200, "\"ok\"");
    expect_status(port, GET("/v1/models"), 200, "\"" IGI_OFFLINE_MODEL "\"");
    expect_status(port, GET("/v1/modelsx"), 404, "\"error\":{\"message\"");
    expect_status(port, GET("/"), 404, "unknown_url");
    expect_status(port, GET("/v1/chat/completions"), 405, "llow: POST");
    expect_status(port, HEAD("DELETE", "/health", "Connection: close\r\n"), 405, "llow: GET");
    expect_status(port, HEAD("POST", "/v1/models", "Content-Length: 0\r\nConnection: close\r\n"), 405, "llow: GET");
    ig_llm_server_close(server);
}

static void head_is_get_without_a_body(void **state)
{
    ig_llm_server *server = open_server(NULL);
    ig_buf         answer = talk(ig_llm_server_port(server), HEAD("HEAD", "/health", "Connection: close\r\n"));

    (void)state;
    assert_int_equal(status_of(&answer), 200);
    assert_int_equal(body_of(&answer).n, 0);
    ig_buf_fini(&answer);
    ig_llm_server_close(server);
}

/* Reads one answer with a Content-Length from an open connection. */
static ig_buf receive_one(int fd)
{
    ig_buf all = {0};
    char   part[1];
    size_t want = SIZE_MAX;

    while (all.n < want && recv(fd, part, 1, 0) == 1) {
        ig_buf_add(&all, part, 1);
        if (want == SIZE_MAX && all.n > 4 && memcmp(all.p + all.n - 4, "\r\n\r\n", 4) == 0)
            want = all.n + strtoul(strstr(all.p, "Content-Length: ") + 16, NULL, 10);
    }
    assert_int_equal(all.n, want);
    return all;
}

static void a_connection_is_kept(void **state)
{
    ig_llm_server *server = open_server(NULL);
    int            fd = dial(ig_llm_server_port(server));
    char           ids[3][40];

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        send_all(fd, HEAD("GET", "/health", ""), sizeof HEAD("GET", "/health", "") - 1);
        ig_buf      answer = receive_one(fd);
        const char *id = strstr(answer.p, "x-request-id: ");
        assert_int_equal(status_of(&answer), 200);
        assert_non_null(id);
        snprintf(ids[i], sizeof ids[i], "%.20s", id + 14);
        assert_true(i == 0 || strcmp(ids[i], ids[i - 1]) != 0);
        ig_buf_fini(&answer);
    }
    close(fd);
    ig_llm_server_close(server);
}

/* ---- the same bytes ---------------------------------------------------------------------------------------------------------- */

static void both_faces_say_the_same(void **state)
{
    static const struct {
        const char *faults, *options;
    } cases[] = {
        {NULL, ""},
        {NULL, ",\"stream\":true"},
        {"chunk=7", ""},
        {"chunk=7", ",\"stream\":true"},
        {"delay=1ms", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"},
        {"bad-first", ""},
        {"half", ",\"stream\":true"},
        {"html", ""},
        {"http500", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ig_buf answer = chat_once(cases[i].faults, cases[i].options);
        sample s = in_process(cases[i].faults, cases[i].options);
        ig_buf body = {0};
        if (strstr(answer.p, "hunked\r\n"))
            body = unchunk(body_of(&answer));
        else
            ig_buf_add(&body, body_of(&answer).p, body_of(&answer).n);
        assert_int_equal(status_of(&answer), s.reply.status);
        assert_non_null(strstr(answer.p, s.reply.content_type));
        assert_string_equal(body.p, s.reply.body.p);
        ig_buf_fini(&body);
        ig_buf_fini(&answer);
        ig_arena_fini(&s.arena);
    }
}

static void a_429_says_when_to_come_back(void **state)
{
    ig_buf answer = chat_once("http429,retry-after=3", "");

    (void)state;
    assert_int_equal(status_of(&answer), 429);
    assert_non_null(strstr(answer.p, "etry-after: 3\r\n"));
    ig_buf_fini(&answer);
}

static void disconnect_sends_nothing(void **state)
{
    ig_buf answer = chat_once("disconnect", "");

    (void)state;
    assert_int_equal(answer.n, 0);
    ig_buf_fini(&answer);
}

/* ---- bad requests ------------------------------------------------------------------------------------------------------------- */

static void ambiguous_heads_are_refused(void **state)
{
    static const struct {
        const char *request;
        size_t      n;
        int         status;
    } cases[] = {
#define CASE(text, status) {text, sizeof(text) - 1, status}
        CASE(HEAD("POST", "/health", "Content-Length: 2\r\nContent-Length: 2\r\n") "{}", 400),
        CASE(HEAD("POST", "/health", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n") "0\r\n\r\n", 400),
        CASE(HEAD("POST", "/health", "Transfer-Encoding: gzip\r\n") "0\r\n\r\n", 501),
        CASE(HEAD("POST", "/health", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") "0\r\n\r\n", 501),
        CASE(HEAD("GET", "/health", "X : y\r\n"), 400),
        CASE(HEAD("GET", "/health", "Host: y\r\n"), 400),
        CASE("GET /health HTTP/1.1\r\n\r\n", 400),
        CASE(HEAD("GET", "/health", "X: a\rb\r\n"), 400),
        CASE(HEAD("GET", "/health", "X: a\0b\r\nY: z\r\n"), 400),
        CASE(HEAD("GET", "/health", "X: a\0b\r\n"), 400),
        CASE(HEAD("GET", "/health", "X: a\0\0b\r\n"), 400),
        CASE(HEAD("GET", "/health\0x", ""), 400),
        CASE(HEAD("GET", "/health", "X: a\r\n b\r\n"), 400),
        CASE(HEAD("GET", "/health", "X: a\r\n b\r\nY: z\r\n"), 400),
        CASE(HEAD("GET", "/health x", ""), 400),
        CASE(HEAD("POST", "/health", "Content-Length: 7, 7\r\n"), 400),
        CASE(HEAD("POST", "/health", "Content-Length: +7\r\n"), 400),
        CASE(HEAD("POST", "/health", "Content-Length: 99999999999999999999999\r\n"), 413),
        CASE(HEAD("POST", "/health", "Content-Length: 1001\r\n"), 413),
        CASE(HEAD("GET", "/health", "X:\r\nY:  \t z \r\nConnection: close\r\n"), 200),
        CASE("GET /health HTTP/1.0\r\n\r\n", 200),
        CASE("GET /health HTTP/1.1\nHost: x\nConnection: close\n\n", 200),
#undef CASE
    };
    ig_llm_server *server = ig_llm_server_open(&(ig_llm_server_opts){.limits = &(ig_limits){.max_body_bytes = 1000}},
                                               NULL);

    (void)state;
    assert_non_null(server);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ig_buf answer = talk_n(ig_llm_server_port(server), cases[i].request, cases[i].n);
        if (status_of(&answer) != cases[i].status)
            fail_msg("%zu: %s: %s", i, cases[i].request, answer.p);
        ig_buf_fini(&answer);
    }
    ig_llm_server_close(server);
}

static void a_body_over_the_limit_is_refused_in_openais_words(void **state)
{
    ig_llm_server *server = ig_llm_server_open(&(ig_llm_server_opts){.limits = &(ig_limits){.max_body_bytes = 1000}},
                                               NULL);
    ig_buf         request = {0};

    (void)state;
    assert_non_null(server);
    ig_buf_str(&request, HEAD("POST", "/v1/chat/completions", "Transfer-Encoding: chunked\r\n") "3e9\r\n");
    for (int i = 0; i < 1001; i++)
        ig_buf_char(&request, 'x');
    ig_buf_str(&request, "\r\n0\r\n\r\n");
    expect_status(ig_llm_server_port(server), request.p, 413, "{\"error\":{\"message\":");
    ig_buf_fini(&request);
    ig_llm_server_close(server);
}

static void a_huge_head_is_refused(void **state)
{
    ig_llm_server *server = open_server(NULL);
    ig_buf         request = {0};

    (void)state;
    ig_buf_str(&request, "GET /health HTTP/1.1\r\nHost: x\r\nX: ");
    for (int i = 0; i < 100000; i++)
        ig_buf_char(&request, 'x');
    ig_buf_str(&request, "\r\n\r\n");
    expect_status(ig_llm_server_port(server), request.p, 431, NULL);
    ig_buf_fini(&request);
    ig_llm_server_close(server);
}

/* ---- waiting ---------------------------------------------------------------------------------------------------------------------- */

enum { CROWD = 40 };

/* Opens connections that will not be answered. */
static void dial_crowd(uint16_t port, int fds[CROWD])
{
    char *body = tool_body(HERO, "fault:hang", "", ""), *request = chat_request(body, "keep-alive");

    for (size_t i = 0; i < CROWD; i++) {
        fds[i] = dial(port);
        send_all(fds[i], request, strlen(request));
    }
    free(body);
    free(request);
}

static void hanging_answers_block_nobody_and_end_with_the_server(void **state)
{
    ig_llm_server *server = open_server(NULL);
    uint16_t       port = ig_llm_server_port(server);
    int            fds[CROWD];

    (void)state;
    dial_crowd(port, fds);
    for (size_t i = 0; i < 10; i++)
        expect_status(port, GET("/health"), 200, NULL);
    ig_llm_server_close(server);
    for (size_t i = 0; i < CROWD; i++) {
        ig_buf answer = receive_all(fds[i]);
        assert_int_equal(answer.n, 0);
        ig_buf_fini(&answer);
    }
}

static _Atomic unsigned unanswered;

static void count_unanswered(void *context, const char *line)
{
    (void)context;
    if (strstr(line, "POST /v1/chat/completions 0 "))
        atomic_fetch_add(&unanswered, 1);
}

/* A client that hangs up frees the connection it hung on. */
static void clients_may_leave(void **state)
{
    ig_llm_server *server = ig_llm_server_open(&(ig_llm_server_opts){.log = count_unanswered}, NULL);
    int            fds[CROWD];

    (void)state;
    assert_non_null(server);
    atomic_store(&unanswered, 0);
    dial_crowd(ig_llm_server_port(server), fds);
    for (size_t i = 0; i < CROWD; i++)
        close(fds[i]);
    for (int ms = 0; ms < PATIENCE_MS && atomic_load(&unanswered) < CROWD; ms += 10)
        poll(NULL, 0, 10);
    assert_int_equal(atomic_load(&unanswered), CROWD);
    ig_llm_server_close(server);
}

/* Stopping in the middle of streams, delays and idle connections; what was begun may be cut off, but everything ends. */
static void the_server_stops_at_any_time(void **state)
{
    static const char *const faults[] = {"delay=5s", "chunk=1,delay=20ms", "chunk=1"};

    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        ig_llm_server *server = open_server(faults[i]);
        char          *body = tool_body(HERO, "x", "", ",\"stream\":true"), *request = chat_request(body, "close");
        int            fds[10];
        for (size_t k = 0; k < 10; k++) {
            fds[k] = dial(ig_llm_server_port(server));
            if (k % 3)
                send_all(fds[k], request, strlen(request) - (k % 3 == 2));
        }
        ig_llm_server_close(server);
        for (size_t k = 0; k < 10; k++) {
            ig_buf answer = receive_all(fds[k]);
            ig_buf_fini(&answer);
        }
        free(body);
        free(request);
    }
}

/* Each byte would renew the library's own timeout. */
static void a_slow_sender_is_cut_off(void **state)
{
    static const char    text[] = "GET /health HTTP/1.1\r\nX: ";
    igi_http_server_opts opts = {.receive_timeout_ms = 100};
    igi_http_server     *server = igi_http_server_open(&opts, NULL);
    int                  fd;
    char                 byte;

    (void)state;
    assert_non_null(server);
    fd = dial(igi_http_server_port(server));
    for (size_t ms = 0; recv(fd, &byte, 1, MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EWOULDBLOCK); ms += 20) {
        size_t i = ms / 20;
        if (ms > PATIENCE_MS)
            fail_msg("still open");
        send(fd, i < sizeof text - 1 ? &text[i] : "x", 1, MSG_NOSIGNAL);
        poll(NULL, 0, 20);
    }
    close(fd);
    igi_http_server_close(server);
}

/* ---- many at once -------------------------------------------------------------------------------------------------------------------- */

enum { CLIENTS = 4, CALLS = 40 };

static void *call_often(void *context)
{
    uint16_t port = *(uint16_t *)context;
    size_t   good = 0;
    char    *body = tool_body(HERO, "Create a hero", "", "");

    for (size_t i = 0; i < CALLS; i++) {
        ig_buf answer = chat(port, body);
        good += status_of(&answer) == 200;
        ig_buf_fini(&answer);
    }
    free(body);
    return (void *)good;
}

static void many_clients_at_once(void **state)
{
    ig_llm_server *server = open_server("delay=1ms");
    uint16_t       port = ig_llm_server_port(server);
    pthread_t      threads[CLIENTS];

    (void)state;
    for (size_t i = 0; i < CLIENTS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, call_often, &port), 0);
    for (size_t i = 0; i < CLIENTS; i++) {
        void *good;
        assert_int_equal(pthread_join(threads[i], &good), 0);
        assert_int_equal((size_t)good, CALLS);
    }
    ig_llm_server_close(server);
}

/* ---- opening --------------------------------------------------------------------------------------------------------------------------- */

static void what_cannot_be_opened_is_named(void **state)
{
    ig_llm_server *server = open_server(NULL);
    ig_error       err = {0};

    (void)state;
    assert_null(ig_llm_server_open(&(ig_llm_server_opts){.port = ig_llm_server_port(server)}, &err));
    assert_int_equal(err.code, IG_E_NET);
    assert_int_equal(err.sys, EADDRINUSE);
    assert_null(ig_llm_server_open(&(ig_llm_server_opts){.host = "no.such.address"}, &err));
    assert_int_equal(err.code, IG_E_USAGE);
    assert_non_null(strstr(err.msg, "no.such.address"));
    assert_null(ig_llm_server_open(&(ig_llm_server_opts){.faults = "bad-frist"}, &err));
    assert_int_equal(err.code, IG_E_USAGE);
    assert_non_null(strstr(err.msg, "bad-frist"));
    assert_null(ig_llm_server_open(&(ig_llm_server_opts){.faults = "bad-frist"}, NULL));
    ig_llm_server_close(server);
    ig_llm_server_close(NULL);
}

static void localhost_and_ipv6_are_addresses(void **state)
{
    ig_llm_server *server = ig_llm_server_open(&(ig_llm_server_opts){.host = "localhost", .threads = 1}, NULL);
    ig_error       err = {0};

    (void)state;
    assert_non_null(server);
    expect_status(ig_llm_server_port(server), GET("/health"), 200, NULL);
    ig_llm_server_close(server);
    server = ig_llm_server_open(&(ig_llm_server_opts){.host = "::1"}, &err);
    if (!server && err.code != IG_E_NET) /* a machine may be without IPv6 */
        fail_msg("%s", err.msg);
    if (server)
        assert_int_not_equal(ig_llm_server_port(server), 0);
    ig_llm_server_close(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routes_answer),
        cmocka_unit_test(head_is_get_without_a_body),
        cmocka_unit_test(a_connection_is_kept),
        cmocka_unit_test(both_faces_say_the_same),
        cmocka_unit_test(a_429_says_when_to_come_back),
        cmocka_unit_test(disconnect_sends_nothing),
        cmocka_unit_test(ambiguous_heads_are_refused),
        cmocka_unit_test(a_body_over_the_limit_is_refused_in_openais_words),
        cmocka_unit_test(a_huge_head_is_refused),
        cmocka_unit_test(hanging_answers_block_nobody_and_end_with_the_server),
        cmocka_unit_test(clients_may_leave),
        cmocka_unit_test(the_server_stops_at_any_time),
        cmocka_unit_test(a_slow_sender_is_cut_off),
        cmocka_unit_test(many_clients_at_once),
        cmocka_unit_test(what_cannot_be_opened_is_named),
        cmocka_unit_test(localhost_and_ipv6_are_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
