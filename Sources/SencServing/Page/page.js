// Elements, texts in the reader's language, appearance, and which view is shown.
const byId = id => document.getElementById(id);

/// An element with properties, and children or texts; texts are never read as markup.
function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const bus = new EventTarget();
const tell = name => bus.dispatchEvent(new Event(name));
const when = (names, act) => names.forEach(name => bus.addEventListener(name, act));

/// What calls `act` once the last call is so long ago.
function later(milliseconds, act) {
  let timer;
  return () => { clearTimeout(timer); timer = setTimeout(act, milliseconds); };
}

/// Settings that outlive the page, where the browser allows them.
const kept = {
  get(name) { try { return localStorage.getItem(`senc.${name}`) ?? ""; } catch { return ""; } },
  set(name, value) { try { localStorage.setItem(`senc.${name}`, value); } catch { /* none */ } },
};

// Language.
const root = document.documentElement;
let language = kept.get("language") || (/^es\b/i.test(navigator.language) ? "es" : "en");
let words = english;
const whole = n => n.toLocaleString(language);
const decimal = (n, digits = 3) => n.toLocaleString(language,
  { minimumFractionDigits: digits, maximumFractionDigits: digits });
const percent = (n, digits = 0) => n.toLocaleString(language,
  { style: "percent", maximumFractionDigits: digits });

function speak(chosen) {
  language = chosen === "es" ? "es" : "en";
  words = language === "es" ? spanish : english;
  root.lang = language;
  byId("language").value = language;
  for (const element of document.querySelectorAll("[data-text]"))
    element.textContent = words[element.dataset.text];
  for (const element of document.querySelectorAll("[data-label]"))
    element.setAttribute("aria-label", words[element.dataset.label]);
  for (const element of document.querySelectorAll("[data-placeholder]"))
    element.placeholder = words[element.dataset.placeholder];
  tell("language");
}
byId("language").addEventListener("change", event => {
  kept.set("language", event.target.value);
  speak(event.target.value);
});

// Appearance.
function dress(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  byId("theme").value = theme;
  tell("theme");
}
byId("theme").addEventListener("change", event => {
  kept.set("theme", event.target.value);
  dress(event.target.value);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => tell("theme"));

/// Red, green, blue of a custom property as it is now.
function colorOf(name) {
  const probe = make("i");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const parts = getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).map(Number);
  probe.remove();
  return parts;
}

// Views. Each has a function that draws it, called while it is shown.
const views = {};
let shown = "compare";
const refresh = later(0, () => views[shown]?.());

function show() {
  const wanted = location.hash.slice(1);
  if (Object.hasOwn(views, wanted)) shown = wanted;
  for (const link of document.querySelectorAll("nav a")) {
    const name = link.hash.slice(1);
    byId(name).hidden = name !== shown;
    if (name === shown) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  refresh();
}
addEventListener("hashchange", show);
when(["language", "theme", "material"], refresh);
when(["passages"], later(300, () => { if (shown !== "tokens" && shown !== "code") refresh(); }));
