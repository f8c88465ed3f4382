/* Objects of one model as rows of a table for people.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_GRID_H
#define INGOT_GRID_H

#include <ingot/json.h>
#include "../model/model_int.h"

/* Set up by igi_grid_init; holds copies of what it shows. */
typedef struct igi_grid {
    const igi_plan *plan;
    uint32_t        columns[64]; /* indexes of the plan's slots */
    size_t          n_columns;
    ig_str         *cells; /* row by row */
    size_t          n_cells, cap_cells;
    ig_arena        arena;
} igi_grid;

/* Columns are the members that a language model fills in. false: out of memory. */
bool igi_grid_init(igi_grid *grid, const ig_model *model);
/* Adds a row. false: out of memory. */
bool igi_grid_add(igi_grid *grid, const void *object);
/* Prints heading and rows, cut to `width` columns of the screen (0 = no limit beyond that of each cell). */
void igi_grid_print(const igi_grid *grid, size_t width, FILE *out);
void igi_grid_fini(igi_grid *grid);

#endif
