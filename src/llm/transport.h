/* Transports: carry one request body to a provider and bring its answer back, whatever its status.
 * SPDX-License-Identifier: MIT
 *
 * A transport knows nothing of models, prompts or retries. There are two: HTTP by libcurl, and the offline provider in
 * this process. */
#ifndef INGOT_TRANSPORT_H
#define INGOT_TRANSPORT_H

#include <ingot/llm.h>
#include "../base/base_int.h"

typedef struct igi_request {
    ig_str              body;        /* borrowed */
    int64_t             deadline_ms; /* on the clock of igi_now_ms() */
    uint32_t            total_ms;    /* what the caller allowed for the whole call, for messages */
    const volatile int *cancel;      /* NULL, or a flag that ends the request when it becomes non-zero */
} igi_request;

/* Reused from request to request; body.max_bytes is set once, ig_buf_fini(&body) at the end. */
typedef struct igi_response {
    int     status;
    int64_t retry_after_ms; /* -1 = not said */
    int     should_retry;   /* x-should-retry: 1 or 0; -1 = not said */
    char    location[128];  /* of a redirect; "" = not said */
    ig_buf  body;
} igi_response;

typedef struct igi_transport igi_transport;
struct igi_transport {
    const char *peer; /* who answers, for messages: "openai: api.openai.com" */
    const char *host; /* "api.openai.com", "127.0.0.1:4010" */
    /* Returns IG_OK when an answer came, whatever its status; else IG_E_NET, IG_E_TIMEOUT, IG_E_CANCELLED, IG_E_LIMIT
     * (the answer is larger than body.max_bytes) or IG_E_NOMEM. Threads: any number of calls at once. */
    ig_code (*send)(igi_transport *self, const igi_request *request, igi_response *response, ig_error *err);
    void (*close)(igi_transport *self);
};

/* Where and how a provider is reached over HTTP; all borrowed. */
typedef struct igi_endpoint {
    const char        *provider; /* "openai" */
    const char        *base_url; /* "https://api.openai.com/v1" */
    const char        *path;     /* "/chat/completions", appended to the path of base_url */
    ig_str             key;      /* p == NULL: no Authorization header */
    const char *const *headers;  /* NULL, or "Name: value" lines; one replaces ours of the same name */
    uint32_t           connect_timeout_ms;
} igi_endpoint;

/* IG_OK, IG_E_USAGE (a base URL, key or header that cannot be used) or IG_E_NOMEM. */
ig_code igi_curl_open(const igi_endpoint *endpoint, igi_transport **out, ig_error *err);
/* IG_OK or IG_E_NOMEM. */
ig_code igi_offline_transport_open(uint64_t seed, igi_transport **out, ig_error *err);

/* Milliseconds of a clock that only goes forward. */
int64_t igi_now_ms(void);
/* Whether the request has to end: IG_E_CANCELLED, IG_E_TIMEOUT (with a message that names peer) or IG_OK. */
ig_code igi_request_check(const igi_request *request, const char *peer, ig_error *err);
/* Sleeps until igi_now_ms() reaches until_ms, or returns early what igi_request_check says. */
ig_code igi_request_wait(const igi_request *request, const char *peer, int64_t until_ms, ig_error *err);

/* Copies text that came from a peer for use in a message: one line, without control characters and broken UTF-8, the
 * key masked, cut with "..." to fit out_bytes (at least 8). Returns out. */
const char *igi_excerpt(ig_str text, ig_str key, char *out, size_t out_bytes);
/* Overwrites each occurrence of key in text with '*'. Keys under four bytes are no secrets and are left alone. */
void igi_mask(char *text, size_t n, ig_str key);

#endif
