/* The certificate store in flash: a slot each for root, own certificate, own key and the root's key
 * identifier, filled by words of the dialect's table store.tsv. */
#include "twin/state.h"
#include "x509/certificate.h"

static struct slice slot_bytes(const struct twin *t, enum store_slot slot)
{
    return buf_slice(&t->slots[slot].bytes);
}

static void fill(struct twin *t, enum store_slot slot, struct slice bytes)
{
    buf_clear(&t->slots[slot].bytes);
    buf_put(&t->slots[slot].bytes, bytes);
}

/* From a root in DER the module takes the identifier by itself and prints it; from PEM it does not
 * [SEED, FORUM-23]. */
static void learn_key_id(struct twin *t, struct slice bytes)
{
    struct x509_facts facts;
    unsigned odd = 0;
    bool binary =
        bytes.n > 0 && bytes.p[0] == 0x30; /* a SEQUENCE; PEM begins with a letter or '-' */
    if (!binary || x509_identify(bytes, &t->scratch, &facts, &odd) != SPW_OK ||
        facts.what != X509_CERTIFICATE || (odd & (unsigned)X509_ODD_UNREADABLE) != 0 ||
        facts.subject_key_id.n == 0) {
        return;
    }
    fill(t, SLOT_ID, slice_of(facts.subject_key_id.bytes, facts.subject_key_id.n));
    say_reply(t, M_SUBJECT_KEY_ID, FIELDS(x509_id_text(&facts.subject_key_id, &t->scratch)));
}

static bool too_big(const struct twin *t, enum store_slot slot, size_t n)
{
    const struct limit_row *own = dialect_limit(t->dialect, SLICE("tls.own.bytes"), t->version);
    return slot == SLOT_CERT && own != NULL && n > (uint64_t)own->value;
}

void act_store_load(struct twin *t, const struct call *c)
{
    const struct store_row *row = dialect_store(t->dialect, call_text(c, P_SLOT));
    if (row == NULL) {
        say_error(t, WHEN_INVALID_ARGUMENT);
        return;
    }
    if (too_big(t, row->slot, c->payload.n)) {
        say_error(t, WHEN_ARGUMENT_TOO_BIG);
        return;
    }
    fill(t, row->slot, c->payload);
    if (row->slot == SLOT_CA) {
        learn_key_id(t, c->payload);
    }
    say_ok(t);
}

void act_store_content(struct twin *t, const struct call *c)
{
    static const struct {
        enum meaning meaning;
        enum store_slot slot;
    } lines[] = {{M_CONTENT_CA, SLOT_CA},
                 {M_CONTENT_CERT, SLOT_CERT},
                 {M_CONTENT_KEY, SLOT_KEY},
                 {M_CONTENT_ID, SLOT_ID}};
    (void)c;
    say_reply(t, M_CONTENT_HEADER, NO_FIELDS);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        bool held = slot_bytes(t, lines[i].slot).n > 0;
        say_reply(t, lines[i].meaning, FIELDS(held ? SLICE("1") : SLICE("0")));
    }
    say_ok(t);
}

void act_store_clean(struct twin *t, const struct call *c)
{
    (void)c;
    for (size_t i = 0; i < SLOT_COUNT; i++) {
        buf_clear(&t->slots[i].bytes);
    }
    say_reply(t, M_CONTENT_CLEANED, NO_FIELDS);
    say_ok(t);
}
