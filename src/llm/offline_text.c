/* Prose as a row of words, numbers and marks; the words of a name; and looking for one in the other.
 * SPDX-License-Identifier: MIT */
#include "offline_int.h"

enum { MAX_SOURCE_BYTES = 64 << 10 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Bytes beyond ASCII count as letters, so that words of other languages stay whole. */
static bool is_letter(char c)
{
    return is_upper(c) || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static ig_str lower_copy(ig_arena *arena, ig_str s)
{
    char *p = igi_alloc(arena, s.n + 1, 1);

    if (!p)
        return (ig_str){NULL, 0};
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)(is_upper(s.p[i]) ? s.p[i] + ('a' - 'A') : s.p[i]);
    p[s.n] = 0;
    return (ig_str){p, s.n};
}

/* 12, 1,000, 3.5 */
static size_t number_end(ig_str s, size_t i)
{
    while (i < s.n && is_digit(s.p[i])) {
        i++;
        if (i + 3 < s.n && s.p[i] == ',' && is_digit(s.p[i + 1]) && is_digit(s.p[i + 2]) && is_digit(s.p[i + 3]) &&
            (i + 4 == s.n || !is_digit(s.p[i + 4])))
            i++;
    }
    if (i + 1 < s.n && s.p[i] == '.' && is_digit(s.p[i + 1]))
        for (i++; i < s.n && is_digit(s.p[i]);)
            i++;
    return i;
}

static double number_value(ig_str text)
{
    char   digits[64];
    size_t n = 0;

    for (size_t i = 0; i < text.n && n < sizeof digits; i++)
        if (text.p[i] != ',')
            digits[n++] = text.p[i];
    return igi_f64_parse(digits, n);
}

/* A minus sign, and not a hyphen: nothing that it could join stands before it. */
static bool is_sign(ig_str s, size_t i)
{
    return s.p[i] == '-' && i + 1 < s.n && is_digit(s.p[i + 1]) &&
           (i == 0 || (!is_letter(s.p[i - 1]) && !is_digit(s.p[i - 1]) && s.p[i - 1] != '-'));
}

/* The typographic marks that occur in prompts, as ASCII: dashes and quotes. 0 = none starts here. */
static char typographic(ig_str s, size_t i)
{
    if (i + 2 >= s.n || (unsigned char)s.p[i] != 0xe2 || (unsigned char)s.p[i + 1] != 0x80)
        return 0;
    switch ((unsigned char)s.p[i + 2]) {
    case 0x92:
    case 0x93:
    case 0x94:
        return '-';
    case 0x98:
    case 0x99:
        return '\'';
    case 0x9c:
    case 0x9d:
        return '"';
    default:
        return 0;
    }
}

static size_t word_end(ig_str s, size_t i)
{
    while (i < s.n && !typographic(s, i) &&
           (is_letter(s.p[i]) || is_digit(s.p[i]) || (s.p[i] == '\'' && i + 1 < s.n && is_letter(s.p[i + 1]))))
        i++;
    return i;
}

/* Reads one token at i; returns where it ends, i itself for white space and for the
 * '_' that joins the words of a name. */
static size_t read_token(ig_str s, size_t i, igi_token *token)
{
    char   mark = typographic(s, i);
    size_t end;

    if (mark) {
        *token = (igi_token){.kind = IGI_MARK, .text = {s.p + i, 3}};
        token->low = igi_str(mark == '-' ? "-" : mark == '"' ? "\"" : "'");
        return i + 3;
    }
    if (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r' || s.p[i] == '_')
        return i;
    if (is_digit(s.p[i]) || is_sign(s, i)) {
        end = number_end(s, i + (s.p[i] == '-'));
        *token = (igi_token){.kind = IGI_NUMBER, .text = {s.p + i, end - i}};
        token->number = number_value(token->text);
    } else if (is_letter(s.p[i])) {
        end = word_end(s, i);
        *token = (igi_token){.kind = IGI_WORD, .text = {s.p + i, end - i}};
    } else {
        end = i + 1;
        *token = (igi_token){.kind = IGI_MARK, .text = {s.p + i, 1}};
    }
    token->low = token->text;
    return end;
}

ig_code igi_text_scan(ig_str source, ig_arena *arena, igi_text *out)
{
    size_t     n = 0, end;
    igi_token *tokens, token;

    if (source.n > MAX_SOURCE_BYTES)
        source.n = MAX_SOURCE_BYTES;
    for (size_t i = 0; i<source.n; i = end> i ? end : i + 1)
        n += (end = read_token(source, i, &token)) > i;
    tokens = igi_alloc(arena, (n + 1) * sizeof *tokens, 16);
    if (!tokens)
        return IG_E_NOMEM;
    n = 0;
    for (size_t i = 0; i<source.n; i = end> i ? end : i + 1) {
        end = read_token(source, i, &tokens[n]);
        if (end == i)
            continue;
        if (tokens[n].kind == IGI_WORD && !(tokens[n].low = lower_copy(arena, tokens[n].text)).p)
            return IG_E_NOMEM;
        n++;
    }
    *out = (igi_text){source, tokens, n};
    return IG_OK;
}

ig_code igi_words_of(ig_str name, ig_arena *arena, igi_words *out)
{
    igi_words words = {.n = 0};
    size_t    i = 0, start;

    while (i < name.n && words.n < IGI_MAX_WORDS) {
        if (!is_letter(name.p[i]) && !is_digit(name.p[i])) {
            i++;
            continue;
        }
        start = i++;
        while (i < name.n && (is_letter(name.p[i]) || is_digit(name.p[i])) &&
               !(is_upper(name.p[i]) && !is_upper(name.p[i - 1])))
            i++;
        words.w[words.n] = lower_copy(arena, (ig_str){name.p + start, i - start});
        if (!words.w[words.n++].p)
            return IG_E_NOMEM;
    }
    *out = words;
    return IG_OK;
}

/* heroes: hero, ages and aged: age, cities: city */
bool igi_word_is(ig_str token, ig_str word)
{
    size_t n = word.n;

    if (n == 0 || token.n < n)
        return false;
    if (memcmp(token.p, word.p, n) == 0)
        return token.n == n ||
               (token.n == n + 1 && (token.p[n] == 's' || (token.p[n] == 'd' && word.p[n - 1] == 'e'))) ||
               (token.n == n + 2 && token.p[n] == 'e' && token.p[n + 1] == 's');
    return word.p[n - 1] == 'y' && token.n == n + 2 && memcmp(token.p, word.p, n - 1) == 0 &&
           memcmp(token.p + n - 1, "ies", 3) == 0;
}

bool igi_words_at(const igi_text *text, size_t i, const igi_words *words)
{
    if (words->n == 0 || text->n - i < words->n)
        return false;
    for (size_t k = 0; k < words->n; k++)
        if (text->tokens[i + k].kind == IGI_MARK || !igi_word_is(text->tokens[i + k].low, words->w[k]))
            return false;
    return true;
}

bool igi_words_in(const igi_text *text, const igi_words *words)
{
    for (size_t i = 0; i < text->n; i++)
        if (igi_words_at(text, i, words))
            return true;
    return false;
}
