/* Default values: fills the members of an object that the input did not mention.
 * SPDX-License-Identifier: MIT */
#include "model_int.h"

/* A text literal (already known to fit the kind, or refused here) as a value. */
static ig_code default_from_text(const igi_slot *slot, ig_str text, void *value)
{
    char        buf[160];
    const char *error;
    bool        ok = true;

    switch (slot->kind) {
    case IG_KIND_UUID:
        ok = igi_uuid_parse(text, value, buf, &error);
        break;
    case IG_KIND_DATE:
        ok = igi_date_parse(text, value, &error);
        break;
    case IG_KIND_TIME:
        ok = igi_time_parse(text, value, &error);
        break;
    case IG_KIND_DATETIME:
        ok = igi_datetime_parse(text, value, &error);
        break;
    case IG_KIND_DURATION:
        ok = igi_duration_parse(text, value, &error);
        break;
    default: /* text, bytes, json and decimals share one layout; the literal lives for ever */
        *(ig_str *)value = text;
    }
    return ok ? IG_OK : IG_E_MODEL;
}

static ig_code default_decimal(const ig_literal *literal, ig_str *value, ig_arena *arena)
{
    char text[IG_F64_TEXT];

    if (literal->is == IG_LITERAL_REAL)
        *value = ig_arena_str(arena, (ig_str){text, ig_f64_format(literal->f, text)});
    else
        *value = ig_arena_printf(arena, "%" PRId64, literal->i);
    return value->p ? IG_OK : IG_E_NOMEM;
}

static ig_code apply_literal(const igi_slot *slot, void *value, ig_arena *arena)
{
    const ig_literal *literal = &slot->field->default_;

    switch (slot->kind) {
    case IG_KIND_BOOL:
        *(bool *)value = literal->i != 0;
        return IG_OK;
    case IG_KIND_I64:
        *(int64_t *)value = literal->i;
        return IG_OK;
    case IG_KIND_F64:
        *(double *)value = literal->is == IG_LITERAL_REAL ? literal->f : (double)literal->i;
        return IG_OK;
    case IG_KIND_ENUM:
        *(unsigned *)value = (unsigned)literal->i;
        return IG_OK;
    case IG_KIND_DECIMAL:
        if (literal->is != IG_LITERAL_TEXT)
            return default_decimal(literal, value, arena);
        break;
    default:
        break;
    }
    return default_from_text(slot, igi_str(literal->s), value);
}

static ig_code apply_default(const igi_slot *slot, char *member, ig_arena *arena)
{
    char   *value = member;
    ig_code code;

    if (!slot->has_default && !slot->field->factory_)
        return IG_OK;
    if (slot->shape == IG_SHAPE_OPT)
        value += igi_opt_offset(slot->kind);
    code = slot->has_default ? apply_literal(slot, value, arena) : slot->field->factory_(value, arena);
    if (!code && value != member)
        *(bool *)member = true;
    return code;
}

ig_code igi_apply_defaults(const igi_plan *plan, void *object, uint64_t set, ig_arena *arena)
{
    ig_code code = IG_OK;

    for (uint32_t i = 0; !code && i < plan->n; i++) {
        if (!(set >> plan->slots[i].index & 1))
            code = apply_default(&plan->slots[i], (char *)object + plan->slots[i].offset, arena);
    }
    return code;
}
