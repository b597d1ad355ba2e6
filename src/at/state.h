/* What the parts of the AT stage share. Private to at/. */
#ifndef SPW_AT_STATE_H
#define SPW_AT_STATE_H

#include "at/reader.h"
#include "base/buf.h"
#include "transcript/line.h"

enum {
    DIALECTS_MAX = 8,
    COMMAND_TEXT_MAX = 2048,
    PAYLOAD_MAX = 65536,
    PAYLOAD_LEAD = 8,         /* line ends in front of raw bytes that may belong to them */
    PAYLOAD_LEAD_OBJECT = 64, /* longest object for which that is asked: key identifiers */
    HELD_PARTS = 4,
    HELD_SEGMENTS = 64, /* of a line that is kept: as many rows of a dump */
    DEPTH_MAX = 200,
    DECIDED_SCORE = 1000
};

/* Part of a logical line that is taken as one thing. */
struct element {
    const struct line *line;
    size_t at, n;
    bool glued;     /* something else stands in front of it in the line */
    bool mentioned; /* the text in front is prose */
    bool driver;    /* in the notation of a host driver */
};

enum at_mode { MODE_IDLE, MODE_PAYLOAD, MODE_DATA };

/* The command whose answer is awaited. */
struct open_exchange {
    bool open, replied, echoed;
    const struct command_row *row;
    enum meaning meaning;
    size_t n_text;
    uint8_t text[COMMAND_TEXT_MAX]; /* as written, to tell an echo from a new command */
    enum line_end end;              /* how its line ended: tells what line ends the capture keeps */
};

/* Bytes announced by a command, or a PEM object that stands by itself. */
struct payload_state {
    bool expected; /* a command announced them */
    bool has_declared;
    uint64_t declared;
    struct buf bytes; /* bounded; `seen` counts on */
    uint64_t seen;
    unsigned lines, foreign;
    bool in_pem, after_pem, any_pem;
    bool spaced;     /* blank lines between the rows are the paste's */
    bool twice;      /* each row of a PEM stands there twice: as it was typed, and echoed */
    bool echoed;     /* ... and the last row was followed by its echo */
    size_t row_from; /* where the last row begins in `bytes` */
    bool spelled_hex, closed, is_long;
    bool binary;    /* bytes that no text has, such as those of a key identifier */
    bool overtaken; /* the next command came before all announced bytes had */
    bool started;
    struct mark source; /* what stands in the line when the bytes were spelled by a person */
    struct span first, last;
    uint8_t lead[PAYLOAD_LEAD]; /* the last bytes of what passed for blank lines in front */
    uint8_t n_lead, n_end;      /* n_end: bytes of the last line end, as they were counted */
    enum line_end last_end;
};

/* Bytes of the module's that are not its own words: HTTP bodies, socket data, published messages. */
struct data_state {
    bool bounded;
    uint64_t left;
};

/* A command that a paste or a terminal may have broken; waits for the next line. */
struct held_command {
    bool held;
    struct line line; /* its text is in `text`, its segments in `segments` */
    struct line_segment segments[HELD_SEGMENTS];
    unsigned parts;
    size_t n_text;
    uint8_t text[COMMAND_TEXT_MAX];
};

/* "<<WIND 7, status 0": the value stands on the next line. */
struct held_indication {
    bool held;
    struct line line;
    struct line_segment segments[HELD_SEGMENTS];
    int number;
    size_t n_text;
    uint8_t text[256];
};

/* Rows by the name as written: a session asks for the same two dozen names again and again. */
enum { NAME_CACHE = 64, NAME_KEY = 24 };
struct name_cache {
    struct {
        const struct dialect *dialect; /* which was the best when the row was found */
        const void *row;               /* NULL: empty */
        size_t n;
        uint8_t key[NAME_KEY];
    } slots[NAME_CACHE];
};

enum { LABELS_SURE = 3 };
struct at_reader {
    const struct knowledge *knowledge;
    struct name_cache commands, replies;
    struct at_sink sink;
    const struct dialect *forced;
    const struct dialect *best;
    int scores[DIALECTS_MAX];
    bool decided; /* one dialect has so many votes that no more are counted */
    uint64_t sequence;
    struct at_facts facts;
    enum at_mode mode;
    struct open_exchange exchange;
    struct payload_state payload;
    struct data_state data;
    struct held_command command;
    struct held_indication indication;
    uint32_t blanks;   /* blank lines since the last line with text */
    bool in_dump;      /* a configuration dump is being printed */
    unsigned garbled;  /* lines of a dump that look like two texts at once */
    bool driver_seen;  /* "-S.OK" and "+S." are accepted as heads from then on */
    unsigned labelled; /* elements with a label in front of them, up to LABELS_SURE */
    unsigned depth;    /* of lines taken apart: "a<cr>b<cr>c" */
};

/* reader.c */
void reader_emit(struct at_reader *r, struct at_event *e);
void reader_note(struct at_reader *r, enum meaning m, const struct line *l, size_t at, size_t n);
/* Takes text[at..end) of a line of which other parts were used up already. */
void reader_rest(struct at_reader *r, const struct line *l, size_t at, size_t end);
/* All elements of text[from..end) of which the first starts at `anchor`. */
bool reader_elements(struct at_reader *r, const struct line *l, size_t from, size_t anchor,
                     size_t end);
/* Everything zero but the values, which count only up to n_values. */
void reader_begin(struct at_event *ev, enum at_kind kind, const struct element *e);
void reader_free_text(struct at_reader *r,
                      const struct line *l); /* a line that no recogniser took */

/* label.c: length of "TX: " and the like at the start of a line, 0 when nothing is to be taken off */
size_t label_length(struct at_reader *r, struct slice t);

/* detect.c: votes for a dialect */
void detect_vote(struct at_reader *r, const struct dialect *d, int weight);
void detect_text(struct at_reader *r, struct slice text); /* module names in texts */
const struct dialect *detect_dialect(const struct at_reader *r);

/* lex.c */
bool lex_is_head(const struct at_reader *r,
                 struct slice text); /* does an element of either side start here? */
size_t lex_next_anchor(const struct at_reader *r, struct slice text,
                       size_t from);    /* text.n: none */
bool lex_is_prose(struct slice prefix); /* words of a person rather than a label or a stamp */
size_t lex_split(struct slice text, uint8_t separator, size_t most, struct slice *out,
                 size_t *total);
bool lex_hex_bytes(struct slice text, struct buf *out); /* "<e5 9d ..>", "0x02, 0x00", "E5:9D" */
bool lex_is_base64_row(struct slice text);
bool lex_is_base64(struct slice text);     /* at least one byte, and nothing but base64 */
bool lex_may_end_early(struct slice text); /* any byte with which a stop of a command begins? */
struct slice lex_trim_decoration(struct slice text); /* quote marks, '>' of mails, blanks */

/* cache.c: NULL when the name is not in the cache */
const void *cache_find(const struct name_cache *c, const struct dialect *d, struct slice name);
void cache_put(struct name_cache *c, const struct dialect *d, struct slice name, const void *row);

/* recognise.c: one element to one event. False: no table knows it. */
bool recognise_element(struct at_reader *r, const struct element *e);
bool recognise_reply(struct at_reader *r, const struct element *e, struct slice body);
bool recognise_indication(struct at_reader *r, const struct element *e, struct slice body);
bool recognise_bare(struct at_reader *r,
                    const struct element *e); /* spwf01's OK, ERROR, # name = value */

/* command.c */
bool command_take(struct at_reader *r, const struct element *e);
void command_flush_held(struct at_reader *r); /* nothing more belongs to it */
bool command_join(struct at_reader *r,
                  const struct line *l); /* was `l` the rest of the held one? */

/* exchange.c */
void exchange_begin(struct at_reader *r, const struct at_event *e);
bool exchange_is_echo(struct at_reader *r, struct slice text);
void exchange_reply(struct at_reader *r, const struct at_event *e);
void exchange_interrupt(struct at_reader *r);
void exchange_lose(struct at_reader *r); /* what is missing from the capture may have ended it */
bool exchange_prints_freely(const struct at_reader *r); /* answers of this command are free text */

/* payload.c */
void payload_expect(struct at_reader *r, const struct at_event *command);
bool payload_line(struct at_reader *r, const struct line *l); /* true: taken */
bool payload_row(struct at_reader *r, const struct line *l); /* the same, for plain rows of a PEM */
bool payload_begin_object(struct at_reader *r, const struct line *l);
void payload_end(struct at_reader *r);
void payload_drop(struct at_reader *r); /* of the open one, nothing can be said */
struct at_payload payload_so_far(const struct at_reader *r); /* of the open one */

/* data.c */
void data_expect(struct at_reader *r, const struct at_event *e);
bool data_line(struct at_reader *r, const struct line *l);

/* host.c, spi.c: other people's notations */
bool host_line(struct at_reader *r, const struct line *l);
void host_flush_held(struct at_reader *r);
bool host_held_value(struct at_reader *r, const struct line *l); /* true: taken as its value */
bool spi_line(struct at_reader *r, const struct line *l);

#endif
