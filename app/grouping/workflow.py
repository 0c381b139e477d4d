"""What a worker does with a grouping run: embed what is new, group, write down what it suggests.

Each step may be repeated after a kill and then changes nothing twice. What a step hands on holds no words of stories:
the engine keeps it.
"""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine
from sqlmodel import Session, col, delete

from app.board.runs import newest_run
from app.db import reading, writing
from app.grouping.evidence import explain, labels_to_explain, store_evidence
from app.grouping.map import locate, places_before, store_places
from app.grouping.propose import Findings, propose
from app.grouping.run_input import (
    Material,
    Text,
    arrivals,
    on_its_way,
    read_material,
    refused_signatures,
    store_vectors,
    texts_of,
    vectors_of,
)
from app.grouping.search_step import nearest
from app.grouping.sorted_by_people import hands_for, sorted_by_people
from app.history.events import lock, record
from app.history.states import key
from clustering.embedders import Embedder, covers
from models import GroupingRun, MeaningSearch, Suggestion, Workshop
from models.base import now

log = logging.getLogger("storyharvest")
BATCH, EXPLAINED, EXPLAINED_AT_ONCE = 32, 240, 8
ARRIVALS_AT_ONCE, LATELY, PATIENCE = 16, timedelta(hours=1), timedelta(minutes=2)


class OneAtATime:
    """An embedder that two threads may ask: arrivals and a run share one model."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder, self._lock = embedder, threading.Lock()

    @property
    def model_name(self) -> str:
        return self._embedder.model_name

    @property
    def model_hash(self) -> str:
        return self._embedder.model_hash

    @property
    def languages(self) -> frozenset[str]:
        return self._embedder.languages

    def pieces(self, text: str) -> int:
        with self._lock:
            return self._embedder.pieces(text)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._lock:
            return self._embedder.embed(texts)


class Desk:
    """Where a worker works: its database and its embedding model."""

    def __init__(self, engine: Engine, embedder: Embedder) -> None:
        self.engine, self.embedder = engine, OneAtATime(embedder)
        self._patience = threading.Event()

    def group(self, run_id: UUID) -> None:
        """The whole run, as the workflow does it step by step."""
        self.embed(run_id)
        self.suggest(run_id)
        self.locate(run_id)
        self.explain(run_id)

    def embed(self, run_id: UUID) -> int:
        """Give every story of the set a vector; how many were new."""
        with writing(self.engine) as session:
            run = session.get_one(GroupingRun, run_id)
            run.sqlmodel_update(
                {
                    "state": "running",
                    "step": "reading",
                    "started_at": run.started_at or now(),
                    "model_name": self.embedder.model_name,
                    "model_hash": self.embedder.model_hash,
                }
            )
        missing = self._missing(run.workshop_id)
        self._progress(run_id, "embedding", 0, len(missing))
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            vectors = self.embedder.embed([text.text for text in batch])
            with writing(self.engine) as session:
                store_vectors(session, batch, vectors, self.embedder.model_name, self.embedder.model_hash)
                self._tell(session, run_id, "embedding", start + len(batch), len(missing))
        return len(missing)

    def embed_arrivals(self) -> int:
        """Give some of the stories that came lately a vector before anybody asks for groups; how many."""
        with reading(self.engine) as session:
            arrived = arrivals(session, self.embedder.model_hash, now() - LATELY, ARRIVALS_AT_ONCE)
        if not arrived:
            return 0
        vectors = self.embedder.embed([text.text for text in arrived])
        with writing(self.engine) as session:
            store_vectors(session, arrived, vectors, self.embedder.model_name, self.embedder.model_hash)
        return len(arrived)

    def search(self, search_id: UUID) -> int:
        """Find the stories nearest to a text; how many."""
        with reading(self.engine) as session:
            search = session.get(MeaningSearch, search_id)
        if search is None:  # forgotten: nobody waits any more
            return 0
        [wanted] = self.embedder.embed([search.text])
        with reading(self.engine) as session:
            found = nearest(session, search.workshop_id, self.embedder.model_hash, wanted)
        with writing(self.engine) as session:
            if kept := session.get(MeaningSearch, search_id):
                kept.sqlmodel_update({"state": "found", "found": [list(pair) for pair in found]})
        return len(found)

    def _missing(self, workshop_id: UUID) -> list[Text]:
        with reading(self.engine) as session:
            texts = texts_of(session, workshop_id)
            there = vectors_of(session, texts, self.embedder.model_hash)
        return [text for text in texts if text.version_id not in there]

    def suggest(self, run_id: UUID) -> int:
        """Group and write the suggestions down; how many there are."""
        with reading(self.engine) as session:
            run = session.get_one(GroupingRun, run_id)
            if run.state == "proposed":
                return 0
            material, unread = self._material(session, run.workshop_id)
            seq = session.get_one(Workshop, run.workshop_id).seq
            hands = hands_for(session, run, material) if run.mode == "sort" else None
        self._progress(run_id, "grouping", 0, len(material.texts))
        started = time.perf_counter()
        findings = propose(material, run.mode, self.embedder) if hands is None else sorted_by_people(material, hands)
        findings.quality["read_in_pieces"] = sum(self.embedder.pieces(text.text) > 1 for text in material.texts)
        findings.quality.update(seconds=round(time.perf_counter() - started, 3), language_not_covered=unread)
        with writing(self.engine) as session:
            return self._write(session, run_id, material, findings, seq)

    def explain(self, run_id: UUID, patient: bool = False) -> int:
        """Write down why each story is where it is, the ones to discuss first of all; how many were explained.

        A patient desk stands back while runs are on their way.
        """
        with reading(self.engine) as session:
            run = session.get_one(GroupingRun, run_id)
            material, _ = self._material(session, run.workshop_id)
            hands = hands_for(session, run, material) if run.mode == "sort" else None
        labels = labels_to_explain(material, run.mode, self.embedder, hands)
        doubtful = [material.row_of[UUID(id)] for id in run.discuss_first if UUID(id) in material.row_of]
        rows = list(dict.fromkeys([*doubtful, *range(len(material.texts))]))[:EXPLAINED]
        for start in range(0, len(rows), EXPLAINED_AT_ONCE):
            if self._superseded(run):
                return start
            while patient and self.somebody_waits():
                self._patience.wait(0.2)
            evidence = explain(material, labels, rows[start : start + EXPLAINED_AT_ONCE], self.embedder, run_id)
            with writing(self.engine) as session:
                store_evidence(session, evidence)
        return len(rows)

    def somebody_waits(self) -> bool:
        """Whether a run is on its way: the model is for those who wait."""
        with reading(self.engine) as session:
            return on_its_way(session, now() - PATIENCE)

    def _superseded(self, run: GroupingRun) -> bool:
        """Whether a newer run waits: it will explain everything anew, and nobody should wait for us."""
        with reading(self.engine) as session:
            newest = newest_run(session, run.workshop_id)
            return newest is not None and newest.id != run.id

    def locate(self, run_id: UUID) -> int:
        """Find out which stories lie next to which, and where on the map; how many were located."""
        with reading(self.engine) as session:
            run = session.get_one(GroupingRun, run_id)
            material, _ = self._material(session, run.workshop_id)
            before = places_before(session, material)
        places = locate(material, before, run_id)
        for start in range(0, len(places), 500):
            with writing(self.engine) as session:
                store_places(session, places[start : start + 500])
        return len(places)

    def _material(self, session: Session, workshop_id: UUID) -> tuple[Material, int]:
        """What there is to look at, and how many stories the model cannot read."""
        texts, vectors, unread = self._readable(texts_of(session, workshop_id), session)
        return read_material(session, workshop_id, texts, vectors), unread

    def _readable(self, texts: list[Text], session: Session) -> tuple[list[Text], NDArray[np.float32], int]:
        """The stories that have a vector and a language the model reads, and how many it cannot read."""
        found = vectors_of(session, texts, self.embedder.model_hash)
        embedded = [text for text in texts if text.version_id in found]
        kept = [text for text in embedded if covers(self.embedder, text.language)]
        rows = [np.frombuffer(found[text.version_id], dtype="<f4") for text in kept]
        vectors = np.stack(rows).astype(np.float32) if rows else np.empty((0, 0), dtype=np.float32)
        return kept, vectors, len(embedded) - len(kept)

    def _write(self, session: Session, run_id: UUID, material: Material, findings: Findings, seq: int) -> int:
        run = session.get_one(GroupingRun, run_id)
        workshop = lock(session, session.get_one(Workshop, run.workshop_id))
        session.refresh(run)
        if run.state == "proposed":  # another worker was faster; its suggestions may be decided already
            return 0
        refused = refused_signatures(session, workshop.id)
        fresh = [found for found in findings.suggestions if found.signature not in refused]
        session.exec(delete(Suggestion).where(col(Suggestion.run_id) == run_id))
        session.add_all(
            Suggestion(
                run_id=run_id,
                workshop_id=workshop.id,
                position=position,
                kind=found.kind,
                payload=found.payload,
                explanation=found.explanation,
                signature=found.signature,
                created_by="machine",
            )
            for position, found in enumerate(fresh)
        )
        run.sqlmodel_update(
            {
                "state": "proposed",
                "step": "done",
                "done": len(material.texts),
                "total": len(material.texts),
                "algorithm": findings.algorithm,
                "quality": findings.quality,
                "input_hash": material.input_hash,
                "discuss_first": findings.discuss_first,
                "based_on_seq": seq,
                "finished_at": now(),
            }
        )
        subject = key("run", run_id)
        record(
            session,
            workshop,
            actor="machine",
            action="propose",
            before={subject: {"state": "running"}},
            after={subject: {"state": "proposed", "suggestions": len(fresh)}},
        )
        log.info("run.proposed", extra={"fields": {"run": str(run_id), "suggestions": len(fresh)}})
        return len(fresh)

    def fail(self, run_id: UUID, kind: str) -> None:
        """Say on the run itself that it did not come to an end."""
        with writing(self.engine) as session:
            run = session.get_one(GroupingRun, run_id)
            if run.state == "proposed":
                return
            why = f"The run broke off ({kind}); ask again. The board was not changed."
            run.sqlmodel_update({"state": "failed", "step": "done", "finished_at": now(), "failure": why})

    def _progress(self, run_id: UUID, step: str, done: int, total: int) -> None:
        with writing(self.engine) as session:
            self._tell(session, run_id, step, done, total)

    @staticmethod
    def _tell(session: Session, run_id: UUID, step: str, done: int, total: int) -> None:
        session.get_one(GroupingRun, run_id).sqlmodel_update({"step": step, "done": done, "total": total})
