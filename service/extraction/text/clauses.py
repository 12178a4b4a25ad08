"""Where a clause on somebody ends: what is told in it is told of nothing after it."""


def is_over(text: str, relatives: tuple[str, ...], start: int, word: int, then: int) -> bool:
    """Tell whether a word stands in a relative clause that ends before a later place.

    `Aliyev, who had called off a trip, met Pashinyan`; not `who called off a trip to Rome, where
    he was to meet Meloni`. `start` is that of the sentence.
    """
    opens, closes = text.rfind(",", start, word), text.rfind(",", word, then)
    if opens < 0 or closes < 0:
        return False
    return text.startswith(relatives, opens) and not text.startswith(relatives, closes)
