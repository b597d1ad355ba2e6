/* What the module holds, as rows for people. A row is made anew only when its print differs, which costs a
 * few comparisons an event. */
#include "base/memory.h"
#include "engine/private.h"
#include "material/material.h"

enum { ROW_TEXT_MAX = 400, ROW_FACTS_MAX = 32, ROW_ARENA_MAX = 1 << 16 };

struct row_room { /* what a row borrows from */
    uint64_t print;
    bool made;
    struct buf value;
    struct arena arena;
    struct array facts; /* struct spw_fact */
};

struct row_kind {
    const char *key, *label;
    int slot; /* of the store */
    /* A number that differs whenever the row does. */
    uint64_t (*print)(const struct session *s, const struct row_kind *k);
    void (*make)(const struct session *s, const struct row_kind *k, struct spw_state_row *row,
                 struct row_room *room);
};

static uint64_t mix(uint64_t h, uint64_t v) { return (h ^ v) * 0x100000001b3ULL + (v >> 29); }

/* ---- texts that the module prints of itself ---------------------------------------------------- */

static void make_text(const struct text_fact *f, struct spw_state_row *row, struct row_room *room)
{
    row->known = f->text.n > 0 ? TRI_YES : TRI_UNKNOWN;
    row->at = f->at;
    buf_put(&room->value, f->text);
}

static uint64_t print_text(const struct text_fact *f)
{
    return mix(mix(f->text.n, f->at.span.offset), f->text.n > 0 ? f->text.p[f->text.n - 1] : 0);
}

#define TEXT_ROW(name)                                                                             \
    static uint64_t print_##name(const struct session *s, const struct row_kind *k)                \
    {                                                                                              \
        (void)k;                                                                                   \
        return print_text(&s->name);                                                               \
    }                                                                                              \
    static void make_##name(const struct session *s, const struct row_kind *k,                     \
                            struct spw_state_row *row, struct row_room *room)                      \
    {                                                                                              \
        (void)k;                                                                                   \
        make_text(&s->name, row, room);                                                            \
    }
TEXT_ROW(model)
TEXT_ROW(firmware_build)
TEXT_ROW(ssid)
TEXT_ROW(bssid)
#undef TEXT_ROW

/* ---- radio and clock ----------------------------------------------------------------------------- */

static uint64_t print_wifi(const struct session *s, const struct row_kind *k)
{
    (void)k;
    return mix(mix((uint64_t)s->wifi_up, (uint64_t)s->radio_on), s->wifi_at.span.offset);
}

static void make_wifi(const struct session *s, const struct row_kind *k, struct spw_state_row *row,
                      struct row_room *room)
{
    (void)k;
    row->known = s->radio_on == TRI_NO ? TRI_NO : s->wifi_up;
    row->at = s->wifi_at;
    buf_cstr(&room->value, row->known == TRI_YES ? "up" : "");
}

static uint64_t print_address(const struct session *s, const struct row_kind *k)
{
    return mix(print_text(&s->address), print_wifi(s, k));
}

/* Without a network there is none. */
static void make_address(const struct session *s, const struct row_kind *k,
                         struct spw_state_row *row, struct row_room *room)
{
    (void)k;
    make_text(&s->address, row, room);
    if (s->address.text.n == 0 && s->wifi_up == TRI_NO) {
        row->known = TRI_NO;
        row->at = s->wifi_at;
    }
}

static uint64_t print_clock(const struct session *s, const struct row_kind *k)
{
    (void)k;
    return mix(mix((uint64_t)s->clock.set, (uint64_t)s->clock.module_time),
               s->clock.at.span.offset);
}

static void make_clock(const struct session *s, const struct row_kind *k, struct spw_state_row *row,
                       struct row_room *room)
{
    (void)k;
    row->known = s->clock.set;
    row->at = s->clock.at;
    if (s->clock.set == TRI_YES && s->clock.module_time != TIME_NONE) {
        time_put(&room->value, s->clock.module_time);
    }
}

/* ---- the certificate store ------------------------------------------------------------------------ */

static uint64_t print_cell(const struct session *s, const struct row_kind *k)
{
    const struct store_cell *c = &s->store[k->slot];
    uint64_t h = mix(mix((uint64_t)c->present, (uint64_t)c->learned), c->at.span.offset);
    h = mix(mix(h, (uint64_t)c->accepted), c->facts_known ? 1 : 0);
    return mix(mix(h, c->id.n), c->domain.n);
}

static void put_cell(const struct store_cell *c, struct row_room *room)
{
    struct buf *b = &room->value;
    if (c->domain.n > 0) {
        buf_put(b, c->domain);
    } else if (c->facts_known && c->facts.subject_cn.n > 0) {
        buf_put(b, c->facts.subject_cn);
    } else if (c->id.n > 0) {
        buf_put(b, x509_id_text(&c->id, &room->arena));
    } else if (c->has_declared) {
        buf_printf(b, "%llu bytes", (unsigned long long)c->declared);
    } else {
        buf_cstr(b, "present");
    }
    buf_cstr(b, c->accepted == TRI_NO ? ", refused" : "");
}

static void make_cell(const struct session *s, const struct row_kind *k, struct spw_state_row *row,
                      struct row_room *room)
{
    const struct store_cell *c = &s->store[k->slot];
    row->known = c->present;
    row->concluded = c->learned == LEARNED_INFERRED;
    row->at = c->at;
    if (c->present == TRI_YES) {
        put_cell(c, room);
    }
    if (c->facts_known && !material_describe(&c->facts, &room->arena, &room->facts)) {
        array_clear(&room->facts); /* rather nothing than half of it */
    }
}

/* ---- sockets and attempts ---------------------------------------------------------------------------- */

static uint64_t print_sockets(const struct session *s, const struct row_kind *k)
{
    uint64_t h = s->n_sockets;
    (void)k;
    for (size_t i = 0; i < s->n_sockets; i++) {
        h = mix(mix(h, (uint64_t)s->sockets[i].id), s->sockets[i].unread);
    }
    return h;
}

static void make_sockets(const struct session *s, const struct row_kind *k,
                         struct spw_state_row *row, struct row_room *room)
{
    (void)k;
    row->known = s->n_sockets > 0 ? TRI_YES : s->most_sockets > 0 ? TRI_NO : TRI_UNKNOWN;
    for (size_t i = 0; i < s->n_sockets; i++) {
        const struct open_socket *o = &s->sockets[i];
        buf_printf(&room->value, "%s%d%s", i > 0 ? ", " : "", o->id, o->server ? " (server)" : "");
        if (o->unread > 0) {
            buf_printf(&room->value, " (%u bytes unread)", o->unread);
        }
        row->at = o->at;
    }
}

static uint64_t print_attempt(const struct session *s, const struct row_kind *k)
{
    const struct attempt *a = s->current;
    (void)k;
    return a == NULL ? 0
                     : mix(mix(a->id, (uint64_t)a->outcome), mix(a->final_seen ? 1 : 0, a->port));
}

static void make_attempt(const struct session *s, const struct row_kind *k,
                         struct spw_state_row *row, struct row_room *room)
{
    const struct attempt *a = s->current;
    (void)k;
    row->known = a != NULL ? TRI_YES : TRI_UNKNOWN;
    if (a == NULL) {
        return;
    }
    row->at = a->final_seen ? a->result : a->at;
    buf_put(&room->value, a->command != NULL ? a->command->word : SLICE("attempt"));
    if (a->host.n > 0) {
        buf_byte(&room->value, ' ');
        buf_put(&room->value, a->host);
    }
    if (a->port != 0) {
        buf_printf(&room->value, ":%u", a->port);
    }
    buf_cstr(&room->value, ", ");
    buf_cstr(&room->value, a->final_seen ? spw_outcome_name(a->outcome) : "in progress");
}

/* ---- the list ------------------------------------------------------------------------------------------- */

static const struct row_kind kinds[] = {
    {"module", "module", 0, print_model, make_model},
    {"firmware", "firmware", 0, print_firmware_build, make_firmware_build},
    {"wifi", "Wi-Fi", 0, print_wifi, make_wifi},
    {"ssid", "network", 0, print_ssid, make_ssid},
    {"bssid", "access point", 0, print_bssid, make_bssid},
    {"address", "address", 0, print_address, make_address},
    {"clock", "clock", 0, print_clock, make_clock},
    {"store.ca", "root certificate", SLOT_CA, print_cell, make_cell},
    {"store.id", "key identifier", SLOT_ID, print_cell, make_cell},
    {"store.cert", "own certificate", SLOT_CERT, print_cell, make_cell},
    {"store.key", "own key", SLOT_KEY, print_cell, make_cell},
    {"store.domain", "server name", SLOT_DOMAIN, print_cell, make_cell},
    {"sockets", "sockets open", 0, print_sockets, make_sockets},
    {"attempt", "connection", 0, print_attempt, make_attempt},
};
enum { ROWS = sizeof kinds / sizeof kinds[0] };

struct state_rows {
    struct spw_state_row rows[ROWS];
    struct row_room rooms[ROWS];
};

static struct state_rows *rows_of(struct spw_engine *e)
{
    if (e->state != NULL) {
        return e->state;
    }
    e->state = MEMORY_NEW(struct state_rows);
    for (size_t i = 0; e->state != NULL && i < ROWS; i++) {
        struct row_room *room = &e->state->rooms[i];
        buf_init(&room->value, ROW_TEXT_MAX);
        arena_init(&room->arena, ROW_ARENA_MAX);
        array_init(&room->facts, sizeof(struct spw_fact), ROW_FACTS_MAX);
    }
    return e->state;
}

void state_free(struct state_rows *s)
{
    for (size_t i = 0; s != NULL && i < ROWS; i++) {
        buf_dispose(&s->rooms[i].value);
        arena_dispose(&s->rooms[i].arena);
        array_dispose(&s->rooms[i].facts);
    }
    memory_free(s);
}

/* True when the row is not what it was. */
static bool refresh(const struct session *s, const struct row_kind *k, struct spw_state_row *row,
                    struct row_room *room)
{
    uint64_t print = k->print(s, k);
    if (room->made && room->print == print) {
        return false;
    }
    room->made = true;
    room->print = print;
    buf_clear(&room->value);
    arena_reset(&room->arena);
    array_clear(&room->facts);
    *row = (struct spw_state_row){.key = k->key, .label = k->label, .known = TRI_UNKNOWN};
    k->make(s, k, row, room);
    row->value = buf_slice(&room->value);
    row->facts = ARRAY_AT(&room->facts, struct spw_fact, 0);
    row->n_facts = room->facts.n;
    return true;
}

const struct spw_state_row *spw_engine_state(struct spw_engine *e, size_t *n)
{
    struct state_rows *s = rows_of(e);
    *n = 0;
    if (s == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < ROWS; i++) {
        (void)refresh(e->session, &kinds[i], &s->rows[i], &s->rooms[i]);
    }
    *n = ROWS;
    return s->rows;
}

void state_tell(struct spw_engine *e)
{
    struct state_rows *s = rows_of(e);
    for (size_t i = 0; s != NULL && i < ROWS; i++) {
        bool first = !s->rooms[i].made;
        if (refresh(e->session, &kinds[i], &s->rows[i], &s->rooms[i]) &&
            !(first && s->rows[i].known == TRI_UNKNOWN)) {
            e->observer.state(e->observer.context, i, &s->rows[i]);
        }
    }
}
