/* The objects a session has loaded, found by primary key: the same key always gives the same object.
 * SPDX-License-Identifier: MIT
 *
 * A hash table of open addressing with linear probing, at most three quarters full. */
#include <stdlib.h>
#include "sql_int.h"

/* ---- keys -------------------------------------------------------------------------------------------------------- */

/* The bytes that make two key members equal; `own` holds them when the struct has padding or more than the value. */
typedef struct part {
    const void *p;
    size_t      n;
    char        own[16];
} part;

static void get_part(const igi_column *column, const char *member, part *out)
{
    const void         *value = member + column->value_at;
    const ig_timeofday *time = value;
    const ig_datetime  *moment = value;

    out->p = out->own;
    if (column->null == IGI_NULL_POINTER) { /* the slices */
        out->p = ((const ig_str *)value)->p;
        out->n = out->p ? ((const ig_str *)value)->n : 0;
    } else if (column->slot->kind == IG_KIND_TIME) {
        memcpy(out->own, &time->us, 8);
        memcpy(out->own + 8, &time->offset_s, 4);
        out->own[12] = time->aware;
        out->n = 13;
    } else if (column->slot->kind == IG_KIND_DATETIME) {
        memcpy(out->own, &moment->us, 8);
        out->own[8] = moment->aware;
        out->n = 9;
    } else {
        out->p = value;
        out->n = igi_kind_size(column->slot->kind);
    }
}

const char *igi_key_member(const igi_table *table, const void *key, uint32_t i)
{
    return table->n_keys == 1 ? key : (const char *)key + table->keys[i]->slot->offset;
}

bool igi_key_make(const igi_table *table, const void *key, ig_arena *arena, igi_key *out)
{
    part   parts[64]; /* as many as a model has fields */
    size_t n = 0;
    char  *p;

    for (uint32_t i = 0; i < table->n_keys; i++) {
        get_part(table->keys[i], igi_key_member(table, key, i), &parts[i]);
        n += sizeof(size_t) + parts[i].n;
    }
    p = igi_alloc(arena, n, 1);
    if (!p)
        return false;
    *out = (igi_key){table, p, n};
    for (uint32_t i = 0; i < table->n_keys; i++) {
        memcpy(p, &parts[i].n, sizeof(size_t)); /* the length first, so that ("a", "bc") is not ("ab", "c") */
        p += sizeof(size_t);
        if (parts[i].n)
            memcpy(p, parts[i].p, parts[i].n);
        p += parts[i].n;
    }
    return true;
}

/* FNV-1a over table and bytes. */
static uint64_t hash_key(const igi_key *key)
{
    uint64_t hash = (UINT64_C(14695981039346656037) ^ key->table->index) * UINT64_C(1099511628211);

    for (size_t i = 0; i < key->n; i++)
        hash = (hash ^ (unsigned char)key->p[i]) * UINT64_C(1099511628211);
    return hash;
}

static bool same_key(const igi_key *a, const igi_key *b)
{
    return a->table == b->table && a->n == b->n && memcmp(a->p, b->p, a->n) == 0;
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

/* The place of the key, or the free one where it belongs. */
static igi_identity *find_place(const igi_identities *map, const igi_key *key, uint64_t hash)
{
    size_t i = hash & (map->cap - 1);

    while (map->places[i].object && !(map->places[i].hash == hash && same_key(&map->places[i].key, key)))
        i = (i + 1) & (map->cap - 1);
    return &map->places[i];
}

void *igi_identities_get(const igi_identities *map, const igi_key *key)
{
    return map->n ? find_place(map, key, hash_key(key))->object : NULL;
}

static bool grow(igi_identities *map)
{
    igi_identities bigger = {.n = map->n, .cap = map->cap ? map->cap * 2 : 16};

    bigger.places = calloc(bigger.cap, sizeof *bigger.places);
    if (!bigger.places)
        return false;
    for (size_t i = 0; i < map->cap; i++) {
        const igi_identity *place = &map->places[i];
        if (place->object)
            *find_place(&bigger, &place->key, place->hash) = *place;
    }
    free(map->places);
    *map = bigger;
    return true;
}

bool igi_identities_add(igi_identities *map, const igi_key *key, void *object)
{
    uint64_t hash = hash_key(key);

    if ((map->n + 1) * 4 > map->cap * 3 && !grow(map))
        return false;
    *find_place(map, key, hash) = (igi_identity){hash, *key, object};
    map->n++;
    return true;
}

void igi_identities_clear(igi_identities *map)
{
    if (map->n)
        memset(map->places, 0, map->cap * sizeof *map->places);
    map->n = 0;
}

void igi_identities_fini(igi_identities *map)
{
    free(map->places);
    *map = (igi_identities){0};
}
