/* Descriptors made ready for use: a plan is a model or view with every member's type resolved and checked.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_MODEL_INT_H
#define INGOT_MODEL_INT_H

#include <ingot/model.h>
#include "../base/base_int.h"

/* One member, resolved. */
typedef struct igi_slot {
    const ig_field *field;
    const char     *key;      /* its JSON key: alias or name */
    const char     *json_key; /* "key": with quotes and colon, escaped */
    uint32_t        key_bytes, json_key_bytes;
    uint32_t        offset;      /* in the struct */
    uint32_t        item_bytes;  /* of a list's item or a map's entry {ig_str key; T value} */
    uint32_t        index;       /* in the base model's fields: its bit in a set of fields */
    uint8_t         kind;        /* ig_kind of the value or of the items; never IG_KIND_REF */
    uint8_t         shape;       /* IG_SHAPE_* */
    bool            pointer;     /* IG_KIND_MODEL held as M * */
    bool            nullable;    /* null is a valid input */
    bool            required;    /* absent is an issue */
    bool            has_default; /* a literal default */
    bool            checked;     /* there are constraints beyond the type */
    bool            plain;       /* a bool, i64, f64 or str whose JSON form needs no conversion: no IG_ONE_OF, no
                                  validator that comes before */
    bool            range_only;  /* i64 whose only constraints are [min_i, max_i] */
    bool            relationship;
    bool            schema_hidden; /* not in the schema for an LLM, never taken from one: IG_SKIP_JSON_SCHEMA, a
                                      relationship, or a primary key with a default */
    int64_t         min_i, max_i;  /* inclusive bounds of an i64 */
    const ig_model *model;         /* IG_KIND_MODEL */
    const ig_enum  *enum_;         /* IG_KIND_ENUM */
} igi_slot;

typedef struct igi_plan {
    const ig_model        *model;
    const ig_model        *base;  /* the model itself, or what the view is of */
    const struct igi_plan *whole; /* the plan of base: slots[i] is field i */
    uint32_t               n;
    uint64_t               required, all; /* sets of field indexes */
    igi_slot               slots[];
} igi_plan;

/* The plan of a model or view, made and checked on first use, never freed. NULL: code and message are in err
 * (IG_E_MODEL or IG_E_NOMEM). Threads: any. */
const igi_plan *igi_plan_of(const ig_model *model, ig_error *err);

/* For a model that was put together at run time and dies before the program: gives back what its memo_ holds. */
void igi_plan_free(igi_plan *plan);

/* Size and alignment of one value of a kind (not opt, list or map), bytes. model only for IG_KIND_MODEL held by value. */
size_t igi_kind_size(ig_kind kind);
size_t igi_kind_align(ig_kind kind);
/* Where the value starts inside the kind's opt_ struct {bool has; T v}; 0 for the slices, whose null is p == NULL. */
size_t igi_opt_offset(ig_kind kind);

/* Sets every member of a zeroed object to its default: literal, factory, null or empty. Members whose bit is in `set`
 * are left alone. IG_OK or IG_E_NOMEM, or what a factory returned. */
ig_code igi_apply_defaults(const igi_plan *plan, void *object, uint64_t set, ig_arena *arena);

/* ---- checks --------------------------------------------------------------------------------------------------- */

enum { IGI_STRICT = 1, IGI_PYTHON_TEXTS = 2 };

/* Why a value was refused; everything in the arena or static. */
typedef struct igi_problem {
    const char *type;
    ig_str      msg; /* msg.p == NULL: out of memory while saying it */
    ig_json     ctx;
} igi_problem;

/* Fills a problem of a type whose text has no parameter ("missing", "string_type", ...) or whose one parameter is
 * `error` (the class name for model_type). Returns false. */
bool igi_refuse(igi_problem *problem, ig_arena *arena, const char *type, unsigned mode, const char *error);
/* The same for any other type: msg and ctx are in the arena; p == NULL in either means out of memory. */
bool igi_refuse_with(igi_problem *problem, const char *type, ig_str msg, ig_str ctx);
/* s as a JSON string with quotes; p == NULL when out of memory. */
ig_json igi_json_quote(ig_arena *arena, ig_str s);

/* The constraints of a member on one value (a list's and map's items have none of their own): bounds, lengths, pattern,
 * digits. value points at the plain type. true = fine. Order and texts as Pydantic's. */
bool igi_check_value(const igi_slot *slot, const void *value, unsigned mode, ig_arena *arena, igi_problem *problem);
/* What is wrong with the literals of a member's bounds and divisor, static; NULL = nothing. */
const char *igi_bounds_mistake(const igi_slot *slot);
/* min_length and max_length of a list or map with n items. */
bool igi_check_items(const igi_slot *slot, size_t n, unsigned mode, ig_arena *arena, igi_problem *problem);
/* Compiles a member's pattern once; IG_OK, IG_E_MODEL (message in err) or IG_E_NOMEM. */
ig_code igi_pattern_prepare(const ig_field *field, ig_error *err);

struct ig_check {
    ig_arena   *arena;
    void       *context;
    igi_problem problem; /* type != NULL once ig_check_fail was called */
};

#endif
