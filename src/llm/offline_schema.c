/* Schemas made flat for the generator: references followed, allOf and alternatives merged into one object of keywords.
 * SPDX-License-Identifier: MIT */
#include "offline_int.h"

enum { DEEPEST = 150 }; /* references to references, allOf in allOf */

/* ---- merging ---------------------------------------------------------------------------------------------------- */

static bool is_one_of(ig_str key, const char *const *list)
{
    for (; *list; list++)
        if (igi_is(key, *list))
            return true;
    return false;
}

static ig_value *add_copy(ig_value *to, ig_value **last, const ig_value *v, ig_arena *arena)
{
    ig_value *copy = igi_tree_ref(arena, v);

    if (copy)
        igi_tree_add(to, last, copy, v->key);
    return copy;
}

/* Adds v's children to copies of all children of `base`; base may be NULL. */
static const ig_value *concat(const ig_value *base, const ig_value *v, ig_arena *arena)
{
    ig_value *all = igi_tree_new(arena, v->type), *last = NULL;

    for (const ig_value *one = all && base ? base->child : NULL; one; one = one->next)
        if (!add_copy(all, &last, one, arena))
            return NULL;
    for (const ig_value *one = all ? v->child : NULL; one; one = one->next)
        if (!add_copy(all, &last, one, arena))
            return NULL;
    return all;
}

/* {"allOf": [a, b]}, to be merged when a value is made for it */
static const ig_value *both(const ig_value *a, const ig_value *b, ig_arena *arena)
{
    ig_value *schema = igi_tree_new(arena, IG_VALUE_OBJECT), *list = igi_tree_new(arena, IG_VALUE_ARRAY);
    ig_value *last = NULL, *last_member = NULL;

    if (!schema || !list || !add_copy(list, &last, a, arena) || !add_copy(list, &last, b, arena))
        return NULL;
    igi_tree_add(schema, &last_member, list, IG_S("allOf"));
    return schema;
}

typedef const ig_value *(*combiner)(const ig_value *a, const ig_value *b, ig_arena *arena);

/* The union of two objects; what both have is combined. */
static const ig_value *join_members(const ig_value *a, const ig_value *b, combiner combine, ig_arena *arena)
{
    ig_value *all = igi_tree_new(arena, IG_VALUE_OBJECT), *last = NULL;

    for (const ig_value *one = all ? a->child : NULL; one; one = one->next) {
        const ig_value *other = ig_value_get(b, one->key.p), *joined = other ? combine(one, other, arena) : one;
        if (!joined || !add_copy(all, &last, joined, arena))
            return NULL;
        last->key = one->key;
    }
    for (const ig_value *one = all ? b->child : NULL; one; one = one->next)
        if (!ig_value_get(a, one->key.p) && !add_copy(all, &last, one, arena))
            return NULL;
    return all;
}

/* What a keyword that both schemas have becomes. */
static const ig_value *merge_keyword(const ig_value *a, const ig_value *b, ig_arena *arena)
{
    static const char *const lower[] = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", NULL};
    static const char *const upper[] = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", NULL};
    static const char *const maps[] = {"properties", "patternProperties", "$defs", "definitions", NULL};
    static const char *const lists[] = {"required", "allOf", NULL};

    if (is_one_of(a->key, lower) && igi_tree_is_number(a) && igi_tree_is_number(b))
        return igi_number_of(a) >= igi_number_of(b) ? a : b;
    if (is_one_of(a->key, upper) && igi_tree_is_number(a) && igi_tree_is_number(b))
        return igi_number_of(a) <= igi_number_of(b) ? a : b;
    if (is_one_of(a->key, maps) && a->type == IG_VALUE_OBJECT && b->type == IG_VALUE_OBJECT)
        return join_members(a, b, both, arena);
    if (is_one_of(a->key, lists) && a->type == IG_VALUE_ARRAY && b->type == IG_VALUE_ARRAY)
        return concat(a, b, arena);
    return a; /* the check of the value finds what this loses */
}

const ig_value *igi_schema_merge(const ig_value *a, const ig_value *b, ig_arena *arena)
{
    if (a->type != IG_VALUE_OBJECT || b->type != IG_VALUE_OBJECT)
        return a->type == IG_VALUE_FALSE || b->type != IG_VALUE_OBJECT ? a : b;
    return join_members(a, b, merge_keyword, arena);
}

const ig_value *igi_schema_without(const ig_value *schema, const char *keyword, ig_arena *arena)
{
    ig_value *rest = igi_tree_new(arena, IG_VALUE_OBJECT), *last = NULL;

    for (const ig_value *one = rest ? schema->child : NULL; one; one = one->next)
        if (!igi_is(one->key, keyword) && !add_copy(rest, &last, one, arena))
            return NULL;
    return rest;
}

/* ---- references ------------------------------------------------------------------------------------------------- */

static const ig_value *follow(igi_maker *maker, const ig_value *schema, const ig_value *ref, igi_place *place)
{
    const ig_value *target = igi_schema_at(maker->root, ig_value_str(ref), maker->arena), *rest;
    igi_entered    *entered;
    ig_str          title;

    if (!target)
        return maker->arena->failed ? igi_make_nomem(maker)
                                    : igi_make_fail(maker, place, "there is nothing at $ref ", ig_value_str(ref));
    entered = igi_alloc(maker->arena, sizeof *entered, 16);
    rest = igi_schema_without(schema, "$ref", maker->arena);
    rest = entered && rest ? igi_schema_merge(rest, target, maker->arena) : NULL;
    if (!rest)
        return igi_make_nomem(maker);
    *entered = (igi_entered){place->entered, target};
    place->entered = entered;
    title = ig_value_str(ig_value_get(target, "title"));
    if (title.n)
        place->model_title = title;
    return rest;
}

/* Each member is made flat first: two $refs side by side cannot be merged. */
static const ig_value *merge_all(igi_maker *maker, const ig_value *schema, const ig_value *list, igi_place *place)
{
    const ig_value *all = igi_schema_without(schema, "allOf", maker->arena), *flat;

    for (const ig_value *one = list->child; one && all; one = one->next) {
        flat = igi_schema_flat(maker, one, place);
        if (!flat)
            return NULL;
        all = igi_schema_merge(all, flat, maker->arena);
    }
    return all ? all : igi_make_nomem(maker);
}

const ig_value *igi_schema_flat(igi_maker *maker, const ig_value *schema, igi_place *place)
{
    const ig_value *k;
    unsigned        nesting = place->nesting;

    while (schema && schema->type == IG_VALUE_OBJECT) {
        const ig_value *ref = ig_value_get(schema, "$ref");
        if (!ref && !(k = ig_value_get(schema, "allOf")))
            break;
        if (place->nesting++ > DEEPEST)
            return igi_make_fail(maker, place, "the schema goes round in circles", IG_S(""));
        if (!igi_make_step(maker, place))
            return NULL;
        schema = ref ? follow(maker, schema, ref, place) : merge_all(maker, schema, k, place);
    }
    place->nesting = nesting;
    return schema;
}

bool igi_schema_is_null(const ig_value *schema)
{
    const ig_value *constant = ig_value_get(schema, "const");

    return igi_is(ig_value_str(ig_value_get(schema, "type")), "null") || (constant && constant->type == IG_VALUE_NULL);
}

/* Only looks at the first level: $ref, and alternatives that are all $refs or null. */
bool igi_schema_recurses(const igi_maker *maker, const ig_value *schema, const igi_place *place, unsigned n)
{
    const ig_value *ref = ig_value_get(schema, "$ref"), *list = ig_value_get(schema, "anyOf"), *target;
    unsigned        found = 0;

    if (!list)
        list = ig_value_get(schema, "oneOf");
    if (ref) {
        target = igi_schema_at(maker->root, ig_value_str(ref), maker->arena);
        for (const igi_entered *e = place->entered; e; e = e->up)
            found += e->target == target;
        return target && found >= n;
    }
    for (const ig_value *one = list ? list->child : NULL; one; one = one->next) {
        if (igi_schema_is_null(one))
            continue;
        if (!igi_schema_recurses(maker, one, place, n))
            return false;
        found++;
    }
    return found > 0;
}
