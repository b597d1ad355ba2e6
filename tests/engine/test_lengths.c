/* A root that is announced by its length alone, or by the identifier that the module prints: the report names it,
 * or says among how many. All roots of the table, in all five encodings people send. */
#include "engine/sample.h"
#include "report/format.h"
#include "support/spw_test.h"

enum {
    TABLE_MAX = 1 << 19,
    PAGE_MAX = 1 << 18,
    CELLS = 16,
    ROOTS_MAX = 1024,
    FORMS = 5,
    NAMED_MAX = 3
};
enum column { IS_ROOT = 1, NAME = 3, KEY_ID = 5, DER = 13, PEM_LF = 14, PEM_CRLF = 15 };

struct root {
    struct slice name, key_id;
    uint64_t length
        [FORMS]; /* DER, PEM with LF, without the last one, with CR LF, without the last one */
};

static struct root roots[ROOTS_MAX];
static size_t n_roots;
static struct buf table;

static void read_roots(void)
{
    struct slice rest = buf_slice(&table), row = {0};
    while (rest.n > 0) {
        struct slice cell[CELLS] = {{0}};
        (void)slice_split(rest, '\n', &row, &rest);
        for (size_t i = 0; i < CELLS; i++) {
            (void)slice_split(row, '\t', &cell[i], &row);
        }
        struct root *r = &roots[n_roots];
        if (slice_eq(cell[IS_ROOT], SLICE("yes")) && n_roots < ROOTS_MAX &&
            slice_to_u64(cell[DER], 1 << 16, &r->length[0]) == NUMBER_OK &&
            slice_to_u64(cell[PEM_LF], 1 << 16, &r->length[1]) == NUMBER_OK &&
            slice_to_u64(cell[PEM_CRLF], 1 << 16, &r->length[3]) == NUMBER_OK) {
            r->name = slice_sub(cell[NAME], 0, slice_find(cell[NAME], SLICE(" / "), 0));
            r->key_id = cell[KEY_ID];
            r->length[2] = r->length[1] - 1;
            r->length[4] = r->length[3] - 2;
            n_roots++;
        }
    }
}

static size_t candidates(uint64_t length)
{
    size_t n = 0;
    for (size_t i = 0; i < n_roots; i++) {
        bool fits = false;
        for (size_t form = 0; form < FORMS; form++) {
            fits = fits || roots[i].length[form] == length;
        }
        n += fits;
    }
    return n;
}

/* The page as text, its line breaks unfolded. */
static void page_of(struct slice session, struct buf *page)
{
    struct spw_engine *e = sample_diagnose(session, 0, false);
    const struct report_format *f = report_format_find(SLICE("text"));
    struct report_options o = {.width = 4000};
    struct report_trace t = {.path = SLICE("x"), .report = spw_engine_report(e)};
    size_t n = 0;
    buf_clear(page);
    f->trace(&o, &t, 0, page);
    for (size_t i = 0; i < page->n; i++) {
        uint8_t c = page->p[i] == '\n' ? ' ' : page->p[i];
        if (c != ' ' || n == 0 || page->p[n - 1] != ' ') {
            page->p[n++] = c;
        }
    }
    page->n = n;
    spw_engine_free(e);
}

static bool names_or_counts(const struct root *r, uint64_t length, struct slice page)
{
    char count[64];
    size_t n = candidates(length);
    (void)snprintf(count, sizeof count, "(%zu known root(s) in all)", n);
    return slice_contains(page, slice_cstr(count)) &&
           (n > NAMED_MAX || slice_contains(page, r->name));
}

static void every_root_is_named_by_its_length(void **state)
{
    struct buf page, session;
    size_t alone = 0, few = 0, many = 0, missed = 0;
    (void)state;
    buf_init(&page, PAGE_MAX);
    buf_init(&session, 256);
    for (size_t i = 0; i < n_roots; i++) {
        for (size_t form = 0; form < FORMS; form++) {
            uint64_t length = roots[i].length[form];
            size_t n = candidates(length);
            buf_clear(&session);
            buf_printf(&session, "AT+S.TLSCERT=ca,%llu\r\nAT-S.OK\r\n", (unsigned long long)length);
            page_of(buf_slice(&session), &page);
            if (!names_or_counts(&roots[i], length, buf_slice(&page))) {
                missed++;
                print_error("%.*s by %llu bytes, %zu candidates:\n%.*s\n", SLICE_ARG(roots[i].name),
                            (unsigned long long)length, n, SLICE_ARG(buf_slice(&page)));
            }
            alone += n == 1;
            few += n > 1 && n <= NAMED_MAX;
            many += n > NAMED_MAX;
        }
    }
    print_message(
        "%zu roots in %d encodings: by length %zu are named alone, %zu among two or three, %zu "
        "are counted\n",
        n_roots, FORMS, alone, few, many);
    assert_int_equal(missed, 0);
    assert_true(n_roots >= 335);
    buf_dispose(&page);
    buf_dispose(&session);
}

static void every_root_is_named_by_its_identifier(void **state)
{
    struct buf page, session;
    size_t named = 0, missed = 0;
    (void)state;
    buf_init(&page, PAGE_MAX);
    buf_init(&session, 512);
    for (size_t i = 0; i < n_roots; i++) {
        struct slice id = roots[i].key_id;
        if (id.n != 40) {
            continue; /* without an identifier the module prints none */
        }
        buf_clear(&session);
        buf_printf(&session, "AT+S.TLSCERT=ca,%llu\r\nAT-S.SubjectKeyId:",
                   (unsigned long long)roots[i].length[0]);
        for (size_t k = 0; k < id.n; k += 2) {
            buf_printf(&session, "%s%.*s", k > 0 ? ":" : "", SLICE_ARG(slice_sub(id, k, 2)));
        }
        buf_put(&session, SLICE("\r\nAT-S.OK\r\n"));
        page_of(buf_slice(&session), &page);
        if (slice_contains(buf_slice(&page), roots[i].name)) {
            named++;
        } else {
            missed++;
            print_error("%.*s by its identifier:\n%.*s\n", SLICE_ARG(roots[i].name),
                        SLICE_ARG(buf_slice(&page)));
        }
    }
    print_message("%zu roots are named by their identifier\n", named);
    assert_int_equal(missed, 0);
    buf_dispose(&page);
    buf_dispose(&session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(every_root_is_named_by_its_length),
                                       SPW_TEST(every_root_is_named_by_its_identifier)};
    buf_init(&table, TABLE_MAX);
    if (!sample_read("rules/authorities.tsv", &table)) {
        return 1;
    }
    read_roots();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    buf_dispose(&table);
    return failed;
}
