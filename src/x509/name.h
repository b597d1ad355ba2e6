/* Distinguished names (RFC 5280 4.1.2.4) as text.
 * May include: base/, x509/der.h. */
#ifndef SPW_X509_NAME_H
#define SPW_X509_NAME_H

#include "x509/der.h"

/* Attributes of a name beyond this many are left out; the text then ends in ", ...". */
enum { NAME_ATTRIBUTES_MAX = 64 };

struct name_attribute {
    struct slice oid;
    struct der_item value;
    bool same_set; /* belongs to the RelativeDistinguishedName of the attribute in front */
};

/* The attributes of a name in the order of the bytes; of a cut name, those that are whole. */
struct name {
    struct name_attribute list[NAME_ATTRIBUTES_MAX];
    size_t n;
    bool more;  /* than fit */
    bool whole; /* well-formed to the end; not looked at behind those that fit */
};
void name_read(struct name *name, const struct der_item *der);

/* One line, most specific attribute first, escaped as in RFC 4514. */
void name_put(struct buf *out, const struct name *name);
/* The most specific CN; NULL when there is none. */
const struct der_item *name_common_name(const struct name *name);
/* The CN; for want of one, in a whole name, the first OU, else the O; else NULL. */
const struct der_item *name_title(const struct name *name);

/* Strings whose bytes are not their text: two or four bytes a character, or Latin-1. */
bool name_string_is_wide(const struct der_item *string);
/* Any of the string types as UTF-8, unescaped. */
void name_string_put(struct buf *out, const struct der_item *string);

#endif
