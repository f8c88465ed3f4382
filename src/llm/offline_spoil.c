/* Makes a valid value invalid in one place, the way language models do: a number out of bounds, a word that is not
 * in the list, a text too long, a field left out.
 * SPDX-License-Identifier: MIT */
#include "offline_int.h"

enum { BEYOND = 50, LONGEST = 10000, DEEPEST = 150 };

/* From the mistake that is easiest to see to the one that is always possible. */
typedef enum mistake { BOUND, NOT_IN_ENUM, LENGTH, MISSING, WRONG_TYPE, N_MISTAKES } mistake;

static const ig_value *spoil(igi_maker *maker, const ig_value *schema, const ig_value *v, mistake what, unsigned depth);

/* ---- scalars ---------------------------------------------------------------------------------------------------- */

static const ig_value *beyond(const ig_value *limit, int by, ig_arena *arena)
{
    char    text[IG_F64_TEXT];
    int64_t i;

    if (limit->type == IG_VALUE_INT && !__builtin_add_overflow(limit->i, by, &i))
        return igi_tree_int(arena, i);
    return igi_tree_number(arena, (ig_str){text, ig_f64_format(limit->f + by, text)});
}

static const ig_value *break_bound(igi_maker *maker, const ig_value *schema)
{
    static const struct {
        const char *keyword;
        int         by;
    } bounds[] = {
        {"maximum", BEYOND}, {"exclusiveMaximum", BEYOND}, {"minimum", -BEYOND}, {"exclusiveMinimum", -BEYOND}};

    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        const ig_value *limit = ig_value_get(schema, bounds[i].keyword);
        if (limit && igi_tree_is_number(limit))
            return beyond(limit, bounds[i].by, maker->arena);
    }
    return NULL;
}

static const ig_value *break_length(igi_maker *maker, const ig_value *schema)
{
    int64_t max = ig_value_i64(ig_value_get(schema, "maxLength"), INT64_MAX);
    char   *p = max < LONGEST ? igi_alloc(maker->arena, (size_t)max + 2, 1) : NULL;

    if (p) {
        memset(p, 'x', (size_t)max + 1);
        return igi_tree_str(maker->arena, (ig_str){p, (size_t)max + 1});
    }
    return ig_value_i64(ig_value_get(schema, "minLength"), 0) > 0 ? igi_tree_str(maker->arena, IG_S("")) : NULL;
}

static const ig_value *break_type(igi_maker *maker, const ig_value *v)
{
    switch (v->type) {
    case IG_VALUE_STRING:
        return igi_tree_int(maker->arena, 12345);
    case IG_VALUE_INT:
    case IG_VALUE_FLOAT:
    case IG_VALUE_TRUE:
    case IG_VALUE_FALSE:
        return igi_tree_str(maker->arena, IG_S("not sure"));
    default:
        return NULL;
    }
}

static const ig_value *spoil_scalar(igi_maker *maker, const ig_value *schema, const ig_value *v, mistake what)
{
    switch (what) {
    case BOUND:
        return break_bound(maker, schema);
    case NOT_IN_ENUM:
        return ig_value_get(schema, "enum") ? igi_tree_str(maker->arena, IG_S("none of these")) : NULL;
    case LENGTH:
        return v->type == IG_VALUE_STRING ? break_length(maker, schema) : NULL;
    case WRONG_TYPE:
        return break_type(maker, v);
    default:
        return NULL;
    }
}

/* ---- containers ------------------------------------------------------------------------------------------------- */

/* The container with one child replaced, or left out (instead == NULL). */
static const ig_value *replace(const ig_value *container, const ig_value *child, const ig_value *instead,
                               ig_arena *arena)
{
    ig_value *copy = igi_tree_new(arena, container->type), *last = NULL;

    for (const ig_value *one = copy ? container->child : NULL; one; one = one->next) {
        const ig_value *v = one == child ? instead : one;
        ig_value       *node = v ? igi_tree_ref(arena, v) : NULL;
        if (v && !node)
            return NULL;
        if (node)
            igi_tree_add(copy, &last, node, one->key);
    }
    return copy;
}

/* The first child that can be spoiled. An array's items are alike, so its first one is enough. */
static const ig_value *spoil_child(igi_maker *maker, const ig_value *schema, const ig_value *v, mistake what,
                                   unsigned depth)
{
    const ig_value *properties = ig_value_get(schema, "properties"), *items = ig_value_get(schema, "items");

    for (const ig_value *child = v->child; child; child = child->next) {
        const ig_value *its = v->type == IG_VALUE_ARRAY ? items : ig_value_get(properties, child->key.p);
        const ig_value *bad = its ? spoil(maker, its, child, what, depth) : NULL;
        if (bad)
            return replace(v, child, bad, maker->arena);
        if (v->type == IG_VALUE_ARRAY)
            break;
    }
    return NULL;
}

static const ig_value *leave_out(igi_maker *maker, const ig_value *schema, const ig_value *v)
{
    const ig_value *required = ig_value_get(schema, "required");

    for (const ig_value *child = required && v->n > 1 ? v->child : NULL; child; child = child->next)
        for (const ig_value *key = required->child; key; key = key->next)
            if (ig_str_eq(ig_value_str(key), child->key))
                return replace(v, child, NULL, maker->arena);
    return NULL;
}

/* What `schema` says beside a list of alternatives, with each of them in turn. */
static const ig_value *spoil_alternative(igi_maker *maker, const ig_value *list, const ig_value *v, mistake what,
                                         unsigned depth)
{
    const ig_value *bad = NULL;

    for (const ig_value *one = list->child; one && !bad; one = one->next)
        if (!igi_schema_is_null(one))
            bad = spoil(maker, one, v, what, depth);
    return bad;
}

static const ig_value *spoil(igi_maker *maker, const ig_value *schema, const ig_value *v, mistake what, unsigned depth)
{
    igi_place       place = {.pointer = IG_S("")};
    const ig_value *list, *bad;

    if (depth++ > DEEPEST) /* alternatives may lead back to themselves */
        return NULL;
    schema = igi_schema_flat(maker, schema, &place);
    if (!schema || schema->type != IG_VALUE_OBJECT)
        return NULL;
    list = ig_value_get(schema, "anyOf");
    if (list || (list = ig_value_get(schema, "oneOf")))
        return spoil_alternative(maker, list, v, what, depth);
    if (v->type != IG_VALUE_OBJECT && v->type != IG_VALUE_ARRAY)
        return spoil_scalar(maker, schema, v, what);
    bad = spoil_child(maker, schema, v, what, depth);
    return bad || what != MISSING ? bad : leave_out(maker, schema, v);
}

const ig_value *igi_spoil(igi_maker *maker, const ig_value *value)
{
    for (mistake what = BOUND; what < N_MISTAKES && !maker->arena->failed; what++) {
        const ig_value *bad = spoil(maker, maker->root, value, what, 0);
        if (bad && igi_schema_check(maker->root, maker->root, bad, maker->arena, NULL) == IG_E_INVALID)
            return bad;
    }
    return NULL;
}
