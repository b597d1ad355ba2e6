#include "x509/extension.h"

#include <arpa/inet.h>
#include <string.h>

/* All of ours are 2.5.29.<n>. */
static bool is_ours(struct slice oid, uint8_t number)
{
    return oid.n == 3 && oid.p[0] == 0x55 && oid.p[1] == 0x1d && oid.p[2] == number;
}

struct extension {
    struct slice oid, value;
    bool whole, critical;
};

/* OID, critical DEFAULT FALSE, OCTET STRING with the DER of the value. A cut value is handed on: what
 * is there of a list of names may be of use. */
static bool next_extension(struct slice *rest, struct extension *out)
{
    struct slice behind = *rest;
    struct der_item extension;
    struct der_item oid;
    struct der_item item;
    if (!der_expect(&behind, DER_SEQUENCE, &extension) ||
        !der_expect(&extension.body, DER_OID, &oid) || oid.cut) {
        return false;
    }
    bool whole = !extension.cut && der_is_oid(oid.body);
    bool critical = false;
    if (der_peek(extension.body, DER_BOOLEAN)) {
        if (!der_read(&extension.body, &item)) {
            return false;
        }
        whole = whole && item.body.n == 1;
        critical = item.body.n == 1 && item.body.p[0] != 0;
    }
    const bool value = der_expect(&extension.body, DER_OCTET_STRING, &item);
    *rest = behind;
    out->oid = oid.body;
    out->value = value ? item.body : slice_of(NULL, 0);
    out->critical = critical;
    out->whole = whole && value && !item.cut && extension.body.n == 0;
    return true;
}

static void keep_id(const struct der_item *item, struct x509_id *id)
{
    if (!item->cut && item->body.n <= X509_ID_MAX) {
        id->n = item->body.n;
        if (id->n != 0) {
            memcpy(id->bytes, item->body.p, id->n);
        }
    }
}

static void read_subject_key_id(struct slice value, struct x509_facts *facts)
{
    struct der_item id;
    if (der_expect(&value, DER_OCTET_STRING, &id)) {
        keep_id(&id, &facts->subject_key_id);
    }
}

static void read_authority_key_id(struct slice value, struct x509_facts *facts)
{
    struct der_item list;
    struct der_item id;
    if (der_expect(&value, DER_SEQUENCE, &list) && der_expect(&list.body, DER_IMPLICIT + 0, &id)) {
        keep_id(&id, &facts->authority_key_id);
    }
}

static void read_basic_constraints(struct slice value, struct x509_facts *facts)
{
    struct der_item list;
    struct der_item item;
    unsigned length = 0;
    if (!der_expect(&value, DER_SEQUENCE, &list)) {
        return;
    }
    bool ca = false;
    if (der_expect(&list.body, DER_BOOLEAN, &item)) {
        ca = item.body.n == 1 && item.body.p[0] != 0;
    }
    facts->ca = list.cut && !ca ? TRI_UNKNOWN : tri_of(ca);
    if (der_expect(&list.body, DER_INTEGER, &item) && der_small(&item, 0xffff, &length)) {
        facts->path_length = (int)length;
    }
}

/* keyCertSign is bit 5, counted from the most significant one. */
static void read_key_usage(struct slice value, struct x509_facts *facts)
{
    struct der_item bits;
    if (der_expect(&value, DER_BIT_STRING, &bits) && !bits.cut) {
        const struct slice content = der_bits(&bits);
        facts->has_key_usage = true;
        facts->key_cert_sign = content.n != 0 && (content.p[0] & 0x04) != 0;
    }
}

static void read_extended_key_usage(struct slice value, struct x509_facts *facts)
{
    static const struct slice server = SLICE_INIT("\x2b\x06\x01\x05\x05\x07\x03\x01");
    static const struct slice client = SLICE_INIT("\x2b\x06\x01\x05\x05\x07\x03\x02");
    static const struct slice any = SLICE_INIT("\x55\x1d\x25\x00");
    struct der_item list;
    struct der_item purpose;
    if (!der_expect(&value, DER_SEQUENCE, &list) || list.cut) {
        return;
    }
    facts->server_auth = false;
    facts->client_auth = false;
    while (der_expect(&list.body, DER_OID, &purpose)) {
        const bool every = slice_eq(purpose.body, any);
        facts->server_auth = facts->server_auth || every || slice_eq(purpose.body, server);
        facts->client_auth = facts->client_auth || every || slice_eq(purpose.body, client);
    }
}

static const struct reader {
    uint8_t number; /* of 2.5.29 */
    void (*read)(struct slice value, struct x509_facts *facts);
} readers[] = {
    {14, read_subject_key_id},   {15, read_key_usage},          {19, read_basic_constraints},
    {35, read_authority_key_id}, {37, read_extended_key_usage},
};

/* RFC 5280 4.2.1 defines 2.5.29.x, PKIX (1.3.6.1.5.5.7) some more, Netscape its old one. A client must refuse
 * a certificate with a critical extension that it does not know. */
static bool is_known(struct slice oid)
{
    static const struct slice known[] = {SLICE_INIT("\x55\x1d"),
                                         SLICE_INIT("\x2b\x06\x01\x05\x05\x07"),
                                         SLICE_INIT("\x60\x86\x48\x01\x86\xf8\x42")};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (slice_starts(oid, known[i])) {
            return true;
        }
    }
    return false;
}

bool extension_read_all(const struct cert_parts *parts, struct x509_facts *facts)
{
    struct slice rest = parts->extensions;
    struct extension extension;
    bool whole = true;
    facts->server_auth = true;
    facts->client_auth = true;
    if (parts->version == 3 && parts->extensions_known) {
        facts->ca = TRI_NO;
    }
    while (next_extension(&rest, &extension)) {
        whole = whole && extension.whole;
        facts->unknown_critical |= extension.critical && !is_known(extension.oid);
        for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
            if (is_ours(extension.oid, readers[i].number)) {
                readers[i].read(extension.value, facts);
            }
        }
    }
    return whole && rest.n == 0;
}

struct slice alt_names_start(const struct cert_parts *parts)
{
    struct slice rest = parts->extensions;
    struct extension extension;
    struct der_item list;
    while (next_extension(&rest, &extension)) {
        if (is_ours(extension.oid, 17) && der_expect(&extension.value, DER_SEQUENCE, &list)) {
            return list.body;
        }
    }
    return slice_of(NULL, 0);
}

bool alt_names_next(struct slice *rest, struct alt_name *name)
{
    struct der_item item;
    while (der_read(rest, &item)) {
        name->value = item.body;
        name->address = item.tag == DER_IMPLICIT + 7;
        const bool text = item.tag == DER_IMPLICIT + 2;
        const bool address = name->address && (item.body.n == 4 || item.body.n == 16);
        if (!item.cut && (text || address)) {
            return true;
        }
    }
    return false;
}

static void put_address(struct buf *out, struct slice bytes)
{
    char text[INET6_ADDRSTRLEN];
    const int family = bytes.n == 4 ? AF_INET : AF_INET6;
    if (inet_ntop(family, bytes.p, text, sizeof text) != NULL) {
        buf_cstr(out, text);
    }
}

void alt_names_put(struct buf *out, const struct cert_parts *parts)
{
    struct alt_name name;
    struct slice rest = alt_names_start(parts);
    for (bool first = true; alt_names_next(&rest, &name); first = false) {
        if (!first) {
            buf_put(out, SLICE(", "));
        }
        if (name.address) {
            put_address(out, name.value);
        } else {
            buf_put(out, name.value);
        }
    }
}
