/* Writes answers as OpenAI's API does: chat.completion, a stream of chat.completion.chunk, and error objects.
 * SPDX-License-Identifier: MIT
 *
 * Shapes as recorded from the API in January and July 2026. */
#include "offline_int.h"

static const char hex[] = "0123456789abcdef";

static void write_id(const char *prefix, uint64_t id, ig_buf *out)
{
    ig_buf_str(out, prefix);
    for (int shift = 60; shift >= 0; shift -= 4)
        ig_buf_char(out, hex[id >> shift & 15]);
}

/* Tokens are not counted but estimated: one for four bytes. */
static uint64_t tokens(size_t n)
{
    return n / 4 + (n % 4 != 0);
}

static void write_usage(const igi_offline_answer *answer, ig_buf *out)
{
    uint64_t prompt = tokens(answer->prompt_bytes), completion = tokens(answer->text.n);

    ig_buf_printf(out,
                  "{\"prompt_tokens\":%" PRIu64 ",\"completion_tokens\":%" PRIu64 ",\"total_tokens\":%" PRIu64
                  ",\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},\"completion_tokens_details\":{"
                  "\"reasoning_tokens\":0,\"audio_tokens\":0,\"accepted_prediction_tokens\":0,"
                  "\"rejected_prediction_tokens\":0}}",
                  prompt, completion, prompt + completion);
}

/* {"id":...,...,"choices":[ of both forms. */
static void open_body(const igi_offline_answer *answer, const char *object, ig_buf *out)
{
    write_id("{\"id\":\"chatcmpl-", answer->id, out);
    ig_buf_printf(out, "\",\"object\":\"%s\",\"created\":%s,\"model\":", object, IGI_OFFLINE_CREATED);
    ig_json_write_str(out, answer->model);
    ig_buf_str(out, ",\"service_tier\":\"default\",\"system_fingerprint\":\"" IGI_OFFLINE_MODEL "\",\"choices\":[");
}

/* "id":"call_...","type":"function","function":{"name":...,"arguments": */
static void write_call_head(const igi_offline_answer *answer, ig_buf *out)
{
    write_id("\"id\":\"call_", answer->id, out);
    ig_buf_str(out, "\",\"type\":\"function\",\"function\":{\"name\":");
    ig_json_write_str(out, answer->tool);
    ig_buf_str(out, ",\"arguments\":");
}

static void write_message(const igi_offline_answer *answer, ig_buf *out)
{
    ig_buf_str(out, "{\"role\":\"assistant\",\"content\":");
    if (answer->tool.p || answer->refusal)
        ig_buf_str(out, "null");
    else
        ig_json_write_str(out, answer->text);
    ig_buf_str(out, ",\"refusal\":");
    if (answer->refusal)
        ig_json_write_str(out, answer->text);
    else
        ig_buf_str(out, "null");
    ig_buf_str(out, ",\"annotations\":[]");
    if (answer->tool.p) {
        ig_buf_str(out, ",\"tool_calls\":[{");
        write_call_head(answer, out);
        ig_json_write_str(out, answer->text);
        ig_buf_str(out, "}}]");
    }
    ig_buf_char(out, '}');
}

void igi_wire_completion(const igi_offline_answer *answer, ig_buf *out)
{
    open_body(answer, "chat.completion", out);
    ig_buf_str(out, "{\"index\":0,\"message\":");
    write_message(answer, out);
    ig_buf_printf(out, ",\"logprobs\":null,\"finish_reason\":\"%s\"}],\"usage\":", answer->finish);
    write_usage(answer, out);
    ig_buf_char(out, '}');
}

/* ---- the stream ------------------------------------------------------------------------------------------------- */

static void open_event(const igi_offline_answer *answer, ig_buf *out)
{
    ig_buf_str(out, "data: ");
    open_body(answer, "chat.completion.chunk", out);
    ig_buf_str(out, "{\"index\":0,\"delta\":{");
}

/* finish == NULL: not yet. */
static void close_event(const igi_offline_answer *answer, const char *finish, ig_buf *out)
{
    ig_buf_str(out, "},\"logprobs\":null,\"finish_reason\":");
    if (finish)
        ig_buf_printf(out, "\"%s\"", finish);
    else
        ig_buf_str(out, "null");
    ig_buf_str(out, answer->include_usage ? "}],\"usage\":null}\n\n" : "}]}\n\n");
}

/* Role, and for a tool its id, type and name: they come once. */
static void write_first(const igi_offline_answer *answer, ig_buf *out)
{
    open_event(answer, out);
    ig_buf_str(out, "\"role\":\"assistant\",\"content\":");
    ig_buf_str(out, answer->tool.p || answer->refusal ? "null" : "\"\"");
    if (answer->tool.p) {
        ig_buf_str(out, ",\"tool_calls\":[{\"index\":0,");
        write_call_head(answer, out);
        ig_buf_str(out, "\"\"}}]");
    }
    ig_buf_str(out, answer->refusal ? ",\"refusal\":\"\"" : ",\"refusal\":null");
    close_event(answer, NULL, out);
}

static void write_delta(const igi_offline_answer *answer, ig_str part, ig_buf *out)
{
    open_event(answer, out);
    ig_buf_str(out, answer->tool.p    ? "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":"
                    : answer->refusal ? "\"refusal\":"
                                      : "\"content\":");
    ig_json_write_str(out, part);
    if (answer->tool.p)
        ig_buf_str(out, "}}]");
    close_event(answer, NULL, out);
}

/* The bytes of the first n characters. */
static size_t bytes_of(ig_str text, uint32_t n)
{
    size_t i = 0;

    for (; i < text.n; i++)
        if (((unsigned char)text.p[i] & 0xc0) != 0x80 && n-- == 0)
            break;
    return i;
}

void igi_wire_stream(const igi_offline_answer *answer, ig_buf *out)
{
    ig_str rest = answer->text;

    write_first(answer, out);
    while (rest.n && !out->code) {
        size_t n = bytes_of(rest, answer->delta_chars);
        write_delta(answer, (ig_str){rest.p, n}, out);
        rest.p += n;
        rest.n -= n;
    }
    open_event(answer, out);
    close_event(answer, answer->finish, out);
    if (answer->include_usage) {
        ig_buf_str(out, "data: ");
        open_body(answer, "chat.completion.chunk", out);
        ig_buf_str(out, "],\"usage\":");
        write_usage(answer, out);
        ig_buf_str(out, "}\n\n");
    }
    ig_buf_str(out, "data: [DONE]\n\n");
}

/* ---- errors ----------------------------------------------------------------------------------------------------- */

static void write_or_null(const char *text, ig_buf *out)
{
    if (text)
        ig_json_write_str(out, igi_str(text));
    else
        ig_buf_str(out, "null");
}

void igi_wire_error(const char *message, const char *type, const char *param, const char *code, ig_buf *out)
{
    ig_buf_str(out, "{\"error\":{\"message\":");
    write_or_null(message, out);
    ig_buf_str(out, ",\"type\":");
    write_or_null(type, out);
    ig_buf_str(out, ",\"param\":");
    write_or_null(param, out);
    ig_buf_str(out, ",\"code\":");
    write_or_null(code, out);
    ig_buf_str(out, "}}");
}
