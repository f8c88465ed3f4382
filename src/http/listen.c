/* A host name and a port become a listening socket.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include "http_int.h"

enum { BACKLOG = 511 };

static ig_code resolve(const char *host, uint16_t port, struct addrinfo **found, ig_error *err)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
    char            service[8];
    int             code;

    snprintf(service, sizeof service, "%u", port);
    code = getaddrinfo(strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, service, &hints, found);
    if (code == EAI_MEMORY)
        return igi_nomem(err);
    return code ? igi_fail(err, IG_E_USAGE, "cannot listen on \"%s\": not an IP address", host) : IG_OK;
}

static uint16_t port_of(int fd)
{
    union {
        struct sockaddr     any;
        struct sockaddr_in  v4;
        struct sockaddr_in6 v6;
    } address = {.v6 = {0}};
    socklen_t n = sizeof address;

    if (getsockname(fd, &address.any, &n))
        return 0;
    return ntohs(address.any.sa_family == AF_INET6 ? address.v6.sin6_port : address.v4.sin_port);
}

int igi_http_listen(const char *host, uint16_t port, uint16_t *bound_port, ig_error *err)
{
    struct addrinfo *address;
    const int        on = 1;
    int              fd, failure;

    if (resolve(host, port, &address, err))
        return -1;
    fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) ||
        bind(fd, address->ai_addr, address->ai_addrlen) || listen(fd, BACKLOG) || (*bound_port = port_of(fd)) == 0) {
        failure = errno;
        if (fd >= 0)
            close(fd);
        freeaddrinfo(address);
        igi_fail(err, IG_E_NET, "cannot listen on %s port %u: %s", host, port, strerror(failure));
        if (err)
            err->sys = failure;
        return -1;
    }
    freeaddrinfo(address);
    return fd;
}
