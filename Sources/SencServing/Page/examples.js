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
  en: ["animals: The dog barks at the postman.", "animals: Swallows come back in spring.",
    "weather: Frost is expected tonight.", "weather: The sun will shine tomorrow.",
    "money: The company's shares fell.", "money: I have to pay my taxes."],
  es: ["animales: El perro ladra al cartero.", "animales: Las golondrinas vuelven en primavera.",
    "tiempo: Esta noche helará.", "tiempo: Mañana hará sol.",
    "dinero: Las acciones de la empresa han caído.", "dinero: Tengo que pagar los impuestos."],
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
