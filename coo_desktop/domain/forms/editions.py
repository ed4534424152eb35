"""Editions of one form type: a released file is never edited, so that a change is a new file which `follows` the old.

The newest edition bears the plain name of the type; every former one is named with its edition, wherever it is shown.
"""

from collections.abc import Iterable, Iterator, Mapping

from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.forms.skeletons import Declared, Table

FORMS = "forms/"
#: What tells a former edition from the newest one, in the languages of the screen.
FORMER = {"zh_CN": "{name}（{edition} 年版，已有新版）", "en": "{name} (former edition of {edition})"}


def named(parsed: Mapping[str, Declared]) -> dict[str, Declared]:
    """The declarations, those of former editions under names of their own; raises Unreadable for a form that follows
    one which is not there, or one that another form follows as its newest former edition."""
    files = {declared.table.get("id"): name for name, declared in parsed.items() if name.startswith(FORMS)}
    result, newest = dict(parsed), dict[str, str]()
    for declared in parsed.values():
        former = [str(one) for one in declared.table.get("follows", ())]
        for one in former:
            if one not in files or one == declared.table.get("id"):
                raise declared.source.fault(one, f"no form {one!r} that could be followed")
            held = parsed[files[one]]
            result[files[one]] = Declared(held.source, _former(held.table))
        if former and newest.setdefault(former[0], str(declared.table.get("id"))) != declared.table.get("id"):
            raise declared.source.fault(former[0], f"{newest[former[0]]!r} follows {former[0]!r} already")
    return result


def newest_first(forms: Iterable[FormType]) -> Iterator[FormType]:
    """The form types in their order, each directly before its former editions."""
    known = {form.id: form for form in forms}
    former = former_ids(known.values())
    for form in known.values():
        if form.id not in former:
            yield form
            yield from (known[one] for one in form.follows if one in known)


def former_ids(forms: Iterable[FormType]) -> frozenset[str]:
    """The ids of all form types that have a newer edition."""
    return frozenset(one for form in forms for one in form.follows)


def _former(table: Table) -> Table:
    edition = table.get("edition", "")
    names = {key: table[key] for key in ("title", "short") if key in table}
    return {
        **table,
        **{
            key: {language: FORMER[language].format(name=text, edition=edition) for language, text in name.items()}
            for key, name in names.items()
        },
    }
