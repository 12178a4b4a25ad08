"""Who stands between by what is said beside his name: `with A looking in`, `A attended as host`."""

import pytest

from tests.extraction.conftest import Read
from tests.extraction.test_who import meant, room

RIVALS = {"Sudanese Armed Forces", "Rapid Support Forces"}
MET = "Envoys of the Sudanese army and the RSF met in Geneva on Monday"
ENVOY = "Tom Perriello"


@pytest.mark.parametrize(
    ("told", "between"),
    [
        (f", with {ENVOY} as chief mediator.", {ENVOY}),
        (f", with {ENVOY}, the US envoy, looking in.", {ENVOY}),
        (f", with {ENVOY} going from room to room.", {ENVOY}),
        (", with Presidents Erdogan and Ruto present.", {"Recep Tayyip Erdoğan", "William Ruto"}),
        (f". {ENVOY} attended as mediator.", {ENVOY}),
        (f". {ENVOY} took part as a facilitator.", {ENVOY}),
        (f". {ENVOY}, who is leading the mediation, was content.", {ENVOY}),
        (f". The mediation is led by {ENVOY}.", {ENVOY}),
        (f". At the head of the table sat {ENVOY}.", {ENVOY}),
        (f". {ENVOY}, the host of the talks, was content.", {ENVOY}),
        (". Norway acts as a mediator in the talks.", {"Norway"}),
        (f". {ENVOY} presented a book.", set()),
        (f". {ENVOY} was not present.", set()),
        (f". {ENVOY} will not mediate.", set()),
        (f". {ENVOY}, a former present-day saint, was content.", set()),
    ],
)
def test_who_stands_between(read: Read, told: str, between: set[str]) -> None:
    reading = read(f"The ceasefire is at stake. {MET}{told}")
    claim = meant(reading, MET)
    assert room(reading, claim, between=False) == RIVALS
    assert room(reading, claim, between=True) == between
