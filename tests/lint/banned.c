/* Names that rule 27 of the style bans, and libraries that only one folder may know. */
#include <string.h>

#include "lint.h"

enum {
    EVERYWHERE = PLACE_BASE | PLACE_LIBRARY | PLACE_PROGRAM | PLACE_TOOL | PLACE_TEST,
    IN_LIBRARY = PLACE_BASE | PLACE_LIBRARY,
    NOT_IN_BASE = PLACE_LIBRARY | PLACE_PROGRAM,
    IN_SRC = PLACE_BASE | PLACE_LIBRARY | PLACE_PROGRAM
};

/* One list of names a row, each name between blanks. */
static const struct {
    int places;
    const char *why;
    const char *names;
} calls[] = {
    {EVERYWHERE, "has no bound",
     " strcpy strcat strncpy strncat stpcpy sprintf vsprintf gets strtok scanf sscanf fscanf "
     "alloca setjmp longjmp "},
    {EVERYWHERE, "cannot tell a wrong number", " atoi atol atoll atof "},
    {IN_LIBRARY, "the library reads slices, not C strings",
     " strlen strcmp strncmp strcasecmp strncasecmp strchr strrchr strstr strspn strcspn strpbrk "
     "strtol strtoul strtoll strtoull strtod strerror "},
    {IN_SRC, "asks the locale",
     " isalpha isdigit isalnum isspace isupper islower isxdigit isprint iscntrl ispunct toupper "
     "tolower strcoll "},
    {NOT_IN_BASE, "memory comes from base/", " malloc calloc realloc strdup strndup "},
    {IN_LIBRARY, "only the programs print and exit",
     " printf fprintf vprintf vfprintf puts fputs putchar putc fputc fwrite perror exit _exit "
     "quick_exit "},
    {IN_LIBRARY, "the library has no files, clock, terminal or environment",
     " fopen freopen fdopen popen system getenv setlocale time clock clock_gettime gettimeofday "
     "localtime gmtime mktime strftime isatty signal rand srand "},
};

/* Where a call is the very purpose of the place. */
static const struct {
    const char *path, *name;
} allowed[] = {
    {"src/base/slice.c", "strlen"}, /* slice_cstr: the door from C strings */
};

static const struct {
    const char *header;            /* or the start of its name */
    const char *only, *also, *too; /* the paths it may stand in, or the starts of them */
} libraries[] = {
    {"openssl/", "src/x509/", "src/net/", NULL},
    {"pcre2", "src/pattern/", NULL, NULL},
    {"yaml.h", "src/data/", NULL, NULL},
    {"jansson.h", "src/report/", "src/cli/", "src/compare/baseline.c"},
    {"curses.h", "src/tui/screen.c", NULL, NULL},
    {"ncurses", "src/tui/screen.c", NULL, NULL},
    {"archive", "src/capture/", NULL, NULL},
    {"libserialport.h", "src/capture/", NULL, NULL},
    {"ctype.h", "nowhere", NULL, NULL},
    {"locale.h", "src/cli/", "src/tui/screen.c", NULL},
};

static bool is_allowed(const char *path, const char *name)
{
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++) {
        if (strstr(path, allowed[i].path) != NULL && strcmp(name, allowed[i].name) == 0) {
            return true;
        }
    }
    return false;
}

static bool in_list(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *at = strstr(list, name); at != NULL; at = strstr(at + 1, name)) {
        if (at[-1] == ' ' && at[n] == ' ') {
            return true;
        }
    }
    return false;
}

static int check_call(const struct source *s, size_t at, const char *name)
{
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        if (((int)s->place & calls[i].places) != 0 && in_list(calls[i].names, name) &&
            !is_allowed(s->path, name)) {
            return source_complain(s, at, calls[i].why, name);
        }
    }
    return 0;
}

/* Words directly before '('. Members are not calls of the library function. */
static int check_calls(const struct source *s)
{
    int complaints = 0;
    for (size_t at = 0; at < s->n;) {
        if (!is_word_byte(s->code[at])) {
            at++;
            continue;
        }
        char name[64] = "";
        size_t n = 0;
        while (is_word_byte(s->code[at + n])) {
            n++;
        }
        bool member = at > 0 && (s->code[at - 1] == '.' || s->code[at - 1] == '>');
        bool call = s->code[at + n + strspn(s->code + at + n, " \n")] == '(';
        if (call && !member && n < sizeof name) {
            memcpy(name, s->code + at, n);
            complaints += check_call(s, at, name);
        }
        at += n;
    }
    return complaints;
}

static int check_include(const struct source *s, size_t at, const char *header)
{
    if (s->place == PLACE_TEST) {
        return 0;
    }
    for (size_t i = 0; i < sizeof libraries / sizeof libraries[0]; i++) {
        const char *also = libraries[i].also;
        const char *too = libraries[i].too;
        bool other = strncmp(header, libraries[i].header, strlen(libraries[i].header)) != 0;
        bool here = strstr(s->path, libraries[i].only) != NULL ||
                    (also != NULL && strstr(s->path, also) != NULL) ||
                    (too != NULL && strstr(s->path, too) != NULL);
        if (!other && !here) {
            return source_complain(s, at, "this library may only be included in",
                                   libraries[i].only);
        }
    }
    return 0;
}

int check_banned(const struct source *s)
{
    static const char include[] = "#include <";
    int complaints = check_calls(s);
    for (const char *p = strstr(s->code, include); p != NULL; p = strstr(p + 1, include)) {
        complaints += check_include(s, (size_t)(p - s->code), p + sizeof include - 1);
    }
    return complaints;
}
