/* The frame of the HTML report: head, search bar, foot. What the page may do is written into it: the
 * policy names the one script and the one style by their hash, so that nothing else runs or is fetched
 * even if a byte of a trace should slip past the escaper. */
#include <assert.h>

#include "base/base64.h"
#include "base/escape.h"
#include "base/sha256.h"
#include "report/asset.h"
#include "report/html.h"

struct slice report_asset_find(const char *path)
{
    size_t i = 0;
    while (i < report_assets_count && !slice_eq(report_assets[i].path, slice_cstr(path))) {
        i++;
    }
    assert(i < report_assets_count);
    return report_assets[i].bytes;
}

static void put_style(struct buf *out)
{
    buf_put(out, report_asset_find("page.css"));
    buf_put(out, report_asset_find("diagram.css"));
}

static void put_hash(struct slice s, struct buf *out)
{
    uint8_t sum[SHA256_BYTES];
    sha256(s, sum);
    buf_cstr(out, "'sha256-");
    base64_put(out, slice_of(sum, sizeof sum));
    buf_byte(out, '\'');
}

/* The hash is over exactly what stands between the tags. */
static void put_policy(struct slice style, struct slice script, struct buf *out)
{
    buf_cstr(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
    put_hash(style, out);
    buf_cstr(out, "; script-src ");
    put_hash(script, out);
    buf_cstr(out, "; base-uri 'none'; form-action 'none'\">\n");
}

static void put_bar(struct buf *out)
{
    buf_cstr(out,
             "<div class=\"bar\" id=\"tools\" hidden>\n<div class=\"bar-in\">\n"
             "<form id=\"search\" role=\"search\">\n"
             "<label for=\"q\">Search the report</label>\n"
             "<input id=\"q\" type=\"search\" autocomplete=\"off\" placeholder=\"Search: /\">\n"
             "<button type=\"button\" id=\"back\" aria-label=\"Previous hit\">&uarr;</button>\n"
             "<button type=\"submit\" aria-label=\"Next hit\">&darr;</button>\n"
             "<output id=\"hits\" for=\"q\"></output>\n</form>\n<span class=\"spacer\"></span>\n"
             "<button type=\"button\" id=\"theme\" title=\"Light or "
             "dark\">Auto</button>\n</div>\n</div>\n");
}

void html_open(struct slice title, struct buf *out)
{
    struct buf style;
    buf_init(&style, HTML_STYLE_MAX);
    buf_byte(&style, '\n');
    put_style(&style);
    buf_cstr(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    put_policy(buf_slice(&style), report_asset_find("page.js"), out);
    buf_cstr(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"referrer\" content=\"no-referrer\">\n"
                  "<meta name=\"generator\" content=\"spwfdiag " SPW_VERSION "\">\n<title>");
    esc_html(out, title);
    buf_cstr(out, "</title>\n<style>");
    buf_put(out, buf_slice(&style));
    buf_cstr(out, "</style>\n</head>\n<body>\n"
                  "<a class=\"skip\" href=\"#main\">To the report</a>\n"
                  "<header class=\"top\">\n<h1>");
    esc_html(out, title);
    buf_cstr(out, "</h1>\n</header>\n");
    put_bar(out);
    buf_cstr(out, "<main id=\"main\" tabindex=\"-1\">\n");
    buf_dispose(&style);
}

void html_close(struct buf *out)
{
    buf_cstr(out,
             "</main>\n<footer>\n<dl>\n"
             "<dt>certain</dt><dd>the trace itself proves it</dd>\n"
             "<dt>likely</dt><dd>it rests on an inference</dd>\n"
             "<dt>possible</dt><dd>facts are missing; the report says what would settle it</dd>\n"
             "</dl>\n<p>Made by spwfdiag " SPW_VERSION
             ". This file is complete in itself and fetches "
             "nothing.</p>\n<p id=\"live\" role=\"status\"></p>\n</footer>\n<script>");
    buf_put(out, report_asset_find("page.js"));
    buf_cstr(out, "</script>\n</body>\n</html>\n");
}
