/* The command in progress, copied so that its end can be judged with its parameters. */
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

void exchange_on_command(struct session *s, const struct at_event *e)
{
    struct exchange *x = &s->exchange;
    struct arena arena = x->arena;

    arena_reset(&arena);
    *x = (struct exchange){.arena = arena};
    x->command = e->command;
    x->other_dialect = e->other_dialect;
    x->meaning = e->meaning;
    x->name = arena_copy(&x->arena, e->name);
    x->at = session_mark(e);
    x->n_values = e->n_values;
    x->n_total = e->n_total;
    for (size_t i = 0; i < e->n_values; i++) {
        x->values[i] = arena_copy(&x->arena, e->values[i]);
    }
    x->error_number = -1;
    x->line_length = e->text.n;
    x->started = e->stamp;
    s->priv->exchange_open = true;
}

void exchange_on_payload(struct session *s, const struct at_event *e)
{
    struct exchange *x = &s->exchange;
    const struct at_payload *p = e->payload;

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
    x->error_text = arena_copy(&x->arena, end->error_text);
    if (end->reply != NULL) {
        x->reply = *end->reply;
    }
    x->ended = e->stamp;
    s->priv->exchange_open = false;
}
