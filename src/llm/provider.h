/* Providers: how one service wants a question put, what its answers mean, and how to tell it what was wrong.
 * SPDX-License-Identifier: MIT
 *
 * A provider is three functions on bytes and does no input or output. The body of a request keeps its list of messages
 * at the end, so that a re-ask only appends and all that stands before stays the same bytes (prompt caches hit). */
#ifndef INGOT_PROVIDER_H
#define INGOT_PROVIDER_H

#include "transport.h"

/* What one call asks; the same for all its attempts. */
typedef struct igi_question {
    const ig_model       *record; /* the model or view to be filled */
    bool                  list;   /* many of them, wrapped as {"tasks": [...]} */
    ig_str                prompt;
    const ig_create_opts *opts; /* never NULL */
    const ig_limits      *limits;
    const char           *model;       /* as the provider calls it */
    const char           *peer, *host; /* of the transport */
    ig_str                key;         /* to be masked in what the peer says */
    ig_str                tool;        /* set by begin: the name of the tool that takes the record */
} igi_question;

/* What came back. Points into the arena and the response it was read from. */
typedef struct igi_answer {
    int             status;    /* HTTP status, or the one that an error object in a 200 names */
    bool            synthetic; /* it says that it comes from a sample generator like ours */
    bool            exhausted; /* quota or credit used up: waiting does not help */
    ig_str          text;      /* the JSON text to bind */
    ig_str          said;      /* what the model said beside that, for the re-ask */
    ig_str          model;     /* who answered; p == NULL: not said */
    const ig_value *calls;     /* the tool calls to be answered by a re-ask; NULL: none */
    ig_usage        usage;
} igi_answer;

typedef struct igi_provider {
    const char *name;                           /* in front of the '/' of "openai/gpt-4o-mini" */
    const char *base_url, *path;                /* base_url is used when none is configured */
    const char *base_url_setting, *key_setting; /* names in environment and .env */

    /* Writes the first request body and sets question->tool (in arena). Failures of out stick there; returns IG_OK,
     * IG_E_MODEL, IG_E_USAGE or IG_E_NOMEM. */
    ig_code (*begin)(igi_question *question, ig_arena *arena, ig_buf *out, ig_error *err);
    /* Reads an answer, also one with an error status.
     * IG_OK: answer->text is set. IG_E_INVALID: nothing to bind, err->msg is what to tell the model. IG_E_REFUSED,
     * IG_E_TRUNCATED, IG_E_RATE, IG_E_PROVIDER, IG_E_LIMIT, IG_E_NOMEM: final, unless a transport retry may help. */
    ig_code (*read)(const igi_question *question, const igi_response *response, ig_arena *arena, igi_answer *answer,
                    ig_error *err);
    /* Extends the body by the answer and what was wrong with it. Failures stick in body. */
    void (*reask)(const igi_answer *answer, ig_str problem, ig_buf *body);
} igi_provider;

extern const igi_provider igi_openai;

#endif
