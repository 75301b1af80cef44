"""The machine: one single-threaded device a process, and a cache of programs."""

import os

import jax

from detente.core.cache import cache_folder

__all__ = ["prepare"]


def prepare() -> None:
    """Set up JAX before the first computation of a process.

    One thread a process: several devices in one process can wait for each other for
    ever, and threads inside a batch gain nothing once every core has a batch.
    """
    if "JAX_PLATFORMS" not in os.environ:
        jax.config.update("jax_platforms", "cpu")  # one process a core, no accelerator
    flags = os.environ.get("XLA_FLAGS", "")
    if "xla_cpu_multi_thread_eigen" not in flags:
        os.environ["XLA_FLAGS"] = f"{flags} --xla_cpu_multi_thread_eigen=false".strip()
    try:
        jax.config.update("jax_compilation_cache_dir", str(cache_folder("programs")))
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.2)
        jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    except OSError:  # a read-only home: programs are compiled anew each time
        pass
