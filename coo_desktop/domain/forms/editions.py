"""Editions of one form type: a released file is never edited, so that a change is a new file which `follows` the old.

The newest edition bears the plain name of the type; every former one is named with its edition, wherever it is shown.
What was only found in a source after a release is no new edition: `shared/verified.toml` takes the doubt away.
"""

from collections.abc import Iterable, Iterator, Mapping

from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.forms.skeletons import Declared, Table

FORMS, VERIFIED = "forms/", "shared/verified.toml"
#: What tells a former edition from the newest one, in the languages of the screen: in its title, and on tabs and lists.
FORMER = {
    "title": {"zh_CN": "{name}（{edition} 年版，已有新版）", "en": "{name} (former edition of {edition})"},
    "short": {"zh_CN": "{name}（{edition} 旧版）", "en": "{name} (of {edition})"},
}


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


def with_verified(declared: Declared, verified: Declared | None) -> Declared:
    """A form without the doubts about what was found in a source since its release, that source among its own."""
    found = verified.table.get(str(declared.table.get("id"))) if verified is not None else None
    if found is None:
        return declared
    table, facts = declared.table, set(found["facts"])
    doubts = [one for doubt in table.get("unverified", ()) for one in _split(doubt, facts, table) if one not in facts]
    return Declared(
        declared.source, {**table, "unverified": doubts, "sources": [*table.get("sources", ()), found["source"]]}
    )


def _split(doubt: str, facts: Iterable[str], table: Table) -> list[str]:
    """The doubt, or its parts where one of these is among the facts: params.retro as params.retro.text and the rest."""
    if not any(fact.startswith(f"{doubt}.") for fact in facts):
        return [doubt]
    held: Table = table
    for name in doubt.split("."):
        held = held[name]
    return [f"{doubt}.{part}" for part in held]


def _former(table: Table) -> Table:
    edition = table.get("edition", "")
    names = {
        key: {
            language: FORMER[key][language].format(name=text, edition=edition) for language, text in table[key].items()
        }
        for key in FORMER
        if key in table
    }
    return {**table, **names}
