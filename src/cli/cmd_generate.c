/* `ingot generate`: a model and a prompt in, validated records out, stored one by one in a database if wanted.
 * SPDX-License-Identifier: MIT */
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "../sql/sql_int.h"
#include "ask.h"
#include "cli.h"
#include "grid.h"
#include "modelfile.h"

typedef struct generation {
    const igi_args *args;
    const ig_model *asked;  /* the model or view the language model fills in */
    const ig_model *shown;  /* what is stored and printed: with --db the whole model */
    ig_engine      *engine; /* NULL without --db */
    ig_session     *session;
    igi_ask         ask;
    igi_grid        grid;
    uint64_t        done, attempts, tokens;
    bool            estimated, synthetic, progress;
    char            source[160]; /* "openai/gpt-4o-mini" */
} generation;

/* ---- Ctrl-C ------------------------------------------------------------------------------------------------------ */

static volatile sig_atomic_t interrupted, cancelled; /* cancelled: calls in flight are to end */

static void interrupt(int number)
{
    (void)number;
    interrupted = cancelled = 1;
}

/* The first signal ends the work in order, a second one at once. */
static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* ---- what a person sees ------------------------------------------------------------------------------------------ */

static void clear_progress(const generation *g)
{
    if (g->progress)
        fputs("\r\033[K", stderr);
}

static void show_progress(const generation *g)
{
    if (g->progress)
        fprintf(stderr, "\r\033[K%" PRIu64 " of %" PRIu64 " records", g->done, g->args->n);
}

static void on_event(void *context, const ig_llm_event *event)
{
    const generation *g = context;

    if (event->kind == IG_LLM_NOTICE) {
        clear_progress(g);
        igi_complain(0, "%.*s", (int)event->body.n, event->body.p);
    } else if (event->kind == IG_LLM_RETRY && isatty(STDERR_FILENO)) {
        clear_progress(g);
        igi_complain(0, "%s; trying again in %.1f s", event->error ? event->error->msg : "no answer",
                     event->wait_ms / 1000.0);
    }
}

static size_t screen_width(void)
{
    struct winsize size;

    return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static void print_summary(const generation *g)
{
    fprintf(stderr, "%" PRIu64 " record%s%s%s: %" PRIu64 " attempt%s, %" PRIu64 " tokens%s, %s%s\n", g->done,
            g->done == 1 ? "" : "s", g->session ? " stored in table " : "", g->session ? g->shown->table_ : "",
            g->attempts, g->attempts == 1 ? "" : "s", g->tokens, g->estimated ? " (estimated)" : "", g->source,
            g->synthetic ? " (synthetic sample data)" : "");
}

/* ---- one record -------------------------------------------------------------------------------------------------- */

static void count(generation *g, const ig_completion *completion)
{
    g->attempts += completion->attempts;
    g->tokens += completion->usage.total_tokens;
    g->estimated = g->estimated || completion->usage.estimated;
    g->synthetic = g->synthetic || completion->synthetic;
    if (completion->provider.p)
        snprintf(g->source, sizeof g->source, "%.*s/%.*s", (int)completion->provider.n, completion->provider.p,
                 (int)completion->model.n, completion->model.p ? completion->model.p : "");
}

/* Says what went wrong with a record, unless it was the user who ended it. */
static int complain_answer(const generation *g, const ig_error *err)
{
    char what[64] = "";

    if (err->code == IG_E_CANCELLED)
        return IGI_EXIT_INTERRUPTED;
    clear_progress(g);
    if (g->args->n > 1)
        snprintf(what, sizeof what, "record %" PRIu64 " of %" PRIu64 ": ", g->ask.released + 1, g->args->n);
    if (err->code == IG_E_TIMEOUT)
        return igi_complain(IGI_EXIT_PROVIDER, "%s%s (--timeout allows more)", what, err->msg);
    return igi_complain_error(err, what);
}

static int complain_database(const generation *g, const ig_error *err)
{
    int status;

    clear_progress(g);
    status = igi_complain_error(err, "--db: ");
    return err->code == IG_E_NOMEM || status == IGI_EXIT_USAGE ? status : IGI_EXIT_DATABASE;
}

/* A record that breaks a unique or foreign key is asked for again, the database's reason being told, as often as one
 * that is not valid. */
static int store(generation *g, igi_answer *answer)
{
    ig_error err;
    ig_code  code;

    for (;;) {
        ig_session_add_object(g->session, g->shown, answer->object);
        code = ig_session_commit(g->session, &err);
        if (!code)
            return IGI_EXIT_OK;
        ig_session_rollback(g->session);
        if (code != IG_E_CONFLICT || answer->completion.attempts >= g->ask.max_attempts || interrupted)
            break;
        if (igi_ask_again(&g->ask, answer, err.msg))
            return complain_answer(g, &answer->err);
    }
    return complain_database(g, &err);
}

static int print_record(generation *g, const void *object)
{
    ig_buf line = {0};
    int    status;

    if (!g->args->json)
        return igi_grid_add(&g->grid, object) ? IGI_EXIT_OK : igi_complain(IGI_EXIT_INVALID, "out of memory");
    ig_json_write(g->shown, object, NULL, &line);
    status = igi_print_line(&line);
    fflush(stdout);
    return status;
}

static int take_record(generation *g, igi_answer *answer)
{
    int status = IGI_EXIT_OK;

    if (answer->code)
        status = complain_answer(g, &answer->err);
    else if (g->session)
        status = store(g, answer);
    count(g, &answer->completion);
    if (status)
        return status;
    g->done++;
    status = print_record(g, answer->object);
    show_progress(g);
    return status;
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

/* The first failure ends the asking. What is being answered meanwhile has been paid for and is still taken, unless
 * it is the database that failed. */
static int take_all(generation *g)
{
    igi_answer *answer;
    int         status = IGI_EXIT_OK, now;

    while ((answer = igi_ask_take(&g->ask))) {
        now = take_record(g, answer);
        igi_ask_release(&g->ask, answer);
        status = status ? status : now;
        if (status || interrupted)
            igi_ask_stop(&g->ask);
        if (now == IGI_EXIT_DATABASE) {
            cancelled = 1;
            break;
        }
    }
    if (!status && g->done < g->args->n)
        status = interrupted ? IGI_EXIT_INTERRUPTED : IGI_EXIT_INVALID;
    return status;
}

static void report(generation *g, int status)
{
    const char *verb = g->session ? "stored" : "made";

    clear_progress(g);
    if (!g->args->json && g->done > 0)
        igi_grid_print(&g->grid, screen_width(), stdout);
    fflush(stdout);
    if (!status)
        print_summary(g);
    else if (status == IGI_EXIT_INTERRUPTED || g->args->n > 1)
        fprintf(stderr, "%s%" PRIu64 " of %" PRIu64 " records %s%s\n", interrupted ? "interrupted: " : "", g->done,
                g->args->n, verb, g->synthetic ? " (synthetic sample data)" : "");
}

/* A lock or a read-only file is found out before anything is asked for, which may cost money. */
static ig_code try_write(ig_engine *engine, ig_error *err)
{
    igi_conn *conn;
    ig_code   code = igi_write_begin(engine, &conn, err);

    return code ? code : igi_write_end(conn, IG_OK, err);
}

static int open_database(generation *g)
{
    const ig_model *models[] = {g->shown, NULL};
    ig_error        err;

    g->engine = ig_engine_open(g->args->db, NULL);
    if (ig_create_all(g->engine, models, &err) || try_write(g->engine, &err))
        return complain_database(g, &err);
    g->session = ig_session_open(g->engine);
    return g->session ? IGI_EXIT_OK : igi_complain(IGI_EXIT_INVALID, "out of memory");
}

static int generate(generation *g)
{
    const igi_args *args = g->args;
    ig_llm_opts     opts = {.base_url = args->base_url,
                            .deadline_ms = (uint32_t)args->timeout_s * 1000,
                            .seed = args->seed,
                            .hook = on_event,
                            .hook_context = g};
    int             status = args->db ? open_database(g) : IGI_EXIT_OK;

    if (status)
        return status;
    g->progress = args->n > 1 && isatty(STDERR_FILENO) && !(args->json && isatty(STDOUT_FILENO));
    g->ask.llm = ig_llm_open(args->llm, &opts);
    if (!g->ask.llm || !igi_grid_init(&g->grid, g->shown) || !igi_ask_start(&g->ask, (size_t)args->concurrency))
        return igi_complain(IGI_EXIT_INVALID, "out of memory");
    status = take_all(g);
    report(g, status);
    return status;
}

static int check(const igi_args *args)
{
    if (args->operands[2][strspn(args->operands[2], " \t\r\n")] == 0)
        return igi_complain(IGI_EXIT_USAGE, "the prompt is empty");
    if (args->mode && strcmp(args->mode, "tools") != 0)
        return igi_complain(IGI_EXIT_USAGE, "--mode %s is not there yet: only tools", args->mode);
    if (args->db && *args->db == 0)
        return igi_complain(IGI_EXIT_USAGE, "--db is empty");
    return IGI_EXIT_OK;
}

static int run(const igi_args *args)
{
    generation    g = {.args = args};
    igi_modelfile file;
    int           status = check(args);

    if (!status)
        status = igi_modelfile_open(args->operands[0], &file);
    if (status)
        return status;
    g.asked = igi_modelfile_find(&file, args->operands[1]);
    if (!g.asked)
        return IGI_EXIT_USAGE;
    g.shown = args->db && g.asked->base_ ? g.asked->base_ : g.asked;
    if (args->db && !g.shown->table_)
        return igi_complain(IGI_EXIT_USAGE, "%s has no IG_TABLE, so --db cannot store it", g.shown->name);
    g.ask.model = g.asked;
    g.ask.prompt = (ig_str){args->operands[2], strlen(args->operands[2])};
    g.ask.n = args->n;
    g.ask.max_attempts = (uint32_t)args->max_attempts;
    g.ask.cancel = &cancelled;
    catch_signals();
    status = generate(&g);
    igi_ask_fini(&g.ask);
    igi_grid_fini(&g.grid);
    ig_llm_close(g.ask.llm);
    ig_session_close(g.session);
    ig_engine_close(g.engine);
    return status;
}

static const char *const modes[] = {"tools", "json", "json-schema", "md-json", NULL};

static const igi_option options[] = {
    IGI_NUMBER("-n", "N", n, 1, 1000000, "how many records (1)"),
    IGI_TEXT("--db", "URL", db, "store them, e.g. sqlite:///heroes.db; each is committed once it is valid"),
    IGI_TEXT("--llm", "PROVIDER/MODEL", llm, "who is asked: openai/gpt-4o-mini (default), offline, ..."),
    IGI_TEXT("--base-url", "URL", base_url, "an endpoint that speaks the provider's protocol"),
    IGI_CHOICE("--mode", "MODE", mode, modes, "how the answer is asked for: tools (default; the others come later)"),
    IGI_NUMBER("--max-attempts", "N", max_attempts, 1, 100, "answers asked for per record until one is valid (3)"),
    IGI_NUMBER("--concurrency", "N", concurrency, 1, 64, "calls at a time (1)"),
    IGI_NUMBER("--timeout", "SECONDS", timeout_s, 1, 3600, "for each record, all attempts and waits included (60)"),
    IGI_NUMBER("--seed", "N", seed, 0, UINT64_MAX, "other values from the offline provider"),
    IGI_FLAG("--json", json, "print JSON Lines instead of a table"),
};

const igi_command igi_cmd_generate = {
    .name = "generate",
    .summary = "Ask a language model for records, check, store and print them",
    .operands = "FILE NAME PROMPT",
    .min_operands = 3,
    .max_operands = 3,
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .details =
        "An answer that is not valid goes back with what is wrong with it, up to --max-attempts in all; a record that\n"
        "breaks a unique or foreign key of the database likewise. The first record that fails for good ends the run;\n"
        "what was stored before stays. Ctrl-C too keeps what is stored and says how many that are.\n\n"
        "Settings come from options, then the environment, then the file .env: INGOT_LLM, OPENAI_API_KEY,\n"
        "OPENAI_BASE_URL. With neither key nor URL the built-in sample generator answers, and says so.\n",
    .run = run,
};
