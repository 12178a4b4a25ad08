"""Subscriptions and deliveries, as a client makes and follows them."""

import asyncio
import datetime as dt
from typing import Any

from msgspec import structs

from service.domain.ids import actor_id
from service.domain.subscriptions import Subscription
from service.store import subscriptions
from service.store.database import Database
from tests.api.conftest import Client
from workers.replay import Replayer

WANTED = {"url": "http://127.0.0.1:8099/hook", "events": ["meeting.announced"]}


async def make(client: Client, **more: Any) -> dict[str, Any]:
    answer = await client.post("/v1/subscriptions", json=WANTED | more)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_subscription_lives_from_creation_to_deletion(client: Client, db: Database) -> None:
    made = await make(
        client,
        query={"actors": ["state-am"], "processes": ["armenia-azerbaijan"]},
        headers={"Authorization": "Bearer letmein"},
    )
    url = f"/v1/subscriptions/{made['id']}"
    shown = (await client.get(url)).json()
    secret = made.pop("secret")

    assert secret.startswith("whsec_")
    assert shown == made | {"receiver": None}  # the secret is shown once
    assert shown["query"]["actors"] == [actor_id("state-am")]
    assert shown["headers"] == ["Authorization"]  # values may be secrets

    changed = (await client.patch(url, json={"description": "for the desk", "query": {}})).json()
    assert (changed["description"], changed["query"]) == ("for the desk", {})
    assert changed["url"] == WANTED["url"]
    assert (await client.post(f"{url}/pause")).json()["state"] == "paused"
    assert (await client.post(f"{url}/test")).status_code == 409
    assert (await client.post(f"{url}/resume")).json()["state"] == "active"

    rotated = (await client.post(f"{url}/rotate-secret")).json()
    assert rotated["secret"] != secret
    kept: Subscription = await subscriptions.get(db, made["id"])
    assert [s.value for s in kept.secrets] == [rotated["secret"], secret]

    listed = (await client.get("/v1/subscriptions?state=active&fields=url")).json()["items"]
    assert listed == [{"id": made["id"], "url": WANTED["url"]}]
    assert (await client.delete(url)).status_code == 204
    assert (await client.get(url)).status_code == 404


async def test_a_ping_becomes_a_delivery_that_can_be_followed(client: Client, db: Database) -> None:
    made = await make(client)
    url = f"/v1/subscriptions/{made['id']}"
    sent = await client.post(f"{url}/test")
    assert sent.status_code == 202
    delivery = f"/v1/deliveries/{sent.json()['delivery']}"

    shown = (await client.get(delivery)).json()
    assert (shown["state"], shown["attempt"], shown["attempts"]) == ("pending", 0, [])
    event = (await client.get(f"/v1/events/{shown['event']}")).json()
    assert (event["type"], event["subject"]) == ("ping", made["id"])
    assert event["data"]["subscription"] == made["id"]
    listed = (await client.get(f"{url}/deliveries?state=pending")).json()["items"]
    assert [one["id"] for one in listed] == [shown["id"]]

    assert (await client.post(f"{delivery}/retry")).json()["state"] == "pending"
    await db.execute("UPDATE deliveries SET state = 'dead'")
    since = {"since": "2024-05-06T00:00:00Z"}
    replayer = Replayer(db)
    for route, found in (("recover", 1), ("replay-missing", 0)):
        begun = await client.post(f"{url}/{route}", json=since)
        assert (begun.status_code, begun.json()["state"]) == (202, "running"), begun.text
        while await replayer.go_on(dt.datetime.now(dt.UTC)):
            pass
        ended = (await client.get(f"/v1/replays/{begun.json()['id']}")).json()
        assert (ended["state"], ended["found"]) == ("done", found)
    assert (await client.get(delivery)).json()["state"] == "pending"
    other = (await client.post(f"{url}/recover", json=since)).json()
    assert (await client.post(f"/v1/replays/{other['id']}/stop")).json()["state"] == "stopped"
    listed = (await client.get(f"/v1/replays?subscription={made['id']}&state=done")).json()
    assert [one["what"] for one in listed["items"]] == ["missing", "given_up"]
    # Before the first time of UTC; it must not stop all that is to be sent.
    first = await client.post(f"{url}/recover", json={"since": "0001-01-01T00:00:00+14:00"})
    assert (first.status_code, first.json()["since"]) == (202, "0001-01-01T00:00:00Z")
    assert await replayer.go_on(dt.datetime.now(dt.UTC))
    ahead = await client.post(f"{url}/recover", json={"since": "2124-05-06T00:00:00Z"})
    assert ahead.json()["errors"][0]["field"] == "since"


async def test_events_are_followed_by_cursor(client: Client) -> None:
    made = await make(client)
    for _ in range(3):
        await client.post(f"/v1/subscriptions/{made['id']}/test")

    first = (await client.get("/v1/events?limit=2")).json()
    rest = (await client.get(f"/v1/events?limit=2&cursor={first['next_cursor']}")).json()
    end = (await client.get(f"/v1/events?cursor={rest['next_cursor']}")).json()
    assert [e["seq"] for e in first["items"] + rest["items"]] == [1, 2, 3]
    assert end == {"items": [], "next_cursor": rest["next_cursor"]}  # to ask again with

    await client.post(f"/v1/subscriptions/{made['id']}/test")
    news = (await client.get(f"/v1/events?cursor={end['next_cursor']}")).json()
    newest = (await client.get("/v1/events?sort=newest&type=ping&limit=1")).json()
    assert [e["seq"] for e in news["items"]] == [e["seq"] for e in newest["items"]] == [4]
    wrong = await client.get(f"/v1/events?sort=newest&cursor={end['next_cursor']}")
    assert wrong.status_code == 400


async def test_what_cannot_be_subscribed_is_refused_by_field(client: Client) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"url": "ftp://example.com"}, "url"),
        ({"url": "https://user:pass@example.com/"}, "url"),
        ({"url": "http://10.0.0.1/"}, "url"),
        ({"url": "http://[::ffff:10.0.0.1]/"}, "url"),
        ({"url": "http://0x0a000001/"}, "url"),  # what resolves to a private address
        ({"url": "https://example.com:22/"}, "url"),
        ({"url": 5}, "url"),
        ({"events": []}, "events"),
        ({"events": ["ping", "digest"]}, "events"),
        ({"events": ["meeting.moved"]}, "events[0]"),
        ({"evnts": []}, "evnts"),
        ({"query": {"actor": []}}, "query.actor"),
        ({"query": {"actors": ["nobody"]}}, "query.actors[0]"),
        ({"query": {"pairs": [["state-am"]]}}, "query.pairs[0]"),
        ({"query": {"pairs": [["state-am", "state-am"]]}}, "query.pairs[0]"),
        ({"query": {"actors": []}}, "query.actors"),
        ({"query": {"processes": ["atlantis"]}}, "query.processes[0]"),
        ({"query": {"kinds": ["talks", "party"]}}, "query.kinds[1]"),
        ({"query": {"keywords": [""]}}, "query.keywords[0]"),
        ({"query": {"keywords": ["talks", " %% "]}}, "query.keywords[1]"),
        ({"query": {"publishers": ["-"]}}, "query.publishers[0]"),
        ({"query": {"keywords": ["x"] * 501}}, "query"),
        ({"query": {"countries": ["Armenia"]}}, "query.countries[0]"),
        ({"query": {"countries": ["AM", "XX"]}}, "query.countries[1]"),
        ({"query": {"languages": ["English"]}}, "query.languages[0]"),
        ({"query": {"issues": ["borders"]}}, "query.issues[0]"),
        ({"query": {"date_from": "2024-02-02", "date_to": "2024-02-01"}}, "query.date_to"),
        ({"headers": {"Host": "example.com"}}, "headers.Host"),
        ({"headers": {"X-A": "a\r\nB: c"}}, "headers.X-A"),
        ({"retry_waits": [-1]}, "retry_waits[0]"),
        ({"max_concurrent": 1000}, "max_concurrent"),
        ({"max_per_second": 0}, "max_per_second"),
        ({"expires_at": "2024-05-10T00:00:00Z"}, "expires_at"),
        ({"expires_at": "9999-12-31T23:59:59-23:59"}, "expires_at"),
        ({"expires_at": "0001-01-01T00:00:00+23:59"}, "expires_at"),
        ({"expires_at": "2030-05-10T00:00:00"}, "expires_at"),
        ({"description": "\0"}, "body"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"quiet_hours": {"start": "22:00", "end": "7:00"}}, "quiet_hours.end"),
        ({"quiet_hours": {"start": "22:00", "end": "22:00"}}, "quiet_hours.end"),
        ({"digest": {"every_minutes": 10}}, "digest.every_minutes"),
        ({"digest": {"every_minutes": 60}, "daily_cap": 5}, "daily_cap"),
        ({"daily_cap": 0}, "daily_cap"),
    ]
    for change, field in cases:
        answer = await client.post("/v1/subscriptions", json=WANTED | change)
        assert answer.status_code == 400, (change, answer.text)
        assert [error["field"] for error in answer.json()["errors"]] == [field], answer.text
    assert (await client.get("/v1/subscriptions")).json()["items"] == []
    made = (await client.post("/v1/subscriptions", json=WANTED)).json()
    change = {"events": ["digest"]}
    refused = await client.patch(f"/v1/subscriptions/{made['id']}", json=change)
    assert refused.json()["errors"][0]["field"] == "events"


async def test_a_repeat_with_an_idempotency_key_makes_nothing_new(client: Client) -> None:
    key = {"Idempotency-Key": "mine"}
    first, again = [
        await client.post("/v1/subscriptions", json=WANTED, headers=key) for _ in range(2)
    ]
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    other = WANTED | {"description": "another"}
    assert (await client.post("/v1/subscriptions", json=other, headers=key)).status_code == 409
    too_long = {"Idempotency-Key": "x" * 201}
    assert (
        await client.post("/v1/subscriptions", json=WANTED, headers=too_long)
    ).status_code == 400

    url = f"/v1/subscriptions/{first.json()['id']}"
    pings = [(await client.post(f"{url}/test", headers=key)).json() for _ in range(2)]
    assert pings[0] == pings[1]
    assert len((await client.get(f"{url}/deliveries")).json()["items"]) == 1
    secrets = [
        (await client.post(f"{url}/rotate-secret", json={}, headers=key)).json()["secret"]
        for _ in range(2)
    ]
    assert secrets[0] == secrets[1]
    together = await asyncio.gather(
        *(
            client.post("/v1/subscriptions", json=WANTED, headers={"Idempotency-Key": "at once"})
            for _ in range(4)
        )
    )
    assert len({answer.text for answer in together}) == 1
    assert len((await client.get("/v1/subscriptions")).json()["items"]) == 2


async def test_what_has_expired_is_extended_before_it_is_resumed(
    client: Client, db: Database
) -> None:
    made = await make(client, expires_at="2031-05-10T02:00:00+02:00")
    assert made["expires_at"] == "2031-05-10T00:00:00Z"
    url = f"/v1/subscriptions/{made['id']}"
    past = dt.datetime(2024, 5, 10, tzinfo=dt.UTC)
    async with db.transaction() as tx:
        await subscriptions.update(
            tx, made["id"], lambda s: structs.replace(s, state="disabled", expires_at=past)
        )
    assert (await client.post(f"{url}/resume")).status_code == 409
    assert (await client.patch(url, json={"expires_at": None})).json()["expires_at"] is None
    assert (await client.post(f"{url}/resume")).json()["state"] == "active"


async def test_the_url_of_a_chat_is_shown_to_nobody(client: Client, db: Database) -> None:
    token = "T0000000/B0000000/abcdefghijklmnopqrstwxyz"
    made = await make(client, url=f"http://127.0.0.1:8099/{token}", format="slack")
    url = f"/v1/subscriptions/{made['id']}"
    assert made["url"] == "http://127.0.0.1:8099/\u2026wxyz"
    for answer in (
        await client.get(url),
        await client.get("/v1/subscriptions"),
        await client.patch(url, json={"description": "Desk"}),
        await client.post(f"{url}/pause"),
    ):
        assert answer.is_success
        assert token not in answer.text
    assert (await subscriptions.get(db, made["id"])).url.endswith(token)
    # Nor by another format, of which a URL would be shown.
    refused = await client.patch(url, json={"format": "standard"})
    assert refused.json()["errors"][0]["field"] == "url"
    fresh = {"format": "standard", "url": WANTED["url"]}
    assert (await client.patch(url, json=fresh)).json()["url"] == WANTED["url"]


async def test_the_pace_of_a_subscription_is_kept_and_changed(client: Client) -> None:
    pace = {
        "time_zone": "Asia/Yerevan",
        "quiet_hours": {"start": "22:00", "end": "07:00"},
        "digest": {"every_minutes": 1440, "at": "08:00"},
    }
    made = await make(client, **pace)
    url = f"/v1/subscriptions/{made['id']}"
    assert {name: made[name] for name in pace} == pace
    both = await client.patch(url, json={"daily_cap": 3})
    assert both.json()["errors"][0]["field"] == "daily_cap"
    changed = (await client.patch(url, json={"daily_cap": 3, "digest": None})).json()
    assert (changed["daily_cap"], changed["digest"]) == (3, None)
    assert changed["quiet_hours"] == pace["quiet_hours"]
