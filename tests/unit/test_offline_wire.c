/* The sample generator on the wire: OpenAI's shapes for answers, streams and errors, and every fault switch.
 * SPDX-License-Identifier: MIT */
#include "offline_help.h"

#define USER "\"messages\":[{\"role\":\"user\",\"content\":\"Create a hero\"}]"
#define TOOL(name, schema) "{\"type\":\"function\",\"function\":{\"name\":\"" name "\",\"parameters\":" schema "}}"
#define FORMAT(schema) \
    "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"Hero\",\"schema\":" schema "}}"

static sample send_once(const char *faults, const char *body)
{
    const igi_offline_opts opts = {.faults = faults};
    igi_offline           *offline = igi_offline_open(&opts);
    sample                 s;

    assert_non_null(offline);
    s = send_body(offline, body);
    igi_offline_close(offline);
    return s;
}

/* A tool call for HERO under a fault switch. */
static sample ask_faulty(const char *faults, const char *options)
{
    char  *body = tool_body(HERO, "Create a hero", "", options);
    sample s = send_once(faults, body);

    free(body);
    return s;
}

static const ig_value *choice_of(const sample *s)
{
    return ig_value_at(ig_value_get(s->root, "choices"), 0);
}

/* ---- completions --------------------------------------------------------------------------------------------------- */

static void a_tool_call_has_the_official_shape(void **state)
{
    sample          s = ask_faulty(NULL, "");
    const ig_value *choice = choice_of(&s), *message = ig_value_get(choice, "message");
    const ig_value *call = ig_value_at(ig_value_get(message, "tool_calls"), 0), *usage = ig_value_get(s.root, "usage");

    (void)state;
    expect_str(ig_value_get(s.root, "object"), "chat.completion");
    expect_str(ig_value_get(s.root, "model"), "m");
    assert_true(ig_value_i64(ig_value_get(s.root, "created"), 0) > 0);
    expect_str(ig_value_get(choice, "finish_reason"), "tool_calls");
    assert_int_equal(ig_value_get(choice, "logprobs")->type, IG_VALUE_NULL);
    expect_str(ig_value_get(message, "role"), "assistant");
    assert_int_equal(ig_value_get(message, "content")->type, IG_VALUE_NULL);
    assert_int_equal(ig_value_get(message, "refusal")->type, IG_VALUE_NULL);
    expect_str(ig_value_get(call, "type"), "function");
    expect_str(ig_value_get(ig_value_get(call, "function"), "name"), "T");
    assert_true(ig_value_str(ig_value_get(call, "id")).n > 5);
    assert_int_equal(ig_value_i64(ig_value_get(usage, "total_tokens"), 0),
                     ig_value_i64(ig_value_get(usage, "prompt_tokens"), 0) +
                         ig_value_i64(ig_value_get(usage, "completion_tokens"), 0));
    assert_string_equal(s.reply.content_type, "application/json");
    ig_arena_fini(&s.arena);
}

static void the_schema_is_found_wherever_it_is(void **state)
{
    static const char *const bodies[] = {
        "{\"model\":\"m\"," USER "," FORMAT(HERO) "}",
        "{\"model\":\"m\"," USER ",\"tools\":[" TOOL("Other", "{\"type\":\"object\"}") "," TOOL(
            "Hero", HERO) "],\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"Hero\"}}}",
        "{\"model\":\"m\"," USER ",\"tools\":[" TOOL("Hero", HERO) "]}",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Answer in JSON {like this}: {\\\"properties\\\":{"
        "\\\"secret_name\\\":{\\\"type\\\":\\\"string\\\"}}} please\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\","
        "\"text\":\"x\"}]}],\"response_format\":{\"type\":\"json_object\"}}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        sample s = send_once(NULL, bodies[i]);
        if (!ig_value_str(FIELD(s, "secret_name")).n)
            fail_msg("%s: %s", bodies[i], s.reply.body.p);
        ig_arena_fini(&s.arena);
    }
}

/* Markdown mode: a schema in the prompt, nothing else. */
static void a_schema_in_prose_is_answered_in_a_fence(void **state)
{
    sample s = send_once(
        NULL, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"A hero as {\\\"properties\\\":{"
              "\\\"name\\\":{\\\"type\\\":\\\"string\\\"}}}\"}]}");
    ig_str content = ig_value_str(ig_value_get(ig_value_get(choice_of(&s), "message"), "content"));

    (void)state;
    assert_memory_equal(content.p, "```json\n{\"name\":\"", 17);
    assert_string_equal(content.p + content.n - 4, "\n```");
    ig_arena_fini(&s.arena);
}

static void without_a_schema_it_says_what_it_is(void **state)
{
    sample s = send_once(NULL, "{\"model\":\"m\"," USER "}");

    (void)state;
    assert_non_null(strstr(s.reply.body.p, "not a language model"));
    expect_str(ig_value_get(choice_of(&s), "finish_reason"), "stop");
    ig_arena_fini(&s.arena);
    s = send_once(NULL, "{\"model\":\"m\"," USER ",\"tools\":[" TOOL("Hero", HERO) "],\"tool_choice\":\"none\"}");
    assert_null(ig_value_get(ig_value_get(choice_of(&s), "message"), "tool_calls"));
    ig_arena_fini(&s.arena);
}

static void max_tokens_cut(void **state)
{
    sample s = ask_faulty(NULL, ",\"max_tokens\":5");
    ig_str text = ig_value_str(ig_value_get(
        ig_value_get(ig_value_at(ig_value_get(ig_value_get(choice_of(&s), "message"), "tool_calls"), 0), "function"),
        "arguments"));

    (void)state;
    assert_int_equal(text.n, 20);
    expect_str(ig_value_get(choice_of(&s), "finish_reason"), "length");
    ig_arena_fini(&s.arena);
}

/* ---- streams -------------------------------------------------------------------------------------------------------- */

typedef struct stream {
    ig_buf   text; /* deltas together */
    unsigned chunks, roles, ids, finishes, usages, null_usages;
    bool     done;
} stream;

static void read_chunk(stream *out, const ig_value *chunk)
{
    const ig_value *choice = ig_value_at(ig_value_get(chunk, "choices"), 0), *delta = ig_value_get(choice, "delta");
    const ig_value *call = ig_value_at(ig_value_get(delta, "tool_calls"), 0), *usage = ig_value_get(chunk, "usage");
    ig_str          parts[] = {ig_value_str(ig_value_get(ig_value_get(call, "function"), "arguments")),
                               ig_value_str(ig_value_get(delta, "content")), ig_value_str(ig_value_get(delta, "refusal"))};

    assert_non_null(chunk);
    expect_str(ig_value_get(chunk, "object"), "chat.completion.chunk");
    out->chunks++;
    out->roles += ig_value_get(delta, "role") != NULL;
    out->ids += ig_value_get(call, "id") != NULL;
    out->finishes += ig_value_str(ig_value_get(choice, "finish_reason")).n > 0;
    out->usages += usage && usage->type == IG_VALUE_OBJECT;
    out->null_usages += usage && usage->type == IG_VALUE_NULL;
    if (call)
        assert_int_equal(ig_value_i64(ig_value_get(call, "index"), -1), 0);
    for (size_t i = 0; i < 3; i++)
        ig_buf_add(&out->text, parts[i].p, parts[i].n);
}

/* Splits at empty lines; each event is one data line. */
static stream read_stream(sample *s)
{
    stream      out = {.done = false};
    const char *p = s->reply.body.p, *end;

    assert_true(s->reply.stream);
    assert_non_null(strstr(s->reply.content_type, "text/event-stream"));
    for (; (end = strstr(p, "\n\n")); p = end + 2) {
        assert_memory_equal(p, "data: ", 6);
        assert_false(out.done);
        if (strncmp(p + 6, "[DONE]", 6) == 0)
            out.done = true;
        else
            read_chunk(&out, parse((ig_str){p + 6, (size_t)(end - p - 6)}, &s->arena));
    }
    assert_string_equal(p, "");
    assert_true(out.done);
    return out;
}

static void a_stream_is_the_same_answer_in_pieces(void **state)
{
    static const char *const usage[] = {"", ",\"stream_options\":{\"include_usage\":true}"};

    (void)state;
    for (size_t with_usage = 0; with_usage < 2; with_usage++) {
        char   options[100];
        sample whole = ask_faulty(NULL, ""), pieces;
        stream seen;
        snprintf(options, sizeof options, ",\"stream\":true%s", usage[with_usage]);
        pieces = ask_faulty(NULL, options);
        seen = read_stream(&pieces);
        assert_true(igi_tree_equal(whole.value, parse((ig_str){seen.text.p, seen.text.n}, &pieces.arena)));
        assert_int_equal(seen.roles, 1);
        assert_int_equal(seen.ids, 1);
        assert_int_equal(seen.finishes, 1);
        assert_int_equal(seen.usages, with_usage);
        assert_int_equal(seen.null_usages, with_usage ? seen.chunks - 1 : 0);
        assert_true(seen.chunks > 5);
        ig_buf_fini(&seen.text);
        ig_arena_fini(&whole.arena);
        ig_arena_fini(&pieces.arena);
    }
}

static void chunk_sets_the_size_of_deltas(void **state)
{
    sample one = ask_faulty("chunk=1", ",\"stream\":true"), big = ask_faulty("chunk=1000", ",\"stream\":true");
    stream a = read_stream(&one), b = read_stream(&big);

    (void)state;
    assert_int_equal(one.reply.chunk_bytes, 1);
    assert_int_equal(a.chunks, a.text.n + 2); /* ASCII: one byte is one character; first and last carry none */
    assert_int_equal(b.chunks, 3);
    assert_string_equal(a.text.p, b.text.p);
    ig_buf_fini(&a.text);
    ig_buf_fini(&b.text);
    ig_arena_fini(&one.arena);
    ig_arena_fini(&big.arena);
}

/* A delta never ends within a character. */
static void deltas_hold_whole_characters(void **state)
{
    char  *body = tool_body(OBJECT("\"a\":{\"const\":\"\\u00e4\\u20ac\\ud83d\\ude00\"}"), "x", "", ",\"stream\":true");
    sample s = send_once("chunk=1", body);
    stream seen = read_stream(&s);

    (void)state;
    assert_string_equal(seen.text.p, "{\"a\":\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"}");
    assert_null(strstr(s.reply.body.p, "\xef\xbf\xbd"));
    ig_buf_fini(&seen.text);
    free(body);
    ig_arena_fini(&s.arena);
}

static void refusals_and_texts_stream_too(void **state)
{
    sample refusal = ask_faulty("refuse", ",\"stream\":true"),
           text = send_once(NULL, "{\"model\":\"m\",\"stream\":true," USER "}");
    stream a = read_stream(&refusal), b = read_stream(&text);

    (void)state;
    assert_non_null(strstr(a.text.p, "sorry"));
    assert_int_equal(a.ids, 0);
    assert_non_null(strstr(b.text.p, "sample text"));
    ig_buf_fini(&a.text);
    ig_buf_fini(&b.text);
    ig_arena_fini(&refusal.arena);
    ig_arena_fini(&text.arena);
}

/* ---- errors ---------------------------------------------------------------------------------------------------------- */

static void wrong_requests_are_named(void **state)
{
    static const struct {
        const char *body, *param, *part;
    } cases[] = {
        {"{oops", NULL, "could not parse"},
        {"", NULL, "could not parse"},
        {"[]", NULL, "object"},
        {"{" USER "}", "model", "model"},
        {"{\"model\":\"m\"}", "messages", "at least one"},
        {"{\"model\":\"m\",\"messages\":[]}", "messages", "at least one"},
        {"{\"model\":\"m\",\"messages\":[{\"role\":\"wizard\",\"content\":\"x\"}]}", "messages", "wizard"},
        {"{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":5}]}", "messages", "content"},
        {"{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":\"x\"}]}", "messages",
         "'tool'"},
        {"{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\"}]},{\"role\":\"user\","
         "\"content\":\"x\"}]}",
         "messages", "tool_call_id"},
        {"{\"model\":\"m\",\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\"}]},{\"role\":\"tool\","
         "\"tool_call_id\":\"b\",\"content\":\"x\"}]}",
         "messages", "tool_call_id"},
        {"{\"model\":\"m\"," USER ",\"n\":2}", "n", "one choice"},
        {"{\"model\":\"m\"," USER ",\"stream_options\":{\"include_usage\":true}}", "stream_options", "stream"},
        {"{\"model\":\"m\"," USER ",\"tools\":5}", "tools", "array"},
        {"{\"model\":\"m\"," USER ",\"tools\":[" TOOL("bad name", "{}") "]}", "tools", "name"},
        {"{\"model\":\"m\"," USER ",\"tools\":[{\"type\":\"custom\"}]}", "tools", "function"},
        {"{\"model\":\"m\"," USER
         ",\"tools\":[" TOOL("A", "{}") "],\"tool_choice\":{\"type\":\"function\",\"function\":{"
                                        "\"name\":\"B\"}}}",
         "tool_choice", "'B'"},
        {"{\"model\":\"m\"," USER ",\"tools\":[" TOOL("A", "{}") "],\"tool_choice\":\"maybe\"}", "tool_choice", "auto"},
        {"{\"model\":\"m\"," USER ",\"response_format\":{\"type\":\"xml\"}}", "response_format", "json_schema"},
        {"{\"model\":\"m\"," USER ",\"response_format\":{\"type\":\"json_schema\"}}", "response_format", "name"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sample          s = send_once(NULL, cases[i].body);
        const ig_value *error = ig_value_get(s.root, "error");
        if (s.reply.status != 400 || !error || !strstr(ig_value_get(error, "message")->text.p, cases[i].part))
            fail_msg("%s: %d %s", cases[i].body, s.reply.status, s.reply.body.p);
        expect_str(ig_value_get(error, "type"), "invalid_request_error");
        if (cases[i].param)
            expect_str(ig_value_get(error, "param"), cases[i].param);
        else
            assert_int_equal(ig_value_get(error, "param")->type, IG_VALUE_NULL);
        assert_non_null(ig_value_get(error, "code"));
        ig_arena_fini(&s.arena);
    }
}

/* ---- faults ------------------------------------------------------------------------------------------------------------ */

static void bad_first_breaks_a_bound_once(void **state)
{
    sample good = ask_faulty(NULL, ""), bad = ask_faulty("bad-first", "");
    char  *more = reask(
         "1 validation error for T\npower_level\n  Input should be less than or equal to 100 [type=less_than_equal");
    const igi_offline_opts opts = {.faults = "bad-first"};
    sample                 second = ask_with(&opts, HERO, "Create a hero", more);

    (void)state;
    assert_int_equal(ig_value_i64(FIELD(bad, "power_level"), 0), 150);
    assert_true(igi_tree_equal(FIELD(good, "name"), FIELD(bad, "name")));
    assert_in_range(ig_value_i64(FIELD(second, "power_level"), 0), 1, 100);
    assert_true(igi_tree_equal(FIELD(good, "name"), FIELD(second, "name")));
    ig_arena_fini(&good.arena);
    ig_arena_fini(&bad.arena);
    ig_arena_fini(&second.arena);
    second = ask_with(&(igi_offline_opts){.faults = "bad-first=2"}, HERO, "Create a hero", more);
    assert_int_equal(ig_value_i64(FIELD(second, "power_level"), 0), 150);
    ig_arena_fini(&second.arena);
    second = ask_with(&(igi_offline_opts){.faults = "always-bad"}, HERO, "Create a hero", more);
    assert_int_equal(ig_value_i64(FIELD(second, "power_level"), 0), 150);
    ig_arena_fini(&second.arena);
    free(more);
}

/* Without a numeric bound, something else is broken; every time the schema notices. */
static void everything_can_be_spoiled(void **state)
{
    static const char *const schemas[] = {
        HEROES,
        OBJECT("\"a\":{\"enum\":[\"x\",\"y\"]}"),
        OBJECT("\"a\":{\"type\":\"string\",\"maxLength\":5}"),
        OBJECT("\"a\":{\"type\":\"string\",\"minLength\":5}"),
        "{\"type\":\"object\",\"properties\":{\"a\":{},\"b\":{}},\"required\":[\"a\",\"b\"]}",
        OBJECT("\"a\":{\"type\":\"string\"}"),
        OBJECT("\"a\":{\"type\":\"boolean\"}"),
        OBJECT("\"a\":{\"type\":\"integer\",\"maximum\":9223372036854775807}"),
        OBJECT("\"a\":{\"anyOf\":[{\"$ref\":\"#\"},{\"type\":\"integer\"}]}"),
        "{\"type\":\"object\"}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        sample          s = ask(schemas[i], "always-bad");
        const ig_value *schema = parse(igi_str(schemas[i]), &s.arena);
        assert_int_equal(s.reply.status, 200);
        if (s.value && igi_schema_check(schema, schema, s.value, &s.arena, NULL) == IG_OK)
            fail_msg("%s: %s", schemas[i], s.reply.body.p);
        ig_arena_fini(&s.arena);
    }
}

static void faults_of_the_text(void **state)
{
    sample s = ask_faulty("refuse", "");

    (void)state;
    assert_true(ig_value_str(ig_value_get(ig_value_get(choice_of(&s), "message"), "refusal")).n > 0);
    expect_str(ig_value_get(choice_of(&s), "finish_reason"), "stop");
    ig_arena_fini(&s.arena);
    s = ask_faulty("length", "");
    expect_str(ig_value_get(choice_of(&s), "finish_reason"), "length");
    assert_null(s.value);
    ig_arena_fini(&s.arena);
    s = ask_faulty("prose", "");
    assert_non_null(strstr(s.reply.body.p, "Sure!"));
    assert_non_null(strstr(s.reply.body.p, "```json"));
    ig_arena_fini(&s.arena);
    s = ask_faulty("half", "");
    assert_null(s.root);
    assert_int_equal(s.reply.body.p[0], '{');
    ig_arena_fini(&s.arena);
    s = ask_faulty("html", "");
    assert_memory_equal(s.reply.body.p, "<!doctype html>", 15);
    assert_string_equal(s.reply.content_type, "text/html");
    ig_arena_fini(&s.arena);
}

static void faults_of_the_line(void **state)
{
    sample s = ask_faulty("hang", "");

    (void)state;
    assert_true(s.reply.hang);
    ig_arena_fini(&s.arena);
    s = ask_faulty("disconnect", "");
    assert_true(s.reply.disconnect);
    ig_arena_fini(&s.arena);
    s = ask_faulty(" delay=50ms, chunk=7 ", "");
    assert_int_equal(s.reply.delay_ms, 50);
    assert_int_equal(s.reply.chunk_bytes, 7);
    assert_non_null(s.value);
    ig_arena_fini(&s.arena);
    s = ask_faulty("delay=2s", "");
    assert_int_equal(s.reply.delay_ms, 2000);
    ig_arena_fini(&s.arena);
}

/* n tries of one request fail, whatever other requests come in between. */
static void http_faults_count_each_request(void **state)
{
    const igi_offline_opts opts = {.faults = "http429=2,http500,retry-after=3"};
    igi_offline           *offline = igi_offline_open(&opts);
    char                  *a = tool_body(HERO, "a", "", ""), *b = tool_body(HERO, "b", "", "");
    static const int       expected[] = {429, 429, 500, 200, 200};

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        sample x = send_body(offline, a), y = send_body(offline, b);
        assert_int_equal(x.reply.status, expected[i]);
        assert_int_equal(y.reply.status, expected[i]);
        assert_int_equal(x.reply.retry_after_s, expected[i] == 429 ? 3 : 0);
        if (expected[i] == 429)
            expect_str(ig_value_get(ig_value_get(x.root, "error"), "code"), "rate_limit_exceeded");
        ig_arena_fini(&x.arena);
        ig_arena_fini(&y.arena);
    }
    free(a);
    free(b);
    igi_offline_close(offline);
}

static bool refuses(const char *body)
{
    sample s = send_once(NULL, body);
    bool   refused = strstr(s.reply.body.p, "I'm sorry") != NULL;

    ig_arena_fini(&s.arena);
    return refused;
}

static void switches_come_with_the_model_or_the_prompt(void **state)
{
    (void)state;
    assert_true(refuses("{\"model\":\"sample-1:refuse\"," USER "}"));
    assert_true(refuses("{\"model\":\"sample-1:chunk=3,refuse\"," USER "}"));
    assert_false(refuses("{\"model\":\"llama3:8b\"," USER "}"));
    assert_true(refuses("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a hero (fault:refuse)\"}]}"));
    assert_false(refuses("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"they refuse to hang\"}]}"));
    assert_false(refuses("{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"fault:refuse\"},"
                         "{\"role\":\"user\",\"content\":\"x\"}]}"));
}

static void unknown_switches_are_named(void **state)
{
    static const char *const wrong[] = {"bad",    "chunk",      "chunk=x",         "delay=5min",
                                        "hang=1", "bad-first=", "http429=99999999"};
    ig_error                 err;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(igi_offline_faults_check(wrong[i], &err), IG_E_USAGE);
        assert_non_null(strstr(err.msg, wrong[i]));
    }
    assert_int_equal(igi_offline_faults_check(NULL, &err), IG_OK);
    assert_int_equal(igi_offline_faults_check("", &err), IG_OK);
    sample s = ask_faulty("chunk=7,nonsense", "");
    assert_int_equal(s.reply.status, 400);
    assert_non_null(strstr(s.reply.body.p, "nonsense"));
    ig_arena_fini(&s.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tool_call_has_the_official_shape),
        cmocka_unit_test(the_schema_is_found_wherever_it_is),
        cmocka_unit_test(a_schema_in_prose_is_answered_in_a_fence),
        cmocka_unit_test(without_a_schema_it_says_what_it_is),
        cmocka_unit_test(max_tokens_cut),
        cmocka_unit_test(a_stream_is_the_same_answer_in_pieces),
        cmocka_unit_test(chunk_sets_the_size_of_deltas),
        cmocka_unit_test(deltas_hold_whole_characters),
        cmocka_unit_test(refusals_and_texts_stream_too),
        cmocka_unit_test(wrong_requests_are_named),
        cmocka_unit_test(bad_first_breaks_a_bound_once),
        cmocka_unit_test(everything_can_be_spoiled),
        cmocka_unit_test(faults_of_the_text),
        cmocka_unit_test(faults_of_the_line),
        cmocka_unit_test(http_faults_count_each_request),
        cmocka_unit_test(switches_come_with_the_model_or_the_prompt),
        cmocka_unit_test(unknown_switches_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
