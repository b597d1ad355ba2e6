/* Sockets, pages and MQTT sessions against a network that the test plays. */
#include "twin/desk.h"

#include "twin/mqtt_packet.h"

static void setup(struct desk *d)
{
    desk_load(d);
    desk_joined(d, NULL);
}

static void a_socket_lives(void **state)
{
    struct desk d;
    (void)state;
    setup(&d);
    desk_type(&d, SLICE("AT+S.SOCKON=host.example,8000,,t\rAT\r")); /* AT waits for the answer */
    assert_int_equal(d.opened, 1);
    assert_string_equal(d.host, "host.example");
    assert_int_equal(d.wish.port, 8000);
    assert_int_equal(d.wish.transport, TWIN_TCP);
    assert_slice(desk_printed(&d), SLICE(""));
    twin_link_result(d.twin, d.link, TWIN_LINK_OPEN, d.now);
    assert_slice(desk_printed(&d), SLICE("AT-S.On:host.example:0\nAT-S.OK\nAT-S.OK\n"));
    desk_type(&d, SLICE("AT+S.SOCKW=0,5\rhello"));
    assert_slice(buf_slice(&d.sent), SLICE("hello"));
    assert_slice(desk_printed(&d), SLICE("AT-S.OK\n"));
    twin_link_bytes(d.twin, 0, SLICE("world"), d.now);
    assert_slice(desk_printed(&d), SLICE("\n+WIND:55:Pending Data::0:5:5\n"));
    desk_type(&d, SLICE("AT+S.SOCKC=0\rAT+S.SOCKQ=0\rAT+S.SOCKR=0,2\rAT+S.SOCKR=0,0\r"));
    assert_slice(desk_printed(&d), SLICE("AT-S.ERROR:77:Pending data\nAT-S.Query:5\nAT-S.OK\n"
                                         "AT-S.Reading:2:3\nwo\nAT-S.OK\n"
                                         "AT-S.Reading:3:0\nrld\nAT-S.OK\n"));
    twin_link_closed(d.twin, 0, d.now);
    assert_slice(desk_printed(&d), SLICE("\n+WIND:58:Socket Closed:0:0\n"));
    desk_type(&d, SLICE("AT+S.SOCKW=0,1\rxAT+S.SOCKR=0,0\rAT+S.SOCKC=0\r"));
    assert_slice(desk_printed(&d), SLICE("AT-S.ERROR:78:Socket not connected\n"
                                         "AT-S.ERROR:72:Closed socket\nAT-S.OK\n"));
    assert_int_equal(d.closed, 1);
    desk_dispose(&d);
}

static void sockets_fail_for_their_reason(void **state)
{
    static const struct {
        const char *name;
        enum twin_outcome outcome;
        const char *printed;
    } rows[] = {
        {"no name", TWIN_NO_NAME, "AT-S.ERROR:65:DNS address failure\n"},
        {"refused", TWIN_REFUSED, "AT-S.ERROR:74:Failed to open socket\n"},
        {"no answer", TWIN_NO_ANSWER, "AT-S.ERROR:74:Failed to open socket\n"},
        {"no TLS", TWIN_NO_TLS, "AT-S.ERROR:74:Failed to open socket\n"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct desk d;
        setup(&d);
        desk_type(&d, SLICE("AT+S.SOCKON=host,8000,,s\r"));
        twin_link_result(d.twin, d.link, rows[i].outcome, d.now);
        assert_slice_row(desk_printed(&d), slice_cstr(rows[i].printed));
        desk_type(&d, SLICE("AT+S.SOCKL\r"));
        assert_slice_row(desk_printed(&d), SLICE("AT-S.OK\n"));
        desk_dispose(&d);
    }
}

static void tls_has_the_limits_of_the_firmware(void **state)
{
    static const struct {
        const char *firmware;
        size_t clients;
        bool rsa_only;
    } rows[] = {{"1.0.0", 1, true}, {"1.1.0", 2, false}};
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].firmware);
        struct desk d;
        desk_load(&d);
        desk_joined(&d, rows[i].firmware);
        for (size_t n = 0; n < rows[i].clients; n++) {
            desk_type(&d, SLICE("AT+S.SOCKON=host,8000,,s\r"));
            assert_number_row(d.wish.rsa_exchange_only, rows[i].rsa_only);
            twin_link_result(d.twin, d.link, TWIN_LINK_OPEN, d.now);
        }
        (void)desk_printed(&d);
        desk_type(&d, SLICE("AT+S.SOCKON=host,8000,,s\r"));
        assert_slice_row(desk_printed(&d), SLICE("AT-S.ERROR:75:Too many sockets\n"));
        desk_dispose(&d);
    }
}

static void the_ninth_socket_is_one_too_many(void **state)
{
    struct desk d;
    (void)state;
    setup(&d);
    for (size_t i = 0; i < 8; i++) {
        desk_type(&d, SLICE("AT+S.SOCKON=host,8000,,t\r"));
        twin_link_result(d.twin, d.link, TWIN_LINK_OPEN, d.now);
    }
    (void)desk_printed(&d);
    desk_type(&d, SLICE("AT+S.SOCKON=host,8000,,t\r"));
    assert_slice(desk_printed(&d), SLICE("AT-S.ERROR:75:Too many sockets\n"));
    desk_dispose(&d);
}

static void the_greeting_names_the_host_or_what_was_told(void **state)
{
    static const struct {
        const char *typed, *name;
    } rows[] = {
        {"AT+S.SOCKON=host.example,8883,,s\r", "host.example"},
        {"AT+S.SOCKON=host.example,8883,,other.example\r", "other.example"},
        {"AT+S.SOCKON=192.168.1.20,8883,,s\r", ""},
        {"AT+S.HTTPGET=host.example,/,443,2,,,,\r", "host.example"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct desk d;
        setup(&d);
        desk_type(&d, slice_cstr(rows[i].typed));
        assert_int_equal(d.wish.transport, TWIN_TLS);
        assert_string_equal(d.server_name, rows[i].name);
        desk_dispose(&d);
    }
}

/* ---- pages --------------------------------------------------------------------------------------- */

static void pages_are_printed_as_they_come(void **state)
{
    static const struct {
        const char *name, *answer, *printed;
    } rows[] = {
        {"a page", "HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody",
         "AT-S.Http Server Status Code:200\nbody\nAT-S.OK\n"},
        {"not found", "HTTP/1.1 404 Not Found\r\n\r\nno",
         "AT-S.Http Server Status Code:404\nAT-S.Http Server Error:404\nno\n"
         "AT-S.ERROR:111:Request failed\n"},
        {"no page at all", "hello\r\n\r\n", "AT-S.ERROR:111:Request failed\n"},
        {"nothing", "", "AT-S.ERROR:111:Request failed\n"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct slice answer = slice_cstr(rows[i].answer);
        struct desk d;
        setup(&d);
        desk_type(&d, SLICE("AT+S.HTTPGET=host.example,/a?b,80,0,,,,\r"));
        twin_link_result(d.twin, d.link, TWIN_LINK_OPEN, d.now);
        assert_slice_row(buf_slice(&d.sent), SLICE("GET /a?b HTTP/1.1\r\nHost: host.example\r\n"
                                                   "Connection: close\r\n\r\n"));
        for (size_t at = 0; at < answer.n; at++) { /* cut at every byte */
            twin_link_bytes(d.twin, d.link, slice_sub(answer, at, 1), d.now);
        }
        twin_link_closed(d.twin, d.link, d.now);
        assert_slice_row(desk_printed(&d), slice_cstr(rows[i].printed));
        desk_dispose(&d);
    }
}

static void a_page_can_go_into_a_file(void **state)
{
    struct desk d;
    (void)state;
    setup(&d);
    desk_type(&d, SLICE("AT+S.HTTPGET=host,/,80,0,,,,page\r"));
    twin_link_result(d.twin, d.link, TWIN_LINK_OPEN, d.now);
    twin_link_bytes(d.twin, d.link, SLICE("HTTP/1.0 200 OK\r\n\r\nbody"), d.now);
    twin_link_closed(d.twin, d.link, d.now);
    desk_type(&d, SLICE("AT+S.FSP=page\r"));
    assert_slice(desk_printed(&d),
                 SLICE("AT-S.Http Server Status Code:200\nAT-S.OK\nbody\nAT-S.OK\n"));
    desk_dispose(&d);
}

static void a_server_that_says_nothing_is_given_up(void **state)
{
    struct desk d;
    (void)state;
    setup(&d);
    desk_type(&d, SLICE("AT+S.HTTPGET=host,/,80,0,,,,\r"));
    twin_link_result(d.twin, d.link, TWIN_LINK_OPEN, d.now);
    desk_pass(&d, 60000);
    assert_slice(desk_printed(&d), SLICE("AT-S.ERROR:111:Request failed\n"));
    desk_dispose(&d);
}

static void a_post_sends_its_form_or_a_file(void **state)
{
    struct desk d;
    (void)state;
    setup(&d);
    desk_type(&d, SLICE("AT+S.HTTPPOST=host,/a?x=1,80,0,,,,\r"));
    twin_link_result(d.twin, d.link, TWIN_LINK_OPEN, d.now);
    assert_true(slice_starts(buf_slice(&d.sent), SLICE("POST /a HTTP/1.1\r\n")));
    assert_true(slice_ends(buf_slice(&d.sent), SLICE("Content-Length: 3\r\n\r\nx=1")));
    twin_link_closed(d.twin, d.link, d.now);
    buf_clear(&d.sent);
    desk_type(&d, SLICE("AT+S.FSC=in,2\rhiAT+S.HTTPPOST=host,/a,80,0,,,in,\r"));
    twin_link_result(d.twin, d.link, TWIN_LINK_OPEN, d.now);
    assert_true(slice_ends(buf_slice(&d.sent), SLICE("Content-Length: 2\r\n\r\nhi")));
    desk_dispose(&d);
}

static void pages_fail_for_their_reason(void **state)
{
    static const struct {
        enum twin_outcome outcome;
        const char *printed;
    } rows[] = {
        {TWIN_NO_NAME, "AT-S.ERROR:65:DNS address failure\n"},
        {TWIN_REFUSED, "AT-S.Http Client Error:1\nAT-S.ERROR:111:Request failed\n"},
        {TWIN_NO_TLS, "AT-S.Http Client Error:2\nAT-S.ERROR:111:Request failed\n"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct desk d;
        setup(&d);
        desk_type(&d, SLICE("AT+S.HTTPGET=host,/,443,2,,,,\r"));
        twin_link_result(d.twin, d.link, rows[i].outcome, d.now);
        assert_slice(desk_printed(&d), slice_cstr(rows[i].printed));
        desk_dispose(&d);
    }
}

/* ---- MQTT ------------------------------------------------------------------------------------------- */

static void connect_session(struct desk *d)
{
    setup(d);
    desk_type(d, SLICE("AT+S.MQTTCONN=host,1883,,0,me,secret,device,30,,1,last/will,gone\r"));
    twin_link_result(d->twin, d->link, TWIN_LINK_OPEN, d->now);
    assert_slice(desk_printed(d), SLICE(""));
}

static void a_session_lives(void **state)
{
    struct desk d;
    (void)state;
    connect_session(&d);
    assert_slice(buf_slice(&d.sent), SLICE("\x10/\0\x04MQTT\x04\xce\0\x1e\0\x06"
                                           "device\0\x09last/will\0\x04gone\0\x02me\0\x06secret"));
    twin_link_bytes(d.twin, d.link, SLICE("\x20\x02\0"), d.now);
    assert_slice(desk_printed(&d), SLICE(""));
    twin_link_bytes(d.twin, d.link, SLICE("\0"), d.now);
    assert_slice(desk_printed(&d), SLICE("AT-S.OK\n"));
    buf_clear(&d.sent);
    desk_type(&d, SLICE("AT+S.MQTTSUB=0,a/b,1\r"));
    assert_slice(buf_slice(&d.sent), SLICE("\x82\x08\0\x01\0\x03"
                                           "a/b\x01"));
    twin_link_bytes(d.twin, d.link, SLICE("\x90\x03\0\x01\x01"), d.now);
    assert_slice(desk_printed(&d), SLICE("AT-S.OK\n"));
    buf_clear(&d.sent);
    twin_link_bytes(d.twin, d.link,
                    SLICE("\x32\x0a\0\x03"
                          "a/b\0\x07xyz"),
                    d.now);
    assert_slice(desk_printed(&d), SLICE("\n+WIND:86:MQTT Published:0:a/b:0:1:0:3:3\nxyz\n"));
    assert_slice(buf_slice(&d.sent), SLICE("\x40\x02\0\x07"));
    buf_clear(&d.sent);
    desk_pass(&d, 31000);
    assert_slice(buf_slice(&d.sent), SLICE("\xc0\0"));
    desk_type(&d, SLICE("AT+S.MQTTDISC=0\r"));
    assert_slice(desk_printed(&d), SLICE("AT-S.OK\n\n+WIND:87:MQTT Closed:0:0\n"));
    desk_type(&d, SLICE("AT+S.MQTTPUB=0,a,0,0,1\rx"));
    assert_slice(desk_printed(&d), SLICE("AT-S.ERROR:111:Request failed\n"));
    desk_dispose(&d);
}

static void publishing_waits_for_its_end(void **state)
{
    struct desk d;
    (void)state;
    connect_session(&d);
    twin_link_bytes(d.twin, d.link, SLICE("\x20\x02\0\0"), d.now);
    (void)desk_printed(&d);
    desk_type(&d, SLICE("AT+S.MQTTPUB=0,a,0,1,1\rx"));
    assert_slice(desk_printed(&d), SLICE("AT-S.OK\n"));
    desk_type(&d, SLICE("AT+S.MQTTPUB=0,a,1,0,1\rx"));
    assert_slice(desk_printed(&d), SLICE(""));
    twin_link_bytes(d.twin, d.link, SLICE("\x40\x02\0\x01"), d.now);
    assert_slice(desk_printed(&d), SLICE("AT-S.OK\n"));
    desk_type(&d, SLICE("AT+S.MQTTPUB=0,a,2,0,1\rx"));
    buf_clear(&d.sent);
    twin_link_bytes(d.twin, d.link, SLICE("\x50\x02\0\x02"), d.now);
    assert_slice(buf_slice(&d.sent), SLICE("\x62\x02\0\x02"));
    assert_slice(desk_printed(&d), SLICE(""));
    twin_link_bytes(d.twin, d.link, SLICE("\x70\x02\0\x02"), d.now);
    assert_slice(desk_printed(&d), SLICE("AT-S.OK\n"));
    desk_dispose(&d);
}

static void sessions_end_for_their_reason(void **state)
{
    static const struct {
        const char *name;
        struct slice answer; /* p NULL: the server closes */
        const char *printed;
    } rows[] = {
        {"the password is wrong", SLICE_INIT("\x20\x02\0\x05"),
         "AT-S.ERROR:111:Request failed\n\n+WIND:87:MQTT Closed:0:0\n"},
        {"no MQTT", SLICE_INIT("HTTP/1.1 400 Bad Request\r\n\r\n"),
         "AT-S.ERROR:111:Request failed\n\n+WIND:87:MQTT Closed:0:0\n"},
        {"a length that does not end", SLICE_INIT("\x20\xff\xff\xff\xff\xff"),
         "AT-S.ERROR:111:Request failed\n\n+WIND:87:MQTT Closed:0:0\n"},
        {"the server closes",
         {NULL, 0},
         "AT-S.ERROR:111:Request failed\n\n+WIND:87:MQTT Closed:0:0\n"},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct desk d;
        connect_session(&d);
        if (rows[i].answer.p != NULL) {
            twin_link_bytes(d.twin, d.link, rows[i].answer, d.now);
        } else {
            twin_link_closed(d.twin, d.link, d.now);
        }
        assert_slice_row(desk_printed(&d), slice_cstr(rows[i].printed));
        desk_dispose(&d);
    }
}

static void a_broker_that_says_nothing_is_given_up(void **state)
{
    struct desk d;
    (void)state;
    connect_session(&d);
    desk_pass(&d, 60000);
    assert_slice(desk_printed(&d),
                 SLICE("AT-S.ERROR:111:Request failed\n\n+WIND:87:MQTT Closed:0:0\n"));
    desk_dispose(&d);
}

static void the_radio_takes_its_connections_along(void **state)
{
    struct desk d;
    (void)state;
    connect_session(&d);
    twin_link_bytes(d.twin, d.link, SLICE("\x20\x02\0\0"), d.now);
    (void)desk_printed(&d);
    desk_type(&d, SLICE("AT+S.WIFI=0\r"));
    assert_int_equal(d.closed, 1);
    twin_link_bytes(d.twin, d.link, SLICE("\x32"), d.now); /* too late */
    desk_pass(&d, 60000);
    assert_slice(desk_printed(&d), SLICE("AT-S.OK\n\n+WIND:38:WiFi Powered Down\n"));
    desk_dispose(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(a_socket_lives),
        SPW_TEST(sockets_fail_for_their_reason),
        SPW_TEST(tls_has_the_limits_of_the_firmware),
        SPW_TEST(the_ninth_socket_is_one_too_many),
        SPW_TEST(the_greeting_names_the_host_or_what_was_told),
        SPW_TEST(pages_are_printed_as_they_come),
        SPW_TEST(a_page_can_go_into_a_file),
        SPW_TEST(a_server_that_says_nothing_is_given_up),
        SPW_TEST(a_post_sends_its_form_or_a_file),
        SPW_TEST(pages_fail_for_their_reason),
        SPW_TEST(a_session_lives),
        SPW_TEST(publishing_waits_for_its_end),
        SPW_TEST(sessions_end_for_their_reason),
        SPW_TEST(a_broker_that_says_nothing_is_given_up),
        SPW_TEST(the_radio_takes_its_connections_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
