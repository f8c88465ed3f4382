/* What the files of the sample generator share, in the order in which a request passes through them.
 * SPDX-License-Identifier: MIT
 *
 *   request body -> offline_request  who asks for what, in which schema
 *                -> offline_prompt   what the prompt says: text -> words -> counts, ranges, names, given values
 *                -> offline_reask    what the last validation error says about which field
 *                -> offline_value    schema -> value   (offline_number, _string, _pattern, _words, _container, ...)
 *                -> offline_check    value against schema
 *                -> offline_faults   what is done wrong on purpose
 *                -> offline_wire     chat.completion, chat.completion.chunk, error objects
 *
 * Determinism: every choice is drawn from a stream seeded with the seed, the schema's name, the field's JSON pointer,
 * the record's number and the normalised prompt. So the same request gives the same bytes, and a new field changes no
 * other. */
#ifndef INGOT_OFFLINE_INT_H
#define INGOT_OFFLINE_INT_H

#include "../base/base_int.h"
#include "offline.h"

/* ---- offline_random.c ------------------------------------------------------------------------------------------- */

/* Folds bytes (with their length) or a number into a hash. */
uint64_t igi_mix_str(uint64_t hash, ig_str bytes);
uint64_t igi_mix(uint64_t hash, uint64_t n);

/* splitmix64. */
typedef struct igi_random {
    uint64_t state;
} igi_random;

uint64_t igi_random_next(igi_random *random);
uint64_t igi_random_below(igi_random *random, uint64_t n);               /* 0..n-1; n > 0 */
int64_t  igi_random_between(igi_random *random, int64_t lo, int64_t hi); /* lo..hi, both included; lo <= hi */
bool     igi_random_chance(igi_random *random, unsigned percent);
/* Item number `ordinal` of a list of n in an order that depends on hash: n different ordinals in a row give n different
 * items. */
size_t igi_shuffled(uint64_t hash, uint64_t ordinal, size_t n);

/* ---- offline_tree.c: values under construction ------------------------------------------------------------------ */

/* Each is NULL when out of memory. Text is copied where it says so. */
ig_value *igi_tree_new(ig_arena *arena, ig_value_type type);
ig_value *igi_tree_str(ig_arena *arena, ig_str text); /* copied */
ig_value *igi_tree_int(ig_arena *arena, int64_t i);
ig_value *igi_tree_number(ig_arena *arena, ig_str text); /* a JSON number; copied */
/* A node with v's content and children, but no key and no next. */
ig_value *igi_tree_ref(ig_arena *arena, const ig_value *v);
/* Adds child as the last one; *last is the one before (NULL at first). key.p == NULL in arrays; not copied. */
void igi_tree_add(ig_value *parent, ig_value **last, ig_value *child, ig_str key);
/* Equal as JSON Schema means it: 1 equals 1.0, the order of members does not matter. */
bool igi_tree_equal(const ig_value *a, const ig_value *b);
bool igi_tree_is_number(const ig_value *v);
/* A number without a fraction: 3, 3.0, 3e2. */
bool igi_tree_is_integral(const ig_value *v);

/* ---- offline_text.c: prose as words and numbers ----------------------------------------------------------------- */

typedef enum igi_token_kind { IGI_WORD, IGI_NUMBER, IGI_MARK } igi_token_kind;

typedef struct igi_token {
    igi_token_kind kind;
    ig_str         text; /* in the source; one byte for a mark ('\n' for a line end) */
    ig_str         low;  /* lower case (ASCII) */
    double         number;
} igi_token;

typedef struct igi_text {
    ig_str           source;
    const igi_token *tokens;
    size_t           n;
} igi_text;

/* Splits at most the first 64 KiB of source. IG_OK or IG_E_NOMEM. */
ig_code igi_text_scan(ig_str source, ig_arena *arena, igi_text *out);

/* The words of a name: "secret_name", "secretName", "Secret Name" -> secret name. */
enum { IGI_MAX_WORDS = 8 };
typedef struct igi_words {
    ig_str w[IGI_MAX_WORDS]; /* lower case */
    size_t n;
} igi_words;

ig_code igi_words_of(ig_str name, ig_arena *arena, igi_words *out);
/* Whether the words start at token i (each also in the plural); false for no words. */
bool igi_words_at(const igi_text *text, size_t i, const igi_words *words);
/* Whether they are anywhere in the text. */
bool igi_words_in(const igi_text *text, const igi_words *words);
/* Whether token is word, or its plural. */
bool igi_word_is(ig_str token, ig_str word);

/* ---- offline_bounds.c: ranges said in prose --------------------------------------------------------------------- */

typedef struct igi_range {
    bool        has_lo, has_hi, lo_open, hi_open;
    long double lo, hi; /* long double holds every int64_t */
} igi_range;

/* Narrows range by other; false (and range unchanged) when nothing would be left. */
bool igi_range_narrow(igi_range *range, const igi_range *other);
/* All of "between 1 and 5", "from 1 to 5", "1-5", "at least 1", "less than or equal to 5", ... in the tokens [from,
 * to). */
void igi_text_range(const igi_text *text, size_t from, size_t to, igi_range *out);
/* The same, only where it is said of `words`: "power level between 1-100". */
void igi_text_range_of(const igi_text *text, const igi_words *words, igi_range *out);
/* The number said of `words`: "power level 87", "a power level of 87", "age: 30". */
bool igi_text_number_of(const igi_text *text, const igi_words *words, double *out);
/* "25 years old", "25-year-old": whether token i, behind the number, goes on like that. */
bool igi_text_years_old_at(const igi_text *text, size_t i);
/* How many of `noun` are asked for: "10 heroes", "a team of ten", "a dozen diverse superheroes"; 0 = not said. With
 * any_noun a count of anything will do. */
uint32_t igi_text_count(const igi_text *text, const igi_words *noun, bool any_noun);

/* ---- offline_prompt.c: what the prompt gives -------------------------------------------------------------------- */

typedef struct igi_prompt {
    igi_text text;      /* the user's words, without a schema and without "Record 3 of 10" */
    uint64_t hash;      /* of the normalised text */
    uint64_t record;    /* from 0: "Record 3 of 10" -> 2 */
    uint64_t n_records; /* 1 when not said */
} igi_prompt;

ig_code igi_prompt_read(ig_str user_text, ig_arena *arena, igi_prompt *out);
/* What a prompt gives for a field; {NULL, 0} = nothing. */
ig_str igi_prompt_line(const igi_prompt *prompt, const igi_words *words); /* "Secret name: Ann Lee" */
ig_str igi_prompt_called(const igi_prompt *prompt);                       /* a hero named "Nova" / called Nova */
ig_str igi_prompt_team(const igi_prompt *prompt);                         /* for the Night Watch team */
bool   igi_prompt_years_old(const igi_prompt *prompt, ig_str *name, double *age); /* Jason is 25 years old */
ig_str igi_prompt_email(const igi_prompt *prompt);
ig_str igi_prompt_url(const igi_prompt *prompt);
ig_str igi_prompt_date(const igi_prompt *prompt);
bool   igi_prompt_mentions(const igi_prompt *prompt, ig_str value, ig_arena *arena);

/* ---- offline_reask.c: what a validation error asks for ---------------------------------------------------------- */

typedef struct igi_complaint {
    ig_str path;    /* "tasks/0/email" */
    ig_str message; /* "Value error, Email domain must be one of ['gmail.com']" */
} igi_complaint;

typedef struct igi_reask {
    uint32_t             turn; /* answers given before in this conversation */
    const igi_complaint *items;
    size_t               n;
} igi_reask;

/* Whether a message looks like a re-ask and not like a new wish. */
bool    igi_reask_is(ig_str message);
ig_code igi_reask_read(ig_str message, uint32_t turn, ig_arena *arena, igi_reask *out);
/* The complaint about the value at a JSON pointer, or NULL. */
const igi_complaint *igi_reask_find(const igi_reask *reask, ig_str pointer);
/* What stands behind a phrase such as "one of" or "e.g.": a list in brackets, or the rest of the sentence. n == 0:
 * nothing. */
ig_str igi_prose_list(ig_str prose, const char *phrase);
/* Item number `which`, modulo their count, of "'a', 'b' or 'c'", or of "a, b, c"; {NULL, 0} = it has none. */
ig_str igi_list_item(ig_str list, uint64_t which);
/* The quoted alternatives of "must be one of ['a', 'b']"; number `which` modulo their count; {NULL, 0} = none. */
ig_str igi_complaint_choice(const igi_complaint *complaint, uint64_t which);
/* The pattern of "String should match pattern '...'"; {NULL, 0} = none. */
ig_str igi_complaint_pattern(const igi_complaint *complaint);
/* Changes a text as asked: upper or lower case, "start with 'X'", "end with 'X'", "contain 'X'". */
ig_str igi_complaint_apply(const igi_complaint *complaint, ig_str text, ig_arena *arena);

/* ---- offline_hints.c: what a field's name says; offline_words.c: texts to match --------------------------------- */

typedef enum igi_hint {
    IGI_HINT_NONE,
    IGI_HINT_HERO,
    IGI_HINT_PERSON,
    IGI_HINT_FIRST_NAME,
    IGI_HINT_LAST_NAME,
    IGI_HINT_USERNAME,
    IGI_HINT_EMAIL,
    IGI_HINT_PHONE,
    IGI_HINT_CITY,
    IGI_HINT_COUNTRY,
    IGI_HINT_STREET,
    IGI_HINT_ADDRESS,
    IGI_HINT_ZIP,
    IGI_HINT_COMPANY,
    IGI_HINT_JOB,
    IGI_HINT_TEAM,
    IGI_HINT_BASE,
    IGI_HINT_PRODUCT,
    IGI_HINT_CATEGORY,
    IGI_HINT_COLOUR,
    IGI_HINT_CURRENCY,
    IGI_HINT_CODE,
    IGI_HINT_TITLE,
    IGI_HINT_TEXT,
    IGI_HINT_BIO,
    IGI_HINT_URL,
    IGI_HINT_HOST,
    IGI_HINT_POWER,
    IGI_HINT_LANGUAGE,
    IGI_HINT_PET,
    IGI_HINT_WORD,
    IGI_HINT_DATE,
    IGI_HINT_MOMENT,
    IGI_HINT_TIME,
    IGI_HINT_UUID
} igi_hint;

/* Whom a text is about: fields of one object that mean the same person or place agree, because they share this. */
typedef struct igi_identity {
    uint64_t hash;    /* of the object, and of the role in it: "author" of author_name and author_email */
    uint64_t ordinal; /* which record or item: neighbours get different words */
    uint64_t random;  /* for what need not agree with anything */
    unsigned theme;   /* 0, or what igi_hint_theme said */
} igi_identity;

/* What the words of a name mean in a model; person: the model has fields that only persons have. *role is a hash of the
 * words that tell whose it is. */
igi_hint igi_hint_of(const igi_words *words, const igi_words *model, bool person, uint64_t *role);
/* Whether a field's name says that its object is a person. */
bool igi_hint_is_personal(const igi_words *words);
/* The meaning of the first telling word in prose (a title, a description). */
igi_hint igi_hint_in(const igi_text *text);
/* The usual range of a number with such a name; decimals, and whether it ends in .99, are for fractions. */
bool igi_hint_range(const igi_words *words, igi_range *out, unsigned *decimals, bool *ends_in_99);
/* What kind of hero the prompt wants ("fire-based"); 0 = not said. */
unsigned igi_hint_theme(const igi_text *prompt);

/* A text for a hint (not for DATE.. UUID, which are formats). Variants above 0 are shorter where that is possible.
 * {NULL, 0}: out of memory. */
ig_str igi_words_text(igi_hint hint, const igi_identity *who, unsigned variant, ig_arena *arena);
/* A plain lower-case word, a sentence: static. */
ig_str igi_words_plain(uint64_t hash, uint64_t ordinal);
ig_str igi_words_sentence(uint64_t hash, uint64_t ordinal);

/* ---- offline_pattern.c: regular expressions --------------------------------------------------------------------- */

typedef struct igi_regex igi_regex;

/* Parses a pattern for making texts. NULL on failure: IG_E_INVALID (err->msg says what it cannot make texts for) or
 * IG_E_NOMEM. */
const igi_regex *igi_regex_parse(ig_str pattern, ig_arena *arena, ig_error *err);
/* Makes a text that the pattern is meant to match, of about min..max code points (SIZE_MAX = no bound): readable, or
 * with letters of both cases and digits `mixed`; greedy = repetitions as long as the length allows. Look-around is
 * not obeyed, so the caller checks. {NULL, 0}: out of memory. */
ig_str igi_regex_make(const igi_regex *pattern, size_t min, size_t max, bool greedy, bool mixed, igi_random *random,
                      ig_arena *arena);
/* Whether text has a match. IG_OK, IG_E_INVALID (PCRE2 cannot compile it, or gave up) or IG_E_NOMEM. */
ig_code igi_regex_matches(ig_str pattern, ig_str text, bool *matches, ig_error *err);

/* ---- offline_format.c: uuid, date-time, email, ... -------------------------------------------------------------- */

/* Whether text has the format; formats nobody knows are satisfied by anything. */
bool igi_format_holds(ig_str format, ig_str text);
/* A text of a format; higher variants are shorter where that is possible. {NULL, 0}: out of memory, or (*known is
 * false) not a format. */
ig_str igi_format_text(ig_str format, const igi_identity *who, unsigned variant, ig_arena *arena, bool *known);

/* ---- offline_check.c: JSON Schema ------------------------------------------------------------------------------- */

/* Follows "#", "#/$defs/Name"; NULL when there is no such place, or out of memory. */
const ig_value *igi_schema_at(const ig_value *root, ig_str ref, ig_arena *arena);
/* Whether value satisfies schema, a part of root. IG_OK, IG_E_INVALID (err->msg: path and reason) or IG_E_NOMEM. */
ig_code igi_schema_check(const ig_value *root, const ig_value *schema, const ig_value *value, ig_arena *arena,
                         ig_error *err);
/* Code points of UTF-8 text. */
size_t igi_utf8_length(ig_str text);
/* A number of any kind; long double holds every int64_t. */
long double igi_number_of(const ig_value *v);

/* ---- offline_value.c: the generator ----------------------------------------------------------------------------- */

/* One answer being made. */
typedef struct igi_maker {
    ig_arena         *arena;
    const ig_value   *root; /* the schema */
    ig_str            name; /* of the tool or the schema */
    uint64_t          hash; /* seed, name, prompt */
    unsigned          theme;
    const igi_prompt *prompt;
    const igi_reask  *reask;
    uint32_t          budget; /* steps left */
    ig_error          err;    /* the first failure */
} igi_maker;

/* A $ref on the way to a place. */
typedef struct igi_entered {
    const struct igi_entered *up;
    const ig_value           *target;
} igi_entered;

/* Where a value goes. */
typedef struct igi_place {
    ig_str               pointer; /* "/tasks/3/name" */
    uint64_t             shape;   /* hash of the pointer with '*' for indexes: the same for every item */
    uint64_t             owner;   /* shape of the enclosing object */
    uint64_t             ordinal; /* which record, or item of all items */
    igi_words            words;   /* of the member's name; an item has those of its list */
    igi_words            model;   /* of the enclosing object's title */
    bool                 person;  /* the enclosing object has fields that only persons have */
    bool                 top;     /* a member of the outermost object */
    bool                 asked;   /* the prompt names it */
    bool                 walk;    /* an item that must differ from its neighbours: go through short lists in order */
    unsigned             depth;   /* of containers */
    unsigned             nesting; /* of schemas */
    unsigned             round;   /* of tries for the same place, each with other values */
    igi_text             title, description;
    ig_str               model_title;    /* of the last $ref's target */
    ig_str               number_pattern; /* a number's text must match it too; p == NULL: no such demand */
    const igi_entered   *entered;
    const igi_complaint *complaint;
} igi_place;

/* A value for maker->root, checked against it. NULL: the failure is in maker->err (IG_E_INVALID or IG_E_NOMEM). */
const ig_value *igi_make_value(igi_maker *maker);
/* The same for a part of the schema at a place. */
const ig_value *igi_make_any(igi_maker *maker, const ig_value *schema, const igi_place *place);

/* Takes one step of the budget; false when it is used up (maker->err). */
bool igi_make_step(igi_maker *maker, const igi_place *place);
/* Fills maker->err unless it is filled already; returns NULL. */
void *igi_make_fail(igi_maker *maker, const igi_place *place, const char *reason, ig_str detail);
void *igi_make_nomem(igi_maker *maker);

/* offline_container.c: an object or array for a flat schema. */
const ig_value *igi_make_object(igi_maker *maker, const ig_value *schema, const igi_place *place);
const ig_value *igi_make_array(igi_maker *maker, const ig_value *schema, const igi_place *place);

/* offline_number.c and offline_string.c: a candidate for a flat schema of that type; attempt 0.. gives others. NULL:
 * this attempt has none, or out of memory (the arena knows). */
const ig_value *igi_make_number(igi_maker *maker, const ig_value *schema, const igi_place *place, bool integer,
                                unsigned attempt);
const ig_value *igi_make_string(igi_maker *maker, const ig_value *schema, const igi_place *place, unsigned attempt);

/* A stream of its own for one purpose at one place. */
igi_random igi_place_random(const igi_maker *maker, const igi_place *place, const char *purpose);

/* ---- offline_schema.c: schemas without references --------------------------------------------------------------- */

/* The schema with $ref and allOf replaced by what they mean; the place remembers the references. NULL: maker->err. */
const ig_value *igi_schema_flat(igi_maker *maker, const ig_value *schema, igi_place *place);
/* Both at once: the narrower of two bounds, all members. NULL: out of memory. */
const ig_value *igi_schema_merge(const ig_value *a, const ig_value *b, ig_arena *arena);
/* A copy without one keyword. NULL: out of memory. */
const ig_value *igi_schema_without(const ig_value *schema, const char *keyword, ig_arena *arena);
/* Whether a value for schema at place would enter a $ref for the n-th time or more. */
bool igi_schema_recurses(const igi_maker *maker, const ig_value *schema, const igi_place *place, unsigned n);
bool igi_schema_is_null(const ig_value *schema);

/* ---- offline_faults.c ------------------------------------------------------------------------------------------- */

typedef struct igi_faults {
    uint32_t bad_first;        /* that many answers of a conversation break the schema */
    uint32_t http429, http500; /* that many tries of a request */
    uint32_t retry_after_s;    /* sent with a 429 */
    uint32_t chunk;            /* characters of a delta, bytes of a piece on the wire */
    uint32_t delay_ms;
    bool     always_bad, refuse, length, prose, hang, disconnect, html, half;
} igi_faults;

/* Adds comma-separated switches. IG_OK, or IG_E_USAGE naming the switch that does not exist; faults is then
 * unchanged. */
ig_code igi_faults_add(igi_faults *faults, ig_str switches, ig_error *err);
/* Adds the switches that are written as words in a prompt: bad-first, http429=2, fault:hang. */
void igi_faults_in_prompt(igi_faults *faults, ig_str prompt);

/* offline_spoil.c: the value with one constraint broken, a numeric bound if there is one. NULL: nothing to break, or
 * out of memory (the arena knows). */
const ig_value *igi_spoil(igi_maker *maker, const ig_value *value);

/* ---- offline_request.c ------------------------------------------------------------------------------------------ */

typedef enum igi_form { IGI_FORM_TEXT, IGI_FORM_TOOL, IGI_FORM_JSON, IGI_FORM_FENCED } igi_form;

/* What a request asks for. */
typedef struct igi_order {
    ig_str          model;
    igi_form        form;
    ig_str          name;         /* of the tool or schema */
    const ig_value *schema;       /* NULL for free text */
    const char     *schema_param; /* where the request has it, for errors */
    ig_str          wishes;       /* what the user wrote, joined by line ends, without a schema */
    ig_str          complaint;    /* the re-ask at the end, or empty */
    uint32_t        turn;         /* answers given so far */
    int64_t         seed;         /* 0 when not said */
    int64_t         max_tokens;   /* 0 = none */
    bool            stream, include_usage;
} igi_order;

/* Why a request is refused. */
typedef struct igi_refusal {
    char        message[320];
    const char *param, *code; /* static or NULL */
} igi_refusal;

/* Reads and checks a request body. IG_OK, IG_E_INVALID (see refusal) or IG_E_NOMEM. */
ig_code igi_order_read(ig_str body, ig_arena *arena, igi_order *out, igi_refusal *refusal);
/* The first JSON Schema written out in a text; NULL when there is none. [*start, *end) is where it stands. */
const ig_value *igi_schema_in_text(ig_str text, ig_arena *arena, size_t *start, size_t *end);

/* ---- offline_wire.c --------------------------------------------------------------------------------------------- */

/* All answers bear the same date, 2026-01-01, so that the same request gives the same bytes. */
#define IGI_OFFLINE_CREATED "1767225600"

/* What is answered, in whatever form. */
typedef struct igi_offline_answer {
    ig_str      model;
    ig_str      tool; /* p == NULL: text is content, else the arguments of a call */
    ig_str      text;
    bool        refusal; /* text is a refusal */
    const char *finish;  /* "stop", "tool_calls", "length" */
    uint64_t    id;
    size_t      prompt_bytes;
    uint32_t    delta_chars; /* of a stream */
    bool        include_usage;
} igi_offline_answer;

/* Append a body; failures stick in out. */
void igi_wire_completion(const igi_offline_answer *answer, ig_buf *out);
void igi_wire_stream(const igi_offline_answer *answer, ig_buf *out);

#endif
