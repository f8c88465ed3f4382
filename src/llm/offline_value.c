/* A value for a schema: constants and enums first, then alternatives, then a value of the type, each checked.
 * SPDX-License-Identifier: MIT */
#include "offline_int.h"

enum {
    DEEPEST = 150,          /* schemas in schemas */
    BUDGET = 100000,        /* values and attempts of one answer */
    ATTEMPTS = 24,          /* candidates for one scalar */
    PATTERN_ATTEMPTS = 240, /* ... that has to match a pattern */
    LISTED_ATTEMPTS = 1000, /* members of an enum that are tried */
    NULL_PERCENT = 15,
    DEEPEST_RECURSION = 4, /* of one $ref, then null or nothing */
    LONG_LIST = 8,         /* is walked through, not drawn from */
    ONE_OF_ROUNDS = 12,
    MESSAGE_PATH_BYTES = 100,
};

/* ---- failures and streams --------------------------------------------------------------------------------------- */

void *igi_make_nomem(igi_maker *maker)
{
    igi_nomem(&maker->err);
    return NULL;
}

void *igi_make_fail(igi_maker *maker, const igi_place *place, const char *reason, ig_str detail)
{
    bool        is_long = place->pointer.n > MESSAGE_PATH_BYTES;
    const char *path = place->pointer.n ? place->pointer.p : "/";

    if (!maker->err.code)
        igi_fail(&maker->err, IG_E_INVALID, "cannot make a value for %.*s%s: %s%.*s", MESSAGE_PATH_BYTES, path,
                 is_long ? "..." : "", reason, (int)detail.n, detail.p);
    return NULL;
}

bool igi_make_step(igi_maker *maker, const igi_place *place)
{
    if (maker->budget == 0) {
        igi_make_fail(maker, place, "the answer would be too large", IG_S(""));
        return false;
    }
    maker->budget--;
    return true;
}

igi_random igi_place_random(const igi_maker *maker, const igi_place *place, const char *purpose)
{
    uint64_t hash = igi_mix(igi_mix_str(maker->hash, place->pointer), maker->prompt->record);
    uint64_t turn = place->complaint ? maker->reask->turn : 0;

    return (igi_random){igi_mix_str(igi_mix(hash, turn + ((uint64_t)place->round << 32)), igi_str(purpose))};
}

static const ig_value *null_value(igi_maker *maker)
{
    const ig_value *v = igi_tree_new(maker->arena, IG_VALUE_NULL);
    return v ? v : igi_make_nomem(maker);
}

static bool passes(igi_maker *maker, const ig_value *schema, const ig_value *v, ig_error *why)
{
    ig_code code = igi_schema_check(maker->root, schema, v, maker->arena, why);

    if (code == IG_E_NOMEM)
        igi_make_nomem(maker);
    return code == IG_OK;
}

/* ---- given values ----------------------------------------------------------------------------------------------- */

/* Item number `which` of a list of allowed values, counted from a place that depends on the field. */
static const ig_value *choose(const ig_value *list, uint64_t hash, uint64_t which)
{
    return ig_value_at(list, igi_shuffled(hash, which, list->n));
}

/* A member that the prompt mentions, if it mentions exactly one. */
static const ig_value *mentioned(igi_maker *maker, const ig_value *list)
{
    const ig_value *found = NULL;

    for (const ig_value *one = list->child; one; one = one->next)
        if (one->type == IG_VALUE_STRING && igi_prompt_mentions(maker->prompt, one->text, maker->arena)) {
            if (found)
                return NULL;
            found = one;
        }
    return found;
}

/* enum and examples: what the prompt mentions, else any member; or, so that neighbours differ, one after the other. */
static const ig_value *make_listed(igi_maker *maker, const ig_value *schema, const ig_value *list, bool walk,
                                   const igi_place *place)
{
    igi_random      random = igi_place_random(maker, place, "list");
    uint64_t        turn = place->complaint ? maker->reask->turn : 0;
    const ig_value *v = turn ? NULL : mentioned(maker, list);
    uint64_t        hash = walk ? igi_mix(maker->hash, place->shape) : random.state;

    if (v && passes(maker, schema, v, NULL))
        return igi_tree_ref(maker->arena, v);
    for (uint64_t i = 0; i < list->n && i < LISTED_ATTEMPTS && !maker->err.code; i++) {
        v = choose(list, hash, (walk ? place->ordinal : 0) + turn + i);
        if (passes(maker, schema, v, NULL))
            return igi_tree_ref(maker->arena, v);
    }
    return NULL;
}

/* ---- alternatives ----------------------------------------------------------------------------------------------- */

static bool has_type(const ig_value *schema, const char *type)
{
    return igi_is(ig_value_str(ig_value_get(schema, "type")), type);
}

/* Pydantic's Decimal: a number, or a string with a pattern. The number is the natural form; its text keeps to the
 * pattern, which is where the number of digits is said. */
static const ig_value *decimal_pattern(const ig_value *list)
{
    const ig_value *pattern = NULL;
    bool            number = false;

    for (const ig_value *one = list->child; one; one = one->next) {
        number |= has_type(one, "number");
        if (has_type(one, "string"))
            pattern = ig_value_get(one, "pattern");
    }
    return number ? pattern : NULL;
}

/* One branch, together with what stands beside the alternatives. */
static const ig_value *make_branch(igi_maker *maker, const ig_value *schema, const ig_value *rest,
                                   const ig_value *branch, const igi_place *place)
{
    const ig_value *merged = igi_schema_merge(rest, branch, maker->arena), *v;
    ig_error        why = {0};

    if (!merged)
        return igi_make_nomem(maker);
    v = igi_make_any(maker, merged, place);
    if (v && !passes(maker, schema, v, &why)) /* oneOf: another branch may fit too */
        return igi_make_fail(maker, place, "", igi_str(why.msg));
    return v;
}

static const ig_value *make_alternative(igi_maker *maker, const ig_value *schema, const char *keyword,
                                        const igi_place *outer)
{
    const ig_value *list = ig_value_get(schema, keyword), *rest = igi_schema_without(schema, keyword, maker->arena);
    const ig_value *pattern = decimal_pattern(list), *null = NULL, *v = NULL;
    igi_random      random = igi_place_random(maker, outer, "branch");
    igi_place       place = *outer;
    size_t          start;

    if (!rest || list->n == 0)
        return rest ? igi_make_fail(maker, &place, keyword, IG_S(" is empty")) : igi_make_nomem(maker);
    for (const ig_value *one = list->child; one; one = one->next)
        if (igi_schema_is_null(one))
            null = one;
    if (null && !place.asked && !place.complaint &&
        (igi_random_chance(&random, NULL_PERCENT) || igi_schema_recurses(maker, schema, &place, DEEPEST_RECURSION)))
        return null_value(maker);
    place.number_pattern = ig_value_str(pattern);
    start = pattern ? 0 : (size_t)igi_random_below(&random, list->n);
    /* of oneOf, a value that fits two branches is wrong; another one of the same branch may be right */
    for (size_t i = 0; i < list->n * (strcmp(keyword, "oneOf") == 0 ? ONE_OF_ROUNDS : 1) && !v; i++) {
        const ig_value *branch = ig_value_at(list, (start + i) % list->n);
        place.round = outer->round + (unsigned)(i / list->n);
        if (branch == null || maker->err.code == IG_E_NOMEM)
            continue;
        maker->err = (ig_error){0};
        v = make_branch(maker, schema, rest, branch, &place);
    }
    if (!v && null && maker->err.code != IG_E_NOMEM) {
        maker->err = (ig_error){0};
        return null_value(maker);
    }
    return v;
}

/* ---- values by type --------------------------------------------------------------------------------------------- */

static const ig_value *make_bool(igi_maker *maker, const igi_place *place)
{
    igi_random      random = igi_place_random(maker, place, "bool");
    const ig_value *v = igi_tree_new(maker->arena, igi_random_chance(&random, 50) ? IG_VALUE_TRUE : IG_VALUE_FALSE);

    return v ? v : igi_make_nomem(maker);
}

/* The text of a number that stands for a decimal must match the pattern of its other form. */
static bool fits_decimal(igi_maker *maker, const igi_place *place, const ig_value *v)
{
    bool    matches = false;
    ig_code code;

    if (!place->number_pattern.p)
        return true;
    code = igi_regex_matches(place->number_pattern, v->text, &matches, NULL);
    if (code == IG_E_NOMEM)
        igi_make_nomem(maker);
    return code == IG_OK && matches;
}

static const ig_value *make_scalar(igi_maker *maker, const ig_value *schema, ig_str type, const igi_place *place)
{
    bool     text = igi_is(type, "string");
    bool     pattern = text && (ig_value_get(schema, "pattern") || place->complaint);
    ig_error why = {0};

    for (unsigned i = 0; i < (pattern ? PATTERN_ATTEMPTS : ATTEMPTS); i++) {
        const ig_value *v = text ? igi_make_string(maker, schema, place, i)
                                 : igi_make_number(maker, schema, place, igi_is(type, "integer"), i);
        if (maker->arena->failed)
            return igi_make_nomem(maker);
        if (v && passes(maker, schema, v, &why) && (text || fits_decimal(maker, place, v)))
            return v;
        if (maker->err.code || !igi_make_step(maker, place))
            return NULL;
    }
    return igi_make_fail(maker, place,
                         "no candidate fits: ", why.msg[0] ? igi_str(why.msg) : IG_S("nothing lies within the bounds"));
}

static const ig_value *make_type(igi_maker *maker, const ig_value *schema, ig_str type, const igi_place *place)
{
    if (igi_is(type, "object"))
        return igi_make_object(maker, schema, place);
    if (igi_is(type, "array"))
        return igi_make_array(maker, schema, place);
    if (igi_is(type, "boolean"))
        return make_bool(maker, place);
    if (igi_is(type, "null"))
        return null_value(maker);
    if (igi_is(type, "string") || igi_is(type, "number") || igi_is(type, "integer"))
        return make_scalar(maker, schema, type, place);
    return igi_make_fail(maker, place, "there is no type ", type);
}

/* The type that keywords imply where none is named; anything at all is a string. */
static const char *implied_type(const ig_value *schema)
{
    static const struct {
        const char *keyword, *type;
    } implied[] = {
        {"properties", "object"}, {"additionalProperties", "object"},
        {"required", "object"},   {"patternProperties", "object"},
        {"items", "array"},       {"prefixItems", "array"},
        {"minItems", "array"},    {"minimum", "number"},
        {"maximum", "number"},    {"exclusiveMinimum", "number"},
        {"multipleOf", "number"}, {"exclusiveMaximum", "number"},
    };

    for (size_t i = 0; i < sizeof implied / sizeof *implied; i++)
        if (ig_value_get(schema, implied[i].keyword))
            return implied[i].type;
    return "string";
}

/* One of several: null seldom, the others alike. */
static ig_str choose_type(igi_maker *maker, const ig_value *types, const igi_place *place)
{
    igi_random      random = igi_place_random(maker, place, "type");
    const ig_value *others[8];
    size_t          n = 0;
    bool            null = false;

    for (const ig_value *one = types->child; one && n < 8; one = one->next)
        if (igi_is(ig_value_str(one), "null"))
            null = true;
        else
            others[n++] = one;
    if (n == 0 || (null && !place->asked && !place->complaint && igi_random_chance(&random, NULL_PERCENT)))
        return IG_S("null");
    return ig_value_str(others[igi_random_below(&random, n)]);
}

/* ---- any value -------------------------------------------------------------------------------------------------- */

static bool note_texts(igi_maker *maker, const ig_value *schema, igi_place *place)
{
    ig_str title = ig_value_str(ig_value_get(schema, "title"));
    ig_str description = ig_value_str(ig_value_get(schema, "description"));

    return (!title.n || igi_text_scan(title, maker->arena, &place->title) == IG_OK) &&
           (!description.n || igi_text_scan(description, maker->arena, &place->description) == IG_OK);
}

static const ig_value *make_flat(igi_maker *maker, const ig_value *schema, const igi_place *place)
{
    const ig_value *type = ig_value_get(schema, "type"), *k, *v;

    if ((k = ig_value_get(schema, "const")))
        return igi_tree_ref(maker->arena, k);
    if ((k = ig_value_get(schema, "enum")) && k->type == IG_VALUE_ARRAY) {
        v = make_listed(maker, schema, k, k->n > LONG_LIST || place->walk, place);
        return v || maker->err.code ? v : igi_make_fail(maker, place, "no member of enum fits", IG_S(""));
    }
    k = ig_value_get(schema, "examples");
    if (k && k->type == IG_VALUE_ARRAY && !place->complaint && (v = make_listed(maker, schema, k, true, place)))
        return v;
    if ((k = ig_value_get(schema, "anyOf")) && k->type == IG_VALUE_ARRAY)
        return make_alternative(maker, schema, "anyOf", place);
    if ((k = ig_value_get(schema, "oneOf")) && k->type == IG_VALUE_ARRAY)
        return make_alternative(maker, schema, "oneOf", place);
    if (!type)
        return make_type(maker, schema, igi_str(implied_type(schema)), place);
    return make_type(maker, schema, type->type == IG_VALUE_ARRAY ? choose_type(maker, type, place) : ig_value_str(type),
                     place);
}

const ig_value *igi_make_any(igi_maker *maker, const ig_value *schema, const igi_place *outer)
{
    static const ig_value anything = {.type = IG_VALUE_OBJECT};
    igi_place             place = *outer;
    const ig_value       *v;

    if (maker->err.code)
        return NULL;
    if (place.nesting++ > DEEPEST)
        return igi_make_fail(maker, &place, "the schema goes round in circles", IG_S(""));
    if (!igi_make_step(maker, &place))
        return NULL;
    schema = igi_schema_flat(maker, schema, &place);
    if (!schema)
        return NULL;
    if (schema->type == IG_VALUE_FALSE)
        return igi_make_fail(maker, &place, "the schema allows no value", IG_S(""));
    if (schema->type != IG_VALUE_OBJECT)
        schema = &anything;
    if (!note_texts(maker, schema, &place))
        return igi_make_nomem(maker);
    v = make_flat(maker, schema, &place);
    return v || maker->err.code ? v : igi_make_nomem(maker);
}

const ig_value *igi_make_value(igi_maker *maker)
{
    igi_place       place = {.pointer = IG_S(""), .shape = 1, .ordinal = maker->prompt->record};
    const ig_value *v;
    ig_error        why = {0};

    maker->budget = BUDGET;
    maker->theme = igi_hint_theme(&maker->prompt->text);
    if (!ig_value_get(maker->root, "title"))
        place.model_title = maker->name;
    v = igi_make_any(maker, maker->root, &place);
    if (v && !passes(maker, maker->root, v, &why))
        return igi_make_fail(maker, &place, "", igi_str(why.msg));
    return v;
}
