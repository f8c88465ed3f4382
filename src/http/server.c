/* The server's life: start, the timer that wakes sleeping replies and ends slow senders, stop.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "http_int.h"

enum {
    MAX_DEFAULT_THREADS = 8,
    DEFAULT_CONNECTIONS = 1000,
    DEFAULT_RECEIVE_TIMEOUT_MS = 60000,
    TICK_MS = 250,          /* how often slow senders and vanished clients are looked for */
    GRACE_MS = 1000,        /* for running replies when the server stops */
    HEAD_ROOM_BYTES = 4096, /* of a connection's memory, for the reply's own head */
};

int64_t igi_http_now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- sleeping and waking ---------------------------------------------------------------------------------------- */

bool igi_http_sleep(igi_http_connection *c, int64_t wake_at_ms)
{
    igi_http_server *server = c->server;
    bool             ok;

    pthread_mutex_lock(&server->lock);
    ok = !server->stopping;
    if (ok) {
        c->suspended = true;
        c->wake_at_ms = wake_at_ms;
        MHD_suspend_connection(c->mhd);
        if (wake_at_ms < server->timer_until_ms)
            pthread_cond_broadcast(&server->changed);
    }
    pthread_mutex_unlock(&server->lock);
    return ok;
}

bool igi_http_dropped(igi_http_connection *c)
{
    bool dropped;

    pthread_mutex_lock(&c->server->lock);
    dropped = c->dropped;
    pthread_mutex_unlock(&c->server->lock);
    return dropped;
}

void igi_http_enter(igi_http_server *server)
{
    pthread_mutex_lock(&server->lock);
    server->n_running++;
    pthread_mutex_unlock(&server->lock);
}

void igi_http_leave(igi_http_server *server)
{
    pthread_mutex_lock(&server->lock);
    server->n_running--;
    if (server->stopping)
        pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
}

static bool client_left(int fd)
{
    struct pollfd watch = {.fd = fd, .events = POLLRDHUP};
    return poll(&watch, 1, 0) > 0 && watch.revents;
}

/* Under the lock: wakes what is due and cuts off who is too slow. Returns when to look again. */
static int64_t visit(igi_http_server *server, int64_t now_ms)
{
    int64_t next = now_ms + TICK_MS;

    for (igi_http_connection *c = server->connections; c; c = c->next) {
        if (!c->suspended) {
            /* the library's own timeout starts anew with every byte, so a slow drip would never end */
            if (atomic_load(&c->receive_by_ms) <= now_ms)
                shutdown(c->fd, SHUT_RDWR);
            continue;
        }
        c->dropped = server->stopping || (c->wake_at_ms == IGI_NEVER && client_left(c->fd));
        if (c->dropped || c->wake_at_ms <= now_ms) {
            c->suspended = false;
            MHD_resume_connection(c->mhd);
        } else if (c->wake_at_ms < next) {
            next = c->wake_at_ms;
        }
    }
    return next;
}

static void wait_until(igi_http_server *server, int64_t when_ms)
{
    struct timespec when = {.tv_sec = when_ms / 1000, .tv_nsec = (long)(when_ms % 1000) * 1000000};
    pthread_cond_timedwait(&server->changed, &server->lock, &when);
}

static void *run_timer(void *context)
{
    igi_http_server *server = context;
    bool             last;

    pthread_mutex_lock(&server->lock);
    do {
        last = server->stopping; /* one more visit after the order to stop: nobody may stay asleep */
        server->timer_until_ms = visit(server, igi_http_now_ms());
        if (!last && !server->stopping)
            wait_until(server, server->timer_until_ms);
    } while (!last);
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

/* ---- connections ------------------------------------------------------------------------------------------------ */

static void *open_connection(igi_http_server *server, struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    igi_http_connection            *c = info ? calloc(1, sizeof *c) : NULL;

    if (!c)
        return NULL;
    c->server = server;
    c->mhd = mhd;
    c->fd = info->connect_fd;
    c->receive_by_ms = igi_http_now_ms() + server->opts.receive_timeout_ms;
    pthread_mutex_lock(&server->lock);
    c->next = server->connections;
    if (c->next)
        c->next->prev = c;
    server->connections = c;
    pthread_mutex_unlock(&server->lock);
    return c;
}

static void close_connection(igi_http_server *server, igi_http_connection *c)
{
    pthread_mutex_lock(&server->lock);
    if (c->prev)
        c->prev->next = c->next;
    else
        server->connections = c->next;
    if (c->next)
        c->next->prev = c->prev;
    pthread_mutex_unlock(&server->lock);
    ig_arena_fini(&c->arena);
    ig_buf_fini(&c->body);
    free(c);
}

/* Called before the socket is closed, so the timer never touches a descriptor that is someone else's by then. */
static void on_connection(void *cls, struct MHD_Connection *mhd, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *context = open_connection(cls, mhd);
    } else if (*context) {
        close_connection(cls, *context);
        *context = NULL;
    }
}

/* ---- start and stop --------------------------------------------------------------------------------------------- */

/* Paths stay as they were sent: a router must split before it decodes. */
static size_t leave_escaped(void *cls, struct MHD_Connection *mhd, char *text)
{
    (void)cls;
    (void)mhd;
    return strlen(text);
}

/* The library's own messages are about single bad clients; the log has their requests. */
static void IG_PRINTF(2, 0) ignore_message(void *cls, const char *format, va_list args)
{
    (void)cls;
    (void)format;
    (void)args;
}

static struct MHD_Daemon *start_daemon(igi_http_server *server, int fd)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG;
    unsigned idle_s = server->opts.receive_timeout_ms / 1000 + 1;
    struct MHD_OptionItem pool[] = {{MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)server->opts.threads, NULL},
                                    {MHD_OPTION_END, 0, NULL}};

    return MHD_start_daemon(flags, 0, NULL, NULL, igi_http_on_request, server, MHD_OPTION_EXTERNAL_LOGGER,
                            ignore_message, NULL, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_CONNECTION,
                            on_connection, server, MHD_OPTION_NOTIFY_COMPLETED, igi_http_on_completed, server,
                            MHD_OPTION_URI_LOG_CALLBACK, igi_http_on_uri, server, MHD_OPTION_UNESCAPE_CALLBACK,
                            leave_escaped, NULL, MHD_OPTION_CONNECTION_LIMIT, server->opts.max_connections,
                            MHD_OPTION_CONNECTION_TIMEOUT, idle_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                            (size_t)server->limits.max_header_bytes + HEAD_ROOM_BYTES,
                            server->opts.threads > 1 ? MHD_OPTION_ARRAY : MHD_OPTION_END, pool, MHD_OPTION_END);
}

/* When the daemon does not start, 0.9.75 has closed the socket on some paths and not on others. */
static void close_if_same(int fd, const struct stat *was)
{
    struct stat is;

    if (fstat(fd, &is) == 0 && is.st_dev == was->st_dev && is.st_ino == was->st_ino)
        close(fd);
}

static bool start_listening(igi_http_server *server, ig_error *err)
{
    struct stat identity;
    const char *host = server->opts.host ? server->opts.host : "127.0.0.1";
    int         fd = igi_http_listen(host, server->opts.port, &server->port, err);

    if (fd < 0)
        return false;
    if (fstat(fd, &identity)) {
        close(fd);
        igi_fail(err, IG_E_NET, "cannot listen on %s: %s", host, strerror(errno));
        return false;
    }
    server->daemon = start_daemon(server, fd);
    if (server->daemon)
        return true;
    close_if_same(fd, &identity);
    igi_fail(err, IG_E_NOMEM, "cannot start the HTTP server: out of memory or threads");
    return false;
}

static bool init_locks(igi_http_server *server)
{
    pthread_condattr_t attr;
    bool               ok;

    if (pthread_mutex_init(&server->lock, NULL))
        return false;
    ok = pthread_condattr_init(&attr) == 0;
    if (ok) {
        ok = pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0 && pthread_cond_init(&server->changed, &attr) == 0;
        pthread_condattr_destroy(&attr);
    }
    if (!ok)
        pthread_mutex_destroy(&server->lock);
    return ok;
}

static void free_server(igi_http_server *server)
{
    pthread_cond_destroy(&server->changed);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

static uint32_t default_threads(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > MAX_DEFAULT_THREADS ? MAX_DEFAULT_THREADS : (uint32_t)n;
}

static igi_http_server *make_server(const igi_http_server_opts *opts, ig_error *err)
{
    igi_http_server *server = calloc(1, sizeof *server);

    if (!server || !init_locks(server)) {
        free(server);
        igi_nomem(err);
        return NULL;
    }
    server->opts = *opts;
    server->limits = ig_limits_resolve(opts->limits);
    if (!server->opts.threads)
        server->opts.threads = default_threads();
    if (!server->opts.max_connections)
        server->opts.max_connections = DEFAULT_CONNECTIONS;
    if (server->opts.max_connections < server->opts.threads)
        server->opts.max_connections = server->opts.threads; /* the library deals them out evenly */
    if (!server->opts.receive_timeout_ms)
        server->opts.receive_timeout_ms = DEFAULT_RECEIVE_TIMEOUT_MS;
    server->id_base = (uint64_t)igi_http_now_us() * UINT64_C(0x9e3779b97f4a7c15);
    return server;
}

/* Tells everyone, and gives running replies time to end. */
static void order_stop(igi_http_server *server)
{
    int64_t until_ms = igi_http_now_ms() + GRACE_MS;

    pthread_mutex_lock(&server->lock);
    server->stopping = true;
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
    pthread_join(server->timer, NULL);
    pthread_mutex_lock(&server->lock);
    while (server->n_running && igi_http_now_ms() < until_ms)
        wait_until(server, until_ms);
    pthread_mutex_unlock(&server->lock);
}

igi_http_server *igi_http_server_open(const igi_http_server_opts *opts, ig_error *err)
{
    igi_http_server *server = make_server(opts, err);

    if (!server)
        return NULL;
    if (pthread_create(&server->timer, NULL, run_timer, server)) {
        free_server(server);
        igi_nomem(err);
        return NULL;
    }
    if (!start_listening(server, err)) {
        order_stop(server);
        free_server(server);
        return NULL;
    }
    server->opts.host = NULL; /* borrowed, and not needed any more */
    return server;
}

uint16_t igi_http_server_port(const igi_http_server *server)
{
    return server->port;
}

void igi_http_server_close(igi_http_server *server)
{
    if (!server)
        return;
    order_stop(server);
    MHD_stop_daemon(server->daemon);
    free_server(server);
}
