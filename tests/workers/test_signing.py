"""Signatures, held against the reference library of Standard Webhooks."""

import datetime as dt
import time

import pytest
from standardwebhooks.webhooks import Webhook

from service.domain.subscriptions import make_secret
from workers.signing import TOLERANCE, BadSignature, headers, sign, verify

NOW = dt.datetime.now(dt.UTC)
STAMP = int(NOW.timestamp())
SECRETS = [make_secret(bytes([n]) * size, NOW).value for n, size in ((1, 24), (2, 32), (3, 64))]
BODY = '{"type":"ping","data":{"name":"Ağdam, Ստեփանակերտ . \\u0000"}}'.encode()


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("body", [BODY, b"", b"{}"])
def test_the_reference_library_accepts_what_we_sign(secret: str, body: bytes) -> None:
    # The library looks at its own clock.
    stamp = int(time.time())
    given = headers([secret, SECRETS[0]], "dlv_1", stamp, body)
    assert len(given["webhook-signature"].split(" ")) == 2
    if body:
        Webhook(secret).verify(body, given)
    verify([secret], given, body, stamp)


def test_we_accept_what_the_reference_library_signs() -> None:
    signature = Webhook(SECRETS[1]).sign("msg_1", NOW, BODY.decode())
    given = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(STAMP),
        "webhook-signature": f"v1a,AAAA nonsense {signature}",
    }
    verify(SECRETS[:2], given, BODY, STAMP)


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-id": "dlv_2"},
        {"webhook-id": ""},
        {"webhook-timestamp": str(STAMP + 1)},
        {"webhook-timestamp": str(STAMP - TOLERANCE - 1)},
        {"webhook-timestamp": "now"},
        {"webhook-timestamp": "٣"},
        {"webhook-timestamp": "9" * 400},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "é"},
        {"webhook-signature": sign(SECRETS[1], "dlv_1", STAMP, BODY)},
        {"webhook-signature": sign(SECRETS[0], "dlv_1", STAMP, BODY).replace("v1,", "v2,")},
    ],
)
def test_anything_changed_is_refused(change: dict[str, str]) -> None:
    given = {**headers([SECRETS[0]], "dlv_1", STAMP, BODY), **change}
    with pytest.raises(BadSignature):
        verify([SECRETS[0]], given, BODY, STAMP)


@pytest.mark.parametrize("offset", [-TOLERANCE, TOLERANCE])
def test_the_edge_of_the_tolerance_is_accepted(offset: int) -> None:
    verify([SECRETS[0]], headers([SECRETS[0]], "dlv_1", STAMP, BODY), BODY, STAMP + offset)


@pytest.mark.parametrize("size", [0, 23, 65])
def test_a_key_of_another_length_makes_no_secret(size: int) -> None:
    with pytest.raises(ValueError, match="24 to 64"):
        make_secret(bytes(size), NOW)


@pytest.mark.parametrize("secret", ["whsec_", "whsec_!!!", "whsec_a"])
def test_what_is_no_secret_signs_nothing(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        sign(secret, "dlv_1", STAMP, BODY)
