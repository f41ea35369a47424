"""Asks a server what its OpenAPI document allows and what it does not, by schemathesis.

    ENV/bin/python schema.py http://127.0.0.1:8080 [--key KEY] [--examples 50] [--strict]

Fails on any 5xx, on a connection that is cut, and on a document that is not valid. With `--strict`
statuses, types of content and bodies must be as documented, too.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

from server import Server

EXAMPLES = 25


def check(server, examples=EXAMPLES, checks="not_a_server_error", quiet=True):
    from openapi_spec_validator import validate

    document = server.json("GET", "/openapi.json")
    validate(document)
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "openapi.json")
        with open(path, "w") as file:
            json.dump(document, file)
        command = [
            sys.executable, "-m", "schemathesis.cli", "--no-color", "run", path,
            "--url", server.address, "--checks", checks, "--max-examples", str(examples),
            "--phases", "examples,coverage,fuzzing", "--seed", "18", "--generation-deterministic",
            "--continue-on-failure", "--suppress-health-check", "all", "--warnings", "off",
            "--request-timeout", "120", "--output-truncate", "true",
            "--header", "Authorization:Bearer " + server.key]
        if not quiet:
            return subprocess.run(command, cwd=directory).returncode
        answer = subprocess.run(
            command, cwd=directory, capture_output=True, text=True, timeout=3_000)
    if answer.returncode:
        raise AssertionError("; ".join(found(answer.stdout)) or (answer.stdout + answer.stderr)[-900:])


def found(output):
    """What is told of each operation, a line: its name, what is wrong, the status."""
    lines, place = {}, None
    for line in output.splitlines():
        if line.startswith("==="):
            place = None
        elif line.startswith("___"):
            place = line.strip("_ ")
            lines[place] = place
        elif place and len(lines[place]) < 200 and (
                line.startswith(("- ", "[")) or lines[place] == place and "Error" in line):
            lines[place] += " " + line.strip()
    return list(lines.values())


def check_strictly(server, examples=EXAMPLES, quiet=True):
    return check(
        server, examples, ",".join((
            "not_a_server_error", "status_code_conformance", "content_type_conformance",
            "response_schema_conformance")), quiet)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address", help="http://HOST:PORT")
    parser.add_argument("--key", help="the server's API key")
    parser.add_argument("--examples", type=int, default=EXAMPLES, help="at most, an operation")
    parser.add_argument("--strict", action="store_true", help="answers must be as documented")
    options = parser.parse_args()
    server = Server(options.address, options.key)
    return (check_strictly if options.strict else check)(server, options.examples, quiet=False)


if __name__ == "__main__":
    sys.exit(main())
