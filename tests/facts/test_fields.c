/* The dictionary as a whole: names, documentation, scopes, and an empty model. */
#include "facts/fixture.h"

static const enum settle_kind kinds[] = {SETTLE_ATTEMPT, SETTLE_EXCHANGE, SETTLE_OBJECT,
                                         SETTLE_BOOT, SETTLE_TRACE};
static const enum field_scope scope_of[] = {SCOPE_ATTEMPT, SCOPE_EXCHANGE, SCOPE_OBJECT, SCOPE_BOOT,
                                            SCOPE_TRACE};

static void every_field_is_found_by_its_name(void **state)
{
    (void)state;
    assert_true(field_count() > 300);
    for (size_t i = 0; i < field_count(); i++) {
        assert_ptr_equal(field_find(field_at(i)->name), field_at(i));
    }
    assert_null(field_at(field_count()));
}

static void unknown_names_are_not_found(void **state)
{
    static const char *const names[] = {"",
                                        "store",
                                        "store.ca.",
                                        "store.ca.presents",
                                        "attempt.",
                                        "STORE.CA.PRESENT",
                                        "attempt.param.0",
                                        "attempt.param.17",
                                        "dialects"};
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(names); i++) {
        assert_null(field_find(slice_cstr(names[i])));
    }
}

static void every_field_is_documented_by_one_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < field_count(); i++) {
        const struct field *f = field_at(i);
        bool sentence = f->doc.n > 3 && (slice_ends(f->doc, SLICE(".")));
        if (!sentence || f->scopes == 0 || f->get == NULL || f->type == VALUE_NONE) {
            print_error("%.*s\n", SLICE_ARG(f->name));
            fail();
        }
    }
}

static void no_field_has_the_name_of_a_meaning(void **state)
{
    (void)state;
    for (size_t i = 0; i < field_count(); i++) {
        assert_int_equal(meaning_of(field_at(i)->name), M_NONE);
    }
}

/* Answers that an empty model gives for certain; everything else is unknown. */
static const struct field_row certain[] = {
    {"attempt.command", ""},
    {"attempt.has_command", "no"},
    {"attempt.protocol", ""},
    {"attempt.host_known", "no"},
    {"attempt.outcome", "unknown"},
    {"attempt.lasting", "no"},
    {"attempt.closed_by_peer", "no"},
    {"attempt.id", "0"},
    {"attempt.phase.wifi", "unknown"},
    {"attempt.phase.ip", "unknown"},
    {"attempt.phase.dns", "unknown"},
    {"attempt.phase.tcp", "unknown"},
    {"attempt.phase.tls_server", "unknown"},
    {"attempt.phase.tls_client", "unknown"},
    {"attempt.phase.mqtt", "unknown"},
    {"attempt.phase.http", "unknown"},
    {"chain.known", "no"},
    {"store.ca.load", "no"},
    {"store.ca.payload", "no"},
    {"store.ca.known", "no"},
    {"store.cert.load", "no"},
    {"store.cert.payload", "no"},
    {"store.cert.known", "no"},
    {"store.key.load", "no"},
    {"store.key.payload", "no"},
    {"store.key.known", "no"},
    {"store.id.load", "no"},
    {"store.id.payload", "no"},
    {"store.id.known", "no"},
    {"store.domain.load", "no"},
    {"store.domain.payload", "no"},
    {"store.domain.known", "no"},
    {"store.cleaned", "no"},
    {"store.listed", "no"},
    {"firmware.known", "no"},
    {"capture.lines", "0"},
    {"capture.has_boot", "no"},
    {"capture.has_commands", "no"},
    {"capture.has_replies", "no"},
    {"capture.has_indications", "no"},
    {"capture.has_payloads", "no"},
    {"eap.changed", "no"},
    {"sockets.open", "0"},
    {"sockets.most", "0"},
    {"exchange.command", ""},
    {"exchange.name", ""},
    {"exchange.known", "no"},
    {"exchange.other_dialect", ""},
    {"exchange.result", "none"},
    {"exchange.ok", "no"},
    {"exchange.failed", "no"},
    {"exchange.replied", "no"},
    {"exchange.line_length", "0"},
    {"exchange.values", "0"},
    {"exchange.payload_unseen", "no"},
    {"exchange.payload_exact", "no"},
    {"exchange.payload_closed", "no"},
    {"exchange.payload_described", "no"},
    {"exchange.meaning", ""},
    {"object.loaded", "no"},
    {"object.seen", "0"},
    {"object.exact", "no"},
    {"boot.number", "0"},
    {"boot.seen", "no"},
    {"boot.complete", "no"},
    {"boot.in_vain", "0"},
};

static const char *expected(const struct field *f)
{
    for (size_t i = 0; i < SPW_COUNT(certain); i++) {
        if (slice_eq(slice_cstr(certain[i].field), f->name)) {
            return certain[i].want;
        }
    }
    return slice_starts(f->name, SLICE("exchange.param.")) ? "" : "?";
}

static void an_empty_model_answers_every_field_in_every_scope(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    for (size_t k = 0; k < SPW_COUNT(kinds); k++) {
        fixture_settle(x, kinds[k]);
        for (size_t i = 0; i < field_count(); i++) {
            const struct field *f = field_at(i);
            bool allowed = (f->scopes & (scope_of[k] | SCOPE_TRACE)) != 0;
            struct value v = field_get(f, &x->context);
            assert_int_equal(v.type, f->type);
            if (allowed) {
                spw_assert_slice(slice_cstr(fixture_show(x, v)), slice_cstr(expected(f)),
                                 (const char *)f->name.p, __FILE__, __LINE__);
            }
            arena_reset(&x->scratch);
        }
    }
}

static void without_tables_and_cache_every_field_still_answers(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    x->session.knowledge = NULL;
    for (size_t k = 0; k < SPW_COUNT(kinds); k++) {
        fixture_settle(x, kinds[k]);
        x->context.cache = NULL;
        x->attempt.host = SLICE("hub.azure-devices.net");
        for (size_t i = 0; i < field_count(); i++) {
            struct value v = field_get(field_at(i), &x->context);
            assert_int_equal(v.type, field_at(i)->type);
        }
    }
}

static void closed_sets_hold_their_words_only(void **state)
{
    const struct field *kind = field_find(SLICE("token.kind"));
    const struct field *host = field_find(SLICE("attempt.host"));
    (void)state;
    assert_true(field_takes(kind, SLICE("sas")));
    assert_true(field_takes(kind, SLICE("jwt")));
    assert_true(field_takes(kind, SLICE("")));
    assert_false(field_takes(kind, SLICE("sa")));
    assert_false(field_takes(kind, SLICE("sas|jwt")));
    assert_true(field_takes(host, SLICE("anything")));
}

static void scopes_have_names(void **state)
{
    (void)state;
    assert_string_equal(scope_name(SCOPE_TRACE), "trace");
    assert_string_equal(scope_name(SCOPE_BOOT), "boot");
    assert_string_equal(scope_name(SCOPE_ATTEMPT), "attempt");
    assert_string_equal(scope_name(SCOPE_EXCHANGE), "exchange");
    assert_string_equal(scope_name(SCOPE_OBJECT), "object");
}

static void values_are_known_or_not(void **state)
{
    (void)state;
    assert_false(value_unknown(VALUE_INT).known);
    assert_false(value_time(TIME_NONE, NULL).known);
    assert_false(value_tri(TRI_UNKNOWN, NULL).known);
    assert_int_equal(value_tri(TRI_YES, NULL).i, 1);
    assert_true(value_text(SLICE(""), NULL).known);
    assert_string_equal(value_type_name(VALUE_TIME), "time");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(every_field_is_found_by_its_name),
        SPW_TEST(unknown_names_are_not_found),
        SPW_TEST(every_field_is_documented_by_one_sentence),
        SPW_TEST(no_field_has_the_name_of_a_meaning),
        FIXTURE_TEST(an_empty_model_answers_every_field_in_every_scope),
        FIXTURE_TEST(without_tables_and_cache_every_field_still_answers),
        SPW_TEST(closed_sets_hold_their_words_only),
        SPW_TEST(scopes_have_names),
        SPW_TEST(values_are_known_or_not),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
