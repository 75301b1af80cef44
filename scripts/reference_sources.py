"""Entries of the BibTeX file as text, for the reference."""

import re
from collections.abc import Iterator

__all__ = ["entries"]

ENTRY = re.compile(r"^@\w+\{([^,\s]+),\n(.*?)\n\}", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"^\s*(\w+)\s*=\s*\{(.*)\},?$", re.MULTILINE)
ACCENTS = {'\\"o': "ö", '\\"u': "ü", '\\"a': "ä", "\\'i": "í", "\\'e": "é", "\\&": "&"}


def entries(bibtex: str) -> Iterator[tuple[str, str]]:
    """Yield key and text of every entry, in the order of keys.

    Args:
        bibtex: The file; each field stands on a line of its own.

    Raises:
        ValueError: If a field holds LaTeX that is not known here.
    """
    found = {key: dict(FIELD.findall(body)) for key, body in ENTRY.findall(bibtex)}
    for key in sorted(found, key=str.casefold):
        yield key, _text({name: _plain(said) for name, said in found[key].items()})


def _plain(latex: str) -> str:
    for written, letter in ACCENTS.items():
        latex = latex.replace(written, letter)
    text = re.sub(r"[{}]", "", latex).replace("--", "\N{EN DASH}").replace("`", "'")
    if "\\" in text:
        raise ValueError(f"references.bib: add to ACCENTS what stands in {latex!r}")
    return text


def _text(entry: dict[str, str]) -> str:
    parts = [f"{entry['author']} ({entry['year']}). *{entry['title']}*"]
    if "booktitle" in entry:
        editor = f"{entry['editor']} (ed.), " if "editor" in entry else ""
        parts.append(f"In {editor}{entry['booktitle']}")
    parts.append(_journal(entry))
    parts += [entry.get(name, "") for name in ("howpublished", "institution")]
    kind = " ".join(filter(None, (entry.get("type"), entry.get("number"))))
    parts.append(kind if "type" in entry else "")
    parts.append(", ".join(filter(None, map(entry.get, ("publisher", "address")))))
    if "url" in entry:
        parts.append(f"<{entry['url']}>")
    return ". ".join(filter(None, parts)) + "."


def _journal(entry: dict[str, str]) -> str:
    issue = entry.get("volume", "")
    if "number" in entry and "journal" in entry:
        issue += f"({entry['number']})"
    pages = entry.get("pages", "")
    if pages and "journal" not in entry:
        pages = f"pages {pages}"
    place = [entry.get("journal", ""), issue, pages]
    return ", ".join(filter(None, place))
