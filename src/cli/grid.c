/* Prints objects as a table: structs in, aligned columns out, safe for a terminal whatever the values hold.
 * SPDX-License-Identifier: MIT */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include "grid.h"

enum { WIDEST_CELL = 40, NARROWEST_CELL = 6, GAP = 2 };

/* ---- text on a screen -------------------------------------------------------------------------------------------- */

/* The code point at the start of text (UTF-8, not empty) and its length in bytes; a broken one is one '?'. */
static wchar_t code_point(ig_str text, size_t *n)
{
    const unsigned char *u = (const unsigned char *)text.p;
    size_t               length = u[0] < 0x80 ? 1 : u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;
    uint32_t             c = length == 1 ? u[0] : u[0] & (0x7fu >> length);

    if (length > text.n) {
        *n = 1;
        return L'?';
    }
    for (size_t i = 1; i < length; i++)
        c = c << 6 | (u[i] & 0x3fu);
    *n = length;
    return (wchar_t)c;
}

/* How many bytes of text fit into `most` columns; *width is how many columns they take. */
static size_t fit(ig_str text, size_t most, size_t *width)
{
    size_t i = 0, n = 0, taken = 0;

    for (; i < text.n; i += n) {
        int    w = wcwidth(code_point((ig_str){text.p + i, text.n - i}, &n));
        size_t columns = w < 0 ? 1 : (size_t)w;
        if (taken + columns > most)
            break;
        taken += columns;
    }
    *width = taken;
    return i;
}

static void print_cell(ig_str text, size_t width, bool right, bool last, FILE *out)
{
    size_t      taken, n = fit(text, width, &taken);
    const char *more = "";

    if (n < text.n) {
        n = fit(text, width - 1, &taken);
        taken++;
        more = "\xe2\x80\xa6";
    }
    if (right)
        fprintf(out, "%*s", (int)(width - taken), "");
    fprintf(out, "%.*s%s", (int)n, text.p, more);
    if (!right && !last)
        fprintf(out, "%*s", (int)(width - taken), "");
    fputs(last ? "\n" : "  ", out);
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

bool igi_grid_init(igi_grid *grid, const ig_model *model)
{
    *grid = (igi_grid){.plan = igi_plan_of(model, NULL)};
    if (!grid->plan)
        return false;
    for (uint32_t i = 0; i < grid->plan->n; i++) {
        const igi_slot *slot = &grid->plan->slots[i];
        if (!slot->schema_hidden && !slot->field->exclude_)
            grid->columns[grid->n_columns++] = i;
    }
    return true;
}

/* JSON text as a person reads it: null is nothing, text has no quotes. Other escapes stay, so that no control character
 * reaches the terminal; DEL and the C1 controls, which JSON does not escape, become '?'. */
static ig_str cell_of(ig_str text, ig_arena *arena)
{
    bool   quoted = text.n >= 2 && text.p[0] == '"';
    size_t end = quoted ? text.n - 1 : text.n, n = 0;
    char  *out;

    if (igi_is(text, "null"))
        return (ig_str){"", 0};
    out = ig_arena_alloc(arena, text.n + 1, 1);
    for (size_t i = quoted; out && i < end; i++) {
        unsigned char c = (unsigned char)text.p[i], next = (unsigned char)(i + 1 < end ? text.p[i + 1] : 0);
        bool          c1 = c == 0xc2 && next >= 0x80 && next <= 0x9f;
        bool          escaped = quoted && c == '\\' && (next == '"' || next == '\\');
        if (c1 || escaped)
            i++;
        out[n++] = c1 || c == 0x7f ? '?' : text.p[i];
    }
    return (ig_str){out, n};
}

static bool reserve(igi_grid *grid)
{
    size_t  cap = grid->cap_cells ? grid->cap_cells * 2 : 16 * grid->n_columns;
    ig_str *cells;

    if (grid->n_cells + grid->n_columns <= grid->cap_cells)
        return true;
    cells = realloc(grid->cells, cap * sizeof *cells);
    if (!cells)
        return false;
    grid->cells = cells;
    grid->cap_cells = cap;
    return true;
}

bool igi_grid_add(igi_grid *grid, const void *object)
{
    ig_buf text = {0};

    if (!reserve(grid))
        return false;
    for (size_t i = 0; i < grid->n_columns; i++) {
        ig_str *cell = &grid->cells[grid->n_cells + i];
        ig_buf_reset(&text);
        ig_json_write_member(grid->plan->base, grid->plan->slots[grid->columns[i]].field, object, &text);
        *cell = text.code ? (ig_str){0} : cell_of((ig_str){text.p, text.n}, &grid->arena);
        if (!cell->p) {
            ig_buf_fini(&text);
            return false;
        }
    }
    ig_buf_fini(&text);
    grid->n_cells += grid->n_columns;
    return true;
}

/* ---- printing ---------------------------------------------------------------------------------------------------- */

static const igi_slot *slot_of(const igi_grid *grid, size_t column)
{
    return &grid->plan->slots[grid->columns[column]];
}

static bool is_right_aligned(const igi_slot *slot)
{
    return slot->shape <= IG_SHAPE_OPT &&
           (slot->kind == IG_KIND_I64 || slot->kind == IG_KIND_F64 || slot->kind == IG_KIND_DECIMAL);
}

/* Each column as wide as its widest cell, then the widest ones narrowed until all fit. */
static void find_widths(const igi_grid *grid, size_t screen, size_t *widths)
{
    size_t total = 0, width;

    for (size_t c = 0; c < grid->n_columns; c++) {
        fit(igi_str(slot_of(grid, c)->key), WIDEST_CELL, &widths[c]);
        for (size_t i = c; i < grid->n_cells; i += grid->n_columns) {
            fit(grid->cells[i], WIDEST_CELL, &width);
            widths[c] = width > widths[c] ? width : widths[c];
        }
        total += widths[c] + GAP;
    }
    while (screen && total > screen + GAP) {
        size_t widest = 0;
        for (size_t c = 1; c < grid->n_columns; c++)
            widest = widths[c] > widths[widest] ? c : widest;
        if (widths[widest] <= NARROWEST_CELL)
            break;
        widths[widest]--;
        total--;
    }
}

static void print_rule(const size_t *widths, size_t n, FILE *out)
{
    for (size_t c = 0; c < n; c++) {
        for (size_t i = 0; i < widths[c]; i++)
            fputc('-', out);
        fputs(c + 1 < n ? "  " : "\n", out);
    }
}

static void print_all(const igi_grid *grid, size_t width, FILE *out)
{
    size_t widths[64], last = grid->n_columns - 1;

    find_widths(grid, width, widths);
    for (size_t c = 0; c <= last; c++)
        print_cell(igi_str(slot_of(grid, c)->key), widths[c], is_right_aligned(slot_of(grid, c)), c == last, out);
    print_rule(widths, grid->n_columns, out);
    for (size_t i = 0; i < grid->n_cells; i++) {
        size_t c = i % grid->n_columns;
        print_cell(grid->cells[i], widths[c], is_right_aligned(slot_of(grid, c)), c == last, out);
    }
}

/* Widths on a screen are a matter of the locale; this one knows all of Unicode and is part of glibc. */
void igi_grid_print(const igi_grid *grid, size_t width, FILE *out)
{
    locale_t unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = unicode ? uselocale(unicode) : (locale_t)0;

    if (grid->n_columns > 0)
        print_all(grid, width, out);
    if (unicode) {
        uselocale(before);
        freelocale(unicode);
    }
}

void igi_grid_fini(igi_grid *grid)
{
    free(grid->cells);
    ig_arena_fini(&grid->arena);
}
