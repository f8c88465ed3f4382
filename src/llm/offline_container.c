/* Objects and arrays of the sample generator: which members, how many items, and where each of them stands.
 * SPDX-License-Identifier: MIT */
#include "offline_int.h"

enum {
    MAX_ITEMS = 1000, /* however many the prompt asks for */
    USUAL_ITEMS = 3,
    USUAL_KEYS = 2, /* of a free map */
    UNIQUE_ATTEMPTS = 24,
    DEEPEST_RECURSION = 4,
};

/* ---- places ----------------------------------------------------------------------------------------------------- */

/* pointer + "/" + key, escaped as RFC 6901 wants. */
static ig_str extend_pointer(ig_str pointer, ig_str key, ig_arena *arena)
{
    char  *p = igi_alloc(arena, pointer.n + 2 * key.n + 2, 1);
    size_t n = pointer.n;

    if (!p)
        return (ig_str){NULL, 0};
    memcpy(p, pointer.p, pointer.n);
    p[n++] = '/';
    for (size_t i = 0; i < key.n; i++) {
        if (key.p[i] == '~' || key.p[i] == '/') {
            p[n++] = '~';
            p[n++] = key.p[i] == '/' ? '1' : '0';
        } else {
            p[n++] = key.p[i];
        }
    }
    p[n] = 0;
    return (ig_str){p, n};
}

static bool is_person(const ig_value *properties, ig_arena *arena)
{
    igi_words words;

    for (const ig_value *one = properties ? properties->child : NULL; one; one = one->next)
        if (igi_words_of(one->key, arena, &words) == IG_OK && igi_hint_is_personal(&words))
            return true;
    return false;
}

/* What all members of an object share. */
static bool object_place(igi_maker *maker, const ig_value *schema, const igi_place *place, igi_place *out)
{
    ig_str title = place->model_title.n ? place->model_title : ig_value_str(ig_value_get(schema, "title"));

    *out = (igi_place){.owner = place->shape,
                       .ordinal = place->ordinal,
                       .person = is_person(ig_value_get(schema, "properties"), maker->arena),
                       .top = place->depth == 0,
                       .depth = place->depth + 1,
                       .nesting = place->nesting,
                       .round = place->round,
                       .entered = place->entered};
    return (!title.n || igi_words_of(title, maker->arena, &out->model) == IG_OK) && !maker->arena->failed;
}

static bool member_place(igi_maker *maker, const igi_place *object, ig_str pointer, ig_str key, igi_place *out)
{
    *out = *object;
    out->pointer = extend_pointer(pointer, key, maker->arena);
    out->shape = igi_mix_str(object->owner, key);
    if (!out->pointer.p || igi_words_of(key, maker->arena, &out->words))
        return false;
    out->asked = igi_words_in(&maker->prompt->text, &out->words);
    out->complaint = igi_reask_find(maker->reask, out->pointer);
    return true;
}

/* ---- objects ---------------------------------------------------------------------------------------------------- */

typedef struct object_maker {
    igi_maker       *maker;
    const ig_value  *schema;
    const igi_place *place;   /* of the object */
    igi_place        members; /* what its members share */
    ig_value        *object, *last;
} object_maker;

static bool has_member(const object_maker *o, ig_str key)
{
    for (const ig_value *m = o->object->child; m; m = m->next)
        if (ig_str_eq(m->key, key))
            return true;
    return false;
}

static bool add_member(object_maker *o, ig_str key, const ig_value *schema)
{
    igi_place       place;
    const ig_value *made;
    ig_value       *v;

    if (!member_place(o->maker, &o->members, o->place->pointer, key, &place))
        return igi_make_nomem(o->maker);
    made = igi_make_any(o->maker, schema, &place);
    if (!made)
        return false;
    v = igi_tree_ref(o->maker->arena, made);
    if (!v)
        return igi_make_nomem(o->maker);
    igi_tree_add(o->object, &o->last, v, key);
    return true;
}

static bool is_required(const ig_value *schema, ig_str key)
{
    const ig_value *required = ig_value_get(schema, "required");

    for (const ig_value *one = required ? required->child : NULL; one; one = one->next)
        if (ig_str_eq(ig_value_str(one), key))
            return true;
    return false;
}

/* All named members; what may be left out is, where it would go round in circles or the object is full. */
static bool add_properties(object_maker *o)
{
    const ig_value *properties = ig_value_get(o->schema, "properties");
    int64_t         max = ig_value_i64(ig_value_get(o->schema, "maxProperties"), INT64_MAX);

    for (const ig_value *one = properties ? properties->child : NULL; one; one = one->next) {
        bool optional = !is_required(o->schema, one->key);
        if (has_member(o, one->key)) /* the same key twice in the schema: the last one counts, as everywhere */
            continue;
        if (optional && (o->object->n >= max || one->type == IG_VALUE_FALSE ||
                         igi_schema_recurses(o->maker, one, o->place, DEEPEST_RECURSION)))
            continue;
        if (!add_member(o, one->key, ig_value_get(properties, one->key.p)))
            return false;
    }
    return true;
}

/* Required members that properties does not describe. */
static bool add_required(object_maker *o, const ig_value *more)
{
    const ig_value *required = ig_value_get(o->schema, "required");

    for (const ig_value *key = required ? required->child : NULL; key; key = key->next)
        if (key->type == IG_VALUE_STRING && !has_member(o, key->text) && !add_member(o, key->text, more))
            return false;
    return true;
}

/* A key for a free map: from propertyNames, from a pattern, or a plain word. */
static ig_str free_key(object_maker *o, const ig_value *pattern, unsigned i)
{
    const ig_value *names = ig_value_get(o->schema, "propertyNames"), *v;
    igi_random      random = igi_place_random(o->maker, o->place, "key");
    igi_place       place = o->members;

    if (names) {
        place.pointer = ig_arena_printf(o->maker->arena, "%s/#%u", o->place->pointer.p, i);
        place.ordinal = i;
        v = place.pointer.p ? igi_make_any(o->maker, names, &place) : igi_make_nomem(o->maker);
        return ig_value_str(v);
    }
    if (pattern) {
        const igi_regex *regex = igi_regex_parse(pattern->key, o->maker->arena, &o->maker->err);
        random.state = igi_mix(random.state, i);
        return regex ? igi_regex_make(regex, 1, SIZE_MAX, false, false, &random, o->maker->arena) : (ig_str){NULL, 0};
    }
    return igi_words_plain(random.state, i);
}

/* Adds members under free keys until there are n. */
static bool add_free(object_maker *o, const ig_value *schema, const ig_value *pattern, int64_t n)
{
    for (unsigned i = 0; o->object->n < n && i < n + UNIQUE_ATTEMPTS; i++) {
        ig_str key = free_key(o, pattern, i);
        if (!key.p)
            return o->maker->err.code ? false : igi_make_nomem(o->maker);
        if (!has_member(o, key) && !add_member(o, key, schema))
            return false;
    }
    return true;
}

static bool add_members(object_maker *o)
{
    static const ig_value anything = {.type = IG_VALUE_TRUE};
    const ig_value       *more = ig_value_get(o->schema, "additionalProperties");
    const ig_value       *patterns = ig_value_get(o->schema, "patternProperties");
    int64_t               min = ig_value_i64(ig_value_get(o->schema, "minProperties"), 0);
    int64_t               max = ig_value_i64(ig_value_get(o->schema, "maxProperties"), INT64_MAX), n;
    bool                  closed = more && more->type == IG_VALUE_FALSE;

    if (!add_properties(o) || !add_required(o, more ? more : &anything))
        return false;
    n = ig_value_get(o->schema, "properties") ? min : min > USUAL_KEYS ? min : USUAL_KEYS;
    if (n > max)
        n = max;
    if (patterns && patterns->child)
        return add_free(o, patterns->child, patterns->child, n);
    return closed || add_free(o, more ? more : &anything, NULL, n);
}

const ig_value *igi_make_object(igi_maker *maker, const ig_value *schema, const igi_place *place)
{
    object_maker o = {.maker = maker, .schema = schema, .place = place};

    o.object = igi_tree_new(maker->arena, IG_VALUE_OBJECT);
    if (!o.object || !object_place(maker, schema, place, &o.members))
        return igi_make_nomem(maker);
    return add_members(&o) ? o.object : NULL;
}

/* ---- arrays ----------------------------------------------------------------------------------------------------- */

/* The words for one item: the title of its model, else the name of the list. */
static bool noun_of(igi_maker *maker, const ig_value *items, const igi_place *place, igi_words *out)
{
    igi_place       scratch = *place;
    const ig_value *flat = items && items->type == IG_VALUE_OBJECT ? igi_schema_flat(maker, items, &scratch) : NULL;
    ig_str          title = ig_value_str(ig_value_get(flat, "title"));

    *out = place->words;
    return !maker->err.code && (!title.n || igi_words_of(title, maker->arena, out) == IG_OK);
}

/* How many items: what the prompt says of an outermost list, else a few. */
static bool choose_count(igi_maker *maker, const ig_value *schema, const igi_place *place, int64_t *out)
{
    const ig_value *items = ig_value_get(schema, "items"), *prefix = ig_value_get(schema, "prefixItems");
    const ig_value *properties = ig_value_get(maker->root, "properties");
    int64_t         min = ig_value_i64(ig_value_get(schema, "minItems"), 0);
    int64_t         max = ig_value_i64(ig_value_get(schema, "maxItems"), INT64_MAX), n = USUAL_ITEMS;
    igi_words       noun;

    for (unsigned again = 1; n > 0 && items && igi_schema_recurses(maker, items, place, again); again++)
        n--;
    if (place->depth <= 1) {
        if (!noun_of(maker, items, place, &noun))
            return false;
        uint32_t said = igi_text_count(&maker->prompt->text, &noun, !properties || properties->n == 1);
        n = said ? said : n;
    }
    if (prefix)
        n = prefix->n;
    if (n > MAX_ITEMS)
        n = MAX_ITEMS;
    *out = n < min ? min : n > max ? max : n;
    return true;
}

static bool item_place(igi_maker *maker, const igi_place *array, int64_t n, uint64_t i, bool unique, igi_place *out)
{
    *out = *array;
    out->pointer = ig_arena_printf(maker->arena, "%s/%" PRIu64, array->pointer.p, i);
    out->shape = igi_mix_str(array->shape, IG_S("*"));
    out->ordinal = array->ordinal * (uint64_t)n + i;
    out->top = false;
    out->walk = unique;
    out->depth = array->depth + 1;
    out->title = out->description = (igi_text){.n = 0};
    out->model_title = (ig_str){NULL, 0};
    if (out->pointer.p)
        out->complaint = igi_reask_find(maker->reask, out->pointer);
    return out->pointer.p != NULL;
}

static bool is_among(const ig_value *array, const ig_value *v)
{
    for (const ig_value *one = array->child; one; one = one->next)
        if (igi_tree_equal(one, v))
            return true;
    return false;
}

/* Item number i; with `unique` one that is not there yet. NULL without an error: no such one was found. */
static const ig_value *make_item(igi_maker *maker, const ig_value *schema, const igi_place *array, int64_t n,
                                 uint64_t i, const ig_value *unique)
{
    igi_place place;

    for (uint64_t k = 0; k < UNIQUE_ATTEMPTS; k++) {
        /* further tries are what items beyond the end would be */
        if (!item_place(maker, array, n, k ? (uint64_t)n * k + i : i, unique != NULL, &place))
            return igi_make_nomem(maker);
        const ig_value *v = igi_make_any(maker, schema, &place);
        if (!v || !unique || !is_among(unique, v))
            return v;
    }
    return NULL;
}

const ig_value *igi_make_array(igi_maker *maker, const ig_value *schema, const igi_place *place)
{
    static const ig_value anything = {.type = IG_VALUE_TRUE};
    const ig_value       *items = ig_value_get(schema, "items"), *prefix = ig_value_get(schema, "prefixItems");
    const ig_value       *unique = ig_value_get(schema, "uniqueItems"), *first = prefix ? prefix->child : NULL;
    ig_value             *array = igi_tree_new(maker->arena, IG_VALUE_ARRAY), *last = NULL;
    int64_t               n;

    if (!array || !choose_count(maker, schema, place, &n))
        return maker->err.code ? NULL : igi_make_nomem(maker);
    for (int64_t i = 0; i < n; i++) {
        const ig_value *its = first ? first : items ? items : &anything;
        const ig_value *v = make_item(maker, its, place, n, (uint64_t)i,
                                      unique && unique->type == IG_VALUE_TRUE ? array : NULL);
        ig_value       *item;
        if (maker->err.code)
            return NULL;
        if (!v)
            break; /* not enough different ones; minItems is checked in the end */
        item = igi_tree_ref(maker->arena, v);
        if (!item)
            return igi_make_nomem(maker);
        igi_tree_add(array, &last, item, (ig_str){NULL, 0});
        first = first ? first->next : NULL;
    }
    return array;
}
