/* wide characters of curses, SIGWINCH and TIOCGWINSZ are not in POSIX.1-2008 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif
#define NCURSES_WIDECHAR 1

#include "tui/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <ncurses.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/escape.h"
#include "base/memory.h"

enum { ESCAPE_DELAY_MS = 25, COPY_MAX = 100000, RESTORE_MAX = 512, CTRL_J = 10 };

struct screen {
    SCREEN *terminal;
    FILE *in, *out;
    int colours; /* 0, 8, 16, 256 or more */
    bool light, gone;
};

/* ---- giving the terminal back, whatever happens -------------------------------------------------------- */

/* Of the one screen there is: a signal handler has nothing else to go by. */
static struct {
    volatile sig_atomic_t active;
    int fd;
    struct termios modes;
    char sequence[RESTORE_MAX];
    size_t n;
} restore;

static void add_restore(const char *capability)
{
    const char *s = tigetstr(capability);
    if (s == NULL || s == (const char *)-1) {
        return;
    }
    struct slice text = slice_cstr(s);
    if (restore.n + text.n <= sizeof restore.sequence) {
        memcpy(restore.sequence + restore.n, text.p, text.n);
        restore.n += text.n;
    }
}

/* Only what a signal handler may do. */
static void restore_now(void)
{
    if (restore.active) {
        restore.active = 0;
        ssize_t n = write(restore.fd, restore.sequence, restore.n);
        (void)n;
        (void)tcsetattr(restore.fd, TCSANOW, &restore.modes);
    }
}

static void on_crash(int signal_number)
{
    restore_now();
    (void)raise(signal_number); /* SA_RESETHAND: this time it does what it always did */
}

static void catch_crashes(void)
{
    static const int signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT};
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_crash;
    action.sa_flags = (int)(SA_RESETHAND | SA_NODEFER);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        (void)sigaction(signals[i], &action, NULL);
    }
}

/* ---- colours ---------------------------------------------------------------------------------------------- */

/* By role: of 8 colours, of 256 on dark and on light ground, and as 0xRRGGBB on both. -1: the terminal's
 * own. `attributes` do for terminals without colours, and help those with few. */
static const struct {
    short eight, dark, light;
    int dark_rgb, light_rgb;
    attr_t plain, coloured;
} looks[ROLE_COUNT] = {
    [ROLE_TEXT] = {-1, -1, -1, -1, -1, A_NORMAL, A_NORMAL},
    [ROLE_DIM] = {-1, 245, 243, 0x8A8A8A, 0x767676, A_DIM, A_NORMAL},
    [ROLE_TITLE] = {COLOR_CYAN, 81, 25, 0x5FD7FF, 0x005FAF, A_BOLD, A_NORMAL},
    [ROLE_KEY] = {COLOR_YELLOW, 222, 130, 0xFFD787, 0xAF5F00, A_BOLD, A_NORMAL},
    [ROLE_ERROR] = {COLOR_RED, 203, 160, 0xFF5F5F, 0xD70000, A_BOLD, A_NORMAL},
    [ROLE_WARNING] = {COLOR_YELLOW, 214, 130, 0xFFAF00, 0xAF5F00, A_BOLD, A_NORMAL},
    [ROLE_NOTE] = {COLOR_CYAN, 110, 25, 0x87AFD7, 0x005FAF, A_NORMAL, A_NORMAL},
    [ROLE_OK] = {COLOR_GREEN, 114, 28, 0x87D787, 0x008700, A_NORMAL, A_NORMAL},
    [ROLE_HOST] = {COLOR_CYAN, 117, 25, 0x87D7FF, 0x005FAF, A_BOLD, A_NORMAL},
    [ROLE_MODULE] = {-1, -1, -1, -1, -1, A_NORMAL, A_NORMAL},
    [ROLE_FRAME] = {-1, 239, 250, 0x4E4E4E, 0xBCBCBC, A_DIM, A_NORMAL},
    [ROLE_STATUS] = {-1, 252, 236, 0xD0D0D0, 0x303030, A_REVERSE, A_NORMAL},
};

/* Grounds: none, the bar, the cursor, what stands beside it. */
enum ground { GROUND_NONE, GROUND_BAR, GROUND_CURSOR, GROUND_BESIDE, GROUNDS };
static const struct {
    short dark, light;
    int dark_rgb, light_rgb;
} grounds[GROUNDS] = {[GROUND_NONE] = {-1, -1, -1, -1},
                      [GROUND_BAR] = {237, 253, 0x3A3A3A, 0xDADADA},
                      [GROUND_CURSOR] = {24, 153, 0x005F87, 0xAFD7FF},
                      [GROUND_BESIDE] = {236, 254, 0x303030, 0xE4E4E4}};

static int pair_of(enum role role, enum ground ground)
{
    return 1 + (int)ground * ROLE_COUNT + (int)role;
}

static void make_pairs(const struct screen *s)
{
    for (int g = 0; g < GROUNDS; g++) {
        for (int r = 0; r < ROLE_COUNT; r++) {
            int fore = looks[r].eight;
            int back = -1;
            if (s->colours > 256) {
                fore = s->light ? looks[r].light_rgb : looks[r].dark_rgb;
                back = s->light ? grounds[g].light_rgb : grounds[g].dark_rgb;
            } else if (s->colours == 256) {
                fore = s->light ? looks[r].light : looks[r].dark;
                back = s->light ? grounds[g].light : grounds[g].dark;
            }
            (void)init_extended_pair(pair_of((enum role)r, (enum ground)g), fore, back);
        }
    }
}

/* "15;0": the last number is the ground; 7 and 9 to 15 are light. */
static bool ground_is_light(enum screen_theme theme)
{
    struct slice value = slice_cstr(getenv("COLORFGBG"));
    uint64_t ground = 0;
    if (theme != THEME_AUTO) {
        return theme == THEME_LIGHT;
    }
    for (size_t semicolon = 0; (semicolon = slice_find_byte(value, ';', 0)) < value.n;) {
        value = slice_from(value, semicolon + 1);
    }
    return slice_to_u64(value, 15, &ground) == NUMBER_OK && (ground == 7 || ground > 8);
}

static void begin_colours(struct screen *s, const struct screen_options *o)
{
    s->light = ground_is_light(o->theme);
    s->colours = 0;
    if (!o->colour || !has_colors() || start_color() == ERR || use_default_colors() == ERR) {
        return;
    }
    bool enough = COLOR_PAIRS > GROUNDS * ROLE_COUNT;
    s->colours = !enough ? 0 : COLORS > 256 ? COLORS : COLORS == 256 ? 256 : COLORS >= 8 ? 8 : 0;
    if (s->colours > 0) {
        make_pairs(s);
    }
}

/* ---- opening ------------------------------------------------------------------------------------------------ */

/* curses writes UTF-8 when the locale says so; a UTF-8 locale that is not installed is as good as C.UTF-8. */
static void choose_locale(bool ascii)
{
    if (setlocale(LC_CTYPE, "") == NULL && !ascii) {
        (void)setlocale(LC_CTYPE, "C.UTF-8");
    }
}

static void set_modes(void)
{
    (void)raw();
    (void)noecho();
    (void)nonl();
    (void)keypad(stdscr, TRUE);
    (void)nodelay(stdscr, TRUE);
    (void)intrflush(stdscr, FALSE);
    (void)set_escdelay(ESCAPE_DELAY_MS);
}

static FILE *open_keys(bool from_terminal)
{
    return from_terminal ? fopen("/dev/tty", "r") : fdopen(dup(STDIN_FILENO), "r");
}

bool screen_can_be_used(void)
{
    int answer = 0;
    bool known = setupterm(NULL, STDOUT_FILENO, &answer) == OK;
    const char *move_cursor = known ? tigetstr("cup") : NULL;
    bool can = move_cursor != NULL && move_cursor != (const char *)-1;
    if (known) {
        (void)del_curterm(cur_term);
    }
    return can;
}

enum spw_status screen_open(struct screen **out, const struct screen_options *o, struct buf *why)
{
    struct screen *s = MEMORY_NEW(struct screen);
    *out = NULL;
    if (s == NULL) {
        return SPW_NO_MEMORY;
    }
    choose_locale(o->ascii);
    s->in = open_keys(o->keys_from_terminal);
    s->out = fdopen(dup(STDOUT_FILENO), "w");
    restore.fd = STDOUT_FILENO;
    restore.n = 0;
    bool good = s->in != NULL && s->out != NULL && tcgetattr(STDOUT_FILENO, &restore.modes) == 0;
    s->terminal = good ? newterm(NULL, s->out, s->in) : NULL;
    if (s->terminal == NULL) {
        buf_cstr(why, "this terminal cannot show it (TERM is unknown, or it is none)");
        screen_close(s);
        return SPW_IO;
    }
    set_modes();
    begin_colours(s, o);
    static const char *const capabilities[] = {"rmkx", "sgr0", "cnorm", "rmcup"};
    for (size_t i = 0; i < sizeof capabilities / sizeof capabilities[0]; i++) {
        add_restore(capabilities[i]);
    }
    restore.active = 1;
    catch_crashes();
    (void)atexit(restore_now);
    *out = s;
    return SPW_OK;
}

void screen_close(struct screen *s)
{
    if (s == NULL) {
        return;
    }
    if (s->terminal != NULL) {
        (void)endwin();
        restore.active = 0;
        delscreen(s->terminal);
    }
    if (s->in != NULL) {
        (void)fclose(s->in);
    }
    if (s->out != NULL) {
        (void)fclose(s->out);
    }
    memory_free(s);
}

int screen_descriptor(const struct screen *s) { return fileno(s->in); }

void screen_size(struct screen *s, size_t *rows, size_t *cols)
{
    struct winsize size;
    memset(&size, 0, sizeof size);
    if (ioctl(fileno(s->out), TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        (void)resizeterm(size.ws_row, size.ws_col);
    }
    *rows = (size_t)LINES;
    *cols = (size_t)COLS;
}

/* ---- drawing -------------------------------------------------------------------------------------------------- */

static attr_t attributes_of(const struct screen *s, const struct cell *c)
{
    attr_t a = s->colours > 0 ? looks[c->role].coloured : looks[c->role].plain;
    bool few = s->colours < 256;
    a |= few && c->role == ROLE_STATUS ? A_REVERSE : A_NORMAL;
    a |= few && (c->role == ROLE_DIM || c->role == ROLE_FRAME) ? A_DIM : A_NORMAL;
    a |= few && (c->marks & MARK_CURSOR) != 0 ? A_REVERSE : A_NORMAL;
    a |= few && (c->marks & MARK_BESIDE) != 0 ? A_BOLD : A_NORMAL;
    a |= (c->marks & MARK_EVIDENCE) != 0 ? A_UNDERLINE | A_BOLD : A_NORMAL;
    a |= (c->marks & MARK_MATCH) != 0 ? A_REVERSE : A_NORMAL;
    a |= (c->marks & MARK_BOLD) != 0 ? A_BOLD : A_NORMAL;
    return a;
}

static enum ground ground_of(const struct cell *c)
{
    return (c->marks & MARK_CURSOR) != 0   ? GROUND_CURSOR
           : (c->marks & MARK_BESIDE) != 0 ? GROUND_BESIDE
           : c->role == ROLE_STATUS        ? GROUND_BAR
                                           : GROUND_NONE;
}

static void draw_cell(const struct screen *s, const struct cell *c, int row, int col)
{
    wchar_t text[CELL_BYTES + 1];
    struct slice bytes = slice_of(c->text, c->n);
    cchar_t out;
    size_t n = 0;
    int pair = s->colours > 0 ? pair_of((enum role)c->role, ground_of(c)) : 0;
    for (size_t at = 0; at < bytes.n && n < CCHARW_MAX;) {
        uint32_t cp = 0;
        size_t length = utf8_decode(bytes, at, &cp);
        at += length > 0 ? length : bytes.n;
        text[n++] = (wchar_t)cp;
    }
    text[n] = L'\0';
    if (n > 0 && setcchar(&out, text, attributes_of(s, c), (short)0, &pair) == OK) {
        (void)mvadd_wch(row, col, &out);
    }
}

void screen_draw(struct screen *s, const struct canvas *c)
{
    for (size_t row = 0; row < c->rows; row++) {
        for (size_t col = 0; col < c->cols; col++) {
            const struct cell *cell = canvas_at(c, row, col);
            if (cell->width > 0) {
                draw_cell(s, cell, (int)row, (int)col);
            }
        }
    }
    (void)curs_set(c->cursor_shown ? 1 : 0);
    if (c->cursor_shown) {
        (void)move((int)c->cursor_row, (int)c->cursor_col);
    }
    (void)refresh();
}

void screen_forget(struct screen *s)
{
    (void)s;
    (void)clearok(stdscr, TRUE);
}

/* ---- keys ----------------------------------------------------------------------------------------------------- */

static const struct {
    int curses;
    uint32_t key;
} special[] = {
    {KEY_UP, KEY_ARROW_UP},       {KEY_DOWN, KEY_ARROW_DOWN}, {KEY_LEFT, KEY_ARROW_LEFT},
    {KEY_RIGHT, KEY_ARROW_RIGHT}, {KEY_PPAGE, KEY_PAGE_UP},   {KEY_NPAGE, KEY_PAGE_DOWN},
    {KEY_HOME, KEY_TO_HOME},      {KEY_END, KEY_TO_END},      {KEY_DC, KEY_DELETE},
    {KEY_BTAB, KEY_BACK_TAB},     {KEY_F(1), KEY_F1},         {KEY_BACKSPACE, KEY_BACK},
    {KEY_ENTER, KEY_RETURN},      {KEY_RESIZE, KEY_RESIZED},
};

bool screen_key(struct screen *s, uint32_t *key)
{
    wint_t c = 0;
    errno = 0;
    int kind = get_wch(&c);
    if (kind == ERR) {
        s->gone = s->gone || errno == EIO;
        return false;
    }
    *key = (uint32_t)c;
    if (kind == OK) {
        *key = c == CTRL_J ? (uint32_t)KEY_RETURN : c == 8 ? (uint32_t)KEY_BACK : *key;
        return true;
    }
    for (size_t i = 0; i < sizeof special / sizeof special[0]; i++) {
        if (special[i].curses == (int)c) {
            *key = special[i].key;
            return true;
        }
    }
    *key = KEY_FIRST_SPECIAL;
    return true;
}

bool screen_is_gone(const struct screen *s) { return s->gone; }

void screen_suspend(struct screen *s)
{
    struct sigaction usual, ours;
    (void)s;
    (void)endwin();
    memset(&usual, 0, sizeof usual);
    usual.sa_handler = SIG_DFL;
    (void)sigaction(SIGTSTP, &usual, &ours);
    (void)raise(SIGTSTP); /* here the program stands still */
    (void)sigaction(SIGTSTP, &ours, NULL);
    (void)clearok(stdscr, TRUE);
    (void)refresh();
}

/* ---- the clipboard -------------------------------------------------------------------------------------------------- */

void screen_copy(struct screen *s, struct slice text)
{
    struct buf out;
    buf_init(&out, 2 * COPY_MAX);
    buf_cstr(&out, "\033]52;c;");
    base64_put(&out, slice_sub(text, 0, COPY_MAX));
    buf_byte(&out, '\a');
    (void)fwrite(out.p, 1, out.n, s->out);
    (void)fflush(s->out);
    buf_dispose(&out);
}
