/* One request and its reply: the library's callbacks become a call of the handler, the handler's reply becomes bytes.
 * SPDX-License-Identifier: MIT
 *
 * Phases of a connection: HEAD (guard) -> BODY (collect) -> [WAITING (asleep before the answer)] -> ANSWERED.
 * A sleeping connection holds no thread; the server's timer wakes it. */
#include "http_int.h"

enum {
    PIECE_BUFFER_BYTES = 16 << 10,
    KEPT_BODY_BYTES = 64 << 10,  /* a larger body buffer is given back after its request */
    TOLERATED_BYTES = (1 << 20), /* read beyond the body limit, so that the client gets to see the 413 */
};

static igi_http_connection *connection_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

const char *igi_http_request_header(const igi_http_request *request, const char *name)
{
    const igi_http_connection *c = request->connection;
    return MHD_lookup_connection_value(c->mhd, MHD_HEADER_KIND, name);
}

/* ---- the request ------------------------------------------------------------------------------------------------ */

/* The first callback of a request, called with the target as it was sent. */
void *igi_http_on_uri(void *cls, const char *uri, struct MHD_Connection *mhd)
{
    igi_http_server     *server = cls;
    igi_http_connection *c = connection_of(mhd);
    ig_str               target;
    const char          *mark;

    if (!c)
        return NULL;
    c->mhd = mhd;
    c->running = false;
    c->phase = IGI_HEAD;
    c->started_us = igi_http_now_us();
    c->discarded_bytes = 0;
    c->status = 0;
    c->piece_end = 0;
    ig_buf_reset(&c->body);
    c->reply = (igi_http_reply){0};
    snprintf(c->id, sizeof c->id, "req_%016" PRIx64, server->id_base + atomic_fetch_add(&server->n_requests, 1));
    target = ig_arena_str(&c->arena, igi_str(uri));
    c->target_bytes = target.n;
    mark = target.n ? memchr(target.p, '?', target.n) : NULL;
    c->request = (igi_http_request){.path = target, .id = c->id, .arena = &c->arena, .connection = c};
    if (mark) {
        c->request.path.n = (size_t)(mark - target.p);
        c->request.query = (ig_str){mark + 1, target.n - c->request.path.n - 1};
    }
    return c;
}

/* The handler sees HEAD as GET; the library leaves the body out. */
static void set_method(igi_http_connection *c, const char *method)
{
    c->request.method = strcmp(method, "HEAD") == 0 ? "GET" : ig_arena_str(&c->arena, igi_str(method)).p;
}

static void collect(igi_http_connection *c, const char *data, size_t n)
{
    size_t max = c->server->limits.max_body_bytes;

    if (c->discarded_bytes || n > max - c->body.n) {
        c->discarded_bytes += n;
        c->request.refused = MHD_HTTP_CONTENT_TOO_LARGE;
        c->request.refused_why = "the body is larger than this server takes";
    } else {
        ig_buf_add(&c->body, data, n);
    }
}

/* ---- the reply -------------------------------------------------------------------------------------------------- */

/* Where the piece that begins at `start` ends. */
static size_t piece_end(const igi_http_reply *reply, size_t start)
{
    ig_str      body = reply->body;
    const char *blank;

    if (reply->piece_bytes)
        return body.n - start < reply->piece_bytes ? body.n : start + reply->piece_bytes;
    blank = reply->stream ? memmem(body.p + start, body.n - start, "\n\n", 2) : NULL;
    return blank ? (size_t)(blank + 2 - body.p) : body.n;
}

/* The library asks for bytes from `position`; 0 = asleep until the next piece is due. */
static ssize_t next_bytes(void *cls, uint64_t position, char *out, size_t max)
{
    igi_http_connection *c = cls;
    size_t               at = (size_t)position, n;

    if (igi_http_dropped(c))
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (at >= c->reply.body.n)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (at >= c->piece_end) {
        c->piece_end = piece_end(&c->reply, at);
        if (at > 0 && c->reply.piece_delay_ms)
            return igi_http_sleep(c, igi_http_now_ms() + c->reply.piece_delay_ms) ? 0
                                                                                  : MHD_CONTENT_READER_END_WITH_ERROR;
    }
    n = c->piece_end - at;
    if (n > max)
        n = max;
    memcpy(out, c->reply.body.p + at, n);
    return (ssize_t)n;
}

static struct MHD_Response *make_response(igi_http_connection *c)
{
    const igi_http_reply *reply = &c->reply;
    struct MHD_Response  *response;
    bool                  ok;

    if (reply->stream || reply->piece_bytes)
        response = MHD_create_response_from_callback(reply->stream ? MHD_SIZE_UNKNOWN : reply->body.n,
                                                     PIECE_BUFFER_BYTES, next_bytes, c, NULL);
    else
        response = MHD_create_response_from_buffer(reply->body.n, (void *)(uintptr_t)reply->body.p,
                                                   MHD_RESPMEM_PERSISTENT);
    if (!response)
        return NULL;
    ok = MHD_add_response_header(response, "content-type",
                                 reply->content_type ? reply->content_type : "application/json") == MHD_YES &&
         MHD_add_response_header(response, "x-request-id", c->id) == MHD_YES &&
         (!c->request.refused || MHD_add_response_header(response, "connection", "close") == MHD_YES);
    for (size_t i = 0; ok && i < reply->n_headers; i++)
        ok = MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value) == MHD_YES;
    if (!ok) {
        MHD_destroy_response(response);
        return NULL;
    }
    return response;
}

static enum MHD_Result send_reply(igi_http_connection *c)
{
    struct MHD_Response *response;
    enum MHD_Result      result;

    if (igi_http_dropped(c) || c->reply.disconnect || !(response = make_response(c)))
        return MHD_NO;
    c->phase = IGI_ANSWERED;
    c->status = c->reply.status ? c->reply.status : MHD_HTTP_OK;
    result = MHD_queue_response(c->mhd, (unsigned)c->status, response);
    MHD_destroy_response(response);
    return result;
}

/* The request is whole, or refused: calls the handler and sends, or sleeps before sending. */
static enum MHD_Result answer(igi_http_connection *c)
{
    igi_http_reply *reply = &c->reply;

    atomic_store(&c->receive_by_ms, IGI_NEVER);
    c->running = true;
    igi_http_enter(c->server);
    if (c->body.code || c->arena.failed)
        return MHD_NO;
    c->request.body = (ig_str){c->body.n ? c->body.p : "", c->body.n};
    c->server->opts.handler(c->server->opts.context, &c->request, reply);
    if (!c->request.refused && (reply->hang || reply->delay_ms)) {
        c->phase = IGI_WAITING;
        return igi_http_sleep(c, reply->hang ? IGI_NEVER : igi_http_now_ms() + reply->delay_ms) ? MHD_YES : MHD_NO;
    }
    return send_reply(c);
}

/* ---- callbacks -------------------------------------------------------------------------------------------------- */

static enum MHD_Result take_head(igi_http_connection *c, const igi_http_head *head)
{
    set_method(c, head->method);
    c->request.refused = igi_http_guard(head, c->server->limits.max_body_bytes, &c->request.refused_why);
    c->phase = IGI_BODY;
    return c->request.refused ? answer(c) : MHD_YES;
}

/* Called once with the head, once for each part of the body, once at the end, and again after each sleep. */
enum MHD_Result igi_http_on_request(void *cls, struct MHD_Connection *mhd, const char *url, const char *method,
                                    const char *version, const char *data, size_t *n, void **request_state)
{
    igi_http_connection *c = *request_state;

    (void)cls;
    if (!c)
        return MHD_NO;
    switch (c->phase) {
    case IGI_HEAD:
        return take_head(c, &(igi_http_head){mhd, method, url, version, c->target_bytes});
    case IGI_BODY:
        if (!*n)
            return answer(c);
        collect(c, data, *n);
        *n = 0;
        return c->discarded_bytes > TOLERATED_BYTES ? MHD_NO : MHD_YES;
    case IGI_WAITING:
        return send_reply(c);
    case IGI_ANSWERED:
        break;
    }
    return MHD_NO;
}

static void write_log(const igi_http_connection *c)
{
    const igi_http_server_opts *opts = &c->server->opts;
    igi_http_log_entry          entry = {.method = c->request.method ? c->request.method : "-",
                                         .id = c->id,
                                         .path = c->request.path,
                                         .status = c->status,
                                         .body_bytes = c->status ? c->reply.body.n : 0,
                                         .duration_us = (uint64_t)(igi_http_now_us() - c->started_us)};
    if (opts->log)
        opts->log(opts->context, &entry);
}

void igi_http_on_completed(void *cls, struct MHD_Connection *mhd, void **request_state,
                           enum MHD_RequestTerminationCode how)
{
    igi_http_server     *server = cls;
    igi_http_connection *c = *request_state;

    (void)mhd;
    (void)how;
    if (!c)
        return;
    *request_state = NULL;
    write_log(c);
    ig_arena_reset(&c->arena);
    if (c->body.cap > KEPT_BODY_BYTES)
        ig_buf_fini(&c->body);
    atomic_store(&c->receive_by_ms, igi_http_now_ms() + server->opts.receive_timeout_ms);
    if (c->running)
        igi_http_leave(server);
}
