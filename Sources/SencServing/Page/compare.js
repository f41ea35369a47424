// The heat map of similarities: a table whose squares have colors.
const heatKept = 40;

/// The color of a share from 0 to 1, and the text that can be read on it.
function heatColor(share, low, high) {
  const mixed = low.map((value, i) => Math.round(value + (high[i] - value) * share));
  const linear = mixed.map(value => value / 255)
    .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  return { background: `rgb(${mixed})`, ink: light > 0.179 ? "#000" : "#fff" };
}

let compareTurn = 0, heatScores = null, heatItems = [], focused = [0, 1];

views.compare = async () => {
  const turn = ++compareTurn, all = items();
  const list = readyItems().slice(0, heatKept);
  const rows = list.length > 1 ? await attempt(() => vectorsOfItems(list, "plain")) : [];
  if (turn !== compareTurn || !rows) return;
  heatItems = list;
  heatScores = allPairs(rows, dot);
  drawHeat(all.length);
};

function drawHeat(total) {
  const count = heatItems.length, hasPairs = count > 1;
  byId("heat-frame").hidden = byId("scale").hidden = !hasPairs;
  byId("pair").textContent = hasPairs ? words.pairHint : words.compareFew;
  byId("scale-note").textContent = "";
  if (!hasPairs) return byId("extremes").replaceChildren();
  const { high, low } = findExtremes();
  drawExtremes(high, low);
  const [pale, deep] = [colorOf("--wash"), colorOf("--accent")];
  const range = high[2] - low[2];
  const square = (i, j) => {
    const score = heatScores[i][j], share = range > 0 ? Math.min(1, (score - low[2]) / range) : 1;
    const cell = make("td", { tabIndex: -1 }, i === j ? "" : decimal(score, 2));
    cell.dataset.at = `${i} ${j}`;
    if (i === j) {
      cell.className = "self";
      cell.setAttribute("aria-label", decimal(1, 2));
    } else {
      const { background, ink } = heatColor(share, pale, deep);
      cell.style.backgroundColor = background;
      cell.style.color = ink;
    }
    return cell;
  };
  const numbers = heatItems.map((item, j) =>
    make("th", { scope: "col", title: item.text }, whole(j + 1)));
  const rows = heatItems.map((item, i) => {
    const name = make("bdi", {}, item.text.slice(0, 200));
    return make("tr", {},
      make("th", { scope: "row", title: item.text }, make("span", {}, whole(i + 1)), name),
      ...heatItems.map((_, j) => square(i, j)));
  });
  const corner = make("td", { className: "corner" });
  const table = make("table", { className: "heat", role: "grid" },
    make("thead", {}, make("tr", {}, corner, ...numbers)), make("tbody", {}, ...rows));
  table.setAttribute("aria-label", words.heat(whole(count)));
  const hadFocus = byId("heat-frame").contains(document.activeElement);
  byId("heat-frame").replaceChildren(table);
  focused = focused.map(place => Math.min(place, count - 1));
  squareAt(...focused).tabIndex = 0;
  if (hadFocus) squareAt(...focused).focus();
  fitHeat();
  byId("scale-low").textContent = decimal(low[2], 2);
  byId("scale-high").textContent = decimal(high[2], 2);
  byId("scale-bar").style.setProperty("--low", `rgb(${pale})`);
  byId("scale-bar").style.setProperty("--high", `rgb(${deep})`);
  byId("scale-note").textContent =
    (total > count ? words.heatOver(whole(count), whole(total)) : "")
    + words.scaleNote(decimal(low[2], 2), decimal(high[2], 2));
}

/// The pair of different texts with the largest score, and the pair with the least.
function findExtremes() {
  const pairs = heatItems.flatMap((_, i) =>
    Array.from({ length: i }, (_, j) => [j, i, heatScores[i][j]]));
  const different = pairs.filter(([i, j]) => heatItems[i].text !== heatItems[j].text);
  return { low: pairs.reduce((a, b) => b[2] < a[2] ? b : a),
    high: (different.length ? different : pairs).reduce((a, b) => b[2] > a[2] ? b : a) };
}

function drawExtremes(high, low) {
  const extreme = (name, [i, j, score]) => make("div", {},
    make("b", {}, name, make("output", {}, decimal(score))),
    ...[i, j].map(k => make("q", { dir: "auto" }, heatItems[k].text.slice(0, 240))));
  byId("extremes").replaceChildren(extreme(words.closest, high),
    ...(heatItems.length > 2 ? [extreme(words.farthest, low)] : []));
}

/// Squares as large as there is room for, with numbers where they can be read.
function fitHeat() {
  const table = byId("heat-frame").firstElementChild;
  if (!table) return;
  const width = byId("heat-frame").clientWidth, isNarrow = innerWidth <= 640;
  const room = width - (isNarrow ? 28 : Math.min(250, width / 3)) - 8;
  const cell = Math.max(12, Math.min(56, Math.floor(room / heatItems.length) - 2));
  const rest = width - (cell + 2) * heatItems.length - 8;
  table.style.setProperty("--name", `${isNarrow ? 28 : Math.max(60, Math.min(360, rest))}px`);
  table.style.setProperty("--cell", `${cell}px`);
  table.classList.toggle("small", cell < 26);
}
new ResizeObserver(fitHeat).observe(byId("heat-frame"));

const squareAt = (i, j) => byId("heat-frame").querySelector(`[data-at="${i} ${j}"]`);

function tellPair(i, j) {
  byId("pair").replaceChildren(
    make("b", {}, `${words.pairOf(whole(i + 1), whole(j + 1))}: ${decimal(heatScores[i][j])}`),
    make("q", { dir: "auto" }, heatItems[i].text.slice(0, 300)), " / ",
    make("q", { dir: "auto" }, heatItems[j].text.slice(0, 300)));
}

for (const name of ["pointerover", "focusin", "click"])
  byId("heat-frame").addEventListener(name, event => {
    const at = event.target.closest?.("[data-at]")?.dataset.at.split(" ").map(Number);
    if (!at) return;
    tellPair(...at);
    if (name === "pointerover") return;
    squareAt(...focused).tabIndex = -1;
    focused = at;
    squareAt(...at).tabIndex = 0;
  });
byId("heat-frame").addEventListener("keydown", event => {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0],
    Home: [0, -heatKept], End: [0, heatKept] }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const bounded = place => Math.max(0, Math.min(heatItems.length - 1, place));
  squareAt(bounded(focused[0] + step[0]), bounded(focused[1] + step[1])).focus();
});
