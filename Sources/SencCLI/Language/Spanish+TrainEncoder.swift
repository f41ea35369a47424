extension Spanish {
    /// Texts of `train encoder`.
    static var trainEncoder: [Entry] { encoderErrors + encoderReports + encoderOptions }

    private static let encoderErrors: [Entry] = [
        (
            "%1 numbers cannot be shared out evenly over %2 heads",
            "%1 números no se pueden repartir por igual entre %2 cabezas"
        ),
        ("give other --hidden or --heads", "da otros --hidden o --heads"),
        (
            "not enough memory to learn %1 million weights",
            "no hay memoria para aprender %1 millones de pesos"
        ),
        (
            "give fewer --layers, or a smaller --hidden, --feed-forward or vocabulary",
            "da menos --layers, o menores --hidden, --feed-forward o vocabulario"
        ),
        (
            "the texts have no token to learn from",
            "los textos no tienen ningún token del que aprender"
        ),
        (
            "1 text is too few to hold some out",
            "1 texto es demasiado poco para apartar alguno"
        ),
        (
            "%1 texts are too few to hold such a share of them out",
            "%1 textos son demasiado pocos para apartar esa parte"
        ),
        (
            "give more texts, another share with --validation, or 0",
            "da más textos, otra parte con --validation, o 0"
        ),
        (
            "the tokenizer has no mask token (%1)",
            "el tokenizador no tiene token de máscara (%1)"
        ),
        ("train one with senc train tokenizer", "entrena uno con senc train tokenizer"),
        (
            "the model is not an encoder whose tokens see each other (%1)",
            "el modelo no es un codificador cuyos tokens se ven entre sí (%1)"
        ),
        ("give another --model, or --tokenizer", "da otro --model, o --tokenizer"),
        (
            "the weights of the model make no decoder, as those of BERT do (%1)",
            "con los pesos del modelo no se hace un decodificador, como con los de BERT (%1)"
        ),
        (
            "give another --model, or --objective mlm",
            "da otro --model, o --objective mlm"
        ),
        (
            "give --tokenizer for an encoder from random weights, or --model to go on with one",
            "da --tokenizer para un codificador de pesos al azar, o --model para seguir con uno"
        ),
        ("give --tokenizer or --model, not both", "da --tokenizer o --model, no los dos"),
        (
            "%1 goes with --tokenizer: --model has sizes of its own",
            "%1 va con --tokenizer: --model tiene sus propios tamaños"
        ),
        (
            "--tokenizer needs the name of a directory",
            "--tokenizer necesita el nombre de un directorio"
        ),
    ]

    private static let encoderReports: [Entry] = [
        (
            "%1 texts, %2 tokens, %3 weights, %4 steps",
            "%1 textos, %2 tokens, %3 pesos, %4 pasos"
        ),
        (
            "step %1: loss %2 on held out texts",
            "paso %1: pérdida %2 en textos apartados"
        ),
        (
            "loss on held out texts: %1 before, %2 after step %3",
            "pérdida en textos apartados: %1 antes, %2 tras el paso %3"
        ),
    ]

    private static let encoderOptions: [Entry] = [
        (
            "Learn an encoder from texts alone, by masked or deleted words.",
            "Aprender un codificador solo con textos, por palabras tapadas o borradas."
        ),
        (
            """
            Some of the words of each text are masked, and the model learns to tell them (BERT): from \
            random weights with a tokenizer of train tokenizer, or from those of a model, which gets to \
            know texts of another kind so. No labels are needed, but many texts: millions of words for \
            a small encoder. What comes out is a model directory that sentence-transformers and \
            transformers load, with a card and a drawing of the loss. It knows what words go together; \
            which texts are alike it learns then: by --objective tsdae, from texts again, or with train \
            sentences or train labels.

            Examples:
              senc train tokenizer news.txt --vocabulary 8000 --output news-tokenizer
              senc train encoder news.txt --tokenizer news-tokenizer -o news-model
              senc train encoder news.txt --model ./news-model --objective tsdae -o m
              senc train encoder law.txt --model all-MiniLM-L6-v2 --epochs 3 -o law
              senc train sentences pairs.csv --model ./news-model -o news-vectors
            """,
            """
            Algunas palabras de cada texto se enmascaran, y el modelo aprende a adivinarlas (BERT): \
            desde pesos al azar con un tokenizador de train tokenizer, o desde los de un modelo, que \
            así conoce textos de otra clase. No hacen falta etiquetas, pero sí muchos textos: millones \
            de palabras para un codificador pequeño. El resultado es un directorio de modelo que cargan \
            sentence-transformers y transformers, con una ficha y un dibujo de la pérdida. Sabe qué \
            palabras van juntas; qué textos se parecen lo aprende después: con --objective tsdae, otra \
            vez de textos, o con train sentences o train labels.

            Ejemplos:
              senc train tokenizer news.txt --vocabulary 8000 --output news-tokenizer
              senc train encoder news.txt --tokenizer news-tokenizer -o news-model
              senc train encoder news.txt --model ./news-model --objective tsdae -o m
              senc train encoder law.txt --model all-MiniLM-L6-v2 --epochs 3 -o law
              senc train sentences pairs.csv --model ./news-model -o news-vectors
            """
        ),
        (
            """
            A directory with a tokenizer, as train tokenizer writes it, for an encoder from random \
            weights.
            """,
            """
            Un directorio con un tokenizador, como los que escribe train tokenizer, para un \
            codificador de pesos al azar.
            """
        ),
        (
            """
            An encoder to go on with, in place of --tokenizer: its weights, sizes and tokenizer.
            """,
            """
            Un codificador con el que seguir, en lugar de --tokenizer: sus pesos, tamaños y \
            tokenizador.
            """
        ),
        ("Passes over the texts.", "Pasadas por los textos."),
        ("Texts of a step.", "Textos de un paso."),
        ("The largest learning rate.", "La mayor tasa de aprendizaje."),
        ("Layers; 4 if not given.", "Capas; 4 si no se da."),
        (
            """
            What is to be done: mlm, tell words that are masked; tsdae, write texts from the vectors of \
            what is left when most words are deleted.
            """,
            """
            Qué hay que hacer: mlm, adivinar palabras tapadas; tsdae, escribir los textos a partir de \
            los vectores de lo que queda al borrar casi todas las palabras.
            """
        ),
        (
            "Numbers of a token's state, and of a vector; 256 if not given.",
            "Números del estado de un token, y de un vector; 256 si no se da."
        ),
        (
            "Heads of attention, which share the numbers of a state; 4 if not given.",
            "Cabezas de atención, que se reparten los números de un estado; 4 si no se da."
        ),
        (
            "Numbers within the feed-forward network; four times --hidden if not given.",
            "Números dentro de la red feed-forward; cuatro veces --hidden si no se da."
        ),
        (
            """
            Tokens of a text, of which longer ones are cut into pieces; 128 if not given, or what \
            the model has.
            """,
            """
            Tokens de un texto; los más largos se cortan en trozos; 128 si no se da, o los que tiene \
            el modelo.
            """
        ),
        (
            """
            The share of the texts that is not learned from: the state that does best on them is \
            kept; 0 for none.
            """,
            """
            La parte de los textos de la que no se aprende: se conserva el estado al que mejor le va \
            con ellos; 0 para ninguna.
            """
        ),
        (
            "The arithmetic of the linear layers: float32 or bfloat16.",
            "La aritmética de las capas lineales: float32 o bfloat16."
        ),
    ]
}
