/* Loads a model file and finds models in it: path and name in, descriptor out.
 * SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cli.h"
#include "modelfile.h"

/* ---- loading ----------------------------------------------------------------------------------------------------- */

/* Never unloaded: the library keeps what it derives from a model for the life of the process. */
static bool load(const char *object, igi_modelfile *out)
{
    void              *handle = object ? dlopen(object, RTLD_LAZY | RTLD_LOCAL) : NULL;
    const void *const *ends = handle ? dlsym(handle, "ingot_model_file") : NULL;

    if (!ends)
        return false;
    out->models = ends[0];
    out->n = (size_t)((const ig_model *const *)ends[1] - out->models);
    return true;
}

static bool is_regular(const char *path)
{
    struct stat s;

    if (stat(path, &s) != 0)
        return false;
    errno = S_ISDIR(s.st_mode) ? EISDIR : ESPIPE; /* a pipe could be read only once, and the compiler has to */
    return S_ISREG(s.st_mode);
}

/* A private folder in $TMPDIR, or in /tmp as compilers do when that cannot be used. */
static const char *make_folder(ig_arena *arena)
{
    const char *places[] = {getenv("TMPDIR"), "/tmp"};

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        ig_str folder = ig_arena_printf(arena, "%s/ingot-XXXXXX", places[i] ? places[i] : "");
        if (places[i] && *places[i] && folder.p && mkdtemp((char *)(uintptr_t)folder.p))
            return folder.p;
    }
    return NULL;
}

static void remove_folder(const char *folder, ig_arena *arena)
{
    static const char *const names[] = {"models.c", "models.d", "models.so", "messages"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ig_str path = ig_arena_printf(arena, "%s/%s", folder, names[i]);
        if (path.p)
            unlink(path.p);
    }
    rmdir(folder);
}

static int compile_and_load(const igi_compiler *compiler, const igi_cache *cache, igi_modelfile *out, ig_arena *arena)
{
    const char *folder = make_folder(arena);
    ig_str      object;
    int         status;

    if (!folder)
        return igi_complain(IGI_EXIT_USAGE, "cannot make a temporary folder: %s (TMPDIR names the place to use)",
                            arena->failed ? "out of memory" : strerror(errno));
    status = igi_compile(compiler, out->path, folder, arena);
    object = ig_arena_printf(arena, "%s/models.so", folder);
    if (!status && !load(igi_cache_put(cache, folder, arena), out) && !load(object.p, out)) {
        const char *why = dlerror();
        status = igi_complain(IGI_EXIT_USAGE, "%s cannot be loaded: %s", out->path, why ? why : "out of memory");
    }
    remove_folder(folder, arena);
    return status;
}

int igi_modelfile_open(const char *path, igi_modelfile *out)
{
    ig_arena     arena = {0};
    igi_compiler compiler;
    igi_cache    cache;
    int          status = IGI_EXIT_OK;

    *out = (igi_modelfile){.path = path};
    if (!igi_compiler_find(&compiler, &arena))
        status = igi_complain(IGI_EXIT_INVALID, "out of memory");
    else if (!is_regular(path) || !igi_cache_open(&cache, &compiler, path, &arena))
        status = igi_complain(errno == ENOMEM ? IGI_EXIT_INVALID : IGI_EXIT_USAGE, "%s: %s", path, strerror(errno));
    else if (!load(igi_cache_get(&cache, &arena), out))
        status = compile_and_load(&compiler, &cache, out, &arena);
    ig_arena_fini(&arena);
    return status;
}

/* ---- finding ----------------------------------------------------------------------------------------------------- */

/* How many letters differ (Levenshtein), capped: enough to guess what was meant. */
static size_t distance(const char *a, const char *b)
{
    enum { MOST = 63 };
    size_t row[MOST + 1], n = strlen(a), m = strlen(b);

    if (n > MOST || m > MOST)
        return MOST;
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            row[j] = change < row[j] ? change : row[j];
        }
    }
    return row[m];
}

static void complain_unknown(const igi_modelfile *file, const char *name)
{
    ig_buf      known = {0};
    const char *nearest = NULL;
    size_t      best = strlen(name) / 3 + 2;

    for (size_t i = 0; i < file->n; i++) {
        size_t d = distance(file->models[i]->name, name);
        ig_buf_printf(&known, "%s%s", i ? ", " : "", file->models[i]->name);
        if (d < best) {
            best = d;
            nearest = file->models[i]->name;
        }
    }
    if (file->n == 0)
        igi_complain(0, "%s defines no MODEL", file->path);
    else
        igi_complain(0, "%s has no model \"%s\"; it has %s%s%s%s", file->path, name, known.p ? known.p : "others",
                     nearest ? " (did you mean " : "", nearest ? nearest : "", nearest ? "?)" : "");
    ig_buf_fini(&known);
}

const ig_model *igi_modelfile_find(const igi_modelfile *file, const char *name)
{
    ig_error err;

    for (size_t i = 0; i < file->n; i++) {
        if (strcmp(file->models[i]->name, name) != 0)
            continue;
        if (ig_model_check(file->models[i], &err) == IG_OK)
            return file->models[i];
        igi_complain(0, "%s: %s", file->path, err.msg);
        return NULL;
    }
    complain_unknown(file, name);
    return NULL;
}
