"""Why something is refused: closed sets of reasons. The screen has words for each member, and a test asks for them.

A member travels as the `why` of a Refused or the `reason` of an Unreadable. Its value is the code in logs and on the
console; reasons of the backend have codes of their own, which problem types of the wire define.
"""

from enum import StrEnum


class Rule(StrEnum):
    """A rule that says no to what a person wants."""

    INCOMPLETE = "incomplete"
    CONFLICTS = "conflicts"
    UNDECIDED = "undecided"
    NEEDS_REVIEW = "needs_review"
    UNDERTAKING = "undertaking"
    REASON_MISSING = "reason_missing"
    COPY_TARGET = "copy_target"
    SUCCEEDED = "succeeded"
    PLACE_TAKEN = "place_taken"
    ORIGINAL_OVER = "original_over"
    LOSS_OPEN = "loss_open"
    REPRINT_OPEN = "reprint_open"
    SUCCESSOR_SENT = "successor_sent"
    SOME_ROWS = "some_rows"
    ADDRESS = "address"
    OTHER_PERSON = "other_person"
    NOT_CUSTOMS = "not_customs"
    NO_SUCH_CODE = "no_such_code"
    PRODUCT_NOT_APPROVED = "product_not_approved"
    NOTHING_TO_SPLIT = "nothing_to_split"
    NO_NEWER_EDITION = "no_newer_edition"
    COPY_ONLY = "copy_only"
    PAPER_NOT_DUE = "paper_not_due"
    PICTURE_NEEDED = "picture_needed"
    GLYPH_MISSING = "glyph_missing"
    PRINTER = "printer"
    PDF_FILE = "pdf_file"
    PDF_FULL = "pdf_full"
    TEMPLATE_NAME = "template_name"
    TEMPLATE_TYPE = "template_type"
    NOT_RELEASED = "not_released"
    OWN_RELEASE = "own_release"
    RELEASE_OUTDATED = "release_outdated"
    NOTE_TEXT = "note_text"
    PAST_NUMBER = "past_number"


class EvidenceFault(StrEnum):
    """Why a file is not taken in as evidence."""

    MISSING = "missing"
    DENIED = "denied"
    NOT_A_FILE = "not_a_file"
    LINK = "link"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    CHANGING = "changing"
    WRONG_TYPE = "wrong_type"
    TYPE_MISMATCH = "type_mismatch"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_SLOW = "too_slow"
    ANIMATED = "animated"
    APPENDED = "appended"
    ACTIVE = "active"
    CARRIES_FILES = "carries_files"


class SheetFault(StrEnum):
    """Why a spreadsheet is not read or written."""

    SHEET_TYPE = "sheet_type"
    TYPE_MISMATCH = "type_mismatch"
    NOT_A_FILE = "not_a_file"
    DENIED = "denied"
    SHEET_TOO_LARGE = "sheet_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    CELL_TOO_LONG = "cell_too_long"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    BINARY = "binary"
    ENCODING = "encoding"
    BROKEN = "broken"
    TOO_SLOW = "too_slow"
    BOMB = "bomb"
    HOSTILE_NAMES = "hostile_names"
    NESTED = "nested"
    ENTITIES = "entities"
    NO_COLUMNS = "no_columns"
    NO_TEXT = "no_text"
    NO_GOODS = "no_goods"
    STOPPED = "stopped"


class BackupFault(StrEnum):
    """Why a backup is not opened, or not put in place."""

    NO_BACKUP = "no_backup"
    NEWER = "newer"
    DAMAGED = "damaged"
    PASSWORD_NEEDED = "password_needed"
    WRONG_PASSWORD = "wrong_password"
    OTHER_ACCOUNT = "other_account"
    PROFILE_USED = "profile_used"
