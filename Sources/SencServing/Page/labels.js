// Labels by the mean of their examples, and analogies.
const labelledKept = 200;
let labelsTurn = 0, analogyTurn = 0;

/// Examples by label, of lines "label: example".
function examplesByLabel(text) {
  const labels = new Map();
  let wrong = 0;
  for (const { text: line } of linesOf(text).slice(0, linesKept)) {
    const colon = line.indexOf(":");
    const label = line.slice(0, Math.min(colon, 40)).trim(), example = line.slice(colon + 1).trim();
    if (colon < 1 || !label || !example) wrong++;
    else labels.set(label, [...labels.get(label) ?? [], example.slice(0, passageLength)]);
  }
  return { labels, wrong };
}

views.labels = async () => {
  const turn = ++labelsTurn;
  drawAnalogy();
  const { labels, wrong } = examplesByLabel(byId("label-lines").value);
  const all = items(), list = readyItems().slice(0, labelledKept);
  const note = (wrong ? words.labelsWrong(whole(wrong)) + " " : "")
    + (all.length > labelledKept ? words.rowsOver(whole(list.length), whole(all.length)) : "");
  if (labels.size < 2 || !list.length) {
    byId("labels-note").textContent = labels.size < 2 ? note + words.labelsFew : words.searchNone;
    return byId("labelled").replaceChildren();
  }
  const result = await attempt(async () => {
    const names = [...labels.keys()];
    const examples = await embed([...labels.values()].flat(), isFile() ? "passage" : "plain");
    let start = 0;
    const centers = names.map(name => {
      const end = start + labels.get(name).length;
      const center = unit(mean(examples.slice(start, end)));
      start = end;
      return center;
    });
    return { names, centers, rows: await vectorsOfItems(list, "plain") };
  });
  if (turn !== labelsTurn || !result) return;
  byId("labels-note").textContent = note;
  drawLabelled(list, result);
};

function drawLabelled(list, { names, centers, rows }) {
  const lines = rows.map((row, i) => {
    const scores = centers.map(center => dot(center, row));
    const [best, next] = largest(scores, 2);
    const text = make("th", { scope: "row", className: "text", dir: "auto" },
      list[i].text.slice(0, 300));
    return make("tr", {}, text, make("td", {}, make("strong", {}, names[best])),
      make("td", { className: "number" }, decimal(scores[best])), make("td", {}, names[next]),
      make("td", { className: "number" }, decimal(scores[best] - scores[next])));
  });
  const head = (name, isNumber) =>
    make("th", { scope: "col", className: isNumber ? "number" : "" }, name);
  byId("labelled").replaceChildren(make("table", { className: "plain" },
    make("thead", {}, make("tr", {}, head(words.labelText), head(words.label),
      head(words.score, true), head(words.second), head(words.lead, true))),
    make("tbody", {}, ...lines)));
}
byId("label-lines").addEventListener("input", later(400, () => refresh()));

async function drawAnalogy() {
  const turn = ++analogyTurn;
  const terms = ["term-a", "term-b", "term-c"]
    .map(id => byId(id).value.trim().slice(0, passageLength));
  const given = [...new Set(linesOf(byId("word-lines").value).slice(0, linesKept)
    .map(item => item.text.slice(0, passageLength)))];
  byId("words-given").replaceChildren(...given.map(value => make("option", { value })));
  const others = given.filter(word => !terms.includes(word));
  let best = [], scores = [];
  if (terms.every(Boolean) && others.length) {
    const rows = await attempt(() => embed([...terms, ...others]));
    if (turn !== analogyTurn || !rows) return;
    const [a, b, c, ...rest] = rows;
    const goal = unit(a.map((value, i) => value - b[i] + c[i]));
    scores = rest.map(row => dot(row, goal));
    best = largest(scores, 5);
  }
  byId("analogy-result").textContent = best.length ? others[best[0]] : "";
  byId("analogy-hits").replaceChildren(...best.map(i =>
    make("li", {}, `${others[i]} ${decimal(scores[i])}`)));
}
for (const id of ["term-a", "term-b", "term-c", "word-lines"])
  byId(id).addEventListener("input", later(300, drawAnalogy));
