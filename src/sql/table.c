/* Model in, table out: its columns, its primary key, and the text of the statements that rows go through.
 * SPDX-License-Identifier: MIT */
#include "sql_int.h"

void igi_add_escaped(ig_buf *out, const char *text, char quote)
{
    for (; *text; text++) {
        if (*text == quote)
            ig_buf_char(out, quote);
        ig_buf_char(out, *text);
    }
}

void igi_add_identifier(ig_buf *out, const char *name)
{
    ig_buf_char(out, '"');
    igi_add_escaped(out, name, '"');
    ig_buf_char(out, '"');
}

/* ---- columns ----------------------------------------------------------------------------------------------------- */

static bool is_slice(uint8_t kind)
{
    return kind == IG_KIND_STR || kind == IG_KIND_BYTES || kind == IG_KIND_JSON || kind == IG_KIND_DECIMAL;
}

/* "team.id" -> team, id. The column has no dot, the table may. */
static ig_code split_foreign_key(igi_table *table, igi_column *column, ig_error *err)
{
    const char *text = column->slot->field->foreign_key_;
    const char *dot;

    if (!text)
        return IG_OK;
    dot = strrchr(text, '.');
    if (!dot || dot == text || !dot[1])
        return igi_fail(err, IG_E_MODEL, "%s.%s: IG_FOREIGN_KEY(\"%s\") must be \"table.column\"", table->model->name,
                        column->name, text);
    column->ref_table = ig_arena_str(&table->arena, (ig_str){text, (size_t)(dot - text)}).p;
    column->ref_column = dot + 1;
    return column->ref_table ? IG_OK : igi_nomem(err);
}

static ig_code make_column(igi_table *table, const igi_slot *slot, igi_column *column, ig_error *err)
{
    bool one = slot->shape == IG_SHAPE_ONE || slot->shape == IG_SHAPE_OPT;

    column->slot = slot;
    column->name = slot->field->name;
    column->key = slot->field->primary_key_;
    column->json = !one || slot->kind == IG_KIND_MODEL || slot->kind == IG_KIND_JSON;
    if (!one || slot->kind == IG_KIND_MODEL || is_slice(slot->kind)) {
        column->null = IGI_NULL_POINTER;
    } else if (slot->shape == IG_SHAPE_OPT) {
        column->null = IGI_NULL_FLAG;
        column->value_at = (uint8_t)igi_opt_offset(slot->kind);
    }
    if (column->key && column->json)
        return igi_fail(err, IG_E_MODEL, "%s.%s: a primary key must be a single value", table->model->name,
                        column->name);
    return split_foreign_key(table, column, err);
}

static ig_code make_columns(igi_table *table, const igi_plan *plan, ig_error *err)
{
    ig_code code = IG_OK;

    table->columns = ig_arena_zalloc(&table->arena, plan->n * sizeof *table->columns);
    table->keys = ig_arena_zalloc(&table->arena, plan->n * sizeof *table->keys);
    if (!table->columns || !table->keys)
        return igi_nomem(err);
    for (uint32_t i = 0; !code && i < plan->n; i++) {
        igi_column *column = &table->columns[table->n_columns];
        if (plan->slots[i].relationship)
            continue;
        code = make_column(table, &plan->slots[i], column, err);
        table->n_columns++;
        if (column->key)
            table->keys[table->n_keys++] = column;
    }
    if (!code && !table->n_keys)
        code = igi_fail(err, IG_E_MODEL, "%s: a table needs a primary key, give one member IG_PRIMARY_KEY",
                        table->model->name);
    return code;
}

/* With a column type of its own, SQLite would no longer make the key; with a foreign key, it must not. */
static bool is_generated(const igi_table *table)
{
    const igi_column *key = table->keys[0];

    return table->n_keys == 1 && key->slot->kind == IG_KIND_I64 && !key->ref_table && !key->slot->field->column_type_;
}

/* ---- statements -------------------------------------------------------------------------------------------------- */

static void add_columns(ig_buf *out, const igi_table *table)
{
    for (uint32_t i = 0; i < table->n_columns; i++) {
        if (i)
            ig_buf_str(out, ", ");
        igi_add_identifier(out, table->columns[i].name);
    }
}

static void add_keys(ig_buf *out, const igi_table *table, const char *between, bool placeholders)
{
    for (uint32_t i = 0; i < table->n_keys; i++) {
        if (i)
            ig_buf_str(out, between);
        igi_add_identifier(out, table->keys[i]->name);
        if (placeholders)
            ig_buf_printf(out, " = $%u", i + 1);
    }
}

static void add_statement(ig_buf *out, const igi_table *table, int which)
{
    if (which == IGI_INSERT) {
        ig_buf_str(out, "INSERT INTO ");
        igi_add_identifier(out, table->name);
        ig_buf_str(out, " (");
        add_columns(out, table);
        ig_buf_str(out, ") VALUES (");
        for (uint32_t i = 0; i < table->n_columns; i++)
            ig_buf_printf(out, "%s$%u", i ? ", " : "", i + 1);
        ig_buf_char(out, ')');
        return;
    }
    ig_buf_str(out, "SELECT ");
    if (which == IGI_COUNT)
        ig_buf_str(out, "count(*)");
    else
        add_columns(out, table);
    ig_buf_str(out, " FROM ");
    igi_add_identifier(out, table->name);
    if (which == IGI_GET) {
        ig_buf_str(out, " WHERE ");
        add_keys(out, table, " AND ", true);
    } else if (which == IGI_LIST) {
        ig_buf_str(out, " ORDER BY ");
        add_keys(out, table, ", ", false);
        ig_buf_str(out, " LIMIT $1 OFFSET $2");
    }
}

static ig_code make_statements(igi_table *table, ig_error *err)
{
    ig_buf  text = {0};
    ig_code code = IG_OK;

    for (int which = 0; !code && which < IGI_N_STATEMENTS; which++) {
        ig_buf_reset(&text);
        add_statement(&text, table, which);
        if (!text.code)
            table->sql[which] = ig_arena_str(&table->arena, (ig_str){text.p, text.n}).p;
        if (!table->sql[which])
            code = igi_nomem(err);
    }
    ig_buf_fini(&text);
    return code;
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

static ig_code make_table(igi_table *table, const igi_plan *plan, ig_error *err)
{
    ig_code code;

    table->model = plan->model;
    table->name = plan->model->table_;
    if (!table->name || !*table->name)
        return igi_fail(err, IG_E_MODEL, "%s: is no table, give it IG_TABLE(\"...\")", plan->model->name);
    code = make_columns(table, plan, err);
    if (code)
        return code;
    table->generated = is_generated(table);
    return make_statements(table, err);
}

igi_table *igi_table_open(const ig_model *model, ig_error *err)
{
    const igi_plan *plan = igi_plan_of(model->base_ ? model->base_ : model, err);
    ig_arena        arena = {0};
    igi_table      *table;

    if (!plan)
        return NULL;
    table = ig_arena_zalloc(&arena, sizeof *table);
    if (!table) {
        igi_nomem(err);
        return NULL;
    }
    table->arena = arena;
    if (make_table(table, plan, err)) {
        igi_table_close(table);
        return NULL;
    }
    return table;
}

void igi_table_close(igi_table *table)
{
    ig_arena arena;

    if (!table)
        return;
    arena = table->arena; /* the table itself lies in it */
    ig_arena_fini(&arena);
}

/* ---- order ------------------------------------------------------------------------------------------------------- */

static bool refers_to(const igi_table *table, const igi_table *other)
{
    for (uint32_t i = 0; i < table->n_columns; i++) {
        const char *name = table->columns[i].ref_table;
        if (name && strcmp(name, other->name) == 0)
            return true;
    }
    return false;
}

/* Whether tables[at] refers to one that is still to come. */
static bool must_wait(const igi_table **tables, uint32_t n, uint32_t from, uint32_t at)
{
    for (uint32_t i = from; i < n; i++) {
        if (i != at && refers_to(tables[at], tables[i]))
            return true;
    }
    return false;
}

void igi_order_tables(const igi_table **tables, uint32_t n)
{
    for (uint32_t done = 0; done < n; done++) {
        const igi_table *chosen;
        uint32_t         at = done;

        while (at < n && must_wait(tables, n, done, at))
            at++;
        if (at == n)
            at = done;
        chosen = tables[at];
        memmove(&tables[done + 1], &tables[done], (at - done) * sizeof *tables);
        tables[done] = chosen;
    }
}
