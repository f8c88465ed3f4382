/* A read that is fed: the binder, the text so far, and what ig_reader_partial adds.
 * SPDX-License-Identifier: MIT */
#ifndef INGOT_READER_H
#define INGOT_READER_H

#include "bind.h"

struct ig_reader {
    igi_binder binder;
    char      *text; /* everything fed so far, in the arena */
    size_t     n, cap;
    void      *object;
    size_t     object_bytes;
    igi_event  last;
    bool       reported;
    ig_error   err; /* the first failure, which sticks */

    /* the text in progress, decoded as far as it goes; grows with the token, so that no byte is decoded twice */
    char   *growing;
    size_t  growing_n, growing_cap;
    size_t  growing_at;  /* offset of the token it belongs to */
    size_t  growing_raw; /* bytes of the token that are in it */
    bool    looked;      /* nothing but that text has changed since the last look, */
    ig_str *place;       /* which showed it here; NULL: nowhere */
};

#endif
