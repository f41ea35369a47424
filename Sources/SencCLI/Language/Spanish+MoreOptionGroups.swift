extension Spanish {
    /// Texts of options that several commands have, of files from M to Z.
    static let moreOptionGroups: [Entry] = [
        ("--output needs the name of a file", "--output necesita el nombre de un archivo"),
        ("The form of what is printed.", "La forma de lo que se imprime."),
        (
            "Print one JSON object; short for --format json.",
            "Imprimir un objeto JSON; abreviatura de --format json."
        ),
        ("give --json or --format text, not both", "da --json o --format text, no ambos"),
        (
            """
            The form of the results: json and jsonl are an object a line, csv and tsv rows \
            under a header. If not given, what the name of --output says, or text.
            """,
            """
            La forma de los resultados: json y jsonl son un objeto por línea; csv y tsv, \
            filas bajo una cabecera. Si no se da, lo que diga el nombre de --output, o text.
            """
        ),
        (
            "Print JSON objects, one a line; short for --format json.",
            "Imprimir objetos JSON, uno por línea; abreviatura de --format json."
        ),
        ("The tokens of a window at most.", "Los tokens que tiene como mucho una ventana."),
        (
            "How many tokens a window shares with the one before it; an eighth.",
            """
            Cuántos tokens comparte una ventana con la anterior; una octava parte si no se \
            da.
            """
        ),
        (
            """
            Of directories, take only files that match, by gitignore's rules: '*.md' at any \
            depth, '/docs/' and what is in it, '!draft*' not. Repeatable.
            """,
            """
            De los directorios, tomar solo los archivos que coinciden, según las reglas de \
            gitignore: '*.md' a cualquier profundidad, '/docs/' y lo que contiene, '!draft*' \
            no. Se puede repetir.
            """
        ),
        ("pattern", "patrón"),
        (
            """
            Of directories, leave out files and directories that match, by the same rules. \
            Repeatable.
            """,
            """
            De los directorios, omitir los archivos y directorios que coinciden, según las \
            mismas reglas. Se puede repetir.
            """
        ),
        (
            """
            Of directories, leave out what .gitignore and .ignore files name. (default: \
            --ignore)
            """,
            """
            De los directorios, omitir lo que nombran los archivos .gitignore y .ignore. (por \
            omisión: --ignore)
            """
        ),
        (
            "Of directories, take names that begin with a dot, too. (default: --no-hidden)",
            """
            De los directorios, tomar también los nombres que empiezan por punto. (por \
            omisión: --no-hidden)
            """
        ),
        ("a pattern is empty", "un patrón está vacío"),
        ("give %1 or %2, not both", "da %1 o %2, no ambos"),
        ("%1 is given twice, and counts once only", "%1 se da dos veces, y solo cuenta una"),
        (
            "%1 and %2 are one option, and count once only",
            "%1 y %2 son la misma opción, y solo cuenta una vez"
        ),
        (
            """
            similarity: the cosine, or what else vectors are compared by. percentile: the \
            per cent of unrelated pairs of texts that score lower with this model, so that \
            scores of different models mean the same. Those pairs are each of one language, \
            and score higher than pairs of two, so that translations get a lower percentile \
            than they should. --threshold is of similarities.
            """,
            """
            similarity: el coseno, o aquello con que se comparen los vectores. percentile: \
            el tanto por ciento de los pares de textos sin relación que puntúa menos con \
            este modelo, de modo que las puntuaciones de modelos distintos significan lo \
            mismo. Cada uno de esos pares es de un solo idioma, y puntúan más que los de \
            dos, de modo que las traducciones obtienen un percentil menor del que les \
            corresponde. --threshold se refiere a similitudes.
            """
        ),
        (
            """
            --score percentile: the model distinguishes too few texts, or is not known: give \
            texts, or --model with vectors
            """,
            """
            --score percentile: el modelo distingue muy pocos textos, o no se conoce: da \
            textos, o --model con vectores
            """
        ),
        (
            "How vectors are compared; if not given, the model's own way, or the cosine.",
            """
            Cómo se comparan los vectores; si no se da, como lo hace el propio modelo, o por \
            el coseno.
            """
        ),
        (
            """
            The model's prompt for queries, if it is not its own for them; --prompt is the \
            same.
            """,
            """
            El prompt del modelo para las consultas, si no es el que tiene para ellas; \
            --prompt es lo mismo.
            """
        ),
        (
            "A text to put before queries in place of a prompt; '' for none.",
            "Un texto que se antepone a las consultas en lugar de un prompt; '' para ninguno."
        ),
        (
            "The model's prompt for texts to be found, if it is not its own for passages.",
            """
            El prompt del modelo para los textos que se buscan, si no es el que tiene para \
            los pasajes.
            """
        ),
        (
            "A text to put before those to be found in place of a prompt; '' for none.",
            """
            Un texto que se antepone a los que se buscan en lugar de un prompt; '' para \
            ninguno.
            """
        ),
        (
            "--prompt, --prompt-text and --role are for queries here, and go without %1",
            "aquí --prompt, --prompt-text y --role son para consultas, y van sin %1"
        ),
        (
            "At most this many tokens per text; the model's limit if not given.",
            "Como mucho tantos tokens por texto; el límite del modelo si no se da."
        ),
        (
            "What to do with a longer text: cut it, refuse it, or average its pieces.",
            """
            Qué hacer con un texto más largo: cortarlo (truncate), rechazarlo (error) o \
            promediar sus trozos (chunk).
            """
        ),
        (
            """
            Which end of a longer text is cut off: left keeps the end, right the start; what \
            the tokenizer's files say if not given.
            """,
            """
            Qué extremo de un texto más largo se corta: left conserva el final; right, el \
            principio; si no se da, lo que digan los archivos del tokenizador.
            """
        ),
        (
            """
            The model's prompt to put before each text. If neither this nor the next two are \
            given: its default one, or what suits the command, as senc inspect shows.
            """,
            """
            El prompt del modelo que se antepone a cada texto. Si no se da esta opción ni las \
            dos siguientes: el que tenga por omisión, o el que convenga al comando, como \
            muestra senc inspect.
            """
        ),
        (
            "A text of your own to put before each text in place of a prompt; '' for none.",
            """
            Un texto propio que se antepone a cada texto en lugar de un prompt; '' para \
            ninguno.
            """
        ),
        (
            """
            Encode texts as what is asked, query, or as what is searched, passage: with the \
            model's prompt for it, if it has one.
            """,
            """
            Codificar los textos como lo que se pregunta, query, o como aquello en que se \
            busca, passage: con el prompt del modelo para ello, si lo tiene.
            """
        ),
        (
            "Keep only this many leading components of each vector.",
            "Conservar solo tantas componentes iniciales de cada vector."
        ),
        (
            """
            Scale each vector to length 1, whatever the model does and after \
            --truncate-dimension; or leave out the model's normalization, too.
            """,
            """
            Llevar cada vector a longitud 1, haga lo que haga el modelo y después de \
            --truncate-dimension; u omitir también la normalización del propio modelo.
            """
        ),
    ]
}
