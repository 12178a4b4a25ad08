"""The verifiers that docs/webhooks.md gives to users accept what is sent, and nothing else."""

import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from service.domain.subscriptions import make_secret
from tests.alerts import KEY, NOW
from workers.signing import headers

DOCS = Path(__file__).parents[2] / "docs" / "webhooks.md"
SECRET = make_secret(KEY, NOW).value
OTHER = make_secret(bytes(32), NOW).value
BODY = '{"type":"ping","data":{"city":"Ստեփանակերտ"}}'


def snippet(language: str) -> str:
    found = re.findall(rf"```{language}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    return str(found[-1])


def cases() -> list[tuple[dict[str, str], str, bool]]:
    now = int(time.time())
    body = BODY.encode()
    good = headers([OTHER, SECRET], "dlv_1", now, body)
    return [
        (good, BODY, True),
        (good, BODY + " ", False),
        ({**good, "webhook-id": "dlv_2"}, BODY, False),
        (headers([OTHER], "dlv_1", now, body), BODY, False),
        (headers([SECRET], "dlv_1", now - 301, body), BODY, False),
    ]


def test_the_verifier_in_python() -> None:
    names: dict[str, Any] = {}
    exec(compile(snippet("python"), str(DOCS), "exec"), names)
    for given, body, expected in cases():
        assert names["verify"](SECRET, given, body.encode()) is expected


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_the_verifier_in_javascript(tmp_path: Path) -> None:
    (tmp_path / "verify.mjs").write_text(snippet("javascript"), encoding="utf-8")
    (tmp_path / "run.mjs").write_text(
        "import { verify } from './verify.mjs';\n"
        "const cases = JSON.parse(process.argv[2]);\n"
        "const found = cases.map(([headers, body]) => verify(process.argv[3], headers, body));\n"
        "console.log(JSON.stringify(found));\n"
    )
    given = json.dumps([[one, body] for one, body, _ in cases()])
    done = subprocess.run(
        ["node", str(tmp_path / "run.mjs"), given, SECRET], capture_output=True, check=True
    )
    assert json.loads(done.stdout) == [expected for *_, expected in cases()]
