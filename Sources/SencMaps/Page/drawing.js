"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const english = {
  search: "Search", found: n => n === 1 ? "1 match" : `${n} matches`, whole: "Whole map",
  legend: "Legend", names: "Names", point: "Point",
  hint: "Click hides or shows a group, a double click shows it alone",
  map: n => `Map of ${n} points. Arrow keys move it, plus and minus zoom, 0 shows all.`,
};
const spanish = {
  search: "Buscar", found: n => n === 1 ? "1 resultado" : `${n} resultados`,
  whole: "Todo el mapa", legend: "Leyenda", names: "Nombres", point: "Punto",
  hint: "Un clic oculta o muestra un grupo; doble clic, solo ese grupo",
  map: n => `Mapa de ${n} puntos. Las flechas lo mueven, más y menos acercan y alejan, `
    + "0 muestra todo.",
};
const inSpanish = /^es\b/.test(navigator.language);
const words = inSpanish ? spanish : english;
document.documentElement.lang = inSpanish ? "es" : "en";

const byId = id => document.getElementById(id);
const [canvas, over, tip, legend, search] =
  ["points", "over", "tip", "legend", "search"].map(byId);
const count = data.x.length;
// Groups in the legend; the last one may stand for several labels.
const groups = data.groups.length
  ? data.groups : [{ name: "", count, color: data.plain, marker: 0 }];
const group = Uint8Array.from({ length: count },
  (_, i) => data.label ? Math.min(data.label[i], groups.length - 1) : 0);
const isShown = groups.map(() => true);
const shapes = ["M4 0A4 4 0 1 1-4 0A4 4 0 1 1 4 0", "M-4-4H4V4H-4Z", "M0-6L5 3H-5Z",
  "M0-5L5 0L0 5L-5 0Z"];
for (const entry of groups) entry.path = new Path2D(shapes[entry.marker]);
const number = n => n.toLocaleString(document.documentElement.lang);
const textOf = i => data.texts ? data.texts[i] : `${words.point} ${i + 1}`;
const labelOf = i => data.labels ? data.labels[data.label[i]] : "";

// The view: pixel = point * scale + offset, y downwards.
const side = 65535;
let width = 1, height = 1, ratio = 1, scale = 1, fit = 1, left = 0, top_ = 0;
let hovered = -1, matches = null, current = -1, hasNames = true, isAsked = false;
const places = new Float32Array(2 * count);
for (let i = 0; i < count; i++) {
  places[2 * i] = data.x[i];
  places[2 * i + 1] = side - data.y[i];
}
const widest = Math.max(1, ...[0, 1].map(axis => {
  let most = 0, least = side;
  for (let i = axis; i < 2 * count; i += 2) {
    most = Math.max(most, places[i]);
    least = Math.min(least, places[i]);
  }
  return most - least;
}));

// A grid of lists of points, for what is near a place.
const cells = 256, cell = (side + 1) / cells;
const cellOf = i => Math.floor(places[2 * i + 1] / cell) * cells
  + Math.floor(places[2 * i] / cell);
const starts = new Uint32Array(cells * cells + 1), inCells = new Uint32Array(count);
for (let i = 0; i < count; i++) starts[cellOf(i) + 1]++;
for (let c = 0; c < cells * cells; c++) starts[c + 1] += starts[c];
const next = starts.slice();
for (let i = 0; i < count; i++) inCells[next[cellOf(i)]++] = i;

function* pointsWithin(x0, y0, x1, y1) {
  const clamp = v => Math.max(0, Math.min(cells - 1, Math.floor(v / cell)));
  for (let row = clamp(y0); row <= clamp(y1); row++) {
    const end = starts[row * cells + clamp(x1) + 1];
    for (let k = starts[row * cells + clamp(x0)]; k < end; k++) yield inCells[k];
  }
}

function nearest(pixelX, pixelY, reach) {
  const x = (pixelX - left) / scale, y = (pixelY - top_) / scale, r = reach / scale;
  let best = -1, least = r * r;
  for (const i of pointsWithin(x - r, y - r, x + r, y + r)) {
    const distance = (places[2 * i] - x) ** 2 + (places[2 * i + 1] - y) ** 2;
    if (distance <= least && isShown[group[i]]) { least = distance; best = i; }
  }
  return best;
}

// Drawing the points.
function hasProcessor() {
  const trial = document.createElement("canvas")
    .getContext("webgl", { failIfMajorPerformanceCaveat: true });
  const names = trial?.getExtension("WEBGL_debug_renderer_info");
  const name = names ? trial.getParameter(names.UNMASKED_RENDERER_WEBGL) : "";
  return trial && !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}
const gl = hasProcessor() ? canvas.getContext("webgl", { antialias: false }) : null;
const flat = gl ? null : canvas.getContext("2d");
// For each point: its group, and 0 for hidden, 1 faint, 2 plain, 3 found.
const looks = new Uint8Array(2 * count);
const radius = () => Math.min(9,
  Math.max(1.1, Math.min(4, 150 / Math.sqrt(count))) * Math.max(1, (scale / fit) ** 0.4));
let uniforms, lookBuffer;

function program() {
  const shader = (type, source) => {
    const result = gl.createShader(type);
    gl.shaderSource(result, source);
    gl.compileShader(result);
    gl.attachShader(linked, result);
  };
  const linked = gl.createProgram();
  shader(gl.VERTEX_SHADER, `
    attribute vec2 place; attribute vec2 look;
    uniform vec2 scale, offset; uniform float radius; uniform vec4 styles[${groups.length}];
    varying vec4 style; varying float reach, faint;
    void main() {
      style = styles[int(look.x + .5)];
      float state = floor(look.y + .5);
      reach = radius * (state > 2.5 ? 1.6 : 1.) ;
      faint = state < 1.5 ? .1 : state > 2.5 ? 1. : .8;
      gl_Position = vec4(place * scale + offset, 0., 1.);
      if (state < .5) gl_Position = vec4(9.);
      gl_PointSize = reach * 3.2 + 2.;
    }`);
  shader(gl.FRAGMENT_SHADER, `
    precision mediump float;
    varying vec4 style; varying float reach, faint;
    void main() {
      vec2 p = (gl_PointCoord - .5) * (reach * 3.2 + 2.);
      float d = length(p) - reach;
      if (style.a > 2.5) d = (abs(p.x) + abs(p.y)) * .7071 - .89 * reach;
      else if (style.a > 1.5) d = max(abs(p.x) * .866 - p.y * .5, p.y) - .78 * reach;
      else if (style.a > .5) d = max(abs(p.x), abs(p.y)) - .89 * reach;
      float cover = clamp(.5 - d, 0., 1.) * faint;
      gl_FragColor = vec4(style.rgb * cover, cover);
    }`);
  gl.linkProgram(linked);
  gl.useProgram(linked);
  const buffer = (name, values, type) => {
    const result = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, result);
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW);
    const attribute = gl.getAttribLocation(linked, name);
    gl.enableVertexAttribArray(attribute);
    gl.vertexAttribPointer(attribute, 2, type, false, 0, 0);
    return result;
  };
  buffer("place", places, gl.FLOAT);
  lookBuffer = buffer("look", looks, gl.UNSIGNED_BYTE);
  uniforms = Object.fromEntries(["scale", "offset", "radius"]
    .map(name => [name, gl.getUniformLocation(linked, name)]));
  gl.uniform4fv(gl.getUniformLocation(linked, "styles"), groups.flatMap(({ color, marker }) =>
    [1, 3, 5].map(k => parseInt(color.slice(k, k + 2), 16) / 255).concat(marker)));
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
}

function updateLooks() {
  for (let i = 0; i < count; i++) {
    looks[2 * i] = group[i];
    looks[2 * i + 1] = !isShown[group[i]] ? 0 : !matches ? 2 : matches[i] ? 3 : 1;
  }
  if (gl) {
    gl.bindBuffer(gl.ARRAY_BUFFER, lookBuffer);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, looks);
  }
  ask();
}

function drawPoints() {
  if (gl) {
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.uniform2f(uniforms.scale, 2 * scale / width, -2 * scale / height);
    gl.uniform2f(uniforms.offset, 2 * left / width - 1, 1 - 2 * top_ / height);
    gl.uniform1f(uniforms.radius, radius() * ratio);
    gl.drawArrays(gl.POINTS, 0, count);
    return;
  }
  flat.setTransform(ratio, 0, 0, ratio, 0, 0);
  flat.clearRect(0, 0, width, height);
  const r = radius();
  for (let i = 0; i < count; i++) {
    const state = looks[2 * i + 1];
    const x = places[2 * i] * scale + left, y = places[2 * i + 1] * scale + top_;
    if (!state || x < -r || x > width + r || y < -r || y > height + r) continue;
    const { color, path } = groups[group[i]];
    const reach = state === 3 ? 1.6 * r : r;
    flat.globalAlpha = [0, 0.1, 0.8, 1][state];
    flat.fillStyle = color;
    // A marker so small looks like a square.
    if (reach < 1.6) {
      flat.fillRect(x - reach * 0.9, y - reach * 0.9, reach * 1.8, reach * 1.8);
      continue;
    }
    const stretch = ratio * reach / 4;
    flat.setTransform(stretch, 0, 0, stretch, ratio * x, ratio * y);
    flat.fill(path);
    flat.setTransform(ratio, 0, 0, ratio, 0, 0);
  }
}

// What is above the points: names of groups at their medians, texts when few are in view.
const pen = over.getContext("2d");
let medians = [];

function updateMedians() {
  const median = list => list.sort((a, b) => a - b)[list.length >> 1];
  const xs = groups.map(() => []), ys = groups.map(() => []);
  for (let i = 0; i < count; i++) {
    xs[group[i]].push(places[2 * i]);
    ys[group[i]].push(places[2 * i + 1]);
  }
  medians = groups.map((_, g) => [median(xs[g]), median(ys[g])]);
}

function drawOver() {
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const colors = getComputedStyle(document.documentElement);
  const [ink, paper] = ["--ink", "--paper"].map(name => colors.getPropertyValue(name));
  const taken = [];
  const write = (text, x, y, font) => {
    pen.font = font;
    const short = text.length > 36 ? text.slice(0, 35) + "…" : text;
    const half = pen.measureText(short).width / 2;
    const box = [x - half, y - 10, x + half, y + 8];
    if (taken.some(b => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]))
      return;
    taken.push(box);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 4;
    pen.strokeStyle = paper;
    pen.strokeText(short, x, y);
    pen.fillStyle = ink;
    pen.fillText(short, x, y);
  };
  for (const i of [current, hovered]) {
    if (i < 0 || !isShown[group[i]]) continue;
    pen.beginPath();
    pen.arc(places[2 * i] * scale + left, places[2 * i + 1] * scale + top_,
      radius() + 3, 0, 7);
    pen.lineWidth = 2;
    pen.strokeStyle = ink;
    pen.stroke();
  }
  if (hasNames && groups.length > 1 && groups.length <= 32 && scale < 6 * fit)
    medians.forEach(([x, y], g) => {
      if (isShown[g] && !(matches && !groups[g].found))
        write(groups[g].name, x * scale + left, y * scale + top_, "600 13px system-ui");
    });
  if (!hasNames || !data.texts) return;
  const inView = [];
  const area = [-left / scale, -top_ / scale, (width - left) / scale, (height - top_) / scale];
  for (const i of pointsWithin(...area)) {
    const x = places[2 * i], y = places[2 * i + 1];
    if (x < area[0] || x > area[2] || y < area[1] || y > area[3]) continue;
    if (!isShown[group[i]] || (matches && !matches[i])) continue;
    if (inView.push(i) > 80) return;
  }
  if (count > 80 && scale < 1.5 * fit && !matches) return;
  for (const i of inView)
    write(textOf(i), places[2 * i] * scale + left,
      places[2 * i + 1] * scale + top_ - radius() - 10, "12px system-ui");
}

function ask() {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(() => { isAsked = false; drawPoints(); drawOver(); });
}
