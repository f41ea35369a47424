// Searching the texts, with a map of them on which what was found is lit.
const hitsKept = 20;
let searchTurn = 0, queryTurn = 0, searchItems = [], searchRows = [];

views.search = async () => {
  const turn = ++searchTurn, all = items();
  const source = isFile() && material.file ? material.file.name
    : words.lineCount(whole(material.lines.length));
  byId("search-lead").textContent = all.length ? words.searchLead(source) : words.searchNone;
  const list = readyItems();
  const rows = list.length ? await attempt(() => vectorsOfItems(list, "passage")) : [];
  if (turn !== searchTurn || !rows) return;
  [searchItems, searchRows] = [list, rows];
  drawMap();
  await search();
};

async function search() {
  const turn = ++queryTurn, query = byId("query").value.trim().slice(0, passageLength);
  if (!query || !searchItems.length) {
    byId("hits").replaceChildren();
    byId("hits-note").textContent = "";
    return light(null);
  }
  const rows = searchRows, list = searchItems;
  const found = await attempt(() => embed([query], "query"));
  if (turn !== queryTurn || !found || found[0].length !== rows[0]?.length) return;
  const scores = Float64Array.from(rows, row => dot(row, found[0]));
  // Equal texts are one hit.
  const places = new Map();
  for (const i of largest(scores, scores.length)) {
    const same = places.get(list[i].text);
    if (same) same.push(i);
    else if (places.size < hitsKept) places.set(list[i].text, [i]);
  }
  const best = Array.from(places.values(), same => same[0]);
  const least = scores.reduce((a, b) => Math.min(a, b)), most = scores[best[0]];
  byId("hits").replaceChildren(...best.map(i => {
    const bar = make("i", { "aria-hidden": "true" });
    const others = places.get(list[i].text).length - 1;
    bar.style.width = `${most > least ? 100 * (scores[i] - least) / (most - least) : 100}%`;
    const hit = make("li", { className: "hit" },
      make("div", {}, make("b", {}, decimal(scores[i])), bar),
      make("p", { dir: "auto" }, list[i].text),
      make("small", {}, placeOf(list[i]) + (others ? words.andMore(whole(others)) : "")));
    hit.addEventListener("pointerenter", () => point(mapItems.indexOf(list[i])));
    return hit;
  }));
  const [queryName, passageName] = [promptName("query"), promptName("passage")];
  byId("hits-note").textContent = words.hitsNote(whole(best.length), whole(list.length))
    + (queryName && passageName ? words.roles(info.prompts[queryName].trim(),
      info.prompts[passageName].trim()) : "");
  light(new Set(best.slice(0, Math.min(5, Math.ceil(list.length / 4))).map(i => list[i])));
}
byId("query").addEventListener("input", later(180, search));
byId("query").addEventListener("keydown", event => {
  if (event.key === "Enter") search();
  if (event.key === "Escape") { event.target.value = ""; search(); }
});

// The map.
const mapSide = 500, mapMargin = 26;
let mapped = "", mapItems = [], spots = [], dots = [], here = -1;

function svg(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function drawMap() {
  const count = searchItems.length, isDrawn = count >= 3;
  const name = `${language}\n${searchItems.map(item => item.text).join("\n")}`;
  // While passages are still coming, the map is drawn anew when there are half as many again.
  if (mapped === name || isFile() && material.file?.stop && count < 1.5 * spots.length) return;
  [mapped, mapItems, spots, dots, here] = [name, searchItems, [], [], -1];
  byId("spot").textContent = "";
  byId("map").replaceChildren();
  byId("map").hidden = byId("spot").hidden = !isDrawn;
  byId("map").setAttribute("aria-label", words.mapLabel(whole(count)));
  byId("map-note").textContent = isDrawn ? "" : words.mapFew;
  if (!isDrawn) return;
  const { x, y, share } = principalPlane(searchRows);
  const range = values => values.reduce(([low, high], value) =>
    [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  const [[left, right], [bottom, top]] = [range(x), range(y)];
  const scale = (mapSide - 2 * mapMargin) / Math.max(right - left, top - bottom, 1e-9);
  const radius = Math.max(2.5, Math.min(7, 90 / Math.sqrt(count)));
  spots = searchItems.map((_, i) => [
    mapSide / 2 + (x[i] - (left + right) / 2) * scale,
    mapSide / 2 - (y[i] - (bottom + top) / 2) * scale]);
  dots = spots.map(([cx, cy]) => svg("circle", { cx, cy, r: radius }));
  // Few sentences have the numbers of the heat map.
  const names = isFile() || count > 60 ? [] : spots.map(([cx, cy], i) =>
    svg("text", { x: cx + radius + 3, y: cy + 4 }, whole(i + 1)));
  const viewBox = `0 0 ${mapSide} ${mapSide}`;
  byId("map").replaceChildren(svg("svg", { viewBox, "aria-hidden": true },
    svg("g", {}, ...names, ...dots)));
  byId("map-note").textContent = words.mapNote(percent(share));
}

function light(found) {
  const group = byId("map").querySelector("g");
  if (!group) return;
  group.classList.toggle("searched", Boolean(found));
  dots.forEach((dot, i) => dot.classList.toggle("lit", Boolean(found?.has(mapItems[i]))));
  // Above the others.
  group.append(...dots.filter(dot => dot.classList.contains("lit")));
}

function point(i) {
  if (i === here || !dots[i]) return;
  dots[here]?.classList.remove("here");
  dots[i].classList.add("here");
  here = i;
  byId("spot").replaceChildren(make("b", {}, placeOf(mapItems[i])),
    make("q", { dir: "auto" }, mapItems[i].text.slice(0, 400)));
}

for (const name of ["pointermove", "click"])
  byId("map").addEventListener(name, event => {
    const box = byId("map").getBoundingClientRect(), side = Math.min(box.width, box.height);
    const x = (event.clientX - box.left - (box.width - side) / 2) * mapSide / side;
    const y = (event.clientY - box.top - (box.height - side) / 2) * mapSide / side;
    const distances = spots.map(spot => Math.hypot(spot[0] - x, spot[1] - y));
    const best = distances.reduce((best, value, i) => value < distances[best] ? i : best, 0);
    if (distances[best] < 30) point(best);
  });
byId("map").addEventListener("keydown", event => {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0],
    ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (here < 0) return point(0);
  // The nearest that lies that way more than aside.
  const [x, y] = spots[here];
  let best = -1, least = Infinity;
  spots.forEach((spot, i) => {
    const along = (spot[0] - x) * way[0] + (spot[1] - y) * way[1];
    const aside = Math.abs((spot[0] - x) * way[1]) + Math.abs((spot[1] - y) * way[0]);
    if (i === here || along <= 0 || along + 2 * aside >= least || aside > 2 * along) return;
    [best, least] = [i, along + 2 * aside];
  });
  point(best);
});
