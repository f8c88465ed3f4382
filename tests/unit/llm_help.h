/* For the tests of llm: the seeds' Hero, a folder without settings, and a server on loopback that plays a script.
 * SPDX-License-Identifier: MIT
 *
 * The server answers request number i with script[i], byte for byte, and keeps what it was sent. Nothing of it is shared
 * with the library under test. */
#ifndef LLM_HELP_H
#define LLM_HELP_H

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#define IG_DEFINE_MODELS
#include <ingot/llm.h>

/* clang-format off */
MODEL(Hero, (IG_TABLE("hero")),
    (uuid,    id,          IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4), IG_SKIP_JSON_SCHEMA),
    (str,     name),
    (str,     secret_name),
    (opt_i64, age),
    (opt_i64, power_level, IG_GE(1), IG_LE(100)));
/* clang-format on */

#define GOOD "{\"name\":\"Nova\",\"secret_name\":\"Ann Lee\",\"age\":29,\"power_level\":95}"
#define BAD "{\"name\":\"Nova\",\"secret_name\":\"Ann Lee\",\"age\":29,\"power_level\":150}"

/* ---- settings ---------------------------------------------------------------------------------------------------- */

/* Whatever the developer has configured must not reach a test: its requests would leave the machine. */
static inline int forget_settings(void **state)
{
    static const char *const names[] = {"OPENAI_API_KEY", "OPENAI_BASE_URL", "INGOT_LLM", "http_proxy", "HTTP_PROXY",
                                        "https_proxy",    "HTTPS_PROXY",     "all_proxy", "ALL_PROXY"};
    static char              folder[] = "/tmp/ingot-test-XXXXXX";

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
    *state = mkdtemp(folder);
    return !*state || chdir(*state);
}

static inline int remove_folder(void **state)
{
    unlink(".env");
    return chdir("/") || rmdir(*state);
}

/* ---- server ------------------------------------------------------------------------------------------------------ */

typedef enum reply_how { REPLY_AND_CLOSE, REPLY_AND_KEEP, REPLY_SLOWLY, REPLY_NEVER } reply_how;
typedef struct reply {
    reply_how how;
    char     *text; /* NULL: nothing */
} reply;

enum { MAX_REQUESTS = 32, POLL_MS = 10 };
typedef struct server {
    const reply *script;
    size_t       n_script;
    int          listener;
    pthread_t    thread;
    atomic_bool  stop;
    char         base_url[64], host[32];
    char        *requests[MAX_REQUESTS]; /* head and body */
    size_t       n_requests, n_connections;
} server;

static inline bool readable(server *s, int fd)
{
    while (!s->stop) {
        struct pollfd waiting = {.fd = fd, .events = POLLIN};
        if (poll(&waiting, 1, POLL_MS) > 0)
            return true;
    }
    return false;
}

/* One request, NUL-terminated; NULL when the peer closed. */
static inline char *read_request(server *s, int fd)
{
    size_t cap = 1 << 20, n = 0, length = 0;
    char  *text = calloc(1, cap), *body = NULL;

    while (readable(s, fd)) {
        ssize_t got = recv(fd, text + n, cap - n - 1, 0);
        if (got <= 0)
            break;
        n += (size_t)got;
        if (!body && (body = strstr(text, "\r\n\r\n"))) {
            const char *header = strcasestr(text, "\r\ncontent-length: ");
            length = header ? strtoul(header + 18, NULL, 10) : 0;
            body += 4;
        }
        if (body && n >= (size_t)(body - text) + length)
            return text;
    }
    free(text);
    return NULL;
}

static inline void send_text(server *s, int fd, const reply *r)
{
    size_t n = r->text ? strlen(r->text) : 0, i;

    if (r->how != REPLY_SLOWLY) {
        for (i = 0; i < n;) {
            ssize_t sent = send(fd, r->text + i, n - i, MSG_NOSIGNAL);
            if (sent <= 0)
                return;
            i += (size_t)sent;
        }
        return;
    }
    for (i = 0; i < n && !s->stop && send(fd, r->text + i, 1, MSG_NOSIGNAL) == 1; i++)
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
}

static inline void *play(void *server_in)
{
    server *s = server_in;

    while (s->n_requests < s->n_script && readable(s, s->listener)) {
        int   fd = accept(s->listener, NULL, NULL);
        char *request;

        s->n_connections++;
        while (s->n_requests < s->n_script && (request = read_request(s, fd))) {
            const reply *r = &s->script[s->n_requests];
            s->requests[s->n_requests++] = request;
            send_text(s, fd, r);
            if (r->how == REPLY_NEVER)
                readable(s, fd); /* until the client hangs up */
            if (r->how != REPLY_AND_KEEP)
                break;
        }
        close(fd);
    }
    return NULL;
}

static inline void server_start(server *s, const reply *script, size_t n_script)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t          size = sizeof address;

    *s = (server){.script = script, .n_script = n_script, .listener = socket(AF_INET, SOCK_STREAM, 0)};
    assert_true(n_script <= MAX_REQUESTS);
    assert_int_equal(bind(s->listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(s->listener, 16), 0);
    assert_int_equal(getsockname(s->listener, (struct sockaddr *)&address, &size), 0);
    snprintf(s->host, sizeof s->host, "127.0.0.1:%u", ntohs(address.sin_port));
    snprintf(s->base_url, sizeof s->base_url, "http://%s/v1", s->host);
    assert_int_equal(pthread_create(&s->thread, NULL, play, s), 0);
}

/* Waits for the server to end; requests can be read afterwards. */
static inline void server_stop(server *s)
{
    s->stop = true;
    pthread_join(s->thread, NULL);
    close(s->listener);
}

static inline void server_free(server *s)
{
    for (size_t i = 0; i < s->n_requests; i++)
        free(s->requests[i]);
}

/* ---- answers ----------------------------------------------------------------------------------------------------- */

/* "HTTP/1.1 429 Word" with headers (each ended by \r\n), Content-Length and body. To be freed. */
static inline char *http(int status, const char *headers, const char *body)
{
    char *text = NULL;

    assert_true(asprintf(&text, "HTTP/1.1 %d Word\r\n%sContent-Length: %zu\r\n\r\n%s", status, headers, strlen(body),
                         body) > 0);
    return text;
}

/* A chat completion whose one tool call has these name and arguments. To be freed. */
static inline char *completion(const char *tool, const char *arguments)
{
    static const char format[] =
        "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-test-2\",\"choices\":[{\"index\":0,"
        "\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_7\",\"type\":\"function\","
        "\"function\":{\"name\":\"%s\",\"arguments\":%s}}]},\"finish_reason\":\"tool_calls\"}],"
        "\"usage\":{\"prompt_tokens\":80,\"completion_tokens\":20,\"total_tokens\":100,"
        "\"prompt_tokens_details\":{\"cached_tokens\":64},\"completion_tokens_details\":{\"reasoning_tokens\":5}}}";
    ig_buf quoted = {0};
    char  *body = NULL, *text;

    ig_json_write_str(&quoted, (ig_str){arguments, strlen(arguments)});
    assert_true(asprintf(&body, format, tool, quoted.p) > 0);
    text = http(200, "Content-Type: application/json\r\n", body);
    ig_buf_fini(&quoted);
    free(body);
    return text;
}

#endif
