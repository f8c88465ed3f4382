/* The offline provider behind HTTP: routes a request to the generator and turns its reply into one of the server.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <ingot/app.h>
#include "../base/base_int.h"
#include "../http/server.h"
#include "../llm/offline.h"

struct ig_llm_server {
    igi_http_server *http;
    igi_offline     *offline;
    void (*log)(void *context, const char *line);
    void *log_context;
};

/* ---- answers of our own ----------------------------------------------------------------------------------------- */

static void reply_nomem(igi_http_reply *reply)
{
    *reply = (igi_http_reply){.status = 500,
                              .body = IG_S("{\"error\":{\"message\":\"out of memory\",\"type\":\"server_error\","
                                           "\"param\":null,\"code\":null}}")};
}

static void reply_error(const igi_http_request *request, igi_http_reply *reply, int status, const char *message,
                        const char *code)
{
    ig_buf out = {0};
    ig_str body = {NULL, 0};

    igi_wire_error(message, status < 500 ? "invalid_request_error" : "server_error", NULL, code, &out);
    if (!out.code)
        body = ig_arena_str(request->arena, (ig_str){out.p, out.n});
    ig_buf_fini(&out);
    if (!body.p)
        reply_nomem(reply);
    else
        *reply = (igi_http_reply){.status = status, .body = body};
}

/* ---- routes ----------------------------------------------------------------------------------------------------- */

static ig_code list_models(ig_llm_server *server, const igi_http_request *request, igi_http_reply *reply)
{
    (void)server;
    (void)request;
    reply->body = IG_S("{\"object\":\"list\",\"data\":[{\"id\":\"" IGI_OFFLINE_MODEL "\",\"object\":\"model\","
                       "\"created\":1767225600,\"owned_by\":\"ingot\"}]}");
    return IG_OK;
}

static ig_code tell_health(ig_llm_server *server, const igi_http_request *request, igi_http_reply *reply)
{
    (void)server;
    (void)request;
    reply->body = IG_S("{\"status\":\"ok\"}");
    return IG_OK;
}

static ig_code retry_header(const igi_http_request *request, uint32_t seconds, igi_http_reply *reply)
{
    igi_http_header *header = ig_arena_alloc(request->arena, sizeof *header, 8);
    ig_str           value = ig_arena_printf(request->arena, "%u", (unsigned)seconds);

    if (!header || !value.p)
        return IG_E_NOMEM;
    *header = (igi_http_header){"retry-after", value.p};
    reply->headers = header;
    reply->n_headers = 1;
    return IG_OK;
}

static ig_code chat(ig_llm_server *server, const igi_http_request *request, igi_http_reply *reply)
{
    igi_offline_reply answer;

    if (igi_offline_chat(server->offline, request->body, request->arena, &answer))
        return IG_E_NOMEM;
    *reply = (igi_http_reply){.status = answer.status,
                              .content_type = answer.content_type,
                              .body = answer.body,
                              .hang = answer.hang,
                              .disconnect = answer.disconnect,
                              .stream = answer.stream,
                              .piece_bytes = answer.chunk_bytes,
                              .delay_ms = answer.delay_ms,
                              .piece_delay_ms = answer.stream ? answer.delay_ms : 0};
    return answer.retry_after_s ? retry_header(request, answer.retry_after_s, reply) : IG_OK;
}

static const struct {
    const char *method, *path;
    ig_code (*answer)(ig_llm_server *server, const igi_http_request *request, igi_http_reply *reply);
} routes[] = {
    {"POST", "/v1/chat/completions", chat},
    {"GET", "/v1/models", list_models},
    {"GET", "/health", tell_health},
};

static void reply_wrong_method(const igi_http_request *request, igi_http_reply *reply, bool post)
{
    static const igi_http_header allow_post = {"allow", "POST"}, allow_get = {"allow", "GET, HEAD"};

    reply_error(request, reply, 405, post ? "Only POST is allowed here." : "Only GET is allowed here.", NULL);
    reply->headers = post ? &allow_post : &allow_get;
    reply->n_headers = 1;
}

/* Called by the HTTP server's threads. */
static void answer(void *context, const igi_http_request *request, igi_http_reply *reply)
{
    if (request->refused) {
        reply_error(request, reply, request->refused, request->refused_why, NULL);
        return;
    }
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (!igi_is(request->path, routes[i].path))
            continue;
        if (strcmp(request->method, routes[i].method) != 0)
            reply_wrong_method(request, reply, routes[i].answer == chat);
        else if (routes[i].answer(context, request, reply))
            reply_nomem(reply);
        return;
    }
    reply_error(request, reply, 404,
                "Unknown request URL. There are POST /v1/chat/completions, GET /v1/models, GET /health.",
                "unknown_url");
}

/* ---- life ------------------------------------------------------------------------------------------------------- */

static void log_request(void *context, const igi_http_log_entry *entry)
{
    const ig_llm_server *server = context;
    char                 line[256];

    if (!server->log)
        return;
    snprintf(line, sizeof line, "%s %.*s %d %" PRIu64 " bytes %" PRIu64 " us %s", entry->method,
             (int)(entry->path.n > 100 ? 100 : entry->path.n), entry->path.p ? entry->path.p : "", entry->status,
             entry->body_bytes, entry->duration_us, entry->id);
    server->log(server->log_context, line);
}

static ig_code start(ig_llm_server *server, const ig_llm_server_opts *opts, ig_error *err)
{
    ig_code code = igi_offline_faults_check(opts->faults, err);

    if (code)
        return code;
    server->log = opts->log;
    server->log_context = opts->log_context;
    server->offline = igi_offline_open(&(igi_offline_opts){opts->seed, opts->faults});
    if (!server->offline)
        return igi_nomem(err);
    server->http = igi_http_server_open(&(igi_http_server_opts){.host = opts->host,
                                                                .port = opts->port,
                                                                .threads = opts->threads,
                                                                .limits = opts->limits,
                                                                .handler = answer,
                                                                .log = log_request,
                                                                .context = server},
                                        err);
    return server->http ? IG_OK : err ? err->code : IG_E_NET;
}

ig_llm_server *ig_llm_server_open(const ig_llm_server_opts *opts, ig_error *err)
{
    static const ig_llm_server_opts defaults = {.host = NULL};
    ig_llm_server                  *server = calloc(1, sizeof *server);

    if (!server) {
        igi_nomem(err);
        return NULL;
    }
    if (start(server, opts ? opts : &defaults, err)) {
        ig_llm_server_close(server);
        return NULL;
    }
    return server;
}

uint16_t ig_llm_server_port(const ig_llm_server *server)
{
    return igi_http_server_port(server->http);
}

void ig_llm_server_close(ig_llm_server *server)
{
    if (!server)
        return;
    igi_http_server_close(server->http);
    igi_offline_close(server->offline);
    free(server);
}
