/* The string formats of JSON Schema, in both directions: making a text and recognising one.
 * SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include "offline_int.h"

/* ---- recognising ------------------------------------------------------------------------------------------------ */

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool at(ig_str s, size_t i, char c)
{
    return i < s.n && s.p[i] == c;
}

static bool is_date(ig_str s)
{
    const char *error;
    ig_date     date;
    return s.n == 10 && at(s, 4, '-') && igi_date_parse(s, &date, &error);
}

/* RFC 3339 wants the zone; what it says about seconds the parser checks. */
static bool has_zone(ig_str s)
{
    return s.n > 8 && (at(s, s.n - 1, 'Z') || at(s, s.n - 1, 'z') || at(s, s.n - 6, '+') || at(s, s.n - 6, '-'));
}

static bool is_time(ig_str s)
{
    const char  *error;
    ig_timeofday value;
    return at(s, 2, ':') && at(s, 5, ':') && has_zone(s) && igi_time_parse(s, &value, &error);
}

static bool is_moment(ig_str s)
{
    const char *error;
    ig_datetime value;
    return s.n >= 20 && at(s, 4, '-') && (at(s, 10, 'T') || at(s, 10, 't')) && has_zone(s) &&
           igi_datetime_parse(s, &value, &error);
}

static bool is_duration(ig_str s)
{
    const char *error;
    ig_duration value;
    return at(s, 0, 'P') && igi_duration_parse(s, &value, &error);
}

static bool is_uuid(ig_str s)
{
    if (s.n != 36)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23, hex;
        char c = (char)(s.p[i] | 32);
        hex = (s.p[i] >= '0' && s.p[i] <= '9') || (c >= 'a' && c <= 'f');
        if (hyphen ? s.p[i] != '-' : !hex)
            return false;
    }
    return true;
}

/* Labels of letters, digits and inner hyphens, joined by dots. */
static bool is_hostname(ig_str s)
{
    size_t label = 0;

    for (size_t i = 0; i < s.n; i++) {
        bool edge = label == 0 || i + 1 == s.n || s.p[i + 1] == '.';
        if (s.p[i] == '.' ? label == 0 : !is_alnum(s.p[i]) && (s.p[i] != '-' || edge))
            return false;
        label = s.p[i] == '.' ? 0 : label + 1;
        if (label > 63)
            return false;
    }
    return s.n > 0 && s.n <= 253 && label > 0;
}

static bool is_email(ig_str s)
{
    const char *sign = s.n ? memchr(s.p, '@', s.n) : NULL;
    size_t      n = sign ? (size_t)(sign - s.p) : 0;

    for (size_t i = 0; i < n; i++)
        if (!is_alnum(s.p[i]) && (!s.p[i] || !strchr("!#$%&'*+-/=?^_`{|}~.", s.p[i]) ||
                                  (s.p[i] == '.' && (i == 0 || i + 1 == n || s.p[i + 1] == '.'))))
            return false;
    return n > 0 && n <= 64 && memchr(sign, '.', s.n - n) && is_hostname((ig_str){sign + 1, s.n - n - 1});
}

static bool is_uri(ig_str s)
{
    const char *colon = s.n ? memchr(s.p, ':', s.n) : NULL;

    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7f || strchr("\"<>\\^`{|}", s.p[i]))
            return false;
    for (const char *p = s.p; colon && p < colon; p++)
        if (!is_alnum(*p) && !strchr("+-.", *p))
            return false;
    return colon && colon > s.p && colon + 1 < s.p + s.n && !(s.p[0] >= '0' && s.p[0] <= '9');
}

static bool is_ip(ig_str s, int family)
{
    unsigned char address[16];
    char          text[64];

    if (s.n >= sizeof text)
        return false;
    memcpy(text, s.p, s.n);
    text[s.n] = 0;
    return strlen(text) == s.n && inet_pton(family, text, address) == 1;
}

static bool is_ipv4(ig_str s)
{
    return is_ip(s, AF_INET);
}

static bool is_ipv6(ig_str s)
{
    return is_ip(s, AF_INET6);
}

/* ---- making ----------------------------------------------------------------------------------------------------- */

static ig_str make_uuid(const igi_identity *who, unsigned variant, ig_arena *arena)
{
    igi_random random = {who->random};
    uint64_t   a = igi_random_next(&random), b = igi_random_next(&random);

    (void)variant; /* version 4, variant 1: RFC 9562 section 5.4 */
    return ig_arena_printf(arena, "%08" PRIx64 "-%04" PRIx64 "-4%03" PRIx64 "-%04" PRIx64 "-%012" PRIx64, a >> 32,
                           a >> 16 & 0xffff, a & 0xfff, (b >> 48 & 0x3fff) | 0x8000, b & UINT64_C(0xffffffffffff));
}

static ig_str make_date(const igi_identity *who, unsigned variant, ig_arena *arena)
{
    igi_random random = {who->random};
    int        year = (int)igi_random_between(&random, variant % 2 ? 1950 : 2020, variant % 2 ? 2007 : 2026);

    return ig_arena_printf(arena, "%04d-%02d-%02d", year, (int)igi_random_between(&random, 1, 12),
                           (int)igi_random_between(&random, 1, 28));
}

static ig_str make_time(const igi_identity *who, unsigned variant, ig_arena *arena)
{
    igi_random random = {igi_mix(who->random, 1)};
    int        hour = (int)igi_random_between(&random, 0, 23), quarter = (int)igi_random_between(&random, 0, 3);

    (void)variant;
    return ig_arena_printf(arena, "%02d:%02d:00Z", hour, quarter * 15);
}

static ig_str make_moment(const igi_identity *who, unsigned variant, ig_arena *arena)
{
    ig_str date = make_date(who, 2 * variant, arena), time = make_time(who, variant, arena);

    return date.p && time.p ? ig_arena_printf(arena, "%sT%s", date.p, time.p) : (ig_str){NULL, 0};
}

static ig_str make_duration(const igi_identity *who, unsigned variant, ig_arena *arena)
{
    igi_random random = {who->random};
    int        hours = (int)igi_random_between(&random, 1, 9);

    return variant ? ig_arena_printf(arena, "PT%dH", hours)
                   : ig_arena_printf(arena, "PT%dH%dM", hours, 15 * (int)igi_random_between(&random, 1, 3));
}

static ig_str make_email(const igi_identity *who, unsigned variant, ig_arena *arena)
{
    return igi_words_text(IGI_HINT_EMAIL, who, variant, arena);
}

static ig_str make_uri(const igi_identity *who, unsigned variant, ig_arena *arena)
{
    return variant ? ig_arena_printf(arena, "https://example.com/") : igi_words_text(IGI_HINT_URL, who, 0, arena);
}

static ig_str make_hostname(const igi_identity *who, unsigned variant, ig_arena *arena)
{
    return variant ? ig_arena_printf(arena, "example.com") : igi_words_text(IGI_HINT_HOST, who, 0, arena);
}

/* Addresses set aside for documentation: RFC 5737, RFC 3849. */
static ig_str make_ipv4(const igi_identity *who, unsigned variant, ig_arena *arena)
{
    (void)variant;
    return ig_arena_printf(arena, "192.0.2.%u", 1 + (unsigned)igi_shuffled(who->hash, who->ordinal, 254));
}

static ig_str make_ipv6(const igi_identity *who, unsigned variant, ig_arena *arena)
{
    (void)variant;
    return ig_arena_printf(arena, "2001:db8::%x", 1 + (unsigned)igi_shuffled(who->hash, who->ordinal, 65534));
}

/* ---- the table -------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    bool (*holds)(ig_str text);
    ig_str (*make)(const igi_identity *who, unsigned variant, ig_arena *arena);
} formats[] = {
    {"uuid", is_uuid, make_uuid},
    {"date", is_date, make_date},
    {"date-time", is_moment, make_moment},
    {"time", is_time, make_time},
    {"duration", is_duration, make_duration},
    {"email", is_email, make_email},
    {"idn-email", is_email, make_email},
    {"uri", is_uri, make_uri},
    {"url", is_uri, make_uri},
    {"uri-reference", is_uri, make_uri},
    {"iri", is_uri, make_uri},
    {"hostname", is_hostname, make_hostname},
    {"idn-hostname", is_hostname, make_hostname},
    {"ipv4", is_ipv4, make_ipv4},
    {"ipv6", is_ipv6, make_ipv6},
};

enum { N_FORMATS = sizeof formats / sizeof *formats };

bool igi_format_holds(ig_str format, ig_str text)
{
    for (size_t i = 0; i < N_FORMATS; i++)
        if (igi_is(format, formats[i].name))
            return formats[i].holds(text);
    return true;
}

ig_str igi_format_text(ig_str format, const igi_identity *who, unsigned variant, ig_arena *arena, bool *known)
{
    for (size_t i = 0; i < N_FORMATS; i++)
        if (igi_is(format, formats[i].name)) {
            *known = true;
            return formats[i].make(who, variant, arena);
        }
    *known = false;
    return (ig_str){NULL, 0};
}
