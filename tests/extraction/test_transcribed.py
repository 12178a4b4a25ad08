"""Persons whom a Russian text names, of whom the knowledge has no Russian name."""

import pytest

from tests.extraction.conftest import Read

OPENING = (
    "Мирные переговоры после войны\n\nПеремирие между Киргизией и Таджикистаном на линии фронта "
    "соблюдается, сообщили посредники.\n\n"
)


def persons(read: Read, text: str) -> dict[str, bool]:
    reading = read(OPENING + text, "2025-11-12")
    return {actor.name: actor.discovered for actor in reading.actors if actor.type == "person"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("В Вене выступил Бурхануддин Раббани.", "Burhanuddin Rabbani"),
        ("Посредники встретились с Эдилем Байсаловым.", "Edil Baisalov"),
        ("Письмо Ахмад Шаха Масуда прочли вслух.", "Ahmad Shah Massoud"),
        ("О плане Павла Грачева забыли.", "Pavel Grachev"),
    ],
)
def test_known_by_their_sound(read: Read, text: str, name: str) -> None:
    assert persons(read, text) == {name: False}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("На встрече был глава северного ополчения Темир Осконбаев.", "Temir Oskonbaev"),
        ("Посредники приняли главу ополчения Темира Осконбаева.", "Temir Oskonbaev"),
        ("Посредники говорили с главой ополчения Темиром Осконбаевым.", "Temir Oskonbaev"),
        ("Помогла врач районной больницы Айгуль Сатыбалдиева.", "Aigul Satybaldieva"),
        ("Приехала и Марина Островская.", "Marina Ostrovskaya"),
        ("Текст передали Игорю Островскому.", "Igor Ostrovsky"),
        ("«Мира не будет», — сказал Герд Вальденем.", "Gerd Valdenem"),
        ("Подписал исполнительный секретарь М23 Бенжамен Кулимпа.", "Benjamin Kulimpa"),
        ("Решает генерал Мохамед Осман аль-Харун.", "Mohamed Osman al-Kharun"),
    ],
)
def test_discovered_and_transcribed(read: Read, text: str, name: str) -> None:
    assert persons(read, text) == {name: True}


def test_surnames_in_any_case(read: Read) -> None:
    text = (
        "Глава ополчения Темир Осконбаев и староста Рустам Юлчиев подписали в понедельник в Оше "
        "договор. Во вторник посредники встретились с Осконбаевым. Юлчиева там не было."
    )
    assert persons(read, text) == {"Temir Oskonbaev": True, "Rustam Yulchiev": True}
    claims = read(OPENING + text, "2025-11-12").claims
    assert [len(claim.parties) for claim in claims][:1] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "Решение принял Верховный Совет Республики.",
        "Встреча прошла в гостинице «Старый Город».",
        "Об этом пишет газета Вечерний Ош.",
        "Глава Нового Фронта Освобождения молчит.",
        "Жители ждут Зимнего Перемирия.",
    ],
)
def test_what_is_no_name(read: Read, text: str) -> None:
    assert persons(read, text) == {}


@pytest.mark.parametrize(
    ("place", "city"),
    [
        ("в Железноводске", "Zheleznovodsk"),
        ("в Бендерах", "Bender"),
        ("в Вильнюсе", "Vilnius"),
        ("в Путраджайе", "Putrajaya"),
        ("в Герате", "Herat"),
        ("в селе Нижний Арчаз", "Nizhny Archaz"),
        ("в мечети райцентра Кош-Тоо", "Kosh-Too"),
        ("в Парламенте", None),
        ("в «Старом Замке»", None),
    ],
)
def test_towns(read: Read, place: str, city: str | None) -> None:
    text = f"Садыр Жапаров и Эмомали Рахмон встретились в понедельник {place}."
    assert [c.city for c in read(OPENING + text, "2025-11-12").claims] == [city]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Хуситы и посредники говорили о мире.", "Houthis"),
        ("Представители движения «Ансар Аллах» говорили о мире.", "Houthis"),
        ("Фронтом Полисарио план не принят.", "Polisario Front"),
        ("Вооружённых сил Судана на встрече не было.", "Sudanese Armed Forces"),
    ],
)
def test_bodies(read: Read, text: str, name: str) -> None:
    reading = read(OPENING + text, "2025-11-12")
    assert name in {actor.name for actor in reading.actors}
