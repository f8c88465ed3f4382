/* Standard input, output and the lines of complaint that all commands share.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "cli.h"

int igi_complain(int status, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    flockfile(stderr);
    fputs("ingot: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    funlockfile(stderr);
    va_end(args);
    return status;
}

int igi_exit_status(ig_code code)
{
    switch (code) {
    case IG_OK:
        return IGI_EXIT_OK;
    case IG_E_MODEL:
    case IG_E_USAGE:
        return IGI_EXIT_USAGE;
    case IG_E_TIMEOUT:
    case IG_E_NET:
    case IG_E_RATE:
    case IG_E_PROVIDER:
    case IG_E_TRUNCATED:
        return IGI_EXIT_PROVIDER;
    case IG_E_CANCELLED:
        return IGI_EXIT_INTERRUPTED;
    default:
        return IGI_EXIT_INVALID;
    }
}

/* Prints the issues, without their first line ("2 validation errors for Hero") if the message ends with it. */
static void print_issues(const ig_error *err)
{
    ig_buf      text = {0};
    const char *rest;

    ig_issues_text(err, false, &text);
    rest = text.p && !text.code ? text.p : "";
    if (*rest) {
        size_t first = strcspn(rest, "\n"), n = strlen(err->msg);
        if (n >= first && strncmp(err->msg + n - first, rest, first) == 0)
            rest += first + (rest[first] == '\n');
        fprintf(stderr, "%s\n", rest);
    }
    ig_buf_fini(&text);
}

int igi_complain_error(const ig_error *err, const char *where)
{
    igi_complain(0, "%s%s", where, err->msg);
    if (err->n_issues)
        print_issues(err);
    return igi_exit_status(err->code);
}

ssize_t igi_read_piece(ig_buf *out)
{
    enum { PIECE = 1 << 16 };
    ig_limits limits = ig_limits_resolve(NULL);
    char     *room;
    ssize_t   n;

    out->max_bytes = limits.max_json_bytes;
    room = ig_buf_room(out, PIECE);
    do
        n = room ? read(STDIN_FILENO, room, PIECE) : -1;
    while (n < 0 && room && errno == EINTR);
    if (n < 0)
        igi_complain(0, "stdin: %s", room ? strerror(errno) : ig_code_text(out->code));
    else
        out->n += (size_t)n;
    return n;
}

int igi_read_stdin(ig_buf *out)
{
    ssize_t n;

    do
        n = igi_read_piece(out);
    while (n > 0);
    return n == 0 ? IGI_EXIT_OK : IGI_EXIT_INVALID;
}

int igi_print_line(ig_buf *line)
{
    int status = IGI_EXIT_OK;

    if (line->code) {
        status = igi_complain(IGI_EXIT_INVALID, "%s", ig_code_text(line->code));
    } else {
        ig_buf_char(line, '\n');
        fwrite(line->p, 1, line->n, stdout);
    }
    ig_buf_fini(line);
    return status;
}
