/* The payload as a file to send, as a script that sends it, as C. */
#include "material/private.h"

enum { OCTAL_ROW = 16, HEX_ROW = 12 };

/* ---- a shell script ----------------------------------------------------------------------------------- */

static void put_script_head(const struct spw_material *m, struct buf *out)
{
    buf_cstr(out, "#!/bin/sh\n# Loads certificates and keys into an ");
    buf_put(out, m->dialect->module);
    buf_cstr(
        out,
        " module: sh load.sh /dev/ttyUSB0 [SPEED]\n"
        "# The answers of the module are seen in a terminal program, or with: cat /dev/ttyUSB0\n"
        "set -eu\n"
        "port=${1:?name the serial port}\n"
        "wait=${WAIT:-2} # seconds that the module is given for an answer\n"
        "if [ -c \"$port\" ]; then\n"
        "    stty raw -echo ${2:+\"$2\"} <\"$port\"\n"
        "fi\n"
        "exec 3>>\"$port\"\n"
        "command() {\n"
        "    printf '%s\\r' \"$1\" >&3\n"
        "    sleep \"$wait\"\n"
        "}\n");
}

/* Names of files must not end the comment they stand in. */
static void put_comment_text(struct buf *out, struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        bool safe = text.p[i] >= ' ' && text.p[i] < 0x7f && text.p[i] != '*' && text.p[i] != '/';
        buf_byte(out, safe ? text.p[i] : '_');
    }
}

/* Octal escapes pass through every shell, whatever the bytes are. */
static void put_octal(struct buf *out, struct slice bytes)
{
    for (size_t i = 0; i < bytes.n; i++) {
        if (i % OCTAL_ROW == 0) {
            buf_cstr(out, i == 0 ? "{\n    printf '" : "'\n    printf '");
        }
        buf_printf(out, "\\%03o", (unsigned)bytes.p[i]);
    }
    buf_cstr(out, "'\n} >&3\nsleep \"$wait\"\n");
}

static void put_script(const struct spw_material *m, const struct piece *p, struct slice command,
                       struct buf *out)
{
    (void)m;
    buf_cstr(out, "\n# ");
    put_comment_text(out, piece_title(p));
    buf_printf(out, ", %zu bytes\ncommand '", p->payload.n);
    buf_put(out, command);
    buf_cstr(out, "'\n");
    put_octal(out, p->payload);
}

/* ---- C ---------------------------------------------------------------------------------------------------- */

static void put_c(const struct piece *p, size_t number, struct slice command, struct buf *out)
{
    struct slice word = p->row->keyword;
    buf_cstr(out, "\n/* ");
    put_comment_text(out, piece_title(p));
    buf_printf(out,
               ": send the command, then the bytes, then wait for OK */\n"
               "static const char %.*s%zu_command[] = \"",
               SLICE_ARG(word), number);
    buf_put(out, command);
    buf_printf(out, "\\r\";\nstatic const unsigned char %.*s%zu[%zu] = {", SLICE_ARG(word), number,
               p->payload.n);
    for (size_t i = 0; i < p->payload.n; i++) {
        buf_cstr(out, i % HEX_ROW == 0 ? "\n    " : " ");
        buf_printf(out, "0x%02x,", (unsigned)p->payload.p[i]);
    }
    buf_cstr(out, "\n};\n");
}

/* ---- all of them -------------------------------------------------------------------------------------------- */

static void put_piece(struct spw_material *m, const struct piece *p, size_t number,
                      enum spw_load_form form, struct buf *out)
{
    struct slice command = load_command(m, p->row, p->payload.n);
    switch (form) {
    case SPW_LOAD_BYTES:
        buf_put(out, p->payload);
        break;
    case SPW_LOAD_SCRIPT:
        put_script(m, p, command, out);
        break;
    case SPW_LOAD_C:
        put_c(p, number, command, out);
        break;
    }
}

enum spw_status spw_material_write(struct spw_material *m, enum spw_load_form form, struct buf *out)
{
    size_t n = 0;
    if (form == SPW_LOAD_SCRIPT) {
        put_script_head(m, out);
    }
    for (size_t i = 0; i < m->pieces.n; i++) {
        const struct piece *p = ARRAY_AT(&m->pieces, struct piece, i);
        if (p->form != FORM_NONE) {
            put_piece(m, p, ++n, form, out);
        }
    }
    if (m->failed || out->status != SPW_OK) {
        return SPW_NO_MEMORY;
    }
    return n > 0 ? SPW_OK : SPW_NOT_FOUND;
}
