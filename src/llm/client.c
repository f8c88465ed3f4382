/* The client: a provider string and options become a provider, a transport and what to send; settings fill the gaps.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include "llm_int.h"
#include "offline.h"

enum { CONNECT_TIMEOUT_MS = 10000, DEADLINE_MS = 600000, MAX_RETRIES = 2 };

static const char DEFAULT_NAME[] = "openai/gpt-4o-mini", OFFLINE[] = "offline", OFFLINE_MODEL[] = "sample-1";
static const igi_provider *const providers[] = {&igi_openai};

/* A copy of the option, else the setting; {NULL, 0} when there is neither. An option "" means none, setting or not. */
static ig_str choose(const char *option, const char *setting, ig_arena *arena)
{
    if (!option)
        return igi_setting(setting, arena);
    return *option ? ig_arena_str(arena, igi_str(option)) : (ig_str){NULL, 0};
}

/* Splits "provider/model" at the first '/', because names of models may hold more. "offline" alone is whole. */
static ig_code read_name(ig_llm *llm, ig_str name, bool *offline, ig_error *err)
{
    const char *slash = memchr(name.p, '/', name.n);
    size_t      n = slash ? (size_t)(slash - name.p) : name.n, i;
    ig_str      provider = {name.p, n};
    char        shown[100];

    *offline = igi_is(provider, OFFLINE);
    llm->provider = providers[0];
    llm->model = slash ? slash + 1 : OFFLINE_MODEL;
    if ((!slash && !*offline) || !n || !*llm->model)
        return igi_fail(err, IG_E_USAGE,
                        "Model string must be in format 'provider/model', like 'openai/gpt-4o-mini', not '%s'",
                        igi_excerpt(name, (ig_str){NULL, 0}, shown, sizeof shown));
    for (i = 0; !*offline && i < sizeof providers / sizeof *providers; i++)
        if (igi_is(provider, providers[i]->name)) {
            llm->provider = providers[i];
            llm->name = provider;
            return IG_OK;
        }
    if (!*offline)
        return igi_fail(err, IG_E_USAGE, "Unsupported provider '%s': supported are openai and offline",
                        igi_excerpt(provider, (ig_str){NULL, 0}, shown, sizeof shown));
    return IG_OK;
}

/* Removes white space around a key, such as the line end a file or a shell left there. */
static ig_str trim(ig_str text)
{
    while (text.n && strchr(" \t\r\n", *text.p)) {
        text.p++;
        text.n--;
    }
    while (text.n && strchr(" \t\r\n", text.p[text.n - 1]))
        text.n--;
    return text;
}

/* "offline/sample-1:bad-first": what follows the colon are fault switches. The generator takes unknown ones for a part
 * of the name; here they can only be a slip. */
static ig_code use_offline(ig_llm *llm, const ig_llm_opts *opts, ig_error *err)
{
    const char *colon = strchr(llm->model, ':');
    ig_code     code = igi_offline_faults_check(colon ? colon + 1 : NULL, err);

    if (code)
        return code;
    llm->synthetic = true;
    llm->name = igi_str(OFFLINE);
    return igi_offline_transport_open(opts->seed, &llm->transport, err);
}

static ig_code configure(ig_llm *llm, const char *model, const ig_llm_opts *opts, ig_error *err)
{
    igi_endpoint endpoint = {.headers = opts->headers};
    ig_str       name = choose(model, "INGOT_LLM", &llm->arena), base_url;
    bool         offline;
    ig_code      code;

    if (!name.p && !model)
        name = igi_str(DEFAULT_NAME);
    if (llm->arena.failed)
        return igi_nomem(err);
    code = read_name(llm, name.p ? name : IG_S(""), &offline, err);
    if (code || offline)
        return code ? code : use_offline(llm, opts, err);
    base_url = choose(opts->base_url, llm->provider->base_url_setting, &llm->arena);
    llm->key = trim(choose(opts->api_key, llm->provider->key_setting, &llm->arena));
    if (llm->key.n)
        llm->key = ig_arena_str(&llm->arena, llm->key);
    if (llm->arena.failed)
        return igi_nomem(err);
    if (!base_url.p && !llm->key.n) {
        llm->notice = true;
        llm->model = OFFLINE_MODEL;
        return use_offline(llm, opts, err);
    }
    endpoint.provider = llm->provider->name;
    endpoint.base_url = base_url.p ? base_url.p : llm->provider->base_url;
    endpoint.path = llm->provider->path;
    endpoint.key = llm->key.n ? llm->key : (ig_str){NULL, 0};
    endpoint.connect_timeout_ms = opts->connect_timeout_ms ? opts->connect_timeout_ms : CONNECT_TIMEOUT_MS;
    return igi_curl_open(&endpoint, &llm->transport, err);
}

ig_llm *ig_llm_open(const char *model, const ig_llm_opts *opts)
{
    static const ig_llm_opts defaults;
    ig_llm                  *llm = calloc(1, sizeof *llm);

    if (!llm)
        return NULL;
    if (!opts)
        opts = &defaults;
    atomic_flag_clear(&llm->noticed);
    llm->deadline_ms = opts->deadline_ms ? opts->deadline_ms : DEADLINE_MS;
    llm->max_retries = opts->max_retries == IG_NO_RETRIES ? 0 : opts->max_retries ? opts->max_retries : MAX_RETRIES;
    llm->hook = opts->hook;
    llm->hook_context = opts->hook_context;
    llm->limits = ig_limits_resolve(opts->limits);
    if (configure(llm, model, opts, &llm->trouble) == IG_E_NOMEM) {
        ig_llm_close(llm);
        return NULL;
    }
    return llm;
}

void ig_llm_close(ig_llm *llm)
{
    if (!llm)
        return;
    if (llm->transport)
        llm->transport->close(llm->transport);
    ig_arena_fini(&llm->arena);
    free(llm);
}
