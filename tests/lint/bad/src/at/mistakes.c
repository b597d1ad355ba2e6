#include <ctype.h>
#include <openssl/x509.h>

#include "base/slice.h"
#include "session/store.h"
#include "local.h"

/* strcpy( in a comment is no call */
static const char *text = "malloc(1); if (x) y();";

int f(char *a, const char *b)
{
    if (a)
        strcpy(a, b);
    else if (b) {
        printf("%s", b);
    }
    else
        exit(1);
    do {
        a = malloc(3);
    } while (a);
    while (isdigit(*a))
        a++;
    for (;;)
        return atoi(a) + a->time(0);
}
