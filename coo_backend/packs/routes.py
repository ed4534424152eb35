"""The reference packs of the company's office: what there is, and their bytes, from wherever a desk stopped."""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse

from coo_backend.packs import publication
from coo_backend.web.dependencies import Here, Who
from coo_desktop.contract.reference import Packs

router = APIRouter(prefix="/v1/packs")
PACK_TYPE = "application/vnd.coo.pack"


@router.get("")
def index(here: Here, who: Who) -> Packs:
    """Every pack on offer, and the public key that signed them."""
    with here.shared.database.read() as connection:
        return publication.index(connection, here.shelf, who.company.office)


@router.get("/{name}/{digest}", response_class=FileResponse)
def read(request: Request, here: Here, who: Who, name: str, digest: str) -> FileResponse:
    """One pack; `Range` with `If-Range` goes on with the very same bytes or starts anew."""
    request.state.route = "pack"
    office = who.company.office
    with here.shared.database.read() as connection:
        pack = publication.offered(connection, office, name, digest)
    headers = {"ETag": f'"{pack.sha256}"'}
    return FileResponse(here.shelf.place(office, pack.digest), headers=headers, media_type=PACK_TYPE)
