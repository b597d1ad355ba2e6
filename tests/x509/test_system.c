/* Our own walk against libcrypto on the certificates this machine trusts. */
#include <dirent.h>
#include <string.h>

#include <openssl/pem.h>

#include "make.h"
#include "oracle.h"
#include "support/spw_test.h"

static const char folder[] = "/etc/ssl/certs";

static void compare_one(struct slice bytes, const char *name, struct arena *arena)
{
    BIO *bio = BIO_new_mem_buf(bytes.p, (int)bytes.n);
    X509 *certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);
    BIO_free(bio);
    if (certificate == NULL) {
        return;
    }
    struct x509_facts facts;
    unsigned odd = 0;
    SPW_ROW(name);
    assert_int_equal(x509_read(bytes, arena, &facts, &odd), SPW_OK);
    assert_number_row(odd, 0);
    oracle_compare(certificate, &facts, name);
    assert_number_row(x509_lengths_of(&facts).pem_lf, bytes.n);
    assert_number_row(x509_lengths_of(&facts).der, i2d_X509(certificate, NULL));
    X509_free(certificate);
}

static void every_certificate_of_the_system_reads_as_libcrypto_reads_it(void **state)
{
    (void)state;
    DIR *list = opendir(folder);
    if (list == NULL) {
        skip();
    }
    struct arena arena;
    arena_init(&arena, 1 << 20);
    for (const struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
        char path[512];
        const size_t n = strlen(entry->d_name);
        if (n > 4 && strcmp(entry->d_name + n - 4, ".pem") == 0 &&
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) < (int)sizeof path) {
            const struct made file = make_file(path);
            compare_one(made_slice(&file), entry->d_name, &arena);
            arena_reset(&arena);
        }
    }
    closedir(list);
    arena_dispose(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(every_certificate_of_the_system_reads_as_libcrypto_reads_it),
    };
    return cmocka_run_group_tests_name("x509/system", tests, NULL, NULL);
}
