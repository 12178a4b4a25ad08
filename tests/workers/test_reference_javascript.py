"""What is really sent, verified by the Standard Webhooks library for JavaScript."""

import datetime as dt
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from service.domain.subscriptions import make_secret
from service.store import subscriptions
from service.store.database import Database
from tests.alerts import owe, subscribe
from tests.receiver import receiving
from tests.workers.test_deliver import now, settled, worker

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent / "javascript"
# The lock names a version and what its files hash to, and no address.
LOCK = HERE / "package-lock.json"
SCRIPT = """
import { Webhook } from "standardwebhooks";
const verdict = ([secret, headers, body]) => {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch (error) {
    return error.name;
  }
};
let text = "";
for await (const piece of process.stdin) text += piece;
console.log(JSON.stringify(JSON.parse(text).map(verdict)));
"""


@pytest.fixture(scope="session")
def library() -> Path:
    """The folder in which the library is installed, once for each lock."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed")
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    folder = ROOT / ".tools" / f"javascript-{digest}"
    if not (folder / "node_modules" / "standardwebhooks").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120)
        if done.returncode and any(code in done.stderr for code in _UNREACHABLE):
            pytest.skip("npm cannot reach its registry")
        assert done.returncode == 0, done.stderr.decode()
    (folder / "verify.mjs").write_text(SCRIPT, encoding="utf-8")
    return folder


_UNREACHABLE = (b"ENOTFOUND", b"ECONNREFUSED", b"EAI_AGAIN", b"ETIMEDOUT", b"ENETUNREACH")


def verdicts(library: Path, cases: list[tuple[str, dict[str, str], str]]) -> list[object]:
    done = subprocess.run(
        ["node", "verify.mjs"],
        cwd=library,
        input=json.dumps(cases).encode(),
        capture_output=True,
        check=True,
    )
    found: list[object] = json.loads(done.stdout)
    return found


async def test_the_library_for_javascript_accepts_what_is_sent_and_nothing_else(
    db: Database, redis_url: str, library: Path
) -> None:
    old, fresh = (make_secret(bytes([n]) * 32, now()) for n in (1, 2))
    async with receiving() as receiver, worker(db, redis_url):
        to = await subscribe(db, receiver.url("/"), now(), secrets=(old,))
        clouds = await subscribe(db, receiver.url("/"), now(), secrets=(old,), format="cloudevents")
        async with db.transaction() as tx:
            grace = dt.timedelta(hours=1)
            for one in (to, clouds):
                await subscriptions.rotate_secret(tx, one.id, fresh, grace, now())
        await owe(db, 2, [to.id, clouds.id], now())
        await settled(db, {"delivered": 4})
    other = make_secret(bytes(32), now()).value
    sent = [(request.headers, request.body.decode()) for request in receiver.requests]
    good = [(secret.value, *one) for secret in (old, fresh) for one in sent]
    headers, body = sent[0]
    bad = [
        (other, headers, body),
        (fresh.value, headers, body + " "),
        (fresh.value, {**headers, "webhook-id": "dlv_2"}, body),
    ]
    found = verdicts(library, good + bad)
    assert found == [True] * len(good) + ["WebhookVerificationError"] * len(bad)
