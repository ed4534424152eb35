"""The files of `deploy/` as they are: a real nginx with our configuration before two workers, and the two roles."""

import datetime as dt
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from coo_backend.db.tables import metadata
from coo_backend.serve import main
from tests.backend.db.test_database import postgres, postgres_server
from tests.backend.process import BackendProcess
from tests.lengths import IS_WHOLE

__all__ = ["postgres", "postgres_server"]

pytestmark = [
    pytest.mark.machinery,
    pytest.mark.skipif(not IS_WHOLE, reason="long: make faults"),
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed"),
]

DEPLOY = Path(__file__).parents[2] / "deploy"
NAME = "coo.example.org"
ADDRESS = "127.0.0.1"
CHECKS_PER_HOUR = 30


class Site:
    """nginx with the shipped configuration; its files lie in `folder`."""

    def __init__(self, folder: Path, workers: list[BackendProcess]) -> None:
        self.port, plain = _free_ports(2)
        text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        replaced = {
            "/etc/nginx/tls": str(folder),
            "/tmp/nginx-coo.pid": str(folder / "nginx.pid"),
            "/dev/stdout": str(folder / "access.log"),
            "listen 443": f"listen {ADDRESS}:{self.port}",
            "listen 80;": f"listen {ADDRESS}:{plain};",
            "127.0.0.1:8765": f"{ADDRESS}:{workers[0].port}",
            "127.0.0.1:8766": f"{ADDRESS}:{workers[1].port}",
            "http {\n": f"http {{\n    client_body_temp_path {folder}/body;\n    proxy_temp_path {folder}/proxy;\n",
        }
        for shipped, here in replaced.items():
            assert text.count(shipped) >= 1, shipped
            text = text.replace(shipped, here)
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        _make_certificate(folder)
        self._command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
        tried = subprocess.run([*self._command, "-t"], capture_output=True, text=True, check=False)
        assert tried.returncode == 0, tried.stderr
        self._process = subprocess.Popen([*self._command, "-g", "daemon off;"], stderr=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while not self._listens():
            assert time.monotonic() < until, "nginx does not listen"

    def ask(self, method: str, path: str, **more) -> requests.Response:
        headers = {"Host": NAME, **more.pop("headers", {})}
        with requests.Session() as session:
            session.trust_env, session.verify = False, False
            url = f"https://{ADDRESS}:{self.port}{path}"
            return session.request(method, url, headers=headers, timeout=30, **more)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)

    def _listens(self) -> bool:
        with socket.socket() as trying:
            trying.settimeout(1)
            return trying.connect_ex((ADDRESS, self.port)) == 0


@pytest.fixture
def workers(postgres: str, tmp_path: Path) -> Iterator[list[BackendProcess]]:
    more = ("--database-url", postgres, "--host", NAME, "--host", ADDRESS, "--trusted-proxy", ADDRESS)
    both = [BackendProcess(tmp_path / "backend", arguments=more).start() for _ in range(2)]
    yield both
    for worker in both:
        worker.stop()


@pytest.fixture
def site(workers: list[BackendProcess], tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "nginx"
    folder.mkdir()
    tmp_path.chmod(0o755)
    opened = Site(folder, workers)
    yield opened
    opened.stop()


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_nginx_before_two_workers(site: Site, workers: list[BackendProcess], tmp_path: Path):
    told = site.ask("GET", "/v1/meta")
    assert told.status_code == 200, told.text
    assert told.headers["Strict-Transport-Security"] == "max-age=31536000"
    # Whatever a client writes there itself, it is counted by its own address, by both workers together.
    answers = [
        site.ask("GET", "/v1/check?number=N&printNumber=secret", headers={"X-Forwarded-For": f"203.0.113.{number}"})
        for number in range(CHECKS_PER_HOUR + 4)
    ]
    assert [answer.status_code for answer in answers] == [200] * CHECKS_PER_HOUR + [429] * 4
    assert "secret" not in (tmp_path / "nginx" / "access.log").read_text(encoding="utf-8")
    assert site.ask("POST", "/v1/batch", data=b"x" * (3 << 20)).status_code == 413
    assert site.ask("GET", "/v1/meta", headers={"Host": "elsewhere.example"}).status_code != 500
    workers[0].kill()
    assert [site.ask("GET", "/v1/meta").status_code for _ in range(4)] == [200] * 4


def test_the_owner_makes_the_tables_and_ends(tmp_path: Path):
    assert main(["--data", str(tmp_path / "backend"), "--migrate-only"]) == 0
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'backend' / 'backend.sqlite'}")
    assert set(metadata.tables) <= set(sa.inspect(engine).get_table_names())
    engine.dispose()


def _free_ports(count: int) -> list[int]:
    opened = [socket.socket() for _ in range(count)]
    for each in opened:
        each.bind((ADDRESS, 0))
    ports = [each.getsockname()[1] for each in opened]
    for each in opened:
        each.close()
    return ports


def _make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = (
        made.serial_number(1).not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
    )
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, plain[1], plain[0]))
