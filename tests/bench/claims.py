"""How well figures are found in stories: `python -m tests.bench.claims` prints precision and recall by language.

The sentences stand in tests/unit/followup/claims.json, each with the figures that are results in it.
"""

from app.followup.number_words import LANGUAGES
from tests.unit.followup.test_claim_finder import SENTENCES, precision_and_recall


def main() -> None:
    print(f"{'':10}{'sentences':>10}{'precision':>10}{'recall':>8}")
    for language in [*LANGUAGES, ""]:
        sentences = [one for one in SENTENCES if language in ("", one["language"])]
        precision, recall = precision_and_recall(sentences)
        print(f"{language or 'all':10}{len(sentences):>10}{precision:>10.3f}{recall:>8.3f}")


if __name__ == "__main__":
    main()
