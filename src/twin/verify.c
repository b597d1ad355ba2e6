/* The handshake as the firmware sees it: the walk along the server's chain with the one stored root, and the
 * module's own certificate when the server asks for it. Where each step is known from stands in
 * behaviour.tsv; the order of the steps is that of the captures: what the firmware cannot read at all is
 * refused before the walk, dates and signatures behind it. */
#include "twin/state.h"
#include "x509/chain.h"

struct walk {
    struct twin *t;
    struct x509_facts chain[X509_CHAIN_MAX];
    size_t n;
    struct x509_facts root;
    size_t below_root; /* index of the certificate that the root issued */
    bool in_flash;
};

static int64_t limit(const struct twin *t, struct slice name, int64_t otherwise)
{
    const struct limit_row *row = dialect_limit(t->dialect, name, t->version);
    return row != NULL ? row->value : otherwise;
}

static bool read_certificate(struct twin *t, struct slice bytes, struct x509_facts *facts)
{
    unsigned odd = 0;
    return x509_read(bytes, &t->scratch, facts, &odd) == SPW_OK &&
           facts->what == X509_CERTIFICATE && (odd & (unsigned)X509_ODD_UNREADABLE) == 0;
}

/* ---- what the firmware cannot do at all -------------------------------------------------------------------- */

static bool has_ec(const struct x509_facts *f)
{
    return f->signature_ecdsa || f->key_type == X509_KEY_EC;
}

static bool has_rsa(const struct x509_facts *f)
{
    return !f->signature_ecdsa || f->key_type == X509_KEY_RSA;
}

static bool algorithms_suit(const struct walk *w)
{
    bool ec = false;
    bool rsa = false;
    for (size_t i = 0; i < w->n; i++) {
        ec |= has_ec(&w->chain[i]);
        rsa |= has_rsa(&w->chain[i]);
    }
    return !(ec && rsa && limit(w->t, SLICE("tls.mixed_chain"), 1) == 0) &&
           !(ec && limit(w->t, SLICE("tls.ecdsa"), 1) == 0);
}

static bool keys_suit(const struct walk *w)
{
    for (size_t i = 0; i < w->n; i++) {
        if (w->chain[i].key_type == X509_KEY_RSA &&
            w->chain[i].key_bits > limit(w->t, SLICE("tls.rsa.bits"), INT64_MAX)) {
            return false;
        }
    }
    return true;
}

static bool sizes_suit(const struct walk *w)
{
    for (size_t i = 0; i < w->n; i++) {
        if (w->chain[i].der_length >
            (uint64_t)limit(w->t, SLICE("tls.certificate.bytes"), INT64_MAX)) {
            return false;
        }
    }
    return true;
}

/* ---- the root ------------------------------------------------------------------------------------------------- */

/* <key-id>.ca: the name that the table has for the slot. */
static struct slice root_file_name(struct twin *t, const struct x509_id *id)
{
    struct buf name;
    struct slice before, after;
    const struct store_row *row = NULL;
    for (size_t i = 0; i < t->dialect->n_store; i++) {
        row = t->dialect->store[i].slot == SLOT_CA ? &t->dialect->store[i] : row;
    }
    if (row == NULL || !slice_split(row->file, '>', &before, &after)) {
        return slice_of(NULL, 0);
    }
    buf_init(&name, FILE_NAME_MAX * 2);
    buf_put(&name, x509_id_hex(id, &t->scratch));
    buf_put(&name, after);
    struct slice copy = arena_copy(&t->scratch, buf_slice(&name));
    buf_dispose(&name);
    return copy;
}

/* The root goes by its stored identifier, not by its own: a root in PEM has none until it is loaded. What
 * flash holds hides the files. */
static bool stored_root(struct walk *w, const struct x509_facts *below, struct x509_id *id)
{
    struct twin *t = w->t;
    struct slice flash = buf_slice(&t->slots[SLOT_CA].bytes);
    struct slice stored_id = buf_slice(&t->slots[SLOT_ID].bytes);
    w->in_flash = flash.n > 0;
    id->n = 0;
    if (w->in_flash) {
        if (stored_id.n > 0 && stored_id.n <= X509_ID_MAX) {
            memcpy(id->bytes, stored_id.p, stored_id.n);
            id->n = stored_id.n;
        }
        return read_certificate(t, flash, &w->root);
    }
    if (below->authority_key_id.n == 0) {
        return false;
    }
    const struct file *f = file_find(t, root_file_name(t, &below->authority_key_id));
    *id = below->authority_key_id;
    return f != NULL && read_certificate(t, buf_slice(&f->bytes), &w->root);
}

/* Is this the certificate of the chain that the stored root issued? */
static bool root_fits(struct walk *w, const struct x509_facts *below)
{
    struct x509_id id;
    return stored_root(w, below, &id) && x509_id_eq(&id, &below->authority_key_id) &&
           slice_eq(w->root.subject, below->issuer) &&
           (w->root.self_issued || behaviour_number(w->t, WHEN_ROOT_MUST_BE_SELF_ISSUED) == 0);
}

static bool find_root(struct walk *w)
{
    for (size_t i = 0; i < w->n; i++) {
        if (root_fits(w, &w->chain[i])) {
            w->below_root = i;
            return true;
        }
        say_reply(w->t, M_SKIP_CA, NO_FIELDS);
    }
    return false;
}

/* ---- behind the walk -------------------------------------------------------------------------------------------- */

static bool signatures_hold(const struct walk *w)
{
    for (size_t i = 0; i <= w->below_root; i++) {
        const struct x509_facts *issuer = i == w->below_root ? &w->root : &w->chain[i + 1];
        if (x509_issued(issuer, &w->chain[i]) != TRI_YES) {
            return false;
        }
    }
    return true;
}

static bool dates_hold(const struct walk *w)
{
    int64_t now = clock_now(w->t);
    for (size_t i = 0; i <= w->below_root + 1; i++) {
        const struct x509_facts *f = i <= w->below_root ? &w->chain[i] : &w->root;
        if (now < f->not_before || now > f->not_after) {
            return false;
        }
    }
    return true;
}

static struct slice place(const struct twin *t, bool in_flash)
{
    return behaviour(t, in_flash ? WHEN_LOADED_FROM_FLASH : WHEN_LOADED_ELSEWHERE);
}

static bool refuse(struct walk *w, enum situation why)
{
    say_certificate_error(w->t, why);
    return false;
}

static bool judge(struct walk *w)
{
    struct twin *t = w->t;
    if (!algorithms_suit(w)) {
        return refuse(w, WHEN_CHAIN_SIGNATURE_UNREADABLE);
    }
    if (!keys_suit(w)) {
        return refuse(w, WHEN_CHAIN_KEY_UNSUPPORTED);
    }
    if (!sizes_suit(w)) {
        return refuse(w, WHEN_CHAIN_REFUSED);
    }
    if (!find_root(w)) {
        return refuse(w, WHEN_CHAIN_WITHOUT_ROOT);
    }
    say_reply(t, M_LOADING, FIELDS(behaviour(t, WHEN_LOADING_CA), place(t, w->in_flash)));
    if (!signatures_hold(w)) {
        return refuse(w, WHEN_CHAIN_REFUSED);
    }
    return (behaviour_number(t, WHEN_CHECKS_DATES) == 0 || dates_hold(w)) ||
           refuse(w, WHEN_CHAIN_OUT_OF_DATE);
}

/* A name that SOCKON was told; the firmware says nothing when it does not fit. */
static bool name_fits(const struct twin *t, const struct link *l, const struct x509_facts *leaf)
{
    return l->told_name.n == 0 || behaviour_number(t, WHEN_CHECKS_NAME_WHEN_TOLD) == 0 ||
           x509_matches_host(leaf, buf_slice(&l->told_name)) != TRI_NO;
}

bool twin_link_judge(struct twin *t, unsigned link, const struct slice *chain, size_t n)
{
    struct walk w = {.t = t};
    struct link *l = &t->links[link];
    arena_reset(&t->scratch);
    for (; w.n < n && w.n < X509_CHAIN_MAX; w.n++) {
        if (!read_certificate(t, chain[w.n], &w.chain[w.n])) {
            say_certificate_error(t, WHEN_CHAIN_SIGNATURE_UNREADABLE);
            l->refused = true;
            return false;
        }
    }
    l->accepted = w.n > 0 && judge(&w) && name_fits(t, l, &w.chain[0]);
    l->refused = !l->accepted;
    return l->accepted;
}

/* ---- the module's own certificate ---------------------------------------------------------------------------------- */

/* Flash first, then the file that stands for the slot. */
static struct slice own_material(const struct twin *t, enum store_slot slot, bool *in_flash)
{
    struct slice flash = buf_slice(&t->slots[slot].bytes);
    *in_flash = flash.n > 0;
    for (size_t i = 0; i < t->dialect->n_store && !*in_flash; i++) {
        const struct store_row *row = &t->dialect->store[i];
        const struct file *f = row->slot == slot ? file_find(t, row->file) : NULL;
        if (f != NULL) {
            return buf_slice(&f->bytes);
        }
    }
    return flash;
}

static void say_loading(struct twin *t, enum situation object, bool in_flash)
{
    say_reply(t, M_LOADING, FIELDS(behaviour(t, object), place(t, in_flash)));
}

bool twin_link_identity(struct twin *t, unsigned link, struct slice *certificate, struct slice *key)
{
    bool in_flash = false;
    (void)link;
    *certificate = own_material(t, SLOT_CERT, &in_flash);
    say_loading(t, WHEN_LOADING_CERT, in_flash);
    *key = own_material(t, SLOT_KEY, &in_flash);
    say_loading(t, WHEN_LOADING_KEY, in_flash);
    if (key->n == 0 && certificate->n == 0) {
        say_loading(t, WHEN_LOADING_KEY, in_flash); /* the capture of SEED has this line twice */
    }
    return certificate->n > 0 && key->n > 0;
}
