/* rules/README.md is the reference of the tables: it lists every column as the schema has it. */
#include "knowledge/world.h"

enum { README_MAX = 200000 };

static char readme_bytes[README_MAX];

static struct slice readme(void)
{
    FILE *in = fopen("rules/README.md", "rb");
    assert_non_null(in);
    size_t n = fread(readme_bytes, 1, sizeof readme_bytes, in);
    fclose(in);
    assert_true(n < sizeof readme_bytes);
    return slice_of(readme_bytes, n);
}

/* The section of a table, from its heading to the next. */
static struct slice section_of(struct slice text, struct slice table)
{
    char heading[80];
    (void)snprintf(heading, sizeof heading, "\n### %.*s\n", SLICE_ARG(table));
    size_t from = slice_find(text, slice_cstr(heading), 0);
    assert_true(from < text.n);
    return slice_sub(text, from, slice_find(text, SLICE("\n##"), from + 1) - from);
}

/* A bar would end the cell in Markdown. */
static void put_type(struct buf *line, struct slice type)
{
    for (size_t i = 0; i < type.n; i++) {
        buf_cstr(line, type.p[i] == '|' ? "\\" : "");
        buf_byte(line, type.p[i]);
    }
}

enum { TABLE, COLUMN, TYPE, REQUIRED, KEY, REFERS, WHAT, CELLS };

static void check_line(struct slice text, const struct slice *cells)
{
    struct buf line;
    buf_init(&line, 2000);
    buf_printf(&line, "\n| `%.*s` | `", SLICE_ARG(cells[COLUMN]));
    put_type(&line, cells[TYPE]);
    buf_printf(&line, "` | %.*s | %.*s |\n", SLICE_ARG(cells[REQUIRED]), SLICE_ARG(cells[WHAT]));
    if (!slice_contains(section_of(text, cells[TABLE]), buf_slice(&line))) {
        spw_print_slice("not in the reference", buf_slice(&line));
        fail();
    }
    buf_dispose(&line);
}

static void every_column_stands_in_the_reference(void **state)
{
    struct slice rest = data_source_find(&embedded_world.files, SLICE("schema.tsv"))->bytes;
    struct slice text = readme();
    struct slice line = {NULL, 0};
    size_t rows = 0;
    (void)state;
    while (slice_split(rest, '\n', &line, &rest)) {
        struct slice cells[CELLS] = {{NULL, 0}};
        if (line.n == 0 || line.p[0] == '#' || slice_starts(line, SLICE("table\t"))) {
            continue;
        }
        for (size_t i = 0; i < CELLS; i++) {
            (void)slice_split(line, '\t', &cells[i], &line);
        }
        check_line(text, cells);
        rows++;
    }
    assert_true(rows > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(every_column_stands_in_the_reference),
    };
    return cmocka_run_group_tests(tests, world_setup, world_teardown);
}
