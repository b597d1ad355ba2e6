/* MQTT 3.1.1 control packets, as far as the module needs them. Numbers in brackets are sections of the
 * OASIS standard. May include: base/. */
#ifndef SPW_TWIN_MQTT_PACKET_H
#define SPW_TWIN_MQTT_PACKET_H

#include "base/buf.h"

enum mqtt_type {
    MQTT_CONNECT = 1,
    MQTT_CONNACK = 2,
    MQTT_PUBLISH = 3,
    MQTT_PUBACK = 4,
    MQTT_PUBREC = 5,
    MQTT_PUBREL = 6,
    MQTT_PUBCOMP = 7,
    MQTT_SUBSCRIBE = 8,
    MQTT_SUBACK = 9,
    MQTT_UNSUBSCRIBE = 10,
    MQTT_UNSUBACK = 11,
    MQTT_PINGREQ = 12,
    MQTT_PINGRESP = 13,
    MQTT_DISCONNECT = 14
};

/* A slice with p NULL is a field that is not sent. */
struct mqtt_connect {
    struct slice client_id, user, password;
    struct slice will_topic, will_message;
    unsigned will_qos;
    uint16_t keep_alive_s;
};
struct mqtt_publish {
    struct slice topic, message;
    unsigned qos;
    bool retained, duplicate;
    uint16_t id; /* 0 with QoS 0 */
};

/* Each appends one packet; the buffer's status tells when it did not fit. */
void mqtt_put_connect(struct buf *out, const struct mqtt_connect *c);
void mqtt_put_publish(struct buf *out, const struct mqtt_publish *p);
void mqtt_put_subscribe(struct buf *out, uint16_t id, struct slice topic, unsigned qos);
void mqtt_put_unsubscribe(struct buf *out, uint16_t id, struct slice topic);
void mqtt_put_answer(struct buf *out, enum mqtt_type type, uint16_t id); /* PUBACK to PUBCOMP */
void mqtt_put_bare(struct buf *out, enum mqtt_type type);                /* PINGREQ, DISCONNECT */

struct mqtt_packet {
    uint8_t type;  /* enum mqtt_type, or a reserved number */
    uint8_t flags; /* the low bits of the first byte */
    struct slice body;
};
enum mqtt_read { MQTT_WHOLE, MQTT_PARTIAL, MQTT_BROKEN };
/* Takes the next packet off *rest; PARTIAL leaves it as it was. */
enum mqtt_read mqtt_next(struct slice *rest, struct mqtt_packet *packet);
/* False when the body does not hold what its type demands. */
bool mqtt_read_publish(const struct mqtt_packet *packet, struct mqtt_publish *out);
bool mqtt_read_id(const struct mqtt_packet *packet, uint16_t *id);
bool mqtt_read_connack(const struct mqtt_packet *packet, uint8_t *code);

#endif
