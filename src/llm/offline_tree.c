/* Values under construction: nodes of ig_value made in an arena, and their comparison.
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include "offline_int.h"

ig_value *igi_tree_new(ig_arena *arena, ig_value_type type)
{
    ig_value *v = ig_arena_zalloc(arena, sizeof *v);

    if (v)
        v->type = type;
    return v;
}

ig_value *igi_tree_str(ig_arena *arena, ig_str text)
{
    ig_value *v = igi_tree_new(arena, IG_VALUE_STRING);
    ig_str    copy = ig_arena_str(arena, text);

    if (!v || !copy.p)
        return NULL;
    v->text = copy;
    return v;
}

ig_value *igi_tree_int(ig_arena *arena, int64_t i)
{
    ig_value *v = igi_tree_new(arena, IG_VALUE_INT);
    ig_str    text = ig_arena_printf(arena, "%" PRId64, i);

    if (!v || !text.p)
        return NULL;
    v->text = text;
    v->i = i;
    v->f = (double)i;
    return v;
}

ig_value *igi_tree_number(ig_arena *arena, ig_str text)
{
    ig_value *v = igi_tree_str(arena, text);

    if (v) {
        v->type = IG_VALUE_FLOAT;
        v->f = igi_f64_parse(v->text.p, v->text.n);
    }
    return v;
}

ig_value *igi_tree_ref(ig_arena *arena, const ig_value *v)
{
    ig_value *copy = igi_tree_new(arena, IG_VALUE_NULL);

    if (copy) {
        *copy = *v;
        copy->key = (ig_str){NULL, 0};
        copy->next = NULL;
    }
    return copy;
}

void igi_tree_add(ig_value *parent, ig_value **last, ig_value *child, ig_str key)
{
    child->key = key;
    if (*last)
        (*last)->next = child;
    else
        parent->child = child;
    *last = child;
    parent->n++;
}

bool igi_tree_is_number(const ig_value *v)
{
    return v->type == IG_VALUE_INT || v->type == IG_VALUE_FLOAT;
}

bool igi_tree_is_integral(const ig_value *v)
{
    return v->type == IG_VALUE_INT || (v->type == IG_VALUE_FLOAT && isfinite(v->f) && trunc(v->f) == v->f);
}

static const ig_value *member(const ig_value *object, ig_str key)
{
    const ig_value *found = NULL;

    for (const ig_value *m = object->child; m; m = m->next)
        if (ig_str_eq(m->key, key))
            found = m;
    return found;
}

/* Depth is bounded by the parser for what was read and by the generator for what was made. */
bool igi_tree_equal(const ig_value *a, const ig_value *b)
{
    const ig_value *x, *y;

    if (igi_tree_is_number(a) && igi_tree_is_number(b))
        return a->type == IG_VALUE_INT && b->type == IG_VALUE_INT ? a->i == b->i : a->f == b->f;
    if (a->type != b->type || a->n != b->n)
        return false;
    if (a->type == IG_VALUE_STRING)
        return ig_str_eq(a->text, b->text);
    for (x = a->child, y = b->child; x && y; x = x->next, y = y->next) {
        const ig_value *other = a->type == IG_VALUE_OBJECT ? member(b, x->key) : y;
        if (!other || !igi_tree_equal(x, other))
            return false;
    }
    return true;
}
