"""What must hold after the faults, whatever they were; each check returns what is wrong."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from service.domain.subscriptions import Subscription
from service.queues.deliveries import DeliveryQueue
from service.store.database import Database
from tests.alerts import gaps
from tests.receiver import Receiver

OVER = ("delivered", "dead", "cancelled")


@dataclass
class Ran:
    """What was done to whom. `side_by_side` is how many requests one endpoint had at most, by how
    many faults could show then.
    """

    subscriptions: list[Subscription]
    events: int
    receiver: Receiver
    canary: Receiver
    slots: int
    faults: Counter[str] = field(default_factory=Counter)
    bad_signatures: list[str] = field(default_factory=list)
    side_by_side: dict[int, int] = field(default_factory=dict)
    late: int = 0

    @property
    def repeats(self) -> int:
        """How many requests were answered 2xx that had been before."""
        good = [id for id, status in self.receiver.answered if status == 200]
        return len(good) - len(set(good))


async def wrong(db: Database, queue: DeliveryQueue, ran: Ran) -> list[str]:
    """Return everything that does not hold, in words; nothing is as it should be."""
    found = [
        *await _lost(db, ran),
        *await _untrue(db, ran),
        *await _gaps(db),
        *await _early(db),
        *_sent(ran),
    ]
    found += [f"I7: {name} {left}" for name, left in (await queue.work()).items() if left]
    return found


async def _lost(db: Database, ran: Ran) -> list[str]:
    rows = await db.fetch("SELECT state, COUNT(*) FROM deliveries GROUP BY state")
    states: dict[str, int] = dict(rows)
    expected = ran.events * len(ran.subscriptions)
    found = [f"I1: {n} are {state}" for state, n in states.items() if state not in OVER]
    if sum(states.values()) != expected:
        found.append(f"I1: {sum(states.values())} deliveries instead of {expected}")
    return found


async def _untrue(db: Database, ran: Ran) -> list[str]:
    rows = await db.fetch("SELECT id FROM deliveries WHERE state = 'delivered'")
    missing = {row[0] for row in rows} - ran.receiver.ids()
    paths = {request.id: request.path for request in ran.receiver.requests}
    return [f"I2: {id} ({paths.get(id)}) was not answered 2xx" for id in sorted(missing)[:5]]


async def _gaps(db: Database) -> list[str]:
    count = await gaps(db)
    return [f"I3: {count} deliveries with gaps in their attempts"] if count else []


async def _early(db: Database) -> list[str]:
    # Every wait in the harness is of one second, spread by a fifth.
    count = await db.fetchval(
        "SELECT COUNT(*) FROM attempts a JOIN attempts b ON b.delivery_id = a.delivery_id"
        " AND b.number = a.number + 1 WHERE a.outcome = 'refused' AND a.applied = 1"
        " AND b.outcome <> 'internal' AND b.started_at < a.started_at + 800000"
    )
    return [f"I8: {count} attempts before they were due"] if count else []


def _sent(ran: Ran) -> list[str]:
    bodies: dict[str, set[bytes]] = {}
    for request in ran.receiver.requests:
        bodies.setdefault(request.id, set()).add(request.body)
    changed = sum(len(different) > 1 for different in bodies.values())
    harm = sum(ran.faults.values())
    found = [f"I5: {changed} deliveries changed between attempts"] if changed else []
    found += [f"I5: {problem}" for problem in ran.bad_signatures[:5]]
    if ran.repeats > harm * ran.slots:
        found.append(f"I4: {ran.repeats} repeats after {harm} faults")
    found += crowds(ran.side_by_side, max(s.max_concurrent for s in ran.subscriptions))
    if ran.late:
        found.append(f"{ran.late} workers did not end when they were told to")
    if ran.canary.connections:
        found.append(f"I10: {ran.canary.connections} connections to a denied address")
    return found


def crowds(side_by_side: Mapping[int, int], cap: int) -> list[str]:
    """Tell where an endpoint had more requests side by side than `cap` and as many for each fault.

    A worker that is frozen keeps what it was sending, up to `cap`, while its credits are given to
    others after four seconds: nobody can know whether it is dead. A queue that is lost forgets who
    was sending up to `cap`, and gives as many credits anew. What stands then stands on credits of
    one queue or the other, or with one who was frozen; so each fault adds `cap` at most. A killed
    worker's requests end with it, and a cut database begins none.
    """
    return [
        f"I6: {most} requests side by side instead of {cap * (1 + faults)}, {faults} faults showing"
        for faults, most in side_by_side.items()
        if most > cap * (1 + faults)
    ]
