/* The growing buffer: bytes are appended, the first failure sticks, the text is always NUL-terminated.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include "base_int.h"

/* Makes room for n more bytes and the final NUL. */
static bool reserve(ig_buf *buf, size_t n)
{
    size_t cap = buf->cap ? buf->cap : 128;
    char  *p;

    if (buf->code)
        return false;
    if (n > SIZE_MAX / 4 || (buf->max_bytes && (n > buf->max_bytes || buf->n > buf->max_bytes - n))) {
        buf->code = IG_E_LIMIT;
        return false;
    }
    if (buf->cap && n < buf->cap - buf->n)
        return true;
    while (cap - buf->n <= n)
        cap *= 2;
    p = realloc(buf->p, cap);
    if (!p) {
        buf->code = IG_E_NOMEM;
        return false;
    }
    buf->p = p;
    buf->cap = cap;
    return true;
}

char *ig_buf_room(ig_buf *buf, size_t n)
{
    return reserve(buf, n) ? buf->p + buf->n : NULL;
}

void ig_buf_add(ig_buf *buf, const void *bytes, size_t n)
{
    if (!reserve(buf, n))
        return;
    if (n)
        memcpy(buf->p + buf->n, bytes, n);
    buf->n += n;
    buf->p[buf->n] = 0;
}

void ig_buf_str(ig_buf *buf, const char *text)
{
    ig_buf_add(buf, text, strlen(text));
}

void ig_buf_char(ig_buf *buf, char c)
{
    ig_buf_add(buf, &c, 1);
}

void ig_buf_printf(ig_buf *buf, const char *format, ...)
{
    va_list args, again;
    int     n;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        buf->code = IG_E_NOMEM;
    else if (reserve(buf, (size_t)n)) {
        vsnprintf(buf->p + buf->n, (size_t)n + 1, format, again);
        buf->n += (size_t)n;
    }
    va_end(again);
}

void ig_buf_reset(ig_buf *buf)
{
    buf->n = 0;
    buf->code = IG_OK;
    if (buf->p)
        buf->p[0] = 0;
}

void ig_buf_fini(ig_buf *buf)
{
    free(buf->p);
    *buf = (ig_buf){.max_bytes = buf->max_bytes};
}
