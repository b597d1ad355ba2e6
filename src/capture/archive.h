/* Compressed captures: gzip, bzip2, xz and zstd files, and the single member of a zip or tar archive,
 * unpacked as they are read. Bounded: what unpacks to too much is refused.
 * May include: capture/input.h; the only user of libarchive. */
#ifndef SPW_CAPTURE_ARCHIVE_H
#define SPW_CAPTURE_ARCHIVE_H

#include "capture/input.h"

#ifdef __cplusplus
extern "C" {
#endif

struct archive;

struct unpacker {
    struct archive *archive;     /* NULL: not open */
    struct capture_input *input; /* borrowed */
    struct arena arena;
    uint8_t *block;
    struct buf member; /* name of the member that is being read */
    bool in_member, done;
    uint64_t unpacked;
};

/* Do these first bytes (of INPUT_SNIFF) belong to something that is unpacked? */
bool unpacker_knows(struct slice head);
/* `input` must outlive `u`; nothing may have been taken from it. */
enum spw_status unpacker_open(struct unpacker *u, struct capture_input *input,
                              struct buf *why) SPW_MUST_USE;
void unpacker_close(struct unpacker *u);
/* The next unpacked bytes, valid until the next call; none at the end. SPW_LIMIT: too large when
 * unpacked; SPW_INVALID: not exactly one file in it; SPW_IO: damaged. */
enum spw_status unpacker_next(struct unpacker *u, struct slice *bytes,
                              struct buf *why) SPW_MUST_USE;

#ifdef __cplusplus
}
#endif
#endif
