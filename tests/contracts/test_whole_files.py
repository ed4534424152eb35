"""Every place of whole files keeps the same promises: a folder, and a bucket of a real server."""

import hashlib
from pathlib import Path

import pytest

from coo_backend.files.bucket import BucketFiles
from coo_backend.files.folder import FolderFiles
from coo_backend.files.port import Content, WholeFiles
from coo_desktop.domain.errors import NotFound, StoreDamaged, StoreMissing
from tests.backend.files.bucket_server import BucketServer, bucket_server

__all__ = ["bucket_server"]

ONE, OTHER = "0192f0a0-0000-7000-8000-000000000001", "0192f0a0-0000-7000-8000-000000000002"
BYTES = bytes(range(256)) * 20


def content(of: bytes = BYTES, company: str = ONE) -> Content:
    return Content(company, hashlib.sha256(of).hexdigest())


class WholeFilesContract:
    """What any place must do; `whole` is an empty one."""

    @pytest.fixture
    def kept(self, whole: WholeFiles, tmp_path: Path) -> WholeFiles:
        part = tmp_path / "x.part"
        part.write_bytes(BYTES)
        whole.keep(content(), part)
        assert not part.exists()
        return whole

    def test_what_is_kept_is_read_whole_and_in_stretches(self, kept: WholeFiles):
        assert (kept.size(content()), kept.read(content())) == (len(BYTES), BYTES)
        assert kept.stretch(content(), 0, len(BYTES)) == BYTES
        assert kept.stretch(content(), 300, 310) == BYTES[300:310]
        assert kept.stretch(content(), len(BYTES) - 3, len(BYTES) + 9) == BYTES[-3:]

    def test_keeping_it_again_changes_nothing(self, kept: WholeFiles, tmp_path: Path):
        kept.keep(content(), tmp_path / "gone.part")
        (tmp_path / "y.part").write_bytes(BYTES)
        kept.keep(content(), tmp_path / "y.part")
        assert (kept.read(content()), list(kept.all_of(ONE))) == (BYTES, [content()])

    def test_another_companys_name_finds_nothing(self, kept: WholeFiles):
        stranger = content(company=OTHER)
        for ask in (kept.size, kept.read, lambda one: kept.stretch(one, 0, 1)):
            with pytest.raises(StoreMissing):
                ask(stranger)
        assert list(kept.all_of(OTHER)) == []
        kept.remove(stranger)
        assert kept.read(content()) == BYTES

    def test_what_is_removed_is_gone_and_may_come_back(self, kept: WholeFiles, tmp_path: Path):
        kept.remove(content())
        kept.remove(content())
        with pytest.raises(StoreMissing):
            kept.read(content())
        (tmp_path / "x.part").write_bytes(BYTES)
        kept.keep(content(), tmp_path / "x.part")
        assert kept.read(content()) == BYTES

    def test_what_never_arrived_is_not_kept(self, whole: WholeFiles, tmp_path: Path):
        with pytest.raises(StoreMissing):
            whole.keep(content(), tmp_path / "x.part")
        assert list(whole.all_of(ONE)) == []

    def test_other_bytes_than_those_of_the_name_are_not_read(self, whole: WholeFiles):
        self.spoil(whole)
        with pytest.raises(StoreDamaged):
            whole.read(content())

    def test_nothing_but_a_sha256_is_a_name(self):
        with pytest.raises(NotFound):
            Content(ONE, "../" * 20 + "etc/")

    def spoil(self, whole: WholeFiles) -> None:
        """Puts other bytes where those of `content` would stand."""
        raise NotImplementedError


class TestFolder(WholeFilesContract):
    @pytest.fixture
    def whole(self, tmp_path: Path) -> WholeFiles:
        self.place = tmp_path / "evidence" / content().key
        return FolderFiles(tmp_path)

    def spoil(self, whole: WholeFiles) -> None:
        self.place.parent.mkdir(parents=True)
        self.place.write_bytes(BYTES[:-1])


@pytest.mark.bucket
class TestBucket(WholeFilesContract):
    @pytest.fixture
    def whole(self, bucket_server: BucketServer) -> WholeFiles:
        root = bucket_server.new_place().root
        self.service, self.place = bucket_server.service, f"{root}/{content().key}"
        return BucketFiles(self.service, root)

    def spoil(self, whole: WholeFiles) -> None:
        self.service.pipe_file(self.place, BYTES[:-1])
