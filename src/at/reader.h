/* The AT stage: logical lines in, events out. One reader a trace. Owns its buffers.
 * May include: base/, knowledge/, transcript/. */
#ifndef SPW_AT_READER_H
#define SPW_AT_READER_H

#include "at/event.h"
#include "base/status.h"
#include "knowledge/knowledge.h"
#include "transcript/line.h"

#ifdef __cplusplus
extern "C" {
#endif

struct at_reader;

/* `forced` may be NULL: the dialect is then decided by score. `k` must outlive the reader. */
enum spw_status at_reader_new(struct at_reader **out, const struct knowledge *k,
                              const struct dialect *forced, struct at_sink sink) SPW_MUST_USE;
void at_reader_free(struct at_reader *r);
void at_reader_line(struct at_reader *r, const struct line *l);
/* The end of the capture: hands on what is held back and ends the open exchange. */
void at_reader_finish(struct at_reader *r);
/* The dialect with the best score; NULL while nothing spoke for any. */
const struct dialect *at_reader_dialect(const struct at_reader *r);

/* What the module waits for, or the host, if nothing more comes. */
struct at_waiting at_reader_waiting(const struct at_reader *r);

/* How the AT text was wrapped, for the report's `framing`. */
struct at_facts {
    uint64_t elements;  /* commands, replies, indications */
    uint64_t spaced;    /* elements with a blank line in front */
    uint64_t prefixed;  /* elements behind a label ("TX: ", ">>UART TX buffer: ") */
    uint64_t glued;     /* elements that follow another one in the same line */
    uint64_t mentioned; /* quoted in prose */
    uint64_t driver;    /* host driver notation ("<<WIND 7, status 0", "-S.OK") */
    uint64_t frames;    /* SPI frames in hexadecimal */
    uint64_t noise;     /* lines that no table knows */
    uint64_t payload_bytes;
};
const struct at_facts *at_reader_facts(const struct at_reader *r);

#ifdef __cplusplus
}
#endif
#endif
