// The tokens of a text.
const chipsKept = 1500, tokenTextLength = 50_000;
let tokenTurn = 0, unknownID;

/// The id that stands for what has no token: what two characters without meaning have in common.
/// A tokenizer that falls back to bytes has none.
async function findUnknownID() {
  const probes = await askJSON("tokenize",
    { inputs: ["\uf123", "\ue0f5"], add_special_tokens: false });
  if (!Array.isArray(probes) || !probes.every(Array.isArray))
    throw new ServerFault(words.badAnswer("tokenize"));
  const [first, second] = probes.map(tokens => tokens.at(-1)?.id);
  return first === second ? first ?? -1 : -1;
}

views.tokens = async () => {
  const turn = ++tokenTurn, field = byId("token-text");
  if (!field.value && !field.dataset.isTouched) field.value = items()[0]?.text ?? "";
  const text = field.value.slice(0, tokenTextLength);
  if (!text.trim()) {
    byId("chips").replaceChildren();
    byId("token-sum").textContent = "";
    return;
  }
  const tokens = await attempt(async () => {
    unknownID ??= await findUnknownID();
    return (await askJSON("tokenize", { inputs: [text], add_special_tokens: true }))[0];
  });
  if (turn !== tokenTurn || !Array.isArray(tokens)) return;
  drawTokens(text, tokens);
};

function drawTokens(text, tokens) {
  const isUnknown = token => !token.special
    && (token.id === unknownID || token.text === "<unk>" || token.text === "[UNK]");
  const limit = info.max_input_length || 0;
  const specials = tokens.filter(token => token.special).length;
  const room = limit ? Math.max(0, limit - specials) : Infinity;
  let read = 0, unknowns = 0, cuts = 0;
  const kinds = tokens.map(token => {
    if (token.special) return "special";
    if (++read > room) { cuts++; return "cut"; }
    if (isUnknown(token)) { unknowns++; return "unknown"; }
    return "";
  });
  byId("chips").replaceChildren(...tokens.slice(0, chipsKept).map((token, i) => {
    // A space, or the vocabulary's own mark of one, is a faint dot.
    const seen = token.text.split(/[ \u2581]/).flatMap((part, k) =>
      k ? [make("i", { "aria-hidden": "true" }, "·"), part] : [part]);
    const chip = make("li", { className: kinds[i], title: kinds[i] && words[kinds[i]] },
      make("span", {}, ...seen), make("small", {}, String(token.id)));
    if (kinds[i]) chip.append(make("span", { className: "unseen" }, ` ${words[kinds[i]]}`));
    return chip;
  }));
  const content = tokens.length - specials;
  byId("token-sum").textContent = [
    limit ? words.tokenSum(whole(tokens.length), whole(limit))
      : words.tokenSumOnly(whole(tokens.length)),
    specials && words.specials(whole(specials)), unknowns && words.unknowns(whole(unknowns)),
    cuts && words.cuts(whole(cuts)),
    content && words.tokenRate(decimal([...text].length / content, 1)),
  ].filter(Boolean).join(" · ");
  byId("token-key").textContent = (tokens.length > chipsKept
    ? words.chipsOver(whole(chipsKept), whole(tokens.length)) : "") + words.tokenKey;
}

byId("token-text").addEventListener("input", event => {
  event.target.dataset.isTouched = "1";
});
byId("token-text").addEventListener("input", later(250, () => refresh()));
