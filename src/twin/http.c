/* HTTPGET and HTTPPOST: the status is printed, the body as it comes, chunk sizes included [FORUM-23]. */
#include "twin/state.h"

enum { PLAIN_PORT = 80, SECURE_PORT = 443, HEADER_BYTES_MAX = 32 * 1024 };

/* ---- the end -------------------------------------------------------------------------------------------------------- */

static void finish(struct twin *t)
{
    struct http_request *h = &t->http;
    bool good = h->headers_done && h->status < (unsigned)behaviour_number(t, WHEN_HTTP_ERRORS_FROM);
    link_close(t, LINK_HTTP);
    timer_stop(t, TIMER_HTTP);
    if (h->out_file.n > 0 && h->headers_done &&
        !file_write(t, buf_slice(&h->out_file), buf_slice(&h->body), false)) {
        say_error(t, WHEN_FLASH_NOT_WRITTEN);
        return;
    }
    if (good) {
        say_ok(t);
    } else {
        say_error(t, WHEN_REQUEST_FAILED);
    }
}

static void fail(struct twin *t, enum situation client_error)
{
    link_close(t, LINK_HTTP);
    say_reply(t, M_HTTP_CLIENT_ERROR, FIELDS(behaviour(t, client_error)));
    say_error(t, WHEN_REQUEST_FAILED);
}

/* ---- what the network does ------------------------------------------------------------------------------------------- */

static void http_result(struct twin *t, unsigned link, enum twin_outcome outcome)
{
    switch (outcome) {
    case TWIN_LINK_OPEN:
        t->world.send(t->world.context, link, buf_slice(&t->http.text));
        timer_wait(t, TIMER_HTTP, behaviour_number(t, WHEN_TIME_CONNECT));
        return;
    case TWIN_NO_NAME:
        link_close(t, link);
        say_error(t, WHEN_NAME_NOT_RESOLVED);
        return;
    case TWIN_REFUSED:
    case TWIN_NO_ANSWER:
        fail(t, WHEN_HTTP_REFUSED);
        return;
    case TWIN_NO_TLS:
        fail(t, WHEN_HTTP_WITHOUT_TLS);
        return;
    }
}

static void put_body(struct twin *t, struct slice bytes)
{
    buf_put(t->http.out_file.n > 0 ? &t->http.body : &t->out, bytes);
}

/* "HTTP/1.1 200 OK": 0 when it is none. */
static unsigned status_of(struct slice head)
{
    struct slice line, rest, word;
    uint64_t number = 0;
    (void)slice_split(head, '\r', &line, &rest);
    bool http = slice_starts(line, SLICE("HTTP/")) && slice_split(line, ' ', &word, &rest);
    (void)slice_split(rest, ' ', &word, &rest);
    return http && slice_to_u64(word, 999, &number) == NUMBER_OK ? (unsigned)number : 0;
}

static void say_status(struct twin *t)
{
    struct slice status = number_text(t, t->http.status);
    say_reply(t, M_HTTP_STATUS, FIELDS(status));
    if (t->http.status >= (unsigned)behaviour_number(t, WHEN_HTTP_ERRORS_FROM)) {
        say_reply(t, M_HTTP_SERVER_ERROR, FIELDS(status));
    }
}

static void http_bytes(struct twin *t, unsigned link, struct slice bytes)
{
    struct http_request *h = &t->http;
    struct buf *in = &t->links[link].in;
    if (h->headers_done) {
        put_body(t, bytes);
        return;
    }
    buf_put(in, bytes);
    size_t end = slice_find(buf_slice(in), SLICE("\r\n\r\n"), 0);
    if (end == in->n) {
        if (in->n > HEADER_BYTES_MAX) {
            finish(t);
        }
        return;
    }
    h->status = status_of(slice_sub(buf_slice(in), 0, end));
    h->headers_done = h->status > 0;
    if (!h->headers_done) {
        finish(t);
        return;
    }
    say_status(t);
    put_body(t, slice_from(buf_slice(in), end + 4));
    buf_clear(in);
}

static void http_closed(struct twin *t, unsigned link)
{
    (void)link;
    if (t->http.headers_done && t->http.out_file.n == 0) {
        buf_cstr(&t->out, "\r\n");
    }
    finish(t);
}

const struct link_user http_user = {http_result, http_bytes, http_closed};

void http_timer(struct twin *t, enum timer which)
{
    (void)which;
    finish(t);
}

/* ---- the command -------------------------------------------------------------------------------------------------------- */

/* A POST carries the file it names, or what stands behind the question mark. */
static struct slice body_of(const struct twin *t, const struct call *c, struct slice *path)
{
    const struct file *f = file_find(t, call_text(c, P_IN_FILE));
    struct slice form = {NULL, 0};
    if (c->row->meaning != M_HTTP_POST) {
        return form;
    }
    if (f != NULL) {
        return buf_slice(&f->bytes);
    }
    (void)slice_split(*path, '?', path, &form);
    return form;
}

static void put_request(struct twin *t, const struct call *c, struct buf *out)
{
    struct slice path = call_text(c, P_PATH);
    bool post = c->row->meaning == M_HTTP_POST;
    struct slice body = body_of(t, c, &path);
    buf_cstr(out, post ? "POST " : "GET ");
    if (path.n == 0 || path.p[0] != '/') {
        buf_byte(out, '/');
    }
    buf_put(out, path);
    buf_cstr(out, " HTTP/1.1\r\nHost: ");
    buf_put(out, call_text(c, P_HOST));
    buf_cstr(out, "\r\nConnection: close\r\n");
    if (post) {
        buf_printf(out,
                   "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n",
                   body.n);
    }
    buf_cstr(out, "\r\n");
    buf_put(out, body);
}

void act_http(struct twin *t, const struct call *c)
{
    struct http_request *h = &t->http;
    bool tls = slice_eq(call_text(c, P_TLS), behaviour(t, WHEN_TLS_ON));
    struct slice in_file = call_text(c, P_IN_FILE);
    if (tls && !links_have_room_for_tls(t)) {
        say_error(t, WHEN_SOCKETS_TAKEN);
        return;
    }
    if (in_file.n > 0 && file_find(t, in_file) == NULL) {
        say_error(t, WHEN_FILE_NOT_OPENED);
        return;
    }
    h->headers_done = false;
    h->status = 0;
    buf_clear(&h->body);
    buf_clear(&h->out_file);
    buf_put(&h->out_file, call_text(c, P_OUT_FILE));
    buf_clear(&h->text);
    put_request(t, c, &h->text);
    link_open(t, LINK_HTTP, call_text(c, P_HOST),
              (unsigned)call_number(c, P_PORT, tls ? SECURE_PORT : PLAIN_PORT),
              tls ? TWIN_TLS : TWIN_TCP, slice_of(NULL, 0));
}
