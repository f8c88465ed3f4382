/* Ingot: one C model is your table, your JSON Schema, your validated answer from a language model, your API.
 * SPDX-License-Identifier: MIT
 *
 * This includes everything. Read base.h and model.h first.
 */
#ifndef INGOT_H
#define INGOT_H
#include "base.h"
#include "model.h"
#include "json.h"
#include "schema.h"
#include "sql.h"
#include "llm.h"
#include "app.h"
#endif
