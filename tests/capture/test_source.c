#include "capture/bench.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* ---- ports ------------------------------------------------------------------------------------------------- */

static void a_port_is_read_and_written(void **state)
{
    (void)state;
    struct buf heard, got, why;
    int module = bench_module("port");
    struct source *s = bench_open(bench_path("port").text, NULL);
    buf_init(&heard, BENCH_TEXT);
    buf_init(&got, BENCH_TEXT);
    buf_init(&why, 1000);
    assert_true(slice_starts(source_describe(s), SLICE("serial /")));
    assert_true(slice_ends(source_describe(s), SLICE(" 115200 8N1")));
    assert_true(source_can_write(s));
    assert_int_equal(source_write(s, SLICE("AT+S.STS\r"), &why), SPW_OK);
    bench_listen(s, "> AT+S.STS\\r\n", &heard);
    bench_hear(module, 9, &got);
    assert_buf(got, "AT+S.STS\r");
    bench_say(module, SLICE("\r\nAT-S.OK\r\n"));
    bench_listen(s, "AT-S.OK\\r\\n\n", &heard);
    assert_buf(heard, "> AT+S.STS\\r\n< \\r\\nAT-S.OK\\r\\n\n");
    source_close(s);
    (void)close(module);
    buf_dispose(&heard);
    buf_dispose(&got);
    buf_dispose(&why);
}

static void all_bytes_come_through_as_they_are(void **state)
{
    (void)state;
    uint8_t all[256];
    struct buf heard, want;
    int module = bench_module("raw");
    struct source *s = bench_open(bench_path("raw").text, NULL);
    const struct recording_piece p = {0, RECORDING_MODULE, slice_of(all, sizeof all)};
    buf_init(&heard, BENCH_TEXT);
    buf_init(&want, BENCH_TEXT);
    for (size_t i = 0; i < sizeof all; i++) {
        all[i] = (uint8_t)i;
    }
    bench_say(module, slice_of(all, sizeof all));
    bench_listen(s, "\\xff\n", &heard);
    recording_put(&want, &p);
    for (struct slice line, rest = buf_slice(&want); slice_split(rest, '\n', &line, &rest);) {
        assert_true(slice_contains(buf_slice(&heard), slice_from(line, 9)));
    }
    source_close(s);
    (void)close(module);
    buf_dispose(&heard);
    buf_dispose(&want);
}

static void an_unplugged_port_is_a_gap_and_comes_back(void **state)
{
    (void)state;
    struct buf heard, why;
    int module = bench_module("usb");
    struct source *s = bench_open(bench_path("usb").text, NULL);
    buf_init(&heard, BENCH_TEXT);
    buf_init(&why, 1000);
    bench_say(module, SLICE("one\r\n"));
    bench_listen(s, "one", &heard);
    (void)close(module);
    bench_listen(s, "! gap ", &heard);
    assert_true(slice_contains(buf_slice(&heard), SLICE("/usb is gone")));
    assert_int_equal(source_write(s, SLICE("AT\r"), &why), SPW_OK);
    module = bench_module("usb");
    bench_listen(s, "! reopened ", &heard);
    bench_say(module, SLICE("two\r\n"));
    bench_listen(s, "two", &heard);
    source_close(s);
    (void)close(module);
    buf_dispose(&heard);
    buf_dispose(&why);
}

static void an_unplugged_port_may_end_the_source(void **state)
{
    (void)state;
    struct buf heard;
    struct recording_piece p;
    int module = bench_module("once");
    struct source *s =
        bench_open(bench_path("once").text, &(struct source_options){.stop_when_gone = true});
    buf_init(&heard, BENCH_TEXT);
    (void)close(module);
    bench_listen(s, "! gap ", &heard);
    assert_int_equal(source_next(s, &p), SOURCE_END);
    assert_true(slice_contains(source_failure(s), SLICE("/once is gone")));
    source_close(s);
    buf_dispose(&heard);
}

static void a_port_in_use_is_not_shared(void **state)
{
    (void)state;
    int module = bench_module("mine");
    const struct bench_path path = bench_path("mine");
    struct source *s = bench_open(path.text, NULL);
    bench_refused(path.text, SPW_IO, "is in use by another program");
    source_close(s);
    s = bench_open(path.text, NULL);
    source_close(s);
    (void)close(module);
}

static void what_is_no_source_is_refused_with_a_reason(void **state)
{
    (void)state;
    bench_append("text", SLICE("AT-S.OK\r\n"));
    const struct bench_path text = bench_path("text");
    char replay[300];
    (void)snprintf(replay, sizeof replay, "replay:%s", text.text);
    bench_refused("/dev/spw-there-is-none", SPW_NOT_FOUND,
                  "no such port; 'spwfdiag ports' lists those that there are");
    bench_refused("/dev/null", SPW_IO, "is no serial port");
    bench_refused("tap:/dev/null", SPW_INVALID, "is not of the form tap:HOST-PORT,MODULE-PORT");
    bench_refused("tcp:nowhere", SPW_INVALID, "is not of the form tcp:HOST:PORT");
    bench_refused("tcp:", SPW_INVALID, "names no port");
    bench_refused("bridge:", SPW_INVALID, "names no port");
    bench_refused(replay, SPW_INVALID,
                  "is no recording of 'spwfdiag record'; only these can be played");
}

/* A process that writes as fast as it can what the hash is of. */
enum { FLOOD = 2 * 1024 * 1024 };
static uint8_t flood[FLOOD];

static pid_t start_flood(int fd)
{
    pid_t child = fork();
    if (child == 0) {
        for (size_t done = 0; done < FLOOD;) {
            ssize_t n = write(fd, flood + done, FLOOD - done);
            done += n > 0 ? (size_t)n : 0;
        }
        _exit(0);
    }
    assert_true(child > 0);
    return child;
}

/* Through the port, into a recording, and out of the recording again: the same bytes. */
static void a_flood_is_recorded_to_the_last_byte(void **state)
{
    (void)state;
    struct slice made;
    struct buf file, again;
    struct record *r = NULL;
    struct recording_piece p;
    int module = bench_module("flood");
    struct source *s = bench_open(bench_path("flood").text, NULL);
    const struct bench_path path = bench_path("flood.rec");
    const struct record_options options = {.path = path.text};
    buf_init(&file, 64 * 1024 * 1024);
    buf_init(&again, FLOOD);
    for (size_t i = 0; i < FLOOD; i++) {
        flood[i] = (uint8_t)(i * 2654435761u >> 13);
    }
    assert_int_equal(record_open(&r, &options, 0, SLICE(""), &again), SPW_OK);
    pid_t child = start_flood(module);
    for (size_t n = 0; n < FLOOD;) {
        if (source_next(s, &p) == SOURCE_PIECE) {
            assert_int_equal(p.mark, RECORDING_MODULE);
            assert_int_equal(record_put(r, &p, &made), SPW_OK);
            n += p.bytes.n;
        } else {
            bench_wait(s);
        }
    }
    assert_true(record_close(r, source_now_us(s), NULL));
    bench_read("flood.rec", &file);
    for (struct slice line, escaped, rest = buf_slice(&file);
         slice_split(rest, '\n', &line, &rest);) {
        if (recording_read_piece(line, &p, &escaped) && p.mark != RECORDING_EVENT) {
            recording_unescape(escaped, &again);
        }
    }
    assert_int_equal(again.n, FLOOD);
    assert_true(slice_eq(buf_slice(&again), slice_of(flood, FLOOD)));
    assert_int_equal(waitpid(child, NULL, 0), child);
    source_close(s);
    (void)close(module);
    buf_dispose(&file);
    buf_dispose(&again);
}

/* ---- two ports ------------------------------------------------------------------------------------------------ */

static void two_taps_are_two_directions_on_one_clock(void **state)
{
    (void)state;
    char word[600];
    struct buf heard;
    int host = bench_module("tx"), module = bench_module("rx");
    (void)snprintf(word, sizeof word, "tap:%s,%s", bench_path("tx").text, bench_path("rx").text);
    struct source *s = bench_open(word, NULL);
    buf_init(&heard, BENCH_TEXT);
    assert_false(source_can_write(s));
    bench_say(host, SLICE("AT\r"));
    bench_listen(s, "> AT", &heard);
    bench_say(module, SLICE("\r\nOK\r\n"));
    bench_listen(s, "OK", &heard);
    (void)close(host);
    bench_listen(s, "! gap", &heard);
    bench_say(module, SLICE("\r\n+WIND:2:Reset\r\n")); /* the other wire is heard all the same */
    bench_listen(s, "Reset", &heard);
    host = bench_module("tx");
    bench_listen(s, "! reopened", &heard);
    source_close(s);
    (void)close(host);
    (void)close(module);
    buf_dispose(&heard);
}

static void a_bridge_hands_on_and_follows_the_application(void **state)
{
    (void)state;
    char word[300];
    struct termios t;
    struct buf heard, got;
    int module = bench_module("real");
    const struct bench_path link = bench_path("app");
    (void)snprintf(word, sizeof word, "bridge:%s", bench_path("real").text);
    struct source *s = bench_open(word, &(struct source_options){.link = link.text});
    int app = open(link.text, O_RDWR | O_NOCTTY);
    buf_init(&heard, BENCH_TEXT);
    buf_init(&got, BENCH_TEXT);
    assert_true(app >= 0);
    assert_true(slice_contains(source_hint(s), slice_cstr(link.text)));
    bench_say(app, SLICE("AT\r"));
    bench_listen(s, "> AT", &heard);
    bench_hear(module, 3, &got);
    bench_say(module, SLICE("\r\nOK\r\n"));
    bench_listen(s, "OK", &heard);
    bench_hear(app, 6, &got);
    assert_buf(got, "AT\r\r\nOK\r\n");
    assert_int_equal(tcgetattr(app, &t), 0);
    (void)cfsetospeed(&t, B9600);
    (void)cfsetispeed(&t, B9600);
    t.c_cflag |= CSTOPB;
    assert_int_equal(tcsetattr(app, TCSANOW, &t), 0);
    bench_say(app, SLICE("AT\r"));
    buf_clear(&heard);
    bench_listen(s, "> AT", &heard);
    assert_buf(heard, "! note the application sets 9600 8N2\n> AT\\r\n");
    assert_int_equal(tcgetattr(module, &t), 0); /* of the port, as seen from its far end */
    assert_int_equal(cfgetospeed(&t), B9600);
    assert_true((t.c_cflag & CSTOPB) != 0);
    (void)close(app);
    app = open(link.text, O_RDWR | O_NOCTTY); /* it may go and come back */
    bench_say(app, SLICE("AT+S.\r"));
    bench_listen(s, "> AT+S.", &heard);
    source_close(s);
    assert_false(bench_exists("app"));
    (void)close(app);
    (void)close(module);
    buf_dispose(&heard);
    buf_dispose(&got);
}

static void an_application_that_does_not_read_holds_up_nothing(void **state)
{
    (void)state;
    char word[300];
    struct recording_piece p;
    size_t n = 0;
    bool told = false;
    int module = bench_module("busy");
    (void)snprintf(word, sizeof word, "bridge:%s", bench_path("busy").text);
    struct source *s = bench_open(word, NULL);
    pid_t child = start_flood(module);
    while (n < FLOOD) {
        if (source_next(s, &p) != SOURCE_PIECE) {
            bench_wait(s);
        } else if (p.mark == RECORDING_EVENT) {
            told = told || slice_contains(p.bytes, SLICE("the application does not read"));
        } else {
            n += p.bytes.n;
        }
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_true(told);
    source_close(s);
    (void)close(module);
}

/* ---- over the network ---------------------------------------------------------------------------------------- */

static int serve(unsigned *port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof a;
    const int yes = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    a.sin_port = htons((uint16_t)*port);
    assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
    assert_int_equal(listen(fd, 1), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &n), 0);
    *port = ntohs(a.sin_port);
    return fd;
}

static void a_port_over_the_network_comes_back_too(void **state)
{
    (void)state;
    char word[60];
    struct buf heard, got, why;
    unsigned port = 0;
    int server = serve(&port);
    buf_init(&heard, BENCH_TEXT);
    buf_init(&got, BENCH_TEXT);
    buf_init(&why, 1000);
    (void)snprintf(word, sizeof word, "tcp:127.0.0.1:%u", port);
    struct source *s = bench_open(word, NULL);
    assert_slice(source_describe(s), slice_cstr(word));
    int module = accept(server, NULL, NULL);
    bench_say(module, SLICE("\r\nOK\r\n"));
    bench_listen(s, "< \\r\\nOK", &heard);
    assert_int_equal(source_write(s, SLICE("AT\r"), &why), SPW_OK);
    bench_listen(s, "> AT", &heard);
    bench_hear(module, 3, &got);
    (void)close(module);
    bench_listen(s, "! gap", &heard);
    bench_listen(s, "! reopened", &heard); /* the server still listens */
    module = accept(server, NULL, NULL);
    bench_say(module, SLICE("again\n"));
    bench_listen(s, "< again", &heard);
    source_close(s);
    (void)close(module);
    (void)close(server);
    buf_dispose(&heard);
    buf_dispose(&got);
    buf_dispose(&why);
}

/* ---- files ----------------------------------------------------------------------------------------------------- */

static void a_file_is_followed_as_it_grows(void **state)
{
    (void)state;
    struct buf heard;
    buf_init(&heard, BENCH_TEXT);
    bench_append("grow.log", SLICE("one\n"));
    const struct bench_path path = bench_path("grow.log");
    struct source *s = bench_open(path.text, NULL);
    assert_int_equal(source_started_us(s), RECORDING_UNTIMED);
    bench_listen(s, "? one", &heard);
    bench_append("grow.log", SLICE("tw"));
    bench_listen(s, "? tw\n", &heard);
    bench_append("grow.log", SLICE("o\n"));
    bench_listen(s, "? o\\n\n", &heard);
    assert_int_equal(truncate(path.text, 0), 0);
    bench_listen(s, "! note the file was cut", &heard);
    bench_append("grow.log", SLICE("three\n"));
    bench_listen(s, "? three", &heard);
    bench_append("grow.log", SLICE("last of the old\n"));
    assert_int_equal(rename(path.text, bench_path("grow.log.1").text), 0);
    bench_append("grow.log", SLICE("first of the new\n"));
    bench_listen(s, "first of the new", &heard);
    assert_true(slice_contains(buf_slice(&heard),
                               SLICE("? last of the old\\n\n! note the file was replaced by a new "
                                     "one\n? first of the new\\n\n")));
    source_close(s);
    buf_dispose(&heard);
}

static void only_what_is_new_when_asked(void **state)
{
    (void)state;
    struct buf heard;
    buf_init(&heard, BENCH_TEXT);
    bench_append("old.log", SLICE("old\n"));
    struct source *s =
        bench_open(bench_path("old.log").text, &(struct source_options){.only_new = true});
    bench_append("old.log", SLICE("new\n"));
    bench_listen(s, "new", &heard);
    assert_buf(heard, "? new\\n\n");
    assert_true(source_started_us(s) > 0);
    source_close(s);
    buf_dispose(&heard);
}

static void an_untimed_recording_stays_one(void **state)
{
    (void)state;
    char word[300];
    bench_append("old.rec", SLICE("# spwfdiag-record 1\n# times none\n# source file a\n"
                                  "0.000000 ? AT\\r\n"));
    (void)snprintf(word, sizeof word, "replay:%s", bench_path("old.rec").text);
    struct source *s = bench_open(word, NULL);
    assert_int_equal(source_started_us(s), RECORDING_UNTIMED);
    source_close(s);
}

static void a_recording_is_played_with_its_times(void **state)
{
    (void)state;
    static const char recording[] = "# spwfdiag-record 1\n"
                                    "# started 2026-11-23T18:30:00.000000Z\n"
                                    "# source serial /dev/a 115200 8N1\n"
                                    "0.000000 > AT\\r\n"
                                    "0.400000 < \\r\\nOK\\r\\n\n"
                                    "0.500000 ! gap it fell\n"
                                    "0.600000 ! end\n"
                                    "# spwfdiag-record 1\n"
                                    "# started 2026-11-23T18:30:02.000000Z\n"
                                    "0.000001 > AT\\r\n";
    static const int64_t times[] = {0, 400000, 500000, 2000001};
    char word[300];
    struct recording_piece p;
    bench_append("play.rec", slice_of(recording, sizeof recording - 1));
    (void)snprintf(word, sizeof word, "replay:%s", bench_path("play.rec").text);
    struct source *s = bench_open(word, &(struct source_options){.max_speed = true});
    assert_slice(source_describe(s), SLICE("serial /dev/a 115200 8N1"));
    assert_int_equal(source_started_us(s), 1795458600LL * 1000000);
    for (size_t i = 0; i < SPW_COUNT(times); i++) {
        assert_int_equal(source_next(s, &p), SOURCE_PIECE);
        assert_int_equal(p.us, times[i]);
    }
    assert_int_equal(source_next(s, &p), SOURCE_END);
    assert_int_equal(source_failure(s).n, 0);
    source_close(s);

    s = bench_open(word, &(struct source_options){.speed = 2});
    struct timespec from, to;
    size_t n = 0;
    (void)clock_gettime(CLOCK_MONOTONIC, &from);
    for (enum source_state got; n < 2 && (got = source_next(s, &p)) != SOURCE_END;) {
        n += got == SOURCE_PIECE;
        if (got == SOURCE_IDLE) {
            bench_wait(s);
        }
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &to);
    assert_true((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000 >= 190);
    source_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(a_port_is_read_and_written),
        SPW_TEST(all_bytes_come_through_as_they_are),
        SPW_TEST(an_unplugged_port_is_a_gap_and_comes_back),
        SPW_TEST(an_unplugged_port_may_end_the_source),
        SPW_TEST(a_port_in_use_is_not_shared),
        SPW_TEST(what_is_no_source_is_refused_with_a_reason),
        SPW_TEST(a_flood_is_recorded_to_the_last_byte),
        SPW_TEST(two_taps_are_two_directions_on_one_clock),
        SPW_TEST(a_bridge_hands_on_and_follows_the_application),
        SPW_TEST(an_application_that_does_not_read_holds_up_nothing),
        SPW_TEST(a_port_over_the_network_comes_back_too),
        SPW_TEST(a_file_is_followed_as_it_grows),
        SPW_TEST(only_what_is_new_when_asked),
        SPW_TEST(an_untimed_recording_stays_one),
        SPW_TEST(a_recording_is_played_with_its_times),
    };
    return cmocka_run_group_tests(tests, bench_begin, bench_end);
}
