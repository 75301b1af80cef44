"""Scenarios spoilt at random: cut, of wrong types, in zip files that are broken."""

import io
import zipfile
from pathlib import Path

from hypothesis import strategies as st
from tests.whole.fuzzing import harmed

__all__ = ["spoilt_texts", "spoilt_zips", "zipped"]

NAMES = ("scenario.toml", "world.toml")


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def spoilt_texts(folder: Path) -> st.SearchStrategy[dict[str, str]]:
    """Return texts of scenario and world, of which one at least is spoilt."""
    whole = [(folder / name).read_text() for name in NAMES]
    scenario, world = map(harmed, whole)
    return st.one_of(
        st.tuples(scenario, st.just(whole[1])),
        st.tuples(st.just(whole[0]), world),
        st.tuples(scenario, world),
    ).map(lambda pair: dict(zip(("scenario", "world"), pair, strict=True)))


@st.composite
def spoilt_zips(draw: st.DrawFn, folder: Path) -> bytes:
    """Return a zip file with bytes cut off or changed, or what is none at all."""
    content = bytearray(zipped({n: (folder / n).read_bytes() for n in NAMES}))
    match draw(st.sampled_from(["cut", "changed", "other names", "none"])):
        case "cut":
            return bytes(content[: draw(st.integers(0, len(content) - 1))])
        case "changed":
            places = st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255))
            for place, byte in draw(st.lists(places, min_size=1, max_size=9)):
                content[-place] = byte  # most of what can go wrong is at the end
            return bytes(content)
        case "other names":
            names = st.sampled_from(("../world.toml", *NAMES))
            names |= st.text(st.characters(exclude_categories=["C"]), min_size=1)
            files = st.dictionaries(names, st.binary(max_size=99), max_size=4)
            return zipped(draw(files))
        case _:
            return draw(st.binary(max_size=200))
