/* Transport retries: a request goes out, again if the network or an overloaded provider failed, until it is answered.
 * SPDX-License-Identifier: MIT
 *
 * The rules and the waiting times are those of OpenAI's SDKs, except that an exhausted quota is not retried and that
 * one deadline covers all tries and waits. */
#include <sys/random.h>
#include "llm_int.h"

enum { FIRST_WAIT_MS = 500, LONGEST_WAIT_MS = 8000, LONGEST_ASKED_WAIT_MS = 60000 };

uint32_t igi_retry_wait_ms(uint32_t n, int64_t retry_after_ms, uint32_t random)
{
    uint64_t wait_ms = n < 8 ? (uint64_t)FIRST_WAIT_MS << n : LONGEST_WAIT_MS;

    if (retry_after_ms >= 0 && retry_after_ms <= LONGEST_ASKED_WAIT_MS)
        return (uint32_t)retry_after_ms;
    if (wait_ms > LONGEST_WAIT_MS)
        wait_ms = LONGEST_WAIT_MS;
    return (uint32_t)(wait_ms - wait_ms / 4 * random / UINT32_MAX);
}

bool igi_retry_helps(ig_code code, const igi_response *response, const igi_answer *answer)
{
    int status = answer->status;

    if (code == IG_OK || code == IG_E_NOMEM || code == IG_E_LIMIT || code == IG_E_CANCELLED)
        return false;
    if (!response->status)
        return code == IG_E_NET || code == IG_E_TIMEOUT;
    if (answer->exhausted || status == 402)
        return false;
    if (response->should_retry >= 0 && response->status >= 300)
        return response->should_retry;
    return status == 408 || status == 409 || status == 429 || status >= 500;
}

/* One try. */
static ig_code send_once(igi_call *call, ig_error *err)
{
    igi_transport *transport = call->llm->transport;
    ig_code        code;

    call->request.body = (ig_str){call->body.p, call->body.n};
    call->response.status = 0;
    ig_arena_reset(&call->scratch);
    call->answer = (igi_answer){0};
    ig_buf_reset(&call->response.body);
    code = igi_request_check(&call->request, transport->peer, err);
    if (!code)
        code = transport->send(transport, &call->request, &call->response, err);
    if (code) {
        call->response.status = 0;
        return code;
    }
    igi_call_event(call, IG_LLM_RESPONSE, call->response.status, 0,
                   (ig_str){call->response.body.p, call->response.body.n}, NULL);
    return call->llm->provider->read(&call->question, &call->response, &call->scratch, &call->answer, err);
}

static uint32_t random_bits(void)
{
    uint32_t bits = 0;

    if (getrandom(&bits, sizeof bits, GRND_NONBLOCK) != (ssize_t)sizeof bits)
        bits = 0;
    return bits;
}

ig_code igi_call_exchange(igi_call *call, ig_error *err)
{
    const igi_request *request = &call->request;
    uint32_t           n;

    for (n = 0;; n++) {
        ig_code  code = send_once(call, err);
        uint32_t wait_ms;
        int64_t  until_ms;

        if (n >= call->llm->max_retries || !igi_retry_helps(code, &call->response, &call->answer))
            return code;
        wait_ms = igi_retry_wait_ms(n, call->response.status ? call->response.retry_after_ms : -1, random_bits());
        until_ms = igi_now_ms() + wait_ms;
        if (until_ms >= request->deadline_ms)
            return code; /* what went wrong says more than that no time is left to try again */
        igi_call_event(call, IG_LLM_RETRY, call->response.status, wait_ms, (ig_str){NULL, 0}, err);
        code = igi_request_wait(request, call->llm->transport->peer, until_ms, err);
        if (code)
            return code;
        call->done.retries++;
    }
}
