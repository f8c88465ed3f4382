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
        return igi_complain_error(&err, "");
    fprintf(stderr, "listening on http://%s%s%s:%d/v1\n", is_v6 ? "[" : "", host, is_v6 ? "]" : "",
            ig_llm_server_port(server));
    while (sigwait(&signals, &number) != 0)
        continue;
    ig_llm_server_close(server);
    return IGI_EXIT_OK;
}

static const igi_option options[] = {
    IGI_NUMBER("--port", "N", port, 0, 65535, "port to listen on; 0 (default) takes a free one"),
    IGI_TEXT("--host", "ADDRESS", host, "address to listen on (127.0.0.1); there is no authentication"),
    IGI_NUMBER("--seed", "N", seed, 0, UINT64_MAX, "other values"),
    IGI_TEXT("--faults", "LIST", faults,
             "misbehave, comma-separated: bad-first[=n], always-bad, refuse, length,\n"
             "prose, http429[=n], http500[=n], retry-after=seconds, hang,\n"
             "disconnect, html, half, chunk=n, delay=50ms"),
    IGI_FLAG("--verbose", verbose, "one line per request on stderr"),
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
