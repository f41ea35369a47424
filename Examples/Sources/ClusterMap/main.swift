// Puts texts into groups by their meaning, and draws them on a page that opens in any browser.
import Foundation
import Senc
import SencAnalysis
import SencMaps

let page = CommandLine.arguments.dropFirst().first ?? "map.html"
let texts = [
    "Bread is baked in the oven.", "Hornea el pan media hora.", "Slice the onions thinly.",
    "Añade sal y pimienta a la sopa.", "The cake needs two eggs.",
    "The team scored in the last minute.", "El portero paró el penalti.",
    "She won the race by a second.", "Entrena cada mañana para el maratón.",
    "The match was a draw.",
    "The bank raised its interest rates.", "La bolsa cayó un dos por ciento.",
    "Prices of houses are rising.", "El gobierno baja los impuestos.",
    "The company reports a loss.",
]

let encoder = try SentenceEncoder()
let vectors = StoredVectors(try encoder.encode(texts).matrix)

// Each group is called by its most central text.
let clusters = try KMeans(vectors, clusters: 3, seed: 1)
let members = clusters.members(of: vectors)
for rows in members {
    print("\(texts[rows[0]])  (\(rows.count) texts)")
    for row in rows.dropFirst() { print("    \(texts[row])") }
}

let map = try TextMap(
    coordinates: PrincipalComponents.plane(of: vectors), texts: texts,
    labels: clusters.labels.map { texts[members[$0][0]] }, title: "Fifteen sentences")
try map.html().write(toFile: page, atomically: true, encoding: .utf8)
