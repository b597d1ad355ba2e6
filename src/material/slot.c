/* Which slot of the module an object belongs into, and under which name it lies in its files. */
#include "material/private.h"

static const struct store_row *row_of_slot(const struct dialect *d, enum store_slot slot)
{
    for (size_t i = 0; i < d->n_store; i++) {
        if (d->store[i].slot == slot) {
            return &d->store[i];
        }
    }
    return NULL;
}

/* A certificate without basicConstraints may be an old root; one that signed itself is loaded as CA by
 * those who run the server. Of others, only authorities are CAs. */
static enum store_slot natural_slot(const struct x509_facts *f)
{
    if (f->what == X509_PRIVATE_KEY || f->what == X509_ENCRYPTED_KEY) {
        return SLOT_KEY;
    }
    if (!facts_are_certificate(f)) {
        return SLOT_NONE;
    }
    return f->self_issued || f->ca == TRI_YES ? SLOT_CA : SLOT_CERT;
}

/* "<key-id>.ca" with the identifier in place of its name. */
static struct slice file_name(struct spw_material *m, const struct store_row *row,
                              const struct x509_facts *f)
{
    static const struct slice mark = SLICE_INIT("<key-id>");
    size_t at = slice_find(row->file, mark, 0);
    struct slice id = x509_id_hex(&f->subject_key_id, &m->arena);
    if (at == row->file.n) {
        return row->file;
    }
    if (id.n == 0) {
        return slice_of(NULL, 0);
    }
    struct slice tail = slice_from(row->file, at + mark.n);
    return said_text(m, "%.*s%.*s%.*s", (int)at, (const char *)row->file.p, SLICE_ARG(id),
                     SLICE_ARG(tail));
}

void slot_choose(struct spw_material *m, struct piece *p)
{
    enum store_slot slot = m->wanted != SLOT_NONE ? m->wanted : natural_slot(&p->facts);
    if (p->of_server) {
        return;
    }
    p->row = row_of_slot(m->dialect, slot);
    if (p->row != NULL) {
        p->file = file_name(m, p->row, &p->facts);
    }
}
