/* UUIDs: random ones, text to bytes and back.
 * SPDX-License-Identifier: MIT
 *
 * Reads hyphenated, simple, {braced} and urn:uuid: forms in any case; refuses in the words of the uuid crate, which
 * Pydantic uses. */
#include <errno.h>
#include <sys/random.h>
#include "base_int.h"

ig_code ig_uuid4(void *uuid_out, ig_arena *arena)
{
    ig_uuid id;
    ssize_t n;

    (void)arena;
    do /* up to 256 bytes come whole or not at all */
        n = getrandom(id.b, sizeof id.b, 0);
    while (n < 0 && errno == EINTR);
    if (n != (ssize_t)sizeof id.b)
        return IG_E_IO;
    id.b[6] = (uint8_t)((id.b[6] & 0x0f) | 0x40); /* version 4 */
    id.b[8] = (uint8_t)((id.b[8] & 0x3f) | 0x80); /* variant of RFC 9562 */
    memcpy(uuid_out, &id, sizeof id);
    return IG_OK;
}

size_t ig_uuid_format(const ig_uuid *value, char out[IG_UUID_TEXT])
{
    static const char hex[] = "0123456789abcdef";
    char             *p = out;

    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *p++ = '-';
        *p++ = hex[value->b[i] >> 4];
        *p++ = hex[value->b[i] & 15];
    }
    *p = 0;
    return (size_t)(p - out);
}

/* 0..15, or -1. */
static int hex_value(char c)
{
    if (igi_is_digit(c))
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* 32 digits, hyphens where they belong or none at all. */
static bool read_digits(const char *p, bool hyphens, ig_uuid *out)
{
    ig_uuid id;

    for (int i = 0; i < 16; i++) {
        int high, low;
        if (hyphens && (i == 4 || i == 6 || i == 8 || i == 10) && *p++ != '-')
            return false;
        high = hex_value(*p++);
        low = hex_value(*p++);
        if (high < 0 || low < 0)
            return false;
        id.b[i] = (uint8_t)(high << 4 | low);
    }
    *out = id;
    return true;
}

/* Bytes of the character at p, which may be cut short by the end. */
static int character_bytes(const char *p, const char *end)
{
    int n = 1;
    while (n < 4 && p + n < end && (p[n] & 0xc0) == 0x80)
        n++;
    return n;
}

/* The groups have the right digits: either their number or the length of one is wrong. */
static void explain_groups(ig_str digits, size_t whole_bytes, bool simple, const size_t bounds[4], unsigned hyphens,
                           char buf[160])
{
    static const uint8_t starts[] = {0, 9, 14, 19, 24}, sizes[] = {8, 4, 4, 4, 12};
    unsigned             group = 0;
    size_t               found;

    if (hyphens == 0 && simple) {
        snprintf(buf, 160, "invalid length: expected length 32 for simple format, found %zu", digits.n);
    } else if (hyphens != 4) {
        snprintf(buf, 160, "invalid group count: expected 5, found %u", hyphens + 1);
    } else {
        while (group < 4 && bounds[group] + 1 == starts[group + 1])
            group++;
        /* the crate counts prefix and brace into the last group */
        found = (group < 4 ? bounds[group] : whole_bytes) - starts[group];
        snprintf(buf, 160, "invalid group length in group %u: expected %u, found %zu", group, sizes[group], found);
    }
}

static void explain(ig_str s, char buf[160])
{
    bool     braced = s.n >= 2 && s.p[0] == '{' && s.p[s.n - 1] == '}';
    bool     urn = s.n >= 9 && memcmp(s.p, "urn:uuid:", 9) == 0;
    size_t   prefix = braced ? 1 : urn ? 9 : 0, bounds[4] = {0};
    ig_str   digits = {s.p + prefix, s.n - prefix - braced};
    unsigned hyphens = 0;

    for (size_t i = 0; i < digits.n; i++) {
        const char *c = digits.p + i;
        if (*c == '-') {
            if (hyphens < 4)
                bounds[hyphens] = i;
            hyphens++;
        } else if (hex_value(*c) < 0) {
            snprintf(buf, 160, "invalid character: found `%.*s` at %zu", character_bytes(c, digits.p + digits.n), c,
                     i + prefix + 1);
            return;
        }
    }
    explain_groups(digits, s.n, prefix == 0, bounds, hyphens, buf);
}

bool igi_uuid_parse(ig_str s, ig_uuid *out, char buf[160], const char **error)
{
    /* what has the length of a form is judged by what is inside */
    if (s.n == 38 && s.p[0] == '{' && s.p[37] == '}')
        s = (ig_str){s.p + 1, 36};
    else if (s.n == 45 && memcmp(s.p, "urn:uuid:", 9) == 0)
        s = (ig_str){s.p + 9, 36};
    if ((s.n == 36 || s.n == 32) && read_digits(s.p, s.n == 36, out))
        return true;
    explain(s, buf);
    *error = buf;
    return false;
}
