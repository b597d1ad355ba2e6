/* What is read from a line of a recording and written again is read the same. */
#include <assert.h>

#include "base/recording.h"
#include "fuzz.h"

enum { TEXT_MAX = 1 << 22 };

static void check_line(struct slice line)
{
    struct recording_piece p = {0}, again = {0};
    struct slice escaped, one, rest;
    struct buf bytes, text, joined;
    uint64_t version = 0;
    int64_t us = 0;
    (void)recording_read_version(line, &version);
    (void)recording_read_started(line, &us);
    if (!recording_read_piece(line, &p, &escaped)) {
        return;
    }
    buf_init(&bytes, TEXT_MAX);
    buf_init(&text, TEXT_MAX);
    buf_init(&joined, TEXT_MAX);
    recording_unescape(escaped, &bytes);
    p.bytes = buf_slice(&bytes);
    recording_put(&text, &p);
    rest = buf_slice(&text);
    while (slice_split(rest, '\n', &one, &rest)) {
        assert(recording_read_piece(one, &again, &escaped));
        assert(again.us == p.us && again.mark == p.mark);
        recording_unescape(escaped, &joined);
    }
    assert(slice_eq(buf_slice(&joined), buf_slice(&bytes)));
    buf_dispose(&bytes);
    buf_dispose(&text);
    buf_dispose(&joined);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct slice line, rest = slice_of(data, n);
    bool more = true;
    while (more) {
        more = slice_split(rest, '\n', &line, &rest);
        check_line(line);
    }
    return 0;
}
