/* `ingot json`: any JSON text in, the same text without needless white space out, or the place of the mistake.
 * SPDX-License-Identifier: MIT */
#include "cli.h"

static int run(const igi_args *args)
{
    ig_buf   in = {0}, out = {0};
    ig_error err;
    int      status = igi_read_stdin(&in);

    (void)args;
    if (!status && ig_json_minify((ig_str){in.p, in.n}, NULL, &out, &err))
        status = igi_complain_error(&err, "stdin: ");
    if (!status)
        status = igi_print_line(&out);
    ig_buf_fini(&in);
    ig_buf_fini(&out);
    return status;
}

const igi_command igi_cmd_json = {
    .name = "json",
    .summary = "Check any JSON text and print it minified",
    .operands = "",
    .details = "Reads stdin. RFC 8259, so NaN, comments and trailing commas are refused; numbers and escapes are kept\n"
               "as they were written. A mistake is reported with its line and column (in bytes).\n",
    .run = run,
};
