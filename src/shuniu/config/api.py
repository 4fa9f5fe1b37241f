"""The programming interface: every room's part under one address, with its OpenAPI description."""

from __future__ import annotations

from ninja import NinjaAPI

api = NinjaAPI(title="Shuniu", version="1", docs_url=None, urls_namespace="api")
