/* spwfdiag ticket: the attachment for a support ticket. All captures are read and their secrets learned
 * before the first is changed; the engine sees the changed bytes only; and what was written is looked
 * through before it gets its name. */
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/sha256.h"
#include "capture/bundle.h"
#include "cli/command.h"
#include "cli/lines.h"
#include "cli/minimal.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/secrets.h"
#include "cli/setup.h"
#include "cli/whole.h"
#include "report/ticket.h"

enum {
    PAGE_MAX_BYTES = 256 * 1024 * 1024,
    REASON_MAX = 4096,
    TRACES_MAX = 256,
    NAME_MAX_BYTES = 80,
    RANGES_MAX = 2048
};

struct part { /* one capture */
    const char *path;
    struct slice name; /* its last part: folders may name people */
    struct buf bytes;
    struct buf cut; /* --minimize: what was left out, in words */
    struct spw_engine *engine;
    struct lines lines;
};

enum ticket_form { FORM_MARKDOWN, FORM_HTML, FORM_ZIP, FORM_TAR_GZ };

struct work {
    const struct settings *settings;
    struct rule_base rules;
    struct engine_setup setup;
    struct spw_redactor *redactor;
    struct array parts;  /* struct part */
    struct array traces; /* struct report_trace */
    struct array texts;  /* struct slice */
    struct array cuts;   /* struct slice */
    enum ticket_form form;
    bool damaged, leak;
};

/* ---- what is asked for --------------------------------------------------------------------------------- */

static bool form_of(const struct settings *s, enum ticket_form *form)
{
    static const struct {
        struct slice name, end;
        enum ticket_form form;
    } forms[] = {{SLICE_INIT("markdown"), SLICE_INIT(".md"), FORM_MARKDOWN},
                 {SLICE_INIT("markdown"), SLICE_INIT(".markdown"), FORM_MARKDOWN},
                 {SLICE_INIT("html"), SLICE_INIT(".html"), FORM_HTML},
                 {SLICE_INIT("html"), SLICE_INIT(".htm"), FORM_HTML},
                 {SLICE_INIT("zip"), SLICE_INIT(".zip"), FORM_ZIP},
                 {SLICE_INIT("tar.gz"), SLICE_INIT(".tar.gz"), FORM_TAR_GZ},
                 {SLICE_INIT("tar.gz"), SLICE_INIT(".tgz"), FORM_TAR_GZ}};
    struct slice path = slice_cstr(s->output);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        bool named = s->format != NULL ? slice_eq(slice_cstr(s->format), forms[i].name)
                                       : slice_ends(path, forms[i].end);
        if (named) {
            *form = forms[i].form;
            return true;
        }
    }
    *form = FORM_MARKDOWN;
    if (s->format == NULL) {
        return true;
    }
    say("a ticket is written as markdown, html, zip or tar.gz, not as %s", s->format);
    return false;
}

static struct slice last_part(const char *path)
{
    struct slice s = slice_cstr(path);
    for (size_t at = slice_find_byte(s, '/', 0); at < s.n; at = slice_find_byte(s, '/', 0)) {
        s = slice_from(s, at + 1);
    }
    return s;
}

/* ---- reading, redacting, diagnosing ---------------------------------------------------------------------- */

static bool read_part(struct work *w, const char *path)
{
    struct capture_file file;
    struct buf why;
    bool damaged = false;
    buf_init(&why, REASON_MAX);
    enum spw_status status = capture_file_open(&file, path, &why);
    if (status != SPW_OK) {
        say_about(path, buf_slice(&why));
    }
    buf_dispose(&why);
    struct part *p = status == SPW_OK ? array_push(&w->parts) : NULL;
    if (p == NULL) {
        return false;
    }
    p->path = path;
    p->name = last_part(path);
    buf_init(&p->bytes, WHOLE_MAX);
    buf_init(&p->cut, REASON_MAX);
    bool good = whole_read(&file, path, &p->bytes, &damaged);
    w->damaged = w->damaged || damaged;
    capture_file_close(&file);
    return good;
}

static enum spw_status redact_parts(struct work *w)
{
    enum spw_status status = SPW_OK;
    for (size_t i = 0; i < w->parts.n && status == SPW_OK; i++) {
        status =
            spw_redactor_learn(w->redactor, buf_slice(&ARRAY_AT(&w->parts, struct part, i)->bytes));
    }
    for (size_t i = 0; i < w->parts.n && status == SPW_OK; i++) {
        struct part *p = ARRAY_AT(&w->parts, struct part, i);
        status = spw_redactor_apply(w->redactor, p->bytes.p, p->bytes.n);
    }
    return status;
}

static bool add_trace(struct work *w, const struct part *p)
{
    struct report_trace *t = array_push(&w->traces);
    struct slice *text = array_push(&w->texts);
    struct slice *cut = array_push(&w->cuts);
    if (t == NULL || text == NULL || cut == NULL) {
        return false;
    }
    *t = (struct report_trace){.path = p->name,
                               .report = spw_engine_report(p->engine),
                               .lines = (const struct report_line *)p->lines.list.items,
                               .n_lines = p->lines.list.n};
    *text = buf_slice(&p->bytes);
    *cut = buf_slice(&p->cut);
    return true;
}

/* The lines that stay take the place of the capture: what the ticket says, it says of them. */
static bool cut_part(struct work *w, struct part *p)
{
    struct minimized m;
    bool good =
        minimal_cut(p->path, buf_slice(&p->bytes), w->rules.knowledge, &w->setup.options, &m);
    if (good && m.kept.n < m.lines) {
        struct buf ranges;
        buf_init(&ranges, RANGES_MAX);
        minimized_put_ranges(&m, false, &ranges);
        buf_printf(&p->cut, "%zu of %zu lines, which give the same findings", m.kept.n, m.lines);
        if (ranges.status == SPW_OK) { /* a list too long to be read is no help */
            buf_cstr(&p->cut, ": ");
            buf_put(&p->cut, buf_slice(&ranges));
        }
        buf_dispose(&ranges);
        buf_clear(&p->bytes);
        buf_put(&p->bytes, buf_slice(&m.bytes));
    }
    minimized_dispose(&m);
    return good;
}

static bool diagnose_parts(struct work *w)
{
    for (size_t i = 0; i < w->parts.n; i++) {
        struct part *p = ARRAY_AT(&w->parts, struct part, i);
        if (w->settings->minimize && !cut_part(w, p)) {
            return false;
        }
        enum spw_status status =
            whole_diagnose(buf_slice(&p->bytes), w->rules.knowledge, &w->setup.options, &p->engine);
        if (status != SPW_OK) {
            say_messages(&w->setup.messages);
            say_about(p->path, SLICE("cannot be diagnosed"));
            return false;
        }
        lines_collect_bytes(&p->lines, spw_engine_report(p->engine), buf_slice(&p->bytes));
        if (!spw_engine_report(p->engine)->at_traffic) {
            say_about(p->path, SLICE("holds no AT traffic"));
            return false;
        }
        if (!add_trace(w, p)) {
            return false;
        }
    }
    return true;
}

/* ---- the bundle --------------------------------------------------------------------------------------------- */

enum { FIXED_FILES = 4 }; /* ticket.md, ticket.html, report.json, SHA256SUMS */

struct pack {
    struct arena arena; /* names */
    struct buf pages[FIXED_FILES];
    struct bundle_file files[TRACES_MAX + FIXED_FILES];
    size_t n;
};

static void pack_add(struct pack *p, const char *name, struct slice bytes)
{
    p->files[p->n++] = (struct bundle_file){name, bytes};
}

/* Only plain characters of a capture's name: it is unpacked by others. */
static const char *trace_name(struct pack *p, size_t i, struct slice name)
{
    struct buf text;
    buf_init(&text, 2 * NAME_MAX_BYTES);
    buf_printf(&text, "captures/%zu-", i + 1);
    for (size_t k = 0; k < name.n && k < NAME_MAX_BYTES; k++) {
        uint8_t c = name.p[k];
        bool plain = ascii_alnum(c) || c == '.' || c == '-' || c == '_';
        buf_byte(&text, plain ? c : '_');
    }
    struct slice copy = arena_copy(&p->arena, buf_slice(&text));
    buf_dispose(&text);
    return (const char *)copy.p;
}

static void put_sums(const struct pack *p, struct buf *out)
{
    for (size_t i = 0; i < p->n; i++) {
        uint8_t sum[SHA256_BYTES];
        sha256(p->files[i].bytes, sum);
        for (size_t k = 0; k < SHA256_BYTES; k++) {
            buf_printf(out, "%02x", (unsigned)sum[k]);
        }
        buf_printf(out, "  %s\n", p->files[i].name);
    }
}

static void put_json(const struct ticket *t, struct buf *out)
{
    const struct report_format *json = report_format_find(SLICE("json"));
    const struct report_options o = {.width = 0};
    struct report_totals totals;
    memset(&totals, 0, sizeof totals);
    json->begin(&o, out);
    for (size_t i = 0; i < t->n; i++) {
        json->trace(&o, &t->traces[i], i, out);
        report_totals_add(&totals, t->traces[i].report);
    }
    json->end(&o, &totals, out);
}

/* Signatures and the like are meant to be in it. */
static bool unchecked(const struct work *w) { return w->settings->no_redact; }

/* What is compressed cannot be looked through any more: each file is, before. */
static bool check_files(struct work *w, const struct pack *p)
{
    for (size_t i = 0; i < p->n; i++) {
        if (p->files[i].name == NULL) {
            return false;
        }
        if (!unchecked(w) && !whole_check(w->redactor, p->files[i].bytes)) {
            w->leak = true;
            return false;
        }
    }
    return true;
}

static bool write_pack(struct work *w, const struct ticket *t, struct pack *p, struct buf *out)
{
    struct buf why;
    ticket_markdown(t, &p->pages[0]);
    ticket_html(t, &p->pages[1]);
    put_json(t, &p->pages[2]);
    pack_add(p, "ticket.md", buf_slice(&p->pages[0]));
    pack_add(p, "ticket.html", buf_slice(&p->pages[1]));
    pack_add(p, "report.json", buf_slice(&p->pages[2]));
    for (size_t i = 0; i < t->n; i++) {
        pack_add(p, trace_name(p, i, t->traces[i].path), t->texts[i]);
    }
    if (!check_files(w, p)) {
        return false;
    }
    put_sums(p, &p->pages[3]);
    pack_add(p, "SHA256SUMS", buf_slice(&p->pages[3]));
    for (size_t i = 0; i < FIXED_FILES; i++) {
        out->status = out->status == SPW_OK ? p->pages[i].status : out->status;
    }
    buf_init(&why, REASON_MAX);
    bool good =
        out->status == SPW_OK && bundle_write(w->form == FORM_ZIP ? BUNDLE_ZIP : BUNDLE_TAR_GZ,
                                              p->files, p->n, out, &why) == SPW_OK;
    if (!good) {
        say_about("the bundle", buf_slice(&why));
    }
    buf_dispose(&why);
    return good;
}

static bool make_bundle(struct work *w, const struct ticket *t, struct buf *out)
{
    struct pack p;
    memset(&p, 0, sizeof p);
    arena_init(&p.arena, TRACES_MAX * 4 * NAME_MAX_BYTES);
    for (size_t i = 0; i < FIXED_FILES; i++) {
        buf_init(&p.pages[i], PAGE_MAX_BYTES);
    }
    bool good = write_pack(w, t, &p, out);
    for (size_t i = 0; i < FIXED_FILES; i++) {
        buf_dispose(&p.pages[i]);
    }
    arena_dispose(&p.arena);
    return good;
}

/* ---- the run -------------------------------------------------------------------------------------------------- */

static bool make_page(struct work *w, const struct ticket *t, struct buf *page)
{
    if (w->form == FORM_ZIP || w->form == FORM_TAR_GZ) {
        return make_bundle(w, t, page);
    }
    if (w->form == FORM_HTML) {
        ticket_html(t, page);
    } else {
        ticket_markdown(t, page);
    }
    if (page->status != SPW_OK) {
        say("the ticket is too large");
        return false;
    }
    if (!unchecked(w) && !whole_check(w->redactor, buf_slice(page))) {
        w->leak = true;
        return false;
    }
    return true;
}

static int write_ticket(struct work *w)
{
    const struct settings *s = w->settings;
    const struct ticket t = {slice_cstr(s->title),
                             slice_cstr(s->note),
                             (const struct report_trace *)w->traces.items,
                             (const struct slice *)w->texts.items,
                             (const struct slice *)w->cuts.items,
                             w->traces.n,
                             !unchecked(w),
                             spw_redactor_count(w->redactor)};
    struct buf page;
    struct output out;
    buf_init(&page, PAGE_MAX_BYTES);
    bool good = make_page(w, &t, &page) && output_open(&out, s->output);
    if (good) {
        output_put(&out, buf_slice(&page));
        good = unchecked(w) || secrets_write_map(s, w->redactor);
        good = output_close(&out, good) && good;
    }
    buf_dispose(&page);
    if (w->leak) {
        return EXIT_LEAK;
    }
    return good && !w->damaged ? EXIT_HEALTHY : EXIT_NOT_JUDGED;
}

static int run_ticket(struct work *w, const struct invocation *i)
{
    /* Private keys leave in no case. */
    struct spw_redaction what = {.keys_only = !secrets_asked(&i->settings, true)};
    if (!secrets_also(&i->settings, &what)) {
        return EXIT_NOT_JUDGED;
    }
    for (size_t k = 0; k < i->n_operands; k++) {
        if (!read_part(w, i->operands[k])) {
            return EXIT_NOT_JUDGED;
        }
    }
    if (spw_redactor_new(&w->redactor, w->rules.knowledge, &what) != SPW_OK ||
        redact_parts(w) != SPW_OK) {
        say("the captures cannot be redacted: too many secrets, or no memory left");
        return EXIT_NOT_JUDGED;
    }
    return diagnose_parts(w) ? write_ticket(w) : EXIT_NOT_JUDGED;
}

static void dispose(struct work *w)
{
    for (size_t i = 0; i < w->parts.n; i++) {
        struct part *p = ARRAY_AT(&w->parts, struct part, i);
        spw_engine_free(p->engine);
        lines_dispose(&p->lines);
        buf_dispose(&p->bytes);
        buf_dispose(&p->cut);
    }
    array_dispose(&w->parts);
    array_dispose(&w->traces);
    array_dispose(&w->texts);
    array_dispose(&w->cuts);
    spw_redactor_free(w->redactor);
}

int cmd_ticket(const struct invocation *i)
{
    struct work w;
    memset(&w, 0, sizeof w);
    w.settings = &i->settings;
    if (!form_of(&i->settings, &w.form)) {
        return EXIT_NOT_JUDGED;
    }
    array_init(&w.parts, sizeof(struct part), TRACES_MAX);
    array_init(&w.traces, sizeof(struct report_trace), TRACES_MAX);
    array_init(&w.texts, sizeof(struct slice), TRACES_MAX);
    array_init(&w.cuts, sizeof(struct slice), TRACES_MAX);
    int status = EXIT_NOT_JUDGED;
    bool ready = engine_setup_open(&w.setup, &i->settings);
    if (ready && rule_base_open_strict(&w.rules, &i->settings) == SPW_OK) {
        status = run_ticket(&w, i);
    }
    dispose(&w);
    if (ready) {
        rule_base_dispose(&w.rules);
    }
    engine_setup_dispose(&w.setup);
    return status;
}
