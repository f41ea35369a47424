// What is asked of the server. Paths are relative, so that a page behind a proxy asks there, too.
const keySlot = "senc.key";
let key = "";
try { key = sessionStorage.getItem(keySlot) ?? ""; } catch { /* kept for this page alone */ }
let info = {};

class ServerFault extends Error {
  constructor(message, status = 0) { super(message); this.status = status; }
}

/// The message in an error's body, in any of the dialects.
function messageOf(text, response) {
  try {
    const body = JSON.parse(text);
    const message = body.error?.message ?? body.error ?? body.message ?? body.detail;
    if (typeof message === "string") return message;
  } catch { /* plain text */ }
  return text.slice(0, 500).trim() || `${response.status} ${response.statusText}`;
}

const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

/// The response to a request; with a body it is a POST. Waits where the server is full, and asks the
/// reader for a key where the server wants one.
async function ask(path, body, signal) {
  for (let attempt = 0; ; attempt++) {
    const headers = key ? { authorization: `Bearer ${key}` } : {};
    const options = { headers, signal, cache: "no-store", redirect: "error" };
    if (body) {
      headers["content-type"] = "application/json";
      Object.assign(options, { method: "POST", body: JSON.stringify(body) });
    }
    let response;
    const used = key;
    try {
      response = await fetch(path, options);
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new ServerFault(words.noServer);
    }
    if (response.ok) return response;
    const message = messageOf(await response.text(), response);
    if (response.status === 401 && await askForKey(used)) continue;
    if ((response.status === 429 || response.status === 503) && attempt < 6) {
      const told = Number(response.headers.get("retry-after"));
      const seconds = Math.min(30, told > 0 ? told : 2 ** attempt);
      byId("waiting").textContent = words.busy(whole(seconds));
      await pause(1000 * seconds);
      byId("waiting").textContent = "";
      if (signal?.aborted) throw new DOMException("", "AbortError");
      continue;
    }
    throw new ServerFault(words.serverSays(message), response.status);
  }
}

async function askJSON(path, body, signal) {
  const response = await ask(path, body, signal);
  try {
    return await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServerFault(words.badAnswer(path));
  }
}

// The key. One dialog, however many requests wait for it.
let asking = null, isDeclined = false;
function askForKey(used) {
  if (used !== key) return Promise.resolve(true);
  if (isDeclined) return Promise.resolve(false);
  const dialog = byId("key-dialog");
  asking ??= new Promise(done => {
    byId("key-fault").textContent = used ? words.keyWrong : "";
    byId("key").value = "";
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      const given = dialog.returnValue === "use" ? byId("key").value.trim() : "";
      asking = null;
      isDeclined = !given;
      if (given) key = given;
      try { if (given) sessionStorage.setItem(keySlot, given); } catch { /* see above */ }
      done(Boolean(given));
    }, { once: true });
    dialog.showModal();
  });
  return asking;
}

// Vectors. Those of texts that were asked for before are kept.
const vectors = new Map();
const vectorsKept = 8000;
let dimension = 0;

/// The name of the model's prompt for a role, if it has one.
function promptName(role) {
  const names = { query: ["query", "search_query"],
    passage: ["passage", "document", "search_document"] }[role] ?? [];
  return names.find(name => Object.hasOwn(info.prompts ?? {}, name));
}

/// The vectors of texts, of length 1, in their order; `progress` gets how many there are.
async function embed(texts, role = "plain", { signal, progress } = {}) {
  const prompt = promptName(role);
  const slot = text => `${prompt ?? ""}\n${text}`;
  const found = new Map();
  for (const text of texts) if (vectors.has(slot(text))) found.set(text, vectors.get(slot(text)));
  const missing = [...new Set(texts)].filter(text => !found.has(text));
  const size = Math.max(1, Math.min(64, info.max_client_batch_size || 64));
  progress?.(found);
  for (let start = 0; start < missing.length; start += size) {
    const inputs = missing.slice(start, start + size);
    const body = { inputs, truncate: true, ...(prompt && { prompt_name: prompt }) };
    const rows = await askJSON("embed", body, signal);
    if (!Array.isArray(rows) || rows.length !== inputs.length || !rows.every(Array.isArray))
      throw new ServerFault(words.badAnswer("embed"));
    rows.forEach((row, i) => {
      const vector = unit(Float32Array.from(row));
      found.set(inputs[i], vector);
      vectors.set(slot(inputs[i]), vector);
    });
    if (rows[0].length !== dimension) { dimension = rows[0].length; tellModel(); }
    for (const old of vectors.keys()) {
      if (vectors.size <= vectorsKept) break;
      vectors.delete(old);
    }
    progress?.(found);
  }
  return texts.map(text => found.get(text));
}

/// Does what may fail, and shows how it failed. What was interrupted says nothing.
async function attempt(act) {
  try {
    const result = await act();
    byId("fault").textContent = "";
    return result;
  } catch (error) {
    if (error.name === "AbortError") return undefined;
    if (!(error instanceof ServerFault)) console.error(error);
    byId("fault").textContent = error.message;
    return undefined;
  }
}

function tellModel() {
  const name = info.served_model_name || info.model_id;
  const facts = [dimension && words.numbers(whole(dimension)),
    info.max_input_length && words.limit(whole(info.max_input_length))].filter(Boolean);
  byId("model").replaceChildren(...(name
    ? [make("b", {}, name), ...facts.map(fact => ` · ${fact}`)] : [words.noModel]));
  byId("version").textContent = info.version ? `senc ${info.version}` : "senc";
  document.title = name ? `senc · ${name}` : "senc";
}
when(["language"], tellModel);
