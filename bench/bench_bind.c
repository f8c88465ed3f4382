/* Benchmark: a list of 200,000 heroes from JSON, bound and fully validated by Ingot, beside jansson on the same bytes
 * (parse only) and, where it is installed, yyjson with the struct filled by hand.
 * SPDX-License-Identifier: MIT
 *
 * Prints one line per contender: best of the rounds in milliseconds, and the ratio to Ingot in the same round-robin. */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(HAVE_YYJSON)
#include <yyjson.h>
#endif

MODEL(Hero, (),
    (str,     name,        IG_MIN_LENGTH(1), IG_MAX_LENGTH(100)),
    (str,     secret_name, IG_MIN_LENGTH(1)),
    (opt_i64, age,         IG_GE(0), IG_LE(200)),
    (opt_i64, power_level, IG_GE(1), IG_LE(100)));

enum { HEROES = 200000, ROUNDS = 7 };

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void make_text(ig_buf *out)
{
    ig_buf_char(out, '[');
    for (int i = 0; i < HEROES; i++)
        ig_buf_printf(
            out, "%s{\"name\":\"Captain Number %d\",\"secret_name\":\"Person %d Smith\",\"age\":%d,\"power_level\":%d}",
            i ? "," : "", i, i * 7, 18 + i % 60, 1 + i % 100);
    ig_buf_char(out, ']');
}

static double run_ingot(ig_str text, ig_arena *arena, ig_list *heroes)
{
    ig_error err;
    double   start = now_ms();

    if (ig_json_read_list(&Hero_model, text, NULL, arena, heroes, &err)) {
        ig_error_print(&err, stderr);
        exit(1);
    }
    if (heroes->n != HEROES)
        exit(1);
    return now_ms() - start;
}

static double run_ingot_write(ig_list heroes, ig_buf *out)
{
    double start = now_ms();

    ig_buf_reset(out);
    ig_buf_char(out, '[');
    IG_FOR(Hero, hero, heroes) {
        if (out->n > 1)
            ig_buf_char(out, ',');
        ig_json_write(&Hero_model, hero, NULL, out);
    }
    ig_buf_char(out, ']');
    return now_ms() - start;
}

static double run_jansson(ig_str text, double *dump_ms)
{
    json_error_t err;
    double       start = now_ms(), end;
    json_t      *root = json_loadb(text.p, text.n, 0, &err);
    char        *dumped;

    if (!root || json_array_size(root) != HEROES)
        exit(1);
    end = now_ms();
    dumped = json_dumps(root, JSON_COMPACT);
    *dump_ms = now_ms() - end;
    free(dumped);
    json_decref(root);
    return end - start;
}

#if defined(HAVE_YYJSON)
static double run_yyjson(ig_str text)
{
    double      start = now_ms();
    yyjson_doc *doc = yyjson_read(text.p, text.n, 0);
    yyjson_val *root = yyjson_doc_get_root(doc), *item;
    Hero       *heroes = malloc(yyjson_arr_size(root) * sizeof *heroes), *hero = heroes;
    size_t      i, n;

    yyjson_arr_foreach(root, i, n, item)
    {
        yyjson_val *name = yyjson_obj_get(item, "name"), *secret = yyjson_obj_get(item, "secret_name");
        hero->name = (str){yyjson_get_str(name), yyjson_get_len(name)};
        hero->secret_name = (str){yyjson_get_str(secret), yyjson_get_len(secret)};
        hero->age = (opt_i64){true, yyjson_get_sint(yyjson_obj_get(item, "age"))};
        hero->power_level = (opt_i64){true, yyjson_get_sint(yyjson_obj_get(item, "power_level"))};
        hero++;
    }
    start = now_ms() - start;
    free(heroes);
    yyjson_doc_free(doc);
    return start;
}
#endif

static double best(double a, double b)
{
    return a < b ? a : b;
}

int main(void)
{
    ig_buf   text = {0}, written = {0};
    ig_arena arena = {0};
    ig_list  heroes;
    double   ingot = 1e9, ingot_write = 1e9, jansson = 1e9, jansson_dump = 1e9, dump;

    make_text(&text);
    for (int round = 0; round < ROUNDS; round++) {
        ig_arena_fini(&arena);
        ingot = best(ingot, run_ingot((ig_str){text.p, text.n}, &arena, &heroes));
        ingot_write = best(ingot_write, run_ingot_write(heroes, &written));
        jansson = best(jansson, run_jansson((ig_str){text.p, text.n}, &dump));
        jansson_dump = best(jansson_dump, dump);
    }
    if (written.n != text.n || memcmp(written.p, text.p, text.n) != 0)
        return fprintf(stderr, "what was written is not what was read\n"), 1;
    printf("%d heroes, %.1f MB of JSON, processor time, best of %d\n", HEROES, (double)text.n / 1e6, ROUNDS);
    printf("read   ingot, validated        %8.1f ms  %6.0f MB/s  %5.0f ns per record\n", ingot,
           (double)text.n / ingot / 1e3, ingot * 1e6 / HEROES);
    printf("read   jansson json_loadb      %8.1f ms  %5.1fx the time of ingot\n", jansson, jansson / ingot);
#if defined(HAVE_YYJSON)
    double yyjson = 1e9;
    for (int round = 0; round < ROUNDS; round++)
        yyjson = best(yyjson, run_yyjson((ig_str){text.p, text.n}));
    printf("read   yyjson + filled by hand %8.1f ms  %5.2fx the time of ingot\n", yyjson, yyjson / ingot);
#endif
    printf("write  ingot                   %8.1f ms  %6.0f MB/s\n", ingot_write, (double)text.n / ingot_write / 1e3);
    printf("write  jansson json_dumps      %8.1f ms  %5.1fx the time of ingot\n", jansson_dump,
           jansson_dump / ingot_write);
    printf("arena  %.0f bytes per record (struct %zu)\n", (double)arena.used_bytes / HEROES, sizeof(Hero));
    ig_arena_fini(&arena);
    ig_buf_fini(&text);
    ig_buf_fini(&written);
    return 0;
}
