/* Regular expressions backwards: a pattern is parsed into a tree, and texts that it should match are made from the tree.
 * SPDX-License-Identifier: MIT
 *
 * Known: literals, escapes, classes, groups, alternatives, quantifiers, numbered back-references, anchors. Look-around is
 * parsed and then not obeyed; whoever uses a text checks it with PCRE2. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include "offline_int.h"

enum {
    DEEPEST = 60,    /* groups in groups */
    MAX_RANGES = 16, /* of non-ASCII characters in one class */
    MAX_GROUPS = 32,
    MAX_LENGTH = 100000,      /* of the shortest text */
    ENDLESS = INT32_MAX,      /* upper bound of '*' */
    USUAL_SPREAD = 5,         /* repetitions beyond what is needed */
    USUAL_SLACK = 40,         /* characters beyond what is needed, all repetitions together */
    STEPS_PER_MATCH = 100000, /* PCRE2's, so that no pattern takes long */
};

/* ---- characters --------------------------------------------------------------------------------------------------- */

/* A set of characters; negation happens within printable ASCII. */
typedef struct charset {
    uint64_t bits[2];
    uint32_t lo[MAX_RANGES], hi[MAX_RANGES]; /* beyond ASCII */
    unsigned n_ranges;
} charset;

static bool set_has(const charset *set, unsigned c)
{
    return c < 128 && set->bits[c / 64] >> c % 64 & 1;
}

static void set_add(charset *set, uint32_t lo, uint32_t hi)
{
    for (uint32_t c = lo; c <= hi && c < 128; c++)
        set->bits[c / 64] |= UINT64_C(1) << c % 64;
    if (hi >= 128 && set->n_ranges < MAX_RANGES) {
        set->lo[set->n_ranges] = lo < 128 ? 128 : lo;
        set->hi[set->n_ranges++] = hi;
    }
}

static void set_add_text(charset *set, const char *chars)
{
    for (; *chars; chars++)
        set_add(set, (unsigned char)*chars, (unsigned char)*chars);
}

static charset set_not(const charset *set)
{
    charset other = {.n_ranges = 0};

    for (unsigned c = ' '; c < 127; c++)
        if (!set_has(set, c))
            set_add(&other, c, c);
    return other;
}

static void set_join(charset *set, const charset *other)
{
    set->bits[0] |= other->bits[0];
    set->bits[1] |= other->bits[1];
    for (unsigned i = 0; i < other->n_ranges; i++)
        set_add(set, other->lo[i], other->hi[i]);
}

/* \d \w \s \D \W \S */
static bool set_of_escape(char c, charset *out)
{
    charset set = {.n_ranges = 0};

    if (c == 'd' || c == 'D' || c == 'w' || c == 'W')
        set_add(&set, '0', '9');
    if (c == 'w' || c == 'W') {
        set_add(&set, 'a', 'z');
        set_add(&set, 'A', 'Z');
        set_add(&set, '_', '_');
    } else if (c == 's' || c == 'S') {
        set_add_text(&set, " \t\n\r\f\v");
    } else if (c != 'd' && c != 'D') {
        return false;
    }
    *out = c < 'a' ? set_not(&set) : set;
    return true;
}

/* The most readable members: letters of one case if there are all of them, else letters and digits, else a space, else
 * anything. */
static uint32_t set_pick(const charset *set, igi_random *random)
{
    char     plain[64], others[128];
    size_t   n_plain = 0, n_others = 0;
    unsigned letters = 0;

    for (unsigned c = 'a'; c <= 'z'; c++)
        letters += set_has(set, c);
    if (letters > 20) {
        for (unsigned c = 'a'; c <= 'z'; c++)
            if (set_has(set, c))
                plain[n_plain++] = (char)c;
        return (unsigned char)plain[igi_random_below(random, n_plain)];
    }
    for (unsigned c = 0; c < 128; c++)
        if (set_has(set, c)) {
            bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (is_plain)
                plain[n_plain++] = (char)c;
            else
                others[n_others++] = (char)c;
        }
    if (n_plain)
        return (unsigned char)plain[igi_random_below(random, n_plain)];
    if (set_has(set, ' '))
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

/* ---- the tree ----------------------------------------------------------------------------------------------------- */

typedef enum node_type { NODE_SET, NODE_ALL, NODE_ANY, NODE_REPEAT, NODE_GROUP, NODE_BACK, NODE_NOTHING } node_type;

typedef struct node {
    node_type    type;
    charset     *set;          /* SET */
    int32_t      lo, hi;       /* REPEAT; hi may be ENDLESS */
    unsigned     group;        /* GROUP, BACK */
    int32_t      shortest;     /* characters of the shortest text */
    struct node *child, *next; /* ALL: in a row, ANY: one of them; REPEAT, GROUP: one child */
} node;

struct igi_regex {
    node *root;
};

typedef struct parser {
    ig_str      s;
    size_t      i;
    ig_arena   *arena;
    unsigned    n_groups, depth;
    bool        any_case;
    const char *problem; /* first one, static */
} parser;

static node *parse_any(parser *p);

static node *new_node(parser *p, node_type type)
{
    node *n = ig_arena_zalloc(p->arena, sizeof *n);

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

static node *set_node(parser *p, const charset *set)
{
    node *n = new_node(p, NODE_SET);

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
static bool take_property(parser *p, charset *out)
{
    bool    negative = next_is(p, 'P');
    size_t  start = ++p->i, n;
    charset set = {.n_ranges = 0};
    char    first;

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
            set_add(&set, 'a', 'z');
        if (n < 2 || p->s.p[start + 1] != 'l')
            set_add(&set, 'A', 'Z');
    } else if (first == 'N') {
        set_add(&set, '0', '9');
    } else if (first == 'P') {
        set_add_text(&set, ".,;:!?-");
    } else {
        fail(p, "a Unicode property");
        return false;
    }
    *out = negative ? set_not(&set) : set;
    return true;
}

static void add_other_case(charset *set)
{
    for (unsigned c = 'a'; c <= 'z'; c++) {
        if (set_has(set, c))
            set_add(set, c - 32, c - 32);
        else if (set_has(set, c - 32))
            set_add(set, c, c);
    }
}

/* One member of a class: a set such as \d (false), or a character in *c (true). */
static bool take_class_char(parser *p, charset *set, uint32_t *c)
{
    charset some;

    if (!take(p, "\\")) {
        *c = take_char(p);
        return true;
    }
    if (p->i < p->s.n && set_of_escape(p->s.p[p->i], &some)) {
        p->i++;
        set_join(set, &some);
        return false;
    }
    if (next_is(p, 'p') || next_is(p, 'P')) {
        if (take_property(p, &some))
            set_join(set, &some);
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
static node *parse_class(parser *p)
{
    charset  set = {.n_ranges = 0};
    bool     negative = take(p, "^"), first = true;
    uint32_t lo, hi;

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
        set_add(&set, lo, hi);
    }
    if (!take(p, "]"))
        return fail(p, "a class that does not end");
    if (p->any_case)
        add_other_case(&set);
    if (negative)
        set = set_not(&set);
    return set_node(p, &set);
}

/* Behind '\' outside a class. */
static node *parse_escape(parser *p)
{
    charset set = {.n_ranges = 0};
    char    c;
    node   *n;

    if (p->i == p->s.n)
        return fail(p, "a backslash at the end");
    c = p->s.p[p->i];
    if (strchr("bBAZzG", c) && c) {
        p->i++;
        return new_node(p, NODE_NOTHING);
    }
    if (c >= '1' && c <= '9') {
        p->i++;
        n = new_node(p, NODE_BACK);
        if (n)
            n->group = (unsigned)(c - '0');
        return n;
    }
    if (c == 'p' || c == 'P')
        return take_property(p, &set) ? set_node(p, &set) : NULL;
    if (c && strchr("kgKRXCQE", c))
        return fail(p, "an escape");
    if (set_of_escape(c, &set)) {
        p->i++;
        return set_node(p, &set);
    }
    {
        uint32_t code = take_escaped_char(p);
        set_add(&set, code, code);
        if (p->any_case)
            add_other_case(&set);
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
static node *parse_group(parser *p)
{
    int      kind = take(p, "?") ? group_kind(p) : 1;
    unsigned number = kind == 1 ? ++p->n_groups : 0;
    node    *n, *inner;

    if (kind < 0)
        return fail(p, "a special group");
    if (kind == 3)
        return new_node(p, NODE_NOTHING);
    if (++p->depth > DEEPEST)
        return fail(p, "too many groups in groups");
    inner = parse_any(p);
    p->depth--;
    if (!inner)
        return NULL;
    if (!take(p, ")"))
        return fail(p, "a group that does not end");
    if (kind == 2)
        return new_node(p, NODE_NOTHING);
    n = new_node(p, NODE_GROUP);
    if (n) {
        n->child = inner;
        n->group = number;
        n->shortest = inner->shortest;
    }
    return n;
}

static node *parse_atom(parser *p)
{
    charset  set = {.n_ranges = 0};
    uint32_t c;

    if (take(p, "("))
        return parse_group(p);
    if (take(p, "["))
        return parse_class(p);
    if (take(p, "\\"))
        return parse_escape(p);
    if (take(p, "^") || take(p, "$"))
        return new_node(p, NODE_NOTHING);
    if (take(p, ".")) {
        set = set_not(&set);
        return set_node(p, &set);
    }
    if (next_is(p, '*') || next_is(p, '+') || next_is(p, '?'))
        return fail(p, "a quantifier without anything before it");
    c = take_char(p);
    set_add(&set, c, c);
    if (p->any_case)
        add_other_case(&set);
    return set_node(p, &set);
}

static int32_t take_number(parser *p)
{
    int32_t n = 0;

    for (; p->i < p->s.n && p->s.p[p->i] >= '0' && p->s.p[p->i] <= '9'; p->i++)
        if (n <= MAX_LENGTH)
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
            *hi = next_is(p, '}') ? ENDLESS : take_number(p);
        if (take(p, "}"))
            return true;
    }
    p->i = start;
    return false;
}

static bool take_quantifier(parser *p, int32_t *lo, int32_t *hi)
{
    *lo = 0;
    *hi = ENDLESS;
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

static node *parse_piece(parser *p)
{
    node   *atom = parse_atom(p), *n;
    int32_t lo, hi;

    while (atom && take_quantifier(p, &lo, &hi)) {
        if (hi < lo)
            return fail(p, "a quantifier whose upper bound is below its lower one");
        if ((int64_t)lo * atom->shortest > MAX_LENGTH)
            return fail(p, "more than 100,000 characters");
        n = new_node(p, NODE_REPEAT);
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

static node *parse_all(parser *p)
{
    node *all = new_node(p, NODE_ALL), **end = all ? &all->child : NULL;

    while (all && p->i < p->s.n && p->s.p[p->i] != '|' && p->s.p[p->i] != ')') {
        node *piece = parse_piece(p);
        if (!piece)
            return NULL;
        *end = piece;
        end = &piece->next;
        all->shortest += piece->shortest;
        if (all->shortest > MAX_LENGTH)
            return fail(p, "more than 100,000 characters");
    }
    return all;
}

static node *parse_any(parser *p)
{
    node *any, *branch = parse_all(p);

    if (!branch || !next_is(p, '|'))
        return branch;
    any = new_node(p, NODE_ANY);
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

/* ---- making texts -------------------------------------------------------------------------------------------------- */

typedef struct writer {
    ig_buf      out;
    igi_random *random;
    int64_t     slack;  /* characters that may still be spent beyond the shortest text */
    int32_t     spread; /* of one repetition */
    bool        greedy; /* spend them at once */
    struct {
        size_t start, end;
    } groups[MAX_GROUPS];
} writer;

static void make(writer *w, const node *n);

static void put_char(ig_buf *out, uint32_t c)
{
    if (c < 0x80) {
        ig_buf_char(out, (char)c);
        return;
    }
    if (c < 0x800) {
        ig_buf_char(out, (char)(0xc0 | c >> 6));
    } else if (c < 0x10000) {
        ig_buf_char(out, (char)(0xe0 | c >> 12));
        ig_buf_char(out, (char)(0x80 | (c >> 6 & 63)));
    } else {
        ig_buf_char(out, (char)(0xf0 | c >> 18));
        ig_buf_char(out, (char)(0x80 | (c >> 12 & 63)));
        ig_buf_char(out, (char)(0x80 | (c >> 6 & 63)));
    }
    ig_buf_char(out, (char)(0x80 | (c & 63)));
}

static void make_repeat(writer *w, const node *n)
{
    int64_t cost = n->child->shortest ? n->child->shortest : 1, most = (int64_t)n->hi - n->lo, extra;

    if (most > w->slack / cost)
        most = w->slack / cost;
    if (!w->greedy && most > w->spread)
        most = w->spread;
    extra = w->greedy ? most : igi_random_between(w->random, 0, most);
    w->slack -= extra * cost;
    for (int64_t i = 0; i < n->lo + extra && !w->out.code; i++)
        make(w, n->child);
}

static void make_one_of(writer *w, const node *n)
{
    size_t      count = 0;
    const node *branch;

    for (branch = n->child; branch; branch = branch->next)
        count++;
    count = (size_t)igi_random_below(w->random, count);
    for (branch = n->child; count; count--)
        branch = branch->next;
    if (branch->shortest - n->shortest > w->slack)
        for (branch = n->child; branch->shortest > n->shortest;)
            branch = branch->next;
    w->slack -= branch->shortest - n->shortest;
    make(w, branch);
}

/* Depth is bounded by DEEPEST. */
static void make(writer *w, const node *n)
{
    size_t start = w->out.n;

    switch (n->type) {
    case NODE_SET:
        put_char(&w->out, set_pick(n->set, w->random));
        break;
    case NODE_ALL:
        for (const node *child = n->child; child; child = child->next)
            make(w, child);
        break;
    case NODE_ANY:
        make_one_of(w, n);
        break;
    case NODE_REPEAT:
        make_repeat(w, n);
        break;
    case NODE_GROUP:
        make(w, n->child);
        if (n->group && n->group < MAX_GROUPS) {
            w->groups[n->group].start = start;
            w->groups[n->group].end = w->out.n;
        }
        break;
    case NODE_BACK:
        for (size_t i = w->groups[n->group].start; i < w->groups[n->group].end && !w->out.code; i++)
            ig_buf_char(&w->out, w->out.p[i]);
        break;
    case NODE_NOTHING:
        break;
    }
}

ig_str igi_regex_make(const igi_regex *pattern, size_t min, size_t max, bool greedy, igi_random *random,
                      ig_arena *arena)
{
    int64_t shortest = pattern->root->shortest, need = (int64_t)min > shortest ? (int64_t)min - shortest : 0;
    writer  w = {.random = random, .greedy = greedy, .spread = USUAL_SPREAD};
    ig_str  text = {NULL, 0};

    w.slack = need + USUAL_SLACK;
    if (max && w.slack > (int64_t)max - shortest)
        w.slack = (int64_t)max > shortest ? (int64_t)max - shortest : 0;
    if (greedy && need)
        w.slack = need;
    if (need > w.spread)
        w.spread = need > MAX_LENGTH ? MAX_LENGTH : (int32_t)need;
    make(&w, pattern->root);
    if (!w.out.code)
        text = ig_arena_str(arena, (ig_str){w.out.p, w.out.n});
    ig_buf_fini(&w.out);
    return text;
}

/* ---- matching ------------------------------------------------------------------------------------------------------ */

/* Patterns of JSON Schema are ECMAScript's, those of models Rust's or Python's; \u0041 is only known to the first. */
static pcre2_code *compile(ig_str pattern, int *error)
{
    const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;
    size_t         at;
    pcre2_code    *code = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options, error, &at, NULL);

    return code ? code : pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, options | PCRE2_ALT_BSUX, error, &at, NULL);
}

static ig_code match(const pcre2_code *code, ig_str text, bool *matches, ig_error *err)
{
    pcre2_match_data    *data = pcre2_match_data_create(1, NULL);
    pcre2_match_context *limits = pcre2_match_context_create(NULL);
    int                  result = PCRE2_ERROR_NOMEMORY;

    if (data && limits) {
        pcre2_set_match_limit(limits, STEPS_PER_MATCH);
        result = pcre2_match(code, (PCRE2_SPTR)text.p, text.n, 0, 0, data, limits);
    }
    pcre2_match_context_free(limits);
    pcre2_match_data_free(data);
    if (result == PCRE2_ERROR_NOMEMORY)
        return igi_nomem(err);
    if (result < 0 && result != PCRE2_ERROR_NOMATCH)
        return igi_fail(err, IG_E_INVALID, "the pattern takes too long to match");
    *matches = result >= 0;
    return IG_OK;
}

ig_code igi_regex_matches(ig_str pattern, ig_str text, bool *matches, ig_error *err)
{
    PCRE2_UCHAR why[120];
    int         error;
    pcre2_code *code = compile(pattern, &error);
    ig_code     result;

    if (!code && (error == PCRE2_ERROR_NOMEMORY || error == PCRE2_ERROR_HEAP_FAILED))
        return igi_nomem(err);
    if (!code) {
        pcre2_get_error_message(error, why, sizeof why);
        return igi_fail(err, IG_E_INVALID, "the pattern does not compile: %s", (const char *)why);
    }
    result = match(code, text, matches, err);
    pcre2_code_free(code);
    return result;
}
