/* Input that was made to hurt: noise, heads of every wrapping shuffled, wrappings that break off. Nothing may
 * crash, memory stays bounded, and time grows as the input does. */
#include <time.h>

#include "support/spw_test.h"
#include "transcript/transcript.h"

enum {
    MIB = 1 << 20,
    PIECE = 65536,
    LONG_LINE = 8192,
    GROWTH_MAX = 4 /* times what four times the input may cost */
};

static const char *const heads[] = {
    "{\"version\": 2, \"width\": 80, \"height\": 24}\n",
    "[0.5, \"o\", \"AT-S.OK\\r\\n",
    "uart-1: A\n",
    "{\"ph\": \"B\", \"ts\": 1, \"tid\": \"TX\", \"name\": \"",
    "name,type,start_time,duration,\"data\",\"error\"\n",
    "\"TX\",\"data\",0.1,0.1,\"\"\"\"\"",
    "> 2018/03/26 13:59:00.000000001  length=4000000000 from=0 to=2\n",
    " 41 54 0d\n",
    "2018-03-26 13:59:00.162371: host\n",
    "Host   --> A (065) (((((((((((((((\n",
    "< 0x41 (A)\n",
    "000000.948 TX   0000  41 54 0D\n",
    "18034 13:59:00.577914 write(3, \"\\r\\r\\r\\r",
    "writev(3, [{iov_base=\"A\", {iov_base=\"T\", iov_base=\"",
    "1522072740.5\t0\t41540d\n",
    "26.03.2018 13:59:00.123 [TX] - <CR",
    "<debug> [1522072740.5] [ttyUSB2/at] --> 'AT<CR>'\n",
    "00000000: 01000001 01010100  AT\n",
    "0000000   A   T  \\n\n",
    "00000000  41 54 2d 53 2e 4f 4b 0a                           |AT-S.OK.|\n*\nffffffff\n",
    "[26/03/2018 13:59:00] Written data (COM5)\n",
    "41 54 2d 53 2e 4f 4b 0d 0a",
    "<html><body><pre a='",
    "<!-- ",
    "Content-Transfer-Encoding: base64\n\n",
    "AT> ",
    "> > > > > > > >",
    "[12:03:11.123] TX: AT+S.TLSCERT=ca,2037\n",
    "{\"dir\":\"tx\",\"data\":\"AT+S.X=\\\"\\\"\\\"",
    "b'b'b'b'AT-S.OK'''",
    "AT+S.X\\r\\n\\r\\n\\r\\n",
    "\x1b[0;1;2;3;4;5",
    "&#x41;&amp;&nbsp;AT+",
    "-----BEGIN CERTIFICATE-----\n",
};
enum { HEADS = sizeof heads / sizeof heads[0] };

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void ignore(void *context, const struct line *l) { *(uint64_t *)context += l->text.n; }

static void put_noise(struct buf *out, uint64_t *seed)
{
    buf_byte(out, (uint8_t)next_random(seed));
}

static void put_head(struct buf *out, uint64_t *seed)
{
    struct slice head = slice_cstr(heads[next_random(seed) % HEADS]);
    buf_put(out,
            slice_sub(head, 0, next_random(seed) % 4 == 0 ? next_random(seed) % head.n : head.n));
}

/* The same head again and again without a line end: what looks back or ahead would show. */
static void put_same(struct buf *out, uint64_t *seed)
{
    const struct slice head = slice_cstr(heads[*seed % HEADS]);
    for (size_t i = 0; i < head.n; i++) {
        if (head.p[i] != '\n') {
            buf_byte(out, head.p[i]);
        }
    }
}

/* The same in lines of some length. */
static void put_long_lines(struct buf *out, uint64_t *seed)
{
    for (size_t before = out->n; out->n - before < LONG_LINE;) {
        put_same(out, seed);
    }
    buf_byte(out, '\n');
}

/* Processor seconds to read `size` bytes. */
static double cost(size_t size, void (*put)(struct buf *out, uint64_t *seed), uint64_t seed)
{
    struct transcript *t = NULL;
    struct buf piece;
    uint64_t bytes = 0;
    clock_t began = clock();

    buf_init(&piece, (size_t)PIECE * 2);
    assert_int_equal(transcript_new(&t, (struct line_sink){ignore, &bytes}), SPW_OK);
    for (size_t done = 0; done < size; done += piece.n) {
        buf_clear(&piece);
        while (piece.n < PIECE) {
            put(&piece, &seed);
        }
        assert_int_equal(transcript_feed(t, buf_slice(&piece)), SPW_OK);
    }
    transcript_finish(t);
    transcript_free(t);
    buf_dispose(&piece);
    return (double)(clock() - began) / CLOCKS_PER_SEC;
}

static void check_growth(void (*put)(struct buf *out, uint64_t *seed), uint64_t seed, size_t size)
{
    double small = cost(size / 4, put, seed), large = cost(size, put, seed);
    if (large > small * 4 * GROWTH_MAX + 0.5) {
        print_error("%zu bytes took %.2f s, a quarter of them %.2f s\n", size, large, small);
        fail();
    }
}

static void noise_is_read_in_linear_time(void **state)
{
    (void)state;
    check_growth(put_noise, 88172645463325252u, (size_t)16 * MIB);
}

static void shuffled_heads_are_read_in_linear_time(void **state)
{
    (void)state;
    check_growth(put_head, 88172645463325252u, (size_t)16 * MIB);
}

static void long_lines_of_any_head_are_read_in_linear_time(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < HEADS; i++) {
        check_growth(put_same, i, MIB);
        check_growth(put_long_lines, i, MIB);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {SPW_TEST(noise_is_read_in_linear_time),
                                       SPW_TEST(shuffled_heads_are_read_in_linear_time),
                                       SPW_TEST(long_lines_of_any_head_are_read_in_linear_time)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
