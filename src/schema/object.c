/* JSON objects whose keys come out sorted, as Pydantic sorts its schemas: keys and values in, text out.
 * SPDX-License-Identifier: MIT */
#include <assert.h>
#include "schema_int.h"

ig_buf *igi_object_key(igi_object *object, const char *key)
{
    assert(object->n < IGI_OBJECT_KEYS);
    object->keys[object->n].key = key;
    object->keys[object->n++].begin = object->text.n;
    return &object->text;
}

void igi_object_text(igi_object *object, const char *key, const char *text)
{
    if (text)
        ig_json_write_str(igi_object_key(object, key), igi_str(text));
}

void igi_comma(ig_buf *out)
{
    if (out->n && out->p[out->n - 1] != '[' && out->p[out->n - 1] != '{')
        ig_buf_char(out, ',');
}

/* The smallest key greater than `after`; n when there is none. Few keys: no need to sort them. */
static uint32_t next_key(const igi_object *object, const char *after)
{
    uint32_t best = object->n;
    for (uint32_t i = 0; i < object->n; i++)
        if ((!after || strcmp(object->keys[i].key, after) > 0) &&
            (best == object->n || strcmp(object->keys[i].key, object->keys[best].key) < 0))
            best = i;
    return best;
}

void igi_object_close(igi_object *object, ig_buf *out)
{
    const char *key = NULL;
    uint32_t    i;
    ig_buf_char(out, '{');
    while ((i = next_key(object, key)) < object->n) {
        size_t begin = object->keys[i].begin;
        size_t end = i + 1 < object->n ? object->keys[i + 1].begin : object->text.n;
        key = object->keys[i].key;
        igi_comma(out);
        ig_buf_printf(out, "\"%s\":", key);
        ig_buf_add(out, object->text.p + begin, end - begin);
    }
    ig_buf_char(out, '}');
    if (object->text.code && out->code == IG_OK)
        out->code = object->text.code;
    ig_buf_fini(&object->text);
}
