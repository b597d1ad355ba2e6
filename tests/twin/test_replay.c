/* A recorded module: what it answers, and when. */
#include "twin/desk.h"

#include "twin/replay.h"

static void note(void *context, struct slice text)
{
    struct buf *notes = context;
    buf_put(notes, text);
    buf_byte(notes, '\n');
}

struct stage {
    struct desk desk;
    struct replay *replay;
    struct device device;
};

static void open_stage(struct stage *s, const char *capture, unsigned speed)
{
    desk_load(&s->desk);
    assert_int_equal(
        replay_new(&s->replay, &s->desk.k, slice_cstr(capture), speed, note, &s->desk.notes),
        SPW_OK);
    s->device = replay_device(s->replay);
    s->device.power_on(s->device.self, 0);
}

static void close_stage(struct stage *s)
{
    replay_free(s->replay);
    desk_dispose(&s->desk);
}

static struct slice printed(struct stage *s)
{
    struct buf *out = s->device.output(s->device.self);
    struct slice copy = arena_copy(&s->desk.messages.arena, buf_slice(out));
    buf_clear(out);
    return copy;
}

static void type(struct stage *s, const char *text, int64_t now)
{
    s->device.feed(s->device.self, slice_cstr(text), now);
}

static const char plain[] = "+WIND:1:Poweron:171117-0328fe3-SPWF04S\r\n+WIND:0:Console active\r\n"
                            "AT+S.SOCKQ=0\r\nAT-S.Query:1\r\nAT-S.OK\r\n"
                            "AT+S.SOCKQ=0\r\nAT-S.Query:2\r\nAT-S.OK\r\n"
                            "AT+S.MQTTCONN=***.example.net,8883,,2,me,***,id,,,,,\r\n"
                            "AT-S.ERROR:111:Request failed\r\n+WIND:87:MQTT Closed:0:0\r\n"
                            "AT+S.TLSCERT=auth,4\r\nabcdAT-S.OK\r\n";

static void the_boot_comes_by_itself(void **state)
{
    struct stage s;
    (void)state;
    open_stage(&s, plain, 100);
    assert_slice(printed(&s), SLICE(""));
    s.device.tick(s.device.self, 1000);
    assert_slice(printed(&s), SLICE("\r\n+WIND:1:Poweron:171117-0328fe3-SPWF04S\r\n"
                                    "\r\n+WIND:0:Console active\r\n"));
    assert_true(s.device.due(s.device.self) == INT64_MAX);
    close_stage(&s);
}

static void the_next_occurrence_answers_and_then_the_first_again(void **state)
{
    static const char *const answers[] = {"1", "2", "1"};
    struct stage s;
    (void)state;
    open_stage(&s, plain, 100);
    s.device.tick(s.device.self, 1000);
    (void)printed(&s);
    for (size_t i = 0; i < SPW_COUNT(answers); i++) {
        struct buf want;
        buf_init(&want, 200);
        buf_printf(&want, "at+s.sockq=0\r\nAT-S.Query:%s\r\nAT-S.OK\r\n", answers[i]);
        type(&s, "at+s.sockq=0\r\n", 2000);
        s.device.tick(s.device.self, 3000);
        assert_slice(printed(&s), buf_slice(&want));
        buf_dispose(&want);
    }
    close_stage(&s);
}

static void what_the_capture_hides_stands_for_anything(void **state)
{
    struct stage s;
    (void)state;
    open_stage(&s, plain, 100);
    type(&s, "AT+S.SCFG=console_echo,0\r", 0);
    (void)printed(&s);
    type(&s, "AT+S.MQTTCONN=my.example.net,8883,,2,me,secret,id,,,,,\r", 0);
    s.device.tick(s.device.self, 1000);
    assert_slice(printed(&s), SLICE("AT-S.ERROR:111:Request failed\r\n"
                                    "\r\n+WIND:87:MQTT Closed:0:0\r\n"));
    close_stage(&s);
}

static void a_payload_is_not_taken_for_commands(void **state)
{
    struct stage s;
    (void)state;
    open_stage(&s, plain, 100);
    type(&s, "AT+S.SCFG=console_echo,0\r", 0);
    (void)printed(&s);
    type(&s, "AT+S.TLSCERT=auth,4\rAT\r\rAT+S.NONSENSE\r", 0);
    assert_slice(printed(&s), SLICE("AT-S.OK\r\nAT-S.ERROR:1:Command not found\r\n"));
    assert_slice(buf_slice(&s.desk.notes), SLICE("AT+S.SCFG=console_echo,0: not in the recording\n"
                                                 "AT+S.NONSENSE: no such command\n"));
    close_stage(&s);
}

static const char stamped[] = "[10:00:00.000] AT+S.SOCKON=host,80,,t\n"
                              "[10:00:02.500] AT-S.On:10.0.0.1:0\n"
                              "[10:00:02.600] AT-S.OK\n"
                              "[10:00:05.600] +WIND:55:Pending Data::0:5:5\n";

static void delays_are_those_of_the_capture(void **state)
{
    struct stage s;
    (void)state;
    open_stage(&s, stamped, 100);
    type(&s, "AT+S.SOCKON=host,80,,t\r", 1000);
    (void)printed(&s);
    assert_int_equal(s.device.due(s.device.self), 3500);
    s.device.tick(s.device.self, 3499);
    assert_slice(printed(&s), SLICE(""));
    s.device.tick(s.device.self, 3600);
    assert_slice(printed(&s), SLICE("AT-S.On:10.0.0.1:0\r\nAT-S.OK\r\n"));
    assert_int_equal(s.device.due(s.device.self), 6600);
    close_stage(&s);
}

static void speed_divides_them(void **state)
{
    struct stage s;
    (void)state;
    open_stage(&s, stamped, 1000);
    type(&s, "AT+S.SOCKON=host,80,,t\r", 1000);
    assert_int_equal(s.device.due(s.device.self), 1250);
    close_stage(&s);
}

static void a_host_that_does_not_wait_loses_nothing(void **state)
{
    struct stage s;
    (void)state;
    open_stage(&s, stamped, 100);
    type(&s, "AT+S.SCFG=console_echo,0\r", 0);
    (void)printed(&s);
    type(&s, "AT+S.SOCKON=host,80,,t\rAT+S.NONSENSE\r", 1000);
    assert_slice(printed(&s), SLICE("AT-S.On:10.0.0.1:0\r\nAT-S.OK\r\n"
                                    "\r\n+WIND:55:Pending Data::0:5:5\r\n"
                                    "AT-S.ERROR:1:Command not found\r\n"));
    close_stage(&s);
}

static void a_text_without_at_is_refused(void **state)
{
    struct desk d;
    struct replay *r = NULL;
    (void)state;
    desk_load(&d);
    assert_int_equal(replay_new(&r, &d.k, SLICE(""), 100, note, &d.notes), SPW_NOT_FOUND);
    assert_null(r);
    desk_dispose(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(the_boot_comes_by_itself),
        SPW_TEST(the_next_occurrence_answers_and_then_the_first_again),
        SPW_TEST(what_the_capture_hides_stands_for_anything),
        SPW_TEST(a_payload_is_not_taken_for_commands),
        SPW_TEST(delays_are_those_of_the_capture),
        SPW_TEST(speed_divides_them),
        SPW_TEST(a_host_that_does_not_wait_loses_nothing),
        SPW_TEST(a_text_without_at_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
