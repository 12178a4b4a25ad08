"""How fast articles are read: `python -m bench.extraction [--rounds N] [--processes N]`.

Articles of 2,500 characters: relevant ones are the paragraphs of seeds/articles put together anew,
irrelevant ones everyday news made of the sentences below. Prints, all in process CPU time and the
best of several rounds in turn: articles a second and core for relevant ones, irrelevant ones and a
mixed stream (3 % relevant), the cost of each stage, the bare automaton on the same texts as the
limit, spaCy's small English pipeline where it is installed (it is no dependency), and how much
faster a pool of processes is than one (that one by the clock).
"""

import argparse
import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from service.domain.articles import Document
from service.extraction import extract
from service.extraction.extract import Extractor
from service.knowledge.load import load
from service.reading import ReadingPool, spare_the_collector
from service.stack.seeds import FOLDER, documents

SIZE = 2500
SHARE = 0.03
STAGES = (
    "normalise",
    "unwrap",
    "clear_language",
    "few",
    "signs",
    "stamps",
    "cut",
    "matches",
    "scan",
    "blocks",
    "metadata",
    "sentences",
    "cast",
    "processes",
    "claims",
    "actor_mentions",
    "relevance",
    "mentions",
    "quotes",
)
EVERYDAY = """
{team} beat {other} by two goals to one on {day} evening, and the crowd sang until late.
The goalkeeper, who joined from {other} last summer, saved a penalty near the end.
{team} are third in the table with eleven matches left to play, four points behind the leaders.
Shares in {city} rose by 0.8 per cent after the central bank left its main rate where it was.
Analysts had expected a fall, because exports to {land} were lower in the second quarter.
The company said that it would open a plant near {city} next year and hire six hundred people.
Its chief executive told reporters that the price of lithium had doubled since January.
Heavy rain is forecast for the coast, with gusts of up to ninety kilometres an hour on {day}.
The meteorological office warned drivers in {land} of fog and black ice in the valleys.
Firefighters from {city} brought the blaze in the pine forest under control after nine hours.
The museum shows two hundred drawings by a painter who lived in {city} from 1921 to 1934.
Visitors from {land} and {other_land} queued around the block when the doors opened at ten.
Researchers at the university measured how quickly glaciers in {land} lose their ice.
Their paper, which appeared in a journal on {day}, rests on forty years of photographs.
A court in {city} sentenced the former manager to four years in prison for tax fraud.
His lawyer announced an appeal and called the verdict "a misunderstanding of the accounts".
The new tram line links the main station with the hospital and the stadium in twelve minutes.
Tickets cost the same as before, the mayor said, but children under twelve now travel free.
The singer will play three nights in {city} before her tour goes on to {land}.
Critics praised the second album for its strings and for a duet recorded in a church.
Farmers in {land} expect the smallest harvest of olives since 2012 because of the long drought.
The ministry of agriculture promised loans at low interest to those who lost half their trees.
The phone has a brighter screen, a larger battery and a camera that sees in the dark.
It goes on sale in {land} in March and will cost about as much as the one before it.
Add the onions to the butter, stir until they are golden and pour in the wine.
""".strip().splitlines()
WORDS = {
    "team": ("Rovers", "United", "the Lions", "Dynamo", "Athletic"),
    "other": ("City", "Wanderers", "the Bears", "Sporting"),
    "day": ("Monday", "Tuesday", "Friday", "Saturday"),
    "city": ("Lyon", "Porto", "Osaka", "Denver", "Leeds", "Hamburg", "Vienna", "Toronto"),
    "land": ("Spain", "Canada", "Japan", "Brazil", "Norway", "Germany"),
    "other_land": ("Italy", "Chile", "Poland", "Australia"),
}


def relevant(count: int, chance: random.Random) -> list[Document]:
    """Make articles of the paragraphs of the seeds, each kept in the order of its source."""
    sources = [one for one in documents(FOLDER) if one.raw.isascii() or len(one.raw) > SIZE // 2]
    return [_put_together(chance.sample(sources, 3), chance) for _ in range(count)]


def _put_together(sources: Sequence[Document], chance: random.Random) -> Document:
    first = sources[0]
    paragraphs = [line for one in sources for line in one.raw.split("\n") if line.strip()]
    cut = chance.randrange(3)  # so that no two texts are the same
    text = "\n\n".join(paragraphs[: 4 + cut] + paragraphs[5 + cut :])
    return Document(raw=text[:SIZE], published_on=first.published_on)


def irrelevant(count: int, chance: random.Random) -> list[Document]:
    """Make articles about sport, markets, weather, courts and the like."""
    return [Document(raw=_everyday(chance)) for _ in range(count)]


def _everyday(chance: random.Random) -> str:
    lines: list[str] = []
    while sum(map(len, lines)) < SIZE:
        words = {name: chance.choice(choices) for name, choices in WORDS.items()}
        lines.append(" ".join(line.format(**words) for line in chance.sample(EVERYDAY, 3)))
    return "\n\n".join(lines)[:SIZE]


def cpu(work: Callable[[], object]) -> float:
    """Return the seconds of CPU time that a piece of work takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def best_of(rounds: int, jobs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the least time of each job; the jobs take turns, so that a busy machine hits all."""
    least = dict.fromkeys(jobs, float("inf"))
    for _ in range(rounds):
        for name, job in jobs.items():
            least[name] = min(least[name], cpu(job))
    return least


def rates(reader: Extractor, rounds: int, sets: dict[str, list[Document]]) -> None:
    find = reader._spoken("en").automaton.find_matches_as_indexes
    jobs: dict[str, Callable[[], object]] = {}
    for name, articles in sets.items():
        jobs[name] = lambda articles=articles: [reader.read(one) for one in articles]  # type: ignore[misc]
        jobs[f"bare {name}"] = lambda articles=articles: [find(one.raw) for one in articles]  # type: ignore[misc]
    peer = spacy()
    if peer is not None:
        jobs["spacy"] = lambda: [peer(one.raw) for one in sets["relevant"]]
    least = best_of(rounds, jobs)
    for name, articles in sets.items():
        each, limit = least[name] / len(articles), least[f"bare {name}"] / len(articles)
        print(
            f"{name:<11}{1 / each:8,.0f} articles/s/core {each * 1e6:7,.0f} us each;"
            f" bare automaton {limit * 1e6:5,.0f} us, ratio {each / limit:5.1f}"
        )
    if peer is not None:
        ratio = least["spacy"] / least["relevant"]
        print(f"spaCy       {ratio:8,.1f} times as long as a full reading")


def spacy() -> Callable[[str], Any] | None:
    try:
        import spacy as library  # type: ignore[import-not-found, unused-ignore]

        pipeline: Callable[[str], Any] = library.load("en_core_web_sm")
        return pipeline
    except (ImportError, OSError):
        return None


def stages(reader: Extractor, rounds: int, sets: dict[str, list[Document]]) -> None:
    """Print the CPU time of each stage, measured around the functions that `extract` calls."""
    least = {name: _stages(reader, rounds, sets[name]) for name in ("relevant", "irrelevant")}
    print(f"\n{'stage':<16}{'relevant':>10}{'irrelevant':>12}  us each")
    for stage in STAGES:
        print(f"{stage:<16}{least['relevant'][stage]:10.0f}{least['irrelevant'][stage]:12.0f}")


def _stages(reader: Extractor, rounds: int, articles: list[Document]) -> dict[str, float]:
    least: dict[str, float] = {}
    for _ in range(rounds):
        spent = _spent(reader, articles)
        least = {stage: min(least.get(stage, 1e9), spent[stage]) for stage in STAGES}
    return {stage: seconds / len(articles) * 1e6 for stage, seconds in least.items()}


def _spent(reader: Extractor, articles: list[Document]) -> Counter[str]:
    spent: Counter[str] = Counter()
    plain = {stage: getattr(extract, stage) for stage in STAGES}
    for stage in STAGES:
        setattr(extract, stage, _timed(stage, plain[stage], spent))
    try:
        for one in articles:
            reader.read(one)
    finally:
        for stage in STAGES:
            setattr(extract, stage, plain[stage])
    return spent


def _timed(stage: str, work: Callable[..., Any], spent: Counter[str]) -> Callable[..., Any]:
    def timed(*args: Any) -> Any:
        begun = time.process_time_ns()
        done = work(*args)
        spent[stage] += (time.process_time_ns() - begun) / 1e9  # type: ignore[assignment]
        return done

    return timed


async def pooled(rounds: int, processes: int, articles: list[Document]) -> None:
    pools = {count: ReadingPool(processes=count) for count in (1, processes)}
    least = dict.fromkeys(pools, float("inf"))
    for number in range(rounds + 1):
        for count, pool in pools.items():
            begun = time.perf_counter()
            await asyncio.gather(*map(pool.read, _chunks(articles, 40)))
            if number:  # the first round starts the processes
                least[count] = min(least[count], time.perf_counter() - begun)
    for pool in pools.values():
        pool.close()
    print(f"\n{processes} processes: {least[1] / least[processes]:.2f} times as fast as one")


def _chunks(articles: list[Document], size: int) -> Iterator[list[Document]]:
    for start in range(0, len(articles), size):
        yield articles[start : start + size]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--articles", type=int, default=100, help="of each kind")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    chance = random.Random(1)
    sets = {
        "relevant": relevant(given.articles, chance),
        "irrelevant": irrelevant(given.articles, chance),
    }
    few = round(SHARE * given.articles)
    sets["mixed"] = sets["relevant"][:few] + sets["irrelevant"][few:]
    reader = Extractor(load())
    _describe(reader, sets)
    spare_the_collector()  # as in a process of the pool
    rates(reader, given.rounds, sets)
    stages(reader, max(2, given.rounds // 2), sets)
    asyncio.run(pooled(max(2, given.rounds // 2), given.processes, sets["relevant"] * 2))


def _describe(reader: Extractor, sets: dict[str, list[Document]]) -> None:
    for name, articles in sets.items():
        readings = [reader.read(one) for one in articles]
        found = sum(len(one.claims) for one in readings) / len(readings)
        told = sum(one.relevant for one in readings) / len(readings)
        size = sum(len(one.raw) for one in articles) / len(articles)
        print(f"{name}: {size:,.0f} characters, {told:.0%} relevant, {found:.1f} meetings each")


if __name__ == "__main__":
    main()
