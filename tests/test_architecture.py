"""Imports point inward: each part imports what the table allows, and nothing else of the list."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]

# Part -> what it may import of our own parts and of the libraries that do I/O or know a protocol.
# A part may always import itself. The longest matching part wins.
PURE = ("service.domain", "service.errors")
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "service/errors.py": (),
    "service/settings.py": PURE,
    "service/logs.py": ("service.settings",),
    "service/metrics.py": ("prometheus_client",),
    "service/wording.py": (),
    "service/domain": ("service.errors",),
    "service/sources": (*PURE, "resiliparse", "fastfeedparser", "lxml", "fastwarc"),
    "service/knowledge": PURE,
    "service/extraction": (*PURE, "service.knowledge", "ahocorasick_rs", "rapidfuzz"),
    "service/resolution": PURE,
    "service/matching": PURE,
    "service/store": (*PURE, "sqlite3", "asyncpg"),
    "service/store/sealing.py": (*PURE, "cryptography"),
    "service/queues": (*PURE, "redis"),
    "service/suggesting.py": PURE,
    "service/alone.py": PURE,
    "service/reading.py": (
        *PURE,
        "service.alone",
        "service.extraction",
        "service.knowledge",
        "service.suggesting",
    ),
    "service/apart.py": (*PURE, "service.store"),
    "service/ingest.py": (
        *PURE,
        "service.apart",
        "service.store",
        "service.extraction",
        "service.sources",
    ),
    "service/rereading.py": (*PURE, "service.ingest", "service.store"),
    "service/bulk.py": (*PURE, "service.ingest", "service.store"),
    "service/asking.py": (*PURE, "service.matching", "service.store"),
    "service/parting.py": (*PURE, "service.apart", "service.ingest", "service.store"),
    "service/corrections.py": (*PURE, "service.parting", "service.store"),
    "service/evaluation": (
        *PURE,
        "service.extraction",
        "service.knowledge",
        "service.resolution",
    ),
    "service/api": (
        *PURE,
        "service.alone",
        "service.extraction",
        "service.asking",
        "service.bulk",
        "service.corrections",
        "service.ingest",
        "service.knowledge",
        "service.logs",
        "service.matching",
        "service.metrics",
        "service.queues",
        "service.reading",
        "service.resolution",
        "service.settings",
        "service.sources",
        "service.wording",
        "service.store",
        "litestar",
        "prometheus_client",
    ),
    "service/stack": ("service", "httpx"),
    "service/app.py": ("service", "litestar"),
    "service/cli": ("service", "workers", "httpx", "click", "rich"),
    "workers": ("service", "apscheduler", "httptools", "prometheus_client"),
}
NEVER = {"workers": ("service.api", "service.app", "service.cli", "service.stack")}
GUARDED = {
    *("service", "workers", "tests", "litestar", "httpx", "redis", "apscheduler", "sqlite3"),
    *(
        "cryptography",
        "asyncpg",
        "httptools",
        "h11",
        "prometheus_client",
        "resiliparse",
        "fastfeedparser",
    ),
    *(
        "lxml",
        "fastwarc",
        "ahocorasick_rs",
        "rapidfuzz",
        "click",
        "rich",
        "socket",
        "ssl",
        "subprocess",
    ),
}
# Libraries of the operating system are for those who act.
ACTS = ("service/stack", "service/cli", "workers", "service/sources")


def modules() -> list[Path]:
    found = [path for top in ("service", "workers") for path in (ROOT / top).rglob("*.py")]
    return [
        path for path in found if path.name != "__init__.py" or path.read_text().count("import")
    ]


def part_of(module: Path) -> str:
    name = module.relative_to(ROOT).as_posix()
    parts = [part for part in MAY_IMPORT if name == part or name.startswith(part + "/")]
    return max(parts, key=len, default="")


@cache
def imported_by(module: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    taken = {
        f"{node.module}.{alias.name}" if node.module in ("service", "workers") else node.module
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    return plain | taken


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def test_imports_point_inward() -> None:
    found = {module.relative_to(ROOT).as_posix(): astray(module) for module in modules()}
    assert len(found) > 300
    assert not {name: imports for name, imports in found.items() if imports}


def astray(module: Path) -> set[str]:
    """What a module imports that its part may not."""
    part = part_of(module)
    assert part or module.parent.name in ("service", "workers"), f"{module} belongs to no part"
    itself = part.removesuffix(".py").replace("/", ".")
    allowed = (*MAY_IMPORT.get(part, ()), itself)
    if part in ACTS:
        allowed = (*allowed, "socket", "ssl", "subprocess")
    guarded = {name for name in imported_by(module) if name.split(".")[0] in GUARDED}
    never = NEVER.get(part, ())
    return {
        name
        for name in guarded
        if not any(within(name, one) for one in allowed) or any(within(name, one) for one in never)
    }


def test_a_module_can_be_read_at_one_sitting() -> None:
    lines = {path: path.read_text(encoding="utf-8").count("\n") for path in modules()}
    assert not [path.name for path, count in lines.items() if count > 300]


def test_the_pure_parts_ask_no_clock_and_no_chance() -> None:
    banned = {"time", "random", "secrets", "os", "asyncio"}
    for part in ("extraction", "resolution", "matching", "domain"):
        for module in (ROOT / "service" / part).rglob("*.py"):
            assert not (imported_by(module) & banned), module
