"""The phrases that are loaded spell as all of pypinyin's would."""

import json
import re
import subprocess
import sys

from coo_desktop.environment import prepared
from coo_desktop.environment.assets import resource
from coo_desktop.store import pinyin

#: All of pypinyin, in a process of its own: this one has read it sparingly.
WHOLE = """
import json, sys
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT
texts = json.load(sys.stdin)
texts += list(PHRASES_DICT)[::10]
print(json.dumps({text: lazy_pinyin(text) for text in texts}))
"""
HARD = ["重庆", "银行", "植物生长调节剂", "重新操作", "女装", "调整", "人行道"]


def test_it_spells_as_all_phrases_would():
    written = resource("locale", "zh_CN", "LC_MESSAGES", "coo_desktop.po").read_text(encoding="utf-8")
    texts = [*HARD, *dict.fromkeys(re.findall(r"[\u4e00-\u9fff]+", written))]
    done = subprocess.run([sys.executable, "-c", WHOLE], input=json.dumps(texts), capture_output=True, text=True)
    whole = json.loads(done.stdout)
    assert len(whole) > 4000
    assert {text: pinyin.syllables(text) for text in whole} == whole


def test_what_is_not_chinese_stays_or_goes():
    assert pinyin.syllables("茶ab") == ["cha", "ab"]
    assert pinyin.syllables("茶ab", errors="ignore") == ["cha"]


def test_which_phrases_matter_is_prepared_once(tmp_path, monkeypatch):
    monkeypatch.setattr(prepared, "_own", tmp_path)
    pinyin._speller.__wrapped__()
    (kept,) = tmp_path.glob("phrases-*.json")
    monkeypatch.setattr(pinyin, "_differing", lambda *_tables: {})
    assert pinyin._speller.__wrapped__()("重庆") == ["chong", "qing"]
    assert "重庆" in kept.read_text(encoding="utf-8")
