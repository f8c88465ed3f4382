/* The offline transport: a request body goes to the sample generator in this process, its bytes come back as an answer.
 * SPDX-License-Identifier: MIT
 *
 * Faults asked for in the model name (delays, hang-ups, 429) are acted out as a network would, so that the same retries
 * run as with a real provider. */
#include <stdlib.h>
#include "offline.h"
#include "transport.h"

static const char PEER[] = "offline: the sample generator";

typedef struct offline_transport {
    igi_transport base;
    igi_offline  *offline;
} offline_transport;

static ig_code deliver(const igi_request *request, const igi_offline_reply *reply, igi_response *response,
                       ig_error *err)
{
    ig_code code = igi_request_wait(request, PEER, igi_now_ms() + reply->delay_ms, err);

    if (!code && reply->hang)
        code = igi_request_wait(request, PEER, INT64_MAX, err);
    if (code)
        return code;
    if (reply->disconnect)
        return igi_fail(err, IG_E_NET, "%s closed the connection without an answer", PEER);
    ig_buf_add(&response->body, reply->body.p, reply->body.n);
    if (response->body.code == IG_E_LIMIT)
        return igi_fail(err, IG_E_LIMIT, "%s sent more than the %zu bytes allowed (max_response_bytes)", PEER,
                        response->body.max_bytes);
    if (response->body.code)
        return igi_nomem(err);
    response->status = reply->status;
    response->retry_after_ms = reply->retry_after_s ? (int64_t)reply->retry_after_s * 1000 : -1;
    response->should_retry = -1;
    response->location[0] = 0;
    return IG_OK;
}

static ig_code offline_send(igi_transport *self, const igi_request *request, igi_response *response, ig_error *err)
{
    offline_transport *transport = (offline_transport *)self;
    igi_offline_reply  reply;
    ig_arena           arena = {0};
    ig_code            code;

    memset(&reply, 0, sizeof reply);
    code = igi_offline_chat(transport->offline, request->body, &arena, &reply);
    code = code ? igi_nomem(err) : deliver(request, &reply, response, err);
    ig_arena_fini(&arena);
    return code;
}

static void offline_close(igi_transport *self)
{
    offline_transport *transport = (offline_transport *)self;

    igi_offline_close(transport->offline);
    free(transport);
}

ig_code igi_offline_transport_open(uint64_t seed, igi_transport **out, ig_error *err)
{
    offline_transport *transport = calloc(1, sizeof *transport);

    if (transport)
        transport->offline = igi_offline_open(&(igi_offline_opts){.seed = seed});
    if (!transport || !transport->offline) {
        free(transport);
        return igi_nomem(err);
    }
    transport->base = (igi_transport){.peer = PEER, .host = "offline", .send = offline_send, .close = offline_close};
    *out = &transport->base;
    return IG_OK;
}
