#include "report/ticket.h"

#include "base/escape.h"
#include "report/common.h"
#include "report/html.h"
#include "report/markdown.h"
#include "report/page.h"

enum { TRACE_SHOWN_MAX = 256 * 1024, QUESTIONS_MAX = 20 };

/* ---- the words of both forms --------------------------------------------------------------------------- */

void ticket_title(const struct ticket *t, struct buf *out)
{
    if (t->title.n > 0) {
        buf_put(out, t->title);
        return;
    }
    for (size_t i = 0; i < t->n; i++) {
        const struct spw_report *r = t->traces[i].report;
        if (r->n_findings > 0 && r->findings[0].severity != SPW_NOTE) {
            buf_put(out, report_first_line(slice_trim(r->findings[0].title)));
            return;
        }
    }
    buf_cstr(out, "Wi-Fi module: nothing wrong found in the capture");
}

static void put_redaction(const struct ticket *t, struct buf *out)
{
    if (!t->redacted) {
        buf_cstr(out, "Nothing was redacted: this file holds the capture as it was.");
        return;
    }
    page_plural(out, t->secrets, "secret value");
    buf_cstr(out, t->secrets == 1 ? " was" : " were");
    buf_cstr(out, " replaced. The same value has the same token everywhere, of the same length. "
                  "Certificates and the public halves of keys are as they were.");
}

static const char *module_of(const struct spw_report *r)
{
    if (slice_eq(r->dialect, SLICE("spwf04"))) {
        return "SPWF04Sx";
    }
    return slice_eq(r->dialect, SLICE("spwf01")) ? "SPWF01Sx" : "unknown";
}

struct fact {
    const char *name;
    struct slice value;
};
enum { FACTS_MAX = 7 };

static size_t facts_of(const struct ticket *ticket, size_t i, struct fact facts[FACTS_MAX])
{
    const struct report_trace *t = &ticket->traces[i];
    const struct spw_report *r = t->report;
    const struct slice unknown = SLICE("unknown");
    facts[0] = (struct fact){"Capture", report_path(t)};
    facts[1] = (struct fact){"Module", slice_cstr(module_of(r))};
    facts[2] = (struct fact){"Firmware", r->firmware.n > 0 ? r->firmware : unknown};
    facts[3] = (struct fact){"Dialect", r->dialect.n > 0 ? r->dialect : unknown};
    facts[4] = (struct fact){"Capture format", r->framing.n > 0 ? r->framing : unknown};
    facts[5] = (struct fact){"Tool and rules", SLICE("spwfdiag " SPW_VERSION)};
    if (ticket->cuts == NULL || ticket->cuts[i].n == 0) {
        return 6;
    }
    facts[6] = (struct fact){"Cut down to", ticket->cuts[i]};
    return 7;
}

/* What would settle what is open: each question once. */
static size_t questions_of(const struct ticket *t, const struct spw_step **list)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        const struct spw_report *r = t->traces[i].report;
        for (size_t k = 0; k < r->n_findings; k++) {
            const struct spw_finding *f = &r->findings[k];
            for (size_t s = 0; s < f->n_confirm && n < QUESTIONS_MAX; s++) {
                bool asked = f->confidence == SPW_CERTAIN;
                for (size_t q = 0; q < n; q++) {
                    asked = asked || slice_eq(list[q]->text, f->confirm[s].text);
                }
                if (!asked) {
                    list[n++] = &f->confirm[s];
                }
            }
        }
    }
    return n;
}

/* ---- Markdown ---------------------------------------------------------------------------------------------- */

static void put_markdown_facts(const struct ticket *t, size_t i, struct buf *out)
{
    const struct spw_report *r = t->traces[i].report;
    struct fact facts[FACTS_MAX];
    size_t n = facts_of(t, i, facts);
    for (size_t k = 0; k < n; k++) {
        buf_printf(out, "- %s: ", facts[k].name);
        esc_markdown(out, facts[k].value);
        buf_byte(out, '\n');
    }
    buf_printf(out, "- Size: %llu lines, %llu bytes\n\n", (unsigned long long)r->lines,
               (unsigned long long)r->bytes);
}

static void put_markdown_trace(const struct ticket *t, size_t i, struct buf *out)
{
    struct slice shown = slice_sub(t->texts[i], 0, TRACE_SHOWN_MAX);
    buf_cstr(out, "<details>\n<summary>The capture, line by line</summary>\n\n");
    markdown_block("text", shown, out);
    if (shown.n < t->texts[i].n) {
        buf_printf(out, "And %zu more bytes, which are not in this file.\n\n",
                   t->texts[i].n - shown.n);
    }
    buf_cstr(out, "</details>\n\n");
}

static void put_markdown_part(const struct ticket *t, size_t i, struct buf *out)
{
    const struct report_trace *trace = &t->traces[i];
    const struct spw_report *r = trace->report;
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    if (t->n > 1) {
        markdown_heading(out, 2, report_path(trace));
        report_verdict(&words, r);
        markdown_prose(out, buf_slice(&words));
    }
    buf_dispose(&words);
    markdown_heading(out, 2, SLICE("Environment"));
    put_markdown_facts(t, i, out);
    markdown_heading(out, 2, SLICE("Findings"));
    markdown_findings(trace, 3, out);
    if (r->n_unexplained > 0) {
        markdown_heading(out, 2, SLICE("Failures that nothing explains"));
        markdown_unexplained(r, out);
    }
    if (r->n_ruled_out > 0) {
        markdown_heading(out, 2, SLICE("Ruled out"));
        markdown_remarks(r->ruled_out, r->n_ruled_out, out);
    }
    if (r->n_not_shown > 0) {
        markdown_heading(out, 2, SLICE("What the capture cannot show"));
        markdown_remarks(r->not_shown, r->n_not_shown, out);
    }
    if (r->n_attempts > 0) {
        markdown_heading(out, 2, SLICE("Connection attempts"));
        markdown_attempts(trace, 3, false, out);
    }
    markdown_heading(out, 2, t->redacted ? SLICE("Redacted capture") : SLICE("Capture"));
    put_markdown_trace(t, i, out);
}

static void put_markdown_questions(const struct ticket *t, struct buf *out)
{
    const struct spw_step *questions[QUESTIONS_MAX];
    size_t n = questions_of(t, questions);
    if (n > 0) {
        markdown_heading(out, 2, SLICE("Open questions"));
    }
    for (size_t i = 0; i < n; i++) {
        markdown_steps("Please tell", questions[i], 1, out);
    }
}

void ticket_markdown(const struct ticket *t, struct buf *out)
{
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    ticket_title(t, &words);
    markdown_heading(out, 1, buf_slice(&words));
    buf_clear(&words);
    if (t->n > 0) {
        report_verdict(&words, t->traces[0].report);
    }
    markdown_prose(out, t->n == 1 ? buf_slice(&words) : slice_of(NULL, 0));
    markdown_prose(out, t->note);
    put_markdown_questions(t, out);
    for (size_t i = 0; i < t->n; i++) {
        put_markdown_part(t, i, out);
    }
    buf_clear(&words);
    put_redaction(t, &words);
    markdown_prose(out, buf_slice(&words));
    buf_cstr(out, "Made by spwfdiag " SPW_VERSION ".\n");
    buf_dispose(&words);
}

/* ---- HTML ------------------------------------------------------------------------------------------------------- */

static void put_html_facts(const struct ticket *t, size_t i, struct buf *out)
{
    struct fact facts[FACTS_MAX];
    size_t n = facts_of(t, i, facts);
    buf_cstr(out, "<dl class=\"facts\">\n");
    for (size_t k = 0; k < n; k++) {
        html_fact(facts[k].name, facts[k].value, out);
    }
    buf_cstr(out, "</dl>\n");
}

static void put_html_head(const struct ticket *t, struct buf *out)
{
    const struct spw_step *questions[QUESTIONS_MAX];
    size_t n = questions_of(t, questions);
    buf_cstr(out, "<section aria-labelledby=\"about\">\n");
    html_heading(2, "about", SLICE("About this ticket"), out);
    html_prose(t->note, out);
    for (size_t i = 0; i < t->n; i++) {
        put_html_facts(t, i, out);
    }
    if (n > 0) {
        html_heading(3, "", SLICE("Open questions"), out);
    }
    for (size_t i = 0; i < n; i++) {
        html_steps("Please tell", questions[i], 1, out);
    }
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    put_redaction(t, &words);
    html_prose(buf_slice(&words), out);
    buf_cstr(out, "</section>\n");
    buf_dispose(&words);
}

void ticket_html(const struct ticket *t, struct buf *out)
{
    const struct report_options o = {.width = 0};
    struct buf words;
    buf_init(&words, COMMON_TEXT_MAX);
    ticket_title(t, &words);
    html_open(buf_slice(&words), out);
    put_html_head(t, out);
    for (size_t i = 0; i < t->n; i++) {
        report_html_trace(&o, &t->traces[i], i, out);
    }
    html_close(out);
    buf_dispose(&words);
}
