"""Themes in short stories: finding them, placing into them, learning from people, and saying why.

A pure library: sequences in, records out. It knows nothing of workshops, databases or the web.
"""

from clustering.continuity import match_themes
from clustering.embed import Embedder, ModelNotTrusted, SentenceEmbedder, covers
from clustering.explain import Explanation, discuss_first, explain_story
from clustering.given import GivenTheme, Placement, place_in_given, something_new
from clustering.group import ThemeClusterer
from clustering.label import key_terms, says_nothing, suggest_name
from clustering.pipeline import FoundTheme, ThemeSet, find_themes
from clustering.refine import Proposal, Standing, place_new, propose_moves, violations

__all__ = [
    "Embedder",
    "Explanation",
    "FoundTheme",
    "GivenTheme",
    "ModelNotTrusted",
    "Placement",
    "Proposal",
    "SentenceEmbedder",
    "Standing",
    "ThemeClusterer",
    "ThemeSet",
    "covers",
    "discuss_first",
    "explain_story",
    "find_themes",
    "key_terms",
    "match_themes",
    "place_in_given",
    "place_new",
    "propose_moves",
    "says_nothing",
    "something_new",
    "suggest_name",
    "violations",
]
