/* What the commands share: exit statuses, the line of complaint, reading input, and the table of commands.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_CLI_H
#define INGOT_CLI_H

#include <sys/types.h>
#include <ingot/ingot.h>
#include "options.h"

enum {
    IGI_EXIT_OK = 0,
    IGI_EXIT_INVALID = 1, /* the input or the answer was not valid; also out of memory and failed output */
    IGI_EXIT_USAGE = 2,   /* usage or model file */
    IGI_EXIT_DATABASE = 3,
    IGI_EXIT_PROVIDER = 4,     /* network or provider */
    IGI_EXIT_INTERRUPTED = 130 /* Ctrl-C, as shells have it */
};

extern const igi_command igi_cmd_schema, igi_cmd_validate, igi_cmd_json, igi_cmd_generate, igi_cmd_llm_server;

/* Prints "ingot: ..." and a newline to stderr and returns status: `return igi_complain(IGI_EXIT_USAGE, ...)`. */
int igi_complain(int status, const char *format, ...) IG_PRINTF(2, 3);
/* Prints "ingot: ", where ("" or e.g. "stdin: ") and the message of err, then Pydantic's text for its issues, if any.
 * Returns igi_exit_status(err->code). */
int igi_complain_error(const ig_error *err, const char *where);
/* The exit status for a failure that is not the database's. */
int igi_exit_status(ig_code code);
/* Appends the next piece of stdin, up to ig_limits.max_json_bytes in all. Its size; 0 at the end, -1 after a complaint. */
ssize_t igi_read_piece(ig_buf *out);
/* Reads stdin to its end. 0, or the exit status after a complaint. */
int igi_read_stdin(ig_buf *out);
/* Writes a buffer and a newline to stdout, or complains when the buffer has failed. Frees it. 0 or an exit status. */
int igi_print_line(ig_buf *line);

#endif
