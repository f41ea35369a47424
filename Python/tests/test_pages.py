"""The pages about Python are right.

Their `python` blocks are run from the top down, and what they print is that of the `text` block
that follows, numbers with a point to two thousandths. Blocks marked `sh` are not run here:
check.sh has their commands.
"""

import re

import pytest
from conftest import REPOSITORY

PAGES = [
    "Documentation/python.md",
    "Documentation/es/python.md",
    "Python/README.md",
    "Python/README.es.md",
]
NUMBER = re.compile(r"-?\d+\.\d*")


def blocks(page):
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S)


@pytest.mark.parametrize("page", PAGES)
def test_examples_print_what_the_page_says(page, capsys):
    pytest.importorskip("pandas")
    pytest.importorskip("sklearn")
    found = blocks(page)
    assert {kind for kind, _ in found} <= {"python", "sh", "text"}
    names, count = {}, 0
    for place, (kind, code) in enumerate(found):
        if kind != "python":
            continue
        exec(compile(code, f"{page}, block {place + 1}", "exec"), names)
        printed = capsys.readouterr().out
        following = found[place + 1] if place + 1 < len(found) else ("", "")
        expected = following[1] if following[0] == "text" else ""
        assert NUMBER.sub("#", printed) == NUMBER.sub("#", expected), printed
        for one, other in zip(NUMBER.findall(printed), NUMBER.findall(expected)):
            assert float(one) == pytest.approx(float(other), abs=2e-3), printed
        count += 1
    assert count > 0
