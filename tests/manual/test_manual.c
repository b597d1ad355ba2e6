/* The manual is complete: every row of every table has a page, is found by its names and numbers, and
 * cites sources that exist. */
#include <string.h>

#include "base/escape.h"
#include "data/embedded.h"
#include "manual/manual.h"
#include "manual/topic.h"
#include "support/spw_test.h"

static const char rules_text[] = "- id: manual-rule\n"
                                 "  cause: tls.root-missing\n"
                                 "  severity: error\n"
                                 "  scope: attempt\n"
                                 "  confidence: likely\n"
                                 "  when: |\n"
                                 "    certificate-error\n"
                                 "      and attempt.failed\n"
                                 "  given: not store.ca.present\n"
                                 "  title: no root for {attempt.host}\n"
                                 "  explanation: Some words about roots.\n"
                                 "  evidence: [ { at: certificate-error, note: refused } ]\n"
                                 "  fix:\n"
                                 "    - text: load it\n"
                                 "      when: attempt.protocol == \"mqtt\"\n"
                                 "      commands: [ 'AT+S.TLSCERT=ca,{store.ca.der_length}' ]\n"
                                 "  consumes: [ error ]\n"
                                 "  overrides: [ tls.server-certificate-rejected ]\n"
                                 "  references: [ SEED ]\n"
                                 "  fires: [ trace: a.txt ]\n"
                                 "  silent: [ trace: b.txt ]\n"
                                 "- id: manual-error\n"
                                 "  cause: socket.limit\n"
                                 "  severity: error\n"
                                 "  scope: exchange\n"
                                 "  confidence: likely\n"
                                 "  when: >-\n"
                                 "    exchange.error == 75 or exchange.error in (2, 57..58)\n"
                                 "    or exchange.error_group in (\"clock\", \"pin\")\n"
                                 "  title: an error\n"
                                 "  explanation: Some words about errors.\n"
                                 "  evidence: [ { at: exchange.result, note: refused } ]\n"
                                 "  fix: [ { text: mend it } ]\n"
                                 "  fires: [ trace: a.txt ]\n"
                                 "  silent: [ trace: b.txt ]\n"
                                 "- id: manual-remark\n"
                                 "  kind: not-shown\n"
                                 "  scope: trace\n"
                                 "  when: not capture.has_commands\n"
                                 "  title: the commands\n";

static struct desk {
    struct data_source files;
    struct messages messages;
    struct manual manual;
    struct knowledge knowledge;
    struct ruleset rules;
    struct buf page;
} desk;

static int set_up(void **state)
{
    static const struct data_file file = {SLICE_INIT("diagnoses/manual-test.yaml"),
                                          {(const uint8_t *)rules_text, sizeof rules_text - 1}};
    (void)state;
    data_source_init(&desk.files);
    messages_init(&desk.messages);
    buf_init(&desk.page, 4 * 1024 * 1024);
    assert_int_equal(data_source_add_embedded(&desk.files), SPW_OK);
    assert_int_equal(data_source_add(&desk.files, &file, 1), SPW_OK);
    assert_int_equal(knowledge_load(&desk.knowledge, &desk.files, &desk.messages), SPW_OK);
    assert_int_not_equal(ruleset_load(&desk.rules, &desk.files, &desk.knowledge, &desk.messages),
                         SPW_NO_MEMORY);
    desk.manual.k = &desk.knowledge;
    desk.manual.rules = &desk.rules;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ruleset_dispose(&desk.rules);
    knowledge_dispose(&desk.knowledge);
    data_source_dispose(&desk.files);
    messages_dispose(&desk.messages);
    buf_dispose(&desk.page);
    return 0;
}

static struct slice explain(struct slice what, enum spw_status expected)
{
    buf_clear(&desk.page);
    if (manual_explain(&desk.knowledge, &desk.rules, what, &desk.page) != expected) {
        spw_print_slice("asked for", what);
        spw_print_slice("got", buf_slice(&desk.page));
        fail();
    }
    return buf_slice(&desk.page);
}

static void assert_shows(const char *what, const char *part)
{
    struct slice page = explain(slice_cstr(what), SPW_OK);
    if (!slice_contains(page, slice_cstr(part))) {
        print_error("%s: no \"%s\" in:\n%.*s\n", what, part, SLICE_ARG(page));
        fail();
    }
}

static void every_thing_is_found_by_each_of_its_names(void **state)
{
    (void)state;
    for (size_t t = 0; t < topic_count(); t++) {
        const struct manual_topic *topic = topic_at(t);
        struct slice head = slice_cstr(topic->kind);
        assert_true(topic->count(&desk.manual) > 0);
        for (size_t i = 0; i < topic->count(&desk.manual); i++) {
            struct slice names[TOPIC_NAMES];
            size_t n = topic->names(&desk.manual, i, names);
            for (size_t k = 0; k < n; k++) {
                if (names[k].n != 0) {
                    assert_true(slice_contains(explain(names[k], SPW_OK), head));
                }
            }
        }
    }
}

static void every_number_is_found(void **state)
{
    (void)state;
    for (size_t t = 0; t < topic_count(); t++) {
        const struct manual_topic *topic = topic_at(t);
        for (size_t i = 0; topic->number != NULL && i < topic->count(&desk.manual); i++) {
            char what[80];
            int number = topic->number(&desk.manual, i);
            size_t word = strcspn(topic->numbers, "|");
            if (number < 0) {
                continue;
            }
            (void)snprintf(what, sizeof what, "%.*s %d", (int)word, topic->numbers, number);
            assert_true(slice_contains(explain(slice_cstr(what), SPW_OK), slice_cstr(topic->kind)));
            if (topic->bare) {
                (void)snprintf(what, sizeof what, "%d", number);
                assert_true(
                    slice_contains(explain(slice_cstr(what), SPW_OK), slice_cstr(topic->kind)));
            }
        }
    }
}

static void every_page_fits_the_width(void **state)
{
    (void)state;
    for (size_t t = 0; t < topic_count(); t++) {
        const struct manual_topic *topic = topic_at(t);
        for (size_t i = 0; i < topic->count(&desk.manual); i++) {
            struct slice line = {NULL, 0};
            buf_clear(&desk.page);
            desk.manual.sheet = (struct sheet){.out = &desk.page};
            topic->put(&desk.manual, i);
            struct slice rest = buf_slice(&desk.page);
            while (rest.n != 0) {
                (void)slice_split(rest, '\n', &line, &rest);
                /* one word, and what is copied by hand, may be longer than a line */
                struct slice text = slice_trim(slice_from(line, SHEET_TEXT));
                bool one = slice_find_byte(text, ' ', 0) == text.n;
                bool rule = slice_eq(slice_cstr(topic->kind), SLICE("rule"));
                if (esc_term_width(line, false) > SHEET_WIDTH && !one && !rule) {
                    spw_print_slice(topic->kind, line);
                    fail();
                }
                assert_false(slice_ends(line, SLICE(" ")));
            }
        }
    }
}

static void assert_sources(struct slice keys)
{
    struct slice key = {NULL, 0};
    while (keys.n != 0) {
        (void)slice_split(keys, ' ', &key, &keys);
        if (knowledge_source(&desk.knowledge, key) == NULL) {
            spw_print_slice("no such source", key);
            fail();
        }
    }
}

#define SOURCES_OF(d, list, n_list, column)                                                        \
    for (size_t row_ = 0; row_ < (d)->n_list; row_++) {                                            \
        assert_sources((d)->list[row_].column);                                                    \
    }

static void every_cited_source_is_in_the_list(void **state)
{
    (void)state;
    const struct knowledge *k = &desk.knowledge;
    for (size_t at = 0; at < k->n_dialects; at++) {
        const struct dialect *d = &k->dialects[at];
        SOURCES_OF(d, commands, n_commands, source)
        SOURCES_OF(d, replies, n_replies, source)
        SOURCES_OF(d, indications, n_indications, source)
        SOURCES_OF(d, errors, n_errors, source)
        SOURCES_OF(d, tls_errors, n_tls_errors, source)
        SOURCES_OF(d, variables, n_variables, source)
        SOURCES_OF(d, enums, n_enums, source)
        SOURCES_OF(d, limits, n_limits, source)
        SOURCES_OF(d, firmwares, n_firmwares, source)
        SOURCES_OF(d, store, n_store, source)
    }
    SOURCES_OF(k, services, n_services, sources)
    for (size_t i = 0; i < desk.rules.n; i++) {
        SOURCES_OF(&desk.rules.rules[i], references, n_references, key)
    }
}

static void things_are_found_as_a_trace_or_a_person_writes_them(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"MQTTCONN", "command AT+S.MQTTCONN"},
        {"at+s.mqttconn=example.org,8883", "command AT+S.MQTTCONN"},
        {"+WIND:87:MQTT closed:0:1", "indication WIND 87"},
        {"WIND 87", "indication WIND 87"},
        {"wind.87", "indication WIND 87"},
        {"+wind:87", "indication WIND 87"},
        {"mqtt-closed", "indication WIND 87"},
        {"mqtt-closed", "happening mqtt-closed"},
        {"111", "error 111"},
        {"error 111", "error 111"},
        {"ERROR:111", "error 111"},
        {"AT-S.ERROR:111:Request failed", "error 111"},
        {"AT-S.Certificate Error:23", "certificate error 23"},
        {"certificate error 23", "certificate error 23"},
        {"AT-S.Skip CA", "reply Skip CA"},
        {"AT-S.Loading:1:2", "reply Loading"},
        {"certificate-error", "happening certificate-error"},
        {"certificate-error", "manual-rule"},
        {"tls.root-missing", "manual-rule"},
        {"attempt.failed", "manual-rule"},
        {"SPW-0042", "message SPW-0042"},
        {"RULE_FIELD", "message SPW-0038"},
        {"SPWF04Sx", "dialect spwf04"},
        {"manual-rule", "and attempt.failed"},
        {"manual-rule", "AT+S.TLSCERT=ca,{store.ca.der_length}"},
        {"manual-rule", "If attempt.protocol == \"mqtt\""},
        {"manual-remark", "not-shown"},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        assert_shows(rows[i][0], rows[i][1]);
    }
}

static void a_number_with_its_word_shows_nothing_else(void **state)
{
    (void)state;
    struct slice page = explain(SLICE("ERROR:111:Request failed"), SPW_OK);
    assert_false(slice_contains(page, SLICE("reply ERROR")));
    assert_false(slice_contains(page, SLICE("indication")));
}

static void an_error_lists_the_rules_that_ask_for_its_number_or_group(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        bool listed;
    } rows[] = {{"error 75", true},  {"error 2", true},   {"error 57", true}, {"error 58", true},
                {"error 66", true},  {"error 20", true},  {"error 7", false}, {"error 59", false},
                {"error 76", false}, {"error 111", false}};
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct slice page = explain(slice_cstr(rows[i].what), SPW_OK);
        assert_int_equal(slice_contains(page, SLICE("manual-error")), rows[i].listed);
    }
}

static void a_key_identifier_is_found_with_colons(void **state)
{
    (void)state;
    for (size_t i = 0; i < desk.knowledge.n_authorities; i++) {
        const struct authority_row *row = &desk.knowledge.authorities[i];
        char text[80];
        size_t n = 0;
        for (size_t at = 0; at < row->key_id.n && n + 3 < sizeof text; at++) {
            if (at != 0 && at % 2 == 0) {
                text[n++] = ':';
            }
            uint8_t c = row->key_id.p[at];
            text[n++] = (char)(ascii_lower(c) ? c - 'a' + 'A' : c);
        }
        if (n != 0) {
            assert_true(slice_contains(explain(slice_of(text, n), SPW_OK), slice_of(text, n)));
        }
    }
}

static void the_nearest_names_are_offered(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"MQTTCON", "MQTTCONN (command)"},
        {"tls.root-mising", "tls.root-missing (cause)"},
        {"atempt.failed", "attempt.failed (field)"},
        {"wifi_sid", "wifi_ssid (variable)"},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        struct slice page = explain(slice_cstr(rows[i][0]), SPW_NOT_FOUND);
        if (!slice_contains(page, slice_cstr(rows[i][1]))) {
            print_error("%s: no \"%s\" in:\n%.*s\n", rows[i][0], rows[i][1], SLICE_ARG(page));
            fail();
        }
    }
}

static void a_hostile_question_is_shown_harmlessly(void **state)
{
    (void)state;
    struct slice page = explain(SLICE("\x1b[31m\xff zz9"), SPW_NOT_FOUND);
    assert_int_equal(slice_find_byte(page, 0x1b, 0), page.n);
    assert_int_equal(slice_find_byte(page, 0xff, 0), page.n);
    (void)explain(SLICE(""), SPW_NOT_FOUND);
    (void)explain(SLICE("99999999999999999999"), SPW_NOT_FOUND);
}

static void all_fields_and_the_grammar_are_listed(void **state)
{
    (void)state;
    buf_clear(&desk.page);
    manual_fields(&desk.page);
    for (size_t i = 0; i < field_count(); i++) {
        assert_true(slice_contains(buf_slice(&desk.page), field_at(i)->name));
    }
    assert_true(slice_contains(buf_slice(&desk.page), SLICE("matches")));
}

static void rules_are_listed_one_a_line(void **state)
{
    (void)state;
    struct slice line = {NULL, 0};
    buf_clear(&desk.page);
    manual_rules_list(&desk.rules, &desk.page);
    struct slice rest = buf_slice(&desk.page);
    size_t n = 0;
    bool seen = false;
    while (rest.n != 0) {
        (void)slice_split(rest, '\n', &line, &rest);
        n++;
        if (slice_starts(line, SLICE("manual-rule "))) {
            seen = true;
            assert_true(slice_contains(line, SLICE("  tls.root-missing ")));
            assert_true(slice_contains(line, SLICE("  error ")));
            assert_true(slice_ends(line, SLICE("  no root for {attempt.host}")));
        }
    }
    assert_int_equal(n, desk.rules.n);
    assert_true(seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(every_thing_is_found_by_each_of_its_names),
        SPW_TEST(every_number_is_found),
        SPW_TEST(every_page_fits_the_width),
        SPW_TEST(every_cited_source_is_in_the_list),
        SPW_TEST(things_are_found_as_a_trace_or_a_person_writes_them),
        SPW_TEST(a_number_with_its_word_shows_nothing_else),
        SPW_TEST(an_error_lists_the_rules_that_ask_for_its_number_or_group),
        SPW_TEST(a_key_identifier_is_found_with_colons),
        SPW_TEST(the_nearest_names_are_offered),
        SPW_TEST(a_hostile_question_is_shown_harmlessly),
        SPW_TEST(all_fields_and_the_grammar_are_listed),
        SPW_TEST(rules_are_listed_one_a_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
