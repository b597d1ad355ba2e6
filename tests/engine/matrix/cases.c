#include "engine/matrix/cases.h"

#include "engine/sample.h"
#include "support/spw_test.h"

static void take_for(struct matrix_case *c, struct slice words)
{
    struct slice dialect = {0}, rest = {0};
    (void)slice_split(words, ' ', &dialect, &rest);
    c->newer = !slice_eq(dialect, SLICE("01"));
    c->elder = !slice_eq(dialect, SLICE("04"));
    (void)slice_split(rest, ' ', &c->cause, &c->severity);
    if (slice_eq(c->cause, SLICE("healthy"))) {
        c->cause = slice_of(NULL, 0);
    }
}

static void take_skip(struct matrix_case *c, struct slice words)
{
    struct slice reason = {0};
    assert_true(c->n_skips < SKIPS_MAX);
    (void)slice_split(words, ' ', &c->skips[c->n_skips++], &reason);
    if (reason.n == 0) {
        fail_msg("%.*s: a variant is skipped without a reason", SLICE_ARG(c->name));
    }
}

void cases_read(const char *file, struct buf *text, struct array *cases)
{
    struct slice line = {0}, rest = {0};
    struct matrix_case *c = NULL;
    char path[200];

    (void)snprintf(path, sizeof path, "tests/engine/matrix/%s", file);
    assert_true(sample_read(path, text));
    rest = buf_slice(text);
    while (rest.n > 0) {
        (void)slice_split(rest, '\n', &line, &rest);
        if (slice_starts(line, SLICE("case "))) {
            c = array_push(cases);
            assert_non_null(c);
            c->name = slice_from(line, 5);
        } else if (slice_starts(line, SLICE("for "))) {
            take_for(c, slice_from(line, 4));
        } else if (slice_starts(line, SLICE("skip "))) {
            take_skip(c, slice_from(line, 5));
        } else if (line.n > 2 && line.p[1] == ' ' && line.p[0] != '#') {
            c->lines.p = c->lines.p == NULL ? line.p : c->lines.p;
            c->lines.n = (size_t)(line.p + line.n - c->lines.p);
        } else if (line.n > 0 && line.p[0] != '#') {
            fail_msg("%s: not understood: %.*s", file, SLICE_ARG(line));
        }
    }
}

void case_script(const struct matrix_case *c, bool elder, bool mistaken, struct script *out)
{
    struct slice line = {0}, rest = c->lines;

    script_init(out, elder);
    while (rest.n > 0) {
        (void)slice_split(rest, '\n', &line, &rest);
        if (line.n < 3 || line.p[0] == '#' || line.p[0] == (mistaken ? '+' : '-')) {
            continue;
        }
        script_line(out, slice_from(line, 2));
    }
}

/* Names of several variants: what is made of rows of text, and where bytes cannot be counted. */
static bool names(struct slice name, struct slice variant)
{
    static const struct {
        const char *name, *variants;
    } groups[] = {{"rows", "paste stamped dated mailed arrows transmit"},
                  {"inexact", "paste stamped dated mailed arrows transmit lf crlf loop mended "
                              "commandless relapse joined echo"}};
    for (size_t i = 0; i < SPW_COUNT(groups); i++) {
        struct slice one = {0}, rest = slice_cstr(groups[i].variants);
        bool in = slice_eq(name, slice_cstr(groups[i].name));
        while (in && rest.n > 0) {
            (void)slice_split(rest, ' ', &one, &rest);
            if (slice_eq(one, variant)) {
                return true;
            }
        }
    }
    return slice_eq(name, variant);
}

bool case_skips(const struct matrix_case *c, const char *variant)
{
    for (size_t i = 0; i < c->n_skips; i++) {
        struct slice one = {0}, rest = c->skips[i];
        while (rest.n > 0) {
            (void)slice_split(rest, ',', &one, &rest);
            if (names(one, slice_cstr(variant))) {
                return true;
            }
        }
    }
    return false;
}
