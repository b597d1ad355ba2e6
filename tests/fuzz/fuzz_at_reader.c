/* Transcript and AT reader alone, with every event touched. */
#include <stdlib.h>

#include "at/reader.h"
#include "fuzz.h"
#include "knowledge/knowledge.h"
#include "transcript/transcript.h"

static const struct knowledge *tables(void)
{
    static struct knowledge k;
    static struct data_source files;
    static bool loaded;
    struct messages m;

    if (!loaded) {
        messages_init(&m);
        data_source_init(&files);
        if (data_source_add_embedded(&files) != SPW_OK ||
            knowledge_load(&k, &files, &m) == SPW_NO_MEMORY) {
            abort();
        }
        messages_dispose(&m);
        loaded = true;
    }
    return &k;
}

static void on_line(void *context, const struct line *l) { at_reader_line(context, l); }

static void on_event(void *context, const struct at_event *e)
{
    uint64_t *sum = context;
    for (size_t i = 0; i < e->n_values; i++) {
        *sum += slice_hash(e->values[i]);
    }
    *sum += slice_hash(e->text) + slice_hash(e->name) + e->span.length;
    if (e->payload != NULL) {
        *sum += slice_hash(e->payload->bytes);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t sum = 0;
    struct at_reader *reader = NULL;
    struct transcript *t = NULL;

    if (at_reader_new(&reader, tables(), NULL, (struct at_sink){on_event, &sum}) != SPW_OK ||
        transcript_new(&t, (struct line_sink){on_line, reader}) != SPW_OK ||
        transcript_feed(t, slice_of(data, size)) != SPW_OK) {
        abort();
    }
    transcript_finish(t);
    at_reader_finish(reader);
    transcript_free(t);
    at_reader_free(reader);
    return 0;
}
