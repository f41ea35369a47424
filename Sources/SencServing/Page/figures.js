// Figures of the server while the page is looked at, and the beginning.
const figuresEvery = 2000;

/// Sums of Prometheus' series by name, whatever their labels.
function seriesOf(text) {
  const series = new Map();
  for (const line of text.split("\n")) {
    const parts = /^([a-zA-Z_:][\w:]*)(?:\{.*\})?\s+(\S+)/.exec(line);
    const value = Number(parts?.[2]);
    if (parts && Number.isFinite(value)) series.set(parts[1], (series.get(parts[1]) ?? 0) + value);
  }
  return series;
}

let lastFigures = new Map();
function drawFigures() {
  const value = name => lastFigures.has(name) ? whole(lastFigures.get(name)) : "–";
  const hits = lastFigures.get("senc_cache_hits_total");
  const asked = hits + lastFigures.get("senc_cache_misses_total");
  const figures = [[words.requests, value("te_request_count")],
    [words.queue, value("te_queue_size")], [words.texts, value("te_embed_count")],
    [words.tokensRead, value("senc_tokens_total")],
    [words.cacheRate, asked > 0 ? percent(hits / asked) : "–"]];
  byId("figures").replaceChildren(...figures.map(([name, figure]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, figure))));
}

async function watch() {
  for (;;) {
    if (document.visibilityState === "visible") {
      try {
        const response = await fetch("metrics",
          { cache: "no-store", headers: key ? { authorization: `Bearer ${key}` } : {} });
        lastFigures = response.ok ? seriesOf(await response.text()) : new Map();
      } catch {
        lastFigures = new Map();
      }
      drawFigures();
    }
    await pause(figuresEvery);
  }
}
when(["language"], drawFigures);

async function start() {
  dress(kept.get("theme"));
  speak(language);
  const told = await attempt(() => askJSON("info"));
  if (told && typeof told === "object") info = told;
  tellModel();
  readLines();
  show();
  watch();
}
start();
