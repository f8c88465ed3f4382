/* What a prompt gives without being understood: its hash, the record's number, and values that it spells out.
 * SPDX-License-Identifier: MIT */
#include <strings.h>
#include "offline_int.h"

enum { MAX_NAME_WORDS = 4 };

static const ig_str nothing = {NULL, 0};

static bool low_is(const igi_text *text, size_t i, const char *word)
{
    return i < text->n && igi_is(text->tokens[i].low, word);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static ig_str trim(ig_str s)
{
    while (s.n && is_space(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

/* ---- the record's number ---------------------------------------------------------------------------------------- */

/* Token number of the last "record 3 of 10"; n when there is none. */
static size_t find_record(const igi_text *text, igi_prompt *out)
{
    for (size_t i = text->n; i-- > 0;) {
        const igi_token *t = text->tokens + i;
        if (i + 3 >= text->n || !igi_is(t[0].low, "record") || t[1].kind != IGI_NUMBER || !igi_is(t[2].low, "of") ||
            t[3].kind != IGI_NUMBER || t[1].number < 1 || t[1].number > t[3].number || t[3].number > 1e15)
            continue;
        out->record = (uint64_t)t[1].number - 1;
        out->n_records = (uint64_t)t[3].number;
        return i;
    }
    return text->n;
}

/* The text without the record's number, and without the parentheses it stands in. */
static ig_str cut_record(const igi_text *text, size_t at, ig_arena *arena)
{
    const char *start = text->tokens[at].text.p, *end = text->tokens[at + 3].text.p + text->tokens[at + 3].text.n;
    const char *source_end = text->source.p + text->source.n;

    if (at > 0 && low_is(text, at - 1, "(")) {
        start = text->tokens[at - 1].text.p;
        while (end < source_end && *end != ')')
            end++;
        end += end < source_end;
    }
    return ig_arena_printf(arena, "%.*s %.*s", (int)(start - text->source.p), text->source.p, (int)(source_end - end),
                           end);
}

/* Case, white space, line ends and the punctuation of sentences make no difference. */
static uint64_t normalised_hash(const igi_text *text)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < text->n; i++) {
        const igi_token *t = text->tokens + i;
        if (t->kind != IGI_MARK || !strchr("\n.,;:!?", t->low.p[0]))
            hash = igi_mix_str(hash, t->low);
    }
    return hash;
}

ig_code igi_prompt_read(ig_str user_text, ig_arena *arena, igi_prompt *out)
{
    igi_prompt prompt = {.n_records = 1};
    size_t     at;
    ig_str     rest;

    if (igi_text_scan(user_text, arena, &prompt.text))
        return IG_E_NOMEM;
    at = find_record(&prompt.text, &prompt);
    if (at < prompt.text.n) {
        rest = cut_record(&prompt.text, at, arena);
        if (!rest.p || igi_text_scan(rest, arena, &prompt.text))
            return IG_E_NOMEM;
    }
    prompt.hash = normalised_hash(&prompt.text);
    *out = prompt;
    return IG_OK;
}

/* ---- "key: value" lines ----------------------------------------------------------------------------------------- */

/* Whether key, leading list marks aside, is made of exactly these words. */
static bool is_key(ig_str key, const igi_words *words)
{
    size_t k = 0, i = 0;

    while (i < key.n) {
        size_t start = i;
        while (i < key.n && !strchr(" \t_-*\"'`#>", key.p[i]))
            i++;
        if (i == start) {
            i++;
            continue;
        }
        if (k == words->n || words->w[k].n != i - start || strncasecmp(words->w[k].p, key.p + start, i - start) != 0)
            return false;
        k++;
    }
    return k == words->n;
}

/* Where the value that starts at i ends: at ';', at a line end, or at a comma that another "key:" follows. */
static size_t value_end(ig_str s, size_t i)
{
    for (; i < s.n && s.p[i] != '\n' && s.p[i] != ';'; i++) {
        size_t k = i + 1;
        if (s.p[i] != ',')
            continue;
        while (k < s.n && !strchr(",:=;\n", s.p[k]))
            k++;
        if (k < s.n && (s.p[k] == ':' || s.p[k] == '='))
            break;
    }
    return i;
}

static ig_str unquote(ig_str s)
{
    s = trim(s);
    while (s.n && (s.p[s.n - 1] == ',' || is_space(s.p[s.n - 1])))
        s.n--;
    if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
        return (ig_str){s.p + 1, s.n - 2};
    return s;
}

ig_str igi_prompt_line(const igi_prompt *prompt, const igi_words *words)
{
    ig_str s = prompt->text.source;
    size_t start = 0, i = 0, end;

    while (i < s.n && words->n) {
        if (s.p[i] == ':' || s.p[i] == '=') {
            end = value_end(s, i + 1);
            if (is_key((ig_str){s.p + start, i - start}, words)) {
                ig_str value = unquote((ig_str){s.p + i + 1, end - i - 1});
                if (value.n)
                    return value;
            }
            i = start = end;
        }
        if (i < s.n && strchr("\n;,", s.p[i]))
            start = i + 1;
        i++;
    }
    return nothing;
}

/* ---- names ------------------------------------------------------------------------------------------------------ */

static ig_str source_of(const igi_text *text, size_t from, size_t to)
{
    const char *start = text->tokens[from].text.p, *end = text->tokens[to - 1].text.p + text->tokens[to - 1].text.n;
    return (ig_str){start, (size_t)(end - start)};
}

static bool is_capital(const igi_token *token)
{
    char c = token->text.p[0];
    return token->kind == IGI_WORD && ((c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80);
}

/* A quoted text or a run of capitalised words at token i; *end is behind it. */
static ig_str name_at(const igi_text *text, size_t i, size_t *end)
{
    size_t start = i, last = i + MAX_NAME_WORDS;

    if (low_is(text, i, "\"") || low_is(text, i, "'")) {
        for (size_t k = i + 1; k < text->n && !low_is(text, k, "\n"); k++)
            if (ig_str_eq(text->tokens[k].low, text->tokens[i].low)) {
                *end = k + 1;
                return k > i + 1 ? source_of(text, i + 1, k) : nothing;
            }
        return nothing;
    }
    while (i < text->n && i < last && is_capital(&text->tokens[i]))
        i++;
    *end = i;
    return i > start ? source_of(text, start, i) : nothing;
}

ig_str igi_prompt_called(const igi_prompt *prompt)
{
    const igi_text *text = &prompt->text;
    size_t          end;

    for (size_t i = 0; i + 1 < text->n; i++)
        if (low_is(text, i, "named") || low_is(text, i, "called") ||
            (low_is(text, i, "name") && low_is(text, i + 1, "is"))) {
            ig_str name = name_at(text, i + 1 + low_is(text, i + 1, "is"), &end);
            if (name.n)
                return name;
        }
    return nothing;
}

ig_str igi_prompt_team(const igi_prompt *prompt)
{
    const igi_text *text = &prompt->text;
    size_t          end = 0;

    for (size_t i = 0; i + 2 < text->n; i++)
        if (low_is(text, i, "the")) {
            ig_str name = name_at(text, i + 1, &end);
            if (name.n && low_is(text, end, "team"))
                return name;
        }
    return nothing;
}

bool igi_prompt_years_old(const igi_prompt *prompt, ig_str *name, double *age)
{
    const igi_text *text = &prompt->text;
    size_t          end;

    for (size_t i = 0; i + 3 < text->n; i++) {
        ig_str found = is_capital(&text->tokens[i]) ? name_at(text, i, &end) : nothing;
        if (found.n && low_is(text, end, "is") && end + 1 < text->n && text->tokens[end + 1].kind == IGI_NUMBER &&
            igi_text_years_old_at(text, end + 2)) {
            *name = found;
            *age = text->tokens[end + 1].number;
            return true;
        }
    }
    return false;
}

bool igi_prompt_mentions(const igi_prompt *prompt, ig_str value, ig_arena *arena)
{
    igi_words words;
    return igi_words_of(value, arena, &words) == IG_OK && igi_words_in(&prompt->text, &words);
}

/* ---- texts with a shape of their own ---------------------------------------------------------------------------- */

static bool is_address_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("._%+-", c);
}

ig_str igi_prompt_email(const igi_prompt *prompt)
{
    ig_str s = prompt->text.source;

    for (size_t i = 1; i + 1 < s.n; i++) {
        size_t start = i, end = i + 1;
        if (s.p[i] != '@')
            continue;
        while (start > 0 && s.p[start - 1] && is_address_char(s.p[start - 1]))
            start--;
        while (end < s.n && s.p[end] && is_address_char(s.p[end]))
            end++;
        while (end > i + 1 && s.p[end - 1] == '.')
            end--;
        if (start < i && memchr(s.p + i, '.', end - i))
            return (ig_str){s.p + start, end - start};
    }
    return nothing;
}

ig_str igi_prompt_url(const igi_prompt *prompt)
{
    ig_str s = prompt->text.source;

    for (size_t i = 0; i + 8 < s.n; i++) {
        size_t end = i;
        if (memcmp(s.p + i, "http://", 7) != 0 && memcmp(s.p + i, "https://", 8) != 0)
            continue;
        while (end < s.n && (unsigned char)s.p[end] > ' ' && !strchr("\"'<>()", s.p[end]))
            end++;
        while (end > i && strchr(".,;:!?", s.p[end - 1]))
            end--;
        return (ig_str){s.p + i, end - i};
    }
    return nothing;
}

ig_str igi_prompt_date(const igi_prompt *prompt)
{
    const igi_text *text = &prompt->text;

    for (size_t i = 0; i + 4 < text->n; i++) {
        const igi_token *t = text->tokens + i;
        if (t[0].kind == IGI_NUMBER && t[0].text.n == 4 && low_is(text, i + 1, "-") && t[2].text.n == 2 &&
            low_is(text, i + 3, "-") && t[4].text.n == 2 && t[2].kind == IGI_NUMBER && t[4].kind == IGI_NUMBER)
            return source_of(text, i, i + 5);
    }
    return nothing;
}
