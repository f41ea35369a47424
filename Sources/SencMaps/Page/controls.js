// Moving and zooming.
function resize() {
  const box = over.parentElement.getBoundingClientRect();
  const [x, y] = [(width / 2 - left) / scale, (height / 2 - top_) / scale];
  const isFirst = width === 1;
  [width, height, ratio] = [box.width, box.height, window.devicePixelRatio || 1];
  for (const layer of [canvas, over]) {
    layer.width = Math.round(width * ratio);
    layer.height = Math.round(height * ratio);
  }
  fit = 0.94 * Math.min(width, height) / widest;
  if (isFirst) showAll();
  else [left, top_] = [width / 2 - x * scale, height / 2 - y * scale];
  ask();
}

function showAll() {
  scale = fit;
  let box = [side, side, 0, 0];
  for (let i = 0; i < count; i++) {
    box = [Math.min(box[0], places[2 * i]), Math.min(box[1], places[2 * i + 1]),
      Math.max(box[2], places[2 * i]), Math.max(box[3], places[2 * i + 1])];
  }
  left = (width - (box[0] + box[2]) * scale) / 2;
  top_ = (height - (box[1] + box[3]) * scale) / 2;
  ask();
}

function zoom(factor, x = width / 2, y = height / 2) {
  const wanted = Math.min(2000 * fit, Math.max(fit / 3, scale * factor));
  left = x - (x - left) * wanted / scale;
  top_ = y - (y - top_) * wanted / scale;
  scale = wanted;
  point(-1);
  ask();
}

function move(x, y) {
  left += x;
  top_ += y;
  point(-1);
  ask();
}

over.addEventListener("wheel", event => {
  event.preventDefault();
  const lines = event.deltaMode === 1 ? 16 : 1;
  zoom(Math.exp(-event.deltaY * lines * 0.002), event.offsetX, event.offsetY);
}, { passive: false });

const touches = new Map();
let moved = 0;
over.addEventListener("pointerdown", event => {
  over.setPointerCapture(event.pointerId);
  touches.set(event.pointerId, [event.offsetX, event.offsetY]);
  moved = 0;
});
over.addEventListener("pointermove", event => {
  const now = [event.offsetX, event.offsetY];
  const before = touches.get(event.pointerId);
  if (!before) return hover(now);
  const other = [...touches].find(([id]) => id !== event.pointerId)?.[1];
  moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
  if (other) {
    const distance = at => Math.hypot(at[0] - other[0], at[1] - other[1]);
    const middle = at => [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2];
    const [a, b] = [middle(before), middle(now)];
    zoom(distance(now) / Math.max(1, distance(before)), ...a);
    move(b[0] - a[0], b[1] - a[1]);
  } else move(now[0] - before[0], now[1] - before[1]);
  touches.set(event.pointerId, now);
});
for (const name of ["pointerup", "pointercancel"])
  over.addEventListener(name, event => {
    touches.delete(event.pointerId);
    if (moved < 5) hover([event.offsetX, event.offsetY], 24);
  });
over.addEventListener("pointerleave", () => { if (!touches.size) point(-1); });
over.addEventListener("dblclick", event => zoom(2, event.offsetX, event.offsetY));
over.addEventListener("keydown", event => {
  const step = 60;
  const act = {
    ArrowLeft: () => move(step, 0), ArrowRight: () => move(-step, 0),
    ArrowUp: () => move(0, step), ArrowDown: () => move(0, -step),
    "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: showAll,
  }[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});

// Texts of points.
function hover([x, y], reach = 12) { point(nearest(x, y, reach)); }

function point(i) {
  if (i === hovered) return;
  hovered = i;
  tip.hidden = i < 0;
  if (i >= 0) {
    tip.textContent = textOf(i);
    if (labelOf(i)) {
      const label = document.createElement("small");
      label.textContent = labelOf(i);
      tip.append(label);
    }
    const x = places[2 * i] * scale + left, y = places[2 * i + 1] * scale + top_;
    const right = x + 14 + tip.offsetWidth > width, under = y + 14 + tip.offsetHeight > height;
    tip.style.left = `${Math.max(4, right ? x - 14 - tip.offsetWidth : x + 14)}px`;
    tip.style.top = `${Math.max(4, under ? y - 14 - tip.offsetHeight : y + 14)}px`;
  }
  ask();
}

// Searching: all words, in any case and with or without accents.
const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
let folded = null;

function find() {
  const wanted = fold(search.value).split(/\s+/).filter(word => word);
  folded ??= Array.from({ length: count }, (_, i) => fold(textOf(i)));
  matches = wanted.length
    ? Uint8Array.from(folded, text => wanted.every(word => text.includes(word))) : null;
  for (const entry of groups) entry.found = 0;
  if (matches) matches.forEach((isMatch, i) => { groups[group[i]].found += isMatch; });
  const total = groups.reduce((sum, entry) => sum + entry.found, 0);
  byId("found").textContent = matches ? words.found(number(total)) : "";
  current = -1;
  updateLooks();
}

function goToNext(step) {
  if (!matches) return;
  for (let k = 1; k <= count; k++) {
    const i = (Math.max(current, step < 0 ? 0 : -1) + step * k + 2 * count) % count;
    if (!matches[i] || !isShown[group[i]]) continue;
    current = i;
    left = width / 2 - places[2 * i] * scale;
    top_ = height / 2 - places[2 * i + 1] * scale;
    hovered = -1;
    return point(i);
  }
}

search.placeholder = words.search;
search.setAttribute("aria-label", words.search);
search.addEventListener("input", find);
search.addEventListener("keydown", event => {
  if (event.key === "Enter") goToNext(event.shiftKey ? -1 : 1);
  if (event.key === "Escape") { search.value = ""; find(); point(-1); }
});

// The legend and the buttons.
const svg = "http://www.w3.org/2000/svg";
function mark({ color, marker }) {
  const image = document.createElementNS(svg, "svg");
  const path = document.createElementNS(svg, "path");
  for (const [name, value] of [["viewBox", "-6 -6 12 12"], ["width", 14], ["height", 14],
    ["aria-hidden", true]]) image.setAttribute(name, value);
  path.setAttribute("d", shapes[marker]);
  path.setAttribute("fill", color);
  image.append(path);
  return image;
}

function updateLegend() {
  [...legend.children].forEach((button, g) => button.setAttribute("aria-pressed", isShown[g]));
  updateLooks();
}

if (groups.length > 1) groups.forEach((entry, g) => {
  const button = document.createElement("button");
  const name = document.createElement("span");
  name.textContent = entry.name;
  button.title = `${entry.name}\n${words.hint}`;
  button.append(mark(entry), name, number(entry.count));
  button.addEventListener("click", () => { isShown[g] = !isShown[g]; updateLegend(); });
  button.addEventListener("dblclick", () => {
    const isAlone = isShown.every((shown, other) => shown === (other === g));
    isShown.forEach((_, other) => { isShown[other] = isAlone || other === g; });
    updateLegend();
  });
  legend.append(button);
});
legend.setAttribute("aria-label", words.legend);
function addButton(text, label, act) {
  const button = document.createElement("button");
  button.textContent = text;
  button.setAttribute("aria-label", label);
  button.title = label;
  button.addEventListener("click", () => act(button));
  byId("buttons").append(button);
}
addButton("+", "+", () => zoom(1.5));
addButton("−", "−", () => zoom(1 / 1.5));
addButton(words.whole, words.whole, showAll);
addButton(words.names, words.names, () => { hasNames = !hasNames; ask(); });
if (groups.length > 1)
  addButton(words.legend, words.legend, () => { legend.hidden = !legend.hidden; });
over.setAttribute("aria-label", words.map(number(count)));
canvas.setAttribute("aria-hidden", true);

if (gl) {
  canvas.addEventListener("webglcontextlost", event => event.preventDefault());
  canvas.addEventListener("webglcontextrestored", () => { program(); updateLooks(); });
  program();
}
updateMedians();
updateLegend();
new ResizeObserver(resize).observe(over.parentElement);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ask);
