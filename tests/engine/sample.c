#include "engine/sample.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "report/format.h"
#include "support/spw_test.h"

enum { FILE_MAX = 1 << 24, PATH_MAX_BYTES = 512, ENTRIES_MAX = 512 };

/* A fixed day, so that reports do not change with the calendar: 2026-11-01. */
static const int64_t today = 1793491200;

const struct spw_knowledge *sample_knowledge(void)
{
    static struct spw_knowledge *k;
    struct messages m;
    struct buf text;

    if (k != NULL) {
        return k;
    }
    messages_init(&m);
    buf_init(&text, 1 << 20);
    if (spw_knowledge_new(&k, NULL, 0, &m) != SPW_OK) {
        for (size_t i = 0; i < m.n; i++) {
            message_put(&text, &m.list[i]);
        }
        print_error("%.*s\n", SLICE_ARG(buf_slice(&text)));
    }
    assert_non_null(k);
    assert_int_equal(m.n, 0);
    buf_dispose(&text);
    messages_dispose(&m);
    return k;
}

bool sample_read(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "rb");
    char block[8192];
    size_t n = 0;

    if (f == NULL) {
        return false;
    }
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        buf_put(out, slice_of(block, n));
    }
    (void)fclose(f);
    return out->status == SPW_OK;
}

static int by_name(const void *a, const void *b) { return strcmp(a, b); }

/* Names in `path` that start with `head`, sorted; returns their number. */
static size_t list(const char *path, const char *head, char names[][256])
{
    DIR *d = opendir(path);
    size_t n = 0;

    assert_non_null(d);
    for (struct dirent *e = readdir(d); e != NULL && n < ENTRIES_MAX; e = readdir(d)) {
        if (strncmp(e->d_name, head, strlen(head)) == 0 && e->d_name[0] != '.' &&
            strlen(e->d_name) < 256) {
            (void)snprintf(names[n++], 256, "%s", e->d_name);
        }
    }
    (void)closedir(d);
    qsort(names, n, 256, by_name);
    return n;
}

static void visit_folder(sample_visitor *visit, void *context, const char *folder)
{
    static char files[ENTRIES_MAX][256];
    char path[PATH_MAX_BYTES + 600];
    struct buf bytes;
    size_t n = 0;

    (void)snprintf(path, sizeof path, "traces/%s", folder);
    n = list(path, "trace", files);
    for (size_t i = 0; i < n; i++) {
        buf_init(&bytes, FILE_MAX);
        (void)snprintf(path, sizeof path, "traces/%s/%s", folder, files[i]);
        assert_true(sample_read(path, &bytes));
        visit(context, folder, files[i], buf_slice(&bytes));
        buf_dispose(&bytes);
    }
}

void samples_visit(sample_visitor *visit, void *context)
{
    static char folders[ENTRIES_MAX][256];
    size_t n = list("traces", "", folders);

    for (size_t i = 0; i < n; i++) {
        if (strchr(folders[i], '.') == NULL) {
            visit_folder(visit, context, folders[i]);
        }
    }
}

struct spw_engine *sample_engine(void)
{
    struct spw_options o = {.now = today};
    struct spw_engine *e = NULL;

    assert_int_equal(spw_engine_new(&e, sample_knowledge(), &o), SPW_OK);
    return e;
}

struct spw_engine *sample_diagnose(struct slice bytes, size_t cut, bool single)
{
    struct spw_engine *e = sample_engine();

    for (size_t i = 0; single && i < bytes.n; i++) {
        assert_int_equal(spw_engine_feed(e, slice_sub(bytes, i, 1), TIME_NONE), SPW_OK);
    }
    if (!single) {
        assert_int_equal(spw_engine_feed(e, slice_sub(bytes, 0, cut), TIME_NONE), SPW_OK);
        assert_int_equal(spw_engine_feed(e, slice_from(bytes, cut), TIME_NONE), SPW_OK);
    }
    assert_int_equal(spw_engine_finish(e), SPW_OK);
    return e;
}

void sample_json(struct spw_engine *e, struct buf *out)
{
    const struct report_format *f = report_format_find(SLICE("json"));
    struct report_options o = {.ascii = true};
    struct report_trace t = {.path = SLICE("trace"), .report = spw_engine_report(e)};
    struct report_totals totals = {0};

    report_totals_add(&totals, t.report);
    if (f->begin != NULL) {
        f->begin(&o, out);
    }
    f->trace(&o, &t, 0, out);
    if (f->end != NULL) {
        f->end(&o, &totals, out);
    }
    assert_int_equal(out->status, SPW_OK);
}
