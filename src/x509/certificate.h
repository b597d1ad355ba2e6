/* Certificates and keys as plain facts. libcrypto stays inside this folder: no OpenSSL type leaves it.
 * May include: base/. Sources: RFC 5280 (fields), RFC 7468 (textual encodings). */
#ifndef SPW_X509_CERTIFICATE_H
#define SPW_X509_CERTIFICATE_H

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"
#include "base/tri.h"

#ifdef __cplusplus
extern "C" {
#endif

enum x509_what {
    X509_NOTHING = 0,
    X509_CERTIFICATE,
    X509_PRIVATE_KEY,   /* PKCS#1, SEC1 or PKCS#8, in the clear */
    X509_ENCRYPTED_KEY, /* PKCS#8 EncryptedPrivateKeyInfo, or Proc-Type: 4,ENCRYPTED */
    X509_PUBLIC_KEY,
    X509_REQUEST, /* PKCS#10 */
    X509_PKCS7,
    X509_PKCS12,
    X509_TRUSTED_CERTIFICATE, /* OpenSSL's BEGIN TRUSTED CERTIFICATE */
    X509_OTHER_PEM,           /* something else: EC PARAMETERS, X509 CRL, DSA key, ... */
    X509_DAMAGED              /* looks like one of these and cannot be parsed; see oddities */
};

enum x509_key_type {
    X509_KEY_UNKNOWN = 0,
    X509_KEY_RSA,
    X509_KEY_EC,
    X509_KEY_ED25519,
    X509_KEY_ED448,
    X509_KEY_OTHER
};
enum x509_key_form { X509_FORM_UNKNOWN = 0, X509_FORM_PKCS1, X509_FORM_SEC1, X509_FORM_PKCS8 };

enum { X509_ID_MAX = 32 }; /* key identifiers longer than this are treated as unknown */
struct x509_id {
    uint8_t bytes[X509_ID_MAX];
    size_t n; /* 0: the extension is absent */
};

/* All slices live in the arena given to x509_read, or are static. Times in seconds since 1970,
 * TIME_NONE when not readable. Texts are made of certificate fields only, never of bytes of a private
 * key; those are in `der` alone, which must not be shown. */
struct x509_facts {
    enum x509_what what;
    struct slice label; /* PEM label as written ("CERTIFICATE"), empty for DER */
    /* certificate */
    struct slice subject, issuer;       /* one line, RFC 4514-like: "CN=..., O=..., C=.." */
    struct slice subject_cn, issuer_cn; /* CN, or OU/O when there is no CN; for titles */
    struct slice dns_names;             /* subjectAltName dNSName and iPAddress, joined by ", " */
    struct slice serial;                /* hex */
    int version;                        /* 1 or 3 */
    int64_t not_before, not_after;
    struct x509_id subject_key_id, authority_key_id;
    struct x509_id key_sha1; /* SHA-1 of the public key bits (RFC 5280 4.2.1.2 method 1) */
    struct x509_id sha256;   /* of the DER */
    enum tri ca;             /* NO when absent in version 3; UNKNOWN for version 1 */
    int path_length;         /* -1 when absent */
    bool self_issued;        /* subject == issuer, bytewise */
    enum tri self_signed;    /* verifies with its own key; UNKNOWN: algorithm not available */
    struct slice signature;  /* "sha256WithRSAEncryption" */
    bool signature_ecdsa, signature_sha1, signature_sha384_or_more, signature_pss;
    bool signature_md5;            /* or its elders, MD2 and MD4 */
    bool client_auth, server_auth; /* allowed by extendedKeyUsage, or no such extension */
    bool has_key_usage, key_cert_sign;
    bool unknown_critical; /* a critical extension that is none of RFC 5280's */
    /* key (of the certificate, or the private key itself) */
    enum x509_key_type key_type;
    unsigned key_bits;
    struct slice curve;          /* "prime256v1" */
    enum x509_key_form key_form; /* of private keys, encrypted ones too; PKCS1 for RSA PUBLIC KEY */
    struct x509_id spki_sha256;  /* of SubjectPublicKeyInfo: equal for a key and its certificate */
    struct slice der;            /* for relations and for writing payloads; as far as it is there */
    size_t der_length;           /* what the DER header announces; > der.n when the object is cut */
};

/* What was odd about the armour or the bytes; several may hold. */
enum x509_oddity {
    X509_ODD_NONE = 0,
    X509_ODD_BLANK_LINES = 1u << 0, /* blank lines between the rows (a paste) */
    X509_ODD_CRLF = 1u << 1,
    X509_ODD_MIXED_EOL = 1u << 2,
    X509_ODD_REWRAPPED = 1u << 3, /* rows are not 64 characters long */
    X509_ODD_ONE_LINE = 1u << 4,  /* base64 in one line or separated by blanks */
    X509_ODD_NO_FINAL_NEWLINE = 1u << 5,
    X509_ODD_BOM = 1u << 6,
    X509_ODD_TEXT_BEFORE = 1u << 7,     /* bag attributes or other text in front of BEGIN */
    X509_ODD_NO_HEADER = 1u << 8,       /* base64 of DER without BEGIN */
    X509_ODD_NO_TRAILER = 1u << 9,      /* END line missing */
    X509_ODD_BAD_DASHES = 1u << 10,     /* en dashes, or a number of hyphens other than five */
    X509_ODD_BAD_BASE64 = 1u << 11,     /* characters outside the alphabet, or wrong padding */
    X509_ODD_TRUNCATED = 1u << 12,      /* DER header announces more bytes than are there */
    X509_ODD_TRAILING_BYTES = 1u << 13, /* more bytes behind the DER value */
    X509_ODD_LEADING_NEWLINE = 1u << 14,
    X509_ODD_LABEL_MISMATCH = 1u << 15, /* BEGIN X ... END Y */
    X509_ODD_INDENTED = 1u << 16,
    X509_ODD_ESCAPED_EOL = 1u << 17,       /* backslash-n written out, as in a C string */
    X509_ODD_QUOTED = 1u << 18,            /* quote marks around the object or around its rows */
    X509_ODD_PARAMETERS_BEFORE = 1u << 19, /* EC PARAMETERS in front of the key, which was read */
    X509_ODD_SEVERAL_BLOCKS = 1u << 20,    /* more objects follow; the first was read */
    X509_ODD_TEXT_AFTER = 1u << 21,        /* text behind the object */
    X509_ODD_BARE_CR = 1u << 22,           /* rows ended by CR alone (a terminal's Enter key) */
    X509_ODD_TRAILING_BLANKS = 1u << 23,
    X509_ODD_BAD_DER = 1u << 24,     /* the bytes inside are not what they claim to be */
    X509_ODD_WRONG_LABEL = 1u << 25, /* not what is inside; `what` tells the content */
    X509_ODD_TOO_BIG = 1u << 26,     /* X509_DER_MAX, X509_TEXT_MAX; only its start was read */
    X509_ODD_UTF16 = 1u << 27        /* two bytes a character */
};
enum { X509_ODD_BITS = 28 };
/* With any of these the object cannot be used as it is; without, it is complete and well-formed. */
enum { X509_ODD_UNREADABLE = (int)(1u << 12 | 1u << 24 | 1u << 26) };

/* Objects beyond these are not read: no real certificate comes near. */
enum { X509_DER_MAX = 65536, X509_TEXT_MAX = 262144 };

const char *x509_oddity_text(enum x509_oddity one); /* "blank lines between the rows" */
const char *x509_what_text(enum x509_what what); /* "certificate", "encrypted private key", ... */

/* Lengths that this very object has in the encodings people send. 0 when not computable. For a cut
 * object: those of the whole one, as its DER header announces them. */
struct x509_lengths {
    size_t der;
    size_t pem_lf, pem_lf_bare;     /* 64-character rows, LF; with and without the final line end */
    size_t pem_crlf, pem_crlf_bare; /* the same with CR LF */
};
struct x509_lengths x509_lengths_of(const struct x509_facts *f);

/* Reads one object from `bytes`: PEM with whatever a paste did to it, base64 without armour, or DER.
 * *facts is filled as far as possible, *odd collects what was odd. For damaged objects `what` is
 * X509_DAMAGED, or the kind when label or structure say it, with one of X509_ODD_UNREADABLE; facts
 * that could still be read are given (a truncated certificate often still tells issuer, subject and
 * validity). Of X509_NOTHING nothing is odd.
 * Status only tells memory. Facts live in `arena`: twice the size of `bytes` is enough
 * for certificates people use. Results are cached in nothing: callers cache. */
enum spw_status x509_read(struct slice bytes, struct arena *arena, struct x509_facts *facts,
                          unsigned *odd) SPW_MUST_USE;
/* x509_read in two steps, for those who count microseconds. x509_identify fills everything but
 * key_sha1, sha256, spki_sha256 (empty) and self_signed (UNKNOWN when self_issued) and never touches
 * libcrypto, whose first use costs a millisecond. x509_complete adds these; it needs no memory. */
enum spw_status x509_identify(struct slice bytes, struct arena *arena, struct x509_facts *facts,
                              unsigned *odd) SPW_MUST_USE;
void x509_complete(struct x509_facts *facts);

/* How many BEGIN blocks `bytes` holds. */
size_t x509_count_blocks(struct slice bytes);

/* Did `issuer` sign `subject`? NO when names or key ids exclude it or the signature does not verify;
 * UNKNOWN when the algorithm is not available. */
enum tri x509_issued(const struct x509_facts *issuer, const struct x509_facts *subject);
/* The same with what stands in the way: two certificates that ought to be issuer and subject. */
enum x509_link {
    X509_LINK_NONE = 0,   /* neither the name nor the key identifier fits */
    X509_LINK_ISSUED,     /* the signature verifies */
    X509_LINK_UNCHECKED,  /* both fit as far as they are there; the algorithm is not available */
    X509_LINK_OTHER_KEY,  /* the name fits, the key identifier does not: another key of that name */
    X509_LINK_OTHER_NAME, /* the key identifier fits, the name does not */
    X509_LINK_BAD_SIGNATURE /* both fit, and the signature does not verify */
};
enum x509_link x509_link_of(const struct x509_facts *issuer, const struct x509_facts *subject);
/* Does the private key belong to the certificate? */
enum tri x509_key_matches(const struct x509_facts *key, const struct x509_facts *certificate);
/* The private key in the older form of its kind, PKCS#1 or SEC1, in `arena`; *form tells which. Empty, with
 * *form unknown, when there is none (Ed25519) or the key cannot be read. Status only tells memory. */
enum spw_status x509_key_traditional(const struct x509_facts *key, struct arena *arena,
                                     struct slice *der, enum x509_key_form *form) SPW_MUST_USE;
bool x509_id_eq(const struct x509_id *a, const struct x509_id *b); /* false when either is empty */
/* "E5:9D:59:..." */
struct slice x509_id_text(const struct x509_id *id, struct arena *arena);
/* "e59d59..." */
struct slice x509_id_hex(const struct x509_id *id, struct arena *arena);
/* Reads 40 hex digits with or without separators (':', blanks); false when it is none. */
bool x509_id_parse(struct slice text, struct x509_id *out);
/* Does host name `name` match the certificate's subjectAltName (or CN when there is no SAN)? RFC 6125. */
enum tri x509_matches_host(const struct x509_facts *f, struct slice name);

#ifdef __cplusplus
}
#endif
#endif
