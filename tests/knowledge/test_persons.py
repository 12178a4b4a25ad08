"""The persons of the data files: who held which office on a day."""

import datetime as dt

import pytest

from service.domain.actors import Actor
from service.knowledge.load import load


@pytest.fixture(scope="module")
def persons() -> list[Actor]:
    return [actor for actor in load().actors.values() if actor.type == "person"]


@pytest.mark.parametrize(
    ("title", "of", "day", "holder"),
    [
        ("foreign minister", "AM", "2024-05-10", "ararat-mirzoyan"),
        ("foreign minister", "AZ", "2020-07-15", "elmar-mammadyarov"),
        ("foreign minister", "AZ", "2020-07-16", "jeyhun-bayramov"),
        ("president", "AM", "2016-06-20", "serzh-sargsyan"),
        ("foreign minister", "KZ", "2024-05-10", "murat-nurtleu"),
        ("defence minister", "RU", "2024-05-11", "sergei-shoigu"),
        ("prime minister", "UA", "2025-08-01", "yulia-svyrydenko"),
        ("foreign minister", "UA", "2022-03-10", "dmytro-kuleba"),
        ("prime minister", "IL", "2000-07-11", "ehud-barak"),
        ("secretary of state", "US", "2013-11-24", "john-kerry"),
        ("president", "CO", "2016-09-26", "juan-manuel-santos"),
        ("prime minister", "GB", "1998-04-10", "tony-blair"),
        ("foreign minister", "RW", "2025-06-27", "olivier-nduhungirehe"),
        ("special envoy for yemen", "united-nations", "2018-12-13", "martin-griffiths"),
        ("high representative", "european-union", "2023-02-27", "josep-borrell"),
        ("leader", "rapid-support-forces", "2023-05-11", "mohamed-hamdan-dagalo"),
        ("foreign minister", "TW", "2025-01-01", "lin-chia-lung"),
    ],
)
def test_one_person_held_the_office(
    persons: list[Actor], title: str, of: str, day: str, holder: str
) -> None:
    date = dt.date.fromisoformat(day)
    holders = {
        actor.slug
        for actor in persons
        for office in actor.offices_on(date)
        if (office.title, office.of) == (title, of)
    }
    assert holders == {holder}


def test_no_office_ends_before_it_begins(persons: list[Actor]) -> None:
    offices = [office for actor in persons for office in actor.offices]
    assert len(offices) > 4000
    assert [o for o in offices if o.since and o.until and o.until < o.since] == []
