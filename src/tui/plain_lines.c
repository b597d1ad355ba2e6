#include "tui/plain_lines.h"

#include "base/escape.h"
#include "tui/plain_json.h"
#include "tui/scrollback.h"

enum { LINE_SHOWN_MAX = 64 * 1024, WORDS_SHOWN_MAX = 2048, WORDS_COLUMN = 44 };
enum { MILLISECOND = 1000, SECOND_MS = 1000 };

void plain_lines_init(struct plain_lines *p, const struct plain_lines_options *o)
{
    *p = (struct plain_lines){.options = *o, .us = TIME_NONE};
    buf_init(&p->out, PLAIN_OUT_MAX);
    buf_init(&p->line, LINE_SHOWN_MAX);
    buf_init(&p->words, WORDS_SHOWN_MAX);
}

void plain_lines_dispose(struct plain_lines *p)
{
    buf_dispose(&p->out);
    buf_dispose(&p->line);
    buf_dispose(&p->words);
}

/* ---- text ---------------------------------------------------------------------------------------------- */

enum look { LOOK_PLAIN, LOOK_DIM, LOOK_RED, LOOK_YELLOW, LOOK_CYAN };

static void begin_look(struct plain_lines *p, enum look look)
{
    static const char *const codes[] = {"", "\033[2m", "\033[31m", "\033[33m", "\033[36m"};
    buf_cstr(&p->out, p->options.colour ? codes[look] : "");
}

static void end_look(struct plain_lines *p, enum look look)
{
    buf_cstr(&p->out, p->options.colour && look != LOOK_PLAIN ? "\033[0m" : "");
}

static void put_time(struct plain_lines *p)
{
    if (p->us == TIME_NONE) {
        buf_printf(&p->out, "%10u ", p->number);
        return;
    }
    int64_t ms = p->us / MILLISECOND;
    buf_printf(&p->out, "%6lld.%03lld ", (long long)(ms / SECOND_MS), (long long)(ms % SECOND_MS));
}

static void put_line(struct plain_lines *p)
{
    bool host =
        p->direction == SPW_FROM_HOST || (p->direction == SPW_DIRECTION_UNKNOWN && p->from_host);
    bool said = p->direction != SPW_DIRECTION_UNKNOWN || p->known;
    enum look look = p->failure ? LOOK_RED : host ? LOOK_CYAN : LOOK_PLAIN;
    put_time(p);
    buf_cstr(&p->out, !said ? "  " : host ? "> " : "< ");
    begin_look(p, look);
    size_t width = esc_term(&p->out, buf_slice(&p->line), p->options.ascii);
    end_look(p, look);
    if (p->words.n > 0) {
        buf_fill(&p->out, ' ', width + 2 < WORDS_COLUMN ? WORDS_COLUMN - width : 2);
        begin_look(p, LOOK_DIM);
        (void)esc_term(&p->out, buf_slice(&p->words), p->options.ascii);
        end_look(p, LOOK_DIM);
    }
    buf_byte(&p->out, '\n');
}

void plain_lines_flush(struct plain_lines *p)
{
    if (p->has_line && !p->options.json && !p->options.quiet) {
        put_line(p);
    }
    p->has_line = p->known = p->failure = p->from_host = false;
    buf_clear(&p->line);
    buf_clear(&p->words);
}

static void put_steps(struct plain_lines *p, const char *head, const struct spw_step *steps,
                      size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_cstr(&p->out, head);
        (void)esc_term(&p->out, steps[i].text, p->options.ascii);
        buf_byte(&p->out, '\n');
        for (size_t k = 0; k < steps[i].n_commands; k++) {
            buf_cstr(&p->out, "         ");
            (void)esc_term(&p->out, steps[i].commands[k], p->options.ascii);
            buf_byte(&p->out, '\n');
        }
    }
}

static void put_finding(struct plain_lines *p, enum ledger_change change,
                        const struct ledger_entry *e, const struct spw_finding *f)
{
    enum look look = e->severity == SPW_ERROR     ? LOOK_RED
                     : e->severity == SPW_WARNING ? LOOK_YELLOW
                                                  : LOOK_CYAN;
    begin_look(p, look);
    buf_printf(&p->out, "== %s: %s, %s: ", ledger_change_name(change),
               spw_severity_name(e->severity), spw_confidence_name(e->confidence));
    (void)esc_term(&p->out, e->title, p->options.ascii);
    end_look(p, look);
    buf_cstr(&p->out, " [");
    (void)esc_term(&p->out, e->cause, true);
    if (e->attempt > 0) {
        buf_printf(&p->out, ", attempt %u", e->attempt);
    }
    if (f != NULL && f->n_evidence > 0 && span_is_set(f->evidence[0].at.span)) {
        buf_printf(&p->out, ", line %u", f->evidence[0].at.span.line);
    }
    buf_cstr(&p->out, "]\n");
    bool told = change == LEDGER_APPEARED || change == LEDGER_RETURNED;
    if (f != NULL && told && e->severity != SPW_NOTE && !p->options.quiet) {
        put_steps(p, "   fix:  ", f->fix, f->n_fix);
        put_steps(p, "   ask:  ", f->confirm, f->n_confirm);
    }
}

/* ---- what is told ------------------------------------------------------------------------------------------- */

void plain_lines_begin(struct plain_lines *p, struct slice source, struct slice recording)
{
    if (p->options.json) {
        plain_json_begin(&p->out, source, recording);
    }
}

void plain_lines_line(struct plain_lines *p, const struct spw_line *l, int64_t us)
{
    plain_lines_flush(p);
    p->us = us;
    if (p->options.json && !p->options.quiet) {
        plain_json_line(&p->out, l, us);
        return;
    }
    p->has_line = true;
    p->direction = l->direction;
    p->number = l->span.line;
    buf_put(&p->line, slice_sub(l->text, 0, LINE_SHOWN_MAX));
}

void plain_lines_event(struct plain_lines *p, const struct spw_event *ev)
{
    if (p->options.json && !p->options.quiet) {
        plain_json_event(&p->out, ev);
        return;
    }
    p->failure = p->failure || (ev->failure && !ev->mentioned);
    p->known = p->known || ev->kind != SPW_EVENT_NOISE;
    p->from_host = p->from_host || ev->kind == SPW_EVENT_COMMAND;
    if (ev->about.n > 0 && ev->kind != SPW_EVENT_PAYLOAD) {
        buf_cstr(&p->words, p->words.n > 0 ? "; " : "");
        buf_put(&p->words, scroll_about_briefly(ev->about));
    }
}

void plain_lines_state(struct plain_lines *p, const struct spw_state_row *row)
{
    if (p->options.json && !p->options.quiet) {
        plain_json_state(&p->out, row);
    }
}

void plain_lines_finding(struct plain_lines *p, enum ledger_change change,
                         const struct ledger_entry *entry, const struct spw_finding *finding)
{
    plain_lines_flush(p);
    if (p->options.json) {
        plain_json_finding(&p->out, change, entry, finding);
    } else {
        put_finding(p, change, entry, finding);
    }
}

void plain_lines_end(struct plain_lines *p, const struct spw_report *r, const char *how)
{
    size_t errors = 0;
    for (size_t i = 0; i < r->n_findings; i++) {
        errors += r->findings[i].severity == SPW_ERROR ? 1 : 0;
    }
    plain_lines_flush(p);
    if (p->options.json) {
        plain_json_end(&p->out, r, how, errors);
    } else if (!p->options.quiet) {
        buf_printf(&p->out, "== %s: %zu attempts, %zu findings, %zu of them errors\n", how,
                   r->n_attempts + r->attempts_dropped, r->n_findings, errors);
    }
}
