/* Three clocks judge a certificate: the time stamps of the capture, the module's own clock, and today. Every
 * combination of early, late and not known, with a root that ended on 2025-05-12, and what is to be found first. */
#include "engine/sample.h"
#include "support/spw_test.h"

enum { SESSION_MAX = 1 << 14, FILE_MAX = 1 << 14 };

/* Before 2000 the certificate has not begun; the module's clock stands there when nobody sets it. */
static const char *const stamps[] = {"", "2018-03-26", "2026-06-01"};
static const long long module_times[] = {0, 631152000, 1522058400,
                                         1780308000};     /* 1990, 2018, 2026 */
static const int64_t todays[] = {1522540800, 1793491200}; /* 2018-04-01, 2026-11-01 */

static const char *const rejected = "tls.server-certificate-rejected";
static const char *const expired = "tls.certificate-expired";
static const char *const not_set = "tls.clock-not-set";

/* By stamp and module time: what is found first when the module refuses the chain with a number that nobody can
 * explain. Today's date must not matter: the capture was made when it was made. */
static const char *const *const first[3][4] = {
    {&rejected, &not_set, &rejected, &expired},
    {&rejected, &not_set, &rejected, &expired},
    {&expired, &not_set, &expired, &expired},
};

static struct slice certificate;

static void put_line(struct buf *out, const char *stamp, unsigned *second, struct slice line)
{
    if (stamp[0] != '\0') {
        buf_printf(out, "[%s 10:%02u:%02u.000] ", stamp, *second / 60, *second % 60);
        (*second)++;
    }
    buf_put(out, line);
    buf_byte(out, '\n');
}

static void write_session(struct buf *out, const char *stamp, long long module, const char *outcome)
{
    static const char load[] =
        "AT-S.OK\nAT+S.TLSCERT=auth,20\n"
        "<e5 9d 59 30 82 47 58 cc ac fa 08 54 36 86 7b 3a b5 04 4d f0>\nAT-S.OK\n"
        "AT+S.SOCKON=broker.example.org,8883,,s\nAT-S.Skip CA\n";
    struct buf text;
    struct slice rest = {0}, line = {0};
    unsigned second = 0;
    buf_init(&text, SESSION_MAX);
    if (module != 0) {
        buf_printf(&text, "AT+S.TIME=%lld\nAT-S.OK\n", module);
    }
    buf_printf(&text, "AT+S.TLSCERT=ca,%zu\n", certificate.n);
    buf_put(&text, certificate);
    buf_cstr(&text, load);
    buf_cstr(&text, outcome);
    buf_clear(out);
    for (rest = buf_slice(&text); rest.n > 0;) {
        (void)slice_split(rest, '\n', &line, &rest);
        put_line(out, stamp, &second, line);
    }
    buf_dispose(&text);
}

static struct spw_engine *diagnose(const char *stamp, long long module, int64_t today,
                                   const char *outcome)
{
    struct spw_engine *e = NULL;
    struct spw_options options = {.now = today};
    struct buf session;
    buf_init(&session, SESSION_MAX);
    write_session(&session, stamp, module, outcome);
    assert_int_equal(spw_engine_new(&e, sample_knowledge(), &options), SPW_OK);
    assert_int_equal(spw_engine_feed(e, buf_slice(&session), TIME_NONE), SPW_OK);
    assert_int_equal(spw_engine_finish(e), SPW_OK);
    buf_dispose(&session);
    return e;
}

static struct slice first_cause(const struct spw_report *r)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        if (r->findings[i].severity > SPW_NOTE) {
            return r->findings[i].cause;
        }
    }
    return SLICE("");
}

static bool has_cause(const struct spw_report *r, const char *cause, enum spw_severity severity)
{
    bool found = false;
    for (size_t i = 0; i < r->n_findings; i++) {
        found = found || (r->findings[i].severity == severity &&
                          slice_eq(r->findings[i].cause, slice_cstr(cause)));
    }
    return found;
}

typedef void look(size_t stamp, size_t module, size_t today, const struct spw_report *r);

static void every_combination(const char *outcome, look *check)
{
    for (size_t s = 0; s < 3; s++) {
        for (size_t m = 0; m < 4; m++) {
            for (size_t t = 0; t < 2; t++) {
                struct spw_engine *e = diagnose(stamps[s], module_times[m], todays[t], outcome);
                check(s, m, t, spw_engine_report(e));
                spw_engine_free(e);
            }
        }
    }
}

static void check_refused(size_t s, size_t m, size_t t, const struct spw_report *r)
{
    bool days_apart = s > 0 && m > 1 && s + 1 != m;
    (void)t;
    assert_slice(first_cause(r), slice_cstr(*first[s][m]));
    if (m != 1) {
        assert_int_equal(has_cause(r, not_set, SPW_ERROR), days_apart);
    }
}

static void a_refusal_is_judged_by_the_clocks_of_its_time(void **state)
{
    (void)state;
    every_combination("AT-S.Certificate Error:19\nAT-S.ERROR:74:Failed to open socket\n",
                      check_refused);
}

/* What worked is not blamed; that the root is over today is worth a note unless it was so already. */
static void check_worked(size_t s, size_t m, size_t t, const struct spw_report *r)
{
    bool then_good = s == 1 || (s == 0 && m != 3);
    assert_slice(first_cause(r), SLICE(""));
    assert_int_equal(has_cause(r, expired, SPW_NOTE), t == 1 && then_good);
}

static void what_worked_is_not_blamed(void **state)
{
    (void)state;
    every_combination("AT-S.Loading:1:2\nAT-S.On:0:192.168.1.9\nAT-S.OK\n", check_worked);
}

/* Error 23 tells its reason: no date is blamed. */
static void check_other_reason(size_t s, size_t m, size_t t, const struct spw_report *r)
{
    (void)s;
    (void)m;
    (void)t;
    assert_slice(first_cause(r), SLICE("tls.wrong-root"));
    assert_false(has_cause(r, expired, SPW_ERROR));
    assert_false(has_cause(r, not_set, SPW_ERROR));
}

static void no_date_is_blamed_for_another_reason(void **state)
{
    (void)state;
    every_combination("AT-S.Certificate Error:23\nAT-S.ERROR:74:Failed to open socket\n",
                      check_other_reason);
}

/* The PEM block of a sample, without the blank lines of the paste. */
static bool read_certificate(struct buf *out)
{
    static const struct slice end = SLICE_INIT("-----END CERTIFICATE-----");
    struct buf file;
    struct slice line = {0};
    buf_init(&file, FILE_MAX);
    bool good =
        sample_read("traces/004-azure-websocket-path-success/trace-with-ca-file.txt", &file);
    struct slice rest = buf_slice(&file);
    size_t from = slice_find(rest, SLICE("-----BEGIN"), 0), to = slice_find(rest, end, 0);
    rest = slice_sub(rest, from, to < rest.n ? to - from + end.n : 0);
    while (rest.n > 0) {
        (void)slice_split(rest, '\n', &line, &rest);
        if (slice_trim(line).n > 0) {
            buf_put(out, slice_trim(line));
            buf_byte(out, '\n');
        }
    }
    buf_dispose(&file);
    return good && out->n > 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(a_refusal_is_judged_by_the_clocks_of_its_time),
                                       SPW_TEST(what_worked_is_not_blamed),
                                       SPW_TEST(no_date_is_blamed_for_another_reason)};
    struct buf pem;
    buf_init(&pem, FILE_MAX);
    if (!read_certificate(&pem)) {
        return 1;
    }
    certificate = buf_slice(&pem);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    buf_dispose(&pem);
    return failed;
}
