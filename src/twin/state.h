/* The simulated module's state, and what its parts ask of each other. Private to twin/.
 * May include: base/, knowledge/, twin/twin.h. */
#ifndef SPW_TWIN_STATE_H
#define SPW_TWIN_STATE_H

#include "base/arena.h"
#include "base/array.h"
#include "twin/twin.h"

enum {
    LINE_BYTES_MAX = 8192,          /* kept of a line, to complain about it */
    PAYLOAD_BYTES_MAX = 256 * 1024, /* behind one command */
    WAITING_BYTES_MAX = 64 * 1024,  /* typed while a command runs */
    OUTPUT_BYTES_MAX = 4 * 1024 * 1024,
    UNREAD_BYTES_MAX = 64 * 1024, /* of one socket */
    VALUE_BYTES_MAX = 512,        /* of one variable */
    FILE_BYTES_MAX = 512 * 1024,
    FILE_NAME_MAX = 64,
    FILES_MAX = 64,
    CALL_VALUES_MAX = 20,
    SCRATCH_MAX = 8 * 1024 * 1024
};

/* ---- a command that was typed ------------------------------------------------------------------------- */

struct call {
    const struct command_row *row;
    struct slice values[CALL_VALUES_MAX]; /* borrowed until the next byte is fed */
    size_t n;
    struct slice payload;
};
struct slice call_text(const struct call *c, enum param p); /* empty when not given */
/* `otherwise` when it is not given; numbers were checked against the row before. */
int64_t call_number(const struct call *c, enum param p, int64_t otherwise);

struct console {
    struct buf line;
    bool overlong;
    bool wants_payload;
    uint64_t wanted;
    struct buf payload;
    struct buf waiting; /* typed while a command runs */
};

/* ---- what is configured ------------------------------------------------------------------------------- */

struct setting {
    const struct variable_row *row;
    struct buf now, saved;
};

struct slot { /* of the certificate store, in flash */
    struct buf bytes;
};

struct file {
    struct buf name, bytes;
};

/* ---- radio and clock ------------------------------------------------------------------------------------ */

enum radio_state {
    RADIO_STARTING,
    RADIO_OFF,
    RADIO_IDLE,
    RADIO_SCANNING,
    RADIO_JOINING,
    RADIO_OWN_NETWORK,
    RADIO_READY
};

struct radio {
    enum radio_state state;
    unsigned step; /* of the sequence that the timer goes through */
};

struct clock {
    int64_t seconds; /* since 1970 at `at_ms`; counts from 0 at a reset */
    int64_t at_ms;
    int64_t boot_ms;
};

/* ---- connections ------------------------------------------------------------------------------------------ */

enum link_state { LINK_UNUSED, LINK_OPENING, LINK_OPEN, LINK_GONE /* closed by the peer */ };

struct link {
    enum link_state state;
    enum twin_transport transport;
    bool accepted;        /* the server's certificate was */
    bool refused;         /* the module itself ended the handshake */
    struct buf host;      /* as typed */
    struct buf told_name; /* that the certificate must have; empty: any */
    unsigned port;
    struct buf in; /* received and not yet read, or not yet understood */
};

struct mqtt_session {
    bool connected;
    uint16_t next_id, awaited_id; /* packet identifiers; 0: nothing is awaited */
    uint8_t awaited;              /* the packet type that ends the running command */
    int64_t keep_alive_ms;
    struct buf greeting; /* CONNECT, until the link is open */
};

struct http_request {
    bool headers_done;
    unsigned status;
    struct buf text;     /* the request, until the link is open */
    struct buf out_file; /* its name; empty: the body is printed */
    struct buf body;     /* for that file */
};

enum timer {
    TIMER_BOOT,
    TIMER_RADIO,
    TIMER_HTTP,
    TIMER_KEEP_ALIVE,
    TIMERS = TIMER_KEEP_ALIVE + TWIN_SESSIONS
};

struct twin {
    const struct knowledge *knowledge;
    const struct dialect *dialect;
    struct slice build, version; /* of the firmware; borrowed from the tables or from own_build */
    struct buf own_build;
    struct twin_world world;
    struct buf ssid, key; /* of the access point in reach */
    bool open_network;
    int64_t world_time;
    unsigned speed; /* of its own delays, in hundredths */
    int64_t now_ms;
    struct buf out;
    struct arena scratch; /* until the next call from outside */
    struct console console;
    bool busy;             /* a command runs: what is typed waits */
    bool sleeping;         /* between a reset and the console */
    struct array settings; /* struct setting, in the order of the table */
    struct slot slots[SLOT_COUNT];
    struct array files; /* struct file */
    struct radio radio;
    struct clock clock;
    struct link links[TWIN_LINKS];
    struct mqtt_session sessions[TWIN_SESSIONS];
    struct http_request http;
    int64_t timers[TIMERS]; /* when they fire; INT64_MAX: not */
};

enum { LINK_SESSION = TWIN_SOCKETS, LINK_HTTP = TWIN_LINKS - 1 };

/* ---- printing (say.c) ------------------------------------------------------------------------------------- */

/* A reply or an indication of this meaning with its fields; the row tells how it is printed. */
void say_reply(struct twin *t, enum meaning m, const struct slice *fields, size_t n);
/* A line of a list, which has no AT-S. in front. */
void say_bare(struct twin *t, enum meaning m, const struct slice *fields, size_t n);
void say_indication(struct twin *t, enum meaning m, const struct slice *fields, size_t n);
#define FIELDS(...)                                                                                \
    (const struct slice[]){__VA_ARGS__},                                                           \
        sizeof((const struct slice[]){__VA_ARGS__}) / sizeof(struct slice)
#define NO_FIELDS NULL, 0
/* The final reply; ends the running command. */
void say_ok(struct twin *t);
void say_error(struct twin *t, enum situation when);
void say_certificate_error(struct twin *t, enum situation when);
struct slice behaviour(const struct twin *t, enum situation when);
int64_t behaviour_number(const struct twin *t, enum situation when);
/* In scratch memory. */
struct slice number_text(struct twin *t, int64_t number);

/* ---- the console (console.c, command.c) ------------------------------------------------------------------- */

void console_feed(struct twin *t, struct slice bytes);
/* Goes on with what was typed while a command ran. */
void console_pump(struct twin *t);
void console_reset(struct twin *t);
/* Reads the line; runs it, or asks for its payload. */
void command_line(struct twin *t, struct slice line);
void command_payload(struct twin *t, struct slice line, struct slice payload);

/* ---- parts ---------------------------------------------------------------------------------------------- */

enum spw_status settings_init(struct twin *t) SPW_MUST_USE;
void settings_dispose(struct twin *t);
struct setting *settings_find(const struct twin *t, struct slice name);
struct slice setting_text(const struct twin *t, struct slice name); /* empty: none */
int64_t setting_number(const struct twin *t, struct slice name, int64_t otherwise);
void setting_put(struct twin *t, struct slice name, struct slice value);
void settings_restore(struct twin *t); /* what was saved, as at a reset */
/* The network's name as the settings have it, in scratch memory. */
struct slice setting_ssid(struct twin *t);
void setting_put_ssid(struct twin *t, struct slice name);

struct file *file_find(const struct twin *t, struct slice name);
bool file_write(struct twin *t, struct slice name, struct slice bytes, bool append);
void file_dispose(struct file *f);

void clock_restart(struct twin *t);
int64_t clock_now(const struct twin *t); /* seconds since 1970, as the module believes */
void clock_from_network(struct twin *t);

void radio_restart(struct twin *t); /* at a reset */
bool radio_has_address(const struct twin *t);
struct slice radio_state_text(const struct twin *t);
struct slice radio_address(const struct twin *t); /* empty: none */
void boot(struct twin *t);

void link_open(struct twin *t, unsigned link, struct slice host, unsigned port,
               enum twin_transport transport, struct slice server_name);
void link_close(struct twin *t, unsigned link);
void links_drop(struct twin *t); /* the radio has gone */
bool links_have_room_for_tls(const struct twin *t);

/* What comes of a link, by who uses it. */
struct link_user {
    void (*result)(struct twin *t, unsigned link, enum twin_outcome outcome);
    void (*bytes)(struct twin *t, unsigned link, struct slice bytes);
    void (*closed)(struct twin *t, unsigned link);
};
extern const struct link_user socket_user, mqtt_user, http_user;

/* After one of the module's own delays, which the speed shortens. */
void timer_set(struct twin *t, enum timer which, enum situation delay);
/* After a time of the network, which it does not. */
void timer_wait(struct twin *t, enum timer which, int64_t ms);
void timer_stop(struct twin *t, enum timer which);
void boot_timer(struct twin *t, enum timer which);
void radio_timer(struct twin *t, enum timer which);
void http_timer(struct twin *t, enum timer which);
void keep_alive_timer(struct twin *t, enum timer which);

/* ---- commands: what a meaning does -------------------------------------------------------------------------- */

typedef void act_fn(struct twin *t, const struct call *c);
act_fn act_null, act_help, act_reset, act_get_status, act_get_variable, act_set_variable, act_save,
    act_factory, act_dump, act_clock, act_ntp, act_ssid, act_radio, act_scan, act_store_load,
    act_store_content, act_store_clean, act_file_create, act_file_delete, act_file_rename,
    act_file_list, act_file_print, act_socket_open, act_socket_query, act_socket_close,
    act_socket_write, act_socket_read, act_socket_list, act_mqtt_connect, act_mqtt_subscribe,
    act_mqtt_unsubscribe, act_mqtt_publish, act_mqtt_disconnect, act_http;

#endif
