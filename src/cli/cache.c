/* Compiled model files kept in ~/.cache/ingot: source in, path of an object that is still true to it out.
 * SPDX-License-Identifier: MIT
 *
 *   KEY.list      first line the object's name, then "HASH PATH" of every file it was made from
 *   KEY-SUM.so    the object; SUM is the hash of the list, so that list and object always belong together
 *
 * Everything appears by rename and is looked at only if the folder is ours alone. The cache is a convenience: whatever
 * goes wrong in it means "not cached". */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "modelfile.h"

enum { KEEP_DAYS = 30, HASH_TEXT = 33 };

/* ---- hashes ------------------------------------------------------------------------------------------------------ */

/* FNV-1a with 128 bits: enough against accidents; nobody but the user can write to the folder. */
__extension__ typedef unsigned __int128 hash;
static const hash                       hash_start = ((hash)0x6c62272e07bb0142 << 64) | 0x62b821756295c58d;
static const hash                       hash_prime = ((hash)0x0000000001000000 << 64) | 0x000000000000013b;

static hash hash_bytes(hash h, const void *data, size_t n)
{
    for (const unsigned char *p = data; n > 0; n--)
        h = (h ^ *p++) * hash_prime;
    return h;
}

/* With its final NUL, so that "a","bc" and "ab","c" differ. */
static hash hash_text(hash h, const char *text)
{
    return text ? hash_bytes(h, text, strlen(text) + 1) : hash_bytes(h, "\1", 1);
}

static bool hash_file(hash *h, const char *path)
{
    FILE  *file = fopen(path, "rb");
    char   piece[1 << 14];
    size_t n;
    bool   ok;

    if (!file)
        return false;
    while ((n = fread(piece, 1, sizeof piece, file)) > 0)
        *h = hash_bytes(*h, piece, n);
    ok = !ferror(file);
    fclose(file);
    return ok;
}

static void hash_print(hash h, char out[HASH_TEXT])
{
    snprintf(out, HASH_TEXT, "%016" PRIx64 "%016" PRIx64, (uint64_t)(h >> 64), (uint64_t)h);
}

/* ---- the folder -------------------------------------------------------------------------------------------------- */

static bool is_ours_alone(const char *folder)
{
    struct stat s;

    return lstat(folder, &s) == 0 && S_ISDIR(s.st_mode) && s.st_uid == geteuid() && (s.st_mode & 022) == 0;
}

/* $XDG_CACHE_HOME/ingot or ~/.cache/ingot, made if need be; NULL when there is none that only we can write to. */
static const char *find_folder(ig_arena *arena)
{
    const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    ig_str      parent = {0}, folder;

    if (xdg && *xdg == '/')
        parent = ig_arena_printf(arena, "%s", xdg);
    else if (home && *home == '/')
        parent = ig_arena_printf(arena, "%s/.cache", home);
    if (!parent.p)
        return NULL;
    folder = ig_arena_printf(arena, "%s/ingot", parent.p);
    if (!folder.p)
        return NULL;
    mkdir(parent.p, 0700);
    mkdir(folder.p, 0700);
    return is_ours_alone(folder.p) ? folder.p : NULL;
}

static int64_t nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

bool igi_cache_open(igi_cache *cache, const igi_compiler *compiler, const char *source, ig_arena *arena)
{
    struct timespec now;
    hash            h = hash_text(hash_start, IG_VERSION);
    char           *real = realpath(source, NULL);

    if (!real)
        return false;
    clock_gettime(CLOCK_REALTIME, &now);
    for (size_t i = 0; compiler->words[i]; i++)
        h = hash_text(h, compiler->words[i]);
    h = hash_text(h, compiler->include);
    h = hash_text(h, getenv("CPATH"));
    h = hash_text(h, getenv("C_INCLUDE_PATH"));
    h = hash_bytes(h, real, (size_t)(strrchr(real, '/') - real) + 1);
    free(real);
    if (!hash_file(&h, source))
        return false;
    cache->started_ns = nanoseconds(now);
    hash_print(h, cache->key);
    cache->folder = find_folder(arena);
    return true;
}

/* ---- what an object was made from -------------------------------------------------------------------------------- */

/* One line of the list: the hash of a file as it is now. false: it cannot be read, or has changed since. */
static bool add_source(ig_buf *list, const char *path, int64_t before_ns)
{
    struct stat s;
    char        text[HASH_TEXT];
    hash        h = hash_start;
    char       *real = realpath(path, NULL);
    bool        ok = real && !strchr(real, '\n') && stat(real, &s) == 0 && nanoseconds(s.st_mtim) < before_ns &&
              hash_file(&h, real);

    hash_print(h, text);
    if (ok)
        ig_buf_printf(list, "%s %s\n", text, real);
    free(real);
    return ok;
}

/* The next word of a make rule, unescaped in place; *rest is moved behind it. NULL at the end. */
static char *next_word(char **rest)
{
    char *in = *rest, *word, *out;

    while (*in == ' ' || *in == '\n' || (in[0] == '\\' && in[1] == '\n'))
        in++;
    word = out = in;
    for (; *in && *in != ' ' && *in != '\n'; in++) {
        if ((in[0] == '\\' && (in[1] == ' ' || in[1] == '#')) || (in[0] == '$' && in[1] == '$'))
            in++;
        *out++ = *in;
    }
    *rest = *in ? in + 1 : in;
    *out = 0;
    return *word ? word : NULL;
}

static bool read_file(const char *path, ig_buf *out)
{
    FILE  *file = fopen(path, "rb");
    size_t n = 1;

    out->max_bytes = 1 << 20;
    while (file && n > 0) {
        char *room = ig_buf_room(out, 4096);
        n = room ? fread(room, 1, 4096, file) : 0;
        out->n += n;
    }
    ig_buf_add(out, "", 0);
    if (file)
        fclose(file);
    return file && out->code == IG_OK;
}

/* Turns the compiler's "models: heroes.h \ /usr/include/ingot/ingot.h ..." into lines. */
static bool list_sources(const igi_cache *cache, const char *folder, ig_buf *list, ig_arena *arena)
{
    ig_str path = ig_arena_printf(arena, "%s/models.d", folder);
    ig_buf rule = {0};
    bool   ok = path.p && read_file(path.p, &rule);
    size_t folder_bytes = strlen(folder);
    char  *rest = ok ? rule.p : NULL, *word;

    if (ok)
        next_word(&rest); /* the target */
    while (ok && (word = next_word(&rest))) {
        if (strncmp(word, folder, folder_bytes) != 0 || word[folder_bytes] != '/')
            ok = add_source(list, word, cache->started_ns);
    }
    ig_buf_fini(&rule);
    return ok && list->code == IG_OK && list->n > 0;
}

/* ---- get --------------------------------------------------------------------------------------------------------- */

static bool is_unchanged(const char *line)
{
    char text[HASH_TEXT];
    hash h = hash_start;

    if (strlen(line) <= HASH_TEXT || line[HASH_TEXT - 1] != ' ' || !hash_file(&h, line + HASH_TEXT))
        return false;
    hash_print(h, text);
    return strncmp(text, line, HASH_TEXT - 1) == 0;
}

const char *igi_cache_get(const igi_cache *cache, ig_arena *arena)
{
    ig_str path = cache->folder ? ig_arena_printf(arena, "%s/%s.list", cache->folder, cache->key) : (ig_str){0};
    ig_buf text = {0};
    ig_str object = {0};
    bool   ok = path.p && read_file(path.p, &text);
    char  *line = ok ? text.p : NULL, *end;

    for (bool first = true; ok && (end = strchr(line, '\n')); first = false, line = end + 1) {
        *end = 0;
        if (first)
            object = ig_arena_printf(arena, "%s/%s", cache->folder, line);
        else
            ok = is_unchanged(line);
    }
    ig_buf_fini(&text);
    return ok ? object.p : NULL;
}

/* ---- put --------------------------------------------------------------------------------------------------------- */

/* Makes a whole file appear under its name at once. */
static bool publish(const char *folder, const char *name, const ig_buf *content, ig_arena *arena)
{
    ig_str temporary = ig_arena_printf(arena, "%s/new-XXXXXX", folder);
    ig_str path = ig_arena_printf(arena, "%s/%s", folder, name);
    int    fd = temporary.p && path.p ? mkstemp((char *)(uintptr_t)temporary.p) : -1;
    bool   ok;

    if (fd < 0)
        return false;
    ok = write(fd, content->p, content->n) == (ssize_t)content->n;
    ok = close(fd) == 0 && ok && rename(temporary.p, path.p) == 0;
    if (!ok)
        unlink(temporary.p);
    return ok;
}

/* Removes what nobody has made anew for a month. */
static void prune(const char *folder, ig_arena *arena)
{
    DIR           *dir = opendir(folder);
    time_t         oldest = time(NULL) - (time_t)KEEP_DAYS * 24 * 60 * 60;
    struct dirent *entry;
    struct stat    s;

    while (dir && (entry = readdir(dir))) {
        ig_str path = ig_arena_printf(arena, "%s/%s", folder, entry->d_name);
        if (path.p && lstat(path.p, &s) == 0 && S_ISREG(s.st_mode) && s.st_mtime < oldest)
            unlink(path.p);
    }
    if (dir)
        closedir(dir);
}

/* List and object are written in this order so that a list never names an object that is not there. */
static const char *put(const igi_cache *cache, const char *folder, const ig_buf *sources, ig_arena *arena)
{
    ig_buf object = {0}, list = {0};
    char   sum[HASH_TEXT];
    ig_str name, list_name = ig_arena_printf(arena, "%s.list", cache->key), path = {0};
    ig_str built = ig_arena_printf(arena, "%s/models.so", folder);
    bool   ok = list_name.p && built.p && read_file(built.p, &object);

    hash_print(hash_bytes(hash_start, sources->p, sources->n), sum);
    name = ig_arena_printf(arena, "%s-%s.so", cache->key, sum);
    if (ok && name.p) {
        ig_buf_printf(&list, "%s\n", name.p);
        ig_buf_add(&list, sources->p, sources->n);
        if (list.code == IG_OK && publish(cache->folder, name.p, &object, arena) &&
            publish(cache->folder, list_name.p, &list, arena))
            path = ig_arena_printf(arena, "%s/%s", cache->folder, name.p);
    }
    ig_buf_fini(&object);
    ig_buf_fini(&list);
    return path.p;
}

const char *igi_cache_put(const igi_cache *cache, const char *folder, ig_arena *arena)
{
    ig_buf      sources = {0};
    const char *path = NULL;

    if (cache->folder && list_sources(cache, folder, &sources, arena)) {
        path = put(cache, folder, &sources, arena);
        prune(cache->folder, arena);
    }
    ig_buf_fini(&sources);
    return path;
}
