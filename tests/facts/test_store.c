/* Fields store.*, files.* and object.*: what is loaded, and what it is. */
#include "facts/fixture.h"
#include "facts/objects.h"

static struct store_cell *load(struct fixture *x, enum store_slot slot, const char *keyword,
                               const char *pem, uint64_t declared)
{
    struct store_cell *cell = &x->session.store[slot];
    cell->present = TRI_YES;
    cell->learned = LEARNED_LOADED;
    cell->place = PLACE_FLASH;
    cell->at = fixture_mark(x, SLICE("AT-S.OK"));
    cell->load = fixture_mark(x, SLICE("AT+S.TLSCERT=ca,583"));
    cell->keyword = slice_cstr(keyword);
    cell->has_declared = true;
    cell->declared = declared;
    cell->payload_seen = true;
    cell->seen = slice_cstr(pem).n;
    cell->payload = fixture_mark(x, slice_cstr(pem));
    cell->payload_exact = true;
    cell->accepted = TRI_YES;
    cell->blocks = x509_count_blocks(slice_cstr(pem));
    assert_int_equal(x509_read(slice_cstr(pem), &x->scratch, &cell->facts, &cell->odd), SPW_OK);
    cell->facts_known = cell->facts.what != X509_NOTHING;
    return cell;
}

static void a_loaded_root_is_told_in_full(void **state)
{
    static const struct field_row rows[] = {
        {"store.ca.present", "yes"},
        {"store.ca.learned", "loaded"},
        {"store.ca.place", "flash"},
        {"store.ca.load", "yes"},
        {"store.ca.keyword", "ca"},
        {"store.ca.declared", "579"},
        {"store.ca.seen", "579"},
        {"store.ca.payload", "yes"},
        {"store.ca.exact", "yes"},
        {"store.ca.accepted", "yes"},
        {"store.ca.known", "yes"},
        {"store.ca.what", "certificate"},
        {"store.ca.subject", "CN=Test Root"},
        {"store.ca.issuer", "CN=Test Root"},
        {"store.ca.subject_cn", "Test Root"},
        {"store.ca.issuer_cn", "Test Root"},
        {"store.ca.names", ""},
        {"store.ca.serial", "18390120de417e0d3a77b941027dfdd49045870a"},
        {"store.ca.self_issued", "yes"},
        {"store.ca.self_signed", "yes"},
        {"store.ca.ca", "yes"},
        {"store.ca.version", "3"},
        {"store.ca.key_type", "EC"},
        {"store.ca.key_bits", "256"},
        {"store.ca.curve", "prime256v1"},
        {"store.ca.key_form", "?"},
        {"store.ca.signature", "ecdsa-with-SHA256"},
        {"store.ca.signature_ecdsa", "yes"},
        {"store.ca.signature_sha1", "no"},
        {"store.ca.signature_sha384", "no"},
        {"store.ca.signature_pss", "no"},
        {"store.ca.not_before", "2026-11-23"},
        {"store.ca.not_after", "2126-10-30"},
        {"store.ca.key_id", "96:E0:55:FD:D5:50:E1:93:59:1D:3D:D2:14:AA:69:20:0C:ED:76:EF"},
        {"store.ca.authority_key_id",
         "96:E0:55:FD:D5:50:E1:93:59:1D:3D:D2:14:AA:69:20:0C:ED:76:EF"},
        {"store.ca.key_id_hex", "96e055fdd550e193591d3dd214aa69200ced76ef"},
        {"store.ca.authority_key_id_hex", "96e055fdd550e193591d3dd214aa69200ced76ef"},
        {"store.ca.der_length", "386"},
        {"store.ca.pem_lf", "579"},
        {"store.ca.pem_crlf", "590"},
        {"store.ca.form", "pem"},
        {"store.ca.oddities", ""},
        {"store.ca.damaged", "no"},
        {"store.ca.truncated", "no"},
        {"store.ca.has_blank_lines", "no"},
        {"store.ca.has_crlf", "no"},
        {"store.ca.has_bom", "no"},
        {"store.ca.rewrapped", "no"},
        {"store.ca.no_trailer", "no"},
        {"store.ca.no_header", "no"},
        {"store.ca.blocks", "1"},
        {"store.ca.client_auth", "yes"},
        {"store.ca.server_auth", "yes"},
        {"store.ca.length_fits", "pem-lf"},
        {"store.ca.authority", ""},
        {"store.ca.authority_is_root", "?"},
        {"store.ca.issuer_authority", "?"},
        {"store.ca.expired_at_trace", "?"},
        {"store.ca.not_yet_at_module", "?"},
        {"capture.has_payloads", "yes"},
    };
    struct fixture *x = (struct fixture *)*state;
    load(x, SLOT_CA, "ca", test_root, 579);
    assert_fields(x, rows);
}

static void places_are_the_load_and_the_payload(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    struct store_cell *cell = load(x, SLOT_CA, "ca", test_root, 579);
    assert_ptr_equal(fixture_ask(x, "store.ca.load").at[0], &cell->load);
    assert_ptr_equal(fixture_ask(x, "store.ca.declared").at[0], &cell->load);
    assert_ptr_equal(fixture_ask(x, "store.ca.payload").at[0], &cell->payload);
    assert_ptr_equal(fixture_ask(x, "store.ca.subject_cn").at[0], &cell->payload);
    assert_ptr_equal(fixture_ask(x, "store.ca.present").at[0], &cell->at);
}

static void three_clocks_give_three_answers(void **state)
{
    static const struct field_row rows[] = {
        {"store.ca.expired_at_trace", "yes"},  {"store.ca.expired_at_module", "no"},
        {"store.ca.expired_today", "no"},      {"store.ca.not_yet_at_trace", "no"},
        {"store.ca.not_yet_at_module", "yes"},
    };
    struct fixture *x = (struct fixture *)*state;
    load(x, SLOT_CA, "ca", test_root, 579);
    x->session.clock.trace_time = time_parse(SLICE("2126-10-31"));
    x->session.clock.module_time = time_parse(SLICE("1970-01-01"));
    x->session.clock.now = time_parse(SLICE("2027-01-01"));
    assert_fields(x, rows);
}

static void own_certificate_and_key_are_related(void **state)
{
    static const struct field_row rows[] = {
        {"store.cert.issued_by_ca", "yes"}, {"store.key.matches_cert", "yes"},
        {"store.cert.subject_cn", "dev"},   {"store.cert.key_id", ""},
        {"store.cert.version", "1"},        {"store.key.what", "private key"},
        {"store.key.key_form", "sec1"},     {"store.key.subject", "?"},
        {"store.key.self_issued", "?"},     {"store.key.client_auth", "?"},
        {"store.key.not_after", "?"},       {"store.key.length_fits", "no"},
    };
    struct fixture *x = (struct fixture *)*state;
    load(x, SLOT_CA, "ca", test_root, 579);
    load(x, SLOT_CERT, "cert", test_certificate, 424);
    assert_field(x, "store.key.matches_cert", "?");
    load(x, SLOT_KEY, "key", test_key, 1);
    assert_fields(x, rows);
    load(x, SLOT_CERT, "cert", test_root, 579);
    assert_field(x, "store.key.matches_cert", "no");
}

static void a_cut_certificate_tells_what_is_left(void **state)
{
    static const struct field_row rows[] = {
        {"store.ca.damaged", "yes"},          {"store.ca.truncated", "yes"},
        {"store.ca.subject_cn", "Test Root"}, {"store.ca.client_auth", "?"},
        {"store.ca.not_after", "2126-10-30"}, {"store.ca.key_id", "?"},
    };
    struct fixture *x = (struct fixture *)*state;
    char half[260];
    memcpy(half, test_root, sizeof half - 1);
    half[sizeof half - 1] = '\0';
    load(x, SLOT_CA, "ca", half, 579);
    assert_fields(x, rows);
    assert_true(fixture_ask(x, "store.ca.oddities").text.n > 0);
}

/* Microsoft IT TLS CA 1, issued by the Baltimore root. */
static void an_identifier_alone_names_its_authority(void **state)
{
    static const struct field_row rows[] = {
        {"store.ca.authority", "Microsoft IT TLS CA 1"},
        {"store.ca.authority_is_root", "no"},
        {"store.ca.issuer_authority", "Baltimore CyberTrust Root"},
        {"store.ca.issuer_der_length", "891"},
        {"store.ca.issuer_pem_lf", "1261"},
        {"store.ca.issuer_not_after", "2025-05-12"},
        {"store.id.printed", "58:88:9F:D6:DC:9C:48:22:B7:14:3E:FF:84:88:E8:E6:85:FF:FA:7D"},
        {"store.id.value", "E5:9D:59:30:82:47:58:CC:AC:FA:08:54:36:86:7B:3A:B5:04:4D:F0"},
        {"store.id.hex", "e59d5930824758ccacfa085436867b3ab5044df0"},
        {"store.id.authority", "Baltimore CyberTrust Root"},
        {"store.id.equals_ca", "no"},
        {"store.id.equals_ca_issuer", "?"},
        {"store.id.bytes", "20"},
        {"store.id.is_text", "no"},
        {"store.ca.length_candidates", "?"},
    };
    struct fixture *x = (struct fixture *)*state;
    struct store_cell *ca = &x->session.store[SLOT_CA];
    struct store_cell *id = &x->session.store[SLOT_ID];
    assert_true(x509_id_parse(SLICE("58889fd6dc9c4822b7143eff8488e8e685fffa7d"), &ca->id));
    ca->id_at = fixture_mark(x, SLICE("AT-S.SubjectKeyId:58:88"));
    assert_true(x509_id_parse(SLICE("e59d5930824758ccacfa085436867b3ab5044df0"), &id->id));
    id->id_at = fixture_mark(x, SLICE("<e5 9d>"));
    id->payload_seen = true;
    id->seen = 20;
    assert_fields(x, rows);
    assert_true(fixture_ask(x, "store.ca.issuer_authority").concluded);
    assert_true(fixture_ask(x, "store.ca.issuer_current").known);
}

static void the_identifier_is_held_against_the_loaded_root(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    struct store_cell *id = &x->session.store[SLOT_ID];
    load(x, SLOT_CA, "ca", test_root, 579);
    assert_true(x509_id_parse(SLICE("96e055fdd550e193591d3dd214aa69200ced76ef"), &id->id));
    assert_field(x, "store.id.equals_ca", "yes");
    assert_field(x, "store.id.equals_ca_issuer", "yes");
    id->id.bytes[0] ^= 1;
    assert_field(x, "store.id.equals_ca", "no");
}

static void a_declared_length_names_roots(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    struct store_cell *ca = &x->session.store[SLOT_CA];
    ca->has_declared = true;
    ca->declared = 891; /* Baltimore CyberTrust Root in DER */
    struct value n = fixture_ask(x, "store.ca.length_candidates");
    assert_true(n.known && n.i >= 1);
    struct value names = fixture_ask(x, "store.ca.length_names");
    assert_true(names.known && names.text.n > 0);
    ca->declared = UINT64_MAX;
    assert_field(x, "store.ca.length_candidates", "0");
}

static void the_store_as_a_whole_is_told(void **state)
{
    static const struct field_row rows[] = {
        {"store.cleaned", "yes"},       {"store.listed", "yes"},
        {"store.cert.present", "no"},   {"store.cert.learned", "cleaned"},
        {"store.key.present", "yes"},   {"store.key.learned", "inferred"},
        {"store.domain.name", "a.net"}, {"store.domain.matches_host", "yes"},
        {"store.domain.place", "file"},
    };
    struct fixture *x = (struct fixture *)*state;
    struct store_cell *store = x->session.store;
    x->session.store_cleaned_at = fixture_mark(x, SLICE("AT-S.Clean"));
    x->session.store_listed = true;
    store[SLOT_CERT].present = TRI_NO;
    store[SLOT_CERT].learned = LEARNED_CLEANED;
    store[SLOT_KEY].present = TRI_YES;
    store[SLOT_KEY].learned = LEARNED_INFERRED;
    store[SLOT_DOMAIN].domain = SLICE("a.net");
    store[SLOT_DOMAIN].place = PLACE_FILE;
    x->attempt.host = SLICE("A.NET");
    assert_fields(x, rows);
    assert_true(fixture_ask(x, "store.key.present").concluded);
    x->attempt.host = SLICE("***.NET");
    assert_field(x, "store.domain.matches_host", "?");
}

static void mention(struct fixture *x, const char *name)
{
    struct text_fact *t = (struct text_fact *)array_push(&x->session.file_names);
    assert_non_null(t);
    t->text = slice_cstr(name);
    t->at = fixture_mark(x, t->text);
}

static void files_are_known_by_their_names(void **state)
{
    static const struct field_row rows[] = {
        {"files.ca_name", "e59d5930824758ccacfa085436867b3ab5044df0.ca"},
        {"files.ca_name_is_key_id", "yes"},
        {"files.tls_cert", "yes"},
        {"files.tls_key", "?"},
    };
    struct fixture *x = (struct fixture *)*state;
    fixture_dialect(x, "spwf04");
    mention(x, "2:/root.ca");
    assert_field(x, "files.ca_name", "root.ca");
    assert_field(x, "files.ca_name_is_key_id", "no");
    mention(x, "D:e59d5930824758ccacfa085436867b3ab5044df0.ca");
    mention(x, "TLS.CERT");
    mention(x, "index.html");
    assert_fields(x, rows);
    fixture_happens(x, &x->session.trace, M_FILE_ENTRY, "AT-S.File: 9 index.html", -1);
    assert_field(x, "files.tls_key", "no");
}

static void objects_have_the_same_facts(void **state)
{
    static const struct field_row rows[] = {
        {"object.what", "certificate"}, {"object.self_signed", "yes"},
        {"object.loaded", "yes"},       {"object.slot", "cert"},
        {"object.declared", "386"},     {"object.length_fits", "der"},
        {"object.seen", "579"},         {"object.exact", "yes"},
        {"object.authority", ""},       {"object.issuer_authority", "?"},
        {"object.key_bits", "256"},
    };
    struct fixture *x = (struct fixture *)*state;
    struct seen_object *o = &x->object;
    assert_int_equal(x509_read(slice_cstr(test_root), &x->scratch, &o->facts, &o->odd), SPW_OK);
    o->at = fixture_mark(x, slice_cstr(test_root));
    o->load = fixture_mark(x, SLICE("AT+S.TLSCERT=cert,386"));
    o->loaded = true;
    o->slot = SLOT_CERT;
    o->has_declared = true;
    o->declared = 386;
    o->seen = 579;
    o->exact = true;
    o->blocks = 1;
    fixture_settle(x, SETTLE_OBJECT);
    assert_fields(x, rows);
}

/* "store.ca.what" -> "<prefix>what" */
static const char *renamed(struct fixture *x, struct slice field, const char *prefix)
{
    struct buf b;
    buf_init(&b, 200);
    buf_cstr(&b, prefix);
    buf_put(&b, slice_from(field, SLICE("store.ca.").n));
    struct slice copy = arena_copy(&x->scratch, buf_slice(&b));
    buf_dispose(&b);
    return (const char *)copy.p;
}

/* Whatever a slot holds, all slots that have a field of the name tell the same. */
static void every_slot_has_the_same_fields(void **state)
{
    static const struct {
        const char *prefix;
        enum store_slot slot;
        size_t fields;
    } rows[] = {{"store.cert.", SLOT_CERT, 59},
                {"store.key.", SLOT_KEY, 59},
                {"store.id.", SLOT_ID, 12},
                {"store.domain.", SLOT_DOMAIN, 11}};
    struct fixture *x = (struct fixture *)*state;
    struct store_cell *ca = load(x, SLOT_CA, "ca", test_root, 386);
    x->session.clock.trace_time = x->session.clock.now = time_parse(SLICE("2126-10-31"));
    x->session.clock.module_time = 0;
    for (size_t r = 0; r < SPW_COUNT(rows); r++) {
        size_t found = 0;
        x->session.store[rows[r].slot] = *ca;
        for (size_t i = 0; i < field_count(); i++) {
            const struct field *f = field_at(i);
            const char *name = renamed(x, f->name, rows[r].prefix);
            if (slice_starts(f->name, SLICE("store.ca.")) && field_find(slice_cstr(name)) != NULL) {
                found++;
                assert_field(x, name, fixture_show(x, field_get(f, &x->context)));
            }
        }
        assert_int_equal(found, rows[r].fields);
    }
}

static void an_object_has_the_fields_of_a_slot(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    struct store_cell *ca = load(x, SLOT_CA, "ca", test_root, 386);
    struct seen_object *o = &x->object;
    size_t found = 0;
    o->facts = ca->facts;
    o->odd = ca->odd;
    o->blocks = ca->blocks;
    o->has_declared = true;
    o->declared = ca->declared;
    o->seen = ca->seen;
    o->exact = ca->payload_exact;
    x->session.clock.trace_time = x->session.clock.now = time_parse(SLICE("2126-10-31"));
    fixture_settle(x, SETTLE_OBJECT);
    for (size_t i = 0; i < field_count(); i++) {
        const struct field *f = field_at(i);
        const char *name = renamed(x, f->name, "object.");
        if (slice_starts(f->name, SLICE("store.ca.")) && field_find(slice_cstr(name)) != NULL) {
            found++;
            assert_field(x, name, fixture_show(x, field_get(f, &x->context)));
        }
    }
    assert_int_equal(found, 54); /* the facts, the authority, and what was declared and seen */
}

/* Of a CA issued by a known root, whose own bytes are in the trace. */
static void the_issuer_is_found_by_identifier_or_by_name(void **state)
{
    struct fixture *x = (struct fixture *)*state;
    struct store_cell *ca = load(x, SLOT_CA, "ca", test_certificate, 424);
    assert_field(x, "store.ca.issuer_authority", "");
    ca->facts.issuer_cn = SLICE("Baltimore CyberTrust Root");
    assert_field(x, "store.ca.issuer_authority", "Baltimore CyberTrust Root");
    assert_true(fixture_ask(x, "store.ca.issuer_authority").concluded);
    assert_true(x509_id_parse(SLICE("4e2254201895e6e36ee60ffafab912ed06178f39"),
                              &ca->facts.authority_key_id));
    assert_field(x, "store.ca.issuer_authority", "DigiCert Global Root G2");
    assert_field(x, "store.ca.issuer_current", "yes");
    assert_false(fixture_ask(x, "store.ca.issuer_authority").concluded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(a_loaded_root_is_told_in_full),
        FIXTURE_TEST(places_are_the_load_and_the_payload),
        FIXTURE_TEST(three_clocks_give_three_answers),
        FIXTURE_TEST(own_certificate_and_key_are_related),
        FIXTURE_TEST(a_cut_certificate_tells_what_is_left),
        FIXTURE_TEST(an_identifier_alone_names_its_authority),
        FIXTURE_TEST(the_identifier_is_held_against_the_loaded_root),
        FIXTURE_TEST(a_declared_length_names_roots),
        FIXTURE_TEST(the_store_as_a_whole_is_told),
        FIXTURE_TEST(files_are_known_by_their_names),
        FIXTURE_TEST(objects_have_the_same_facts),
        FIXTURE_TEST(every_slot_has_the_same_fields),
        FIXTURE_TEST(an_object_has_the_fields_of_a_slot),
        FIXTURE_TEST(the_issuer_is_found_by_identifier_or_by_name),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
