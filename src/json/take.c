/* One scalar token becomes one value of a member: the cases that need a conversion, a validator or an issue.
 * SPDX-License-Identifier: MIT */
#include "convert.h"
#include "take.h"

bool igi_take_text(igi_binder *b, ig_str *out)
{
    const igi_lex *lex = &b->lex;
    char          *p;

    if (lex->token.n > b->limits.max_string_bytes) {
        igi_bind_fail(b, IG_E_LIMIT, "a string is longer than %zu bytes (max_string_bytes)",
                      b->limits.max_string_bytes);
        return false;
    }
    if (!lex->escaped) {
        p = igi_take_copy(b, lex->token.p, lex->token.n);
        *out = (ig_str){p, lex->token.n};
    } else {
        p = igi_alloc(b->arena, lex->token.n + 1, 1);
        *out = (ig_str){p, 0};
        if (p) {
            out->n = igi_lex_decode(lex->token, p);
            p[out->n] = 0;
        }
    }
    if (!p)
        igi_bind_nomem(b);
    return p != NULL;
}

void igi_take_report(igi_binder *b, const igi_problem *problem, size_t from)
{
    igi_found_add(b, problem, from, (size_t)(b->lex.p - b->lex.base), true);
}

static unsigned mode_of(const igi_binder *b, const igi_slot *slot)
{
    return b->mode | (slot->field && slot->field->strict_ ? IGI_STRICT : 0u);
}

void igi_take_validator(igi_binder *b, const igi_slot *slot, char *member, size_t from)
{
    ig_check check = {.arena = b->arena, .context = b->opts->context};
    ig_code  code = slot->field->validator_(&check, member);

    if (check.problem.type)
        igi_take_report(b, &check.problem, from);
    else if (code)
        igi_bind_fail(b, code, "the validator of %s failed", slot->field->name);
}

bool igi_take_converted(igi_binder *b, const igi_slot *slot, igi_event event, char *value)
{
    static const ig_value_type types[] = {
        [IGI_STRING] = IG_VALUE_STRING,  [IGI_NUMBER] = IG_VALUE_FLOAT, [IGI_TRUE] = IG_VALUE_TRUE,
        [IGI_FALSE] = IG_VALUE_FALSE,    [IGI_NULL] = IG_VALUE_NULL,    [IGI_OBJECT_END] = IG_VALUE_OBJECT,
        [IGI_ARRAY_END] = IG_VALUE_ARRAY};
    igi_scalar  in = {.type = types[event]};
    igi_problem problem;

    if (event == IGI_STRING && !igi_take_text(b, &in.text))
        return false;
    if (event == IGI_NUMBER) {
        in.text = b->lex.token;
        if (!memchr(in.text.p, '.', in.text.n) && !memchr(in.text.p, 'e', in.text.n) &&
            !memchr(in.text.p, 'E', in.text.n) && in.text.p[in.text.n - 1] <= '9')
            in.type = IG_VALUE_INT;
    }
    if (igi_convert(slot, &in, mode_of(b, slot), b->arena, value, &problem))
        return true;
    igi_take_report(b, &problem, b->lex.value_at);
    return false;
}

void igi_take_wrong_model(igi_binder *b, const igi_slot *slot, size_t from)
{
    igi_problem problem;
    igi_refuse(&problem, b->arena, "model_type", b->mode, slot->model->name);
    igi_take_report(b, &problem, from);
}

void igi_take_wrong_container(igi_binder *b, const igi_slot *slot, size_t from)
{
    igi_problem problem;
    igi_refuse(&problem, b->arena, slot->shape == IG_SHAPE_MAP ? "dict_type" : "list_type", b->mode, NULL);
    igi_take_report(b, &problem, from);
}
