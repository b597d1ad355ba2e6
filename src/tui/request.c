#include "tui/request.h"

static const struct request_row rows[] = {
#define GROUP(title) {REQUEST_NONE, title, "", ""},
#define REQUEST(id, keys, words) {REQUEST_##id, NULL, keys, words},
#include "tui/request.def"
#undef REQUEST
#undef GROUP
};
enum { ROWS = sizeof rows / sizeof rows[0] };

const struct request_row *request_rows(size_t *n)
{
    *n = ROWS;
    return rows;
}

enum request request_of_key(uint32_t key)
{
    for (size_t i = 0; i < ROWS; i++) {
        struct slice name, rest = slice_cstr(rows[i].keys);
        while (rest.n > 0) {
            uint32_t one = 0;
            (void)slice_split(rest, ' ', &name, &rest);
            if (key_parse(name, &one) && one == key) {
                return rows[i].request;
            }
        }
    }
    return REQUEST_NONE;
}

struct slice request_key(enum request request)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].request == request && rows[i].title == NULL) {
            struct slice name, rest;
            (void)slice_split(slice_cstr(rows[i].keys), ' ', &name, &rest);
            return name;
        }
    }
    return slice_of(NULL, 0);
}
