// The same call in other languages.
const serverAddress = new URL(".", location.href).href.replace(/\/$/, "");

/// A text between quotes of JSON, which JavaScript and Python read, too.
const quoted = text => JSON.stringify(text);
const inShell = text => `'${text.replaceAll("'", "'\\''")}'`;
/// A text between quotes of Swift.
const inSwift = text => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')
  .replace(/[\u0000-\u001f]/g, scalar => `\\u{${scalar.charCodeAt(0).toString(16)}}`)}"`;

/// Texts as a list, one a line.
const listOf = (texts, quote, indent = "", step = "    ") =>
  `[\n${texts.map(text => `${indent}${step}${quote(text)},\n`).join("")}${indent}]`;

/// Each sample, of the model's name, some texts, and whether the server wants a key.
const samples = {
  curl: (model, texts, hasKey) => [
    `curl ${serverAddress}/v1/embeddings \\`,
    ...(hasKey ? ['  -H "Authorization: Bearer $SENC_API_KEY" \\'] : []),
    "  -H 'Content-Type: application/json' \\",
    `  -d ${inShell(`{"model": ${quoted(model)}, "input": [\n${
      texts.map(text => `    ${quoted(text)}`).join(",\n")}]}`)}`,
  ].join("\n"),
  "Python, openai": (model, texts, hasKey) => [
    ...(hasKey ? ["import os"] : []), "from openai import OpenAI", "",
    `client = OpenAI(base_url=${quoted(`${serverAddress}/v1`)}, api_key=${
      hasKey ? 'os.environ["SENC_API_KEY"]' : '"none"'})`,
    `texts = ${listOf(texts, quoted)}`,
    `answer = client.embeddings.create(model=${quoted(model)}, input=texts)`,
    "vectors = [item.embedding for item in answer.data]",
  ].join("\n"),
  "Python, requests": (model, texts, hasKey) => [
    ...(hasKey ? ["import os"] : []), "import requests", "",
    `texts = ${listOf(texts, quoted)}`,
    "response = requests.post(",
    `    ${quoted(`${serverAddress}/embed`)}, json={"inputs": texts}, timeout=60${
      hasKey ? "," : ")"}`,
    ...(hasKey
      ? ['    headers={"Authorization": f"Bearer {os.environ[\'SENC_API_KEY\']}"})'] : []),
    "response.raise_for_status()", "vectors = response.json()",
  ].join("\n"),
  JavaScript: (model, texts, hasKey) => [
    `const response = await fetch(${quoted(`${serverAddress}/embed`)}, {`,
    '  method: "POST",',
    `  headers: { "content-type": "application/json"${
      hasKey ? ", authorization: `Bearer ${process.env.SENC_API_KEY}`" : ""} },`,
    `  body: JSON.stringify({ inputs: ${listOf(texts, quoted, "  ", "  ")} }),`,
    "});",
    "if (!response.ok) throw new Error(await response.text());",
    "const vectors = await response.json();",
  ].join("\n"),
  Swift: (model, texts) => [
    "import Senc", "",
    `let encoder = try SentenceEncoder(model: ${inSwift(model)})`,
    `let texts = ${listOf(texts, inSwift)}`,
    "let embeddings = try encoder.encode(texts)",
    "for embedding in embeddings { print(embedding.vector) }",
  ].join("\n"),
};

let tongue = Object.keys(samples)[0];
const tabs = Object.keys(samples).map((name, i) => {
  const tab = make("button", { id: `tongue-${i}`, role: "tab", "aria-controls": "sample" }, name);
  tab.addEventListener("click", () => { tongue = name; refresh(); });
  return tab;
});
byId("tongues").append(...tabs);
byId("tongues").addEventListener("keydown", event => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  const tab = tabs.at((tabs.findIndex(tab => tab.textContent === tongue) + step) % tabs.length);
  tab.focus();
  tab.click();
});

views.code = () => {
  const texts = items().slice(0, 2).map(item => item.text.slice(0, 200));
  const model = info.served_model_name || info.model_id || "MODEL";
  byId("sample").querySelector("code").textContent =
    samples[tongue](model, texts.length ? texts : exampleLines[language].slice(0, 2), Boolean(key));
  for (const tab of tabs) {
    const isChosen = tab.textContent === tongue;
    tab.setAttribute("aria-selected", isChosen);
    tab.tabIndex = isChosen ? 0 : -1;
    if (isChosen) byId("sample").setAttribute("aria-labelledby", tab.id);
  }
  byId("copied").textContent = "";
};

byId("copy").addEventListener("click", async () => {
  const code = byId("sample").querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
    byId("copied").textContent = words.copied;
  } catch {
    // Not over plain HTTP to another machine.
    getSelection().selectAllChildren(code);
    byId("copied").textContent = document.execCommand("copy") ? words.copied : words.notCopied;
  }
});
