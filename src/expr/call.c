#include "expr/call.h"

#include "base/message_ids.h"

static const struct function functions[] = {
    {SLICE_INIT("seen"), SLICE_INIT("m"), 1, true, NODE_SEEN, VALUE_BOOL, "seen(M)",
     "M happened; unknown when the module was told to be quiet about it"},
    {SLICE_INIT("count"), SLICE_INIT("m"), 1, true, NODE_COUNT, VALUE_INT, "count(M)",
     "how often M happened"},
    {SLICE_INIT("first"), SLICE_INIT("mv"), 1, true, NODE_OCCURRENCE, VALUE_TEXT, "first(M, name)",
     "a value of M's first occurrence; first(M) is its line"},
    {SLICE_INIT("last"), SLICE_INIT("mv"), 1, true, NODE_OCCURRENCE, VALUE_TEXT, "last(M, name)",
     "the same of its last occurrence"},
    {SLICE_INIT("after"), SLICE_INIT("mm"), 2, true, NODE_AFTER, VALUE_BOOL, "after(A, B)",
     "both happened, and the last A after the last B"},
    {SLICE_INIT("variable"), SLICE_INIT("k"), 1, false, NODE_VARIABLE, VALUE_TEXT,
     "variable(\"wifi_mode\")", "value of a configuration or status variable"},
    {SLICE_INIT("limit"), SLICE_INIT("k"), 1, false, NODE_LIMIT, VALUE_INT,
     "limit(\"at.line.bytes\")", "a limit of the running firmware"},
    {SLICE_INIT("describe"), SLICE_INIT("kx"), 2, false, NODE_DESCRIBE, VALUE_TEXT,
     "describe(\"wifi_mode\", v)", "what the value v of that enumeration means"},
    {SLICE_INIT("length"), SLICE_INIT("t"), 1, false, NODE_LENGTH, VALUE_INT, "length(t)",
     "bytes of a text"},
    {SLICE_INIT("number"), SLICE_INIT("x"), 1, false, NODE_NUMBER, VALUE_INT, "number(t)",
     "a text of digits as a number"},
    {SLICE_INIT("lower"), SLICE_INIT("t"), 1, false, NODE_LOWER, VALUE_TEXT, "lower(t)",
     "a text in lower case"},
    {SLICE_INIT("base64_length"), SLICE_INIT("t"), 1, false, NODE_BASE64_LENGTH, VALUE_INT,
     "base64_length(t)", "bytes that a base64 text decodes to"},
    {SLICE_INIT("percent_decode"), SLICE_INIT("t"), 1, false, NODE_PERCENT_DECODE, VALUE_TEXT,
     "percent_decode(t)", "a text with %XX decoded"},
};
enum { FUNCTIONS = (int)(sizeof functions / sizeof functions[0]) };

size_t function_count(void) { return FUNCTIONS; }

const struct function *function_at(size_t i) { return i < FUNCTIONS ? &functions[i] : NULL; }

const struct function *function_find(struct slice name)
{
    for (size_t i = 0; i < FUNCTIONS; i++) {
        if (slice_eq(functions[i].name, name)) {
            return &functions[i];
        }
    }
    return NULL;
}

/* ---- names -------------------------------------------------------------------------------------- */

/* "boot.seen" -> TALLY_BOOT and "seen". */
static struct slice split_scope(struct slice name, enum tally_scope *which)
{
    static const struct {
        struct slice prefix;
        enum tally_scope which;
    } scopes[] = {{SLICE_INIT("trace."), TALLY_TRACE},
                  {SLICE_INIT("boot."), TALLY_BOOT},
                  {SLICE_INIT("attempt."), TALLY_ATTEMPT}};
    *which = TALLY_DEFAULT;
    for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++) {
        if (slice_starts(name, scopes[i].prefix)) {
            *which = scopes[i].which;
            return slice_from(name, scopes[i].prefix.n);
        }
    }
    return name;
}

/* NULL: reported. */
static const struct function *function_of(struct compiler *c, struct node *call)
{
    struct slice names[FUNCTIONS];
    struct slice name = split_scope(call->name, &call->which);
    const struct function *f = function_find(name);
    if (f == NULL) {
        for (size_t i = 0; i < FUNCTIONS; i++) {
            names[i] = functions[i].name;
        }
        compiler_fault(c, MSG_RULE_FUNCTION, call->offset, nearest_name(name, names, FUNCTIONS),
                       "there is no function \"%.*s\"", SLICE_ARG(name));
    } else if (call->which != TALLY_DEFAULT && !f->scoped) {
        compiler_fault(c, MSG_RULE_FUNCTION, call->offset, slice_of(NULL, 0),
                       "\"%.*s\" takes no scope", SLICE_ARG(f->name));
        f = NULL;
    } else if (call->which == TALLY_ATTEMPT && (c->scope & SCOPE_ATTEMPT) == 0) {
        compiler_fault(c, MSG_RULE_SCOPE_FIELD, call->offset, slice_of(NULL, 0),
                       "a rule of scope %s has no attempt to ask", scope_name(c->scope));
        f = NULL;
    }
    return f;
}

/* ---- arguments ---------------------------------------------------------------------------------- */

static enum meaning take_meaning(struct compiler *c, const struct node *argument)
{
    struct slice names[M_COUNT];
    size_t n = 0;
    bool is_name = argument->kind == NODE_NAME;
    enum meaning m = is_name ? meaning_of(argument->name) : M_NONE;
    if (m == M_NONE) {
        for (int i = M_NONE + 1; i < M_COUNT; i++) {
            names[n++] = slice_cstr(meaning_name((enum meaning)i));
        }
        struct slice near = is_name ? nearest_name(argument->name, names, n) : slice_of(NULL, 0);
        compiler_fault(c, MSG_RULE_FIELD, argument->offset, near, "\"%.*s\" is no happening",
                       SLICE_ARG(node_text(c, argument)));
    }
    return m;
}

/* A bare word or a text in quotes. */
static struct slice take_word(struct compiler *c, const struct node *argument)
{
    if (argument->kind == NODE_NAME) {
        return argument->name;
    }
    if (argument->kind == NODE_CONSTANT && argument->type == VALUE_TEXT) {
        return argument->constant->text;
    }
    compiler_fault(c, MSG_RULE_FUNCTION, argument->offset, slice_of(NULL, 0),
                   "a name in quotes should stand here");
    return slice_of(NULL, 0);
}

static void check_word(struct compiler *c, const struct node *call, const struct node *argument,
                       const char *what, bool known, struct slice near)
{
    if (!known) {
        compiler_fault(c, MSG_RULE_VALUE, argument->offset, near, "no dialect has %s \"%.*s\"",
                       what, SLICE_ARG(call->name));
    }
}

/* Are there tables, and does one of them know the name? */
static void check_name(struct compiler *c, const struct node *call, const struct node *argument)
{
    const struct knowledge *k = c->source->knowledge;
    struct slice near = {NULL, 0};
    if (k == NULL || call->name.n == 0) {
        return;
    }
    if (call->kind == NODE_VARIABLE) {
        bool known = fact_knows_variable(k, call->name, &near);
        check_word(c, call, argument, "a variable", known, near);
    } else if (call->kind == NODE_LIMIT) {
        bool known = fact_knows_limit(k, call->name, &near);
        check_word(c, call, argument, "a limit", known, near);
    } else if (call->kind == NODE_DESCRIBE) {
        bool known = fact_knows_enum(k, call->name, &near);
        check_word(c, call, argument, "an enumeration", known, near);
    } else if (call->kind == NODE_OCCURRENCE && call->meaning != M_NONE) {
        bool known = fact_knows_value(k, call->meaning, call->name, &near);
        check_word(c, call, argument, "a row of this meaning with a value", known, near);
    }
}

static void take_value(struct compiler *c, const struct function *f, struct node *argument,
                       uint8_t letter)
{
    type_tree(c, argument);
    bool wants_text = letter == 't' && argument->type != VALUE_TEXT;
    bool wants_value = letter == 'x' && argument->type != VALUE_TEXT && argument->type != VALUE_INT;
    if (argument->type != VALUE_NONE && (wants_text || wants_value)) {
        compiler_fault(c, MSG_RULE_FUNCTION, argument->offset, slice_of(NULL, 0),
                       "\"%.*s\" takes a text, and this is a %s", SLICE_ARG(f->name),
                       value_type_name(argument->type));
    }
}

static bool count_arguments(struct compiler *c, const struct function *f, const struct node *call)
{
    size_t n = 0;
    for (const struct node *a = call->child; a != NULL; a = a->next) {
        n++;
    }
    if (n >= f->required && n <= f->arguments.n) {
        return true;
    }
    compiler_fault(c, MSG_RULE_FUNCTION, call->offset, slice_of(NULL, 0),
                   "it is used as %s; this gives %zu arguments", f->usage, n);
    return false;
}

static void take_arguments(struct compiler *c, const struct function *f, struct node *call)
{
    struct node *argument = call->child;
    call->child = NULL;
    for (size_t i = 0; argument != NULL && i < f->arguments.n; i++) {
        struct node *next = argument->next;
        uint8_t letter = f->arguments.p[i];
        argument->next = NULL;
        if (letter == 'm') {
            enum meaning m = take_meaning(c, argument);
            *(i == 0 ? &call->meaning : &call->other) = m;
        } else if (letter == 'v' || letter == 'k') {
            call->name = take_word(c, argument);
            check_name(c, call, argument);
        } else {
            take_value(c, f, argument, letter);
            call->child = argument;
        }
        argument = next;
    }
}

void call_resolve(struct compiler *c, struct node *call)
{
    const struct function *f = function_of(c, call);
    call->type = VALUE_NONE; /* keeps a wrong call from raising more faults above it */
    if (f == NULL || !count_arguments(c, f, call)) {
        return;
    }
    call->kind = f->kind;
    call->last = slice_eq(f->name, SLICE("last"));
    call->name = slice_of(NULL, 0);
    take_arguments(c, f, call);
    bool is_number = slice_eq(call->name, SLICE("number")) || slice_eq(call->name, SLICE("line"));
    call->type = call->kind == NODE_OCCURRENCE && is_number ? VALUE_INT : f->type;
}
