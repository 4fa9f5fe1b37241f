"""Every page that answers a plain request, with its server time, queries and size."""

from __future__ import annotations

import itertools
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import brotli
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from benchmarks.web.register import World

REQUESTS = 30
_WARM = 3
# Signing out ends the session that measures; the rest changes the language or serves files.
_LEFT_OUT = ("account/logout", "i18n/", "api/", "account/2fa/", "account/login/", "account/signup")
_PEOPLE = (
    *("lead", "contact", "assessor", "committee", "area", "security", "audit", "system"),
    *("secretary", "own"),
)


@dataclass(frozen=True)
class Timed:
    """One page.

    Attributes:
        address: where it is.
        who: signed in as.
        median, p95: milliseconds in the server.
        cpu: milliseconds of them that this process computed; tells a busy machine from a slow page.
        queries: how many.
        size: bytes of the page in brotli.
    """

    address: str
    who: str
    median: float
    p95: float
    cpu: float
    queries: int
    size: int


def addresses() -> list[str]:
    """The patterns of all our pages, written as they stand."""
    found = [one for one in _walk(get_resolver(), "") if not one.startswith(_LEFT_OUT)]
    return sorted(set(found))


def measure(world: World) -> tuple[list[Timed], list[str]]:
    """All pages, each as the first person who may see it; and those that nobody reached."""
    clients = {who: _signed_in(world, who) for who in _PEOPLE}
    timed, missed = [], []
    for pattern in addresses():
        found = _reach(pattern, world, clients)
        if found is None:
            missed.append(pattern)
        else:
            timed.append(_time(*found))
    return timed, missed


def bare() -> Timed:
    """The plain view in the same process and on the same rows."""
    with override_settings(ROOT_URLCONF="benchmarks.web.bare", MIDDLEWARE=[]):
        return _time("/bare/", "", Client())


def as_rows(timed: list[Timed]) -> list[dict[str, Any]]:
    """For the parent process."""
    return [asdict(one) for one in timed]


def _walk(resolver: URLResolver, before: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        here = before + str(one.pattern).removeprefix("^").removesuffix("\\Z").removesuffix("$")
        if isinstance(one, URLResolver):
            yield from _walk(one, here)
        elif isinstance(one, URLPattern):
            yield here


def _signed_in(world: World, who: str) -> Client:
    client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
    client.force_login(world.people[who], backend="shuniu.accounts.backends.NameOrPhone")
    return client


_BY_PLACE = {
    "organisations": ("organisation",),
    "rounds": ("draft", "answering", "round", "proposed", "deciding", "public", "past_round"),
    "entries": ("open_entry", "entry", "submitted", "past_entry"),
    "results": ("past_entry", "public_entry", "public", "past_round", "organisation"),
    "plans": ("past_entry", "plan_item"),
    "frameworks": ("framework",),
    "work": ("assignment", "submitted"),
    "papers": ("past_round", "past_entry"),
    "areas": ("area", "node"),
    "people": ("contact_user",),
    "meetings": ("meeting",),
    "members": ("member", "organisation", "link"),
    "matters": ("matter",),
}


def _values(name: str, place: str, world: World) -> list[str]:
    """What may stand for a parameter, the likeliest first."""
    objects: dict[str, object] = {
        **world.objects,
        "organisation": world.organisations[0],
        "organisation_pk": world.organisations[0],
        "node": world.hub.pk,
        "area": world.areas[0].pk,
        "contact_user": world.people["contact"].pk,
        "number": 1,
        "kind": "theme_day",
        "form": "pdf",
        **world.words,
    }
    keys = dict.fromkeys((name, *_BY_PLACE.get(place, ()), place.removesuffix("s")))
    found = [objects[key] for key in keys if key in objects]
    return [str(one) for one in (found if name == "pk" else found[:1])] or ["1"]


def _reach(
    pattern: str, world: World, clients: dict[str, Client]
) -> tuple[str, str, Client] | None:
    """The address of the pattern that answers last, and the first person with whom it answers."""
    parts = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
    if "(?P" in pattern:
        return None
    words = pattern.split("/")
    place = words[1] if words[0] == "account" and len(words) > 1 else words[0]
    choices = [_values(name, place, world) for name in parts]
    slowest: tuple[float, str, str, Client] | None = None
    for values in itertools.product(*choices):
        address = "/" + pattern
        for value in values:
            address = re.sub(r"<[^>]+>", value, address, count=1)
        for who, client in clients.items():
            if _is_page(client.get(address)):
                start = time.perf_counter()
                client.get(address)
                took = time.perf_counter() - start
                if slowest is None or took > slowest[0]:
                    slowest = (took, address, who, client)
                break
    return slowest[1:] if slowest else None


def _is_page(answer: HttpResponseBase) -> bool:
    return answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith(
        "text/html"
    )


def _time(address: str, who: str, client: Client) -> Timed:
    for _ in range(_WARM):
        answer = client.get(address)
    counted = 0

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal counted
        counted += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        client.get(address)
    times, cpu = [], time.process_time()
    for _ in range(REQUESTS):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1e3)
    cpu = (time.process_time() - cpu) * 1e3 / REQUESTS
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    size = len(brotli.compress(answer.content, quality=5))
    return Timed(address, who, statistics.median(times), p95, cpu, counted, size)
