/* JSON in and out: text becomes checked structs, structs become text, and any JSON can be looked at as a tree.
 * SPDX-License-Identifier: MIT
 *
 *   bytes -> lexer -> binder -> struct in an arena, or a list of issues        ig_json_read, ig_reader_*
 *   struct -> writer -> bytes                                                  ig_json_write
 *
 * Values are checked while they are read, the way Pydantic 2.13 does: same conversions, same issues, same order.
 */
#ifndef INGOT_JSON_H
#define INGOT_JSON_H

#include "model.h"

/* How to read. All zero = Pydantic's lax JSON mode. */
typedef struct ig_read_opts {
    bool             strict;       /* no conversions: "12" is not an integer */
    bool             python_texts; /* issue texts of Pydantic's Python mode, as FastAPI's 422 answers have them */
    bool             from_llm; /* members that are not in the schema for an LLM are skipped even if they were sent */
    const ig_limits *limits;   /* borrowed; NULL for the defaults */
    void            *context;  /* handed to validators: ig_check_context() */
} ig_read_opts;

/* Reads one object of a model from JSON text and checks it.
 *
 * @param model  the model or view; members that a view leaves out keep their defaults and are ignored in the input
 * @param text   borrowed; UTF-8, at most max_json_bytes
 * @param opts   NULL for the defaults
 * @param arena  everything the object points to is copied into it, and the issues of a failure
 * @param out    model->size bytes, e.g. a Hero; untouched unless IG_OK
 * @param err    NULL or the caller's
 *
 * @return IG_OK         every member is valid
 *         IG_E_INVALID  err->issues lists what is wrong, in declaration order
 *         IG_E_SYNTAX   not JSON: err->line, err->column, and one issue of type json_invalid
 *         IG_E_LIMIT    deeper, longer or larger than the limits
 *         IG_E_MODEL, IG_E_NOMEM
 * Cost: one pass over the text. Threads: any; one call per arena at a time.
 * Source: pydantic-core 2.13 model_validate_json(); table models are validated too. */
IG_API IG_MUST_USE ig_code ig_json_read(const ig_model *model, ig_str text, const ig_read_opts *opts, ig_arena *arena,
                                        void *out, ig_error *err);
/* The same for a JSON array of objects. */
IG_API IG_MUST_USE ig_code ig_json_read_list(const ig_model *model, ig_str text, const ig_read_opts *opts,
                                             ig_arena *arena, ig_list *out, ig_error *err);

/* ig_read(Hero, text, NULL, &arena, &hero, &err): ig_json_read with the type of the output checked. */
#define ig_read(M, text, opts, arena, out, err) \
    ig_json_read(&M##_model, (text), (opts), (arena), IG_PTR_(M, out), (err))

/* ---- reading text that arrives in pieces --------------------------------------------------------------------- */

/* A read that is fed. Lives in the arena it was opened with; nothing to close. Threads: one at a time. */
typedef struct ig_reader ig_reader;

/* As ig_json_read (or, with `list`, ig_json_read_list); opts and its limits are borrowed until the last call.
 * NULL when out of memory or the model has a mistake (the code is in err). */
IG_API ig_reader *ig_reader_open(const ig_model *model, bool list, const ig_read_opts *opts, ig_arena *arena,
                                 ig_error *err);
/* Takes the next n bytes (any number, also in the middle of a character); copied. Fails at once on bad JSON or a limit,
 * with the codes of ig_json_read; issues of values are reported by ig_reader_finish. The first failure sticks. */
IG_API IG_MUST_USE ig_code ig_reader_feed(ig_reader *reader, const void *bytes, size_t n, ig_error *err);
/* Says that the text is complete and gives the value: out as in ig_json_read, or an ig_list. */
IG_API IG_MUST_USE ig_code ig_reader_finish(ig_reader *reader, void *out, ig_error *err);

/* The value so far, between two feeds: members that are complete, the text in progress as far as it has come, defaults
 * for the rest (a factory runs once for the whole read). Of the type that ig_reader_finish gives; valid until the next
 * call. NULL when out of memory. Members are converted and checked when they are complete, so a look before that shows a
 * number, date or enum as absent. Cost: the depth of the place reached, and each byte of text once, however often it is
 * called. */
IG_API const void *ig_reader_partial(ig_reader *reader);
/* The members of the root object that are complete: bit i is field i of the model (of a view: of its base). Absent and
 * null differ here. */
IG_API uint64_t ig_reader_fields(const ig_reader *reader);
/* Issues found so far; ig_reader_finish will report them. More than 0 means that the value can no longer be valid. */
IG_API uint32_t ig_reader_issues(const ig_reader *reader);

/* ---- writing ------------------------------------------------------------------------------------------------- */

/* How to write. All zero = model_dump_json(by_alias=True): one line, declaration order, relationships left out. */
typedef struct ig_write_opts {
    bool     exclude_none;
    uint32_t indent; /* spaces per level; 0 = one line */
} ig_write_opts;

/* Appends one object as JSON text. Failures stick in out->code. The model must have passed ig_model_check (reading or
 * any other use does that); if it has a mistake nothing is written and out->code is IG_E_MODEL.
 * Source: pydantic model_dump_json(): decimals as strings, NaN and infinities as null. */
IG_API void ig_json_write(const ig_model *model, const void *object, const ig_write_opts *opts, ig_buf *out);
/* Appends s as a JSON string with quotes; bytes that are not UTF-8 become U+FFFD. */
IG_API void ig_json_write_str(ig_buf *out, ig_str s);
/* Appends one member's value (not its key); field must be one of model's. */
IG_API void ig_json_write_member(const ig_model *model, const ig_field *field, const void *object, ig_buf *out);

/* ---- any JSON ------------------------------------------------------------------------------------------------ */

/* Checks text and appends it to out without needless white space; numbers and escapes are kept as they were written.
 * NaN and Infinity are refused (RFC 8259). Returns IG_OK, IG_E_SYNTAX (line and column in err), IG_E_LIMIT, IG_E_NOMEM. */
IG_API IG_MUST_USE ig_code ig_json_minify(ig_str text, const ig_limits *limits, ig_buf *out, ig_error *err);

typedef enum ig_value_type {
    IG_VALUE_NULL,
    IG_VALUE_FALSE,
    IG_VALUE_TRUE,
    IG_VALUE_INT,
    IG_VALUE_FLOAT,
    IG_VALUE_STRING,
    IG_VALUE_ARRAY,
    IG_VALUE_OBJECT
} ig_value_type;

/* One node of parsed JSON. Children are a linked list in input order. */
typedef struct ig_value {
    ig_value_type          type;
    ig_str                 key;  /* in an object; key.p == NULL elsewhere */
    ig_str                 text; /* string: decoded; number: as written; NUL-terminated copies in the arena */
    int64_t                i;    /* IG_VALUE_INT that fits; a larger one has type IG_VALUE_FLOAT */
    double                 f;    /* any number */
    uint32_t               n;    /* children */
    const struct ig_value *child, *next;
} ig_value;

/* Parses text into arena. NULL on failure (codes as ig_json_minify in err). Of equal keys the last wins. */
IG_API const ig_value *ig_value_parse(ig_str text, const ig_limits *limits, ig_arena *arena, ig_error *err);
/* The member with this key; NULL when v is NULL, no object, or has none. So look-ups can be chained. */
IG_API const ig_value *ig_value_get(const ig_value *v, const char *key);
/* Item number i of an array (or i-th member of an object); NULL when there is none or v is NULL. */
IG_API const ig_value *ig_value_at(const ig_value *v, size_t i);
/* The text of a string; {NULL, 0} for anything else or NULL. */
IG_API ig_str ig_value_str(const ig_value *v);
/* The integer, or `otherwise` for anything else or NULL. */
IG_API int64_t ig_value_i64(const ig_value *v, int64_t otherwise);
/* Appends the value as minified JSON. */
IG_API void ig_value_write(const ig_value *v, ig_buf *out);

/* ---- issues as text ------------------------------------------------------------------------------------------ */

/* Appends [{"type":..,"loc":[..],"msg":..,"input":..,"ctx":{..}}, ...]: the body of FastAPI's "detail". */
IG_API void ig_issues_json(const ig_error *err, ig_buf *out);
/* Appends str(ValidationError): "2 validation errors for Hero\nname\n  Field required [type=missing, ...]". With url,
 * each issue is followed by Pydantic's "For further information visit ..." line, byte for byte as Python prints it. */
IG_API void ig_issues_text(const ig_error *err, bool url, ig_buf *out);

/* Prints the error for a person: the message, or Pydantic's text when there are issues. err may be NULL.
 * Returns 1, so that main() can `return ig_error_print(&err, stderr);`. The only function of the library that prints,
 * and only to the stream it is given. */
IG_API int ig_error_print(const ig_error *err, FILE *out);

#endif
