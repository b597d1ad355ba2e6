/* Wrappings that no program defines: logs of people's own programs, exports, pastes. Each was seen in issue
 * trackers and forums in some form; the ones here stand for their kind. */
#include "engine/wrapper.h"

#include "base/base64.h"

static struct slice text_of(const struct wrapper_piece *p)
{
    struct slice t = p->bytes;
    while (t.n > 0 && (t.p[t.n - 1] == '\n' || t.p[t.n - 1] == '\r')) {
        t.n--;
    }
    return t;
}

static void put_clock(const struct wrapper_piece *p, char mark, struct buf *out)
{
    unsigned whole = 43391 + (unsigned)p->seconds;
    unsigned ms = (unsigned)((p->seconds - (double)(unsigned)p->seconds) * 1000);
    buf_printf(out, "%02u:%02u:%02u%c%03u", whole / 3600, whole / 60 % 60, whole % 60, mark, ms);
}

static void put_hex(struct slice s, const char *before, const char *between, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        buf_printf(out, "%s%s%02X", i > 0 ? between : "", before, s.p[i]);
    }
}

/* As a string of C, JSON and Python; bytes beyond ASCII as \x in the last. */
static void put_string(struct slice s, bool json, const char *end, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        if (c == '"' || c == '\\') {
            buf_byte(out, '\\');
            buf_byte(out, c);
        } else if (c == '\t') {
            buf_cstr(out, "\\t");
        } else if (c < 0x20 || (c >= 0x7f && !json)) {
            buf_printf(out, json ? "\\u00%02x" : "\\x%02x", c);
        } else {
            buf_byte(out, c);
        }
    }
    buf_cstr(out, end);
}

/* ---- something in front ------------------------------------------------------------------------------ */

static void front(const struct wrapper_piece *p, const char *host, const char *module,
                  const char *behind, struct buf *out)
{
    buf_cstr(out, p->host ? host : module);
    buf_put(out, text_of(p));
    buf_cstr(out, behind);
    buf_byte(out, '\n');
}

#define FRONT(name, host, module, behind)                                                          \
    static void name(const struct wrapper_piece *p, struct buf *out)                               \
    {                                                                                              \
        front(p, host, module, behind, out);                                                       \
    }
FRONT(prompt, "COM5> ", "COM5> ", "")
FRONT(sent, "Sent: ", "Received: ", "")
FRONT(write_read, "Write: ", "Read: ", "")
FRONT(who, "host> ", "module> ", "")
FRONT(to_from, "MCU -> WIFI: ", "WIFI -> MCU: ", "")
FRONT(german, "Gesendet: ", "Empfangen: ", "")
FRONT(level, "[DEBUG][WIFI] > ", "[DEBUG][WIFI] < ", "")
FRONT(brackets, "[TX] ", "[RX] ", "[CR][LF]")
FRONT(controls, "TX> ", "RX> ", "<CR><LF>")
FRONT(bullet, "- ", "- ", "")
FRONT(star, "* ", "* ", "")
FRONT(escapes, "", "", "\\r\\n")
FRONT(names, "", "", "<CR><LF>")
FRONT(carets, "", "", "^M$")
FRONT(pictures, "", "", "\xE2\x90\x8D\xE2\x90\x8A")
FRONT(backticks, "`", "`", "`")
FRONT(mbed, "AT> ", "AT< ", "")

#define TIMED(name, before, mark, host, module)                                                    \
    static void name(const struct wrapper_piece *p, struct buf *out)                               \
    {                                                                                              \
        buf_cstr(out, before);                                                                     \
        put_clock(p, mark, out);                                                                   \
        front(p, host, module, "", out);                                                           \
    }
TIMED(clock_tx, "[", '.', "] TX: ", "] RX: ")
TIMED(clock_arrow, "[", '.', "] TX -> ", "] RX <- ")
TIMED(logcat, "03-11 ", '.', "  1234  1290 D SpwfUart: TX: ", "  1234  1290 D SpwfUart: RX: ")
TIMED(zephyr, "[", '.', ",678] <inf> wifi: tx: ", ",678] <inf> wifi: rx: ")
TIMED(zephyr_plain, "[", '.', ",678] <dbg> spwf04: ", ",678] <dbg> spwf04: ")
TIMED(log4j, "2024-03-11 ", ',',
      " [main] DEBUG c.a.wifi.Uart - Sending: ", " [main] DEBUG c.a.wifi.Uart - Received: ")
TIMED(docker, "gateway_1  | 2024-03-11T", '.', "Z >>> ", "Z <<< ")
TIMED(syslog, "<15>1 2024-03-11T", '.', "Z raspi wifid 812 - - -> ", "Z raspi wifid 812 - - <- ")
TIMED(sheet, "", '.', "\tTX\t", "\tRX\t")
TIMED(semicolons, "", '.', ";TX;", ";RX;")
TIMED(chinese, "[", '.', "]\xE5\x8F\x91\xE2\x86\x92\xE2\x97\x87",
      "]\xE6\x94\xB6\xE2\x86\x90\xE2\x97\x86")

static void numbered(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "%5u  ", p->index + 1);
    front(p, "", "", "", out);
}

static void counted(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "%s (%zu bytes): ", p->host ? "Sent" : "Received", p->bytes.n);
    front(p, "", "", "", out);
}

/* ---- strings -------------------------------------------------------------------------------------------- */

static void json_lines(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "{\"ts\": %.3f, \"dir\": \"%s\", \"data\": \"", 1710150000.0 + p->seconds,
               p->host ? "tx" : "rx");
    put_string(text_of(p), true, "\\r\\n\"}\n", out);
}

static void json_message(const struct wrapper_piece *p, struct buf *out)
{
    buf_cstr(out, "{\"@timestamp\":\"2024-03-11T");
    put_clock(p, '.', out);
    buf_printf(out, "Z\",\"level\":\"debug\",\"message\":\"%s ", p->host ? ">>" : "<<");
    put_string(text_of(p), true, "\"}\n", out);
}

static void json_head(struct buf *out) { buf_cstr(out, "[\n"); }

static void json_array(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "  {\n    \"time\": %.3f,\n    \"direction\": \"%s\",\n    \"data\": \"",
               p->seconds, p->host ? "TX" : "RX");
    put_string(text_of(p), true, "\\r\\n\"\n  },\n", out);
}

static void json_hex(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "{\"dir\":\"%s\",\"hex\":\"", p->host ? "tx" : "rx");
    put_hex(p->bytes, "", "", out);
    buf_cstr(out, "\"}\n");
}

static void python(const struct wrapper_piece *p, struct buf *out)
{
    buf_cstr(out, p->host ? "sent b\"" : "recv b\"");
    put_string(text_of(p), false, "\\r\\n\"\n", out);
}

static void interpreter(const struct wrapper_piece *p, struct buf *out)
{
    buf_cstr(out, p->host ? ">>> ser.write(b\"" : ">>> ser.readline()\nb\"");
    put_string(text_of(p), false, p->host ? "\\r\\n\")\n23\n" : "\\r\\n\"\n", out);
}

static void csv_head(struct buf *out) { buf_cstr(out, "Time,Direction,Data\n"); }

static void csv(const struct wrapper_piece *p, struct buf *out)
{
    struct slice t = text_of(p);
    put_clock(p, '.', out);
    buf_cstr(out, p->host ? ",TX,\"" : ",RX,\"");
    for (size_t i = 0; i < t.n; i++) {
        buf_cstr(out, t.p[i] == '"' ? "\"" : "");
        buf_byte(out, t.p[i]);
    }
    buf_cstr(out, "\"\n");
}

/* ---- hexadecimal ------------------------------------------------------------------------------------------ */

static void hex_labels(const struct wrapper_piece *p, struct buf *out)
{
    buf_cstr(out, p->host ? "TX: " : "RX: ");
    put_hex(p->bytes, "", " ", out);
    buf_byte(out, '\n');
}

static void hex_clock(const struct wrapper_piece *p, struct buf *out)
{
    buf_byte(out, '[');
    put_clock(p, '.', out);
    buf_printf(out, "] %s (%zu): ", p->host ? "TX" : "RX", p->bytes.n);
    put_hex(p->bytes, "0x", ", ", out);
    buf_byte(out, '\n');
}

static void monitor(const struct wrapper_piece *p, struct buf *out)
{
    buf_cstr(out, "[26/03/2018 ");
    put_clock(p, '.', out);
    buf_printf(out, "] %s data (COM5)\n", p->host ? "Written" : "Read");
    for (size_t at = 0; at < p->bytes.n; at += 16) {
        buf_cstr(out, "    ");
        put_hex(slice_sub(p->bytes, at, 16), "", " ", out);
        buf_cstr(out, "   ................\n");
    }
}

/* ser2net's trace with times; a hexdump behind any label looks so. */
static void trace_dump(const struct wrapper_piece *p, struct buf *out)
{
    for (size_t at = 0; at < p->bytes.n; at += 16) {
        struct slice row = slice_sub(p->bytes, at, 16);
        buf_cstr(out, "2024/03/11 ");
        put_clock(p, '.', out);
        out->n -= 4; /* whole seconds */
        buf_cstr(out, p->host ? " tcp " : " term ");
        put_hex(row, "", " ", out);
        buf_fill(out, ' ', (16 - row.n) * 3 + 1);
        buf_byte(out, '|');
        for (size_t i = 0; i < row.n; i++) {
            buf_byte(out, ascii_print(row.p[i]) ? row.p[i] : '.');
        }
        buf_cstr(out, "|\n");
    }
}

/* Portmon: controls are dots. */
static void portmon(const struct wrapper_piece *p, struct buf *out)
{
    struct slice t = text_of(p);
    buf_printf(out, "%u\t0.00000%u\tmyterm.exe\t%s\tVCP0\tSUCCESS\tLength %zu: ", p->index,
               p->index, p->host ? "IRP_MJ_WRITE" : "IRP_MJ_READ", t.n + 2);
    buf_put(out, t);
    buf_cstr(out, "..\n");
}

static void printed(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "[uart] %s len=%zu \"", p->host ? "tx" : "rx", p->bytes.n);
    put_string(text_of(p), false, "\"\n", out);
}

static void strings(const struct wrapper_piece *p, struct buf *out)
{
    buf_cstr(out, "  \"");
    put_string(text_of(p), true, "\\r\\n\",\n", out);
}

static void strings_in_line(const struct wrapper_piece *p, struct buf *out)
{
    buf_cstr(out, p->index == 0 ? "[" : ", ");
    buf_byte(out, '"');
    put_string(text_of(p), true, "\"", out);
}

static void objects_in_line(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "%s{\"t\": %.3f, \"d\": \"%s\", \"s\": \"", p->index == 0 ? "[" : ", ",
               p->seconds, p->host ? "out" : "in");
    put_string(text_of(p), true, "\"}", out);
}

/* grep -n */
static void grepped(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "%u:", p->index + 1);
    front(p, "", "", "", out);
}

/* A terminal that breaks lines hard where it ends. */
static void narrow(const struct wrapper_piece *p, struct buf *out)
{
    enum { COLUMNS = 60 };
    struct slice t = text_of(p);
    for (size_t at = 0; at == 0 || at < t.n; at += COLUMNS) {
        buf_put(out, slice_sub(t, at, COLUMNS));
        buf_byte(out, '\n');
    }
}

/* Terminal and module both echo. */
static void twice(const struct wrapper_piece *p, struct buf *out)
{
    front(p, "", "", "", out);
    if (p->host) {
        front(p, "", "", "", out);
    }
}

static void base64(struct slice s, struct buf *out)
{
    for (size_t at = 0; at < s.n; at += 57) {
        base64_put(out, slice_sub(s, at, 57));
        buf_byte(out, '\n');
    }
}

/* ---- pages --------------------------------------------------------------------------------------------------- */

static void put_html(struct slice t, struct buf *out)
{
    for (size_t i = 0; i < t.n; i++) {
        switch (t.p[i]) {
        case '&':
            buf_cstr(out, "&amp;");
            break;
        case '<':
            buf_cstr(out, "&lt;");
            break;
        case '>':
            buf_cstr(out, "&#62;");
            break;
        default:
            buf_byte(out, t.p[i]);
        }
    }
}

static void page_head(struct buf *out)
{
    buf_cstr(out,
             "<!DOCTYPE html>\n<html><head><title>SPWF04</title>\n<script>var x = \"AT+S.RESET\";\n"
             "if (a < b) { document.write('AT-S.ERROR:1:x'); }</script>\n<style>p { margin: 0 }\n"
             "</style></head><body><!-- AT+S.WIFI=0\n --><div class=\"post\"><p>Hello,</p>"
             "<pre><code>");
}

static void page(const struct wrapper_piece *p, struct buf *out)
{
    put_html(text_of(p), out);
    buf_byte(out, '\n');
}

static void page_breaks(const struct wrapper_piece *p, struct buf *out)
{
    put_html(text_of(p), out);
    buf_cstr(out, "<br />\n");
}

static void page_spans(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "<p class=\"%s\"\n   title='a > b'><font color=red>", p->host ? "tx" : "rx");
    put_html(text_of(p), out);
    buf_cstr(out, "</font></p>\n");
}

static void printable_head(struct buf *out)
{
    buf_cstr(out, "From: somebody@example.org\nContent-Type: text/plain; charset=utf-8\n"
                  "Content-Transfer-Encoding: quoted-printable\n\n");
}

static void printable(const struct wrapper_piece *p, struct buf *out)
{
    struct slice t = text_of(p);
    for (size_t i = 0, column = 0; i < t.n; i++) {
        bool plain = ascii_print(t.p[i]) && t.p[i] != '=';
        if (column > 70) {
            buf_cstr(out, "=\n");
            column = 0;
        }
        if (plain) {
            buf_byte(out, t.p[i]);
        } else {
            buf_printf(out, "=%02X", t.p[i]);
        }
        column += plain ? 1 : 3;
    }
    buf_byte(out, '\n');
}

/* ---- characters -------------------------------------------------------------------------------------------------- */

static void hyphens(const struct wrapper_piece *p, struct buf *out)
{
    struct slice t = text_of(p);
    for (size_t i = 0; i < t.n; i++) {
        if (t.p[i] == '-' && i + 1 < t.n && t.p[i + 1] == 'S') {
            buf_cstr(out, "\xE2\x80\x91");
        } else {
            buf_byte(out, t.p[i]);
        }
    }
    buf_byte(out, '\n');
}

static void windows(const struct wrapper_piece *p, struct buf *out)
{
    struct slice t = text_of(p);
    for (size_t i = 0; i < t.n; i++) {
        bool dash = t.p[i] == '-' && i + 1 < t.n && t.p[i + 1] == 'S';
        buf_byte(out, dash ? 0x96 : t.p[i]);
    }
    buf_byte(out, '\n');
}

static void strace_vector(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "%s(3, [{iov_base=\"", p->host ? "writev" : "readv");
    put_string(text_of(p), false, "\", iov_len=1}, {iov_base=\"\\r\\n\", iov_len=2}], 2) = 9\n",
               out);
}

static void characters(struct slice s, struct buf *out)
{
    for (size_t at = 0; at < s.n; at += 16) {
        struct slice row = slice_sub(s, at, 16);
        buf_printf(out, "%07zo", at);
        for (size_t i = 0; i < row.n; i++) {
            uint8_t c = row.p[i];
            if (c == '\n' || c == '\r' || c == '\t') {
                buf_printf(out, "  \\%c", c == '\n' ? 'n' : (c == '\r' ? 'r' : 't'));
            } else if (ascii_print(c)) {
                buf_printf(out, "   %c", c);
            } else {
                buf_printf(out, " %03o", c);
            }
        }
        buf_byte(out, '\n');
    }
}

static void bits(struct slice s, struct buf *out)
{
    for (size_t at = 0; at < s.n; at += 6) {
        struct slice row = slice_sub(s, at, 6);
        buf_printf(out, "%08zx:", at);
        for (size_t i = 0; i < row.n; i++) {
            buf_byte(out, ' ');
            for (unsigned bit = 8; bit > 0; bit--) {
                buf_byte(out, (row.p[i] >> (bit - 1) & 1) != 0 ? '1' : '0');
            }
        }
        buf_fill(out, ' ', 2 + (6 - row.n) * 9);
        for (size_t i = 0; i < row.n; i++) {
            buf_byte(out, ascii_print(row.p[i]) ? row.p[i] : '.');
        }
        buf_byte(out, '\n');
    }
}

const struct wrapper people_wrappers[] = {
    {"a prompt", NULL, NULL, prompt, NULL, 0},
    {"Sent and Received", NULL, NULL, sent, NULL, 0},
    {"Write and Read", NULL, NULL, write_read, NULL, 0},
    {"host and module", NULL, NULL, who, NULL, 0},
    {"from and to", NULL, NULL, to_from, NULL, 0},
    {"German labels", NULL, NULL, german, NULL, 0},
    {"Chinese labels", NULL, NULL, chinese, NULL, 0},
    {"a level and marks", NULL, NULL, level, NULL, 0},
    {"line ends in brackets", NULL, NULL, brackets, NULL, 0},
    {"line ends as names", NULL, NULL, controls, NULL, 0},
    {"a list", NULL, NULL, bullet, NULL, 0},
    {"a list of stars", NULL, NULL, star, NULL, 0},
    {"escapes at the end", NULL, NULL, escapes, NULL, 0},
    {"names at the end", NULL, NULL, names, NULL, 0},
    {"cat -A", NULL, NULL, carets, NULL, 0},
    {"pictures at the end", NULL, NULL, pictures, NULL, 0},
    {"backticks", NULL, NULL, backticks, NULL, 0},
    {"ATCmdParser", NULL, NULL, mbed, NULL, 0},
    {"a clock and labels", NULL, NULL, clock_tx, NULL, 0},
    {"a clock and arrows", NULL, NULL, clock_arrow, NULL, 0},
    {"logcat", NULL, NULL, logcat, NULL, 0},
    {"Zephyr", NULL, NULL, zephyr, NULL, 0},
    {"Zephyr without labels", NULL, NULL, zephyr_plain, NULL, 0},
    {"log4j", NULL, NULL, log4j, NULL, 0},
    {"docker", NULL, NULL, docker, NULL, 0},
    {"syslog of RFC 5424", NULL, NULL, syslog, NULL, 0},
    {"a sheet", NULL, NULL, sheet, NULL, 0},
    {"semicolons", NULL, NULL, semicolons, NULL, 0},
    {"line numbers", NULL, NULL, numbered, NULL, 0},
    {"counts of bytes", NULL, NULL, counted, NULL, 0},
    {"JSON lines", NULL, NULL, json_lines, NULL, 0},
    {"JSON messages", NULL, NULL, json_message, NULL, 0},
    {"a JSON array", NULL, json_head, json_array, NULL, 0},
    {"JSON with hexadecimal", NULL, NULL, json_hex, NULL, 0},
    {"Python's bytes", NULL, NULL, python, NULL, 0},
    {"Python's interpreter", NULL, NULL, interpreter, NULL, 0},
    {"CSV", NULL, csv_head, csv, NULL, 0},
    {"bytes with labels", NULL, NULL, hex_labels, NULL, 0},
    {"bytes with a clock", NULL, NULL, hex_clock, NULL, 0},
    {"ser2net", NULL, NULL, trace_dump, NULL, 0},
    {"Portmon", NULL, NULL, portmon, NULL, 0},
    {"printed with its length", NULL, NULL, printed, NULL, 0},
    {"an array of strings", NULL, json_head, strings, NULL, 0},
    {"strings in one line", NULL, NULL, strings_in_line, NULL, 0},
    {"objects in one line", NULL, NULL, objects_in_line, NULL, 0},
    {"grep -n", NULL, NULL, grepped, NULL, 0},
    {"a narrow terminal", NULL, NULL, narrow, NULL, 0},
    {"two echoes", NULL, NULL, twice, NULL, 0},
    {"base64", NULL, NULL, NULL, base64, 57},
    {"a port monitor", "serial-monitor", NULL, monitor, NULL, 0},
    {"a page", "html", page_head, page, NULL, 0},
    {"a page with breaks", "html", page_head, page_breaks, NULL, 0},
    {"a page of paragraphs", "html", page_head, page_spans, NULL, 0},
    {"quoted-printable", "mail", printable_head, printable, NULL, 0},
    {"hyphens that do not break", NULL, NULL, hyphens, NULL, 0},
    {"dashes of Windows-1252", NULL, NULL, windows, NULL, 0},
    {"strace of vectors", "strace", NULL, strace_vector, NULL, 0},
    {"od -c", "characters", NULL, NULL, characters, 16},
    {"xxd -b", "bits", NULL, NULL, bits, 6},
};
const size_t people_wrapper_count = sizeof people_wrappers / sizeof people_wrappers[0];
