// How close in meaning some sentences are to another one, in whatever language they are written.
import Senc

let sentence = "The train to the coast leaves at nine."
let others = [
    "El tren a la costa sale a las nueve.",
    "There is a departure for the seaside at 9 a.m.",
    "El tren de la costa llegó tarde.",
    "We had fish for dinner.",
    "La biblioteca cierra los domingos.",
]

let encoder = try SentenceEncoder()
let vector = try encoder.encode(sentence)
let vectors = try encoder.encode(others)

let scores = vectors.map { vector.cosineSimilarity(to: $0) }
for (text, score) in zip(others, scores).sorted(by: { $0.1 > $1.1 }) {
    print(score, text)
}
