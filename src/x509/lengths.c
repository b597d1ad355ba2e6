/* How long an object is in the encodings people send: often all that tells what went wrong. */
#include "x509/certificate.h"

#include "x509/kind.h"

enum {
    WIDTH = 64,      /* characters a row, RFC 7468 2 */
    BEGIN_LINE = 16, /* "-----BEGIN " and "-----" */
    END_LINE = 14
};

static struct slice label_of(const struct x509_facts *f)
{
    const struct kind kind = {f->what, f->key_form};
    return f->label.n != 0 ? f->label : kind_label(kind, f->key_type);
}

struct x509_lengths x509_lengths_of(const struct x509_facts *f)
{
    struct x509_lengths lengths = {0};
    const struct slice label = label_of(f);
    const bool scrambled = f->what == X509_ENCRYPTED_KEY && f->key_form != X509_FORM_PKCS8;
    if (scrambled || f->der_length == 0 || f->der_length > X509_DER_MAX) {
        return lengths; /* a header line tells the cipher, and what follows is no DER */
    }
    lengths.der = f->der_length;
    if (label.n == 0) {
        return lengths;
    }
    const size_t base64 = (f->der_length + 2) / 3 * 4;
    const size_t rows = (base64 + WIDTH - 1) / WIDTH + 2;
    const size_t characters = base64 + BEGIN_LINE + END_LINE + 2 * label.n;
    lengths.pem_lf = characters + rows;
    lengths.pem_lf_bare = lengths.pem_lf - 1;
    lengths.pem_crlf = characters + 2 * rows;
    lengths.pem_crlf_bare = lengths.pem_crlf - 2;
    return lengths;
}
