/* The handshake as the firmware sees it, with the certificates of the samples: the intermediate Microsoft IT
 * TLS CA 1 (RSA 4096) stands for the server's own, its issuer is the Baltimore CyberTrust Root. */
#include <stdlib.h>

#include "twin/desk.h"

#include "x509/certificate.h"

enum { IN_2018 = 1522088340, FILE_MAX = 1 << 20 };

static struct arena arena;
static struct buf texts[2];
static struct x509_facts root, inter;
static struct slice root_pem, inter_pem;

/* The first PEM object of a sample, as its facts and as its text. */
static void read_sample(const char *path, struct buf *text, struct slice *pem,
                        struct x509_facts *facts)
{
    FILE *in = fopen(path, "rb");
    uint8_t bytes[4096];
    unsigned odd = 0;
    size_t n = 0;
    assert_non_null(in);
    buf_init(text, FILE_MAX);
    while ((n = fread(bytes, 1, sizeof bytes, in)) > 0) {
        buf_put(text, slice_of(bytes, n));
    }
    (void)fclose(in);
    size_t from = slice_find(buf_slice(text), SLICE("-----BEGIN"), 0);
    struct slice end = SLICE("-----END CERTIFICATE-----");
    size_t to = slice_find(buf_slice(text), end, from);
    assert_true(to < text->n);
    *pem = slice_sub(buf_slice(text), from, to + end.n - from);
    assert_int_equal(x509_read(*pem, &arena, facts, &odd), SPW_OK);
    assert_int_equal(facts->what, X509_CERTIFICATE);
}

static int read_samples(void **state)
{
    (void)state;
    arena_init(&arena, FILE_MAX);
    read_sample("traces/004-azure-websocket-path-success/trace-with-ca-file.txt", &texts[0],
                &root_pem, &root);
    read_sample("traces/001-azure-intermediate-loaded-as-root/trace.txt", &texts[1], &inter_pem,
                &inter);
    return 0;
}

static int forget_samples(void **state)
{
    (void)state;
    buf_dispose(&texts[0]);
    buf_dispose(&texts[1]);
    arena_dispose(&arena);
    return 0;
}

static void load(struct desk *d, const char *slot, struct slice bytes)
{
    char line[64];
    int n = snprintf(line, sizeof line, "AT+S.TLSCERT=%s,%zu\r", slot, bytes.n);
    desk_type(d, slice_of(line, (size_t)n));
    desk_type(d, bytes);
}

static void set_clock(struct desk *d, int64_t seconds)
{
    char line[64];
    int n = snprintf(line, sizeof line, "AT+S.TIME=%lld\r", (long long)seconds);
    desk_type(d, slice_of(line, (size_t)n));
}

static struct slice id_of(const struct x509_facts *f)
{
    return slice_of(f->subject_key_id.bytes, f->subject_key_id.n);
}

/* What the row's store is loaded with. */
enum { NOTHING, ROOT_DER, ROOT_PEM, ROOT_PEM_ID, ROOT_PEM_HEX, INTER_PEM_ID, INTER_DER, ROOT_FILE };

static void fill(struct desk *d, int store)
{
    char file[128];
    switch (store) {
    case ROOT_DER:
        load(d, "ca", root.der);
        return;
    case ROOT_PEM:
        load(d, "ca", root_pem);
        return;
    case ROOT_PEM_ID:
        load(d, "ca", root_pem);
        load(d, "auth", id_of(&root));
        return;
    case ROOT_PEM_HEX:
        load(d, "ca", root_pem);
        load(d, "auth", x509_id_hex(&root.subject_key_id, &arena));
        return;
    case INTER_PEM_ID:
        load(d, "ca", inter_pem);
        load(d, "auth", id_of(&root));
        return;
    case INTER_DER:
        load(d, "ca", inter.der);
        return;
    case ROOT_FILE:
        (void)snprintf(file, sizeof file, "AT+S.FSC=/%.*s.ca,%zu\r",
                       SLICE_ARG(x509_id_hex(&root.subject_key_id, &arena)), root_pem.n);
        desk_type(d, slice_cstr(file));
        desk_type(d, root_pem);
        return;
    default:
        return;
    }
}

static const struct {
    const char *name;
    int store;
    const char *firmware;
    int64_t clock; /* 0: not set */
    bool good;
    const char *printed;
} rows[] = {
    {"the root in DER", ROOT_DER, "1.1.0", IN_2018, true, "AT-S.Loading:1:2\n"},
    {"the root in PEM with its identifier", ROOT_PEM_ID, "1.1.0", IN_2018, true,
     "AT-S.Loading:1:2\n"},
    {"the root as a file", ROOT_FILE, "1.1.0", IN_2018, true, "AT-S.Loading:1:1\n"},
    {"nothing", NOTHING, "1.1.0", IN_2018, false, "AT-S.Skip CA\nAT-S.Certificate Error:23\n"},
    {"the root in PEM without its identifier", ROOT_PEM, "1.1.0", IN_2018, false,
     "AT-S.Skip CA\nAT-S.Certificate Error:23\n"},
    {"the identifier as text", ROOT_PEM_HEX, "1.1.0", IN_2018, false,
     "AT-S.Skip CA\nAT-S.Certificate Error:23\n"},
    {"the intermediate with the root's identifier", INTER_PEM_ID, "1.1.0", IN_2018, false,
     "AT-S.Skip CA\nAT-S.Certificate Error:23\n"},
    {"the intermediate in DER", INTER_DER, "1.1.0", IN_2018, false,
     "AT-S.Skip CA\nAT-S.Certificate Error:23\n"},
    {"the key is too large for the first firmware", ROOT_DER, "1.0.0", IN_2018, false,
     "AT-S.Certificate Error:22\n"},
    {"the clock is not set", ROOT_DER, "1.1.0", 0, false,
     "AT-S.Loading:1:2\nAT-S.Certificate Error:20\n"},
    {"it has run out", ROOT_DER, "1.1.0", 1893456000, false,
     "AT-S.Loading:1:2\nAT-S.Certificate Error:20\n"},
};

static void each_store_meets_the_chain(void **state)
{
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(rows); i++) {
        SPW_ROW(rows[i].name);
        struct desk d;
        desk_load(&d);
        desk_joined(&d, rows[i].firmware);
        fill(&d, rows[i].store);
        if (rows[i].clock != 0) {
            set_clock(&d, rows[i].clock);
        }
        desk_type(&d, SLICE("AT+S.SOCKON=host.example,8883,,s\r"));
        (void)desk_printed(&d);
        bool good = twin_link_judge(d.twin, d.link, &inter.der, 1);
        assert_number_row(good, rows[i].good);
        assert_slice_row(desk_printed(&d), slice_cstr(rows[i].printed));
        desk_dispose(&d);
    }
}

static void a_chain_that_is_none_is_refused(void **state)
{
    const struct slice broken = SLICE("0\x03xyz");
    struct desk d;
    (void)state;
    desk_load(&d);
    desk_joined(&d, NULL);
    desk_type(&d, SLICE("AT+S.SOCKON=host.example,8883,,s\r"));
    assert_false(twin_link_judge(d.twin, d.link, &broken, 1));
    assert_slice(desk_printed(&d), SLICE("AT-S.Certificate Error:11\n"));
    assert_false(twin_link_judge(d.twin, d.link, NULL, 0));
    desk_dispose(&d);
}

static void der_teaches_the_identifier_and_pem_does_not(void **state)
{
    struct desk d;
    (void)state;
    desk_load(&d);
    desk_joined(&d, NULL);
    load(&d, "ca", root_pem);
    assert_slice(desk_printed(&d), SLICE("AT-S.OK\n"));
    load(&d, "ca", root.der);
    assert_slice(desk_printed(&d), SLICE("AT-S.SubjectKeyId:E5:9D:59:30:82:47:58:CC:AC:FA:08:54:"
                                         "36:86:7B:3A:B5:04:4D:F0\nAT-S.OK\n"));
    load(&d, "ca", slice_sub(root.der, 0, root.der.n - 1));
    assert_slice(desk_printed(&d), SLICE("AT-S.OK\n"));
    desk_dispose(&d);
}

static void its_own_certificate_needs_its_key(void **state)
{
    static const struct {
        const char *typed, *printed;
        bool shown;
    } cases[] = {
        {"", "AT-S.Loading:2:1\nAT-S.Loading:3:1\nAT-S.Loading:3:1\n", false},
        {"AT+S.TLSCERT=cert,1\rx", "AT-S.Loading:2:2\nAT-S.Loading:3:1\n", false},
        {"AT+S.TLSCERT=cert,1\rxAT+S.TLSCERT=key,1\ry", "AT-S.Loading:2:2\nAT-S.Loading:3:2\n",
         true},
        {"AT+S.FSC=tls.cert,1\rxAT+S.FSC=tls.key,1\ry", "AT-S.Loading:2:1\nAT-S.Loading:3:1\n",
         true},
    };
    (void)state;
    for (size_t i = 0; i < SPW_COUNT(cases); i++) {
        struct slice certificate, key;
        struct desk d;
        desk_load(&d);
        desk_joined(&d, NULL);
        desk_type(&d, slice_cstr(cases[i].typed));
        desk_type(&d, SLICE("AT+S.SOCKON=host.example,8883,,s\r"));
        (void)desk_printed(&d);
        assert_int_equal(twin_link_identity(d.twin, d.link, &certificate, &key), cases[i].shown);
        assert_slice(desk_printed(&d), slice_cstr(cases[i].printed));
        desk_dispose(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(each_store_meets_the_chain),
        SPW_TEST(a_chain_that_is_none_is_refused),
        SPW_TEST(der_teaches_the_identifier_and_pem_does_not),
        SPW_TEST(its_own_certificate_needs_its_key),
    };
    return cmocka_run_group_tests(tests, read_samples, forget_samples);
}
