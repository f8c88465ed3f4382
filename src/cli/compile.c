/* Runs the C compiler on a model file: source in, shared object out, the compiler's own words on failure.
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "cli.h"
#include "modelfile.h"

extern char **environ;

enum { MOST_WORDS = 16 };

/* The model file comes in by -include, so that messages name it as the user did. IG_REGISTER_MODELS has put a pointer
 * to each model into section ig_models; the linker gives its ends these names. Weak, for files without models. */
static const char wrapper[] =
    "#include <ingot/model.h>\n"
    "extern const ig_model *const __start_ig_models[] __attribute__((weak, visibility(\"hidden\")));\n"
    "extern const ig_model *const __stop_ig_models[] __attribute__((weak, visibility(\"hidden\")));\n"
    "extern const void *const ingot_model_file[];\n"
    "__attribute__((visibility(\"default\"))) const void *const ingot_model_file[] =\n"
    "    {__start_ig_models, __stop_ig_models};\n";

/* ---- which compiler, which headers ------------------------------------------------------------------------------- */

static const char *const *split_words(const char *text, ig_arena *arena)
{
    const char **words = ig_arena_zalloc(arena, (MOST_WORDS + 1) * sizeof *words);
    size_t       n = 0;

    while (words && n < MOST_WORDS && *(text += strspn(text, " \t\n"))) {
        size_t length = strcspn(text, " \t\n");
        words[n] = ig_arena_str(arena, (ig_str){text, length}).p;
        if (!words[n++])
            return NULL;
        text += length;
    }
    return words;
}

/* The folder that `place` is, seen from the folder of this executable, if it has the headers. */
static const char *headers_at(const char *place, ig_arena *arena)
{
    char        exe[4096];
    ssize_t     n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    const char *found = NULL;
    char       *real = NULL;
    ig_str      header;

    while (n > 0 && exe[n - 1] != '/')
        n--;
    header = ig_arena_printf(arena, "%.*s%s/ingot/ingot.h", (int)(n > 0 ? n : 0), exe, place);
    if (header.p)
        real = realpath(header.p, NULL);
    if (real)
        found = ig_arena_str(arena, (ig_str){real, strlen(real) - strlen("/ingot/ingot.h")}).p;
    free(real);
    return found;
}

/* An installed bin/ingot has ../include; build/release/ingot in the source tree has it higher up, and what is built for
 * its tests higher still. */
static const char *find_headers(ig_arena *arena)
{
    static const char *const places[] = {"../include", "../../include", "../../../include"};
    const char              *found = getenv("INGOT_INCLUDE");

    if (found && *found)
        return found;
    found = NULL;
    for (size_t i = 0; !found && i < sizeof places / sizeof *places; i++)
        found = headers_at(places[i], arena);
    return found;
}

bool igi_compiler_find(igi_compiler *out, ig_arena *arena)
{
    const char *cc = getenv("CC");

    out->words = split_words(cc && *cc ? cc : "cc", arena);
    if (out->words && !out->words[0])
        out->words = split_words("cc", arena);
    out->include = find_headers(arena);
    return out->words && !arena->failed;
}

/* ---- running it -------------------------------------------------------------------------------------------------- */

static const char *in_folder(ig_arena *arena, const char *folder, const char *name)
{
    return ig_arena_printf(arena, "%s/%s", folder, name).p;
}

static bool write_file(const char *path, const char *text)
{
    FILE *file = path ? fopen(path, "w") : NULL;
    bool  ok;

    if (!file)
        return false;
    ok = fputs(text, file) >= 0;
    return fclose(file) == 0 && ok;
}

/* Without optimisation, which keeps the models in the order of the file. Mistakes that compilers only warn about, but
 * that would crash this process, are errors. Symbols are bound when they are used: a file with a main() may call
 * functions of a program that is not here. */
static bool fill_arguments(const igi_compiler *compiler, const char *source, const char *folder, ig_arena *arena,
                           const char *argv[64])
{
    static const char *const fixed[] = {"-std=gnu17",
                                        "-O0",
                                        "-fPIC",
                                        "-shared",
                                        "-w",
                                        "-Werror=implicit-function-declaration",
                                        "-Werror=incompatible-pointer-types",
                                        "-Werror=int-conversion",
                                        "-Wl,-z,lazy",
                                        "-Wl,-Bsymbolic",
                                        "-DIG_DEFINE_MODELS=",
                                        "-DIG_REGISTER_MODELS",
                                        "-MMD",
                                        "-MT",
                                        "models"};
    size_t                   n = 0;

    for (; n < MOST_WORDS && compiler->words[n]; n++)
        argv[n] = compiler->words[n];
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        argv[n++] = fixed[i];
    if (compiler->include) {
        argv[n++] = "-I";
        argv[n++] = compiler->include;
    }
    argv[n++] = "-MF";
    argv[n++] = in_folder(arena, folder, "models.d");
    argv[n++] = "-include";
    argv[n++] = source;
    argv[n++] = "-o";
    argv[n++] = in_folder(arena, folder, "models.so");
    argv[n++] = in_folder(arena, folder, "models.c");
    argv[n] = NULL;
    return !arena->failed;
}

/* This process's environment, but with the compiler's own temporary files in the folder as well: $TMPDIR may not exist,
 * which not all compilers bear. NULL: out of memory. */
static char **environment(const char *folder, ig_arena *arena)
{
    ig_str tmpdir = ig_arena_printf(arena, "TMPDIR=%s", folder);
    char **copy;
    size_t n = 0, kept = 0;

    while (environ[n])
        n++;
    copy = ig_arena_zalloc(arena, (n + 2) * sizeof *copy);
    for (size_t i = 0; copy && i < n; i++) {
        if (strncmp(environ[i], "TMPDIR=", 7) != 0)
            copy[kept++] = environ[i];
    }
    if (copy)
        copy[kept] = (char *)(uintptr_t)tmpdir.p;
    return tmpdir.p ? copy : NULL;
}

/* Runs argv with its messages going to a file. 0 and the wait status, or an errno. */
static int run(const char *const *argv, char **env, const char *messages, int *wait_status)
{
    posix_spawn_file_actions_t actions;
    pid_t                      pid;
    int                        failed = posix_spawn_file_actions_init(&actions);

    if (failed)
        return failed;
    failed = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (!failed)
        failed = posix_spawn_file_actions_addopen(&actions, 1, messages, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&actions, 1, 2);
    if (!failed)
        failed = posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, env);
    posix_spawn_file_actions_destroy(&actions);
    while (!failed && waitpid(pid, wait_status, 0) < 0 && errno == EINTR)
        continue;
    return failed;
}

static void show_messages(const char *path)
{
    FILE  *file = fopen(path, "r");
    char   piece[4096];
    size_t n;

    while (file && (n = fread(piece, 1, sizeof piece, file)) > 0)
        fwrite(piece, 1, n, stderr);
    if (file)
        fclose(file);
}

int igi_compile(const igi_compiler *compiler, const char *source, const char *folder, ig_arena *arena)
{
    const char *argv[64];
    const char *messages = in_folder(arena, folder, "messages");
    char      **env = environment(folder, arena);
    int         failed, wait_status = 0;

    if (!fill_arguments(compiler, source, folder, arena, argv) || !messages || !env)
        return igi_complain(IGI_EXIT_INVALID, "out of memory");
    if (!write_file(in_folder(arena, folder, "models.c"), wrapper))
        return igi_complain(IGI_EXIT_USAGE, "cannot write in %s: %s (TMPDIR names the folder to use)", folder,
                            strerror(errno));
    failed = run(argv, env, messages, &wait_status);
    if (failed == ENOENT)
        return igi_complain(IGI_EXIT_USAGE, "there is no compiler \"%s\": install gcc, or name one in CC", argv[0]);
    if (failed)
        return igi_complain(IGI_EXIT_USAGE, "cannot run %s: %s", argv[0], strerror(failed));
    if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == 0)
        return IGI_EXIT_OK;
    show_messages(messages);
    if (!compiler->include)
        fprintf(stderr, "(INGOT_INCLUDE can name the folder that holds ingot/ingot.h)\n");
    return igi_complain(IGI_EXIT_USAGE, "%s does not compile", source);
}
