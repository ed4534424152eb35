"""Everything of this computer in one archive: each document as JSON and paper, all evidence, and what is in it."""

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from coo_desktop.domain.documents.document import FAMILIES, RECORD, Document, Query
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.operations.dossier import evidence_of, fit_name
from coo_desktop.domain.ports import Reader

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Written:
    """How many documents the archive holds, and how many papers or files of them could not be put in."""

    documents: int
    missing: int


def write_archive(
    target: BinaryIO,
    reader: Reader,
    paper: Callable[[Document], bytes],
    read: Callable[[str], bytes],
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Written:
    """Writes the archive document by document, so that memory stays flat; stops between two when `cancelled`.

    A paper that cannot be drawn or a file that is not here is named in `contents.json` and keeps nothing else back.
    """
    ids = list(_ids(reader))
    contents: list[dict[str, Any]] = []
    missing = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, document_id in enumerate(ids):
            if cancelled():
                break
            document = reader.document(document_id)
            if document is not None:
                contents.append(_put(archive, document, paper, read))
                missing += len(contents[-1]["missing"])
            progress(number + 1, len(ids))
        about = {"company": asdict(reader.company()), "person": asdict(reader.person()), "documents": contents}
        archive.writestr("contents.json", _json(about))
    return Written(len(contents), missing)


def _ids(reader: Reader) -> Iterator[str]:
    """Every document of the lists, read at once: what changes meanwhile moves in them."""
    for family in FAMILIES:
        after: tuple[str, str] | None = None
        while rows := reader.rows(Query(family=family, after=after, limit=_PAGE)):
            yield from (row.id for row in rows)
            after = (rows[-1].updated_at, rows[-1].id)


def _put(
    archive: zipfile.ZipFile, document: Document, paper: Callable[[Document], bytes], read: Callable[[str], bytes]
) -> dict[str, Any]:
    """One document with its paper and files; says what it is called and what is missing."""
    place = PurePosixPath(document.family) / document.id
    missing: list[dict[str, str]] = []
    archive.writestr(f"{place}.json", _json(asdict(document)))
    files = {f"{place}/{fit_name(file)}": partial(read, str(file["sha256"])) for file in evidence_of(document.values)}
    papers = {} if document.family == RECORD else {f"{place}.pdf": partial(paper, document)}
    for name, make in {**papers, **files}.items():
        try:
            archive.writestr(name, make())
        except ProgramError as error:
            missing.append({"file": name, "why": error.code})
    number = str(document.facts.get("number", ""))
    return {"id": document.id, "form": document.form, "stage": document.stage, "number": number, "missing": missing}


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1, default=str)
