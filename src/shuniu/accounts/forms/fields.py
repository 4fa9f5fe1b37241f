"""Fields that several forms share: a place in the tree, a phone number, a password given twice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from shuniu.accounts.models import Node
from shuniu.findings import Lang
from shuniu.identifiers import IdentifierError, parse_mobile

_FEW = 30  # so many places are chosen from a list; more are named
_SHOWN = 8


class NodeField(forms.CharField):
    """A place by its name or part of it; a list to choose from where there are few.

    A part that fits several places comes back with their names, so that the next try is right.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.nodes: QuerySet[Node] = Node.objects.none()

    def among(self, nodes: QuerySet[Node]) -> None:
        """Say which places there are to choose from."""
        self.nodes = nodes
        few = list(nodes[: _FEW + 1])
        if len(few) > _FEW:
            self.help_text = _("输入名称或其中几个字，例如单位全称。")
            return
        choices = [(str(node.pk), _indented(node)) for node in few]
        self.widget = forms.Select(choices=[("", "——"), *choices] if len(few) > 1 else choices)
        self.widget.is_required = self.required

    def clean(self, value: Any) -> Any:
        """The place.

        Raises:
            ValidationError: none or several fit.
        """
        typed = str(super().clean(value)).strip()
        if not typed:
            return None
        found = self._found(typed)
        if len(found) == 1:
            return found[0]
        if not found:
            words = _("没有找到名称含“%(typed)s”的单位，请检查后重输。")
            raise forms.ValidationError(words % {"typed": typed})
        names = "、".join(node.name for node in found[:_SHOWN])
        words = _("有多个单位的名称含“%(typed)s”：%(names)s 等，请写全称。")
        raise forms.ValidationError(words % {"typed": typed, "names": names})

    def _found(self, typed: str) -> list[Node]:
        if typed.isdigit() and len(typed) < 18:
            by_number = list(self.nodes.filter(pk=int(typed)))
            if by_number:
                return by_number
        exact = list(self.nodes.filter(name=typed)[:2])
        parts = Q()
        for part in typed.split():
            parts &= Q(name__icontains=part)
        return exact or list(self.nodes.filter(parts)[: _SHOWN + 1])


def _indented(node: Node) -> str:
    depth = str(node.path).count("/") - 2
    return "　" * depth + node.name


class PhoneField(forms.CharField):
    """A mobile number in its plain form; empty stays empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("手机号"))
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
        super().__init__(required=False, widget=widget, max_length=30, **kwargs)

    def clean(self, value: Any) -> str:
        """The number.

        Raises:
            ValidationError: it is none, with what was expected.
        """
        typed = str(super().clean(value)).strip()
        try:
            return parse_mobile(typed).number if typed else ""
        except IdentifierError as error:
            language: Lang = "en" if (get_language() or "").startswith("en") else "zh"
            words = error.text.say(language), error.fix.say(language)
            raise forms.ValidationError(" ".join(one for one in words if one)) from error
