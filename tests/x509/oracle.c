#include "oracle.h"

#include <string.h>

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "make.h"
#include "support/spw_test.h"

enum { TEXT_MAX = 16384 };

static void compare_name(const X509_NAME *name, struct slice got, const char *spw_row)
{
    char text[TEXT_MAX];
    BIO *bio = BIO_new(BIO_s_mem());
    (void)X509_NAME_print_ex(bio, name, 0,
                             XN_FLAG_SEP_CPLUS_SPC | XN_FLAG_DN_REV | XN_FLAG_FN_SN |
                                 ASN1_STRFLGS_ESC_2253 | ASN1_STRFLGS_UTF8_CONVERT);
    const int n = BIO_read(bio, text, sizeof text);
    assert_slice_row(got, slice_of(text, n < 0 ? 0 : (size_t)n));
    BIO_free(bio);
}

static void compare_common_name(const X509_NAME *name, struct slice got, const char *spw_row)
{
    int last = -1;
    for (int i = -1; (i = X509_NAME_get_index_by_NID(name, NID_commonName, i)) >= 0;) {
        last = i;
    }
    if (last >= 0) {
        unsigned char *text = NULL;
        const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, last);
        const int n = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry));
        assert_true(n >= 0);
        assert_slice_row(got, slice_of(text, (size_t)n));
        OPENSSL_free(text);
    }
}

static int64_t seconds(const ASN1_TIME *time)
{
    int days = 0;
    int rest = 0;
    ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
    assert_int_equal(ASN1_TIME_diff(&days, &rest, epoch, time), 1);
    ASN1_TIME_free(epoch);
    return (int64_t)days * 86400 + rest;
}

static void compare_id(const ASN1_OCTET_STRING *id, const struct x509_id *got, const char *spw_row)
{
    struct slice want = slice_of(NULL, 0);
    if (id != NULL && ASN1_STRING_length(id) <= X509_ID_MAX) {
        want = slice_of(ASN1_STRING_get0_data(id), (size_t)ASN1_STRING_length(id));
    }
    assert_slice_row(slice_of(got->bytes, got->n), want);
}

static void compare_serial(X509 *x, struct slice got, const char *spw_row)
{
    BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x), NULL);
    char *text = BN_bn2hex(number);
    const char *want = strcmp(text, "0") == 0 ? "00" : text;
    assert_true(slice_eq_nocase(got, slice_cstr(want)));
    assert_non_null(spw_row);
    OPENSSL_free(text);
    BN_free(number);
}

static void compare_digests(X509 *x, const struct x509_facts *facts, const char *spw_row)
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    assert_int_equal(X509_pubkey_digest(x, EVP_sha1(), sum, &n), 1);
    assert_slice_row(slice_of(facts->key_sha1.bytes, facts->key_sha1.n), slice_of(sum, n));
    assert_int_equal(X509_digest(x, EVP_sha256(), sum, &n), 1);
    assert_slice_row(slice_of(facts->sha256.bytes, facts->sha256.n), slice_of(sum, n));
    unsigned char *spki = NULL;
    const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x), &spki);
    assert_true(length > 0);
    assert_int_equal(EVP_Digest(spki, (size_t)length, sum, &n, EVP_sha256(), NULL), 1);
    assert_slice_row(slice_of(facts->spki_sha256.bytes, facts->spki_sha256.n), slice_of(sum, n));
    OPENSSL_free(spki);
}

static void compare_key(X509 *x, const struct x509_facts *facts, const char *spw_row)
{
    EVP_PKEY *key = X509_get0_pubkey(x);
    assert_non_null(key);
    char group[64] = "";
    size_t n = 0;
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
        assert_number_row(facts->key_type, X509_KEY_RSA);
        break;
    case EVP_PKEY_EC:
        assert_number_row(facts->key_type, X509_KEY_EC);
        assert_int_equal(EVP_PKEY_get_group_name(key, group, sizeof group, &n), 1);
        assert_slice_row(facts->curve, slice_of(group, n));
        break;
    case EVP_PKEY_ED25519:
        assert_number_row(facts->key_type, X509_KEY_ED25519);
        assert_number_row(facts->key_bits, 256);
        return; /* libcrypto counts 253 */
    default:
        fail();
    }
    assert_number_row(facts->key_bits, EVP_PKEY_get_bits(key));
}

static void compare_usage(X509 *x, const struct x509_facts *facts, const char *spw_row)
{
    const uint32_t flags = X509_get_extension_flags(x);
    const uint32_t usage = X509_get_extended_key_usage(x); /* all ones when absent */
    enum tri ca = (flags & EXFLAG_CA) != 0 ? TRI_YES : TRI_NO;
    if (facts->version == 1) {
        ca = TRI_UNKNOWN;
    }
    assert_number_row(facts->ca, ca);
    assert_number_row(facts->path_length, X509_get_pathlen(x));
    assert_number_row(facts->has_key_usage, (flags & EXFLAG_KUSAGE) != 0);
    if (facts->has_key_usage) {
        assert_number_row(facts->key_cert_sign, (X509_get_key_usage(x) & KU_KEY_CERT_SIGN) != 0);
    }
    assert_number_row(facts->server_auth, (usage & (XKU_SSL_SERVER | XKU_ANYEKU)) != 0);
    assert_number_row(facts->client_auth, (usage & (XKU_SSL_CLIENT | XKU_ANYEKU)) != 0);
}

static void compare_alt_names(X509 *x, const struct x509_facts *facts, const char *spw_row)
{
    struct buf want;
    buf_init(&want, TEXT_MAX);
    GENERAL_NAMES *names = X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);
    for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
        int type = 0;
        const ASN1_STRING *value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names, i), &type);
        const struct slice bytes =
            type == GEN_DNS || type == GEN_IPADD
                ? slice_of(ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value))
                : slice_of(NULL, 0);
        if (type == GEN_DNS || (type == GEN_IPADD && bytes.n == 4)) {
            buf_cstr(&want, want.n == 0 ? "" : ", ");
        }
        if (type == GEN_DNS) {
            buf_put(&want, bytes);
        } else if (type == GEN_IPADD && bytes.n == 4) {
            buf_printf(&want, "%d.%d.%d.%d", bytes.p[0], bytes.p[1], bytes.p[2], bytes.p[3]);
        }
    }
    GENERAL_NAMES_free(names);
    assert_slice_row(facts->dns_names, buf_slice(&want));
    buf_dispose(&want);
}

static void compare_signature(X509 *x, const struct x509_facts *facts, const char *spw_row)
{
    const bool self = X509_NAME_cmp(X509_get_subject_name(x), X509_get_issuer_name(x)) == 0;
    assert_slice_row(facts->signature, slice_cstr(OBJ_nid2ln(X509_get_signature_nid(x))));
    assert_number_row(facts->self_issued, self);
    if (facts->self_signed != TRI_UNKNOWN) {
        const bool own = self && X509_verify(x, X509_get0_pubkey(x)) == 1;
        assert_number_row(facts->self_signed, tri_of(own));
    }
}

void oracle_compare(X509 *certificate, const struct x509_facts *facts, const char *spw_row)
{
    assert_true(facts->what == X509_CERTIFICATE || facts->what == X509_TRUSTED_CERTIFICATE);
    assert_number_row(facts->version, X509_get_version(certificate) + 1);
    compare_name(X509_get_subject_name(certificate), facts->subject, spw_row);
    compare_name(X509_get_issuer_name(certificate), facts->issuer, spw_row);
    compare_common_name(X509_get_subject_name(certificate), facts->subject_cn, spw_row);
    compare_common_name(X509_get_issuer_name(certificate), facts->issuer_cn, spw_row);
    compare_serial(certificate, facts->serial, spw_row);
    assert_number_row(facts->not_before, seconds(X509_get0_notBefore(certificate)));
    assert_number_row(facts->not_after, seconds(X509_get0_notAfter(certificate)));
    compare_id(X509_get0_subject_key_id(certificate), &facts->subject_key_id, spw_row);
    compare_id(X509_get0_authority_key_id(certificate), &facts->authority_key_id, spw_row);
    compare_digests(certificate, facts, spw_row);
    compare_key(certificate, facts, spw_row);
    compare_usage(certificate, facts, spw_row);
    compare_alt_names(certificate, facts, spw_row);
    compare_signature(certificate, facts, spw_row);
}

struct x509_facts oracle_check(X509 *certificate, struct arena *arena, const char *spw_row)
{
    unsigned odd = 0;
    const struct made der = make_der(certificate);
    const struct made pem = make_pem(certificate);
    const unsigned char *p = der.bytes;
    X509 *again = d2i_X509(NULL, &p, (long)der.n); /* encoding put the members of sets in order */
    assert_non_null(again);
    struct x509_facts facts;
    assert_int_equal(x509_read(made_slice(&der), arena, &facts, &odd), SPW_OK);
    assert_number_row(odd, 0);
    oracle_compare(again, &facts, spw_row);
    assert_number_row(facts.label.n, 0);
    assert_int_equal(x509_read(made_slice(&pem), arena, &facts, &odd), SPW_OK);
    assert_number_row(odd, 0);
    oracle_compare(again, &facts, spw_row);
    X509_free(again);
    assert_slice_row(facts.label, SLICE("CERTIFICATE"));
    const struct x509_lengths lengths = x509_lengths_of(&facts);
    assert_number_row(lengths.der, der.n);
    assert_number_row(lengths.pem_lf, pem.n);
    return facts;
}
