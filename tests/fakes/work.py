"""Work that a test watches, and stops after so many of its reports."""


class Watched:
    """`stop_after` reports it wants to end; without one it never does."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.reports: list[tuple[int, int]] = []
        self._stop_after = stop_after

    def report(self, done: int, total: int) -> None:
        self.reports.append((done, total))

    def cancelled(self) -> bool:
        return self._stop_after is not None and len(self.reports) >= self._stop_after

    def complete(self) -> bool:
        return not self.cancelled()
