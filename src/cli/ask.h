/* Many calls to one language model, some at a time, whose answers are taken in order.
 * SPDX-License-Identifier: MIT
 *
 *   workers: ask for record 1, 2, 3, ... -> a ring of answers -> taken one after the other by the command
 *
 * Without workers the one who takes also asks. */
#ifndef INGOT_ASK_H
#define INGOT_ASK_H

#include <pthread.h>
#include <ingot/llm.h>

/* One answer. Everything in it lives in its arena. */
typedef struct igi_answer {
    bool          done;
    ig_code       code;
    void         *object;
    ig_completion completion;
    ig_error      err;
    ig_arena      arena;
} igi_answer;

typedef struct igi_ask {
    /* set by the caller */
    ig_llm             *llm;
    const ig_model     *model;
    ig_str              prompt;
    uint64_t            n;            /* records wanted */
    uint32_t            max_attempts; /* per record; never 0 */
    const volatile int *cancel;
    /* private */
    uint64_t        next;     /* record to ask for, 0.. */
    uint64_t        released; /* records done with; the next to take */
    bool            stopped;
    igi_answer     *ring; /* answer k is in ring[k % n_ring] from when it is asked for until released */
    size_t          n_ring;
    pthread_t      *workers;
    size_t          n_workers;
    pthread_mutex_t lock;
    pthread_cond_t  changed;
} igi_ask;

/* Starts asking with that many calls at a time (fewer when threads cannot be had). false: out of memory. */
bool igi_ask_start(igi_ask *ask, size_t concurrency);
/* Waits for the next answer; NULL when all have been taken, or when asking was stopped before it was asked for. */
igi_answer *igi_ask_take(igi_ask *ask);
/* Gives back the answer that was taken last. */
void igi_ask_release(igi_ask *ask, igi_answer *answer);
/* Asks for the record of an answer again because it could not be stored; why goes to the model. The new object replaces
 * the old one, usage and attempts are summed. IG_OK, or a code with answer->err as from ig_llm_create. */
ig_code igi_ask_again(igi_ask *ask, igi_answer *answer, const char *why);
/* Asks for no more records. Those that are being asked for are still answered and can be taken. */
void igi_ask_stop(igi_ask *ask);
/* Waits for the workers and frees everything. */
void igi_ask_fini(igi_ask *ask);

#endif
