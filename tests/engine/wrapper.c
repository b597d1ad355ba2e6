#include "engine/wrapper.h"

#include <assert.h>
#include <string.h>

#include "base/recording.h"
#include "base/stamp.h"

/* ---- spellings ------------------------------------------------------------------------------------ */

static void put_digits(struct slice s, const char *between, const char *before, bool upper,
                       struct buf *out)
{
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    for (size_t i = 0; i < s.n; i++) {
        buf_cstr(out, i > 0 ? between : "");
        buf_cstr(out, before);
        buf_byte(out, (uint8_t)digits[s.p[i] >> 4]);
        buf_byte(out, (uint8_t)digits[s.p[i] & 15]);
    }
}

static void put_hex(struct slice s, const char *between, struct buf *out)
{
    put_digits(s, between, "", false, out);
}

static void put_text_column(struct slice s, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        buf_byte(out, ascii_print(s.p[i]) ? s.p[i] : '.');
    }
}

static void put_escaped(struct slice s, bool json, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        if (c == '\r' || c == '\n' || c == '\t') {
            buf_cstr(out, c == '\r' ? "\\r" : (c == '\n' ? "\\n" : "\\t"));
        } else if (c == '"' || c == '\\') {
            buf_byte(out, '\\');
            buf_byte(out, c);
        } else if (ascii_print(c) || (json && c >= 0x80)) {
            buf_byte(out, c);
        } else {
            buf_printf(out, "%s%02x", json ? "\\u00" : "\\x", c);
        }
    }
}

static void put_clock(double seconds, const char *date, struct buf *out)
{
    unsigned whole = 50340 + (unsigned)seconds;
    buf_printf(out, "%s%02u:%02u:%02u", date, whole / 3600, whole / 60 % 60, whole % 60);
}

static unsigned micro(double seconds)
{
    return (unsigned)((seconds - (double)(unsigned)seconds) * 1e6);
}

/* ---- our own ------------------------------------------------------------------------------------------ */

static void record_head(struct buf *out)
{
    recording_put_head(out, 1522072740LL * 1000000, SLICE("serial /dev/ttyUSB0 115200 8N1"));
}

static void record(const struct wrapper_piece *p, struct buf *out)
{
    const struct recording_piece piece = {(int64_t)(p->seconds * 1e6),
                                          p->host ? RECORDING_HOST : RECORDING_MODULE, p->bytes};
    recording_put(out, &piece);
}

/* ---- sniffers ----------------------------------------------------------------------------------------- */

static void socat_head(const struct wrapper_piece *p, struct buf *out)
{
    buf_cstr(out, p->host ? "> " : "< ");
    put_clock(p->seconds, "2018/03/26 ", out);
    buf_printf(out, ".000%06u  length=%zu from=0 to=%zu\n", micro(p->seconds), p->bytes.n,
               p->bytes.n - 1);
}

static void socat_x(const struct wrapper_piece *p, struct buf *out)
{
    socat_head(p, out);
    buf_byte(out, ' ');
    put_hex(p->bytes, " ", out);
    buf_byte(out, '\n');
}

static void socat_v(const struct wrapper_piece *p, struct buf *out)
{
    socat_head(p, out);
    for (size_t i = 0; i < p->bytes.n; i++) {
        uint8_t c = p->bytes.p[i];
        if (c == '\r') {
            buf_cstr(out, "\\r");
        } else if (c == '\\') {
            buf_cstr(out, "\\\\");
        } else {
            buf_byte(out, c);
        }
    }
}

static void socat_xv(const struct wrapper_piece *p, struct buf *out)
{
    socat_head(p, out);
    for (size_t at = 0; at < p->bytes.n; at += 16) {
        struct slice row = slice_sub(p->bytes, at, 16);
        buf_byte(out, ' ');
        put_hex(row, " ", out);
        buf_fill(out, ' ', 50 - row.n * 3);
        put_text_column(row, out);
        buf_byte(out, '\n');
    }
    buf_cstr(out, "--\n");
}

static void interceptty(const struct wrapper_piece *p, struct buf *out)
{
    for (size_t i = 0; i < p->bytes.n; i++) {
        buf_printf(out, "%s0x%02x (%c)\n", p->host ? "< " : "> \t", p->bytes.p[i],
                   ascii_print(p->bytes.p[i]) ? p->bytes.p[i] : '.');
    }
}

static void nicedump(const struct wrapper_piece *p, struct buf *out)
{
    for (size_t at = 0; at < p->bytes.n; at += 10) {
        struct slice row = slice_sub(p->bytes, at, 10);
        buf_cstr(out, p->host ? "<  " : ">  ");
        put_hex(row, " ", out);
        buf_fill(out, ' ', 32 - row.n * 3);
        buf_cstr(out, "| ");
        put_text_column(row, out);
        buf_byte(out, '\n');
    }
}

static void jpnevulator(const struct wrapper_piece *p, struct buf *out)
{
    put_clock(p->seconds, "2018-03-26 ", out);
    buf_printf(out, ".%06u: %s\n", micro(p->seconds), p->host ? "/dev/ttyS0" : "/dev/ttyS1");
    for (size_t at = 0; at < p->bytes.n; at += 16) {
        struct slice row = slice_sub(p->bytes, at, 16);
        put_digits(row, " ", "", true, out);
        buf_fill(out, ' ', 48 - row.n * 3);
        buf_byte(out, '\t');
        put_text_column(row, out);
        buf_byte(out, '\n');
    }
}

static void slsnif(const struct wrapper_piece *p, struct buf *out)
{
    buf_cstr(out, p->host ? "Host   --> " : "Device --> ");
    for (size_t i = 0; i < p->bytes.n; i++) {
        uint8_t c = p->bytes.p[i];
        if (c == '\n' || c == '\r') {
            buf_printf(out, "<%s> (%03d) ", c == '\n' ? "LF" : "CR", c);
        } else {
            buf_printf(out, "%c (%03d) ", c, c);
        }
    }
    buf_byte(out, '\n');
}

static void spy(const struct wrapper_piece *p, struct buf *out)
{
    for (size_t at = 0; at < p->bytes.n; at += 16) {
        struct slice row = slice_sub(p->bytes, at, 16);
        buf_printf(out, "%06u.%03u %s   %04zX  ", (unsigned)p->seconds, micro(p->seconds) / 1000,
                   p->host ? "TX" : "RX", at);
        put_digits(slice_sub(row, 0, 8), " ", "", true, out);
        buf_cstr(out, row.n > 8 ? "  " : "");
        put_digits(slice_from(row, 8), " ", "", true, out);
        buf_fill(out, ' ', 52 - row.n * 3);
        put_text_column(row, out);
        buf_byte(out, '\n');
    }
}

static void strace_tt(const struct wrapper_piece *p, struct buf *out)
{
    buf_cstr(out, "18034 ");
    put_clock(p->seconds, "", out);
    buf_printf(out, ".%06u %s(3, \"", micro(p->seconds), p->host ? "write" : "read");
    put_escaped(p->bytes, false, out);
    buf_printf(out, "\", %zu) = %zu\n", p->bytes.n, p->bytes.n);
}

static void strace_xx(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "%u.%06u %s(3</dev/ttyUSB0>, \"", 1522072740u + (unsigned)p->seconds,
               micro(p->seconds), p->host ? "write" : "read");
    put_digits(p->bytes, "", "\\x", false, out);
    buf_printf(out, "\", %zu) = %zu <0.000067>\n", p->bytes.n, p->bytes.n);
}

static void modem_manager(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "<debug> [%u.%06u] [ttyUSB2/at] %s '", 1522072740u + (unsigned)p->seconds,
               micro(p->seconds), p->host ? "-->" : "<--");
    for (size_t i = 0; i < p->bytes.n; i++) {
        uint8_t c = p->bytes.p[i];
        if (c == '\n' || c == '\r') {
            buf_cstr(out, c == '\n' ? "<LF>" : "<CR>");
        } else {
            buf_byte(out, c);
        }
    }
    buf_cstr(out, "'\n");
}

static void tshark(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "%u.%06u\t%d\t", 1522072740u + (unsigned)p->seconds, micro(p->seconds),
               p->host ? 0 : 1);
    put_hex(p->bytes, "", out);
    buf_byte(out, '\n');
}

static void docklight_head(struct buf *out)
{
    buf_cstr(out, "Docklight Log File (ASCII) started 26.03.2018 13:58:58\n\n");
}

static void docklight(const struct wrapper_piece *p, struct buf *out)
{
    put_clock(p->seconds, "26.03.2018 ", out);
    buf_printf(out, ".%03u [%s] - ", micro(p->seconds) / 1000, p->host ? "TX" : "RX");
    for (size_t i = 0; i < p->bytes.n; i++) {
        uint8_t c = p->bytes.p[i];
        if (c == '\n' || c == '\r') {
            buf_cstr(out, c == '\n' ? "<LF>" : "<CR>");
        } else {
            buf_byte(out, c);
        }
    }
    buf_cstr(out, "\n\n");
}

/* ---- logic analysers ------------------------------------------------------------------------------------ */

static void saleae_head(struct buf *out)
{
    buf_cstr(out, "name,type,start_time,duration,\"data\",\"error\"\n");
}

static void saleae(const struct wrapper_piece *p, struct buf *out)
{
    for (size_t i = 0; i < p->bytes.n; i++) {
        buf_printf(out, "\"%s\",\"data\",%.9f,0.0000868,0x%02X,\n",
                   p->host ? "Async Serial" : "Async Serial [1]",
                   p->seconds + (double)i * 0.0000868, p->bytes.p[i]);
    }
}

static void saleae1_head(struct buf *out)
{
    buf_cstr(out, "Time [s],Analyzer Name,Decoded Protocol Result\n");
}

static void saleae1(const struct wrapper_piece *p, struct buf *out)
{
    for (size_t i = 0; i < p->bytes.n; i++) {
        uint8_t c = p->bytes.p[i];
        buf_printf(out, "%.15f,%s,", p->seconds + (double)i * 0.0000868, p->host ? "host" : "dut");
        if (c == '\n' || c == '\r') {
            buf_cstr(out, c == '\n' ? "\\n" : "\\r");
        } else if (c == ',') {
            buf_cstr(out, "COMMA");
        } else {
            buf_byte(out, c == ' ' ? '\'' : c);
            buf_cstr(out, c == ' ' ? " '" : "");
        }
        buf_byte(out, '\n');
    }
}

static void sigrok(const struct wrapper_piece *p, struct buf *out)
{
    for (size_t i = 0; i < p->bytes.n; i++) {
        uint8_t c = p->bytes.p[i];
        buf_printf(out, "%zu-%zu uart-1: ", i * 80, i * 80 + 80);
        if (ascii_print(c)) {
            buf_printf(out, "%c\n", c);
        } else {
            buf_printf(out, "[%02X]\n", c);
        }
    }
}

static void sigrok_head(struct buf *out) { buf_cstr(out, "{\"traceEvents\": [\n"); }

static void sigrok_json(const struct wrapper_piece *p, struct buf *out)
{
    for (size_t i = 0; i < p->bytes.n; i++) {
        uint8_t c = p->bytes.p[i];
        const char *row = p->host ? "TX" : "RX";
        buf_printf(
            out, "{\"ph\": \"B\", \"ts\": %.6f, \"pid\": \"uart-1\", \"tid\": \"%s\", \"name\": \"",
            p->seconds * 1e6 + (double)i * 86.8, row);
        if (!ascii_print(c)) {
            buf_printf(out, "[%02X]", c);
        } else {
            buf_cstr(out, c == '"' || c == '\\' ? "\\" : "");
            buf_byte(out, c);
        }
        buf_cstr(out, "\"},\n");
    }
}

/* ---- dumps ------------------------------------------------------------------------------------------------ */

static void hexdump_c(struct slice s, struct buf *out)
{
    for (size_t at = 0; at < s.n; at += 16) {
        struct slice row = slice_sub(s, at, 16);
        buf_printf(out, "%08zx  ", at);
        put_hex(slice_sub(row, 0, 8), " ", out);
        buf_cstr(out, row.n > 8 ? "  " : " ");
        put_hex(slice_from(row, 8), " ", out);
        buf_fill(out, ' ', 50 - row.n * 3);
        buf_byte(out, '|');
        put_text_column(row, out);
        buf_cstr(out, "|\n");
    }
    buf_printf(out, "%08zx\n", s.n);
}

static void xxd(struct slice s, struct buf *out)
{
    for (size_t at = 0; at < s.n; at += 16) {
        struct slice row = slice_sub(s, at, 16);
        buf_printf(out, "%08zx:", at);
        for (size_t i = 0; i < row.n; i++) {
            buf_cstr(out, i % 2 == 0 ? " " : "");
            buf_printf(out, "%02x", row.p[i]);
        }
        buf_fill(out, ' ', 42 - row.n * 2 - (row.n + 1) / 2);
        put_text_column(row, out);
        buf_byte(out, '\n');
    }
}

static void od(struct slice s, struct buf *out)
{
    for (size_t at = 0; at < s.n; at += 16) {
        struct slice row = slice_sub(s, at, 16);
        buf_printf(out, "%06zx ", at);
        put_hex(row, " ", out);
        buf_fill(out, ' ', 49 - row.n * 3);
        buf_byte(out, '>');
        put_text_column(row, out);
        buf_cstr(out, "<\n");
    }
}

static void xxd_p(struct slice s, struct buf *out)
{
    for (size_t at = 0; at < s.n; at += 30) {
        put_hex(slice_sub(s, at, 30), "", out);
        buf_byte(out, '\n');
    }
}

/* ---- screens, terminals, pastes ------------------------------------------------------------------------------ */

static void asciinema2(struct buf *out)
{
    buf_cstr(out, "{\"version\": 2, \"width\": 80, \"height\": 24, \"timestamp\": 1522072740, "
                  "\"env\": {\"TERM\": \"xterm\"}}\n");
}

static void asciinema3(struct buf *out)
{
    buf_cstr(out, "{\"version\":3,\"term\":{\"cols\":80,\"rows\":24},\"timestamp\":1522072740}\n");
}

static void asciinema(const struct wrapper_piece *p, struct buf *out)
{
    buf_printf(out, "[%.6f, \"%s\", \"", p->seconds, p->host ? "i" : "o");
    put_escaped(p->bytes, true, out);
    buf_cstr(out, "\"]\n");
}

static void coloured(const struct wrapper_piece *p, struct buf *out)
{
    size_t n = p->bytes.n;
    while (n > 0 && (p->bytes.p[n - 1] == '\n' || p->bytes.p[n - 1] == '\r')) {
        n--;
    }
    buf_cstr(out, p->host ? "\x1b[0;32m" : "\x1b[1m\x1b[K");
    buf_put(out, slice_sub(p->bytes, 0, n));
    buf_cstr(out, "\x1b[0m");
    buf_put(out, slice_from(p->bytes, n));
}

static void tio(const struct wrapper_piece *p, struct buf *out)
{
    if (p->bytes.n > 1) {
        put_clock(p->seconds, "[", out);
        buf_printf(out, ".%03u] ", micro(p->seconds) / 1000);
    }
    buf_put(out, p->bytes);
}

static void tera_term(const struct wrapper_piece *p, struct buf *out)
{
    put_clock(p->seconds, "[Mon Mar 26 ", out);
    buf_printf(out, ".%03u 2018] ", micro(p->seconds) / 1000);
    buf_put(out, p->bytes);
}

static void prefixed(const char *prefix, const struct wrapper_piece *p, struct buf *out)
{
    buf_cstr(out, p->bytes.n > 1 ? prefix : "");
    buf_put(out, p->bytes);
}
static void indented(const struct wrapper_piece *p, struct buf *out) { prefixed("    ", p, out); }
static void tabbed(const struct wrapper_piece *p, struct buf *out) { prefixed("\t", p, out); }
static void nbsp(const struct wrapper_piece *p, struct buf *out)
{
    prefixed("\xC2\xA0\xC2\xA0", p, out);
}
static void quoted(const struct wrapper_piece *p, struct buf *out)
{
    buf_cstr(out, p->bytes.n > 1 ? "> " : ">");
    buf_put(out, p->bytes);
}

static void entities(const struct wrapper_piece *p, struct buf *out)
{
    for (size_t i = 0; i < p->bytes.n; i++) {
        uint8_t c = p->bytes.p[i];
        bool named = true;
        switch (c) {
        case '&':
            buf_cstr(out, "&amp;");
            break;
        case '<':
            buf_cstr(out, "&lt;");
            break;
        case '>':
            buf_cstr(out, "&gt;");
            break;
        default:
            named = false;
        }
        if (!named) {
            buf_byte(out, c);
        }
    }
}

static void putty_head(struct buf *out)
{
    buf_cstr(out,
             "=~=~=~=~=~=~=~=~=~=~=~= PuTTY log 2018.03.26 13:59:00 =~=~=~=~=~=~=~=~=~=~=~=\r\n"
             "Event Log: Opening serial device /dev/ttyUSB0\r\n");
}

static void plain(const struct wrapper_piece *p, struct buf *out) { buf_put(out, p->bytes); }

static void mark8(struct buf *out) { buf_cstr(out, "\xEF\xBB\xBF"); }
static void mark16(struct buf *out) { buf_cstr(out, "\xFF\xFE"); }
static void wide(struct slice s, struct buf *out)
{
    for (size_t i = 0; i < s.n; i++) {
        buf_byte(out, s.p[i]);
        buf_byte(out, 0);
    }
}
static void wide_piece(const struct wrapper_piece *p, struct buf *out) { wide(p->bytes, out); }

static void forum_head(struct buf *out)
{
    buf_cstr(out,
             "Skip to main content\nHome > Forum > Wireless > Wi-Fi modules\n\n"
             "SPWF04 does not connect\nPosted on March 26, 2018 at 13:59\n\n"
             "Hello everybody,\n\nI try to get my board running. This is what I see:\n\n```\n");
}

const struct wrapper wrappers[] = {
    {"a recording of spwfdiag", "record", record_head, record, NULL, 0},
    {"socat -x", "socat", NULL, socat_x, NULL, 0},
    {"socat -v", "socat", NULL, socat_v, NULL, 0},
    {"socat -x -v", "socat", NULL, socat_xv, NULL, 0},
    {"interceptty", "interceptty", NULL, interceptty, NULL, 0},
    {"interceptty-nicedump", "interceptty", NULL, nicedump, NULL, 0},
    {"jpnevulator", "jpnevulator", NULL, jpnevulator, NULL, 0},
    {"slsnif", "slsnif", NULL, slsnif, NULL, 0},
    {"pySerial spy", "pyserial-spy", NULL, spy, NULL, 0},
    {"strace -tt", "strace", NULL, strace_tt, NULL, 0},
    {"strace -ttt -y -xx", "strace", NULL, strace_xx, NULL, 0},
    {"ModemManager", "modem-manager", NULL, modem_manager, NULL, 0},
    {"tshark", "tshark", NULL, tshark, NULL, 0},
    {"Docklight", "docklight", docklight_head, docklight, NULL, 0},
    {"Saleae Logic 2", "saleae", saleae_head, saleae, NULL, 0},
    {"Saleae Logic 1", "saleae", saleae1_head, saleae1, NULL, 0},
    {"sigrok annotations", "sigrok", NULL, sigrok, NULL, 0},
    {"sigrok jsontrace", "sigrok", sigrok_head, sigrok_json, NULL, 0},
    {"hexdump -C", "hexdump", NULL, NULL, hexdump_c, 16},
    {"xxd", "hexdump", NULL, NULL, xxd, 16},
    {"od", "hexdump", NULL, NULL, od, 16},
    {"xxd -p", "hex-digits", NULL, NULL, xxd_p, 30},
    {"asciinema 2", "asciinema", asciinema2, asciinema, NULL, 0},
    {"asciinema 3", "asciinema", asciinema3, asciinema, NULL, 0},
    {"colours", NULL, NULL, coloured, NULL, 0},
    {"tio -t", "terminal-timestamps", NULL, tio, NULL, 0},
    {"Tera Term, old stamps", "terminal-timestamps", NULL, tera_term, NULL, 0},
    {"indented", NULL, NULL, indented, NULL, 0},
    {"tabs", NULL, NULL, tabbed, NULL, 0},
    {"no-break spaces", NULL, NULL, nbsp, NULL, 0},
    {"quoted mail", NULL, NULL, quoted, NULL, 0},
    {"HTML's names", NULL, NULL, entities, NULL, 0},
    {"PuTTY", NULL, putty_head, plain, NULL, 0},
    {"UTF-8 with a mark", NULL, mark8, plain, NULL, 0},
    {"UTF-16LE with a mark", NULL, mark16, wide_piece, NULL, 0},
    {"UTF-16LE", NULL, NULL, wide_piece, NULL, 0},
    {"forum page", NULL, forum_head, plain, NULL, 0},
};
const size_t wrapper_count = sizeof wrappers / sizeof wrappers[0];

/* ---- cutting the bare trace ------------------------------------------------------------------------------------ */

static unsigned count_lines(const struct buf *b)
{
    unsigned n = 0;
    for (size_t i = 0; i < b->n; i++) {
        n += b->p[i] == '\n' ? 1u : 0u;
    }
    return n;
}

/* Who said a line: what neither side's words begin belongs to the one who spoke last. */
static bool is_hosts(struct slice line, bool before)
{
    struct slice t = slice_trim(line);
    if (slice_starts_nocase(t, SLICE("AT+")) || slice_eq(t, SLICE("AT"))) {
        return true;
    }
    return before && !slice_starts(t, SLICE("AT-S.")) && !slice_starts(t, SLICE("+WIND:")) &&
           !slice_eq(t, SLICE("OK")) && !slice_starts(t, SLICE("ERROR"));
}

static void run_pieces(const struct wrapper *w, struct slice bare, struct wrapped *out)
{
    struct wrapper_piece p = {.seconds = 0.1};
    size_t at = 0;

    while (at < bare.n) {
        size_t end = slice_find_byte(bare, '\n', at);
        size_t n = end < bare.n ? end + 1 - at : bare.n - at;
        p.bytes = slice_sub(bare, at, n);
        p.offset = at;
        p.host = is_hosts(p.bytes, p.host);
        out->first[p.index] = count_lines(&out->bytes) + 1;
        w->piece(&p, &out->bytes);
        out->last[p.index] = count_lines(&out->bytes) + 1;
        p.index++;
        assert(p.index < WRAPPER_LINES);
        p.seconds += 0.0131;
        at += n;
    }
    out->n = p.index;
}

static void run_whole(const struct wrapper *w, struct slice bare, struct wrapped *out)
{
    size_t at = 0;
    w->whole(bare, &out->bytes);
    while (at < bare.n) {
        size_t end = slice_find_byte(bare, '\n', at);
        out->first[out->n] = (unsigned)(at / w->row) + 1;
        out->last[out->n++] = (unsigned)(end / w->row) + 1;
        assert(out->n < WRAPPER_LINES);
        at = end + 1;
    }
}

void wrapper_run(const struct wrapper *w, struct slice bare, struct wrapped *out)
{
    out->n = 0;
    buf_clear(&out->bytes);
    if (w->whole != NULL) {
        run_whole(w, bare, out);
        return;
    }
    if (w->head != NULL) {
        w->head(&out->bytes);
    }
    run_pieces(w, bare, out);
}
