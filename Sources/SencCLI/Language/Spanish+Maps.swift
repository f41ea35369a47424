extension Spanish {
    /// Texts of `SencMaps`.
    static let maps: [Entry] = [
        (
            "points of a map have 2 coordinates, not %1",
            "los puntos de un mapa tienen 2 coordenadas, no %1"
        ),
        (
            "point %1 has coordinates that are not finite",
            "el punto %1 tiene coordenadas no finitas"
        ),
        (
            "there are %1 texts or labels for %2 points",
            "hay %1 textos o etiquetas para %2 puntos"
        ),
        ("there is 1 text or label for %1 points", "hay 1 texto o etiqueta para %1 puntos"),
        ("there are %1 texts or labels for 1 point", "hay %1 textos o etiquetas para 1 punto"),
        (
            "not enough memory to compress the image",
            "no hay memoria suficiente para comprimir la imagen"
        ),
    ]
}
