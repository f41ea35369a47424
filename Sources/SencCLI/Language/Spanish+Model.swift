extension Spanish {
    /// Texts of `Senc`, those about configurations and languages aside.
    static let model: [Entry] = [
        ("is not a transformer", "no es un transformer"),
        (
            "%1 is not the URL of a file; download the model first",
            "%1 no es la URL de un archivo; descarga antes el modelo"
        ),
        (
            "is not a model directory: it has no config.json",
            "no es un directorio de modelo: no tiene config.json"
        ),
        (
            "is an adapter itself, which is not supported",
            "es a su vez un adaptador, lo que no se admite"
        ),
        ("is not valid JSON: %1", "no es JSON válido: %1"),
        ("is %1, not a text", "es %1, no un texto"),
        ("is a list, not a text", "es una lista, no un texto"),
        ("must be an array of bytes", "debe ser un array de bytes"),
        ("GGUF values", "valores de GGUF"),
        ("must be false", "debe ser false"),
        ("is %1, which makes no vectors", "es %1, que no produce vectores"),
        ("neither a regular file nor a directory", "ni un archivo normal ni un directorio"),
        ("config.json", "config.json"),
        ("must be at least 1", "debe ser al menos 1"),
        ("but the tokenizer's ids go up to %1", "pero los ids del tokenizador llegan hasta %1"),
        ("has %1 rows, %2", "tiene %1 filas, %2"),
        ("is %1, %2", "es %1, %2"),
        ("are for %1 tokens, %2", "son para %1 tokens, %2"),
        (
            "come to %1, which %2 special tokens fill",
            "suman %1, que ocupan por completo %2 tokens especiales"
        ),
        (
            """
            text %1 has %2 tokens, over the limit of %3; --overflow chunk averages the \
            pieces of such texts, --overflow truncate cuts them
            """,
            """
            el texto %1 tiene %2 tokens, más que el límite de %3; --overflow chunk promedia \
            las partes de los textos así, --overflow truncate los corta
            """
        ),
        (
            "the vector of text %1 is not finite; the model's weights seem to be damaged",
            "el vector del texto %1 no es finito; los pesos del modelo parecen estar dañados"
        ),
        (
            """
            text %1 has the token %2 of id %3, but the model has vectors for %4 tokens; \
            resize its embeddings, or leave the token out
            """,
            """
            el texto %1 tiene el token %2 con id %3, pero el modelo tiene vectores para %4 \
            tokens; amplía sus embeddings, o quita el token
            """
        ),
        (
            "the model has no prompt %1; it has none",
            "el modelo no tiene un prompt %1; no tiene ninguno"
        ),
        (
            "the model has no prompt %1; it has %2%3",
            "el modelo no tiene un prompt %1; tiene %2%3"
        ),
        (
            "a limit of %1 tokens is outside %2 to %3, what the model takes",
            "un límite de %1 tokens está fuera de %2 a %3, lo que admite el modelo"
        ),
        ("dimension %1 is outside %2 to %3", "la dimensión %1 está fuera de %2 a %3"),
        (
            "an overlap of %1 tokens is outside %2 to %3, half a window",
            "un solapamiento de %1 tokens está fuera de %2 a %3, media ventana"
        ),
        (
            """
            sentence-transformers has no module for words' n-grams; export the .vec file of \
            the same model, which has the words alone (%1)
            """,
            """
            sentence-transformers no tiene un módulo para n-gramas de palabras; exporta el \
            archivo .vec del mismo modelo, que solo tiene las palabras (%1)
            """
        ),
        (
            "the layers have biases, which those of transformers' %1 have not (%2)",
            "las capas tienen sesgos, y las del %1 de transformers no los tienen (%2)"
        ),
        (
            """
            the rotary embeddings are scaled by a text's length, which those of transformers' \
            %1 are not; export the model that the file was made of (%2)
            """,
            """
            los embeddings rotatorios se escalan según la longitud del texto, y los del %1 de \
            transformers no; exporta el modelo del que se hizo el archivo (%2)
            """
        ),
        (
            "none of the words is valid UTF-8, so that no text can have one (%1)",
            """
            ninguna de las palabras es UTF-8 válido, así que ningún texto puede contener una \
            (%1)
            """
        ),
        ("their weights differ", "sus pesos difieren"),
        ("their tokenizers differ", "sus tokenizadores difieren"),
        ("their configurations differ", "sus configuraciones difieren"),
        ("their prompts are %1 and %2", "sus prompts son %1 y %2"),
        ("their vectors have dimension %1 and %2", "sus vectores tienen dimensión %1 y %2"),
        ("one of them is not normalized", "uno de ellos no está normalizado"),
        (
            "one of them is normalized before truncation, and not after it",
            "uno de ellos se normaliza antes de truncar, y no después"
        ),
        (
            "long texts are cut at the left and at the right",
            "los textos largos se cortan por la izquierda y por la derecha"
        ),
        (
            "long texts are cut at the right and at the left",
            "los textos largos se cortan por la derecha y por la izquierda"
        ),
        (
            """
            made with the model %1, which %2 does not match: %3; give that one with --model, \
            or make it anew with this one (%4)
            """,
            """
            hecho con el modelo %1, con el que %2 no coincide: %3; indica aquel con --model, \
            o vuelve a hacerlo con este (%4)
            """
        ),
        (
            "made with the model %1, which %2 does not match: %3 (%4)",
            "hecho con el modelo %1, con el que %2 no coincide: %3 (%4)"
        ),
        (
            """
            made with the model %1, and %2 with %3: %4; only vectors of one model can be \
            compared (%5)
            """,
            """
            hecho con el modelo %1, y %2 con %3: %4; solo se pueden comparar vectores de un \
            mismo modelo (%5)
            """
        ),
        (
            "must hold one list of numbers for each of the texts",
            "debe contener una lista de números por cada texto"
        ),
        ("must hold lists of numbers", "debe contener listas de números"),
        (
            "the vectors differ from the reference by %1, over the tolerance of %2 (%3)",
            "los vectores difieren de la referencia en %1, más que la tolerancia de %2 (%3)"
        ),
        (
            "a vector's cosine to the reference is %1, under the %2 that %3 promises (%4)",
            """
            el coseno de un vector con la referencia es %1, menos que el %2 que %3 promete \
            (%4)
            """
        ),
        (
            "have the dimension %1, the model's have %2",
            "tienen dimensión %1, y los del modelo %2"
        ),
        (
            "is %1, but the vectors so far have %2",
            "es %1, pero los vectores hasta ahí tienen %2"
        ),
        ("is %1, which is not a class of torch", "es %1, que no es una clase de torch"),
        (
            """
            %1, which cannot be stored as GGUF: BERT, RoBERTa, XLM-R, CamemBERT, DistilBERT \
            and Nomic models can, with mean, CLS or last-token pooling and nothing but \
            Normalize after it (%2)
            """,
            """
            %1, lo que no se puede guardar como GGUF: los modelos BERT, RoBERTa, XLM-R, \
            CamemBERT, DistilBERT y Nomic sí, con pooling de media, CLS o último token y nada \
            más que Normalize después (%2)
            """
        ),
        (
            """
            tensor %1 is of type %2: the weights are quantized already; quantize the float \
            model that they were made of (%3)
            """,
            """
            el tensor %1 es de tipo %2: los pesos ya están cuantizados; cuantiza el modelo en \
            coma flotante del que se hicieron (%3)
            """
        ),
        (
            "the file to be written is the model's own; name another (%1)",
            "el archivo que se va a escribir es el del propio modelo; nombra otro (%1)"
        ),
        (
            "%1 bytes are over the limit of %2 of what is kept of prompts (%3)",
            "%1 bytes superan el límite de %2 de lo que se guarda de los prompts (%3)"
        ),
        (
            "the model is a table of token vectors",
            "el modelo es una tabla de vectores de tokens"
        ),
        ("the model is of type %1", "el modelo es de tipo %1"),
        ("the activation is %1", "la activación es %1"),
        ("the rotary embeddings are scaled", "los embeddings rotatorios están escalados"),
        (
            "the rotary embeddings have the number %1",
            "los embeddings rotatorios tienen el número %1"
        ),
        ("the pooling is %1", "el pooling es %1"),
        ("pooling leaves the prompt out", "el pooling deja fuera el prompt"),
        ("pooling is followed by %1", "tras el pooling viene %1"),
        ("must be %1", "debe ser %1"),
        ("must be an array of at most %1", "debe ser un array de un máximo de %1"),
        (
            """
            must have a metric, two prompts, %1 ascending quantiles, a positive tail and a \
            larger score of identical texts
            """,
            """
            debe tener una métrica, dos prompts, %1 cuantiles ascendentes, una cola positiva \
            y una puntuación mayor de textos idénticos
            """
        ),
        (
            "is too large for a bias of each distance",
            "es demasiado grande para un sesgo por cada distancia"
        ),
    ]
}
