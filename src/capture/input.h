/* An open descriptor read in large blocks. May include: base/. Owns its descriptor (standard input
 * aside) and its block. */
#ifndef SPW_CAPTURE_INPUT_H
#define SPW_CAPTURE_INPUT_H

#include "base/arena.h"
#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { INPUT_BLOCK = 256 * 1024, INPUT_SNIFF = 512 };

struct capture_input {
    int fd;        /* -1: not open */
    bool standard; /* standard input: not ours to close */
    bool seekable; /* a regular file: any part can be read again */
    int64_t start; /* where it stood in the file when it was opened */
    struct arena arena;
    uint8_t *block;
    size_t ahead; /* bytes in block that were sniffed and not yet handed out */
};

/* `path` "-" is standard input. On failure `why` gets a reason to print behind the name. */
enum spw_status capture_input_open(struct capture_input *in, const char *path,
                                   struct buf *why) SPW_MUST_USE;
void capture_input_close(struct capture_input *in);
/* The first bytes, up to INPUT_SNIFF, without taking them. Before the first capture_input_next only. */
enum spw_status capture_input_sniff(struct capture_input *in, struct slice *head,
                                    struct buf *why) SPW_MUST_USE;
/* The next bytes, valid until the next call; none at the end. */
enum spw_status capture_input_next(struct capture_input *in, struct slice *bytes,
                                   struct buf *why) SPW_MUST_USE;
/* Up to `n` bytes at `offset` into `out`, counted from where reading began; what there is. Only when
 * seekable. */
void capture_input_again(const struct capture_input *in, uint64_t offset, size_t n,
                         struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
