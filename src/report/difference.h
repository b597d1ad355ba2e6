/* The comparison of two sessions, for people and for programs. Pure functions from a diff to a buffer.
 * May include: compare/diff.h, report/format.h, base/. */
#ifndef SPW_REPORT_DIFFERENCE_H
#define SPW_REPORT_DIFFERENCE_H

#include "compare/diff.h"
#include "report/format.h"

#ifdef __cplusplus
extern "C" {
#endif

struct difference {
    struct slice good_path, bad_path; /* as the person gave them */
    const struct diff *diff;
};

enum { DIFFERENCE_CONTEXT = 3 }; /* equal steps shown around those that differ */

struct difference_format {
    struct slice name;
    void (*put)(const struct difference *d, const struct report_options *o, struct buf *out);
};
/* NULL: there is none of this name; an empty name is the first. */
const struct difference_format *difference_format_find(struct slice name);

void difference_text(const struct difference *d, const struct report_options *o, struct buf *out);
void difference_markdown(const struct difference *d, const struct report_options *o,
                         struct buf *out);
void difference_json(const struct difference *d, const struct report_options *o, struct buf *out);

/* ---- what the forms share -------------------------------------------------------------------------------- */

/* Is row i shown, when only what is near a difference is? */
bool difference_near(const struct diff *d, size_t i);
/* ' ', '~' changed, '<' moved, '-' good only, '+' bad only */
char difference_sign(enum diff_kind k);
const char *difference_word(enum diff_kind k);
/* "handshake with the server (tls-server): ok in the good session, failed in the bad one" */
void difference_attempt_words(const struct diff_attempt *a, struct buf *out);
/* What is shown of one side of a value: the value, "(secret)" or "(none)". */
struct slice difference_side(const struct diff_value *v, bool good);
/* How many of a row's values people are shown: of certificates the first, the store is told by itself. */
size_t difference_values_shown(const struct diff_row *row);
/* "(the store now holds as root certificate: Baltimore CyberTrust Root)", or what was said. */
void difference_step_words(const struct step *s, struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
