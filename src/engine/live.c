/* The dialogue told to an observer while it is read, and peeks at what is not over. */
#include "engine/private.h"
#include "transcript/line.h"

enum { ENUMERATION_NAME_MAX = 128 };

const char *spw_event_kind_name(enum spw_event_kind k)
{
    static const char *const names[] = {[SPW_EVENT_COMMAND] = "command",
                                        [SPW_EVENT_REPLY] = "reply",
                                        [SPW_EVENT_INDICATION] = "indication",
                                        [SPW_EVENT_PAYLOAD] = "payload",
                                        [SPW_EVENT_OBJECT] = "object",
                                        [SPW_EVENT_NOTE] = "note",
                                        [SPW_EVENT_NOISE] = "noise"};
    return (size_t)k < sizeof names / sizeof names[0] ? names[k] : "";
}

void spw_engine_observe(struct spw_engine *e, const struct spw_observer *o) { e->observer = *o; }

/* ---- lines ------------------------------------------------------------------------------------- */

static enum spw_direction direction_of(const struct line *l)
{
    static const enum spw_direction directions[] = {
        [DIR_UNKNOWN] = SPW_DIRECTION_UNKNOWN,
        [DIR_HOST] = SPW_FROM_HOST,
        [DIR_MODULE] = SPW_FROM_MODULE,
    };
    return l != NULL ? directions[l->direction] : SPW_DIRECTION_UNKNOWN;
}

/* One run of bytes that stand next to each other in the input. */
static bool stands_as_is(const struct line *l, struct span span)
{
    struct line_segment first = line_where(l, 0);
    return l->n_segments == 1 && first.step == 1 && first.width == 1 && span.length == l->text.n;
}

void live_line(struct spw_engine *e, const struct line *l)
{
    struct spw_line told = {0};

    if (e->observer.line == NULL || slice_trim(l->text).n == 0) {
        return;
    }
    told.number = ++e->lines_told;
    told.direction = direction_of(l);
    told.text = l->text;
    told.span = line_span(l, 0, l->text.n);
    told.as_is = stands_as_is(l, told.span);
    told.stamp = l->stamp;
    e->observer.line(e->observer.context, &told);
}

/* ---- events ------------------------------------------------------------------------------------ */

static bool kind_of(const struct at_event *ev, enum spw_event_kind *kind, enum spw_direction *said)
{
    static const struct {
        bool told;
        enum spw_event_kind kind;
        enum spw_direction said; /* by whom, when the capture does not tell */
    } kinds[] = {
        [AT_COMMAND] = {true, SPW_EVENT_COMMAND, SPW_FROM_HOST},
        [AT_REPLY] = {true, SPW_EVENT_REPLY, SPW_FROM_MODULE},
        [AT_INDICATION] = {true, SPW_EVENT_INDICATION, SPW_FROM_MODULE},
        [AT_PAYLOAD] = {true, SPW_EVENT_PAYLOAD, SPW_FROM_HOST},
        [AT_OBJECT] = {true, SPW_EVENT_OBJECT, SPW_DIRECTION_UNKNOWN},
        [AT_EXCHANGE_END] = {false, SPW_EVENT_NOTE, SPW_DIRECTION_UNKNOWN},
        [AT_NOTE] = {true, SPW_EVENT_NOTE, SPW_DIRECTION_UNKNOWN},
        [AT_NOISE] = {true, SPW_EVENT_NOISE, SPW_DIRECTION_UNKNOWN},
    };
    *kind = kinds[ev->kind].kind;
    *said = kinds[ev->kind].said;
    return kinds[ev->kind].told;
}

/* "MQTT Closed", "id": "mqtt.closed.id". */
static struct slice enumeration_name(struct buf *b, struct slice head, char joint,
                                     struct slice param)
{
    buf_clear(b);
    for (size_t i = 0; i < head.n; i++) {
        buf_byte(b, head.p[i] == ' ' ? (uint8_t)joint : ascii_fold(head.p[i]));
    }
    if (head.n > 0 && param.n > 0) {
        buf_byte(b, '.');
    }
    buf_put(b, param);
    return buf_slice(b);
}

/* The name as it stands in the table; empty: the dialect has no such enumeration. */
static struct slice listed(const struct dialect *d, struct slice name)
{
    for (size_t i = 0; i < d->n_enums; i++) {
        if (slice_eq(d->enums[i].field, name)) {
            return d->enums[i].field;
        }
    }
    return slice_of(NULL, 0);
}

/* Enumerations are called after the parameter ("wifi_mode"), after the head of the line ("mqtt.closed",
 * "configuration_failure"), or after both ("loading.object"). */
static struct slice find_enumeration(const struct dialect *d, struct slice head, struct slice param)
{
    const struct slice none = {NULL, 0};
    const struct {
        struct slice head, param;
        char joint;
    } ways[] = {{none, param, '.'}, {head, param, '.'}, {head, none, '.'}, {head, none, '_'}};
    struct slice found = none;
    struct buf name;

    buf_init(&name, ENUMERATION_NAME_MAX);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0] && found.n == 0; i++) {
        found = listed(d, enumeration_name(&name, ways[i].head, ways[i].joint, ways[i].param));
    }
    buf_dispose(&name);
    return found;
}

/* Looked for once a parameter: a session says the same few things again and again. */
static struct slice enumeration_of(struct spw_engine *e, const struct dialect *d, struct slice head,
                                   const struct param_spec *spec)
{
    size_t at = (size_t)((uintptr_t)spec / sizeof *spec) % ENUMERATIONS_KEPT;
    struct enumeration *kept = &e->enumerations[at];

    if (kept->spec != spec || kept->dialect != d) {
        kept->spec = spec;
        kept->dialect = d;
        kept->name = find_enumeration(d, head, spec->name);
    }
    return kept->name;
}

/* The table's name for the line: "Loading", "MQTT Closed"; commands by their word. */
static struct slice head_of(const struct at_event *ev)
{
    if (ev->command != NULL) {
        return ev->command->word;
    }
    if (ev->indication != NULL) {
        return ev->indication->name;
    }
    return ev->reply != NULL ? ev->reply->head : slice_of(NULL, 0);
}

static struct slice about_of(const struct at_event *ev)
{
    if (ev->command != NULL) {
        return ev->command->what;
    }
    if (ev->indication != NULL) {
        return ev->indication->what;
    }
    return ev->reply != NULL ? ev->reply->what : slice_of(NULL, 0);
}

/* An error's number says more than the row of all errors. */
static struct slice error_about(const struct dialect *d, const struct at_event *ev)
{
    const struct error_row *row = NULL;
    if (ev->meaning == M_ERROR && d != NULL) {
        row = ev->number >= 0    ? dialect_error(d, ev->number)
              : ev->n_values > 0 ? dialect_error_by_text(d, ev->values[0])
                                 : NULL;
    }
    return row != NULL ? row->what : about_of(ev);
}

static size_t values_of(struct spw_engine *e, const struct at_event *ev,
                        struct spw_value values[AT_VALUES_MAX])
{
    const struct dialect *d = at_reader_dialect(e->reader);
    struct slice key = at_event_value(ev, P_KEY, NULL);
    struct slice head = head_of(ev);

    for (size_t i = 0; i < ev->n_values; i++) {
        const struct param_spec *spec = i < ev->n_specs ? &ev->specs[i] : NULL;
        bool named = spec != NULL && spec->kind != KIND_LITERAL;
        bool of_key = spec != NULL && spec->id == P_VALUE && key.n > 0;
        const struct variable_row *variable = of_key && d != NULL ? dialect_variable(d, key) : NULL;
        values[i] = (struct spw_value){.text = ev->values[i]};
        values[i].name = named ? spec->name : slice_of(NULL, 0);
        values[i].secret =
            (spec != NULL && spec->kind == KIND_SECRET) || (variable != NULL && variable->secret);
        if (d != NULL && named && ev->values[i].n > 0) {
            struct slice name = of_key ? key : enumeration_of(e, d, head, spec);
            values[i].words = name.n > 0 ? dialect_enum(d, name, ev->values[i]) : name;
        }
    }
    return ev->n_values;
}

static void fill_payload(struct spw_event *out, const struct at_event *ev)
{
    if (ev->payload != NULL) {
        out->declared = ev->payload->declared;
        out->seen = ev->payload->seen;
    }
}

void live_event(struct spw_engine *e, const struct at_event *ev)
{
    struct spw_value values[AT_VALUES_MAX];
    struct spw_event out = {0};
    enum spw_direction said = SPW_DIRECTION_UNKNOWN;
    const struct attempt *current = e->session->current;

    if (e->observer.event != NULL && kind_of(ev, &out.kind, &said)) {
        out.direction = direction_of(ev->line);
        out.direction = out.direction == SPW_DIRECTION_UNKNOWN ? said : out.direction;
        out.number = ++e->events_told;
        out.line = e->lines_told;
        out.name = ev->name;
        out.meaning =
            ev->meaning != M_NONE ? slice_cstr(meaning_name(ev->meaning)) : slice_of(NULL, 0);
        out.about = error_about(at_reader_dialect(e->reader), ev);
        out.text = ev->text;
        out.span = ev->span;
        out.stamp = ev->stamp;
        out.number_printed = ev->number;
        out.values = values;
        out.n_values = values_of(e, ev, values);
        out.attempt = current != NULL && !ev->mentioned ? current->id : 0;
        out.failure = (ev->reply != NULL && ev->reply->failure) ||
                      (ev->indication != NULL && ev->indication->failure);
        out.final = ev->reply != NULL && ev->reply->final;
        out.mentioned = ev->mentioned;
        fill_payload(&out, ev);
        e->observer.event(e->observer.context, &out);
    }
    if (e->observer.state != NULL) {
        state_tell(e);
    }
}

/* ---- peeks --------------------------------------------------------------------------------------- */

enum spw_status spw_engine_peek(struct spw_engine *e, enum spw_peek how)
{
    struct at_waiting waiting;

    if (e->finished) {
        return SPW_OK;
    }
    waiting = at_reader_waiting(e->reader);
    e->generation++;
    diagnosis_peek_begin(e->diagnosis);
    session_peek(e->session, how == SPW_PEEK_IF_ENDED, &waiting);
    diagnosis_peek_end(e->diagnosis);
    return SPW_OK;
}

uint64_t spw_engine_generation(const struct spw_engine *e) { return e->generation; }
