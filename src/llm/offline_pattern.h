/* The tree of a regular expression, between the parser of patterns and the maker of texts.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_OFFLINE_PATTERN_H
#define INGOT_OFFLINE_PATTERN_H

#include "offline_int.h"

enum {
    IGI_MAX_RANGES = 16,       /* of non-ASCII characters in one class */
    IGI_MAX_SHORTEST = 100000, /* characters of the shortest text */
    IGI_ENDLESS = INT32_MAX,   /* upper bound of '*' */
};

/* A set of characters; negation happens within printable ASCII. */
typedef struct igi_charset {
    uint64_t bits[2];
    uint32_t lo[IGI_MAX_RANGES], hi[IGI_MAX_RANGES]; /* beyond ASCII */
    unsigned n_ranges;
} igi_charset;

bool        igi_charset_has(const igi_charset *set, unsigned c);
void        igi_charset_add(igi_charset *set, uint32_t lo, uint32_t hi);
void        igi_charset_add_text(igi_charset *set, const char *chars);
igi_charset igi_charset_not(const igi_charset *set);
void        igi_charset_join(igi_charset *set, const igi_charset *other);
void        igi_charset_any_case(igi_charset *set);
/* What \d \w \s \D \W \S stand for; false for another letter. */
bool igi_charset_of_escape(char c, igi_charset *out);
/* One of the most readable members: letters of one case if there are nearly all of them (unless mixed), else letters
 * and digits, else a space, else anything. */
uint32_t igi_charset_pick(const igi_charset *set, bool mixed, igi_random *random);

typedef enum igi_node_type {
    IGI_NODE_SET,
    IGI_NODE_ALL,
    IGI_NODE_ANY,
    IGI_NODE_REPEAT,
    IGI_NODE_GROUP,
    IGI_NODE_BACK,
    IGI_NODE_NOTHING
} igi_node_type;

typedef struct igi_node {
    igi_node_type    type;
    igi_charset     *set;          /* SET */
    int32_t          lo, hi;       /* REPEAT; hi may be IGI_ENDLESS */
    unsigned         group;        /* GROUP, BACK */
    int32_t          shortest;     /* characters of the shortest text */
    struct igi_node *child, *next; /* ALL: in a row, ANY: one of them; REPEAT, GROUP: one child */
} igi_node;

struct igi_regex {
    igi_node *root;
};

#endif
