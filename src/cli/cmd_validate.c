/* `ingot validate`: JSON in, the checked value as JSON out, or what is wrong with it in Pydantic's words.
 * SPDX-License-Identifier: MIT */
#include <string.h>
#include "cli.h"
#include "modelfile.h"

typedef struct validation {
    const ig_model *model;
    ig_read_opts    opts;
    bool            lines, as_json; /* --lines, --json */
    uint64_t        line;           /* with --lines: 1.. */
    ig_arena        arena;
} validation;

/* {"detail":[...]} or {"line":3,"detail":[...]}, on stdout. */
static int report_json(const validation *v, const ig_error *err)
{
    ig_buf out = {0};
    int    status;

    ig_buf_char(&out, '{');
    if (v->lines)
        ig_buf_printf(&out, "\"line\":%" PRIu64 ",", v->line);
    ig_buf_str(&out, "\"detail\":");
    ig_issues_json(err, &out);
    ig_buf_char(&out, '}');
    status = igi_print_line(&out);
    return status ? status : IGI_EXIT_INVALID;
}

/* str(ValidationError), on stderr. */
static int report_text(const validation *v, const ig_error *err)
{
    ig_buf text = {0};

    ig_issues_text(err, true, &text);
    if (text.code)
        igi_complain(0, "%s", ig_code_text(text.code));
    else if (v->lines)
        fprintf(stderr, "line %" PRIu64 ": %s\n", v->line, text.p);
    else
        fprintf(stderr, "%s\n", text.p);
    ig_buf_fini(&text);
    return IGI_EXIT_INVALID;
}

static int report(const validation *v, const ig_error *err)
{
    char where[40] = "stdin: ";

    if (err->n_issues)
        return v->as_json ? report_json(v, err) : report_text(v, err);
    if (v->lines)
        snprintf(where, sizeof where, "line %" PRIu64 ": ", v->line);
    return igi_complain_error(err, where);
}

/* One value: printed, or reported. IGI_EXIT_OK, IGI_EXIT_INVALID, or another status that ends everything. */
static int validate(validation *v, ig_str text)
{
    ig_buf   out = {0};
    ig_error err;
    void    *object = ig_arena_zalloc(&v->arena, v->model->size);
    ig_code  code = IG_E_NOMEM;

    if (object)
        code = ig_json_read(v->model, text, &v->opts, &v->arena, object, &err);
    else
        err = (ig_error){.code = IG_E_NOMEM, .msg = "out of memory"};
    if (code)
        return report(v, &err);
    ig_json_write(v->model, object, NULL, &out);
    return igi_print_line(&out);
}

static bool is_blank(ig_str line)
{
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] != ' ' && line.p[i] != '\t' && line.p[i] != '\r')
            return false;
    }
    return true;
}

static int validate_line(validation *v, ig_str line)
{
    int status = IGI_EXIT_OK;

    v->line++;
    if (!is_blank(line))
        status = validate(v, line);
    ig_arena_reset(&v->arena);
    return status;
}

/* Checks the whole lines in the buffer, of which bytes from `fresh` on are new, and keeps the rest of it. */
static int take_lines(validation *v, ig_buf *in, size_t fresh)
{
    int    status = IGI_EXIT_OK;
    size_t begin = 0;
    char  *end;

    while (in->n > fresh && (end = memchr(in->p + fresh, '\n', in->n - fresh))) {
        if (validate_line(v, (ig_str){in->p + begin, (size_t)(end - in->p) - begin}))
            status = IGI_EXIT_INVALID;
        begin = fresh = (size_t)(end - in->p) + 1;
    }
    memmove(in->p, in->p + begin, in->n - begin);
    in->n -= begin;
    return status;
}

/* One line at a time, so that input of any length passes through. Blank lines are skipped but counted. */
static int validate_lines(validation *v)
{
    ig_buf  in = {0};
    int     status = IGI_EXIT_OK;
    ssize_t n;

    while ((n = igi_read_piece(&in)) > 0) {
        if (take_lines(v, &in, in.n - (size_t)n))
            status = IGI_EXIT_INVALID;
    }
    if (n < 0 || (in.n > 0 && validate_line(v, (ig_str){in.p, in.n})))
        status = IGI_EXIT_INVALID;
    ig_buf_fini(&in);
    return status;
}

static int validate_all(validation *v)
{
    ig_buf in = {0};
    int    status = igi_read_stdin(&in);

    if (!status)
        status = validate(v, (ig_str){in.p, in.n});
    ig_buf_fini(&in);
    return status;
}

static int run(const igi_args *args)
{
    validation    v = {.opts.strict = args->strict, .lines = args->lines, .as_json = args->json};
    igi_modelfile file;
    int           status = igi_modelfile_open(args->operands[0], &file);

    if (status)
        return status;
    v.model = igi_modelfile_find(&file, args->operands[1]);
    if (!v.model)
        return IGI_EXIT_USAGE;
    status = v.lines ? validate_lines(&v) : validate_all(&v);
    ig_arena_fini(&v.arena);
    return status;
}

static const igi_option options[] = {
    IGI_FLAG("--strict", strict, "no conversions: \"12\" is not an integer"),
    IGI_FLAG("--json", json, "report what is wrong as {\"detail\": [{type, loc, msg, input, ctx}]}\non stdout"),
    IGI_FLAG("--lines", lines,
             "JSON Lines: each line is a value; with --json, reports of bad lines\n"
             "are {\"line\": N, \"detail\": [...]} in their place"),
};

const igi_command igi_cmd_validate = {
    .name = "validate",
    .summary = "Check JSON against a model and print the value",
    .operands = "FILE NAME",
    .min_operands = 2,
    .max_operands = 2,
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .details = "Reads stdin and prints the value as model_dump_json() would. If it is not valid, says why as Pydantic\n"
               "does and exits with 1.\n",
    .run = run,
};
