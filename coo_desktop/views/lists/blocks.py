"""The rows of one query in blocks, each read with one statement when somebody looks at it."""

from collections import OrderedDict
from dataclasses import replace

from coo_desktop.domain.documents.document import Query, Row
from coo_desktop.domain.documents.listing import ListSurvey
from coo_desktop.domain.ports import Reader

BLOCK = 64
BLOCKS_KEPT = 64


class Blocks:
    """What a `survey` of the query found, as rows; the first block is known before there is a survey."""

    def __init__(
        self, reader: Reader, query: Query, first: tuple[Row, ...] = (), survey: ListSurvey | None = None
    ) -> None:
        self.query = query
        self.survey = survey or ListSurvey(len(first), {})
        self._reader = reader
        self._blocks: OrderedDict[int, tuple[Row, ...]] = OrderedDict({0: first} if survey is None else {})

    def row(self, number: int) -> Row | None:
        """The document in a row; None where it has gone since the survey."""
        block = self._block(number // BLOCK)
        at = number % BLOCK
        return block[at] if at < len(block) else None

    def is_known(self, number: int) -> bool:
        """Whether a row can be told without reading."""
        return number // BLOCK in self._blocks

    def known_rows(self) -> dict[str, int]:
        """Id -> row number of the blocks at hand."""
        return {row.id: number * BLOCK + at for number, block in self._blocks.items() for at, row in enumerate(block)}

    def _block(self, number: int) -> tuple[Row, ...]:
        if number in self._blocks:
            self._blocks.move_to_end(number)
            return self._blocks[number]
        rows = self._blocks[number] = self._read(number)
        while len(self._blocks) > BLOCKS_KEPT:
            self._blocks.popitem(last=False)
        return rows

    def _read(self, number: int) -> tuple[Row, ...]:
        """By the numbers of the rows, from the block before, or from the last mark before the block."""
        start, survey = number * BLOCK, self.survey
        if survey.members is not None:
            return self._reader.rows(self.query, survey.members[start : start + BLOCK])
        before = self._blocks.get(number - 1, ())
        if len(before) == BLOCK:
            key = str(getattr(before[-1], self.query.order)), before[-1].id
            return self._reader.rows(replace(self.query, after=key))
        passed = min(start // survey.every, len(survey.marks))
        after = survey.marks[passed - 1] if passed else None
        return self._reader.rows(replace(self.query, after=after, offset=start - passed * survey.every))
