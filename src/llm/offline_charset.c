/* Sets of characters, as classes of a regular expression name them, and a readable choice out of each.
 * SPDX-License-Identifier: MIT */
#include "offline_pattern.h"

bool igi_charset_has(const igi_charset *set, unsigned c)
{
    return c < 128 && set->bits[c / 64] >> c % 64 & 1;
}

void igi_charset_add(igi_charset *set, uint32_t lo, uint32_t hi)
{
    for (uint32_t c = lo; c <= hi && c < 128; c++)
        set->bits[c / 64] |= UINT64_C(1) << c % 64;
    if (hi >= 128 && set->n_ranges < IGI_MAX_RANGES) {
        set->lo[set->n_ranges] = lo < 128 ? 128 : lo;
        set->hi[set->n_ranges++] = hi;
    }
}

void igi_charset_add_text(igi_charset *set, const char *chars)
{
    for (; *chars; chars++)
        igi_charset_add(set, (unsigned char)*chars, (unsigned char)*chars);
}

igi_charset igi_charset_not(const igi_charset *set)
{
    igi_charset other = {.n_ranges = 0};

    for (unsigned c = ' '; c < 127; c++)
        if (!igi_charset_has(set, c))
            igi_charset_add(&other, c, c);
    return other;
}

void igi_charset_join(igi_charset *set, const igi_charset *other)
{
    set->bits[0] |= other->bits[0];
    set->bits[1] |= other->bits[1];
    for (unsigned i = 0; i < other->n_ranges; i++)
        igi_charset_add(set, other->lo[i], other->hi[i]);
}

bool igi_charset_of_escape(char c, igi_charset *out)
{
    igi_charset set = {.n_ranges = 0};

    if (c == 'd' || c == 'D' || c == 'w' || c == 'W')
        igi_charset_add(&set, '0', '9');
    if (c == 'w' || c == 'W') {
        igi_charset_add(&set, 'a', 'z');
        igi_charset_add(&set, 'A', 'Z');
        igi_charset_add(&set, '_', '_');
    } else if (c == 's' || c == 'S') {
        igi_charset_add_text(&set, " \t\n\r\f\v");
    } else if (c != 'd' && c != 'D') {
        return false;
    }
    *out = c < 'a' ? igi_charset_not(&set) : set;
    return true;
}

uint32_t igi_charset_pick(const igi_charset *set, bool mixed, igi_random *random)
{
    char     plain[64], others[128];
    size_t   n_plain = 0, n_others = 0;
    unsigned letters = 0;

    for (unsigned c = 'a'; c <= 'z'; c++)
        letters += igi_charset_has(set, c);
    if (letters > 20 && !mixed) {
        for (unsigned c = 'a'; c <= 'z'; c++)
            if (igi_charset_has(set, c))
                plain[n_plain++] = (char)c;
        return (unsigned char)plain[igi_random_below(random, n_plain)];
    }
    for (unsigned c = 0; c < 128; c++)
        if (igi_charset_has(set, c)) {
            bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (is_plain)
                plain[n_plain++] = (char)c;
            else
                others[n_others++] = (char)c;
        }
    if (n_plain)
        return (unsigned char)plain[igi_random_below(random, n_plain)];
    if (igi_charset_has(set, ' '))
        return ' ';
    if (n_others)
        return (unsigned char)others[igi_random_below(random, n_others)];
    if (set->n_ranges) {
        size_t   i = (size_t)igi_random_below(random, set->n_ranges);
        uint32_t span = set->hi[i] - set->lo[i] + 1;
        return set->lo[i] + (uint32_t)igi_random_below(random, span);
    }
    return '?'; /* an empty class matches nothing; the check will say so */
}

void igi_charset_any_case(igi_charset *set)
{
    for (unsigned c = 'a'; c <= 'z'; c++) {
        if (igi_charset_has(set, c))
            igi_charset_add(set, c - 32, c - 32);
        else if (igi_charset_has(set, c - 32))
            igi_charset_add(set, c, c);
    }
}
