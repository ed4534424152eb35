"""Runs the backend on this computer's loopback address and says where, in one line of JSON, once it listens."""

import argparse
import json
import os
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from coo_backend.app import create
from coo_backend.db.database import Database
from coo_backend.runtime.connections import Patient
from coo_backend.runtime.faults import Droppable
from coo_backend.runtime.settings import (
    LOOPBACK_NAMES,
    REQUESTS_PER_MINUTE,
    Encryption,
    ObjectStore,
    PasswordCost,
    Patience,
    Settings,
    object_store,
)
from coo_backend.web.addresses import network_named

LOOPBACK = "127.0.0.1"
UNLIMITED = 1_000_000  # a test does in seconds what a desk does in days


def main(argv: Sequence[str] | None = None) -> int:
    """`python -m coo_backend --port 0 --data DIR`; runs until it is interrupted."""
    parser = arguments()
    given = parser.parse_args(argv)
    if given.quick_passwords and not given.faults:
        parser.error("--quick-passwords needs --faults")
    settings = Settings(
        data=given.data,
        database_url=given.database_url,
        evidence_store=_evidence_store(parser, given),
        demo=given.demo,
        faults=given.faults,
        declarations=tuple(given.declarations),
        check_url=given.check_url,
        pack_key=given.pack_key,
        requests_per_minute=UNLIMITED if given.faults else REQUESTS_PER_MINUTE,
        patience=Patience(head_s=given.head_seconds, body_s=given.body_seconds, answer_s=given.answer_seconds),
        passwords=PasswordCost(memory_kib=64, rounds=1, lanes=1) if given.quick_passwords else PasswordCost(),
        hosts=tuple(given.host) or LOOPBACK_NAMES,
        trusted_proxies=tuple(given.trusted_proxy),
    )
    if given.migrate_only:
        return migrate(settings)
    return note_restore(settings) if given.restored else run(settings, given.port)


def note_restore(settings: Settings) -> int:
    """Begins the epoch after a restore, so that every desktop offers what the restore lost; before it serves again."""
    database = Database(settings.url)
    database.migrate()
    database.new_epoch(time.time_ns() // 1_000_000)
    database.close()
    return 0


def migrate(settings: Settings) -> int:
    """Brings the database to this version, and ends: for the tables' owner, where workers sign in as another role."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.url)
    try:
        database.migrate()
    finally:
        database.close()
    return 0


def arguments() -> argparse.ArgumentParser:
    """What the command line takes."""
    parser = argparse.ArgumentParser(prog="coo_backend", description="The reference backend, on loopback.")
    parser.add_argument("--port", type=int, default=8765, help="0 takes a free one")
    parser.add_argument("--data", type=Path, required=True, help="folder of the database and the evidence")
    parser.add_argument("--database-url", default="", help="another database, for instance postgresql+psycopg://…")
    parser.add_argument("--evidence-store", default="", metavar="URL", help="s3://BUCKET/PREFIX instead of the folder")
    parser.add_argument("--encryption", default="", choices=["", *Encryption], help="of the bucket's server")
    parser.add_argument("--encryption-key", default="", metavar="KEY", help="of its key service; with aws:kms alone")
    parser.add_argument("--migrate-only", action="store_true", help="bring the database to this version, and end")
    parser.add_argument("--demo", action="store_true", help="fill an empty database with the demo companies")
    parser.add_argument("--declarations", type=Path, action="append", default=[], help="folder of further form types")
    parser.add_argument("--check-url", default="", help="where the public checks certificates; printed as QR code")
    parser.add_argument("--pack-key", type=Path, help="file of the key that signs reference packs")
    answered = "a name that people reach the server by, instead of this computer's own; as often as needed"
    parser.add_argument("--host", action="append", default=[], metavar="NAME", help=answered)
    believed = "address or network of a proxy whose X-Forwarded-For and -Proto are believed; without it nobody's are"
    parser.add_argument(
        "--trusted-proxy", type=network_named, action="append", default=[], metavar="NETWORK", help=believed
    )
    waits = Patience()
    parser.add_argument("--head-seconds", type=float, default=waits.head_s, help="how long the head of a request takes")
    parser.add_argument("--body-seconds", type=float, default=waits.body_s, help="how long a body may stand still")
    parser.add_argument("--answer-seconds", type=float, default=waits.answer_s, help="how long an answer may wait")
    parser.add_argument("--quick-passwords", action="store_true", help="cheap password hashes, with --faults only")
    parser.add_argument("--faults", action="store_true", help="let tests order faults; never in production")
    parser.add_argument("--restored", action="store_true", help="the database comes from a backup: note it, and end")
    return parser


def _evidence_store(parser: argparse.ArgumentParser, given: argparse.Namespace) -> ObjectStore | None:
    """The bucket that was named, if any; ends the program for a wrong name or without the packages for it."""
    try:
        store = object_store(given.evidence_store, given.encryption, given.encryption_key)
    except ValueError:
        parser.error(f"--evidence-store takes s3://BUCKET or s3://BUCKET/PREFIX, not {given.evidence_store}")
    if store is not None and find_spec("s3fs") is None:
        parser.error("--evidence-store needs further packages: pip install coo-desktop[bucket]")
    if given.encryption_key and given.encryption != Encryption.KMS:
        parser.error(f"--encryption-key needs --encryption {Encryption.KMS}")
    return store


def serve(port: int, data: Path, database_url: str = "", demo: bool = True) -> int:
    """Serves a backend, the demo by default; returns when it was interrupted."""
    return run(Settings(data=data, database_url=database_url, demo=demo), port)


def run(settings: Settings, port: int) -> int:
    """Listens, tells where, serves."""
    listening = listen(port)
    url = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
    if settings.demo and not settings.check_url:
        settings = replace(settings, check_url=f"{url}/check")
    app = create(settings)
    print(json.dumps({"url": url}), flush=True)
    server(app, settings).run([listening])
    return 0


def listen(port: int) -> socket.socket:
    """A socket that already queues connections; port 0 takes a free one."""
    # Named as TCP, or asyncio leaves Nagle's delay on and every answer waits 40 ms for the client's acknowledgement.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # on Windows it would let two processes listen
    listening.bind((LOOPBACK, port))
    listening.listen(128)
    return listening


def server(app: FastAPI, settings: Settings) -> uvicorn.Server:
    """The HTTP server around the app; with faults it can hang up without an answer."""
    patience, faults = settings.patience, app.state.place.shared.faults
    http = Droppable.with_faults(patience, faults) if settings.faults else Patient.of(patience)
    config = uvicorn.Config(
        app,
        http=http,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,  # uvicorn would believe any peer on this computer; web/addresses.py believes who is named
    )
    return uvicorn.Server(config)


if __name__ == "__main__":
    sys.exit(main())
