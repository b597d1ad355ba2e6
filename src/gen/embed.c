/* Host tool: embed ROOT LIST OUT
 * Writes the files named in LIST (one path below ROOT a line) as a C table, sorted by path, so that
 * the program carries its rules with it (data/embedded.h). */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATHS_MAX = 2000, PATH_BYTES = 400, LITERAL_COLUMNS = 90 };

static int fail(const char *path, const char *what)
{
    fprintf(stderr, "embed: %s: %s\n", path, what);
    return 1;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp((const char *)a, (const char *)b);
}

static int read_list(const char *file, char paths[][PATH_BYTES], size_t *n)
{
    FILE *in = fopen(file, "r");
    if (in == NULL) {
        return fail(file, "cannot be read");
    }
    char line[PATH_BYTES];
    while (fgets(line, sizeof line, in) != NULL) {
        size_t length = strcspn(line, "\n");
        if (length == 0) {
            continue;
        }
        if (*n == PATHS_MAX || line[length] != '\n') {
            fclose(in);
            return fail(file, "too many paths, or one too long");
        }
        line[length] = '\0';
        memcpy(paths[(*n)++], line, length + 1);
    }
    fclose(in);
    qsort(paths, *n, PATH_BYTES, compare_paths);
    return 0;
}

/* One byte of a string literal; returns the columns taken. Octal escapes always have three digits,
 * so that a digit behind them is not taken for a part of them; '?' might begin a trigraph. */
static int put_literal_byte(FILE *out, int c)
{
    bool plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '?';
    return plain ? fprintf(out, "%c", c) : fprintf(out, "\\%03o", (unsigned)c);
}

static int put_file(FILE *out, const char *root, const char *path)
{
    char full[2 * PATH_BYTES];
    int length = snprintf(full, sizeof full, "%s/%s", root, path);
    FILE *in = length < (int)sizeof full ? fopen(full, "rb") : NULL;
    if (in == NULL) {
        return fail(full, "cannot be read");
    }
    unsigned long bytes = 0;
    int column = 0;
    fprintf(out, "    {SLICE_INIT(\"%s\"),\n     {(const uint8_t *)\n      \"", path);
    for (int c = fgetc(in); c != EOF; c = fgetc(in), bytes++) {
        column += put_literal_byte(out, c);
        if (column > LITERAL_COLUMNS) {
            fprintf(out, "\"\n      \"");
            column = 0;
        }
    }
    fprintf(out, "\", %luU}},\n", bytes);
    int status = ferror(in) ? fail(full, "cannot be read") : 0;
    fclose(in);
    return status;
}

static int put_table(FILE *out, const char *root, char paths[][PATH_BYTES], size_t n)
{
    fprintf(out, "/* Generated from the folder rules/. */\n"
                 "#include \"data/embedded.h\"\n\n"
                 "const struct data_file embedded_files[] = {\n");
    for (size_t i = 0; i < n; i++) {
        int status = put_file(out, root, paths[i]);
        if (status != 0) {
            return status;
        }
    }
    /* An array cannot be empty in C; the count does not count this one. */
    fprintf(out, "    {{NULL, 0}, {NULL, 0}},\n};\n\nconst size_t embedded_file_count = %luU;\n",
            (unsigned long)n);
    return 0;
}

int main(int argc, char **argv)
{
    static char paths[PATHS_MAX][PATH_BYTES];
    size_t n = 0;
    if (argc != 4) {
        fprintf(stderr, "usage: embed ROOT LIST OUT\n");
        return 2;
    }
    if (read_list(argv[2], paths, &n) != 0) {
        return 1;
    }
    FILE *out = fopen(argv[3], "w");
    if (out == NULL) {
        return fail(argv[3], "cannot be written");
    }
    int status = put_table(out, argv[1], paths, n);
    bool failed = ferror(out) != 0;
    failed = fclose(out) != 0 || failed;
    if (failed && status == 0) {
        status = fail(argv[3], "cannot be written");
    }
    return status;
}
