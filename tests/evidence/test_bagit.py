"""BagIt: the conformance suite, our own bags, and what somebody may do to a bag."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from tests.conftest import SHARED
from zhidun.evidence import bagit
from zhidun.evidence.bagit import BagInvalid, BagWriter, FolderSink, FolderSource, ZipSink, ZipSource

SUITE = SHARED / "vectors" / "bagit-conformance-suite"


def _cases(*kinds: str) -> list[Path]:
    return sorted(path for kind in kinds for path in SUITE.glob(f"v*/{kind}/*") if path.is_dir())


@pytest.mark.needs_shared
def test_every_valid_bag_of_the_suite_is_accepted() -> None:
    cases = _cases("valid")
    assert len(cases) >= 25
    refused = {str(path.relative_to(SUITE)): bagit.check(FolderSource(path)) for path in cases}
    assert {name: faults for name, faults in refused.items() if faults} == {}


@pytest.mark.needs_shared
def test_every_invalid_bag_of_the_suite_is_refused() -> None:
    cases = _cases("invalid", "linux-only", "windows-only")
    assert len(cases) >= 25
    assert [str(path.relative_to(SUITE)) for path in cases if not bagit.check(FolderSource(path))] == []


def _bag(folder: Path) -> Path:
    writer = BagWriter(FolderSink(folder))
    writer.add("证据/合同 100%.txt", b"contract")
    writer.add("a\nb.txt", [b"line", b" end"])
    writer.tag("verify.html", b"<html>")
    writer.close([("Source-Organization", "知盾")])
    return folder


def test_a_bag_of_ours_is_valid_for_us_and_for_bagit_python(tmp_path: Path) -> None:
    import bagit as peer

    folder = tmp_path / "bag"  # without a percent sign in a name, which the peer does not decode
    writer = BagWriter(FolderSink(folder))
    writer.add("证据/合同.txt", b"contract")
    writer.tag("verify.html", b"<html>")
    writer.close([("Source-Organization", "知盾")])
    assert bagit.check(FolderSource(folder)) == []
    (folder / "manifest-sm3.txt").rename(tmp_path / "kept")  # the peer does not know SM3
    (folder / "tagmanifest-sm3.txt").unlink()
    lines = (folder / "tagmanifest-sha256.txt").read_text().splitlines(keepends=True)
    (folder / "tagmanifest-sha256.txt").write_text("".join(line for line in lines if "sm3" not in line))
    assert peer.Bag(str(folder)).is_valid()


def test_a_bag_in_a_zip_is_the_same(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        writer = BagWriter(ZipSink(pack, "bag-1"))
        writer.add("a.txt", b"a")
        writer.close([])
    with zipfile.ZipFile(out) as pack:
        assert bagit.check(ZipSource.of(pack)) == []
        assert pack.namelist()[0] == "bag-1/data/a.txt"


def test_a_folder_becomes_a_bag_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "x.bin").write_bytes(bytes(3_000_000))
    (tmp_path / "in" / "data").write_bytes(b"a file called data")
    bagit.bag_folder(tmp_path / "in", [("Contact-Name", "x")])
    assert bagit.check(FolderSource(tmp_path / "in")) == []
    assert (tmp_path / "in" / "data" / "deep" / "x.bin").is_file()


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_files_of_every_size_and_number_of_threads_make_the_same_bag(tmp_path: Path, threads: int) -> None:
    sizes = [0, 1, bagit.TINY - 1, bagit.TINY, bagit.BUFFER, bagit.BUFFER + 1, 5 << 20]
    for number, size in enumerate(sizes):
        target = tmp_path / "in" / f"深 {number % 3}" / f"{number}.bin"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bytes([number]) * size)
    bagit.bag_folder(tmp_path / "in", threads=threads)
    assert bagit.check(FolderSource(tmp_path / "in")) == []
    assert f"Payload-Oxum: {sum(sizes)}.{len(sizes)}\n" in (tmp_path / "in" / "bag-info.txt").read_text()
    peer = (tmp_path / "in" / "manifest-sha256.txt").read_text()
    assert f"{hashlib.sha256(bytes([6]) * (5 << 20)).hexdigest()}  data/深 0/6.bin\n" in peer


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("data/证据/合同 100%.txt", "data/证据/合同 100%.txt"),
        ("verify.html", "verify.html"),
        ("manifest-sm3.txt", "manifest-sm3.txt"),
        ("bag-info.txt", "bag-info.txt"),
    ],
)
def test_one_changed_byte_is_named(tmp_path: Path, file: str, named: str) -> None:
    folder = _bag(tmp_path / "bag")
    content = bytearray((folder / file).read_bytes())
    content[0] ^= 1
    (folder / file).write_bytes(content)
    assert named in [fault.file for fault in bagit.check(FolderSource(folder))]


def test_missing_and_extra_files_are_named(tmp_path: Path) -> None:
    folder = _bag(tmp_path / "bag")
    (folder / "data/a\nb.txt").unlink()
    (folder / "data/more.txt").write_bytes(b"x")
    assert {fault.file for fault in bagit.check(FolderSource(folder))} == {"data/a\nb.txt", "data/more.txt"}


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "C:\\x", "~root/x", "a/../../x", "", "\\\\host\\x"])
def test_a_name_that_leaves_the_bag_is_refused(tmp_path: Path, name: str) -> None:
    assert not bagit.safe(name)
    with pytest.raises(BagInvalid):
        BagWriter(FolderSink(tmp_path)).tag(name, b"")


def test_a_zip_with_two_files_of_one_name_is_refused() -> None:
    out = io.BytesIO()
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "w") as pack:  # noqa: PT031  both belong
        pack.writestr("b/bagit.txt", bagit.DECLARATION)
        pack.writestr("b/bagit.txt", bagit.DECLARATION)
    with zipfile.ZipFile(out) as pack:
        assert [fault.file for fault in bagit.check(ZipSource.of(pack))] == ["bagit.txt"]
