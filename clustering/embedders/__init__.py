"""From words to vectors: what an embedder is, and the models that come in packages."""

from clustering.embedders.packaged import ModelMissing, ModelNotTrusted, PackagedModel
from clustering.embedders.protocol import Embedder, covers
from clustering.embedders.sentence import SentenceEmbedder
from clustering.embedders.table import PACKAGED

__all__ = ["PACKAGED", "Embedder", "ModelMissing", "ModelNotTrusted", "PackagedModel", "SentenceEmbedder", "covers"]
