// Learns from a few examples which label a text has, and labels others.
import Senc
import SencAnalysis

let examples = [
    ("The parcel has not arrived yet.", "delivery"),
    ("¿Cuándo llega mi pedido?", "delivery"),
    ("The courier left it at the wrong door.", "delivery"),
    ("El paquete viene con retraso.", "delivery"),
    ("I was charged twice.", "payment"),
    ("No me deja pagar con tarjeta.", "payment"),
    ("Can I have an invoice with my tax number?", "payment"),
    ("El cobro no coincide con la factura.", "payment"),
    ("The screen stays black.", "fault"),
    ("Se apaga sola a los cinco minutos.", "fault"),
    ("One of the buttons does nothing.", "fault"),
    ("Hace un ruido extraño al encenderla.", "fault"),
]
let texts = [
    "Where is the package that I ordered last week?",
    "The battery is empty after an hour.",
    "Me han cobrado de más.",
    "El repartidor no ha venido.",
]

let encoder = try SentenceEncoder()
let known = try encoder.encode(examples.map(\.0))
let classifier = try LogisticRegression(
    StoredVectors(known.matrix), labels: examples.map(\.1),
    options: .init(regularization: 100))

let unknown = try encoder.encode(texts)
let probabilities = try classifier.probabilities(of: StoredVectors(unknown.matrix))
for (text, row) in zip(texts, probabilities) {
    guard let best = row.indices.max(by: { row[$0] < row[$1] }) else { continue }
    print(row[best], classifier.classes[best], text)
}
