/* Fault switches: what goes wrong on purpose, read from an option, a model name or a prompt.
 * SPDX-License-Identifier: MIT */
#include <stddef.h>
#include "offline_int.h"

enum { MAX_VALUE = 1000000 };

typedef enum kind { FLAG, COUNT, MILLISECONDS } kind;

/* otherwise: the value of a COUNT without "=n"; 0 = it needs one. plain: may stand in a prompt as it is; the others are
 * English words and need "fault:" in front. */
static const struct {
    const char *name;
    kind        kind;
    size_t      offset;
    uint32_t    otherwise;
    bool        plain;
} switches[] = {
    {"bad-first", COUNT, offsetof(igi_faults, bad_first), 1, true},
    {"always-bad", FLAG, offsetof(igi_faults, always_bad), 0, true},
    {"refuse", FLAG, offsetof(igi_faults, refuse), 0, false},
    {"length", FLAG, offsetof(igi_faults, length), 0, false},
    {"prose", FLAG, offsetof(igi_faults, prose), 0, false},
    {"http429", COUNT, offsetof(igi_faults, http429), 1, true},
    {"http500", COUNT, offsetof(igi_faults, http500), 1, true},
    {"retry-after", COUNT, offsetof(igi_faults, retry_after_s), 0, true},
    {"hang", FLAG, offsetof(igi_faults, hang), 0, false},
    {"disconnect", FLAG, offsetof(igi_faults, disconnect), 0, false},
    {"html", FLAG, offsetof(igi_faults, html), 0, false},
    {"half", FLAG, offsetof(igi_faults, half), 0, false},
    {"chunk", COUNT, offsetof(igi_faults, chunk), 0, false},
    {"delay", MILLISECONDS, offsetof(igi_faults, delay_ms), 0, false},
};

enum { N_SWITCHES = sizeof switches / sizeof *switches };

/* "7", and for times "50ms", "2s" or "50" (milliseconds). */
static bool read_value(ig_str text, kind what, uint32_t *out)
{
    uint32_t n = 0;
    size_t   i = 0;
    ig_str   unit;

    for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9' && n <= MAX_VALUE; i++)
        n = n * 10 + (uint32_t)(text.p[i] - '0');
    unit = (ig_str){text.p + i, text.n - i};
    if (what == MILLISECONDS && igi_is(unit, "s") && n <= MAX_VALUE / 1000)
        n *= 1000;
    else if (unit.n && !(what == MILLISECONDS && igi_is(unit, "ms")))
        return false;
    *out = n;
    return i > 0 && n <= MAX_VALUE;
}

/* "name" or "name=value"; SIZE_MAX when there is no such switch. */
static size_t find_switch(ig_str text, ig_str *value)
{
    const char *sign = memchr(text.p, '=', text.n);
    size_t      n = sign ? (size_t)(sign - text.p) : text.n;

    *value = sign ? (ig_str){sign + 1, text.n - n - 1} : (ig_str){NULL, 0};
    for (size_t i = 0; i < N_SWITCHES; i++)
        if (igi_is((ig_str){text.p, n}, switches[i].name))
            return i;
    return SIZE_MAX;
}

static bool set_switch(igi_faults *faults, ig_str text)
{
    ig_str   value;
    size_t   i = find_switch(text, &value);
    char    *at;
    uint32_t n;

    if (i == SIZE_MAX)
        return false;
    at = (char *)faults + switches[i].offset;
    if (switches[i].kind == FLAG) {
        if (value.p)
            return false;
        *(bool *)at = true;
        return true;
    }
    n = switches[i].otherwise;
    if (value.p ? !read_value(value, switches[i].kind, &n) : n == 0)
        return false;
    memcpy(at, &n, sizeof n);
    return true;
}

static ig_str trim(ig_str s)
{
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\t')) {
        s.p++;
        s.n--;
    }
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
        s.n--;
    return s;
}

ig_code igi_faults_add(igi_faults *faults, ig_str text, ig_error *err)
{
    igi_faults all = *faults;

    while (text.n) {
        const char *comma = memchr(text.p, ',', text.n);
        size_t      n = comma ? (size_t)(comma - text.p) : text.n;
        ig_str      one = trim((ig_str){text.p, n});
        if (one.n && !set_switch(&all, one))
            return igi_fail(
                err, IG_E_USAGE,
                "unknown fault switch \"%.*s\"; there are bad-first[=n], always-bad, refuse, length, prose, "
                "http429[=n], http500[=n], retry-after=seconds, hang, disconnect, html, half, chunk=n, "
                "delay=50ms",
                (int)(one.n > 60 ? 60 : one.n), one.p);
        text = (ig_str){text.p + n + (comma != NULL), text.n - n - (comma != NULL)};
    }
    *faults = all;
    return IG_OK;
}

ig_code igi_offline_faults_check(const char *faults, ig_error *err)
{
    igi_faults ignored = {0};
    return igi_faults_add(&ignored, igi_str(faults), err);
}

static bool is_switch_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '=' || c == ':';
}

void igi_faults_in_prompt(igi_faults *faults, ig_str prompt)
{
    static const char prefix[] = "fault:";
    size_t            end;

    for (size_t i = 0; i<prompt.n; i = end> i ? end : i + 1) {
        ig_str word, value;
        size_t which;
        for (end = i; end < prompt.n && is_switch_char(prompt.p[end]);)
            end++;
        word = (ig_str){prompt.p + i, end - i};
        if (word.n == 0)
            continue;
        if (word.n > sizeof prefix - 1 && memcmp(word.p, prefix, sizeof prefix - 1) == 0) {
            set_switch(faults, (ig_str){word.p + sizeof prefix - 1, word.n - (sizeof prefix - 1)});
            continue;
        }
        which = find_switch(word, &value);
        if (which != SIZE_MAX && (switches[which].plain || value.p))
            set_switch(faults, word);
    }
}
