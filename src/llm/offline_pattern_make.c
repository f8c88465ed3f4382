/* Texts for a regular expression: made from its tree, and checked with PCRE2.
 * SPDX-License-Identifier: MIT */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include "offline_pattern.h"

enum {
    MAX_GROUPS = 32,
    USUAL_SPREAD = 5,         /* repetitions beyond what is needed */
    USUAL_SLACK = 40,         /* characters beyond what is needed, all repetitions together */
    STEPS_PER_MATCH = 100000, /* PCRE2's, so that no pattern takes long */
};

typedef struct writer {
    ig_buf      out;
    igi_random *random;
    int64_t     slack;  /* characters that may still be spent beyond the shortest text */
    int32_t     spread; /* of one repetition */
    bool        greedy; /* spend them at once */
    bool        mixed;  /* letters of both cases and digits */
    struct {
        size_t start, end;
    } groups[MAX_GROUPS];
} writer;

static void make(writer *w, const igi_node *n);

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

static void make_repeat(writer *w, const igi_node *n)
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

static const igi_node *branch_at(const igi_node *n, uint64_t at)
{
    const igi_node *found = n->child;

    for (const igi_node *branch = found; branch && at; branch = branch->next, at--)
        found = branch->next ? branch->next : branch;
    return found;
}

/* The shortest branch stands for one that there is no room for; an alternative has at least one. */
static const igi_node *shortest_branch(const igi_node *n)
{
    const igi_node *shortest = n->child;

    for (const igi_node *branch = n->child; branch; branch = branch->next) {
        if (branch->shortest < shortest->shortest)
            shortest = branch;
    }
    return shortest;
}

static void make_one_of(writer *w, const igi_node *n)
{
    uint64_t        count = 0;
    const igi_node *branch;

    for (branch = n->child; branch; branch = branch->next)
        count++;
    branch = branch_at(n, igi_random_below(w->random, count));
    if (branch->shortest - n->shortest > w->slack)
        branch = shortest_branch(n);
    w->slack -= branch->shortest - n->shortest;
    make(w, branch);
}

/* Depth is bounded by the parser. */
static void make(writer *w, const igi_node *n)
{
    size_t start = w->out.n;

    switch (n->type) {
    case IGI_NODE_SET:
        put_char(&w->out, igi_charset_pick(n->set, w->mixed, w->random));
        break;
    case IGI_NODE_ALL:
        for (const igi_node *child = n->child; child; child = child->next)
            make(w, child);
        break;
    case IGI_NODE_ANY:
        make_one_of(w, n);
        break;
    case IGI_NODE_REPEAT:
        make_repeat(w, n);
        break;
    case IGI_NODE_GROUP:
        make(w, n->child);
        if (n->group && n->group < MAX_GROUPS) {
            w->groups[n->group].start = start;
            w->groups[n->group].end = w->out.n;
        }
        break;
    case IGI_NODE_BACK:
        for (size_t i = w->groups[n->group].start; i < w->groups[n->group].end && !w->out.code; i++)
            ig_buf_char(&w->out, w->out.p[i]);
        break;
    case IGI_NODE_NOTHING:
        break;
    }
}

ig_str igi_regex_make(const igi_regex *pattern, size_t min, size_t max, bool greedy, bool mixed, igi_random *random,
                      ig_arena *arena)
{
    int64_t shortest = pattern->root->shortest, need = (int64_t)min > shortest ? (int64_t)min - shortest : 0;
    writer  w = {.random = random, .greedy = greedy && need > 0, .mixed = mixed, .spread = USUAL_SPREAD};
    ig_str  text = {NULL, 0};

    w.slack = need + USUAL_SLACK;
    if (max < (size_t)(shortest + w.slack))
        w.slack = max > (size_t)shortest ? (int64_t)max - shortest : 0;
    if (w.greedy)
        w.slack = need;
    if (need > w.spread)
        w.spread = need > IGI_MAX_SHORTEST ? IGI_MAX_SHORTEST : (int32_t)need;
    make(&w, pattern->root);
    if (w.out.code)
        arena->failed = true; /* whoever gets no text asks the arena why */
    else
        text = ig_arena_str(arena, (ig_str){w.out.p, w.out.n});
    ig_buf_fini(&w.out);
    return text;
}

/* ---- matching --------------------------------------------------------------------------------------------------- */

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
