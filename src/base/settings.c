/* Settings: a name goes in, its value comes out of the environment or else of the file .env in the current folder.
 * SPDX-License-Identifier: MIT
 *
 * The file is read as python-dotenv reads it for Pydantic-settings: comments, `export`, single and double quotes over
 * several lines, backslash escapes, CRLF, ${NAME} and ${NAME:-default} from earlier lines or the environment; of equal
 * names the last wins, and a line that is none is skipped.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base_int.h"

enum { MAX_FILE_BYTES = 1 << 20, MAX_VALUE_BYTES = 64 << 10, MAX_NESTED_VARIABLES = 8 };

/* One NAME=value of the file, not yet decoded. */
typedef struct binding {
    const char *start; /* lines before it may be referred to */
    ig_str      name;
    ig_str      raw;   /* raw.p == NULL: a name without "=" */
    char        quote; /* ' or " around raw, or 0 */
} binding;

/* Blanks within a line. */
static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && is_blank(*p))
        p++;
    return p;
}

static const char *line_end(const char *p, const char *end)
{
    const char *newline = memchr(p, '\n', (size_t)(end - p));
    return newline ? newline : end;
}

static const char *read_name(const char *p, const char *end, ig_str *name)
{
    const char *start = p;

    if (*p == '\'') {
        while (++p < end && *p != '\'')
            continue;
        if (p == end || p == start + 1)
            return NULL;
        *name = (ig_str){start + 1, (size_t)(p - start - 1)};
        return p + 1;
    }
    while (p < end && *p != '=' && *p != '#' && *p != '\n' && !is_blank(*p))
        p++;
    *name = (ig_str){start, (size_t)(p - start)};
    return p > start ? p : NULL;
}

/* Up to the closing quote. A quote after a backslash does not close, unless nothing else does. */
static const char *read_quoted(const char *p, const char *end, binding *b)
{
    const char *start = p + 1, *escaped = NULL, *close = NULL;

    b->quote = *p;
    for (p = start; p < end && !close; p++) {
        if (*p == b->quote)
            close = p;
        else if (*p == '\\' && p + 1 < end && p[1] == b->quote)
            escaped = ++p;
    }
    if (!close)
        close = escaped;
    if (!close)
        return NULL;
    b->raw = (ig_str){start, (size_t)(close - start)};
    return close + 1;
}

/* The rest of the line without the comment, which needs a blank before its '#'. */
static const char *read_unquoted(const char *p, const char *end, binding *b)
{
    const char *stop = line_end(p, end), *value_end = stop, *at;

    for (at = p + 1; at < stop; at++)
        if (*at == '#' && is_blank(at[-1])) {
            value_end = at;
            break;
        }
    while (value_end > p && is_blank(value_end[-1]))
        value_end--;
    b->raw = (ig_str){p, (size_t)(value_end - p)};
    return stop;
}

static const char *read_value(const char *p, const char *end, binding *b)
{
    if (p == end || *p == '\n') {
        b->raw = (ig_str){p, 0};
        return p;
    }
    return *p == '\'' || *p == '"' ? read_quoted(p, end, b) : read_unquoted(p, end, b);
}

/* Reads one binding at *at and moves *at to its end; false: the line is none, and *at is where that showed. */
static bool read_binding(const char **at, const char *end, binding *b)
{
    const char *p = *at;

    *b = (binding){.start = p};
    if (end - p > 6 && memcmp(p, "export", 6) == 0 && is_blank(p[6]))
        p = *at = skip_blanks(p + 6, end);
    if (p == end || !(p = read_name(p, end, &b->name)))
        return false;
    p = *at = skip_blanks(p, end);
    if (p < end && *p == '=') {
        p = *at = skip_blanks(p + 1, end);
        p = read_value(p, end, b);
        if (!p)
            return false;
        p = *at = skip_blanks(p, end);
    }
    if (p < end && *p == '#')
        p = *at = line_end(p, end);
    return p == end || *p == '\n';
}

/* Moves *at past the next binding. false: there is none before end. */
static bool next_binding(const char **at, const char *end, binding *b)
{
    while (*at < end) {
        if (is_blank(**at) || **at == '\n')
            ++*at;
        else if (read_binding(at, end, b))
            return true;
        else
            *at = line_end(*at, end);
    }
    return false;
}

/* Appends raw with its escapes resolved: \\ and \' in single quotes, also \" \a \b \f \n \r \t \v in double quotes. */
static void decode(const binding *b, ig_buf *out)
{
    static const char codes[] = "\\'\"abfnrtv", meanings[] = "\\'\"\a\b\f\n\r\t\v";
    size_t            known = b->quote == '"' ? sizeof codes - 1 : b->quote == '\'' ? 2 : 0, i;

    for (i = 0; i < b->raw.n; i++) {
        const char *code = NULL;
        if (b->raw.p[i] == '\\' && i + 1 < b->raw.n)
            code = memchr(codes, b->raw.p[i + 1], known);
        ig_buf_char(out, code ? meanings[code - codes] : b->raw.p[i]);
        i += code != NULL;
    }
}

static bool file_value(ig_str name, const char *text, const char *end, int depth, ig_buf *out);

/* Finds "${name}" or "${name:-default}" at p. Returns where it ends, or NULL. */
static const char *read_variable(const char *p, const char *end, ig_str *name, ig_str *otherwise)
{
    const char *start = p + 2, *close;

    *otherwise = (ig_str){"", 0};
    if (end - p < 3 || p[0] != '$' || p[1] != '{')
        return NULL;
    for (p = start; p < end && *p != '}' && *p != ':'; p++)
        continue;
    close = p < end ? memchr(p, '}', (size_t)(end - p)) : NULL;
    if (!close || (*p == ':' && p[1] != '-'))
        return NULL;
    *name = (ig_str){start, (size_t)(p - start)};
    if (*p == ':')
        *otherwise = (ig_str){p + 2, (size_t)(close - p - 2)};
    return close + 1;
}

/* Appends a value with its variables replaced; earlier lines of the file win over the environment. */
static void expand(ig_str value, const char *text, const char *earlier_end, int depth, ig_buf *out)
{
    const char *p = value.p, *end = value.p + value.n;

    while (p < end) {
        ig_str      name, otherwise;
        const char *after = depth < MAX_NESTED_VARIABLES ? read_variable(p, end, &name, &otherwise) : NULL;
        char        key[256];
        const char *from_environment = NULL;

        if (!after) {
            ig_buf_char(out, *p++);
            continue;
        }
        p = after;
        if (file_value(name, text, earlier_end, depth + 1, out))
            continue;
        if (name.n < sizeof key) {
            memcpy(key, name.p, name.n);
            key[name.n] = 0;
            from_environment = getenv(key);
        }
        if (from_environment)
            ig_buf_str(out, from_environment);
        else
            ig_buf_add(out, otherwise.p, otherwise.n);
    }
}

/* Appends the value that the lines between text and end give to name. false: they do not mention it. */
static bool file_value(ig_str name, const char *text, const char *end, int depth, ig_buf *out)
{
    const char *at = text;
    binding     b, last = {.start = NULL};
    ig_buf      plain = {.max_bytes = MAX_VALUE_BYTES};

    while (next_binding(&at, end, &b))
        if (ig_str_eq(b.name, name))
            last = b;
    if (!last.start)
        return false;
    if (last.raw.p) {
        decode(&last, &plain);
        if (plain.code)
            out->code = plain.code;
        else if (plain.n)
            expand((ig_str){plain.p, plain.n}, text, last.start, depth, out);
        ig_buf_fini(&plain);
    }
    return true;
}

/* The file with its line ends made '\n'; {NULL, 0}: there is none that can be read, or no memory (arena->failed). */
static ig_str read_file(const char *path, ig_arena *arena)
{
    int         fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat info;
    char       *text = NULL;
    size_t      size = 0, n = 0, i;
    ssize_t     got = 1;

    if (fd < 0)
        return (ig_str){NULL, 0};
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0 && info.st_size <= MAX_FILE_BYTES) {
        size = (size_t)info.st_size;
        text = igi_alloc(arena, size, 1);
    }
    while (text && n < size && (got = read(fd, text + n, size - n)) > 0)
        n += (size_t)got;
    close(fd);
    if (!text)
        return (ig_str){NULL, 0};
    for (size = n, n = i = 0; i < size; i++)
        if (text[i] != '\r')
            text[n++] = text[i];
        else if (i + 1 == size || text[i + 1] != '\n')
            text[n++] = '\n';
    return (ig_str){text, n};
}

static ig_str from_file(const char *name, ig_arena *arena)
{
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    ig_arena          scratch = {0};
    ig_str            text = read_file(".env", &scratch), value = {NULL, 0};
    ig_buf            out = {.max_bytes = MAX_VALUE_BYTES};

    if (text.n >= 3 && memcmp(text.p, byte_order_mark, 3) == 0)
        text = (ig_str){text.p + 3, text.n - 3};
    if (text.p && file_value(igi_str(name), text.p, text.p + text.n, 0, &out) && !out.code && out.n)
        value = ig_arena_str(arena, (ig_str){out.p, out.n});
    /* Without memory nobody knows whether the setting is there: the arena tells the caller. */
    if (scratch.failed || out.code == IG_E_NOMEM)
        arena->failed = true;
    ig_buf_fini(&out);
    ig_arena_fini(&scratch);
    return value;
}

ig_str igi_setting(const char *name, ig_arena *arena)
{
    const char *value = getenv(name);

    if (!value)
        return from_file(name, arena);
    return *value ? ig_arena_str(arena, igi_str(value)) : (ig_str){NULL, 0};
}
