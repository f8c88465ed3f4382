/* The unit of work: opens and closes it, keeps what goes wrong, queues objects for insertion.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include "session.h"

ig_session *ig_session_open(ig_engine *engine)
{
    ig_session *session = engine ? calloc(1, sizeof *session) : NULL;

    if (session)
        session->engine = engine;
    return session;
}

void ig_session_close(ig_session *session)
{
    if (!session)
        return;
    for (igi_loaded_list *list = session->lists, *next; list; list = next) {
        next = list->next;
        free(list);
    }
    free(session->queue);
    free(session->written);
    igi_identities_fini(&session->identities);
    igi_scratch_fini(&session->scratch);
    ig_arena_fini(&session->arena);
    free(session);
}

void ig_session_rollback(ig_session *session)
{
    if (!session)
        return;
    session->n_queue = 0;
    session->failure = (ig_error){0};
    session->arena.failed = false;
    igi_identities_clear(&session->identities);
}

/* ---- failures ---------------------------------------------------------------------------------------------------- */

static bool is_stuck(const ig_session *session)
{
    return session->failure.code && session->failure.code != IG_E_NOT_FOUND;
}

bool igi_session_ready(ig_session *session)
{
    if (is_stuck(session))
        return false;
    session->failure = (ig_error){0};
    return true;
}

ig_code igi_session_report(const ig_session *session, ig_error *err)
{
    if (err && session->failure.code)
        *err = session->failure;
    return session->failure.code;
}

ig_code ig_session_error(const ig_session *session, ig_error *err)
{
    return session ? igi_session_report(session, err) : igi_nomem(err);
}

/* ---- adding ------------------------------------------------------------------------------------------------------ */

void *igi_grown(void *items, size_t n, size_t *cap, size_t item_bytes)
{
    size_t more = *cap ? *cap * 2 : 16;

    if (n < *cap)
        return items;
    items = realloc(items, more * item_bytes);
    if (items)
        *cap = more;
    return items;
}

static bool is_all_zero(const char *p, size_t n)
{
    while (n && !*p) {
        p++;
        n--;
    }
    return n == 0;
}

/* Runs the default factories of key members that were left null or zero, as in a struct made by hand. */
static ig_code fill_key(ig_session *session, const igi_table *table, char *object)
{
    for (uint32_t i = 0; i < table->n_keys; i++) {
        const igi_column *column = table->keys[i];
        const ig_field   *field = column->slot->field;
        char             *member = object + column->slot->offset;
        ig_code           code;
        if (!field->factory_ || !(igi_is_null(column, member) || is_all_zero(member, field->size)))
            continue;
        code = field->factory_(member + column->value_at, &session->arena);
        if (code)
            return igi_fail(&session->failure, code, "%s.%s: the default factory failed", table->name, column->name);
        if (column->null == IGI_NULL_FLAG)
            *(bool *)member = true;
    }
    return IG_OK;
}

static bool has_key_factory(const igi_table *table)
{
    for (uint32_t i = 0; i < table->n_keys; i++) {
        if (table->keys[i]->slot->field->factory_)
            return true;
    }
    return false;
}

static ig_code queue(ig_session *session, const ig_model *model, char *objects, size_t n)
{
    const igi_table *table = igi_engine_table(session->engine, model, &session->failure);
    igi_run         *grown;
    ig_code          code = IG_OK;

    if (!table)
        return session->failure.code;
    if (has_key_factory(table)) {
        for (size_t i = 0; !code && i < n; i++)
            code = fill_key(session, table, objects + i * model->size);
    }
    if (code)
        return code;
    grown = igi_grown(session->queue, session->n_queue, &session->cap_queue, sizeof *grown);
    if (!grown)
        return igi_nomem(&session->failure);
    session->queue = grown;
    session->queue[session->n_queue++] = (igi_run){table, objects, n};
    return IG_OK;
}

ig_code ig_session_add_list(ig_session *session, const ig_model *model, ig_list list)
{
    if (!session || !list.n || !igi_session_ready(session))
        return IG_OK; /* commit reports it */
    if (list.items)
        (void)queue(session, model, list.items, list.n);
    else
        (void)igi_fail(&session->failure, IG_E_USAGE, "%s: the object to add is NULL", model->name);
    return IG_OK;
}

ig_code ig_session_add_object(ig_session *session, const ig_model *model, void *object)
{
    return ig_session_add_list(session, model, (ig_list){object, 1});
}
