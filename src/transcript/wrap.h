/* Wrappings: how programs write down the bytes that two sides said to each other. Private to
 * transcript/. A new one is a row of wrap_all and a function that takes its lines.
 *
 * No line is held back: each goes first to the wrapping that took the last one, then, by its first
 * byte, to those of which it may be a sure sign, and else is taken as plain text. So files that mix
 * wrappings, or prose with them, need no decision beforehand. */
#ifndef SPW_TRANSCRIPT_WRAP_H
#define SPW_TRANSCRIPT_WRAP_H

#include "transcript/unwrap.h"

struct wrap {
    const char *name;   /* in reports: "socat" */
    const char *starts; /* first bytes of lines that may be a sure sign of it */
    const char *ends;   /* or last bytes, for signs that stand there; NULL: none do */
    /* Is this line one that hardly anything else writes? Asked of lines of any kind: no side effects. */
    bool (*sign)(struct slice line);
    /* Takes a line of this wrapping; false: it is none. Called with zeroed state after a sign. */
    bool (*take)(struct unwrap *u, const struct line *l);
    /* What it tells of the input: TEXT is text as it stands but for an ornament, NOISE a line that a
     * program writes about itself. */
    enum {
        WRAP_ONE_WAY = 1,
        WRAP_TWO_WAY = 2,
        WRAP_SCREEN = 4,
        WRAP_NOISE = 8,
        WRAP_LABELLED = 16,
        WRAP_TEXT = 32
    } kind;
    const char *what; /* for the report: "a two-way log of socat" */
    bool at_start;    /* only the input's first line with text may be a sign of it */
};

extern const struct wrap wrap_all[];
extern const size_t wrap_count;

/* wrap_*.c */
bool sign_record(struct slice t);
bool take_record(struct unwrap *u, const struct line *l);
bool sign_socat(struct slice t);
bool take_socat(struct unwrap *u, const struct line *l);
bool sign_interceptty(struct slice t);
bool take_interceptty(struct unwrap *u, const struct line *l);
bool sign_jpnevulator(struct slice t);
bool take_jpnevulator(struct unwrap *u, const struct line *l);
bool sign_slsnif(struct slice t);
bool take_slsnif(struct unwrap *u, const struct line *l);
bool sign_spy(struct slice t);
bool take_spy(struct unwrap *u, const struct line *l);
bool sign_strace(struct slice t);
bool take_strace(struct unwrap *u, const struct line *l);
bool sign_modem_manager(struct slice t);
bool take_modem_manager(struct unwrap *u, const struct line *l);
bool sign_tshark(struct slice t);
bool take_tshark(struct unwrap *u, const struct line *l);
bool sign_saleae(struct slice t);
bool take_saleae(struct unwrap *u, const struct line *l);
bool sign_sigrok(struct slice t);
bool take_sigrok(struct unwrap *u, const struct line *l);
bool sign_hexdump(struct slice t);
bool take_hexdump(struct unwrap *u, const struct line *l);
bool sign_hextext(struct slice t);
bool take_hextext(struct unwrap *u, const struct line *l);
bool sign_docklight(struct slice t);
bool take_docklight(struct unwrap *u, const struct line *l);
bool sign_asciinema(struct slice t);
bool take_asciinema(struct unwrap *u, const struct line *l);
bool sign_base64(struct slice t);
bool take_plain_base64(struct unwrap *u, const struct line *l);
bool sign_json_array(struct slice t);
bool take_json_array(struct unwrap *u, const struct line *l);
bool sign_quoted(struct slice t);
bool take_quoted(struct unwrap *u, const struct line *l);
bool sign_octal(struct slice t);
bool take_octal(struct unwrap *u, const struct line *l);
bool sign_bits(struct slice t);
bool take_bits(struct unwrap *u, const struct line *l);
bool sign_monitor(struct slice t);
bool take_monitor(struct unwrap *u, const struct line *l);
bool sign_html(struct slice t);
bool take_html(struct unwrap *u, const struct line *l);
bool sign_mail(struct slice t);
bool take_mail(struct unwrap *u, const struct line *l);
bool sign_driver(struct slice t);
bool take_driver(struct unwrap *u, const struct line *l);
bool sign_spelled(struct slice t);
bool take_spelled(struct unwrap *u, const struct line *l);
bool sign_labelled(struct slice t);
bool take_labelled(struct unwrap *u, const struct line *l);
bool sign_banner(struct slice t);
bool take_banner(struct unwrap *u, const struct line *l);

#endif
