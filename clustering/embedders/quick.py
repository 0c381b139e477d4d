"""The quick path: the same model in 8 bits, run by ONNX Runtime, more than twice as fast and ready at once."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from clustering.embedders.made_once import made_once
from clustering.embedders.packaged import PackagedModel

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

FORM = 2
"""Raised when the recipe changes, so that vectors of the old one are not mixed with those of the new."""
LIKE_ENOUGH = 0.99
"""Least mean cosine between quick and plain vectors of the probes; with less, the quick path is refused."""
EVENED_OUT = re.compile(r"attention\.self\.(query|key|value)$|attention\.attn\.[qkv]$|intermediate\.dense$")
"""What reads a normalised layer, in which a few places are always far larger: the names of BERT and of MPNet."""
PROBES = (
    "Help came.",
    "We were heard at last",
    "The clinic opened at night",
    "Now women speak first in the meeting, and the elders wait for them",
    "Rent went down by 12 % after tenants met the council together",
    "I used to hide my letters. My daughter reads them to me now, and last week I read one to her.",
    "Nothing changed for us. The road is still closed when it rains and the bus turns back at the bridge.",
    "Three schools share one nurse. She knows each child with asthma, and nobody was sent home this winter.",
    "Before the fund, each group wrote its own proposal and hid it from the others. This year we sat at one table, "
    "looked at all the budgets, and took ours back when we saw that the youth group needed it more.",
    "The court clerk learned to say my name. It is a small thing. People who came with me noticed, and two of them "
    "have asked to join the next visit, though they had always said that courts are not a place for people like us.",
)
"""Sentences of our own, short and long, on which the quick path proves itself whenever it is loaded."""


class QuickPathRefused(RuntimeError):
    """The quick path gives other vectors than the plain one on this processor."""


class QuickModel:
    """A sentence model in 8 bits, read from the folder that ``quick_model`` made.

    Raises
    ------
    QuickPathRefused
        When its vectors of the probes are less alike to the plain ones than ``LIKE_ENOUGH``.

    Notes
    -----
    Each text is embedded by itself: what 8 bits stand for is chosen from the numbers at hand, so in a batch the
    vector of a text would depend on its neighbours.
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._takes = {each.name for each in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        told = json.loads((folder / "told.json").read_text())
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._longest: int = told["longest"]
        self._prompt = told["prompt"]
        self.likeness = float((self.embed(PROBES) * np.load(folder / "probes.npy")).sum(axis=1).mean())
        if self.likeness < LIKE_ENOUGH:
            raise QuickPathRefused(f"mean cosine {self.likeness:.3f} to the plain path, {LIKE_ENOUGH} wanted")

    def fits(self, text: str) -> bool:
        """Whether the model reads the text at once."""
        return len(self._tokenizer.encode(self._prompt + text).ids) <= self._longest

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed the texts, (n, d) float32, rows of length 1."""
        return np.concatenate([self._embed_one(self._prompt + text) for text in texts])

    def _embed_one(self, text: str) -> NDArray[np.float32]:
        cut = self._tokenizer.encode(text)
        fed = {"input_ids": cut.ids, "attention_mask": cut.attention_mask, "token_type_ids": cut.type_ids}
        rows = self._session.run(None, {name: np.array([told]) for name, told in fed.items() if name in self._takes})[0]
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def quick_model(model: PackagedModel, name: str, cache: Path) -> QuickModel:
    """The quick form of a packaged model, made below ``cache`` if it is not there yet (some seconds to a minute).

    Parameters
    ----------
    model : PackagedModel
        Its folder is asked for only when the quick form must be made.
    name : str
        What the folder of the quick form is called; must change when the weights do.

    Raises
    ------
    QuickPathRefused
        See QuickModel.
    OSError
        When the folder cannot be written.
    """
    return QuickModel(made_once(cache / name, lambda empty: write_quick_model(model, model.place(cache), empty)))


def write_quick_model(packaged: PackagedModel, source: Path, folder: Path) -> None:
    """Export the whole of a sentence-transformers model, 8 bits a weight where that is exact enough."""
    from onnx import load
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(source), device="cpu", model_kwargs={"attn_implementation": "eager"})
    probes = model.encode(list(PROBES), normalize_embeddings=True, show_progress_bar=False, prompt_name=packaged.prompt)
    even_out(model)
    folder.mkdir(parents=True)
    whole, small = folder / "whole.onnx", folder / "model.onnx"
    export(model, whole)
    exact = [node.name for node in load(whole).graph.node if packaged.kept_exact.search(node.name)]
    quantize_dynamic(
        whole,
        small,
        per_channel=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=exact,
        reduce_range=packaged.seven_bits,
    )
    whole.unlink()
    np.save(folder / "probes.npy", probes)
    model.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    prompt = model.prompts[packaged.prompt] if packaged.prompt else ""
    (folder / "told.json").write_text(json.dumps({"longest": model.max_seq_length, "prompt": prompt}))


def even_out(model: SentenceTransformer) -> None:
    """Divide the large places of what goes into 8-bit products, multiply the weights by the same: SmoothQuant.

    Notes
    -----
    Xiao et al. 2023, "SmoothQuant", with its exponent of one half; the largest numbers seen come from ``PROBES``.
    The model says the same as before.
    """
    import torch

    class Evened(torch.nn.Module):
        def __init__(self, layer: torch.nn.Linear, seen: torch.Tensor) -> None:
            super().__init__()
            heavy = layer.weight.detach().abs().amax(dim=0)
            factors = (seen / heavy.clamp(min=1e-5)).sqrt().clamp(min=1e-5)
            self.shrink = torch.nn.Parameter(1 / factors, requires_grad=False)
            self.layer = layer
            self.layer.weight.data *= factors

        def forward(self, numbers: torch.Tensor) -> torch.Tensor:
            return torch.as_tensor(self.layer(numbers * self.shrink))

    wanted = {name: layer for name, layer in model.named_modules() if EVENED_OUT.search(name)}
    seen = {name: torch.zeros(layer.in_features) for name, layer in wanted.items()}

    def watch(name: str) -> Any:
        def look(_: Any, given: tuple[torch.Tensor, ...]) -> None:
            largest = given[0].detach().abs().reshape(-1, given[0].shape[-1]).amax(dim=0)
            seen[name] = torch.maximum(seen[name], largest)

        return wanted[name].register_forward_pre_hook(look)

    watching = [watch(name) for name in wanted]
    model.encode(list(PROBES), batch_size=1, show_progress_bar=False)
    for one in watching:
        one.remove()
    for name, layer in wanted.items():
        parent, _, last = name.rpartition(".")
        setattr(model.get_submodule(parent), last, Evened(layer, seen[name]))


def export(model: SentenceTransformer, path: Path) -> None:
    """Write the model as one ONNX graph from token numbers to sentence vectors."""
    import torch

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *given: Any) -> Any:
            return self.model(dict(zip(names, given, strict=True)))["sentence_embedding"]

    example = model.tokenizer(["One.", "And one more."], padding=True, return_tensors="pt")
    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in example]
    free = {name: {0: "texts", 1: "tokens"} for name in names}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of what tracing may miss; the probes show whether it did
        torch.onnx.export(
            Whole().eval(),
            tuple(example[name] for name in names),
            str(path),
            input_names=names,
            output_names=["vectors"],
            dynamic_axes={**free, "vectors": {0: "texts"}},
            opset_version=17,
            dynamo=False,
        )
