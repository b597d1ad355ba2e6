/* Every service of rules/services.tsv: a session with it is recognised, and each property that can be checked gives
 * its cause when it is wrong and none when it is right. What right and wrong look like stands in services.tsv beside
 * this test. */
#include "base/stamp.h"
#include "engine/sample.h"
#include "support/spw_test.h"

enum { TABLE_MAX = 1 << 17, SESSION_MAX = 1 << 13, CELLS_MAX = 32 };

/* Columns of rules/services.tsv that the sessions are made of. */
enum column {
    ID,
    NAME,
    STATUS,
    RETIRED_ON,
    HOST,
    PORTS,
    MQTT_PORTS,
    WEBSOCKET_PORTS,
    PATH,
    PLAIN_PORTS
};
enum { ROOTS_FORMER = 13 };

struct service {
    struct slice cell[CELLS_MAX];             /* of the rules' row */
    struct slice host, user[2], client_id[2]; /* right, wrong; wrong "-": anything will do */
};

struct attempt_plan {
    struct slice port, path, user, client_id;
    bool plain;
};

static struct buf rules_table, our_table;
static unsigned checks, failures;

/* ---- tables ----------------------------------------------------------------------------------------- */

static size_t cells_of(struct slice row, struct slice *out)
{
    size_t n = 0;
    bool more = true;
    while (more && n < CELLS_MAX) {
        more = slice_split(row, '\t', &out[n++], &row);
    }
    return n;
}

static bool find_row(struct slice table, struct slice id, struct slice *row)
{
    while (table.n > 0) {
        struct slice first = {0}, rest = {0};
        (void)slice_split(table, '\n', row, &table);
        (void)slice_split(*row, '\t', &first, &rest);
        if (slice_eq(first, id)) {
            return true;
        }
    }
    return false;
}

static struct slice first_word(struct slice words)
{
    struct slice first = {0}, rest = {0};
    (void)slice_split(words, ' ', &first, &rest);
    return first;
}

/* ---- sessions ----------------------------------------------------------------------------------------- */

/* {host} stands for the host. */
static void put_filled(struct buf *out, struct slice text, struct slice host)
{
    size_t at = slice_find(text, SLICE("{host}"), 0);
    buf_put(out, slice_sub(text, 0, at));
    if (at < text.n) {
        buf_put(out, host);
        buf_put(out, slice_from(text, at + 6));
    }
}

static void put_attempt(struct buf *out, const struct service *s, const struct attempt_plan *p)
{
    buf_printf(out, "AT+S.MQTTCONN=%.*s,%.*s,%.*s,%d,", SLICE_ARG(s->host), SLICE_ARG(p->port),
               SLICE_ARG(p->path), p->plain ? 0 : 2);
    put_filled(out, p->user, s->host);
    buf_printf(out, ",secret,%.*s,60,,,,\r\n", SLICE_ARG(p->client_id));
}

static struct spw_engine *fail_after_tls(const struct service *s, const struct attempt_plan *p)
{
    struct buf text;
    buf_init(&text, SESSION_MAX);
    buf_put(&text, SLICE("AT+S.TIME=1793491200\r\nAT-S.OK\r\n"));
    put_attempt(&text, s, p);
    buf_put(&text, p->plain ? SLICE("") : SLICE("AT-S.Skip CA\r\nAT-S.Loading:1:2\r\n"));
    buf_put(&text, SLICE("AT-S.ERROR:111:Request failed\r\n+WIND:87:MQTT Closed:0:0\r\n"));
    struct spw_engine *e = sample_diagnose(buf_slice(&text), 0, false);
    buf_dispose(&text);
    return e;
}

/* With a root loaded, at a time, up to what the module says of the chain. */
static struct spw_engine *show_chain(const struct service *s, struct slice key_id, int64_t time,
                                     bool accepted)
{
    struct buf text;
    struct attempt_plan p = {
        .port = first_word(s->cell[MQTT_PORTS]), .user = s->user[0], .client_id = s->client_id[0]};
    buf_init(&text, SESSION_MAX);
    buf_printf(&text, "AT+S.TIME=%lld\r\nAT-S.OK\r\nAT+S.TLSCERT=ca,999\r\nAT-S.SubjectKeyId:",
               (long long)time);
    for (size_t i = 0; i + 1 < key_id.n; i += 2) {
        buf_printf(&text, "%s%.*s", i > 0 ? ":" : "", SLICE_ARG(slice_sub(key_id, i, 2)));
    }
    buf_put(&text, SLICE("\r\nAT-S.OK\r\n"));
    put_attempt(&text, s, &p);
    buf_put(&text, SLICE("AT-S.Skip CA\r\n"));
    buf_put(&text, accepted
                       ? SLICE("AT-S.Loading:1:2\r\nAT-S.OK\r\n")
                       : SLICE("AT-S.Certificate Error:23\r\nAT-S.ERROR:111:Request failed\r\n"));
    struct spw_engine *e = sample_diagnose(buf_slice(&text), 0, false);
    buf_dispose(&text);
    return e;
}

/* ---- what is found --------------------------------------------------------------------------------------- */

static const struct spw_finding *found(const struct spw_report *r, const char *cause,
                                       enum spw_severity least)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        if (slice_eq(r->findings[i].cause, slice_cstr(cause)) && r->findings[i].severity >= least) {
            return &r->findings[i];
        }
    }
    return NULL;
}

static void want(const struct service *s, const char *what, bool holds, const struct spw_report *r)
{
    checks++;
    if (holds) {
        return;
    }
    failures++;
    print_error("%.*s: %s\n", SLICE_ARG(s->cell[ID]), what);
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct spw_finding *f = &r->findings[i];
        print_error("    %s %.*s: %.*s\n", spw_severity_name(f->severity), SLICE_ARG(f->cause),
                    SLICE_ARG(f->title));
    }
}

static void want_cause(const struct service *s, const struct attempt_plan *p, const char *cause,
                       bool named)
{
    char what[80];
    struct spw_engine *e = fail_after_tls(s, p);
    const struct spw_report *r = spw_engine_report(e);
    const struct spw_finding *f = found(r, cause, SPW_WARNING);
    (void)snprintf(what, sizeof what, "%s is not found", cause);
    want(s, what, f != NULL, r);
    if (named && f != NULL) {
        want(s, "is not recognised by its host", slice_contains(f->title, s->cell[NAME]), r);
    }
    spw_engine_free(e);
}

/* ---- the properties --------------------------------------------------------------------------------------- */

/* Only where the port tells what is spoken on it. */
static bool has_websocket(const struct service *s)
{
    struct slice port = first_word(s->cell[WEBSOCKET_PORTS]);
    return port.n > 0 && !slice_contains(s->cell[MQTT_PORTS], port);
}

static struct attempt_plan right(const struct service *s)
{
    struct attempt_plan p = {.user = s->user[0], .client_id = s->client_id[0]};
    if (has_websocket(s)) {
        p.port = first_word(s->cell[WEBSOCKET_PORTS]);
        p.path = s->cell[PATH].n > 0 ? s->cell[PATH] : SLICE("/mqtt");
    } else if (s->cell[MQTT_PORTS].n > 0) {
        p.port = first_word(s->cell[MQTT_PORTS]);
    } else {
        p.port = SLICE("8883");
    }
    return p;
}

static void check_right(const struct service *s)
{
    static const char *const causes[] = {"mqtt.port", "mqtt.username-format", "mqtt.client-id"};
    struct attempt_plan p = right(s);
    struct spw_engine *e = fail_after_tls(s, &p);
    const struct spw_report *r = spw_engine_report(e);
    for (size_t i = 0; i < 3; i++) {
        want(s, causes[i], found(r, causes[i], SPW_WARNING) == NULL, r);
    }
    if (s->cell[PATH].n > 0 && has_websocket(s)) {
        want(s, "mqtt.path", found(r, "mqtt.path", SPW_WARNING) == NULL, r);
    }
    spw_engine_free(e);
}

static void check_security(const struct service *s)
{
    struct attempt_plan p = right(s);
    struct slice tls = first_word(s->cell[MQTT_PORTS]), plain = first_word(s->cell[PLAIN_PORTS]);
    p.path = SLICE("");
    /* Some take both on one port. */
    if (tls.n > 0 && !slice_contains(s->cell[PLAIN_PORTS], tls)) {
        p.port = tls;
        p.plain = true;
        want_cause(s, &p, "tls.not-enabled", false);
    }
    if (plain.n > 0 && !slice_contains(s->cell[MQTT_PORTS], plain)) {
        struct buf text;
        p.port = plain;
        p.plain = false;
        buf_init(&text, SESSION_MAX);
        put_attempt(&text, s, &p);
        buf_put(&text, SLICE("AT-S.ERROR:111:Request failed\r\n"));
        struct spw_engine *e = sample_diagnose(buf_slice(&text), 0, false);
        const struct spw_report *r = spw_engine_report(e);
        want(s, "TLS on the plain port", found(r, "tls.not-enabled", SPW_WARNING) != NULL, r);
        buf_dispose(&text);
        spw_engine_free(e);
    }
}

static void check_wrong(const struct service *s)
{
    struct attempt_plan p = right(s);
    if (s->cell[MQTT_PORTS].n > 0) {
        p.port = SLICE("4433");
        want_cause(s, &p, "mqtt.port", true);
    }
    p = right(s);
    if (s->cell[PATH].n > 0 && has_websocket(s)) {
        p.path = SLICE("/no-such-path");
        want_cause(s, &p, "mqtt.path", true);
    }
    p = right(s);
    if (!slice_eq(s->user[1], SLICE("-"))) {
        p.user = s->user[1];
        want_cause(s, &p, "mqtt.username-format", true);
    }
    p = right(s);
    if (!slice_eq(s->client_id[1], SLICE("-"))) {
        p.client_id = s->client_id[1];
        want_cause(s, &p, "mqtt.client-id", false);
    }
}

static void check_retired(const struct service *s)
{
    struct attempt_plan p = right(s);
    if (!slice_eq(s->cell[STATUS], SLICE("retired"))) {
        return;
    }
    struct spw_engine *e = fail_after_tls(s, &p);
    const struct spw_report *r = spw_engine_report(e);
    bool told = found(r, "cloud.service-retired", SPW_WARNING) != NULL ||
                found(r, "cloud.root-changed", SPW_NOTE) != NULL;
    want(s, "that it is retired is not told", told, r);
    spw_engine_free(e);
}

/* Each former root: found out after its day, unsuspected while it worked before. */
static void check_roots(const struct service *s)
{
    enum { MONTH = 31 * 86400 };
    struct slice rest = s->cell[ROOTS_FORMER], one = {0};
    while (rest.n > 0 && s->cell[MQTT_PORTS].n > 0) {
        struct slice id = {0}, day = {0};
        (void)slice_split(rest, ' ', &one, &rest);
        (void)slice_split(one, '=', &id, &day);
        int64_t until = time_parse(day);
        struct spw_engine *after = show_chain(s, id, until + MONTH, false);
        struct spw_engine *before = show_chain(s, id, until - MONTH, true);
        const struct spw_report *late = spw_engine_report(after);
        const struct spw_report *early = spw_engine_report(before);
        want(s, "a root that was left is not found out",
             found(late, "cloud.root-changed", SPW_ERROR) != NULL, late);
        want(s, "a root is blamed while it was right",
             found(early, "cloud.root-changed", SPW_WARNING) == NULL &&
                 found(early, "tls.wrong-root", SPW_WARNING) == NULL,
             early);
        spw_engine_free(after);
        spw_engine_free(before);
    }
}

static void every_service_is_known_with_its_demands(void **state)
{
    struct slice rest = buf_slice(&our_table), row = {0};
    size_t services = 0, n = 0;
    (void)state;
    while (rest.n > 0) {
        struct service s;
        struct slice ours[CELLS_MAX], theirs = {0};
        (void)slice_split(rest, '\n', &row, &rest);
        if (row.n == 0 || row.p[0] == '#') {
            continue;
        }
        assert_int_equal(cells_of(row, ours), 6);
        assert_true(find_row(buf_slice(&rules_table), ours[0], &theirs));
        memset(&s, 0, sizeof s);
        (void)cells_of(theirs, s.cell);
        s.host = ours[1];
        s.user[0] = ours[2];
        s.user[1] = ours[3];
        s.client_id[0] = ours[4];
        s.client_id[1] = ours[5];
        check_right(&s);
        check_wrong(&s);
        check_security(&s);
        check_retired(&s);
        check_roots(&s);
        services++;
    }
    for (rest = buf_slice(&rules_table); rest.n > 0; n++) {
        (void)slice_split(rest, '\n', &row, &rest);
    }
    print_message("%zu services, %u checks, %u fail\n", services, checks, failures);
    assert_int_equal(failures, 0);
    assert_int_equal(services, n - 2); /* its comment and its head */
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(every_service_is_known_with_its_demands)};
    buf_init(&rules_table, TABLE_MAX);
    buf_init(&our_table, TABLE_MAX);
    if (!sample_read("rules/services.tsv", &rules_table) ||
        !sample_read("tests/engine/services.tsv", &our_table)) {
        return 1;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    buf_dispose(&rules_table);
    buf_dispose(&our_table);
    return failed;
}
