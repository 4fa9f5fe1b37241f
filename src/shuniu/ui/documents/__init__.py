"""The document engine: Word, PDF, workbooks and charts from a template and rows."""

from shuniu.ui.documents.drawing import chart_png, chart_svg
from shuniu.ui.documents.fill import fill
from shuniu.ui.documents.fonts import NoFont
from shuniu.ui.documents.papers import NoSuchPaper, paper
from shuniu.ui.documents.pdf import BrokenPaper, pdf, png
from shuniu.ui.documents.word import Attachment, Block, Official, Table, official
from shuniu.ui.documents.workbook import Sheet, delimited, workbook

__all__ = [
    "Attachment",
    "Block",
    "BrokenPaper",
    "NoFont",
    "NoSuchPaper",
    "Official",
    "Sheet",
    "Table",
    "chart_png",
    "chart_svg",
    "delimited",
    "fill",
    "official",
    "paper",
    "pdf",
    "png",
    "workbook",
]
