/* One scalar token becomes one value of a member: the quick cases inline, the rest in take.c.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_TAKE_H
#define INGOT_TAKE_H

#include "bind.h"

/* The decoded text of the current string or key token, copied, NUL-terminated. false: the binder has failed. */
bool igi_take_text(igi_binder *b, ig_str *out);
/* Records a problem with the value that starts at `from` and has just been read. */
void igi_take_report(igi_binder *b, const igi_problem *problem, size_t from);
/* Runs the validator of the user's own on a member that is set. */
void igi_take_validator(igi_binder *b, const igi_slot *slot, char *member, size_t from);
/* What needs more than a look at the token: another JSON type than the member's, dates, decimals, enums, ... After the
 * end of an array or object, which no scalar is made of, value may be NULL. true = *value is set. */
bool igi_take_converted(igi_binder *b, const igi_slot *slot, igi_event event, char *value);
/* Not an object where one is wanted; not an array or object where a list or map is wanted. */
void igi_take_wrong_model(igi_binder *b, const igi_slot *slot, size_t from);
void igi_take_wrong_container(igi_binder *b, const igi_slot *slot, size_t from);

/* A NUL-terminated copy. Short texts are copied in blocks of 16 where both sides have room. */
static inline char *igi_take_copy(igi_binder *b, const char *p, size_t n)
{
    char *dst = igi_alloc(b->arena, n + 17, 1);

    if (!dst)
        return NULL;
    b->arena->p = dst + n + 1; /* the rest was only room to move */
    if (n <= 64 && (size_t)(b->lex.end - p) >= n + 16) {
        for (size_t i = 0; i < n; i += 16)
            memcpy(dst + i, p + i, 16);
    } else {
        memcpy(dst, p, n);
    }
    dst[n] = 0;
    return dst;
}

/* One scalar into the plain type at `value`; true = set. */
static inline bool igi_take_scalar(igi_binder *b, const igi_slot *slot, igi_event event, char *value)
{
    if (slot->plain) {
        if (event == IGI_STRING && slot->kind == IG_KIND_STR)
            return igi_take_text(b, (ig_str *)(void *)value);
        if (event == IGI_NUMBER && slot->kind == IG_KIND_I64 && b->lex.integral) {
            *(int64_t *)(void *)value = b->lex.i;
            return true;
        }
        if (event == IGI_NUMBER && slot->kind == IG_KIND_F64 && b->lex.token.p[b->lex.token.n - 1] <= '9') {
            *(double *)(void *)value = igi_f64_parse(b->lex.token.p, b->lex.token.n);
            return true;
        }
        if (slot->kind == IG_KIND_BOOL && (event == IGI_TRUE || event == IGI_FALSE)) {
            *(bool *)value = event == IGI_TRUE;
            return true;
        }
    }
    if (slot->kind == IG_KIND_JSON) {
        size_t n = (size_t)(b->lex.p - b->lex.base) - b->lex.value_at;
        char  *p = igi_take_copy(b, b->lex.base + b->lex.value_at, n);
        *(ig_json *)(void *)value = (ig_json){p, n};
        return p || igi_bind_nomem(b) != IGI_ERROR;
    }
    return igi_take_converted(b, slot, event, value);
}

/* The constraints and the validator of a member that has just been set. */
static inline void igi_take_check(igi_binder *b, const igi_slot *slot, const char *value, char *member, size_t from)
{
    igi_problem problem;

    if (slot->range_only) {
        int64_t v = *(const int64_t *)(const void *)value;
        if (v < slot->min_i || v > slot->max_i) {
            igi_check_value(slot, value, b->mode, b->arena, &problem);
            igi_take_report(b, &problem, from);
            return;
        }
    } else if (slot->checked && !igi_check_value(slot, value, b->mode, b->arena, &problem)) {
        igi_take_report(b, &problem, from);
        return;
    }
    if (slot->field->validator_)
        igi_take_validator(b, slot, member, from);
}

#endif
