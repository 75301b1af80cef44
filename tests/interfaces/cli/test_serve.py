"""`detente serve`: its options."""

import argparse

import pytest

from detente.interfaces.cli import serve


def test_help_does_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    told = set()
    for cores in (1, 3, 64):
        monkeypatch.setattr(serve, "cores", lambda n=cores: n)
        parser = argparse.ArgumentParser(prog="detente serve")
        serve.configure(parser)
        assert parser.parse_args([]).workers == min(cores, 8)
        told.add(parser.format_help())
    assert len(told) == 1
