#include "facts/field.h"

#include <stddef.h>

#include "facts/get.h"

/* The rows, one array a section. */
#define SECTION(id, prefix) static const struct field rows_##id[] = {
#define FIELD(name, type, scopes, get, a, b, words, doc)                                           \
    {SLICE_INIT(name), VALUE_##type, (scopes), SLICE_INIT(words),                                  \
     SLICE_INIT(doc),  get,          (int)(a), (int)(b)},
#define END                                                                                        \
    }                                                                                              \
    ;
#include "facts/fields.def"
#undef SECTION
#undef FIELD
#undef END

static const struct section {
    struct slice prefix;
    const struct field *rows;
    size_t n;
} sections[] = {
#define SECTION(id, prefix) {SLICE_INIT(prefix), rows_##id, sizeof rows_##id / sizeof rows_##id[0]},
#define FIELD(name, type, scopes, get, a, b, words, doc)
#define END
#include "facts/fields.def"
#undef SECTION
#undef FIELD
#undef END
};
enum { SECTIONS = (int)(sizeof sections / sizeof sections[0]) };

const char *scope_name(enum field_scope s)
{
    switch (s) {
    case SCOPE_TRACE:
        return "trace";
    case SCOPE_BOOT:
        return "boot";
    case SCOPE_ATTEMPT:
        return "attempt";
    case SCOPE_EXCHANGE:
        return "exchange";
    case SCOPE_OBJECT:
        return "object";
    case SCOPE_MOMENT:
        return "moment";
    }
    return "";
}

size_t field_count(void)
{
    size_t n = 0;
    for (size_t i = 0; i < SECTIONS; i++) {
        n += sections[i].n;
    }
    return n;
}

const struct field *field_at(size_t i)
{
    for (size_t s = 0; s < SECTIONS; s++) {
        if (i < sections[s].n) {
            return &sections[s].rows[i];
        }
        i -= sections[s].n;
    }
    return NULL;
}

static const struct field *find_in(const struct section *s, struct slice name)
{
    for (size_t i = 0; i < s->n; i++) {
        if (slice_eq(s->rows[i].name, name)) {
            return &s->rows[i];
        }
    }
    return NULL;
}

/* Sections keep a look-up short: a start-up asks for some thousand names. */
const struct field *field_find(struct slice name)
{
    const struct field *found = NULL;
    for (size_t i = 0; i < SECTIONS && found == NULL; i++) {
        if (slice_starts(name, sections[i].prefix)) {
            found = find_in(&sections[i], name);
        }
    }
    return found;
}

struct value field_get(const struct field *f, const struct fact_context *c) { return f->get(c, f); }

bool field_takes(const struct field *f, struct slice word)
{
    struct slice rest = f->words;
    bool more = rest.n > 0;
    bool takes = !more;
    while (more && !takes) {
        struct slice one;
        more = slice_split(rest, '|', &one, &rest);
        takes = slice_eq(one, word);
    }
    return takes;
}
