#include "scripts/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 1 << 20, BYTES_MAX = 1 << 16, NAME_MAX_BYTES = 200 };

struct test_case {
    char name[NAME_MAX_BYTES];
    struct buf bytes, want;
};

struct run {
    script_stage *stage;
    const char *path;
    bool update;
    struct buf rewritten;
    unsigned passed, failed;
};

static int escape_at(struct slice s, size_t i, size_t *used)
{
    static const char from[] = "rnt0\\", to[] = "\r\n\t\0\\";
    uint8_t c = i + 1 < s.n ? s.p[i + 1] : 0;
    const char *hit = c != 0 ? strchr(from, c) : NULL;

    *used = 2;
    if (hit != NULL) {
        return (unsigned char)to[hit - from];
    }
    if (c == 'x' && i + 3 < s.n) {
        *used = 4;
        return ascii_hex(s.p[i + 2]) * 16 + ascii_hex(s.p[i + 3]);
    }
    *used = 1;
    return '\\';
}

static void unescape(struct buf *out, struct slice s)
{
    for (size_t i = 0; i < s.n;) {
        size_t used = 1;
        int c = s.p[i] == '\\' ? escape_at(s, i, &used) : s.p[i];
        buf_byte(out, (uint8_t)c);
        i += used;
    }
}

static void fail(struct run *r, const struct test_case *t, const char *how, size_t cut,
                 struct slice got)
{
    r->failed++;
    printf("FAIL %s: %s (%s", r->path, t->name, how);
    if (cut > 0) {
        printf(" at byte %zu", cut);
    }
    printf(")\n--- expected\n%.*s--- got\n%.*s---\n", SLICE_ARG(buf_slice(&t->want)),
           SLICE_ARG(got));
}

static bool same(struct run *r, const struct test_case *t, const char *how, size_t cut, bool single)
{
    struct buf out;
    bool ok = false;

    buf_init(&out, BYTES_MAX);
    r->stage(buf_slice(&t->bytes), cut, single, &out);
    ok = slice_eq(buf_slice(&out), buf_slice(&t->want));
    if (!ok) {
        fail(r, t, how, cut, buf_slice(&out));
    }
    buf_dispose(&out);
    return ok;
}

static void run_case(struct run *r, struct test_case *t)
{
    if (r->update) {
        buf_clear(&t->want);
        r->stage(buf_slice(&t->bytes), 0, false, &t->want);
    } else {
        bool ok = same(r, t, "whole", 0, false) && same(r, t, "byte by byte", 0, true);
        for (size_t cut = 1; ok && cut < t->bytes.n; cut++) {
            ok = same(r, t, "in two", cut, false);
        }
        r->passed += ok ? 1 : 0;
    }
}

static void put_lines(struct buf *out, struct slice text)
{
    struct slice head = {0}, rest = text;
    while (rest.n > 0) {
        (void)slice_split(rest, '\n', &head, &rest);
        buf_cstr(out, "= ");
        buf_put(out, head);
        buf_byte(out, '\n');
    }
}

static void end_case(struct run *r, struct test_case *t)
{
    if (t->name[0] != '\0') {
        run_case(r, t);
        put_lines(&r->rewritten, buf_slice(&t->want));
    }
    t->name[0] = '\0';
    buf_clear(&t->bytes);
    buf_clear(&t->want);
}

static void take_line(struct run *r, struct test_case *t, struct slice line)
{
    if (slice_starts(line, SLICE("="))) {
        buf_put(&t->want, slice_from(line, 2));
        buf_byte(&t->want, '\n');
        return;
    }
    if (slice_starts(line, SLICE("test ")) || line.n == 0) {
        end_case(r, t);
    }
    if (slice_starts(line, SLICE("test "))) {
        (void)snprintf(t->name, sizeof t->name, "%.*s", SLICE_ARG(slice_from(line, 5)));
    } else if (slice_starts(line, SLICE("> "))) {
        unescape(&t->bytes, slice_from(line, 2));
    }
    buf_put(&r->rewritten, line);
    buf_byte(&r->rewritten, '\n');
}

static bool read_file(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "rb");
    char block[4096];
    size_t n = 0;

    if (f == NULL) {
        printf("FAIL %s: cannot be opened\n", path);
        return false;
    }
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        buf_put(out, slice_of(block, n));
    }
    (void)fclose(f);
    return true;
}

static void write_file(const char *path, struct slice text)
{
    FILE *f = fopen(path, "wb");
    if (f != NULL) {
        (void)fwrite(text.p, 1, text.n, f);
        (void)fclose(f);
    }
}

static void run_file(struct run *r, const char *path)
{
    struct buf file;
    struct test_case t = {.name = ""};
    struct slice line = {0}, rest = {0};

    buf_init(&file, FILE_MAX);
    buf_init(&t.bytes, BYTES_MAX);
    buf_init(&t.want, BYTES_MAX);
    buf_init(&r->rewritten, FILE_MAX);
    r->path = path;
    if (read_file(path, &file)) {
        rest = buf_slice(&file);
        while (rest.n > 0) {
            (void)slice_split(rest, '\n', &line, &rest);
            take_line(r, &t, line);
        }
        end_case(r, &t);
    } else {
        r->failed++;
    }
    if (r->update && file.n > 0) {
        write_file(path, buf_slice(&r->rewritten));
    }
    buf_dispose(&file);
    buf_dispose(&t.bytes);
    buf_dispose(&t.want);
    buf_dispose(&r->rewritten);
}

int script_main(int argc, char **argv, script_stage *stage)
{
    struct run r = {.stage = stage};

    for (int i = 1; i < argc; i++) {
        r.update = r.update || strcmp(argv[i], "--update") == 0;
    }
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-') {
            run_file(&r, argv[i]);
        }
    }
    printf("%u passed, %u failed\n", r.passed, r.failed);
    return r.failed > 0 || (r.passed == 0 && !r.update) ? 1 : 0;
}
