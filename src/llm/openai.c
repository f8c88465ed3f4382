/* OpenAI's chat completions in tools mode: a question becomes a request body, an answer becomes the JSON text to bind.
 * SPDX-License-Identifier: MIT
 *
 * Requests are written exactly as the official types say. Answers are read as if every member were optional and
 * nullable, because compatible servers leave out most of them. Texts of re-asks are Instructor's (mode TOOLS). */
#include "offline.h"
#include "provider.h"

enum { MESSAGE_BYTES = 200, BODY_BYTES = 120 };

/* ---- request ----------------------------------------------------------------------------------------------------- */

/* {"role":...,"content":... without the closing brace. */
static void open_message(ig_buf *out, ig_str role, ig_str content)
{
    ig_buf_str(out, "{\"role\":");
    ig_json_write_str(out, role);
    ig_buf_str(out, ",\"content\":");
    ig_json_write_str(out, content);
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), end_n = strlen(end);

    return n >= end_n && strcmp(text + n - end_n, end) == 0;
}

/* OpenAI's newer models refuse max_tokens; most compatible servers know nothing else. */
static const char *limit_name(const char *host)
{
    return ends_with(host, ".openai.com") || ends_with(host, ".azure.com") ? "max_completion_tokens" : "max_tokens";
}

static void write_options(const igi_question *question, ig_buf *out)
{
    const ig_create_opts *opts = question->opts;
    char                  number[IG_F64_TEXT];

    if (opts->has_temperature) {
        ig_f64_format(opts->temperature, number);
        ig_buf_printf(out, ",\"temperature\":%s", number);
    }
    if (opts->max_tokens)
        ig_buf_printf(out, ",\"%s\":%u", limit_name(question->host), (unsigned)opts->max_tokens);
}

static void write_messages(const igi_question *question, ig_buf *out)
{
    const ig_create_opts *opts = question->opts;
    size_t                i;

    ig_buf_str(out, ",\"messages\":[");
    for (i = 0; i < opts->n_messages; i++) {
        open_message(out, opts->messages[i].role, opts->messages[i].content);
        ig_buf_str(out, i + 1 < opts->n_messages || question->prompt.n ? "}," : "}");
    }
    if (question->prompt.n) {
        open_message(out, IG_S("user"), question->prompt);
        ig_buf_char(out, '}');
    }
    ig_buf_str(out, "]}");
}

/* The schema text is {"name":...,"description":...,"parameters":...}; tool_choice needs the name alone. */
static ig_code write_tool(igi_question *question, ig_arena *arena, ig_str schema, ig_buf *out, ig_error *err)
{
    ig_arena        scratch = {0};
    const ig_value *root = ig_value_parse(schema, NULL, &scratch, err);

    if (root)
        question->tool = ig_arena_str(arena, ig_value_str(ig_value_get(root, "name")));
    ig_arena_fini(&scratch);
    if (!question->tool.p)
        return igi_nomem(err);
    ig_buf_str(out, ",\"tools\":[{\"type\":\"function\",\"function\":");
    ig_buf_add(out, schema.p, schema.n);
    ig_buf_str(out, "}],\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":");
    ig_json_write_str(out, question->tool);
    ig_buf_str(out, "}}");
    return IG_OK;
}

static ig_code begin(igi_question *question, ig_arena *arena, ig_buf *out, ig_error *err)
{
    ig_buf  schema = {0};
    ig_code code = question->list ? ig_schema_write_list(question->record, IG_SCHEMA_OPENAI, &schema, err)
                                  : ig_schema_write(question->record, IG_SCHEMA_OPENAI, &schema, err);

    if (!code) {
        ig_buf_str(out, "{\"model\":");
        ig_json_write_str(out, igi_str(question->model));
        code = write_tool(question, arena, (ig_str){schema.p, schema.n}, out, err);
        write_options(question, out);
        write_messages(question, out);
    }
    ig_buf_fini(&schema);
    return code ? code : out->code ? igi_nomem(err) : IG_OK;
}

/* ---- answer: failures -------------------------------------------------------------------------------------------- */

/* The peer's own words about an error: {"error":{"message":...}}, or one of the forms of compatible servers. */
static ig_str failure_text(const ig_value *root, ig_str body)
{
    const ig_value *error = ig_value_get(root, "error");
    const ig_str    forms[] = {ig_value_str(ig_value_get(error, "message")), ig_value_str(error),
                               ig_value_str(ig_value_get(root, "message")), ig_value_str(ig_value_get(root, "detail"))};
    size_t          i;

    for (i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].n)
            return forms[i];
    return body.n > BODY_BYTES ? (ig_str){body.p, BODY_BYTES} : body;
}

static bool is_exhausted(ig_str code)
{
    return igi_is(code, "insufficient_quota") || igi_is(code, "credit_balance_exhausted");
}

static ig_code read_failure(const igi_question *question, const igi_response *response, const ig_value *root,
                            igi_answer *answer, ig_error *err)
{
    const ig_value *error = ig_value_get(root, "error");
    ig_str          kind = ig_value_str(ig_value_get(error, "code"));
    int64_t         number = ig_value_i64(ig_value_get(error, "code"), 0);
    ig_str          body = {response->body.p, response->body.n};
    char            text[MESSAGE_BYTES];
    ig_code         code = IG_E_PROVIDER;

    /* OpenRouter reports what its own provider said as 200 with the status in error.code. */
    if (response->status < 300 && number >= 400 && number <= 599)
        answer->status = (int)number;
    answer->exhausted = is_exhausted(kind) || is_exhausted(ig_value_str(ig_value_get(error, "type")));
    igi_excerpt(failure_text(root, body), question->key, text, sizeof text);
    if (answer->status == 429)
        code = IG_E_RATE;
    else if (answer->status == 400 && igi_is(kind, "content_filter"))
        code = IG_E_REFUSED;
    else if (answer->status == 400 && igi_is(kind, "tool_use_failed")) { /* Groq: the model broke the schema */
        answer->said = ig_value_str(ig_value_get(error, "failed_generation"));
        return igi_fail(err, IG_E_INVALID, "%s", text);
    }
    if (response->status >= 300 && response->status < 400)
        igi_fail(err, code, "%s answered %d, a redirect to \"%s\"; redirects are not followed", question->peer,
                 response->status, response->location);
    else
        igi_fail(err, code, "%s answered %d: %s", question->peer, answer->status, *text ? text : "(no text)");
    if (err)
        err->http_status = answer->status;
    return code;
}

/* A 200 whose body says nothing that is understood. */
static ig_code read_nonsense(const igi_question *question, const igi_response *response, const char *what,
                             ig_error *err)
{
    ig_str body = {response->body.p, response->body.n};
    char   text[BODY_BYTES];

    igi_excerpt(body, question->key, text, sizeof text);
    igi_fail(err, IG_E_PROVIDER, "%s answered %d with %s: %s", question->peer, response->status, what,
             *text ? text : "(no text)");
    if (err)
        err->http_status = response->status;
    return IG_E_PROVIDER;
}

/* ---- answer: the model's ----------------------------------------------------------------------------------------- */

static uint64_t read_count(const ig_value *usage, const char *key)
{
    int64_t count = ig_value_i64(ig_value_get(usage, key), 0);

    return count > 0 ? (uint64_t)count : 0;
}

static ig_usage read_usage(const ig_value *usage)
{
    ig_usage used = {
        .prompt_tokens = read_count(usage, "prompt_tokens"),
        .completion_tokens = read_count(usage, "completion_tokens"),
        .total_tokens = read_count(usage, "total_tokens"),
        .cached_tokens = read_count(ig_value_get(usage, "prompt_tokens_details"), "cached_tokens"),
        .reasoning_tokens = read_count(ig_value_get(usage, "completion_tokens_details"), "reasoning_tokens"),
    };

    if (!used.total_tokens)
        used.total_tokens = used.prompt_tokens + used.completion_tokens;
    return used;
}

/* The arguments as JSON text: a string that holds it, or (Ollama and others) the object itself. */
static ig_str read_arguments(const ig_value *arguments, ig_arena *arena)
{
    ig_buf text = {0};
    ig_str copy;

    if (!arguments || arguments->type == IG_VALUE_NULL)
        return IG_S("");
    if (arguments->type == IG_VALUE_STRING)
        return arguments->text;
    ig_value_write(arguments, &text);
    arena->failed |= text.code == IG_E_NOMEM;
    copy = ig_arena_str(arena, (ig_str){text.p, text.n});
    ig_buf_fini(&text);
    return copy;
}

/* Content is tried as the text to bind when it looks like an object. */
static ig_str content_object(ig_str content)
{
    size_t i = 0;

    while (i < content.n && strchr(" \t\r\n", content.p[i]))
        i++;
    return i < content.n && content.p[i] == '{' ? content : (ig_str){NULL, 0};
}

/* Finds the text to bind: the arguments of the first call of our tool (a call without a name is taken for ours), or the
 * content. A re-ask must answer every call by its id; where ids are missing the arguments are quoted as content. */
static void find_text(const igi_question *question, const ig_value *message, ig_arena *arena, igi_answer *answer)
{
    const ig_value *calls = ig_value_get(message, "tool_calls");
    const ig_value *call = calls && calls->type == IG_VALUE_ARRAY ? calls->child : NULL;

    answer->said = ig_value_str(ig_value_get(message, "content"));
    if (!call) {
        answer->text = content_object(answer->said);
        return;
    }
    answer->calls = calls;
    for (; call; call = call->next) {
        const ig_value *function = ig_value_get(call, "function");
        ig_str          name = ig_value_str(ig_value_get(function, "name"));
        if (!answer->text.p && (!name.p || ig_str_eq(name, question->tool)))
            answer->text = read_arguments(ig_value_get(function, "arguments"), arena);
        if (!ig_value_str(ig_value_get(call, "id")).n)
            answer->calls = NULL;
    }
    if (!answer->calls && answer->text.p)
        answer->said = answer->text;
}

static ig_code read_choice(const igi_question *question, const igi_response *response, const ig_value *root,
                           ig_arena *arena, igi_answer *answer, ig_error *err)
{
    const ig_value *choice = ig_value_at(ig_value_get(root, "choices"), 0), *message = ig_value_get(choice, "message");
    ig_str          finish = ig_value_str(ig_value_get(choice, "finish_reason"));
    ig_str          refusal = ig_value_str(ig_value_get(message, "refusal"));
    char            text[MESSAGE_BYTES];

    if (!choice)
        return read_nonsense(question, response, "no choices", err);
    find_text(question, message, arena, answer);
    if (arena->failed)
        return igi_nomem(err);
    if (igi_is(finish, "length"))
        return igi_fail(err, IG_E_TRUNCATED, "%s: the answer was cut off at the limit of tokens", question->peer);
    if (igi_is(finish, "content_filter"))
        return igi_fail(err, IG_E_REFUSED, "%s: a content filter stopped the answer", question->peer);
    if (refusal.n)
        return igi_fail(err, IG_E_REFUSED, "%s: the model declined: %s", question->peer,
                        igi_excerpt(refusal, question->key, text, sizeof text));
    if (igi_is(finish, "error"))
        return read_failure(question, response, choice, answer, err);
    if (!answer->text.p)
        return igi_fail(err, IG_E_INVALID, "the answer must be a call of the tool %.100s", question->tool.p);
    return IG_OK;
}

static ig_code read_answer(const igi_question *question, const igi_response *response, ig_arena *arena,
                           igi_answer *answer, ig_error *err)
{
    ig_error        broken;
    const ig_value *root = ig_value_parse((ig_str){response->body.n ? response->body.p : "", response->body.n},
                                          question->limits, arena, &broken);
    const ig_value *error;

    answer->status = response->status;
    if (!root && broken.code == IG_E_NOMEM)
        return igi_nomem(err);
    if (root && root->type == IG_VALUE_ARRAY && root->child) /* Gemini's compatible endpoint wraps its errors so */
        root = root->child;
    error = ig_value_get(root, "error");
    if (response->status < 200 || response->status >= 300 || (error && error->type != IG_VALUE_NULL))
        return read_failure(question, response, root, answer, err);
    if (!root && broken.code == IG_E_LIMIT)
        return igi_fail(err, IG_E_LIMIT, "%s: %s", question->peer, broken.msg);
    if (!root)
        return read_nonsense(question, response, "something that is not JSON", err);
    answer->usage = read_usage(ig_value_get(root, "usage"));
    answer->model = ig_value_str(ig_value_get(root, "model"));
    answer->synthetic = igi_is(ig_value_str(ig_value_get(root, "system_fingerprint")), IGI_OFFLINE_MODEL);
    return read_choice(question, response, root, arena, answer, err);
}

/* ---- re-ask ------------------------------------------------------------------------------------------------------ */

static void write_problem(ig_buf *out, const char *intro, ig_str problem)
{
    ig_buf text = {0};

    ig_buf_str(&text, intro);
    ig_buf_add(&text, problem.p, problem.n);
    ig_buf_str(&text, "\nRecall the function correctly, fix the errors");
    ig_json_write_str(out, (ig_str){text.p, text.n});
    if (text.code)
        out->code = text.code;
    ig_buf_fini(&text);
}

static void reask(const igi_answer *answer, ig_str problem, ig_buf *body)
{
    const ig_value *call = answer->calls ? answer->calls->child : NULL;

    if (body->code)
        return;
    body->n -= strlen("]}");
    ig_buf_char(body, ',');
    open_message(body, IG_S("assistant"), answer->said);
    if (answer->calls) {
        ig_buf_str(body, ",\"tool_calls\":");
        ig_value_write(answer->calls, body);
    }
    ig_buf_char(body, '}');
    for (; call; call = call->next) {
        ig_buf_str(body, ",{\"role\":\"tool\",\"tool_call_id\":");
        ig_json_write_str(body, ig_value_str(ig_value_get(call, "id")));
        ig_buf_str(body, ",\"content\":");
        write_problem(body, "Validation Error found:\n", problem);
        ig_buf_char(body, '}');
    }
    if (!answer->calls) {
        ig_buf_str(body, ",{\"role\":\"user\",\"content\":");
        write_problem(body, "Validation Error due to no tool invocation:\n", problem);
        ig_buf_char(body, '}');
    }
    ig_buf_str(body, "]}");
}

const igi_provider igi_openai = {
    .name = "openai",
    .base_url = "https://api.openai.com/v1",
    .path = "/chat/completions",
    .base_url_setting = "OPENAI_BASE_URL",
    .key_setting = "OPENAI_API_KEY",
    .begin = begin,
    .read = read_answer,
    .reask = reask,
};
