"""The same service, browser and phone as on bad networks."""

from tests.faults.phone.conftest import browser, chromium, service

__all__ = ["browser", "chromium", "service"]
