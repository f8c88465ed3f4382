/* What the files of the schema writer share: the document being written, sorted objects, and the members' half.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_SCHEMA_INT_H
#define INGOT_SCHEMA_INT_H

#include <ingot/schema.h>
#include "../model/model_int.h"

/* ---- a JSON object whose keys come out sorted -------------------------------------------------------------------- */

enum { IGI_OBJECT_KEYS = 24 }; /* more than JSON Schema has keywords we use */

/* Collects values under keys in any order; closing it appends them sorted by key. `igi_object o = {0};` is ready. */
typedef struct igi_object {
    ig_buf   text; /* the values, one after the other */
    uint32_t n;
    struct {
        const char *key;
        size_t      begin; /* its value in text, up to the next one's begin */
    } keys[IGI_OBJECT_KEYS];
} igi_object;

/* Starts the value of a key (static, needs no escaping): write it to the buffer that is returned. */
ig_buf *igi_object_key(igi_object *object, const char *key);
/* A key with a text value; nothing when text is NULL. */
void igi_object_text(igi_object *object, const char *key, const char *text);
/* Appends the object to out (with the first failure of its values) and frees it. */
void igi_object_close(igi_object *object, ig_buf *out);
/* Appends a comma unless out ends in an opening bracket or brace. */
void igi_comma(ig_buf *out);

/* ---- the document ------------------------------------------------------------------------------------------------ */

/* One entry of $defs: a model or an enum; the other one is NULL. */
typedef struct igi_def {
    const char     *name;
    const igi_plan *plan;
    const ig_enum  *enum_;
} igi_def;

/* A document being written. The first failure sticks in code, with its message in err. */
typedef struct igi_schema {
    ig_schema_dialect dialect;
    igi_def          *defs; /* what the root refers to, directly or not */
    size_t            n_defs, cap_defs;
    ig_arena          scratch;
    ig_code           code;
    ig_error         *err;
} igi_schema;

/* Keeps the first failure. */
void igi_schema_fail(igi_schema *s, ig_code code, const char *format, ...) IG_PRINTF(3, 4);
/* Whether a member is in the document: language models never see schema_hidden ones; Pydantic's own schema has primary
 * keys all the same. */
bool igi_schema_shows(const igi_schema *s, const igi_slot *slot);
/* Appends the schema of one member (not its key). */
void igi_schema_member(igi_schema *s, const igi_plan *plan, const igi_slot *slot, ig_buf *out);
/* Appends the default of a member as JSON; nothing when the schema has none to show. */
void igi_schema_default(igi_schema *s, const igi_plan *plan, const igi_slot *slot, ig_buf *out);
/* Appends the title Pydantic makes of a key: "secret_name" -> "Secret Name". */
void igi_schema_title(const char *key, ig_buf *out);

/* ---- OpenAI's strict mode ---------------------------------------------------------------------------------------- */

static inline bool igi_is_strict(const igi_schema *s)
{
    return s->dialect == IG_SCHEMA_OPENAI_STRICT;
}
bool igi_strict_takes_format(const char *format);
bool igi_strict_takes_pattern(const char *pattern);
/* Appends a member's description with what strict mode has no keyword for put into words:
 * "The city. Default: \"Paris\". (minLength=2, maxLength=100)". format is the member's, or NULL. */
void igi_strict_description(igi_schema *s, const igi_plan *plan, const igi_slot *slot, const char *format, ig_buf *out);
/* Refuses what strict mode cannot say at all: maps, values of any type, and more than its limits. The tool's name is
 * that of the model after a prefix of so many bytes. */
void igi_strict_check(igi_schema *s, const char *name, size_t prefix_bytes);

#endif
