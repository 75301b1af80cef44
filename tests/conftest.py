"""What every test stands on: two virtual CPU devices, strict arrays, fixed seeds."""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from tests.compiling import QUICK_TO_COMPILE

if TYPE_CHECKING:
    from detente.claims.session import Run

DEVICES_FLAG = "--xla_force_host_platform_device_count"

OLD_EMITTERS = "--xla_cpu_use_fusion_emitters=false"
"""XLA's older way to write loops: programs that run once compile in half the time."""


def _private_folder() -> Path:
    """Return a folder that only this user may write: what is cached is run."""
    home = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(home) if home else Path.home() / ".cache") / "detente" / "test-jax"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="detente-test-jax-"))
    return folder


def _configure_jax() -> None:
    """Set JAX up by its environment, so that subprocesses agree with this one."""
    os.environ["JAX_PLATFORMS"] = "cpu"
    flags = os.environ.get("XLA_FLAGS", "").split()
    kept = [flag for flag in flags if not flag.startswith(DEVICES_FLAG)]
    ours = [f"{DEVICES_FLAG}=2", OLD_EMITTERS]
    os.environ["XLA_FLAGS"] = " ".join([*kept, *ours])
    os.environ.setdefault(QUICK_TO_COMPILE, "1")
    os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(_private_folder()))
    os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0")
    os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES", "-1")


LONG = ("whole", "decide", "dynamics", "record", "claims", "runs")
"""Folders that take longest: they begin, so that both processes end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long folders first, and leave the order within a folder as it is."""
    root = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(root).parts[0]
        return LONG.index(folder) if folder in LONG else len(LONG)

    items.sort(key=place)


_configure_jax()  # before anything imports jax

# A shell that starts these tests in the background makes them, and every program they
# start, ignore Ctrl-C, which some of them are about.
signal.signal(signal.SIGINT, signal.default_int_handler)

import jax  # noqa: E402

hypothesis.settings.register_profile(
    "dev",
    deadline=None,  # the first example pays for compilation
    max_examples=50,
    print_blob=True,
)
hypothesis.settings.register_profile(
    "ci", parent=hypothesis.settings.get_profile("dev"), derandomize=True, database=None
)
hypothesis.settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev")
)


@pytest.fixture
def strict_arrays() -> Iterator[None]:
    """Refuse silent broadcasting and silent changes of dtype."""
    with (
        jax.numpy_rank_promotion("raise"),
        jax.numpy_dtype_promotion("strict"),
    ):
        yield


@pytest.fixture
def x64() -> Iterator[None]:
    """Compute in float64: for hand-worked numbers and gradients."""
    with jax.enable_x64(True):
        yield


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a scenario of three actors."""
    from detente.worlds.load import write_template

    return write_template("tiny", tmp_path_factory.mktemp("scenarios"))


@pytest.fixture(scope="session")
def tiny_run(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> "Run":
    """Return an undisturbed run of it in this process; whoever takes it only reads."""
    import detente

    return detente.run(
        tiny, lenses=["prior", "spiral"], draws=40, replicates=2, seed=3, workers=1,
        out=tmp_path_factory.mktemp("runs"),
    )  # fmt: skip
