#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/judged.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "net/handshake.h"

enum {
    FILE_BYTES_MAX = 1024 * 1024,
    STORE_BYTES_MAX = 16 * 1024 * 1024,
    REASON_MAX = 400,
    HOST_MAX = 256,
    TIMEOUT_MS = 8000
};
static const char default_port[] = "8883"; /* MQTT over TLS */
static const char system_store[] = "/etc/ssl/certs/ca-certificates.crt";

struct probe {
    const struct settings *settings;
    char host[HOST_MAX], port[8];
    struct buf chain, store, ca;
    struct spw_server server;
    struct net_answer shown; /* the handshake that the report is about */
};

/* ---- what is named ------------------------------------------------------------------------------------ */

static bool set_word(char *to, size_t size, struct slice word)
{
    bool fits = word.n > 0 && word.n < size && slice_find_byte(word, '\0', 0) == word.n;
    if (fits) {
        memcpy(to, word.p, word.n);
        to[word.n] = '\0';
    }
    return fits;
}

/* host, host:port, [address]:port; an address with several colons is one of IPv6 without port. */
static bool split_target(struct probe *p, const char *target)
{
    struct slice all = slice_cstr(target);
    struct slice host, port = slice_cstr(default_port);
    if (slice_starts(all, SLICE("[")) && slice_contains(all, SLICE("]"))) {
        size_t end = slice_find_byte(all, ']', 0);
        host = slice_sub(all, 1, end - 1);
        port = end + 1 < all.n ? slice_from(all, end + 2) : port;
    } else {
        size_t colon = slice_find_byte(all, ':', 0);
        bool several = slice_find_byte(all, ':', colon + 1) < all.n;
        host = several ? all : slice_sub(all, 0, colon);
        port = !several && colon < all.n ? slice_from(all, colon + 1) : port;
    }
    uint64_t number = 0;
    if (slice_to_u64(port, 65535, &number) != NUMBER_OK || number == 0 ||
        !set_word(p->port, sizeof p->port, port) || !set_word(p->host, sizeof p->host, host)) {
        say("'%s' is no HOST or HOST:PORT", target);
        return false;
    }
    p->server.port = (unsigned)number;
    return true;
}

static bool is_address(const char *host)
{
    unsigned char address[16];
    return inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1;
}

static bool read_file(const char *path, struct buf *out)
{
    struct buf why;
    buf_init(&why, REASON_MAX);
    bool good = reading_file(path, out, &why) == SPW_OK;
    if (!good) {
        say_about(path, buf_slice(&why));
    }
    buf_dispose(&why);
    return good;
}

/* The roots that this system trusts. Without them the table of authorities has to do. */
static void read_store(struct probe *p)
{
    const char *named = getenv("SSL_CERT_FILE");
    struct buf why;
    buf_init(&why, REASON_MAX);
    if (reading_file(named != NULL && named[0] != '\0' ? named : system_store, &p->store, &why) !=
        SPW_OK) {
        buf_clear(&p->store);
    }
    buf_dispose(&why);
}

/* ---- asking --------------------------------------------------------------------------------------------- */

static struct net_request request_of(const struct probe *p)
{
    const struct settings *s = p->settings;
    const char *name = s->servername != NULL ? s->servername : p->host;
    struct net_request r = {.host = p->host, .port = p->port, .timeout_ms = TIMEOUT_MS};
    r.servername = is_address(name) ? NULL : name;
    return r;
}

static bool shows_chain(const struct net_request *r)
{
    struct net_answer a;
    net_handshake(r, &a);
    bool shown = a.chain.n > 0;
    net_answer_dispose(&a);
    return shown;
}

/* First as the module would, then with the version that it does not speak. */
static void ask_first(struct probe *p, struct net_request *r)
{
    net_handshake(r, &p->shown);
    if (p->shown.tls && p->shown.chain.n == 0 && !p->shown.done) {
        struct net_answer newer;
        r->newest = NET_TLS_1_3;
        net_handshake(r, &newer);
        if (newer.chain.n > 0) {
            net_answer_dispose(&p->shown);
            p->shown = newer;
        } else {
            net_answer_dispose(&newer);
            r->newest = NET_TLS_1_2;
        }
    }
}

static void ask_without_name(struct probe *p, struct net_request r)
{
    struct net_answer a;
    if (r.servername == NULL) {
        return;
    }
    r.servername = NULL;
    net_handshake(&r, &a);
    p->server.same_without_name = tri_of(slice_eq(buf_slice(&a.chain), buf_slice(&p->shown.chain)));
    net_answer_dispose(&a);
}

static void ask_with_certificate(struct probe *p, struct net_request r)
{
    const struct settings *s = p->settings;
    struct net_answer a;
    if (s->cert == NULL || !p->shown.asked_certificate) {
        return;
    }
    r.cert = s->cert;
    r.key = s->key;
    net_handshake(&r, &a);
    p->server.takes_client_certificate = tri_of(a.done);
    if (!a.done) {
        say("with the client certificate: %s", a.failure);
    }
    net_answer_dispose(&a);
}

static void fill_server(struct probe *p)
{
    const struct net_answer *a = &p->shown;
    struct spw_server *s = &p->server;
    s->chain = buf_slice(&a->chain);
    s->speaks_tls = a->tls ? TRI_YES : a->connected ? TRI_NO : TRI_UNKNOWN;
    s->tls_version = slice_cstr(a->version_name);
    s->suite = slice_cstr(a->suite);
    s->version = a->version;
    s->asks_client_certificate = a->chain.n > 0 ? tri_of(a->asked_certificate) : TRI_UNKNOWN;
    s->failure = slice_cstr(a->failure);
}

static bool ask(struct probe *p)
{
    struct net_request r = request_of(p);
    ask_first(p, &r);
    fill_server(p);
    if (!p->shown.connected) {
        say("%s:%s: %s", p->host, p->port, p->shown.failure);
        return false;
    }
    if (p->shown.chain.n > 0 && r.newest == NET_TLS_1_2) {
        struct net_request rsa = r;
        rsa.rsa_exchange_only = true;
        p->server.takes_rsa_exchange = tri_of(shows_chain(&rsa));
    }
    if (p->shown.chain.n > 0) {
        ask_without_name(p, r);
        ask_with_certificate(p, r);
    }
    return true;
}

/* ---- the command ------------------------------------------------------------------------------------------ */

static bool write_chain(const struct probe *p)
{
    struct output output;
    const char *path = p->settings->chain_out;
    if (path == NULL) {
        return true;
    }
    if (p->server.chain.n == 0) {
        say("the server showed no certificate: %s is not written", path);
        return true;
    }
    if (!output_open(&output, path)) {
        return false;
    }
    output_put(&output, p->server.chain);
    return output_close(&output, true);
}

static bool check_settings(const struct invocation *i)
{
    const struct settings *s = &i->settings;
    if (i->n_operands == 0 && s->chain == NULL) {
        say("'probe' needs HOST[:PORT], or --chain FILE");
        return false;
    }
    if ((s->cert == NULL) != (s->key == NULL)) {
        say("--cert and --key belong together");
        return false;
    }
    return true;
}

static bool gather(struct probe *p, const struct invocation *i)
{
    const struct settings *s = p->settings;
    if (i->n_operands > 0 && !split_target(p, i->operands[0])) {
        return false;
    }
    p->server.host = slice_cstr(s->servername != NULL ? s->servername : p->host);
    if ((s->ca != NULL && !read_file(s->ca, &p->ca)) ||
        (s->chain != NULL && !read_file(s->chain, &p->chain))) {
        return false;
    }
    read_store(p);
    p->server.ca = buf_slice(&p->ca);
    p->server.trusted = buf_slice(&p->store);
    p->server.chain = buf_slice(&p->chain);
    if (s->chain != NULL && spw_count_certificates(p->server.chain) == 0) {
        say_about(s->chain, SLICE("holds no certificate"));
        return false;
    }
    return s->chain != NULL || ask(p);
}

static int judge(struct probe *p, struct spw_material *m)
{
    if (!write_chain(p)) {
        return EXIT_NOT_JUDGED;
    }
    if (spw_material_add_server(m, &p->server) != SPW_OK) {
        say("no memory left");
        return EXIT_NOT_JUDGED;
    }
    return judged_report(m, p->settings, "probe", p->settings->output);
}

int cmd_probe(const struct invocation *i)
{
    struct rule_base rules;
    struct spw_material *m = NULL;
    struct probe p;
    int status = EXIT_NOT_JUDGED;
    memset(&p, 0, sizeof p);
    p.settings = &i->settings;
    buf_init(&p.chain, FILE_BYTES_MAX);
    buf_init(&p.store, STORE_BYTES_MAX);
    buf_init(&p.ca, FILE_BYTES_MAX);
    bool ready = check_settings(i);
    if (ready && rule_base_open_strict(&rules, &i->settings) == SPW_OK) {
        m = judged_new(&rules, &i->settings);
    }
    if (m != NULL && gather(&p, i)) {
        status = judge(&p, m);
    }
    spw_material_free(m);
    if (ready) {
        rule_base_dispose(&rules);
    }
    net_answer_dispose(&p.shown);
    buf_dispose(&p.chain);
    buf_dispose(&p.store);
    buf_dispose(&p.ca);
    return status;
}
