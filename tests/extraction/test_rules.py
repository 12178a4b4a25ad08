"""The rules, a table each: short texts written for the rule, and what must be read."""

import pytest

from service.domain.articles import Reading
from service.domain.meetings import Claim
from tests.extraction.conftest import Read

PUBLISHED = "2025-07-10"  # a Thursday


def names(reading: Reading) -> set[str]:
    return {mention.name for mention in reading.actors if not mention.inferred}


def only(reading: Reading) -> Claim:
    assert len(reading.claims) == 1, [(c.kind, c.evidence[0].text) for c in reading.claims]
    return reading.claims[0]


def room(reading: Reading, claim: Claim) -> set[str]:
    by_id = {mention.actor: mention.name for mention in reading.actors}
    return {by_id[party.actor] for party in claim.parties}


@pytest.mark.parametrize(
    ("said", "day", "precision"),
    [
        ("on Monday", "2025-07-07", "day"),
        ("today", "2025-07-10", "day"),
        ("yesterday", "2025-07-09", "day"),
        ("on May 10", "2025-05-10", "day"),
        ("on 10 May", "2025-05-10", "day"),
        ("on the 10th of May", "2025-05-10", "day"),
        ("on May 10, 2024", "2024-05-10", "day"),
        ("on 10–11 May 2024", "2024-05-10", "day"),
        ("on November 20", "2024-11-20", "day"),
        ("in May", "2025-05-01", "month"),
        ("last September", "2024-09-01", "month"),
        ("last month", "2025-06-01", "month"),
        ("in 2017", "2017-01-01", "year"),
        ("three days ago", "2025-07-07", "day"),
        ("over the weekend", "2025-07-05", "day"),
        ("last Friday", "2025-07-04", "day"),
    ],
)
def test_dates(read: Read, said: str, day: str, precision: str) -> None:
    claim = only(read(f"Ilham Aliyev and Nikol Pashinyan met in Abu Dhabi {said}.", PUBLISHED))
    assert claim.when is not None
    assert (claim.when.date.isoformat(), claim.when.precision) == (day, precision)


def test_a_weekday_without_publication_day_stays_unknown(read: Read) -> None:
    claim = only(read("Ilham Aliyev and Nikol Pashinyan met in Abu Dhabi on Monday.", None))
    assert claim.when is None


def test_a_range_of_days(read: Read) -> None:
    claim = only(
        read("Ararat Mirzoyan and Jeyhun Bayramov held talks in Almaty from June 27 to 29.")
    )
    assert claim.when is not None
    assert claim.when.end is not None
    assert (claim.when.date.day, claim.when.end.day) == (27, 29)


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Aliyev and Pashinyan met in Abu Dhabi on Tuesday.", "held"),
        ("Aliyev and Pashinyan will meet in Abu Dhabi on Saturday.", "planned"),
        ("Aliyev and Pashinyan are due to meet in Abu Dhabi on July 20.", "planned"),
        ("A meeting of Aliyev and Pashinyan in Abu Dhabi on July 5 was cancelled.", "cancelled"),
        ("A meeting of Aliyev and Pashinyan in Abu Dhabi on July 20 was postponed.", "postponed"),
        ("A meeting of Aliyev and Pashinyan was postponed and is now set for July 20.", "planned"),
        ("Aliyev and Pashinyan were to meet in Abu Dhabi on July 5.", "cancelled"),
        ("Aliyev and Pashinyan could meet in Abu Dhabi on July 20.", "proposed"),
        ("Talks between Azerbaijan and Armenia are under way in Abu Dhabi.", "ongoing"),
        (
            "Delegations of Azerbaijan and Armenia have been meeting in Abu Dhabi since Monday.",
            "ongoing",
        ),
    ],
)
def test_status(read: Read, sentence: str, status: str) -> None:
    lead = "President Ilham Aliyev and Prime Minister Nikol Pashinyan spoke of peace."
    assert read(f"{lead}\n\n{sentence}").claims[-1].status == status


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Vladimir Putin telephoned Ilham Aliyev on Wednesday.", "phone_call"),
        ("Vladimir Putin spoke by phone with Ilham Aliyev on Wednesday.", "phone_call"),
        ("Vladimir Putin paid a visit to Baku on Wednesday.", "visit"),
        ("Vladimir Putin arrived in Baku on Wednesday.", "visit"),
        ("Armenia and Azerbaijan signed a treaty in Washington on Wednesday.", "signing"),
        (
            "Delegates of Russia and Ukraine put their names to a truce in Istanbul on Wednesday.",
            "signing",
        ),
        (
            "Sergey Lavrov told a press conference in Moscow on Wednesday that he was content.",
            "press_conference",
        ),
        ("Russia and Ukraine held talks in Istanbul on Wednesday.", "talks"),
        ("Vladimir Putin met Ilham Aliyev in Moscow on Wednesday.", "meeting"),
    ],
)
def test_kind(read: Read, sentence: str, kind: str) -> None:
    assert only(read(sentence)).kind == kind


@pytest.mark.parametrize(
    "sentence",
    [
        "Russia said that it had not met with Ukraine.",
        "The minister called for talks between Russia and Ukraine.",
        "Vladimir Putin welcomed the decision of the court.",
        "The party met the criticism with silence.",
        "Vladimir Putin called the plan of Ilham Aliyev a mistake.",
        "The Sudanese army and the RSF discuss a truce. The RSF hit a clinic in Nyala on Monday.",
        "The Sudanese army and the RSF discuss a truce. Crowds protested in Khartoum on Monday.",
        "Russia and Ukraine discuss a truce. The EU put sanctions on Russia in Brussels on Monday.",
    ],
)
def test_no_meeting(read: Read, sentence: str) -> None:
    assert read(sentence).claims == ()


@pytest.mark.parametrize(
    ("sentence", "acts"),
    [
        ("Baku said that it was ready for a treaty.", True),
        ("The envoys met in Baku on Monday.", False),
        ("Relations between Baku and Yerevan have improved.", True),
        ("He flew to Baku on Monday.", False),
        ("The Azerbaijani side rejected the draft.", True),
        ("Azerbaijan's President Ilham Aliyev spoke.", False),
    ],
)
def test_a_capital_is_a_government_or_a_place(read: Read, sentence: str, acts: bool) -> None:
    assert ("Azerbaijan" in names(read(sentence))) is acts


def test_one_event_for_each_place_of_a_list(read: Read) -> None:
    reading = read("Nikol Pashinyan and Ilham Aliyev have met in Brussels, Moscow and Chisinau.")
    assert [claim.city for claim in reading.claims] == ["Brussels", "Moscow", "Chisinau"]


def test_a_round_named_by_its_number(read: Read) -> None:
    text = (
        "Colombia and the National Liberation Army held a first round of talks in Caracas "
        "in November. The second took place in Mexico City in February."
    )
    assert [claim.city for claim in read(text).claims] == ["Caracas", "Mexico City"]


def test_an_office_means_its_holder_on_the_day(read: Read) -> None:
    then = read("The Kazakh president met Vladimir Putin in Moscow.", "2018-05-01")
    now = read("The Kazakh president met Vladimir Putin in Moscow.", "2024-05-01")
    assert "Nursultan Nazarbayev" in room(then, only(then))
    assert "Kassym-Jomart Tokayev" in room(now, only(now))
    assert all(m.inferred for m in now.actors if m.slug == "kassym-jomart-tokayev")


def test_a_counterpart_is_found_by_office_and_country(read: Read) -> None:
    text = (
        "Foreign Minister Jeyhun Bayramov of Azerbaijan spoke. Ararat Mirzoyan, the "
        "foreign minister of Armenia, listened.\n\nBayramov met his Armenian "
        "counterpart in Almaty on Monday."
    )
    reading = read(text)
    claim = reading.claims[-1]
    assert room(reading, claim) == {"Jeyhun Bayramov", "Ararat Mirzoyan"}


def test_unknown_persons_are_discovered(read: Read) -> None:
    text = (
        "Foreign Minister Takor Embeling of Rwanda said so. Later Ono Patrel, a spokesman of the "
        "rebels, denied it. Embeling did not answer."
    )
    reading = read(text)
    found = {mention.name: mention for mention in reading.actors if mention.discovered}
    assert set(found) == {"Takor Embeling", "Ono Patrel"}
    assert found["Takor Embeling"].country == "RW"
    assert len(found["Takor Embeling"].evidence) == 2


def test_a_misspelt_name_is_known(read: Read) -> None:
    assert {"Vladimir Putin", "Jeyhun Bayramov"} <= names(
        read("It was Vladmir Putin who asked, and Minister Jeyhum Bayramov of Azerbaijan.")
    )


def test_hosts_and_mediators_have_their_roles(read: Read) -> None:
    text = (
        "The Democratic Republic of the Congo and Rwanda held talks in Doha on Monday, "
        "mediated by Qatar, about the rebels of the M23."
    )
    reading = read(text)
    claim = only(reading)
    by_id = {mention.actor: mention.name for mention in reading.actors}
    roles = {by_id[party.actor]: party.role for party in claim.parties}
    assert roles["Qatar"] == "mediator"
    assert roles["Rwanda"] == "participant"


def test_relevance_of_an_unknown_conflict(read: Read) -> None:
    text = (
        "Elders of the Orane and of the Tusk valley signed a ceasefire on Monday after peace talks "
        "mediated by a church. The fighting had killed forty people since the rebels took up arms."
    )
    reading = read(text)
    assert reading.relevant
    assert reading.processes == ()
    assert reading.reasons


def test_leaders_whom_nobody_knows_stand_for_their_states(read: Read) -> None:
    truce = "signed a ceasefire in Nairobi on Monday after peace talks. The guns are silent."
    ministers = "Prime Minister Heng Sopheak of Cambodia and President Nguyen Thi Hoa of Vietnam"
    assert read(f"{ministers} {truce}").relevant
    assert not read(f"The bakers Heng Sopheak of Cambodia and Nguyen Thi Hoa {truce}").relevant


def test_a_truce_of_supermarkets_is_no_peace(read: Read) -> None:
    text = (
        "The two supermarket chains have called a truce in their price war over milk. Shoppers and "
        "dairy farmers had waited for it, and the shares of both companies rose."
    )
    assert not read(text).relevant


@pytest.mark.parametrize(
    ("text", "relevant"),
    [
        ("Russia and Ukraine held talks in Istanbul on Monday.", True),
        ("Serbia and Kosovo resume dialogue in Brussels", True),
        ("India and Pakistan meet in Dubai on Sunday in the cup final.", False),
        ("Armenia and Azerbaijan held talks on grain exports and tariffs on Monday.", False),
        ("Emmanuel Macron met Vladimir Putin in Paris for peace talks on a ceasefire.", True),
        ("Emmanuel Macron met Vladimir Putin in Paris for a truce on wine tariffs.", False),
    ],
)
def test_flash_is_judged_by_its_one_line(read: Read, text: str, relevant: bool) -> None:
    assert read(text).relevant is relevant


FEUDS = (
    "The Nembi and Olo clans buried eleven of their men and then their quarrel on Saturday. "
    "Forty pigs changed hands. The fight broke out in May. The chiefs signed a paper.",
    "A grand jirga brought the two tribes together on Monday. They agreed to vacate their bunkers. "
    "Nineteen men have been killed since August. An official signed as one of the witnesses.",
    "The chiefs of east and west apologised to each other for the fighting of 2019, in which seven "
    "villages were burned. Mats and a whale's tooth were exchanged. A bishop looked on.",
    "The villages are talking to each other again. Forty elders met under a fig tree. Stolen cows "
    "will be returned; the first talks were cut short by shots. They signed on a slate.",
)
QUARRELS = (
    "The two grocers agreed to stop undercutting each other's milk on Monday. Their chief "
    "executives met at a hotel. Analysts called it a ceasefire that will not last.",
    "Four party leaders walked out of coalition talks on Tuesday. The mediator will report to "
    "parliament. New talks are planned for next week; the army of spin doctors is ready.",
    "The golfers' civil war went to the White House on Thursday. The commissioner met the other "
    "league's boss. A truce is wanted before the Ryder Cup, and another round of negotiations.",
    "Counsel for the applicant told judges on Monday that villages had been burned and soldiers "
    "had killed thousands. The army denies it. The parties will exchange written pleadings.",
    "Hostilities over the garden fence are over: the two pensioners signed a peace treaty after "
    "mediation by the vicar. A demilitarised zone of one metre will be mown by a nephew. The war "
    "had begun with a pear tree.",
    "Couples make peace faster with a mediator, says a lawyer. Two sessions and a signature are "
    "often enough. War is expensive.",
)


@pytest.mark.parametrize("text", FEUDS)
def test_clans_that_killed_each_other_and_settle_are_relevant(read: Read, text: str) -> None:
    assert read(text).relevant


@pytest.mark.parametrize("text", QUARRELS)
def test_quarrels_in_words_of_war_are_not(read: Read, text: str) -> None:
    assert not read(text).relevant


BATTLES = (
    "The army of Mali lost nineteen men near Ansongo on Friday, when fighters of the JNIM blew "
    "up two trucks. Rebels shelled the camp after dark. Drones struck a column of militants, "
    "the general staff said; an air strike killed eleven insurgents. A truce of elders had held "
    "there until the spring.",
    "SITUATION REPORT. The Rapid Support Forces entered the town of Babanusa on Monday night. "
    "The Sudanese army bombed the crossroads; artillery killed at least thirty. Soldiers of the "
    "garrison retreated. The militia looted the market, and troops of the Sudanese Armed Forces "
    "reached the hospital on Tuesday. The last ceasefire ran out in May.",
    "Ukrainian drones hit an airfield in Crimea overnight, and Russian missiles struck Kharkiv. "
    "Shelling killed four. Russia's troops advanced on Kupiansk; Ukraine's soldiers held the "
    "trenches. The offensive goes on, both armies said. Nobody speaks of negotiations.",
    "Al-Shabaab militants attacked a base of the Somali army at dawn and killed twelve "
    "soldiers. Government troops retook it by noon with the help of air strikes. Insurgents "
    "ambushed the convoy that came to the wounded. A spokesman of the militia said the fighting "
    "would go on.",
    "M23 rebels seized two villages on the road to Walikale on Sunday. The Congolese army "
    "shelled their positions; gunmen killed nine civilians. Soldiers of Rwanda crossed the "
    "border at night, Kinshasa says. Fighting went on at dusk. Militia men looted the mission. "
    "The ceasefire of August is a memory.",
)
TALKS_AMID_WAR = (
    "The Democratic Republic of the Congo and the M23 rebels agreed in Doha on Monday to a "
    "ceasefire after a week of fighting that killed hundreds. Soldiers and militia are to leave "
    "the road to Walikale. Rebels will give the airport back, the mediators of Qatar said. "
    "Shelling stopped at noon.",
    "Sudan's army and the Rapid Support Forces will send delegations to Jeddah on Sunday, the "
    "United States said. Troops shelled Omdurman meanwhile and the militia bombed a hospital; "
    "an air strike killed thirty. Insurgents attacked a convoy. Peace talks had broken off in "
    "December.",
    "Ukraine and Russia exchanged 300 prisoners on Friday. Drones struck Odesa in the night, "
    "missiles killed six and troops advanced near Pokrovsk. The soldiers came home by bus. The "
    "Istanbul talks had agreed on it; negotiators of both sides will meet again.",
    "Mali's government and the rebels of the CSP signed a truce in Algiers. Fighters, soldiers, "
    "militia and jihadists have killed a thousand people since the army took Kidal; drones and "
    "ambushes went on to the last hour.",
)


@pytest.mark.parametrize("text", BATTLES)
def test_a_battle_is_no_peace_making_though_a_truce_is_named(read: Read, text: str) -> None:
    assert not read(text).relevant


@pytest.mark.parametrize("text", TALKS_AMID_WAR)
def test_talks_are_peace_making_though_the_fighting_goes_on(read: Read, text: str) -> None:
    assert read(text).relevant


def test_mentions_follow_plover(read: Read) -> None:
    held = read("Russia and Ukraine held talks in Istanbul on Monday.").mentions[0]
    ahead = read("Russia and Ukraine will hold talks in Istanbul on July 20.").mentions[0]
    signed = read("Russia and Ukraine signed a treaty in Istanbul on Monday.").mentions[0]
    off = read("The talks of Russia and Ukraine in Istanbul on July 20 were cancelled.").mentions[0]
    assert (held.type, held.modality) == ("CONSULT", "past")
    assert (ahead.type, ahead.modality, ahead.cameo) == ("AGREE", "future", "036")
    assert (signed.type, signed.cameo) == ("SUPPORT", "057")
    assert (off.type, off.modality) == ("REJECT", "negated")


def test_a_quote_has_its_speaker(read: Read) -> None:
    text = 'It was late. "We are closer to peace than ever before," Nikol Pashinyan said on Monday.'
    reading = read(text)
    by_id = {mention.actor: mention.name for mention in reading.actors}
    quote = reading.quotes[0]
    assert quote.text.startswith("We are closer")
    assert quote.speaker is not None
    assert by_id[quote.speaker] == "Nikol Pashinyan"


def test_teasers_and_disclaimers_yield_nothing(read: Read) -> None:
    body = (
        "Ilham Aliyev and Nikol Pashinyan met in Abu Dhabi on Monday to speak about a peace treaty "
        "between Azerbaijan and Armenia, which both sides want to sign before the end of the year."
    )
    tail = "Related: Vladimir Putin met Xi Jinping on Sunday\n© All rights reserved. Olaf Scholz"
    assert names(read(f"{body}\n\n{tail}")) == names(read(body))


HEAD = "Leaders speak of peace in the region"


@pytest.mark.parametrize(
    ("page", "day", "how"),
    [
        (
            HEAD + "\nBy A. Writer | 15.04.2024 - Update : 16.04.2024\n\n",
            "2024-04-15",
            "stamp",
        ),
        (
            HEAD + "\nPublished May 3, 2024 at 6:00 am\n\n",
            "2024-05-03",
            "stamp",
        ),
        (
            HEAD + "\n\nISTANBUL, May 16, 2025. /Wire/. ",
            "2025-05-16",
            "dateline",
        ),
        (HEAD + "\nMadrid, 10 de mayo de 2026\n\n", "2026-05-10", "stamp"),
        (HEAD + "\n\nLISBOA, 1º de maio de 2026 – ", "2026-05-01", "dateline"),
        (HEAD + "\n\n", None, None),
    ],
)
def test_the_day_of_publication(read: Read, page: str, day: str | None, how: str | None) -> None:
    body = (
        "Ilham Aliyev and Nikol Pashinyan met in Abu Dhabi to speak about a peace treaty between "
        "Azerbaijan and Armenia, as they had done on October 8, 2022 in Prague."
    )
    reading = read(page + body, None)
    assert (reading.published_on.isoformat() if reading.published_on else None) == day
    assert (reading.found["published_on"].how if how else None) == how
    told = reading.found["published_on"].evidence if how else None
    assert told is None or not (page + body)[told.end].isalnum()  # no word is cut in two


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (
            "Ministers Discuss Peace Processby Our Staff - English",
            "Ministers Discuss Peace Process",
        ),
        (
            "Ministers stand by Geneva deal after talks",
            "Ministers stand by Geneva deal after talks",
        ),
    ],
)
def test_a_byline_run_into_the_title_is_none_of_it(read: Read, line: str, title: str) -> None:
    assert read(f"{line}\n\n{'The ministers spoke of the treaty at length. ' * 4}").title == title


def test_a_further_day_of_talks_makes_no_other_meeting(read: Read) -> None:
    [meeting] = read(
        "Ministers open talks in Vienna\n\nThe foreign ministers of Armenia and Azerbaijan opened"
        " peace talks in Vienna on Thursday and looked at the draft of a treaty line by line.\n\n"
        "The talks are to be continued on Friday."
    ).claims
    assert meeting.when is not None
    assert (meeting.when.date.isoformat(), meeting.when.last.isoformat()) == (
        "2025-07-10",
        "2025-07-11",
    )


@pytest.mark.parametrize(
    ("headline", "process"),
    [
        ("Kagame and Tshisekedi sign ceasefire in Luanda", "drc-rwanda"),
        ("Pashinyan, Aliyev to meet in Abu Dhabi on Thursday", "armenia-azerbaijan"),
        ("Zelensky and Putin agree to meet", "russia-ukraine"),
        ("Kiir and Machar to resume talks in Addis", "south-sudan"),
        ("Araghchi, Witkoff to hold fifth round in Rome", "iran-us"),
        ("Djokovic and Sinner to meet in Paris final", None),
        ("Starmer and Reeves agree truce over budget", None),
        ("Macron and Merz discuss budget", None),
        ("Brown and Ishikawa sign agreement", None),
    ],
)
def test_surnames_of_rivals_in_an_undated_headline(
    read: Read, headline: str, process: str | None
) -> None:
    reading = read(headline, None)
    assert reading.relevant == bool(process)
    assert [match.process for match in reading.processes] == ([process] if process else [])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Міністри Вірменії та Азербайджану зустрілися в Осло.", "uk"),
        ("Министры Армении и Азербайджана встретились в Осло.", "ru"),
        ("Die Minister haben sich am Freitag in Oslo getroffen.", "de"),
        ("The ministers of the two states met in Oslo.", "en"),
    ],
)
def test_the_language_of_a_short_text(read: Read, text: str, language: str) -> None:
    assert read(text).language == language
