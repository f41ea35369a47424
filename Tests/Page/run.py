"""The server's page in a browser, headless: what it shows, by mouse and keyboard, in both languages.

    run.py ADDRESS [--key KEY] [--pictures DIRECTORY] [--chromium PROGRAM]

ADDRESS is that of a running `senc serve`, with any model. Prints a line for each check; the status is
1 if one fails.
"""

import argparse
import json
import pathlib
import sys
import tempfile
import time
import urllib.parse

from browser import Browser

VIEWS = ["compare", "search", "tokens", "labels", "size", "code"]
HOSTILE = "<img src=x onerror=alert(1)> {{script}} \u202etxt ${7*7} </script><script>alert(2)</script>"
GUIDE = """# Hotel

The doors are open all day.

## Animals

Dogs of less than ten kilos are welcome.

```
# no heading

code
```

## Pool ##

The water is heated in winter.
"""

# Elements that a user acts on, or finds by, without a name.
NAMELESS = """[...document.querySelectorAll("a, button, input, select, textarea, nav, [role=grid]")]
  .filter(e => e.checkVisibility() && ![e.ariaLabel, e.textContent, e.labels?.[0]?.textContent]
    .some(name => name?.trim()) && !e.getAttribute("aria-labelledby")).map(e => e.outerHTML)"""

# Texts with less contrast than 4.5 (WCAG 2, AA), which all of the page's must have.
PALE = """(() => {
  const parts = color => color.match(/[\\d.]+/g).map(Number);
  const light = rgb => rgb.slice(0, 3).map(v => v / 255)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const pale = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !element.checkVisibility()
      || element.closest(".unseen, .skip, script, svg, [aria-hidden], .small")) continue;
    let under = element;
    while (under.parentElement && parts(getComputedStyle(under).backgroundColor)[3] === 0)
      under = under.parentElement;
    const [a, b] = [getComputedStyle(element).color, getComputedStyle(under).backgroundColor]
      .map(color => light(parts(color)) + .05);
    const contrast = Math.max(a, b) / Math.min(a, b);
    if (contrast < 4.5) pale.push(`${contrast.toFixed(2)} ${walk.currentNode.data.slice(0, 40)}`);
  }
  return pale;
})()"""


class Checks:
    def __init__(self, browser, address):
        self.browser, self.address, self.failures = browser, address, 0

    def check(self, name, holds, seen=""):
        self.failures += not holds
        print(("ok      " if holds else "FAILED  ") + name + ("" if holds else f": {seen}"))

    def equal(self, name, value, wanted):
        self.check(name, value == wanted, f"{value!r} instead of {wanted!r}")

    def show(self, view):
        self.browser.evaluate(f"location.hash = '#{view}'")
        self.browser.wait(f"shown === '{view}' && !byId('{view}').hidden")

    def count(self, selector):
        return self.browser.evaluate(f"document.querySelectorAll({json.dumps(selector)}).length")

    def text(self, element):
        return self.browser.evaluate(f"byId({element!r}).textContent")

    # What the page does.
    def compare(self):
        b = self.browser
        b.type("lines", "It rains.\nIt is raining.\nThe bank is closed.")
        b.wait("document.querySelectorAll('.heat tbody td').length === 9")
        self.check("the closest pair", "It is raining." in self.text("extremes"), self.text("extremes"))
        before = len(b.requests)
        b.type("lines", "It rains.\nIt is raining.\nThe bank is closed.\n" + HOSTILE)
        b.wait("document.querySelectorAll('.heat tbody td').length === 16")
        asked = [json.loads(body)["inputs"] for url, body in b.requests[before:] if "embed" in url]
        self.equal("only the new sentence is asked for", asked, [[HOSTILE]])
        self.equal("markup in texts is text", self.count("img, .heat script"), 0)
        b.evaluate("squareAt(0, 1).focus()")
        b.press("ArrowDown")
        b.press("ArrowDown")
        self.equal("arrow keys", b.evaluate("document.activeElement.dataset.at"), "2 1")
        self.check("the pair is told", "The bank is closed." in self.text("pair"), self.text("pair"))
        b.type("lines", "\n".join(f"Sentence {i}" for i in range(300)))
        b.wait("heatItems.length === 40", 120)
        self.check("what is left out is told", "200" in self.text("lines-count")
                   and "40" in self.text("scale-note"), self.text("scale-note"))

    def search(self, directory):
        b = self.browser
        self.show("search")
        path = pathlib.Path(directory, "guide.md")
        path.write_text(GUIDE)
        b.choose("file", path)
        b.wait("material.file && byId('file-progress').hidden")
        self.equal("passages with places", b.evaluate(
            "items().map(item => [item.place.line, item.place.heading])"),
            [[3, "Hotel"], [7, "Hotel › Animals"], [9, "Hotel › Animals"], [17, "Hotel › Pool"]])
        b.type("query", "Can I bring my dog?")
        b.wait("document.querySelectorAll('.hit').length === 4")
        self.check("a hit says where it is", "guide.md" in self.text("hits"), self.text("hits"))
        b.wait("document.querySelectorAll('#map circle.lit').length > 0")
        b.evaluate("byId('map').focus()")
        b.press("ArrowRight")
        self.check("the map by keyboard", "guide.md" in self.text("spot"), self.text("spot"))
        table = pathlib.Path(directory, "table.csv")
        table.write_text('id;texto\n1;"dice ""hola""; y\nse va"\n2;segundo\n3;"' + "x " * 1500 + '"\n')
        b.choose("file", table)
        b.wait("material.file?.name === 'table.csv' && byId('file-progress').hidden")
        self.equal("CSV", b.evaluate("items().slice(0, 2).map(item => [item.text, item.place.row])"),
                   [['dice "hola"; y\nse va', 2], ["segundo", 3]])
        self.check("long texts are split", b.evaluate(
            "items().length === 4 && items().every(item => item.text.length <= 2000)"))
        big = pathlib.Path(directory, "big.txt")
        big.write_bytes(b"x" * (20 * 1024 * 1024 + 1))
        b.choose("file", big)
        b.wait("byId('fault').textContent")
        self.check("a file too large is refused", "big.txt" in self.text("fault"), self.text("fault"))
        big.write_bytes(bytes(range(256)))
        b.choose("file", big)
        b.wait("/not a text|no es un/.test(byId('fault').textContent)")
        b.evaluate("choose('lines')")

    def rest(self):
        b = self.browser
        self.show("tokens")
        b.type("token-text", "word " * 700)
        b.wait("document.querySelectorAll('#chips li').length > 600")
        limit = b.evaluate("info.max_input_length")
        if limit and limit < 700:
            b.wait("document.querySelectorAll('#chips .cut').length > 0")
            self.equal("tokens beyond the limit",
                       self.count("#chips .cut") + limit, self.count("#chips li"))
        self.show("labels")
        b.wait("document.querySelectorAll('#labelled tbody tr').length > 3")
        b.wait("byId('analogy-result').textContent")
        self.show("size")
        b.wait("document.querySelectorAll('#sizes tbody tr').length === 6")
        self.check("float32 keeps all", "100" in b.evaluate(
            "document.querySelector('#sizes tbody tr').textContent"))
        self.show("code")
        for i in range(5):
            b.evaluate(f"byId('tongue-{i}').click()")
            b.wait(f"byId('tongue-{i}').getAttribute('aria-selected') === 'true'")
            self.check(f"sample {i + 1}", b.evaluate(
                "byId('sample').textContent.includes(serverAddress) || tongue === 'Swift'"))
        b.wait("byId('figures').textContent.match(/\\d/)")

    def arithmetic(self):
        value = self.browser.evaluate
        self.equal("ranks", value("Array.from(ranks([3, 1, 3, 2]))"), [2.5, 0, 2.5, 1])
        self.equal("bits that differ", value(
            "bitSimilarity(40)(...binaryRows([[...Array(40).fill(1)], "
            "Array.from({ length: 40 }, (_, i) => i % 4 ? 1 : -1)]))"), 0.5)
        self.check("the plane of greatest variance", value(
            "(() => { const { x, y, share } = principalPlane([[0, 0, 0], [4, 0, 0], [0, 2, 0], "
            "[4, 2, 0]].map(row => Float32Array.from(row))); return Math.abs(share - 1) < 1e-5 && "
            "Math.abs(Math.abs(x[0]) - 2) < 1e-3 && Math.abs(Math.abs(y[0]) - 1) < 1e-3; })()"))

    def languages(self):
        value = self.browser.evaluate
        self.equal("both languages have the same texts", value(
            "Object.keys(english).sort().join()"), value("Object.keys(spanish).sort().join()"))
        for language in ["en", "es"]:
            value(f"speak('{language}')")
            self.equal(f"no text is missing ({language})", value(
                "[...document.querySelectorAll('[data-text], [data-label]')].filter(e => "
                "!words[e.dataset.text ?? e.dataset.label]).length"), 0)

    def looks(self, pictures):
        b = self.browser
        for width, is_dark in [(1280, False), (1280, True), (360, False), (360, True)]:
            b.look(width, 900 if width > 600 else 740, is_dark)
            for view in VIEWS:
                self.show(view)
                time.sleep(0.3)
                name = f"{view}, {width} px, {'dark' if is_dark else 'light'}"
                self.check(f"fits: {name}", b.evaluate(
                    "document.documentElement.scrollWidth <= innerWidth"))
                self.equal(f"names: {name}", b.evaluate(NAMELESS), [])
                self.equal(f"contrast: {name}", b.evaluate(PALE), [])
                if pictures:
                    b.picture(pathlib.Path(pictures, f"{name.replace(', ', '-')}.png"), True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("--key")
    parser.add_argument("--pictures")
    parser.add_argument("--chromium")
    options = parser.parse_args()
    address = options.address.rstrip("/") + "/"
    browser = Browser(options.chromium)
    checks = Checks(browser, address)
    try:
        browser.look(1280, 900)
        browser.open(address)
        if options.key:
            browser.wait("byId('key-dialog').open")
            browser.type("key", options.key)
            browser.press("Enter")
        browser.wait("document.querySelectorAll('.heat tbody td').length > 4")
        checks.compare()
        with tempfile.TemporaryDirectory() as directory:
            checks.search(directory)
        checks.rest()
        checks.arithmetic()
        checks.languages()
        browser.evaluate("fill('lines', exampleLines.es); readLines()")
        checks.looks(options.pictures)
    finally:
        faults = [fault for fault in browser.faults if not (options.key and "401" in fault)]
        checks.equal("no complaints of the browser", faults, [])
        origin = urllib.parse.urlsplit(address)[:2]
        checks.equal("nothing is asked of others", [url for url, _ in browser.requests if not (
            url.startswith("data:") or urllib.parse.urlsplit(url)[:2] == origin)], [])
        browser.close()
    sys.exit(1 if checks.failures else 0)


main()
