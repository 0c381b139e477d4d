"""Many partitions, and what they agree on."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.cluster.hierarchy import cut_tree
from sklearn.metrics import adjusted_rand_score

from clustering.consensus import (
    agreement,
    company_of,
    company_with_groups,
    cuts,
    linkage_of,
    listen,
    neighbours,
    settle,
)
from clustering.geometry import as_rows, centred


def test_cuts_are_those_of_the_tree(vectors: NDArray[np.float32]) -> None:
    tree = linkage_of(centred(as_rows(vectors)))

    for size, labels in zip(range(1, 17), cuts(tree, range(1, 17)), strict=True):
        assert adjusted_rand_score(cut_tree(tree, size).ravel(), labels) == pytest.approx(1.0)


def test_listening_draws_a_topic_together(vectors: NDArray[np.float32], topics: NDArray[np.intp]) -> None:
    spread = centred(as_rows(vectors))

    heard = listen(spread, neighbours(spread @ spread.T, 1.0), 2)

    water = topics == 0
    assert (heard[water] @ heard[water].T).mean() > (spread[water] @ spread[water].T).mean()
    assert np.allclose(np.linalg.norm(heard, axis=1), 1.0)


def test_company_is_the_share_of_partitions() -> None:
    company = company_of(3, iter([np.array([0, 0, 1]), np.array([0, 1, 1])]))

    assert company.tolist() == [[1.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 1.0]]


def test_agreement_is_the_rand_index_when_company_is_certain() -> None:
    here, there = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 0, 0, 1, 1, 1])
    company = (there[:, None] == there[None, :]).astype(float)

    assert agreement(here, company) == pytest.approx(adjusted_rand_score(here, there))


def test_stories_settle_where_they_keep_most_company() -> None:
    truth = np.array([0, 0, 0, 1, 1, 1])
    company = (truth[:, None] == truth[None, :]).astype(float)

    assert settle(np.array([0, 0, 1, 1, 1, 1]), company).tolist() == truth.tolist()
    assert company_with_groups(truth, company)[0][0].tolist() == [1.0, 0.0]
