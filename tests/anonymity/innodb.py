"""InnoDB's files read as bytes, as a thief of a disk would: the clustered index of a table.

Of each record only what stands at its beginning is taken, in the compact row formats: the
primary key (of fixed length), DB_TRX_ID (the transaction that wrote it last) and
DB_ROLL_PTR (where that transaction's undo record lies).  References: storage/innobase/
include/page0page.h, rem0rec.h, fil0fil.h of MariaDB 10.11.
"""

import collections
import struct

PAGE = 16384
INDEX_PAGES = {17855, 18}  # FIL_PAGE_INDEX; FIL_PAGE_TYPE_INSTANT: the root after ADD COLUMN
INFIMUM, SUPREMUM = 99, 112
DELETED, MINIMUM = 0x20, 0x10  # info bits
ROOT_PAGE = 3  # of the clustered index of a file of its own
NO_PAGE = 0xffffffff

# page, origin: where it lies; heap: its number in the order of insertion into the page
Record = collections.namedtuple("Record", "key trx roll page origin heap deleted")


def number(data, at, n):
    return int.from_bytes(data[at:at + n], "big")


def records(path, key_bytes):
    """The records of the leaves, in the order of keys; pages that are no longer in the tree are left out."""
    data = path.read_bytes()
    at, found = ROOT_PAGE, []
    page = page_of(data, at)
    while number(page, 64, 2) > 0:  # down the left edge
        at = number(page, next(origins(page)) + key_bytes, 4)
        page = page_of(data, at)
    while at != NO_PAGE:
        page = page_of(data, at)
        found += leaf(page, at, key_bytes)
        at = number(page, 12, 4)
    return found


def page_of(data, at):
    page = data[at * PAGE:(at + 1) * PAGE]
    if number(page, 24, 2) not in INDEX_PAGES:
        raise ValueError(f"page {at} is none of an index")
    return page


def origins(page):
    """Where the records of a page begin, in the order of keys."""
    at = INFIMUM
    for _ in range(PAGE):
        at = (at + struct.unpack(">h", page[at - 2:at])[0]) & 0xffff
        if at == SUPREMUM:
            return
        yield at
    raise ValueError("records in a circle")


def leaf(page, page_number, key_bytes):
    for at in origins(page):
        info = page[at - 5]
        if info & MINIMUM:
            continue
        yield Record(page[at:at + key_bytes], number(page, at + key_bytes, 6),
                     # without the bit of an insertion and the number of the rollback segment
                     number(page, at + key_bytes + 7, 6), page_number, at,
                     number(page, at - 4, 2) >> 3, bool(info & DELETED))


class Bytes:
    """A file in which keys are looked for: log or undo, whatever its format (the binlog leaves out
    zeros at the end of a key)."""

    def __init__(self, paths):
        self.data = b"".join(path.read_bytes().rstrip(b"\0") for path in paths)

    def first(self, key):
        return self.data.find(key.rstrip(b"\0"))

    def last(self, key):
        return self.data.rfind(key.rstrip(b"\0"))
