/* Language models: ask for a value of a model, check the answer, ask again naming the problems until it is valid.
 * SPDX-License-Identifier: MIT
 *
 *   prompt -> request with the model's JSON Schema -> answer -> bind and check -> *out
 *                ^                                                 |
 *                +------------- one line for each issue <----------+      up to max_attempts answers
 *
 * Two kinds of failure are kept apart. The network or an overloaded provider: the same request is sent again after a
 * wait (max_retries). An answer that breaks the model: it is given back together with what is wrong (max_attempts).
 * A refusal, a cut-off answer and any other error of the provider end the call at once.
 */
#ifndef INGOT_LLM_H
#define INGOT_LLM_H

#include "schema.h"

typedef struct ig_llm ig_llm;

/* Something that happened during a call, for logs and progress. */
typedef enum ig_llm_event_kind {
    IG_LLM_REQUEST,     /* an attempt starts: body is what is sent, without headers */
    IG_LLM_RESPONSE,    /* an answer came, of any status: http_status, body */
    IG_LLM_RETRY,       /* the same request will be sent again: error, http_status (0 = no answer came), wait_ms */
    IG_LLM_PARSE_ERROR, /* the answer is not valid: error, and body as the text for the re-ask */
    IG_LLM_ERROR,       /* the call failed: error */
    IG_LLM_NOTICE       /* a line for a person: body; at most once per client */
} ig_llm_event_kind;

/* Pointers live until the hook returns; a key of four bytes or more is masked wherever it would appear. */
typedef struct ig_llm_event {
    ig_llm_event_kind kind;
    uint32_t          attempt; /* 1.. : answers asked for, transport retries not counted; 0 before the first */
    uint32_t          max_attempts;
    int               http_status; /* RESPONSE, RETRY, PARSE_ERROR, ERROR; 0 = none */
    uint32_t          wait_ms;     /* RETRY: until the next transport try */
    ig_str            body;        /* REQUEST, RESPONSE: JSON; PARSE_ERROR: the issues as text; NOTICE: a line */
    const ig_error   *error;       /* RETRY, PARSE_ERROR, ERROR; NULL otherwise */
} ig_llm_event;

/* Called in the thread of the call, so by several threads at once when several share a client. Must not close it. */
typedef void (*ig_llm_hook)(void *context, const ig_llm_event *event);

/* Where a text option is NULL the setting is taken: from the environment, else from the file .env of the current
 * folder. The option "" means none, whatever the setting says. */
typedef struct ig_llm_opts {
    const char        *base_url; /* NULL: OPENAI_BASE_URL; none: the provider's own. http:// or https:// */
    const char        *api_key;  /* NULL: OPENAI_API_KEY; none: no Authorization header is sent */
    const char *const *headers;  /* NULL, or NULL-terminated "Name: value" lines sent with each request, which replace
                                    ours of the same name; copied */
    uint32_t           connect_timeout_ms; /* 0 = 10,000 */
    uint32_t           deadline_ms;        /* one call with all its attempts and waits; 0 = 600,000 */
    uint32_t           max_retries;        /* per attempt, after the first try; 0 = 2; IG_NO_RETRIES = none */
    uint64_t           seed;               /* offline provider; 0 = its fixed default */
    ig_llm_hook        hook;
    void              *hook_context;
    const ig_limits   *limits; /* max_prompt_bytes, max_response_bytes and those of reading JSON; copied */
} ig_llm_opts;
#define IG_NO_RETRIES UINT32_MAX

/* Opens a client for "provider/model", split at the first '/': "openai/gpt-4o-mini" (and whatever speaks OpenAI's chat
 * completions at base_url), "offline" or "offline/sample-1", the sample generator in this process.
 *
 * Without a key and a base URL the offline provider answers whatever the name says, after one IG_LLM_NOTICE (printed to
 * stderr when there is no hook: the one line that this library prints by itself). A configured provider that fails is
 * never replaced. Redirects are not followed, so the key goes nowhere else.
 *
 * model and opts are copied; opts may be NULL. model NULL: INGOT_LLM from environment or .env, else
 * "openai/gpt-4o-mini". Nothing is sent yet.
 * Returns NULL only when out of memory; a wrong name, URL, key or header is reported by the calls (IG_E_USAGE).
 * Threads: any, also one client by many at once. */
IG_API ig_llm *ig_llm_open(const char *model, const ig_llm_opts *opts);
/* Closes it; no call may be running. NULL is allowed. */
IG_API void ig_llm_close(ig_llm *llm);

/* Tokens as the provider counts them, summed over attempts. `estimated`: made by the offline provider (bytes / 4). */
typedef struct ig_usage {
    uint64_t prompt_tokens, completion_tokens, total_tokens, cached_tokens, reasoning_tokens;
    bool     estimated;
} ig_usage;

/* What a call tells beside its value; filled on success and on failure. Text lives in the call's arena. */
typedef struct ig_completion {
    ig_str   raw;       /* last response body; p == NULL: none came */
    ig_str   text;      /* the JSON text in it: arguments of the tool call, or content; p == NULL: none */
    ig_usage usage;     /* all attempts together */
    uint32_t attempts;  /* answers asked for */
    uint32_t retries;   /* transport retries, all attempts together */
    ig_str   provider;  /* "openai", "offline" */
    ig_str   model;     /* as the last answer calls it, else as asked for; "offline-sample-1" */
    bool     synthetic; /* sample data: from the offline provider in this process or behind `ingot llm-server` */
} ig_completion;

typedef struct ig_message {
    ig_str role; /* "system", "developer", "user", "assistant" */
    ig_str content;
} ig_message;

typedef struct ig_create_opts {
    uint32_t            max_attempts; /* answers asked for in all, the first included; 0 = 3 */
    uint64_t            token_budget; /* no further attempt once this many tokens are used; 0 = none */
    const ig_message   *messages;     /* sent before the prompt; borrowed, never changed */
    size_t              n_messages;
    double              temperature; /* used when has_temperature */
    bool                has_temperature;
    uint32_t            max_tokens; /* of one answer; 0 = not sent */
    ig_completion      *completion; /* NULL, or filled */
    const volatile int *cancel;     /* NULL, or a flag: non-zero ends the call with IG_E_CANCELLED within a second */
    void               *context;    /* for validators: ig_check_context() */
} ig_create_opts;

/* Asks a language model for one object of a model and checks it.
 *
 *   ig_create(llm, Hero, S("Create a superhero"), NULL, &arena, &hero, &err)      *out is a Hero * in the arena
 *
 * @param llm     NULL counts as out of memory
 * @param model   the model or view; members hidden from language models are not asked for and keep their defaults, even
 *                if they are sent
 * @param prompt  UTF-8, borrowed, sent as the last user message; may be empty when opts has messages
 * @param opts    NULL for the defaults
 * @param arena   the object and the issues of a failure are copied into it
 * @param out     untouched unless IG_OK
 * @param err     NULL or the caller's; msg names the provider, the host and what happened, never the key
 *
 * @return IG_OK           *out passed every check of the model
 *         IG_E_INVALID    no valid answer in max_attempts or within token_budget; err->issues are those of the last one
 *         IG_E_TRUNCATED  the answer was cut off at the limit of tokens
 *         IG_E_REFUSED    the model declined, or a content filter did
 *         IG_E_NET        the connection failed, and the retries too
 *         IG_E_TIMEOUT    no connection in connect_timeout_ms, or the deadline passed
 *         IG_E_RATE       429 until the retries were used up, or because the quota is used up (not retried)
 *         IG_E_PROVIDER   any other error status (err->http_status), or an answer that is not understood
 *         IG_E_CANCELLED, IG_E_LIMIT (prompt or answer too large), IG_E_USAGE, IG_E_MODEL, IG_E_NOMEM
 * Cost: one HTTP exchange per attempt. Threads: any; one call per arena at a time.
 * Source: Instructor's create(response_model, max_retries) in mode TOOLS; transport retries as in OpenAI's SDKs: 408,
 * 409, 429, 5xx and network errors; Retry-After up to 60 s, else 0.5 s doubling up to 8 s with jitter. */
IG_API IG_MUST_USE ig_code ig_llm_create(ig_llm *llm, const ig_model *model, ig_str prompt, const ig_create_opts *opts,
                                         ig_arena *arena, void **out, ig_error *err);
#define ig_create(llm, M, prompt, opts, arena, out, err) \
    ig_llm_create((llm), &M##_model, (prompt), (opts), (arena), (void **)(1 ? (out) : (M **)0), (err))

/* The same for a list, in one call:
 *
 *   ig_create_list(llm, Hero, S("Create a team of 10"), NULL, &arena, &heroes, &err)
 *
 * The list may be empty. One invalid object makes the whole answer invalid; locs of issues start with "tasks", the name
 * that the list has in the answer, as with Instructor's Iterable. */
IG_API IG_MUST_USE ig_code ig_llm_create_list(ig_llm *llm, const ig_model *model, ig_str prompt,
                                              const ig_create_opts *opts, ig_arena *arena, ig_list *out, ig_error *err);
#define ig_create_list(llm, M, prompt, opts, arena, out, err) \
    ig_llm_create_list((llm), &M##_model, (prompt), (opts), (arena), (out), (err))

#endif
