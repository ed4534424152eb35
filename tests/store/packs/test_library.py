"""The library opens what is asked for, once, and sees newer packs when it is opened anew."""

from coo_desktop.store.packs.library import Library


def test_a_part_is_opened_once_and_anew_after_reopening(tmp_path):
    library = Library(tmp_path)
    first = library.nomenclature
    assert library.nomenclature is first
    library.reopen()
    assert library.nomenclature is not first
    assert library.nomenclature.find("9617").zh
