/* The offline provider: a deterministic, schema-driven sample generator that answers OpenAI chat completions
 * requests.
 * SPDX-License-Identifier: MIT
 *
 * One function, two faces: the in-process provider calls it directly, `ingot llm-server` calls it for each HTTP
 * request, so both make the same bytes. It is not a language model. */
#ifndef INGOT_OFFLINE_H
#define INGOT_OFFLINE_H

#include <ingot/json.h>

typedef struct igi_offline_opts {
    uint64_t    seed;   /* 0 = the fixed default */
    const char *faults; /* NULL or fault switches, "bad-first", "http429=2,delay=50ms"; the model name may add more
                           after a colon: "sample-1:bad-first" */
} igi_offline_opts;

typedef struct igi_offline igi_offline; /* counters of the fault switches; one per server or client; any thread */

typedef struct igi_offline_reply {
    int         status;        /* HTTP status */
    bool        stream;        /* body is a whole text/event-stream; else application/json */
    bool        hang;          /* never answer (fault switch) */
    bool        disconnect;    /* close the connection without an answer (fault switch) */
    uint32_t    delay_ms;      /* wait before answering */
    uint32_t    retry_after_s; /* send Retry-After when > 0 */
    uint32_t    chunk_bytes;   /* > 0: send the body in pieces of this many bytes */
    ig_str      body;          /* in the arena */
    const char *content_type;  /* static; for one fault switch it is text/html */
} igi_offline_reply;

/* The name it goes by, for lists of models. */
#define IGI_OFFLINE_MODEL "offline-sample-1"
/* Whether switches are known: IG_OK or IG_E_USAGE naming the one that is not. NULL is fine. A client or server that was
 * opened with unknown ones answers every request with 400. */
ig_code igi_offline_faults_check(const char *faults, ig_error *err);
/* Appends OpenAI's error object; param and code may be NULL. Failures stick in out. */
void igi_wire_error(const char *message, const char *type, const char *param, const char *code, ig_buf *out);

igi_offline *igi_offline_open(const igi_offline_opts *opts); /* NULL: out of memory */
void         igi_offline_close(igi_offline *offline);
/* Answers one request body of POST /v1/chat/completions. Everything that can be wrong with the request is an HTTP
 * status with OpenAI's error object in reply; the return value is IG_OK or IG_E_NOMEM. */
ig_code igi_offline_chat(igi_offline *offline, ig_str request_body, ig_arena *arena, igi_offline_reply *reply);

#endif
