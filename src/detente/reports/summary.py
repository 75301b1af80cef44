"""A run in a notebook: its verdicts at a glance, as a small table."""

from html import escape

from detente.reports import words
from detente.reports.findings import Findings
from detente.reports.theme import VERDICTS

__all__ = ["summary"]


def _bar(shares: dict[str, float]) -> str:
    """Return three shares as a bar; what it shows stands beside it in words."""
    parts = "".join(
        f'<span style="flex-grow:{share};background:{VERDICTS[name]}"></span>'
        for name, share in shares.items()
        if share > 0
    )
    return (
        f'<span aria-hidden="true" style="display:flex;width:8em;height:.7em">{parts}'
        "</span>"
    )


def summary(findings: Findings) -> str:
    """Return a run as HTML for notebooks: a row a claim, a column a lens."""
    head = "".join(f"<th>{escape(lens)}</th>" for lens in findings.lenses)
    body = []
    for key in findings.claims:
        rows = {r["lens"]: r for r in findings.verdicts() if r["id"] == key}
        cells = "".join(
            f"<td>{_bar(row['shares'])}{escape(row['verdict'])}<br><small>"
            f"{escape(words.effect(row['effect'], row['width']))}</small></td>"
            if (row := rows.get(lens)) else "<td></td>"
            for lens in findings.lenses
        )  # fmt: skip
        title = escape(findings.scenario.claims[key].title)
        body.append(f'<tr><th style="text-align:left">{title}</th>{cells}</tr>')
    said = findings.said
    return (
        f"<div><strong>{escape(findings.scenario.title)}</strong>, "
        f"{said['draws']} draws x {said['replicates']} replicates, seed "
        f"{said['seed']}. Bars: share of draws that support (blue), are negligible "
        "(grey), oppose (orange)."
        f"<table><thead><tr><th>claim</th>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )
