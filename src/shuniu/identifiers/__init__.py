"""Codes that carry their own proof: credit codes, identity numbers, regions, phone numbers.

``parse_*`` takes what a person typed and returns the code with its meaning, or raises
``IdentifierError``, which says which rule failed and what was expected. ``make_*`` builds valid
codes for demonstration and tests.
"""

from shuniu.identifiers._credit_code import CreditCode, make_credit_code, parse_credit_code
from shuniu.identifiers._fault import Fault, IdentifierError
from shuniu.identifiers._landline import Landline, make_landline, parse_landline
from shuniu.identifiers._mobile import Mobile, make_mobile, parse_mobile
from shuniu.identifiers._phone import parse_phone
from shuniu.identifiers._region import Region, RegionLevel, parse_region
from shuniu.identifiers._resident_id import ResidentId, Sex, make_resident_id, parse_resident_id

__all__ = [
    "CreditCode",
    "Fault",
    "IdentifierError",
    "Landline",
    "Mobile",
    "Region",
    "RegionLevel",
    "ResidentId",
    "Sex",
    "make_credit_code",
    "make_landline",
    "make_mobile",
    "make_resident_id",
    "parse_credit_code",
    "parse_landline",
    "parse_mobile",
    "parse_phone",
    "parse_region",
    "parse_resident_id",
]
