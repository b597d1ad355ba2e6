/* The style and the script of the HTML report. Colours are kept in variables, for light, dark and paper;
 * all pairs of them have a contrast of at least 4.5 to 1. */
#include "report/diagram.h"
#include "report/html.h"

static const char colours[] =
    ":root{--bg:#fff;--ink:#1b1f24;--dim:#57606a;--line:#d0d7de;--soft:#f3f5f7;--link:#0b57b8;"
    "--bad:#b3131b;--warn:#7a4100;--note:#0b5c73;--good:#116329;--mark:#ffe9a8;--markink:#2b2200;"
    "--now:#ffc9a3}\n"
    "@media (prefers-color-scheme:dark){:root{--bg:#12161b;--ink:#e6edf3;--dim:#9da7b3;"
    "--line:#3a434d;--soft:#1c2229;--link:#79b8ff;--bad:#ff8a80;--warn:#f0b65a;--note:#6fd3ec;"
    "--good:#56d364;--mark:#57430a;--markink:#fff3cf;--now:#7a3a10}}\n"
    "@media print{:root{--bg:#fff;--ink:#000;--dim:#444;--line:#999;--soft:#fff;--link:#000;"
    "--bad:#8a0f15;--warn:#5c3100;--note:#08485a;--good:#0b4a1c;--mark:#eee;--markink:#000}}\n";

static const char layout[] =
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif}\n"
    "header,main,footer{padding:.5rem 1.5rem;max-width:110rem;margin:0 auto}\n"
    "a{color:var(--link)}\n"
    ":focus-visible{outline:3px solid var(--link);outline-offset:2px}\n"
    ".skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--bg);"
    "padding:.5rem}\n"
    "h1{font-size:1.5rem;overflow-wrap:anywhere}h2{font-size:1.3rem;overflow-wrap:anywhere;"
    "border-bottom:2px solid var(--line)}h3{font-size:1.1rem}h4{font-size:1rem;margin:.2rem 0}\n"
    ".verdict{font-size:1.1rem}\n"
    ".cols{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:1.5rem}\n"
    "@media (max-width:60rem){.cols{display:block}}\n"
    "dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}"
    "dl.facts dt{color:var(--dim)}dl.facts dd{margin:0;overflow-wrap:anywhere}\n"
    ".diagram{overflow-x:auto}\n";

static const char parts[] =
    "article{border:1px solid var(--line);border-left:.4rem solid var(--note);padding:.5rem 1rem;"
    "margin:1rem 0;background:var(--soft)}\n"
    "article.error{border-left-color:var(--bad)}article.warning{border-left-color:var(--warn)}\n"
    ".kind{font-weight:bold;color:var(--note)}.error .kind{color:var(--bad)}"
    ".warning .kind{color:var(--warn)}\n"
    "pre,code{font:14px/1.45 ui-monospace,monospace}\n"
    "pre{background:var(--bg);border:1px solid var(--line);padding:.4rem;overflow-x:auto;"
    "white-space:pre-wrap;overflow-wrap:anywhere}\n"
    ".dim{color:var(--dim)}\n"
    ".trace{position:sticky;top:0;max-height:100vh;overflow:auto;border:1px solid var(--line)}\n"
    ".lines{margin:0;padding-left:5.5rem}.lines li{padding-left:.5rem}"
    ".lines li::marker{color:var(--dim);font:13px ui-monospace,monospace}\n"
    ".lines code{white-space:pre-wrap;overflow-wrap:anywhere}\n"
    ".lines a.m{background:var(--mark);color:var(--markink);text-decoration:underline}\n"
    ".lines .gap{list-style:none;color:var(--dim)}\n"
    "li:target,.lines li:has(:target),article:target{background:var(--now)}\n"
    ".hit{outline:2px dashed var(--link)}.now{background:var(--now)}\n"
    "form[role=search]{display:flex;gap:.5rem;align-items:center;flex-wrap:wrap}"
    "form[hidden]{display:none}\n"
    "input,button{font:inherit;color:var(--ink);background:var(--bg);"
    "border:1px solid var(--dim);padding:.2rem .5rem}\n"
    "@media print{.cols{display:block}.trace{max-height:none;overflow:visible;position:static}"
    "form,.skip{display:none}article{break-inside:avoid}}\n";

/* Search in findings and lines: '/' goes to the field, Enter to the next hit. Nothing of a trace is
 * ever made markup by it: it reads text and sets classes. */
static const char script[] =
    "(function(){\n"
    "var form=document.getElementById('search'),q=document.getElementById('q');\n"
    "var told=document.getElementById('hits'),hits=[],at=-1;\n"
    "var items=[].slice.call(document.querySelectorAll('article,.lines li'));\n"
    "function find(){\n"
    "  var s=q.value.toLowerCase();hits=[];at=-1;\n"
    "  items.forEach(function(e){\n"
    "    var hit=s!==''&&e.textContent.toLowerCase().indexOf(s)>=0;\n"
    "    e.classList.toggle('hit',hit);e.classList.remove('now');if(hit){hits.push(e);}});\n"
    "  told.textContent=s===''?'':hits.length+' found';}\n"
    "function next(){\n"
    "  if(hits.length===0){return;}\n"
    "  if(at>=0){hits[at].classList.remove('now');}\n"
    "  at=(at+1)%hits.length;hits[at].classList.add('now');\n"
    "  hits[at].scrollIntoView({block:'center'});told.textContent=(at+1)+' of '+hits.length;}\n"
    "q.addEventListener('input',find);\n"
    "form.addEventListener('submit',function(e){e.preventDefault();next();});\n"
    "document.addEventListener('keydown',function(e){\n"
    "  if(e.key==='/'&&e.target!==q&&!e.ctrlKey&&!e.metaKey){e.preventDefault();q.focus();}});\n"
    "form.hidden=false;\n"
    "})();\n";

void html_style(struct buf *out)
{
    buf_cstr(out, colours);
    buf_cstr(out, layout);
    buf_cstr(out, parts);
    diagram_put_svg_style(out);
}

void html_script(struct buf *out) { buf_cstr(out, script); }
