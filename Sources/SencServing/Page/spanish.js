const spanish = {
  skip: "Ir a los resultados", language: "Idioma", theme: "Tema", themeAuto: "Tema: auto",
  themeLight: "Tema: claro", themeDark: "Tema: oscuro", views: "Vistas", navCompare: "Comparar",
  navSearch: "Buscar", navTokens: "Tokens", navLabels: "Etiquetas", navSize: "Tamaño",
  navCode: "Código",
  numbers: n => `${n} números por texto`, limit: n => `hasta ${n} tokens`,
  noModel: "Todavía no hay modelo",

  material: "Tus textos", kindLines: "Frases", kindFile: "Archivo",
  linesHint: "Una frase por línea", example: "Ejemplo",
  lineCount: n => n === "1" ? "1 frase" : `${n} frases`,
  linesOver: (kept, all) => `Se usan las primeras ${kept} de ${all} líneas`,
  linesCut: n => `; las líneas se cortan a los ${n} caracteres`,
  fileChoose: "Elige un archivo",
  fileHint: "o suéltalo aquí: texto, Markdown o CSV, hasta 20 MB. Se divide en pasajes en este "
    + "navegador; al servidor solo van los pasajes.",
  fileRemove: "Quitar", column: "Columna de los textos", progress: "Pasajes codificados",
  fileTooLarge: (name, size) => `${name} ocupa ${size} MB; se leen 20 como mucho.`,
  fileNotText: name => `${name} no es un archivo de texto.`,
  fileEmpty: name => `No hay texto en ${name}.`,
  fileOver: (kept, all) => `Se usan los primeros ${kept} de ${all} pasajes; el resto queda fuera. `,
  fileSplit: n => `Los párrafos de más de ${n} caracteres se han dividido. `,
  fileLatin: "No está en UTF-8 y se ha leído como Windows-1252. ",
  passageCount: n => n === "1" ? "1 pasaje" : `${n} pasajes`,
  encoded: (done, all) => `${done} de ${all} pasajes codificados`, stop: "Parar",
  goOn: "Continuar", line: n => `línea ${n}`, rowOf: n => `fila ${n}`,

  serverSays: text => `El servidor dice: ${text}`, noServer: "No se puede conectar con el servidor.",
  badAnswer: path => `La respuesta del servidor a ${path} no es la que se esperaba.`,
  busy: n => `El servidor está ocupado; se vuelve a intentar en ${n} s.`,
  keyTitle: "Este servidor pide una clave",
  keyHint: "Se queda en esta pestaña y se olvida al cerrarla.",
  keyWrong: "El servidor no acepta esta clave.", keyUse: "Usar", cancel: "Cancelar",

  compareTitle: "¿Qué frases significan lo mismo?",
  compareLead: "Cuanto más intenso es el color, más próximo es para este modelo el significado de "
    + "las dos frases.",
  compareFew: "Escribe al menos dos frases.",
  closest: "La pareja más próxima", farthest: "La pareja más distinta",
  heat: n => `Similitud de ${n} frases entre sí`,
  pairHint: "Señala una casilla o pasa de una a otra con las flechas.",
  pairOf: (i, j) => `${i} y ${j}`,
  heatOver: (shown, all) => `Se muestran los primeros ${shown} de ${all} textos. `,
  scaleNote: (low, high) => "El color va de la puntuación más baja a la más alta de estas parejas "
    + `(${low} y ${high}), no de 0 a 1, porque cada modelo puntúa en un margen propio: compara las `
    + "puntuaciones entre sí.",

  searchTitle: "¿Qué responde a una pregunta?",
  searchLead: count => `Se busca mientras escribes en ${count}. Pregunta y respuesta pueden no `
    + "tener ninguna palabra en común.",
  queryPlaceholder: "Pregunta o describe lo que buscas", searchNone: "Primero hacen falta textos.",
  hitsNote: (shown, all) => `Los ${shown} más próximos de ${all}`,
  andMore: n => ` y ${n} más`,
  roles: (query, passage) => `, con los prompts «${query}» y «${passage}» del modelo`,
  mapLabel: n => `Mapa de ${n} textos. Las flechas pasan de uno a otro.`,
  mapNote: share => "Lo que está cerca en el mapa se parece en significado, a grandes rasgos: las "
    + `dos direcciones en que más difieren los textos (PCA) recogen el ${share} de sus diferencias.`,
  mapFew: "El mapa necesita tres textos o más.",

  tokensTitle: "¿Qué lee el modelo?",
  tokensLead: "Los tokens son las piezas con las que calcula el modelo. Lo que pasa de su límite se "
    + "corta y no cuenta.",
  tokensText: "Un texto",
  tokenSum: (count, limit) => `${count} tokens, de ${limit} como mucho`,
  tokenSumOnly: count => `${count} tokens`,
  tokenRate: n => `${n} caracteres por token`,
  specials: n => n === "1" ? "1 especial" : `${n} especiales`,
  unknowns: n => n === "1" ? "1 desconocido" : `${n} desconocidos`,
  cuts: n => n === "1" ? "1 cortado" : `${n} cortados`,
  special: "especial", unknown: "desconocido", cut: "cortado",
  chipsOver: (shown, all) => `Se muestran los primeros ${shown} de ${all}. `,
  tokenKey: "Con borde: especiales, los añade el modelo. Con borde discontinuo: desconocidos, el "
    + "modelo no tiene token para ellos. Tachados: cortados.",

  labelsTitle: "¿Qué etiqueta le corresponde?",
  labelsLead: "Con unos pocos ejemplos ya hay un clasificador: cada etiqueta es la media de los "
    + "vectores de sus ejemplos, y cada texto tuyo recibe la más próxima.",
  labelsHint: "Un ejemplo por línea, así: «etiqueta: ejemplo»",
  labelsFew: "Hacen falta ejemplos de al menos dos etiquetas.",
  labelsWrong: n => n === "1" ? "1 línea no tiene etiqueta y queda fuera."
    : `${n} líneas no tienen etiqueta y quedan fuera.`,
  labelText: "Texto", label: "Etiqueta", score: "Puntuación", second: "Segunda", lead: "Ventaja",
  rowsOver: (shown, all) => `Se etiquetan los primeros ${shown} de ${all} textos. `,
  analogyTitle: "A es a B como ¿qué? es a C",
  analogyLead: "El vector del primero menos el del segundo más el del tercero, y lo que queda más "
    + "cerca. Los modelos de frases no se hicieron para esto; mira qué hace el tuyo.",
  termA: "Se parte de", termB: "Se quita", termC: "Se añade",
  wordsHint: "La respuesta es una de estas palabras o frases, una por línea",

  sizeTitle: "¿Qué cuestan los vectores más pequeños?",
  sizeLead: "Los mismos textos con menos bytes por vector: cuánto queda del orden de los vecinos y "
    + "de las similitudes.",
  sizeFew: "Hacen falta al menos cuatro textos.",
  sizeNote: (count, k) => `${count} textos, con los ${k} vecinos más próximos de cada uno`,
  sizeOver: (shown, all) => `; son los primeros ${shown} de ${all} textos distintos`,
  format: "Vectores", bytes: "Bytes por vector", kept: k => `De los ${k} vecinos, se conservan`,
  spearman: "Spearman", shift: "Mayor cambio", firstOf: n => `primeros ${n}`,
  sizeExplained: "int8: cada componente en 255 pasos, entre menos y más el mayor valor absoluto de su "
    + "vector. binary: un bit por componente; se comparan por los bits que difieren. Los primeros "
    + "n: los componentes iniciales, llevados otra vez a longitud 1, lo que conviene a los modelos "
    + "entrenados para ello (Matryoshka). Spearman compara el orden de todas las similitudes; el "
    + "mayor cambio es el de una sola similitud.",

  codeTitle: "Lo mismo desde tu programa",
  codeLead: "Tus primeras frases, codificadas por este servidor o, en Swift, sin ninguno.",
  tongues: "Lenguajes y herramientas", copy: "Copiar", copied: "Copiado",
  notCopied: "El navegador no lo permite; el texto queda seleccionado.",

  figures: "En directo", requests: "peticiones", queue: "en cola", texts: "textos",
  cacheRate: "de la caché", tokensRead: "tokens",
};
