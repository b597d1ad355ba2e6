#include "twin/mqtt_packet.h"

enum { LENGTH_BYTES_MAX = 4, FIELD_MAX = 65535 };

/* ---- writing ---------------------------------------------------------------------------------------------------- */

/* [2.2.3] seven bits a byte, the lowest first. */
static void put_head(struct buf *out, enum mqtt_type type, unsigned flags, size_t length)
{
    buf_byte(out, (uint8_t)(((unsigned)type << 4) | flags));
    do {
        uint8_t low = (uint8_t)(length & 0x7f);
        length >>= 7;
        buf_byte(out, length > 0 ? low | 0x80 : low);
    } while (length > 0);
}

static void put_u16(struct buf *out, uint16_t v)
{
    buf_byte(out, (uint8_t)(v >> 8));
    buf_byte(out, (uint8_t)(v & 0xff));
}

static struct slice field(struct slice s) { return slice_sub(s, 0, FIELD_MAX); }

static void put_field(struct buf *out, struct slice s)
{
    s = field(s);
    put_u16(out, (uint16_t)s.n);
    buf_put(out, s);
}

static size_t field_length(struct slice s) { return s.p != NULL ? 2 + field(s).n : 0; }

static unsigned connect_flags(const struct mqtt_connect *c)
{
    unsigned flags = 0x02; /* a clean session [3.1.2.4] */
    if (c->will_topic.p != NULL) {
        flags |= 0x04 | (c->will_qos & 3U) << 3;
    }
    flags |= c->password.p != NULL ? 0x40U : 0;
    return flags | (c->user.p != NULL ? 0x80U : 0);
}

void mqtt_put_connect(struct buf *out, const struct mqtt_connect *c)
{
    static const struct slice protocol = SLICE_INIT("MQTT");
    const struct slice optional[] = {c->will_topic, c->will_message, c->user, c->password};
    enum { OPTIONAL = sizeof optional / sizeof optional[0] };
    size_t length = field_length(protocol) + 4 + 2 + field(c->client_id).n;
    for (size_t i = 0; i < OPTIONAL; i++) {
        length += field_length(optional[i]);
    }
    put_head(out, MQTT_CONNECT, 0, length);
    put_field(out, protocol);
    buf_byte(out, 4); /* 3.1.1 [3.1.2.2] */
    buf_byte(out, (uint8_t)connect_flags(c));
    put_u16(out, c->keep_alive_s);
    put_field(out, c->client_id);
    for (size_t i = 0; i < OPTIONAL; i++) {
        if (optional[i].p != NULL) {
            put_field(out, optional[i]);
        }
    }
}

void mqtt_put_publish(struct buf *out, const struct mqtt_publish *p)
{
    unsigned flags = (p->duplicate ? 8U : 0) | (p->qos & 3U) << 1 | (p->retained ? 1U : 0);
    put_head(out, MQTT_PUBLISH, flags,
             2 + field(p->topic).n + (p->qos > 0 ? 2U : 0U) + p->message.n);
    put_field(out, p->topic);
    if (p->qos > 0) {
        put_u16(out, p->id);
    }
    buf_put(out, p->message);
}

void mqtt_put_subscribe(struct buf *out, uint16_t id, struct slice topic, unsigned qos)
{
    put_head(out, MQTT_SUBSCRIBE, 2, 2 + 2 + field(topic).n + 1);
    put_u16(out, id);
    put_field(out, topic);
    buf_byte(out, (uint8_t)(qos & 3U));
}

void mqtt_put_unsubscribe(struct buf *out, uint16_t id, struct slice topic)
{
    put_head(out, MQTT_UNSUBSCRIBE, 2, 2 + 2 + field(topic).n);
    put_u16(out, id);
    put_field(out, topic);
}

void mqtt_put_answer(struct buf *out, enum mqtt_type type, uint16_t id)
{
    put_head(out, type, type == MQTT_PUBREL ? 2 : 0, 2);
    put_u16(out, id);
}

void mqtt_put_bare(struct buf *out, enum mqtt_type type) { put_head(out, type, 0, 0); }

/* ---- reading ------------------------------------------------------------------------------------------------------ */

enum mqtt_read mqtt_next(struct slice *rest, struct mqtt_packet *packet)
{
    size_t length = 0;
    for (size_t i = 1; i <= LENGTH_BYTES_MAX; i++) {
        if (i >= rest->n) {
            return MQTT_PARTIAL;
        }
        length |= (size_t)(rest->p[i] & 0x7f) << (7 * (i - 1));
        if ((rest->p[i] & 0x80) != 0) {
            continue;
        }
        if (rest->n - i - 1 < length) {
            return MQTT_PARTIAL;
        }
        packet->type = rest->p[0] >> 4;
        packet->flags = rest->p[0] & 0x0f;
        packet->body = slice_sub(*rest, i + 1, length);
        *rest = slice_from(*rest, i + 1 + length);
        return MQTT_WHOLE;
    }
    return MQTT_BROKEN;
}

static bool take_u16(struct slice *rest, uint16_t *out)
{
    if (rest->n < 2) {
        return false;
    }
    *out = (uint16_t)(rest->p[0] << 8 | rest->p[1]);
    *rest = slice_from(*rest, 2);
    return true;
}

bool mqtt_read_publish(const struct mqtt_packet *packet, struct mqtt_publish *out)
{
    struct slice rest = packet->body;
    uint16_t n = 0;
    out->duplicate = (packet->flags & 8) != 0;
    out->qos = (packet->flags >> 1) & 3U;
    out->retained = (packet->flags & 1) != 0;
    out->id = 0;
    if (!take_u16(&rest, &n) || rest.n < n) {
        return false;
    }
    out->topic = slice_sub(rest, 0, n);
    rest = slice_from(rest, n);
    if (out->qos > 0 && !take_u16(&rest, &out->id)) {
        return false;
    }
    out->message = rest;
    return true;
}

bool mqtt_read_id(const struct mqtt_packet *packet, uint16_t *id)
{
    struct slice rest = packet->body;
    return take_u16(&rest, id);
}

bool mqtt_read_connack(const struct mqtt_packet *packet, uint8_t *code)
{
    if (packet->body.n != 2) {
        return false;
    }
    *code = packet->body.p[1];
    return true;
}
