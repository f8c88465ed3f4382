/* Reads command lines by the tables of options.h: argv in, igi_args or a line of complaint out; and prints --help.
 * SPDX-License-Identifier: MIT */
#include <string.h>
#include "cli.h"

static int usage(const igi_command *command, const char *problem, const char *subject)
{
    return igi_complain(IGI_EXIT_USAGE, "%s %s (see `ingot %s --help`)", problem, subject, command->name);
}

/* Digits only, no sign, no overflow. */
static bool read_number(const char *text, uint64_t *out)
{
    uint64_t value = 0;

    if (!*text)
        return false;
    for (; *text; text++) {
        unsigned digit = (unsigned)(*text - '0');
        if (digit > 9 || value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

static int set_number(const igi_option *option, const char *value, uint64_t *out)
{
    uint64_t number;

    if (!read_number(value, &number) || number < option->min || number > option->max)
        return igi_complain(IGI_EXIT_USAGE, "%s takes a number from %" PRIu64 " to %" PRIu64 ", not \"%s\"",
                            option->name, option->min, option->max, value);
    *out = number;
    return IGI_EXIT_OK;
}

static int set_choice(const igi_option *option, const char *value, const char **out)
{
    ig_buf known = {0};

    for (size_t i = 0; option->choices[i]; i++) {
        if (strcmp(option->choices[i], value) == 0) {
            *out = value;
            ig_buf_fini(&known);
            return IGI_EXIT_OK;
        }
        ig_buf_printf(&known, "%s%s", i ? ", " : "", option->choices[i]);
    }
    igi_complain(0, "%s takes one of %s, not \"%s\"", option->name, known.p ? known.p : "its choices", value);
    ig_buf_fini(&known);
    return IGI_EXIT_USAGE;
}

static int set_option(const igi_option *option, const char *value, igi_args *args)
{
    void *member = (char *)args + option->offset;

    switch (option->kind) {
    case IGI_OPTION_FLAG:
        *(bool *)member = true;
        return IGI_EXIT_OK;
    case IGI_OPTION_TEXT:
        *(const char **)member = value;
        return IGI_EXIT_OK;
    case IGI_OPTION_CHOICE:
        return set_choice(option, value, member);
    case IGI_OPTION_NUMBER:
        return set_number(option, value, member);
    }
    return IGI_EXIT_USAGE;
}

/* The option that a word names, and where the value begins if the word holds it: "--db=URL", "-n5". */
static const igi_option *find_option(const igi_command *command, const char *word, const char **value)
{
    for (size_t i = 0; i < command->n_options; i++) {
        const igi_option *option = &command->options[i];
        size_t            n = strlen(option->name);
        *value = NULL;
        if (strncmp(word, option->name, n) != 0)
            continue;
        if (word[n] == 0)
            return option;
        if (word[n] == '=')
            *value = word + n + 1;
        else if (option->name[1] != '-')
            *value = word + n;
        if (*value)
            return option;
    }
    return NULL;
}

/* Reads the option at argv[0] and its value; *used is how many words that were. */
static int read_option(const igi_command *command, int argc, char **argv, igi_args *args, int *used)
{
    const char       *value;
    const igi_option *option = find_option(command, argv[0], &value);

    *used = 1;
    if (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0) {
        args->help = true;
        return IGI_EXIT_OK;
    }
    if (!option)
        return usage(command, "unknown option", argv[0]);
    if (option->kind == IGI_OPTION_FLAG)
        return value ? usage(command, "no value goes with", option->name) : set_option(option, NULL, args);
    if (!value && argc < 2)
        return usage(command, "a value is missing after", option->name);
    if (!value) {
        value = argv[1];
        *used = 2;
    }
    return set_option(option, value, args);
}

int igi_args_parse(const igi_command *command, int argc, char **argv, igi_args *args)
{
    bool options_end = false;
    int  used = 1, status = IGI_EXIT_OK;

    for (; argc > 0 && !status; argc -= used, argv += used) {
        used = 1;
        if (!options_end && strcmp(*argv, "--") == 0)
            options_end = true;
        else if (!options_end && argv[0][0] == '-' && argv[0][1])
            status = read_option(command, argc, argv, args, &used);
        else if (args->n_operands == command->max_operands)
            status = usage(command, "too many arguments: what is", *argv);
        else
            args->operands[args->n_operands++] = *argv;
    }
    if (!status && !args->help && args->n_operands < command->min_operands)
        status = igi_complain(IGI_EXIT_USAGE, "arguments are missing: ingot %s %s", command->name, command->operands);
    return status;
}

/* ---- help -------------------------------------------------------------------------------------------------------- */

enum { HELP_COLUMN = 24 };

static void print_option(const char *name, const char *value, const char *help, FILE *out)
{
    int width = fprintf(out, "  %s%s%s", name, value ? " " : "", value ? value : "");

    fprintf(out, "%*s", width < HELP_COLUMN ? HELP_COLUMN - width : 1, "");
    for (; *help; help++) {
        fputc(*help, out);
        if (*help == '\n')
            fprintf(out, "%*s", HELP_COLUMN, "");
    }
    fputc('\n', out);
}

void igi_command_help(const igi_command *command, FILE *out)
{
    fprintf(out, "%s.\n\nUsage: ingot %s%s%s [OPTION...]\n\nOptions:\n", command->summary, command->name,
            *command->operands ? " " : "", command->operands);
    for (size_t i = 0; i < command->n_options; i++)
        print_option(command->options[i].name, command->options[i].value, command->options[i].help, out);
    print_option("-h, --help", NULL, "this text", out);
    if (command->details)
        fprintf(out, "\n%s", command->details);
}
