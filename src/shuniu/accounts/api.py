"""Programs that come with a token."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from shuniu.accounts.models import ApiToken
from shuniu.accounts.services import use_token
from shuniu.accounts.states import SCOPES


class Fault(Schema):
    """What is wrong, in a sentence."""

    detail: str


class Unfit(Schema):
    """A value that does not fit the description."""

    type: str
    loc: list[str | int]
    msg: str


class Unfits(Schema):
    """Values that do not fit the description."""

    detail: list[Unfit]


# What every address may answer besides what is asked for: no token, not this token, not this value.
FAULTS: dict[int, type[Schema]] = {401: Fault, 403: Fault, 422: Unfits}


def only(request: HttpRequest, known: type[Schema]) -> None:
    """Refuse what the description does not know: a slip in a name would else show too much.

    Raises:
        ValidationError: 422 with the names.
    """
    strange = sorted(set(request.GET) - set(known.model_fields))
    if strange:
        raise ValidationError(
            [
                {"type": "extra_forbidden", "loc": ["query", one], "msg": "Unknown parameter"}
                for one in strange
            ]
        )


class TokenAuth(HttpBearer):
    """``Authorization: Bearer …``; good for one scope within the token's subtree."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        if scope not in SCOPES:
            raise ValueError(scope)
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token; ``None`` (401) where it is not good.

        Raises:
            HttpError: 403, the token is good and not for this.
        """
        row = use_token(token)
        if row is None:
            return None
        if self.scope not in row.scopes:
            raise HttpError(403, f"the token lacks the scope {self.scope}")
        return row
