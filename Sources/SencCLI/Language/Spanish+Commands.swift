extension Spanish {
    /// Texts of the other commands, of those from A to D.
    static let commands: [Entry] = [
        (
            "Find what is to C as A is to B: A - B + C.",
            "Encontrar lo que es a C como A es a B: A - B + C."
        ),
        (
            """
            Adds and subtracts the vectors, each of length 1, and prints what is closest to \
            the sum: the cosine and the word or text, between tabs; A, B and C are no \
            answers. With a file of word vectors as --model, the answers are its words. With \
            any model, they are the texts of a file, --input FILE. In JSON, one object: \
            "indices" (from 0), "scores" and "texts".

            Examples:
              senc analogy king man woman --model glove.6B.300d.txt
              senc analogy "Rome" "Italy" "France" --input cities.txt
            """,
            """
            Suma y resta los vectores, cada uno de longitud 1, e imprime lo más cercano a la \
            suma: el coseno y la palabra o el texto, separados por tabuladores; A, B y C no \
            son respuestas. Con un archivo de vectores de palabras en --model, las respuestas \
            son sus palabras. Con cualquier modelo, son los textos de un archivo, --input \
            FILE. En JSON, un objeto: "indices" (desde 0), "scores" y "texts".

            Ejemplos:
              senc analogy king man woman --model glove.6B.300d.txt
              senc analogy "Roma" "Italia" "Francia" --input cities.txt
            """
        ),
        ("A, which is to B as the answer is to C.", "A, que es a B como la respuesta es a C."),
        ("B, which is taken away.", "B, que se resta."),
        ("C, which is added.", "C, que se suma."),
        (
            """
            The texts that may be answers, one a line; or vectors, .npy, with the texts \
            beside them.
            """,
            """
            Los textos que pueden ser respuestas, uno por línea; o vectores, .npy, con los \
            textos a su lado.
            """
        ),
        ("file", "archivo"),
        ("How many answers.", "Cuántas respuestas."),
        ("--top must be at least 1", "--top debe ser al menos 1"),
        ("texts: give --input FILE", "textos: da --input FILE"),
        ("the model does not know %1", "el modelo no conoce %1"),
        (
            "a model of sentences has no list of words: give --input FILE",
            "un modelo de frases no tiene una lista de palabras: da --input FILE"
        ),
        ("Measure this machine with a model.", "Medir esta máquina con un modelo."),
        (
            """
            The peak is what the CPU's multiplying instructions do on registers alone; no \
            layer can be faster. Below it is what they do with their loads, the weights in a \
            cache. Rates of arithmetic count a fused multiply-add as two operations. Texts are \
            encoded as a whole: tokens, layers, pooling.

            Example:
              senc benchmark --precision int8
            """,
            """
            El máximo es lo que las instrucciones de multiplicar de la CPU hacen solo con \
            registros; ninguna capa puede ser más rápida. Debajo está lo que hacen con sus \
            lecturas, con los pesos en una caché. En las tasas de operaciones, multiplicar y \
            sumar a la vez cuenta como dos. Los textos se codifican por completo: tokens, \
            capas, pooling.

            Ejemplo:
              senc benchmark --precision int8
            """
        ),
        ("The model, as for encode.", "El modelo, como en encode."),
        ("model", "modelo"),
        (
            "The precision to measure; all of them if not given.",
            "La precisión que se mide; todas si no se da."
        ),
        (
            "What multiplies matrices: senc's own kernels or the system's BLAS.",
            "Lo que multiplica matrices: los kernels propios de senc o la BLAS del sistema."
        ),
        (
            "How long to measure each precision, about.",
            "Cuánto se mide cada precisión, aproximadamente."
        ),
        ("--threads must be at least 1", "--threads debe ser al menos 1"),
        (
            "--seconds must be above 0 and at most 3600",
            "--seconds debe ser mayor que 0 y como mucho 3600"
        ),
        ("Group texts that are close in meaning.", "Agrupar textos cercanos en significado."),
        (
            """
            With --clusters, by k-means; without it, by communities: groups whose texts all \
            have at least --threshold as cosine with a central one, so that texts may be in \
            none. Prints a line with each group's size and most central text, the largest \
            group first, and then its texts, the most central first. Vectors, --input \
            FILE.npy, have their texts in FILE.txt; without it the rows' numbers are printed, \
            counted from 1. In JSON, an object a group: its "size", its "label", the most \
            central text, "indices" (from 0) and "texts".

            Examples:
              senc cluster --input sentences.txt --clusters 20 --seed 1
              senc cluster --input sentences.txt --threshold 0.7 --minimum-size 5 --json
            """,
            """
            Con --clusters, por k-means; sin ella, por comunidades: grupos cuyos textos \
            tienen todos al menos --threshold como coseno con uno central, de modo que hay \
            textos que pueden no estar en ninguno. Imprime una línea con el tamaño de cada \
            grupo y su texto más central, el grupo mayor primero, y después sus textos, los \
            más centrales primero. Los vectores, --input FILE.npy, tienen sus textos en \
            FILE.txt; sin él se imprimen los números de las filas, contados desde 1. En JSON, \
            un objeto por grupo: su "size", su "label", el texto más central, "indices" \
            (desde 0) y "texts".

            Ejemplos:
              senc cluster --input sentences.txt --clusters 20 --seed 1
              senc cluster --input sentences.txt --threshold 0.7 --minimum-size 5 --json
            """
        ),
        ("How many clusters k-means makes.", "Cuántos grupos hace k-means."),
        (
            """
            The least cosine to the central text of a community; what is as rare among \
            unrelated texts of the model as 0.75 is with all-MiniLM-L6-v2, if not given, and \
            0.75 if no model is known.
            """,
            """
            El menor coseno con el texto central de una comunidad; si no se da, el que es tan \
            raro entre textos sin relación del modelo como 0.75 con all-MiniLM-L6-v2, y 0.75 \
            si no se conoce el modelo.
            """
        ),
        (
            "The fewest texts of a community. (default: 10)",
            "Los textos que tiene como mínimo una comunidad. (por omisión: 10)"
        ),
        (
            "What k-means begins with; the same seed gives the same clusters.",
            "Con qué empieza k-means; la misma semilla da los mismos grupos."
        ),
        (
            "How many starts of k-means, of which the best is taken. (default: 10)",
            "Cuántas veces empieza k-means, de las que se toma la mejor. (por omisión: 10)"
        ),
        (
            """
            --threshold and --minimum-size are for communities, --clusters is for k-means; \
            give one or the other
            """,
            """
            --threshold y --minimum-size son para comunidades, --clusters es para k-means; da \
            uno u otro
            """
        ),
        ("--restarts needs --clusters", "--restarts necesita --clusters"),
        ("%1 groups of %2 of %3", "%1 grupos con %2 de %3"),
        ("1 group of %1 of %2", "1 grupo con %1 de %2"),
        (
            "Keep the vectors of files in a directory, to search them at once.",
            """
            Guardar en un directorio los vectores de unos archivos, para buscar en ellos al \
            momento.
            """
        ),
        (
            """
            senc search --input INDEX searches it.

            Example:
              senc index build notes.index notes
            """,
            """
            senc search --input INDEX busca en él.

            Ejemplo:
              senc index build notes.index notes
            """
        ),
        (
            "Give texts labels, such as topics or sentiments.",
            "Dar a los textos etiquetas, como temas o sentimientos."
        ),
        (
            """
            senc classify --labels <labels> [<text or file> ...]
            senc classify train --label <name> --output <file> [<file> ...]
            senc classify apply <classifier> [<text or file> ...]
            """,
            """
            senc classify --labels <etiquetas> [<texto o archivo> ...]
            senc classify train --label <nombre> --output <archivo> [<archivo> ...]
            senc classify apply <clasificador> [<texto o archivo> ...]
            """
        ),
        (
            """
            Without examples, each text gets that of the --labels, or of a --labels-file, \
            that it is closest to in meaning (zero-shot, which needs no name of its own; \
            'senc classify zero-shot --help' lists its options). With examples, train learns \
            a classifier from them and tells how often it is right, and apply gives its \
            labels to other texts.

            Examples:
              senc classify --labels "sports, politics, food" "The soup needs salt."
              senc classify train --input t.csv --field text --label topic --output t.json
              senc classify apply t.json --input sentences.txt
            """,
            """
            Sin ejemplos, cada texto recibe la etiqueta de --labels, o de un --labels-file, \
            más cercana en significado (zero-shot, que no necesita un nombre propio; 'senc \
            classify zero-shot --help' enumera sus opciones). Con ejemplos, train aprende de \
            ellos un clasificador y dice cuántas veces acierta, y apply da sus etiquetas a \
            otros textos.

            Ejemplos:
              senc classify --labels "deportes, política, comida" "A la sopa le falta sal."
              senc classify train --input t.csv --field text --label topic --output t.json
              senc classify apply t.json --input sentences.txt
            """
        ),
        (
            "Leave out texts that nearly repeat an earlier one.",
            "Quitar los textos que casi repiten uno anterior."
        ),
        (
            """
            Prints the texts that are kept, one a line: each text but those whose score with \
            an earlier one that is kept is at least the threshold; as they are, and on a \
            terminal with control characters escaped. Vectors, --input FILE.npy, have their \
            texts in FILE.txt; without it the rows' numbers are printed, counted from 1. In \
            JSON, or with --groups, an object for each text that has near-duplicates: \
            "indices" (from 0) and "texts", the kept one first, and the duplicates' "scores".

            Example:
              senc dedupe --input sentences.txt --threshold 0.9 > distinct.txt
            """,
            """
            Imprime los textos que se conservan, uno por línea: todos menos aquellos cuya \
            puntuación con uno anterior que se conserva llega al umbral; tal como son, y en \
            un terminal con los caracteres de control escapados. Los vectores, --input \
            FILE.npy, tienen sus textos en FILE.txt; sin él se imprimen los números de las \
            filas, contados desde 1. En JSON, o con --groups, un objeto por cada texto que \
            tiene casi duplicados: "indices" (desde 0) y "texts", el que se conserva primero, \
            y las "scores" de los duplicados.

            Ejemplo:
              senc dedupe --input sentences.txt --threshold 0.9 > distinct.txt
            """
        ),
        (
            """
            The least score of near-duplicates; what is as rare among unrelated texts of the \
            model as 0.95 is with all-MiniLM-L6-v2, if not given, and 0.95 if no model is \
            known.
            """,
            """
            La menor puntuación de los casi duplicados; si no se da, la que es tan rara entre \
            textos sin relación del modelo como 0.95 con all-MiniLM-L6-v2, y 0.95 si no se \
            conoce el modelo.
            """
        ),
        (
            "Print the near-duplicates; the same as --json.",
            "Imprimir los casi duplicados; lo mismo que --json."
        ),
        ("give --groups or --format %1, not both", "da --groups o --format %1, no ambos"),
        ("%1 of %2 kept", "se conservan %1 de %2"),
        ("1 of %1 kept", "se conserva 1 de %1"),
    ]
}
