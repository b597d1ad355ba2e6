/* spwfdiag: the program. Everything that is not a command is here. */
#include <stdio.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/help.h"
#include "cli/option.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/terminal.h"
#include "include/spwfdiag.h"

enum { PAGE_MAX_BYTES = 1024 * 1024, REASON_MAX = 4096, HELP_WIDTH = 80 };

static int print_page(const struct invocation *i, const struct buf *page)
{
    struct output out;
    if (page->status != SPW_OK || !output_open(&out, i->settings.output)) {
        return EXIT_NOT_JUDGED;
    }
    output_put(&out, buf_slice(page));
    return output_close(&out, true) ? EXIT_HEALTHY : EXIT_NOT_JUDGED;
}

/* --help, --version and the like answer whatever else was said. */
static int answer(const struct invocation *i)
{
    struct buf page;
    buf_init(&page, PAGE_MAX_BYTES);
    if (i->settings.version) {
        buf_cstr(&page, "spwfdiag " SPW_VERSION "\n");
    } else if (i->settings.manual) {
        help_put_manual(&page);
    } else {
        size_t n = 0;
        size_t width = terminal_of(STDOUT_FILENO, NULL).width;
        bool whole = i->command == command_table(&n);
        help_put(whole ? NULL : i->command, width == 0 || width > HELP_WIDTH ? HELP_WIDTH : width,
                 &page);
    }
    int status = print_page(i, &page);
    buf_dispose(&page);
    return status;
}

static int run(const struct invocation *i)
{
    if (i->settings.help || i->settings.version || i->settings.manual) {
        return answer(i);
    }
    if (i->command->run == NULL) {
        say("'%s' is not there yet in version %s", i->command->name, SPW_VERSION);
        return EXIT_NOT_JUDGED;
    }
    return i->command->run(i);
}

int main(int argc, char **argv)
{
    struct invocation i;
    struct buf why;
    buf_init(&why, REASON_MAX);
    bool good = option_parse(argc, argv, &i, &why);
    if (!good) {
        buf_byte(&why, '\0'); /* a C string from here */
        say("%s", why.status == SPW_OK ? (const char *)why.p : "wrong command line");
        say("'spwfdiag --help' lists what there is");
    }
    buf_dispose(&why);
    return good ? run(&i) : EXIT_NOT_JUDGED;
}
