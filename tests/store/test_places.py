"""Deliveries that are found by their place, whatever became of them since they were read."""

import datetime as dt

from service.domain.ids import DeliveryId
from service.store import deliveries, finishing, outbox, relaying
from service.store.database import Database
from tests.alerts import NOW, owe, subscribe
from tests.store.test_alerts import LEASE, SOON, result, states


async def hand_over(db: Database) -> tuple[dict[DeliveryId, outbox.Owed], int | None]:
    async with db.transaction() as tx:
        due = await relaying.due(tx, "epoch", NOW, NOW + dt.timedelta(seconds=30))
    return {one.id: one for one in due.rows}, due.layout


async def claim(
    db: Database, due: dict[DeliveryId, outbox.Owed], layout: int | None
) -> list[outbox.Parcel]:
    asked: dict[str, str] = {id: one.subscription for id, one in due.items()}
    seen = outbox.Seen()
    if layout is not None:
        seen.add(due.values(), layout)
    async with db.transaction(short=True) as tx:
        return await outbox.claim(tx, asked, "t1", SOON, LEASE, seen)


async def test_what_was_seen_is_claimed_as_what_is_read(db: Database) -> None:
    to = await subscribe(db, "https://a.example/hook", format="slack")
    await owe(db, 4, [to.id])
    due, layout = await hand_over(db)
    assert (layout is not None) == (db.dialect == "sqlite")
    begun, cancelled, *others = due
    await db.execute("UPDATE deliveries SET attempt = 2, tries = 2 WHERE id = :id", id=begun)
    await db.execute("UPDATE deliveries SET state = 'cancelled' WHERE id = :id", id=cancelled)

    parcels = {parcel.id: parcel for parcel in await claim(db, due, layout)}
    assert parcels.keys() == {begun, *others}
    assert (parcels[begun].attempt, parcels[begun].row.tries) == (3, 2)
    for id in others:
        row = await deliveries.get(db, id)
        assert (parcels[id].attempt, parcels[id].row.tries) == (row.attempt, 0) == (1, 0)
        assert parcels[id].message.event == row.event
        assert parcels[id].row.format == "slack"
        assert parcels[id].subscription == to
    assert await states(db) == {"sending": 3, "cancelled": 1}


async def test_rows_that_were_put_in_other_places_end_all_the_same(db: Database) -> None:
    to = await subscribe(db, "https://a.example/hook")
    await owe(db, 6, [to.id])
    due, layout = await hand_over(db)
    early = await claim(db, dict(list(due.items())[2:4]), layout)
    if db.dialect == "sqlite":
        # As VACUUM may do: each row is where another was.
        await db.execute("UPDATE deliveries SET rowid = rowid + 1000")
        await db.execute("UPDATE deliveries SET rowid = 1007 - rowid")
        await db.execute("CREATE TABLE something_else (id TEXT)")
    late = await claim(db, dict(list(due.items())[4:]), layout)
    async with db.transaction() as tx:
        lost = await finishing.finish(tx, [result(p) for p in (early[0], late[0])], SOON)
    assert lost == set()
    for parcel, state in zip((*early, *late), ("delivered", "sending") * 2, strict=True):
        assert (await deliveries.get(db, parcel.id)).state == state
