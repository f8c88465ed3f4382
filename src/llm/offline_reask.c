/* Reads a validation error in Pydantic's form (or "field: message" lines) for what it says about each field.
 * SPDX-License-Identifier: MIT
 *
 *   1 validation error for Customer
 *   email
 *     Value error, Email domain must be one of ['gmail.com', 'yahoo.com'] [type=value_error, input_value=..., ...] */
#include "offline_int.h"

enum { MAX_COMPLAINTS = 200, MAX_PATH_BYTES = 200 };

static const ig_str nothing = {NULL, 0};

/* Where needle starts in s, SIZE_MAX when nowhere. Case counts. */
static size_t find(ig_str s, const char *needle)
{
    const char *p = s.n ? memmem(s.p, s.n, needle, strlen(needle)) : NULL;
    return p ? (size_t)(p - s.p) : SIZE_MAX;
}

static bool has(ig_str s, const char *needle)
{
    return find(s, needle) != SIZE_MAX;
}

bool igi_reask_is(ig_str message)
{
    return has(message, "alidation error") || has(message, "alidation Error") || has(message, "[type=") ||
           has(message, "Correct your JSON") || has(message, "Recall the function correctly");
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

static ig_str next_line(ig_str *rest)
{
    const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    ig_str      line = {rest->p, end ? (size_t)(end - rest->p) : rest->n};

    rest->p += line.n + (end != NULL);
    rest->n -= line.n + (end != NULL);
    if (line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

static ig_str strip(ig_str s, const char *marks)
{
    while (s.n && s.p[0] && strchr(marks, s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && s.p[s.n - 1] && strchr(marks, s.p[s.n - 1]))
        s.n--;
    return s;
}

static bool is_path(ig_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (unsigned char)c >= 0x80;
        if (!plain && (!c || !strchr("._-[]$/", c)))
            return false;
    }
    return s.n > 0 && s.n <= MAX_PATH_BYTES;
}

/* tasks.0.email, tasks[0].email -> tasks/0/email */
static ig_str normal_path(ig_str path, ig_arena *arena)
{
    char  *p = igi_alloc(arena, path.n + 1, 1);
    size_t n = 0;

    if (!p)
        return nothing;
    for (size_t i = 0; i < path.n; i++)
        if (!strchr(".[]/", path.p[i]))
            p[n++] = path.p[i];
        else if (n && p[n - 1] != '/')
            p[n++] = '/';
    n -= n && p[n - 1] == '/';
    p[n] = 0;
    return (ig_str){p, n};
}

/* Without "[type=..., input_value=...]". */
static ig_str message_of(ig_str line)
{
    size_t end = find(line, " [type=");
    return strip(end == SIZE_MAX ? line : (ig_str){line.p, end}, " \t");
}

/* One complaint out of a line and the one before; false = there is none. */
static bool read_complaint(ig_str before, ig_str line, igi_complaint *out)
{
    ig_str path = strip(line, " \t-*");
    size_t colon = find(path, ": ");

    if (line.n > 2 && line.p[0] == ' ' && line.p[1] == ' ' && line.p[2] != ' ' && is_path(before)) {
        *out = (igi_complaint){before, message_of(line)};
        return true;
    }
    if (colon == SIZE_MAX || !is_path((ig_str){path.p, colon}))
        return false;
    *out = (igi_complaint){{path.p, colon}, message_of((ig_str){path.p + colon + 2, path.n - colon - 2})};
    return true;
}

ig_code igi_reask_read(ig_str message, uint32_t turn, ig_arena *arena, igi_reask *out)
{
    igi_complaint *items = igi_alloc(arena, MAX_COMPLAINTS * sizeof *items, 16);
    ig_str         rest = message, before = nothing, line;
    size_t         n = 0;

    if (!items)
        return IG_E_NOMEM;
    while (rest.n && n < MAX_COMPLAINTS) {
        line = next_line(&rest);
        if (read_complaint(before, line, &items[n])) {
            items[n].path = normal_path(items[n].path, arena);
            if (!items[n++].path.p)
                return IG_E_NOMEM;
        }
        before = line;
    }
    *out = (igi_reask){turn, items, n};
    return IG_OK;
}

/* ---- use -------------------------------------------------------------------------------------------------------- */

/* Whether path names the value at pointer (without its first '/') or something that an alternative of it adds. */
static bool leads_to(ig_str path, ig_str pointer)
{
    return pointer.n && path.n >= pointer.n && memcmp(path.p, pointer.p, pointer.n) == 0 &&
           (path.n == pointer.n || path.p[pointer.n] == '/');
}

const igi_complaint *igi_reask_find(const igi_reask *reask, ig_str pointer)
{
    ig_str      whole = pointer.n ? (ig_str){pointer.p + 1, pointer.n - 1} : nothing;
    const char *slash = whole.n ? memchr(whole.p, '/', whole.n) : NULL;
    ig_str      inner = slash ? (ig_str){slash + 1, whole.n - (size_t)(slash + 1 - whole.p)} : nothing;

    for (size_t i = 0; i < reask->n; i++) /* a list wrapped as {"tasks": [...]} may be reported without its wrapper */
        if (leads_to(reask->items[i].path, whole) || leads_to(reask->items[i].path, inner))
            return &reask->items[i];
    return NULL;
}

/* Item number `which` of "'a', 'b' or 'c'"; *n counts them. Without quotes, items are split at commas. */
static ig_str item_at(ig_str list, uint64_t which, size_t *n)
{
    bool   quoted = memchr(list.p, '\'', list.n) || memchr(list.p, '"', list.n);
    size_t i = 0;

    *n = 0;
    while (i < list.n) {
        size_t start = i;
        ig_str item;
        if (quoted && list.p[i] != '\'' && list.p[i] != '"') {
            i++;
            continue;
        }
        if (quoted) {
            for (i = ++start; i < list.n && list.p[i] != list.p[start - 1];)
                i++;
        } else {
            while (i < list.n && list.p[i] != ',')
                i++;
        }
        item = quoted ? (ig_str){list.p + start, i - start} : strip((ig_str){list.p + start, i - start}, " .:");
        i++;
        if (item.n && (*n)++ == which)
            return item;
    }
    return nothing;
}

ig_str igi_list_item(ig_str list, uint64_t which)
{
    size_t n = 0;

    if (list.n)
        item_at(list, UINT64_MAX, &n);
    return n ? item_at(list, which % n, &n) : nothing;
}

ig_str igi_prose_list(ig_str prose, const char *phrase)
{
    size_t      at = find(prose, phrase), n;
    ig_str      list;
    const char *close;

    if (at == SIZE_MAX)
        return nothing;
    list = (ig_str){prose.p + at + strlen(phrase), prose.n - at - strlen(phrase)};
    while (list.n && (list.p[0] == ' ' || list.p[0] == ':')) {
        list.p++;
        list.n--;
    }
    if (list.n && strchr("[({", list.p[0])) {
        close = memchr(list.p, list.p[0] == '[' ? ']' : list.p[0] == '(' ? ')' : '}', list.n);
        return (ig_str){list.p + 1, (close ? (size_t)(close - list.p) : list.n) - 1};
    }
    for (n = 0; n < list.n && !strchr(".;)\n", list.p[n]);)
        n++;
    return (ig_str){list.p, n};
}

ig_str igi_complaint_choice(const igi_complaint *complaint, uint64_t which)
{
    ig_str message = complaint->message, list = igi_prose_list(message, "one of");

    if (!list.n && find(message, "Input should be '") == 0)
        list = message;
    return igi_list_item(list, which);
}

/* The quoted text behind a phrase. */
static ig_str quoted_after(ig_str message, const char *phrase)
{
    size_t at = find(message, phrase), n;

    if (at == SIZE_MAX)
        return nothing;
    at += strlen(phrase);
    if (at < message.n && !memchr(message.p + at, '\'', message.n - at) && !memchr(message.p + at, '"', message.n - at))
        return nothing;
    return item_at((ig_str){message.p + at, message.n - at}, 0, &n);
}

ig_str igi_complaint_pattern(const igi_complaint *complaint)
{
    size_t at = find(complaint->message, "match pattern '");
    ig_str rest;

    if (at == SIZE_MAX)
        return nothing;
    rest = (ig_str){complaint->message.p + at + 15, complaint->message.n - at - 15};
    if (rest.n && rest.p[rest.n - 1] == '\'') /* the pattern itself may hold quotes */
        rest.n--;
    return rest;
}

static ig_str change_case(ig_str text, bool upper, ig_arena *arena)
{
    char *p = igi_alloc(arena, text.n + 1, 1);

    if (!p)
        return nothing;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (upper)
            p[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        else
            p[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    p[text.n] = 0;
    return (ig_str){p, text.n};
}

ig_str igi_complaint_apply(const igi_complaint *complaint, ig_str text, ig_arena *arena)
{
    ig_str message = complaint->message;
    ig_str start = quoted_after(message, "start with"), end = quoted_after(message, "end with");
    ig_str part = quoted_after(message, "contain");

    if (has(message, "uppercase") || has(message, "upper case") || has(message, "upper-case"))
        return change_case(text, true, arena);
    if (has(message, "lowercase") || has(message, "lower case") || has(message, "lower-case"))
        return change_case(text, false, arena);
    if (start.n)
        return ig_arena_printf(arena, "%.*s%.*s", (int)start.n, start.p, (int)text.n, text.p);
    if (end.n)
        return ig_arena_printf(arena, "%.*s%.*s", (int)text.n, text.p, (int)end.n, end.p);
    if (part.n && !has(message, "not contain"))
        return ig_arena_printf(arena, "%.*s%.*s", (int)text.n, text.p, (int)part.n, part.p);
    return text;
}
