/* What the files of llm share: the client, and the state of one call.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_LLM_INT_H
#define INGOT_LLM_INT_H

#include <stdatomic.h>
#include "provider.h"

/* A client. Never changes after it was opened, except for what transport and `noticed` guard themselves. */
struct ig_llm {
    ig_arena            arena; /* all its text */
    const igi_provider *provider;
    igi_transport      *transport;
    const char         *model;     /* sent to the provider */
    ig_str              name;      /* of the provider, as completions report it */
    ig_str              key;       /* p == NULL: none */
    bool                synthetic; /* the offline provider answers */
    bool                notice;    /* ... although nobody asked for it, which has to be said once */
    atomic_flag         noticed;
    uint32_t            deadline_ms, max_retries;
    ig_llm_hook         hook;
    void               *hook_context;
    ig_limits           limits;
    ig_error            trouble; /* what was wrong when it was opened; every call reports it */
};

/* One ig_llm_create. */
typedef struct igi_call {
    ig_llm       *llm;
    igi_question  question;
    igi_request   request;  /* its body is body's bytes */
    igi_response  response; /* the last one */
    igi_answer    answer;   /* what was read from it */
    ig_arena     *arena;    /* the caller's */
    ig_arena      scratch;  /* of one attempt */
    ig_buf        body;     /* the conversation so far */
    uint32_t      attempt, max_attempts;
    void         *object; /* what is built, in arena: one record ... */
    ig_list       list;   /* ... or a list */
    ig_completion done;
} igi_call;

/* Tells the hook. body is masked; error may be NULL. */
void igi_call_event(const igi_call *call, ig_llm_event_kind kind, int status, uint32_t wait_ms, ig_str body,
                    const ig_error *error);

/* Sends call->body and reads the answer, with the transport retries of this attempt: fills response and answer.
 * Returns what the provider's read returned for the last try, or the transport's failure. */
ig_code igi_call_exchange(igi_call *call, ig_error *err);

/* How long to wait before transport retry number n (0..): what the peer asked for if that is 0..60 s, else exponential
 * with jitter. random is any 32 bits. Milliseconds. */
uint32_t igi_retry_wait_ms(uint32_t n, int64_t retry_after_ms, uint32_t random);
/* Whether repeating the same request may help. code: what came of it; response->status is 0 when no answer came. */
bool igi_retry_helps(ig_code code, const igi_response *response, const igi_answer *answer);

#endif
