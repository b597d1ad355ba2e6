/* What can be said while a session goes on: observers, peeks, conditions, help for typing. */
#include "include/live.h"

#include <stdio.h>
#include <string.h>

#include "engine/sample.h"
#include "support/spw_test.h"

enum { REPORT_MAX = 1 << 22, SEEN_MAX = 64 };

static struct slice next_line(struct slice *rest)
{
    size_t end = slice_find_byte(*rest, '\n', 0);
    struct slice line = slice_sub(*rest, 0, end < rest->n ? end + 1 : end);
    *rest = slice_from(*rest, line.n);
    return line;
}

static const struct spw_finding *find(const struct spw_report *r, const char *cause)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        if (slice_eq(r->findings[i].cause, slice_cstr(cause))) {
            return &r->findings[i];
        }
    }
    return NULL;
}

/* ---- peeks ------------------------------------------------------------------------------------- */

static void peek_everywhere(void *context, const char *folder, const char *file, struct slice bytes)
{
    struct spw_engine *plain = sample_diagnose(bytes, 0, false);
    struct spw_engine *peeked = sample_engine();
    struct buf want, got;
    size_t n = 0;

    (void)context;
    buf_init(&want, REPORT_MAX);
    buf_init(&got, REPORT_MAX);
    sample_json(plain, &want);
    for (struct slice rest = bytes; rest.n > 0; n++) {
        enum spw_peek how = n % 3 == 2 ? SPW_PEEK_IF_ENDED : SPW_PEEK_GOING_ON;
        assert_int_equal(spw_engine_feed(peeked, next_line(&rest), TIME_NONE), SPW_OK);
        assert_int_equal(spw_engine_peek(peeked, how), SPW_OK);
        (void)spw_engine_report(peeked);
    }
    assert_int_equal(spw_engine_finish(peeked), SPW_OK);
    sample_json(peeked, &got);
    if (!slice_eq(buf_slice(&want), buf_slice(&got))) {
        print_error("%s/%s: peeking changed the report\n", folder, file);
    }
    assert_slice(buf_slice(&got), buf_slice(&want));
    buf_dispose(&want);
    buf_dispose(&got);
    spw_engine_free(plain);
    spw_engine_free(peeked);
}

static void peeking_after_every_line_changes_nothing_in_the_end(void **state)
{
    (void)state;
    samples_visit(peek_everywhere, NULL);
}

/* An error that is certain before the end is still there in the end, or something better is: a finding of
 * the same attempt that overrides it. */
static bool stands(const struct spw_report *end, const struct spw_finding *early)
{
    for (size_t i = 0; i < end->n_findings; i++) {
        const struct spw_finding *f = &end->findings[i];
        if (slice_eq(f->rule, early->rule) ||
            (f->attempt == early->attempt && f->severity == SPW_ERROR)) {
            return true;
        }
    }
    return false;
}

static void no_early_error(void *context, const char *folder, const char *file, struct slice bytes)
{
    struct spw_engine *end = sample_diagnose(bytes, 0, false);
    struct spw_engine *e = sample_engine();
    const struct spw_report *last = spw_engine_report(end);
    size_t *wrong = context;

    for (struct slice rest = bytes; rest.n > 0;) {
        assert_int_equal(spw_engine_feed(e, next_line(&rest), TIME_NONE), SPW_OK);
        assert_int_equal(spw_engine_peek(e, SPW_PEEK_GOING_ON), SPW_OK);
        const struct spw_report *now = spw_engine_report(e);
        for (size_t i = 0; i < now->n_findings; i++) {
            const struct spw_finding *f = &now->findings[i];
            if (f->provisional && f->severity == SPW_ERROR && f->confidence == SPW_CERTAIN &&
                !stands(last, f)) {
                print_error("%s/%s: at byte %zu %.*s came and went\n", folder, file,
                            bytes.n - rest.n, SLICE_ARG(f->rule));
                ++*wrong;
            }
        }
    }
    spw_engine_free(e);
    spw_engine_free(end);
}

static void a_certain_error_is_not_withdrawn(void **state)
{
    size_t wrong = 0;
    (void)state;
    samples_visit(no_early_error, &wrong);
    assert_int_equal(wrong, 0);
}

static const char refused[] = "AT+S.TLSCERT=content,2\r\n"
                              "AT-S.OK\r\n"
                              "AT+S.MQTTCONN=broker.example.com,8883,,2,,,,\r\n"
                              "AT-S.Skip CA\r\n"
                              "AT-S.Certificate Error:23\r\n";

static void a_failure_is_told_before_its_final_reply(void **state)
{
    struct spw_engine *e = sample_engine();
    (void)state;
    assert_int_equal(spw_engine_feed(e, slice_cstr(refused), TIME_NONE), SPW_OK);
    assert_null(find(spw_engine_report(e), "tls.root-missing"));
    assert_int_equal(spw_engine_peek(e, SPW_PEEK_GOING_ON), SPW_OK);
    const struct spw_report *r = spw_engine_report(e);
    const struct spw_finding *f = find(r, "tls.root-missing");
    assert_non_null(f);
    assert_true(f->provisional);
    assert_int_equal(f->attempt, 1);
    assert_int_equal(r->n_attempts, 1);
    assert_int_equal(r->attempts[0].phases[SPW_PHASE_TLS_SERVER].status, SPW_PHASE_FAILED);
    spw_engine_free(e);
}

static void what_was_not_seen_yet_is_no_failure(void **state)
{
    struct spw_engine *e = sample_engine();
    struct slice half = slice_sub(slice_cstr(refused), 0, strlen(refused) - 27);
    (void)state;
    assert_int_equal(spw_engine_feed(e, half, TIME_NONE), SPW_OK);
    assert_int_equal(spw_engine_peek(e, SPW_PEEK_GOING_ON), SPW_OK);
    const struct spw_report *r = spw_engine_report(e);
    for (size_t i = 0; i < r->n_findings; i++) {
        assert_true(r->findings[i].severity != SPW_ERROR ||
                    r->findings[i].confidence == SPW_POSSIBLE);
    }
    spw_engine_free(e);
}

static void bytes_that_are_still_awaited_are_told_after_a_silence(void **state)
{
    struct spw_engine *e = sample_engine();
    (void)state;
    assert_int_equal(
        spw_engine_feed(e, SLICE("AT+S.FSC=/index.html,900\rone\r\ntwo\r\n"), TIME_NONE), SPW_OK);
    assert_int_equal(spw_engine_peek(e, SPW_PEEK_GOING_ON), SPW_OK);
    assert_null(find(spw_engine_report(e), "console.payload-length"));
    assert_int_equal(spw_engine_peek(e, SPW_PEEK_IF_ENDED), SPW_OK);
    assert_non_null(find(spw_engine_report(e), "console.payload-length"));
    spw_engine_free(e);
}

/* ---- the observer -------------------------------------------------------------------------------- */

struct seen {
    char lines[SEEN_MAX][96], events[SEEN_MAX][160], states[SEEN_MAX][96];
    size_t n_lines, n_events, n_states;
};

static void on_line(void *context, const struct spw_line *l)
{
    struct seen *s = context;
    assert_true(s->n_lines < SEEN_MAX);
    (void)snprintf(s->lines[s->n_lines++], sizeof s->lines[0], "%d %u:%u %d %.*s",
                   (int)l->direction, l->span.line, l->span.column, l->as_is, SLICE_ARG(l->text));
}

static void on_event(void *context, const struct spw_event *ev)
{
    struct seen *s = context;
    char *out = s->events[s->n_events++];
    size_t n = 0, room = sizeof s->events[0];
    assert_true(s->n_events < SEEN_MAX);
    n += (size_t)snprintf(out + n, room - n, "%llu %s %s %.*s #%u%s", (unsigned long long)ev->line,
                          spw_event_kind_name(ev->kind),
                          ev->direction == SPW_FROM_HOST     ? ">"
                          : ev->direction == SPW_FROM_MODULE ? "<"
                                                             : "?",
                          SLICE_ARG(ev->meaning), ev->attempt, ev->failure ? " failure" : "");
    for (size_t i = 0; i < ev->n_values && n < room; i++) {
        n +=
            (size_t)snprintf(out + n, room - n, " %.*s=%.*s%s", SLICE_ARG(ev->values[i].name),
                             ev->values[i].secret ? 1 : (int)ev->values[i].text.n,
                             (const char *)ev->values[i].text.p, ev->values[i].secret ? "..." : "");
    }
}

static void on_state(void *context, size_t index, const struct spw_state_row *row)
{
    struct seen *s = context;
    (void)index;
    assert_true(s->n_states < SEEN_MAX);
    (void)snprintf(s->states[s->n_states++], sizeof s->states[0], "%s %s %.*s @%u", row->key,
                   row->known == TRI_YES  ? "yes"
                   : row->known == TRI_NO ? "no"
                                          : "unknown",
                   SLICE_ARG(row->value), row->at.span.line);
}

static void an_observer_hears_lines_events_and_changes(void **state)
{
    static const char session[] = "+WIND:1:Poweron:171117-0328fe3-SPWF04S\r\n"
                                  "\r\n"
                                  "+WIND:24:WiFi Up:0:192.168.1.7\r\n"
                                  "AT+S.SCFG=wifi_wpa_psk_text,hush\r\n"
                                  "AT-S.OK\r\n"
                                  "+WIND:33:WiFi Network Lost\r\n";
    static struct seen seen;
    const struct spw_observer o = {on_line, on_event, on_state, &seen};
    struct spw_engine *e = sample_engine();
    (void)state;
    spw_engine_observe(e, &o);
    assert_int_equal(spw_engine_feed(e, slice_cstr(session), TIME_NONE), SPW_OK);
    assert_int_equal(seen.n_lines, 5);
    assert_string_equal(seen.lines[1], "0 3:1 1 +WIND:24:WiFi Up:0:192.168.1.7");
    assert_int_equal(seen.n_events, 5);
    assert_string_equal(seen.events[2],
                        "3 command > set-variable #0 key=wifi_wpa_psk_text value=h...");
    assert_string_equal(seen.events[4], "5 indication < network-lost #0 failure");
    assert_int_equal(seen.n_states, 5);
    assert_string_equal(seen.states[0], "firmware yes 171117-0328fe3-SPWF04S @1");
    assert_string_equal(seen.states[1], "wifi yes up @3");
    assert_string_equal(seen.states[2], "address yes 192.168.1.7 @3");
    assert_string_equal(seen.states[3], "wifi no  @6");
    assert_string_equal(seen.states[4], "address no  @6");
    spw_engine_free(e);
}

/* The words of all values that have any, a line each. */
static void keep_words(void *context, const struct spw_event *ev)
{
    struct buf *words = context;
    for (size_t i = 0; i < ev->n_values; i++) {
        if (ev->values[i].words.n > 0) {
            buf_put(words, ev->values[i].words);
            buf_byte(words, '\n');
        }
    }
}

static void values_are_told_in_words(void **state)
{
    struct spw_engine *e = sample_engine();
    struct buf words;
    const struct spw_observer o = {.event = keep_words, .context = &words};
    (void)state;
    buf_init(&words, 4096);
    spw_engine_observe(e, &o);
    assert_int_equal(spw_engine_feed(e,
                                     SLICE("+WIND:1:Poweron:171117-0328fe3-SPWF04S\r\n"
                                           "AT+S.SCFG=wifi_mode,1\r\n"
                                           "AT-S.OK\r\n"
                                           "AT+S.SCFG=wifi_ssid,1\r\n"
                                           "AT-S.OK\r\n"
                                           "AT-S.Loading:2:1\r\n"),
                                     TIME_NONE),
                     SPW_OK);
    assert_slice(buf_slice(&words), SLICE("station\n"
                                          "the own certificate\n"
                                          "looked for in the file system, or not found\n"));
    buf_dispose(&words);
    spw_engine_free(e);
}

static void a_certificate_in_the_store_is_described(void **state)
{
    struct spw_engine *e = sample_engine();
    struct buf trace;
    size_t n = 0;
    (void)state;
    buf_init(&trace, 1 << 20);
    assert_true(sample_read("traces/001-azure-intermediate-loaded-as-root/trace.txt", &trace));
    assert_int_equal(spw_engine_feed(e, buf_slice(&trace), TIME_NONE), SPW_OK);
    const struct spw_state_row *rows = spw_engine_state(e, &n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(rows[i].key, "store.ca") == 0) {
            assert_slice(rows[i].value, SLICE("Microsoft IT TLS CA 1"));
            assert_true(rows[i].n_facts > 8);
            assert_string_equal(rows[i].facts[0].key, "role");
            assert_slice(rows[i].facts[0].text, SLICE("intermediate"));
            n = 0;
        }
    }
    assert_int_equal(n, 0);
    buf_dispose(&trace);
    spw_engine_free(e);
}

/* ---- conditions ---------------------------------------------------------------------------------- */

static void a_condition_can_be_asked_at_any_time(void **state)
{
    struct spw_engine *e = sample_engine();
    struct spw_condition *up = NULL, *failed = NULL, *wrong = NULL;
    struct messages m;
    (void)state;
    messages_init(&m);
    assert_int_equal(spw_condition_new(&up, sample_knowledge(), SLICE("wifi-up"), &m), SPW_OK);
    assert_int_equal(
        spw_condition_new(&failed, sample_knowledge(), SLICE("attempt.outcome == \"failed\""), &m),
        SPW_OK);
    assert_int_equal(spw_condition_new(&wrong, sample_knowledge(), SLICE("wifi.upp"), &m),
                     SPW_INVALID);
    assert_int_equal(spw_condition_holds(up, e), TRI_UNKNOWN);
    assert_int_equal(spw_engine_feed(e, SLICE("+WIND:24:WiFi Up:0:192.168.1.7\r\n"), TIME_NONE),
                     SPW_OK);
    assert_int_equal(spw_condition_holds(up, e), TRI_YES);
    assert_int_equal(spw_condition_holds(failed, e), TRI_UNKNOWN);
    assert_int_equal(spw_engine_feed(e, slice_cstr(refused), TIME_NONE), SPW_OK);
    assert_int_equal(spw_condition_holds(failed, e), TRI_YES);
    spw_condition_free(up);
    spw_condition_free(failed);
    messages_dispose(&m);
    spw_engine_free(e);
}

/* ---- typing ----------------------------------------------------------------------------------------- */

static void the_tables_help_to_type(void **state)
{
    struct spw_command_help help;
    size_t n = 0, mqtt = 0;
    (void)state;
    for (; spw_command_help_at(sample_knowledge(), SLICE("spwf04"), n, &help); n++) {
        assert_true(help.name.n > 0 && help.n_required <= help.n_parameters);
        if (slice_eq(help.name, SLICE("AT+S.MQTTCONN"))) {
            mqtt++;
            assert_slice(help.meaning, SLICE("mqtt-connect"));
            assert_slice(help.parameters[0].name, SLICE("host"));
            assert_int_equal(help.parameters[1].max, 65535);
        }
    }
    assert_true(n > 50);
    assert_int_equal(mqtt, 1);
    assert_false(spw_command_help_at(sample_knowledge(), SLICE("nokia"), 0, &help));
    assert_slice(spw_command_line_end(sample_knowledge(), SLICE("spwf04")), SLICE("\r"));
}

static void a_command_is_looked_at_before_it_is_sent(void **state)
{
    static const struct {
        const char *line, *why;
        enum spw_status status;
    } rows[] = {
        {"AT+S.STS", "", SPW_OK},
        {"AT", "", SPW_OK},
        {"AT+S.MQTTCONN=h,8883,,2,u,p,c", "", SPW_OK},
        {"AT+S.MQTTCONN=h,88830,,2,u,p,c", "port 88830 is not in 0..65535", SPW_INVALID},
        {"AT+S.MQTCONN=h", "the SPWF04Sx does not know AT+S.MQTCONN; the nearest is AT+S.MQTTCONN",
         SPW_NOT_FOUND},
        {"AT+S.TLSCERT=ca", "AT+S.TLSCERT needs 2 parameters; length is missing", SPW_INVALID},
        {"hello", "this is no command of the module", SPW_NOT_FOUND},
    };
    struct buf why;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        buf_init(&why, 512);
        enum spw_status status = spw_check_command(sample_knowledge(), SLICE("spwf04"), NULL,
                                                   slice_cstr(rows[i].line), &why);
        assert_slice(buf_slice(&why), slice_cstr(rows[i].why));
        assert_int_equal(status, rows[i].status);
        buf_dispose(&why);
    }
}

static void what_the_module_is_in_speaks_against_a_command(void **state)
{
    struct spw_engine *e = sample_engine();
    struct buf why;
    (void)state;
    buf_init(&why, 512);
    assert_int_equal(spw_engine_feed(e, SLICE("+WIND:33:WiFi Network Lost\r\n"), TIME_NONE),
                     SPW_OK);
    assert_int_equal(spw_check_command(sample_knowledge(), SLICE("spwf04"), e,
                                       SLICE("AT+S.MQTTCONN=h,8883,,2,u,p,c"), &why),
                     SPW_INVALID);
    assert_slice(buf_slice(&why), SLICE("the module is not on a network"));
    buf_dispose(&why);
    spw_engine_free(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(peeking_after_every_line_changes_nothing_in_the_end),
        SPW_TEST(a_certain_error_is_not_withdrawn),
        SPW_TEST(a_failure_is_told_before_its_final_reply),
        SPW_TEST(what_was_not_seen_yet_is_no_failure),
        SPW_TEST(bytes_that_are_still_awaited_are_told_after_a_silence),
        SPW_TEST(an_observer_hears_lines_events_and_changes),
        SPW_TEST(values_are_told_in_words),
        SPW_TEST(a_certificate_in_the_store_is_described),
        SPW_TEST(a_condition_can_be_asked_at_any_time),
        SPW_TEST(the_tables_help_to_type),
        SPW_TEST(a_command_is_looked_at_before_it_is_sent),
        SPW_TEST(what_the_module_is_in_speaks_against_a_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
