/* Strings for a schema: what the prompt or a complaint gives, else a format, a pattern, or words that suit the name,
 * fitted to the length.
 * SPDX-License-Identifier: MIT */
#include "offline_int.h"

enum {
    NATURAL_ATTEMPTS = 4,   /* with words, before a pattern is taken literally */
    READABLE_ATTEMPTS = 20, /* from the pattern with letters of one case */
    LITERAL_ATTEMPTS = 180, /* from the pattern; after them, words in all shapes */
    VARIANTS = 4,           /* of one text, from long to short */
    LONGEST = 100000,       /* code points */
    PRIME = 101,            /* so far apart are the records whose words further attempts borrow */
};

static const ig_str nothing = {NULL, 0};

typedef struct string_maker {
    igi_maker       *maker;
    const igi_place *place;
    ig_arena        *arena;
    ig_str           format, pattern; /* n == 0: none */
    size_t           min, max;        /* code points; SIZE_MAX = no bound */
    igi_hint         hint;
    igi_identity     who;
} string_maker;

/* ---- what it is about ------------------------------------------------------------------------------------------- */

static igi_hint hint_for(const igi_place *place, uint64_t *role)
{
    igi_hint hint = igi_hint_of(&place->words, &place->model, place->person, role);

    if (hint == IGI_HINT_NONE)
        hint = igi_hint_in(&place->title);
    return hint == IGI_HINT_NONE ? igi_hint_in(&place->description) : hint;
}

static ig_str format_of_hint(igi_hint hint)
{
    switch (hint) {
    case IGI_HINT_DATE:
        return IG_S("date");
    case IGI_HINT_MOMENT:
        return IG_S("date-time");
    case IGI_HINT_TIME:
        return IG_S("time");
    case IGI_HINT_UUID:
        return IG_S("uuid");
    default:
        return nothing;
    }
}

static void init(string_maker *s, igi_maker *maker, const ig_value *schema, const igi_place *place, unsigned attempt)
{
    int64_t  max = ig_value_i64(ig_value_get(schema, "maxLength"), INT64_MAX);
    int64_t  min = ig_value_i64(ig_value_get(schema, "minLength"), 0);
    uint64_t role;

    *s = (string_maker){.maker = maker, .place = place, .arena = maker->arena};
    s->format = ig_value_str(ig_value_get(schema, "format"));
    s->pattern = ig_value_str(ig_value_get(schema, "pattern"));
    if (!s->pattern.n && place->complaint)
        s->pattern = igi_complaint_pattern(place->complaint);
    s->min = min > 0 ? (size_t)min : 0;
    s->max = max < 0 ? 0 : max == INT64_MAX ? SIZE_MAX : (size_t)max;
    s->hint = hint_for(place, &role);
    s->who.hash = igi_mix(igi_mix(maker->hash, place->owner), role);
    s->who.ordinal = place->ordinal + (uint64_t)PRIME * (attempt + (place->complaint ? maker->reask->turn : 0));
    s->who.random = igi_mix(igi_place_random(maker, place, "string").state, attempt);
    s->who.theme = maker->theme;
}

/* ---- given values ----------------------------------------------------------------------------------------------- */

static bool is_email(const string_maker *s)
{
    return igi_is(s->format, "email") || s->hint == IGI_HINT_EMAIL;
}

/* "must be one of ['gmail.com']": the text itself, or the domain of an address, which stays the same person's. */
static ig_str chosen(const string_maker *s)
{
    ig_str       choice = igi_complaint_choice(s->place->complaint, s->place->ordinal), box;
    igi_identity who = s->who;

    if (!choice.n || !is_email(s) || memchr(choice.p, '@', choice.n))
        return choice;
    who.ordinal = s->place->ordinal;
    box = igi_words_text(IGI_HINT_USERNAME, &who, 0, s->arena);
    return box.p ? ig_arena_printf(s->arena, "%s@%.*s", box.p, (int)choice.n, choice.p) : nothing;
}

static bool is_only(const igi_words *words, const char *word)
{
    return words->n == 1 && igi_is(words->w[0], word);
}

/* What a prompt gives for a text of this kind, wherever it says so. */
static ig_str given_by_kind(const string_maker *s)
{
    const igi_prompt *prompt = s->maker->prompt;
    ig_str            name;
    double            age;

    if (is_email(s))
        return igi_prompt_email(prompt);
    if (igi_is(s->format, "uri") || s->hint == IGI_HINT_URL)
        return igi_prompt_url(prompt);
    if (igi_is(s->format, "date") || s->hint == IGI_HINT_DATE)
        return igi_prompt_date(prompt);
    if (s->hint == IGI_HINT_TEAM && s->place->words.n && igi_is(s->place->words.w[0], "team"))
        return igi_prompt_team(prompt);
    if (!is_only(&s->place->words, "name") && !is_only(&s->place->words, "title"))
        return nothing;
    name = igi_prompt_called(prompt);
    if (!name.n && is_only(&s->place->words, "name"))
        igi_prompt_years_old(prompt, &name, &age);
    return name;
}

static ig_str given(const string_maker *s)
{
    ig_str line;

    if (s->place->complaint)
        return chosen(s);
    if (!s->place->top)
        return nothing;
    line = igi_prompt_line(s->maker->prompt, &s->place->words);
    return line.n ? line : given_by_kind(s);
}

/* ---- length ----------------------------------------------------------------------------------------------------- */

/* What makes a text longer in its own way: more sentences, a longer mailbox, a longer path, more words. */
static void add_filler(const string_maker *s, ig_str text, uint64_t i, ig_buf *filler)
{
    ig_str word = igi_words_plain(s->who.hash, s->who.ordinal + i);
    bool   sentences = text.n && text.p[text.n - 1] == '.', url = igi_is(s->format, "uri") || s->hint == IGI_HINT_URL;

    if (memchr(text.p, '@', text.n)) {
        ig_buf_str(filler, word.p);
        return;
    }
    ig_buf_char(filler, url ? '/' : sentences || memchr(text.p, ' ', text.n) ? ' ' : '-');
    ig_buf_str(filler, sentences ? igi_words_sentence(s->who.hash, s->who.ordinal + 1 + i).p : word.p);
}

static ig_str lengthen(const string_maker *s, ig_str text)
{
    ig_buf filler = {0};
    size_t n = igi_utf8_length(text);
    ig_str longer = text;

    for (uint64_t i = 0; n + filler.n < s->min && !filler.code; i++)
        add_filler(s, text, i, &filler);
    if (filler.code) {
        s->arena->failed = true; /* whoever gets no text asks the arena why */
        longer = nothing;
    } else if (filler.n && memchr(text.p, '@', text.n)) {
        longer = ig_arena_printf(s->arena, "%s%s", filler.p, text.p);
    } else if (filler.n) {
        longer = ig_arena_printf(s->arena, "%s%s", text.p, filler.p);
    }
    ig_buf_fini(&filler);
    return longer;
}

/* Not longer than max; what is cut off must not leave a space at the end. */
static ig_str shorten(const string_maker *s, ig_str text)
{
    size_t i = 0, n = 0;
    char  *p;

    if (igi_utf8_length(text) <= s->max)
        return text;
    for (; i < text.n; i++)
        if (((unsigned char)text.p[i] & 0xc0) != 0x80 && n++ == s->max)
            break;
    text = ig_arena_str(s->arena, (ig_str){text.p, i});
    p = (char *)(uintptr_t)text.p; /* a copy of our own */
    if (p && i && (p[i - 1] == ' ' || p[i - 1] == ',' || p[i - 1] == '-'))
        p[i - 1] = 'a';
    return text;
}

/* ---- made values ------------------------------------------------------------------------------------------------ */

static ig_str variant_text(const string_maker *s, igi_hint hint, unsigned variant)
{
    ig_str format = s->format.n ? s->format : format_of_hint(hint), text;
    bool   known = false;

    text = format.n ? igi_format_text(format, &s->who, variant, s->arena, &known) : nothing;
    return known ? text : igi_words_text(hint, &s->who, variant, s->arena);
}

/* The longest variant that is short enough, then fitted. */
static ig_str natural(const string_maker *s, igi_hint hint)
{
    ig_str text = nothing;

    for (unsigned variant = 0; variant < VARIANTS; variant++) {
        text = variant_text(s, hint, variant);
        if (!text.p)
            return nothing;
        if (igi_utf8_length(text) <= s->max)
            break;
    }
    text = lengthen(s, text);
    return text.p ? shorten(s, text) : nothing;
}

/* From the pattern's own tree. A pattern that cannot be read gives {NULL, 0}. */
static ig_str literal(const string_maker *s, unsigned attempt)
{
    const igi_regex *regex = igi_regex_parse(s->pattern, s->arena, NULL);
    igi_random       random = {s->who.random};

    return regex ? igi_regex_make(regex, s->min, s->max, attempt % 2, attempt % 4 > 1 && attempt > READABLE_ATTEMPTS,
                                  &random, s->arena)
                 : nothing;
}

static ig_str in_case(ig_str text, unsigned how, ig_arena *arena)
{
    const igi_complaint upper = {.message = IG_S("uppercase")}, lower = {.message = IG_S("lowercase")};

    return how == 0 ? text : igi_complaint_apply(how == 1 ? &upper : &lower, text, arena);
}

/* Words of every kind in every case, for patterns that say more than their tree does. */
static ig_str any_words(const string_maker *s, unsigned attempt)
{
    igi_hint hint = (igi_hint)(attempt % (IGI_HINT_UUID + 1));
    ig_str   text = natural(s, hint);

    return text.p ? in_case(text, attempt / (IGI_HINT_UUID + 1) % 3, s->arena) : text;
}

/* What a description lists: "one of: red, green", and where the name says nothing "e.g. copper". */
static ig_str described(const string_maker *s)
{
    ig_str   prose = s->place->description.source, list = igi_prose_list(prose, "one of");
    igi_hint of_name;
    uint64_t role;

    if (list.n)
        return igi_list_item(list, s->who.ordinal);
    of_name = igi_hint_of(&s->place->words, &s->place->model, s->place->person, &role);
    list = of_name == IGI_HINT_NONE ? igi_prose_list(prose, "e.g.") : nothing;
    return list.n ? igi_list_item(list, s->who.ordinal) : nothing;
}

/* What was there before, changed as the complaint wants it; {NULL, 0} when that is not a matter of letters. */
static ig_str corrected(const string_maker *s)
{
    string_maker before = *s;
    ig_str       text, changed;

    before.who.ordinal = s->place->ordinal;
    text = natural(&before, s->hint);
    changed = text.p ? igi_complaint_apply(s->place->complaint, text, s->arena) : nothing;
    return changed.p != text.p ? changed : nothing;
}

static ig_str candidate(const string_maker *s, unsigned attempt)
{
    ig_str text;

    if (attempt == 0) {
        text = given(s);
        if (!text.p)
            text = s->place->complaint ? corrected(s) : described(s);
        return text;
    }
    if (!s->pattern.n || (attempt <= NATURAL_ATTEMPTS && (s->format.n || s->hint != IGI_HINT_NONE)))
        return natural(s, s->hint);
    if (attempt < LITERAL_ATTEMPTS) {
        text = literal(s, attempt);
        if (text.p || s->arena->failed)
            return text;
    }
    return any_words(s, attempt);
}

const ig_value *igi_make_string(igi_maker *maker, const ig_value *schema, const igi_place *place, unsigned attempt)
{
    string_maker s;
    ig_str       text;

    init(&s, maker, schema, place, attempt ? attempt - 1 : 0);
    if (s.min > LONGEST)
        return igi_make_fail(maker, place, "minLength is above 100000", IG_S(""));
    text = candidate(&s, attempt);
    if (text.p && place->complaint && attempt > 0)
        text = igi_complaint_apply(place->complaint, text, maker->arena);
    return text.p ? igi_tree_str(maker->arena, text) : NULL;
}
