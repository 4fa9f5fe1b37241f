"""Telling people: a line in the product, a mail, a robot."""

from __future__ import annotations

import json
from typing import Any, Self

import pytest
from django.core import mail
from django.test import Client, override_settings

from shuniu.accounts.models import User
from shuniu.accounts.services import open_user
from shuniu.base import crypto, notices, robots
from shuniu.base.models import Notice, Webhook

pytestmark = pytest.mark.django_db


def _person(name: str, email: str = "") -> User:
    return open_user(name, display_name=name, password=None, by=None, email=email)


def test_each_person_is_told_once_in_the_product_and_by_mail_where_there_is_an_address() -> None:
    one, two = _person("one", "one@example.cn"), _person("two")
    with override_settings(SHUNIU_PUBLIC_URL="https://hub.example.cn"):
        notices.notify([one.pk, two.pk, one.pk], "请填报。", "/entries/1/")
    assert Notice.objects.count() == 2
    assert [(sent.to, sent.body) for sent in mail.outbox] == [
        (["one@example.cn"], "请填报。\n\nhttps://hub.example.cn/entries/1/")
    ]


def test_nobody_told_means_nothing_sent() -> None:
    notices.notify([], "无人")
    assert not Notice.objects.exists()
    assert mail.outbox == []


def test_an_account_that_is_locked_gets_no_mail() -> None:
    one = _person("one", "one@example.cn")
    User.objects.filter(pk=one.pk).update(is_active=False)
    notices.notify([one.pk], "请填报。")
    assert mail.outbox == []


def test_opening_a_notice_marks_it_read_and_leads_only_to_our_own_pages() -> None:
    one, two = _person("one"), _person("two")
    notices.notify([one.pk, two.pk], "请看。", "/account/me/")
    notices.notify([one.pk], "坏链接。", "https://evil.example/")
    client = Client()
    client.force_login(one, "shuniu.accounts.backends.NameOrPhone")
    good = Notice.objects.get(user=one, text="请看。")
    assert client.get(f"/notices/{good.pk}/").headers["Location"] == "/account/me/"
    bad = Notice.objects.get(text="坏链接。")
    assert client.get(f"/notices/{bad.pk}/").headers["Location"] == "/notices/"
    theirs = Notice.objects.get(user=two)
    assert client.get(f"/notices/{theirs.pk}/").status_code == 404
    assert notices.unread(one.pk).count() == 0
    assert notices.unread(two.pk).count() == 1


def test_robots_get_the_message_in_their_own_format(monkeypatch: pytest.MonkeyPatch) -> None:
    key = crypto.new_key()
    for kind, host in robots.HOSTS.items():
        Webhook.objects.create(
            kind=kind, name=kind, url_sealed=crypto.seal(f"https://{host}/robot", key), key=key
        )
    sent: list[tuple[str, dict[str, Any]]] = []

    class Answer:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *args: object) -> None: ...

        def read(self, size: int) -> bytes:
            return b""

    def post(request: Any, timeout: int) -> Answer:
        sent.append((request.full_url, json.loads(request.data)))
        return Answer()

    monkeypatch.setattr(robots, "urlopen", post)
    notices.broadcast("公示已发布。")
    assert {url for url, _ in sent} == {f"https://{host}/robot" for host in robots.HOSTS.values()}
    assert all(body["text"]["content"] == "公示已发布。" for _, body in sent)


@pytest.mark.parametrize(
    "address",
    ["http://qyapi.weixin.qq.com/x", "https://127.0.0.1/x", "https://qyapi.weixin.qq.com.evil.cn/"],
)
def test_a_robot_elsewhere_is_never_called(address: str) -> None:
    with pytest.raises(ValueError, match="https"):
        robots.send_to_robot("wecom", address, "x", "")
