"""The files of `deploy/` agree with the program and with each other. A dry run without Docker: what Compose would make
of its file, given to the backend's own command line; nginx runs with its file in tests/faults/test_behind_nginx.py."""

import re
import tomllib
from argparse import Namespace
from functools import cache
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from coo_backend.runtime.settings import object_store
from coo_backend.serve import arguments
from coo_backend.web.addresses import network_named
from tests.rules.sources import ROOT, sources

DEPLOY = ROOT / "deploy"
SECRETS = {name: name.lower() for name in ("POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD")}
NEEDED = {**SECRETS, "COO_MESSENGER": "https://gateway/codes"}
WITH_BUCKET = {**NEEDED, "EVIDENCE_STORE": "s3://coo/evidence", "EVIDENCE_ENCRYPTION": "aws:kms"}
_VARIABLE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def filled(given: dict[str, str]) -> dict[str, Any]:
    """The Compose file with these variables in their places, as `docker compose config` shows it."""

    def value(found: re.Match[str]) -> str:
        name, how, more = found.groups()
        assert name in given or how == "-", f"{name} is needed"
        return given.get(name, more)

    return yaml.safe_load(_VARIABLE.sub(value, text("compose.yaml")))


@cache
def services(bucket: bool = False) -> dict[str, Any]:
    return filled(WITH_BUCKET if bucket else NEEDED)["services"]


def command(service: str, bucket: bool = False) -> Namespace:
    """What the backend is told by the image and by a service; argparse ends the test for what it does not know."""
    entry = re.search(r"^ENTRYPOINT (\[.*\])$", text("Dockerfile"), re.MULTILINE)
    assert entry is not None
    python, *module, data, folder = yaml.safe_load(entry[1])
    assert (python, module) == ("python", ["-m", "coo_backend"])
    return arguments().parse_args([data, folder, *services(bucket)[service]["command"]])


WORKERS = [name for name in services() if name.startswith("worker")]


@pytest.mark.parametrize("worker", WORKERS)
@pytest.mark.parametrize("bucket", [False, True])
def test_a_worker_is_told_what_it_knows(worker: str, bucket: bool):
    told, nginx = command(worker, bucket), text("nginx.conf")
    assert f"server 127.0.0.1:{told.port} " in nginx
    assert [f"server_name {name};" in nginx for name in told.host] == [True]
    assert told.check_url == f"https://{told.host[0]}/check"
    assert told.trusted_proxy == [network_named("127.0.0.1")]
    assert (object_store(told.evidence_store, told.encryption) is not None) is bucket
    assert sa.make_url(told.database_url).username == "coo_app"


def test_every_worker_behind_nginx_is_a_service_with_a_port_of_its_own():
    upstream = set(map(int, re.findall(r"server 127\.0\.0\.1:(\d+)", text("nginx.conf"))))
    assert sorted(command(worker).port for worker in WORKERS) == sorted(upstream)
    assert {services()[worker]["network_mode"] for worker in WORKERS} == {"service:nginx"}


def test_the_owner_migrates_before_any_worker_starts():
    told = command("migrate")
    assert (told.migrate_only, sa.make_url(told.database_url).username) == (True, "coo_owner")
    for worker in WORKERS:
        assert services()[worker]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    roles = set(re.findall(r"^CREATE ROLE (\w+) ", text("roles.sql"), re.MULTILINE))
    assert roles == {"coo_owner", "coo_app"}
    assert set(re.findall(r"\$(\w+)", text("passwords.sh"))) <= set(services()["postgres"]["environment"])


def test_a_variable_that_the_backend_reads_reaches_its_workers():
    read = set()
    for source in sources("coo_backend"):
        read |= set(re.findall(r'"(COO_\w+)"', source.text)) if "environ" in source.text else set()
    assert read >= {"COO_MESSENGER", "COO_MESSENGER_TOKEN"}
    for worker in WORKERS:
        assert read <= set(services()[worker]["environment"])


def test_every_variable_is_explained():
    page = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    names = {found[0] for found in _VARIABLE.findall(text("compose.yaml"))}
    names |= {name for worker in WORKERS for name in services()[worker]["environment"]}
    assert {name for name in names if f"`{name}`" not in page} == set()


def test_what_is_mounted_depended_on_and_installed_is_there():
    whole = filled(NEEDED)
    for name, service in whole["services"].items():
        assert set(service.get("depends_on", ())) <= set(whole["services"]), name
        for mounted in service.get("volumes", ()):
            source = mounted.split(":")[0]
            known = (DEPLOY / source).exists() if source.startswith("./") else source in whole["volumes"]
            assert known or source == "./tls", mounted  # the certificate is the operator's
        if "build" in service:
            assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    extras = re.search(r'"\.\[(.*)\]"', text("Dockerfile"))
    assert extras is not None
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(extras[1].split(",")) <= set(project["optional-dependencies"])
