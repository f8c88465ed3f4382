/* Command lines described by tables: one table of options per command, from which parsing and --help come.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_OPTIONS_H
#define INGOT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { IGI_MOST_OPERANDS = 4 };

/* Everything that any command can be told. Texts point into argv. */
typedef struct igi_args {
    const char *operands[IGI_MOST_OPERANDS];
    size_t      n_operands;
    bool        help;
    bool        strict, json, lines, verbose;
    const char *format, *dialect, *db, *llm, *base_url, *mode, *host, *faults;
    uint64_t    n, max_attempts, concurrency, timeout_s, port, seed;
} igi_args;

typedef enum igi_option_kind { IGI_OPTION_FLAG, IGI_OPTION_TEXT, IGI_OPTION_CHOICE, IGI_OPTION_NUMBER } igi_option_kind;

typedef struct igi_option {
    const char        *name;  /* "--db", or "-n" */
    const char        *value; /* what --help calls its value; NULL for a flag */
    igi_option_kind    kind;
    size_t             offset;   /* in igi_args: a bool, a text or a uint64_t */
    uint64_t           min, max; /* of a number */
    const char *const *choices;  /* NULL-terminated */
    const char        *help;     /* lines end in \n, the last one does not */
} igi_option;

/* Rows of a table of options; member is one of igi_args, of the type that goes with the kind. */
/* clang-format off */
#define IGI_FLAG(name_, member, help_) \
    { .name = name_, .kind = IGI_OPTION_FLAG, .offset = offsetof(igi_args, member), .help = help_ }
#define IGI_TEXT(name_, value_, member, help_) \
    { .name = name_, .value = value_, .kind = IGI_OPTION_TEXT, .offset = offsetof(igi_args, member), .help = help_ }
#define IGI_CHOICE(name_, value_, member, choices_, help_) \
    { .name = name_, .value = value_, .kind = IGI_OPTION_CHOICE, .offset = offsetof(igi_args, member), \
      .choices = choices_, .help = help_ }
#define IGI_NUMBER(name_, value_, member, min_, max_, help_) \
    { .name = name_, .value = value_, .kind = IGI_OPTION_NUMBER, .offset = offsetof(igi_args, member), \
      .min = min_, .max = max_, .help = help_ }
/* clang-format on */

typedef struct igi_command {
    const char       *name;
    const char       *summary;  /* for the list of commands */
    const char       *operands; /* "FILE NAME PROMPT" */
    size_t            min_operands, max_operands;
    const igi_option *options;
    size_t            n_options;
    const char       *details; /* paragraphs after the options */
    int (*run)(const igi_args *args);
} igi_command;

/* Reads argv[0..argc) (the command's name not included) into *args, whose defaults the caller has set. Options may be
 * written "--opt value" or "--opt=value", before or after operands; "--" ends them. 0, or IGI_EXIT_USAGE after a
 * complaint on stderr. With --help nothing else is asked for. */
int igi_args_parse(const igi_command *command, int argc, char **argv, igi_args *args);
/* Prints the help of one command. */
void igi_command_help(const igi_command *command, FILE *out);

#endif
