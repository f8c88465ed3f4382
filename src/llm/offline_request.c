/* Reads a chat completions request: checks its shape, and finds out which schema the answer has to follow.
 * SPDX-License-Identifier: MIT
 *
 * In: the body. Out: an igi_order, or the refusal that OpenAI's API would give for the same mistake. */
#include "offline_int.h"

enum { MAX_SCHEMA_TRIES = 32 };

typedef struct reader {
    ig_arena       *arena;
    const ig_value *root;
    igi_order      *order;
    igi_refusal    *refusal;
    ig_buf          wishes, complaint;
} reader;

static ig_code refuse(igi_refusal *refusal, const char *param, const char *format, ...) IG_PRINTF(3, 4);

static ig_code refuse(igi_refusal *refusal, const char *param, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(refusal->message, sizeof refusal->message, format, args);
    va_end(args);
    refusal->param = param;
    refusal->code = NULL;
    return IG_E_INVALID;
}

static bool is_true(const ig_value *v)
{
    return v && v->type == IG_VALUE_TRUE;
}

/* ---- a schema written into a prompt ----------------------------------------------------------------------------- */

/* The end of the JSON object that starts at i, or 0. */
static size_t object_end(ig_str text, size_t i)
{
    size_t depth = 0;
    bool   quoted = false;

    for (; i < text.n; i++) {
        char c = text.p[i];
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '}')) {
            depth += c == '{' ? 1 : SIZE_MAX;
            if (depth == 0)
                return i + 1;
        }
    }
    return 0;
}

static bool is_schema(const ig_value *v)
{
    const ig_value *properties = ig_value_get(v, "properties");

    return v && ((properties && properties->type == IG_VALUE_OBJECT) || ig_value_get(v, "$ref") ||
                 ig_value_get(v, "$defs") ||
                 (igi_is(ig_value_str(ig_value_get(v, "type")), "array") && ig_value_get(v, "items")));
}

const ig_value *igi_schema_in_text(ig_str text, ig_arena *arena, size_t *start, size_t *end)
{
    for (size_t i = 0, tries = 0; i < text.n && tries < MAX_SCHEMA_TRIES; i++) {
        const ig_value *v;
        size_t          stop = text.p[i] == '{' ? object_end(text, i) : 0;
        tries += text.p[i] == '{';
        if (!stop)
            continue;
        v = ig_value_parse((ig_str){text.p + i, stop - i}, NULL, arena, NULL);
        if (is_schema(v)) {
            *start = i;
            *end = stop;
            return v;
        }
    }
    return NULL;
}

/* ---- messages --------------------------------------------------------------------------------------------------- */

/* The text of a message: a string, or its parts of type text. */
static ig_code add_content(reader *r, const ig_value *content, ig_buf *out)
{
    if (!content || content->type == IG_VALUE_NULL)
        return IG_OK;
    if (content->type == IG_VALUE_STRING) {
        ig_buf_add(out, content->text.p, content->text.n);
        return IG_OK;
    }
    if (content->type != IG_VALUE_ARRAY)
        return refuse(r->refusal, "messages", "Invalid type for 'content': expected a string or an array of parts.");
    for (const ig_value *part = content->child; part; part = part->next) {
        ig_str text = ig_value_str(ig_value_get(part, "text"));
        if (part != content->child)
            ig_buf_char(out, '\n');
        ig_buf_add(out, text.p, text.n);
    }
    return IG_OK;
}

/* Whether the prompt has to bring the schema, because the request does not. */
static bool schema_may_be_in_prompt(const igi_order *order)
{
    return !order->schema && (order->form == IGI_FORM_TEXT || order->form == IGI_FORM_JSON);
}

/* Adds a wish, without the schema that may be written into it. */
static void add_wish(reader *r, ig_str text, bool from_user)
{
    size_t          start = text.n, end = text.n;
    const ig_value *schema = schema_may_be_in_prompt(r->order) ? igi_schema_in_text(text, r->arena, &start, &end)
                                                               : NULL;

    if (schema) {
        r->order->schema = schema;
        r->order->schema_param = "messages";
        r->order->name = ig_value_str(ig_value_get(schema, "title"));
        if (r->order->form == IGI_FORM_TEXT)
            r->order->form = IGI_FORM_FENCED;
    }
    if (!from_user)
        return;
    if (r->wishes.n)
        ig_buf_char(&r->wishes, '\n');
    ig_buf_add(&r->wishes, text.p, start);
    ig_buf_add(&r->wishes, text.p + end, text.n - end);
}

static ig_code add_message(reader *r, const ig_value *message, ig_str role)
{
    ig_buf  content = {0};
    ig_code code = add_content(r, ig_value_get(message, "content"), &content);
    ig_str  text = ig_arena_str(r->arena, (ig_str){content.p, content.n});
    bool    user = igi_is(role, "user");

    if (!code && (content.code || !text.p))
        code = IG_E_NOMEM;
    ig_buf_fini(&content);
    if (code)
        return code;
    if (igi_is(role, "assistant")) {
        r->order->turn++;
        ig_buf_reset(&r->complaint);
    } else if (igi_is(role, "tool") || igi_is(role, "function") || (user && r->order->turn && igi_reask_is(text))) {
        ig_buf_add(&r->complaint, text.p, text.n);
        ig_buf_char(&r->complaint, '\n');
    } else {
        add_wish(r, text, user);
    }
    return IG_OK;
}

/* Every tool call has to be answered right behind its message, and nothing else may be: the API refuses both. */
static const ig_value *check_tool_messages(const ig_value *message, bool *ok)
{
    const ig_value *calls = ig_value_get(message, "tool_calls"), *next = message->next;
    uint32_t        open = calls && calls->type == IG_VALUE_ARRAY ? calls->n : 0;

    *ok = true;
    for (; next && igi_is(ig_value_str(ig_value_get(next, "role")), "tool"); next = next->next) {
        ig_str id = ig_value_str(ig_value_get(next, "tool_call_id"));
        bool   known = false;
        for (const ig_value *call = calls && open ? calls->child : NULL; call; call = call->next)
            known |= id.p && ig_str_eq(ig_value_str(ig_value_get(call, "id")), id);
        *ok &= known;
        open -= known && open;
    }
    *ok &= open == 0;
    return next;
}

static ig_code check_tools_answered(reader *r, const ig_value *messages)
{
    bool ok = true;

    for (const ig_value *m = messages->child; m && ok;) {
        ig_str role = ig_value_str(ig_value_get(m, "role"));
        if (igi_is(role, "tool"))
            return refuse(r->refusal, "messages",
                          "Invalid parameter: messages with role 'tool' must be a response to a preceding message with "
                          "'tool_calls'.");
        m = igi_is(role, "assistant") ? check_tool_messages(m, &ok) : m->next;
    }
    return ok ? IG_OK
              : refuse(r->refusal, "messages",
                       "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
                       "'tool_call_id'.");
}

static ig_code read_messages(reader *r)
{
    static const char *const roles[] = {"system", "developer", "user", "assistant", "tool", "function"};
    const ig_value          *messages = ig_value_get(r->root, "messages");
    ig_code                  code;

    if (!messages || messages->type != IG_VALUE_ARRAY || messages->n == 0)
        return refuse(r->refusal, "messages", "'messages' must be an array with at least one message.");
    if ((code = check_tools_answered(r, messages)))
        return code;
    for (const ig_value *m = messages->child; m; m = m->next) {
        ig_str role = ig_value_str(ig_value_get(m, "role"));
        bool   known = false;
        for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
            known |= igi_is(role, roles[i]);
        if (!known)
            return refuse(r->refusal, "messages", "Invalid value for 'role': '%.*s'.", (int)(role.n > 40 ? 40 : role.n),
                          role.p ? role.p : "");
        if ((code = add_message(r, m, role)))
            return code;
    }
    return IG_OK;
}

/* ---- tools and response_format ---------------------------------------------------------------------------------- */

static const ig_value *find_tool(const ig_value *tools, ig_str name)
{
    for (const ig_value *tool = tools ? tools->child : NULL; tool; tool = tool->next) {
        const ig_value *function = ig_value_get(tool, "function");
        if (function && (!name.p || ig_str_eq(ig_value_str(ig_value_get(function, "name")), name)))
            return function;
    }
    return NULL;
}

static bool is_tool_name(ig_str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'))
            return false;
    }
    return name.n >= 1 && name.n <= 64;
}

static ig_code check_tools(reader *r, const ig_value *tools)
{
    for (const ig_value *tool = tools ? tools->child : NULL; tool; tool = tool->next) {
        const ig_value *function = ig_value_get(tool, "function"), *parameters = ig_value_get(function, "parameters");
        if (!igi_is(ig_value_str(ig_value_get(tool, "type")), "function") || !function)
            return refuse(r->refusal, "tools", "Only tools of type 'function' are supported here.");
        if (!is_tool_name(ig_value_str(ig_value_get(function, "name"))))
            return refuse(r->refusal, "tools",
                          "Invalid tool name: expected 1 to 64 of a-z, A-Z, 0-9, underscores and dashes.");
        if (parameters && parameters->type != IG_VALUE_OBJECT)
            return refuse(r->refusal, "tools", "Invalid 'parameters': expected a JSON Schema object.");
    }
    return IG_OK;
}

static ig_code take_tool(reader *r, const ig_value *function)
{
    static const char no_parameters[] = "{\"type\":\"object\",\"properties\":{}}";
    const ig_value   *parameters = ig_value_get(function, "parameters");

    r->order->form = IGI_FORM_TOOL;
    r->order->name = ig_value_str(ig_value_get(function, "name"));
    r->order->schema_param = "tools";
    r->order->schema = parameters ? parameters : ig_value_parse(igi_str(no_parameters), NULL, r->arena, NULL);
    return r->order->schema ? IG_OK : IG_E_NOMEM;
}

/* A named tool, or the first of those allowed. Without tool_choice a tool is called too, unless the last message is a
 * tool's result that nobody complains about: then the conversation is over. */
static ig_code choose_tool(reader *r, const ig_value *tools, bool done)
{
    const ig_value *choice = ig_value_get(r->root, "tool_choice"), *function;
    ig_str mode = ig_value_str(choice), name = ig_value_str(ig_value_get(ig_value_get(choice, "function"), "name"));

    if (choice && choice->type == IG_VALUE_OBJECT && !name.p) {
        const ig_value *allowed = ig_value_get(choice, "allowed_tools");
        if (allowed && allowed->type == IG_VALUE_OBJECT)
            allowed = ig_value_get(allowed, "tools");
        name = ig_value_str(ig_value_get(ig_value_get(ig_value_at(allowed, 0), "function"), "name"));
        if (!name.p)
            return refuse(r->refusal, "tool_choice", "Invalid 'tool_choice': expected a function by name.");
    }
    if (mode.p && !igi_is(mode, "auto") && !igi_is(mode, "none") && !igi_is(mode, "required"))
        return refuse(r->refusal, "tool_choice",
                      "Invalid value for 'tool_choice': expected 'none', 'auto' or 'required'.");
    if (igi_is(mode, "none") || (done && !name.p && !igi_is(mode, "required")))
        return IG_OK;
    function = find_tool(tools, name);
    if (!function && name.p)
        return refuse(r->refusal, "tool_choice", "Tool choice '%.*s' not found in 'tools' parameter.",
                      (int)(name.n > 64 ? 64 : name.n), name.p);
    return function ? take_tool(r, function) : IG_OK;
}

static ig_code read_response_format(reader *r)
{
    const ig_value *format = ig_value_get(r->root, "response_format"), *inner = ig_value_get(format, "json_schema");
    ig_str          type = ig_value_str(ig_value_get(format, "type"));

    if (!format || igi_is(type, "text"))
        return IG_OK;
    if (igi_is(type, "json_object")) {
        r->order->form = IGI_FORM_JSON;
        r->order->schema = ig_value_get(format, "schema"); /* llama.cpp's way */
        r->order->schema_param = "response_format";
        return IG_OK;
    }
    r->order->schema = ig_value_get(inner, "schema");
    r->order->name = ig_value_str(ig_value_get(inner, "name"));
    r->order->schema_param = "response_format";
    r->order->form = IGI_FORM_JSON;
    if (!igi_is(type, "json_schema"))
        return refuse(r->refusal, "response_format",
                      "Invalid 'response_format.type': expected text, json_object or json_schema.");
    if (!r->order->schema || !r->order->name.n)
        return refuse(r->refusal, "response_format", "Missing required parameter: 'response_format.json_schema.%s'.",
                      r->order->name.n ? "schema" : "name");
    return IG_OK;
}

/* Whether the last message is the result of a tool, and not a complaint. */
static bool is_done(const ig_value *root)
{
    const ig_value *messages = ig_value_get(root, "messages");
    const ig_value *last = messages && messages->n ? ig_value_at(messages, messages->n - 1) : NULL;
    ig_str          text = ig_value_str(ig_value_get(last, "content"));

    return igi_is(ig_value_str(ig_value_get(last, "role")), "tool") && !igi_reask_is(text);
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */

static ig_code read_options(reader *r)
{
    igi_order      *order = r->order;
    const ig_value *options = ig_value_get(r->root, "stream_options"), *n = ig_value_get(r->root, "n");

    order->model = ig_value_str(ig_value_get(r->root, "model"));
    if (!order->model.n)
        return refuse(r->refusal, "model", "you must provide a model parameter");
    order->stream = is_true(ig_value_get(r->root, "stream"));
    order->include_usage = is_true(ig_value_get(options, "include_usage"));
    order->seed = ig_value_i64(ig_value_get(r->root, "seed"), 0);
    order->max_tokens = ig_value_i64(ig_value_get(r->root, "max_completion_tokens"),
                                     ig_value_i64(ig_value_get(r->root, "max_tokens"), 0));
    if (options && options->type == IG_VALUE_OBJECT && !order->stream)
        return refuse(r->refusal, "stream_options",
                      "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
    if (n && n->type != IG_VALUE_NULL && ig_value_i64(n, 0) != 1)
        return refuse(r->refusal, "n", "This endpoint gives one choice: 'n' must be 1.");
    if (order->max_tokens < 0)
        return refuse(r->refusal, "max_tokens", "Invalid 'max_tokens': expected a positive integer.");
    return IG_OK;
}

static ig_code read_all(reader *r)
{
    const ig_value *tools = ig_value_get(r->root, "tools");
    ig_code         code = read_options(r);

    if (tools && tools->type == IG_VALUE_NULL)
        tools = NULL;
    if (!code && tools && tools->type != IG_VALUE_ARRAY)
        code = refuse(r->refusal, "tools", "Invalid type for 'tools': expected an array.");
    if (!code)
        code = check_tools(r, tools);
    if (!code)
        code = read_response_format(r);
    if (!code)
        code = choose_tool(r, tools, is_done(r->root));
    return code ? code : read_messages(r);
}

ig_code igi_order_read(ig_str body, ig_arena *arena, igi_order *out, igi_refusal *refusal)
{
    ig_error err = {0};
    reader   r = {.arena = arena, .order = out, .refusal = refusal};
    ig_code  code;

    *out = (igi_order){.form = IGI_FORM_TEXT};
    r.root = ig_value_parse(body, NULL, arena, &err);
    if (!r.root && err.code == IG_E_NOMEM)
        return IG_E_NOMEM;
    if (!r.root)
        return refuse(refusal, NULL, "We could not parse the JSON body of your request: %.200s", err.msg);
    if (r.root->type != IG_VALUE_OBJECT)
        return refuse(refusal, NULL, "The body of the request must be a JSON object.");
    code = read_all(&r);
    out->wishes = ig_arena_str(arena, (ig_str){r.wishes.p, r.wishes.n});
    out->complaint = ig_arena_str(arena, (ig_str){r.complaint.p, r.complaint.n});
    if (!code && (r.wishes.code || r.complaint.code || !out->wishes.p || !out->complaint.p))
        code = IG_E_NOMEM;
    ig_buf_fini(&r.wishes);
    ig_buf_fini(&r.complaint);
    return arena->failed ? IG_E_NOMEM : code;
}
