"""Cells whose differing words are bold and underlined, with a quiet note beneath: texts of others, never markup."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QIcon, QPainter, QPalette, QTextDocument
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coo_desktop.domain.language.differing import Piece
from coo_desktop.views.widgets.style import colour, icon

#: Where an item keeps its MarkedText.
ROLE = Qt.ItemDataRole.UserRole
MARGIN, SIGN = 6, 16

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class MarkedText:
    """What a cell shows: words that differ or not, a note beneath, and whether this is the value that was chosen."""

    pieces: Sequence[Piece]
    note: str = ""
    is_chosen: bool = False

    @property
    def plain(self) -> str:
        """The same for a screen reader and for copying."""
        return "\n".join(filter(None, ("".join(piece.text for piece in self.pieces), self.note)))


class MarkedCells(QStyledItemDelegate):
    """Draws cells that hold a MarkedText; a chosen one has a sign at its right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(ROLE)
        if not isinstance(cell, MarkedText):
            super().paint(painter, option, index)
            return
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        ground.text, ground.icon = "", QIcon()
        rect, palette = ground.rect, ground.palette
        style = ground.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, ground.widget)
        is_selected = bool(ground.state & QStyle.StateFlag.State_Selected)
        ink = palette.color(QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text)
        drawn = _document(cell, ground, "" if is_selected else colour("quiet").name())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, ink)
        painter.save()
        painter.setClipRect(rect)
        painter.translate(QPointF(rect.topLeft()) + QPointF(MARGIN, MARGIN))
        drawn.documentLayout().draw(painter, context)
        painter.restore()
        if cell.is_chosen:
            mode = QIcon.Mode.Selected if is_selected else QIcon.Mode.Normal
            sign = icon("approved", "good").pixmap(QSize(SIGN, SIGN), mode)
            painter.drawPixmap(rect.right() - SIGN - 3, rect.top() + MARGIN, sign)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = index.data(ROLE)
        if not isinstance(cell, MarkedText):
            return super().sizeHint(option, index)
        size = _document(cell, option, "").size()
        return QSize(round(size.width()) + 2 * MARGIN, round(size.height()) + 2 * MARGIN)


def _document(cell: MarkedText, option: QStyleOptionViewItem, quiet: str) -> QTextDocument:
    """The cell's text, laid out in its width; the sign of a chosen one has its room."""
    made = QTextDocument()
    made.setDocumentMargin(0)
    made.setDefaultFont(option.font)
    text = "".join(_marked(piece) for piece in cell.pieces)
    if cell.note:
        style = f' style="color: {quiet}"' if quiet else ""
        text += f"<div{style}><i>{_escaped(cell.note)}</i></div>" if text else f"<i{style}>{_escaped(cell.note)}</i>"
    made.setHtml(f'<div style="white-space: pre-wrap">{text}</div>')
    width = QRectF(option.rect).width() - 2 * MARGIN - SIGN
    made.setTextWidth(max(width, SIGN))
    return made


def _marked(piece: Piece) -> str:
    return f"<b><u>{_escaped(piece.text)}</u></b>" if piece.differs else _escaped(piece.text)


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
