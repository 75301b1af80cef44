"""What tests of the dynamics share: programs that are compiled quickly."""

from collections.abc import Iterator

import jax
import pytest


@pytest.fixture(autouse=True, scope="package")
def _quick_to_compile() -> Iterator[None]:
    """Leave most optimizations out: each program here runs a few times at most."""
    jax.config.update("jax_disable_most_optimizations", True)
    yield
    jax.config.update("jax_disable_most_optimizations", False)
