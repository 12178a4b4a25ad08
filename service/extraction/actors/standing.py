"""How a name stands in its sentence: as one who acts, or as a place, an owner, a setting."""

import re

from service.domain.actors import Actor, state_slug
from service.extraction.actors import places
from service.extraction.actors.places import ends_in, next_word, next_words, words_before
from service.extraction.text.names import Called
from service.extraction.text.page import Page, Ref, Sentence
from service.extraction.text.scan import Token
from service.extraction.text.shapes import OF_LINK, common

OFFICES = frozenset({"role", "roles", "honorific", "counterpart", "qualifier"})
_SOMEBODYS = re.compile(
    r"'s [A-ZÀ-Ž][a-zà-ž'-]+ (?:[A-Z]\. |al-|van |von |de )?[A-ZÀ-Ž][a-zà-ž'-]+(?= [a-z(]|[,.;])"
)
_SOMEBODY_OF = re.compile(r"(?:^|[a-z,] )(?!The )[A-ZÀ-Ž][\w'-]+ [A-ZÀ-Ž][\w'-]+,? of (?:the )?$")


def judge(
    page: Page, sentence: Sentence, number: int, called: Called, ref: Ref, last_place: int | None
) -> None:
    """Set what a ref stands for; `last_place` is the end of the last place."""
    token = sentence.tokens[number]
    if called.actor.type != "state":
        _body(page, sentence, number, called, ref, last_place)
    elif called.kind == "demonym":
        ref.national = not _government_follows(page, sentence.tokens, number)
    else:
        ref.place = _is_place(page, sentence, number, called, last_place)
        ref.national = not ref.place and (
            _belongs(page, sentence, number) or _part_of_name(page, sentence, token)
        )


def _body(
    page: Page, sentence: Sentence, number: int, called: Called, ref: Ref, last_place: int | None
) -> None:
    token = sentence.tokens[number]
    ref.attribute = _belongs(page, sentence, number)
    lists, own = page.words.lists, called.actor.name.lower()
    country = called.actor.country if called.actor.type == "organization" else None
    if country is not None or own.endswith("council"):
        # A state's own council or agency that only says whose head somebody is.
        ref.national = ref.attribute and any(word in own for word in lists["organ"])
    ref.national = ref.national or of_expert(page, sentence, token.start, token.end)
    branch = country is not None and any(word in own for word in lists["branch"])
    ref.place = ((branch or country is None) and _setting(page, sentence, token, called.actor)) or (
        places.government(called) and _is_place(page, sentence, number, called, last_place)
    )
    if country is not None and branch:
        state = page.words.knowledge.actors.get(state_slug(country))
        ref.actor = state or ref.actor


def _setting(page: Page, sentence: Sentence, token: Token, body: Actor) -> bool:
    """Tell whether a body is only where something happens (`on the margins of the Assembly`)."""
    gathering = page.words.lists["gathering"]
    gathers = body.name.rpartition(" ")[2].lower() in gathering and not OF_LINK.search(body.name)
    if body.type == "organization" and gathers:
        return not page.text.startswith(page.words.signs["body_does"], token.end)
    if next_word(page, token.end) in gathering:
        return True
    if next_words(page, token.end) in gathering and not _does(page, token):
        return True  # `the ASEAN regional forum`, not `the rebels resumed talks`
    before = words_before(page, sentence, token.start)
    members = body.type == "armed_group" and before[-2:] == ["members", "of"]
    return not members and ends_in(before, page.words.lists["setting_before"])


def of_expert(page: Page, sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a body only says whose expert somebody is (`analyst A of the Institute`)."""
    experts = page.words.lists["expert"]
    if next_word(page, end) in experts:
        return True
    text, first = page.text, max(sentence.start, start - 60)
    if not text.endswith(page.words.signs["expert_of"], first, start):
        return False
    return not experts.isdisjoint(word.strip(",") for word in text[first:start].lower().split())


def _is_place(
    page: Page, sentence: Sentence, number: int, called: Called, last_place: int | None
) -> bool:
    token = sentence.tokens[number]
    if places.is_dateline(page, sentence, token) or _label(page, sentence, token):
        return True
    if places.ministry_there(page, sentence, number):
        return False
    lends = places.government(called) or page.text[token.start - 1 : token.start] != "-"
    lists, after = page.words.lists, next_word(page, token.end)
    if lends and (after in lists["gathering"] or after in lists["topic_after"]):
        return not _one_of_two(page, sentence, token)
    words = words_before(page, sentence, token.start)
    if ends_in(words, lists["taken_before"]) or ends_in(words, lists["topic_before"]):
        return True
    if places.locative(page, sentence, token.start, city=called.kind == "capital", words=words):
        return page.text[token.end : token.end + 2] != "'s" or called.kind == "capital"
    if places.in_list_of_places(page, last_place, token.start):
        if called.kind != "capital" and places.past_city(page, sentence, number, called):
            return False
        return called.kind == "capital" or not _does(page, token)
    if called.kind == "capital" and (
        _lends_name(page, sentence, token, words) or _event_place(page, sentence.tokens, number)
    ):
        return True
    return called.kind == "name" and _follows_city(page, sentence, token)


def _lends_name(page: Page, sentence: Sentence, token: Token, words: list[str]) -> bool:
    """Tell whether a capital only describes or recalls (`a Nairobi hotel`, `after Addis`)."""
    text = page.text
    if (
        text[token.end : token.end + 1] == "-"
        and next_word(page, token.end, "-") in page.words.lists["local_after"]
    ):
        return True
    left = " " + text[max(sentence.start, token.start - 8) : token.start].lower()
    if left.endswith((" the ", " a ", " an ")):
        return not any(
            "government" in other.senses and 0 < other.start - token.end <= 12
            for other in sentence.tokens
        )
    return ends_in(words, page.words.lists["since"]) and not _does(page, token)


def _does(page: Page, token: Token) -> bool:
    """Tell whether a verb follows a name."""
    word = next_word(page, token.end)
    return word in page.words.lists["verb_after"] or (len(word) > 3 and word.endswith("ed"))


def _label(page: Page, sentence: Sentence, token: Token) -> bool:
    """Tell whether a name is the topic before a colon (`SUDAN: envoy sees no will`)."""
    return token.start == sentence.start and page.text[token.end : token.end + 1] == ":"


def _one_of_two(page: Page, sentence: Sentence, token: Token) -> bool:
    """Tell whether a name is the second of a pair (`Russia and Ukraine talks`)."""
    before = page.text[max(sentence.start, token.start - 5) : token.start]
    return before.endswith(("-", " and ", ", ", "/"))


def _follows_city(page: Page, sentence: Sentence, token: Token) -> bool:
    """Tell whether a state only says where a city is (`Bishkek, Kyrgyzstan`)."""
    if page.text[max(0, token.start - 2) : token.start] != ", ":
        return False
    return any(
        other.end == token.start - 2 and ("place" in other.senses or _capital(other))
        for other in sentence.tokens
        if other.end <= token.start
    ) and page.text[token.end : token.end + 1] in (",", ".", ")", " ", "")


def _capital(token: Token) -> bool:
    return any(called.kind == "capital" for called in token.senses.get("actor", ()))


def _belongs(page: Page, sentence: Sentence, number: int) -> bool:
    """Tell whether a name only says whose office it is (`President of Kazakhstan`)."""
    token, tokens = sentence.tokens[number], sentence.tokens
    before = tokens[number - 1] if number else None
    if before is not None and {"role", "person"} & before.senses.keys():
        link = page.text[before.end : token.start].strip().lower()
        speaks_for = link.startswith("for") and "person" in before.senses
        if not speaks_for and link in page.words.lists["of_link"]:
            return True
        if not link and "role" in before.senses:
            return True
    owned = page.text.endswith(page.words.signs["of_the"], sentence.start, token.start)
    if owned and _SOMEBODY_OF.search(page.text, max(sentence.start, token.start - 30), token.start):
        return True
    text = page.text
    if text.startswith("'s ", token.end) and (
        next_word(page, token.end + 2) in page.words.lists["owned_after"]
    ):
        return True
    if _somebodys(page, token) or _shared_office(page, sentence, number):
        return True
    after = tokens[number + 1] if number + 1 < len(tokens) else None
    if after is None:
        return False
    between = text[token.end : after.start]
    if between == "'s " and ("person" in after.senses or _fights(after)):
        return True
    if "government" in after.senses and between == "'s ":
        return False
    return bool(OFFICES & after.senses.keys()) and (
        between == " " or between in page.words.signs["owned_office"]
    )


def _somebodys(page: Page, token: Token) -> bool:
    """Tell whether a name only says whose national somebody is (`India's Bhupender Yadav`)."""
    name = _SOMEBODYS.match(page.text, token.end)
    return name is not None and not common(page, name[0].split()[1:])


def _shared_office(page: Page, sentence: Sentence, number: int) -> bool:
    """Tell whether a state stands in a list of those whose office holders are named beside it.

    `The presidents of Kenya and Angola, William Ruto and Joao Lourenco`; `A and B, of Kenya and
    Angola`.
    """
    text, tokens, first, last = page.text, sentence.tokens, number, number
    while first and _joined(page, tokens[first - 1], tokens[first]):
        first -= 1
    before, start = tokens[first - 1] if first else None, tokens[first].start
    if before is None or not text.endswith(page.words.signs["of_the"], before.end, start):
        return False
    if "person" in before.senses:
        return text[before.end : start] in ["," + of for of in page.words.signs["of_the"]]
    if "roles" not in before.senses:
        return False
    while last + 1 < len(tokens) and _joined(page, tokens[last], tokens[last + 1]):
        last += 1
    after = text[(end := tokens[last].end) : end + 3]
    return after.startswith(", ") and after[2:].isupper()


def _joined(page: Page, one: Token, other: Token) -> bool:
    if "actor" not in one.senses or "actor" not in other.senses:
        return False
    return page.text[one.end : other.start] in page.words.signs["listed"]


def _fights(token: Token) -> bool:
    """Tell whether a token names an armed group (`Sudan's Rapid Support Forces`)."""
    return any(called.actor.type == "armed_group" for called in token.senses.get("actor", ()))


def _part_of_name(page: Page, sentence: Sentence, token: Token) -> bool:
    """Tell whether a name goes on as that of something else (`the Korea Times`)."""
    text, end = page.text, token.end
    if sentence.block in ("title", "subtitle") or text[end : end + 1] != " ":
        return False
    if not text[end + 1 : end + 2].isupper() or not text[end + 2 : end + 3].islower():
        return False
    return not any(other.start == end + 1 for other in sentence.tokens)


def _government_follows(page: Page, tokens: list[Token], number: int) -> bool:
    """Tell whether a demonym is said of a government (`the Armenian side`, `Kazakh officials`)."""
    token = tokens[number]
    before = tokens[number - 1] if number else None
    if before is not None and "government" in before.senses and token.start - before.end == 1:
        return True
    if _plural_people(page, token):
        return True
    start = token.end
    for other in tokens[number + 1 : number + 4]:
        gap = page.text[start : other.start]
        if len(gap) > 20 or gap.count(" ") > 2 or "." in gap or '"' in gap:
            return False
        if "government" in other.senses or ("mediate" in other.senses and not gap):
            return not _one_person(page, other)
        if "actor" in other.senses and gap in ("-", *page.words.signs["beside"]):
            start = other.end
            continue
        if OFFICES & other.senses.keys():
            return False
    return False


def _one_person(page: Page, token: Token) -> bool:
    """Tell whether a noun is that of somebody named next (`the Malaysian mediator, Tan Sri`)."""
    text, end = page.text, token.end
    name = end + 1 + text.startswith(",", end)
    named = text[name - 1 : name] == " " and text[name : name + 1].isupper()
    return named and text[token.start : end].endswith(("or", "er", "ial"))


def _plural_people(page: Page, token: Token) -> bool:
    text = page.text
    if text[token.end - 1] != "s" or text[token.end - 2] == "s":
        return _whole_people(page, token)
    left = text[max(0, token.start - 4) : token.start].lower()
    return left == "the " and text[token.end : token.end + 1] != "-"


def _whole_people(page: Page, token: Token) -> bool:
    """Tell whether a demonym without a plural means all of them (`and the Chinese`)."""
    text, left = page.text, page.text[max(0, token.start - 9) : token.start].lower()
    if not left.endswith("the ") or left == "from the ":
        return False
    if text[token.end - 2 : token.end] not in ("se", "sh", "ch", "ss"):
        return False
    stops = text.startswith((".", ",", ";", ":", ")"), token.end)
    return stops or next_word(page, token.end) in ("and", "or")


def _event_place(page: Page, tokens: list[Token], number: int) -> bool:
    """Tell whether a capital stands for what happened there (`Minsk in 2015`, `Rome, in May`)."""
    end = tokens[number].end
    after = tokens[number + 1] if number + 1 < len(tokens) else None
    if after is None or not {"month", "year"} & after.senses.keys():
        return False
    return page.text[end : after.start].strip(" ,(").lower() in ("in", "en", "im", "в", "of", "")
