/* What libcrypto says about a certificate, compared with what x509_read said. */
#ifndef SPW_TESTS_X509_ORACLE_H
#define SPW_TESTS_X509_ORACLE_H

#include <openssl/x509.h>

#include "x509/certificate.h"

/* Fails the test, naming `row`, at the first field that differs. */
void oracle_compare(X509 *certificate, const struct x509_facts *facts, const char *row);

/* Reads it as DER and as PEM: both without oddities, and as libcrypto does. The facts of the PEM. */
struct x509_facts oracle_check(X509 *certificate, struct arena *arena, const char *row);

#endif
