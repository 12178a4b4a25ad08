"""What holds for every address: the front page, health, tags, problems, the documentation."""

import gzip
import re
import time

from prometheus_client.parser import text_string_to_metric_families

from tests.api.conftest import Client


async def test_the_front_page_leads_to_everything(client: Client) -> None:
    links = (await client.get("/")).json()
    for link in set(links) - {"name"}:
        assert (await client.get(links[link])).status_code == 200, link

    page = await client.get("/docs")
    assert "/v1/subscriptions" in page.text
    # It must be readable without a network.
    assert not re.findall(r'(?:src|href)="?(?:https?:)?//', page.text)


async def test_a_client_that_has_the_answer_gets_304(client: Client) -> None:
    first = await client.get("/v1/processes")
    again = await client.get("/v1/processes", headers={"If-None-Match": first.headers["ETag"]})
    other = await client.get("/v1/processes?limit=1", headers={"If-None-Match": '"nothing"'})

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


async def test_prometheus_reads_the_figures(client: Client) -> None:
    answer = await client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    told = {family.name for family in text_string_to_metric_families(answer.text)}
    assert {"parley_http_requests", "parley_deliveries"} <= told


async def test_head_is_get_without_the_body(client: Client) -> None:
    for path in ("/healthz", "/v1/processes", "/v1/nothing", "/v1/meetings?level=x"):
        whole, head = await client.get(path), await client.head(path)
        assert (head.status_code, head.content) == (whole.status_code, b""), path
        assert head.headers == whole.headers, path
    stream = await client.head("/v1/events/stream")
    assert (stream.status_code, stream.headers["content-type"]) == (200, "text/event-stream")
    assert (await client.head("/v1/articles/batch")).status_code == 405


async def test_all_methods_of_an_address_are_named(client: Client) -> None:
    for path, methods in [
        ("/v1/articles", "GET, HEAD, OPTIONS, POST"),
        ("/v1/articles/batch", "OPTIONS, POST"),
        ("/v1/subscriptions/sub_x", "DELETE, GET, HEAD, OPTIONS, PATCH"),
    ]:
        asked, refused = await client.options(path), await client.put(path)
        assert (asked.status_code, asked.content, asked.headers["Allow"]) == (204, b"", methods)
        assert (refused.status_code, refused.headers["Allow"]) == (405, methods)
    assert (await client.options("/v1/nothing")).status_code == 404


async def test_big_answers_are_compressed_and_small_ones_are_not(client: Client) -> None:
    big = await client.get("/openapi.json", headers={"Accept-Encoding": "br"})
    small = await client.get("/healthz", headers={"Accept-Encoding": "br"})

    assert big.headers["Content-Encoding"] == "br"
    assert "Content-Encoding" not in small.headers


async def test_no_answer_is_compressed_in_a_way_that_was_refused(client: Client) -> None:
    for accepted, encoding in [
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0.5,br; q=0.000 ,identity", "gzip"),
        ("gzip;q=0,br;Q=0", None),
        ("br;q=0.1, gzip;q=0", "br"),
    ]:
        answer = await client.get("/openapi.json", headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == encoding, accepted


async def test_a_long_list_of_encodings_takes_no_time(client: Client) -> None:
    began = time.process_time()
    answer = await client.get("/healthz", headers={"Accept-Encoding": ";" * 15_000})

    assert answer.status_code == 200
    assert time.process_time() - began < 2


async def test_a_page_of_another_site_may_not_write(client: Client) -> None:
    for site, status in [("cross-site", 403), ("same-origin", 201)]:
        headers = {"Sec-Fetch-Site": site}
        answer = await client.post("/v1/articles", json={"text": "Fine weather."}, headers=headers)
        assert answer.status_code == status


WRONG = [
    ("GET", "/nothing", 404, None),
    ("DELETE", "/healthz", 405, None),
    ("GET", "/healthz?verbose=1", 400, "verbose"),
    ("GET", "/healthz?=1", 400, '""'),
    ("GET", "/v1/meetings?=1", 400, '""'),
    ("GET", "/v1/actors?limt=5", 400, "limt"),
    ("GET", "/v1/actors?limit=five", 400, "limit"),
    ("GET", "/v1/actors?limit=0", 400, "limit"),
    ("GET", "/v1/actors?limit=1&limit=2", 400, "limit"),
    ("GET", "/v1/actors?cursor=nonsense", 400, "cursor"),
    ("GET", "/v1/actors?cursor=%00", 400, "cursor"),
    ("GET", "/v1/actors?type=ship", 400, "type"),
    ("GET", "/v1/actors?q=", 400, "q"),
    ("GET", "/v1/actors?q=%25%25", 400, "q"),
    ("GET", "/v1/meetings?q=*", 400, "q"),
    ("GET", "/v1/articles?q=(((", 400, "q"),
    ("GET", "/v1/articles?q=-weather", 400, "q"),
    ("GET", "/v1/articles?q=or", 400, "q"),
    ("GET", "/v1/articles?received_since=2024-05-05T10:00:00", 400, "received_since"),
    ("GET", "/v1/actors?country=xx", 400, "country"),
    ("GET", "/v1/mentions?date_from=yesterday", 400, "date_from"),
    ("GET", "/v1/mentions?date_from=2024-05-02&date_to=2024-05-01", 400, "date_to"),
    ("GET", "/v1/articles?published_from=2024-05-02&published_to=2024-05-01", 400, "published_to"),
    ("GET", "/v1/articles?process=armenia-azerbaijn", 400, "process"),
    ("GET", "/v1/meetings?process=armenia-azerbaijn", 400, "process"),
    ("GET", "/v1/mentions?process=armenia-azerbaijn", 400, "process"),
    ("GET", "/v1/stats?process=armenia-azerbaijn", 400, "process"),
    ("GET", "/v1/droughts?process=armenia-azerbaijn", 400, "process"),
    ("GET", "/v1/actors?country=XX", 400, "country"),
    ("GET", "/v1/meetings?country=XX", 400, "country"),
    ("GET", "/v1/meetings?represents=AM&represents=XX", 400, "represents"),
    ("GET", "/v1/stats?country=XX", 400, "country"),
    ("GET", "/v1/meetings?status=helld", 400, "status[0]"),
    ("GET", "/v1/meetings?kind=sumit", 400, "kind[0]"),
    ("GET", "/v1/meetings?participant=ararat-mirzoyn", 400, "participant"),
    ("GET", "/v1/actors/state-am/meetings?participant=nobody", 400, "participant"),
    ("GET", "/v1/articles?actor=state-am&actor=nobody", 400, "actor"),
    ("GET", "/v1/mentions?actor=act_aaaaaaaaaaaaaaaa", 400, "actor"),
    ("GET", "/v1/stats?actor=nobody", 400, "actor"),
    ("GET", "/v1/processes?actor=nobody", 400, "actor"),
    ("GET", "/v1/droughts?pair=state-am&pair=nobody", 400, "pair"),
    ("GET", "/v1/articles?language=English", 400, "language"),
    ("GET", "/v1/articles?source=bbc", 400, "source"),
    ("GET", "/v1/mentions?article=art", 400, "article"),
    ("GET", "/v1/events?article=evt_aaaaaaaaaaaaaaaa", 400, "article"),
    ("GET", "/v1/events?subject=nothing", 400, "subject"),
    ("GET", "/v1/events/stream?subject=nothing", 400, "subject"),
    ("GET", "/v1/deliveries?event=x", 400, "event"),
    ("GET", "/v1/deliveries?digest=x", 400, "digest"),
    ("GET", "/v1/replays?subscription=x", 400, "subscription"),
    ("GET", "/v1/actors/nobody", 404, None),
    ("GET", "/v1/actors/%00", 404, None),
    ("GET", "/v1/actors/%FF", 404, None),
    ("GET", "/v1/mentions/men_x", 404, None),
    ("GET", "/v1/processes/none", 404, None),
    ("GET", "/v1/events/evt_x", 404, None),
    ("GET", "/v1/deliveries/dlv_x", 404, None),
    ("GET", "/v1/subscriptions/sub_x", 404, None),
    ("GET", "/v1/subscriptions/sub_x/deliveries", 404, None),
    ("POST", "/v1/subscriptions/sub_x/test", 404, None),
    ("DELETE", "/v1/subscriptions/sub_x", 404, None),
    ("POST", "/v1/deliveries/dlv_x/retry", 404, None),
    ("GET", "/v1/processes/armenia-azerbaijan?fields=nam", 400, "fields"),
]


async def test_errors_are_problems_that_name_the_field(client: Client) -> None:
    for method, path, status, field in WRONG:
        answer = await client.request(method, path)
        problem = answer.json()
        assert answer.status_code == status == problem["status"], (path, problem)
        assert answer.headers["Content-Type"] == "application/problem+json"
        fields = [error["field"] for error in problem.get("errors", [])]
        assert fields == ([field] if field else []), path


async def test_a_packed_body_is_refused_with_what_would_be_taken(client: Client) -> None:
    for path, type in (("", "application/json"), ("/batch", "application/x-ndjson")):
        headers = {"Content-Type": type, "Content-Encoding": "gzip"}
        body = gzip.compress(b'{"text": "Fine weather."}')
        answer = await client.post(f"/v1/articles{path}", content=body, headers=headers)
        assert (answer.status_code, answer.headers["Accept-Encoding"]) == (415, "identity"), path


async def test_a_misspelt_name_is_told_what_is_near_it(client: Client) -> None:
    for asked, told in [
        ("process=armenia-azerbaijn", "armenia-azerbaijan"),
        ("kind=sumit", "summit"),
        ("country=XX", "country XX"),
    ]:
        assert told in (await client.get(f"/v1/meetings?{asked}")).json()["detail"]


async def test_what_may_yet_come_is_an_empty_list(client: Client) -> None:
    for path in (
        "/v1/articles?publisher=Nobody&language=xx",
        "/v1/meetings?city=Nowhere&country=GL",
        "/v1/mentions?article=art_aaaaaaaaaaaaaaaa",
        "/v1/events?subject=mtg_aaaaaaaaaaaaaaaa",
        "/v1/deliveries?event=evt_aaaaaaaaaaaaaaaa",
    ):
        answer = await client.get(path)
        assert (answer.status_code, answer.json()["items"]) == (200, []), path
