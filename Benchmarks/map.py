"""The map beside scikit-learn's t-SNE, and its page in a browser:

    map.py --senc PROGRAM --vectors FILE.npy [--threads T] [--without-peers]
    map.py --page FILE.html [--search WORD]

The first prints how long both take and how far neighbors can be trusted (of 2,000 points drawn, each
ranked against all); it needs numpy and scikit-learn. The second looks at a page in Chromium and prints
what a user would see, and the time of a frame; it needs playwright and a Chromium.
"""

import argparse
import csv
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from markdown import table

NEIGHBOURS = 12


def trustworthiness(vectors, points, sample):
    """As scikit-learn's, over some of the points."""
    import numpy as np
    count, excess = len(vectors), 0
    for i in sample:
        distances = ((vectors - vectors[i]) ** 2).sum(1)
        distances[i] = -1
        ranks = np.empty(count, int)
        ranks[np.argsort(distances, kind="stable")] = np.arange(count)
        near = ((points - points[i]) ** 2).sum(1)
        near[i] = np.inf
        near = np.argpartition(near, NEIGHBOURS)[:NEIGHBOURS]
        excess += np.maximum(0, ranks[near] - NEIGHBOURS).sum()
    worst = len(sample) * NEIGHBOURS * (2 * count - 3 * NEIGHBOURS - 1) / 2
    return 1 - excess / worst


def compare(options):
    import numpy as np
    vectors = np.load(options.vectors).astype(np.float32)
    generator = np.random.default_rng(0)
    sample = generator.choice(len(vectors), min(2000, len(vectors)), replace=False)
    rows = []
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / "map.csv"
        start = time.perf_counter()
        subprocess.run(
            [options.senc, "map", options.vectors, "--clusters", "1", "--threads",
             str(options.threads), "--output", path], check=True)
        seconds = time.perf_counter() - start
        with open(path, newline="") as file:
            points = np.array([[float(r["x"]), float(r["y"])] for r in csv.DictReader(file)])
    rows.append(["senc", f"{seconds:.1f}", f"{trustworthiness(vectors, points, sample):.4f}"])
    if not options.without_peers:
        import sklearn
        from sklearn.manifold import TSNE
        start = time.perf_counter()
        points = TSNE(random_state=0, n_jobs=options.threads).fit_transform(vectors)
        seconds = time.perf_counter() - start
        rows.append([f"scikit-learn {sklearn.__version__}", f"{seconds:.1f}",
                     f"{trustworthiness(vectors, points, sample):.4f}"])
    print(f"### t-SNE of {len(vectors):,} × {vectors.shape[1]}, {options.threads} threads\n")
    table(["", "seconds", "trustworthiness"], rows)


FRAMES = """async () => {
  const times = [], pixel = new Uint8Array(4);
  for (let k = 0; k < 40; k++) {
    zoom(k < 20 ? 1.1 : 1 / 1.1);
    const start = performance.now();
    drawPoints();
    if (gl) gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
    drawOver();
    times.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  return times.sort((a, b) => a - b)[20];
}"""


def look(options):
    from playwright.sync_api import sync_playwright
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--enable-unsafe-swiftshader"])
        page = browser.new_page()
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: request.url.startswith("file:")
                or faults.append(f"asked for {request.url}"))
        page.goto(pathlib.Path(os.path.abspath(options.page)).as_uri())
        page.wait_for_function("width > 1")
        print("points", page.evaluate("count"), "with WebGL", page.evaluate("!!gl"))
        print(f"median frame {page.evaluate(FRAMES):.1f} ms")
        box = page.locator("#over").bounding_box()
        x, y = page.evaluate("[places[0] * scale + left, places[1] * scale + top_]")
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.wait_for_function("!tip.hidden")
        print("under the pointer:", page.evaluate("tip.textContent"))
        page.fill("#search", options.search)
        print("search:", page.text_content("#found"))
        buttons = page.locator("#legend button")
        if buttons.count():
            buttons.first.click()
            hidden = page.evaluate("looks.filter((state, i) => i % 2 && !state).length")
            print("hidden by the legend's first group:", hidden)
        print("faults:", faults)
        browser.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--senc")
    parser.add_argument("--vectors")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--page")
    parser.add_argument("--search", default="library")
    options = parser.parse_args()
    if options.page:
        look(options)
    else:
        compare(options)


main()
