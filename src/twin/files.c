/* The file system: a flat list of names; "0:/name" and "/name" are the file name. */
#include "twin/state.h"

/* Volume and slash away. */
static struct slice plain(struct slice name)
{
    if (name.n > 1 && ascii_digit(name.p[0]) && name.p[1] == ':') {
        name = slice_from(name, 2);
    }
    return name.n > 0 && name.p[0] == '/' ? slice_from(name, 1) : name;
}

struct file *file_find(const struct twin *t, struct slice name)
{
    name = plain(name);
    for (size_t i = 0; i < t->files.n; i++) {
        struct file *f = ARRAY_AT(&t->files, struct file, i);
        if (f->name.n > 0 && slice_eq(buf_slice(&f->name), name)) {
            return f;
        }
    }
    return NULL;
}

void file_dispose(struct file *f)
{
    buf_dispose(&f->name);
    buf_dispose(&f->bytes);
}

/* A place that a deleted file has left, or a new one. */
static struct file *free_place(struct twin *t)
{
    for (size_t i = 0; i < t->files.n; i++) {
        struct file *f = ARRAY_AT(&t->files, struct file, i);
        if (f->name.n == 0) {
            return f;
        }
    }
    struct file *f = array_push(&t->files);
    if (f != NULL) {
        buf_init(&f->name, FILE_NAME_MAX);
        buf_init(&f->bytes, FILE_BYTES_MAX);
    }
    return f;
}

bool file_write(struct twin *t, struct slice name, struct slice bytes, bool append)
{
    struct file *f = file_find(t, name);
    name = plain(name);
    if (f == NULL) {
        f = name.n > 0 && name.n <= FILE_NAME_MAX ? free_place(t) : NULL;
        if (f == NULL) {
            return false;
        }
        buf_put(&f->name, name);
    }
    if (!append) {
        buf_clear(&f->bytes);
    }
    buf_put(&f->bytes, bytes);
    bool good = f->bytes.status == SPW_OK;
    f->bytes.status = SPW_OK; /* what did not fit is told by the answer */
    return good;
}

/* ---- commands ------------------------------------------------------------------------------------------------ */

void act_file_create(struct twin *t, const struct call *c)
{
    if (file_write(t, call_text(c, P_FILE), c->payload, true)) {
        say_ok(t);
    } else {
        say_error(t, WHEN_FLASH_NOT_WRITTEN);
    }
}

void act_file_delete(struct twin *t, const struct call *c)
{
    struct file *f = file_find(t, call_text(c, P_FILE));
    if (f == NULL) {
        say_error(t, WHEN_FILE_NOT_DELETED);
        return;
    }
    buf_clear(&f->name);
    buf_clear(&f->bytes);
    say_ok(t);
}

void act_file_rename(struct twin *t, const struct call *c)
{
    struct file *f = file_find(t, call_text(c, P_FILE));
    struct slice to = plain(call_text(c, P_NEW_NAME));
    if (f == NULL || to.n == 0 || to.n > FILE_NAME_MAX || file_find(t, to) != NULL) {
        say_error(t, WHEN_FILE_NOT_RENAMED);
        return;
    }
    buf_clear(&f->name);
    buf_put(&f->name, to);
    say_ok(t);
}

/* No capture shows how this firmware lists files: size and name, as its elder does. */
void act_file_list(struct twin *t, const struct call *c)
{
    (void)c;
    for (size_t i = 0; i < t->files.n; i++) {
        const struct file *f = ARRAY_AT(&t->files, struct file, i);
        if (f->name.n > 0) {
            buf_printf(&t->out, "I\t%zu\t/", f->bytes.n);
            buf_put(&t->out, buf_slice(&f->name));
            buf_cstr(&t->out, "\r\n");
        }
    }
    say_ok(t);
}

void act_file_print(struct twin *t, const struct call *c)
{
    const struct file *f = file_find(t, call_text(c, P_FILE));
    if (f == NULL) {
        say_error(t, WHEN_FILE_NOT_OPENED);
        return;
    }
    struct slice bytes = slice_from(buf_slice(&f->bytes), (size_t)call_number(c, P_OFFSET, 0));
    int64_t length = call_number(c, P_LENGTH, 0);
    buf_put(&t->out, length > 0 ? slice_sub(bytes, 0, (size_t)length) : bytes);
    buf_cstr(&t->out, "\r\n");
    say_ok(t);
}
