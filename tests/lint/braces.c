/* The body of if, else, for, while and do stands in braces; a file stays below 800 lines. */
#include <string.h>

#include "lint.h"

enum { LINES_MAX = 800 };

static size_t skip_blanks(const char *code, size_t at) { return at + strspn(code + at, " \t\r\n"); }

/* Behind the parenthesis that closes the one at `at`. */
static size_t skip_parens(const char *code, size_t at)
{
    int depth = 0;
    for (; code[at] != '\0'; at++) {
        depth += code[at] == '(' ? 1 : code[at] == ')' ? -1 : 0;
        if (depth == 0) {
            return at + 1;
        }
    }
    return at;
}

/* Directives, with their continuation lines: macros are written with care, not with this check. */
static size_t skip_directive(const char *code, size_t at)
{
    while (code[at] != '\0' && (code[at] != '\n' || code[at - 1] == '\\')) {
        at++;
    }
    return at;
}

static bool is_word(const char *code, size_t at, const char *word)
{
    size_t n = strlen(word);
    return strncmp(code + at, word, n) == 0 && !is_word_byte(code[at + n]);
}

static bool closes_do(const char *code, size_t at)
{
    while (at > 0 && strchr(" \t\r\n", code[at - 1]) != NULL) {
        at--;
    }
    return at > 0 && code[at - 1] == '}';
}

static bool body_is_braced(const char *code, size_t at)
{
    if (is_word(code, at, "else")) {
        at = skip_blanks(code, at + 4);
        return code[at] == '{' || is_word(code, at, "if");
    }
    if (is_word(code, at, "do")) {
        return code[skip_blanks(code, at + 2)] == '{';
    }
    bool head = is_word(code, at, "if") || is_word(code, at, "for") || is_word(code, at, "while");
    if (!head) {
        return true;
    }
    size_t open = at + strcspn(code + at, "(");
    size_t body = skip_blanks(code, skip_parens(code, open));
    if (code[body] == ';' && is_word(code, at, "while") && closes_do(code, at)) {
        return true;
    }
    return code[body] == '{';
}

int check_braces(const struct source *s)
{
    int complaints = 0;
    bool line_start = true;
    bool word_start = true;
    for (size_t at = 0; at < s->n; at++) {
        char c = s->code[at];
        if (line_start && c == '#') {
            at = skip_directive(s->code, at);
            c = s->code[at];
        } else if (word_start && is_word_byte(c) && !body_is_braced(s->code, at)) {
            complaints += source_complain(s, at, "the body needs braces", "");
        }
        line_start = c == '\n' || (line_start && (c == ' ' || c == '\t'));
        word_start = !is_word_byte(c);
    }
    return complaints;
}

int check_size(const struct source *s)
{
    unsigned lines = 0;
    for (size_t i = 0; i < s->n; i++) {
        lines += s->text[i] == '\n';
    }
    return lines <= LINES_MAX ? 0 : source_complain(s, s->n, "the file is too long", "");
}
