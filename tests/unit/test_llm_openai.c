/* OpenAI's wire format without a network: request bodies byte by byte, and every kind of answer to its code and text.
 * SPDX-License-Identifier: MIT */
#include "llm_help.h"
#include "llm/llm_int.h"

#define MESSAGE(text) "{\"choices\":[{\"message\":" text "}]}"
#define CALL(name, arguments) \
    "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":" name ",\"arguments\":" arguments "}}"

static const ig_create_opts defaults;

static igi_question question_of(const ig_create_opts *opts)
{
    return (igi_question){.record = &Hero_model,
                          .prompt = IG_S("Hi \"you\""),
                          .opts = opts,
                          .model = "gpt-4o-mini",
                          .peer = "openai: host",
                          .host = "api.openai.com",
                          .key = IG_S("sk-secret"),
                          .tool = IG_S("Hero")};
}

/* ---- request ----------------------------------------------------------------------------------------------------- */

static void test_first_request(void **state)
{
    igi_question    question = question_of(&defaults);
    ig_arena        arena = {0};
    ig_buf          body = {0}, schema = {0};
    ig_error        err;
    const ig_value *root, *tool;

    (void)state;
    question.tool = (ig_str){NULL, 0};
    assert_int_equal(igi_openai.begin(&question, &arena, &body, &err), IG_OK);
    assert_string_equal(question.tool.p, "Hero");
    root = ig_value_parse((ig_str){body.p, body.n}, NULL, &arena, &err);
    assert_non_null(root);
    assert_int_equal(root->n, 4); /* nothing that was not asked for */
    assert_string_equal(ig_value_str(ig_value_get(root, "model")).p, "gpt-4o-mini");
    assert_non_null(strstr(body.p, "\"messages\":[{\"role\":\"user\",\"content\":\"Hi \\\"you\\\"\"}]}"));
    assert_non_null(strstr(body.p, "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"Hero\"}}"));
    tool = ig_value_at(ig_value_get(root, "tools"), 0);
    assert_string_equal(ig_value_str(ig_value_get(tool, "type")).p, "function");
    assert_int_equal(ig_schema_write(&Hero_model, IG_SCHEMA_OPENAI, &schema, &err), IG_OK);
    assert_non_null(strstr(body.p, schema.p));
    ig_buf_fini(&schema);
    ig_buf_fini(&body);
    ig_arena_fini(&arena);
}

static void expect_body(const igi_question *given, const char *part, bool present)
{
    igi_question question = *given;
    ig_arena     arena = {0};
    ig_buf       body = {0};
    ig_error     err;

    assert_int_equal(igi_openai.begin(&question, &arena, &body, &err), IG_OK);
    assert_non_null(ig_value_parse((ig_str){body.p, body.n}, NULL, &arena, &err));
    if (!strstr(body.p, part) == present)
        fail_msg("%s %s in %s", part, present ? "is not" : "is", body.p);
    ig_buf_fini(&body);
    ig_arena_fini(&arena);
}

static void test_options(void **state)
{
    const ig_message messages[] = {{IG_S("system"), IG_S("Be brief")}, {IG_S("assistant"), {NULL, 0}}};
    ig_create_opts   opts = {.messages = messages, .n_messages = 2, .has_temperature = true, .max_tokens = 77};
    igi_question     question = question_of(&opts);

    (void)state;
    expect_body(&question,
                "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief\"},"
                "{\"role\":\"assistant\",\"content\":\"\"},{\"role\":\"user\",\"content\":\"Hi",
                true);
    expect_body(&question, "\"temperature\":0.0,", true);
    expect_body(&question, "\"max_completion_tokens\":77,", true);
    question.host = "127.0.0.1:11434";
    expect_body(&question, "\"max_tokens\":77,", true);
    question.prompt.n = 0;
    expect_body(&question, "{\"role\":\"assistant\",\"content\":\"\"}]}", true);
    expect_body(&question, "null", true); /* the schema's own "default": null ... */
    expect_body(&question, "\"temperature\":null", false);
    question.list = true;
    expect_body(&question, "\"name\":\"IterableHero\"", true);
    expect_body(&question, "\"tasks\":", true);
}

/* ---- answers ----------------------------------------------------------------------------------------------------- */

typedef struct expectation {
    int         status;
    const char *body;
    ig_code     code;
    const char *text; /* of the answer if IG_OK, else part of the message */
} expectation;

static void check_answer(const expectation *e, const igi_question *question)
{
    igi_response response = {.status = e->status, .location = "http://elsewhere/"};
    ig_arena     arena = {0};
    igi_answer   answer = {0};
    ig_error     err = {0};
    ig_code      code;

    ig_buf_str(&response.body, e->body);
    code = igi_openai.read(question, &response, &arena, &answer, &err);
    if (code != e->code)
        fail_msg("%s (%s) for %s", ig_code_name(code), err.msg, e->body);
    if (code == IG_OK)
        assert_string_equal(answer.text.p, e->text);
    else {
        if (!strstr(err.msg, e->text))
            fail_msg("\"%s\" is not in \"%s\"", e->text, err.msg);
        assert_null(strstr(err.msg, "sk-secret"));
        assert_null(strchr(err.msg, '\n'));
        assert_null(strchr(err.msg, '\033'));
        if (code == IG_E_PROVIDER || code == IG_E_RATE)
            assert_int_equal(err.http_status, answer.status);
    }
    ig_buf_fini(&response.body);
    ig_arena_fini(&arena);
}

static void test_answers(void **state)
{
    static const expectation cases[] = {
        /* what models say */
        {200, MESSAGE("{\"tool_calls\":[" CALL("\"Hero\"", "\"{}\"") "]}"), IG_OK, "{}"},
        {200, MESSAGE("{\"tool_calls\":[" CALL("null", "\"{}\"") "]}"), IG_OK, "{}"},
        {200, MESSAGE("{\"tool_calls\":[" CALL("\"Hero\"", "{\"a\": [1]}") "]}"), IG_OK, "{\"a\":[1]}"},
        {200, MESSAGE("{\"tool_calls\":[" CALL("\"Hero\"", "null") "]}"), IG_OK, ""},
        {200, MESSAGE("{\"tool_calls\":[{\"function\":{\"name\":\"Hero\"}}]}"), IG_OK, ""},
        {200, MESSAGE("{\"tool_calls\":[" CALL("\"X\"", "\"1\"") "," CALL("\"Hero\"", "\"2\"") "]}"), IG_OK, "2"},
        {200, MESSAGE("{\"tool_calls\":[" CALL("\"Hero\"", "\"1\"") "," CALL("\"Hero\"", "\"2\"") "]}"), IG_OK, "1"},
        {200, MESSAGE("{\"content\":\" \\n{\\\"a\\\":1}\"}"), IG_OK, " \n{\"a\":1}"},
        {200, MESSAGE("{\"tool_calls\":[],\"content\":\"{}\"}"), IG_OK, "{}"},
        {200, MESSAGE("{\"content\":\"{}\",\"refusal\":null}"), IG_OK, "{}"},
        {200, MESSAGE("{\"tool_calls\":[" CALL("\"X\"", "\"1\"") "]}"), IG_E_INVALID, "call of the tool Hero"},
        {200, MESSAGE("{\"content\":\"Sure!\"}"), IG_E_INVALID, "call of the tool Hero"},
        {200, MESSAGE("{\"content\":null}"), IG_E_INVALID, "call of the tool Hero"},
        {200, MESSAGE("null"), IG_E_INVALID, "call of the tool Hero"},
        {200, MESSAGE("{\"refusal\":\"I can't\\nhelp with sk-secret\"}"), IG_E_REFUSED, "I can't help with ***"},
        {200, "{\"choices\":[{\"finish_reason\":\"length\",\"message\":{\"content\":\"{\"}}]}", IG_E_TRUNCATED,
         "cut off"},
        {200, "{\"choices\":[{\"finish_reason\":\"content_filter\",\"message\":{}}]}", IG_E_REFUSED, "content filter"},
        {200, "{\"choices\":[{\"finish_reason\":\"error\",\"error\":{\"message\":\"broke\"}}]}", IG_E_PROVIDER,
         "broke"},
        /* errors in a 200 */
        {200, "{\"error\":{\"message\":\"no such model\",\"code\":null}}", IG_E_PROVIDER,
         "answered 200: no such model"},
        {200, "{\"error\":{\"message\":\"slow down\",\"code\":429}}", IG_E_RATE, "answered 429: slow down"},
        {200, "{\"error\":null,\"choices\":[{\"message\":{\"content\":\"{}\"}}]}", IG_OK, "{}"},
        {200, "{\"error\":\"text\"}", IG_E_PROVIDER, "answered 200: text"},
        /* nothing that is understood */
        {200, "", IG_E_PROVIDER, "not JSON: (no text)"},
        {200, "<html>\n<b>\033[31mhi</b> sk-secret", IG_E_PROVIDER, "not JSON: <html> <b> [31mhi</b> ***"},
        {200, "{\"choices\":[{\"mess", IG_E_PROVIDER, "not JSON: {\"choices\""},
        {200, "[]", IG_E_PROVIDER, "no choices: []"},
        {200, "{\"choices\":[]}", IG_E_PROVIDER, "no choices"},
        {200, "7", IG_E_PROVIDER, "no choices"},
        /* error statuses */
        {400, "{\"error\":{\"message\":\"bad\",\"type\":\"t\",\"param\":null,\"code\":\"c\"}}", IG_E_PROVIDER,
         "openai: host answered 400: bad"},
        {401, "{\"error\":{\"message\":\"wrong key: sk-secret\"}}", IG_E_PROVIDER, "answered 401: wrong key: ***"},
        {400, "{\"error\":{\"code\":\"content_filter\",\"message\":\"filtered\"}}", IG_E_REFUSED, "filtered"},
        {400, "{\"error\":{\"code\":\"tool_use_failed\",\"message\":\"Failed to call\",\"failed_generation\":\"x\"}}",
         IG_E_INVALID, "Failed to call"},
        {404, "{\"error\":\"model 'x' not found\"}", IG_E_PROVIDER, "answered 404: model 'x' not found"},
        {404, "{\"detail\":\"Not Found\"}", IG_E_PROVIDER, "answered 404: Not Found"},
        {400, "{\"object\":\"error\",\"message\":\"vLLM\",\"code\":400}", IG_E_PROVIDER, "answered 400: vLLM"},
        {400, "[{\"error\":{\"code\":400,\"message\":\"Google\"}}]", IG_E_PROVIDER, "answered 400: Google"},
        {429, "{\"error\":{\"message\":\"rate\",\"code\":\"rate_limit_exceeded\"}}", IG_E_RATE, "answered 429: rate"},
        {502, "<html>Bad Gateway</html>", IG_E_PROVIDER, "answered 502: <html>Bad Gateway</html>"},
        {500, "", IG_E_PROVIDER, "answered 500: (no text)"},
        {302, "", IG_E_PROVIDER, "answered 302, a redirect to \"http://elsewhere/\""},
        {500, "\xff\xfe bytes \xc2\x9b", IG_E_PROVIDER, "answered 500: bytes"},
    };
    igi_question question = question_of(&defaults);
    size_t       i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++)
        check_answer(&cases[i], &question);
}

static void test_usage(void **state)
{
    static const char body[] =
        "{\"model\":\"m\",\"choices\":[{\"message\":{\"content\":\"{}\"}}],\"usage\":{"
        "\"prompt_tokens\":79,\"completion_tokens\":11,\"prompt_tokens_details\":{\"cached_tokens\":7"
        "},\"completion_tokens_details\":{\"reasoning_tokens\":3,\"audio_tokens\":null}}}";
    igi_question question = question_of(&defaults);
    igi_response response = {.status = 200};
    ig_arena     arena = {0};
    igi_answer   answer = {0};

    (void)state;
    ig_buf_str(&response.body, body);
    assert_int_equal(igi_openai.read(&question, &response, &arena, &answer, NULL), IG_OK);
    assert_string_equal(answer.model.p, "m");
    assert_int_equal(answer.usage.prompt_tokens, 79);
    assert_int_equal(answer.usage.completion_tokens, 11);
    assert_int_equal(answer.usage.total_tokens, 90); /* not sent: the sum */
    assert_int_equal(answer.usage.cached_tokens, 7);
    assert_int_equal(answer.usage.reasoning_tokens, 3);
    ig_buf_fini(&response.body);
    ig_arena_fini(&arena);
}

static void test_exhausted_quota(void **state)
{
    static const char *const bodies[] = {"{\"error\":{\"code\":\"insufficient_quota\"}}",
                                         "{\"error\":{\"type\":\"insufficient_quota\",\"code\":null}}",
                                         "{\"error\":{\"code\":\"credit_balance_exhausted\"}}"};
    igi_question             question = question_of(&defaults);
    size_t                   i;

    (void)state;
    for (i = 0; i < 3; i++) {
        igi_response response = {.status = 429, .should_retry = 1};
        igi_answer   answer = {0};
        ig_arena     arena = {0};
        ig_buf_str(&response.body, bodies[i]);
        assert_int_equal(igi_openai.read(&question, &response, &arena, &answer, NULL), IG_E_RATE);
        assert_true(answer.exhausted);
        assert_false(igi_retry_helps(IG_E_RATE, &response, &answer));
        ig_buf_fini(&response.body);
        ig_arena_fini(&arena);
    }
}

/* ---- re-ask ------------------------------------------------------------------------------------------------------ */

/* Reads the answer, appends the re-ask to a body and compares what was appended. */
static void check_reask(const char *answer_body, const char *appended)
{
    igi_question question = question_of(&defaults);
    igi_response response = {.status = 200};
    ig_arena     arena = {0};
    igi_answer   answer = {0};
    ig_buf       body = {0};
    ig_code      code;

    ig_buf_str(&response.body, answer_body);
    code = igi_openai.read(&question, &response, &arena, &answer, NULL);
    assert_true(code == IG_OK || code == IG_E_INVALID);
    ig_buf_str(&body, "{\"messages\":[1]}");
    igi_openai.reask(&answer, IG_S("E\n1"), &body);
    assert_int_equal(body.code, IG_OK);
    assert_memory_equal(body.p, "{\"messages\":[1,", 15);
    assert_string_equal(body.p + 15, appended);
    ig_buf_fini(&body);
    ig_buf_fini(&response.body);
    ig_arena_fini(&arena);
}

static void test_reask(void **state)
{
#define TOOL(id)                                                                                      \
    "{\"role\":\"tool\",\"tool_call_id\":\"" id "\",\"content\":\"Validation Error found:\\nE\\n1\\n" \
    "Recall the function correctly, fix the errors\"}"
#define USER                                                                                  \
    "{\"role\":\"user\",\"content\":\"Validation Error due to no tool invocation:\\nE\\n1\\n" \
    "Recall the function correctly, fix the errors\"}"
#define OTHER "{\"id\":\"call_2\",\"function\":{\"name\":\"X\",\"arguments\":\"\"},\"extra\":{\"signature\":\"s\"}}"

    (void)state;
    check_reask(MESSAGE("{\"content\":null,\"tool_calls\":[" CALL("\"Hero\"", "\"{}\"") "]}"),
                "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[" CALL("\"Hero\"",
                                                                                 "\"{}\"") "]}," TOOL("call_1") "]}");
    check_reask(MESSAGE("{\"content\":\"hm\",\"tool_calls\":[" CALL("\"Hero\"", "\"{}\"") "," OTHER "]}"),
                "{\"role\":\"assistant\",\"content\":\"hm\",\"tool_calls\":[" CALL(
                    "\"Hero\"", "\"{}\"") "," OTHER "]}," TOOL("call_1") "," TOOL("call_2") "]}");
    check_reask(MESSAGE("{\"content\":\"Sure!\"}"), "{\"role\":\"assistant\",\"content\":\"Sure!\"}," USER "]}");
    check_reask(MESSAGE("{\"content\":\"{}\"}"), "{\"role\":\"assistant\",\"content\":\"{}\"}," USER "]}");
    /* a call that cannot be answered, because it has no id */
    check_reask(MESSAGE("{\"tool_calls\":[{\"function\":{\"name\":\"Hero\",\"arguments\":\"{1}\"}}]}"),
                "{\"role\":\"assistant\",\"content\":\"{1}\"}," USER "]}");
}

/* ---- text of peers ----------------------------------------------------------------------------------------------- */

static void test_excerpt(void **state)
{
    static const struct {
        const char *text, *key, *expected;
    } cases[] = {
        {"plain", "", "plain"},
        {" a\r\n\t b\x7f ", "", "a b"},
        {"h\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", "", "h\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"},
        {"\xc0\x80x\xed\xa0\x80y\xf5z\xe2\x82", "", "x y z"},
        {"a\xe2\x80\xae"
         "b",
         "", "a b"},
        {"key sk-1 and sk-1sk-1", "sk-1", "key *** and ******"},
        {"abc abc", "abc", "abc abc"},
        {"0123456789012345678901234567", "", "0123456789012345678901234567"},
        {"0123456789012345678901234567890123", "", "0123456789012345678901234567..."},
        {"01234567890123456789012345sk-1sk-1sk-1", "sk-1", "01234567890123456789012345..."},
    };
    char   out[32];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(igi_excerpt(igi_str(cases[i].text), igi_str(cases[i].key), out, sizeof out),
                            cases[i].expected);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_request), cmocka_unit_test(test_options),         cmocka_unit_test(test_answers),
        cmocka_unit_test(test_usage),         cmocka_unit_test(test_exhausted_quota), cmocka_unit_test(test_reask),
        cmocka_unit_test(test_excerpt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
