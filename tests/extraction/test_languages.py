"""What other languages than English say in their own way."""

from collections.abc import Callable

import pytest

from service.domain.articles import Reading
from service.extraction.text.languages import language_of

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


LINES = (
    ("tr", "Fidan Moskova'da Lavrov ile görüştü."),
    ("tr", "Türkiye Dışişleri Bakanı Ankara'da konuğunu ağırladı. Sınırın açılması ele alındı."),
    ("de", "Außenminister Wadephul traf am Montag in Kiew Selenskyj."),
    ("fr", "Le président Macron a reçu Zelensky à Paris lundi."),
    ("fr", "Kagame et Tshisekedi signent à Doha."),
    ("es", "Kagame y Tshisekedi se reúnen con el emir en Doha."),
    ("ru", "Зеленский и Путин встретятся."),
    ("uk", "Зеленський і Путін зустрінуться у Стамбулі."),
    ("pt", "Os ministros assinaram um acordo em Luanda na segunda-feira."),
    ("it", "I ministri hanno firmato un accordo a Roma con la Libia nel pomeriggio."),
    ("az", "Əliyev Bakıda Fidanı qəbul edib. Görüşdə sülh prosesi müzakirə olunub."),
    ("en", "Erdoğan and Aliyev meet in Baku."),
    ("und", "Putin, Erdoğan hold talks"),
    ("und", "Lula da Silva to visit Kyiv"),
    ("und", "Da Nang talks end"),
    ("und", "Paris: Macron à Kiev"),
)


@pytest.mark.parametrize(("language", "line"), LINES)
def test_a_line_tells_its_language_by_small_words_and_endings(language: str, line: str) -> None:
    assert language_of(line) == language


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


LEADS = {
    "de": "Der Krieg und der Frieden, die Waffenruhe und das Abkommen mit den Nachbarn.",
    "fr": "La guerre et la paix, le cessez-le-feu et les armes des deux pays.",
    "es": "La guerra y la paz, el alto el fuego y las armas de los dos países.",
    "ru": "Война и мир, перемирие и оружие на границе с соседями.",
    "tr": "Savaş ve barış, ateşkes ve silahlar için bu bir ilk adım.",
}


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        (
            "de",
            "Das Gespräch zwischen Merz und Selenskyj in Berlin fiel am Montag aus.",
            "cancelled",
        ),
        ("de", "Ein Treffen zwischen Putin und Selenskyj in Genf kam nicht zustande.", "cancelled"),
        (
            "de",
            "Die nächste Runde zwischen Serbien und dem Kosovo ist für September anberaumt.",
            "planned",
        ),
        ("de", "Erdoğan regte ein Treffen von Putin und Selenskyj in Ankara an.", "proposed"),
        ("fr", "Le tête-à-tête entre Macron et Poutine prévu en mai avait capoté.", "cancelled"),
        ("fr", "La rencontre entre Kagame et Tshisekedi à Doha est tombée à l'eau.", "cancelled"),
        ("fr", "Macron envisage une rencontre entre Zelensky et Poutine à Genève.", "proposed"),
        ("es", "La reunión entre Maduro y Ali en Kingstown se frustró.", "cancelled"),
        ("es", "El encuentro de Petro con Maduro en Cúcuta no se concretó.", "cancelled"),
        ("es", "Lula planteó una reunión entre Putin y Zelenski en Brasilia.", "proposed"),
        ("ru", "Встреча Пашиняна и Алиева в Брюсселе так и не состоялась.", "cancelled"),
        ("ru", "Путин рассчитывает провести встречу с Трампом в Анкаре.", "proposed"),
        ("ru", "Переговоры Армении и Азербайджана в Алма-Ате длились два часа.", "held"),
        ("tr", "Paşinyan ile Aliyev'in Brüksel'deki görüşmesi iptal edilmişti.", "cancelled"),
        ("tr", "Erdoğan ile Putin'in Soçi'deki görüşmesi ertelenmişti.", "postponed"),
        ("tr", "Erdoğan ile Paşinyan'ın New York'ta görüşmesi öngörülmektedir.", "planned"),
    ],
)
def test_how_a_meeting_stands(read: Read, language: str, text: str, status: str) -> None:
    assert status in [claim.status for claim in read(f"{LEADS[language]} {text}").claims]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Merz und Macron kamen am Montag nach langem Zögern in Bonn zusammen.", "meeting held"),
        ("Das Gespräch von Merz und Selenskyj in Berlin fiel am Montag aus.", "talks cancelled"),
        ("Selenskyj sagte am Montag das Treffen mit Orban in Budapest ab.", "meeting cancelled"),
        (
            "Die Gespräche der Minister fanden am Montag ohne die Presse in Brüssel statt.",
            "talks held",
        ),
        ("Putin rief am Montag den türkischen Präsidenten Erdoğan an.", "phone_call held"),
        ("Erdoğan regte ein Treffen von Putin und Selenskyj in Ankara an.", "summit proposed"),
        # Not theirs: a particle of another verb, of another sentence, a preposition.
        (
            "Merz traf Macron am Montag in Bonn, und das Ministerium teilte die Termine ein.",
            "meeting held",
        ),
        (
            "Merz traf Macron am Montag in Bonn. Der Minister stellte das Papier danach ein.",
            "meeting held",
        ),
        (
            "Merz traf Macron am Montag in Bonn vor der Presse an einem langen Tisch.",
            "meeting held",
        ),
    ],
)
def test_german_verbs_in_two_places(read: Read, text: str, told: str) -> None:
    claims = read(f"{LEADS['de']} {text}").claims
    assert told in [f"{claim.kind} {claim.status}" for claim in claims]
    assert not any(claim.kind == "visit" for claim in claims)


FEUDS = [
    (
        "Zwei Stämme im Hochland legen ihre Blutfehde bei\n\n"
        "Nach neun Jahren und vierzehn Toten haben die Ältesten der Mbeko und der Saru am "
        "Sonntag unter einem Baum bei Kafira ein Abkommen unterzeichnet. Ein Priester "
        "hatte vermittelt. Jede Sippe gibt die erbeuteten Rinder zurück, das Blutgeld "
        "wird bis zur Ernte gezahlt. Beide Familien versprachen, die Gewehre im Dorf "
        "abzugeben."
    ),
    (
        "Après trois ans de tueries, deux villages se réconcilient\n\n"
        "Les notables de Tamboura et de Kessi ont signé samedi un pacte devant l'imam. "
        "Vingt-deux morts, des greniers brûlés: la querelle des pâturages avait commencé "
        "par un puits. Les éleveurs paieront le prix du sang en têtes de bétail, les "
        "cultivateurs rouvriront le chemin. Une médiation de l'évêque avait échoué l'an "
        "dernier."
    ),
    (
        "Dos clanes de la sierra entierran una venganza de veinte años\n\n"
        "Los ancianos de los Cuyo y de los Antara se sentaron el sábado en la plaza y "
        "firmaron la paz. La disputa por el agua dejó treinta muertos y varias casas "
        "quemadas. El párroco actuó de mediador y las dos familias juraron entregar las "
        "escopetas. El acuerdo prevé una indemnización por cada víctima."
    ),
    (
        "Два рода в горах помирились после двенадцати лет кровной мести\n\n"
        "В воскресенье старейшины собрались у мечети селения Хунта и объявили о "
        "примирении. За эти годы погибли девять человек, сгорели четыре дома. Посредником "
        "был имам. Виновные выплатят компенсацию, обе семьи сдадут оружие. Переговоры шли "
        "всё лето."
    ),
    (
        "İki aile arasındaki kan davası barışla bitti\n\n"
        "Köyde sekiz kişinin öldüğü kan davası, kanaat önderlerinin arabuluculuğuyla sona "
        "erdi. Cumartesi günü kurulan barış sofrasında iki ailenin büyükleri el sıkıştı. "
        "Anlaşmaya göre silahlar muhtara teslim edilecek ve kan parası ödenecek. "
        "Görüşmeler aylarca sürmüştü."
    ),
]
OTHER_QUARRELS = [
    (
        "Koalition ringt um den Haushalt\n\n"
        "Die Verhandlungen der Fraktionen gehen am Montag weiter. Bauern protestierten "
        "vor dem Landtag gegen die Kürzungen. Ein Vermittler soll helfen, der Streit der "
        "beiden Familienunternehmen um die Milchquote ist nicht gelöst. Der Minister "
        "sprach von einem Friedensangebot an die Opposition."
    ),
    (
        "Un berger tué par une avalanche\n\n"
        "Deux éleveurs ont été tués dimanche dans le massif de Belledonne. Les secours "
        "ont retrouvé les corps lundi. Le préfet a présenté ses condoléances aux familles "
        "et le maire a parlé d'un village en deuil. Les anciens ne se souviennent pas "
        "d'un tel hiver."
    ),
    (
        "Pescadores y patronos firman un acuerdo salarial\n\n"
        "La huelga de los pescadores terminó el lunes con un acuerdo en Vigo. Las dos "
        "partes negociaron toda la noche con un mediador del ministerio. El clan de los "
        "armadores, dijo un portavoz, cedió en los turnos. En el mar hubo este año tres "
        "muertos."
    ),
    (
        "Сериал о кланах получил премию\n\n"
        "Драма о вражде двух родов, в которой погибли все герои, победила на фестивале в "
        "Сочи. Режиссёр поблагодарил актёров и продюсеров. Переговоры о втором сезоне "
        "начнутся осенью, сказал он."
    ),
    (
        "Trafik kazasında iki köylü öldü\n\n"
        "Pazar günü meydana gelen kazada iki köylü hayatını kaybetti. Muhtar, yolun "
        "yapılması için belediyeyle görüşmelerin sürdüğünü söyledi. Aileler sürücüyle "
        "barıştı, mahkeme tazminata karar verdi."
    ),
]


@pytest.mark.parametrize("text", FEUDS)
def test_a_feud_that_nobody_knows_is_news_of_peace(read: Read, text: str) -> None:
    reading = read(text)
    assert reading.relevant
    assert "feud" in {reason.feature for reason in reading.reasons}


@pytest.mark.parametrize("text", OTHER_QUARRELS)
def test_other_quarrels_and_other_deaths_are_not(read: Read, text: str) -> None:
    assert not read(text).relevant


@pytest.mark.parametrize(
    ("language", "text", "head", "role"),
    [
        (
            "tr",
            "Rusya ile Ukrayna heyetleri dün İstanbul'da bir araya geldi. Rus heyetine Vladimir "
            "Medinskiy, Ukrayna heyetine ise Rüstem Umerov başkanlık etti.",
            "Rustem Umerov",
            "participant",
        ),
        (
            "tr",
            "Rusya ile Ukrayna heyetleri dün İstanbul'da görüştü. Toplantıya Dışişleri Bakanı "
            "Hakan Fidan başkanlık etti.",
            "Hakan Fidan",
            "mediator",
        ),
        (
            "de",
            "Am Mittwoch verhandelte in Genf eine russische Delegation unter Leitung von Wladimir "
            "Medinski mit Rustem Umerow.",
            "Vladimir Medinsky",
            "participant",
        ),
        (
            "de",
            "In Genf haben am Mittwoch Gespräche begonnen. Für Russland war eine Abordnung unter "
            "der Leitung von Wladimir Medinski angereist.",
            "Vladimir Medinsky",
            "participant",
        ),
        (
            "de",
            "Russland und die Ukraine haben am Mittwoch in Genf unter Leitung von Hakan Fidan "
            "verhandelt.",
            "Hakan Fidan",
            "mediator",
        ),
        (
            "de",
            "Die Delegationen haben am Mittwoch in Genf unter Leitung von Hakan Fidan verhandelt.",
            "Hakan Fidan",
            "mediator",
        ),
        (
            "fr",
            "Une délégation présidée par Rustem Oumerov a rencontré mercredi Steve Witkoff à "
            "Genève.",
            "Rustem Umerov",
            "participant",
        ),
        (
            "fr",
            "Les pourparlers présidés par Hakan Fidan ont réuni mercredi à Genève la Russie et "
            "l'Ukraine.",
            "Hakan Fidan",
            "mediator",
        ),
        (
            "es",
            "La delegación presidida por Pablo Beltrán se reunió el miércoles en La Habana con "
            "Otty Patiño.",
            "Pablo Beltrán",
            "participant",
        ),
    ],
)
def test_who_leads_a_team_mediates_nothing(
    read: Read, language: str, text: str, head: str, role: str
) -> None:
    reading = read(f"{LEADS[language]} {text}")
    names = {mention.actor: mention.name for mention in reading.actors}
    parties = reading.claims[0].parties
    assert role in [party.role for party in parties if names.get(party.actor) == head]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Seit Montag verhandeln Russland und die Ukraine in Istanbul über eine Feuerpause.",
            "held",
        ),
        ("Russland und die Ukraine verhandeln in Istanbul über eine Feuerpause.", "ongoing"),
        ("Russland und die Ukraine wollen am Montag in Istanbul verhandeln.", "planned"),
        ("Russland und die Ukraine wollen in Istanbul über die Gefangenen verhandeln.", "planned"),
        ("Im Mai 2023 unterzeichnen Serbien und das Kosovo in Ohrid ein Abkommen.", "held"),
        ("In Istanbul wird zwischen Russland und der Ukraine verhandelt.", "ongoing"),
        ("Am Montag wird in Istanbul mit Russland und der Ukraine weiterverhandelt.", "planned"),
        ("Die Gespräche von Russland und der Ukraine in Istanbul werden fortgesetzt.", "ongoing"),
        ("Die Gespräche mit der Ukraine in Istanbul werden am Freitag fortgesetzt.", "planned"),
        ("Selenskyj wird am Freitag in Istanbul von Erdoğan empfangen.", "planned"),
        ("Selenskyj wurde am Montag in Istanbul von Erdoğan empfangen.", "held"),
    ],
)
def test_german_present_and_its_bare_verbs(read: Read, text: str, told: str) -> None:
    claims = read(f"{LEADS['de']} {text}").claims
    assert [claim.status for claim in claims] == [told]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("de", "Dass Putin und Selenskyj sich in Genf getroffen haben, wurde dementiert.", 0),
        ("de", "Merz sprach von einer Chance auf neue Gespräche mit Putin in Genf.", 0),
        ("fr", "La rencontre entre Macron et Poutine à Genève a été démentie.", 0),
        ("fr", "Macron a signé lundi à Paris un décret sur les réfugiés.", 0),
        ("fr", "Des milliers de manifestants se sont réunis lundi à Paris.", 0),
        ("es", "El encuentro de Petro con Maduro en Cúcuta fue desmentido por Bogotá.", 0),
        ("es", "Petro firmó el lunes en Bogotá el decreto de la amnistía.", 0),
        ("es", "Miles de vecinos se reunieron el lunes en Bogotá.", 0),
        ("ru", "Слухи, что Путин встретился с Зеленским в Женеве, Песков опроверг.", 0),
        ("ru", "Путин подписал в понедельник в Москве указ об амнистии.", 0),
        ("ru", "Тысячи жителей собрались в понедельник в Ереване.", 0),
        ("ru", "Пашинян назвал условия для переговоров с Алиевым.", 0),
        ("ru", "Неясно, встретится ли Путин с Зеленским в Женеве.", 0),
        # What is told all the same.
        ("de", "Merz und Putin trafen sich am Montag in Genf mit tausenden Zuschauern.", 1),
        ("fr", "Macron a signé lundi à Genève un traité avec Poutine.", 1),
        ("fr", "Macron a rencontré lundi Poutine à Genève devant des milliers d'habitants.", 1),
        ("es", "Petro firmó el lunes en Bogotá un acuerdo de paz con Maduro.", 1),
        ("ru", "Путин и Пашинян подписали в понедельник в Москве договор о мире.", 1),
        ("ru", "Путин и Зеленский встретились в понедельник в Женеве.", 1),
        # Who met and signed is told of once.
        ("de", "Merz und Putin trafen sich am Montag in Genf und unterzeichneten ein Abkommen.", 1),
        ("fr", "Macron et Poutine se sont rencontrés lundi à Genève et ont signé un accord.", 1),
        ("es", "Petro y Maduro se reunieron el lunes en Cúcuta y firmaron un acuerdo.", 1),
    ],
)
def test_what_is_denied_hoped_for_or_done_alone(
    read: Read, language: str, text: str, told: int
) -> None:
    assert len(read(f"{LEADS[language]} {text}").claims) == told


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        (
            "de",
            "Merz und Putin trafen sich am 24. Mai und am 30. August 2022 in Genf.",
            "2022-05-24",
        ),
        ("fr", "Macron a rencontré Poutine le 24 mai et le 30 août 2022 à Genève.", "2022-05-24"),
        ("es", "Petro se reunió con Maduro el 24 de mayo y el 30 de agosto de 2022.", "2022-05-24"),
        (
            "ru",
            "Путин и Зеленский встретились 24 мая и 30 августа 2022 года в Женеве.",
            "2022-05-24",
        ),
        ("tr", "Erdoğan ile Putin 24 Mayıs ve 30 Ağustos 2022'de Soçi'de görüştü.", "2022-05-24"),
        # Not the same year: something else stands between.
        (
            "de",
            "Merz und Putin trafen sich am 24. Mai in Genf, nach dem Krieg vom August 2022.",
            "2025-05-24",
        ),
        (
            "fr",
            "Macron a rencontré Poutine le 24 mai à Genève, après la guerre d'août 2022.",
            "2025-05-24",
        ),
    ],
)
def test_days_that_share_a_year(read: Read, language: str, text: str, day: str) -> None:
    whens = [claim.when for claim in read(f"{LEADS[language]} {text}").claims]
    assert day in [str(when.first) for when in whens if when]


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "Macron and Putin held talks in Geneva from 3 till 5 May 2025.", "05-03/05-05"),
        (
            "de",
            "Merz und Putin verhandelten vom 28. April bis zum 5. Mai 2025 in Genf.",
            "04-28/05-05",
        ),
        ("fr", "Macron et Poutine ont négocié du 28 avril au 5 mai 2025 à Genève.", "04-28/05-05"),
        (
            "az",
            "İlham Əliyev və Nikol Paşinyan 4 və 5 may 2025-ci ildə Cenevrədə görüşüblər.",
            "05-04/05-05",
        ),
        # Two meetings, not one of a week.
        ("en", "Macron met Putin on 28 April and 5 May 2025 in Geneva.", "04-28/04-28"),
        ("de", "Merz und Putin trafen sich am 28. April und 5. Mai 2025 in Genf.", "04-28/04-28"),
    ],
)
def test_first_and_last_day(read: Read, language: str, text: str, days: str) -> None:
    whens = [claim.when for claim in read(f"{LEADS.get(language, '')} {text}".lstrip()).claims]
    assert days in [f"{when.first:%m-%d}/{when.last:%m-%d}" for when in whens if when]
