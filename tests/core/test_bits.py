"""Random bits from counters: chance depends on names, never on order."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core import bits
from detente.core.bits import code, mix, stream, uniform

WORD = st.integers(0, 2**32 - 1)


def drawn(count: int, *words: int) -> np.ndarray:
    codes = jnp.arange(count, dtype=jnp.uint32)
    return np.asarray(uniform(stream(*words), codes))


def test_a_name_has_the_same_code_on_every_machine() -> None:
    """The first four bytes, little end first, of the SHA-256 of "abc": ba 78 16 bf."""
    assert code("abc") == 0xBF1678BA
    assert code("JPN") != code("jpn")


def test_the_mixer_follows_its_definition_in_whole_numbers() -> None:
    def by_hand(x: int) -> int:
        x ^= x >> 16
        x = x * 0x7FEB352D % 2**32
        x ^= x >> 15
        x = x * 0x846CA68B % 2**32
        return x ^ x >> 16

    words = [0, 1, 12345, 2**31, 2**32 - 1]
    assert list(map(int, mix(jnp.array(words, jnp.uint32)))) == list(
        map(by_hand, words)
    )


def test_the_mixer_maps_different_words_to_different_words() -> None:
    mixed = np.asarray(mix(jnp.arange(2**17, dtype=jnp.uint32)))
    assert len(np.unique(mixed)) == 2**17


@pytest.mark.parametrize("bit", range(0, 32, 5))
def test_one_bit_of_input_flips_about_half_of_the_output(bit: int) -> None:
    words = mix(jnp.arange(4096, dtype=jnp.uint32) * jnp.uint32(0x9E3779B9))
    flipped = mix(words) ^ mix(words ^ jnp.uint32(1 << bit))
    assert np.mean(np.bitwise_count(np.asarray(flipped))) == pytest.approx(16, abs=0.5)


def test_uniforms_fill_the_open_interval_evenly() -> None:
    u = drawn(200_000, 1, 2, 3)
    assert u.dtype == np.float32
    assert u.min() > 0
    assert u.max() < 1
    counts, _ = np.histogram(u, bins=20, range=(0, 1))
    assert np.sum((counts - 10_000) ** 2 / 10_000) < 43.8  # chi2(19), p = .001


@pytest.mark.parametrize("word", [0, 2**32 - 1])
def test_even_the_rarest_bits_give_neither_zero_nor_one(
    monkeypatch: pytest.MonkeyPatch, word: int
) -> None:
    monkeypatch.setattr(bits, "mix", lambda x: jnp.full_like(x, word))
    (u,) = drawn(1, 0)
    assert 0 < u < 1


@pytest.mark.parametrize("other", [(1, 2, 4), (1, 3, 3), (2, 2, 3), (2, 1, 3)])
def test_neighbouring_streams_have_nothing_in_common(
    other: tuple[int, ...],
) -> None:
    """Correlation of 50 000 pairs: five standard errors are .022."""
    one, two = drawn(50_000, 1, 2, 3), drawn(50_000, *other)
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.022


def test_neighbouring_codes_have_nothing_in_common() -> None:
    u = drawn(50_001, 7)
    assert abs(np.corrcoef(u[1:], u[:-1])[0, 1]) < 0.022


@given(WORD, st.permutations(range(6)))
def test_an_actor_meets_the_same_chance_in_any_order_and_company(
    seed: int, order: list[int]
) -> None:
    codes = jnp.array([code(name) for name in "abcdef"], jnp.uint32)
    key = stream(seed)
    together = uniform(key, codes)
    np.testing.assert_array_equal(
        uniform(key, codes[jnp.array(order)]), together[jnp.array(order)]
    )
    np.testing.assert_array_equal(uniform(key, codes[:2]), together[:2])


@given(WORD, WORD)
def test_a_stream_is_named_alike_by_numbers_and_by_arrays(one: int, two: int) -> None:
    key = stream(one, two)
    assert key.dtype == jnp.uint32
    assert key == stream(jnp.uint32(one), jnp.uint32(two))
    assert key == jax.jit(stream)(jnp.uint32(one), jnp.uint32(two))


def test_the_order_of_words_names_different_streams() -> None:
    keys = {int(stream(*words)) for words in [(), (0,), (0, 0), (1, 0), (0, 1)]}
    assert len(keys) == 5


@pytest.mark.usefixtures("strict_arrays")
def test_bits_are_the_same_compiled_batched_and_in_any_precision() -> None:
    codes = jnp.arange(12, dtype=jnp.uint32).reshape(3, 4)
    key = stream(5, 6)
    plain = uniform(key, codes)
    np.testing.assert_array_equal(jax.jit(uniform)(key, codes), plain)
    np.testing.assert_array_equal(jax.vmap(uniform, (None, 0))(key, codes), plain)
    with jax.enable_x64(True):
        wide = uniform(stream(5, 6), codes)
        assert wide.dtype == jnp.float32
        np.testing.assert_array_equal(wide, plain)
