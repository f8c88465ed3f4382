/* What the files of the HTTP server share: the server, its connections, and who may touch what.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_HTTP_INT_H
#define INGOT_HTTP_INT_H

#include <pthread.h>
#include <stdatomic.h>
#include <microhttpd.h>
#include "../base/base_int.h"
#include "server.h"

#define IGI_NEVER INT64_MAX

typedef enum igi_phase { IGI_HEAD, IGI_BODY, IGI_WAITING, IGI_ANSWERED } igi_phase;

/* One TCP connection and the one request it is working on. */
typedef struct igi_http_connection {
    /* under server->lock */
    struct igi_http_connection *prev, *next;
    bool                        suspended, dropped;
    int64_t                     wake_at_ms; /* while suspended; IGI_NEVER = when the client leaves */

    _Atomic int64_t receive_by_ms; /* deadline for a whole request; IGI_NEVER while one is being answered */

    /* only touched by the connection's thread */
    igi_http_server       *server;
    struct MHD_Connection *mhd;
    int                    fd;
    igi_phase              phase;
    ig_arena               arena;
    ig_buf                 body;
    size_t                 discarded_bytes; /* of a body over the limit */
    int64_t                started_us;
    int                    status;    /* sent; 0 = none yet */
    bool                   running;   /* counted in server->n_running */
    size_t                 piece_end; /* bytes of the body up to the end of the current piece */
    char                   id[24];
    size_t                 target_bytes;
    igi_http_request       request;
    igi_http_reply         reply;
} igi_http_connection;

struct igi_http_server {
    igi_http_server_opts opts;
    ig_limits            limits;
    struct MHD_Daemon   *daemon;
    uint16_t             port;
    uint64_t             id_base; /* with the counter: request ids */
    _Atomic uint64_t     n_requests;

    pthread_t            timer;
    pthread_mutex_t      lock;
    pthread_cond_t       changed;        /* someone was suspended earlier than the timer expects, or the server stops */
    int64_t              timer_until_ms; /* when the timer looks again by itself */
    igi_http_connection *connections;
    uint32_t             n_running; /* requests that are being answered */
    bool                 stopping;
};

int64_t               igi_http_now_us(void); /* monotonic */
static inline int64_t igi_http_now_ms(void)
{
    return igi_http_now_us() / 1000;
}

/* A listening, non-blocking socket, or -1 with the failure in err; *bound_port is its real port. */
int igi_http_listen(const char *host, uint16_t port, uint16_t *bound_port, ig_error *err);

/* A request's head as the library parsed it; the texts are in the buffer it was received into. */
typedef struct igi_http_head {
    struct MHD_Connection *mhd;
    const char            *method, *target, *version;
    size_t                 target_bytes; /* as the library understood it */
} igi_http_head;

/* Looks at a head before a body byte is taken. 0, or the status to refuse the request with; *why is static. */
int igi_http_guard(const igi_http_head *head, size_t max_body_bytes, const char **why);

/* Puts a connection to sleep until wake_at_ms; false when the server is stopping. Its thread only. */
bool igi_http_sleep(igi_http_connection *connection, int64_t wake_at_ms);
/* Whether a sleep ended because the client left or the server stops. */
bool igi_http_dropped(igi_http_connection *connection);
/* Count requests that are being answered. */
void igi_http_enter(igi_http_server *server);
void igi_http_leave(igi_http_server *server);

/* The library's callbacks for one request; cls is the server. */
void           *igi_http_on_uri(void *cls, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result igi_http_on_request(void *cls, struct MHD_Connection *mhd, const char *url, const char *method,
                                    const char *version, const char *data, size_t *n, void **request_state);
void            igi_http_on_completed(void *cls, struct MHD_Connection *mhd, void **request_state,
                                      enum MHD_RequestTerminationCode how);

#endif
