/* The request guard: heads that two HTTP parsers could read differently are refused before a body byte is taken.
 * SPDX-License-Identifier: MIT
 *
 * In: a parsed head. Out: 0 or a status. libmicrohttpd 0.9.75 accepts each of these by itself (RFC 9112 section 11.2,
 * request smuggling); newer versions refuse some, which does no harm. */
#include <strings.h>
#include "http_int.h"

/* What one walk over the headers finds. */
typedef struct findings {
    unsigned    hosts, lengths, encodings;
    const char *encoding, *length;
    const char *expected_key; /* where the next header must begin in the head as it was received; NULL = not known */
    bool        bad_name, bad_value, hidden;
} findings;

static bool is_name(const char *p, size_t n)
{
    static const char symbols[] = "!#$%&'*+-.^_`|~"; /* RFC 9110 section 5.6.2: tchar */

    for (size_t i = 0; i < n; i++) {
        char c = p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && (c == 0 || !strchr(symbols, c)))
            return false;
    }
    return n > 0;
}

static bool is_value(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)p[i] < ' ' && p[i] != '\t') || p[i] == 0x7f)
            return false;
    return true;
}

/* The library ends a value at a NUL byte and glues a folded line to the name, so neither can be seen in the strings.
 * But 0.9 keeps the strings where they were received: a value must begin right after its name's colon, and the next
 * name right after the value's line end. */
static bool is_in_place(findings *f, const char *key, size_t key_n, const char *value, size_t value_n)
{
    bool        ok = !f->expected_key || key == f->expected_key || key == f->expected_key + 1;
    const char *p = key + key_n + 1;

    while (p < value && (*p == ' ' || *p == '\t'))
        p++;
    f->expected_key = value + value_n + 1;
    return ok && p == value;
}

static bool keeps_strings_in_place(void)
{
    return strncmp(MHD_get_version(), "0.9.", 4) == 0;
}

static enum MHD_Result look(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_n, const char *value,
                            size_t value_n)
{
    findings *f = cls;

    (void)kind;
    if (!value) {
        f->bad_value = true;
        return MHD_NO;
    }
    f->bad_name |= !is_name(key, key_n);
    f->bad_value |= !is_value(value, value_n);
    f->hidden |= keeps_strings_in_place() && !is_in_place(f, key, key_n, value, value_n);
    if (strcasecmp(key, "host") == 0)
        f->hosts++;
    if (strcasecmp(key, "content-length") == 0) {
        f->lengths++;
        f->length = value;
    }
    if (strcasecmp(key, "transfer-encoding") == 0) {
        f->encodings++;
        f->encoding = value;
    }
    return MHD_YES;
}

/* The same for what no next header vouches for: the request line, and the last header before the empty line. */
static bool begins_and_ends_in_place(const igi_http_head *head, const char *expected_key)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(head->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    const char                     *end;

    if (!info || !expected_key)
        return true;
    end = head->method + info->header_size;
    return head->version == head->target + head->target_bytes + 1 && expected_key < end &&
           end - expected_key <= 3; /* at most the LF of this line, CR, LF */
}

static bool exceeds(const char *digits, size_t limit)
{
    size_t n = 0;

    for (; *digits >= '0' && *digits <= '9' && n <= limit; digits++) {
        if (n > (SIZE_MAX - 9) / 10)
            return true;
        n = n * 10 + (size_t)(*digits - '0');
    }
    return n > limit;
}

int igi_http_guard(const igi_http_head *head, size_t max_body_bytes, const char **why)
{
    findings f = {0};

    MHD_get_connection_values_n(head->mhd, MHD_HEADER_KIND, look, &f);
    f.hidden |= keeps_strings_in_place() && !begins_and_ends_in_place(head, f.expected_key);
    *why = strchr(head->target, ' ')  ? "a space in the request target"
           : f.bad_name               ? "a header name has a character that is not allowed"
           : f.bad_value              ? "a header value has a control character"
           : f.hidden                 ? "a line of the head is folded or has a NUL byte"
           : f.lengths > 1            ? "more than one Content-Length"
           : f.lengths && f.encodings ? "both Content-Length and Transfer-Encoding"
           : f.hosts > 1              ? "more than one Host"
           : f.hosts == 0 && strcmp(head->version, "HTTP/1.0") != 0 ? "no Host"
                                                                    : NULL;
    if (*why)
        return MHD_HTTP_BAD_REQUEST;
    if (f.encodings > 1 || (f.encoding && strcasecmp(f.encoding, "chunked") != 0)) {
        *why = "a Transfer-Encoding other than chunked";
        return MHD_HTTP_NOT_IMPLEMENTED;
    }
    if (f.length && exceeds(f.length, max_body_bytes)) {
        *why = "the body is larger than this server takes";
        return MHD_HTTP_CONTENT_TOO_LARGE;
    }
    return 0;
}
