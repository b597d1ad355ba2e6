#include <pcre2.h>

#include "base/slice.h"

#define TWICE(x) do { x; x; } while (0)

int f(int a)
{
    if (a) {
        do {
            a--;
        } while (a);
    } else if (a == 2) {
        for (;;) {
        }
    } else {
        a = 1;
    }
    return elsewhere(a) + format(a) + iffy(a);
}
