/* A small JSON Schema validator: everything the sample generator makes passes through it before it is sent.
 * SPDX-License-Identifier: MIT
 *
 * Draft 2020-12 without what cannot be made here (contains, dependent*, unevaluated*, $dynamicRef): such a keyword
 * fails, so that nothing is ever claimed to be valid unchecked. */
#include <math.h>
#include "offline_int.h"

enum { DEEPEST = 200, MAX_STEPS = 2000000, PATH_BYTES = 160 };

/* The way from the whole value to a part of it. */
typedef struct step {
    const struct step *up;
    ig_str             key; /* p == NULL: index */
    size_t             index;
} step;

typedef struct checker {
    const ig_value *root;
    ig_arena       *arena;
    ig_error       *err;
    ig_code         code;  /* the failure to report in the end */
    unsigned        quiet; /* > 0 within alternatives, where a failure is no error yet */
    unsigned        depth;
    uint32_t        steps;
} checker;

static bool check(checker *c, const ig_value *schema, const ig_value *v, const step *way);

size_t igi_utf8_length(ig_str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
    return n;
}

long double igi_number_of(const ig_value *v)
{
    return v->type == IG_VALUE_INT ? (long double)v->i : (long double)v->f;
}

/* ---- failures --------------------------------------------------------------------------------------------------- */

static size_t print_path(const step *way, char *out, size_t room)
{
    size_t n = way->up ? print_path(way->up, out, room) : 0;
    int    more = 0;

    if (way->up && n < room)
        more = way->key.p ? snprintf(out + n, room - n, "/%.*s", (int)way->key.n, way->key.p)
                          : snprintf(out + n, room - n, "/%zu", way->index);
    return n + (more > 0 ? (size_t)more : 0);
}

static bool fail(checker *c, const step *way, const char *reason, ig_str detail)
{
    char path[PATH_BYTES] = "";

    if (c->quiet || c->code)
        return false;
    print_path(way, path, sizeof path);
    c->code = igi_fail(c->err, IG_E_INVALID, "%s%s%s%.*s", path, path[0] ? ": " : "", reason, (int)detail.n, detail.p);
    return false;
}

/* For what is wrong with the schema, whatever the value is: an error also within alternatives. */
static bool fail_always(checker *c, const step *way, const char *reason, ig_str detail)
{
    unsigned quiet = c->quiet;

    c->quiet = 0;
    fail(c, way, reason, detail);
    c->quiet = quiet;
    return false;
}

static bool fail_nomem(checker *c)
{
    c->code = igi_nomem(c->err);
    return false;
}

/* Tries a schema without reporting. Out of memory is reported all the same. */
static bool holds(checker *c, const ig_value *schema, const ig_value *v, const step *way)
{
    bool ok;

    c->quiet++;
    ok = check(c, schema, v, way);
    c->quiet--;
    return ok;
}

/* ---- references ------------------------------------------------------------------------------------------------- */

/* One part of a JSON pointer: ~1 is '/', ~0 is '~', %24 is '$'. */
static ig_str unescape(ig_str part, ig_arena *arena)
{
    char  *p = igi_alloc(arena, part.n + 1, 1);
    size_t n = 0;

    if (!p)
        return (ig_str){NULL, 0};
    for (size_t i = 0; i < part.n; i++) {
        char c = part.p[i];
        if (c == '~' && i + 1 < part.n) {
            c = part.p[++i] == '1' ? '/' : '~';
        } else if (c == '%' && i + 2 < part.n) {
            static const char digits[] = "0123456789abcdef";
            const char       *high = strchr(digits, part.p[i + 1] | 32), *low = strchr(digits, part.p[i + 2] | 32);
            if (high && low && *high && *low) {
                c = (char)((high - digits) * 16 + (low - digits));
                i += 2;
            }
        }
        p[n++] = c;
    }
    p[n] = 0;
    return (ig_str){p, n};
}

/* A member by name, an item by number. */
static const ig_value *child_of(const ig_value *v, ig_str name)
{
    size_t index = 0;

    if (v->type != IG_VALUE_ARRAY)
        return ig_value_get(v, name.p);
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] < '0' || name.p[i] > '9' || i > 8)
            return NULL;
        index = index * 10 + (size_t)(name.p[i] - '0');
    }
    return name.n ? ig_value_at(v, index) : NULL;
}

const ig_value *igi_schema_at(const ig_value *root, ig_str ref, ig_arena *arena)
{
    const ig_value *v = root;
    size_t          i = 1;

    if (ref.n == 0 || ref.p[0] != '#' || (ref.n > 1 && ref.p[1] != '/'))
        return NULL;
    while (v && i < ref.n) {
        const char *slash = memchr(ref.p + i + 1, '/', ref.n - i - 1);
        size_t      end = slash ? (size_t)(slash - ref.p) : ref.n;
        ig_str      name = unescape((ig_str){ref.p + i + 1, end - i - 1}, arena);
        v = name.p ? child_of(v, name) : NULL;
        i = end;
    }
    return v;
}

static bool check_ref(checker *c, const ig_value *ref, const ig_value *v, const step *way)
{
    const ig_value *target = igi_schema_at(c->root, ig_value_str(ref), c->arena);

    if (c->arena->failed)
        return fail_nomem(c);
    return target ? check(c, target, v, way) : fail(c, way, "there is nothing at $ref ", ig_value_str(ref));
}

/* ---- keywords for every type ------------------------------------------------------------------------------------ */

static bool is_of_type(const ig_value *v, ig_str type)
{
    switch (v->type) {
    case IG_VALUE_NULL:
        return igi_is(type, "null");
    case IG_VALUE_FALSE:
    case IG_VALUE_TRUE:
        return igi_is(type, "boolean");
    case IG_VALUE_STRING:
        return igi_is(type, "string");
    case IG_VALUE_ARRAY:
        return igi_is(type, "array");
    case IG_VALUE_OBJECT:
        return igi_is(type, "object");
    default:
        return igi_is(type, "number") || (igi_is(type, "integer") && igi_tree_is_integral(v));
    }
}

static bool check_type(checker *c, const ig_value *type, const ig_value *v, const step *way)
{
    if (type->type != IG_VALUE_ARRAY)
        return is_of_type(v, ig_value_str(type)) || fail(c, way, "the type must be ", ig_value_str(type));
    for (const ig_value *one = type->child; one; one = one->next)
        if (is_of_type(v, ig_value_str(one)))
            return true;
    return fail(c, way, "the type is not one of those allowed", IG_S(""));
}

static bool is_in(const ig_value *list, const ig_value *v)
{
    for (const ig_value *one = list->child; one; one = one->next)
        if (igi_tree_equal(one, v))
            return true;
    return false;
}

/* anyOf, oneOf */
static bool check_alternatives(checker *c, const ig_value *list, bool only_one, const ig_value *v, const step *way)
{
    size_t n = 0;

    for (const ig_value *one = list->child; one && (only_one || n == 0); one = one->next)
        n += holds(c, one, v, way);
    if (c->code)
        return false;
    if (n == 0)
        return fail(c, way, "no alternative of anyOf or oneOf fits", IG_S(""));
    return n == 1 || fail(c, way, "more than one alternative of oneOf fits", IG_S(""));
}

static bool check_logic(checker *c, const ig_value *schema, const ig_value *v, const step *way)
{
    const ig_value *k;

    if ((k = ig_value_get(schema, "$ref")) && !check_ref(c, k, v, way))
        return false;
    if ((k = ig_value_get(schema, "allOf")))
        for (const ig_value *one = k->child; one; one = one->next)
            if (!check(c, one, v, way))
                return false;
    if ((k = ig_value_get(schema, "anyOf")) && !check_alternatives(c, k, false, v, way))
        return false;
    if ((k = ig_value_get(schema, "oneOf")) && !check_alternatives(c, k, true, v, way))
        return false;
    if ((k = ig_value_get(schema, "not")) && holds(c, k, v, way))
        return fail(c, way, "it fits what `not` excludes", IG_S(""));
    if ((k = ig_value_get(schema, "if"))) {
        k = ig_value_get(schema, holds(c, k, v, way) ? "then" : "else");
        return !k || check(c, k, v, way);
    }
    return true;
}

/* ---- keywords for one type -------------------------------------------------------------------------------------- */

static bool check_multiple(const ig_value *v, const ig_value *of)
{
    double quotient;

    if (v->type == IG_VALUE_INT && of->type == IG_VALUE_INT)
        return of->i == 0 || of->i == -1 || v->i % of->i == 0;
    quotient = v->f / of->f;
    return of->f == 0 || trunc(quotient) == quotient; /* as other validators do, with the error of doubles */
}

static bool check_number(checker *c, const ig_value *schema, const ig_value *v, const step *way)
{
    const ig_value *k;
    long double     n = igi_number_of(v);

    if ((k = ig_value_get(schema, "minimum")) && igi_tree_is_number(k) && n < igi_number_of(k))
        return fail(c, way, "it is below minimum ", k->text);
    if ((k = ig_value_get(schema, "exclusiveMinimum")) && igi_tree_is_number(k) && n <= igi_number_of(k))
        return fail(c, way, "it is not above exclusiveMinimum ", k->text);
    if ((k = ig_value_get(schema, "maximum")) && igi_tree_is_number(k) && n > igi_number_of(k))
        return fail(c, way, "it is above maximum ", k->text);
    if ((k = ig_value_get(schema, "exclusiveMaximum")) && igi_tree_is_number(k) && n >= igi_number_of(k))
        return fail(c, way, "it is not below exclusiveMaximum ", k->text);
    if ((k = ig_value_get(schema, "multipleOf")) && igi_tree_is_number(k) && !check_multiple(v, k))
        return fail(c, way, "it is not a multiple of ", k->text);
    return true;
}

static bool check_string(checker *c, const ig_value *schema, const ig_value *v, const step *way)
{
    const ig_value *k;
    ig_error        why = {0};
    bool            matches = false;
    ig_code         code;
    int64_t         n = (int64_t)igi_utf8_length(v->text);

    if (n < ig_value_i64(ig_value_get(schema, "minLength"), 0))
        return fail(c, way, "it is shorter than minLength ", ig_value_get(schema, "minLength")->text);
    if (n > ig_value_i64(ig_value_get(schema, "maxLength"), INT64_MAX))
        return fail(c, way, "it is longer than maxLength ", ig_value_get(schema, "maxLength")->text);
    if ((k = ig_value_get(schema, "pattern")) && k->type == IG_VALUE_STRING) {
        code = igi_regex_matches(k->text, v->text, &matches, &why);
        if (code == IG_E_NOMEM)
            return fail_nomem(c);
        if (code)
            return fail(c, way, "", igi_str(why.msg));
        if (!matches)
            return fail(c, way, "it does not match pattern ", k->text);
    }
    if ((k = ig_value_get(schema, "format")) && !igi_format_holds(ig_value_str(k), v->text))
        return fail(c, way, "it does not have the format ", ig_value_str(k));
    return true;
}

static bool all_differ(const ig_value *array)
{
    for (const ig_value *a = array->child; a; a = a->next)
        for (const ig_value *b = a->next; b; b = b->next)
            if (igi_tree_equal(a, b))
                return false;
    return true;
}

static bool check_array(checker *c, const ig_value *schema, const ig_value *v, const step *way)
{
    const ig_value *items = ig_value_get(schema, "items"), *prefix = ig_value_get(schema, "prefixItems"), *k;
    const ig_value *first = prefix ? prefix->child : NULL;
    step            here = {.up = way};

    if (v->n < ig_value_i64(ig_value_get(schema, "minItems"), 0))
        return fail(c, way, "it has fewer items than minItems ", ig_value_get(schema, "minItems")->text);
    if (v->n > ig_value_i64(ig_value_get(schema, "maxItems"), INT64_MAX))
        return fail(c, way, "it has more items than maxItems ", ig_value_get(schema, "maxItems")->text);
    for (const ig_value *item = v->child; item; item = item->next, here.index++) {
        const ig_value *its = first ? first : items;
        if (its && !check(c, its, item, &here))
            return false;
        first = first ? first->next : NULL;
    }
    k = ig_value_get(schema, "uniqueItems");
    return !(k && k->type == IG_VALUE_TRUE) || all_differ(v) || fail(c, way, "its items are not unique", IG_S(""));
}

/* The schemas that apply to one member: its own, those of matching patterns, else additionalProperties. */
static bool check_member(checker *c, const ig_value *schema, const ig_value *member, const step *way)
{
    const ig_value *own = ig_value_get(ig_value_get(schema, "properties"), member->key.p);
    const ig_value *patterns = ig_value_get(schema, "patternProperties"), *more;
    bool            known = own != NULL, matches;

    if (own && !check(c, own, member, way))
        return false;
    for (const ig_value *one = patterns ? patterns->child : NULL; one; one = one->next) {
        ig_code code = igi_regex_matches(one->key, member->key, &matches, NULL);
        if (code == IG_E_NOMEM)
            return fail_nomem(c);
        if (code || !matches)
            continue;
        known = true;
        if (!check(c, one, member, way))
            return false;
    }
    more = ig_value_get(schema, "additionalProperties");
    return known || !more || check(c, more, member, way);
}

static bool check_object(checker *c, const ig_value *schema, const ig_value *v, const step *way)
{
    const ig_value *required = ig_value_get(schema, "required"), *names = ig_value_get(schema, "propertyNames");

    for (const ig_value *key = required ? required->child : NULL; key; key = key->next)
        if (key->type == IG_VALUE_STRING && !ig_value_get(v, key->text.p))
            return fail(c, way, "it lacks ", key->text);
    if (v->n < ig_value_i64(ig_value_get(schema, "minProperties"), 0))
        return fail(c, way, "it has fewer members than minProperties", IG_S(""));
    if (v->n > ig_value_i64(ig_value_get(schema, "maxProperties"), INT64_MAX))
        return fail(c, way, "it has more members than maxProperties", IG_S(""));
    for (const ig_value *member = v->child; member; member = member->next) {
        step     here = {.up = way, .key = member->key};
        ig_value name = {.type = IG_VALUE_STRING, .text = member->key};
        if (names && !check(c, names, &name, &here))
            return false;
        if (!check_member(c, schema, member, &here))
            return false;
    }
    return true;
}

/* ---- all together ----------------------------------------------------------------------------------------------- */

static bool knows_all(checker *c, const ig_value *schema, const step *way)
{
    static const char *const unknown[] = {"contains",     "dependentRequired", "dependentSchemas",
                                          "dependencies", "unevaluatedItems",  "unevaluatedProperties",
                                          "$dynamicRef",  "$recursiveRef"};

    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        if (ig_value_get(schema, unknown[i]))
            return fail_always(c, way, "the sample generator does not know the keyword ", igi_str(unknown[i]));
    return true;
}

static bool check_keywords(checker *c, const ig_value *schema, const ig_value *v, const step *way)
{
    const ig_value *k;

    if (!knows_all(c, schema, way) || !check_logic(c, schema, v, way))
        return false;
    if ((k = ig_value_get(schema, "type")) && !check_type(c, k, v, way))
        return false;
    if ((k = ig_value_get(schema, "const")) && !igi_tree_equal(k, v))
        return fail(c, way, "it is not the constant that is required", IG_S(""));
    if ((k = ig_value_get(schema, "enum")) && !is_in(k, v))
        return fail(c, way, "it is not in enum", IG_S(""));
    switch (v->type) {
    case IG_VALUE_INT:
    case IG_VALUE_FLOAT:
        return check_number(c, schema, v, way);
    case IG_VALUE_STRING:
        return check_string(c, schema, v, way);
    case IG_VALUE_ARRAY:
        return check_array(c, schema, v, way);
    case IG_VALUE_OBJECT:
        return check_object(c, schema, v, way);
    default:
        return true;
    }
}

static bool check(checker *c, const ig_value *schema, const ig_value *v, const step *way)
{
    bool ok;

    if (c->code)
        return false;
    if (schema->type != IG_VALUE_OBJECT)
        return schema->type == IG_VALUE_TRUE || fail(c, way, "the schema allows no value", IG_S(""));
    if (c->depth >= DEEPEST || c->steps++ >= MAX_STEPS)
        return fail_always(c, way, "the schema is too deep or too large", IG_S(""));
    c->depth++;
    ok = check_keywords(c, schema, v, way);
    c->depth--;
    return ok;
}

ig_code igi_schema_check(const ig_value *root, const ig_value *schema, const ig_value *value, ig_arena *arena,
                         ig_error *err)
{
    checker    c = {.root = root, .arena = arena, .err = err};
    const step whole = {.up = NULL};

    return check(&c, schema, value, &whole) ? IG_OK : c.code;
}
