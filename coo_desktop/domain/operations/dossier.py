"""A dossier: a certificate with its products, their materials and all evidence, for whoever doubts it."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from coo_desktop.domain.documents.document import CERTIFICATE, Document
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.language.file_name import shown_name
from coo_desktop.domain.office.correspondence import VerificationCase

#: What no system takes in the name of a file.
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Sources:
    """Where what is put in comes from: a product by its id, a document's PDF, a file's bytes by their SHA-256."""

    product: Callable[[str], Document | None]
    paper: Callable[[Document], bytes]
    read: Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """A case of verification with what is answered to it."""

    case: VerificationCase
    text: str = ""
    evidence: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """The archive, and how many of its papers and files could not be put in."""

    content: bytes
    missing: int


def dossier(certificate: Document, sources: Sources, answered: CaseAnswer | None = None) -> Dossier:
    """A certificate with all that stands behind it, for a case of verification or for one's own cabinet.

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

        for number, document in enumerate([certificate, *products_of(certificate, sources.product)]):
            name = _name(document, number)
            put(f"{name}.pdf", document.family, partial(sources.paper, document))
            for file in evidence_of(document.values):
                put(f"{name}/{fit_name(file)}", "evidence", partial(sources.read, str(file["sha256"])))
        for file in answered.evidence if answered is not None else ():
            put(f"answer/{fit_name(file)}", "evidence", partial(sources.read, str(file["sha256"])))
        whole = {**_about(certificate, answered), "contents": contents}
        archive.writestr("contents.json", json.dumps(whole, ensure_ascii=False, indent=1))
    return Dossier(kept.getvalue(), sum("missing" in entry for entry in contents))


def _about(certificate: Document, answered: CaseAnswer | None) -> dict[str, str]:
    """What the archive is about: the case and its answer, else the certificate's numbers and day."""
    if answered is not None:
        case = answered.case
        asked = {"number": case.number, "question": case.question, "deadline": case.deadline}
        return {**asked, "answer": answered.text}
    return {name: str(certificate.facts.get(name) or "") for name in ("number", "printNumber", "approvedAt")}


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
    name = shown_name(file)
    stem, dot, ending = name.rpartition(".")
    return f"{str(file['sha256'])[:8]} {(stem or ending)[:_LONGEST_NAME]}{dot if stem else ''}{ending if stem else ''}"
