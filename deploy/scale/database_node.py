"""One database host: a primary, or a standby that is copied from one. Runs until it is told to stop.

Usage: ``python -m deploy.scale.database_node FOLDER ADDRESS CIDR [--standby-of ADDRESS] [--waits-for NAME]``
"""

import argparse
import os
import signal
import sys
from pathlib import Path

from app.db.embedded import EmbeddedPostgres
from app.db.embedded.standby import copy_as_standby

PORT = 5432
STANDBY = "second"
DATABASE = "shop"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("address")
    parser.add_argument("cidr")
    parser.add_argument("--standby-of")
    parser.add_argument("--waits-for")
    options = parser.parse_args()
    settings = {
        "listen_addresses": options.address,
        "port": str(PORT),
        "wal_sender_timeout": "5s",
        "wal_retrieve_retry_interval": "200ms",
    }
    if options.standby_of:
        copy_as_standby(options.folder, host=options.standby_of, port=PORT, name=STANDBY)
        settings["cluster_name"] = STANDBY
    if options.waits_for:
        # On the command line, so that a copy of this server does not inherit whom it waits for.
        settings |= {"synchronous_standby_names": f"FIRST 1 ({options.waits_for})", "synchronous_commit": "local"}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with EmbeddedPostgres.join(options.folder, settings=settings) as server:
        if not options.standby_of:
            _let_in(options.folder / "data" / "pg_hba.conf", options.cidr)
            os.kill(server.pid or 0, signal.SIGHUP)
            server.create_database(DATABASE)
        signal.pause()


def _let_in(rules: Path, cidr: str) -> None:
    """The hosts of this network need no password: it ends with the demonstration."""
    with rules.open("a") as file:
        file.write(f"host all all {cidr} trust\nhost replication all {cidr} trust\n")


if __name__ == "__main__":
    main()
