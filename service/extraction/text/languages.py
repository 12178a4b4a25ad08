"""The language of a text, by the words that are most common in each."""

import struct

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

_SURE, _CLEAR = 2, 12  # common words that tell a language, that leave no doubt of it
_SHORT = 600  # characters: a few lines
_COMMON = {
    "en": (" the ", " of ", " and ", " to ", " in ", " that "),
    "fr": (" le ", " la ", " les ", " des ", " et ", " du ", " une "),
    "es": (" el ", " los ", " las ", " del ", " que ", " una ", " y "),
    "de": (" der ", " die ", " und ", " das ", " den ", " nicht ", " mit ", " am ", " um "),
    "tr": (" ve ", " bir ", " bu ", " ile ", " için ", "nın ", "nin "),
    "ru": (" и ", " в ", " на ", " что ", " не ", " с ", " по "),
    "uk": (" та ", " і ", " що ", " із ", " у ", " про ", " від ", "і", "ї", "є"),
    "pt": (" os ", " uma ", " que ", " não ", " dos ", " em ", " com "),
    "it": (" il ", " che ", " di ", " della ", " gli ", " una ", " per "),
    "az": (" və ", " bir ", " ilə ", " bu ", " üçün ", "nın ", "dır "),
    "hy": (" և ", " է ", " են ", " որ ", "ի ", " մեջ ", " հետ "),
    "ar": (" في ", " من ", " على ", " إلى ", " أن ", " مع ", " عن "),
}
# Where a text is so short that it has hardly one of them: words and endings that stand in most of a
# language's sentences, and in no other's of these but seldom. No letters: names bring theirs along.
_TELLING = {
    "en": " on | with | for | at | by | his | was | has | will | from ",
    "fr": " à | au | aux | dans | avec | pour | sur | par | l'| d'| qu'",
    "es": " en | con | por | se | al | su |ción |ó a |ó con |án |ará ",
    "de": " im | von | sich | für | dem | ein | eine | hat | zum | zur | traf | trifft | sagte ",
    "tr": "'da |'de |'ta |'te |'nda |'nde |'ya |'ye |'ın |'in | günü |ları |leri "
    "|dı. |di. |tü. |tı. |ti. |dü. |cek. |cak. ",
    "ru": "ся |ся. |ых |ого |ись |ли |ов ",
    "uk": "ися |ого |ться |ться. |ів ",
    "pt": "ção |ões | ao | na | no | à | do | da ",
    "it": " del | nel | alla | con | e |zione | dal ",
    "az": "də |da |nin |dır. |dir. |lər |lar ",
    "hy": " է |ը |ում ",
    "ar": " ال|ية | و",
}
# The common words by word, and all of them in one automaton: one look at a text instead of one for
# each. A word's number has a one in the field of each of its languages, so that one sum counts for
# all.
_COUNTS = struct.Struct(f"<{len(_COMMON)}H")
_ONES: dict[str, int] = {}
for _number, _words in enumerate(_COMMON.values()):
    for _word in _words:
        _ONES[_word] = _ONES.get(_word, 0) + (1 << 16 * _number)
_TONGUES = tuple(_COMMON)
_KNOWN = AhoCorasick(list(_ONES), matchkind=MatchKind.Standard, implementation=Implementation.DFA)


def language_of(text: str) -> str:
    """Return the language whose most common words are most frequent in a text; `und` if none."""
    best, count, _ = _leading(text[:4000])
    if count >= _SURE:
        return best
    best, count, second = _told(text) if len(text) < _SHORT else ("und", 0, 0)
    return best if count >= _SURE and count > second else "und"


def _told(text: str) -> tuple[str, int, int]:
    """Return the same as `_leading` of a text of a few lines, by its telling words as well."""
    plain = f" {text.lower()} ".replace("\n", " ").replace("’", "'")
    count = {
        tongue: sum(map(plain.count, (*_COMMON[tongue], *telling.split("|"))))
        for tongue, telling in _TELLING.items()
    }
    *_, second, most = sorted(count.values())
    return max(count, key=lambda tongue: count[tongue]), most, second


def clear_language(text: str) -> str | None:
    """Return the language of a text whose beginning leaves no doubt of it, None if it does."""
    best, count, second = _leading(text[:1500])
    return best if count >= _CLEAR and count > 4 * second else None


def _leading(start: str) -> tuple[str, int, int]:
    """Return the language with the most common words in a text, how many, and the next one's."""
    # Words that follow each other share the space between them.
    plain = f" {start.lower()}".replace("\n", " ")
    found = _KNOWN.find_matches_as_strings(plain, overlapping=True)
    total = sum(map(_ONES.__getitem__, found))
    counts = _COUNTS.unpack(total.to_bytes(_COUNTS.size, "little"))
    *_, second, most = sorted(counts)
    return _TONGUES[counts.index(most)], most, second
