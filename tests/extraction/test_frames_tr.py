"""Turkish verbs of meeting in each tense, mood and denial, all of which are endings."""

import pytest

from tests.extraction.conftest import Read

PUBLISHED = "2025-11-12"  # a Wednesday
OPENING = (
    "Savaşın ardından barış görüşmeleri\n\nKenya ile Ruanda arasındaki ateşkes sürüyor, "
    "arabulucular söyledi.\n\n"
)
WITH, RECEIVES = "Ruto, Kagame ile {day} Oslo'da", "Ruto, {day} Oslo'da Kagame'yi"
# past, what had been, told, by doing, future, told, its noun, to, infinitive, may, denials
VERBS = [
    f"{WITH}|görüştü görüşmüştü görüştüğünü görüşerek görüşecek görüşeceğini görüşmesi görüşmeye "
    "görüşmek görüşebilir görüşmeyecek görüşmedi",
    f"{WITH}|buluştu buluşmuştu buluştuğunu buluşarak buluşacak buluşacağını buluşması buluşmaya "
    "buluşmak buluşabilir buluşmayacak buluşmadı",
    f"{WITH} bir araya|geldi gelmişti geldiğini gelerek gelecek geleceğini gelmesi gelmeye gelmek "
    "gelebilir gelmeyecek gelmedi",
    f"{WITH} masaya|oturdu oturmuştu oturduğunu oturarak oturacak oturacağını oturması oturmaya "
    "oturmak oturabilir oturmayacak oturmadı",
    f"{RECEIVES}|ağırladı ağırlamıştı ağırladığını ağırlayarak ağırlayacak ağırlayacağını "
    "ağırlaması ağırlamaya ağırlamak ağırlayabilir ağırlamayacak ağırlamadı",
    f"{RECEIVES} kabul|etti etmişti ettiğini ederek edecek edeceğini etmesi etmeye etmek edebilir "
    "etmeyecek etmedi",
]
ENDS = [
    ("pazartesi günü", "{0}.", "held 2025-11-10"),
    ("pazartesi günü", "{1}.", "held 2025-11-10"),
    ("pazartesi günü", "{2} söyledi.", "held 2025-11-10"),
    ("pazartesi günü", "{3} ateşkesi ele aldı.", "held 2025-11-10"),
    ("cuma günü", "{4}.", "planned 2025-11-14"),
    ("cuma günü", "{5} söyledi.", "planned 2025-11-14"),
    ("cuma günü", "{8} üzere yola çıkıyor.", "planned 2025-11-14"),
    ("cuma günü", "{9}.", "proposed 2025-11-14"),
    ("", "{7} hazır.", "proposed None"),
    ("", "{8} istiyor.", "proposed None"),
    ("cuma günü", "{10}.", "cancelled 2025-11-14"),
    ("pazartesi günü", "{11}.", "cancelled 2025-11-10"),
]


def told(read: Read, text: str) -> list[str]:
    text = text.replace("Ruto", "William Ruto", 1).replace("Kagame", "Paul Kagame", 1)
    reading = read(OPENING + text, PUBLISHED)
    return [f"{c.status} {c.when.date if c.when else None}" for c in reading.claims]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("day", "end", "expected"), ENDS)
def test_each_ending(read: Read, verb: str, day: str, end: str, expected: str) -> None:
    frame, _, forms = verb.partition("|")
    sentence = f"{frame.format(day=day)} {end.format(*forms.split())}".replace("  ", " ")
    assert told(read, sentence) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ruto'nun Kagame ile cuma günü Oslo'da görüşmesi bekleniyor.", "planned 2025-11-14"),
        ("Ruto'nun Kagame ile cuma günü Oslo'da buluşması planlanıyor.", "planned 2025-11-14"),
        ("Ruto, Kagame ile cuma günü Oslo'da görüşmeye hazırlanıyor.", "planned 2025-11-14"),
        ("Ruto ve Kagame pazartesi günü Oslo'da bir araya geldiler.", "held 2025-11-10"),
        ("Ruto salı günü Ankara'yı ziyaret edecek.", "planned 2025-11-18"),
        ("Ruto, Kagame ile cuma günü Oslo'da görüşme gerçekleştirecek.", "planned 2025-11-14"),
        ("Ruto, Kagame ile cuma günü Oslo'da istişarelerde bulunacak.", "planned 2025-11-14"),
        ("Ruto, Kagame'yi cuma günü Oslo'da ağırlamayı planlıyor.", "planned 2025-11-14"),
        ("Ruto, Kagame ile cuma günü Oslo'da görüşme yapmayacak.", "cancelled 2025-11-14"),
        ("Ruto ile Kagame arasındaki zirve cuma günü yapılmayacak.", "cancelled 2025-11-14"),
        ("Ruto, cuma günü Kagame ile yapacağı görüşmeyi erteledi.", "postponed 2025-11-14"),
        ("Ruto cuma günü Ankara'ya gitmeyecek.", "cancelled 2025-11-14"),
        ("Ruto cuma günü Ankara'ya gidebilir.", "proposed 2025-11-14"),
        ("Ruto, Kagame ile cuma günü telefonda görüşecek.", "planned 2025-11-14"),
        ("Ruto, Kagame ile öbür gün Oslo'da görüşecek.", "planned 2025-11-14"),
    ],
)
def test_verbs_behind_verbs(read: Read, text: str, expected: str) -> None:
    assert told(read, text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ruto ile Kagame arasında pazartesi günü yapılması planlanan görüşme gerçekleşmedi.",
            ["cancelled 2025-11-10"],
        ),
        (
            "Ruto'nun pazartesi günü Oslo'da Kagame ile görüşmesi bekleniyordu ancak görüşme "
            "yapılamadı.",
            ["cancelled 2025-11-10"],
        ),
        ("Ruto ve Kagame hiç görüşmedi.", []),
        ("Ruto, Kagame ile görüşmeyeceğini söyledi.", []),
        ("Ruto, Kagame'nin önerisini Oslo'da kabul etti.", []),
        ("Ruto, Kagame'nin açıklamasını karşıladı.", []),
        ("Ruto, planı görüşmek üzere dün Kagame'yi Oslo'da kabul etti.", ["held 2025-11-11"]),
    ],
)
def test_what_was_not_done(read: Read, text: str, expected: list[str]) -> None:
    assert told(read, text) == expected


@pytest.mark.parametrize("two", ["İki lider", "İkili", "iki lider"])
def test_a_capital_i_keeps_its_dot(read: Read, two: str) -> None:
    before = "William Ruto, Paul Kagame ile dün Oslo'da görüştü. "
    claims = read(f"{OPENING}{before}{two} cuma günü Cenevre'de buluşacak.", PUBLISHED).claims
    assert len(claims[1].parties) == 2


def whole(read: Read, text: str) -> list[str]:
    reading = read(OPENING + text, PUBLISHED)
    names = {actor.actor: actor.name.split()[-1] for actor in reading.actors}
    return [
        f"{c.status} {c.when.date if c.when else None} {c.city} "
        + " ".join(sorted(names[party.actor] for party in c.parties))
        for c in reading.claims
    ]


KAGAME = "William Ruto, Paul Kagame ile pazartesi günü Oslo'da"
MET = "held 2025-11-10 Oslo Kagame Ruto"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{KAGAME} görüştü ve cuma günü Cenevre'de Donald Trump ile bir araya gelecek.",
            [MET, "planned 2025-11-14 Geneva Ruto Trump"],
        ),
        (
            "Pazartesi günü Oslo'da Paul Kagame ile görüşen William Ruto, cuma günü Cenevre'de "
            "Donald Trump'ı ağırlayacak.",
            [MET, "planned 2025-11-14 Geneva Ruto Trump"],
        ),
        (
            "William Ruto, Paul Kagame ile cuma günü Oslo'da görüşmeyecek, pazartesi günü "
            "Cenevre'de Donald Trump ile görüştü.",
            ["cancelled 2025-11-14 Oslo Kagame Ruto", "held 2025-11-10 Geneva Ruto Trump"],
        ),
        (
            f"{KAGAME} görüştü, Donald Trump ise salı günü Paris'te Emmanuel Macron'u kabul etti.",
            [MET, "held 2025-11-11 Paris Macron Trump"],
        ),
        ("William Ruto pazartesi günü Oslo'ya giderek Paul Kagame ile görüştü.", [MET]),
        (f"{KAGAME} bir araya gelerek ateşkesi ele aldı.", [MET]),
        (
            "William Ruto, cuma günü Oslo'ya giderek Paul Kagame ile görüşecek.",
            ["planned 2025-11-14 Oslo Kagame Ruto"],
        ),
        (
            f"{KAGAME} görüştü. Toplantıya Hakan Fidan da katıldı.",
            ["held 2025-11-10 Oslo Fidan Kagame Ruto"],
        ),
    ],
)
def test_each_verb_has_what_stands_before_it(read: Read, text: str, expected: list[str]) -> None:
    assert whole(read, text) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("geçen yıl mart ayında", "held 2024-03-01"),
        ("geçtiğimiz yılın ekiminde", "held 2024-10-01"),
        ("bu yıl mart ayında", "held 2025-03-01"),
        ("mart ayında", "held 2025-03-01"),
    ],
)
def test_a_year_stands_before_its_month(read: Read, when: str, expected: str) -> None:
    assert told(read, f"Ruto, {when} Kagame ile Oslo'da görüştü.") == [expected]


def test_a_list_ends_before_who_mediates(read: Read) -> None:
    text = "Aliyev ve Paşinyan, ABD Başkanı Donald Trump'ın ev sahipliğinde Washington'da buluştu."
    (claim,) = read(OPENING + text, PUBLISHED).claims
    assert [party.role for party in claim.parties] == ["participant", "participant", "mediator"]
