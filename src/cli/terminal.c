/* TIOCGWINSZ is not in POSIX.1-2008. */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif

#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/slice.h"

enum { WIDTH_MIN = 20, WIDTH_MAX = 1000 };

static bool environment_says(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

/* The first of the three that is set decides, as in setlocale(3). */
static bool locale_is_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (environment_says(names[i])) {
            struct slice value = slice_cstr(getenv(names[i]));
            size_t dot = slice_find_byte(value, '.', 0);
            struct slice coding = slice_from(value, dot);
            return slice_starts_nocase(coding, SLICE(".utf-8")) ||
                   slice_starts_nocase(coding, SLICE(".utf8"));
        }
    }
    return false;
}

static bool wants_colour(bool present, const char *setting)
{
    if (setting != NULL && strcmp(setting, "auto") != 0) {
        return strcmp(setting, "always") == 0;
    }
    const char *kind = getenv("TERM");
    return present && !environment_says("NO_COLOR") && kind != NULL && kind[0] != '\0' &&
           strcmp(kind, "dumb") != 0;
}

static size_t plausible(size_t width)
{
    return width >= WIDTH_MIN && width <= WIDTH_MAX ? width : 0;
}

static size_t width_of(int fd)
{
    struct winsize size;
    memset(&size, 0, sizeof size);
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && plausible(size.ws_col) > 0) {
        return size.ws_col;
    }
    uint64_t columns = 0;
    (void)slice_to_u64(slice_cstr(getenv("COLUMNS")), WIDTH_MAX, &columns);
    return plausible((size_t)columns);
}

struct terminal terminal_of(int fd, const char *colour)
{
    struct terminal t;
    t.present = isatty(fd) == 1;
    t.colour = wants_colour(t.present, colour);
    t.ascii = !locale_is_utf8();
    t.width = t.present ? width_of(fd) : 0;
    return t;
}
