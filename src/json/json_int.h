/* What the parts to the right of json share of it beyond the public header.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_JSON_INT_H
#define INGOT_JSON_INT_H

#include <ingot/json.h>
#include "../model/model_int.h"

/* Copies JSON text that is known to be valid to dst (at least text.n + 1 bytes) without white space between tokens,
 * NUL-terminated; gives its length. */
size_t igi_minify_known(ig_str text, char *dst);

/* Reads one member of an object from JSON text, as trusted data (a database column): no constraints, no validators.
 * Codes as ig_json_read. */
ig_code igi_member_read(const igi_slot *slot, ig_str text, ig_arena *arena, void *object, ig_error *err);

/* Reads {"<key>": [object, ...], ...} into a list; locs of issues start with the key. title names the whole in errors.
 * Codes as ig_json_read. */
ig_code igi_json_read_wrapped_list(const ig_model *model, const char *title, const char *key, ig_str text,
                                   const ig_read_opts *opts, ig_arena *arena, ig_list *out, ig_error *err);

/* Appends one value of a slot (any shape) as JSON. */
void igi_write_slot(const igi_slot *slot, const void *member, const ig_write_opts *opts, uint32_t level, ig_buf *out);

#endif
