/* The one place that knows the HTTP library: requests come in as slices, a handler fills a reply, bytes go out.
 * SPDX-License-Identifier: MIT
 *
 *   socket -> libmicrohttpd -> guard -> handler(request, reply) -> libmicrohttpd -> socket
 *                                            \_ a reply may wait, come in pieces, or never come; nobody else waits
 *
 * Handlers run on the server's own few threads, so a handler answers at once and leaves waiting to the reply. */
#ifndef INGOT_HTTP_SERVER_H
#define INGOT_HTTP_SERVER_H

#include <ingot/base.h>

typedef struct igi_http_server igi_http_server;

typedef struct igi_http_header {
    const char *name, *value;
} igi_http_header;

/* One request. Everything is borrowed and lives until the reply has been sent. */
typedef struct igi_http_request {
    const char *method; /* "GET", also for HEAD; "POST", ... */
    ig_str      path;   /* as sent, not percent-decoded: "/v1/models" */
    ig_str      query;  /* what follows '?', as sent; empty if none */
    ig_str      body;
    const char *id;          /* also sent back as x-request-id */
    int         refused;     /* 0, or the status the guard or a limit demands; the handler only words the body */
    const char *refused_why; /* static text */
    ig_arena   *arena;       /* for the reply; reset after it has been sent */
    const void *connection;  /* for igi_http_request_header */
} igi_http_request;

/* The value of a header, NULL when there is none. The name's case does not matter. */
const char *igi_http_request_header(const igi_http_request *request, const char *name);

/* What to answer. All zero = 200 with an empty JSON body. Text lives in the request's arena or is static. */
typedef struct igi_http_reply {
    int                    status;       /* 0 = 200 */
    const char            *content_type; /* NULL = application/json */
    const igi_http_header *headers;      /* more headers */
    size_t                 n_headers;
    ig_str                 body;
    bool                   hang;           /* never answer; the connection stays open until the client leaves */
    bool                   disconnect;     /* close the connection without an answer */
    bool                   stream;         /* send each event (up to an empty line) as a piece of its own, chunked */
    uint32_t               piece_bytes;    /* > 0: send pieces of this many bytes instead */
    uint32_t               delay_ms;       /* wait before the answer */
    uint32_t               piece_delay_ms; /* wait before each piece but the first */
} igi_http_reply;

typedef void (*igi_http_handler)(void *context, const igi_http_request *request, igi_http_reply *reply);

/* One line for an access log, after a request has ended. Borrowed. */
typedef struct igi_http_log_entry {
    const char *method, *id;
    ig_str      path;
    int         status; /* 0: closed without an answer */
    uint64_t    body_bytes, duration_us;
} igi_http_log_entry;

typedef struct igi_http_server_opts {
    const char      *host;               /* an address or "localhost"; NULL = 127.0.0.1 */
    uint16_t         port;               /* 0 = any free one */
    uint32_t         threads;            /* 0 = one per processor, at most 8 */
    uint32_t         max_connections;    /* 0 = 1,000; more are not accepted until others have ended */
    uint32_t         receive_timeout_ms; /* a whole request must arrive in this time, idle time included; 0 = 60,000 */
    const ig_limits *limits;             /* max_header_bytes, max_body_bytes; NULL = defaults */
    igi_http_handler handler;            /* called by several threads at once */
    void (*log)(void *context, const igi_http_log_entry *entry); /* NULL, or called by several threads at once */
    void *context;                                               /* of handler and log */
} igi_http_server_opts;

/* Starts listening and answering. opts is copied. NULL on failure: IG_E_USAGE (no such address), IG_E_NET (the address
 * is in use or not allowed; err->sys is the errno) or IG_E_NOMEM. */
igi_http_server *igi_http_server_open(const igi_http_server_opts *opts, ig_error *err);
uint16_t         igi_http_server_port(const igi_http_server *server);
/* Lets running replies finish for up to a second, drops waiting and hanging ones, and frees everything. NULL
 * allowed. */
void igi_http_server_close(igi_http_server *server);

#endif
