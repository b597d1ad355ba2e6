#!/usr/bin/env python3
"""check_formats.py SARIF_SCHEMA FILE...: reports read with parsers of others.

HTML: tags nest, ids are unique, every link inside of the page leads somewhere, nothing is fetched, no
markup but ours. XML: well-formed. SARIF: the schema, and rules that are named. Markdown: fences and
details are closed. NDJSON: an object a line. Exit 77 without python3-jsonschema.
"""
import base64
import hashlib
import html.parser
import json
import re
import sys
import xml.etree.ElementTree as ET

try:
    import jsonschema
except ImportError:
    sys.exit(77)

VOID = {"meta", "link", "br", "input", "img", "hr"}
TAGS = VOID | set(
    "html head title style body a header h1 h2 h3 h4 form label button output main section p dl dt dd "
    "div article ul ol li b code pre span mark details summary footer script svg line text path g "
    "rect".split())
ATTRIBUTES = set(
    "lang charset http-equiv content name id class href for type autocomplete hidden role tabindex "
    "aria-label aria-labelledby value viewbox width height xmlns x y x1 x2 y1 y2 d text-anchor "
    "transform rx placeholder title data-n".split())


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.links, self.faults, self.levels = [], set(), [], [], []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.faults.append(f"a tag that is not ours: {tag}")
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.faults.append(f"an attribute that is not ours: {tag} {name}")
            if name == "id":
                if value in self.ids:
                    self.faults.append(f"id twice: {value}")
                self.ids.add(value)
            if name == "href":
                self.links.append(value)
            if name == "aria-labelledby":
                self.links += ["#" + name for name in value.split()]
        if re.fullmatch("h[1-6]", tag):
            level = int(tag[1])
            if level > (self.levels[-1] if self.levels else 0) + 1:
                self.faults.append(f"a heading of level {level} behind {self.levels[-1:]}")
            self.levels.append(level)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def check_html(text):
    page = Page()
    page.feed(text)
    page.close()
    faults = page.faults + [f"<{tag}> is not closed" for tag in page.open]
    for link in page.links:
        if not link.startswith("#") or link[1:] not in page.ids:
            faults.append(f"a link that leads nowhere: {link}")
    return faults + check_policy(text)


def check_policy(text):
    """The policy allows the one script and the one style by the hash of what they are, and no more."""
    policy = re.search('<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
    want = ["default-src 'none'"]
    for tag in ("style", "script"):
        parts = re.findall(f"<{tag}[^>]*>(.*?)</{tag}>", text, re.DOTALL)
        if len(parts) != 1:
            return [f"{len(parts)} times <{tag}>"]
        digest = base64.b64encode(hashlib.sha256(parts[0].encode()).digest()).decode()
        want.append(f"{tag}-src 'sha256-{digest}'")
    want += ["base-uri 'none'", "form-action 'none'"]
    return [] if policy and policy.group(1) == "; ".join(want) else ["not the policy of this page"]


def check_xml(text):
    ET.fromstring(text.encode())
    return ["active content"] if re.search(r"<script|<!DOCTYPE|<!ENTITY|\]\]>", text) else []


def check_sarif(text, schema):
    document = json.loads(text)
    faults = [f"{e.json_path}: {e.message}" for e in
              jsonschema.Draft7Validator(schema).iter_errors(document)]
    for run in document["runs"]:
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
                faults.append("a result with the rule of another")
            if re.search(r"(?<!\\)[\[\]]", result["message"]["text"].replace("\\\\", "")):
                faults.append("a message with a link in it")
    return faults


def check_markdown(text):
    faults, fence, details = [], None, 0
    for line in text.splitlines():
        mark = re.match("`{3,}", line)
        if fence is not None:
            if line.rstrip() == fence:
                fence = None
            continue
        if mark and "`" not in line[mark.end():]:
            fence = mark.group(0)
            continue
        details += line.startswith("<details>") - line.startswith("</details>")
        bare = re.sub(r"\\.", "", re.sub(r"`+[^`]*`+", "", line))
        if re.search(r"<(?!/?details>|summary>|/summary>)[a-zA-Z!/]", bare):
            faults.append(f"markup: {line}")
        if re.search(r"\]\(|!\[", bare):
            faults.append(f"a link: {line}")
    if fence or details:
        faults.append("a block is not closed")
    return faults


def check_ndjson(text):
    for line in text.splitlines():
        if json.loads(line)["schema"] != "spwfdiag-report/1":
            return ["another schema"]
    return []


def check_mermaid(text):
    faults = []
    for line in text.splitlines():
        body = line.strip()
        good = (body in ("", "sequenceDiagram") or re.fullmatch(r"participant [MADSB] as [A-Za-z ]+", body)
                or re.fullmatch(r"(Note over [MADSB](,[MADSB])?|[MADSB]--?(>>|x)[MADSB]): "
                                r"([A-Za-z0-9 .,_/()+-]|#\d+;)*", body) or body.startswith("%%"))
        if not good:
            faults.append(f"no line of a diagram: {line}")
    return faults


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        schema = json.load(f)
    checks = {"html": check_html, "xml": check_xml, "svg": check_xml, "md": check_markdown,
              "mmd": check_mermaid, "ndjson": check_ndjson,
              "sarif": lambda text: check_sarif(text, schema)}
    bad = 0
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8", newline="\n") as f:
            text = f.read()
        try:
            faults = checks[path.rsplit(".", 1)[1]](text)
        except Exception as e:  # a parser refused it: that is the finding
            faults = [f"{type(e).__name__}: {e}"]
        for fault in faults[:10]:
            print(f"{path}: {fault}")
        bad += bool(faults)
    sys.exit(bad > 0)


main()
