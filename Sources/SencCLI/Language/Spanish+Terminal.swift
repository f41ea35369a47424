extension Spanish {
    /// What a terminal shows.
    static var terminal: [Entry] { progress + headers + hints }

    private static let progress: [Entry] = [
        ("%1 of %2 texts", "%1 de %2 textos"),
        ("%1 texts", "%1 textos"),
        ("1 text", "1 texto"),
        ("%1 of 1 text", "%1 de 1 texto"),
        ("%1 texts/s", "%1 textos/s"),
        ("%1 tokens/s", "%1 tokens/s"),
        ("%1 left", "faltan %1"),
        ("%1 of %2 MB", "%1 de %2 MB"),
        ("map of %1 texts", "mapa de %1 textos"),
        (
            "measuring %1, %2 of %3, about %4 s each",
            "midiendo %1, %2 de %3, unos %4 s cada una"
        ),
        ("stopping…", "deteniendo…"),
    ]

    private static let headers: [Entry] = [
        ("score", "puntuación"), ("place", "lugar"), ("text", "texto"), ("id", "id"),
        ("query %1", "consulta %1"), ("factor", "factor"), ("label", "etiqueta"),
        ("probability", "probabilidad"), ("precision", "precisión"),
        ("recall", "exhaustividad"), ("F1", "F1"), ("examples", "ejemplos"),
        ("accuracy %1 ± %2", "exactitud %1 ± %2"), ("measure", "medida"), ("value", "valor"),
        ("setting", "ajuste"), ("source", "origen"),
        ("languages", "idiomas"), ("size", "tamaño"), ("dimension", "dimensión"),
        ("tokens", "tokens"), ("where", "lugar"), ("fault", "fallo"),
        ("vector of %1 numbers", "vector de %1 números"),
        ("vector of 1 number", "vector de 1 número"), ("%1 of %2", "%1 de %2"),
    ]

    private static let hints: [Entry] = [
        (
            "all the numbers: --output vectors.npy, --format jsonl, or a pipe to another program",
            "todos los números: --output vectores.npy, --format jsonl o una tubería a otro programa"
        ),
        (
            """
            no group is as close and as large as asked for: a --threshold below %1, a \
            --minimum-size below %2, or --clusters N makes some
            """,
            """
            ningún grupo es tan cercano y tan grande como se pide: un --threshold menor que \
            %1, un --minimum-size menor que %2 o --clusters N forman alguno
            """
        ),
        (
            """
            no two texts are that close: a --threshold below %1 takes more for duplicates
            """,
            "no hay dos textos tan cercanos: un --threshold menor que %1 toma más por duplicados"
        ),
    ]
}
