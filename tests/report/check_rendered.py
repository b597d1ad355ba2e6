#!/usr/bin/env python3
"""check_rendered.py PROGRAM JUNIT_XSD SARIF_SCHEMA: reports as their readers show them.

Every sample trace, and a hostile one, in each format: Markdown through the renderer of GitHub (cmark-gfm with
its extensions), and the text that comes out is what the JSON report says; JUnit against the schema that Jenkins
uses; SARIF against the published schema; SVG through xmllint; NDJSON is the traces of JSON, an object a line.
Exit 77 without a tool that is needed.
"""
import glob
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("skipped: no python3-jsonschema")
    sys.exit(77)
for tool in ("cmark-gfm", "xmllint"):
    if shutil.which(tool) is None:
        print(f"skipped: no {tool} (Debian packages cmark-gfm, libxml2-utils)")
        sys.exit(77)

TAGS = set("h1 h2 h3 p ul li code pre details summary strong hr br a".split())
BLOCKS = TAGS - {"code", "strong", "a", "br", "hr"}


class Page(html.parser.HTMLParser):
    """Texts of the blocks that a reader sees, and what is wrong with them."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.headings, self.blocks, self.flow = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.faults.append(f"<{tag}> in the page")
        for name, value in attrs:
            link = tag == "a" and name == "href" and re.match("(https?://|mailto:)", value)
            kind = tag in ("code", "pre") and name in ("class", "lang")
            if not (link or kind):
                self.faults.append(f"<{tag} {name}={value}>")
        if tag in ("br", "hr"):
            return
        self.open.append(tag)
        if tag in ("h1", "h2", "h3"):
            self.headings.append("")
        if tag == "pre":
            self.blocks.append("")

    def handle_endtag(self, tag):
        if tag not in ("br", "hr") and (not self.open or self.open.pop() != tag):
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        if "pre" in self.open:
            self.blocks[-1] += data
        elif self.open and self.open[-1] not in ("ul", "details"):
            self.flow.append(data)
            if self.open[0] in ("h1", "h2", "h3"):
                self.headings[-1] += data
        elif data.strip():
            self.faults.append(f"text outside of any block: {data.strip()[:60]}")


ATTACKS = [
    "<script>alert(1)</script>", "&lt;b&gt; &amp;amp; &#60;", "]]><x>", "--><x>", "</details></pre>", "``` ` ~~~",
    "[x](javascript:alert(1)) ![y](z)", "| a | b |", "|---|---|", "~~x~~ *y* _z_ # h", "<?x?><!DOCTYPE x>",
    "\u202eabc\u202c", "\x1b[31m\x07", "{{0}} [a](1) \\[b]", "\u00e9\u4e2d\U0001f600 x", "1. x", "- x", "    x",
]


def hostile_trace():
    """What each format could take for its own markup, where reports quote it."""
    lines = []
    for i, attack in enumerate(ATTACKS):
        word = attack.replace(",", " ")
        lines += [f"AT+S.MQTTCONN={word}.net,{8883 + i},,2,{word},{word},{word},,,,,", "AT-S.Skip CA",
                  "AT-S.Certificate Error:23", f"AT-S.ERROR:111:Request failed {attack}",
                  f"AT+S.SOCKON={word},443,NULL,s", f"AT-S.ERROR:74:Failed to open socket {attack}", attack,
                  f"AT-S.ERROR:{200 + i}:{attack}"]
    return "\r\n".join(lines) + "\r\n"


def plain(text):
    """Blanks as the renderer leaves them; nothing when the report has to escape the text visibly."""
    bare = all(0x20 <= ord(c) < 0x7F or c in "\n\t" for c in text)
    return " ".join(text.split()) if bare else ""


def check_markdown(markdown, report):
    run = subprocess.run(["cmark-gfm", "--unsafe", "-e", "table", "-e", "strikethrough", "-e", "autolink",
                          "-e", "tagfilter"], input=markdown, capture_output=True, text=True, check=True)
    page = Page()
    page.feed(run.stdout)
    page.close()
    faults = page.faults + [f"<{tag}> is not closed" for tag in page.open]
    flow = " ".join("".join(page.flow).split())
    lines = {line.strip() for block in page.blocks for line in block.splitlines()}

    def wanted(what, text, there):
        if plain(text) and not there(plain(text)):
            faults.append(f"{what} is not to be read: {text.strip()[:100]}")

    headings = {" ".join(h.split()) for h in page.headings}
    for trace in report["traces"]:
        for f in trace["findings"]:
            title = f["severity"] + ": " + f["title"].strip().splitlines()[0]
            wanted("a title", title, lambda t: t in headings)
            for line in f["explanation"].splitlines():
                wanted("an explanation", re.sub("^- ", "", line.strip()), lambda t: t in flow)
            for e in f["evidence"]:
                if e["text"]:
                    text = e["text"].splitlines()[0]
                    wanted("evidence", text, lambda t: any(t in " ".join(x.split()) for x in lines))
            for step in f["fix"] + f["confirm"]:
                wanted("a step", step["text"], lambda t: t in flow)
                for command in step["commands"]:
                    if plain(command) and command.strip() not in lines:
                        faults.append(f"a command is not to be copied: {command}")
    return faults


def check_xml(path, schema):
    command = ["xmllint", "--noout", "--nonet", path] + (["--schema", schema] if schema else [])
    run = subprocess.run(command, capture_output=True, text=True)
    return [] if run.returncode == 0 else run.stderr.splitlines()[:3]


def check_sarif(text, report, schema):
    document = json.loads(text)
    faults = [f"{e.json_path}: {e.message}" for e in schema.iter_errors(document)]
    n = sum(len(run["results"]) for run in document["runs"])
    if n != sum(len(t["findings"]) for t in report["traces"]):
        faults.append(f"{n} results")
    for run in document["runs"]:
        prints = {result["partialFingerprints"]["finding/v1"] for result in run["results"]}
        if len(prints) != len(run["results"]):
            faults.append("two results of a run with the same fingerprint")
    return faults


def check_ndjson(text, report):
    traces = []
    for line in text.splitlines():
        one = json.loads(line)
        if one["schema"] != report["schema"]:
            return ["another schema"]
        traces.append(one["trace"])
    return [] if traces == report["traces"] else ["not the traces of the JSON report"]


def main():
    program, xsd, sarif = sys.argv[1:]
    with open(sarif, encoding="utf-8") as f:
        schema = jsonschema.Draft202012Validator(json.load(f))
    os.environ.update(LC_ALL="C.UTF-8", SPWFDIAG_NOW="2018-03-26T18:19:00Z")
    work = tempfile.mkdtemp()
    bad = 0
    hostile = os.path.join(work, "hostile.log")
    with open(hostile, "w", encoding="utf-8", newline="") as f:
        f.write(hostile_trace())

    def report(form, trace):
        path = os.path.join(work, "out." + form)
        run = subprocess.run([program, "-f", form, "-o", path, *trace], capture_output=True, text=True)
        if run.returncode > 1:
            raise RuntimeError(f"{form}: exit {run.returncode}: {run.stderr}")
        with open(path, encoding="utf-8", newline="") as f:
            return path, f.read()

    samples = sorted(glob.glob("traces/*/trace*.txt"))
    for trace in [[s] for s in samples] + [[hostile], samples[:3]]:
        want = json.loads(report("json", trace)[1])
        faults = check_markdown(report("markdown", trace)[1], want)
        faults += check_xml(report("junit", trace)[0], xsd)
        faults += check_sarif(report("sarif", trace)[1], want, schema)
        faults += check_ndjson(report("ndjson", trace)[1], want)
        if len(trace) == 1:
            faults += check_xml(report("svg", trace)[0], None)
        for fault in faults[:10]:
            print(f"{trace[0]}: {fault}")
        bad += len(faults)
    shutil.rmtree(work)
    sys.exit(bad > 0)


main()
