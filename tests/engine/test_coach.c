/* The capture coach: for each program that is recognised, a capture that lacks something gets the command line
 * of that program that records it. */
#include "engine/sample.h"
#include "support/spw_test.h"

struct lesson {
    const char *name;
    const char *capture;
    const char *lacks;  /* part of the remark */
    const char *better; /* part of the command line */
};

#define ANSWER "AT-S.Skip CA\r\nAT-S.ERROR:111:Request failed\r\n"
#define FAILED "AT+S.SOCKON=h,443,,s\r\nAT-S.ERROR:111:Request failed\r\n"

static const struct lesson lessons[] = {
    {"nothing known", ANSWER, "what the host sent", "spwfdiag record bridge:"},
    {"no times", FAILED, "no times", "spwfdiag record bridge:"},
    {"no answers", "AT+S.STS\r\nAT+S.WIFI=1\r\n", "no answer is in it", "spwfdiag record bridge:"},
    {"tio", "[13:59:00.684] AT-S.Skip CA\r\n[13:59:01.684] AT-S.ERROR:111:Request failed\r\n",
     "what the host sent", "tio -e -t"},
    {"picocom with times", "picocom v3.1\r\nTerminal ready\r\n" ANSWER, "no times",
     "spwfdiag record bridge:"},
    {"picocom", "picocom v3.1\r\nTerminal ready\r\n+WIND:1:Poweron\r\n", "what the host sent",
     "picocom -b 115200 -c"},
    {"minicom", "Welcome to minicom 2.8\r\n" ANSWER, "what the host sent", "minicom -D"},
    {"PuTTY",
     "=~=~=~=~=~=~=~=~=~=~=~= PuTTY log 2018.03.26 13:59:00 =~=~=~=~=~=~=~=~=~=~=~=\r\n"
     "+WIND:1:Poweron\r\n",
     "what the host sent", "in PuTTY, Terminal > Local echo"},
    {"Tera Term", "[Mon Mar 26 13:59:00.123 2018] +WIND:1:Poweron\r\n", "what the host sent",
     "in Tera Term, Setup"},
    {"miniterm", "--- Miniterm on /dev/ttyUSB0  115200,8,N,1 ---\r\n+WIND:1:Poweron\r\n",
     "what the host sent", "pyserial-miniterm -e"},
    {"CoolTerm", "2018-03-26 13:59:00 +WIND:1:Poweron\r\n", "what the host sent", "in CoolTerm"},
    {"RealTerm", "20180326135900,+WIND:1:Poweron\r\n", "what the host sent", "in RealTerm"},
    {"script", "Script started on 2018-03-26 13:59:00+00:00\r\n+WIND:1:Poweron\r\n",
     "what the host sent", "script --log-io"},
    {"screen", "-- 0:dev -- time-stamp -- Mar/26/18 13:59:00 --\r\n+WIND:1:Poweron\r\n",
     "what the host sent", "spwfdiag record bridge:"},
    {"asciinema",
     "{\"version\": 2, \"width\": 80, \"height\": 24}\n[0.5, \"o\", \"+WIND:1:Poweron\\r\\n\"]\n",
     "what the host sent", "asciinema rec --stdin"},
    {"sigrok",
     "uart-1: A\nuart-1: T\nuart-1: -\nuart-1: S\nuart-1: .\nuart-1: O\nuart-1: K\n"
     "uart-1: [0D]\nuart-1: [0A]\n",
     "what the host sent", "--protocol-decoder-jsontrace"},
    {"strace", "read(3, \"\\r\\nAT-S.Certificate Er\"..., 256) = 62\nread(3, \"OK\", 256) = 2\n",
     "were cut", "strace -f -ttt"},
};

static bool is_coach(const struct spw_remark *r)
{
    return slice_eq(r->rule, SLICE("capture-coach"));
}

static struct slice remark_of(const struct spw_report *r)
{
    for (size_t i = 0; i < r->n_not_shown; i++) {
        if (is_coach(&r->not_shown[i])) {
            return r->not_shown[i].text;
        }
    }
    return slice_of(NULL, 0);
}

static void each_program_gets_its_own_advice(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lessons / sizeof lessons[0]; i++) {
        const struct lesson *l = &lessons[i];
        struct spw_engine *e = sample_diagnose(slice_cstr(l->capture), 0, false);
        struct slice remark = remark_of(spw_engine_report(e));
        if (!slice_contains(remark, slice_cstr(l->lacks)) ||
            !slice_contains(remark, slice_cstr(l->better))) {
            print_error("%s: \"%.*s\"\n", l->name, SLICE_ARG(remark));
            fail();
        }
        spw_engine_free(e);
    }
}

static void a_capture_that_lacks_nothing_gets_none(void **state)
{
    struct spw_engine *e = sample_diagnose(
        SLICE("[2018-03-26T13:59:00.684] +WIND:1:Poweron\n[2018-03-26T13:59:01.684] AT+S.STS\n"
              "[2018-03-26T13:59:02.684] AT-S.OK\n"),
        0, false);
    (void)state;
    assert_int_equal(remark_of(spw_engine_report(e)).n, 0);
    spw_engine_free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(each_program_gets_its_own_advice),
                                       SPW_TEST(a_capture_that_lacks_nothing_gets_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
