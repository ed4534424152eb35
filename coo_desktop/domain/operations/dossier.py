"""A dossier: a certificate with its products, their materials and all evidence, for whoever doubts it."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from coo_desktop.domain.documents.document import CERTIFICATE, Document
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.office.correspondence import VerificationCase

#: What no system takes in the name of a file.
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME = 80


def dossier(
    case: VerificationCase,
    certificate: Document,
    answer: Mapping[str, Any],
    product: Callable[[str], Document | None],
    paper: Callable[[Document], bytes],
    read: Callable[[str], bytes],
) -> bytes:
    """The archive as bytes. `paper` draws a document as PDF, `read` gives evidence by its SHA-256.

    A file that is not on this computer is named in `contents.json` as missing and does not keep the others back.
    """
    contents: list[dict[str, str]] = []
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, what: str, make: Callable[[], bytes]) -> None:
            try:
                archive.writestr(name, make())
                contents.append({"file": name, "what": what})
            except ProgramError as error:
                contents.append({"file": name, "what": what, "missing": error.code})

        documents = [certificate, *products_of(certificate, product)]
        for number, document in enumerate(documents):
            name = _name(document, number)
            put(f"{name}.pdf", document.family, lambda document=document: paper(document))  # type: ignore[misc]
            for file in evidence_of(document.values):
                put(f"{name}/{fit_name(file)}", "evidence", lambda file=file: read(str(file["sha256"])))  # type: ignore[misc]
        for file in answer.get("evidence", ()):
            put(f"answer/{fit_name(file)}", "evidence", lambda file=file: read(str(file["sha256"])))  # type: ignore[misc]
        told = {"number": case.number, "question": case.question, "deadline": case.deadline}
        whole = {**told, "answer": answer.get("text", ""), "contents": contents}
        archive.writestr("contents.json", json.dumps(whole, ensure_ascii=False, indent=1))
    return kept.getvalue()


def products_of(certificate: Document, product: Callable[[str], Document | None]) -> list[Document]:
    """The pre-reviews that the goods lines come from, each once."""
    ids = dict.fromkeys(value for name, value in _leaves(certificate.values) if name == "product")
    return [found for each in ids if isinstance(each, str) and (found := product(each)) is not None]


def evidence_of(values: Any) -> Iterator[Mapping[str, Any]]:
    """Every file that values name, wherever they stand."""
    if isinstance(values, Mapping):
        if values.get("sha256") and (values.get("name") or values.get("mime")):
            yield values
        for part in values.values():
            yield from evidence_of(part)
    elif isinstance(values, list | tuple):
        for part in values:
            yield from evidence_of(part)


def _leaves(values: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(values, Mapping):
        for key, part in values.items():
            yield from _leaves(part, str(key))
    elif isinstance(values, list | tuple):
        for part in values:
            yield from _leaves(part, name)
    else:
        yield name, values


def _name(document: Document, number: int) -> str:
    kind = "certificate" if document.family == CERTIFICATE else f"product-{number}"
    known = str(document.facts.get("number", ""))
    return f"{kind} {_UNFIT.sub('-', known)}".strip()


def fit_name(file: Mapping[str, Any]) -> str:
    """A name that every system takes; the digest keeps two of one name apart."""
    name = _UNFIT.sub("-", str(file.get("name", ""))).strip(" .")
    stem, dot, ending = name.rpartition(".")
    return f"{str(file['sha256'])[:8]} {(stem or ending)[:_LONGEST_NAME]}{dot if stem else ''}{ending if stem else ''}"
