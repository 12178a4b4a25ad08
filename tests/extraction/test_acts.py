"""Acts: what a verb and what it is about come to, who does it to whom, and how it is meant."""

import pytest

from service.extraction.acts.codes import CODES
from service.knowledge.model import Knowledge
from tests.extraction.conftest import Read

# The modes of each PLOVER type (2.0 draft manual); a type that is not here has none.
MODES = {
    "CONSULT": {"visit", "third-party", "multilateral", "phone"},
    "RETREAT": {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
    "REQUEST": {"assist", "change", "yield", "meet"},
    "ACCUSE": {"disapprove", "investigate", "allege"},
    "REJECT": {"assist", "change", "yield", "meet"},
    "THREATEN": {"restrict", "arrest", "relations", "expel", "territory", "violence"},
    "SANCTION": {"convict", "expel", "withdraw", "discontinue"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
}
# In an article on a war, so that one line is enough to be of a peace process.
WAR = """

Fighting between the army and the rebels has killed thousands of civilians in the war. Peace talks
and a ceasefire are sought."""


def told(read: Read, knowledge: Knowledge, text: str) -> list[tuple[str, str, str, str]]:
    """Return code, modality, actors and recipients of each act."""
    reading = read(text + WAR)
    names = {actor.id: actor.name for actor in (*knowledge.actors.values(), *reading.discovered)}
    return [
        (
            f"{one.type}.{one.mode or ''}.{one.cameo}",
            one.modality,
            ", ".join(names[actor] for actor in one.actors),
            ", ".join(names[actor] for actor in one.recipients),
        )
        for one in reading.mentions
        if one.evidence[0].rule.startswith("mention.")
    ]


ACTS = (
    (
        "Armenia and Azerbaijan agreed to open the road to Meghri.",
        "AGREE..030",
        "past",
        "Armenia, Azerbaijan",
        "",
    ),
    ("The EU has pledged to rebuild the bridge.", "AGREE..030", "past", "European Union", None),
    ("Qatar offered Doha.", "AGREE..039", "past", "Qatar", None),
    ("Turkey has offered to gather the ministers.", "AGREE..030", "past", "Turkey", None),
    ("Chad asked the African Union to step in.", "REQUEST..020", "past", "Chad", "African Union"),
    ("Kenya urged Somalia not to give up.", "REQUEST..020", "past", "Kenya", "Somalia"),
    ("Iran called for a meeting of Armenia and Turkey.", "REQUEST.meet.026", "past", "Iran", None),
    ("Rwanda refused to sign.", "REJECT.meet.127", "past", "Rwanda", ""),
    ("Russia hailed the outcome.", "SUPPORT..051", "past", "Russia", ""),
    ("Norway praised “a big step forward”.", "SUPPORT..051", "past", "Norway", ""),
    (
        "Thailand will hand back 18 Cambodian soldiers.",
        "RETREAT.release.0841",
        "future",
        "Thailand",
        "Cambodia",
    ),
    ("Washington lifted its sanctions.", "CONCEDE..085", "past", "United States", ""),
    ("Chad accused “hardliners” of sabotage.", "ACCUSE.allege.112", "past", "Chad", ""),
    ("India denies having agreed to that.", "AGREE..030", "negated", "India", ""),
    (
        "Kyiv rejected the proposal that Moscow had put forward.",
        "REJECT.meet.127",
        "past",
        "Ukraine",
        "",
    ),
    (
        "Abdel Fattah al-Burhan ruled out any negotiations with the Rapid Support Forces.",
        "REJECT.meet.125",
        "past",
        "Abdel Fattah al-Burhan",
        "Rapid Support Forces",
    ),
    (
        "Hamas turned down an Israeli offer of a two-month truce.",
        "REJECT.meet.127",
        "past",
        "Hamas",
        None,
    ),
    (
        "Ethiopia has dismissed Egypt's call for mediation in the dispute.",
        "REJECT.meet.126",
        "past",
        "Ethiopia",
        None,
    ),
    ("The proposal was rejected by Kyiv within hours.", "REJECT.meet.127", "past", "Ukraine", ""),
    ("Yerevan spurned the mediation of Moscow.", "REJECT.meet.126", "past", "Armenia", "Russia"),
    (
        "Serbia did not reject the plan, Aleksandar Vučić said.",
        "REJECT.meet.127",
        "negated",
        "Serbia",
        None,
    ),
    (
        "The Houthis could reject the roadmap if the blockade stays.",
        "REJECT.meet.127",
        "hypothetical",
        "Houthis",
        None,
    ),
    (
        "António Guterres called on Russia and Ukraine to resume negotiations.",
        "REQUEST.meet.026",
        "past",
        "António Guterres",
        "Russia, Ukraine",
    ),
    (
        "The African Union urged Ethiopia and Eritrea to return to dialogue.",
        "REQUEST.meet.026",
        "past",
        "African Union",
        "Ethiopia, Eritrea",
    ),
    (
        "The European Union demanded an immediate ceasefire in Sudan.",
        "REQUEST.change.107",
        "past",
        "European Union",
        None,
    ),
    (
        "Pope Francis appealed for a truce in Gaza.",
        "REQUEST.change.027",
        "past",
        "Pope Francis",
        None,
    ),
    (
        "Germany is calling for direct talks between Serbia and Kosovo.",
        "REQUEST.meet.026",
        "ongoing",
        "Germany",
        None,
    ),
    ("Turkey urged Hamas to release the hostages.", "REQUEST.yield.025", "past", "Turkey", "Hamas"),
    ("China has asked Pakistan to mediate.", "REQUEST.assist.028", "past", "China", "Pakistan"),
    (
        "Thailand suspended the accord that it had signed with Cambodia in October.",
        "SANCTION.discontinue.160",
        "past",
        "Thailand",
        None,
    ),
    (
        "The ELN broke off the talks with the Colombian government on Friday.",
        "SANCTION.discontinue.164",
        "past",
        "National Liberation Army",
        "Colombia",
    ),
    (
        "The rebels of M23 walked out of the negotiations in Doha.",
        "SANCTION.discontinue.164",
        "past",
        "March 23 Movement",
        None,
    ),
    (
        "Qatar suspended its mediation between Israel and Hamas.",
        "SANCTION.withdraw.165",
        "past",
        "Qatar",
        None,
    ),
    (
        "Russia pulled out of the Black Sea grain agreement.",
        "SANCTION.discontinue.160",
        "past",
        "Russia",
        None,
    ),
    (
        "Armenia severed diplomatic relations with Hungary.",
        "SANCTION.discontinue.161",
        "past",
        "Armenia",
        "Hungary",
    ),
    ("Moldova expelled two Russian diplomats.", "SANCTION.expel.161", "past", "Moldova", None),
    (
        "Colombia recalled its ambassador from Ecuador.",
        "SANCTION.withdraw.161",
        "past",
        "Colombia",
        "",
    ),
    (
        "Iran summoned the British ambassador over the remarks.",
        "ACCUSE.disapprove.111",
        "past",
        "Iran",
        None,
    ),
    (
        "Iran threatened to break off the negotiations with the United States.",
        "THREATEN.relations.134",
        "past",
        "Iran",
        "United States",
    ),
    ("Qatar threatened to end its mediation.", "THREATEN.relations.135", "past", "Qatar", None),
    (
        "Russia threatened to attack Kyiv if the talks fail.",
        "THREATEN.violence.138",
        "past",
        "Russia",
        None,
    ),
    ("Kyiv accepted the American plan for a ceasefire.", "AGREE..037", "past", "Ukraine", None),
    (
        "Baku agreed to new negotiations with Yerevan.",
        "AGREE..036",
        "past",
        "Azerbaijan",
        "Armenia",
    ),
    ("Sudan's army has agreed to a humanitarian truce.", "AGREE..037", "past", None, None),
    (
        "Oman offered to mediate between Iran and the United States.",
        "AGREE..039",
        "past",
        "Oman",
        "Iran, United States",
    ),
    (
        "Pakistan is ready to host negotiations between Iran and the United States.",
        "AGREE..039",
        "past",
        "Pakistan",
        None,
    ),
    (
        "Kinshasa accepted the mediation of Angola.",
        "AGREE..038",
        "past",
        "Democratic Republic of the Congo",
        "Angola",
    ),
    (
        "Vladimir Putin proposed direct talks with Ukraine.",
        "AGREE..036",
        "past",
        "Vladimir Putin",
        "Ukraine",
    ),
    (
        "Israel promised to withdraw its troops from southern Lebanon.",
        "CONCEDE..0356",
        "past",
        "Israel",
        None,
    ),
    ("Hamas pledged to release ten hostages.", "CONCEDE..0353", "past", "Hamas", None),
    (
        "The Taliban declared a three-day ceasefire for Eid.",
        "CONCEDE..0871",
        "past",
        "Taliban",
        None,
    ),
    (
        "Abiy Ahmed announced an amnesty for the fighters of the Tigray People's Liberation Front.",
        "CONCEDE..081",
        "past",
        "Abiy Ahmed",
        None,
    ),
    (
        "Japan's prime minister apologised to South Korea.",
        "CONCEDE..055",
        "past",
        None,
        "South Korea",
    ),
    (
        "Hamas released three Israeli hostages on Saturday.",
        "RETREAT.release.0841",
        "past",
        "Hamas",
        None,
    ),
    (
        "Russia and Ukraine exchanged 300 prisoners of war each.",
        "RETREAT.release.0841",
        "past",
        "Russia, Ukraine",
        None,
    ),
    (
        "Israel has withdrawn its forces from the Netzarim corridor.",
        "RETREAT.withdraw.0874",
        "past",
        "Israel",
        None,
    ),
    (
        "Rwanda will withdraw its soldiers from Goma.",
        "RETREAT.withdraw.0874",
        "future",
        "Rwanda",
        None,
    ),
    (
        "Thirty fighters of the PKK burned their weapons near Sulaymaniyah.",
        "RETREAT.disarm.0873",
        "past",
        "Kurdistan Workers' Party",
        None,
    ),
    (
        "Egypt reopened the Rafah crossing to aid convoys.",
        "RETREAT.access.0863",
        "past",
        "Egypt",
        None,
    ),
    ("Israel let 200 aid trucks into Gaza.", "RETREAT.access.0863", "past", "Israel", None),
    (
        "The Kremlin welcomed the agreement between Armenia and Azerbaijan.",
        "SUPPORT..051",
        "past",
        "Russia",
        None,
    ),
    (
        "Emmanuel Macron hailed the ceasefire between Israel and Hezbollah.",
        "SUPPORT..051",
        "past",
        "Emmanuel Macron",
        None,
    ),
    (
        "The parliament of Armenia ratified the peace treaty.",
        "SUPPORT..057",
        "past",
        "Armenia",
        None,
    ),
    ("Spain recognised the independence of Kosovo.", "SUPPORT..054", "past", "Spain", "Kosovo"),
    (
        "Khartoum accused the United Arab Emirates of arming the Rapid Support Forces.",
        "ACCUSE.allege.112",
        "past",
        "Sudan",
        "United Arab Emirates",
    ),
    (
        "Hezbollah was accused by Israel of breaking the truce.",
        "ACCUSE.allege.112",
        "past",
        "Israel",
        "Hezbollah",
    ),
    ("Pakistan condemned the Indian strikes.", "ACCUSE.disapprove.111", "past", "Pakistan", None),
    (
        "Kosovo blamed Serbia for the failure of the talks.",
        "ACCUSE.allege.112",
        "past",
        "Kosovo",
        "Serbia",
    ),
    (
        "Cambodia complained to the United Nations about Thai shelling.",
        "ACCUSE.disapprove.114",
        "past",
        "Cambodia",
        "United Nations",
    ),
    ("Kyiv called for direct talks with Moscow.", "AGREE..036", "past", "Ukraine", "Russia"),
    ("Neither Kyiv nor Moscow has accepted the ceasefire.", "AGREE..037", "negated", "Russia", ""),
    ("Hamas failed to release the hostages.", "RETREAT.release.0841", "negated", "Hamas", ""),
    (
        "Olaf Scholz received the presidents of Kenya and Togo and demanded a ceasefire in Sudan.",
        "REQUEST.change.107",
        "past",
        "Olaf Scholz",
        None,
    ),
    (
        "The session fell through after Turkey accused the United States of taking sides.",
        "ACCUSE.allege.112",
        "past",
        "Turkey",
        "United States",
    ),
)


@pytest.mark.parametrize(("text", "code", "modality", "actors", "recipients"), ACTS)
def test_act(
    read: Read,
    knowledge: Knowledge,
    text: str,
    code: str,
    modality: str,
    actors: str | None,
    recipients: str | None,
) -> None:
    found = told(read, knowledge, text)
    assert len(found) == 1
    assert found[0][:2] == (code, modality)
    assert actors is None or found[0][2] == actors
    assert recipients is None or found[0][3] == recipients


NO_ACTS = (
    "Highland Quarterly welcomes letters.",
    "The president of Finland welcomed his guest at the palace.",
    "Armenia dismissed its coach after the defeat by Azerbaijan.",
    "Ukraine rejected the appeal of the swimmer.",
    "Iran released its inflation figures for May.",
    "Israel called early elections.",
    "Serbia charged a fee for the visa.",
    "France suspended the striker for two matches.",
    "Turkey opened a new airport near the Syrian border.",
    "Russia withdrew its bid for the games.",
    "Envoys of the Rapid Support Forces signed a declaration in Jeddah.",
)


@pytest.mark.parametrize("text", NO_ACTS)
def test_no_act(read: Read, knowledge: Knowledge, text: str) -> None:
    assert told(read, knowledge, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Hamas vows to fight on.",
        "Germany received the delegations, and they offered to carry a message.",
        "A lawyer of Hashim Thaçi and three co-accused spoke.",
        "Reporters asked not to be named.",
    ],
)
def test_what_is_no_act(read: Read, knowledge: Knowledge, text: str) -> None:
    assert told(read, knowledge, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The two sides agreed to keep the road open.",
        "They agreed to keep the road open.",
        "The delegations have accepted the plan.",
    ],
)
def test_what_the_sides_agree_to(read: Read, knowledge: Knowledge, text: str) -> None:
    before = "Armenia and Azerbaijan sit at one table. "
    acts = [act for act in told(read, knowledge, before + text) if act[0].startswith("AGREE")]
    assert [act[2] for act in acts] == ["Armenia, Azerbaijan"]


def test_headline_and_text_are_one_mention(read: Read, knowledge: Knowledge) -> None:
    text = "Thailand suspends accord with Cambodia\n\nThailand suspended the accord with Cambodia."
    assert told(read, knowledge, text) == [
        ("SANCTION.discontinue.160", "past", "Thailand", "Cambodia")
    ]


def test_each_mention_is_of_the_process_of_those_who_act(read: Read) -> None:
    found = read(
        "Serbia rejected the plan for Kosovo after the talks in Brussels, its mediators said.\n\n"
        "Hamas freed three hostages of Israel under the ceasefire in Gaza; the war goes on."
    )
    of = {one.type: one.processes for one in found.mentions}
    assert of["REJECT"] == ("serbia-kosovo",)
    assert of["RETREAT"] == ("israel-hamas",)


def test_article_on_no_peace_process_has_no_mentions(read: Read) -> None:
    found = read("The European Union welcomed the trade agreement with India on tariffs for cars.")
    assert not found.relevant
    assert found.mentions == ()


def test_codes_are_those_of_plover_and_the_packs_speak_of_them(knowledge: Knowledge) -> None:
    names = {name for lexicon in knowledge.lexicons.values() for name in lexicon.words}
    whole = {name.removeprefix("act.") for name in names if name.startswith("act.")}
    for code in (*CODES.values(), *whole):
        type_, mode, cameo = code.split(".")
        assert cameo.isdigit()
        assert mode in MODES.get(type_, {""}) | {""}
    verbs = {name.removeprefix("act_verb.") for name in names if name.startswith("act_verb.")}
    things = {name.removeprefix("act_object.") for name in names if name.startswith("act_object.")}
    assert verbs == {verb for verb, _ in CODES}
    assert things == {thing for _, thing in CODES} - {"-"}
