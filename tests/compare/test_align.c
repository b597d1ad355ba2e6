/* Alignment against an exhaustive oracle: the longest common subsequence of short random sequences. */
#include "compare/align.h"
#include "support/spw_test.h"

enum { LENGTH_MAX = 24, TRIALS = 4000 };

/* Linear congruential (Knuth's MMIX numbers): the same sequences in every run. */
static uint32_t next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33);
}

static size_t longest_common(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    size_t best[LENGTH_MAX + 1][LENGTH_MAX + 1] = {{0}};
    for (size_t i = 1; i <= n; i++) {
        for (size_t k = 1; k <= m; k++) {
            size_t other = best[i - 1][k] > best[i][k - 1] ? best[i - 1][k] : best[i][k - 1];
            best[i][k] = a[i - 1] == b[k - 1] ? best[i - 1][k - 1] + 1 : other;
        }
    }
    return best[n][m];
}

static void check(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    struct array pairs;
    bool whole = false;
    size_t common = 0;
    int32_t next_a = 0;
    int32_t next_b = 0;
    array_init(&pairs, sizeof(struct align_pair), 2 * LENGTH_MAX);
    assert_int_equal(align(a, n, b, m, &pairs, &whole), SPW_OK);
    assert_true(whole);
    for (size_t i = 0; i < pairs.n; i++) {
        const struct align_pair *p = ARRAY_AT(&pairs, struct align_pair, i);
        assert_true(p->a == ALIGN_NONE || p->a == next_a++); /* each once, in order */
        assert_true(p->b == ALIGN_NONE || p->b == next_b++);
        if (p->a != ALIGN_NONE && p->b != ALIGN_NONE) {
            assert_int_equal(a[p->a], b[p->b]);
            common++;
        }
    }
    assert_int_equal(next_a, n);
    assert_int_equal(next_b, m);
    assert_int_equal(common, longest_common(a, n, b, m));
    array_dispose(&pairs);
}

static void random_sequences_are_aligned_as_well_as_can_be(void **state)
{
    uint64_t seed = 1;
    (void)state;
    for (unsigned trial = 0; trial < TRIALS; trial++) {
        uint32_t a[LENGTH_MAX];
        uint32_t b[LENGTH_MAX];
        size_t n = next(&seed) % LENGTH_MAX;
        size_t m = next(&seed) % LENGTH_MAX;
        uint32_t letters = 1 + next(&seed) % 6;
        for (size_t i = 0; i < LENGTH_MAX; i++) {
            a[i] = next(&seed) % letters;
            b[i] = next(&seed) % letters;
        }
        check(a, n, b, m);
    }
}

static void sequences_without_anything_in_common_are_told_apart_in_bounds(void **state)
{
    enum { LONG = 2 * ALIGN_EDITS_MAX };
    static uint32_t a[LONG], b[LONG];
    struct array pairs;
    bool whole = true;
    (void)state;
    for (uint32_t i = 0; i < LONG; i++) {
        a[i] = i;
        b[i] = LONG + i;
    }
    array_init(&pairs, sizeof(struct align_pair), 2 * LONG);
    assert_int_equal(align(a, LONG, b, LONG, &pairs, &whole), SPW_OK);
    assert_false(whole);
    assert_int_equal(pairs.n, 2 * LONG);
    array_dispose(&pairs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SPW_TEST(random_sequences_are_aligned_as_well_as_can_be),
        SPW_TEST(sequences_without_anything_in_common_are_told_apart_in_bounds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
