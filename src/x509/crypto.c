#include "x509/crypto.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

_Static_assert(EVP_MAX_MD_SIZE >= X509_ID_MAX, "SHA-256 fits into an id");

/* Without this, the first use would read openssl.cnf: diagnosis must not depend on the machine. */
static void start(void) { (void)OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL); }

static struct x509_id digest(struct slice bytes, const EVP_MD *type)
{
    struct x509_id id = {{0}, 0};
    uint8_t out[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (EVP_Digest(bytes.p, bytes.n, out, &n, type, NULL) != 1 || n > X509_ID_MAX) {
        return id;
    }
    for (unsigned i = 0; i < n; i++) {
        id.bytes[i] = out[i];
    }
    id.n = n;
    return id;
}

struct x509_id crypto_sha1(struct slice bytes)
{
    start();
    return digest(bytes, EVP_sha1());
}

struct x509_id crypto_sha256(struct slice bytes)
{
    start();
    return digest(bytes, EVP_sha256());
}

static X509 *load(struct slice der)
{
    const unsigned char *p = der.p;
    return der.n == 0 || der.n > X509_DER_MAX ? NULL : d2i_X509(NULL, &p, (long)der.n);
}

/* False for algorithms that libcrypto does not know or was built without (MD2). */
static bool is_available(const X509 *certificate)
{
    int hash = NID_undef;
    int key = NID_undef;
    if (OBJ_find_sigid_algs(X509_get_signature_nid(certificate), &hash, &key) != 1) {
        return false;
    }
    if (hash == NID_undef) { /* Ed25519; or RSASSA-PSS, whose hash stands in its parameters */
        return true;
    }
    EVP_MD *md = EVP_MD_fetch(NULL, OBJ_nid2sn(hash), NULL);
    const bool found = md != NULL;
    EVP_MD_free(md);
    return found;
}

static enum tri verify(X509 *certificate, X509 *issuer)
{
    EVP_PKEY *key = X509_get0_pubkey(issuer);
    if (key == NULL || !is_available(certificate)) {
        return TRI_UNKNOWN;
    }
    /* A malformed signature is told by a negative number: it, too, is none of this key. */
    return tri_of(X509_verify(certificate, key) == 1);
}

enum tri crypto_signed_by(struct slice certificate, struct slice issuer)
{
    start();
    ERR_set_mark();
    enum tri answer = TRI_UNKNOWN;
    X509 *a = load(certificate);
    X509 *b = certificate.p == issuer.p ? a : load(issuer); /* loading costs more than verifying */
    if (a != NULL && b != NULL) {
        answer = verify(a, b);
    }
    X509_free(a == b ? NULL : b);
    X509_free(a);
    ERR_pop_to_mark();
    return answer;
}

enum tri crypto_names_match(struct slice certificate, struct slice issuer)
{
    start();
    ERR_set_mark();
    enum tri answer = TRI_UNKNOWN;
    X509 *a = load(certificate);
    X509 *b = load(issuer);
    if (a != NULL && b != NULL) {
        answer = tri_of(X509_NAME_cmp(X509_get_issuer_name(a), X509_get_subject_name(b)) == 0);
    }
    X509_free(a);
    X509_free(b);
    ERR_pop_to_mark();
    return answer;
}

static EVP_PKEY *load_private(struct slice der)
{
    const unsigned char *p = der.p;
    return der.n == 0 || der.n > X509_DER_MAX ? NULL : d2i_AutoPrivateKey(NULL, &p, (long)der.n);
}

/* SubjectPublicKeyInfo or, without algorithm, PKCS#1. */
static EVP_PKEY *load_public(struct slice der)
{
    const unsigned char *p = der.p;
    if (der.n == 0 || der.n > X509_DER_MAX) {
        return NULL;
    }
    EVP_PKEY *key = d2i_PUBKEY(NULL, &p, (long)der.n);
    if (key == NULL) {
        p = der.p;
        key = d2i_PublicKey(EVP_PKEY_RSA, NULL, &p, (long)der.n);
    }
    return key;
}

struct x509_id crypto_key_spki_sha256(struct slice key, bool private_key)
{
    start();
    ERR_set_mark();
    struct x509_id id = {{0}, 0};
    unsigned char *spki = NULL;
    EVP_PKEY *loaded = private_key ? load_private(key) : load_public(key);
    const int n = loaded == NULL ? -1 : i2d_PUBKEY(loaded, &spki);
    if (n > 0) {
        id = digest(slice_of(spki, (size_t)n), EVP_sha256());
    }
    OPENSSL_free(spki);
    EVP_PKEY_free(loaded); /* wipes what was private */
    ERR_pop_to_mark();
    return id;
}

enum tri crypto_is_pair(struct slice private_key, struct slice spki)
{
    start();
    ERR_set_mark();
    EVP_PKEY *a = load_private(private_key);
    EVP_PKEY *b = load_public(spki);
    /* 1 equal, 0 not, -1 other type, -2 not supported */
    const int equal = a == NULL || b == NULL ? -2 : EVP_PKEY_eq(a, b);
    EVP_PKEY_free(a);
    EVP_PKEY_free(b);
    ERR_pop_to_mark();
    return equal == -2 ? TRI_UNKNOWN : tri_of(equal == 1);
}

enum spw_status crypto_key_traditional(struct slice private_key, struct arena *arena,
                                       struct slice *out)
{
    start();
    ERR_set_mark();
    unsigned char *der = NULL;
    EVP_PKEY *key = load_private(private_key);
    const int n = key == NULL ? -1 : i2d_PrivateKey(key, &der);
    *out = slice_of(NULL, 0);
    if (n > 0) {
        *out = arena_copy(arena, slice_of(der, (size_t)n));
        OPENSSL_clear_free(der, (size_t)n);
    }
    EVP_PKEY_free(key);
    ERR_pop_to_mark();
    return n > 0 && out->p == NULL ? SPW_NO_MEMORY : SPW_OK;
}
