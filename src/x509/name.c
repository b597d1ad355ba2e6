#include "x509/name.h"

#include "base/escape.h"
#include "x509/oid.h"

static bool is_utf8(struct slice s)
{
    for (size_t i = 0; i < s.n;) {
        const size_t n = s.p[i] < 0x80 ? 1 : utf8_decode(s, i, NULL);
        if (n == 0) {
            return false;
        }
        i += n;
    }
    return true;
}

/* The string types of X.520; BIT STRING is that of one attribute, x500UniqueIdentifier. */
static bool is_string(const struct der_item *value)
{
    switch (value->tag) { /* tags are bytes of the input, not an enum of ours */
    case DER_UTF8_STRING:
        return is_utf8(value->body);
    case DER_BMP_STRING:
        return value->body.n % 2 == 0;
    case DER_UNIVERSAL_STRING:
        return value->body.n % 4 == 0;
    case DER_NUMERIC_STRING:
    case DER_PRINTABLE_STRING:
    case DER_T61_STRING:
    case DER_IA5_STRING:
    case DER_BIT_STRING:
        return true;
    default:
        return false;
    }
}

/* False when not even the value is there. */
static bool read_attribute(struct slice *members, struct name_attribute *a, bool *whole)
{
    struct der_item pair;
    struct der_item type;
    if (!der_expect(members, DER_SEQUENCE, &pair)) {
        return false;
    }
    if (!der_expect(&pair.body, DER_OID, &type) || !der_read(&pair.body, &a->value) ||
        a->value.cut) {
        return false;
    }
    a->oid = type.body;
    *whole = *whole && !pair.cut && der_is_oid(a->oid) && is_string(&a->value) && pair.body.n == 0;
    return true;
}

/* RDNSequence: SEQUENCE of SET of attributes. Nearly always one attribute a set. */
void name_read(struct name *name, const struct der_item *der)
{
    struct slice sets = der->body;
    struct der_item set;
    bool whole = true;
    name->n = 0;
    name->more = false;
    name->whole = false;
    while (der_expect(&sets, DER_SET, &set)) {
        whole = whole && !set.cut && set.body.n != 0;
        for (bool first = true; set.body.n != 0; first = false) {
            struct name_attribute *a = &name->list[name->n];
            if (name->n == NAME_ATTRIBUTES_MAX) {
                name->more = true;
                name->whole = whole;
                return;
            }
            if (!read_attribute(&set.body, a, &whole)) {
                return;
            }
            a->same_set = !first;
            name->n++;
        }
    }
    name->whole = whole && !der->cut && sets.n == 0;
}

/* Code points that are none become U+FFFD. */
static void put_utf8(struct buf *out, uint32_t cp)
{
    if (cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000)) {
        cp = 0xfffd;
    }
    if (cp < 0x80) {
        buf_byte(out, (uint8_t)cp);
    } else if (cp < 0x800) {
        buf_byte(out, (uint8_t)(0xc0 | cp >> 6));
        buf_byte(out, (uint8_t)(0x80 | (cp & 0x3f)));
    } else if (cp < 0x10000) {
        buf_byte(out, (uint8_t)(0xe0 | cp >> 12));
        buf_byte(out, (uint8_t)(0x80 | (cp >> 6 & 0x3f)));
        buf_byte(out, (uint8_t)(0x80 | (cp & 0x3f)));
    } else {
        buf_byte(out, (uint8_t)(0xf0 | cp >> 18));
        buf_byte(out, (uint8_t)(0x80 | (cp >> 12 & 0x3f)));
        buf_byte(out, (uint8_t)(0x80 | (cp >> 6 & 0x3f)));
        buf_byte(out, (uint8_t)(0x80 | (cp & 0x3f)));
    }
}

/* Characters of `width` bytes, big-endian; a rest that is no whole character is left out. */
static void put_wide(struct buf *out, struct slice s, size_t width)
{
    for (size_t i = 0; i + width <= s.n; i += width) {
        uint32_t cp = 0;
        for (size_t k = 0; k < width; k++) {
            cp = cp << 8 | s.p[i + k];
        }
        put_utf8(out, cp);
    }
}

bool name_string_is_wide(const struct der_item *string)
{
    return string->tag == DER_BMP_STRING || string->tag == DER_UNIVERSAL_STRING ||
           string->tag == DER_T61_STRING;
}

void name_string_put(struct buf *out, const struct der_item *string)
{
    switch (string->tag) { /* tags are bytes of the input, not an enum of ours */
    case DER_BMP_STRING:
        put_wide(out, string->body, 2);
        break;
    case DER_UNIVERSAL_STRING:
        put_wide(out, string->body, 4);
        break;
    case DER_T61_STRING: /* in practice Latin-1, whatever T.61 says */
        put_wide(out, string->body, 1);
        break;
    default: /* UTF8String and subsets of ASCII; the escapers of base/ deal with anything else */
        buf_put(out, string->body);
        break;
    }
}

/* RFC 4514 2.4: what would read as the name's own punctuation gets a backslash. */
static bool needs_escape(struct slice s, size_t i)
{
    static const struct slice special = SLICE_INIT(",+\"\\<>;");
    const uint8_t c = s.p[i];
    if (c == ' ') {
        return i == 0 || i == s.n - 1;
    }
    return (c == '#' && i == 0) || slice_find_byte(special, c, 0) < special.n;
}

static bool is_plain(struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!ascii_alnum(s.p[i]) && s.p[i] != '.' && s.p[i] != '-' &&
            (s.p[i] != ' ' || i == 0 || i == s.n - 1)) {
            return false;
        }
    }
    return true;
}

static void put_escaped(struct buf *out, struct slice s)
{
    if (is_plain(s)) { /* nearly all of them */
        buf_put(out, s);
        return;
    }
    for (size_t i = 0; i < s.n; i++) {
        if (needs_escape(s, i)) {
            buf_byte(out, '\\');
        }
        buf_byte(out, s.p[i]);
    }
}

static void put_value(struct buf *out, const struct der_item *value)
{
    if (!name_string_is_wide(value)) {
        put_escaped(out, value->body);
        return;
    }
    struct buf text;
    buf_init(&text, X509_DER_MAX * (size_t)4);
    name_string_put(&text, value);
    put_escaped(out, buf_slice(&text));
    if (text.status != SPW_OK && out->status == SPW_OK) {
        out->status = text.status;
    }
    buf_dispose(&text);
}

static void put_type(struct buf *out, struct slice oid)
{
    const struct slice known = oid_attribute(oid);
    if (known.n != 0) {
        buf_put(out, known);
    } else {
        der_oid_put(out, oid);
    }
}

void name_put(struct buf *out, const struct name *name)
{
    for (size_t i = name->n; i-- > 0;) {
        put_type(out, name->list[i].oid);
        buf_byte(out, '=');
        put_value(out, &name->list[i].value);
        if (i != 0) {
            buf_put(out, name->list[i].same_set ? SLICE(" + ") : SLICE(", "));
        }
    }
    if (name->more) {
        buf_put(out, SLICE(", ..."));
    }
}

/* X.520 attributes are 2.5.4.<number>. */
static bool is_x520(struct slice oid, uint8_t number)
{
    return oid.n == 3 && oid.p[0] == 0x55 && oid.p[1] == 0x04 && oid.p[2] == number;
}

const struct der_item *name_common_name(const struct name *name)
{
    for (size_t i = name->n; i-- > 0;) {
        if (is_x520(name->list[i].oid, 3)) {
            return &name->list[i].value;
        }
    }
    return NULL;
}

const struct der_item *name_title(const struct name *name)
{
    const struct der_item *unit = NULL;
    const struct der_item *organisation = NULL;
    for (size_t i = name->n; i-- > 0;) {
        const struct name_attribute *a = &name->list[i];
        if (is_x520(a->oid, 3)) {
            return &a->value;
        }
        unit = is_x520(a->oid, 11) ? &a->value : unit;
        organisation = is_x520(a->oid, 10) ? &a->value : organisation;
    }
    if (!name->whole) {
        return NULL; /* the CN may have stood behind the cut */
    }
    return unit != NULL ? unit : organisation;
}
