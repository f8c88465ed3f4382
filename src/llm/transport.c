/* What all transports share: the clock and the end of a request, and peers' text made fit for a message.
 * SPDX-License-Identifier: MIT */
#include <time.h>
#include "transport.h"

enum { SLICE_MS = 50, SHORTEST_SECRET = 4 };

int64_t igi_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

ig_code igi_request_check(const igi_request *request, const char *peer, ig_error *err)
{
    /* The flag may be set by a signal handler or by another thread. */
    if (request->cancel && __atomic_load_n(request->cancel, __ATOMIC_RELAXED))
        return igi_fail(err, IG_E_CANCELLED, "%s: cancelled by the caller", peer);
    if (igi_now_ms() >= request->deadline_ms)
        return igi_fail(err, IG_E_TIMEOUT, "%s gave no complete answer within the %u ms of the call", peer,
                        (unsigned)request->total_ms);
    return IG_OK;
}

ig_code igi_request_wait(const igi_request *request, const char *peer, int64_t until_ms, ig_error *err)
{
    for (;;) {
        ig_code code = igi_request_check(request, peer, err);
        int64_t left = until_ms - igi_now_ms();

        if (code || left <= 0)
            return code;
        if (left > SLICE_MS)
            left = SLICE_MS;
        nanosleep(&(struct timespec){.tv_nsec = (long)left * 1000000}, NULL);
    }
}

/* Control characters, line separators and the invisible ones that turn the direction of a line of text. */
static bool is_unprintable(const unsigned char *p, int length)
{
    if (length == 1)
        return *p < 0x20 || *p == 0x7f;
    if (length == 2)
        return p[0] == 0xc2 && p[1] < 0xa0;
    return length == 3 && p[0] == 0xe2 &&
           ((p[1] == 0x80 && (p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xa8 && p[2] <= 0xae))) ||
            (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9));
}

const char *igi_excerpt(ig_str text, ig_str key, char *out, size_t out_bytes)
{
    static const char mask[] = "***", more[] = "...";
    size_t            i = 0, n = 0, room = out_bytes - sizeof more;

    while (i < text.n) {
        const char *p = text.p + i, *end = text.p + text.n;
        int         length = (unsigned char)*p < 0x80 ? 1 : igi_utf8_sequence(p, end);
        size_t      taken = length > 0 ? (size_t)length : 1, piece_n = taken;
        const char *piece = p;

        if (key.n >= SHORTEST_SECRET && (size_t)(end - p) >= key.n && memcmp(p, key.p, key.n) == 0) {
            taken = key.n;
            piece = mask;
            piece_n = sizeof mask - 1;
        } else if (length <= 0 || *p == ' ' || is_unprintable((const unsigned char *)p, length)) {
            piece = " ";
            piece_n = n && out[n - 1] != ' ';
        }
        if (piece_n > room - n) {
            memcpy(out + n, more, sizeof more);
            return out;
        }
        memcpy(out + n, piece, piece_n);
        n += piece_n;
        i += taken;
    }
    while (n && out[n - 1] == ' ')
        n--;
    out[n] = 0;
    return out;
}

void igi_mask(char *text, size_t n, ig_str key)
{
    char *at = text, *end = text + n;

    if (key.n < SHORTEST_SECRET)
        return;
    while ((at = memmem(at, (size_t)(end - at), key.p, key.n))) {
        memset(at, '*', key.n);
        at += key.n;
    }
}
