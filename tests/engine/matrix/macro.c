/* What a session is made of, in the words of either dialect. */
#include <string.h>

#include "engine/matrix/material.h"
#include "engine/matrix/session.h"
#include "support/spw_test.h"

enum { WORDS_MAX = 12 };

struct words {
    struct slice w[WORDS_MAX];
    size_t n;
};

static struct slice word(const struct words *w, size_t i, const char *otherwise)
{
    return i < w->n && w->w[i].n > 0 ? w->w[i] : slice_cstr(otherwise);
}

/* The value of "name=..." among the words. */
static struct slice option(const struct words *w, const char *name, const char *otherwise)
{
    const size_t n = strlen(name);
    for (size_t i = 0; i < w->n; i++) {
        if (slice_starts(w->w[i], slice_cstr(name)) && w->w[i].n > n && w->w[i].p[n] == '=') {
            return slice_from(w->w[i], n + 1); /* '^' in it stands for a blank */
        }
    }
    return slice_cstr(otherwise);
}

static void ok(struct script *s) { script_add(s, ITEM_REPLY, s->elder ? "OK" : "AT-S.OK"); }

static void do_ok(struct script *s, const struct words *w)
{
    (void)w;
    ok(s);
}

/* err 111 Request failed */
static void do_err(struct script *s, const struct words *w)
{
    struct slice number = w->w[1];
    struct slice text =
        slice_of(w->w[2].p, (size_t)(w->w[w->n - 1].p - w->w[2].p) + w->w[w->n - 1].n);
    if (s->elder) {
        script_add(s, ITEM_REPLY, "ERROR: %.*s", SLICE_ARG(text));
    } else {
        script_add(s, ITEM_REPLY, "AT-S.ERROR:%.*s:%.*s", SLICE_ARG(number), SLICE_ARG(text));
    }
}

static void do_power(struct script *s, const struct words *w)
{
    bool old = slice_eq(word(w, 1, ""), SLICE("old"));
    if (s->elder) {
        script_add(s, ITEM_REPLY, "+WIND:1:Poweron (%s-SPWF01S)",
                   old ? "141106-0950875" : "170111-665d284");
        script_add(s, ITEM_REPLY,
                   "+WIND:13:ST SPWF01SA1 IWM: Copyright (c) 2012-2016 STMicroelectronics, Inc. "
                   "All rights Reserved.");
        script_add(s, ITEM_REPLY, "+WIND:3:Watchdog Running");
    } else {
        script_add(s, ITEM_REPLY, "+WIND:1:Poweron:%s-SPWF04S",
                   old ? "170216-fd39c59" : "171117-0328fe3");
        script_add(s, ITEM_REPLY, "+WIND:13:Copyright:SPWF04SA");
        script_add(s, ITEM_REPLY, "+WIND:3:Watchdog Running:20");
    }
    script_add(s, ITEM_REPLY, "+WIND:0:Console active");
}

static void do_boot(struct script *s, const struct words *w)
{
    do_power(s, w);
    script_add(s, ITEM_REPLY, "+WIND:32:WiFi Hardware Started");
}

static void do_scan(struct script *s, const struct words *w)
{
    (void)w;
    script_add(s, ITEM_REPLY, "+WIND:21:WiFi Scanning");
    script_add(s, ITEM_REPLY,
               s->elder ? "+WIND:35:WiFi Scan Complete (0x0)" : "+WIND:35:WiFi Scan Complete:00");
}

static void do_associate(struct script *s, const struct words *w)
{
    struct slice name = word(w, 1, "HomeNet");
    script_add(s, ITEM_REPLY, "+WIND:19:WiFi Join:C8:D3:A3:11:22:33");
    if (s->elder) {
        script_add(s, ITEM_REPLY, "+WIND:25:WiFi Association with '%.*s' successful",
                   SLICE_ARG(name));
    } else {
        script_add(s, ITEM_REPLY, "+WIND:25:WiFi Association Successful:%.*s", SLICE_ARG(name));
    }
}

static void do_up(struct script *s, const struct words *w)
{
    struct slice address = word(w, 1, "192.168.1.50");
    script_add(s, ITEM_REPLY, "+WIND:24:WiFi Up:%s%.*s", s->elder ? "" : "0:", SLICE_ARG(address));
}

static void do_join(struct script *s, const struct words *w)
{
    const struct words none = {.n = 0};
    do_scan(s, &none);
    do_associate(s, w);
    script_add(s, ITEM_REPLY, "+WIND:51:WPA Handshake Complete");
    do_up(s, &none);
}

static void do_time(struct script *s, const struct words *w)
{
    struct slice seconds = word(w, 1, "1780272000"); /* 2026-06-01 */
    script_add(s, ITEM_COMMAND, "AT+S.%s=%.*s", s->elder ? "SETTIME" : "TIME", SLICE_ARG(seconds));
    ok(s);
}

static void do_start(struct script *s, const struct words *w)
{
    const struct words none = {.n = 0};
    do_boot(s, w);
    do_join(s, &none);
    do_time(s, &none);
}

static void do_clean(struct script *s, const struct words *w)
{
    (void)w;
    if (s->elder) {
        script_add(s, ITEM_COMMAND, "AT+S.TLSCERT2=clean,all");
    } else {
        script_add(s, ITEM_COMMAND, "AT+S.TLSCERT=content,2");
        script_add(s, ITEM_REPLY, "AT-S.Clean");
    }
    ok(s);
}

static void put_key_id(struct script *s, struct slice name)
{
    uint8_t id[20];
    char text[64];
    size_t n = 0;
    if (material_key_id(name, id)) {
        for (size_t i = 0; i < 20; i++) {
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%02X", i > 0 ? ":" : "", id[i]);
        }
        script_add(s, ITEM_REPLY, "AT-S.SubjectKeyId:%s", text);
    }
}

/* A declared length: a number, or + - and a number more than the bytes. */
static uint64_t declared(struct slice text, size_t n)
{
    uint64_t v = 0;
    bool more = slice_starts(text, SLICE("+")), less = slice_starts(text, SLICE("-"));
    if (text.n == 0) {
        return n;
    }
    assert_int_equal(slice_to_u64(slice_from(text, more || less ? 1 : 0), 1 << 20, &v), NUMBER_OK);
    return more ? n + v : less ? n - v : v;
}

/* load SLOT NAME FORM [declared=N] [reply=ok|none|id|unseen] */
static void do_load(struct script *s, const struct words *w)
{
    struct slice slot = w->w[1], name = w->w[2], form = w->w[3];
    struct slice reply = option(w, "reply", "ok");
    struct buf b;

    buf_init(&b, 1 << 16);
    if (w->n < 4 || !material_put(name, form, &b)) {
        fail_msg("no material %.*s %.*s", SLICE_ARG(name), SLICE_ARG(form));
    }
    script_add(s, ITEM_COMMAND, "AT+S.TLSCERT=%s%.*s,%llu", s->elder ? "f_" : "", SLICE_ARG(slot),
               (unsigned long long)declared(option(w, "declared", ""), b.n));
    if (!slice_eq(reply, SLICE("unseen"))) {
        script_payload(s, buf_slice(&b), b.p[0] == 0x30);
    }
    if (!s->elder && slice_eq(form, SLICE("der")) && slice_eq(slot, SLICE("ca")) &&
        !slice_eq(reply, SLICE("none"))) {
        put_key_id(s, name);
    }
    if (!slice_eq(reply, SLICE("none"))) {
        ok(s);
    }
    buf_dispose(&b);
}

/* auth NAME raw|hex|colons */
static void do_auth(struct script *s, const struct words *w)
{
    struct slice form = word(w, 2, "raw");
    uint8_t id[20];
    char text[80];
    size_t n = 0;

    assert_true(material_key_id(w->w[1], id));
    for (size_t i = 0; i < 20; i++) {
        const char *between = slice_eq(form, SLICE("colons")) && i > 0 ? ":" : "";
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%02X", between, id[i]);
    }
    if (slice_eq(form, SLICE("raw"))) {
        script_add(s, ITEM_COMMAND, "AT+S.TLSCERT=auth,20");
        script_payload(s, slice_of(id, 20), true);
    } else {
        script_add(s, ITEM_COMMAND, "AT+S.TLSCERT=auth,%zu", n);
        script_payload(s, slice_of(text, n), false);
    }
    ok(s);
}

/* list CA CERT KEY ID */
static void do_list(struct script *s, const struct words *w)
{
    static const char *const lines[] = {"CA", "Cert", "Key", "Id"};
    script_add(s, ITEM_COMMAND, "AT+S.TLSCERT=content,1");
    script_add(s, ITEM_REPLY, "AT-S.List");
    for (size_t i = 0; i < 4; i++) {
        script_add(s, ITEM_REPLY, "AT-S.%s:%.*s", lines[i], SLICE_ARG(word(w, i + 1, "0")));
    }
    ok(s);
}

static void do_mqtt(struct script *s, const struct words *w)
{
    struct slice host = option(w, "host", "broker.example.com"), port = option(w, "port", "8883");
    struct slice path = option(w, "path", "/mqtt"), tls = option(w, "tls", "2");
    struct slice user = option(w, "user", "dev1"), password = option(w, "password", "s3cret");
    struct slice id = option(w, "id", "dev1");
    script_add(s, ITEM_COMMAND, "AT+S.MQTTCONN=%.*s,%.*s,%.*s,%.*s,%.*s,%.*s,%.*s,60,10,0,,",
               SLICE_ARG(host), SLICE_ARG(port), SLICE_ARG(path), SLICE_ARG(tls), SLICE_ARG(user),
               SLICE_ARG(password), SLICE_ARG(id));
}

static void do_https(struct script *s, const struct words *w)
{
    struct slice host = option(w, "host", "www.example.com"), port = option(w, "port", "443");
    struct slice path = option(w, "path", "/index.html"), tls = option(w, "tls", "2");
    if (s->elder) {
        script_add(s, ITEM_COMMAND, "AT+S.HTTPGET=%.*s,%.*s,%.*s", SLICE_ARG(host), SLICE_ARG(path),
                   SLICE_ARG(option(w, "port", "80")));
    } else {
        script_add(s, ITEM_COMMAND, "AT+S.HTTPGET=%.*s,%.*s,%.*s,%.*s,,,,", SLICE_ARG(host),
                   SLICE_ARG(path), SLICE_ARG(port), SLICE_ARG(tls));
    }
}

/* open [host=] [port=] [kind=t|u|s|name] [ind=,ind]: a socket */
static void do_open(struct script *s, const struct words *w)
{
    struct slice host = option(w, "host", "host.example.com"), port = option(w, "port", "7000");
    struct slice kind = option(w, "kind", "t"), ind = option(w, "ind", ",ind");
    if (s->elder) {
        script_add(s, ITEM_COMMAND, "AT+S.SOCKON=%.*s,%.*s,%.*s%.*s", SLICE_ARG(host),
                   SLICE_ARG(port), SLICE_ARG(kind), SLICE_ARG(ind));
    } else {
        script_add(s, ITEM_COMMAND, "AT+S.SOCKON=%.*s,%.*s,,%.*s", SLICE_ARG(host), SLICE_ARG(port),
                   SLICE_ARG(kind));
    }
}

static void do_on(struct script *s, const struct words *w)
{
    struct slice id = word(w, 1, "0");
    if (s->elder) {
        script_add(s, ITEM_REPLY, " ID: 0%.*s", SLICE_ARG(id));
    } else {
        script_add(s, ITEM_REPLY, "AT-S.On:93.184.216.34:%.*s", SLICE_ARG(id));
    }
    ok(s);
}

/* tls [host=]: a socket with TLS to port 8883 */
static void do_tls(struct script *s, const struct words *w)
{
    struct slice host = option(w, "host", "broker.example.com"), port = option(w, "port", "8883");
    script_add(s, ITEM_COMMAND,
               s->elder ? "AT+S.SOCKON=%.*s,%.*s,s,ind" : "AT+S.SOCKON=%.*s,%.*s,,s",
               SLICE_ARG(host), SLICE_ARG(port));
}

/* refused NUMBER [final]: the server's certificate is not accepted */
static void do_refused(struct script *s, const struct words *w)
{
    if (s->elder) {
        script_add(s, ITEM_REPLY, "ERROR: Failed to open socket");
        return;
    }
    script_add(s, ITEM_REPLY, "AT-S.Skip CA");
    script_add(s, ITEM_REPLY, "AT-S.Certificate Error:%.*s", SLICE_ARG(w->w[1]));
    script_add(s, ITEM_REPLY, "%s",
               slice_eq(word(w, 2, ""), SLICE("socket")) ? "AT-S.ERROR:74:Failed to open socket"
                                                         : "AT-S.ERROR:111:Request failed");
}

/* walk [PLACE]: the chain is accepted; with a number, the server asks for a client certificate too */
static void do_walk(struct script *s, const struct words *w)
{
    struct slice place = word(w, 1, "");
    if (s->elder) {
        return;
    }
    script_add(s, ITEM_REPLY, "AT-S.Skip CA");
    script_add(s, ITEM_REPLY, "AT-S.Loading:1:2");
    if (place.n > 0) {
        script_add(s, ITEM_REPLY, "AT-S.Loading:2:%.*s", SLICE_ARG(place));
        script_add(s, ITEM_REPLY, "AT-S.Loading:3:%.*s", SLICE_ARG(place));
    }
}

static void do_failed(struct script *s, const struct words *w)
{
    (void)w;
    if (s->elder) {
        script_add(s, ITEM_REPLY, "ERROR: Failed to open socket");
    } else {
        script_add(s, ITEM_REPLY, "AT-S.ERROR:111:Request failed");
        script_add(s, ITEM_REPLY, "+WIND:87:MQTT Closed:0:0");
    }
}

void script_macro(struct script *s, struct slice line)
{
    static const struct {
        const char *name;
        void (*run)(struct script *s, const struct words *w);
    } macros[] = {{"ok", do_ok},        {"err", do_err},     {"power", do_power},
                  {"boot", do_boot},    {"scan", do_scan},   {"associate", do_associate},
                  {"up", do_up},        {"join", do_join},   {"time", do_time},
                  {"start", do_start},  {"clean", do_clean}, {"load", do_load},
                  {"auth", do_auth},    {"list", do_list},   {"mqtt", do_mqtt},
                  {"https", do_https},  {"open", do_open},   {"on", do_on},
                  {"tls", do_tls},      {"walk", do_walk},   {"refused", do_refused},
                  {"failed", do_failed}};
    struct words w = {.n = 0};
    struct slice rest = line;
    bool more = true;

    while (more && w.n < WORDS_MAX) {
        more = slice_split(rest, ' ', &w.w[w.n], &rest);
        w.n++;
    }
    for (size_t i = 0; i < SPW_COUNT(macros); i++) {
        if (slice_eq(w.w[0], slice_cstr(macros[i].name))) {
            macros[i].run(s, &w);
            return;
        }
    }
    fail_msg("no macro %.*s", SLICE_ARG(line));
}
