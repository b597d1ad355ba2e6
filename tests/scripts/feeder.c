#include "scripts/feeder.h"

#include <assert.h>
#include <stdio.h>

const struct knowledge *feeder_knowledge(void)
{
    static struct knowledge tables;
    static struct data_source files;
    static bool loaded;
    struct messages messages;

    if (!loaded) {
        messages_init(&messages);
        data_source_init(&files);
        assert(data_source_add_embedded(&files) == SPW_OK);
        if (knowledge_load(&tables, &files, &messages) != SPW_OK) {
            struct buf text;
            buf_init(&text, 1 << 16);
            for (size_t i = 0; i < messages.n; i++) {
                message_put(&text, &messages.list[i]);
            }
            (void)fprintf(stderr, "%.*s\n", SLICE_ARG(buf_slice(&text)));
            buf_dispose(&text);
        }
        messages_dispose(&messages);
        loaded = true;
    }
    return &tables;
}

static void on_line(void *context, const struct line *l) { at_reader_line(context, l); }

void feeder_run(struct slice bytes, size_t cut, bool single, struct at_sink sink,
                void (*after)(void *context, const struct at_reader *r), void *context)
{
    struct at_reader *reader = NULL;
    struct transcript *t = NULL;
    enum spw_status status = at_reader_new(&reader, feeder_knowledge(), NULL, sink);

    assert(status == SPW_OK);
    status = transcript_new(&t, (struct line_sink){on_line, reader});
    assert(status == SPW_OK);
    for (size_t i = 0; single && i < bytes.n; i++) {
        status = transcript_feed(t, slice_sub(bytes, i, 1));
        assert(status == SPW_OK);
    }
    if (!single) {
        status = transcript_feed(t, slice_sub(bytes, 0, cut));
        assert(status == SPW_OK);
        status = transcript_feed(t, slice_from(bytes, cut));
        assert(status == SPW_OK);
    }
    transcript_finish(t);
    at_reader_finish(reader);
    if (after != NULL) {
        after(context, reader);
    }
    transcript_free(t);
    at_reader_free(reader);
}
