"""How far resolution forgives a reader: labelled claims with the errors that readers make.

    python -m bench.resolution [FOLDER...] [--draws N] [--seed N] [--processes]

Each draw spoils the labelled claims of the folders at the rates of `ERRORS`, which are guesses near
what `parley eval` shows of reading. What comes out of resolution is scored by
B-cubed against the labels. A weight is worth having if it gains over the draws and harms no
process: `--processes` prints each apart, so that a rule that helps one alone is seen.
"""

import argparse
import random
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec import structs

from service.domain.dates import When
from service.domain.ids import ActorId
from service.domain.meetings import Claim, Kind, Party
from service.evaluation.gold_claims import Labelled, gold_claims
from service.evaluation.scores import b_cubed
from service.resolution.resolve import resolve

FOLDERS = (Path("seeds/articles"), Path("tests/gold/dev"), Path("tests/gold/dev2"))
ERRORS = {
    "date lost": 0.08,
    "only the month": 0.04,
    "date of publication": 0.02,
    "city lost": 0.08,
    "country lost": 0.04,
    "state for its person": 0.10,
    "party lost": 0.10,
    "mediator takes part": 0.15,
    "party mediates": 0.03,
    "kind": 0.10,
    "held for planned": 0.04,
}
KINDS: tuple[Kind, ...] = ("talks", "meeting", "summit")


class Reader:
    """Makes the errors; equal seeds make equal ones."""

    def __init__(self, labelled: Labelled, seed: int) -> None:
        self._random = random.Random(seed)
        self._actors = labelled.actors
        self._states: dict[str, ActorId] = {
            facts.country: id
            for id, facts in sorted(labelled.actors.items())
            if facts.type == "state" and facts.country
        }

    def spoil(self, claim: Claim) -> Claim:
        """Return a claim as a reader might have read it."""
        parties = [spoilt for party in claim.parties for spoilt in self._party(party)]
        kind, status = claim.kind, claim.status
        if kind in KINDS and self._errs("kind"):
            kind = self._random.choice(KINDS)
        if status == "planned" and self._errs("held for planned"):
            status = "held"
        city = None if self._errs("city lost") else claim.city
        country = None if self._errs("country lost") and not city else claim.country
        return structs.replace(
            claim,
            parties=tuple(parties),
            kind=kind,
            status=status,
            when=self._when(claim),
            city=city,
            country=country,
        )

    def _errs(self, error: str) -> bool:
        return self._random.random() < ERRORS[error]

    def _when(self, claim: Claim) -> When | None:
        if self._errs("date lost"):
            return None
        if self._errs("date of publication") and claim.published:
            return When(claim.published, "day")
        if claim.when and claim.when.precision == "day" and self._errs("only the month"):
            return When(claim.when.first.replace(day=1), "month")
        return claim.when

    def _party(self, party: Party) -> Iterable[Party]:
        if self._errs("party lost"):
            return
        facts = self._actors[party.actor]
        state = self._states.get(facts.country or "")
        if facts.type == "person" and state and self._errs("state for its person"):
            party = structs.replace(party, actor=state)
        if party.role == "mediator" and self._errs("mediator takes part"):
            party = structs.replace(party, role="participant")
        elif party.role == "participant" and self._errs("party mediates"):
            party = structs.replace(party, role="mediator")
        yield party


def labelled(folder: Path) -> Labelled:
    """Return the labelled claims of a folder of the gold format."""
    text = (folder / "gold.jsonl").read_text(encoding="utf-8")
    return gold_claims(msgspec.json.decode(line) for line in text.splitlines() if line.strip())


def draw(told: Labelled, seed: int) -> Mapping[str, float]:
    """Return the F1 of one draw, over all claims (`all`) and of each process apart."""
    reader = Reader(told, seed)
    spoilt = [reader.spoil(claim) for claim in told.claims]
    meeting_of = {c: m.id for m in resolve(spoilt, told.actors) for c in m.claims}
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for claim in spoilt:
        pair = (meeting_of[claim.id], told.truth[claim.id])
        for group in ("all", *(claim.processes or ("none",))):
            groups[group].append(pair)
    return {group: b_cubed(pairs)[2] for group, pairs in groups.items()}


def main() -> None:
    """Print the mean F1 of each folder, and of each process if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=FOLDERS)
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", action="store_true")
    asked = parser.parse_args()
    for folder in asked.folders:
        told = labelled(folder)
        drawn = [draw(told, asked.seed + n) for n in range(asked.draws)]
        for group in sorted(drawn[0]) if asked.processes else ["all"]:
            figures = [one[group] for one in drawn]
            print(f"{folder!s:<18} {group:<26} F1 {statistics.mean(figures):.4f}")


if __name__ == "__main__":
    main()
