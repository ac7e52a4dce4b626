"""The order in which things were said and happened in one buffer, with the gaps that are known.

Pages of history are put in their place by the ids that they share with what is there, and by what was asked for: a page
that was asked for as what came before an item stands directly before it. Where it is not known what lies between two
stretches, a gap stands between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .items import Gap, Item

MOST = 2_000  # items in one buffer


class Timeline:
    """Items, oldest first. Each is found by its id; a gap has one, too."""

    __slots__ = ("_by_id", "_gaps", "_items")

    def __init__(self) -> None:
        self._items: list[Item] = []
        self._by_id: dict[str, Item] = {}
        self._gaps = 0

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def __reversed__(self) -> Iterator[Item]:
        return reversed(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, place: int) -> Item:
        return self._items[place]

    def __contains__(self, id: str) -> bool:
        return id in self._by_id

    def get(self, id: str) -> Item | None:
        return self._by_id.get(id)

    def place(self, id: str) -> int:
        """Where the item stands. Raises KeyError."""
        item = self._by_id[id]
        for place in range(len(self._items) - 1, -1, -1):
            if self._items[place] is item:
                return place
        raise KeyError(id)

    def add(self, item: Item) -> None:
        """Something new: it comes last. An item whose id is there already takes its place instead."""
        if item.id in self._by_id:
            self.replace(item)
        else:
            self._items.append(item)
            self._by_id[item.id] = item

    def replace(self, item: Item) -> None:
        """The item of that id looks different now. Raises KeyError."""
        self._items[self.place(item.id)] = item
        self._by_id[item.id] = item

    def remove(self, id: str) -> None:
        """Raises KeyError."""
        del self._items[self.place(id)]
        del self._by_id[id]

    def merge(self, page: Sequence[Item], *, before: str = "", after: str = "", last: bool = False) -> list[Item]:
        """Put a page of history in its place; returns the items that were not there before.

        The page is whole: nothing is missing between its items. `before`: the id of the item that directly follows
        it, `after`: of the one that directly precedes it, '' where that is not known; `last`: it reaches to the end.
        """
        if not page:
            self._nothing_there(before, after, last=last)
            return []
        left_known = page[0].id in self._by_id or after in self._by_id
        right_known = page[-1].id in self._by_id or before in self._by_id or last
        fresh, end = self._insert(page, self._start(page, before, after))
        if last or before in self._by_id:
            self._close(end, len(self._items) if last else self.place(before))
        if after in self._by_id:
            self._close(self.place(after) + 1, self.place(page[0].id))
        if not right_known:
            self._bound_right(end, page[-1].at)
        if not left_known:
            self._bound_left(self.place(page[0].id), page[0].at)
        self._tidy()
        return fresh

    def add_gap(self, at: int) -> None:
        """What comes next may not follow directly on what is there."""
        if self._items and not isinstance(self._items[-1], Gap):
            self._insert_gap(len(self._items), at)

    def trim(self, most: int = MOST, *, newest: bool = False) -> bool:
        """Let go of the oldest items beyond that number (or of the newest: a gap stands there); whether there were."""
        surplus = len(self._items) - most
        if surplus <= 0:
            return False
        gone = self._items[most:] if newest else self._items[:surplus]
        for item in gone:
            del self._by_id[item.id]
        self._items = self._items[:most] if newest else self._items[surplus:]
        if newest:
            self.add_gap(gone[-1].at)
        self._tidy()
        return True

    def trim_tail(self, most: int, slack: int) -> bool:
        """Let go of what stands directly behind the last gap, when more than `most` and some slack stand there."""
        place = next((n for n in range(len(self._items) - 1, -1, -1) if isinstance(self._items[n], Gap)), None)
        if place is None or len(self._items) - place - 1 <= most + slack:
            return False
        end = len(self._items) - most
        for item in self._items[place + 1 : end]:
            del self._by_id[item.id]
        del self._items[place + 1 : end]
        return True

    def _start(self, page: Sequence[Item], before: str, after: str) -> int:
        """Where the page begins."""
        if after in self._by_id:
            return self.place(after) + 1
        known = next((item.id for item in page if item.id in self._by_id), before)
        if known in self._by_id:
            return self.place(known)
        return self._place_by_time(page[0].at, page[-1].at)

    def _place_by_time(self, first: int, last: int) -> int:
        """Where a page belongs that has nothing in common with what is there. Of what was said in its first moment the
        rest came before it; where that is its only moment, it is all that there was before."""
        place = len(self._items)
        while place and not self._is_before(self._items[place - 1], first, last):
            place -= 1
        while place < len(self._items) and is_local(self._items[place]) and self._items[place].at <= first:
            place += 1  # what only we know of, by our clock
        return place

    def _is_before(self, item: Item, first: int, last: int) -> bool:
        if isinstance(item, Gap) or is_local(item):
            return False
        return item.at < first or (item.at == first and first < last)

    def _insert(self, page: Sequence[Item], place: int) -> tuple[list[Item], int]:
        """The items that are new, and the place behind the last one."""
        fresh: list[Item] = []
        for item in page:
            if item.id in self._by_id:
                found = self.place(item.id)
                if found < place:  # of the same moment: only the page knows the order
                    self._items.insert(place - 1, self._items.pop(found))
                else:
                    self._close(place, found)
                    place = self.place(item.id) + 1
            else:
                self._items.insert(place, item)
                self._by_id[item.id] = item
                fresh.append(item)
                place += 1
        return fresh, place

    def _nothing_there(self, before: str, after: str, *, last: bool) -> None:
        """There is nothing directly after the one item, or before the other, or between both."""
        if before and after and not {before, after} <= self._by_id.keys():
            return
        if after in self._by_id:
            start = self.place(after) + 1
            self._close(start, len(self._items) if last else self._next_gap(start))
        if before in self._by_id:
            end = self.place(before)
            self._close(self._last_gap(end), end)

    def _last_gap(self, place: int) -> int:
        """The place of a gap that stands directly before it, but for what only we know of."""
        while place and is_local(self._items[place - 1]):
            place -= 1
        return place - 1 if place and isinstance(self._items[place - 1], Gap) else place

    def _next_gap(self, place: int) -> int:
        """The place behind a gap that stands directly there, but for what only we know of."""
        end = place
        while end < len(self._items) and is_local(self._items[end]):
            end += 1
        return end + 1 if end < len(self._items) and isinstance(self._items[end], Gap) else place

    def _close(self, start: int, end: int) -> None:
        """Nothing is missing between these places: the gaps there are none."""
        for item in self._items[start:end]:
            if isinstance(item, Gap):
                self.remove(item.id)

    def _bound_left(self, place: int, at: int) -> None:
        """A gap before the place, unless there is one, or nothing."""
        start = self._last_gap(place)
        if start == place and any(not is_local(item) for item in self._items[:place]):
            self._insert_gap(place, at)

    def _bound_right(self, place: int, at: int) -> None:
        """A gap at the place, unless there is one. Also at the end: there may be more."""
        if self._next_gap(place) == place:
            self._insert_gap(place, at)

    def _tidy(self) -> None:
        """No gap stands first, or directly behind another."""
        before: Item | None = None
        for item in self._items.copy():
            if isinstance(item, Gap) and (before is None or isinstance(before, Gap)):
                self.remove(item.id)
            else:
                before = item

    def _insert_gap(self, place: int, at: int) -> None:
        self._gaps += 1
        gap = Gap(f"~gap-{self._gaps}", at)
        self._items.insert(place, gap)
        self._by_id[gap.id] = gap


def is_local(item: Item) -> bool:
    """Whether only we know of it: the server's history does not have it."""
    return item.id.startswith("~") and not isinstance(item, Gap)
