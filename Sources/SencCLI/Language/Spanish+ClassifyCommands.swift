extension Spanish {
    /// Texts of `senc classify`.
    static let classifyCommands: [Entry] = [
        (
            "Give texts the labels of a classifier that was trained.",
            "Dar a los textos las etiquetas de un clasificador entrenado."
        ),
        (
            """
            Prints the label's probability, the label and the text, between tabs. The model \
            and the prompt are those that the classifier was trained with; others are an \
            error. Of a directory that train labels wrote, the classifier and the model in it \
            are taken. In JSON, an object a text: its "index" (from 0), the "text", the "labels" \
            and for each its probability.

            Examples:
              senc classify apply r.json "It broke on the first day."
              senc classify apply reviews-model --input new.csv --field text
            """,
            """
            Imprime la probabilidad de la etiqueta, la etiqueta y el texto, separados por \
            tabuladores. El modelo y el prompt son aquellos con los que se entrenó el \
            clasificador; otros son un error. De un directorio que escribió train labels se \
            toman el clasificador y el modelo que hay en él. En JSON, un objeto por texto: su \
            "index" (desde 0), el "text", las "labels" y, para cada una, su probabilidad.

            Ejemplos:
              senc classify apply r.json "Se rompió el primer día."
              senc classify apply reviews-model --input new.csv --field text
            """
        ),
        (
            "The file that train wrote, or the directory of train labels.",
            "El archivo que escribió train, o el directorio de train labels."
        ),
        ("Learn a classifier from examples.", "Aprender un clasificador a partir de ejemplos."),
        (
            """
            Learns by logistic regression on the texts' vectors, and prints how many texts it \
            gives the right label when it has not seen them, by cross-validation: the mean of \
            the folds and their standard deviation, and then for each label precision, \
            recall, F1 and the number of examples, between tabs. The file holds the weights \
            and tells which model they go with.

            Example:
              senc classify train --input r.csv --field text --label stars --output r.json
            """,
            """
            Aprende por regresión logística sobre los vectores de los textos e imprime a \
            cuántos textos da la etiqueta correcta cuando no los ha visto, por validación \
            cruzada: la media de las particiones y su desviación típica, y después, para cada \
            etiqueta, precisión, exhaustividad, F1 y número de ejemplos, separados por \
            tabuladores. El archivo contiene los pesos y dice con qué modelo van.

            Ejemplo:
              senc classify train --input r.csv --field text --label stars --output r.json
            """
        ),
        ("The field or column with the label.", "El campo o la columna con la etiqueta."),
        ("name", "nombre"),
        ("The file to write.", "El archivo que se escribe."),
        (
            "Parts that the examples are tested in, each once; 0 for no test.",
            "Particiones en que se prueban los ejemplos, cada una una vez; 0 para no probar."
        ),
        (
            "C, the inverse of the penalty on large weights.",
            "C, la inversa de la penalización de los pesos grandes."
        ),
        (
            "Have labels with few examples count as much as those with many.",
            """
            Hacer que las etiquetas con pocos ejemplos cuenten tanto como las que tienen \
            muchos.
            """
        ),
        (
            "Print what the test found as one JSON object.",
            "Imprimir lo que dio la prueba como un objeto JSON."
        ),
        ("--folds must be 0, or at least 2", "--folds debe ser 0, o al menos 2"),
        (
            "examples are read from files, with --field and --label",
            "los ejemplos se leen de archivos, con --field y --label"
        ),
        (
            "warning: the best weights were not reached; try less --regularization",
            "aviso: no se alcanzaron los mejores pesos; prueba con menos --regularization"
        ),
        ("%1 labels from %2 texts (%3)", "%1 etiquetas de %2 textos (%3)"),
        (
            "Give each text the label that it is closest to in meaning.",
            "Dar a cada texto la etiqueta más cercana en significado."
        ),
        (
            """
            Prints the score, the label and the text, between tabs. Labels are encoded as \
            texts are, so those that say more tell more, and so may a --template around them. \
            In JSON, an object a text: its "index" (from 0), the "text", the "labels" and for \
            each its score.

            Example:
              senc classify --labels "sports, politics, food" --input sentences.txt
            """,
            """
            Imprime la puntuación, la etiqueta y el texto, separados por tabuladores. Las \
            etiquetas se codifican igual que los textos, así que las que dicen más ayudan \
            más, y también puede ayudar una --template que las rodee. En JSON, un objeto por \
            texto: su "index" (desde 0), el "text", las "labels" y, para cada una, su \
            puntuación.

            Ejemplo:
              senc classify --labels "deportes, política, comida" --input sentences.txt
            """
        ),
        (
            "The labels, between commas. Repeatable.",
            "Las etiquetas, separadas por comas. Se puede repetir."
        ),
        ("labels", "etiquetas"),
        (
            "The labels, one a line. Repeatable.",
            "Las etiquetas, una por línea. Se puede repetir."
        ),
        (
            "What is encoded for a label, which goes in place of {}.",
            "Lo que se codifica para una etiqueta, que va en el lugar de {}."
        ),
        (
            "give the labels: --labels \"sports, politics\", or --labels-file FILE",
            "da las etiquetas: --labels \"deportes, política\", o --labels-file FILE"
        ),
        ("give --labels or --labels-file, not both", "da --labels o --labels-file, no ambos"),
        ("--template needs {} for the label", "--template necesita {} para la etiqueta"),
        ("the label %1 is given twice", "la etiqueta %1 se da dos veces"),
        ("a label is empty", "una etiqueta está vacía"),
        ("give at least two labels", "da al menos dos etiquetas"),
    ]
}
