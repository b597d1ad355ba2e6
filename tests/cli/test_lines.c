#include "cli/lines.h"
#include "support/spw_test.h"

#include <stdlib.h>
#include <unistd.h>

/* An open capture of these bytes; its file has no name any more. */
static void open_bytes(struct capture_file *f, struct slice bytes)
{
    char path[] = "/tmp/spw-lines-XXXXXX";
    struct buf why;
    struct slice block = {NULL, 0};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.p, bytes.n), bytes.n);
    assert_int_equal(close(fd), 0);
    buf_init(&why, 400);
    assert_int_equal(capture_file_open(f, path, &why), SPW_OK);
    assert_int_equal(unlink(path), 0);
    do {
        assert_int_equal(capture_file_next(f, &block, &why), SPW_OK);
    } while (block.n > 0);
    buf_dispose(&why);
}

/* The first `place` of the bytes. */
static struct span span_of(struct slice bytes, const char *place)
{
    size_t at = slice_find(bytes, slice_cstr(place), 0);
    assert_true(at < bytes.n);
    struct span s = {at, 1, 1, (uint32_t)slice_cstr(place).n, 1};
    for (size_t i = 0; i < at; i++) {
        s.column = bytes.p[i] == '\n' ? 1 : s.column + 1;
        s.line += bytes.p[i] == '\n';
    }
    s.last_line = s.line;
    return s;
}

static void collect(struct lines *l, struct slice bytes, const struct span *spans, size_t n)
{
    static struct spw_evidence evidence[8];
    struct capture_file f;
    assert_true(n <= SPW_COUNT(evidence));
    for (size_t i = 0; i < n; i++) {
        evidence[i].at.span = spans[i];
    }
    const struct spw_finding finding = {.evidence = evidence, .n_evidence = n};
    const struct spw_report report = {.findings = &finding, .n_findings = 1};
    open_bytes(&f, bytes);
    lines_collect(l, &report, &f);
    capture_file_close(&f);
}

static const struct report_line *line_at(const struct lines *l, size_t i)
{
    const struct report_line *line = ARRAY_AT(&l->list, struct report_line, i);
    assert_non_null(line);
    return line;
}

static void lines_come_whole_and_in_order(void **state)
{
    (void)state;
    struct lines l;
    struct slice bytes = SLICE("one\r\ntwo se=1 end\r\nthree\nfour");
    const struct span spans[] = {span_of(bytes, "four"), span_of(bytes, "se=1"),
                                 span_of(bytes, "end"), span_of(bytes, "one")};
    collect(&l, bytes, spans, SPW_COUNT(spans));
    assert_int_equal(l.list.n, 3); /* "se=1" and "end" share their line */
    assert_slice(line_at(&l, 0)->text, SLICE("one"));
    assert_slice(line_at(&l, 1)->text, SLICE("two se=1 end"));
    assert_int_equal(line_at(&l, 1)->column, 1);
    assert_false(line_at(&l, 1)->more);
    assert_slice(line_at(&l, 2)->text, SLICE("four"));
    lines_dispose(&l);
}

static void of_a_long_line_the_surroundings_come(void **state)
{
    (void)state;
    struct lines l;
    struct buf bytes;
    buf_init(&bytes, 1024 * 1024);
    buf_fill(&bytes, 'x', 50000);
    buf_cstr(&bytes, "needle");
    buf_fill(&bytes, 'y', 50000);
    const struct span spans[] = {span_of(buf_slice(&bytes), "needle")};
    collect(&l, buf_slice(&bytes), spans, 1);
    const struct report_line *line = line_at(&l, 0);
    size_t from = spans[0].column - line->column;
    assert_true(line->column > 40000 && line->more && line->text.n < 5000);
    assert_slice(slice_sub(line->text, from, 6), SLICE("needle"));
    lines_dispose(&l);
    buf_dispose(&bytes);
}

static void places_outside_of_the_input_are_left_out(void **state)
{
    (void)state;
    struct lines l;
    const struct span spans[] = {
        {1000000, 70, 3, 5, 70},                             /* behind the end */
        {2, 1, 4000000000U, 5, 1},                           /* a column before the start */
        {0, 0, 0, 0, 0},                                     /* no place */
        {UINT64_MAX, UINT32_MAX, 1, UINT32_MAX, UINT32_MAX}, /* nonsense */
    };
    collect(&l, SLICE("AT\nAT-S.OK\n"), spans, SPW_COUNT(spans));
    for (size_t i = 0; i < l.list.n; i++) {
        assert_true(line_at(&l, i)->text.n <= 11);
    }
    lines_dispose(&l);
}

static void of_several_lines_the_first_comes(void **state)
{
    (void)state;
    struct lines l;
    struct slice bytes = SLICE("AT\n-----BEGIN-----\nabc\n-----END-----\n");
    struct span span = span_of(bytes, "-----BEGIN-----\nabc\n-----END-----");
    span.last_line = 4;
    collect(&l, bytes, &span, 1);
    assert_slice(line_at(&l, 0)->text, SLICE("-----BEGIN-----"));
    lines_dispose(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(lines_come_whole_and_in_order),
        SPW_TEST(of_a_long_line_the_surroundings_come),
        SPW_TEST(places_outside_of_the_input_are_left_out),
        SPW_TEST(of_several_lines_the_first_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
