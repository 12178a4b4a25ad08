"""The figures as lines of text."""

from service.evaluation.scores import Count, Scores, Share

_FIELDS = ("status", "kind", "kind_group", "date", "city", "country", "mediator_role")


def report(scores: Scores, per_second: float) -> str:
    """Return the figures, a line each, in the order of the independent scorer."""
    right = scores.relevance.tp + scores.true_negatives
    lines = [
        f"articles    {scores.articles}  ({per_second:.0f} a second)",
        f"relevance   {_count(scores.relevance)}  acc {right / max(1, scores.articles):.3f}",
        f"processes   {_count(scores.processes)}",
        f"published   right {scores.published.right} of {scores.published.of} stated, "
        f"invented {scores.published_invented}",
        *(f"actors/{type:<13} {_count(count)}" for type, count in scores.actors.items()),
        f"actors/all           {_count(total(scores.actors))}   role {scores.roles.value:.3f}",
        f"meetings    {_count(scores.meetings)}",
        *(f"  {name:<13} {_share(scores.fields.get(name, Share()))}" for name in _FIELDS),
        f"  date invented {_share(scores.fields.get('date_invented', Share()))}",
        f"  people in the room  {_count(scores.people)}",
        *([f"speakers    {_count(scores.speakers)}"] if _counted(scores.speakers) else []),
        "clusters    B3 P {:.3f} R {:.3f} F1 {:.3f}".format(*scores.clusters),
    ]
    return "\n".join(lines)


def total(counts: dict[str, Count]) -> Count:
    """Return the sum of counts."""
    values = counts.values()
    return Count(sum(c.tp for c in values), sum(c.fp for c in values), sum(c.fn for c in values))


def _counted(count: Count) -> bool:
    return bool(count.tp + count.fp + count.fn)


def _count(count: Count) -> str:
    return f"P {count.precision:.3f} R {count.recall:.3f} F1 {count.f1:.3f}"


def _share(share: Share) -> str:
    return f"{share.value:.3f} ({share.right}/{share.of})"
