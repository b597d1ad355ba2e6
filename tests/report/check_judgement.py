#!/usr/bin/env python3
"""Checks what cert and probe print as JSON: the schema, and that causes and sources stand in the tables.

usage: check_judgement.py SCHEMA RULES-FOLDER DOCUMENT...

Exit status 77: the module jsonschema is not installed.
"""
import json
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)


def keys(path):
    with open(path, encoding="utf-8") as table:
        rows = [line.split("\t")[0] for line in table if line.strip() and not line.startswith("#")]
    return set(rows[1:])


def check_words(document, causes, sources):
    for verdict in document["verdicts"] + [v for o in document["objects"] for v in o["verdicts"]]:
        if verdict["cause"] is not None and verdict["cause"] not in causes:
            yield f"no such cause: {verdict['cause']}"
        for source in (verdict["sources"] or "").split():
            if source not in sources:
                yield f"no such source: {source}"


def main():
    with open(sys.argv[1], encoding="utf-8") as source:
        validator = jsonschema.Draft7Validator(json.load(source))
    causes, sources = keys(sys.argv[2] + "/causes.tsv"), keys(sys.argv[2] + "/sources.tsv")
    faults = []
    for path in sys.argv[3:]:
        with open(path, encoding="utf-8") as source:
            document = json.load(source)
        faults += [f"{path}: {error.message}" for error in validator.iter_errors(document)]
        faults += [f"{path}: {fault}" for fault in check_words(document, causes, sources)]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
