/* The inside of a session, for the files that add, commit and load.
 * SPDX-License-Identifier: MIT
 *
 * A session takes a connection from the engine only for the length of a call: a commit is one transaction from begin to
 * end, a get or a list is one statement. So an open session costs no connection, and nobody waits for an idle one. */
#ifndef INGOT_SQL_SESSION_H
#define INGOT_SQL_SESSION_H

#include "sql_int.h"

/* n objects of one table that lie `model->size` apart. */
typedef struct igi_run {
    const igi_table *table;
    char            *objects;
    size_t           n;
} igi_run;

/* A key member that the database filled. */
typedef struct igi_written_key {
    void  *member;
    size_t size;
} igi_written_key;

/* A list that was loaded: the objects follow. */
typedef struct igi_loaded_list {
    struct igi_loaded_list *next;
    _Alignas(max_align_t) char objects[];
} igi_loaded_list;

struct ig_session {
    ig_engine       *engine;
    ig_error         failure; /* sticks, unless it is IG_E_NOT_FOUND */
    igi_run         *queue;   /* in the order of adding */
    size_t           n_queue, cap_queue;
    igi_written_key *written; /* by the commit that is going on */
    size_t           n_written, cap_written;
    ig_arena         arena; /* what was loaded */
    igi_loaded_list *lists;
    igi_identities   identities;
    igi_scratch      scratch; /* of the row on its way */
};

/* Begins a call: false if an earlier failure sticks. */
bool igi_session_ready(ig_session *session);
/* Ends a call: gives what is in session->failure. */
ig_code igi_session_report(const ig_session *session, ig_error *err);
/* An array of n items with room for one more: items itself, or moved. NULL = out of memory, items stays. */
void *igi_grown(void *items, size_t n, size_t *cap, size_t item_bytes);

#endif
