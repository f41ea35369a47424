"""Runs embedding clients from PyPI, unchanged, against a server, and checks what they get.

    python -m venv ENV && ENV/bin/pip install -r requirements.txt
    ENV/bin/python run.py http://127.0.0.1:8080 --key KEY

A line for each client: its name, its version, `ok` or what failed. The exit status is 0 if all are
ok. infinity-client needs packages that others refuse: ENV2 with requirements-apart.txt, and
`--installed`, which leaves out what is not there.
"""
import argparse
import logging
import sys
import time
import traceback
import warnings

import clients
import plain
import schema
from server import Server


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address", help="http://HOST:PORT")
    parser.add_argument("--key", help="the server's API key: without it, errors of keys are not tried")
    parser.add_argument("--model", help="a name of /v1/models; its first one else")
    parser.add_argument("--only", action="append", metavar="NAME", help="a client, or how its name begins")
    parser.add_argument("--installed", action="store_true", help="leave out what is not installed")
    parser.add_argument("--record", metavar="FILE", help="write the lines into a file, too")
    parser.add_argument("--trace", action="store_true", help="print the traceback of what failed")
    parser.add_argument("--list", action="store_true", help="print the names alone")
    options = parser.parse_args()
    clients.prepare()
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)

    tasks = dict(clients.CLIENTS)
    tasks |= {"http-" + name: (None, None, check) for name, check in plain.CHECKS.items()}
    tasks["schemathesis"] = ("schemathesis", "requirements.txt", schema.check)
    tasks["schemathesis-strict"] = ("schemathesis", "requirements.txt", schema.check_strictly)
    if options.only:
        tasks = {name: task for name, task in tasks.items() if name.startswith(tuple(options.only))}
    if options.list or not tasks:
        print("\n".join(tasks) or "no client is called so")
        return 0 if tasks else 2

    server = Server(options.address, options.key, options.model)
    failed, lines = 0, []
    for name, (distribution, environment, function) in tasks.items():
        version = clients.version(distribution) if distribution else "-"
        start = time.monotonic()
        if version is None and options.installed:
            continue
        if version is None:
            version, result = "-", f"FAILED not installed ({environment})"
        else:
            result = run(function, server, options.trace)
        failed += result != "ok"
        line = f"{name:26} {version:10} {result}"
        lines.append(line)
        print(f"{line}  ({time.monotonic() - start:.1f} s)", flush=True)
    print(f"{len(lines) - failed} passed, {failed} failed")
    if options.record:
        with open(options.record, "w") as file:
            file.write("\n".join(lines) + "\n")
    return 1 if failed else 0


def run(function, server, trace):
    try:
        function(server)
    except (Exception, SystemExit) as error:
        if trace:
            traceback.print_exc()
        text = " ".join(str(error).split())
        kind = "" if isinstance(error, AssertionError) else type(error).__name__ + ": "
        return f"FAILED {kind}{text[:400]}"
    return "ok"


if __name__ == "__main__":
    sys.exit(main())
