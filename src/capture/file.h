/* A capture in a file or on standard input, as a stream of blocks; compressed ones are unpacked on the
 * way. Prints nothing: reasons go into a buffer. May include: capture/, base/. */
#ifndef SPW_CAPTURE_FILE_H
#define SPW_CAPTURE_FILE_H

#include "capture/archive.h"
#include "capture/input.h"

#ifdef __cplusplus
extern "C" {
#endif

struct capture_file {
    struct capture_input input;
    struct unpacker unpacker;
    bool packed;
    struct buf kept; /* the first bytes of what cannot be read again */
};

/* `path` "-" is standard input. On failure `why` holds a reason to print behind the name, and nothing
 * needs to be closed. */
enum spw_status capture_file_open(struct capture_file *f, const char *path,
                                  struct buf *why) SPW_MUST_USE;
void capture_file_close(struct capture_file *f);
/* The next bytes, valid until the next call; none at the end. After a failure what came before it is
 * good: SPW_IO means that the input is damaged or cut, SPW_INVALID and SPW_LIMIT that it is refused. */
enum spw_status capture_file_next(struct capture_file *f, struct slice *bytes,
                                  struct buf *why) SPW_MUST_USE;
/* Appends up to `n` bytes from `offset` of the stream, as far as they are still to be had: always for
 * plain files, for others near the beginning only. */
void capture_file_excerpt(const struct capture_file *f, uint64_t offset, size_t n, struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
