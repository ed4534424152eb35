"""What is searched for is made when a pack is built."""

from coo_desktop.store.packs import tokens


def test_chinese_characters_are_tokens_of_their_own():
    assert tokens.spelled(("保温瓶", "led")) == "保 温 瓶 led"


def test_a_word_is_heard_from_every_syllable_on():
    assert {"baowenping", "wenping", "ping", "bwp", "wp"} <= set(tokens.word_tokens(["保温瓶"]).split())


def test_a_phrase_is_one_token_in_characters_pinyin_and_initials_and_so_is_each_ending():
    edge = tokens.EDGE
    wholes = {f"{edge}{form}{edge}" for form in ("保温瓶", "baowenping", "bwp")}
    assert set(tokens.lead_tokens(["保温瓶"]).split()) == wholes | {f"温瓶{edge}", f"瓶{edge}"}
    assert tokens.lead_tokens(["vacuum flasks"]) == f"{edge}vacuumflask{edge}"


def test_english_words_are_tokens_in_the_singular():
    assert "flask" in tokens.word_tokens(["Vacuum flasks"]).split()


def test_the_vocabulary_holds_what_can_be_misspelt():
    known = tokens.vocabulary(["保温瓶"], ["Vacuum flasks of 90 kg", "保温瓶"])
    assert known == {"baowenping", "vacuum", "flask"}
