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

/* Decodes one UTF-8 character of n > 0 bytes at p. Returns its length, 0 when it is none. */
static size_t decode_char(const unsigned char *p, size_t n, uint32_t *out)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t                length = p[0] < 0x80 ? 1 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2, i;
    uint32_t              c = p[0];

    *out = c;
    if (length == 1)
        return 1;
    if (p[0] < 0xc2 || p[0] > 0xf4 || length > n)
        return 0;
    c &= 0x7fu >> length;
    for (i = 1; i < length; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3f);
    }
    *out = c;
    return c < smallest[length] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) ? 0 : length;
}

/* Control characters, line separators and the invisible ones that turn the direction of a line of text. */
static bool is_unprintable(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

const char *igi_excerpt(ig_str text, ig_str key, char *out, size_t out_bytes)
{
    static const char mask[] = "***", more[] = "...";
    size_t            i = 0, n = 0, room = out_bytes - sizeof more;

    while (i < text.n) {
        const char *piece = text.p + i;
        uint32_t    c;
        size_t      taken = decode_char((const unsigned char *)piece, text.n - i, &c), length = taken;

        if (key.n >= SHORTEST_SECRET && text.n - i >= key.n && memcmp(piece, key.p, key.n) == 0) {
            taken = key.n;
            piece = mask;
            length = sizeof mask - 1;
        } else if (!taken || c == ' ' || is_unprintable(c)) {
            taken = taken ? taken : 1;
            piece = " ";
            length = n && out[n - 1] != ' ';
        }
        if (length > room - n) {
            memcpy(out + n, more, sizeof more);
            return out;
        }
        memcpy(out + n, piece, length);
        n += length;
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
