/* The command in progress, copied so that its end can be judged with its parameters. */
#include <stddef.h>
#include <string.h>

#include "session/private.h"

struct slice exchange_value(const struct exchange *x, enum param p)
{
    if (x->command == NULL) {
        return slice_of(NULL, 0);
    }
    for (size_t i = 0; i < x->command->n_params && i < x->n_values; i++) {
        if (x->command->params[i].id == p) {
            return x->values[i];
        }
    }
    return slice_of(NULL, 0);
}

void exchange_forget(struct session *s)
{
    struct exchange *x = &s->exchange;
    struct arena arena = x->arena;

    arena_reset(&arena);
    memset(x, 0, offsetof(struct exchange, at));
    x->arena = arena;
    x->error_number = -1;
    mark_clear(&x->at);
    mark_clear(&x->reply);
}

/* Name and values are parts of the text, so one copy does for all; those of decoded frames stand
 * elsewhere. */
static struct slice copy_part(struct exchange *x, struct slice whole, struct slice text,
                              struct slice part)
{
    bool inside = part.p != NULL && part.p >= text.p && part.p + part.n <= text.p + text.n;
    return inside && whole.p != NULL ? slice_of(whole.p + (part.p - text.p), part.n)
                                     : arena_copy(&x->arena, part);
}

static void copy_texts(struct exchange *x, const struct at_event *e)
{
    struct slice whole = arena_copy(&x->arena, e->text);
    x->name = copy_part(x, whole, e->text, e->name);
    for (size_t i = 0; i < e->n_values; i++) {
        x->values[i] = copy_part(x, whole, e->text, e->values[i]);
    }
}

void exchange_on_command(struct session *s, const struct at_event *e)
{
    struct exchange *x = &s->exchange;

    exchange_forget(s);
    x->command = e->command;
    x->other_dialect = e->other_dialect;
    x->meaning = e->meaning;
    mark_set(&x->at, e->span, e->text);
    x->n_values = e->n_values;
    x->n_total = e->n_total;
    copy_texts(x, e);
    x->line_length = e->text.n;
    x->started = e->stamp;
    s->priv->exchange_open = true;
}

void exchange_on_payload(struct session *s, const struct at_event *e)
{
    exchange_note_payload(&s->exchange, e->payload);
}

void exchange_note_payload(struct exchange *x, const struct at_payload *p)
{
    x->has_declared = p->declared != UINT64_MAX;
    x->declared = x->has_declared ? p->declared : 0;
    x->seen = p->seen;
    x->payload_unseen = p->unseen;
    x->payload_exact = p->exact;
    x->payload_described = p->described;
    x->payload_closed = p->closed;
}

void exchange_on_end(struct session *s, const struct at_event *e)
{
    struct exchange *x = &s->exchange;
    const struct at_exchange *end = e->exchange;

    x->result = end->result;
    x->replied = end->replied;
    x->error_number = end->error_number;
    x->error = end->error;
    x->error_text =
        end->error_text.n > 0 ? arena_copy(&x->arena, end->error_text) : slice_of(NULL, 0);
    if (end->reply != NULL) {
        mark_copy(&x->reply, end->reply);
    }
    x->ended = e->stamp;
    s->priv->exchange_open = false;
}
