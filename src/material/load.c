/* What is sent to the module: the bytes, and the commands around them. The words of the commands are
 * those of the dialect's tables. */
#include "base/base64.h"
#include "base/stamp.h"
#include "material/private.h"

enum { COMMAND_MAX = 200, STEP_COMMANDS = 2 };

/* ---- bytes ------------------------------------------------------------------------------------------ */

static struct slice label_of(const struct x509_facts *f)
{
    if (facts_are_certificate(f)) {
        return SLICE("CERTIFICATE");
    }
    switch (f->key_form) {
    case X509_FORM_PKCS1:
        return SLICE("RSA PRIVATE KEY");
    case X509_FORM_SEC1:
        return SLICE("EC PRIVATE KEY");
    case X509_FORM_PKCS8:
    case X509_FORM_UNKNOWN:
        break;
    }
    return SLICE("PRIVATE KEY");
}

/* Rows of 48 bytes make 64 characters [RFC 7468 2]. */
struct slice pem_of(struct spw_material *m, const struct x509_facts *f)
{
    enum { ROW = 48 };
    struct slice label = label_of(f);
    struct buf b;
    buf_init(&b, 2 * (size_t)X509_DER_MAX);
    buf_printf(&b, "-----BEGIN %.*s-----\n", SLICE_ARG(label));
    for (size_t at = 0; at < f->der.n; at += ROW) {
        base64_put(&b, slice_sub(f->der, at, ROW));
        buf_byte(&b, '\n');
    }
    buf_printf(&b, "-----END %.*s-----\n", SLICE_ARG(label));
    struct slice kept = arena_copy(&m->arena, buf_slice(&b));
    m->failed |= b.status != SPW_OK || kept.p == NULL;
    buf_dispose(&b);
    return kept;
}

/* A key is sent in the older form, PKCS#1 or SEC1: whether the module takes PKCS#8 is not known. */
static struct x509_facts as_sent(struct spw_material *m, const struct piece *p)
{
    struct x509_facts sent = p->facts;
    if (p->row->slot == SLOT_KEY && sent.key_form == X509_FORM_PKCS8) {
        struct slice der = {0};
        enum x509_key_form form = X509_FORM_UNKNOWN;
        m->failed |= x509_key_traditional(&p->facts, &m->arena, &der, &form) != SPW_OK;
        if (der.n > 0) {
            sent.der = der;
            sent.key_form = form;
        }
    }
    return sent;
}

/* The first of the forms that the table gives is the one to use. */
void load_prepare(struct spw_material *m, struct piece *p)
{
    if (p->row == NULL || !piece_is_readable(p)) {
        return;
    }
    if (p->row->slot == SLOT_ID) {
        p->payload = slice_of(p->facts.subject_key_id.bytes, p->facts.subject_key_id.n);
        p->form = p->payload.n > 0 ? FORM_RAW : FORM_NONE;
    } else if (slice_starts(p->row->forms, SLICE("der"))) {
        p->payload = as_sent(m, p).der;
        p->form = FORM_DER;
    } else {
        struct x509_facts sent = as_sent(m, p);
        p->payload = pem_of(m, &sent);
        p->form = FORM_PEM;
    }
}

/* ---- commands ------------------------------------------------------------------------------------------ */

static bool begins_with_word(const struct command_row *row, struct slice word)
{
    const struct param_spec *p = row->params;
    return row->n_params > 0 && p[0].kind == KIND_LITERAL && slice_eq_nocase(p[0].choices[0], word);
}

static const struct command_row *command_of(const struct dialect *d, enum meaning meaning,
                                            struct slice word)
{
    for (size_t i = 0; i < d->n_commands; i++) {
        const struct command_row *row = &d->commands[i];
        if (row->meaning == meaning && (word.n == 0 || begins_with_word(row, word))) {
            return row;
        }
    }
    return NULL;
}

struct slice load_command(struct spw_material *m, const struct store_row *row, size_t bytes)
{
    const struct command_row *c = command_of(m->dialect, M_STORE_LOAD, row->keyword);
    if (c == NULL) {
        return slice_of(NULL, 0);
    }
    return said_text(m, "%.*s=%.*s,%zu", SLICE_ARG(c->name), SLICE_ARG(row->keyword), bytes);
}

/* A command all of whose parameters are fixed words. */
static struct slice fixed_command(struct spw_material *m, enum meaning meaning)
{
    const struct command_row *c = command_of(m->dialect, meaning, slice_of(NULL, 0));
    struct buf b;
    if (c == NULL) {
        return slice_of(NULL, 0);
    }
    buf_init(&b, COMMAND_MAX);
    buf_put(&b, c->name);
    for (size_t i = 0; i < c->n_params && c->params[i].kind == KIND_LITERAL; i++) {
        buf_byte(&b, i == 0 ? '=' : ',');
        buf_put(&b, c->params[i].choices[0]);
    }
    struct slice kept = arena_copy(&m->arena, buf_slice(&b));
    m->failed |= kept.p == NULL;
    buf_dispose(&b);
    return kept;
}

/* ---- steps ----------------------------------------------------------------------------------------------- */

static void add_step(struct spw_material *m, struct slice text, struct slice first,
                     struct slice second)
{
    struct spw_step *step = array_push(&m->steps);
    struct slice *commands = ARENA_ARRAY(&m->arena, STEP_COMMANDS, struct slice);
    if (step == NULL || commands == NULL) {
        m->failed = true;
        return;
    }
    commands[0] = first;
    commands[1] = second;
    step->text = text;
    step->commands = commands;
    step->n_commands = first.n == 0 ? 0 : second.n == 0 ? 1 : 2;
}

static const char *form_text(enum payload_form f)
{
    switch (f) {
    case FORM_DER:
        return "DER";
    case FORM_PEM:
        return "PEM with LF line ends";
    case FORM_RAW:
        return "raw bytes";
    case FORM_NONE:
        break;
    }
    return "";
}

/* Of a root in DER the module takes and prints the identifier itself [SEED]. */
static struct slice after_load(struct spw_material *m, const struct piece *p)
{
    struct slice id = x509_id_text(&p->facts.subject_key_id, &m->arena);
    if (p->row->slot != SLOT_CA || p->form != FORM_DER || id.n == 0) {
        return slice_of(NULL, 0);
    }
    return said_text(m, "; the module then prints the key identifier %.*s", SLICE_ARG(id));
}

static void add_load(struct spw_material *m, const struct piece *p)
{
    struct slice title = piece_title(p);
    struct slice command = load_command(m, p->row, p->payload.n);
    struct slice after = after_load(m, p);
    struct slice text =
        said_text(m, "Load %.*s, and right behind the command's line end the %zu bytes (%s)%.*s.",
                  SLICE_ARG(title), p->payload.n, form_text(p->form), (int)after.n,
                  after.n > 0 ? (const char *)after.p : "");
    struct slice bytes = said_text(m, "<%zu bytes>", p->payload.n);
    add_step(m, text, command, bytes);
}

/* A root that is not at hand, but known by the table. */
static void add_root(struct spw_material *m, const struct authority_row *root)
{
    for (size_t i = 0; root != NULL && i < m->dialect->n_store; i++) {
        const struct store_row *row = &m->dialect->store[i];
        if (row->slot == SLOT_CA) {
            bool der = slice_starts(row->forms, SLICE("der"));
            size_t bytes = der ? root->der_length : root->pem_lf;
            add_step(m,
                     said_text(m, "Fetch the root %.*s, and load its %zu bytes (%s).",
                               SLICE_ARG(root->cn), bytes, form_text(der ? FORM_DER : FORM_PEM)),
                     load_command(m, row, bytes), said_text(m, "<%zu bytes>", bytes));
            return;
        }
    }
}

static void add_file(struct spw_material *m, const struct piece *p)
{
    if (p->file.n > 0 && p->row->slot != SLOT_ID) {
        add_step(m,
                 said_text(m,
                           "Or put the same bytes into the module's file system as %.*s, with "
                           "nothing loaded in flash, which hides files.",
                           SLICE_ARG(p->file)),
                 slice_of(NULL, 0), slice_of(NULL, 0));
    }
}

static void add_clock(struct spw_material *m)
{
    const struct command_row *c = command_of(m->dialect, M_CLOCK, slice_of(NULL, 0));
    if (c != NULL && m->options.now != TIME_NONE) {
        add_step(m, SLICE("Set the clock, in seconds since 1970, before TLS is used."),
                 said_text(m, "%.*s=%lld", SLICE_ARG(c->name), (long long)m->options.now),
                 slice_of(NULL, 0));
    }
}

static const struct authority_row *needed_root(const struct spw_material *m)
{
    return m->n_roots > 0 && m->roots[0].facts == NULL ? m->roots[0].row : NULL;
}

void load_steps(struct spw_material *m)
{
    bool any = needed_root(m) != NULL;
    for (size_t i = 0; i < m->pieces.n; i++) {
        const struct piece *p = ARRAY_AT(&m->pieces, struct piece, i);
        any |= p->form != FORM_NONE || p->instead != NULL;
    }
    if (!any) {
        return;
    }
    add_clock(m);
    add_step(m,
             SLICE("When something is loaded already: erase it first. This erases root, own "
                   "certificate, key and identifier together; load again what is still needed."),
             fixed_command(m, M_STORE_CLEAN), slice_of(NULL, 0));
    add_root(m, needed_root(m));
    for (size_t i = 0; i < m->pieces.n; i++) {
        const struct piece *p = ARRAY_AT(&m->pieces, struct piece, i);
        if (p->form != FORM_NONE) {
            add_load(m, p);
            add_file(m, p);
        } else {
            add_root(m, p->instead);
        }
    }
    struct slice content = fixed_command(m, M_STORE_CONTENT);
    if (content.n > 0) {
        add_step(m, SLICE("Look whether all of it is there."), content, slice_of(NULL, 0));
    }
}
