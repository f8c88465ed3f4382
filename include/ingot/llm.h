/* Language models: ask for a value of a model, check the answer, ask again naming the problems until it is valid.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_LLM_H
#define INGOT_LLM_H

#include "schema.h"

typedef struct ig_llm ig_llm;

/* Something that happened during a call, for logs and progress. Pointers live until the hook returns; keys are removed. */
typedef enum ig_llm_event_kind {
    IG_LLM_REQUEST, IG_LLM_RESPONSE, IG_LLM_RETRY, IG_LLM_PARSE_ERROR, IG_LLM_ERROR, IG_LLM_NOTICE
} ig_llm_event_kind;

typedef struct ig_llm_event {
    ig_llm_event_kind kind;
    uint32_t          attempt;      /* 1.. : answers asked for, transport retries not counted */
    uint32_t          max_attempts;
    int               http_status;  /* RESPONSE, RETRY */
    uint32_t          wait_ms;      /* RETRY: until the next transport try */
    ig_str            body;         /* REQUEST, RESPONSE: JSON; PARSE_ERROR: the issues as text; NOTICE: a line for a person */
    const ig_error   *error;        /* PARSE_ERROR, ERROR, RETRY */
} ig_llm_event;

typedef void (*ig_llm_hook)(void *context, const ig_llm_event *event);

typedef struct ig_llm_opts {
    const char        *base_url;   /* NULL: OPENAI_BASE_URL from environment or .env, else the provider's own */
    const char        *api_key;    /* NULL: OPENAI_API_KEY from environment or .env */
    const char *const *headers;    /* NULL-terminated "Name: value" lines sent with each request; copied */
    uint32_t           connect_timeout_ms; /* 0 = 10,000 */
    uint32_t           deadline_ms;        /* one call with all its attempts and waits; 0 = 600,000 */
    uint32_t           max_retries;        /* transport retries per attempt after the first try; 0 = 2; IG_NO_RETRIES = none */
    uint64_t           seed;               /* offline provider; 0 = its fixed default */
    ig_llm_hook        hook;
    void              *hook_context;
    const ig_limits   *limits;     /* copied */
} ig_llm_opts;
#define IG_NO_RETRIES UINT32_MAX

/* Opens a client for "provider/model": "openai/gpt-4o-mini", "offline" or "offline/sample-1". Without a key and a base
 * URL the offline provider answers whatever the name says, after one IG_LLM_NOTICE (printed to stderr when there is no
 * hook); a configured provider that fails is never replaced. model and opts are copied. model NULL: INGOT_LLM from
 * environment or .env, else "openai/gpt-4o-mini".
 * NULL only when out of memory; a wrong name is reported by the first call. Threads: any, also one client by many. */
IG_API ig_llm *ig_llm_open(const char *model, const ig_llm_opts *opts);
IG_API void ig_llm_close(ig_llm *llm);

/* Tokens as the provider counts them, summed over attempts. `estimated`: made by the offline provider (bytes / 4). */
typedef struct ig_usage {
    uint64_t prompt_tokens, completion_tokens, total_tokens, cached_tokens, reasoning_tokens;
    bool     estimated;
} ig_usage;

/* What a call tells beside its value; filled on success and on failure. Text lives in the call's arena. */
typedef struct ig_completion {
    ig_str   raw;       /* last response body */
    ig_str   text;      /* the JSON text the model answered with (arguments of the tool call, or content) */
    ig_usage usage;     /* all attempts together */
    uint32_t attempts;  /* answers asked for */
    uint32_t retries;   /* transport retries, all attempts together */
    ig_str   provider, model;
    bool     synthetic; /* from the offline provider: sample data, not a language model */
} ig_completion;

typedef struct ig_message {
    ig_str role; /* "system", "developer", "user", "assistant" */
    ig_str content;
} ig_message;

typedef struct ig_create_opts {
    uint32_t          max_attempts;  /* answers asked for in all, the first included; 0 = 3 */
    uint64_t          token_budget;  /* no further attempt once this many tokens are used; 0 = none */
    const ig_message *messages;      /* sent before the prompt; borrowed */
    size_t            n_messages;
    double            temperature;   /* used when has_temperature */
    bool              has_temperature;
    uint32_t          max_tokens;    /* 0 = not sent */
    ig_completion    *completion;    /* NULL, or filled */
    const volatile int *cancel;      /* NULL, or a flag: non-zero ends the call with IG_E_CANCELLED within a second */
    void             *context;       /* for validators: ig_check_context() */
} ig_create_opts;

/* ig_create(llm, Hero, S("Create a superhero"), NULL, &arena, &hero, &err): *out is a Hero * in the arena. */
#define ig_create(llm, M, prompt, opts, arena, out, err) \
    ig_llm_create((llm), &M##_model, (prompt), (opts), (arena), (void **)(1 ? (out) : (M **)0), (err))
/* ig_create_list(llm, Hero, S("Create a team of 10"), NULL, &arena, &heroes, &err): one call, a list of heroes. */
#define ig_create_list(llm, M, prompt, opts, arena, out, err) \
    ig_llm_create_list((llm), &M##_model, (prompt), (opts), (arena), (out), (err))

IG_API IG_MUST_USE ig_code ig_llm_create(ig_llm *llm, const ig_model *model, ig_str prompt, const ig_create_opts *opts,
                                         ig_arena *arena, void **out, ig_error *err);
IG_API IG_MUST_USE ig_code ig_llm_create_list(ig_llm *llm, const ig_model *model, ig_str prompt,
                                              const ig_create_opts *opts, ig_arena *arena, ig_list *out, ig_error *err);

#endif
