"""The documentation page: the OpenAPI document as one plain HTML page, with nothing to load."""

import json
import shlex
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Any

Json = dict[str, Any]

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { margin-top: 2.5rem; text-transform: capitalize; border-bottom: 1px solid var(--line); }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; }
summary { cursor: pointer; padding: .5rem .8rem; }
details > div { padding: 0 .8rem .8rem; overflow-x: auto; }
code, pre { font: 14px/1.45 ui-monospace, monospace; }
pre { background: var(--soft); padding: .7rem; border-radius: .3rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; }
tr { border-top: 1px solid var(--line); }
.method { display: inline-block; min-width: 4rem; font-weight: 700; }
.soft { opacity: .7; }
"""


def render(document: Json, base_url: str) -> str:
    """Return the page. `base_url` is where the reader reaches the service, for the curl lines."""
    info = document["info"]
    return "".join(
        [
            '<!doctype html><html lang="en"><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(info['title'])} API</title><style>{_STYLE}</style>",
            f"<h1>{escape(info['title'])} API <small class=soft>{info['version']}</small></h1>",
            *(f"<p>{_prose(part)}</p>" for part in info["description"].split("\n\n")),
            '<p>The same for machines: <a href="/openapi.json">openapi.json</a>.</p>',
            *_groups(document, base_url),
            "<h2>Schemas</h2>",
            *(_schema(name, found) for name, found in document["components"]["schemas"].items()),
            "</html>",
        ]
    )


def _groups(document: Json, base_url: str) -> Iterator[str]:
    operations = [
        (operation["tags"][0], method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    order = [tag["name"] for tag in document["tags"]]
    operations.sort(key=lambda found: order.index(found[0]))
    for tag, group in groupby(operations, key=lambda found: found[0]):
        yield f'<h2 id="{escape(tag)}">{escape(tag)}</h2>'
        for _, method, path, operation in group:
            yield _operation(method, path, operation, base_url)


def _operation(method: str, path: str, operation: Json, base_url: str) -> str:
    parts = [
        f'<details id="{operation["operationId"]}"><summary>',
        f'<span class="method">{method.upper()}</span> <code>{escape(path)}</code> ',
        f'<span class="soft">{_prose(operation["summary"])}</span></summary><div>',
        f"<p>{_prose(operation.get('description', ''))}</p>",
        _parameters(operation["parameters"]),
        f"<pre>{escape(_curl(method, path, operation, base_url))}</pre>",
        _responses(operation["responses"]),
        "</div></details>",
    ]
    return "".join(parts)


def _parameters(parameters: list[Json]) -> str:
    if not parameters:
        return ""
    rows = (
        f"<tr><td><code>{escape(p['name'])}</code><td>{_type(p['schema'])}"
        f"<td>{_prose(p.get('description', ''))}"
        for p in parameters
    )
    return f"<table><tr><th>Parameter<th>Type<th>Meaning{''.join(rows)}</table>"


def _responses(responses: Json) -> str:
    rows = (
        f"<tr><td><code>{status}</code><td>{_content(found)}<td>{_prose(found['description'])}"
        for status, found in responses.items()
    )
    return f"<table><tr><th>Status<th>Body<th>Meaning{''.join(rows)}</table>"


def _content(response: Json) -> str:
    for media_type, content in response.get("content", {}).items():
        return _type(content["schema"]) if "json" in media_type else escape(media_type)
    return ""


def _schema(name: str, schema: Json) -> str:
    required = schema.get("required", ())
    rows = (
        f"<tr><td><code>{escape(field)}</code>{'' if field in required else ' <i>?</i>'}"
        f"<td>{_type(found)}<td>{_prose(found.get('description', ''))}"
        for field, found in schema.get("properties", {}).items()
    )
    return (
        f'<details id="schema-{escape(name)}"><summary><code>{escape(name)}</code></summary><div>'
        f"<p>{_prose(schema.get('description', ''))}</p><table>{''.join(rows)}</table>"
        "</div></details>"
    )


def _type(schema: Json) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[-1])
        return f'<a href="#schema-{name}">{name}</a>'
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(map(_type, schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items') or {})}"
    kind = schema.get("format") or schema.get("type") or "any"
    return escape(" or ".join(kind) if isinstance(kind, list) else kind)


def _curl(method: str, path: str, operation: Json, base_url: str) -> str:
    words = ["curl", *(() if method == "get" else ("-X", method.upper())), base_url + path]
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        words += ["-H", f"Content-Type: {media_type}"]
        for example in list(content.get("examples", {}).values())[:1]:
            value = example["value"]
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            words += ["--data-binary", text]
    return " ".join(map(shlex.quote, words))


def _prose(text: str) -> str:
    parts = escape(text).split("`")
    # Every second part stands between backticks.
    return "".join(f"<code>{part}</code>" if n % 2 else part for n, part in enumerate(parts))
