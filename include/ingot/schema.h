/* A model as JSON Schema, in the dialects that language models and web clients ask for.
 * SPDX-License-Identifier: MIT
 *
 * Relationships and members with IG_SKIP_JSON_SCHEMA are in no schema. The dialects of language models also leave out
 * primary keys with a default (a factory, or made by the database), which a model must not invent.
 */
#ifndef INGOT_SCHEMA_H
#define INGOT_SCHEMA_H

#include "json.h"

typedef enum ig_schema_dialect {
    IG_SCHEMA_PYDANTIC,      /* model_json_schema(): draft 2020-12, keys sorted except inside properties */
    IG_SCHEMA_OPENAI,        /* {"name","description","parameters"}: a tool for chat completions, as Instructor's */
    IG_SCHEMA_OPENAI_STRICT, /* the same with "strict": true and the schema narrowed to what strict mode takes: every
                                member required (those with a default may be null), what it has no keyword for told in
                                the descriptions */
    IG_SCHEMA_ANTHROPIC      /* {"name","description","input_schema"} */
} ig_schema_dialect;

/* Appends the schema of a model or view. The text is the same at every call, so that providers' prompt caches hit.
 *
 * @param model  a view has its own name and title, and its model's description if it has none
 * @param out    untouched unless IG_OK
 *
 * @return IG_OK       appended, as one line
 *         IG_E_MODEL  a mistake in the model, or something the dialect cannot say (a map, a value of any type or too long
 *                     a name in strict mode); err->msg names the field
 *         IG_E_NOMEM, IG_E_LIMIT (out is full)
 * Threads: any.
 * Source: pydantic 2.13 model_json_schema(); Instructor's openai_schema; OpenAI's "Structured outputs". */
IG_API IG_MUST_USE ig_code ig_schema_write(const ig_model *model, ig_schema_dialect dialect, ig_buf *out,
                                           ig_error *err);
/* The same for a JSON array of the model, as Instructor wraps List[Hero]: an object IterableHero whose one member,
 * `tasks`, is the list. */
IG_API IG_MUST_USE ig_code ig_schema_write_list(const ig_model *model, ig_schema_dialect dialect, ig_buf *out,
                                                ig_error *err);

#endif
