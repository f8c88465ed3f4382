/* ig_llm_create: ask, bind the answer to the model, and ask again naming what was wrong until it is valid.
 * SPDX-License-Identifier: MIT
 *
 *   prompt -> body -> exchange (with its transport retries) -> text -> bind -> *out
 *               ^                                                       |
 *               +------------------- the issues as text <--------------+
 */
#include <math.h>
#include <stdlib.h>
#include "../json/json_int.h"
#include "llm_int.h"
#include "offline.h"

enum { DEFAULT_ATTEMPTS = 3 };

static const char NOTICE[] =
    "no API key set: values come from the built-in sample generator, not from a language model";

void igi_call_event(const igi_call *call, ig_llm_event_kind kind, int status, uint32_t wait_ms, ig_str body,
                    const ig_error *error)
{
    const ig_llm *llm = call->llm;
    ig_buf        masked = {0};
    ig_llm_event  event = {.kind = kind,
                           .attempt = call->attempt,
                           .max_attempts = call->max_attempts,
                           .http_status = status,
                           .wait_ms = wait_ms,
                           .body = body,
                           .error = error};

    if (!llm->hook)
        return;
    if (llm->key.n && body.n && memmem(body.p, body.n, llm->key.p, llm->key.n)) {
        ig_buf_add(&masked, body.p, body.n);
        igi_mask(masked.p, masked.n, llm->key);
        event.body = (ig_str){masked.p, masked.n};
    }
    llm->hook(llm->hook_context, &event);
    ig_buf_fini(&masked);
}

/* ---- before the first request ------------------------------------------------------------------------------------ */

static bool is_blank(ig_str text)
{
    size_t i = 0;

    while (i < text.n && strchr(" \t\r\n", text.p[i]))
        i++;
    return i == text.n;
}

static ig_code check_question(const igi_question *question, ig_error *err)
{
    const ig_create_opts *opts = question->opts;
    size_t                n = question->prompt.n, i;

    if (is_blank(question->prompt) && !opts->n_messages)
        return igi_fail(err, IG_E_USAGE, "the prompt is empty");
    if (opts->has_temperature && !isfinite(opts->temperature))
        return igi_fail(err, IG_E_USAGE, "the temperature is not a number");
    for (i = 0; i < opts->n_messages && n <= question->limits->max_prompt_bytes; i++)
        n += opts->messages[i].content.n;
    if (n > question->limits->max_prompt_bytes)
        return igi_fail(err, IG_E_LIMIT, "the prompt is longer than %zu bytes (max_prompt_bytes)",
                        question->limits->max_prompt_bytes);
    return IG_OK;
}

/* Says once per client that nobody should take the values for a language model's. */
static void give_notice(igi_call *call)
{
    ig_llm *llm = call->llm;

    if (!llm->notice || atomic_flag_test_and_set(&llm->noticed))
        return;
    if (llm->hook)
        igi_call_event(call, IG_LLM_NOTICE, 0, 0, igi_str(NOTICE), NULL);
    else
        fprintf(stderr, "ingot: %s\n", NOTICE);
}

/* ---- attempts ---------------------------------------------------------------------------------------------------- */

/* Usage is summed over attempts; one sample among the answers makes the call synthetic. */
static void add_answer(igi_call *call)
{
    ig_usage *sum = &call->done.usage, *used = &call->answer.usage;

    sum->prompt_tokens += used->prompt_tokens;
    sum->completion_tokens += used->completion_tokens;
    sum->total_tokens += used->total_tokens;
    sum->cached_tokens += used->cached_tokens;
    sum->reasoning_tokens += used->reasoning_tokens;
    if (call->llm->synthetic || call->answer.synthetic)
        call->done.synthetic = sum->estimated = true;
}

static ig_code bind(igi_call *call, ig_error *err)
{
    const igi_question *question = &call->question;
    ig_read_opts        opts = {.from_llm = true, .limits = question->limits, .context = question->opts->context};

    if (question->list)
        return igi_json_read_wrapped_list(question->record, question->tool.p, "tasks", call->answer.text, &opts,
                                          call->arena, &call->list, err);
    if (!call->object)
        call->object = ig_arena_alloc(call->arena, question->record->size, 16);
    if (!call->object)
        return igi_nomem(err);
    return ig_json_read(question->record, call->answer.text, &opts, call->arena, call->object, err);
}

/* Ends the call with the issues of the last answer; why says what stopped it. */
static ig_code give_up(const igi_call *call, const char *why, ig_error *err)
{
    char last[sizeof err->msg / 2];

    igi_excerpt(igi_str(err->msg), (ig_str){NULL, 0}, last, sizeof last);
    err->code = IG_E_INVALID;
    snprintf(err->msg, sizeof err->msg, "%s gave no valid %.60s in %u attempt%s%s: %s", call->llm->transport->peer,
             call->question.tool.p, (unsigned)call->attempt, call->attempt == 1 ? "" : "s", why, last);
    return IG_E_INVALID;
}

/* Extends the conversation by the answer and what is wrong with it (err), or ends the call. */
static ig_code ask_again(igi_call *call, ig_error *err)
{
    uint64_t budget = call->question.opts->token_budget;
    ig_buf   problem = {0};
    ig_code  code;

    if (err->n_issues)
        ig_issues_text(err, false, &problem);
    else
        ig_buf_str(&problem, err->msg);
    code = problem.code;
    if (!code) {
        ig_str text = {problem.p, problem.n};
        igi_call_event(call, IG_LLM_PARSE_ERROR, call->response.status, 0, text, err);
        if (call->attempt >= call->max_attempts)
            code = give_up(call, "", err);
        else if (budget && call->done.usage.total_tokens >= budget)
            code = give_up(call, ", which used up its token budget", err);
        else
            call->llm->provider->reask(&call->answer, text, &call->body);
    }
    ig_buf_fini(&problem);
    if (!code)
        code = call->body.code;
    return code == IG_E_INVALID || !code ? code : igi_nomem(err);
}

static ig_code converse(igi_call *call, ig_error *err)
{
    ig_code code = call->llm->provider->begin(&call->question, call->arena, &call->body, err);

    while (!code) {
        call->attempt++;
        call->done.attempts = call->attempt;
        igi_call_event(call, IG_LLM_REQUEST, 0, 0, (ig_str){call->body.p, call->body.n}, NULL);
        code = igi_call_exchange(call, err);
        add_answer(call);
        if (!code)
            code = bind(call, err);
        if (code != IG_E_INVALID && code != IG_E_SYNTAX)
            break;
        code = ask_again(call, err);
    }
    return code;
}

/* ---- the call ---------------------------------------------------------------------------------------------------- */

static ig_str keep(igi_call *call, ig_str text)
{
    return text.p ? ig_arena_str(call->arena, text) : (ig_str){NULL, 0};
}

/* Fills the caller's completion. The only failure is IG_E_NOMEM. */
static ig_code report(igi_call *call, ig_completion *out)
{
    ig_str model = call->done.synthetic ? IG_S(IGI_OFFLINE_MODEL) : call->answer.model;

    call->done.raw = keep(call, (ig_str){call->response.body.p, call->response.body.n});
    call->done.text = keep(call, call->answer.text);
    call->done.provider = keep(call, call->llm->name);
    call->done.model = keep(call, model.n ? model : igi_str(call->llm->model));
    *out = call->done;
    return call->arena->failed ? IG_E_NOMEM : IG_OK;
}

static igi_call start(ig_llm *llm, const ig_model *model, bool list, ig_str prompt, const ig_create_opts *opts,
                      ig_arena *arena)
{
    igi_call call = {.llm = llm, .arena = arena};

    call.max_attempts = opts->max_attempts ? opts->max_attempts : DEFAULT_ATTEMPTS;
    call.question = (igi_question){.record = model,
                                   .list = list,
                                   .prompt = prompt,
                                   .opts = opts,
                                   .limits = &llm->limits,
                                   .model = llm->model,
                                   .peer = llm->transport->peer,
                                   .host = llm->transport->host,
                                   .key = llm->key};
    call.request = (igi_request){
        .deadline_ms = igi_now_ms() + llm->deadline_ms, .total_ms = llm->deadline_ms, .cancel = opts->cancel};
    call.response.body.max_bytes = llm->limits.max_response_bytes;
    return call;
}

static ig_code create(ig_llm *llm, const ig_model *model, bool list, ig_str prompt, const ig_create_opts *opts,
                      ig_arena *arena, void *out, ig_error *err)
{
    static const ig_create_opts defaults;
    ig_error                    failure = {0}; /* the caller's stays untouched while a later attempt may work */
    igi_call                    call;
    ig_code                     code;

    if (opts && opts->completion)
        *opts->completion = (ig_completion){0};
    if (!llm)
        return igi_nomem(err);
    if (llm->trouble.code) {
        if (err)
            *err = llm->trouble;
        return llm->trouble.code;
    }
    call = start(llm, model, list, prompt, opts ? opts : &defaults, arena);
    code = check_question(&call.question, &failure);
    if (!code) {
        give_notice(&call);
        code = converse(&call, &failure);
    }
    if (opts && opts->completion && report(&call, opts->completion) && !code)
        code = igi_nomem(&failure);
    if (code)
        igi_call_event(&call, IG_LLM_ERROR, failure.http_status, 0, (ig_str){NULL, 0}, &failure);
    if (code && err)
        *err = failure;
    else if (!code && list)
        *(ig_list *)out = call.list;
    else if (!code)
        *(void **)out = call.object;
    ig_buf_fini(&call.response.body);
    ig_buf_fini(&call.body);
    ig_arena_fini(&call.scratch);
    return code;
}

ig_code ig_llm_create(ig_llm *llm, const ig_model *model, ig_str prompt, const ig_create_opts *opts, ig_arena *arena,
                      void **out, ig_error *err)
{
    return create(llm, model, false, prompt, opts, arena, out, err);
}

ig_code ig_llm_create_list(ig_llm *llm, const ig_model *model, ig_str prompt, const ig_create_opts *opts,
                           ig_arena *arena, ig_list *out, ig_error *err)
{
    return create(llm, model, true, prompt, opts, arena, out, err);
}
