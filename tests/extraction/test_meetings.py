"""Which events sentences tell of: by what words, of which kind."""

import pytest

from tests.extraction.conftest import Read


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Mirzoyan and Bayramov put their initials on the treaty on Wednesday.", "signing"),
        (
            "Ararat Mirzoyan told reporters afterwards in Geneva that he was content.",
            "press_conference",
        ),
        ("Emmanuel Macron had a long walk with Nikol Pashinyan on Wednesday.", "meeting"),
        ("The delegations of Armenia and Azerbaijan sat round one table in Geneva.", "talks"),
        ("Aliyev and Pashinyan last met in May in Tirana, at a summit of Europeans.", "meeting"),
        ("Ararat Mirzoyan and Jeyhun Bayramov saw each other last in Berlin in May.", "talks"),
        ("Ararat Mirzoyan and Jeyhun Bayramov are to meet again in Berlin in May.", "talks"),
        ("Annalena Baerbock hosted Ararat Mirzoyan and Jeyhun Bayramov in Berlin.", "talks"),
        ("Jake Sullivan met Ararat Mirzoyan and Jeyhun Bayramov in Washington.", "meeting"),
        ("Ararat Mirzoyan met his colleague Jeyhun Bayramov in Munich.", "meeting"),
        ("Ararat Mirzoyan and Jeyhun Bayramov shook hands over dinner in Munich.", "meeting"),
        ("The border commissions of Armenia and Azerbaijan met on Monday in Ijevan.", "meeting"),
        ("Ararat Mirzoyan was received by Hakan Fidan in Ankara on Monday.", "meeting"),
        ("Ilham Aliyev, Nikol Pashinyan and Vladimir Putin met in Sochi on Monday.", "summit"),
        ("Ilham Aliyev and Serzh Sargsyan met in Kazan in June 2011.", "meeting"),
        ("Dmitry Medvedev hosted Aliyev and Serzh Sargsyan in Kazan in June 2011.", "summit"),
        ("Ilham Aliyev and Nikol Pashinyan held talks in Abu Dhabi on Monday.", "meeting"),
        ("Negotiators of Armenia and Azerbaijan met in Tbilisi on Monday.", "talks"),
        ("African heads of state met in Addis Ababa on Monday on the war in Sudan.", "summit"),
        ("During his stay in Baku Hakan Fidan was received by Ilham Aliyev.", "meeting"),
        ("Recep Tayyip Erdogan visited Ilham Aliyev in Ganja on Monday.", "meeting"),
        ("The delegations of Armenia and Azerbaijan have been meeting in Vienna.", "talks"),
        ("The European Council met in Brussels on Monday on peace in Ukraine.", "summit"),
        ("Vladimir Putin and Donald Trump met in Anchorage on Friday.", "meeting"),
        (
            "Putin and Trump met in Anchorage on Friday. After the summit they were silent.",
            "summit",
        ),
        ("Putin and Trump met in Kazan on Friday. The host of the BRICS summit left.", "meeting"),
        ("Ararat Mirzoyan and Jeyhun Bayramov sat with Hakan Fidan in Ankara on Monday.", "talks"),
        ("The heads of three Libyan councils sat around one table in Cairo on Monday.", "talks"),
        ("Aliyev and Pashinyan sat down in Kazan on Monday.", "meeting"),
        ("A round of Armenia and Azerbaijan at that level was hosted by Oman in May.", "talks"),
        ("Ministers of Congo and Rwanda are expected in Paris in June to sign a pact.", "signing"),
        ("The presidents of Congo, Rwanda and Kenya gather in Doha on Monday to sign.", "summit"),
        ("Experts of both Moldova and Transnistria are to meet in Bender on Friday.", "talks"),
        ("Oman wants to host an international conference on peace in Yemen in May.", "meeting"),
        ("Macron chaired a video conference on peace in Ukraine on Monday.", "meeting"),
        ("Aliyev met Pashinyan on the sidelines of the summit in Tirana on Monday.", "meeting"),
        ("Kim Jong Un and Donald Trump met in Hanoi on Monday, for peace in Korea.", "meeting"),
        ("Aliyev spent forty minutes with Pashinyan in Tirana on Monday.", "meeting"),
        ("Putin and Aliyev negotiated in Sochi on Monday.", "meeting"),
        ("Sisi wants to host a conference on peace in Sudan in Cairo in May.", "meeting"),
        ("The conference of Armenia and Azerbaijan opened in Geneva on Monday.", "talks"),
        ("Oman hosted the round of Armenia and Azerbaijan in Muscat on Monday.", "talks"),
        ("Envoys of Armenia and Azerbaijan sat together in Moscow on Monday.", "talks"),
        ("The second meeting on Sudan was held in Geneva on 5 and 6 May.", "talks"),
        ("Das zweite Treffen mit den Huthi fand vom 6. bis 8. Mai in Maskat statt.", "talks"),
        ("A meeting with the Houthis took place in Muscat on 6 May.", "meeting"),
        ("A meeting with the Houthis took place in Muscat in May.", "meeting"),
        ("Vladimir Putin met Xi Jinping in Beijing on 6 and 7 May.", "meeting"),
        ("Talks with the Houthis broke down in Muscat on 6 May.", "talks"),
    ],
)
def test_the_kind_of_an_event(read: Read, sentence: str, kind: str) -> None:
    assert [claim.kind for claim in read(sentence).claims] == [kind]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("On Monday Aliyev had a meal with Pashinyan in Kars.", "meeting"),
        ("On Monday Aliyev deliberated with Pashinyan in Kars.", "meeting"),
        ("On Monday Aliyev presented the plan to Pashinyan in Kars.", "meeting"),
        ("On Monday Mirzoyan worked out the details with Bayramov in Kars.", "talks"),
        ("Swiss envoys ferried proposals between Armenia and Azerbaijan on Monday.", "talks"),
        ("On Monday Armenia and Azerbaijan swore an oath of peace in Kars.", "signing"),
        ("On Monday Armenia and Azerbaijan concluded a ceasefire in Kars.", "signing"),
        ("Aliyev makes his way to Kars on 14 July for the treaty with Armenia.", "visit"),
        ("On Monday Pashinyan went before the microphones in Kars.", "press_conference"),
        ("On Monday Pashinyan gave a briefing on the treaty in Kars.", "press_conference"),
    ],
)
def test_other_words_for_an_event(read: Read, words: str, kind: str) -> None:
    assert [claim.kind for claim in read(f"Peace treaty\n\n{words}").claims] == [kind]


@pytest.mark.parametrize(
    "words",
    [
        "Armenia and Azerbaijan worked out the costs of the war.",
        "Pashinyan presented the plan on television, not to Aliyev.",
        "A meal with many courses is what Aliyev and Pashinyan like.",
        "Aliyev swore that Pashinyan would sign.",
        "Pashinyan held the line to Aliyev's dismay.",
        "Aliyev made his way in the oil business, unlike Pashinyan.",
    ],
)
def test_words_like_those_for_an_event(read: Read, words: str) -> None:
    assert not read(f"Peace treaty\n\n{words}").claims


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "Armenia and Azerbaijan signed a truce in Kars in May 2014; the second in Tiflis in "
            "June 2015, with Georgia looking on.",
            ["signing", "signing"],
        ),
        (
            "O primeiro acordo foi assinado em Roma, em 4 de Outubro de 1992, por Joaquim Chissano "
            "e Dhlakama; o segundo em Maputo, em 5 de Setembro de 2014, com Armando Guebuza. "
            "Moçambique espera a paz entre o Governo e a Renamo.",
            ["signing", "signing"],
        ),
        (
            "Armenia and Azerbaijan signed a truce in Kars in May 2014, and Aliyev and Pashinyan "
            "were together in Rome in June 2015.",
            ["signing", "meeting"],
        ),
    ],
)
def test_signings_in_a_row(read: Read, text: str, kinds: list[str]) -> None:
    assert [claim.kind for claim in read(text).claims] == kinds


def test_a_round_with_a_number_is_no_other_one_as_well(read: Read) -> None:
    told = read(
        "Colombia and the ELN signed a truce in Havana on Monday. The delegations of Otty Patiño "
        "and Pablo Beltrán had been at work in the Cuban capital since July 2. A first cycle was "
        "held in Caracas last November, a second one in Mexico City at the beginning of this year."
    )
    cities = [claim.city for claim in told.claims if claim.city != "Havana"]
    assert cities == ["Caracas", "Mexico City"]


def test_a_round_named_by_number_beside_others(read: Read) -> None:
    told = read(
        "Somalia and Ethiopia held a first round of talks in Ankara on July 1, 2025; "
        "a third, foreseen for September, was called off."
    )
    assert [claim.status for claim in told.claims] == ["held", "cancelled"]
    assert told.claims[1].round == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Charles Michel brought Aliyev and Pashinyan together in Brussels on Tuesday.",
            ["held Brussels"],
        ),
        (
            "Aliyev and Pashinyan met in Prague on Monday. They agreed to meet again in Brussels.",
            ["held Prague", "planned Brussels"],
        ),
        (
            "Armenia and Azerbaijan held talks in Oslo in May 2024. The second round followed "
            "in Geneva in June 2024, the third in Vienna in July 2024.",
            ["held Oslo", "held Geneva", "held Vienna"],
        ),
        (
            "The Washington accord between Armenia and Azerbaijan was concluded in August 2024.",
            ["held Washington"],
        ),
        ("Armenia rejected talks with Azerbaijan.", []),
        ("Serbia and Kosovo were at odds, and nothing was signed in Brussels.", []),
        ("In Pristina Albin Kurti received nobody on Monday.", []),
        ("Ilham Aliyev welcomed the offer of Charles Michel on Monday.", []),
        ("Two armies went to war in Sudan; Abdel Fattah al-Burhan returned to work in May.", []),
        ("Nikol Pashinyan has called on both sides to make peace.", []),
        (
            "Ilham Aliyev received Nikol Pashinyan and Charles Michel separately in Baku.",
            ["held Baku", "held Baku"],
        ),
        (
            "Armenia and Azerbaijan held talks in Oslo in May 2024. "
            "A meeting of the two in Geneva in June 2024 was called off.",
            ["held Oslo", "cancelled Geneva"],
        ),
        (
            "Armenia and Azerbaijan look back on their peace talks.\n\n"
            "20 June 2016: Serzh Sargsyan and Ilham Aliyev with Vladimir Putin in St Petersburg.",
            ["held Saint Petersburg"],
        ),
        (
            "The leaders of Armenia and Azerbaijan meet in Brussels on Saturday.",
            ["planned Brussels"],
        ),
        (
            "Aliyev and Pashinyan met in Prague on Monday. The next one will be held in Brussels.",
            ["held Prague", "planned Brussels"],
        ),
        (
            "Aliyev and Pashinyan met in Prague on Monday. Another one is being prepared.",
            ["held Prague", "planned None"],
        ),
        (
            "Aliyev and Pashinyan met in Prague on Monday. Another bridge is being prepared.",
            ["held Prague"],
        ),
        (
            "Armenia and Azerbaijan held talks in Berlin on Monday. "
            "Jeyhun Bayramov also called on Ararat Mirzoyan.",
            ["held Berlin", "held Berlin"],
        ),
        (
            "Charles Michel hosted Aliyev and Pashinyan in Brussels on Monday. "
            "In the evening Aliyev and Pashinyan were hosted by Emmanuel Macron.",
            ["held Brussels", "held Brussels"],
        ),
        ("Armenia, Azerbaijan sign border deal in Moscow\n\nNobody spoke of it.", ["held Moscow"]),
        (
            "The round of Armenia and Azerbaijan set for June 2024 in Oslo "
            "was put off until August 2031.",
            ["postponed Oslo", "planned Oslo"],
        ),
        (
            "Armenia and Azerbaijan held the third round of talks in Oslo in May 2024. "
            "The fourth opens in June 2024, again in the Norwegian capital.",
            ["held Oslo", "held Oslo"],
        ),
        (
            "Armenia and Azerbaijan held the second round of talks in Oslo in May 2024. "
            "A third appointment, fixed for 3 June 2024, was called off.",
            ["held Oslo", "cancelled None"],
        ),
        (
            "On Friday Ilham Aliyev and Nikol Pashinyan sit down with Charles Michel.",
            ["planned None"],
        ),
        (
            "Armenia and Azerbaijan held talks in May 2024. In December 2023 Charles Michel kept "
            "Aliyev and Pashinyan at his table until late at night, in Brussels.",
            ["held None", "held Brussels"],
        ),
        (
            "Armenia wants peace with Azerbaijan. Vladimir Putin has sent Nikol Pashinyan "
            "an invitation to Moscow.",
            ["proposed Moscow"],
        ),
        (
            "Antony Blinken called on Nikol Pashinyan in Yerevan on Monday to brief him on the "
            "treaty with Azerbaijan.",
            ["held Yerevan"],
        ),
        (
            "On Monday, before the session on the treaty, Charles Michel called on Nikol "
            "Pashinyan to express his thanks.",
            ["held None"],
        ),
        ("On Monday Charles Michel called on Armenia to thank Azerbaijan.", []),
        ("In Yerevan on Monday Charles Michel called on Armenia to keep the truce.", []),
    ],
)
def test_which_events_are_told(read: Read, text: str, told: list[str]) -> None:
    assert [f"{claim.status} {claim.city}" for claim in read(text).claims] == told


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Ilham Aliyev spoke to Nikol Pashinyan by telephone on Monday.", ["phone_call"]),
        ("Aliyev and Pashinyan held a meeting by video link on Monday.", ["meeting"]),
        (
            "Aliyev phoned Pashinyan on Monday. Aliyev and Pashinyan spoke again on Wednesday.",
            ["phone_call", "phone_call"],
        ),
        (
            "Aliyev phoned Pashinyan on May 2. Aliyev and Pashinyan spoke in Tirana on May 9.",
            ["phone_call", "meeting"],
        ),
    ],
)
def test_a_call_is_told_once(read: Read, text: str, kinds: list[str]) -> None:
    assert [claim.kind for claim in read(text).claims] == kinds


def test_a_dateline_with_a_full_stop_is_no_event(read: Read) -> None:
    found = read(
        "Kyiv rejects plan\n\nKYIV, Nov 20, 2026. The foreign ministers of Russia and Ukraine will "
        "hold peace talks in Istanbul on November 25, the Turkish foreign ministry said.",
        None,
    )
    assert [claim.city for claim in found.claims] == ["Istanbul"]


def test_a_conference_is_no_table_of_two_sides(read: Read) -> None:
    found = read(
        "Armenia and Azerbaijan have signed the treaty. Armenia will back Azerbaijan as host of "
        "the climate conference of 2026."
    )
    conference = [claim for claim in found.claims if claim.status == "planned"]
    assert [len({p.actor for p in c.parties}) == len(c.parties) for c in conference] == [True]


def test_the_day_of_an_announcement_is_not_that_of_the_talks(read: Read) -> None:
    told = read(
        "Russia and Ukraine are to hold talks in Istanbul on Friday. "
        "Vladimir Putin had proposed the talks on Sunday."
    )
    assert [str(claim.when.date) for claim in told.claims if claim.when] == ["2025-07-11"]


def test_a_day_on_which_the_press_is_told_is_not_that_of_what_is_told(read: Read) -> None:
    told = read(
        "Nikol Pashinyan told a briefing on Monday that Armenia was looking forward to another "
        "round with Azerbaijan soon."
    )
    assert [(claim.kind, claim.status, bool(claim.when)) for claim in told.claims] == [
        ("press_conference", "held", True),
        ("talks", "planned", False),
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The second round of talks of Serbia and Kosovo is fixed for 2 August.", "planned"),
        ("The next meeting of Aliyev and Pashinyan will be held in Brussels.", "planned"),
        ("Washington is looking forward to another round of Serbia and Kosovo.", "planned"),
        ("A meeting of Aliyev and Pashinyan might be held in Brussels.", "proposed"),
        ("Charles Michel offered to bring Aliyev and Pashinyan together in Brussels.", "proposed"),
        ("The round of talks of Serbia and Kosovo in June did not come about.", "cancelled"),
        (
            "A meeting of Aliyev and Pashinyan, which the mediators had been preparing for weeks "
            "in Geneva, was called off.",
            "cancelled",
        ),
        (
            "Eine Begegnung von Alijew und Paschinjan, auf die sich die Vermittler seit Monaten "
            "in Genf vorbereitet hatten, fand nicht statt.",
            "cancelled",
        ),
        (
            "Встреча Алиева и Пашиняна, которая должна была пройти в конце прошлой недели в "
            "столице Швейцарии, не состоялась.",
            "cancelled",
        ),
        ("The talks of Serbia and Kosovo began in May and were meant to last a day.", "held"),
        ("The delegations of Serbia and Kosovo have been meeting since Monday.", "ongoing"),
        ("Aliyev and Pashinyan started a conversation in Tirana in May.", "held"),
        ("I welcome the agreement between Serbia and Kosovo to hold talks in Oslo.", "planned"),
        ("The ministers of Serbia and Kosovo are going to Oslo for talks.", "planned"),
        ("On Monday Vladimir Putin emerged from talks with Ilham Aliyev in Baku.", "held"),
        ("Talks with the envoys of Hamas in Doha on Monday ended without a truce.", "held"),
        ("Vladimir Putin talks with Ilham Aliyev in Baku on 14 July.", "planned"),
    ],
)
def test_the_status_of_an_event(read: Read, text: str, status: str) -> None:
    assert [claim.status for claim in read(text).claims] == [status]


def test_the_day_since_when_is_not_that_of_the_meeting(read: Read) -> None:
    told = read(
        "Aliyev and Pashinyan met on Monday for the first time since the treaty was agreed "
        "in March, and parted without a date."
    )
    assert [str(claim.when.date) for claim in told.claims if claim.when] == ["2025-07-07"]


def test_what_goes_on_the_day_after_is_one_meeting_of_two_days(read: Read) -> None:
    told = read(
        "Jeyhun Bayramov and Ararat Mirzoyan met in Berlin on 28 February 2024. "
        "The ministers ended their talks in Berlin on 29 February 2024."
    )
    days = [(str(one.when.date), str(one.when.end)) for one in told.claims if one.when]
    assert days == [("2024-02-28", "2024-02-29")]


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Mirzoyan and Bayramov are to hold in Geneva the talks that fell through.", ["planned"]),
        (
            "Mirzoyan and Bayramov will fly to Geneva for the talks that had been postponed. "
            "The two should have met there on 3 July.",
            ["cancelled", "planned"],
        ),
        ("Mirzoyan and Bayramov will not hold the talks that were called off.", ["cancelled"]),
        ("The talks of Mirzoyan and Bayramov, which were called off, end a week.", ["cancelled"]),
    ],
)
def test_a_new_date_is_told_beside_the_one_that_fell_through(
    read: Read, text: str, statuses: list[str]
) -> None:
    assert sorted(claim.status for claim in read(text, "2025-07-10").claims) == statuses


def test_a_long_line_without_its_stop_is_the_text(read: Read) -> None:
    told = read(
        "Armenian Foreign Minister Ararat Mirzoyan met Azerbaijani Foreign Minister Jeyhun "
        "Bayramov in Vienna on Friday"
    )
    assert [(claim.kind, claim.city) for claim in told.claims] == [("meeting", "Vienna")]
