"use strict";
const english = {
  skip: "Skip to the results", language: "Language", theme: "Theme", themeAuto: "Theme: auto",
  themeLight: "Theme: light", themeDark: "Theme: dark", views: "Views", navCompare: "Compare",
  navSearch: "Search", navTokens: "Tokens", navLabels: "Labels", navSize: "Size", navCode: "Code",
  numbers: n => `${n} numbers a text`, limit: n => `up to ${n} tokens`, noModel: "No model yet",

  material: "Your texts", kindLines: "Sentences", kindFile: "File",
  linesHint: "One sentence a line", example: "Example",
  lineCount: n => n === "1" ? "1 sentence" : `${n} sentences`,
  linesOver: (kept, all) => `The first ${kept} of ${all} lines are used`,
  linesCut: n => `; lines are cut after ${n} characters`,
  fileChoose: "Choose a file",
  fileHint: "or drop it here: text, Markdown or CSV, up to 20 MB. It is cut into passages in this "
    + "browser; only the passages go to the server.",
  fileRemove: "Remove", column: "Column with the texts", progress: "Passages encoded",
  fileTooLarge: (name, size) => `${name} has ${size} MB; up to 20 are read.`,
  fileNotText: name => `${name} is not a text file.`,
  fileEmpty: name => `There is no text in ${name}.`,
  fileOver: (kept, all) => `The first ${kept} of ${all} passages are used; the rest is left out. `,
  fileSplit: n => `Paragraphs of over ${n} characters were split. `,
  fileLatin: "It is not UTF-8 and was read as Windows-1252. ",
  passageCount: n => n === "1" ? "1 passage" : `${n} passages`,
  encoded: (done, all) => `${done} of ${all} passages encoded`, stop: "Stop", goOn: "Continue",
  line: n => `line ${n}`, rowOf: n => `row ${n}`,

  serverSays: text => `The server says: ${text}`, noServer: "The server cannot be reached.",
  badAnswer: path => `The server’s answer to ${path} is not what was expected.`,
  busy: n => `The server is busy; trying again in ${n} s.`,
  keyTitle: "This server asks for a key",
  keyHint: "It stays in this tab and is forgotten when the tab is closed.",
  keyWrong: "The server does not accept this key.", keyUse: "Use", cancel: "Cancel",

  compareTitle: "Which sentences mean the same?",
  compareLead: "The stronger the color, the closer the two sentences are in meaning to this model.",
  compareFew: "Write at least two sentences.",
  closest: "Closest pair", farthest: "Most different pair",
  heat: n => `Similarity of ${n} sentences with each other`,
  pairHint: "Point at a square, or go from one to the next with the arrow keys.",
  pairOf: (i, j) => `${i} and ${j}`,
  heatOver: (shown, all) => `The first ${shown} of ${all} texts are shown. `,
  scaleNote: (low, high) => "The color runs from the lowest to the highest score of these pairs "
    + `(${low} and ${high}), not from 0 to 1, for each model has a range of its own: compare scores `
    + "with each other.",

  searchTitle: "What answers a question?",
  searchLead: count => `Searched as you type: ${count}. Question and answer need not share a word.`,
  queryPlaceholder: "Ask, or describe what you look for", searchNone: "Give some texts first.",
  hitsNote: (shown, all) => `The closest ${shown} of ${all}`,
  andMore: n => ` and ${n} more`,
  roles: (query, passage) => `, with the model’s prompts “${query}” and “${passage}”`,
  mapLabel: n => `Map of ${n} texts. The arrow keys go from one to the next.`,
  mapNote: share => "Close on the map is close in meaning, roughly: the two directions in which "
    + `the texts differ most (PCA) hold ${share} of their differences.`,
  mapFew: "The map needs three texts or more.",

  tokensTitle: "What does the model read?",
  tokensLead: "Tokens are the pieces with which the model computes. What is beyond its limit is cut "
    + "and does not count.",
  tokensText: "A text",
  tokenSum: (count, limit) => `${count} of at most ${limit} tokens`,
  tokenSumOnly: count => `${count} tokens`,
  tokenRate: n => `${n} characters a token`,
  specials: n => `${n} special`, unknowns: n => `${n} unknown`, cuts: n => `${n} cut`,
  special: "special", unknown: "unknown", cut: "cut",
  chipsOver: (shown, all) => `The first ${shown} of ${all} are shown. `,
  tokenKey: "Framed: special, added by the model. Dashed: unknown, the model has no token for it. "
    + "Struck out: cut.",

  labelsTitle: "Which label fits?",
  labelsLead: "A few examples are a classifier: each label is the mean of its examples’ vectors, "
    + "and each of your texts gets the nearest one.",
  labelsHint: "One example a line, as “label: example”",
  labelsFew: "Give examples of at least two labels.",
  labelsWrong: n => n === "1" ? "1 line has no label and is left out."
    : `${n} lines have no label and are left out.`,
  labelText: "Text", label: "Label", score: "Score", second: "Second", lead: "Lead",
  rowsOver: (shown, all) => `The first ${shown} of ${all} texts are labelled. `,
  analogyTitle: "A is to B as ? is to C",
  analogyLead: "The vector of the first minus that of the second plus that of the third, and what "
    + "is closest to it. Models of sentences were not made for it; see what yours does.",
  termA: "Begin with", termB: "Take away", termC: "Add",
  wordsHint: "The answer is one of these words or sentences, one a line",

  sizeTitle: "What do smaller vectors cost?",
  sizeLead: "The same texts with fewer bytes a vector: how much of the order of neighbors, and of "
    + "the similarities, is left.",
  sizeFew: "Give at least four texts.",
  sizeNote: (count, k) => `${count} texts, each one’s ${k} nearest neighbors`,
  sizeOver: (shown, all) => `, of the first ${shown} of ${all} different texts`,
  format: "Vectors", bytes: "Bytes each", kept: k => `Nearest ${k} kept`,
  spearman: "Spearman", shift: "Largest change", firstOf: n => `first ${n}`,
  sizeExplained: "int8: each component in 255 steps between minus and plus the largest magnitude in "
    + "its vector. binary: one bit a component, compared by the bits that differ. First n: the leading "
    + "components, scaled to length 1 again, which suits models trained for it (Matryoshka). "
    + "Spearman compares the order of all similarities; the largest change is of one similarity.",

  codeTitle: "The same from your program",
  codeLead: "Your first sentences, encoded by this server, or in Swift without any.",
  tongues: "Languages and tools", copy: "Copy", copied: "Copied",
  notCopied: "The browser does not allow it; the text is selected.",

  figures: "Live", requests: "requests", queue: "in the queue", texts: "texts",
  cacheRate: "from the cache", tokensRead: "tokens",
};
