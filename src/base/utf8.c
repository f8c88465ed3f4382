/* UTF-8 (RFC 3629): is this a character?
 * SPDX-License-Identifier: MIT */
#include "base_int.h"

int igi_utf8_sequence(const char *s, const char *end)
{
    const unsigned char *u = (const unsigned char *)s;
    unsigned             c = u[0], low = 0x80, high = 0xbf;
    int                  n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;

    if (c < 0xc2 || c > 0xf4)
        return 0;
    if (c == 0xe0)
        low = 0xa0;
    else if (c == 0xed)
        high = 0x9f; /* surrogates */
    else if (c == 0xf0)
        low = 0x90;
    else if (c == 0xf4)
        high = 0x8f;
    for (int i = 1; i < n; i++) {
        if (s + i == end)
            return -1;
        if (u[i] < low || u[i] > high)
            return 0;
        low = 0x80;
        high = 0xbf;
    }
    return n;
}

bool igi_is_utf8(ig_str s)
{
    const char *p = s.p, *end = s.p ? s.p + s.n : NULL;
    uint64_t    eight;

    while (p < end) {
        int n = 8; /* most text is ASCII */
        if (end - p < 8 || (memcpy(&eight, p, 8), eight) & UINT64_C(0x8080808080808080))
            n = (unsigned char)*p < 0x80 ? 1 : igi_utf8_sequence(p, end);
        if (n <= 0)
            return false;
        p += n;
    }
    return true;
}
