/* Benchmark: the same JSON in one piece, and in 4-byte pieces with the value looked at after each; at two sizes, to see
 * whether the cost is linear.
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>
#include <stdlib.h>
#include <time.h>

MODEL_FORWARD(Hero);
MODEL(Hero, (), (str, name), (str, secret_name), (opt_i64, age), (opt_i64, power_level, IG_GE(1), IG_LE(100)), (str, bio));
MODEL(Team, (), (str, name), (Hero_list, heroes, IG_LIST_OF(Hero)));

enum { PIECE_BYTES = 4, ROUNDS = 9 };

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void make_text(size_t size, ig_buf *out)
{
    ig_buf_reset(out);
    ig_buf_str(out, "{\"name\":\"The Long Team\",\"heroes\":[");
    for (int i = 0; out->n < size; i++)
        ig_buf_printf(
            out,
            "%s{\"name\":\"Captain Number %d\",\"secret_name\":\"Person %d Smith\",\"age\":%d,\"power_level\":%d,"
            "\"bio\":\"Born in a small town, grew up between two wars, and never told anybody about it.\"}",
            i ? "," : "", i, i * 7, 18 + i % 60, 1 + i % 100);
    ig_buf_str(out, "]}");
}

static void check(ig_code code, const ig_error *err)
{
    if (code)
        exit(ig_error_print(err, stderr));
}

static double in_one_piece(str text)
{
    ig_arena arena = {0};
    ig_error err;
    Team     team;
    double   start = now_ms();

    check(ig_read(Team, text, NULL, &arena, &team, &err), &err);
    start = now_ms() - start;
    ig_arena_fini(&arena);
    return start;
}

static double in_pieces(str text)
{
    ig_arena   arena = {0};
    ig_error   err;
    Team       team;
    double     start = now_ms();
    ig_reader *reader = ig_reader_open(&Team_model, false, NULL, &arena, &err);
    size_t     seen = 0;

    for (size_t i = 0; i < text.n; i += PIECE_BYTES) {
        const Team *so_far;
        check(ig_reader_feed(reader, text.p + i, text.n - i < PIECE_BYTES ? text.n - i : PIECE_BYTES, &err), &err);
        so_far = ig_reader_partial(reader);
        seen += so_far->heroes.n;
    }
    check(ig_reader_finish(reader, &team, &err), &err);
    if (!seen)
        exit(1);
    start = now_ms() - start;
    ig_arena_fini(&arena);
    return start;
}

/* The best of the rounds of both, interleaved. */
static void measure(size_t size, double *whole, double *pieces)
{
    ig_buf text = {0};

    make_text(size, &text);
    *whole = *pieces = 1e9;
    for (int i = 0; i < ROUNDS; i++) {
        double w = in_one_piece((str){text.p, text.n}), p = in_pieces((str){text.p, text.n});
        *whole = w < *whole ? w : *whole;
        *pieces = p < *pieces ? p : *pieces;
    }
    printf("%4zu KB  one piece %8.3f ms   %d-byte pieces, looked at after each %8.3f ms   %5.1fx\n", size >> 10, *whole,
           PIECE_BYTES, *pieces, *pieces / *whole);
    ig_buf_fini(&text);
}

int main(void)
{
    double whole, pieces, whole10, pieces10;

    measure((size_t)64 << 10, &whole, &pieces);
    measure((size_t)640 << 10, &whole10, &pieces10);
    printf("ten times the text: %.1fx the time\n", pieces10 / pieces);
    return 0;
}
