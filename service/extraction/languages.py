"""The language of a text, by the words that are most common in each."""

_SURE, _CLEAR = 2, 12  # common words that tell a language, that leave no doubt of it
_COMMON = {
    "en": (" the ", " of ", " and ", " to ", " in ", " that "),
    "fr": (" le ", " la ", " les ", " des ", " et ", " du ", " une "),
    "es": (" el ", " los ", " las ", " del ", " que ", " una ", " y "),
    "de": (" der ", " die ", " und ", " das ", " den ", " nicht ", " mit "),
    "tr": (" ve ", " bir ", " bu ", " ile ", " için ", "nın ", "nin "),
    "ru": (" и ", " в ", " на ", " что ", " не ", " с ", " по "),
    "uk": (" та ", " і ", " що ", " із ", " у ", " про ", " від "),
    "pt": (" os ", " uma ", " que ", " não ", " dos ", " em ", " com "),
    "it": (" il ", " che ", " di ", " della ", " gli ", " una ", " per "),
    "az": (" və ", " bir ", " ilə ", " bu ", " üçün ", "nın ", "dır "),
    "hy": (" և ", " է ", " են ", " որ ", "ի ", " մեջ ", " հետ "),
    "ar": (" في ", " من ", " على ", " إلى ", " أن ", " مع ", " عن "),
}
# The same by word: one look at the words of a text instead of one search for each.
_LANGUAGES: dict[str, list[str]] = {}
for _tongue, _words in _COMMON.items():
    for _word in _words:
        if _word[0] == " ":
            _LANGUAGES.setdefault(_word.strip(), []).append(_tongue)
_ENDINGS = [
    (language, word) for language, words in _COMMON.items() for word in words if word[0] != " "
]


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
    start = start.lower()
    counts = dict.fromkeys(_COMMON, 0)
    for word in filter(_LANGUAGES.__contains__, start.split(" ")[1:-1]):
        for language in _LANGUAGES[word]:
            counts[language] += 1
    for language, ending in _ENDINGS:
        counts[language] += start.count(ending)
    best = max(counts, key=counts.__getitem__)
    return best, counts.pop(best), max(counts.values())
