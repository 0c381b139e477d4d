"""A phone as a person uses it: by its labels and buttons, and by reading what it says."""

from dataclasses import dataclass
from typing import NamedTuple

from playwright.sync_api import Browser, Locator, Page, expect

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.test 127.0.0.1",
]
# The words on the screen, written down at each change by a clock that nobody puts forward.
LISTEN = """(() => {
    const now = Date.now.bind(Date), later = setTimeout.bind(window), heard = [];
    let last = new Map();
    const listen = () => {
        const shown = new Map([...document.querySelectorAll('article[data-standing]')].map(
            card => [card.querySelector('h2').textContent, card.querySelector('strong').textContent]));
        for (const headline of new Set([...last.keys(), ...shown.keys()])) {
            const words = shown.get(headline) ?? '';  // another screen says nothing of it
            if (words !== (last.get(headline) ?? '')) heard.push([now() / 1000, headline, words]);
        }
        last = shown;
    };
    const pause = milliseconds => new Promise(done => later(done, milliseconds));
    const says = words => [...document.querySelectorAll('article[data-standing] strong')].some(
        strong => strong.textContent === words);
    new MutationObserver(listen).observe(document, {
        subtree: true, childList: true, attributes: true, characterData: true });
    window.ear = { heard, pause, says };
})()"""
# One story after another, as fast as the page takes them: the same fields, events and buttons as under a finger.
TELL_QUICKLY = """async stories => {
    const found = look => new Promise(done => {
        const watch = new MutationObserver(() => { if (look()) { watch.disconnect(); done(); } });
        watch.observe(document.body, { subtree: true, childList: true });
        if (look()) { watch.disconnect(); done(); }
    });
    const field = id => document.getElementById(id);
    const write = (id, text) => {
        field(id).value = text;
        field(id).dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    for (const [headline, note] of stories) {
        if (!field('headline')) document.querySelector('main > button.primary').click();
        await found(() => field('headline'));
        write('headline', headline);
        write('note0', note);
        document.querySelector('main form button[type=submit]').click();
        await found(() => !field('headline'));
    }
}"""
# Until nothing is under way; what takes longer than this is waited for by putting the clock forward.
REST = """async () => {
    await ear.pause(25);
    for (let waited = 25; ear.says('Sending…') && waited < 250; waited += 10) await ear.pause(10);
}"""
CARDS = """cards => cards.map(
    card => [card.querySelector('h2').textContent, card.querySelector('strong').textContent])"""


class Heard(NamedTuple):
    """From this second on, the phone said this of the story with this headline; nothing while it shows no stories."""

    at: float
    headline: str
    words: str


@dataclass
class Phone:
    page: Page

    @classmethod
    def open(cls, browser: Browser, address: str, *, clock: bool = False) -> "Phone":
        """`clock`: one that can be put forward, so that nobody waits out a pause."""
        context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
        phone = cls(context.new_page())
        phone.page.add_init_script(LISTEN)  # before the clock, so that it has its own
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
        """What the screen says of each story now, by headline."""
        return dict(self.page.locator("article[data-standing]").evaluate_all(CARDS))

    def said(self) -> list[Heard]:
        """All that the screen ever said of a story, in the order it said it."""
        return [Heard(*words) for words in self.page.evaluate("ear.heard")]

    def rest(self) -> None:
        """A moment without anything under way; a quarter of a second at most."""
        self.page.evaluate(REST)

    def next_person(self) -> None:
        self.page.get_by_role("button", name="Next person").click()
        self.page.get_by_role("button", name="Pass it on").click()
        expect(self.headline).to_be_visible()

    def close(self) -> None:
        self.page.context.close()
