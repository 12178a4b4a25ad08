"""Plain Russian sentences of meeting: who met whom, when, where, and whether they did."""

import pytest

from tests.extraction.conftest import Read

WEDNESDAY = "2025-11-12"
OPENING = (
    "Мирные переговоры после войны\n\nПеремирие между Киргизией и Таджикистаном на линии фронта "
    "соблюдается, сообщили посредники.\n\n"
)
A, B = "Sadyr Japarov", "Emomali Rahmon"
FORMS = {
    "A_с": "Садыром Жапаровым",
    "A_г": "Садыра Жапарова",
    "A": "Садыр Жапаров",
    "B_с": "Эмомали Рахмоном",
    "B_г": "Эмомали Рахмона",
    "B": "Эмомали Рахмон",
}
SUNDAY, MONDAY, TUESDAY, FRIDAY = "2025-11-09", "2025-11-10", "2025-11-11", "2025-11-14"
Told = list[tuple[str, str | None, str | None, set[str]]]


def told_of(read: Read, sentence: str) -> Told:
    for form, name in FORMS.items():
        sentence = sentence.replace(form, name)
    reading = read(OPENING + sentence, WEDNESDAY)
    names = {actor.actor: actor.name for actor in reading.actors}
    return [
        (
            claim.status,
            str(claim.when.date) if claim.when else None,
            claim.city,
            {names[party.actor] for party in claim.parties},
        )
        for claim in reading.claims
    ]


@pytest.mark.parametrize(
    ("sentence", "status", "day"),
    [
        ("A в пятницу в Вене проведет переговоры с B_с.", "planned", FRIDAY),
        ("A и B в пятницу в Вене собираются встретиться.", "planned", FRIDAY),
        ("A в пятницу в Вене принимает B_г.", "planned", FRIDAY),
        ("В Вене A завтра переговорит с B_с.", "planned", "2025-11-13"),
        ("A намеревается встретиться с B_с 15 января в Вене.", "planned", "2026-01-15"),
        ("A и B обсудят прекращение огня 3 декабря в Вене.", "planned", "2025-12-03"),
        ("В ночь на вторник A провел встречу с B_с в Вене.", "held", TUESDAY),
        ("A в воскресенье в Вене принял B_г.", "held", SUNDAY),
        ("Накануне A встретился с B_с в Вене.", "held", TUESDAY),
        ("A принимал B_г в минувшее воскресенье в Вене.", "held", SUNDAY),
    ],
)
def test_when_they_met(read: Read, sentence: str, status: str, day: str) -> None:
    assert told_of(read, sentence) == [(status, day, "Vienna", {A, B})]


@pytest.mark.parametrize(
    ("sentence", "status", "day"),
    [
        ("Встреча A_г и B_г может состояться в пятницу в Вене.", "proposed", FRIDAY),
        ("Переговоры A_г с B_с возможны в Вене в пятницу.", "proposed", FRIDAY),
        ("A не исключил встречи с B_с в пятницу в Вене.", "proposed", FRIDAY),
        ("A выразил желание встретиться с B_с в пятницу в Вене.", "proposed", FRIDAY),
        ("A заявил о готовности встретиться с B_с 14 ноября в Вене.", "proposed", FRIDAY),
        ("A не принял B_г в понедельник в Вене.", "cancelled", MONDAY),
        ("A так и не встретился с B_с в октябре в Вене.", "cancelled", "2025-10-01"),
        ("A сорвал встречу с B_с в понедельник в Вене.", "cancelled", MONDAY),
        ("Переговоры A_г с B_с в пятницу в Вене не пройдут.", "cancelled", FRIDAY),
        (
            "Встреча A_г и B_г должна была состояться в понедельник в Вене, но сорвалась.",
            "cancelled",
            MONDAY,
        ),
        (
            "Запланированная на пятницу встреча A_г и B_г в Вене отменена.",
            "cancelled",
            FRIDAY,
        ),
    ],
)
def test_whether_they_met(read: Read, sentence: str, status: str, day: str) -> None:
    assert told_of(read, sentence) == [(status, day, "Vienna", {A, B})]


@pytest.mark.parametrize(
    "sentence",
    [
        "После встречи с B_с в понедельник в Вене A выразил оптимизм.",
        "По итогам переговоров с B_с в понедельник в Вене A сообщил о прогрессе.",
        "A заявил на встрече с B_с в понедельник в Вене, что перемирие соблюдается.",
        "В понедельник в Вене на переговорах с B_с президент Киргизии A поднял вопрос о мире.",
        "В понедельник в Вене президент Киргизии встретился с президентом Таджикистана.",
    ],
)
def test_who_met(read: Read, sentence: str) -> None:
    assert told_of(read, sentence) == [("held", MONDAY, "Vienna", {A, B})]


def test_who_tells_of_others_is_not_there(read: Read) -> None:
    told = "После встречи A_г с B_с в понедельник в Вене Дмитрий Песков сообщил о прогрессе."
    assert told_of(read, told) == [("held", MONDAY, "Vienna", {A, B})]


def test_who_invites_is_named_before_the_guests(read: Read) -> None:
    told = "По приглашению Эмманюэля Макрона президент Киргизии A и B встретились вчера в Вене."
    assert told_of(read, told) == [("held", TUESDAY, "Vienna", {A, B, "Emmanuel Macron"})]


def test_the_next_is_of_the_same_two(read: Read) -> None:
    told = "A и B встретились в понедельник в Вене. Следующая встреча запланирована на пятницу."
    assert told_of(read, told) == [
        ("held", MONDAY, "Vienna", {A, B}),
        ("planned", FRIDAY, None, {A, B}),
    ]


@pytest.mark.parametrize(
    "sentence",
    ["A посетил в понедельник Вену.", "A посетил в понедельник, сообщили посредники, Вену."],
)
def test_a_day_parts_a_visit_from_its_city(read: Read, sentence: str) -> None:
    assert told_of(read, sentence)[0][2] == ("Vienna" if sentence.endswith("к Вену.") else None)


def test_what_is_received_is_no_guest(read: Read) -> None:
    assert told_of(read, "A в понедельник принял решение отвести войска. B его поддержал.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "A, несмотря на давление президента Франции Эмманюэля Макрона, встретился с B_с DAY.",
        "A вопреки возражениям Эмманюэля Макрона встретился с B_с DAY.",
        "A по поручению президента Франции Эмманюэля Макрона встретился с B_с DAY.",
        "В отличие от Эмманюэля Макрона, A встретился с B_с DAY.",
        "A встретился с B_с DAY, а не с Эмманюэлем Макроном.",
        "A и B обсудили DAY предложение президента Франции Эмманюэля Макрона.",
        "A встретился с B_с DAY и поблагодарил Эмманюэля Макрона.",
        "A провел DAY переговоры с B_с и призвал Эмманюэля Макрона к диалогу.",
        "A встретился с B_с DAY без участия Эмманюэля Макрона.",
        "A и B, по данным Эмманюэля Макрона, встретились DAY.",
        "Эмманюэль Макрон заявил, что A встретился с B_с DAY.",
    ],
)
def test_who_is_only_spoken_of(read: Read, sentence: str) -> None:
    told = told_of(read, sentence.replace("DAY", "в понедельник в Вене"))
    assert told == [("held", MONDAY, "Vienna", {A, B})]


@pytest.mark.parametrize(
    "sentence",
    [
        "A заявил журналистам, что в пятницу встретится с B_с в Вене.",
        "A подтвердил, что встретится в Вене в пятницу с B_с.",
        "A принял приглашение встретиться с B_с в пятницу в Вене.",
    ],
)
def test_who_tells_of_a_plan_of_his_own(read: Read, sentence: str) -> None:
    assert told_of(read, sentence) == [("planned", FRIDAY, "Vienna", {A, B})]


@pytest.mark.parametrize(
    "sentence",
    [
        "A встретился с B_с в понедельник, а во вторник принял Эмманюэля Макрона.",
        "A встретился с B_с в понедельник, а во вторник принял президента Франции Макрона.",
        "A встретился в понедельник с B_с, а во вторник — с Эмманюэлем Макроном.",
        "В понедельник A провел переговоры с B_с. Сутки спустя A принял Эмманюэля Макрона.",
    ],
)
def test_two_guests(read: Read, sentence: str) -> None:
    told = [(day, people) for _, day, _, people in told_of(read, sentence)]
    assert told == [(MONDAY, {A, B}), (TUESDAY, {A, "Emmanuel Macron"})]


@pytest.mark.parametrize(
    "sentence",
    [
        "Во встрече также участвовал Эмманюэль Макрон.",
        "На переговорах присутствовал президент Франции Эмманюэль Макрон.",
        "К ним присоединился Эмманюэль Макрон.",
    ],
)
def test_who_else_came(read: Read, sentence: str) -> None:
    told = told_of(read, f"A и B встретились в понедельник в Вене. {sentence}")
    assert [people for *_, people in told] == [{A, B, "Emmanuel Macron"}]


@pytest.mark.parametrize(
    "sentence",
    [
        "A раскритиковал B_г в понедельник.",
        "A направил в понедельник письмо президенту Таджикистана B.",
        "A не видит смысла во встрече с B_с.",
    ],
)
def test_what_is_no_meeting(read: Read, sentence: str) -> None:
    assert told_of(read, sentence) == []
