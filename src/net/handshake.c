#include "net/handshake.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <string.h>
#include <unistd.h>

#include "net/connect.h"
#include "net/tls.h"

/* ---- small things -------------------------------------------------------------------------------------- */

static void set_text(char *to, size_t size, struct slice text)
{
    size_t n = text.n < size - 1 ? text.n : size - 1;
    if (n > 0) {
        memcpy(to, text.p, n);
    }
    to[n] = '\0';
}

static void fail(struct net_answer *a, struct slice why)
{
    if (a->failure[0] == '\0') {
        set_text(a->failure, sizeof a->failure, why);
    }
}

static void fail_ssl(struct net_answer *a, const char *otherwise)
{
    unsigned long code = ERR_peek_error();
    const char *reason = code != 0 ? ERR_reason_error_string(code) : NULL;
    fail(a, slice_cstr(reason != NULL ? reason : otherwise));
    ERR_clear_error();
}

/* ---- what is watched ------------------------------------------------------------------------------------- */

static void put_pem(struct buf *out, X509 *certificate)
{
    char *bytes = NULL;
    BIO *bio = BIO_new(BIO_s_mem());
    if (bio != NULL && PEM_write_bio_X509(bio, certificate) == 1) {
        long n = BIO_get_mem_data(bio, &bytes);
        buf_put(out, slice_of(bytes, n > 0 ? (size_t)n : 0));
    }
    BIO_free(bio);
}

/* Stands in for the check of the chain: keeps what the server sent, and lets it pass. */
static int keep_chain(X509_STORE_CTX *context, void *answer)
{
    struct net_answer *a = answer;
    STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(context);
    buf_clear(&a->chain);
    for (int i = 0; i < sk_X509_num(sent); i++) {
        put_pem(&a->chain, sk_X509_value(sent, i));
    }
    if (sk_X509_num(sent) <= 0 && X509_STORE_CTX_get0_cert(context) != NULL) {
        put_pem(&a->chain, X509_STORE_CTX_get0_cert(context));
    }
    return 1;
}

/* Called when the server asks for a client certificate. */
static int note_request(SSL *ssl, void *answer)
{
    struct net_answer *a = answer;
    (void)ssl;
    a->asked_certificate = true;
    return 1;
}

static void note_record(int written, int version, int type, const void *bytes, size_t n, SSL *ssl,
                        void *answer)
{
    struct net_answer *a = answer;
    (void)version;
    (void)bytes;
    (void)n;
    (void)ssl;
    a->tls |= written == 0 && (type == SSL3_RT_HANDSHAKE || type == SSL3_RT_ALERT);
}

/* ---- setting up --------------------------------------------------------------------------------------------- */

static bool load_client(SSL_CTX *c, const struct net_request *r, struct net_answer *a)
{
    if (r->cert == NULL) {
        return true;
    }
    if (SSL_CTX_use_certificate_chain_file(c, r->cert) != 1 ||
        SSL_CTX_use_PrivateKey_file(c, r->key, SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(c) != 1) {
        fail_ssl(a, "the client certificate or its key cannot be used");
        return false;
    }
    return true;
}

static SSL_CTX *make_context(const struct net_request *r, struct net_answer *a)
{
    SSL_CTX *c = SSL_CTX_new(TLS_client_method());
    int newest = r->newest == NET_TLS_1_3 ? TLS1_3_VERSION : TLS1_2_VERSION;
    if (c == NULL) {
        fail_ssl(a, "no memory left");
        return NULL;
    }
    SSL_CTX_set_cert_verify_callback(c, keep_chain, a);
    SSL_CTX_set_verify(c, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_cert_cb(c, note_request, a);
    SSL_CTX_set_msg_callback(c, note_record);
    SSL_CTX_set_msg_callback_arg(c, a);
    if (SSL_CTX_set_max_proto_version(c, newest) != 1 || !net_tls_offer(c, r->rsa_exchange_only) ||
        !load_client(c, r, a)) {
        fail_ssl(a, "TLS cannot be set up");
        SSL_CTX_free(c);
        return NULL;
    }
    return c;
}

/* ---- the handshake -------------------------------------------------------------------------------------------- */

static int version_number(int version)
{
    switch (version) {
    case TLS1_VERSION:
        return 10;
    case TLS1_1_VERSION:
        return 11;
    case TLS1_2_VERSION:
        return 12;
    case TLS1_3_VERSION:
        return 13;
    default:
        return 0;
    }
}

static void note_agreement(const SSL *ssl, struct net_answer *a)
{
    a->done = true;
    a->version = version_number(SSL_version(ssl));
    set_text(a->version_name, sizeof a->version_name, slice_cstr(SSL_get_version(ssl)));
    set_text(a->suite, sizeof a->suite, slice_cstr(SSL_get_cipher_name(ssl)));
}

/* True: go on. */
static bool wait_for(SSL *ssl, int fd, int result, int64_t until_ms, struct net_answer *a)
{
    int error = SSL_get_error(ssl, result);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
        if (net_wait(fd, error == SSL_ERROR_WANT_WRITE, until_ms)) {
            return true;
        }
        fail(a, SLICE("no answer within the time"));
        return false;
    }
    fail_ssl(a, "the server closed the connection");
    return false;
}

static void shake_hands(SSL_CTX *c, int fd, const struct net_request *r, int64_t until_ms,
                        struct net_answer *a)
{
    SSL *ssl = SSL_new(c);
    bool ready = ssl != NULL && SSL_set_fd(ssl, fd) == 1 && net_tls_set_name(ssl, r->servername);
    int result = ready ? SSL_connect(ssl) : 0;
    while (ready && result != 1 && wait_for(ssl, fd, result, until_ms, a)) {
        result = SSL_connect(ssl);
    }
    if (!ready) {
        fail_ssl(a, "TLS cannot be set up");
    } else if (result == 1) {
        note_agreement(ssl, a);
        (void)SSL_shutdown(ssl);
    }
    SSL_free(ssl);
    ERR_clear_error();
}

void net_handshake(const struct net_request *r, struct net_answer *a)
{
    struct buf why;
    memset(a, 0, sizeof *a);
    buf_init(&a->chain, NET_CHAIN_MAX);
    buf_init(&why, NET_FAILURE_MAX);
    net_tls_ignore_closed_pipe();
    SSL_CTX *c = make_context(r, a);
    int fd = c != NULL ? net_connect(r->host, r->port, net_now_ms() + r->timeout_ms, &why) : -1;
    if (fd >= 0) {
        a->connected = true;
        shake_hands(c, fd, r, net_now_ms() + r->timeout_ms, a);
        (void)close(fd);
    } else {
        fail(a, buf_slice(&why));
    }
    SSL_CTX_free(c);
    buf_dispose(&why);
}

void net_answer_dispose(struct net_answer *a) { buf_dispose(&a->chain); }
