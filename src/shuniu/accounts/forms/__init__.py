"""Shapes of what people type."""

from shuniu.accounts.forms.office import MakeToken, SetRule
from shuniu.accounts.forms.people import Accept, GiveRole, Invite, Profile, Reason
from shuniu.accounts.forms.sign_in import (
    AddKey,
    ChangePassword,
    Code,
    CodeAgain,
    FirstCode,
    NameKey,
    Reauthenticate,
    SignInForm,
)

__all__ = [
    "Accept",
    "AddKey",
    "ChangePassword",
    "Code",
    "CodeAgain",
    "FirstCode",
    "GiveRole",
    "Invite",
    "MakeToken",
    "NameKey",
    "Profile",
    "Reason",
    "Reauthenticate",
    "SetRule",
    "SignInForm",
]
