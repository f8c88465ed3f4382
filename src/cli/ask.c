/* Runs calls to a language model on a few threads: a prompt and a count in, answers in order out.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include "ask.h"

/* ---- one call ---------------------------------------------------------------------------------------------------- */

static void out_of_memory(igi_answer *answer)
{
    answer->code = IG_E_NOMEM;
    answer->err = (ig_error){.code = IG_E_NOMEM, .msg = "out of memory"};
}

/* The same prompt would get the same answer from some models, so each record is told its number. */
static ig_str prompt_of(const igi_ask *ask, uint64_t k, ig_arena *arena)
{
    if (ask->n == 1)
        return ask->prompt;
    return ig_arena_printf(arena, "%s\n\n(Record %" PRIu64 " of %" PRIu64 ": make it different from the others.)",
                           ask->prompt.p, k + 1, ask->n);
}

static void call(const igi_ask *ask, uint64_t k, igi_answer *answer)
{
    ig_create_opts opts = {.max_attempts = ask->max_attempts, .cancel = ask->cancel, .completion = &answer->completion};
    ig_str         prompt = prompt_of(ask, k, &answer->arena);

    if (prompt.p)
        answer->code = ig_llm_create(ask->llm, ask->model, prompt, &opts, &answer->arena, &answer->object,
                                     &answer->err);
    else
        out_of_memory(answer);
}

static void add_usage(ig_completion *to, const ig_completion *before)
{
    to->attempts += before->attempts;
    to->retries += before->retries;
    to->usage.prompt_tokens += before->usage.prompt_tokens;
    to->usage.completion_tokens += before->usage.completion_tokens;
    to->usage.total_tokens += before->usage.total_tokens;
    to->usage.cached_tokens += before->usage.cached_tokens;
    to->usage.reasoning_tokens += before->usage.reasoning_tokens;
}

ig_code igi_ask_again(igi_ask *ask, igi_answer *answer, const char *why)
{
    static const char again[] = "The database refused this record: %s\nAnswer again with a record that it can take.";
    ig_completion     before = answer->completion;
    ig_message        messages[] = {{IG_S("user"), prompt_of(ask, ask->released, &answer->arena)},
                                    {IG_S("assistant"), before.text}};
    ig_create_opts    opts = {.max_attempts = ask->max_attempts - before.attempts,
                              .messages = messages,
                              .n_messages = 2,
                              .completion = &answer->completion,
                              .cancel = ask->cancel};
    ig_str            prompt = ig_arena_printf(&answer->arena, again, why);

    if (prompt.p && messages[0].content.p)
        answer->code = ig_llm_create(ask->llm, ask->model, prompt, &opts, &answer->arena, &answer->object,
                                     &answer->err);
    else
        out_of_memory(answer);
    add_usage(&answer->completion, &before);
    return answer->code;
}

/* ---- the ring ---------------------------------------------------------------------------------------------------- */

static void *work(void *context)
{
    igi_ask *ask = context;

    pthread_mutex_lock(&ask->lock);
    while (!ask->stopped && ask->next < ask->n) {
        if (ask->next - ask->released >= ask->n_ring) {
            pthread_cond_wait(&ask->changed, &ask->lock);
            continue;
        }
        uint64_t    k = ask->next++;
        igi_answer *answer = &ask->ring[k % ask->n_ring];
        pthread_mutex_unlock(&ask->lock);
        call(ask, k, answer);
        pthread_mutex_lock(&ask->lock);
        answer->done = true;
        pthread_cond_broadcast(&ask->changed);
    }
    pthread_mutex_unlock(&ask->lock);
    return NULL;
}

bool igi_ask_start(igi_ask *ask, size_t concurrency)
{
    pthread_mutex_init(&ask->lock, NULL);
    pthread_cond_init(&ask->changed, NULL);
    if (concurrency > ask->n)
        concurrency = (size_t)ask->n;
    ask->n_ring = concurrency * 2; /* a slow answer holds up a few others, not all */
    ask->ring = calloc(ask->n_ring, sizeof *ask->ring);
    ask->workers = calloc(concurrency, sizeof *ask->workers);
    if (!ask->ring || !ask->workers)
        return false;
    while (concurrency > 1 && ask->n_workers < concurrency &&
           pthread_create(&ask->workers[ask->n_workers], NULL, work, ask) == 0)
        ask->n_workers++;
    return true;
}

igi_answer *igi_ask_take(igi_ask *ask)
{
    igi_answer *answer = &ask->ring[ask->released % ask->n_ring];

    pthread_mutex_lock(&ask->lock);
    if (ask->n_workers == 0 && !ask->stopped && ask->next < ask->n) {
        call(ask, ask->next++, answer);
        answer->done = true;
    }
    while (!answer->done && (ask->released < ask->next || (!ask->stopped && ask->released < ask->n)))
        pthread_cond_wait(&ask->changed, &ask->lock);
    pthread_mutex_unlock(&ask->lock);
    return answer->done ? answer : NULL;
}

void igi_ask_release(igi_ask *ask, igi_answer *answer)
{
    ig_arena_fini(&answer->arena);
    pthread_mutex_lock(&ask->lock);
    *answer = (igi_answer){0};
    ask->released++;
    pthread_cond_broadcast(&ask->changed);
    pthread_mutex_unlock(&ask->lock);
}

void igi_ask_stop(igi_ask *ask)
{
    pthread_mutex_lock(&ask->lock);
    ask->stopped = true;
    pthread_cond_broadcast(&ask->changed);
    pthread_mutex_unlock(&ask->lock);
}

void igi_ask_fini(igi_ask *ask)
{
    if (ask->n_ring == 0)
        return; /* never started */
    igi_ask_stop(ask);
    for (size_t i = 0; i < ask->n_workers; i++)
        pthread_join(ask->workers[i], NULL);
    for (size_t i = 0; ask->ring && i < ask->n_ring; i++)
        ig_arena_fini(&ask->ring[i].arena);
    free(ask->ring);
    free(ask->workers);
    pthread_cond_destroy(&ask->changed);
    pthread_mutex_destroy(&ask->lock);
}
