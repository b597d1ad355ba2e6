/* Words for the enums of certificate.h, as they stand in findings. */
#include "x509/certificate.h"

static const struct oddity_row {
    enum x509_oddity one;
    const char *text;
} oddities[] = {
    {X509_ODD_BLANK_LINES, "blank lines between the rows"},
    {X509_ODD_CRLF, "CR LF line ends"},
    {X509_ODD_MIXED_EOL, "different line ends in one object"},
    {X509_ODD_REWRAPPED, "rows are not 64 characters long"},
    {X509_ODD_ONE_LINE, "base64 in one line"},
    {X509_ODD_NO_FINAL_NEWLINE, "no line end after the last line"},
    {X509_ODD_BOM, "a byte order mark in front"},
    {X509_ODD_TEXT_BEFORE, "other text in front"},
    {X509_ODD_NO_HEADER, "the BEGIN line is missing"},
    {X509_ODD_NO_TRAILER, "the END line is missing"},
    {X509_ODD_BAD_DASHES, "BEGIN and END are not between five hyphens"},
    {X509_ODD_BAD_BASE64, "characters or padding that are no base64"},
    {X509_ODD_TRUNCATED, "cut: its header announces more bytes than are there"},
    {X509_ODD_TRAILING_BYTES, "more bytes behind its end"},
    {X509_ODD_LEADING_NEWLINE, "empty lines in front"},
    {X509_ODD_LABEL_MISMATCH, "BEGIN and END name different things"},
    {X509_ODD_INDENTED, "indented rows"},
    {X509_ODD_ESCAPED_EOL, "line ends written out as \\n"},
    {X509_ODD_QUOTED, "quote marks around it"},
    {X509_ODD_PARAMETERS_BEFORE, "an EC PARAMETERS block in front of the key"},
    {X509_ODD_SEVERAL_BLOCKS, "more objects behind it"},
    {X509_ODD_TEXT_AFTER, "other text behind it"},
    {X509_ODD_BARE_CR, "lines ended by CR alone"},
    {X509_ODD_TRAILING_BLANKS, "blanks at the ends of rows"},
    {X509_ODD_BAD_DER, "the bytes inside are damaged"},
    {X509_ODD_WRONG_LABEL, "the BEGIN line names something else than what is inside"},
    {X509_ODD_TOO_BIG, "far bigger than any real one"},
    {X509_ODD_UTF16, "two bytes a character (UTF-16)"},
};

const char *x509_oddity_text(enum x509_oddity one)
{
    for (size_t i = 0; i < sizeof oddities / sizeof oddities[0]; i++) {
        if (oddities[i].one == one) {
            return oddities[i].text;
        }
    }
    return "";
}

const char *x509_what_text(enum x509_what what)
{
    switch (what) {
    case X509_NOTHING:
        return "no certificate or key";
    case X509_CERTIFICATE:
        return "certificate";
    case X509_PRIVATE_KEY:
        return "private key";
    case X509_ENCRYPTED_KEY:
        return "encrypted private key";
    case X509_PUBLIC_KEY:
        return "public key";
    case X509_REQUEST:
        return "certificate request";
    case X509_PKCS7:
        return "PKCS#7 bundle";
    case X509_PKCS12:
        return "PKCS#12 bundle";
    case X509_TRUSTED_CERTIFICATE:
        return "OpenSSL trusted certificate";
    case X509_OTHER_PEM:
        return "object of another kind";
    case X509_DAMAGED:
        return "damaged object";
    }
    return "";
}
