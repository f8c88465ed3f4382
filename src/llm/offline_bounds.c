/* Numbers said in prose: ranges, comparisons, the value of a named field, and how many of something are wanted.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include "offline_int.h"

enum { MAX_COUNT = 1000, NOUN_DISTANCE = 4 };

static bool low_is(const igi_text *text, size_t i, const char *word)
{
    return i < text->n && igi_is(text->tokens[i].low, word);
}

static bool low_in(const igi_text *text, size_t i, const char *const *words)
{
    for (; *words; words++)
        if (low_is(text, i, *words))
            return true;
    return false;
}

/* How many tokens at i spell the phrase (words with single spaces); 0 = it is not there. */
static size_t phrase_at(const igi_text *text, size_t i, const char *phrase)
{
    size_t n = 0;

    while (*phrase) {
        size_t length = strcspn(phrase, " ");
        if (i + n >= text->n || !ig_str_eq(text->tokens[i + n].low, (ig_str){phrase, length}))
            return 0;
        n++;
        phrase += length + (phrase[length] == ' ');
    }
    return n;
}

/* ---- numbers ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    unsigned    value;
} spelled[] = {
    {"one", 1},       {"two", 2},       {"three", 3},     {"four", 4},     {"five", 5},       {"six", 6},
    {"seven", 7},     {"eight", 8},     {"nine", 9},      {"ten", 10},     {"eleven", 11},    {"twelve", 12},
    {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15},  {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18},
    {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},   {"forty", 40},   {"fifty", 50},     {"sixty", 60},
    {"seventy", 70},  {"eighty", 80},   {"ninety", 90},   {"couple", 2},   {"pair", 2},       {"few", 3},
    {"several", 4},   {"dozen", 12},    {"hundred", 100},
};

static unsigned spelled_value(ig_str low)
{
    for (size_t i = 0; i < sizeof spelled / sizeof *spelled; i++)
        if (igi_is(low, spelled[i].word))
            return spelled[i].value;
    return 0;
}

/* A number at i, in digits (also after a currency sign) or spelled; returns the tokens it takes, 0 = none. */
static size_t number_at(const igi_text *text, size_t i, double *out)
{
    size_t skip = low_is(text, i, "$") || low_is(text, i, "\xe2\x82\xac") || low_is(text, i, "\xc2\xa3");

    if (i + skip >= text->n)
        return 0;
    if (text->tokens[i + skip].kind == IGI_NUMBER)
        *out = text->tokens[i + skip].number;
    else if (spelled_value(text->tokens[i + skip].low))
        *out = spelled_value(text->tokens[i + skip].low);
    else
        return 0;
    return skip + 1;
}

/* ---- ranges ----------------------------------------------------------------------------------------------------- */

static bool is_empty(const igi_range *range)
{
    return range->has_lo && range->has_hi &&
           (range->lo > range->hi || (range->lo == range->hi && (range->lo_open || range->hi_open)));
}

bool igi_range_narrow(igi_range *range, const igi_range *other)
{
    igi_range both = *range;

    if (other->has_lo && (!both.has_lo || other->lo > both.lo || (other->lo == both.lo && other->lo_open))) {
        both.has_lo = true;
        both.lo = other->lo;
        both.lo_open = other->lo_open;
    }
    if (other->has_hi && (!both.has_hi || other->hi < both.hi || (other->hi == both.hi && other->hi_open))) {
        both.has_hi = true;
        both.hi = other->hi;
        both.hi_open = other->hi_open;
    }
    if (is_empty(&both))
        return false;
    *range = both;
    return true;
}

/* Longer phrases first: "less than or equal to" begins with "less than". */
static const struct {
    const char *phrase;
    bool        upper, open;
} comparisons[] = {
    {"less than or equal to", true, false},
    {"greater than or equal to", false, false},
    {"not be less than", false, false},
    {"not be more than", true, false},
    {"not exceed", true, false},
    {"no more than", true, false},
    {"not more than", true, false},
    {"no less than", false, false},
    {"not less than", false, false},
    {"at most", true, false},
    {"at least", false, false},
    {"up to", true, false},
    {"maximum of", true, false},
    {"minimum of", false, false},
    {"maximum", true, false},
    {"minimum", false, false},
    {"max", true, false},
    {"min", false, false},
    {"< =", true, false},
    {"> =", false, false},
    {"less than", true, true},
    {"fewer than", true, true},
    {"lower than", true, true},
    {"smaller than", true, true},
    {"younger than", true, true},
    {"under", true, true},
    {"below", true, true},
    {"<", true, true},
    {"greater than", false, true},
    {"more than", false, true},
    {"higher than", false, true},
    {"larger than", false, true},
    {"older than", false, true},
    {"over", false, true},
    {"above", false, true},
    {">", false, true},
};

static size_t comparison_at(const igi_text *text, size_t i, igi_range *out)
{
    for (size_t k = 0; k < sizeof comparisons / sizeof *comparisons; k++) {
        size_t n = phrase_at(text, i, comparisons[k].phrase), taken;
        double value;
        if (!n || !(taken = number_at(text, i + n, &value)))
            continue;
        if (comparisons[k].upper)
            *out = (igi_range){.has_hi = true, .hi = value, .hi_open = comparisons[k].open};
        else
            *out = (igi_range){.has_lo = true, .lo = value, .lo_open = comparisons[k].open};
        return n + taken;
    }
    return 0;
}

/* "1-5", "1 to 5", and with `between` also "1 and 5". Dates and phone numbers (more hyphens) are not ranges. */
static size_t span_at(const igi_text *text, size_t i, bool between, igi_range *out)
{
    double lo, hi;
    size_t n = number_at(text, i, &lo), m;

    if (!n || !(low_is(text, i + n, "-") || low_is(text, i + n, "to") || low_is(text, i + n, "through") ||
                (between && low_is(text, i + n, "and"))))
        return 0;
    m = number_at(text, i + n + 1, &hi);
    if (!m || hi < lo ||
        (low_is(text, i + n + 1 + m, "-") && i + n + 2 + m < text->n &&
         text->tokens[i + n + 2 + m].kind == IGI_NUMBER) ||
        (i >= 2 && low_is(text, i - 1, "-") && text->tokens[i - 2].kind == IGI_NUMBER))
        return 0;
    *out = (igi_range){.has_lo = true, .has_hi = true, .lo = lo, .hi = hi};
    return n + 1 + m;
}

/* "18 or older" */
static size_t or_more_at(const igi_text *text, size_t i, igi_range *out)
{
    static const char *const more[] = {"more", "older", "above", "greater", "higher", "over", NULL};
    static const char *const less[] = {"less", "younger", "below", "fewer", "lower", "under", NULL};
    double                   value;
    size_t                   n = number_at(text, i, &value);

    if (!n || !low_is(text, i + n, "or"))
        return 0;
    if (low_in(text, i + n + 1, more))
        *out = (igi_range){.has_lo = true, .lo = value};
    else if (low_in(text, i + n + 1, less))
        *out = (igi_range){.has_hi = true, .hi = value};
    else
        return 0;
    return n + 2;
}

/* A range that starts at token i; returns the tokens it takes, 0 = none. */
static size_t range_at(const igi_text *text, size_t i, igi_range *out)
{
    bool   between = low_is(text, i, "between");
    size_t n = 0;

    if (between || low_is(text, i, "from"))
        n = span_at(text, i + 1, between, out);
    if (n)
        return n + 1;
    if ((n = span_at(text, i, false, out)) || (n = or_more_at(text, i, out)))
        return n;
    return comparison_at(text, i, out);
}

void igi_text_range(const igi_text *text, size_t from, size_t to, igi_range *out)
{
    igi_range found;

    while (from < to) {
        size_t n = range_at(text, from, &found);
        if (n)
            igi_range_narrow(out, &found);
        from += n ? n : 1;
    }
}

/* What may stand between a field's name and what is said of it. */
static size_t skip_connectors(const igi_text *text, size_t i)
{
    static const char *const connectors[] = {"of",        "is", "are",  "in", "the",    "range", "a",      "an",
                                             ":",         "=",  "must", "be", "should", "value", "values", "ranging",
                                             "somewhere", "(",  "set",  "at", "\"",     "'",     NULL};
    while (low_in(text, i, connectors) && !low_is(text, i + 1, "least") && !low_is(text, i + 1, "most"))
        i++;
    return i;
}

static bool is_age(const igi_words *words)
{
    return words->n > 0 && igi_is(words->w[words->n - 1], "age");
}

bool igi_text_years_old_at(const igi_text *text, size_t i)
{
    i += low_is(text, i, "-");
    if (!low_is(text, i, "year") && !low_is(text, i, "years"))
        return false;
    return low_is(text, i + 1, "old") || (low_is(text, i + 1, "-") && low_is(text, i + 2, "old")) ||
           phrase_at(text, i + 1, "of age");
}

void igi_text_range_of(const igi_text *text, const igi_words *words, igi_range *out)
{
    igi_range found;
    size_t    n;

    for (size_t i = 0; i < text->n; i++) {
        n = 0;
        if (igi_words_at(text, i, words))
            n = range_at(text, skip_connectors(text, i + words->n), &found);
        else if (is_age(words) && (n = range_at(text, i, &found)) && !igi_text_years_old_at(text, i + n))
            n = 0;
        if (n)
            igi_range_narrow(out, &found);
    }
}

bool igi_text_number_of(const igi_text *text, const igi_words *words, double *out)
{
    igi_range range;

    for (size_t i = 0; i < text->n; i++) {
        size_t at = igi_words_at(text, i, words) ? skip_connectors(text, i + words->n) : text->n, n;
        if (at < text->n && (n = number_at(text, at, out)) && !range_at(text, at, &range) &&
            !(low_is(text, at + n, "-") && at + n + 1 < text->n && text->tokens[at + n + 1].kind == IGI_NUMBER))
            return true;
        if (is_age(words) && (n = number_at(text, i, out)) && igi_text_years_old_at(text, i + n) &&
            !(i && low_is(text, i - 1, "-")))
            return true;
    }
    return false;
}

/* ---- how many --------------------------------------------------------------------------------------------------- */

/* "10", "ten", "twenty-five", "a dozen", "two dozen"; returns the tokens it takes. */
static size_t count_at(const igi_text *text, size_t i, unsigned *out)
{
    double value;
    size_t n = low_is(text, i, "a") ? 1 : 0;

    if (n && spelled_value(i + 1 < text->n ? text->tokens[i + 1].low : (ig_str){NULL, 0}) < 2)
        return 0;
    n += number_at(text, i + n, &value);
    if (n == 0 || value < 1 || value > MAX_COUNT || trunc(value) != value)
        return 0;
    *out = (unsigned)value;
    if (low_is(text, i + n, "dozen") || low_is(text, i + n, "hundred")) {
        *out *= spelled_value(text->tokens[i + n].low);
        n++;
    } else if (value >= 20 && value < 100 && text->tokens[i].kind == IGI_WORD) {
        size_t   at = i + n + low_is(text, i + n, "-");
        unsigned unit = at < text->n ? spelled_value(text->tokens[at].low) : 0;
        if (unit >= 1 && unit <= 9 && !low_is(text, at, "couple") && !low_is(text, at, "few")) {
            *out += unit;
            n = at + 1 - i;
        }
    }
    return n;
}

/* "superheroes" for the noun hero */
static bool ends_with_noun(ig_str low, ig_str noun)
{
    for (size_t i = 0; i + noun.n <= low.n && noun.n >= 3; i++)
        if (igi_word_is((ig_str){low.p + i, low.n - i}, noun))
            return true;
    return noun.n > 0 && igi_word_is(low, noun);
}

/* Whether the noun, or any word for records, follows token i closely. */
static bool noun_follows(const igi_text *text, size_t i, ig_str noun, bool any_noun)
{
    static const char *const records[] = {"records", "rows",      "items", "entries", "people", "examples",
                                          "samples", "different", "of",    "unique",  NULL};
    for (size_t end = i + NOUN_DISTANCE; i < end && i < text->n && text->tokens[i].kind == IGI_WORD; i++)
        if (ends_with_noun(text->tokens[i].low, noun) || (any_noun && low_in(text, i, records)))
            return true;
    return false;
}

/* "create 10", "a team of ten" */
static bool asks_for_count(const igi_text *text, size_t i)
{
    static const char *const before[] = {"create", "generate", "make",    "list", "me",    "of",      "add", "need",
                                         "want",   "invent",   "exactly", "give", "write", "produce", NULL};
    return i > 0 && low_in(text, i - 1, before);
}

uint32_t igi_text_count(const igi_text *text, const igi_words *noun, bool any_noun)
{
    ig_str    last = noun->n ? noun->w[noun->n - 1] : (ig_str){NULL, 0};
    unsigned  count;
    igi_range range;

    for (size_t i = 0, n; i < text->n; i += n ? n : 1) {
        n = span_at(text, i, true, &range);
        if (n)
            continue;
        n = count_at(text, i, &count);
        if (n && (noun_follows(text, i + n, last, any_noun) || (any_noun && asks_for_count(text, i))))
            return count;
    }
    return 0;
}
