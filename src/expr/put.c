#include "base/stamp.h"
#include "expr/expr.h"

static void put_secret(struct buf *out, const struct value *v)
{
    if (v->text.n == 0) {
        buf_cstr(out, "(empty)");
        return;
    }
    buf_printf(out, "(%zu character%s)", v->text.n, v->text.n == 1 ? "" : "s");
}

void expr_put_value(struct buf *out, const struct value *v)
{
    if (!v->known) {
        buf_cstr(out, "(unknown)");
        return;
    }
    switch (v->type) {
    case VALUE_NONE:
        buf_cstr(out, "(unknown)");
        break;
    case VALUE_BOOL:
        buf_cstr(out, v->i != 0 ? "yes" : "no");
        break;
    case VALUE_INT:
        buf_i64(out, v->i);
        break;
    case VALUE_TIME:
        time_put(out, v->i);
        break;
    case VALUE_TEXT:
        if (v->secret) {
            put_secret(out, v);
        } else {
            buf_put(out, v->text);
        }
        break;
    }
}
