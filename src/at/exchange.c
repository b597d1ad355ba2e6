/* A command and its answer. The module answers in order and one at a time; so a command ends what was
 * open before it. */
#include <string.h>

#include "at/state.h"

static void end(struct at_reader *r, const struct at_exchange *x, const struct at_event *reply)
{
    struct at_event ev;

    if (r->mode == MODE_PAYLOAD &&
        r->payload.expected) { /* an answer in the same line as the bytes */
        payload_end(r);
    }
    reader_begin(&ev, AT_EXCHANGE_END, &(struct element){0});
    ev.command = r->exchange.row;
    ev.meaning = r->exchange.meaning;
    ev.exchange = x;
    if (reply != NULL) {
        ev.span = reply->span;
        ev.text = reply->text;
        ev.stamp = reply->stamp;
        ev.line = reply->line;
    }
    r->exchange.open = false;
    r->in_dump = false;
    reader_emit(r, &ev);
}

void exchange_begin(struct at_reader *r, const struct at_event *e)
{
    struct open_exchange *x = &r->exchange;

    x->open = true;
    x->replied = x->echoed = false;
    x->row = e->command;
    x->meaning = e->meaning;
    x->end = e->line != NULL ? e->line->end : END_NONE;
    x->n_text = e->text.n < COMMAND_TEXT_MAX ? e->text.n : COMMAND_TEXT_MAX;
    if (x->n_text > 0) {
        memcpy(x->text, e->text.p, x->n_text);
    }
}

/* Echoes that lost their "AT" compare by what is left. */
static struct slice without_at(struct slice t)
{
    return slice_starts_nocase(t, SLICE("AT+")) ? slice_from(t, 2) : t;
}

bool exchange_is_echo(struct at_reader *r, struct slice text)
{
    struct open_exchange *x = &r->exchange;
    struct slice before = slice_of(x->text, x->n_text);

    if (!x->open || x->replied || x->echoed ||
        !slice_eq_nocase(without_at(before), without_at(text))) {
        return false;
    }
    x->echoed = true;
    return true;
}

static void fill_error(struct at_reader *r, struct at_exchange *x, const struct at_event *e)
{
    const struct dialect *d = detect_dialect(r);
    bool numbered = e->number >= 0;

    x->result = AT_RESULT_ERROR;
    x->error_number = e->number;
    x->error_text = e->n_values > 0 ? e->values[e->n_values - 1] : slice_of(NULL, 0);
    if (numbered && e->n_values < 2) {
        x->error_text = slice_of(NULL, 0);
    }
    x->error = numbered ? dialect_error(d, e->number) : dialect_error_by_text(d, x->error_text);
    for (size_t i = 0; x->error == NULL && i < r->knowledge->n_dialects && x->error_text.n > 0;
         i++) {
        x->error = dialect_error_by_text(&r->knowledge->dialects[i], x->error_text);
    }
    x->error_span = e->span;
}

void exchange_reply(struct at_reader *r, const struct at_event *e)
{
    struct at_exchange x = {0};
    struct mark mark;

    bool orphan = !r->exchange.open;

    r->exchange.replied = true;
    if (e->reply == NULL || !e->reply->final || (orphan && e->meaning != M_ERROR)) {
        return;
    }
    if (orphan) { /* a failure whose command is not in the capture is judged all the same */
        r->exchange.row = NULL;
        r->exchange.meaning = M_NONE;
        x.orphan = true;
    }
    x.replied = true;
    x.error_number = -1;
    if (e->meaning == M_ERROR || e->reply->failure) {
        fill_error(r, &x, e);
    }
    mark_set(&mark, e->span, e->text);
    x.reply = &mark;
    end(r, &x, e);
}

void exchange_interrupt(struct at_reader *r)
{
    struct at_exchange x = {0};

    if (!r->exchange.open) {
        return;
    }
    if (r->mode == MODE_PAYLOAD) {
        payload_end(r);
    }
    r->mode = MODE_IDLE;
    x.result = AT_RESULT_NONE;
    x.error_number = -1;
    x.replied = r->exchange.replied;
    x.interrupted = true;
    end(r, &x, NULL);
}

void exchange_lose(struct at_reader *r)
{
    struct at_exchange x = {.result = AT_RESULT_NONE, .error_number = -1, .unheard = true};

    payload_drop(r);
    if (r->exchange.open) {
        x.replied = r->exchange.replied;
        end(r, &x, NULL);
    }
}

bool exchange_prints_freely(const struct at_reader *r)
{
    static const enum meaning free_text[] = {
        M_HELP,         M_GET_STATUS,     M_GET_STATISTICS, M_GET_PEERS,  M_PYTHON,
        M_GET_VARIABLE, M_DUMP_VARIABLES, M_FILE_LIST,      M_FILE_PRINT, M_SCAN,
        M_SOCKET_LIST,  M_SERVER_LIST,    M_WEBSOCKET_LIST, M_PING,       M_SOCKET_READ,
        M_SERVER_READ,  M_WEBSOCKET_READ, M_HTTP_GET,       M_HTTP_POST,  M_HTTP_REQUEST,
        M_TFTP};
    for (size_t i = 0; r->exchange.open && i < sizeof free_text / sizeof free_text[0]; i++) {
        if (r->exchange.meaning == free_text[i]) {
            return true;
        }
    }
    return false;
}
