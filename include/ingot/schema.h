/* A model as JSON Schema, in the dialects that language models and web clients ask for.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_SCHEMA_H
#define INGOT_SCHEMA_H

#include "json.h"

typedef enum ig_schema_dialect {
    IG_SCHEMA_PYDANTIC,      /* model_json_schema(): draft 2020-12, keys sorted except inside properties */
    IG_SCHEMA_OPENAI,        /* {"name","description","parameters"}: a tool for chat completions */
    IG_SCHEMA_OPENAI_STRICT, /* the same with "strict": true and the schema narrowed to what strict mode takes */
    IG_SCHEMA_ANTHROPIC      /* {"name","description","input_schema"} */
} ig_schema_dialect;

/* Appends the schema of a model or view. Members hidden from language models (IG_SKIP_JSON_SCHEMA) and relationships
 * are left out. The text is the same at every call, so that providers' prompt caches hit.
 * Returns IG_OK, IG_E_MODEL (a mistake in the model, or something the dialect cannot say; err->msg names the field) or
 * IG_E_NOMEM. Threads: any.
 * Source: pydantic 2.13 model_json_schema(); Instructor's openai_schema. */
IG_API IG_MUST_USE ig_code ig_schema_write(const ig_model *model, ig_schema_dialect dialect, ig_buf *out, ig_error *err);
/* The same for a JSON array of the model, as Instructor wraps List[Hero]: an object IterableHero with a member `tasks`. */
IG_API IG_MUST_USE ig_code ig_schema_write_list(const ig_model *model, ig_schema_dialect dialect, ig_buf *out,
                                                ig_error *err);

#endif
