#include "net/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "net/connect.h"
#include "net/resolve.h"
#include "net/tls.h"

enum { NAME_BYTES = 256, PORT_BYTES = 8, UNSENT_MAX = 1024 * 1024, READ_BYTES = 16384 };

enum phase { RESOLVING, CONNECTING, SHAKING, STREAM_OPEN, ENDED };

struct net_stream {
    enum phase phase;
    enum net_protocol protocol;
    struct net_watch watch;
    char server_name[NAME_BYTES];
    bool rsa_exchange_only;
    int timeout_ms;
    int64_t due;
    struct net_resolver resolver;
    size_t next_address;
    int fd; /* -1: none */
    SSL_CTX *context;
    SSL *ssl;
    bool wants_write; /* what the TLS machine waits for */
    struct buf unsent;
};

/* ---- ends ------------------------------------------------------------------------------------------------------------- */

static void end(struct net_stream *s)
{
    s->phase = ENDED;
    s->due = INT64_MAX;
    net_resolve_stop(&s->resolver);
    SSL_free(s->ssl);
    s->ssl = NULL;
    SSL_CTX_free(s->context);
    s->context = NULL;
    ERR_clear_error();
    if (s->fd >= 0) {
        (void)close(s->fd);
        s->fd = -1;
    }
}

static void fail(struct net_stream *s, enum net_result why)
{
    end(s);
    s->watch.result(s->watch.context, why);
}

static void opened(struct net_stream *s)
{
    s->phase = STREAM_OPEN;
    s->due = net_now_ms(); /* what came with the end of the handshake makes no descriptor ready */
    s->watch.result(s->watch.context, NET_OPEN);
}

/* ---- TLS: the watcher's part ---------------------------------------------------------------------------------------------- */

struct chain {
    uint8_t *der[NET_CERTIFICATES_MAX]; /* libcrypto's */
    struct slice slices[NET_CERTIFICATES_MAX];
    size_t n;
};

static void chain_add(struct chain *c, X509 *certificate)
{
    uint8_t *der = NULL;
    int length = c->n < NET_CERTIFICATES_MAX ? i2d_X509(certificate, &der) : -1;
    if (length > 0) {
        c->der[c->n] = der;
        c->slices[c->n++] = slice_of(der, (size_t)length);
    }
}

/* Stands in for libssl's check of the chain. */
static int judge_chain(X509_STORE_CTX *context, void *stream)
{
    struct net_stream *s = stream;
    STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(context);
    struct chain chain = {.n = 0};
    for (int i = 0; i < sk_X509_num(sent); i++) {
        chain_add(&chain, sk_X509_value(sent, i));
    }
    if (chain.n == 0 && X509_STORE_CTX_get0_cert(context) != NULL) {
        chain_add(&chain, X509_STORE_CTX_get0_cert(context));
    }
    bool good = s->watch.judge(s->watch.context, chain.slices, chain.n);
    if (!good) { /* a reason for which libssl has no alert but certificate_unknown */
        X509_STORE_CTX_set_error(context, X509_V_ERR_SUBTREE_MINMAX);
    }
    for (size_t i = 0; i < chain.n; i++) {
        OPENSSL_free(chain.der[i]);
    }
    return good ? 1 : 0;
}

static BIO *bio_of(struct slice bytes)
{
    return bytes.n <= UNSENT_MAX ? BIO_new_mem_buf(bytes.p, (int)bytes.n) : NULL;
}

static bool is_der(struct slice bytes) { return bytes.n > 0 && bytes.p[0] == 0x30; }

static bool show_certificate(SSL *ssl, struct slice bytes)
{
    BIO *bio = bio_of(bytes);
    X509 *own = NULL;
    X509 *more = NULL;
    if (bio != NULL) {
        own = is_der(bytes) ? d2i_X509_bio(bio, NULL) : PEM_read_bio_X509(bio, NULL, NULL, NULL);
    }
    bool good = own != NULL && SSL_use_certificate(ssl, own) == 1;
    while (good && !is_der(bytes) && (more = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
        good = SSL_add1_chain_cert(ssl, more) == 1;
        X509_free(more);
    }
    X509_free(own);
    BIO_free(bio);
    return good;
}

static bool show_key(SSL *ssl, struct slice bytes)
{
    BIO *bio = bio_of(bytes);
    EVP_PKEY *key = NULL;
    if (bio != NULL) {
        key = is_der(bytes) ? d2i_PrivateKey_bio(bio, NULL)
                            : PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
    }
    bool good = key != NULL && SSL_use_PrivateKey(ssl, key) == 1;
    EVP_PKEY_free(key);
    BIO_free(bio);
    return good;
}

/* Called when the server asks for a client certificate. What cannot be used ends the handshake. */
static int show_identity(SSL *ssl, void *stream)
{
    struct net_stream *s = stream;
    struct slice certificate = {NULL, 0};
    struct slice key = {NULL, 0};
    if (!s->watch.identity(s->watch.context, &certificate, &key)) {
        return 1;
    }
    return show_certificate(ssl, certificate) && show_key(ssl, key) &&
           SSL_check_private_key(ssl) == 1;
}

/* ---- TLS: the machine ----------------------------------------------------------------------------------------------------- */

static bool start_tls(struct net_stream *s)
{
    net_tls_ignore_closed_pipe();
    s->context = SSL_CTX_new(TLS_client_method());
    if (s->context == NULL || !net_tls_offer(s->context, s->rsa_exchange_only) ||
        SSL_CTX_set_max_proto_version(s->context, TLS1_2_VERSION) != 1) {
        return false;
    }
    SSL_CTX_set_cert_verify_callback(s->context, judge_chain, s);
    SSL_CTX_set_verify(s->context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_cert_cb(s->context, show_identity, s);
    SSL_CTX_set_options(s->context, SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(s->context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    s->ssl = SSL_new(s->context);
    return s->ssl != NULL && SSL_set_fd(s->ssl, s->fd) == 1 &&
           net_tls_set_name(s->ssl, s->server_name);
}

/* True: it goes on when the descriptor is ready. */
static bool goes_on(struct net_stream *s, int result)
{
    int error = SSL_get_error(s->ssl, result);
    s->wants_write = error == SSL_ERROR_WANT_WRITE;
    ERR_clear_error();
    return s->wants_write || error == SSL_ERROR_WANT_READ;
}

static void shake(struct net_stream *s)
{
    int result = SSL_connect(s->ssl);
    if (result == 1) {
        s->wants_write = false;
        opened(s);
    } else if (!goes_on(s, result) || net_now_ms() >= s->due) {
        fail(s, NET_NO_TLS);
    }
}

/* ---- name and connection ----------------------------------------------------------------------------------------------------- */

static void connected(struct net_stream *s)
{
    if (s->protocol != NET_TLS) {
        opened(s);
        return;
    }
    s->phase = SHAKING;
    s->due = net_now_ms() + s->timeout_ms;
    if (start_tls(s)) {
        shake(s);
    } else {
        fail(s, NET_NO_TLS);
    }
}

static bool set_non_blocking(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 &&
           fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

/* Tries the addresses in turn; says so when none is left. */
static void connect_next(struct net_stream *s, enum net_result why)
{
    const struct net_addresses *all = &s->resolver.answer;
    s->phase = CONNECTING;
    while (s->next_address < all->n) {
        const struct net_address *a = &all->list[s->next_address++];
        s->fd = socket(a->family, a->type, 0);
        if (s->fd >= 0 && set_non_blocking(s->fd)) {
            int result = connect(s->fd, (const struct sockaddr *)&a->place, a->length);
            if (result == 0) {
                connected(s);
                return;
            }
            if (errno == EINPROGRESS) {
                return;
            }
        }
        if (s->fd >= 0) {
            (void)close(s->fd);
            s->fd = -1;
        }
    }
    fail(s, why);
}

static void resolved(struct net_stream *s)
{
    net_resolve_stop(&s->resolver);
    if (s->resolver.answer.n == 0) {
        fail(s, NET_NO_NAME);
        return;
    }
    connect_next(s, NET_REFUSED);
}

static void check_connection(struct net_stream *s)
{
    int error = 0;
    socklen_t size = sizeof error;
    if (!net_wait(s->fd, true, net_now_ms() + 1)) {
        if (net_now_ms() >= s->due) {
            fail(s, NET_NO_ANSWER);
        }
        return;
    }
    if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0) {
        connected(s);
        return;
    }
    (void)close(s->fd);
    s->fd = -1;
    connect_next(s, error == ETIMEDOUT ? NET_NO_ANSWER : NET_REFUSED);
}

/* ---- bytes -------------------------------------------------------------------------------------------------------------------- */

/* Bytes written, 0: later, -1: the connection is gone. */
static ssize_t write_some(struct net_stream *s, struct slice bytes)
{
    s->wants_write = false;
    if (s->ssl != NULL) {
        size_t written = 0;
        int result = SSL_write_ex(s->ssl, bytes.p, bytes.n, &written);
        return result == 1 ? (ssize_t)written : (goes_on(s, result) ? 0 : -1);
    }
    ssize_t n = send(s->fd, bytes.p, bytes.n, MSG_NOSIGNAL);
    bool later = n < 0 && (errno == EAGAIN || errno == EINTR || s->protocol == NET_UDP);
    return later ? 0 : n;
}

static bool flush(struct net_stream *s)
{
    struct slice rest = buf_slice(&s->unsent);
    while (rest.n > 0) {
        ssize_t n = write_some(s, rest);
        if (n < 0) {
            return false;
        }
        if (n == 0) {
            break;
        }
        rest = slice_from(rest, (size_t)n);
    }
    buf_drop(&s->unsent, s->unsent.n - rest.n);
    return true;
}

bool net_stream_send(struct net_stream *s, struct slice bytes)
{
    if (s->phase != STREAM_OPEN) {
        return false;
    }
    buf_put(&s->unsent, bytes);
    return s->unsent.status == SPW_OK && flush(s);
}

/* Bytes read, 0: later, -1: the peer has closed. */
static ssize_t read_some(struct net_stream *s, uint8_t *to, size_t n)
{
    s->wants_write = false;
    if (s->ssl != NULL) {
        size_t got = 0;
        int result = SSL_read_ex(s->ssl, to, n, &got);
        return result == 1 ? (ssize_t)got : (goes_on(s, result) ? 0 : -1);
    }
    ssize_t got = recv(s->fd, to, n, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR || s->protocol == NET_UDP)) {
        return 0;
    }
    return got > 0 || (got == 0 && s->protocol == NET_UDP) ? got : -1;
}

static void transfer(struct net_stream *s)
{
    uint8_t bytes[READ_BYTES];
    bool alive = flush(s);
    ssize_t n = 1;
    s->due = INT64_MAX;
    while (alive && n > 0 && s->phase == STREAM_OPEN) {
        n = read_some(s, bytes, sizeof bytes);
        if (n > 0) {
            s->watch.bytes(s->watch.context, slice_of(bytes, (size_t)n));
        }
    }
    if (!alive || n < 0) {
        end(s);
        s->watch.closed(s->watch.context);
    }
}

/* ---- from outside ----------------------------------------------------------------------------------------------------------------- */

static bool copy_text(char *to, size_t size, const char *text)
{
    size_t n = text != NULL ? strlen(text) : 0;
    if (n >= size) {
        return false;
    }
    memcpy(to, text != NULL ? text : "", n);
    to[n] = '\0';
    return true;
}

enum spw_status net_stream_new(struct net_stream **out, const struct net_wish *wish,
                               const struct net_watch *watch)
{
    struct net_stream *s = MEMORY_NEW(struct net_stream);
    *out = NULL;
    if (s == NULL) {
        return SPW_NO_MEMORY;
    }
    s->fd = -1;
    s->resolver.fd = -1;
    s->protocol = wish->protocol;
    s->watch = *watch;
    s->rsa_exchange_only = wish->rsa_exchange_only;
    s->timeout_ms = wish->timeout_ms;
    s->due = net_now_ms() + wish->timeout_ms;
    buf_init(&s->unsent, UNSENT_MAX);
    if (!copy_text(s->server_name, sizeof s->server_name, wish->server_name) ||
        !net_resolve_start(&s->resolver, wish->host, wish->port,
                           wish->protocol == NET_UDP ? SOCK_DGRAM : SOCK_STREAM)) {
        net_stream_free(s);
        return SPW_IO;
    }
    if (s->resolver.fd < 0) {
        s->due = net_now_ms(); /* the answer is there: the next step takes it up */
    }
    *out = s;
    return SPW_OK;
}

void net_stream_free(struct net_stream *s)
{
    if (s == NULL) {
        return;
    }
    if (s->phase == STREAM_OPEN && s->ssl != NULL) {
        (void)SSL_shutdown(s->ssl);
    }
    end(s);
    buf_dispose(&s->unsent);
    memory_free(s);
}

int net_stream_fd(const struct net_stream *s, bool *for_writing)
{
    *for_writing =
        s->phase == CONNECTING || s->wants_write || (s->phase == STREAM_OPEN && s->unsent.n > 0);
    return s->phase == RESOLVING ? s->resolver.fd : s->fd;
}

int64_t net_stream_due(const struct net_stream *s) { return s->due; }

static void resolve_on(struct net_stream *s)
{
    if (s->resolver.fd < 0) {
        s->due = net_now_ms() + s->timeout_ms;
        resolved(s);
    } else if (net_wait(s->resolver.fd, false, net_now_ms() + 1)) {
        if (net_resolve_read(&s->resolver)) {
            resolved(s);
        }
    } else if (net_now_ms() >= s->due) {
        fail(s, NET_NO_NAME);
    }
}

void net_stream_step(struct net_stream *s)
{
    switch (s->phase) {
    case RESOLVING:
        resolve_on(s);
        return;
    case CONNECTING:
        check_connection(s);
        return;
    case SHAKING:
        shake(s);
        return;
    case STREAM_OPEN:
        transfer(s);
        return;
    case ENDED:
        return;
    }
}
