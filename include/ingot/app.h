/* Applications made of the other parts: so far the offline provider as an HTTP server.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_APP_H
#define INGOT_APP_H

#include "base.h"

/* The offline provider as an OpenAI-compatible endpoint: POST /v1/chat/completions, GET /v1/models, GET /health.
 * It gives the same bytes as the provider "offline" inside a program, so a client, its retries and its re-asks can be
 * tried over a real socket without a key. It is not a language model. */
typedef struct ig_llm_server ig_llm_server;

typedef struct ig_llm_server_opts {
    /* An IP address or "localhost"; NULL = 127.0.0.1. Only with an address of a network can other machines reach it;
     * there is no authentication. */
    const char *host;
    uint16_t    port;    /* 0 = any free one, see ig_llm_server_port */
    uint32_t    threads; /* 0 = one per processor, at most 8 */
    uint64_t    seed;    /* of the samples; 0 = the provider's fixed default */
    /* NULL, or comma-separated switches: bad-first[=n], always-bad, refuse, length, prose, http429[=n], http500[=n],
     * retry-after=seconds, hang, disconnect, html, half, chunk=n, delay=50ms. A request may add some behind a colon in
     * the model's name, "any:bad-first", or as a word of the prompt: bad-first, http429=2, fault:hang. */
    const char      *faults;
    const ig_limits *limits;                      /* max_header_bytes, max_body_bytes; NULL = the defaults. Not kept */
    void (*log)(void *context, const char *line); /* NULL, or called with one line per request, by several threads */
    void *log_context;
} ig_llm_server_opts;

/* Starts the server on threads of its own.
 *
 * @param opts  NULL for the defaults; its texts are copied
 * @param err   on failure: IG_E_USAGE  host is no IP address, or an unknown fault switch (err->msg lists them)
 *                          IG_E_NET    the address is in use or not allowed; err->sys is the errno
 *                          IG_E_NOMEM
 * @return the server, to be closed with ig_llm_server_close; NULL on failure. Threads: any. */
IG_API ig_llm_server *ig_llm_server_open(const ig_llm_server_opts *opts, ig_error *err);
/* The port it listens on. */
IG_API uint16_t ig_llm_server_port(const ig_llm_server *server);
/* Lets running answers finish for up to a second, drops waiting ones, and frees everything. NULL allowed. */
IG_API void ig_llm_server_close(ig_llm_server *server);

#endif
