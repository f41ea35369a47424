extension Spanish {
    /// Texts of `senc evaluate`.
    static let evaluateCommand: [Entry] = [
        (
            "Measure how well a model does where the answers are known.",
            "Medir lo bien que trabaja un modelo donde se conocen las respuestas."
        ),
        (
            """
            Of pairs of texts with a score (CSV, TSV or JSON Lines), Pearson's and Spearman's \
            correlation of scores and similarities. Of pairs with a label, 1 if they belong \
            together and 0 if not, accuracy and F1 at their best thresholds, average \
            precision and Matthews' correlation. Of queries, passages and what is relevant \
            for what, the share of queries with a hit among the best k (accuracy), precision, \
            recall, MRR, nDCG and MAP. All as sentence-transformers' evaluators define them. \
            Of questions and pairs of words, what gensim's evaluations give.

            Columns have their usual names (sentence1, sentence2, score, label; id, text; \
            query-id, corpus-id, score) or those that options give; a file of two texts and a \
            number a row needs no header. Without --relevance, the passage with a query's id, \
            or with its number, is the relevant one.

            With --recommend, of recommendations that are learned from some interactions how \
            well they tell others: NDCG, recall, MAP, hits and coverage at 10 and 20, and \
            those of recommending what is popular; or the error of ratings (RMSE, MAE).

            Examples:
              senc evaluate sts-dev.csv --model all-MiniLM-L6-v2
              senc evaluate --queries q.jsonl --passages corpus.jsonl --relevance test.tsv
              senc evaluate --queries f.csv --field q --passages f.csv --passage-field a
              senc evaluate --analogies questions-words.txt --model words.vec
              senc evaluate --recommend sales.csv --user customer --item sku
            """,
            """
            De pares de textos con una puntuación (CSV, TSV o JSON Lines), la correlación de \
            Pearson y la de Spearman entre puntuaciones y similitudes. De pares con una \
            etiqueta, 1 si van juntos y 0 si no, exactitud y F1 en sus mejores umbrales, \
            precisión media y correlación de Matthews. De consultas, pasajes y lo que es \
            relevante para cada una, la parte de las consultas con un acierto entre los k \
            mejores (exactitud), precisión, exhaustividad, MRR, nDCG y MAP. Todo como lo \
            definen los evaluadores de sentence-transformers. De preguntas y pares de \
            palabras, lo que dan las evaluaciones de gensim.

            Las columnas tienen sus nombres habituales (sentence1, sentence2, score, label; \
            id, text; query-id, corpus-id, score) o los que den las opciones; un archivo de \
            dos textos y un número por fila no necesita cabecera. Sin --relevance, el pasaje \
            relevante es el que tiene el id de la consulta, o su número.

            Con --recommend, de recomendaciones que se aprenden de unas interacciones, lo bien \
            que predicen otras: NDCG, exhaustividad, MAP, aciertos y cobertura a 10 y 20, y \
            los de recomendar lo popular; o el error de las notas (RMSE, MAE).

            Ejemplos:
              senc evaluate sts-dev.csv --model all-MiniLM-L6-v2
              senc evaluate --queries q.jsonl --passages corpus.jsonl --relevance test.tsv
              senc evaluate --queries f.csv --field q --passages f.csv --passage-field a
              senc evaluate --analogies questions-words.txt --model words.vec
              senc evaluate --recommend sales.csv --user customer --item sku
            """
        ),
        ("Files of pairs, as --input takes them.", "Archivos de pares, como los de --input."),
        (
            """
            A file of pairs, - for standard input; it may be compressed. Repeatable: files \
            are one.
            """,
            """
            Un archivo de pares, - para la entrada estándar; puede estar comprimido. Se puede \
            repetir: los archivos son uno.
            """
        ),
        (
            "The field or column with the second text.",
            "El campo o la columna con el segundo texto."
        ),
        (
            "The field or column with a pair's score.",
            "El campo o la columna con la puntuación de un par."
        ),
        (
            "The field or column with a pair's label.",
            "El campo o la columna con la etiqueta de un par."
        ),
        ("A file of queries. Repeatable.", "Un archivo de consultas. Se puede repetir."),
        (
            "A file of passages to be found. Repeatable.",
            "Un archivo de pasajes en los que se busca. Se puede repetir."
        ),
        (
            """
            A file that says which passages are relevant for which queries: CSV, TSV or JSON \
            Lines as of BEIR, or lines as of TREC. Repeatable.
            """,
            """
            Un archivo que dice qué pasajes son relevantes para qué consultas: CSV, TSV o \
            JSON Lines como los de BEIR, o líneas como las de TREC. Se puede repetir.
            """
        ),
        (
            "The field or column with the id of a record.",
            "El campo o la columna con el id de un registro."
        ),
        (
            "The field or column with the text of a passage, if it is not --field's.",
            "El campo o la columna con el texto de un pasaje, si no es el de --field."
        ),
        (
            """
            Of how many of the best passages accuracy, precision and recall are reported; 1, \
            3, 5 and 10 if not given, of items 10 and 20. Repeatable.
            """,
            """
            De cuántos de los mejores pasajes se miden exactitud, precisión y exhaustividad; \
            1, 3, 5 y 10 si no se da; de productos, 10 y 20. Se puede repetir.
            """
        ),
        ("k", "k"),
        (
            "text: a line a measure; csv and tsv: a header and a row.",
            "text: una línea por medida; csv y tsv: una cabecera y una fila."
        ),
        (
            "Print one JSON object; the same as --format json.",
            "Imprimir un objeto JSON; lo mismo que --format json."
        ),
        ("the name of a file is empty", "el nombre de un archivo está vacío"),
        (
            "standard input can be read once only",
            "la entrada estándar solo se puede leer una vez"
        ),
        ("--json and --format ask for two formats", "--json y --format piden dos formatos"),
        ("--at must be at least 1", "--at debe ser al menos 1"),
        ("--at has the same number twice", "--at tiene dos veces el mismo número"),
        ("give --input or --queries, not both", "da --input o --queries, no ambos"),
        ("give both --queries and --passages", "da tanto --queries como --passages"),
        ("%1 is for pairs: --input FILE", "%1 es para pares: --input FILE"),
        (
            "give pairs with --input FILE, or --queries and --passages",
            "da pares con --input FILE, o --queries y --passages"
        ),
        ("%1 is for --queries and --passages", "%1 es para --queries y --passages"),
        ("give --score-field or --label, not both", "da --score-field o --label, no ambos"),
        (
            "1 query without a relevant passage left out",
            "1 consulta sin un pasaje relevante omitida"
        ),
        (
            "%1 queries without a relevant passage left out",
            "%1 consultas sin un pasaje relevante omitidas"
        ),
    ]
}
