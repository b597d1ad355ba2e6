/* Distinguished names as text, compared with what libcrypto writes. */
#include <openssl/asn1.h>

#include "make.h"
#include "oracle.h"
#include "support/spw_test.h"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 4 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_dispose(&arena);
    return 0;
}

static struct x509_facts read_bytes(struct slice bytes, unsigned *odd)
{
    struct x509_facts facts;
    assert_int_equal(x509_read(bytes, &arena, &facts, odd), SPW_OK);
    return facts;
}

static void names_are_written_as_libcrypto_writes_them(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "C=US/ST=Washington/L=Redmond/O=Works/OU=Unit/CN=device",
        "CN=a, b + c \"d\" \\ <e>; f",
        "CN= blanks around ",
        "CN=#hash",
        "CN=\xc3\x84rger \xe2\x82\xac \xf0\x9f\x94\x91",
        "DC=example/DC=com/UID=x/emailAddress=a@b.example/serialNumber=1",
        "SN=s/GN=g/initials=i/generationQualifier=III/dnQualifier=q/pseudonym=p/title=t",
        "street=s/postalCode=1/postalAddress=pa/telephoneNumber=+43/description=d/name=n",
        "businessCategory=b/jurisdictionL=l/jurisdictionST=st/jurisdictionC=AT",
        "organizationIdentifier=VATAT-1/unstructuredName=u/1.2.3.4.5=odd",
        "CN=first/CN=second/OU=one/OU=two",
        "C=AT",
    };
    EVP_PKEY *key = make_key(MAKE_P256);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        X509 *certificate = make_simple(rows[i], key, false);
        (void)oracle_check(certificate, &arena, rows[i]);
        X509_free(certificate);
        arena_reset(&arena);
    }
    EVP_PKEY_free(key);
}

/* One attribute of each string type; two in one set. */
static void names_of_every_string_type_are_written_in_utf8(void **state)
{
    (void)state;
    static const struct {
        int type;
        struct slice bytes;
    } rows[] = {
        {V_ASN1_UTF8STRING, SLICE_INIT("\xc3\xa4\xf0\x9f\x94\x91")},
        {V_ASN1_PRINTABLESTRING, SLICE_INIT("plain")},
        {V_ASN1_T61STRING, SLICE_INIT("\xe4,x")},
        {V_ASN1_BMPSTRING, SLICE_INIT("\x00\xe4\x20\xac\x00+")},
        {V_ASN1_UNIVERSALSTRING, SLICE_INIT("\x00\x00\x00\xe4\x00\x01\xf5\x11")},
    };
    EVP_PKEY *key = make_key(MAKE_P256);
    X509 *certificate = make_simple("CN=start", key, false);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        for (int set = -1; set <= 0; set++) {
            assert_int_equal(X509_NAME_add_entry_by_NID(
                                 X509_get_subject_name(certificate), NID_commonName, rows[i].type,
                                 rows[i].bytes.p, (int)rows[i].bytes.n, -1, set),
                             1);
        }
        assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);
        (void)oracle_check(certificate, &arena, "string types");
        arena_reset(&arena);
    }
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static void a_name_of_very_many_attributes_ends_in_dots(void **state)
{
    (void)state;
    EVP_PKEY *key = make_key(MAKE_P256);
    X509 *certificate = make_simple("CN=start", key, false);
    unsigned odd = 0;
    for (int i = 0; i < 100; i++) {
        assert_int_equal(X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate),
                                                    NID_commonName, V_ASN1_UTF8STRING,
                                                    (const unsigned char *)"x", 1, -1, 0),
                         1);
    }
    assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);
    const struct made der = make_der(certificate);
    const struct x509_facts facts = read_bytes(made_slice(&der), &odd);
    assert_int_equal(odd, 0);
    assert_true(slice_ends(facts.subject, SLICE("CN=start, ...")));
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static void without_common_name_the_unit_or_the_organisation_is_the_title(void **state)
{
    (void)state;
    static const struct {
        const char *subject, *title;
    } rows[] = {
        {"C=AT/O=Works/OU=first/OU=second", "first"},
        {"C=AT/O=Works", "Works"},
        {"C=AT", ""},
        {"CN=general/CN=special", "special"},
    };
    EVP_PKEY *key = make_key(MAKE_P256);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].subject);
        unsigned odd = 0;
        X509 *certificate = make_simple(rows[i].subject, key, false);
        const struct made der = make_der(certificate);
        const struct x509_facts facts = read_bytes(made_slice(&der), &odd);
        assert_slice_row(facts.subject_cn, slice_cstr(rows[i].title));
        assert_slice_row(facts.issuer_cn, slice_cstr(rows[i].title));
        X509_free(certificate);
    }
    EVP_PKEY_free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(names_are_written_as_libcrypto_writes_them),
        SPW_TEST(names_of_every_string_type_are_written_in_utf8),
        SPW_TEST(a_name_of_very_many_attributes_ends_in_dots),
        SPW_TEST(without_common_name_the_unit_or_the_organisation_is_the_title),
    };
    return cmocka_run_group_tests_name("x509/name", tests, set_up, tear_down);
}
