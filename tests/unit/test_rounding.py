"""Shares are told alike in sentences and beside them."""

import pytest

from app.summaries.build import in_percent


@pytest.mark.parametrize(
    ("share", "told"), [(0.0, "0%"), (0.225, "23%"), (0.285, "29%"), (0.2249, "22%"), (1.0, "100%")]
)
def test_a_half_goes_up_as_on_the_pages(share: float, told: str) -> None:
    assert in_percent(share) == told
