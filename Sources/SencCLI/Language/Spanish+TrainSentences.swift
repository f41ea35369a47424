extension Spanish {
    /// Texts of `train sentences`.
    static var trainSentences: [Entry] {
        sentenceTables + sentenceReports + sentenceOptions
    }

    private static let sentenceTables: [Entry] = [
        (
            "the table has no column of texts",
            "la tabla no tiene ninguna columna de textos"
        ),
        (
            "the only row has no text in some column",
            "la única fila no tiene texto en alguna columna"
        ),
        (
            "none of the %1 rows has a text in every column",
            "ninguna de las %1 filas tiene texto en todas las columnas"
        ),
        (
            "the score %1 in the column %2 is not a number",
            "la puntuación %1 de la columna %2 no es un número"
        ),
        (
            "every row has the label %1 in the column %2: nothing can be learned",
            "todas las filas tienen la etiqueta %1 en la columna %2: no se puede aprender nada"
        ),
        (
            "1 example is too few to keep some for the validation",
            "1 ejemplo es demasiado poco para apartar alguno para la validación"
        ),
        (
            "%1 examples are too few to keep such a share of them for the validation",
            "%1 ejemplos son demasiado pocos para apartar esa parte para la validación"
        ),
        (
            "no example has the label %1 that the validation has in the column %2",
            "ningún ejemplo tiene la etiqueta %1 que la validación tiene en la columna %2"
        ),
    ]

    private static let sentenceReports: [Entry] = [
        (
            "1 row that lacks a text or a label was skipped",
            "se omitió 1 fila a la que le falta un texto o una etiqueta"
        ),
        (
            "%1 rows that lack a text or a label were skipped",
            "se omitieron %1 filas a las que les falta un texto o una etiqueta"
        ),
        ("loss", "pérdida"),
        ("%1 examples, columns %2, loss %3", "%1 ejemplos, columnas %2, pérdida %3"),
        (
            "%1 examples, columns %2, loss %3, %4 steps",
            "%1 ejemplos, columnas %2, pérdida %3, %4 pasos"
        ),
        (
            "%1 examples, columns %2, loss %3, 1 step",
            "%1 ejemplos, columnas %2, pérdida %3, 1 paso"
        ),
        ("loss %1, 1 step, %2 s (%3)", "pérdida %1, 1 paso, %2 s (%3)"),
        ("loss %1, %2 steps, %3 s (%4)", "pérdida %1, %2 pasos, %3 s (%4)"),
        ("step %1: %2 %3", "paso %1: %2 %3"),
        (
            "%1: %2 before, %3 after step %4",
            "%1: %2 antes, %3 tras el paso %4"
        ),
    ]

    private static let sentenceOptions: [Entry] = [
        (
            """
            A model to learn from, as --model takes it: for mse (the loss with a teacher if none is \
            given) and embed-distill its vectors of the first column are those that texts of all \
            columns are to have; for margin-mse and distill-kl its scores; for gist it tells false \
            negatives.
            """,
            """
            Un modelo del que aprender, como lo toma --model: con mse (la pérdida con un maestro si no \
            se indica otra) y embed-distill, sus vectores de la primera columna son los que han de \
            tener los textos de todas; con margin-mse y distill-kl, sus puntuaciones; con gist dice \
            qué negativos no lo son.
            """
        ),
        (
            "Keep so many of the model's layers, spread evenly: a smaller, faster encoder.",
            """
            Conserva tantas capas del modelo, repartidas por igual: un codificador más pequeño y \
            rápido.
            """
        ),
        ("--teacher needs the name of a model", "--teacher necesita el nombre de un modelo"),
        (
            "an adapter is for a whole model: with --layers give --merge",
            "un adaptador es para un modelo entero: con --layers da --merge"
        ),
        (
            "Teach a model what is close, with examples of your own.",
            "Enseñar a un modelo qué está cerca, con ejemplos propios."
        ),
        (
            """
            An example is a row of a table: two texts that belong together, with or without others \
            that do not; two texts with a score of how close they are; texts with a label. The \
            model, which is one for encode and search, is changed until its vectors tell so. A few \
            hundred examples help, some thousands are better; what no example is about changes \
            little. What comes out is a directory that sentence-transformers loads, too, with a \
            card that tells how it was made and a drawing of the loss.

            Examples:
              senc train sentences faq.csv --output faq-model
              senc train sentences pairs.tsv --validation 0.1 --epochs 3 -o m
              senc train sentences sts.csv --loss cosent --model all-MiniLM-L6-v2 -o m
              senc search "How do I pay?" --input faq.csv --model ./faq-model
            """,
            """
            Un ejemplo es una fila de una tabla: dos textos que van juntos, con o sin otros que no; \
            dos textos con una puntuación de lo cerca que están; textos con una etiqueta. El \
            modelo, que es uno para encode y search, se cambia hasta que sus vectores lo dicen. \
            Unos cientos de ejemplos ayudan, unos miles son mejores; aquello de lo que no trata \
            ningún ejemplo cambia poco. El resultado es un directorio que también carga \
            sentence-transformers, con una ficha que dice cómo se hizo y un dibujo de la pérdida.

            Ejemplos:
              senc train sentences faq.csv --output faq-model
              senc train sentences pairs.tsv --validation 0.1 --epochs 3 -o m
              senc train sentences sts.csv --loss cosent --model all-MiniLM-L6-v2 -o m
              senc search "How do I pay?" --input faq.csv --model ./faq-model
            """
        ),
        (
            "Files with the examples, as --input takes them.",
            "Archivos con los ejemplos, como los toma --input."
        ),
        (
            "Print one JSON object: what was learned, the loss, and the validation.",
            "Imprime un objeto JSON: qué se aprendió, la pérdida y la validación."
        ),
        (
            """
            A column of texts: the anchor first, then its positive, then negatives. Repeatable. If \
            not given: all columns but that of scores or labels, in their order.
            """,
            """
            Una columna de textos: primero el ancla, luego su positivo, luego negativos. Se puede \
            repetir. Si no se da: todas las columnas salvo la de puntuaciones o etiquetas, en su \
            orden.
            """
        ),
        (
            """
            The column with the scores or labels. If not given: one called label, labels, score, \
            scores or similarity_score, or the only one with nothing but numbers.
            """,
            """
            La columna con las puntuaciones o etiquetas. Si no se da: una que se llame label, \
            labels, score, scores o similarity_score, o la única que no tiene más que números.
            """
        ),
        ("--column needs the name of a column", "--column necesita el nombre de una columna"),
        ("--label needs the name of a column", "--label necesita el nombre de una columna"),
        (
            """
            What examples are to be like: once for all files, or for each in its place. If not \
            given: mnrl for pairs and triplets, cosent for pairs with a score, softmax for pairs \
            with a label, batch-all-triplet for texts with one.
            """,
            """
            Cómo han de quedar los ejemplos: se da una vez para todos los archivos, o una vez por \
            archivo, en su orden. Si no se da: mnrl para pares y tripletes, cosent para pares con \
            puntuación, softmax para pares con etiqueta, batch-all-triplet para textos con una.
            """
        ),
        ("Passes over the examples.", "Pasadas por los ejemplos."),
        (
            "Examples of a step. If not given: 64, of train labels 16 pairs.",
            "Ejemplos de un paso. Si no se da: 64, en train labels 16 pares."
        ),
        (
            """
            The largest learning rate. If not given: 2e-5, with --lora 2e-4, of a static model 0.05.
            """,
            """
            La mayor tasa de aprendizaje. Si no se da: 2e-5, con --lora 2e-4, de un modelo \
            estático 0.05.
            """
        ),
        (
            """
            Numbers of leading components that are to do well by themselves, as 256,128,64 \
            (Matryoshka): vectors can be cut there then.
            """,
            """
            Cantidades de componentes iniciales que han de servir por sí solas, como 256,128,64 \
            (Matrioska): los vectores se pueden cortar ahí.
            """
        ),
        (
            "--matryoshka needs dimensions, as 256,128,64",
            "--matryoshka necesita dimensiones, como 256,128,64"
        ),
        (
            "Layers from the first that stay as they are, with the embeddings before them.",
            "Capas desde la primera que se quedan como están, con los embeddings de antes."
        ),
        (
            """
            Learn an adapter (LoRA) of this rank in place of all weights, and write it as PEFT does.
            """,
            """
            Aprende un adaptador (LoRA) de este rango en lugar de todos los pesos, y lo escribe \
            como PEFT.
            """
        ),
        (
            "What the adapter is multiplied by, times its rank; twice that if not given.",
            "Por lo que se multiplica el adaptador, por su rango; el doble de este si no se da."
        ),
        (
            """
            What the names of modules end in that get an adapter, as query. Repeatable; all linear \
            layers if not given.
            """,
            """
            En qué terminan los nombres de los módulos que reciben un adaptador, como query. Se \
            puede repetir; todas las capas lineales si no se da.
            """
        ),
        ("rank", "rango"), ("dimensions", "dimensiones"),
        (
            "Write the whole model with the adapter merged into its weights.",
            "Escribe el modelo entero, con el adaptador fundido en sus pesos."
        ),
        (
            "--lora-alpha, --lora-module and --merge go with --lora",
            "--lora-alpha, --lora-module y --merge van con --lora"
        ),
        ("--freeze does not go with --lora", "--freeze no va con --lora"),
        (
            "How the learning rate changes after the warm-up.",
            "Cómo cambia la tasa de aprendizaje tras el calentamiento."
        ),
        (
            "The share of all steps in which the learning rate grows from 0.",
            "La parte de todos los pasos en la que la tasa de aprendizaje crece desde 0."
        ),
        (
            "The norm that the gradients of a step are clipped to.",
            "La norma a la que se recortan los gradientes de un paso."
        ),
        (
            """
            Memory for what a step computes with, as 512M or 4G; what has no room is computed twice.
            """,
            """
            Memoria para lo que calcula un paso, como 512M o 4G; lo que no cabe se calcula dos \
            veces.
            """
        ),
        (
            "Drop no numbers at random, though the model's configuration says so.",
            "No apaga números al azar (dropout), aunque la configuración del modelo lo diga."
        ),
        (
            "A lower limit on the tokens of a text than the model's own.",
            "Un límite de tokens por texto menor que el del modelo."
        ),
        (
            "Let a batch have equal texts, which mnrl takes for negatives then.",
            "Permite textos iguales en un lote, que mnrl toma entonces por negativos."
        ),
        (
            "a model is taught with --precision float32 or bfloat16",
            "a un modelo se le enseña con --precision float32 o bfloat16"
        ),
        (
            "a model is taught by senc's own kernels: leave out --backend",
            "a un modelo se le enseña con los kernels propios de senc: quita --backend"
        ),
        (
            """
            A file of examples that are not learned from, with the columns of the first file: the \
            model that does best on them is kept. Or their share of all such examples, as 0.1.
            """,
            """
            Un archivo de ejemplos de los que no se aprende, con las columnas del primer archivo: \
            se guarda el modelo al que mejor le va con ellos. O la parte de esos ejemplos que se \
            aparta, como 0.1.
            """
        ),
        (
            "Tenths of the run without a better result after which learning ends.",
            "Décimos del aprendizaje sin un resultado mejor tras los que termina."
        ),
        (
            "--validation needs a file or a share",
            "--validation necesita un archivo o una parte"
        ),
        (
            "--loss is given once, or once for each file",
            "--loss se da una vez, o una para cada archivo"
        ),
        ("--patience goes with --validation", "--patience va con --validation"),
    ]
}
