"""What an evaluator's script looks like: the themes of a workshop and the stories in them, within consent.

    STORYHARVEST_URL=http://127.0.0.1:8000 STORYHARVEST_KEY=msc_key_… python examples/take_away.py WORKSHOP_ID

Needs nothing but Python. The key is made on the page “Take away”, with the scope `exports:read`.
"""

import json
import os
import sys
from urllib.request import Request, urlopen


def fetch(path: str) -> dict[str, object]:
    """One answer of the API."""
    address = os.environ.get("STORYHARVEST_URL", "http://127.0.0.1:8000")
    request = Request(f"{address}/api/v1{path}", headers={"Authorization": f"Bearer {os.environ['STORYHARVEST_KEY']}"})
    with urlopen(request) as answer:
        read: dict[str, object] = json.load(answer)
    return read


def main(workshop_id: str) -> None:
    harvest = fetch(f"/workshops/{workshop_id}/export.json?profile=evaluation")
    print(f"{harvest['workshop']['title']}, as of event {harvest['as_of_seq']}")  # type: ignore[index]
    print(f"left out: {harvest['excluded_counts'] or 'nothing'}")
    for theme in harvest["summaries"]:  # type: ignore[attr-defined]
        print(f"\n{theme['name']} ({theme['counts']['stories']} stories, {theme['state']})")
        for quote in theme["quotes"]:
            print(f"  № {quote['serial_no']}: “{quote['text']}” ({quote['said_by']})")


if __name__ == "__main__":
    main(sys.argv[1])
