#include "capture/bundle.h"

#include <archive.h>
#include <archive_entry.h>

enum { PERMISSIONS = 0644 };

static la_ssize_t write_block(struct archive *a, void *context, const void *bytes, size_t n)
{
    struct buf *out = (struct buf *)context;
    buf_put(out, slice_of(bytes, n));
    if (out->status != SPW_OK) {
        archive_set_error(a, 0, "too large");
        return -1;
    }
    return (la_ssize_t)n;
}

static bool set_form(struct archive *a, enum bundle_kind kind)
{
    if (kind == BUNDLE_ZIP) {
        return archive_write_set_format_zip(a) == ARCHIVE_OK;
    }
    return archive_write_set_format_ustar(a) == ARCHIVE_OK &&
           archive_write_add_filter_gzip(a) == ARCHIVE_OK &&
           archive_write_set_filter_option(a, "gzip", "timestamp", NULL) == ARCHIVE_OK;
}

static bool put_file(struct archive *a, const struct bundle_file *f)
{
    struct archive_entry *entry = archive_entry_new();
    if (entry == NULL) {
        return false;
    }
    archive_entry_set_pathname(entry, f->name);
    archive_entry_set_size(entry, (la_int64_t)f->bytes.n);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, PERMISSIONS);
    archive_entry_set_mtime(entry, 315532800, 0); /* 1980: the first day that zip knows */
    bool good = archive_write_header(a, entry) == ARCHIVE_OK &&
                (f->bytes.n == 0 ||
                 archive_write_data(a, f->bytes.p, f->bytes.n) == (la_ssize_t)f->bytes.n);
    archive_entry_free(entry);
    return good;
}

enum spw_status bundle_write(enum bundle_kind kind, const struct bundle_file *files, size_t n,
                             struct buf *out, struct buf *why)
{
    struct archive *a = archive_write_new();
    if (a == NULL) {
        buf_cstr(why, "no memory left");
        return SPW_NO_MEMORY;
    }
    bool good = set_form(a, kind) && archive_write_set_bytes_in_last_block(a, 1) == ARCHIVE_OK &&
                archive_write_open(a, out, NULL, write_block, NULL) == ARCHIVE_OK;
    for (size_t i = 0; i < n && good; i++) {
        good = put_file(a, &files[i]);
    }
    good = archive_write_close(a) == ARCHIVE_OK && good;
    if (!good) {
        const char *reason = archive_error_string(a);
        buf_cstr(why, reason == NULL ? "cannot be packed" : reason);
    }
    (void)archive_write_free(a);
    return good && out->status == SPW_OK ? SPW_OK : SPW_IO;
}
