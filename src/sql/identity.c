/* The objects a session has loaded, found by primary key: the same key always gives the same object.
 * SPDX-License-Identifier: MIT
 *
 * Open addressing with linear probing, at most three quarters full. Keys are compared where they lie in the objects. */
#include <stdlib.h>
#include "sql_int.h"

/* The bytes that make two key members equal; `own` holds them when the struct has padding or more than the value. */
typedef struct key_bytes {
    const void *p;
    size_t      n;
    char        own[16];
} key_bytes;

static void get_bytes(const igi_column *column, const char *member, key_bytes *out)
{
    const void         *value = member + column->value_at;
    const ig_timeofday *time = value;
    const ig_datetime  *moment = value;

    if (column->null == IGI_NULL_POINTER) { /* the slices */
        out->p = ((const ig_str *)value)->p;
        out->n = ((const ig_str *)value)->n;
        return;
    }
    out->p = out->own;
    switch (column->slot->kind) {
    case IG_KIND_TIME:
        memcpy(out->own, &time->us, 8);
        memcpy(out->own + 8, &time->offset_s, 4);
        out->own[12] = time->aware;
        out->n = 13;
        return;
    case IG_KIND_DATETIME:
        memcpy(out->own, &moment->us, 8);
        out->own[8] = moment->aware;
        out->n = 9;
        return;
    default:
        out->p = value;
        out->n = igi_kind_size(column->slot->kind);
    }
}

const char *igi_key_member(const igi_key *key, uint32_t i)
{
    return key->whole ? key->at + key->table->keys[i]->slot->offset : key->at;
}

/* FNV-1a over table and members. */
static uint64_t hash_key(const igi_key *key)
{
    uint64_t hash = (UINT64_C(14695981039346656037) ^ key->table->index) * UINT64_C(1099511628211);

    for (uint32_t i = 0; i < key->table->n_keys; i++) {
        key_bytes bytes;
        get_bytes(key->table->keys[i], igi_key_member(key, i), &bytes);
        for (size_t k = 0; k < bytes.n; k++)
            hash = (hash ^ ((const unsigned char *)bytes.p)[k]) * UINT64_C(1099511628211);
    }
    return hash;
}

static bool same_key(const igi_key *a, const igi_key *b)
{
    if (a->table != b->table)
        return false;
    for (uint32_t i = 0; i < a->table->n_keys; i++) {
        key_bytes x, y;
        get_bytes(a->table->keys[i], igi_key_member(a, i), &x);
        get_bytes(b->table->keys[i], igi_key_member(b, i), &y);
        if (x.n != y.n || (x.n && memcmp(x.p, y.p, x.n) != 0))
            return false;
    }
    return true;
}

/* The place of the key, or the free one where it belongs. */
static igi_identity *find_place(const igi_identities *map, const igi_key *key, uint64_t hash)
{
    size_t i = hash & (map->cap - 1);

    while (map->places[i].key.at && !(map->places[i].hash == hash && same_key(&map->places[i].key, key)))
        i = (i + 1) & (map->cap - 1);
    return &map->places[i];
}

void *igi_identities_get(const igi_identities *map, const igi_key *key)
{
    return map->n ? (void *)(uintptr_t)find_place(map, key, hash_key(key))->key.at : NULL;
}

static bool grow(igi_identities *map)
{
    igi_identities bigger = {.n = map->n, .cap = map->cap ? map->cap * 2 : 16};

    bigger.places = calloc(bigger.cap, sizeof *bigger.places);
    if (!bigger.places)
        return false;
    for (size_t i = 0; i < map->cap; i++) {
        const igi_identity *place = &map->places[i];
        if (place->key.at)
            *find_place(&bigger, &place->key, place->hash) = *place;
    }
    free(map->places);
    *map = bigger;
    return true;
}

bool igi_identities_add(igi_identities *map, const igi_table *table, void *object)
{
    igi_identity entry = {.key = {table, object, true}};

    if ((map->n + 1) * 4 > map->cap * 3 && !grow(map))
        return false;
    entry.hash = hash_key(&entry.key);
    *find_place(map, &entry.key, entry.hash) = entry;
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
