/* Serial ports by libserialport; pseudo terminals, which it does not take for ports, by termios. */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE /* CRTSCTS, flock, the speeds beyond 38400 */
#endif

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

#include <libserialport.h>

#include "capture/port.h"
#include "capture/private.h"

/* ---- speeds ------------------------------------------------------------------------------------------------ */

static const struct {
    unsigned baud;
    speed_t speed;
} speeds[] = {{1200, B1200},       {2400, B2400},       {4800, B4800},       {9600, B9600},
              {19200, B19200},     {38400, B38400},     {57600, B57600},     {115200, B115200},
              {230400, B230400},   {460800, B460800},   {500000, B500000},   {576000, B576000},
              {921600, B921600},   {1000000, B1000000}, {1152000, B1152000}, {1500000, B1500000},
              {2000000, B2000000}, {2500000, B2500000}, {3000000, B3000000}, {4000000, B4000000}};
enum { SPEEDS = sizeof speeds / sizeof speeds[0] };

unsigned port_speed_of(unsigned baud)
{
    for (size_t i = 0; i < SPEEDS; i++) {
        if (speeds[i].baud == baud) {
            return speeds[i].speed;
        }
    }
    return 0;
}

unsigned port_baud_of(unsigned speed)
{
    for (size_t i = 0; i < SPEEDS; i++) {
        if (speeds[i].speed == speed) {
            return speeds[i].baud;
        }
    }
    return 0;
}

/* ---- by libserialport ------------------------------------------------------------------------------------ */

static enum sp_return configure(struct sp_port *port, unsigned baud, enum source_flow flow)
{
    static const enum sp_flowcontrol flows[] = {SP_FLOWCONTROL_NONE, SP_FLOWCONTROL_RTSCTS,
                                                SP_FLOWCONTROL_XONXOFF};
    struct sp_port_config *c = NULL;
    enum sp_return result = sp_new_config(&c);
    if (result != SP_OK) {
        return result;
    }
    (void)sp_set_config_baudrate(c, (int)baud);
    (void)sp_set_config_bits(c, 8);
    (void)sp_set_config_parity(c, SP_PARITY_NONE);
    (void)sp_set_config_stopbits(c, 1);
    (void)sp_set_config_flowcontrol(c, flows[flow]);
    result = sp_set_config(port, c);
    sp_free_config(c);
    return result;
}

/* False: libserialport does not take it for a port. */
static bool open_by_library(struct port *p)
{
    struct sp_port *port = NULL;
    int fd = -1;
    if (sp_get_port_by_name(p->name, &port) != SP_OK) {
        return false;
    }
    if (sp_open(port, SP_MODE_READ_WRITE) == SP_OK) {
        if (configure(port, p->baud, p->flow) == SP_OK && sp_get_port_handle(port, &fd) == SP_OK) {
            p->library = port;
            p->fd = fd;
            return true;
        }
        (void)sp_close(port);
    }
    sp_free_port(port);
    return false;
}

/* ---- by termios ------------------------------------------------------------------------------------------ */

void port_make_raw(void *termios)
{
    struct termios *t = (struct termios *)termios;
    t->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON |
                              IXOFF | IXANY);
    t->c_oflag &= ~(tcflag_t)OPOST;
    t->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    t->c_cflag &= ~(tcflag_t)(CSIZE | PARENB | CSTOPB | CRTSCTS);
    t->c_cflag |= CS8 | CLOCAL | CREAD;
}

static bool set_up(const struct port *p, struct buf *why)
{
    struct termios t;
    const speed_t speed = port_speed_of(p->baud);
    if (tcgetattr(p->fd, &t) != 0) {
        buf_cstr(why, errno == ENOTTY ? "is no serial port" : "");
        if (errno != ENOTTY) {
            source_put_error(why, errno);
        }
        return false;
    }
    if (speed == 0) {
        buf_printf(why, "cannot be set to %u bits a second", p->baud);
        return false;
    }
    port_make_raw(&t);
    t.c_cflag |= p->flow == SOURCE_FLOW_RTSCTS ? CRTSCTS : 0;
    t.c_iflag |= p->flow == SOURCE_FLOW_XONXOFF ? IXON | IXOFF : 0;
    (void)cfsetispeed(&t, speed);
    (void)cfsetospeed(&t, speed);
    if (tcsetattr(p->fd, TCSANOW, &t) != 0) {
        source_put_error(why, errno);
        return false;
    }
    return true;
}

static void put_open_error(struct buf *why)
{
    if (errno == ENOENT) {
        buf_cstr(why, "no such port; 'spwfdiag ports' lists those that there are");
    } else if (errno == EACCES) {
        buf_cstr(why, "may not be opened; add yourself to the group that owns it: "
                      "sudo adduser $USER dialout");
    } else {
        source_put_error(why, errno);
    }
}

static bool open_by_termios(struct port *p, struct buf *why)
{
    p->fd = open(p->name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (p->fd < 0) {
        put_open_error(why);
        return false;
    }
    return set_up(p, why);
}

/* ---- both ------------------------------------------------------------------------------------------------ */

/* With VMIN of 0, as libserialport leaves it, nothing to read looks like a port that is gone. */
static void wait_for_bytes(const struct port *p)
{
    struct termios t;
    if (tcgetattr(p->fd, &t) == 0) {
        t.c_cc[VMIN] = 1;
        t.c_cc[VTIME] = 0;
        (void)tcsetattr(p->fd, TCSANOW, &t);
    }
}

static enum spw_status serial_reopen(struct port *p, struct buf *why)
{
    if (access(p->name, F_OK) != 0) {
        put_open_error(why);
        return SPW_NOT_FOUND;
    }
    if (!open_by_library(p) && !open_by_termios(p, why)) {
        port_close(p);
        return SPW_IO;
    }
    if (flock(p->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        buf_cstr(why, "is in use by another program");
        port_close(p);
        return SPW_IO;
    }
    wait_for_bytes(p);
    return SPW_OK;
}

static enum spw_status serial_open(struct port *p, struct buf *why)
{
    return serial_reopen(p, why);
}

static void serial_close(struct port *p)
{
    if (p->library != NULL) {
        (void)sp_close(p->library);
        sp_free_port(p->library);
        p->library = NULL;
    } else {
        (void)close(p->fd);
    }
}

static void serial_describe(const struct port *p, struct buf *out)
{
    static const char *const flows[] = {"", " rtscts", " xonxoff"};
    buf_cstr(out, p->name);
    buf_printf(out, " %u 8N1%s", p->baud, flows[p->flow]);
}

const struct port_kind port_serial = {serial_open, serial_reopen, serial_close, serial_describe};

bool port_mirror(struct port *p, const void *termios)
{
    const struct termios *like = (const struct termios *)termios;
    const tcflag_t shared = CSIZE | PARENB | PARODD | CSTOPB | CRTSCTS;
    struct termios t;
    if (p->kind != &port_serial || p->fd < 0 || tcgetattr(p->fd, &t) != 0) {
        return false;
    }
    t.c_cflag = (t.c_cflag & ~shared) | (like->c_cflag & shared);
    (void)cfsetispeed(&t, cfgetospeed(like));
    (void)cfsetospeed(&t, cfgetospeed(like));
    return tcsetattr(p->fd, TCSANOW, &t) == 0;
}

/* ---- what ports there are -------------------------------------------------------------------------------- */

static void put_words(struct buf *out, const char *between, const char *words)
{
    if (words != NULL && words[0] != '\0') {
        buf_cstr(out, between);
        buf_cstr(out, words);
    }
}

static void put_port(const struct sp_port *port, struct buf *out)
{
    int vendor = 0, product = 0;
    buf_cstr(out, sp_get_port_name(port));
    put_words(out, "\t", sp_get_port_description(port));
    if (sp_get_port_transport(port) == SP_TRANSPORT_USB) {
        if (sp_get_port_usb_vid_pid(port, &vendor, &product) == SP_OK) {
            buf_printf(out, "\t%04x:%04x", (unsigned)vendor, (unsigned)product);
        }
        put_words(out, "\tserial ", sp_get_port_usb_serial(port));
        put_words(out, "\tby ", sp_get_port_usb_manufacturer(port));
    }
    buf_byte(out, '\n');
}

enum spw_status source_list_ports(struct buf *out, struct buf *why)
{
    struct sp_port **list = NULL;
    if (sp_list_ports(&list) != SP_OK) {
        buf_cstr(why, "the ports of this machine cannot be listed");
        return SPW_IO;
    }
    for (size_t i = 0; list[i] != NULL; i++) {
        put_port(list[i], out);
    }
    bool any = list[0] != NULL;
    sp_free_port_list(list);
    return any ? SPW_OK : SPW_NOT_FOUND;
}
