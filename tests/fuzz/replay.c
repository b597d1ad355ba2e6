/* Stands in for libFuzzer: hands every file below the given folders to the fuzz target once. */
#define _XOPEN_SOURCE 700
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

enum { FILE_MAX = 1 << 20, FOLDERS_OPEN = 16 };

static unsigned files;

static int replay_file(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)ftw;
    static uint8_t bytes[FILE_MAX];
    FILE *in = type == FTW_F ? fopen(path, "rb") : NULL;
    if (in == NULL) {
        return 0;
    }
    size_t n = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    /* A block of its own, so that the sanitizer sees reads beyond its end. */
    uint8_t *copy = (uint8_t *)malloc(n == 0 ? 1 : n);
    for (size_t i = 0; copy != NULL && i < n; i++) {
        copy[i] = bytes[i];
    }
    if (copy != NULL) {
        (void)LLVMFuzzerTestOneInput(copy, n);
        files++;
    }
    free(copy);
    return 0;
}

int main(int argc, char **argv)
{
    (void)LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) {
        (void)nftw(argv[i], replay_file, FOLDERS_OPEN, FTW_PHYS);
    }
    printf("%u files\n", files);
    return 0;
}
