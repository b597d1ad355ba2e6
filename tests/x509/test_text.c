/* Identifiers, words and lengths: what needs no certificate. */
#include "support/spw_test.h"
#include "x509/certificate.h"

static void identifiers_are_read_in_every_notation(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
        bool good;
    } rows[] = {
        {"plain, lower case", "e59d593082475 8ccacfa085436867b3ab5044df0", false},
        {"lower case", "e59d5930824758ccacfa085436867b3ab5044df0", true},
        {"upper case", "E59D5930824758CCACFA085436867B3AB5044DF0", true},
        {"colons", "E5:9D:59:30:82:47:58:CC:AC:FA:08:54:36:86:7B:3A:B5:04:4D:F0", true},
        {"blanks", "e5 9d 59 30 82 47 58 cc ac fa 08 54 36 86 7b 3a b5 04 4d f0", true},
        {"blanks and line end around", "  e59d5930824758ccacfa085436867b3ab5044df0\r\n", true},
        {"one digit less", "e59d5930824758ccacfa085436867b3ab5044df", false},
        {"one byte less", "e59d5930824758ccacfa085436867b3ab5044d", false},
        {"one byte more", "e59d5930824758ccacfa085436867b3ab5044df0f0", false},
        {"a letter that is no digit", "g59d5930824758ccacfa085436867b3ab5044df0", false},
        {"nothing", "", false},
        {"only separators", ":: ::", false},
    };
    struct arena arena;
    arena_init(&arena, 4096);
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct x509_id id = {{0}, 0};
        assert_number_row(x509_id_parse(slice_cstr(rows[i].text), &id), rows[i].good);
        assert_number_row(id.n, rows[i].good ? 20 : 0);
        if (rows[i].good) {
            assert_slice_row(x509_id_text(&id, &arena),
                             SLICE("E5:9D:59:30:82:47:58:CC:AC:FA:08:54:36:86:7B:3A:B5:04:4D:F0"));
            assert_slice_row(x509_id_hex(&id, &arena),
                             SLICE("e59d5930824758ccacfa085436867b3ab5044df0"));
        }
    }
    arena_dispose(&arena);
}

static void an_absent_identifier_equals_nothing(void **state)
{
    (void)state;
    const struct x509_id none = {{0}, 0};
    const struct x509_id one = {{1}, 1};
    const struct x509_id two = {{1, 2}, 2};
    assert_false(x509_id_eq(&none, &none));
    assert_false(x509_id_eq(&none, &one));
    assert_false(x509_id_eq(&one, &two));
    assert_true(x509_id_eq(&two, &two));
}

static void every_oddity_and_every_kind_has_a_word_of_its_own(void **state)
{
    (void)state;
    for (unsigned i = 0; i < X509_ODD_BITS; i++) {
        const struct slice text = slice_cstr(x509_oddity_text((enum x509_oddity)(1u << i)));
        assert_true(text.n > 3);
        for (unsigned k = 0; k < i; k++) {
            assert_false(slice_eq(text, slice_cstr(x509_oddity_text((enum x509_oddity)(1u << k)))));
        }
    }
    assert_string_equal(x509_oddity_text(X509_ODD_NONE), "");
    for (int i = X509_NOTHING; i <= X509_DAMAGED; i++) {
        assert_true(slice_cstr(x509_what_text((enum x509_what)i)).n > 3);
    }
}

/* Measured with OpenSSL on files; see also the certificates of the system and of the traces. */
static void lengths_follow_from_kind_and_der_length(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum x509_what what;
        enum x509_key_form form;
        enum x509_key_type type;
        size_t der, lf, crlf;
    } rows[] = {
        {"root of the cloud", X509_CERTIFICATE, X509_FORM_UNKNOWN, X509_KEY_RSA, 891, 1261, 1282},
        {"intermediate", X509_CERTIFICATE, X509_FORM_UNKNOWN, X509_KEY_RSA, 1464, 2037, 2070},
        {"RSA 2048, PKCS#1", X509_PRIVATE_KEY, X509_FORM_PKCS1, X509_KEY_RSA, 1192, 1679, 1706},
        {"RSA 2048, PKCS#8", X509_PRIVATE_KEY, X509_FORM_PKCS8, X509_KEY_RSA, 1218, 1704, 1732},
        {"P-256, SEC1", X509_PRIVATE_KEY, X509_FORM_SEC1, X509_KEY_EC, 121, 227, 232},
        {"P-256, PKCS#8", X509_PRIVATE_KEY, X509_FORM_PKCS8, X509_KEY_EC, 138, 241, 246},
        {"a bundle", X509_PKCS12, X509_FORM_UNKNOWN, X509_KEY_UNKNOWN, 48, 109, 112},
        {"nothing", X509_NOTHING, X509_FORM_UNKNOWN, X509_KEY_UNKNOWN, 0, 0, 0},
        {"damaged", X509_DAMAGED, X509_FORM_UNKNOWN, X509_KEY_UNKNOWN, 100, 0, 0},
        {"absurd", X509_CERTIFICATE, X509_FORM_UNKNOWN, X509_KEY_UNKNOWN, 0xffffffff, 0, 0},
    };
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        const struct x509_facts facts = {.what = rows[i].what,
                                         .key_form = rows[i].form,
                                         .key_type = rows[i].type,
                                         .der_length = rows[i].der};
        const struct x509_lengths lengths = x509_lengths_of(&facts);
        assert_number_row(lengths.pem_lf, rows[i].lf);
        assert_number_row(lengths.pem_crlf, rows[i].crlf);
        assert_number_row(lengths.pem_lf_bare, rows[i].lf == 0 ? 0 : rows[i].lf - 1);
        assert_number_row(lengths.pem_crlf_bare, rows[i].crlf == 0 ? 0 : rows[i].crlf - 2);
        assert_number_row(lengths.der, rows[i].der > X509_DER_MAX ? 0 : rows[i].der);
    }
}

static void a_key_scrambled_by_a_header_has_no_lengths(void **state)
{
    (void)state;
    const struct x509_facts facts = {
        .what = X509_ENCRYPTED_KEY, .key_form = X509_FORM_PKCS1, .der_length = 1200};
    assert_int_equal(x509_lengths_of(&facts).der, 0);
    assert_int_equal(x509_lengths_of(&facts).pem_lf, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(identifiers_are_read_in_every_notation),
        SPW_TEST(an_absent_identifier_equals_nothing),
        SPW_TEST(every_oddity_and_every_kind_has_a_word_of_its_own),
        SPW_TEST(lengths_follow_from_kind_and_der_length),
        SPW_TEST(a_key_scrambled_by_a_header_has_no_lengths),
    };
    return cmocka_run_group_tests_name("x509/text", tests, NULL, NULL);
}
