"""Claims and actors for the tests of resolution, with little ceremony."""

import datetime as dt
import itertools
import json
from pathlib import Path
from typing import Any

from service.domain.dates import When
from service.domain.ids import ActorId, ArticleId, ClaimId, actor_id
from service.domain.meetings import Claim, Meeting, Party
from service.evaluation.gold_claims import Labelled, gold_claims
from service.resolution.profiles import ActorFacts

ALIYEV, PASHINYAN, MIRZOYAN, BAYRAMOV, BLINKEN = map(
    actor_id,
    ("ilham-aliyev", "nikol-pashinyan", "ararat-mirzoyan", "jeyhun-bayramov", "antony-blinken"),
)
ARMENIA, AZERBAIJAN, RSF = map(actor_id, ("state-am", "state-az", "rapid-support-forces"))
ACTORS = {
    ALIYEV: ActorFacts("person", "AZ", "Ilham Aliyev"),
    PASHINYAN: ActorFacts("person", "AM", "Nikol Pashinyan"),
    MIRZOYAN: ActorFacts("person", "AM", "Ararat Mirzoyan"),
    BAYRAMOV: ActorFacts("person", "AZ", "Jeyhun Bayramov"),
    BLINKEN: ActorFacts("person", "US", "Antony Blinken"),
    ARMENIA: ActorFacts("state", "AM", "Armenia"),
    AZERBAIJAN: ActorFacts("state", "AZ", "Azerbaijan"),
    RSF: ActorFacts("armed_group", None, "Rapid Support Forces"),
}
MAY_10 = dt.date(2024, 5, 10)
_numbers = itertools.count(1)


def day(text: str) -> When:
    """`2024-05-10`, `2024-05` or `2024-05-10/2024-05-11`."""
    first, _, last = text.partition("/")
    if len(first) == 7:
        return When(dt.date.fromisoformat(f"{first}-01"), "month")
    return When(dt.date.fromisoformat(first), "day", dt.date.fromisoformat(last) if last else None)


def told(
    who: tuple[ActorId, ...] = (ALIYEV, PASHINYAN),
    when: str | None = "2024-05-10",
    *,
    mediators: tuple[ActorId, ...] = (),
    **values: Any,
) -> Claim:
    """A claim that two leaders held talks on a day, told on that day by an article of its own."""
    number = next(_numbers)
    known: dict[str, Any] = {
        "id": ClaimId(f"clm_{number:04}"),
        "article": ArticleId(f"art_{number:04}"),
        "kind": "talks",
        "status": "held",
        "when": day(when) if when else None,
        "parties": tuple(Party(actor=actor) for actor in who)
        + tuple(Party(actor=actor, role="mediator") for actor in mediators),
        "published": day(when).last if when else MAY_10,
        "evidence": (),
    }
    return Claim(**(known | values))


def chains() -> Labelled:
    """The claims of labelled articles on the Almaty, Berlin, Washington and Granada chains."""
    lines = Path(__file__).with_name("chains.jsonl").read_text(encoding="utf-8").splitlines()
    return gold_claims(json.loads(line) for line in lines)


def named(meetings: tuple[Meeting, ...], labelled: Labelled) -> dict[str, Meeting]:
    """The meetings by the label of their first claim."""
    return {labelled.truth[meeting.claims[0]]: meeting for meeting in meetings}
