extension Spanish {
    /// Texts of `train mine`.
    static let trainMine: [Entry] = [
        (
            "Find hard negatives for pairs: texts that are close, but not right.",
            "Busca negativos difíciles para pares: textos cercanos, pero no correctos."
        ),
        (
            """
            A model learns most from texts that look like an answer and are none. Each row of a \
            table is a text and one that belongs to it; what is closest to the first among all \
            the second ones, or among the texts of --corpus, and is not its own, becomes its \
            negative, by exact search, as sentence-transformers' mine_hard_negatives chooses. Of \
            texts that nobody marked as belonging together some do: --relative-margin 0.05 or \
            --range-min 5 leave out the closest. What comes out is a table for train sentences.

            Examples:
              senc train mine faq.csv --relative-margin 0.05 --output triplets.csv
              senc train mine faq.csv --corpus articles.txt --range-min 5 -o t.csv
              senc train sentences triplets.csv --output faq-model
            """,
            """
            De lo que más aprende un modelo es de textos que parecen una respuesta y no lo son. \
            Cada fila de una tabla es un texto y otro que le corresponde; lo más cercano al \
            primero entre todos los segundos, o entre los textos de --corpus, que no sea suyo \
            pasa a ser su negativo, por búsqueda exacta, como elige mine_hard_negatives de \
            sentence-transformers. De los textos que nadie marcó como correspondientes, algunos \
            lo son: --relative-margin 0.05 o --range-min 5 dejan fuera los más cercanos. El \
            resultado es una tabla para train sentences.

            Ejemplos:
              senc train mine faq.csv --relative-margin 0.05 --output triplets.csv
              senc train mine faq.csv --corpus articles.txt --range-min 5 -o t.csv
              senc train sentences triplets.csv --output faq-model
            """
        ),
        (
            "Files with the pairs, as --input takes them.",
            "Archivos con los pares, como los acepta --input."
        ),
        (
            "The table to write: NAME.csv, NAME.tsv or NAME.jsonl.",
            "La tabla que se escribe: NOMBRE.csv, NOMBRE.tsv o NOMBRE.jsonl."
        ),
        (
            """
            A column of texts: the anchor first, then its positive. If not given: the first two.
            """,
            """
            Una columna de textos: primero la del ancla, después la de su positivo. Si no se \
            indica, las dos primeras.
            """
        ),
        (
            "A file with a text a line to search in beside the positives. Repeatable.",
            """
            Un archivo con un texto por línea en el que buscar además de en los positivos. \
            Repetible.
            """
        ),
        (
            """
            triplets are a row for each negative; tuples a row with all of them, for anchors \
            that have enough.
            """,
            """
            triplets es una fila por negativo; tuples, una fila con todos, para las anclas que \
            tienen bastantes.
            """
        ),
        (
            "Write the scores, too: of the positive, and of each negative.",
            "Escribe también las puntuaciones: la del positivo y la de cada negativo."
        ),
        ("Negatives of an anchor.", "Negativos de un ancla."),
        (
            """
            How many of the closest are left out first, for they may be positives that nobody \
            marked.
            """,
            """
            Cuántos de los más cercanos se dejan fuera primero, pues pueden ser positivos que \
            nadie marcó.
            """
        ),
        (
            """
            How many of the closest are chosen from. If not given: as many as are needed, ten \
            times as many where scores have limits.
            """,
            """
            Entre cuántos de los más cercanos se elige. Si no se indica, entre los necesarios, o \
            diez veces más si las puntuaciones tienen límites.
            """
        ),
        ("The largest score of a negative.", "La mayor puntuación de un negativo."),
        ("The least score of a negative.", "La menor puntuación de un negativo."),
        (
            "How much less than its positive a negative scores at least.",
            "Cuánto menos que su positivo puntúa un negativo como mínimo."
        ),
        (
            "The same as a share of the positive's score; 0.05 is a good one.",
            "Lo mismo como parte de la puntuación del positivo; 0.05 es un buen valor."
        ),
        (
            "Take the closest, or any of those that are chosen from.",
            "Toma los más cercanos, o cualesquiera de aquellos entre los que se elige."
        ),
        (
            """
            the name %1 does not tell the form of the file: NAME.csv, NAME.tsv, NAME.jsonl or \
            --format
            """,
            """
            el nombre %1 no dice la forma del archivo: NOMBRE.csv, NOMBRE.tsv, NOMBRE.jsonl o \
            --format
            """
        ),
        (
            "give --column twice: the anchor's, and the positive's",
            "indica --column dos veces: la del ancla y la del positivo"
        ),
        ("--corpus needs the name of a file", "--corpus necesita el nombre de un archivo"),
        (
            "1 row, %1 of %2 anchors with fewer negatives (%3)",
            "1 fila; %1 de %2 anclas con menos negativos (%3)"
        ),
        (
            "%1 rows, %2 of %3 anchors with fewer negatives (%4)",
            "%1 filas; %2 de %3 anclas con menos negativos (%4)"
        ),
    ]
}
