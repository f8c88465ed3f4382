/* Any bytes to the lexer, whole and in pieces: the events must be the same, and minified text must be stable.
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include "json/json_int.h"
#include "json/lex.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DEPTH = 100, MOST_BYTES = 4096 };

static uint64_t mix(uint64_t hash, const void *from, size_t n)
{
    const unsigned char *p = from;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ p[i]) * UINT64_C(1099511628211);
    return hash;
}

/* A hash of all events and tokens up to the end or the error. */
static uint64_t digest(igi_lex *lex, igi_event *event, uint64_t hash)
{
    while ((*event = igi_lex_next(lex)) > IGI_END) {
        hash = mix(hash, event, sizeof *event);
        if (*event == IGI_KEY || *event == IGI_STRING || *event == IGI_NUMBER)
            hash = mix(hash, lex->token.p, lex->token.n);
    }
    return hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    igi_lex   whole, pieces;
    igi_event event, piece_event = IGI_MORE;
    uint64_t  expected, got = 0;
    size_t    step = size ? data[0] % 7 + 1u : 1;
    ig_buf    once = {0}, twice = {0};

    if (size > MOST_BYTES)
        return 0;
    igi_lex_init(&whole, (ig_str){(const char *)data, size}, true, DEPTH);
    expected = digest(&whole, &event, 0);
    igi_lex_init(&pieces, (ig_str){"", 0}, false, DEPTH);
    for (size_t n = 0; n < size && piece_event == IGI_MORE; n += step) {
        igi_lex_extend(&pieces, (const char *)data, n + step < size ? n + step : size, false);
        got = digest(&pieces, &piece_event, got);
    }
    if (piece_event == IGI_MORE) {
        igi_lex_extend(&pieces, (const char *)data, size, true);
        got = digest(&pieces, &piece_event, got);
    }
    if (got != expected || piece_event != event || pieces.error != whole.error || pieces.error_at != whole.error_at)
        abort();
    if (ig_json_minify((ig_str){(const char *)data, size}, NULL, &once, NULL) == IG_OK) {
        if (ig_json_minify((ig_str){once.p, once.n}, NULL, &twice, NULL) != IG_OK || once.n != twice.n ||
            memcmp(once.p, twice.p, once.n) != 0)
            abort();
    }
    ig_buf_fini(&once);
    ig_buf_fini(&twice);
    return 0;
}
