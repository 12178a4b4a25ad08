"""The language of a text, by the words that are most common in each."""

import struct

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

_SURE, _CLEAR = 2, 12  # common words that tell a language, that leave no doubt of it
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
# The same by word, and all of them in one automaton: one look at a text instead of one for each. A
# word's number has a one in the field of each of its languages, so that one sum counts for all.
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
    return best if count >= _SURE else "und"


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
