/* Parses a regular expression into a tree from which texts can be made.
 * SPDX-License-Identifier: MIT
 *
 * Known: literals, escapes, classes, groups, alternatives, quantifiers, numbered back-references, anchors.
 * Look-around is parsed and then not obeyed; whoever uses a text checks it with PCRE2. */
#include "offline_pattern.h"

enum { DEEPEST = 60 }; /* groups in groups */

typedef struct parser {
    ig_str      s;
    size_t      i;
    ig_arena   *arena;
    unsigned    n_groups, depth;
    bool        any_case;
    const char *problem; /* first one, static */
} parser;

static igi_node *parse_any(parser *p);

static igi_node *new_node(parser *p, igi_node_type type)
{
    igi_node *n = ig_arena_zalloc(p->arena, sizeof *n);

    if (n)
        n->type = type;
    return n;
}

static void *fail(parser *p, const char *problem)
{
    if (!p->problem)
        p->problem = problem;
    return NULL;
}

static bool next_is(const parser *p, char c)
{
    return p->i < p->s.n && p->s.p[p->i] == c;
}

static bool take(parser *p, const char *text)
{
    size_t n = strlen(text);

    if (p->s.n - p->i < n || memcmp(p->s.p + p->i, text, n) != 0)
        return false;
    p->i += n;
    return true;
}

/* One character of UTF-8; the text came out of a JSON parser, so it is well-formed. */
static uint32_t take_char(parser *p)
{
    unsigned char c = (unsigned char)p->s.p[p->i++];
    int           more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
    uint32_t      code = more == 3 ? c & 7u : more == 2 ? c & 15u : more == 1 ? c & 31u : c;

    for (; more > 0 && p->i < p->s.n; more--)
        code = code << 6 | ((unsigned char)p->s.p[p->i++] & 63u);
    return code;
}

static igi_node *set_node(parser *p, const igi_charset *set)
{
    igi_node *n = new_node(p, IGI_NODE_SET);

    if (!n || !(n->set = igi_alloc(p->arena, sizeof *set, 8)))
        return NULL;
    *n->set = *set;
    n->shortest = 1;
    return n;
}

static uint32_t take_hex(parser *p, int digits)
{
    uint32_t code = 0;

    for (; digits > 0 && p->i < p->s.n; digits--, p->i++) {
        char c = p->s.p[p->i];
        if (c >= '0' && c <= '9')
            code = code << 4 | (uint32_t)(c - '0');
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            code = code << 4 | (uint32_t)((c | 32) - 'a' + 10);
        else
            break;
    }
    return code;
}

/* What stands for one character behind a backslash: \n, \x41, \u0041, \. */
static uint32_t take_escaped_char(parser *p)
{
    static const char names[] = "nrtfvae0", codes[] = "\n\r\t\f\v\a\x1b";
    uint32_t          c = take_char(p);
    const char       *name = c && c < 128 ? strchr(names, (int)c) : NULL;

    if (c == 'x' && next_is(p, '{')) {
        p->i++;
        c = take_hex(p, 6);
        p->i += next_is(p, '}');
        return c;
    }
    if (c == 'x' || c == 'u')
        return take_hex(p, c == 'x' ? 2 : 4);
    return name ? (unsigned char)codes[name - names] : c;
}

/* \p{Lu} and the like, by ASCII characters that have the property. */
static bool take_property(parser *p, igi_charset *out)
{
    bool        negative = next_is(p, 'P');
    size_t      start = ++p->i, n;
    igi_charset set = {.n_ranges = 0};
    char        first;

    if (next_is(p, '{')) {
        start++;
        while (p->i < p->s.n && p->s.p[p->i] != '}')
            p->i++;
        n = p->i - start;
    } else {
        n = 1;
    }
    p->i = p->i < p->s.n ? p->i + 1 : p->i;
    first = n && start < p->s.n ? p->s.p[start] : 0;
    if (first == 'L' || first == 'A') {
        if (n < 2 || p->s.p[start + 1] != 'u')
            igi_charset_add(&set, 'a', 'z');
        if (n < 2 || p->s.p[start + 1] != 'l')
            igi_charset_add(&set, 'A', 'Z');
    } else if (first == 'N') {
        igi_charset_add(&set, '0', '9');
    } else if (first == 'P') {
        igi_charset_add_text(&set, ".,;:!?-");
    } else {
        fail(p, "a Unicode property");
        return false;
    }
    *out = negative ? igi_charset_not(&set) : set;
    return true;
}

/* One member of a class: a set such as \d (false), or a character in *c (true). */
static bool take_class_char(parser *p, igi_charset *set, uint32_t *c)
{
    igi_charset some;

    if (!take(p, "\\")) {
        *c = take_char(p);
        return true;
    }
    if (p->i < p->s.n && igi_charset_of_escape(p->s.p[p->i], &some)) {
        p->i++;
        igi_charset_join(set, &some);
        return false;
    }
    if (next_is(p, 'p') || next_is(p, 'P')) {
        if (take_property(p, &some))
            igi_charset_join(set, &some);
        return false;
    }
    if (next_is(p, 'b')) {
        p->i++;
        *c = '\b';
        return true;
    }
    *c = p->i < p->s.n ? take_escaped_char(p) : '\\';
    return true;
}

/* Behind '['. */
static igi_node *parse_class(parser *p)
{
    igi_charset set = {.n_ranges = 0};
    bool        negative = take(p, "^"), first = true;
    uint32_t    lo, hi;

    for (; p->i < p->s.n && (first || p->s.p[p->i] != ']'); first = false) {
        size_t before;
        if (p->s.n - p->i > 1 && p->s.p[p->i] == '[' && p->s.p[p->i + 1] == ':')
            return fail(p, "a POSIX class");
        if (!take_class_char(p, &set, &lo))
            continue;
        hi = lo;
        before = p->i;
        if (take(p, "-") && !next_is(p, ']') && p->i < p->s.n) {
            if (!take_class_char(p, &set, &hi))
                hi = lo;
        } else {
            p->i = before; /* the hyphen stands for itself */
        }
        if (hi < lo)
            return fail(p, "a range that goes backwards");
        igi_charset_add(&set, lo, hi);
    }
    if (!take(p, "]"))
        return fail(p, "a class that does not end");
    if (p->any_case)
        igi_charset_any_case(&set);
    if (negative)
        set = igi_charset_not(&set);
    return set_node(p, &set);
}

/* Behind '\' outside a class. */
static igi_node *parse_escape(parser *p)
{
    igi_charset set = {.n_ranges = 0};
    char        c;
    igi_node   *n;

    if (p->i == p->s.n)
        return fail(p, "a backslash at the end");
    c = p->s.p[p->i];
    if (strchr("bBAZzG", c) && c) {
        p->i++;
        return new_node(p, IGI_NODE_NOTHING);
    }
    if (c >= '1' && c <= '9') {
        p->i++;
        n = new_node(p, IGI_NODE_BACK);
        if (n)
            n->group = (unsigned)(c - '0');
        return n;
    }
    if (c == 'p' || c == 'P')
        return take_property(p, &set) ? set_node(p, &set) : NULL;
    if (c && strchr("kgKRXCQE", c))
        return fail(p, "an escape");
    if (igi_charset_of_escape(c, &set)) {
        p->i++;
        return set_node(p, &set);
    }
    {
        uint32_t code = take_escaped_char(p);
        igi_charset_add(&set, code, code);
        if (p->any_case)
            igi_charset_any_case(&set);
        return set_node(p, &set);
    }
}

/* Behind "(?": what kind of group it is. 0 = plain, 1 = capturing, 2 = look-around, 3 = nothing more, -1 = unknown. */
static int group_kind(parser *p)
{
    if (take(p, "=") || take(p, "!") || take(p, "<=") || take(p, "<!"))
        return 2;
    if (take(p, ":") || take(p, ">"))
        return 0;
    if (take(p, "P<") || take(p, "<") || take(p, "'")) {
        while (p->i < p->s.n && p->s.p[p->i] != '>' && p->s.p[p->i] != '\'')
            p->i++;
        p->i += p->i < p->s.n;
        return 1;
    }
    if (take(p, "i)")) {
        p->any_case = true;
        return 3;
    }
    return take(p, "s)") || take(p, "m)") || take(p, "u)") ? 3 : -1;
}

/* Behind '('. */
static igi_node *parse_group(parser *p)
{
    int       kind = take(p, "?") ? group_kind(p) : 1;
    unsigned  number = kind == 1 ? ++p->n_groups : 0;
    igi_node *n, *inner;

    if (kind < 0)
        return fail(p, "a special group");
    if (kind == 3)
        return new_node(p, IGI_NODE_NOTHING);
    if (++p->depth > DEEPEST)
        return fail(p, "too many groups in groups");
    inner = parse_any(p);
    p->depth--;
    if (!inner)
        return NULL;
    if (!take(p, ")"))
        return fail(p, "a group that does not end");
    if (kind == 2)
        return new_node(p, IGI_NODE_NOTHING);
    n = new_node(p, IGI_NODE_GROUP);
    if (n) {
        n->child = inner;
        n->group = number;
        n->shortest = inner->shortest;
    }
    return n;
}

static igi_node *parse_atom(parser *p)
{
    igi_charset set = {.n_ranges = 0};
    uint32_t    c;

    if (take(p, "("))
        return parse_group(p);
    if (take(p, "["))
        return parse_class(p);
    if (take(p, "\\"))
        return parse_escape(p);
    if (take(p, "^") || take(p, "$"))
        return new_node(p, IGI_NODE_NOTHING);
    if (take(p, ".")) {
        set = igi_charset_not(&set);
        return set_node(p, &set);
    }
    if (next_is(p, '*') || next_is(p, '+') || next_is(p, '?'))
        return fail(p, "a quantifier without anything before it");
    c = take_char(p);
    igi_charset_add(&set, c, c);
    if (p->any_case)
        igi_charset_any_case(&set);
    return set_node(p, &set);
}

static int32_t take_number(parser *p)
{
    int32_t n = 0;

    for (; p->i < p->s.n && p->s.p[p->i] >= '0' && p->s.p[p->i] <= '9'; p->i++)
        if (n <= IGI_MAX_SHORTEST)
            n = n * 10 + (p->s.p[p->i] - '0');
    return n;
}

/* {2} {2,} {2,5}; anything else in braces is literal. */
static bool take_braces(parser *p, int32_t *lo, int32_t *hi)
{
    size_t start = p->i;

    if (take(p, "{") && p->i < p->s.n && p->s.p[p->i] >= '0' && p->s.p[p->i] <= '9') {
        *lo = *hi = take_number(p);
        if (take(p, ","))
            *hi = next_is(p, '}') ? IGI_ENDLESS : take_number(p);
        if (take(p, "}"))
            return true;
    }
    p->i = start;
    return false;
}

static bool take_quantifier(parser *p, int32_t *lo, int32_t *hi)
{
    *lo = 0;
    *hi = IGI_ENDLESS;
    if (take(p, "+"))
        *lo = 1;
    else if (take(p, "?"))
        *hi = 1;
    else if (!take(p, "*") && !take_braces(p, lo, hi))
        return false;
    if (!take(p, "?"))
        take(p, "+"); /* lazy and possessive make no difference here */
    return true;
}

static igi_node *parse_piece(parser *p)
{
    igi_node *atom = parse_atom(p), *n;
    int32_t   lo, hi;

    while (atom && take_quantifier(p, &lo, &hi)) {
        if (hi < lo)
            return fail(p, "a quantifier whose upper bound is below its lower one");
        if ((int64_t)lo * atom->shortest > IGI_MAX_SHORTEST)
            return fail(p, "more than 100,000 characters");
        n = new_node(p, IGI_NODE_REPEAT);
        if (!n)
            return NULL;
        n->child = atom;
        n->lo = lo;
        n->hi = hi;
        n->shortest = lo * atom->shortest;
        atom = n;
    }
    return atom;
}

static igi_node *parse_all(parser *p)
{
    igi_node *all = new_node(p, IGI_NODE_ALL), **end = all ? &all->child : NULL;

    while (all && p->i < p->s.n && p->s.p[p->i] != '|' && p->s.p[p->i] != ')') {
        igi_node *piece = parse_piece(p);
        if (!piece)
            return NULL;
        *end = piece;
        end = &piece->next;
        all->shortest += piece->shortest;
        if (all->shortest > IGI_MAX_SHORTEST)
            return fail(p, "more than 100,000 characters");
    }
    return all;
}

static igi_node *parse_any(parser *p)
{
    igi_node *any, *branch = parse_all(p);

    if (!branch || !next_is(p, '|'))
        return branch;
    any = new_node(p, IGI_NODE_ANY);
    if (!any)
        return NULL;
    any->child = branch;
    any->shortest = branch->shortest;
    while (take(p, "|")) {
        branch->next = parse_all(p);
        branch = branch->next;
        if (!branch)
            return NULL;
        if (branch->shortest < any->shortest)
            any->shortest = branch->shortest;
    }
    return any;
}

const igi_regex *igi_regex_parse(ig_str pattern, ig_arena *arena, ig_error *err)
{
    parser     p = {.s = pattern, .arena = arena};
    igi_regex *regex = igi_alloc(arena, sizeof *regex, 8);

    if (regex && (regex->root = parse_any(&p)) && p.i == pattern.n)
        return regex;
    if (arena->failed)
        igi_nomem(err);
    else
        igi_fail(err, IG_E_INVALID, "the pattern has %s", p.problem ? p.problem : "a ')' too many");
    return NULL;
}
