/* Host tool: ids messages.tsv message_ids.h
 * Turns the list of messages into an enum and a list macro, so that number, name and text stand in
 * one place. Refuses rows out of order: numbers are given once and for ever. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 1000, ROWS_MAX = 500 };

struct row {
    unsigned long number;
    char name[64];
    char text[LINE_BYTES];
};

static int fail(const char *file, unsigned line, const char *what)
{
    fprintf(stderr, "%s:%u: %s\n", file, line, what);
    return 1;
}

static bool is_name(const char *s)
{
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    return n > 0 && s[n] == '\0';
}

/* Splits "number TAB name TAB text LF" in place. */
static bool read_row(char *line, struct row *row)
{
    char *name = strchr(line, '\t');
    char *text = name == NULL ? NULL : strchr(name + 1, '\t');
    char *end = text == NULL ? NULL : strchr(text + 1, '\n');
    if (end == NULL) {
        return false;
    }
    *name++ = '\0';
    *text++ = '\0';
    *end = '\0';
    char *rest = NULL;
    row->number = strtoul(line, &rest, 10);
    if (rest == line || *rest != '\0' || !is_name(name) || strlen(name) >= sizeof row->name) {
        return false;
    }
    if (strpbrk(text, "\"\\") != NULL) {
        return false;
    }
    (void)snprintf(row->name, sizeof row->name, "%s", name);
    (void)snprintf(row->text, sizeof row->text, "%s", text);
    return true;
}

static int read_rows(FILE *in, const char *file, struct row *rows, size_t *n)
{
    char line[LINE_BYTES];
    for (unsigned number = 1; fgets(line, sizeof line, in) != NULL; number++) {
        if (line[0] == '#' || line[0] == '\n') {
            continue;
        }
        if (*n == ROWS_MAX || !read_row(line, &rows[*n])) {
            return fail(file, number, "not a row of number, name and text");
        }
        if (*n > 0 && rows[*n].number <= rows[*n - 1].number) {
            return fail(file, number, "numbers must rise");
        }
        (*n)++;
    }
    return 0;
}

static void write_header(FILE *out, const struct row *rows, size_t n)
{
    fprintf(out, "/* Generated from base/messages.tsv. */\n"
                 "#ifndef SPW_BASE_MESSAGE_IDS_H\n#define SPW_BASE_MESSAGE_IDS_H\n\n"
                 "enum message_id {\n");
    for (size_t i = 0; i < n; i++) {
        fprintf(out, "    MSG_%s = %lu%s\n", rows[i].name, rows[i].number, i + 1 < n ? "," : "");
    }
    fprintf(out, "};\n\n/* X(number, name, text) for each message. */\n#define SPW_MESSAGES(X)");
    for (size_t i = 0; i < n; i++) {
        fprintf(out, " \\\n    X(%lu, %s, \"%s\")", rows[i].number, rows[i].name, rows[i].text);
    }
    fprintf(out, "\n\n#endif\n");
}

int main(int argc, char **argv)
{
    static struct row rows[ROWS_MAX];
    size_t n = 0;
    if (argc != 3) {
        fprintf(stderr, "usage: ids messages.tsv message_ids.h\n");
        return 2;
    }
    FILE *in = fopen(argv[1], "r");
    if (in == NULL) {
        return fail(argv[1], 0, "cannot be read");
    }
    int status = read_rows(in, argv[1], rows, &n);
    fclose(in);
    if (status != 0) {
        return status;
    }
    FILE *out = fopen(argv[2], "w");
    if (out == NULL) {
        return fail(argv[2], 0, "cannot be written");
    }
    write_header(out, rows, n);
    bool failed = ferror(out) != 0;
    failed = fclose(out) != 0 || failed;
    return !failed ? 0 : fail(argv[2], 0, "cannot be written");
}
