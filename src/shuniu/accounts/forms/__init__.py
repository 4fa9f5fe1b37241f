"""Shapes of what people type."""

from shuniu.accounts.forms.sign_in import SignInForm

__all__ = ["SignInForm"]
