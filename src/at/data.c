/* Bytes that the module hands through: HTTP bodies, socket data, published messages. They may look
 * like anything, so while they run only elements at the start of a line are believed. */
#include "at/state.h"

void data_expect(struct at_reader *r, const struct at_event *e)
{
    uint64_t n = 0;
    struct slice length = {0};

    switch ((int)e->meaning) {
    case M_READING:
    case M_MQTT_PUBLISHED:
        length = at_event_value(e, P_LENGTH, NULL);
        r->data.bounded = slice_to_u64(length, UINT32_MAX, &n) == NUMBER_OK;
        break;
    case M_HTTP_STATUS:
        r->data.bounded = false;
        break;
    default:
        return;
    }
    if (r->mode == MODE_IDLE && (n > 0 || !r->data.bounded)) {
        r->data.left = n;
        r->mode = MODE_DATA;
    }
}

/* True for what only the module or the host says; a bare OK counts only where the family says it so. */
static bool ends_data(const struct at_reader *r, struct slice t)
{
    const struct dialect *d = detect_dialect(r);
    bool bare =
        slice_eq(t, SLICE("OK")) || slice_eq(t, SLICE("ERROR")) || slice_starts(t, SLICE("ERROR:"));
    if (bare) {
        return d != &r->knowledge->dialects[0];
    }
    return lex_is_head(r, t) && !slice_eq_nocase(t, SLICE("AT"));
}

bool data_line(struct at_reader *r, const struct line *l)
{
    struct slice t = slice_trim(l->text);
    uint64_t n = l->text.n + (l->end == END_CRLF ? 2u : 1u);

    if (ends_data(r, t)) {
        r->mode = MODE_IDLE;
        return false;
    }
    if (r->data.bounded) {
        size_t glued = l->text.n > r->data.left ? lex_next_anchor(r, l->text, (size_t)r->data.left)
                                                : l->text.n;
        if (glued < l->text.n) { /* the answer goes on right behind the last byte */
            r->facts.payload_bytes += r->data.left;
            r->mode = MODE_IDLE;
            reader_rest(r, l, glued, l->text.n);
            return true;
        }
        if (n >= r->data.left) {
            n = r->data.left;
            r->mode = MODE_IDLE;
        }
        r->data.left -= n;
    }
    r->facts.payload_bytes += n;
    return true;
}
