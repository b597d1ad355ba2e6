/* Certificates as people posted them. */
#include "base/stamp.h"
#include "make.h"
#include "support/spw_test.h"
#include "x509/certificate.h"

#ifndef SPW_TRACES_DIR
#define SPW_TRACES_DIR "traces"
#endif

struct posted {
    struct arena arena;
    struct x509_facts facts;
    unsigned odd;
};

static void read_trace(struct posted *p, const char *path)
{
    const struct made file = make_file(path);
    if (file.n == 0) {
        skip();
    }
    arena_init(&p->arena, 1 << 20);
    assert_int_equal(x509_read(made_slice(&file), &p->arena, &p->facts, &p->odd), SPW_OK);
}

static void read_intermediate(struct posted *p)
{
    read_trace(p, SPW_TRACES_DIR "/001-azure-intermediate-loaded-as-root/trace.txt");
}

static void read_root(struct posted *p)
{
    read_trace(p, SPW_TRACES_DIR "/004-azure-websocket-path-success/trace-with-ca-file.txt");
}

static void assert_id(const struct x509_id *id, const char *text)
{
    struct x509_id want;
    assert_true(x509_id_parse(slice_cstr(text), &want));
    assert_slice(slice_of(id->bytes, id->n), slice_of(want.bytes, want.n));
}

static void assert_day(int64_t time, int year, int month, int day)
{
    const struct civil c = time_to_civil(time);
    assert_int_equal(c.year, year);
    assert_int_equal(c.month, month);
    assert_int_equal(c.day, day);
}

static void assert_lengths(const struct x509_facts *facts, size_t der, size_t lf, size_t crlf)
{
    const struct x509_lengths lengths = x509_lengths_of(facts);
    assert_int_equal(facts->der_length, der);
    assert_int_equal(lengths.der, der);
    assert_int_equal(lengths.pem_lf, lf);
    assert_int_equal(lengths.pem_crlf, crlf);
}

static void the_intermediate_that_was_loaded_as_root_is_recognised(void **state)
{
    (void)state;
    struct posted p;
    read_intermediate(&p);
    const struct x509_facts *f = &p.facts;
    assert_int_equal(f->what, X509_CERTIFICATE);
    assert_int_equal(p.odd, X509_ODD_BLANK_LINES | X509_ODD_TEXT_BEFORE | X509_ODD_TEXT_AFTER);
    assert_slice(f->subject_cn, SLICE("Microsoft IT TLS CA 1"));
    assert_slice(f->issuer_cn, SLICE("Baltimore CyberTrust Root"));
    assert_slice(f->subject,
                 SLICE("CN=Microsoft IT TLS CA 1, OU=Microsoft IT, O=Microsoft Corporation, "
                       "L=Redmond, ST=Washington, C=US"));
    assert_slice(f->issuer,
                 SLICE("CN=Baltimore CyberTrust Root, OU=CyberTrust, O=Baltimore, C=IE"));
    assert_slice(f->serial, SLICE("08b87a501bbe9cda2d164d3e3951bf55"));
    assert_id(&f->subject_key_id, "58:88:9F:D6:DC:9C:48:22:B7:14:3E:FF:84:88:E8:E6:85:FF:FA:7D");
    assert_id(&f->authority_key_id, "E5:9D:59:30:82:47:58:CC:AC:FA:08:54:36:86:7B:3A:B5:04:4D:F0");
    assert_slice(f->signature, SLICE("sha256WithRSAEncryption"));
    assert_int_equal(f->key_type, X509_KEY_RSA);
    assert_int_equal(f->key_bits, 4096);
    assert_int_equal(f->ca, TRI_YES);
    assert_int_equal(f->path_length, 0);
    assert_int_equal(f->self_signed, TRI_NO);
    assert_true(f->has_key_usage && f->key_cert_sign && f->server_auth && f->client_auth);
    assert_day(f->not_before, 2016, 5, 20);
    assert_day(f->not_after, 2024, 5, 20);
    assert_lengths(f, 1464, 2037, 2070);
    arena_dispose(&p.arena);
}

static void the_root_in_quote_marks_is_self_signed(void **state)
{
    (void)state;
    struct posted p;
    read_root(&p);
    const struct x509_facts *f = &p.facts;
    assert_int_equal(f->what, X509_CERTIFICATE);
    assert_int_equal(p.odd, X509_ODD_BLANK_LINES | X509_ODD_QUOTED | X509_ODD_TEXT_AFTER);
    assert_slice(f->subject_cn, SLICE("Baltimore CyberTrust Root"));
    assert_true(f->self_issued);
    assert_int_equal(f->self_signed, TRI_YES);
    assert_id(&f->subject_key_id, "e59d5930824758ccacfa085436867b3ab5044df0");
    assert_id(&f->key_sha1, "e59d5930824758ccacfa085436867b3ab5044df0");
    assert_int_equal(f->authority_key_id.n, 0);
    assert_int_equal(f->key_bits, 2048);
    assert_true(f->signature_sha1);
    assert_int_equal(f->path_length, 3);
    assert_day(f->not_after, 2025, 5, 12);
    assert_lengths(f, 891, 1261, 1282);
    arena_dispose(&p.arena);
}

static void the_one_signed_the_other_and_not_the_reverse(void **state)
{
    (void)state;
    struct posted root;
    struct posted intermediate;
    read_root(&root);
    read_intermediate(&intermediate);
    assert_int_equal(x509_issued(&root.facts, &intermediate.facts), TRI_YES);
    assert_int_equal(x509_issued(&intermediate.facts, &root.facts), TRI_NO);
    assert_int_equal(x509_issued(&root.facts, &root.facts), TRI_YES);
    assert_int_equal(x509_issued(&intermediate.facts, &intermediate.facts), TRI_NO);
    arena_dispose(&root.arena);
    arena_dispose(&intermediate.arena);
}

/* Of 934 bytes the first 379 or 590 are there. */
static void a_cut_certificate_still_tells_what_stands_in_front_of_the_cut(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        unsigned odd;
    } rows[] = {
        {SPW_TRACES_DIR "/010-spwf01-unable-to-load-ca/trace.txt",
         X509_ODD_BLANK_LINES | X509_ODD_TEXT_BEFORE | X509_ODD_NO_TRAILER | X509_ODD_TRUNCATED},
        {SPW_TRACES_DIR "/010-spwf01-unable-to-load-ca/trace-joined.txt",
         X509_ODD_ONE_LINE | X509_ODD_TEXT_BEFORE | X509_ODD_NO_TRAILER | X509_ODD_TRUNCATED},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].path);
        struct posted p;
        read_trace(&p, rows[i].path);
        const struct x509_facts *f = &p.facts;
        assert_number_row(f->what, X509_CERTIFICATE);
        assert_number_row(p.odd, rows[i].odd);
        assert_slice_row(f->subject, SLICE("CN=CA domain, OU=R&D, O=AGRP, L=Voecklabruck, "
                                           "ST=Uperaustria, C=AT"));
        assert_slice_row(f->issuer, f->subject);
        assert_number_row(f->self_issued, true);
        assert_number_row(f->self_signed, TRI_UNKNOWN);
        assert_number_row(f->key_type, X509_KEY_RSA);
        assert_number_row(f->key_bits, 2048);
        assert_number_row(f->ca, TRI_UNKNOWN);
        assert_number_row(f->sha256.n, 0);
        assert_day(f->not_before, 2015, 7, 23);
        assert_day(f->not_after, 2033, 5, 9);
        assert_lengths(f, 934, 1322, 1344);
        assert_true(f->der.n < f->der_length);
        assert_number_row(x509_issued(f, f), TRI_UNKNOWN);
        arena_dispose(&p.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(the_intermediate_that_was_loaded_as_root_is_recognised),
        SPW_TEST(the_root_in_quote_marks_is_self_signed),
        SPW_TEST(the_one_signed_the_other_and_not_the_reverse),
        SPW_TEST(a_cut_certificate_still_tells_what_stands_in_front_of_the_cut),
    };
    return cmocka_run_group_tests_name("x509/corpus", tests, NULL, NULL);
}
