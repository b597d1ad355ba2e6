#include "tui/history.h"

#include <fcntl.h>
#include <unistd.h>

enum { HISTORY_FILE_MAX = 256 * 1024 };

void history_load(struct prompt_history *h, const char *path)
{
    struct buf text;
    uint8_t block[4096];
    ssize_t n = 0;
    int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return;
    }
    buf_init(&text, HISTORY_FILE_MAX);
    while ((n = read(fd, block, sizeof block)) > 0) {
        buf_put(&text, slice_of(block, (size_t)n));
    }
    (void)close(fd);
    struct slice line, rest = buf_slice(&text);
    while (rest.n > 0) {
        (void)slice_split(rest, '\n', &line, &rest);
        prompt_history_add(h, slice_sub(line, 0, PROMPT_BYTES_MAX));
    }
    buf_dispose(&text);
}

void history_save(const struct prompt_history *h, const char *path)
{
    struct buf text;
    int fd = path == NULL || h->lines.n == 0
                 ? -1
                 : open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) {
        return;
    }
    buf_init(&text, HISTORY_FILE_MAX);
    for (size_t i = 0; i < h->lines.n; i++) {
        buf_put(&text, *ARRAY_AT(&h->lines, struct slice, i));
        buf_byte(&text, '\n');
    }
    ssize_t n = write(fd, text.p, text.n); /* a part of it is as good as none */
    (void)n;
    (void)close(fd);
    buf_dispose(&text);
}
