/* A stream to a module that may vanish and come back: a serial port, a pseudo terminal in its place, or a
 * port served over the network. Private to capture/. Owns its descriptor. */
#ifndef SPW_CAPTURE_PORT_H
#define SPW_CAPTURE_PORT_H

#include "capture/source.h"

struct sp_port;
struct port;

/* How to open one; the descriptor comes back in port.fd, not blocking. */
struct port_kind {
    enum spw_status (*open)(struct port *p, struct buf *why);
    enum spw_status (*reopen)(struct port *p, struct buf *why);
    void (*close)(struct port *p);
    void (*describe)(const struct port *p, struct buf *out);
};
extern const struct port_kind port_serial, port_tcp;

enum { PORT_NAME_MAX = 1024, PORT_ADDRESS_MAX = 128 };

struct port {
    const struct port_kind *kind;
    char name[PORT_NAME_MAX];
    int fd; /* -1: gone */
    unsigned baud;
    enum source_flow flow;
    struct sp_port
        *library;    /* libserialport's; NULL: it refused, we set the terminal up ourselves */
    bool connecting; /* tcp: the answer is still awaited */
    uint64_t
        address[PORT_ADDRESS_MAX / 8]; /* tcp: of the peer, a struct sockaddr; so for alignment */
    unsigned n_address;
    int64_t gone_us, retry_us; /* while it is gone: since when, and when it is tried again */
};

enum port_state { PORT_BYTES, PORT_NOTHING, PORT_GONE };

/* `name` is a device, or tcp:HOST:PORT. */
enum spw_status port_open(struct port *p, struct slice name, const struct source_options *o,
                          struct buf *why) SPW_MUST_USE;
void port_close(struct port *p);
/* PORT_GONE: it has just vanished, `why` says how; it is closed. */
enum port_state port_read(struct port *p, uint8_t *room, size_t n, size_t *got, struct buf *why);
/* Writes what the port takes at once. */
enum port_state port_write(struct port *p, struct slice bytes, size_t *taken, struct buf *why);
/* While it is gone: tries to open it again when it is time. True: it is back. */
bool port_return(struct port *p, int64_t now_us);
void port_describe(const struct port *p, struct buf *out);
/* For poll: the descriptor, or the time to wait for the next attempt. */
size_t port_poll(const struct port *p, bool write, int64_t now_us, struct pollfd *fd,
                 int *timeout_ms);

/* Serial ports: sets another speed and parity, bits and stop bits as a terminal's flags say. */
bool port_mirror(struct port *p, const void *termios);
/* Turns a struct termios into that of a line of bytes: no echo, no signals, 8N1. */
void port_make_raw(void *termios);
/* The speeds that terminals know by name: speed_t of bits a second and back; 0: none. */
unsigned port_speed_of(unsigned baud);
unsigned port_baud_of(unsigned speed);

#endif
