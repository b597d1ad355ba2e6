/* Every format but text and JSON, which have tests of their own: goldens of all fixtures, and properties
 * that hold for every report. check_formats.py looks at the goldens with parsers of others. */
#include "report/fixture.h"
#include "report/golden.h"
#include "support/spw_test.h"

enum { PAGE_MAX = 1 << 22 };

static const struct {
    const char *format, *ending;
    bool ascii;
} forms[] = {{"ndjson", "ndjson", false},
             {"markdown", "md", false},
             {"html", "html", false},
             {"sarif", "sarif", false},
             {"junit", "junit.xml", false},
             {"diagram", "diagram.txt", false},
             {"diagram", "diagram-ascii.txt", true},
             {"mermaid", "mmd", false},
             {"svg", "svg", false}};

static void render(const struct fixture *f, size_t form, struct buf *out)
{
    const struct report_format *format = report_format_find(slice_cstr(forms[form].format));
    const struct report_options o = {.ascii = forms[form].ascii};
    struct report_totals totals = {0};
    assert_non_null(format);
    buf_init(out, PAGE_MAX);
    format->begin(&o, out);
    format->trace(&o, &f->page, 0, out);
    report_totals_add(&totals, &f->report);
    format->end(&o, &totals, out);
    assert_int_equal(out->status, SPW_OK);
}

static void reports_are_as_in_the_goldens(void **state)
{
    (void)state;
    static struct fixture f;
    for (size_t i = 0; fixture_make(i, &f); i++) {
        for (size_t k = 0; k < SPW_COUNT(forms); k++) {
            char name[100];
            struct buf out;
            (void)snprintf(name, sizeof name, "%s.%s", f.name, forms[k].ending);
            render(&f, k, &out);
            assert_golden(name, buf_slice(&out));
            buf_dispose(&out);
        }
    }
}

static void the_same_report_gives_the_same_bytes(void **state)
{
    (void)state;
    static struct fixture f;
    fixture_azure(&f);
    for (size_t k = 0; k < SPW_COUNT(forms); k++) {
        struct buf a, b;
        render(&f, k, &a);
        render(&f, k, &b);
        assert_slice(buf_slice(&a), buf_slice(&b));
        buf_dispose(&a);
        buf_dispose(&b);
    }
}

/* No control but line feed and tab, no invalid UTF-8, nothing that turns the reading direction. */
static void no_format_lets_a_control_character_through(void **state)
{
    (void)state;
    static struct fixture f;
    for (size_t i = 0; fixture_make(i, &f); i++) {
        for (size_t k = 0; k < SPW_COUNT(forms); k++) {
            struct buf out;
            render(&f, k, &out);
            for (size_t at = 0; at < out.n;) {
                uint32_t cp = 0;
                size_t n = utf8_decode(buf_slice(&out), at, &cp);
                bool control = cp < 0x20 && cp != '\n' && cp != '\t';
                bool bidi = (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
                if (n == 0 || control || cp == 0x7f || bidi) {
                    print_error("%s.%s: %04lX at %zu\n", f.name, forms[k].ending, (unsigned long)cp,
                                at);
                    fail();
                }
                at += n;
            }
            buf_dispose(&out);
        }
    }
}

static void every_format_has_an_empty_document(void **state)
{
    (void)state;
    size_t n = 0;
    const struct report_format *formats = report_formats(&n);
    for (size_t i = 0; i < n; i++) {
        const struct report_options o = {.ascii = true};
        const struct report_totals none = {0};
        struct buf out;
        buf_init(&out, PAGE_MAX);
        formats[i].begin(&o, &out);
        formats[i].end(&o, &none, &out);
        assert_int_equal(out.status, SPW_OK);
        buf_dispose(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(reports_are_as_in_the_goldens),
        SPW_TEST(the_same_report_gives_the_same_bytes),
        SPW_TEST(no_format_lets_a_control_character_through),
        SPW_TEST(every_format_has_an_empty_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
