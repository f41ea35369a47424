// A file's text → passages, each with its place. Nothing of it leaves the browser here.
const passagesKept = 2000, passageLength = 2000, fileLimit = 20 * 1024 * 1024;

/// The text of a file in UTF-8, UTF-16 with its mark, or Windows-1252; `null` of a binary file.
function decoded(bytes) {
  const begins = (...start) => start.every((byte, i) => bytes[i] === byte);
  if (begins(0xff, 0xfe)) return { text: new TextDecoder("utf-16le").decode(bytes) };
  if (begins(0xfe, 0xff)) return { text: new TextDecoder("utf-16be").decode(bytes) };
  if (bytes.includes(0)) return null;
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), isLatin: true };
  }
}

/// Pieces of a text no longer than allowed, cut at the end of a sentence or else between words.
function pieces(text) {
  const result = [];
  let rest = text;
  while (rest.length > passageLength) {
    const window = rest.slice(0, passageLength);
    const sentence = Math.max(...[". ", "? ", "! ", "\n"].map(end => window.lastIndexOf(end) + 1));
    const word = window.lastIndexOf(" ");
    let end = sentence > passageLength / 2 ? sentence : word > 0 ? word : passageLength;
    // Not within a pair of surrogates.
    if (/[\ud800-\udbff]/.test(rest[end - 1])) end--;
    result.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trimStart();
  }
  if (rest.trim()) result.push(rest.trim());
  return result;
}

/// Collects passages up to the limit, and counts all.
class Passages {
  list = [];
  all = 0;
  isSplit = false;

  add(text, place) {
    const parts = pieces(text);
    if (parts.length > 1) this.isSplit = true;
    for (const part of parts) {
      this.all++;
      if (this.list.length < passagesKept) this.list.push({ text: part, place });
    }
  }
}

/// Paragraphs between empty lines; in Markdown under their headings. A file without empty lines is
/// one passage a line.
function paragraphs(text, isMarkdown) {
  const lines = text.split(/\r\n|\n|\r/), result = new Passages();
  const hasGaps = lines.some((line, i) => !line.trim() && i > 0 && i < lines.length - 1);
  const headings = [];
  let start = 0, held = [], fence = "";
  const end = () => {
    const heading = headings.filter(Boolean).join(" › ");
    if (held.length) result.add(held.join("\n"), { line: start + 1, heading });
    held = [];
  };
  lines.forEach((line, i) => {
    const mark = isMarkdown && /^ {0,3}(```|~~~)/.exec(line)?.[1];
    if (mark && (!fence || fence === mark)) fence = fence ? "" : mark;
    const heading = isMarkdown && !fence && /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line);
    if (heading) {
      end();
      headings.length = heading[1].length - 1;
      headings[heading[1].length - 1] = heading[2].slice(0, 120);
    } else if (!line.trim() && !fence) {
      end();
    } else {
      if (!held.length) start = i;
      held.push(line);
      if (!hasGaps && !isMarkdown) end();
    }
  });
  end();
  return result;
}

/// Records of CSV (RFC 4180, also with semicolons or tabs), each with the number of its row.
function records(text) {
  const first = text.slice(0, 10_000).split(/\r?\n/, 1)[0];
  const delimiter = [",", ";", "\t"].map(mark => [mark, first.split(mark).length])
    .sort((a, b) => b[1] - a[1])[0][0];
  const result = [];
  let record = [], value = "", isQuoted = false;
  const endRecord = () => {
    record.push(value);
    if (record.length > 1 || record[0] !== "") result.push(record);
    record = [];
    value = "";
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (isQuoted) {
      if (character !== '"') value += character;
      else if (text[i + 1] === '"') { value += '"'; i++; }
      else isQuoted = false;
    } else if (character === '"' && value === "") isQuoted = true;
    else if (character === delimiter) { record.push(value); value = ""; }
    else if (character === "\n" || character === "\r") {
      if (character === "\r" && text[i + 1] === "\n") i++;
      endRecord();
    } else value += character;
  }
  if (value !== "" || record.length) endRecord();
  return result;
}

const textNames = new Set(["text", "texto", "sentence", "frase", "content", "contenido", "body",
  "cuerpo", "passage", "pasaje", "description", "descripción", "descripcion", "document",
  "documento", "abstract", "resumen", "comment", "comentario"]);

/// The column that is named as texts are, or else the one with the most letters.
function textColumn(header, rows) {
  const named = header.findIndex(name => textNames.has(name.trim().toLowerCase()));
  if (named >= 0) return named;
  const letters = Array.from(header.keys(), column => rows.slice(0, 200)
    .reduce((sum, row) => sum + (row[column]?.match(/\p{L}/gu)?.length ?? 0), 0));
  return largest(letters, 1)[0] ?? 0;
}

/// A table's rows; the first one is its header if it has no number and no value twice.
function table(text) {
  const all = records(text);
  if (!all.length) return { header: [], rows: [] };
  const isHeader = all.length > 1 && new Set(all[0]).size === all[0].length
    && all[0].every(value => value.trim() && value.length < 60 && !/^[\d.,-]+$/.test(value));
  return { header: isHeader ? all[0] : all[0].map((_, i) => String(i + 1)),
    rows: isHeader ? all.slice(1) : all, skipped: isHeader ? 1 : 0 };
}

function rowPassages({ rows, skipped }, column) {
  const result = new Passages();
  rows.forEach((row, i) => {
    if (row[column]?.trim()) result.add(row[column], { row: i + 1 + skipped });
  });
  return result;
}
