"""What other languages than English say in their own way."""

from collections.abc import Callable

import pytest

from service.domain.articles import Reading

Read = Callable[..., Reading]

PAGES = {
    "uk": "Президент зустрівся з міністром\n{}\n\nПрезидент України Володимир Зеленський зустрівся "
    "в Києві з міністром закордонних справ і обговорив мирні переговори та припинення вогню.",
    "ar": "الرئيس يستقبل وزير الخارجية\n{}\n\nاستقبل الرئيس عبد الفتاح السيسي في القاهرة وزير "
    "الخارجية الأمريكي ماركو روبيو وبحثا وقف إطلاق النار في غزة والمفاوضات بين إسرائيل وحماس.",
    "hy": "Վարչապետն ընդունել է նախարարին\n{}\n\nՎարչապետ Նիկոլ Փաշինյանը Երևանում ընդունել է "
    "արտաքին գործերի նախարար Արարատ Միրզոյանին և քննարկել խաղաղության պայմանագիրը։",
    "az": "Prezident naziri qəbul edib\n{}\n\nPrezident İlham Əliyev Bakıda xarici işlər naziri "
    "Ceyhun Bayramovu qəbul edib və bu görüşdə Ermənistanla sülh danışıqları müzakirə olunub.",
    "pt": "Presidente recebe o ministro\n{}\n\nO presidente Luiz Inácio Lula da Silva recebeu em "
    "Brasília os ministros, que não quiseram falar das negociações de paz com a imprensa.",
    "it": "Il presidente riceve il ministro\n{}\n\nIl presidente Sergio Mattarella ha ricevuto a "
    "Roma il ministro degli Esteri Antonio Tajani per discutere dei negoziati di pace.",
    "fr": "Le président reçoit le ministre\n{}\n\nLe président Emmanuel Macron a reçu à Paris le "
    "ministre des Affaires étrangères pour parler des négociations de paix.",
    "tr": "Cumhurbaşkanı bakanı kabul etti\n{}\n\nCumhurbaşkanı Recep Tayyip Erdoğan Ankara'da "
    "bir heyeti kabul etti; Dışişleri Bakanı ile barış görüşmeleri ve ateşkes ele alındı.",
}


@pytest.mark.parametrize(
    ("language", "stamp"),
    [
        ("uk", "22 листопада 2026 року, 14:30"),
        ("uk", "Неділя, 22 листопада 2026"),
        ("ar", "٢٢ نوفمبر ٢٠٢٦"),
        ("ar", "٢٠٢٦/١١/٢٢"),
        ("ar", "22 تشرين الثاني 2026"),
        ("ar", "22 تشرين الثاني/نوفمبر 2026"),
        ("ar", "نشر في: 22 نوفمبر، 2026"),
        ("hy", "22 նոյեմբերի 2026"),
        ("hy", "Նոյեմբեր 22, 2026, 14:20"),
        ("hy", "2026 թ. նոյեմբերի 22"),
        ("az", "22 noyabr 2026, 18:40"),
        ("pt", "Domingo, 22 de nov. de 2026"),
        ("it", "22 nov 2026"),
        ("fr", "22 nov. 2026 à 10h30"),
        ("tr", "22 Kas 2026 - 17:32"),
    ],
)
def test_stamps_of_other_languages(read: Read, language: str, stamp: str) -> None:
    reading = read(PAGES[language].format(stamp), None)
    assert (reading.language, str(reading.published_on)) == (language, "2026-11-22")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("hy", "2026 թ. նոյեմբեր"),
        ("ar", "نوفمبر 2026"),
        ("uk", "листопад 2026"),
        ("it", "nov 2026"),
    ],
)
def test_a_month_is_no_day_of_publication(read: Read, language: str, line: str) -> None:
    assert read(PAGES[language].format(line), None).published_on is None
