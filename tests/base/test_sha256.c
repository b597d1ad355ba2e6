#include "base/sha256.h"

#include "support/spw_test.h"

static void assert_sum(struct slice s, const char *want)
{
    uint8_t sum[SHA256_BYTES];
    struct buf hex;
    buf_init(&hex, 100);
    sha256(s, sum);
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        buf_printf(&hex, "%02x", (unsigned)sum[i]);
    }
    assert_slice(buf_slice(&hex), slice_cstr(want));
    buf_dispose(&hex);
}

/* FIPS 180-4, and the lengths around a block. */
static void sums_are_those_of_the_standard(void **state)
{
    (void)state;
    static const uint8_t zeros[64] = {0};
    assert_sum(SLICE(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_sum(SLICE("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_sum(SLICE("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assert_sum(slice_of(zeros, 64),
               "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(sums_are_those_of_the_standard)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
