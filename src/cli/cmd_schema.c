/* `ingot schema`: a model of a model file in, its JSON Schema, tool definition or table definition out.
 * SPDX-License-Identifier: MIT */
#include <string.h>
#include "cli.h"
#include "modelfile.h"

static const char *const formats[] = {"json-schema", "openai", "openai-strict", "anthropic", "sql", NULL};
static const char *const dialects[] = {"sqlite", "postgresql", NULL};

static ig_schema_dialect dialect_of(const char *format)
{
    if (strcmp(format, "openai") == 0)
        return IG_SCHEMA_OPENAI;
    if (strcmp(format, "openai-strict") == 0)
        return IG_SCHEMA_OPENAI_STRICT;
    return strcmp(format, "anthropic") == 0 ? IG_SCHEMA_ANTHROPIC : IG_SCHEMA_PYDANTIC;
}

static int print_schema(const ig_model *model, const char *format, const char *dialect)
{
    bool     sql = strcmp(format, "sql") == 0;
    ig_buf   out = {0};
    ig_error err;
    ig_code  code = sql ? ig_table_sql(model, dialect ? dialect : "sqlite", &out, &err)
                        : ig_schema_write(model, dialect_of(format), &out, &err);

    if (code) {
        ig_buf_fini(&out);
        return igi_complain_error(&err, "");
    }
    if (sql && out.n && out.p[out.n - 1] == '\n')
        out.n--;
    return igi_print_line(&out);
}

static int run(const igi_args *args)
{
    const char     *format = args->format ? args->format : formats[0];
    igi_modelfile   file;
    const ig_model *model;
    int             status;

    if (args->dialect && strcmp(format, "sql") != 0)
        return igi_complain(IGI_EXIT_USAGE, "--dialect goes with --format sql");
    status = igi_modelfile_open(args->operands[0], &file);
    if (status)
        return status;
    model = igi_modelfile_find(&file, args->operands[1]);
    return model ? print_schema(model, format, args->dialect) : IGI_EXIT_USAGE;
}

static const igi_option options[] = {
    IGI_CHOICE("--format", "FORMAT", format, formats,
               "json-schema (default): as Pydantic's model_json_schema()\n"
               "openai: a tool for chat completions\n"
               "openai-strict: the same for strict mode\n"
               "anthropic: a tool for Anthropic's messages\n"
               "sql: the CREATE statements of the table"),
    IGI_CHOICE("--dialect", "DIALECT", dialect, dialects, "with --format sql: sqlite (default) or postgresql"),
};

const igi_command igi_cmd_schema = {
    .name = "schema",
    .summary = "Print the JSON Schema, tool or table definition of a model",
    .operands = "FILE NAME",
    .min_operands = 2,
    .max_operands = 2,
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .details = "NAME is a MODEL or VIEW of FILE.\n",
    .run = run,
};
