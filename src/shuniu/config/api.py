"""The programming interface: every room's part under one address, with its OpenAPI description."""

from __future__ import annotations

from ninja import NinjaAPI

from shuniu.evaluation.api import router as results
from shuniu.registry.api import router as organisations

api = NinjaAPI(title="Shuniu", version="1", docs_url=None, urls_namespace="api")
api.add_router("/organisations", organisations)
api.add_router("/results", results)
