#include "capture/archive.h"

#include <errno.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

/* A line repeated for hours shrinks as far as gzip can shrink anything, to a thousandth. What shrinks
 * further, beyond a size that is read in a moment anyhow, was made to be unpacked. */
enum { RATIO_MAX = 1100, MEMBER_NAME_MAX = 4096 };
static const uint64_t ratio_counts_from = 64ULL * 1024 * 1024;
static const uint64_t unpacked_max = 16ULL * 1024 * 1024 * 1024;

bool unpacker_knows(struct slice head)
{
    static const struct slice magics[] = {SLICE_INIT("\x1f\x8b\x08"), SLICE_INIT("BZh"),
                                          SLICE_INIT("\xfd"
                                                     "7zXZ\0"),
                                          SLICE_INIT("\x28\xb5\x2f\xfd"), SLICE_INIT("PK\x03\x04")};
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
        if (slice_starts(head, magics[i])) {
            return true;
        }
    }
    return slice_eq(slice_sub(head, 257, 5), SLICE("ustar"));
}

static enum spw_status fail(const struct unpacker *u, struct buf *why)
{
    const char *text = archive_error_string(u->archive);
    buf_cstr(why, "cannot be unpacked");
    if (text != NULL) {
        buf_cstr(why, ": ");
        buf_cstr(why, text);
    }
    return SPW_IO;
}

static la_ssize_t read_packed(struct archive *archive, void *context, const void **bytes)
{
    const struct unpacker *u = (const struct unpacker *)context;
    struct slice block = {NULL, 0};
    struct buf why;
    buf_init(&why, 200);
    enum spw_status status = capture_input_next(u->input, &block, &why);
    if (status != SPW_OK) {
        archive_set_error(archive, EIO, "%.*s", SLICE_ARG(buf_slice(&why)));
    }
    buf_dispose(&why);
    *bytes = block.p;
    return status == SPW_OK ? (la_ssize_t)block.n : -1;
}

static bool set_up(struct unpacker *u)
{
    struct archive *a = u->archive;
    return archive_read_support_filter_gzip(a) == ARCHIVE_OK &&
           archive_read_support_filter_bzip2(a) == ARCHIVE_OK &&
           archive_read_support_filter_xz(a) == ARCHIVE_OK &&
           archive_read_support_filter_zstd(a) == ARCHIVE_OK &&
           archive_read_support_format_zip_streamable(a) == ARCHIVE_OK &&
           archive_read_support_format_tar(a) == ARCHIVE_OK &&
           archive_read_support_format_empty(a) == ARCHIVE_OK &&
           archive_read_support_format_raw(a) == ARCHIVE_OK &&
           archive_read_open(a, u, NULL, read_packed, NULL) == ARCHIVE_OK;
}

enum spw_status unpacker_open(struct unpacker *u, struct capture_input *input, struct buf *why)
{
    memset(u, 0, sizeof *u);
    u->input = input;
    arena_init(&u->arena, INPUT_BLOCK);
    buf_init(&u->member, MEMBER_NAME_MAX);
    u->block = ARENA_ARRAY(&u->arena, INPUT_BLOCK, uint8_t);
    u->archive = archive_read_new();
    if (u->block == NULL || u->archive == NULL) {
        buf_cstr(why, "no memory left");
        unpacker_close(u);
        return SPW_NO_MEMORY;
    }
    if (!set_up(u)) {
        enum spw_status status = fail(u, why);
        unpacker_close(u);
        return status;
    }
    return SPW_OK;
}

void unpacker_close(struct unpacker *u)
{
    if (u->archive != NULL) {
        (void)archive_read_free(u->archive);
        u->archive = NULL;
    }
    arena_dispose(&u->arena);
    buf_dispose(&u->member);
}

/* Folders, links, and what a Mac adds beside each file, are not what was meant. */
static bool is_capture(struct archive_entry *entry)
{
    struct slice name = slice_cstr(archive_entry_pathname(entry));
    return archive_entry_filetype(entry) == AE_IFREG && !slice_starts(name, SLICE("__MACOSX/")) &&
           !slice_starts(name, SLICE("._"));
}

static enum spw_status second_member(const struct unpacker *u, struct archive_entry *entry,
                                     struct buf *why)
{
    buf_cstr(why, "holds more than one file (");
    buf_put(why, buf_slice(&u->member));
    buf_cstr(why, ", ");
    buf_cstr(why, archive_entry_pathname(entry));
    buf_cstr(why, ", ...); unpack it and name the captures");
    return SPW_INVALID;
}

/* To the first file, or behind it: to the end, where there must be no second one. */
static enum spw_status next_member(struct unpacker *u, struct buf *why)
{
    struct archive_entry *entry = NULL;
    int result = ARCHIVE_OK;
    do {
        result = archive_read_next_header(u->archive, &entry);
    } while ((result == ARCHIVE_OK || result == ARCHIVE_WARN) && !is_capture(entry));
    if (result == ARCHIVE_EOF) {
        u->done = true;
        return SPW_OK;
    }
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
        return fail(u, why);
    }
    if (u->member.n > 0) {
        return second_member(u, entry, why);
    }
    buf_cstr(&u->member, archive_entry_pathname(entry));
    buf_cstr(&u->member, u->member.n == 0 ? "?" : "");
    u->in_member = true;
    return SPW_OK;
}

static enum spw_status check_size(const struct unpacker *u, struct buf *why)
{
    int64_t packed = archive_filter_bytes(u->archive, -1);
    uint64_t fair = (uint64_t)(packed > 0 ? packed : 1) * RATIO_MAX;
    if (u->unpacked > unpacked_max || (u->unpacked > ratio_counts_from && u->unpacked > fair)) {
        buf_cstr(why, "refused: it unpacks to far more than a capture would");
        return SPW_LIMIT;
    }
    return SPW_OK;
}

static enum spw_status read_member(struct unpacker *u, size_t *n, struct buf *why)
{
    la_ssize_t got = archive_read_data(u->archive, u->block, INPUT_BLOCK);
    if (got < 0) {
        return fail(u, why);
    }
    *n = (size_t)got;
    u->unpacked += *n;
    u->in_member = got > 0;
    return check_size(u, why);
}

enum spw_status unpacker_next(struct unpacker *u, struct slice *bytes, struct buf *why)
{
    size_t n = 0;
    while (n == 0 && !u->done) {
        enum spw_status status = u->in_member ? read_member(u, &n, why) : next_member(u, why);
        if (status != SPW_OK) {
            return status;
        }
    }
    bool nothing_packed = archive_format(u->archive) == ARCHIVE_FORMAT_EMPTY;
    if (u->done && u->member.n == 0 && !nothing_packed) {
        buf_cstr(why, "holds no file");
        return SPW_INVALID;
    }
    *bytes = slice_of(u->block, n);
    return SPW_OK;
}
