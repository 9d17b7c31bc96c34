"""Equal trees have equal digests; any change of a name or a byte gives another."""

from pathlib import Path

import pytest

from site_contract.manifest import digest_of, hash_bytes, hash_folder, hash_folder_files

FILES = {"app/models.py": b"a", "README.md": b"b"}


def manifest(files: dict[str, bytes]) -> dict[str, str]:
    return {path: hash_bytes(content) for path, content in files.items()}


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def test_a_folder_has_the_manifest_of_its_files(tmp_path: Path) -> None:
    assert hash_folder_files(write(tmp_path, FILES)) == manifest(FILES)
    assert hash_folder(tmp_path) == digest_of(manifest(FILES))


def test_the_hash_is_sha_256() -> None:
    assert hash_bytes(b"abc").startswith("ba7816bf8f01cfea")


def test_the_order_of_writing_does_not_matter() -> None:
    assert digest_of(manifest(FILES)) == digest_of(manifest(dict(reversed(FILES.items()))))


@pytest.mark.parametrize(
    "changed",
    [
        {**FILES, "README.md": b"c"},
        {"app/models.py": b"a"},
        {**FILES, "app/extra.py": b""},
        {"app/models.py": b"a", "readme.md": b"b"},
    ],
)
def test_any_change_changes_the_digest(changed: dict[str, bytes]) -> None:
    assert digest_of(manifest(changed)) != digest_of(manifest(FILES))


def test_what_python_compiles_beside_the_source_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "app/__pycache__/models.cpython-311.pyc": b"x"})
    assert hash_folder_files(tmp_path) == manifest(FILES)


def test_a_source_file_that_hides_beside_the_compiled_ones_is_seen(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "app/__pycache__/hidden.py": b"x"})
    assert "app/__pycache__/hidden.py" in hash_folder_files(tmp_path)


def test_a_link_is_refused(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    (tmp_path / "link.py").symlink_to("README.md")
    with pytest.raises(ValueError, match="symbolic link"):
        hash_folder_files(tmp_path)
