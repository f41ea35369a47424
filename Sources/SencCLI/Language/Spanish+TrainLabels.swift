extension Spanish {
    /// Texts of `train labels`.
    static var trainLabels: [Entry] { labelErrors + labelReports + labelOptions }

    private static let labelErrors: [Entry] = [
        ("%1 pairs of texts are too many", "%1 pares de textos son demasiados"),
        (
            "%1 pairs of texts in each of %2 passes are too many",
            "%1 pares de textos en cada una de %2 pasadas son demasiados"
        ),
        (
            "the table has no column of labels",
            "la tabla no tiene ninguna columna de etiquetas"
        ),
        ("name it with --label", "nómbrala con --label"),
        (
            "the table has more than one column of texts (%1)",
            "la tabla tiene más de una columna de textos (%1)"
        ),
        (
            "name the one to learn from with --column",
            "nombra con --column la que se ha de aprender"
        ),
        ("the label %1 has 1 example", "la etiqueta %1 tiene 1 ejemplo"),
        (
            "give at least 2 of each, or leave it out",
            "da al menos 2 de cada una, o quítala"
        ),
        (
            "give fewer with --pairs, or fewer --epochs",
            "da menos con --pairs, o menos --epochs"
        ),
        (
            "give --validation or --folds, not both",
            "da --validation o --folds, no las dos"
        ),
    ]

    private static let labelReports: [Entry] = [
        (
            "%1 texts, %2 labels, %3 pairs, 1 step",
            "%1 textos, %2 etiquetas, %3 pares, 1 paso"
        ),
        (
            "%1 texts, %2 labels, %3 pairs, %4 steps",
            "%1 textos, %2 etiquetas, %3 pares, %4 pasos"
        ),
        ("fold %1 of %2 is tested", "parte %1 de %2 probada"),
        ("accuracy %1 before, %2 after", "exactitud %1 antes, %2 después"),
        (
            "to see what teaching brought, give --validation or --folds",
            "para ver qué aportó la enseñanza, da --validation o --folds"
        ),
    ]

    private static let labelOptions: [Entry] = [
        (
            "Teach a model to tell labels apart, from few examples of each.",
            "Enseñar a un modelo a distinguir etiquetas, con pocos ejemplos de cada una."
        ),
        (
            """
            Some 8 to 64 texts of each label are enough (SetFit). The model learns from pairs of \
            them to give texts of a label vectors that are close, and those of different labels \
            vectors that are not; a classifier is learned on its vectors then. What comes out is a \
            directory with the model and classifier.json, which classify apply takes. Whether it was \
            worth it is told by --validation or --folds: the accuracy of the classifier on texts that \
            it has not seen, with the vectors of the model before and after.

            Examples:
              senc train labels reviews.csv --label stars --output reviews-model
              senc train labels r.csv --validation 0.2 --pairs 16 -o m
              senc train labels r.csv --folds 4 --model all-MiniLM-L6-v2 -o m
              senc classify apply reviews-model "It broke on the first day."
            """,
            """
            Bastan de 8 a 64 textos de cada etiqueta (SetFit). El modelo aprende de pares de ellos a \
            dar vectores cercanos a los textos de una etiqueta, y lejanos a los de etiquetas \
            distintas; después se aprende un clasificador con sus vectores. El resultado es un \
            directorio con el modelo y classifier.json, que toma classify apply. Si mereció la pena \
            lo dicen --validation o --folds: la exactitud del clasificador con textos que no ha \
            visto, con los vectores del modelo de antes y de después.

            Ejemplos:
              senc train labels reviews.csv --label stars --output reviews-model
              senc train labels r.csv --validation 0.2 --pairs 16 -o m
              senc train labels r.csv --folds 4 --model all-MiniLM-L6-v2 -o m
              senc classify apply reviews-model "It broke on the first day."
            """
        ),
        (
            "Print one JSON object: what was learned, the loss, and the accuracy.",
            "Imprime un objeto JSON: qué se aprendió, la pérdida y la exactitud."
        ),
        (
            "Pairs of the same label for each text at most, and as many of different ones.",
            "Pares de la misma etiqueta por texto como mucho, y otros tantos de distintas."
        ),
        (
            "The column with the texts. If not given: the only one beside that of the labels.",
            "La columna con los textos. Si no se da: la única además de la de las etiquetas."
        ),
        (
            """
            The column with the labels. If not given: one called label or labels, or the only one \
            with nothing but numbers.
            """,
            """
            La columna con las etiquetas. Si no se da: una que se llame label o labels, o la única \
            que no tiene más que números.
            """
        ),
        (
            """
            A file of texts that are not learned from, with the same columns, on which the accuracy \
            is measured before and after. Or their share of all, as 0.2.
            """,
            """
            Un archivo de textos de los que no se aprende, con las mismas columnas, con el que se \
            mide la exactitud antes y después. O su parte del total, como 0.2.
            """
        ),
        (
            """
            Parts that the texts are tested in, each with a model that is taught with the others, \
            which takes about as long again for each; 0 for no test.
            """,
            """
            Partes en que se prueban los textos, cada una con un modelo al que se enseña con las \
            demás, lo que tarda más o menos otro tanto por cada una; 0 para no probar.
            """
        ),
    ]
}
