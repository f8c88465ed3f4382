/* The `ingot` command: finds the command that argv names, reads its options, runs it.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"

static const igi_command *const commands[] = {&igi_cmd_schema, &igi_cmd_validate, &igi_cmd_json, &igi_cmd_generate,
                                              &igi_cmd_llm_server};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static void print_help(FILE *out)
{
    fprintf(out, "One C model: your table, your JSON Schema, your validated LLM answer.\n\n"
                 "Usage: ingot COMMAND ...\n\nCommands:\n");
    for (size_t i = 0; i < N_COMMANDS; i++)
        fprintf(out, "  %-12s %s\n", commands[i]->name, commands[i]->summary);
    fprintf(out, "\n`ingot help COMMAND` or `ingot COMMAND --help` tells more; `ingot --version` the version.\n"
                 "FILE is C source or a header with MODEL()s; it is compiled with `cc` (or $CC) and cached.\n"
                 "Results go to stdout, everything else to stderr. Exit status: 0 done, 1 input or answer not valid,\n"
                 "2 usage or model file, 3 database, 4 network or provider, 130 interrupted.\n");
}

static const igi_command *find_command(const char *name)
{
    for (size_t i = 0; i < N_COMMANDS; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}

static int unknown_command(const char *name)
{
    ig_buf known = {0};

    for (size_t i = 0; i < N_COMMANDS; i++)
        ig_buf_printf(&known, "%s%s", i ? ", " : "", commands[i]->name);
    igi_complain(IGI_EXIT_USAGE, "no command \"%s\": there are %s", name, known.p ? known.p : "others");
    ig_buf_fini(&known);
    return IGI_EXIT_USAGE;
}

static int help(const char *name)
{
    const igi_command *command = name ? find_command(name) : NULL;

    if (name && !command)
        return unknown_command(name);
    if (command)
        igi_command_help(command, stdout);
    else
        print_help(stdout);
    return IGI_EXIT_OK;
}

static int run(int argc, char **argv)
{
    igi_args           args = {.n = 1, .concurrency = 1, .max_attempts = 3, .timeout_s = 60};
    const igi_command *command;
    int                status;

    if (argc < 2) {
        print_help(stderr);
        return IGI_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0)
        return help(argc > 2 ? argv[2] : NULL);
    if (strcmp(argv[1], "--version") == 0) {
        puts("ingot " IG_VERSION);
        return IGI_EXIT_OK;
    }
    command = find_command(argv[1]);
    if (!command)
        return unknown_command(argv[1]);
    status = igi_args_parse(command, argc - 2, argv + 2, &args);
    if (status)
        return status;
    return args.help ? help(command->name) : command->run(&args);
}

/* A caller may have closed these. Whatever is opened next would take their numbers, and what is printed would end up in
 * a database or a socket. Opened the wrong way round, reading and writing fail as before. */
static void occupy_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
            abort();
    }
}

int main(int argc, char **argv)
{
    int status;

    occupy_standard_streams();
    status = run(argc, argv);
    /* A result that did not reach its file is no success. */
    if (fflush(stdout) != 0 || ferror(stdout)) {
        igi_complain(IGI_EXIT_INVALID, "cannot write to stdout: %s", strerror(errno));
        return status ? status : IGI_EXIT_INVALID;
    }
    return status;
}
