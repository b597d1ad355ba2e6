#!/usr/bin/env python3
"""Checks JSON reports against the schema of the report contract.

usage: check_schema.py SCHEMA CAUSES [REPORT...]

The schema lets fields be added, for readers' sake; here fields that it does not describe are faults,
so that it stays complete. Its list of causes must be that of the table CAUSES.
Exit status 77: the module jsonschema is not installed.
"""
import json
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)


def strict(node):
    """The same schema, in which every object has the described properties only."""
    if isinstance(node, list):
        return [strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    result = {key: strict(value) for key, value in node.items()}
    if result.get("type") == "object" and "properties" in result:
        result["additionalProperties"] = False
    return result


def table_causes(path):
    with open(path, encoding="utf-8") as table:
        rows = [line.split("\t")[0] for line in table if line.strip() and not line.startswith("#")]
    return rows[1:]


def check_causes(schema, path):
    known, listed = set(table_causes(path)), set(schema["$defs"]["cause"]["enum"])
    faults = [f"{path}: cause {name} is not in the schema" for name in sorted(known - listed)]
    return faults + [f"schema: cause {name} is not in {path}" for name in sorted(listed - known)]


def check_report(validator, path):
    with open(path, encoding="utf-8") as report:
        document = json.load(report)
    return [f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message}"
            for error in validator.iter_errors(document)]


def main():
    with open(sys.argv[1], encoding="utf-8") as source:
        schema = json.load(source)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(strict(schema))
    faults = check_causes(schema, sys.argv[2])
    for path in sys.argv[3:]:
        faults += check_report(validator, path)
    for fault in faults:
        print(fault)
    print(f"{len(sys.argv) - 3} reports checked, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
