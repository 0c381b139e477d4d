"""Whether phones can open the address that a code page shows, and which one else."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest

from app.settings import Settings
from app.workshops.addresses import addresses_for_phones, means_itself


@pytest.mark.parametrize(
    ("url", "itself"),
    [
        ("http://127.0.0.1:8000/", True),
        ("http://127.8.8.8/", True),
        ("http://[::1]:8000/", True),
        ("http://localhost:8000", True),
        ("http://board.localhost/", True),
        ("http://192.168.1.20:8000/", False),
        ("https://harvest.example.org/", False),
        ("http://localhost.example.org/", False),
        ("", False),
    ],
)
def test_an_address_that_means_the_machine_itself_is_known(url: str, itself: bool) -> None:
    assert means_itself(url) is itself


def test_phones_are_offered_the_addresses_of_this_machine_when_it_listens_on_all() -> None:
    everywhere = Settings(_env_file=None, host="0.0.0.0")
    offered = addresses_for_phones(everywhere, "http://127.0.0.1:8123/")

    assert all(urlsplit(url).port == 8123 for url in offered)
    assert not any(ip_address(urlsplit(url).hostname or "").is_loopback for url in offered)
    assert addresses_for_phones(everywhere, "http://harvest.example.org/") == []
    assert addresses_for_phones(Settings(_env_file=None), "http://127.0.0.1:8123/") == []
