/* `ingot llm-server`: the offline provider as an OpenAI-compatible endpoint, until a signal ends it.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <string.h>
#include <ingot/app.h>
#include "cli.h"

static void log_line(void *context, const char *line)
{
    (void)context;
    fprintf(stderr, "%s\n", line);
}

/* The server's threads inherit that these signals are blocked, so they come to sigwait and nowhere else. */
static void block_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, set, NULL);
}

static int run(const igi_args *args)
{
    ig_llm_server_opts opts = {.host = args->host,
                               .port = (uint16_t)args->port,
                               .seed = args->seed,
                               .faults = args->faults,
                               .log = args->verbose ? log_line : NULL};
    const char        *host = args->host ? args->host : "127.0.0.1";
    bool               is_v6 = strchr(host, ':') != NULL;
    ig_llm_server     *server;
    ig_error           err;
    sigset_t           signals;
    int                number;

    block_signals(&signals);
    server = ig_llm_server_open(&opts, &err);
    if (!server)
        return igi_complain_error(&err, NULL);
    fprintf(stderr, "listening on http://%s%s%s:%d/v1\n", is_v6 ? "[" : "", host, is_v6 ? "]" : "",
            ig_llm_server_port(server));
    while (sigwait(&signals, &number) != 0)
        continue;
    ig_llm_server_close(server);
    return IGI_EXIT_OK;
}

static const igi_option options[] = {
    {.name = "--port", .value = "N", .kind = IGI_OPTION_COUNT, .offset = offsetof(igi_args, port), .max = 65535,
     .help = "port to listen on; 0 (default) takes a free one"},
    {.name = "--host", .value = "ADDRESS", .kind = IGI_OPTION_TEXT, .offset = offsetof(igi_args, host),
     .help = "address to listen on (127.0.0.1); there is no authentication"},
    {.name = "--seed", .value = "N", .kind = IGI_OPTION_COUNT, .offset = offsetof(igi_args, seed), .max = UINT64_MAX,
     .help = "other values"},
    {.name = "--faults", .value = "LIST", .kind = IGI_OPTION_TEXT, .offset = offsetof(igi_args, faults),
     .help = "misbehave, comma-separated: bad-first[=n], always-bad, refuse, length,\n"
             "prose, http429[=n], http500[=n], retry-after=seconds, hang,\n"
             "disconnect, html, half, chunk=n, delay=50ms"},
    {.name = "--verbose", .kind = IGI_OPTION_FLAG, .offset = offsetof(igi_args, verbose),
     .help = "one line per request on stderr"},
};

const igi_command igi_cmd_llm_server = {
    .name = "llm-server",
    .summary = "Serve the sample generator as an OpenAI-compatible endpoint",
    .operands = "",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .details = "Says on stderr where it listens, e.g. \"listening on http://127.0.0.1:8642/v1\": that is what\n"
               "--base-url of `ingot generate` and the clients of others take. Ctrl-C or SIGTERM ends it. A client\n"
               "can ask for faults itself behind a colon in the model's name: \"sample-1:bad-first\".\n",
    .run = run,
};
