/* Judges the cases that cases.py cut from the suites: one line in, one line out, both tab separated.
 *   chain ID CHAIN CA TIME HOST OUTCOME   a server's chain (files of PEM or DER) against a root, and the session in
 *                                         which a module that holds this root meets this server; OUTCOME tells
 *                                         which lines the module prints: ok, 23 or error
 *   own ID FILE - TIME - -                a certificate meant for the module itself
 *   read ID FILE - - - -                  any object
 *   pair ID KEY CERTIFICATE - - -         does the key belong to it?
 * Answers: ID, what the material shows, what is found first in the session. Verdicts that hold for some
 * firmware only are left out: no suite can know them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "include/spwfdiag.h"
#include "x509/certificate.h"

enum { CELLS = 7, LINE_BYTES = 4096, FILE_BYTES = 1 << 20, SESSION_BYTES = 1 << 21 };

struct cases {
    struct spw_knowledge *knowledge;
    char *cell[CELLS];
    struct buf first, second; /* the files */
};

static void die(const char *what, const char *which)
{
    (void)fprintf(stderr, "judge: %s %s\n", what, which);
    exit(2);
}

static void read_file(const char *path, struct buf *out)
{
    buf_clear(out);
    if (strcmp(path, "-") == 0) {
        return;
    }
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        die("cannot read", path);
    }
    uint8_t chunk[4096];
    size_t n = 0;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) {
        buf_put(out, slice_of(chunk, n));
    }
    (void)fclose(f);
}

static int64_t time_cell(const char *cell)
{
    return strcmp(cell, "-") == 0 ? TIME_NONE : (int64_t)strtoll(cell, NULL, 10);
}

static struct slice text_cell(const char *cell)
{
    return strcmp(cell, "-") == 0 ? slice_of(NULL, 0) : slice_cstr(cell);
}

static void put_slice(struct slice s) { (void)fwrite(s.p, 1, s.n, stdout); }

static void put_verdicts(const struct spw_verdict *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (v[i].severity > SPW_NOTE && v[i].firmware.n == 0) {
            (void)printf("%s:", spw_severity_name(v[i].severity));
            put_slice(v[i].cause);
            (void)putchar(' ');
        }
    }
}

static void put_judgement(struct spw_material *m)
{
    const struct spw_judgement *j = spw_material_judge(m);
    if (j == NULL) {
        die("no memory", "");
    }
    for (size_t i = 0; i < j->n_objects; i++) {
        put_verdicts(j->objects[i].verdicts, j->objects[i].n_verdicts);
    }
    put_verdicts(j->verdicts, j->n_verdicts);
}

static struct spw_material *material(struct cases *c, const char *slot)
{
    struct spw_material *m = NULL;
    struct spw_material_options options = {.slot = slice_cstr(slot), .now = time_cell(c->cell[4])};
    if (spw_material_new(&m, c->knowledge, &options) != SPW_OK) {
        die("no memory", "");
    }
    return m;
}

/* ---- the session -------------------------------------------------------------------------------------- */

static void put_load(struct buf *out, const struct x509_facts *ca, struct arena *arena)
{
    struct slice id = x509_id_text(&ca->subject_key_id, arena);
    buf_printf(out, "AT+S.TLSCERT=ca,%zu\r\n", ca->der.n);
    buf_put(out, ca->der);
    buf_printf(out, "\r\n");
    if (id.n > 0) {
        buf_printf(out, "AT-S.SubjectKeyId:%.*s\r\n", SLICE_ARG(id));
    }
    buf_printf(out, "AT-S.OK\r\n");
}

static void put_outcome(struct buf *out, const char *outcome)
{
    if (strcmp(outcome, "ok") == 0) {
        buf_printf(out, "AT-S.Loading:1:2\r\nAT-S.On:192.168.1.9:0\r\nAT-S.OK\r\n");
    } else {
        buf_printf(out, "AT-S.Skip CA\r\n%sAT-S.ERROR:74:Failed to open socket\r\n",
                   strcmp(outcome, "23") == 0 ? "AT-S.Certificate Error:23\r\n" : "");
    }
}

static void write_session(struct cases *c, struct buf *out)
{
    struct arena arena;
    struct x509_facts ca;
    unsigned odd = 0;
    struct slice host = text_cell(c->cell[5]);
    arena_init(&arena, FILE_BYTES);
    if (x509_read(buf_slice(&c->second), &arena, &ca, &odd) != SPW_OK) {
        die("no memory", "");
    }
    buf_printf(out, "AT+S.TIME=%s\r\nAT-S.OK\r\n", c->cell[4]);
    if (ca.der.n > 0) {
        put_load(out, &ca, &arena);
    }
    buf_printf(out, "AT+S.SOCKON=%.*s,8883,,s\r\n",
               SLICE_ARG(host.n > 0 ? host : SLICE("<server>")));
    put_outcome(out, c->cell[6]);
    arena_dispose(&arena);
}

static void put_findings(const struct spw_report *r)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct spw_finding *f = &r->findings[i];
        if (f->severity > SPW_NOTE && f->rank == 1 && f->attempt > 0) {
            (void)printf("%s:", spw_severity_name(f->severity));
            put_slice(f->cause);
            (void)putchar(' ');
        }
    }
}

static void diagnose(struct cases *c)
{
    struct spw_engine *e = NULL;
    struct buf session;
    struct spw_options options = {.now = time_cell(c->cell[4]),
                                  .dialect = SLICE("spwf04"),
                                  .framing = SLICE("raw"),
                                  .chain = buf_slice(&c->first)};
    buf_init(&session, SESSION_BYTES);
    write_session(c, &session);
    if (spw_engine_new(&e, c->knowledge, &options) != SPW_OK ||
        spw_engine_feed(e, buf_slice(&session), TIME_NONE) != SPW_OK ||
        spw_engine_finish(e) != SPW_OK) {
        die("cannot diagnose", c->cell[1]);
    }
    put_findings(spw_engine_report(e));
    const char *dump = getenv("JUDGE_SESSION"); /* to look at one of them */
    if (dump != NULL && strcmp(dump, c->cell[1]) == 0) {
        (void)fwrite(session.p, 1, session.n, stderr);
    }
    spw_engine_free(e);
    buf_dispose(&session);
}

/* ---- the kinds of case ----------------------------------------------------------------------------------- */

static void judge_chain(struct cases *c)
{
    struct spw_material *m = material(c, "");
    struct spw_server server = {.host = text_cell(c->cell[5]),
                                .chain = buf_slice(&c->first),
                                .ca = buf_slice(&c->second),
                                .asks_client_certificate = TRI_UNKNOWN};
    if (spw_material_add_server(m, &server) != SPW_OK) {
        die("no memory", "");
    }
    put_judgement(m);
    (void)putchar('\t');
    diagnose(c);
    spw_material_free(m);
}

static void judge_own(struct cases *c)
{
    struct spw_material *m = material(c, "cert");
    if (spw_material_add(m, SLICE("own"), buf_slice(&c->first)) != SPW_OK) {
        die("no memory", "");
    }
    put_judgement(m);
    spw_material_free(m);
}

static void judge_read(struct cases *c)
{
    struct arena arena;
    struct x509_facts f;
    unsigned odd = 0;
    arena_init(&arena, FILE_BYTES);
    if (x509_read(buf_slice(&c->first), &arena, &f, &odd) != SPW_OK) {
        die("no memory", "");
    }
    bool damaged = (odd & X509_ODD_UNREADABLE) != 0 || f.what == X509_DAMAGED;
    (void)printf("%s%s bits=%u curve=%.*s signature=%.*s version=%d ", damaged ? "damaged " : "",
                 x509_what_text(f.what), f.key_bits, SLICE_ARG(f.curve), SLICE_ARG(f.signature),
                 f.version);
    (void)printf("from=%lld to=%lld serial=%.*s names=%.*s", (long long)f.not_before,
                 (long long)f.not_after, SLICE_ARG(f.serial), SLICE_ARG(f.dns_names));
    arena_dispose(&arena);
}

static void judge_pair(struct cases *c)
{
    static const char *const words[] = {
        [TRI_NO] = "no", [TRI_YES] = "yes", [TRI_UNKNOWN] = "unknown"};
    struct arena arena;
    struct x509_facts key, certificate;
    unsigned odd = 0;
    arena_init(&arena, FILE_BYTES);
    if (x509_read(buf_slice(&c->first), &arena, &key, &odd) != SPW_OK ||
        x509_read(buf_slice(&c->second), &arena, &certificate, &odd) != SPW_OK) {
        die("no memory", "");
    }
    (void)printf("%s", words[x509_key_matches(&key, &certificate)]);
    arena_dispose(&arena);
}

static const struct kind {
    const char *name;
    void (*judge)(struct cases *c);
} kinds[] = {
    {"chain", judge_chain}, {"own", judge_own}, {"read", judge_read}, {"pair", judge_pair}};

static void judge_line(struct cases *c, char *line)
{
    size_t n = 0;
    for (char *cell = line; n < CELLS && *cell != '\0' && *cell != '\n';) {
        size_t length = strcspn(cell, "\t\n");
        char *next = cell + length + (cell[length] != '\0');
        cell[length] = '\0';
        c->cell[n++] = cell;
        cell = next;
    }
    if (n != CELLS) {
        die("not seven cells in the line of", n > 1 ? c->cell[1] : "nothing");
    }
    read_file(c->cell[2], &c->first);
    read_file(c->cell[3], &c->second);
    (void)printf("%s\t", c->cell[1]);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].name, c->cell[0]) == 0) {
            kinds[i].judge(c);
        }
    }
    (void)putchar('\n');
}

int main(void)
{
    static char line[LINE_BYTES];
    struct cases c = {0};
    struct messages messages;
    messages_init(&messages);
    if (spw_knowledge_new(&c.knowledge, NULL, 0, &messages) != SPW_OK) {
        die("cannot read", "the rules");
    }
    buf_init(&c.first, FILE_BYTES);
    buf_init(&c.second, FILE_BYTES);
    while (fgets(line, sizeof line, stdin) != NULL) {
        judge_line(&c, line);
    }
    buf_dispose(&c.first);
    buf_dispose(&c.second);
    spw_knowledge_free(c.knowledge);
    messages_dispose(&messages);
    return 0;
}
