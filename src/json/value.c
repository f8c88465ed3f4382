/* Any JSON: text becomes a tree to look at, or the same text without white space.
 * SPDX-License-Identifier: MIT */
#include <ingot/json.h>
#include "json_int.h"
#include "lex.h"

/* What a lexer that stopped early means to the caller. */
static ig_code lex_error(const igi_lex *lex, ig_error *err)
{
    uint32_t line, column;

    igi_lex_place(lex->base, (size_t)(lex->end - lex->base), lex->error_at, &line, &column);
    igi_fail(err, IG_E_SYNTAX, "invalid JSON: %s at line %" PRIu32 " column %" PRIu32, lex->error, line, column);
    if (err) {
        err->line = line;
        err->column = column;
    }
    return IG_E_SYNTAX;
}

static ig_code check_size(ig_str text, const ig_limits *limits, ig_error *err)
{
    if (text.n > limits->max_json_bytes)
        return igi_fail(err, IG_E_LIMIT, "the JSON text is longer than %zu bytes", limits->max_json_bytes);
    return IG_OK;
}

/* ---- minify ------------------------------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

size_t igi_minify_known(ig_str text, char *dst)
{
    size_t n = 0;
    bool   in_string = false;

    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (in_string && c == '\\') {
            dst[n++] = c;
            c = text.p[++i];
        } else if (c == '"') {
            in_string = !in_string;
        } else if (!in_string && is_space(c)) {
            continue;
        }
        dst[n++] = c;
    }
    dst[n] = 0;
    return n;
}

ig_code ig_json_minify(ig_str text, const ig_limits *limits, ig_buf *out, ig_error *err)
{
    ig_limits resolved = ig_limits_resolve(limits);
    ig_code   code = check_size(text, &resolved, err);
    igi_lex   lex;
    igi_event event;
    char     *room;

    if (code)
        return code;
    igi_lex_init(&lex, text, true, resolved.max_depth);
    do {
        event = igi_lex_next(&lex);
    } while (event > IGI_END);
    if (event == IGI_ERROR)
        return lex_error(&lex, err);
    room = ig_buf_room(out, text.n);
    if (!room)
        return igi_fail(err, out->code, "%s", ig_code_text(out->code));
    out->n += igi_minify_known(text, room);
    return IG_OK;
}

/* ---- the tree ------------------------------------------------------------------------------------------------------ */

typedef struct tree_builder {
    igi_lex   lex;
    ig_arena *arena;
    ig_value *open[IGI_DEEPEST + 1]; /* containers from the outside in */
    ig_value *last[IGI_DEEPEST + 1]; /* the newest child of each */
    uint32_t  depth;
    ig_str    key;
    ig_value *root;
} tree_builder;

static bool decoded(tree_builder *t, ig_str *out)
{
    char *p = igi_alloc(t->arena, t->lex.token.n + 1, 1);

    if (!p)
        return false;
    *out = (ig_str){p, t->lex.token.n};
    if (t->lex.escaped)
        out->n = igi_lex_decode(t->lex.token, p);
    else if (out->n)
        memcpy(p, t->lex.token.p, out->n);
    p[out->n] = 0;
    return true;
}

static bool fill_value(tree_builder *t, igi_event event, ig_value *v)
{
    static const ig_value_type types[] = {
        [IGI_OBJECT] = IG_VALUE_OBJECT, [IGI_ARRAY] = IG_VALUE_ARRAY, [IGI_STRING] = IG_VALUE_STRING,
        [IGI_NUMBER] = IG_VALUE_FLOAT,  [IGI_TRUE] = IG_VALUE_TRUE,   [IGI_FALSE] = IG_VALUE_FALSE,
        [IGI_NULL] = IG_VALUE_NULL};

    v->type = types[event];
    if (event == IGI_STRING)
        return decoded(t, &v->text);
    if (event == IGI_NUMBER) {
        v->text = ig_arena_str(t->arena, t->lex.token);
        v->f = igi_f64_parse(t->lex.token.p, t->lex.token.n);
        if (t->lex.integral) {
            v->type = IG_VALUE_INT;
            v->i = t->lex.i;
        }
        return v->text.p != NULL;
    }
    return true;
}

/* Links a new value into the innermost container. */
static bool add_value(tree_builder *t, igi_event event)
{
    ig_value *v = ig_arena_zalloc(t->arena, sizeof *v);

    if (!v || !fill_value(t, event, v))
        return false;
    v->key = t->key;
    t->key.p = NULL;
    if (t->depth) {
        ig_value *parent = t->open[t->depth - 1];
        if (t->last[t->depth - 1])
            t->last[t->depth - 1]->next = v;
        else
            parent->child = v;
        t->last[t->depth - 1] = v;
        parent->n++;
    } else {
        t->root = v;
    }
    if (event == IGI_OBJECT || event == IGI_ARRAY) {
        t->open[t->depth] = v;
        t->last[t->depth++] = NULL;
    }
    return true;
}

static igi_event build(tree_builder *t)
{
    igi_event event;

    for (;;) {
        event = igi_lex_next(&t->lex);
        if (event == IGI_ERROR || event == IGI_END)
            return event;
        if (event == IGI_OBJECT_END || event == IGI_ARRAY_END)
            t->depth--;
        else if (!(event == IGI_KEY ? decoded(t, &t->key) : add_value(t, event)))
            return IGI_MORE;
    }
}

const ig_value *ig_value_parse(ig_str text, const ig_limits *limits, ig_arena *arena, ig_error *err)
{
    ig_limits     resolved = ig_limits_resolve(limits);
    tree_builder *t;
    igi_event     event;

    if (check_size(text, &resolved, err))
        return NULL;
    t = ig_arena_zalloc(arena, sizeof *t);
    if (!t) {
        igi_nomem(err);
        return NULL;
    }
    t->arena = arena;
    igi_lex_init(&t->lex, text, true, resolved.max_depth);
    event = build(t);
    if (event == IGI_END)
        return t->root;
    if (event == IGI_ERROR)
        lex_error(&t->lex, err);
    else
        igi_nomem(err);
    return NULL;
}

const ig_value *ig_value_get(const ig_value *v, const char *key)
{
    const ig_value *found = NULL;

    if (!v || v->type != IG_VALUE_OBJECT)
        return NULL;
    for (const ig_value *child = v->child; child; child = child->next) {
        if (igi_is(child->key, key))
            found = child;
    }
    return found;
}

const ig_value *ig_value_at(const ig_value *v, size_t i)
{
    const ig_value *child = v ? v->child : NULL;

    while (child && i--)
        child = child->next;
    return child;
}

ig_str ig_value_str(const ig_value *v)
{
    return v && v->type == IG_VALUE_STRING ? v->text : (ig_str){NULL, 0};
}

int64_t ig_value_i64(const ig_value *v, int64_t otherwise)
{
    return v && v->type == IG_VALUE_INT ? v->i : otherwise;
}

/* Depth is bounded by max_depth of the parser, at most IGI_DEEPEST. */
void ig_value_write(const ig_value *v, ig_buf *out)
{
    static const char *const words[] = {[IG_VALUE_NULL] = "null", [IG_VALUE_FALSE] = "false", [IG_VALUE_TRUE] = "true"};

    switch (v->type) {
    case IG_VALUE_STRING:
        ig_json_write_str(out, v->text);
        return;
    case IG_VALUE_INT:
    case IG_VALUE_FLOAT:
        ig_buf_add(out, v->text.p, v->text.n);
        return;
    case IG_VALUE_ARRAY:
    case IG_VALUE_OBJECT:
        break;
    default:
        ig_buf_str(out, words[v->type]);
        return;
    }
    ig_buf_char(out, v->type == IG_VALUE_OBJECT ? '{' : '[');
    for (const ig_value *child = v->child; child; child = child->next) {
        if (child != v->child)
            ig_buf_char(out, ',');
        if (v->type == IG_VALUE_OBJECT) {
            ig_json_write_str(out, child->key);
            ig_buf_char(out, ':');
        }
        ig_value_write(child, out);
    }
    ig_buf_char(out, v->type == IG_VALUE_OBJECT ? '}' : ']');
}
