#include "report/fixture.h"
#include "report/golden.h"
#include "support/spw_test.h"

static const struct report_options wide = {.width = 100};
static const struct report_options narrow = {.width = 80, .ascii = true, .terminal = true};
static const struct report_options tiny = {.width = 1, .ascii = true, .terminal = true};
static const struct report_options colour = {.width = 100, .colour = true, .verbose = true};
static const struct report_options quiet = {.width = 100, .quiet = true};

static void render(const struct fixture *f, const struct report_options *o, struct buf *out)
{
    const struct report_format *text = report_format_find(SLICE("text"));
    struct report_totals totals = {0};
    assert_non_null(text);
    buf_init(out, 1024 * 1024);
    text->begin(o, out);
    text->trace(o, &f->page, 0, out);
    report_totals_add(&totals, &f->report);
    text->end(o, &totals, out);
    assert_int_equal(out->status, SPW_OK);
}

static void compare_all(const struct report_options *o, const char *suffix)
{
    static struct fixture f;
    for (size_t i = 0; fixture_make(i, &f); i++) {
        char name[100];
        struct buf out;
        (void)snprintf(name, sizeof name, "%s.%s.txt", f.name, suffix);
        render(&f, o, &out);
        assert_golden(name, buf_slice(&out));
        buf_dispose(&out);
    }
}

static void reports_are_as_in_the_goldens(void **state)
{
    (void)state;
    compare_all(&wide, "wide");
    compare_all(&narrow, "narrow");
    compare_all(&colour, "colour");
    compare_all(&quiet, "quiet");
}

/* ---- properties that hold for every report ------------------------------------------------------------- */

static void assert_harmless(const char *row, struct slice page, bool ascii)
{
    for (size_t i = 0; i < page.n; i++) {
        uint8_t c = page.p[i];
        if ((c < 0x20 && c != '\n') || c == 0x7f || (ascii && c >= 0x80)) {
            print_error("%s: byte %02X at %zu\n", row, c, i);
            fail();
        }
    }
}

static void no_control_character_reaches_the_terminal(void **state)
{
    (void)state;
    static struct fixture f;
    const struct report_options *const options[] = {&wide, &narrow, &tiny, &quiet};
    for (size_t i = 0; fixture_make(i, &f); i++) {
        for (size_t k = 0; k < SPW_COUNT(options); k++) {
            struct buf out;
            render(&f, options[k], &out);
            assert_harmless(f.name, buf_slice(&out), options[k]->ascii);
            buf_dispose(&out);
        }
    }
}

static bool is_quote(struct slice line)
{
    size_t bar = slice_find(line, SLICE(" | "), 0);
    return bar < line.n && bar < 12;
}

/* Commands and words without a blank may be longer: they must stay whole. */
static void quotes_keep_within_the_width(void **state)
{
    (void)state;
    static struct fixture f;
    for (size_t i = 0; fixture_make(i, &f); i++) {
        struct buf out;
        render(&f, &narrow, &out);
        struct slice line, rest = buf_slice(&out);
        while (rest.n > 0) {
            (void)slice_split(rest, '\n', &line, &rest);
            if (is_quote(line) && line.n > 80) {
                spw_print_slice(f.name, line);
                fail();
            }
        }
        buf_dispose(&out);
    }
}

static struct slice line_behind(struct slice page, struct slice head, struct slice *rest)
{
    size_t at = slice_find(page, head, 0);
    assert_true(at < page.n);
    struct slice line;
    (void)slice_split(slice_from(page, at), '\n', &line, rest);
    return line;
}

/* What stands above the carets of the quote that begins with `head`. */
static void assert_underlined(struct slice page, const char *head, const char *want)
{
    struct slice rest, under;
    struct slice line = line_behind(page, slice_cstr(head), &rest);
    (void)slice_split(rest, '\n', &under, &rest);
    size_t from = slice_find_byte(under, '^', 0);
    size_t end = from;
    while (end < under.n && (under.p[end] == '^' || under.p[end] == '~')) {
        end++;
    }
    assert_slice(slice_sub(line, from, end - from), slice_cstr(want));
}

static struct slice render_place(struct fixture *f, const char *place, size_t width,
                                 struct buf *out)
{
    static struct spw_evidence evidence;
    static struct spw_finding finding;
    size_t at = slice_find(f->trace, slice_cstr(place), 0);
    uint32_t column = 1;
    uint32_t line = 1;
    for (size_t i = 0; i < at; i++) {
        column = f->trace.p[i] == '\n' ? 1 : column + 1;
        line += f->trace.p[i] == '\n';
    }
    uint32_t n = (uint32_t)slice_cstr(place).n;
    mark_set(&evidence.at, (struct span){at, line, column, n, line}, slice_cstr(place));
    finding = (struct spw_finding){.title = SLICE("t"), .evidence = &evidence, .n_evidence = 1};
    f->report.findings = &finding;
    f->report.n_findings = 1;
    struct report_options o = {.width = width};
    render(f, &o, out);
    return buf_slice(out);
}

static void exactly_the_evidence_is_underlined(void **state)
{
    (void)state;
    static const char *const places[] = {
        "AT+S.MQTTCONN", "8883",          "DeviceID/api", "SharedAccessSignature",
        "sig=KA",        "se=1521901101", ",,,,,"};
    for (size_t i = 0; i < SPW_COUNT(places); i++) {
        for (size_t width = 60; width <= 400; width += 17) {
            static struct fixture f;
            struct buf out;
            fixture_azure(&f);
            struct slice page = render_place(&f, places[i], width, &out);
            assert_underlined(page, "   19 | AT+S", places[i]);
            buf_dispose(&out);
        }
    }
}

static void without_the_input_only_the_kept_text_is_quoted(void **state)
{
    (void)state;
    static struct fixture f;
    struct buf out;
    fixture_azure(&f);
    f.page.n_lines = 0;
    struct slice page = render_place(&f, "se=1521901101", 100, &out);
    assert_underlined(page, "   19 | ...", "se=1521901101");
    buf_dispose(&out);
}

static void several_traces_are_summed_up(void **state)
{
    (void)state;
    static struct fixture f;
    const struct report_format *text = report_format_find(SLICE("text"));
    struct report_totals totals = {0};
    struct buf out;
    buf_init(&out, 1024 * 1024);
    for (size_t i = 0; fixture_make(i, &f); i++) {
        text->trace(&wide, &f.page, i, &out);
        report_totals_add(&totals, &f.report);
    }
    assert_int_equal(totals.traces, 8);
    assert_int_equal(totals.judged, 7);
    assert_int_equal(totals.failed, 4);
    buf_clear(&out);
    text->end(&wide, &totals, &out);
    assert_buf(out,
               "\n8 traces, 4 with errors: 5 errors, 3 warnings, 1 note in 207 attempts; 6 failure "
               "lines unexplained\n");
    buf_dispose(&out);
}

static void a_full_buffer_is_told_and_not_overrun(void **state)
{
    (void)state;
    static struct fixture f;
    fixture_azure(&f);
    size_t n = 0;
    const struct report_format *formats = report_formats(&n);
    for (size_t i = 0; i < n; i++) {
        const struct report_format *format = &formats[i];
        struct buf out;
        buf_init(&out, 100);
        format->begin(&wide, &out);
        format->trace(&wide, &f.page, 0, &out);
        assert_int_equal(out.status, SPW_NO_MEMORY);
        buf_dispose(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(reports_are_as_in_the_goldens),
        SPW_TEST(no_control_character_reaches_the_terminal),
        SPW_TEST(quotes_keep_within_the_width),
        SPW_TEST(exactly_the_evidence_is_underlined),
        SPW_TEST(without_the_input_only_the_kept_text_is_quoted),
        SPW_TEST(several_traces_are_summed_up),
        SPW_TEST(a_full_buffer_is_told_and_not_overrun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
