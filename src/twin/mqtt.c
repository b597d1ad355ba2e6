/* MQTT sessions over TCP or TLS. */
#include "twin/mqtt_packet.h"
#include "twin/state.h"

enum { PACKET_BYTES_MAX = PAYLOAD_BYTES_MAX + 4096, DEFAULT_PORT = 1883, NONE = 0 };

static struct mqtt_session *session_of(struct twin *t, unsigned link)
{
    return &t->sessions[link - LINK_SESSION];
}

static enum timer timer_of(unsigned link)
{
    return (enum timer)(TIMER_KEEP_ALIVE + (link - LINK_SESSION));
}

static struct slice id_text(struct twin *t, unsigned link)
{
    return number_text(t, (int64_t)(link - LINK_SESSION));
}

static void send_packet(struct twin *t, unsigned link, struct buf *packet)
{
    t->world.send(t->world.context, link, buf_slice(packet));
    buf_dispose(packet);
}

static void await(struct twin *t, unsigned link, enum mqtt_type type, uint16_t id)
{
    struct mqtt_session *s = session_of(t, link);
    s->awaited = (uint8_t)type;
    s->awaited_id = id;
    t->busy = true;
}

static void say_closed(struct twin *t, unsigned link)
{
    say_indication(t, M_MQTT_CLOSED, FIELDS(id_text(t, link), behaviour(t, WHEN_MQTT_CLOSED)));
}

/* The session is over; a command that waited fails. Once the server was accepted, the session's end is
 * told too [SEED]. */
static void give_up(struct twin *t, unsigned link, bool told)
{
    struct mqtt_session *s = session_of(t, link);
    bool waited = s->awaited != NONE || t->links[link].state == LINK_OPENING;
    s->connected = false;
    s->awaited = NONE;
    timer_stop(t, timer_of(link));
    link_close(t, link);
    if (waited) {
        say_error(t, WHEN_REQUEST_FAILED);
    }
    if (told) {
        say_closed(t, link);
    }
}

/* ---- packets that come ---------------------------------------------------------------------------------------------- */

static void on_publish(struct twin *t, unsigned link, const struct mqtt_packet *packet)
{
    struct mqtt_publish p;
    struct buf answer;
    if (!mqtt_read_publish(packet, &p)) {
        give_up(t, link, true);
        return;
    }
    struct slice length = number_text(t, (int64_t)p.message.n);
    say_indication(t, M_MQTT_PUBLISHED,
                   FIELDS(id_text(t, link), p.topic, number_text(t, p.duplicate),
                          number_text(t, p.qos), number_text(t, p.retained), length, length));
    buf_put(&t->out, p.message);
    buf_cstr(&t->out, "\r\n");
    if (p.qos > 0) {
        buf_init(&answer, PACKET_BYTES_MAX);
        mqtt_put_answer(&answer, p.qos == 1 ? MQTT_PUBACK : MQTT_PUBREC, p.id);
        send_packet(t, link, &answer);
    }
}

static void on_connack(struct twin *t, unsigned link, const struct mqtt_packet *packet)
{
    struct mqtt_session *s = session_of(t, link);
    uint8_t code = 1;
    if (!mqtt_read_connack(packet, &code) || code != 0) {
        give_up(t, link, true);
        return;
    }
    s->connected = true;
    s->awaited = NONE;
    say_ok(t);
}

/* The middle of a QoS 2 exchange: PUBREC is answered with PUBREL, PUBREL with PUBCOMP. */
static void on_half(struct twin *t, unsigned link, const struct mqtt_packet *packet)
{
    struct buf answer;
    uint16_t id = 0;
    if (!mqtt_read_id(packet, &id)) {
        give_up(t, link, true);
        return;
    }
    buf_init(&answer, PACKET_BYTES_MAX);
    mqtt_put_answer(&answer, packet->type == MQTT_PUBREC ? MQTT_PUBREL : MQTT_PUBCOMP, id);
    send_packet(t, link, &answer);
}

/* A subscription that the broker refuses says so in the last byte [3.9.3]. */
static bool refuses(const struct mqtt_packet *packet)
{
    return packet->type == MQTT_SUBACK && packet->body.n > 2 && packet->body.p[2] == 0x80;
}

static void on_acknowledged(struct twin *t, unsigned link, const struct mqtt_packet *packet)
{
    struct mqtt_session *s = session_of(t, link);
    uint16_t id = 0;
    if (!mqtt_read_id(packet, &id) || packet->type != s->awaited || id != s->awaited_id) {
        return; /* of something that nobody waits for */
    }
    s->awaited = NONE;
    if (refuses(packet)) {
        say_error(t, WHEN_REQUEST_FAILED);
    } else {
        say_ok(t);
    }
}

static void on_ignored(struct twin *t, unsigned link, const struct mqtt_packet *packet)
{
    (void)t;
    (void)link;
    (void)packet;
}

static void (*const handlers[16])(struct twin *, unsigned, const struct mqtt_packet *) = {
    [MQTT_CONNACK] = on_connack,     [MQTT_PUBLISH] = on_publish,
    [MQTT_PUBACK] = on_acknowledged, [MQTT_PUBREC] = on_half,
    [MQTT_PUBREL] = on_half,         [MQTT_PUBCOMP] = on_acknowledged,
    [MQTT_SUBACK] = on_acknowledged, [MQTT_UNSUBACK] = on_acknowledged,
    [MQTT_PINGRESP] = on_ignored};

/* The first packet of a broker is a CONNACK [3.2]; anything else is no broker. */
static bool is_no_broker(struct twin *t, unsigned link)
{
    const struct buf *in = &t->links[link].in;
    return !session_of(t, link)->connected && in->n > 0 && in->p[0] >> 4 != MQTT_CONNACK;
}

static void take_packets(struct twin *t, unsigned link)
{
    struct link *l = &t->links[link];
    struct slice rest = buf_slice(&l->in);
    struct mqtt_packet packet;
    enum mqtt_read read = MQTT_PARTIAL;
    if (is_no_broker(t, link)) {
        give_up(t, link, true);
        return;
    }
    while (l->state != LINK_UNUSED && (read = mqtt_next(&rest, &packet)) == MQTT_WHOLE) {
        if (handlers[packet.type] == NULL) {
            read = MQTT_BROKEN;
            break;
        }
        handlers[packet.type](t, link, &packet);
    }
    if (l->state == LINK_UNUSED) {
        return;
    }
    if (read == MQTT_BROKEN) {
        give_up(t, link, true);
        return;
    }
    buf_drop(&l->in, l->in.n - rest.n);
}

/* ---- what the network does -------------------------------------------------------------------------------------------- */

static void mqtt_result(struct twin *t, unsigned link, enum twin_outcome outcome)
{
    struct mqtt_session *s = session_of(t, link);
    const struct link *l = &t->links[link];
    if (outcome == TWIN_LINK_OPEN) {
        t->world.send(t->world.context, link, buf_slice(&s->greeting));
        await(t, link, MQTT_CONNACK, 0);
        timer_wait(t, timer_of(link), behaviour_number(t, WHEN_TIME_CONNECT)); /* for CONNACK */
        return;
    }
    if (outcome == TWIN_NO_NAME) {
        link_close(t, link);
        say_error(t, WHEN_NAME_NOT_RESOLVED);
        return;
    }
    give_up(t, link, outcome == TWIN_NO_TLS && l->accepted);
}

static void restart_keep_alive(struct twin *t, unsigned link)
{
    const struct mqtt_session *s = session_of(t, link);
    timer_stop(t, timer_of(link));
    if (s->connected && s->keep_alive_ms > 0) {
        timer_wait(t, timer_of(link), s->keep_alive_ms);
    }
}

static void mqtt_bytes(struct twin *t, unsigned link, struct slice bytes)
{
    struct link *l = &t->links[link];
    buf_put(&l->in, bytes);
    if (l->in.status != SPW_OK) {
        give_up(t, link, true);
        return;
    }
    take_packets(t, link);
    if (l->state != LINK_UNUSED && session_of(t, link)->connected) {
        restart_keep_alive(t, link);
    }
}

static void mqtt_closed(struct twin *t, unsigned link) { give_up(t, link, true); }

const struct link_user mqtt_user = {mqtt_result, mqtt_bytes, mqtt_closed};

/* No CONNACK in time, or time for a PINGREQ. */
void keep_alive_timer(struct twin *t, enum timer which)
{
    unsigned link = LINK_SESSION + (unsigned)(which - TIMER_KEEP_ALIVE);
    struct buf packet;
    if (!session_of(t, link)->connected) {
        give_up(t, link, true);
        return;
    }
    buf_init(&packet, PACKET_BYTES_MAX);
    mqtt_put_bare(&packet, MQTT_PINGREQ);
    send_packet(t, link, &packet);
    restart_keep_alive(t, link);
}

/* ---- commands ------------------------------------------------------------------------------------------------------------ */

static struct slice or_none(struct slice s) { return s.n > 0 ? s : slice_of(NULL, 0); }

static void put_greeting(struct mqtt_session *s, const struct call *c)
{
    struct mqtt_connect connect = {.client_id = call_text(c, P_CLIENT_ID),
                                   .user = or_none(call_text(c, P_USER)),
                                   .password = or_none(call_text(c, P_PASSWORD)),
                                   .will_topic = or_none(call_text(c, P_LWT_TOPIC)),
                                   .will_qos = (unsigned)call_number(c, P_LWT_QOS, 0),
                                   .keep_alive_s = (uint16_t)call_number(c, P_KEEP_ALIVE, 60)};
    if (connect.will_topic.p != NULL) {
        connect.will_message = call_text(c, P_LWT_MESSAGE);
    }
    buf_clear(&s->greeting);
    mqtt_put_connect(&s->greeting, &connect);
    s->keep_alive_ms = (int64_t)connect.keep_alive_s * 1000;
    s->next_id = 1;
}

void act_mqtt_connect(struct twin *t, const struct call *c)
{
    bool tls = slice_eq(call_text(c, P_TLS), behaviour(t, WHEN_TLS_ON));
    unsigned link = LINK_SESSION;
    while (link < LINK_HTTP && t->links[link].state != LINK_UNUSED) {
        link++;
    }
    if (link == LINK_HTTP || (tls && !links_have_room_for_tls(t))) {
        say_error(t, WHEN_SOCKETS_TAKEN);
        return;
    }
    put_greeting(session_of(t, link), c);
    link_open(t, link, call_text(c, P_HOST), (unsigned)call_number(c, P_PORT, DEFAULT_PORT),
              tls ? TWIN_TLS : TWIN_TCP, slice_of(NULL, 0));
}

/* NULL, having said why. */
static struct mqtt_session *find_session(struct twin *t, const struct call *c, unsigned *link)
{
    uint64_t id = (uint64_t)call_number(c, P_ID, TWIN_SESSIONS);
    if (id >= TWIN_SESSIONS || !t->sessions[id].connected) {
        say_error(t, WHEN_REQUEST_FAILED);
        return NULL;
    }
    *link = LINK_SESSION + (unsigned)id;
    return &t->sessions[id];
}

static uint16_t take_id(struct mqtt_session *s)
{
    uint16_t id = s->next_id;
    s->next_id = id == UINT16_MAX ? 1 : (uint16_t)(id + 1); /* 0 is no identifier [2.3.1] */
    return id;
}

void act_mqtt_subscribe(struct twin *t, const struct call *c)
{
    unsigned link = 0;
    struct mqtt_session *s = find_session(t, c, &link);
    struct buf packet;
    if (s == NULL) {
        return;
    }
    uint16_t id = take_id(s);
    buf_init(&packet, PACKET_BYTES_MAX);
    mqtt_put_subscribe(&packet, id, call_text(c, P_TOPIC), (unsigned)call_number(c, P_QOS, 0));
    await(t, link, MQTT_SUBACK, id);
    send_packet(t, link, &packet);
}

void act_mqtt_unsubscribe(struct twin *t, const struct call *c)
{
    unsigned link = 0;
    struct mqtt_session *s = find_session(t, c, &link);
    struct buf packet;
    if (s == NULL) {
        return;
    }
    uint16_t id = take_id(s);
    buf_init(&packet, PACKET_BYTES_MAX);
    mqtt_put_unsubscribe(&packet, id, call_text(c, P_TOPIC));
    await(t, link, MQTT_UNSUBACK, id);
    send_packet(t, link, &packet);
}

void act_mqtt_publish(struct twin *t, const struct call *c)
{
    static const enum mqtt_type ends[] = {MQTT_PUBLISH, MQTT_PUBACK, MQTT_PUBCOMP};
    unsigned link = 0;
    struct mqtt_session *s = find_session(t, c, &link);
    struct buf packet;
    if (s == NULL) {
        return;
    }
    struct mqtt_publish p = {.topic = call_text(c, P_TOPIC),
                             .message = c->payload,
                             .qos = (unsigned)call_number(c, P_QOS, 0),
                             .retained = call_number(c, P_RETAINED, 0) != 0};
    p.id = p.qos > 0 ? take_id(s) : 0;
    buf_init(&packet, PACKET_BYTES_MAX);
    mqtt_put_publish(&packet, &p);
    if (p.qos > 0) {
        await(t, link, ends[p.qos], p.id);
    }
    send_packet(t, link, &packet);
    if (p.qos == 0) {
        say_ok(t);
    }
}

void act_mqtt_disconnect(struct twin *t, const struct call *c)
{
    unsigned link = 0;
    struct buf packet;
    if (find_session(t, c, &link) == NULL) {
        return;
    }
    buf_init(&packet, PACKET_BYTES_MAX);
    mqtt_put_bare(&packet, MQTT_DISCONNECT);
    send_packet(t, link, &packet);
    session_of(t, link)->connected = false;
    timer_stop(t, timer_of(link));
    link_close(t, link);
    say_ok(t);
    say_closed(t, link);
}
