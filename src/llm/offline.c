/* The offline provider: one chat completions request in, the bytes of an answer out.
 * SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdlib.h>
#include "offline_int.h"

enum {
    DELTA_CHARS = 20,
    N_TRIES = 1024, /* requests whose tries are counted at the same time */
    RETRY_AFTER_S = 1,
};
static const uint64_t DEFAULT_SEED = UINT64_C(0x1063); /* any number, but always the same */

/* How often a request was tried; the newest of two that fall on the same slot stays. */
typedef struct tries {
    uint64_t request;
    uint32_t n;
} tries;

struct igi_offline {
    uint64_t        seed;
    igi_faults      faults;
    ig_error        trouble; /* with the option, reported by every request */
    pthread_mutex_t lock;
    tries           tries[N_TRIES]; /* under lock */
};

igi_offline *igi_offline_open(const igi_offline_opts *opts)
{
    igi_offline *offline = calloc(1, sizeof *offline);

    if (!offline || pthread_mutex_init(&offline->lock, NULL)) {
        free(offline);
        return NULL;
    }
    offline->seed = opts && opts->seed ? opts->seed : DEFAULT_SEED;
    offline->faults.retry_after_s = RETRY_AFTER_S;
    if (igi_faults_add(&offline->faults, igi_str(opts ? opts->faults : NULL), &offline->trouble))
        offline->faults = (igi_faults){0};
    return offline;
}

void igi_offline_close(igi_offline *offline)
{
    if (!offline)
        return;
    pthread_mutex_destroy(&offline->lock);
    free(offline);
}

/* Counts a try of a request; returns how many there were before. */
static uint32_t count_try(igi_offline *offline, uint64_t request)
{
    tries   *slot = &offline->tries[request % N_TRIES];
    uint32_t before;

    pthread_mutex_lock(&offline->lock);
    if (slot->request != request)
        *slot = (tries){request, 0};
    before = slot->n++;
    pthread_mutex_unlock(&offline->lock);
    return before;
}

/* ---- one request ------------------------------------------------------------------------------------------------ */

typedef struct exchange {
    igi_offline       *offline;
    ig_arena          *arena;
    ig_str             body; /* of the request */
    uint64_t           id;   /* of the request: seed and body */
    igi_order          order;
    igi_faults         faults;
    igi_prompt         prompt;
    igi_reask          reask;
    igi_offline_reply *reply;
} exchange;

/* Moves what was written into the arena and the reply. */
static ig_code deliver(exchange *x, ig_buf *out)
{
    ig_str body = out->code ? (ig_str){NULL, 0} : ig_arena_str(x->arena, (ig_str){out->p, out->n});

    ig_buf_fini(out);
    x->reply->body = body;
    return body.p ? IG_OK : IG_E_NOMEM;
}

static ig_code answer_error(exchange *x, int status, const char *message, const char *type, const char *param,
                            const char *code)
{
    ig_buf out = {0};

    x->reply->status = status;
    x->reply->stream = false;
    x->reply->content_type = "application/json";
    igi_wire_error(message, type, param, code, &out);
    return deliver(x, &out);
}

/* The faults that are no answer at all. true: *code is the result. */
static bool answer_fault(exchange *x, ig_code *code)
{
    uint32_t before = x->faults.http429 || x->faults.http500 ? count_try(x->offline, x->id) : 0;

    *code = IG_OK;
    x->reply->hang = x->faults.hang;
    x->reply->disconnect = x->faults.disconnect;
    x->reply->delay_ms = x->faults.delay_ms;
    if (x->faults.hang || x->faults.disconnect)
        return true;
    if (before < x->faults.http429) {
        x->reply->retry_after_s = x->faults.retry_after_s;
        *code = answer_error(x, 429, "Rate limit reached (fault switch http429)", "requests", NULL,
                             "rate_limit_exceeded");
    } else if (before < x->faults.http429 + x->faults.http500) {
        *code = answer_error(x, 500, "The server had an error (fault switch http500)", "server_error", NULL, NULL);
    } else if (x->faults.html) {
        x->reply->content_type = "text/html";
        x->reply->body = IG_S(
            "<!doctype html>\n<html><head><title>Welcome</title></head><body>This is not the page you "
            "are looking for (fault switch html).</body></html>\n");
    } else {
        return false;
    }
    return true;
}

/* ---- the text of the answer ------------------------------------------------------------------------------------- */

static bool must_be_bad(const exchange *x)
{
    return x->faults.always_bad || x->order.turn < x->faults.bad_first;
}

/* The value as JSON; {NULL, 0} when out of memory. */
static ig_str json_of(const ig_value *value, ig_arena *arena)
{
    ig_buf out = {0};
    ig_str text = {NULL, 0};

    ig_value_write(value, &out);
    if (!out.code)
        text = ig_arena_str(arena, (ig_str){out.p, out.n});
    ig_buf_fini(&out);
    return text;
}

/* A value for the schema. IG_E_INVALID: why there is none is in err. */
static ig_code make_record(exchange *x, ig_str *out, ig_error *err)
{
    uint64_t        seed = igi_mix(x->offline->seed, (uint64_t)x->order.seed);
    igi_maker       maker = {.arena = x->arena,
                             .root = x->order.schema,
                             .name = x->order.name,
                             .prompt = &x->prompt,
                             .reask = &x->reask,
                             .hash = igi_mix(igi_mix_str(seed, x->order.name), x->prompt.hash)};
    const ig_value *value = igi_make_value(&maker);

    if (!value) {
        *err = maker.err;
        return maker.err.code;
    }
    *out = IG_S("{not JSON"); /* when nothing else can be wrong */
    if (must_be_bad(x)) {
        const ig_value *bad = igi_spoil(&maker, value);
        if (x->arena->failed)
            return IG_E_NOMEM;
        if (!bad)
            return IG_OK;
        value = bad;
    }
    *out = json_of(value, x->arena);
    return out->p ? IG_OK : IG_E_NOMEM;
}

static ig_str fenced(ig_str json, bool prose, ig_arena *arena)
{
    return ig_arena_printf(arena, "%s```json\n%.*s\n```%s", prose ? "Sure! Here is what you asked for:\n" : "",
                           (int)json.n, json.p, prose ? "\nIs there anything else I can do for you?" : "");
}

/* Cuts the answer at a character's start and says so. */
static void cut(igi_offline_answer *answer, size_t n)
{
    while (n > 0 && n < answer->text.n && ((unsigned char)answer->text.p[n] & 0xc0) == 0x80)
        n--;
    if (n >= answer->text.n)
        return;
    answer->text.n = n;
    answer->finish = "length";
}

static ig_code fill_answer(exchange *x, igi_offline_answer *answer, ig_error *err)
{
    ig_code code;

    if (x->faults.refuse) {
        answer->refusal = true;
        answer->text = IG_S("I'm sorry, but I can't help with that (fault switch refuse).");
        return IG_OK;
    }
    if (!x->order.schema) {
        answer->text = IG_S(
            "This is sample text: the offline provider fills in schemas, it is not a language model and "
            "has not understood the question.");
        return IG_OK;
    }
    code = make_record(x, &answer->text, err);
    if (code)
        return code;
    if (x->faults.prose || x->order.form == IGI_FORM_FENCED) {
        answer->text = fenced(answer->text, x->faults.prose, x->arena);
    } else if (x->order.form == IGI_FORM_TOOL) {
        answer->tool = x->order.name;
        answer->finish = "tool_calls";
    }
    return answer->text.p ? IG_OK : IG_E_NOMEM;
}

static ig_code write_answer(exchange *x, igi_offline_answer *answer)
{
    ig_buf out = {0};

    if (x->faults.length)
        cut(answer, answer->text.n / 2);
    if (x->order.max_tokens && (uint64_t)x->order.max_tokens < answer->text.n / 4 + 1)
        cut(answer, (size_t)x->order.max_tokens * 4);
    x->reply->stream = x->order.stream;
    x->reply->content_type = x->order.stream ? "text/event-stream; charset=utf-8" : "application/json";
    if (x->order.stream)
        igi_wire_stream(answer, &out);
    else
        igi_wire_completion(answer, &out);
    if (x->faults.half && !out.code)
        out.n /= 2;
    return deliver(x, &out);
}

static ig_code answer_order(exchange *x)
{
    igi_offline_answer answer = {.model = x->order.model,
                                 .finish = "stop",
                                 .id = x->id,
                                 .prompt_bytes = x->body.n,
                                 .delta_chars = x->faults.chunk ? x->faults.chunk : DELTA_CHARS,
                                 .include_usage = x->order.include_usage};
    ig_error           err = {0};
    ig_code            code;

    if (igi_prompt_read(x->order.wishes, x->arena, &x->prompt) ||
        igi_reask_read(x->order.complaint, x->order.turn, x->arena, &x->reask))
        return IG_E_NOMEM;
    x->reply->chunk_bytes = x->faults.chunk;
    code = fill_answer(x, &answer, &err);
    if (code == IG_E_NOMEM || x->arena->failed)
        return IG_E_NOMEM;
    if (code)
        return answer_error(x, 400, err.msg, "invalid_request_error", x->order.schema_param, "unsupported_schema");
    return write_answer(x, &answer);
}

/* What follows the first colon of a model's name, if it is made of switches; "llama3:8b" is just a name. */
static void add_model_faults(exchange *x)
{
    ig_str      model = x->order.model;
    const char *colon = memchr(model.p, ':', model.n);

    if (colon)
        (void)igi_faults_add(&x->faults, (ig_str){colon + 1, (size_t)(model.p + model.n - colon - 1)}, NULL);
}

/* {"type":"object"}: JSON mode without any schema */
static bool default_schema(exchange *x)
{
    if (x->order.form == IGI_FORM_JSON && !x->order.schema)
        x->order.schema = ig_value_parse(IG_S("{\"type\":\"object\"}"), NULL, x->arena, NULL);
    return x->order.form != IGI_FORM_JSON || x->order.schema;
}

ig_code igi_offline_chat(igi_offline *offline, ig_str request_body, ig_arena *arena, igi_offline_reply *reply)
{
    exchange x = {.offline = offline, .arena = arena, .body = request_body, .reply = reply, .faults = offline->faults};
    igi_refusal refusal = {.param = NULL};
    ig_code     code;

    *reply = (igi_offline_reply){.status = 200, .content_type = "application/json"};
    x.id = igi_mix_str(offline->seed, request_body);
    if (offline->trouble.code)
        return answer_error(&x, 400, offline->trouble.msg, "invalid_request_error", NULL, NULL);
    code = igi_order_read(request_body, arena, &x.order, &refusal);
    if (code == IG_E_NOMEM)
        return code;
    if (code)
        return answer_error(&x, 400, refusal.message, "invalid_request_error", refusal.param, refusal.code);
    if (!default_schema(&x))
        return IG_E_NOMEM;
    add_model_faults(&x);
    igi_faults_in_prompt(&x.faults, x.order.wishes);
    return answer_fault(&x, &code) ? code : answer_order(&x);
}
