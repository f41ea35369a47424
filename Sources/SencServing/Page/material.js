// The texts that the views are about: sentences that are typed, or passages of a file.
const linesKept = 200;
const material = { kind: "lines", lines: [], file: null };

const isFile = () => material.kind === "file";

/// The texts with their places.
const items = () => isFile() ? material.file?.passages.list ?? [] : material.lines;

/// Those whose vectors can be had: of a file, what has been encoded so far.
const readyItems = () =>
  isFile() ? items().filter(item => material.file.vectors.has(item.text)) : items();

/// The vectors of ready items; what is typed is encoded now, in a role.
const vectorsOfItems = async (list, role) => isFile()
  ? list.map(item => material.file.vectors.get(item.text))
  : embed(list.map(item => item.text), role);

// Sentences.
function linesOf(text) {
  return text.split(/\r\n|\n|\r/).map((line, i) => ({ text: line.trim(), place: { line: i + 1 } }))
    .filter(item => item.text);
}

function readLines() {
  const all = linesOf(byId("lines").value), isCut = all.some(item => item.text.length > 2000);
  material.lines = all.slice(0, linesKept)
    .map(item => ({ ...item, text: item.text.slice(0, passageLength) }));
  byId("lines-count").textContent = (all.length > linesKept
    ? words.linesOver(whole(linesKept), whole(all.length)) : words.lineCount(whole(all.length)))
    + (isCut ? words.linesCut(whole(passageLength)) : "");
  if (material.kind === "lines") tell("material");
}
byId("lines").addEventListener("input", later(250, readLines));

function fill(id, lines) { byId(id).value = lines.join("\n"); }

/// Fields that are empty, or have an example in another language, get one in the reader's.
function fillExamples() {
  for (const [id, lines] of Object.entries(examples)) {
    const known = ["", ...Object.values(lines).map(list => list.join("\n"))];
    if (known.includes(byId(id).value)) fill(id, lines[language]);
  }
}
byId("example").addEventListener("click", () => {
  fill("lines", exampleLines[language]);
  readLines();
});

// Which of the two.
function choose(kind) {
  material.kind = kind;
  document.querySelector(`[name=kind][value=${kind}]`).checked = true;
  byId("lines-pane").hidden = kind !== "lines";
  byId("file-pane").hidden = kind !== "file";
  tell("material");
}
for (const radio of document.querySelectorAll("[name=kind]"))
  radio.addEventListener("change", () => choose(radio.value));

// A file.
byId("file").addEventListener("change", event => {
  if (event.target.files[0]) attempt(() => openFile(event.target.files[0]));
  event.target.value = "";
});
for (const name of ["dragenter", "dragover"])
  addEventListener(name, event => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (material.kind !== "file") choose("file");
    document.body.classList.add("dropping");
  });
addEventListener("dragleave", event => {
  if (!event.relatedTarget) document.body.classList.remove("dropping");
});
addEventListener("drop", event => {
  document.body.classList.remove("dropping");
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  attempt(() => openFile(event.dataTransfer.files[0]));
});

async function openFile(file) {
  if (file.size > fileLimit)
    throw new ServerFault(words.fileTooLarge(file.name, whole(Math.ceil(file.size / 1048576))));
  const content = decoded(new Uint8Array(await file.arrayBuffer()));
  if (!content) throw new ServerFault(words.fileNotText(file.name));
  removeFile();
  const name = file.name.toLowerCase();
  const opened = { name: file.name, isLatin: content.isLatin, vectors: new Map(), fault: "" };
  if (/\.(csv|tsv)$/.test(name)) {
    opened.table = table(content.text);
    opened.column = textColumn(opened.table.header, opened.table.rows);
    opened.passages = rowPassages(opened.table, opened.column);
  } else opened.passages = paragraphs(content.text, /\.(md|markdown)$/.test(name));
  if (!opened.passages.all) throw new ServerFault(words.fileEmpty(file.name));
  material.file = opened;
  tellFile();
  choose("file");
  encodeFile();
}

function removeFile() {
  material.file?.stop?.abort();
  material.file = null;
  tellFile();
}
byId("file-remove").addEventListener("click", () => {
  removeFile();
  tell("material");
  byId("file").focus();
});
byId("column").addEventListener("change", event => {
  const file = material.file;
  file.stop?.abort();
  file.column = event.target.selectedIndex;
  file.passages = rowPassages(file.table, file.column);
  file.vectors = new Map();
  tellFile();
  tell("material");
  encodeFile();
});

/// What is known of the file, and what of it is left out.
function tellFile() {
  const file = material.file;
  byId("file-facts").hidden = !file;
  if (!file) return;
  const { list, all, isSplit } = file.passages;
  byId("file-name").textContent = file.name;
  byId("file-notes").textContent = [
    all > list.length && words.fileOver(whole(list.length), whole(all)),
    isSplit && words.fileSplit(whole(passageLength)), file.isLatin && words.fileLatin,
  ].filter(Boolean).join("");
  byId("column-choice").hidden = !(file.table?.header.length > 1);
  byId("column").replaceChildren(...(file.table?.header.slice(0, 500) ?? []).map((name, i) =>
    make("option", { selected: i === file.column }, name.slice(0, 80))));
  tellProgress();
}

function tellProgress() {
  const file = material.file;
  if (!file) return;
  const all = file.passages.list.length, done = file.done ?? 0;
  byId("file-progress").max = Math.max(1, all);
  byId("file-progress").value = done;
  byId("file-progress").hidden = done === all;
  byId("file-status").textContent = done === all ? words.passageCount(whole(all))
    : words.encoded(whole(done), whole(all));
  byId("file-go").hidden = done === all;
  byId("file-go").textContent = file.stop ? words.stop : words.goOn;
}

/// Encodes the passages that have no vector yet.
async function encodeFile() {
  const file = material.file, list = file.passages.list;
  const stop = file.stop = new AbortController();
  file.done = 0;
  const progress = found => {
    if (stop.signal.aborted) return;
    file.vectors = found;
    file.done = list.reduce((sum, item) => sum + found.has(item.text), 0);
    if (file === material.file) { tellProgress(); tell("passages"); }
  };
  await attempt(() => embed(list.map(item => item.text), "passage",
    { signal: stop.signal, progress }));
  if (file.stop === stop) file.stop = null;
  if (file === material.file) { tellProgress(); tell("material"); }
}
byId("file-go").addEventListener("click", () => {
  if (material.file.stop) material.file.stop.abort();
  else encodeFile();
});
when(["language"], () => {
  fillExamples();
  readLines();
  tellFile();
});

/// Where a text is, in words.
function placeOf({ place }) {
  if (!isFile()) return words.line(whole(place.line));
  const spot = place.row ? words.rowOf(whole(place.row)) : words.line(whole(place.line));
  return [material.file.name, place.heading, spot].filter(Boolean).join(" · ");
}
