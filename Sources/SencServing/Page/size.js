// What smaller vectors change.
const sizedKept = 400;
let sizeTurn = 0;

views.size = async () => {
  const turn = ++sizeTurn;
  // Equal texts would be each other's neighbors in any format.
  const unique = [...new Map(readyItems().map(item => [item.text, item])).values()];
  const list = unique.slice(0, sizedKept);
  const rows = list.length > 3 ? await attempt(() => vectorsOfItems(list, "plain")) : [];
  if (turn !== sizeTurn || !rows) return;
  if (rows.length < 4) {
    byId("size-note").textContent = words.sizeFew;
    return byId("sizes").replaceChildren();
  }
  const near = Math.min(10, Math.max(1, Math.floor((rows.length - 1) / 2)));
  byId("size-note").textContent = words.sizeNote(whole(rows.length), whole(near))
    + (unique.length > rows.length ? words.sizeOver(whole(rows.length), whole(unique.length)) : "");
  drawSizes(compareSizes(rows, near), near);
};

const shortened = (rows, size) => rows.map(row => unit(row.slice(0, size)));

/// Each format's bytes a vector, and what of the neighbors and similarities is left.
function compareSizes(rows, near) {
  const size = rows[0].length;
  const formats = [
    { name: "float32", bytes: 4 * size, scores: allPairs(rows, dot) },
    { name: "int8", bytes: size, scores: allPairs(int8Rows(rows), dot) },
    { name: "binary", bytes: Math.ceil(size / 8), isScaled: false,
      scores: allPairs(binaryRows(rows), bitSimilarity(size)) },
    ...[2, 3, 6].map(part => Math.round(size / part)).map(count => ({
      name: words.firstOf(whole(count)), bytes: 4 * count,
      scores: allPairs(shortened(rows, count), dot) })),
  ];
  // The lower half of a table, row by row.
  const flat = scores => {
    const result = new Float64Array(rows.length * (rows.length - 1) / 2);
    let place = 0;
    for (let i = 1; i < rows.length; i++)
      for (let j = 0; j < i; j++) result[place++] = scores[i][j];
    return result;
  };
  const neighbors = (scores, i) =>
    largest(scores[i].map((score, j) => j === i ? -Infinity : score), near);
  const full = formats[0].scores, fullPairs = flat(full), fullRanks = ranks(fullPairs);
  const wanted = rows.map((_, i) => new Set(neighbors(full, i)));
  return formats.map(format => {
    const pairs = flat(format.scores);
    const found = rows.reduce((sum, _, i) =>
      sum + neighbors(format.scores, i).filter(j => wanted[i].has(j)).length, 0);
    return { ...format, kept: found / (near * rows.length),
      order: correlation(ranks(pairs), fullRanks),
      shift: format.isScaled === false ? NaN
        : pairs.reduce((most, score, i) => Math.max(most, Math.abs(score - fullPairs[i])), 0) };
  });
}

function drawSizes(formats, near) {
  const figure = (value, digits = 3) => Number.isFinite(value) ? decimal(value, digits) : "–";
  const number = (...content) => make("td", { className: "number" }, ...content);
  const lines = formats.map(({ name, bytes, kept, order, shift }) => {
    const fill = make("i");
    fill.style.width = `${100 * kept}%`;
    return make("tr", {}, make("th", { scope: "row" }, name), number(whole(bytes)),
      number(percent(kept), make("span", { className: "bar", "aria-hidden": "true" }, fill)),
      number(figure(order)), number(figure(shift)));
  });
  const names = [words.format, words.bytes, words.kept(whole(near)), words.spearman, words.shift];
  byId("sizes").replaceChildren(make("table", { className: "plain" },
    make("thead", {}, make("tr", {}, ...names.map((name, i) =>
      make("th", { scope: "col", className: i ? "number" : "" }, name)))),
    make("tbody", {}, ...lines)));
}
