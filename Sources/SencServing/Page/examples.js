// What the fields begin with.
const exampleLines = {
  en: ["The cat sleeps on the sofa.", "A kitten is napping on the couch.",
    "El gato duerme en el sofá.", "It will rain all week in Bilbao.",
    "Take an umbrella: the forecast is bad.", "The central bank raised interest rates.",
    "Mortgages will be more expensive."],
  es: ["El gato duerme en el sofá.", "Un gatito se ha quedado dormido en el sillón.",
    "The cat sleeps on the sofa.", "Va a llover toda la semana en Bilbao.",
    "Llévate el paraguas, que dan mal tiempo.", "El banco central ha subido los tipos de interés.",
    "Las hipotecas serán más caras."],
};
const exampleLabels = {
  en: ["animals: The dog is lying on the carpet.",
    "animals: Two swallows have built a nest on the balcony.",
    "weather: Storms are expected in the north.", "weather: It will be sunny in the afternoon.",
    "weather: Don’t go out without a coat.", "money: The company’s shares fell.",
    "money: Rents have gone up this year."],
  es: ["animales: El perro está tumbado en la alfombra.",
    "animales: Dos golondrinas han hecho su nido en el balcón.",
    "tiempo: Se esperan tormentas en el norte.", "tiempo: Mañana hará sol por la tarde.",
    "tiempo: No salgas sin abrigo.", "dinero: Las acciones de la empresa han caído.",
    "dinero: Los intereses de los préstamos han subido."],
};
const exampleWords = {
  en: ["king", "queen", "man", "woman", "prince", "princess", "castle", "bread", "river", "girl"],
  es: ["rey", "reina", "hombre", "mujer", "príncipe", "princesa", "castillo", "pan", "río", "niña"],
};
const examples = {
  "lines": exampleLines, "label-lines": exampleLabels, "word-lines": exampleWords,
  "term-a": { en: ["king"], es: ["rey"] }, "term-b": { en: ["man"], es: ["hombre"] },
  "term-c": { en: ["woman"], es: ["mujer"] },
};
