/* Runs a fuzz target on files instead of invented input: each argument is a file or a folder of files (its corpus).
 * SPDX-License-Identifier: MIT
 *
 * Ends with 1 when there was nothing to run, so that a moved corpus is noticed. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input is copied to a block of exactly its size, so that a sanitizer sees the first byte read beyond it. */
static int replay_file(const char *path)
{
    FILE    *file = fopen(path, "rb");
    uint8_t *data = NULL;
    long     size = -1;
    int      ok = 0;

    if (file && fseek(file, 0, SEEK_END) == 0)
        size = ftell(file);
    if (size >= 0 && fseek(file, 0, SEEK_SET) == 0)
        data = malloc(size ? (size_t)size : 1);
    if (data && fread(data, 1, (size_t)size, file) == (size_t)size)
        ok = 1;
    if (ok)
        LLVMFuzzerTestOneInput(data, (size_t)size);
    else
        perror(path);
    free(data);
    if (file)
        fclose(file);
    return ok;
}

/* The number of inputs run, or -1 after a failure. */
static int replay(const char *path)
{
    DIR           *folder = opendir(path);
    struct dirent *entry;
    int            n = 0;

    if (!folder)
        return replay_file(path) ? 1 : -1;
    while (n >= 0 && (entry = readdir(folder))) {
        char file[4096];
        if (entry->d_name[0] == '.')
            continue;
        if (snprintf(file, sizeof file, "%s/%s", path, entry->d_name) >= (int)sizeof file || !replay_file(file))
            n = -1;
        else
            n++;
    }
    closedir(folder);
    return n;
}

int main(int argc, char **argv)
{
    int total = 0;

    for (int i = 1; i < argc; i++) {
        int n = replay(argv[i]);
        if (n < 0)
            return 1;
        total += n;
    }
    printf("%d inputs replayed\n", total);
    return total ? 0 : 1;
}
