/* For the tests of the sample generator: requests from a schema and a prompt, and what came back.
 * SPDX-License-Identifier: MIT */
#ifndef OFFLINE_HELP_H
#define OFFLINE_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/base_int.h"
#include "llm/offline_int.h"

#define HERO_FIELDS                                                                                        \
    "\"name\":{\"title\":\"Name\",\"type\":\"string\",\"minLength\":2,\"maxLength\":100},"                 \
    "\"secret_name\":{\"title\":\"Secret Name\",\"type\":\"string\"},"                                     \
    "\"age\":{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"null\"}],\"default\":null,\"title\":\"Age\"}," \
    "\"power_level\":{\"anyOf\":[{\"type\":\"integer\",\"minimum\":1,\"maximum\":100},{\"type\":\"null\"}]}"
#define HERO                                                                    \
    "{\"title\":\"Hero\",\"type\":\"object\",\"properties\":{" HERO_FIELDS "}," \
    "\"required\":[\"name\",\"secret_name\"]}"
#define HEROES                                                                       \
    "{\"title\":\"IterableHero\",\"type\":\"object\",\"$defs\":{\"Hero\":" HERO "}," \
    "\"properties\":{\"tasks\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/Hero\"}}},\"required\":[\"tasks\"]}"

/* {"type":"object","properties":{<fields>}}: a model without a name. */
#define OBJECT(fields) "{\"type\":\"object\",\"properties\":{" fields "}}"

/* An answer; everything in the arena, which the caller ends. */
typedef struct sample {
    ig_arena          arena;
    igi_offline_reply reply;
    const ig_value   *root;  /* the body; NULL when it is no JSON */
    const ig_value   *value; /* what the schema asked for; NULL when there is none */
} sample;

static inline const ig_value *parse(ig_str text, ig_arena *arena)
{
    return ig_value_parse(text, NULL, arena, NULL);
}

/* Sends a body; `value` is the arguments of the tool call or the content, if that is JSON. */
static inline sample send_body(igi_offline *offline, const char *body)
{
    sample          s = {.root = NULL};
    const ig_value *message;
    ig_str          text;

    assert_int_equal(igi_offline_chat(offline, igi_str(body), &s.arena, &s.reply), IG_OK);
    s.root = s.reply.body.n ? parse(s.reply.body, &s.arena) : NULL;
    message = ig_value_get(ig_value_at(ig_value_get(s.root, "choices"), 0), "message");
    text = ig_value_str(
        ig_value_get(ig_value_get(ig_value_at(ig_value_get(message, "tool_calls"), 0), "function"), "arguments"));
    if (!text.p)
        text = ig_value_str(ig_value_get(message, "content"));
    s.value = text.p ? parse(text, &s.arena) : NULL;
    return s;
}

/* A body that asks for one call of a tool with this schema; more: further messages, with a comma in front, or "". */
static inline char *tool_body(const char *schema, const char *prompt, const char *more, const char *options)
{
    ig_buf out = {0};
    char  *text;

    ig_buf_str(&out, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":");
    ig_json_write_str(&out, igi_str(prompt));
    ig_buf_printf(&out, "}%s],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"T\",\"parameters\":%s}}],",
                  more, schema);
    ig_buf_printf(&out, "\"tool_choice\":\"required\"%s}", options);
    assert_int_equal(out.code, IG_OK);
    text = strdup(out.p);
    assert_non_null(text);
    ig_buf_fini(&out);
    return text;
}

static inline sample ask_with(const igi_offline_opts *opts, const char *schema, const char *prompt, const char *more)
{
    igi_offline *offline = igi_offline_open(opts);
    char        *body = tool_body(schema, prompt, more, "");
    sample       s;

    assert_non_null(offline);
    s = send_body(offline, body);
    free(body);
    igi_offline_close(offline);
    return s;
}

static inline sample ask(const char *schema, const char *prompt)
{
    return ask_with(NULL, schema, prompt, "");
}

/* The next messages of a conversation in which the tool was called and its arguments were refused. */
static inline char *reask(const char *complaint)
{
    ig_buf out = {0};
    char  *text;

    ig_buf_str(&out, ",{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
                     "\"function\":{\"name\":\"T\",\"arguments\":\"{}\"}}]},"
                     "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":");
    ig_json_write_str(&out, igi_str(complaint));
    ig_buf_char(&out, '}');
    text = strdup(out.p);
    assert_non_null(text);
    ig_buf_fini(&out);
    return text;
}

static inline sample ask_again(const char *schema, const char *prompt, const char *complaint)
{
    char  *more = reask(complaint);
    sample s = ask_with(NULL, schema, prompt, more);

    free(more);
    return s;
}

static inline void expect_str(const ig_value *v, const char *text)
{
    if (!v || v->type != IG_VALUE_STRING || !igi_is(v->text, text))
        fail_msg("\"%s\", not \"%s\"", v && v->type == IG_VALUE_STRING ? v->text.p : "(no string)", text);
}

#define FIELD(s, name) ig_value_get((s).value, (name))

#endif
