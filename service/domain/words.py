"""Text folded to plain words: how names and texts are compared, whatever their accents and case."""

import re
import unicodedata

# Accents and vowel points of Latin, Cyrillic, Hebrew and Arabic script; the stretching stroke of
# Arabic; marks that join or part letters unseen (a soft hyphen must not split a word).
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u00ad\u200b-\u200f\u2060\ufeff]"
)
# Letters that Unicode does not take apart, as they are usually written without the accent.
_PLAIN = str.maketrans(
    {"ı": "i", "ə": "a", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe"}
)
# A longer word is taken in pieces: no index has to keep what is no word at all.
_WORD = re.compile(r"[^\W_]{1,64}")


def fold(text: str) -> str:
    """Return the words of a text in lower case without accents, with one space between.

    Letters of other scripts stay what they are: `Erdoğan’s cease-fire, Пашиня́н` gives
    `erdogan s cease fire пашинян`.
    """
    if text.isascii():
        return " ".join(_WORD.findall(text.lower()))
    # Taking apart makes capitals of letters that look like mathematics, so case comes after it.
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    apart = unicodedata.normalize("NFKD", plain)
    return " ".join(_WORD.findall(_MARKS.sub("", apart)))
