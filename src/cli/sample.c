#include "cli/sample.h"

#include <string.h>
#include <sys/stat.h>

#include "capture/file.h"

enum { PATH_BYTES_MAX = 4096 };

/* What a sample shows must not depend on the day on which it is tried: 2026-11-01. */
static const int64_t SAMPLE_DAY = 1793491200;

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static const char *find_traces(const struct settings *s, struct buf *path)
{
    static const struct slice self = SLICE_INIT("src/cli/sample.c");
    if (s->traces != NULL) {
        return s->traces;
    }
    if (is_folder("traces")) {
        return "traces";
    }
    struct slice source = slice_cstr(__FILE__);
    if (!slice_ends(source, self)) {
        return NULL;
    }
    buf_put(path, slice_sub(source, 0, source.n - self.n));
    buf_cstr(path, "traces");
    buf_byte(path, '\0');
    return path->status == SPW_OK && is_folder((const char *)path->p) ? (const char *)path->p
                                                                      : NULL;
}

void sample_bench_open(struct sample_bench *b, const struct spw_knowledge *k,
                       const struct spw_options *options, const struct settings *s)
{
    b->knowledge = k;
    b->options = *options;
    b->options.now = SAMPLE_DAY;
    b->options.now_is_trace_time = false;
    buf_init(&b->path, PATH_BYTES_MAX);
    b->traces = find_traces(s, &b->path);
}

void sample_bench_close(struct sample_bench *b) { buf_dispose(&b->path); }

static bool read_file(const char *path, struct buf *bytes, struct buf *why)
{
    struct capture_file file;
    struct slice part = {NULL, 0};
    if (capture_file_open(&file, path, why) != SPW_OK) {
        return false;
    }
    enum spw_status status = SPW_OK;
    do {
        status = capture_file_next(&file, &part, why);
        buf_put(bytes, status == SPW_OK ? part : slice_of(NULL, 0));
    } while (status == SPW_OK && bytes->status == SPW_OK && part.n > 0);
    capture_file_close(&file);
    return status == SPW_OK && bytes->status == SPW_OK;
}

bool sample_read(const struct sample_bench *b, const struct spw_rule_sample *sample,
                 struct buf *bytes, struct buf *why)
{
    struct buf path;
    buf_clear(bytes);
    if (sample->trace.n == 0) {
        buf_put(bytes, sample->text);
        return bytes->status == SPW_OK;
    }
    buf_init(&path, PATH_BYTES_MAX);
    buf_cstr(&path, b->traces == NULL ? "traces" : b->traces);
    buf_byte(&path, '/');
    buf_put(&path, sample->trace);
    buf_byte(&path, '\0');
    bool good = path.status == SPW_OK && read_file((const char *)path.p, bytes, why);
    buf_dispose(&path);
    return good;
}

struct spw_engine *sample_run(const struct sample_bench *b, const struct spw_rule_sample *sample,
                              struct slice bytes)
{
    struct spw_engine *engine = NULL;
    struct spw_options options = b->options;
    options.chain = sample->chain;
    bool good = spw_engine_new(&engine, b->knowledge, &options) == SPW_OK &&
                spw_engine_feed(engine, bytes, TIME_NONE) == SPW_OK &&
                spw_engine_finish(engine) == SPW_OK;
    if (!good) {
        spw_engine_free(engine);
        return NULL;
    }
    return engine;
}

bool sample_fired(const struct spw_report *r, struct slice rule)
{
    bool found = false;
    for (size_t i = 0; i < r->n_findings && !found; i++) {
        found = slice_eq(r->findings[i].rule, rule);
    }
    for (size_t i = 0; i < r->n_ruled_out && !found; i++) {
        found = slice_eq(r->ruled_out[i].rule, rule);
    }
    for (size_t i = 0; i < r->n_not_shown && !found; i++) {
        found = slice_eq(r->not_shown[i].rule, rule);
    }
    return found;
}

void sample_name(struct buf *out, const struct spw_rule_sample *sample)
{
    if (sample->trace.n > 0) {
        buf_put(out, sample->trace);
        return;
    }
    struct slice first, rest;
    (void)slice_split(slice_trim(sample->text), '\n', &first, &rest);
    buf_cstr(out, "its text \"");
    buf_put(out, slice_trim(first));
    buf_cstr(out, rest.n > 0 ? "...\"" : "\"");
}
