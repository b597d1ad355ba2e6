#include "cli/merged.h"

#include <string.h>

#include "capture/file.h"
#include "cli/say.h"
#include "cli/whole.h"

enum { NAME_BYTES_MAX = 65536, REASON_MAX = 4096, NOTE_MAX = 8192 };
static const size_t report_bytes_max = (size_t)64 * 1024 * 1024;

static bool read_one(struct merged *m, const char *path)
{
    struct capture_file file;
    struct buf why;
    bool damaged = false;
    struct buf *bytes = &m->files[m->n];
    buf_init(&why, REASON_MAX);
    buf_init(bytes, WHOLE_MAX);
    bool good = capture_file_open(&file, path, &why) == SPW_OK;
    if (good) {
        good = whole_read(&file, path, bytes, &damaged) && !damaged;
        capture_file_close(&file);
    } else {
        say_about(path, buf_slice(&why));
    }
    m->captures[m->n++] = (struct spw_capture){slice_cstr(path), buf_slice(bytes)};
    buf_cstr(&m->name, m->n > 1 ? " + " : "");
    buf_cstr(&m->name, path);
    buf_dispose(&why);
    return good;
}

bool merged_open(struct merged *m, const char *const *paths, size_t n)
{
    struct buf why;
    memset(m, 0, sizeof *m);
    arena_init(&m->arena, report_bytes_max);
    buf_init(&m->name, NAME_BYTES_MAX);
    if (n < 2 || n > SPW_MERGE_MAX) {
        say("--merge takes 2 to %d captures of the same session", SPW_MERGE_MAX);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!read_one(m, paths[i])) {
            return false;
        }
    }
    buf_byte(&m->name, '\0');
    buf_init(&why, REASON_MAX);
    bool good =
        m->name.status == SPW_OK && spw_merge_new(&m->merge, m->captures, m->n, &why) == SPW_OK;
    if (!good) {
        say_about("--merge", buf_slice(&why));
    }
    buf_dispose(&why);
    return good;
}

void merged_dispose(struct merged *m)
{
    spw_merge_free(m->merge);
    for (size_t i = 0; i < m->n; i++) {
        buf_dispose(&m->files[i]);
    }
    buf_dispose(&m->name);
    arena_dispose(&m->arena);
}

const char *merged_name(const struct merged *m) { return (const char *)m->name.p; }

/* ---- the report -------------------------------------------------------------------------------------------- */

/* "module.log:17: what this place shows" */
static bool annotate(struct merged *m, struct spw_evidence *e)
{
    struct buf note;
    size_t capture = 0;
    uint32_t line = 0;
    if (!spw_merge_origin(m->merge, e->at.span.line, &capture, &line)) {
        return true;
    }
    buf_init(&note, NOTE_MAX);
    buf_put(&note, m->captures[capture].name);
    buf_printf(&note, ":%u", line);
    buf_cstr(&note, e->note.n > 0 ? ": " : "");
    buf_put(&note, e->note);
    e->note = arena_copy(&m->arena, buf_slice(&note));
    buf_dispose(&note);
    return e->note.p != NULL;
}

static bool annotate_finding(struct merged *m, struct spw_finding *f)
{
    struct spw_evidence *copy = ARENA_ARRAY(&m->arena, f->n_evidence, struct spw_evidence);
    if (copy == NULL) {
        return false;
    }
    for (size_t i = 0; i < f->n_evidence; i++) {
        copy[i] = f->evidence[i];
        if (!annotate(m, &copy[i])) {
            return false;
        }
    }
    f->evidence = copy;
    return true;
}

const struct spw_report *merged_report(struct merged *m, const struct spw_report *r)
{
    struct spw_report *copy = ARENA_NEW(&m->arena, struct spw_report);
    struct spw_finding *findings = ARENA_ARRAY(&m->arena, r->n_findings, struct spw_finding);
    if (copy == NULL || findings == NULL) {
        return r;
    }
    *copy = *r;
    for (size_t i = 0; i < r->n_findings; i++) {
        findings[i] = r->findings[i];
        if (!annotate_finding(m, &findings[i])) {
            return r;
        }
    }
    copy->findings = findings;
    return copy;
}
