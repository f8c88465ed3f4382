/* A model file (C source or header) becomes models this process can use: compiled with cc, cached, loaded.
 * SPDX-License-Identifier: MIT
 *
 *   heroes.h -> key (content, folder, compiler, version) -> cached object, all its includes unchanged? -> dlopen
 *                                                        \_ else: cc in a private temporary folder -> cache -> dlopen
 */
#ifndef INGOT_MODELFILE_H
#define INGOT_MODELFILE_H

#include <ingot/model.h>

typedef struct igi_modelfile {
    const char            *path;
    const ig_model *const *models; /* and views, in the order of the file; loaded for good */
    size_t                 n;
} igi_modelfile;

/* Compiles and loads the file at path (borrowed). 0, or the exit status after a complaint on stderr, which for a compile
 * error is the compiler's own message. */
int igi_modelfile_open(const char *path, igi_modelfile *out);
/* The model or view of this name, checked for the mistakes a compiler cannot see; NULL after a complaint. */
const ig_model *igi_modelfile_find(const igi_modelfile *file, const char *name);

/* ---- between modelfile.c, compile.c and cache.c ------------------------------------------------------------------ */

/* How a file is compiled. Texts live in the arena of the loader. */
typedef struct igi_compiler {
    const char *const *words;   /* the command, NULL-terminated: {"cc"}, {"ccache", "gcc"} */
    const char        *include; /* the folder that holds ingot/ingot.h; NULL = where the compiler looks anyway */
} igi_compiler;

/* $CC or cc, and the headers beside this executable. false: out of memory. */
bool igi_compiler_find(igi_compiler *out, ig_arena *arena);
/* Compiles source to folder/models.so, with the list of its includes in folder/models.d. 0, or the exit status after a
 * complaint. */
int igi_compile(const igi_compiler *compiler, const char *source, const char *folder, ig_arena *arena);

/* A cached object of one model file; made by igi_cache_open. */
typedef struct igi_cache {
    const char *folder;     /* NULL = there is none to use */
    char        key[33];    /* 32 hex digits */
    int64_t     started_ns; /* files changed after this are not what was hashed */
} igi_cache;

/* Finds the cache folder and the key of source. false: source cannot be read (errno), or out of memory (errno ENOMEM). */
bool igi_cache_open(igi_cache *cache, const igi_compiler *compiler, const char *source, ig_arena *arena);
/* The path of the cached object if it and everything it was made from are unchanged; NULL otherwise. */
const char *igi_cache_get(const igi_cache *cache, ig_arena *arena);
/* Copies folder/models.so into the cache, if that is possible and everything it was made from is unchanged since
 * igi_cache_open. The path of the copy, or NULL. */
const char *igi_cache_put(const igi_cache *cache, const char *folder, ig_arena *arena);

#endif
