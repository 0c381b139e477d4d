"""A phone as a person uses it: by its labels and buttons, and by reading what it says."""

from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, expect

CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--host-resolver-rules=MAP *.test 127.0.0.1",
]  # fmt: skip
# One story after another, as fast as the page takes them: the same fields, events and form as under a finger.
TELL_QUICKLY = """async stories => {
    const found = async look => {
        for (;;) {
            const there = look();
            if (there) return there;
            await new Promise(requestAnimationFrame);
        }
    };
    const field = id => document.getElementById(id);
    const write = (id, text) => {
        field(id).value = text;
        field(id).dispatchEvent(new Event('input', { bubbles: true }));
    };
    for (const [headline, note] of stories) {
        if (!field('headline')) (await found(() => document.querySelector('main > button.primary'))).click();
        await found(() => field('headline'));
        write('headline', headline);
        write('note0', note);
        document.querySelector('main form').requestSubmit();
        await found(() => !field('headline'));
    }
}"""
CARDS = """cards => cards.map(card => ({
    headline: card.querySelector('h2')?.textContent ?? '', standing: card.dataset.standing,
}))"""


@dataclass
class Phone:
    page: Page

    @classmethod
    def open(cls, browser: Browser, address: str, *, clock: bool = False) -> "Phone":
        """`clock`: one that can be put forward, so that nobody waits out a pause."""
        context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
        phone = cls(context.new_page())
        if clock:
            phone.page.clock.install()
        phone.page.goto(address)
        expect(phone.headline).to_be_visible(timeout=60_000)
        return phone

    @property
    def headline(self) -> Locator:
        return self.page.get_by_label("What changed?")

    @property
    def note(self) -> Locator:
        return self.page.get_by_label("A little more about it")

    def write(self, headline: str, note: str = "") -> None:
        self.headline.fill(headline)
        self.note.fill(note)

    def send(self) -> None:
        self.page.get_by_role("button", name="Send my story").click()

    def tell(self, headline: str, note: str = "") -> None:
        if not self.headline.is_visible():
            self.page.get_by_role("button", name="Tell another story").click()
        self.write(headline, note)
        self.send()
        expect(self.page.get_by_role("heading", name="My stories")).to_be_visible()

    def tell_quickly(self, stories: list[tuple[str, str]]) -> None:
        """Several at one go; nobody's fingers are as fast."""
        self.page.evaluate(TELL_QUICKLY, stories)

    def says(self) -> dict[str, str]:
        """What the screen says of each story, by headline."""
        cards = self.page.locator("article[data-standing]").evaluate_all(CARDS)
        return {card["headline"]: card["standing"] for card in cards}

    def next_person(self) -> None:
        self.page.get_by_role("button", name="Next person").click()
        self.page.get_by_role("button", name="Pass it on").click()
        expect(self.headline).to_be_visible()

    def close(self) -> None:
        self.page.context.close()
