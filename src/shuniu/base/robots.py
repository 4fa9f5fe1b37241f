"""The adapters that carry a notice outside: mail, and robots of group chats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from urllib.parse import urljoin, urlparse
from urllib.request import Request, urlopen

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

_SECONDS = 10
HOSTS = {"wecom": "qyapi.weixin.qq.com", "dingtalk": "oapi.dingtalk.com"}


def send_mail_to(user_ids: Iterable[int], text: str, url: str) -> int:
    """One mail to each person who gave an address; returns how many."""
    sent = 0
    people = get_user_model().objects.filter(pk__in=list(user_ids), is_active=True)
    for address in people.exclude(email="").values_list("email", flat=True):
        body = f"{text}\n\n{_absolute(url)}" if url else text
        sent += EmailMessage(_("枢纽平台通知"), body, to=[str(address)]).send()
    return sent


def payload(kind: str, text: str, url: str) -> Mapping[str, object]:
    """A text message in the robot's own format.

    Raises:
        KeyError: an unknown kind.
    """
    words = f"{text}\n{_absolute(url)}" if url else text
    return {
        "wecom": {"msgtype": "text", "text": {"content": words}},
        "dingtalk": {"msgtype": "text", "text": {"content": words}},
    }[kind]


def send_to_robot(kind: str, address: str, text: str, url: str) -> None:
    """Post a message to a robot.

    Raises:
        ValueError: the address is not one of the robot's own service.
        OSError: it could not be reached; the task is tried again.
    """
    parsed = urlparse(address)
    if parsed.scheme != "https" or parsed.hostname != HOSTS[kind]:
        message = "a robot's address must be https at its own service"
        raise ValueError(message)
    body = json.dumps(payload(kind, text, url)).encode()
    request = Request(  # noqa: S310 (https and host checked above)
        address, body, {"Content-Type": "application/json"}, method="POST"
    )
    with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 (as above)
        answer.read(1000)


def _absolute(url: str) -> str:
    return urljoin(settings.SHUNIU_PUBLIC_URL, url)
