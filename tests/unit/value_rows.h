/* Tables of JSON values and what becomes of them in lax, strict and Python mode, and the loop that holds a model to one.
 * SPDX-License-Identifier: MIT
 *
 * To be readable the tables have ' where JSON has ". An issue is written "!type: message {ctx}", without a ctx that only
 * repeats the end of the message. */
#ifndef VALUE_ROWS_H
#define VALUE_ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <ingot/ingot.h>

#define SAME NULL /* as in lax mode */

typedef struct value_row {
    const ig_model *model; /* one member, v */
    const char     *input;
    const char     *lax, *strict, *python;
} value_row;

static void swap_quotes(char *text, char from, char to)
{
    for (; *text; text++) {
        if (*text == from)
            *text = to;
    }
}

/* The tail of {"error":"tail"} is also the end of the message. */
static bool repeats_message(const ig_issue *issue)
{
    static const char head[] = "{\"error\":\"";
    size_t            n = issue->ctx.n < sizeof head + 1 ? 0 : issue->ctx.n - (sizeof head - 1) - 2;
    ig_buf            quoted = {0};
    bool              same;

    if (n == 0 || memcmp(issue->ctx.p, head, sizeof head - 1) != 0)
        return false;
    ig_json_write_str(&quoted, issue->msg);
    same = quoted.n > n + 1 && memcmp(quoted.p + quoted.n - 1 - n, issue->ctx.p + sizeof head - 1, n) == 0;
    ig_buf_fini(&quoted);
    return same;
}

/* Reads {"v": input} and says what came of it; into buf. */
static void outcome_of(const value_row *row, const ig_read_opts *opts, char *buf, size_t size)
{
    ig_arena arena = {0};
    ig_buf   json_text = {0};
    ig_error err;
    char     text[512], object[64] = {0};
    ig_code  code;

    snprintf(text, sizeof text, "{'v':%s}", row->input);
    swap_quotes(text, '\'', '"');
    code = ig_json_read(row->model, (ig_str){text, strlen(text)}, opts, &arena, object, &err);
    if (code == IG_OK) {
        ig_json_write(row->model, object, NULL, &json_text);
        snprintf(buf, size, "%.*s", (int)json_text.n - 6, json_text.p + 5);
    } else if (code == IG_E_INVALID && err.n_issues == 1) {
        const ig_issue *issue = &err.issues[0];
        snprintf(buf, size, "!%s: %s%s%s", issue->type, issue->msg.p,
                 issue->ctx.p && !repeats_message(issue) ? " " : "",
                 issue->ctx.p && !repeats_message(issue) ? issue->ctx.p : "");
    } else {
        snprintf(buf, size, "%s, %s", ig_code_name(code), err.msg);
    }
    swap_quotes(buf, '"', '\'');
    ig_buf_fini(&json_text);
    ig_arena_fini(&arena);
}

static void check_row(const value_row *row, const char *mode, const ig_read_opts *opts, const char *wanted)
{
    char found[2048];

    outcome_of(row, opts, found, sizeof found);
    if (strcmp(found, wanted) != 0)
        fail_msg("%s <- %s (%s)\n  wanted %s\n  found  %s", row->model->name, row->input, mode, wanted, found);
}

static void check_rows(const value_row *rows, size_t n)
{
    static const ig_read_opts lax, strict = {.strict = true}, python = {.python_texts = true};

    for (const value_row *row = rows; row < rows + n; row++) {
        check_row(row, "lax", &lax, row->lax);
        check_row(row, "strict", &strict, row->strict ? row->strict : row->lax);
        check_row(row, "python", &python, row->python ? row->python : row->lax);
    }
}

#endif
