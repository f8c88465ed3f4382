/* The HTTP transport: a request body is posted with libcurl, status, headers and body of the answer come back.
 * SPDX-License-Identifier: MIT
 *
 * Calls of many threads share a list of idle lines; a line is an easy handle with its multi handle, which keeps the
 * connection open. Each call runs its own short event loop, to look at cancel flag and deadline all the time. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>
#include <curl/curl.h>
#include "transport.h"

enum { LOOK_UP_MS = 100 }; /* how late a cancel flag may be noticed */

typedef struct line {
    CURL        *easy;
    CURLM       *multi;
    struct line *next;
} line;

typedef struct curl_transport {
    igi_transport      base;
    char              *url, *host, *peer;
    struct curl_slist *headers;
    uint32_t           connect_timeout_ms;
    pthread_mutex_t    lock; /* of idle */
    line              *idle;
} curl_transport;

/* ---- lines ------------------------------------------------------------------------------------------------------- */

/* libcurl wants this once per process before anything else; it is never undone, because others may use libcurl too. */
static bool curl_ready(void)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static bool            ready;
    bool                   result;

    pthread_mutex_lock(&lock);
    if (!ready)
        ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    result = ready;
    pthread_mutex_unlock(&lock);
    return result;
}

static size_t take_body(char *chunk, size_t size, size_t n, void *response_in)
{
    igi_response *response = response_in;

    ig_buf_add(&response->body, chunk, size * n);
    return response->body.code ? 0 : size * n;
}

static bool line_setup(const curl_transport *t, CURL *easy)
{
    return !curl_easy_setopt(easy, CURLOPT_URL, t->url) &&
           !curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") &&
           !curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) &&
           !curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L) && /* do not wait for a slow name server */
           !curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L) &&
           !curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)t->connect_timeout_ms) &&
           !curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->headers) &&
           !curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) && !curl_easy_setopt(easy, CURLOPT_POST, 1L);
}

static void line_close(line *l)
{
    curl_easy_cleanup(l->easy);
    curl_multi_cleanup(l->multi);
    free(l);
}

static line *line_open(const curl_transport *t)
{
    line *l = curl_ready() ? calloc(1, sizeof *l) : NULL;

    if (!l)
        return NULL;
    l->easy = curl_easy_init();
    l->multi = curl_multi_init();
    if (!l->easy || !l->multi || !line_setup(t, l->easy)) {
        line_close(l);
        return NULL;
    }
    return l;
}

static line *line_take(curl_transport *t)
{
    line *l;

    pthread_mutex_lock(&t->lock);
    l = t->idle;
    if (l)
        t->idle = l->next;
    pthread_mutex_unlock(&t->lock);
    return l ? l : line_open(t);
}

static void line_give_back(curl_transport *t, line *l)
{
    pthread_mutex_lock(&t->lock);
    l->next = t->idle;
    t->idle = l;
    pthread_mutex_unlock(&t->lock);
}

/* ---- one exchange ------------------------------------------------------------------------------------------------ */

/* What a failed transfer means to a person. */
static ig_code explain(const curl_transport *t, line *l, CURLcode result, const igi_response *response, ig_error *err)
{
    const char *peer = t->base.peer, *reason = curl_easy_strerror(result);
    ig_code     code = IG_E_NET;
    const char *os_reason;
    long        sys = 0;

    curl_easy_getinfo(l->easy, CURLINFO_OS_ERRNO, &sys);
    os_reason = sys ? strerrordesc_np((int)sys) : NULL;
    if (result == CURLE_OUT_OF_MEMORY || response->body.code == IG_E_NOMEM)
        return igi_nomem(err);
    if (response->body.code)
        return igi_fail(err, IG_E_LIMIT, "%s sent more than the %zu bytes allowed (max_response_bytes)", peer,
                        response->body.max_bytes);
    if (result == CURLE_OPERATION_TIMEDOUT)
        code = igi_fail(err, IG_E_TIMEOUT, "%s could not be reached within %u ms", peer,
                        (unsigned)t->connect_timeout_ms);
    else if (result == CURLE_COULDNT_CONNECT && sys == ECONNREFUSED)
        igi_fail(err, code, "%s refused the connection", peer);
    else if (result == CURLE_COULDNT_CONNECT)
        igi_fail(err, code, "%s could not be reached: %s", peer, os_reason ? os_reason : reason);
    else if (result == CURLE_COULDNT_RESOLVE_HOST)
        igi_fail(err, code, "%s: no such host could be found", peer);
    else if (result == CURLE_PEER_FAILED_VERIFICATION)
        igi_fail(err, code, "%s: its TLS certificate could not be verified", peer);
    else if (result == CURLE_GOT_NOTHING)
        igi_fail(err, code, "%s closed the connection without an answer", peer);
    else if (result == CURLE_PARTIAL_FILE)
        igi_fail(err, code, "%s closed the connection in the middle of its answer", peer);
    else if (result == CURLE_UNSUPPORTED_PROTOCOL || result == CURLE_WEIRD_SERVER_REPLY)
        igi_fail(err, code, "%s does not speak HTTP", peer);
    else
        igi_fail(err, code, "%s: %s", peer, reason);
    if (err)
        err->sys = sys ? (int)sys : (int)result;
    return code;
}

/* Runs the transfer to its end, the deadline or the cancel flag. */
static ig_code transfer(const curl_transport *t, line *l, const igi_request *request, CURLcode *result, ig_error *err)
{
    ig_code code = IG_OK;
    int     running = 1, left;

    *result = CURLE_OUT_OF_MEMORY;
    if (curl_multi_add_handle(l->multi, l->easy))
        return igi_nomem(err);
    while (!code) {
        CURLMcode broken = curl_multi_perform(l->multi, &running);
        int64_t   wait_ms;

        if (broken || !running)
            break;
        code = igi_request_check(request, t->base.peer, err);
        wait_ms = request->deadline_ms - igi_now_ms();
        if (wait_ms > LOOK_UP_MS)
            wait_ms = LOOK_UP_MS;
        if (!code && wait_ms > 0 && curl_multi_poll(l->multi, NULL, 0, (int)wait_ms, NULL))
            break;
    }
    if (!code && !running) {
        CURLMsg *message = curl_multi_info_read(l->multi, &left);
        if (message)
            *result = message->data.result;
    }
    curl_multi_remove_handle(l->multi, l->easy);
    return code;
}

/* A header of the final answer, or NULL. */
static const char *header(CURL *easy, const char *name)
{
    struct curl_header *found;

    return curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &found) ? NULL : found->value;
}

/* "2" or "0.25" times unit_ms, in milliseconds; -1 for anything else and for what is absurdly long. */
static int64_t read_delay(const char *text, int64_t unit_ms)
{
    int64_t delay_ms = 0, digit_ms = unit_ms;
    int     digits = 0;

    for (; *text >= '0' && *text <= '9' && digits < 9; text++, digits++)
        delay_ms = delay_ms * 10 + (*text - '0') * unit_ms;
    if (digits && *text == '.')
        for (text++; *text >= '0' && *text <= '9'; text++) {
            digit_ms /= 10;
            delay_ms += (*text - '0') * digit_ms;
        }
    return digits && !*text ? delay_ms : -1;
}

static int64_t retry_after_ms(CURL *easy)
{
    const char *milliseconds = header(easy, "retry-after-ms"), *seconds;
    int64_t     delay_ms = milliseconds ? read_delay(milliseconds, 1) : -1;
    time_t      when;

    seconds = delay_ms < 0 ? header(easy, "retry-after") : NULL;
    if (!seconds)
        return delay_ms;
    delay_ms = read_delay(seconds, 1000);
    if (delay_ms >= 0)
        return delay_ms;
    when = curl_getdate(seconds, NULL);
    return when > time(NULL) ? (when - time(NULL)) * 1000 : -1;
}

static void read_headers(CURL *easy, igi_response *response)
{
    const char *should_retry = header(easy, "x-should-retry"), *location = header(easy, "location");
    long        status = 0;

    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    response->status = (int)status;
    response->retry_after_ms = retry_after_ms(easy);
    response->should_retry = !should_retry                            ? -1
                             : strcasecmp(should_retry, "true") == 0  ? 1
                             : strcasecmp(should_retry, "false") == 0 ? 0
                                                                      : -1;
    igi_excerpt(igi_str(location), (ig_str){NULL, 0}, response->location, sizeof response->location);
}

static ig_code curl_send(igi_transport *self, const igi_request *request, igi_response *response, ig_error *err)
{
    curl_transport *t = (curl_transport *)self;
    line           *l = line_take(t);
    CURLcode        result;
    ig_code         code;

    if (!l)
        return igi_nomem(err);
    curl_easy_setopt(l->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.n);
    curl_easy_setopt(l->easy, CURLOPT_POSTFIELDS, request->body.p);
    curl_easy_setopt(l->easy, CURLOPT_WRITEDATA, response);
    code = transfer(t, l, request, &result, err);
    if (!code && result)
        code = explain(t, l, result, response, err);
    if (!code)
        read_headers(l->easy, response);
    line_give_back(t, l);
    return code;
}

static void curl_close(igi_transport *self)
{
    curl_transport *t = (curl_transport *)self;

    while (t->idle) {
        line *next = t->idle->next;
        line_close(t->idle);
        t->idle = next;
    }
    pthread_mutex_destroy(&t->lock);
    curl_slist_free_all(t->headers);
    free(t->url);
    free(t->host);
    free(t->peer);
    free(t);
}

/* ---- opening ----------------------------------------------------------------------------------------------------- */

/* Whether one of the caller's header lines has this name. */
static bool is_replaced(const char *const *headers, const char *name)
{
    size_t n = strlen(name);

    for (; headers && *headers; headers++)
        if (strncasecmp(*headers, name, n) == 0 && (*headers)[n] == ':')
            return true;
    return false;
}

static bool has_controls(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return true;
    return false;
}

static bool add_header(curl_transport *t, const char *text)
{
    struct curl_slist *longer = curl_slist_append(t->headers, text);

    if (longer)
        t->headers = longer;
    return longer != NULL;
}

static ig_code add_headers(curl_transport *t, const igi_endpoint *endpoint, ig_error *err)
{
    static const struct {
        const char *name, *line;
    } ours[] = {{"content-type", "Content-Type: application/json"},
                {"accept", "Accept: application/json"},
                {"user-agent", "User-Agent: ingot/" IG_VERSION},
                {"expect", "Expect:"}}; /* else libcurl waits for a "100 Continue" before it sends a long body */
    const char *const *given = endpoint->headers;
    size_t             i;

    for (i = 0; i < sizeof ours / sizeof *ours; i++)
        if (!is_replaced(given, ours[i].name) && !add_header(t, ours[i].line))
            return igi_nomem(err);
    if (endpoint->key.p && !is_replaced(given, "authorization")) {
        ig_buf text = {0};
        bool   added;

        if (has_controls(endpoint->key.p))
            return igi_fail(err, IG_E_USAGE, "%s: the API key contains a control character", endpoint->provider);
        ig_buf_printf(&text, "Authorization: Bearer %s", endpoint->key.p);
        added = !text.code && add_header(t, text.p);
        ig_buf_fini(&text);
        if (!added)
            return igi_nomem(err);
    }
    for (; given && *given; given++) {
        const char *colon = strchr(*given, ':');

        if (!colon || colon == *given || has_controls(*given))
            return igi_fail(err, IG_E_USAGE, "%s: a header must be one line of the form \"Name: value\"",
                            endpoint->provider);
        if (!add_header(t, *given))
            return igi_nomem(err);
    }
    return IG_OK;
}

/* Appends path to the path of the URL. */
static CURLUcode append_path(CURLU *url, const char *path)
{
    char     *base = NULL;
    ig_buf    whole = {0};
    CURLUcode result = curl_url_get(url, CURLUPART_PATH, &base, 0);
    size_t    n;

    if (!result) {
        for (n = strlen(base); n && base[n - 1] == '/';)
            n--;
        ig_buf_add(&whole, base, n);
        ig_buf_str(&whole, path);
        result = whole.code ? CURLUE_OUT_OF_MEMORY : curl_url_set(url, CURLUPART_PATH, whole.p, 0);
    }
    curl_free(base);
    ig_buf_fini(&whole);
    return result;
}

/* Splits the base URL: t->url is where requests go, t->host and t->peer are for people and hold no user or password. */
static CURLUcode read_url(curl_transport *t, const igi_endpoint *endpoint)
{
    CURLU    *url = curl_url();
    char     *scheme = NULL, *host = NULL, *port = NULL, *whole = NULL;
    CURLUcode result = url ? curl_url_set(url, CURLUPART_URL, endpoint->base_url, 0) : CURLUE_OUT_OF_MEMORY;

    if (!result)
        result = curl_url_get(url, CURLUPART_SCHEME, &scheme, 0);
    if (!result && strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0)
        result = CURLUE_UNSUPPORTED_SCHEME;
    if (!result)
        result = append_path(url, endpoint->path);
    if (!result)
        result = curl_url_get(url, CURLUPART_URL, &whole, 0);
    if (!result)
        result = curl_url_get(url, CURLUPART_HOST, &host, 0);
    if (!result && curl_url_get(url, CURLUPART_PORT, &port, 0) == CURLUE_OUT_OF_MEMORY)
        result = CURLUE_OUT_OF_MEMORY;
    if (!result) {
        t->url = strdup(whole);
        if (asprintf(&t->host, "%.100s%s%.5s", host, port ? ":" : "", port ? port : "") < 0)
            t->host = NULL;
        if (!t->host || asprintf(&t->peer, "%s: %s", endpoint->provider, t->host) < 0)
            t->peer = NULL;
        if (!t->url || !t->peer)
            result = CURLUE_OUT_OF_MEMORY;
    }
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_free(whole);
    curl_url_cleanup(url);
    return result;
}

ig_code igi_curl_open(const igi_endpoint *endpoint, igi_transport **out, ig_error *err)
{
    curl_transport *t = calloc(1, sizeof *t);
    CURLUcode       result;
    ig_code         code;

    if (!t)
        return igi_nomem(err);
    pthread_mutex_init(&t->lock, NULL);
    t->connect_timeout_ms = endpoint->connect_timeout_ms;
    result = read_url(t, endpoint);
    if (result == CURLUE_OUT_OF_MEMORY)
        code = igi_nomem(err);
    else if (result)
        code = igi_fail(err, IG_E_USAGE, "%s: the base URL is not a valid http:// or https:// address (%s)",
                        endpoint->provider, curl_url_strerror(result));
    else
        code = add_headers(t, endpoint, err);
    t->base = (igi_transport){.peer = t->peer, .host = t->host, .send = curl_send, .close = curl_close};
    if (code)
        curl_close(&t->base);
    else
        *out = &t->base;
    return code;
}
