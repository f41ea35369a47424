extension Spanish {
    /// Texts of `Senc` about configurations of models.
    static let configuration: [Entry] = [
        ("is %1, not one of none, all, lora_only", "es %1, no uno de none, all, lora_only"),
        ("must hold integers from 1", "debe contener enteros desde 1"),
        (
            "must be an object of at most %1 patterns",
            "debe ser un objeto de un máximo de %1 patrones"
        ),
        ("has over %1 regular expressions", "tiene más de %1 expresiones regulares"),
        ("must hold numbers", "debe contener números"),
        ("has a pattern that %1", "tiene un patrón que %1"),
        (
            "adapters of the type %1 are not supported; supported: LORA (%2)",
            "los adaptadores de tipo %1 no se admiten; se admite LORA (%2)"
        ),
        ("%1 is %2, which is not supported (%3)", "%1 es %2, que no se admite (%3)"),
        (
            """
            the adapter's base model %1 is not at hand; 'senc pull %2' fetches it from the \
            Hugging Face hub (%3)
            """,
            """
            el modelo base del adaptador, %1, no está disponible; 'senc pull %2' lo descarga \
            del hub de Hugging Face (%3)
            """
        ),
        (
            "the adapter's base model %1 is not at hand (%2)",
            "el modelo base del adaptador, %1, no está disponible (%2)"
        ),
        (
            "the adapter names no base model: 'base_model_name_or_path' is missing (%1)",
            "el adaptador no nombra un modelo base: falta 'base_model_name_or_path' (%1)"
        ),
        ("the adapter's base model %1 %2 (%3)", "el modelo base del adaptador, %1, %2 (%3)"),
        (
            "no adapter weights: none of %1 (%2)",
            "no hay pesos del adaptador: ninguno de %1 (%2)"
        ),
        ("the adapter has no tensors (%1)", "el adaptador no tiene tensores (%1)"),
        (
            "tensor %1 is none that a LoRA adapter has (%2)",
            "el tensor %1 no es de los que tiene un adaptador LoRA (%2)"
        ),
        ("the adapter lacks the tensor %1 (%2)", "al adaptador le falta el tensor %1 (%2)"),
        (
            "tensor %1 has the shape %2 where the adapter and its base ask for %3 (%4)",
            "el tensor %1 tiene la forma %2, y el adaptador y su base piden %3 (%4)"
        ),
        (
            "the adapter has weights for %1, which its configuration does not target (%2)",
            "el adaptador tiene pesos para %1, que su configuración no incluye (%2)"
        ),
        (
            "tensor %1 changes a module that the base model %2 does not have (%3)",
            "el tensor %1 cambia un módulo que el modelo base %2 no tiene (%3)"
        ),
        (
            "must be an integer or a list of integers",
            "debe ser un entero o una lista de enteros"
        ),
        ("must be a string or a list of strings", "debe ser una cadena o una lista de cadenas"),
        ("must be an object at the top level", "debe ser un objeto en el nivel superior"),
        ("must be an integer from %1 to %2", "debe ser un entero de %1 a %2"),
        ("must be a number", "debe ser un número"),
        ("must be a string", "debe ser una cadena"),
        ("must be true or false", "debe ser true o false"),
        (
            "makes heads of %1; rotary embeddings need an even number",
            "da cabezas de %1; los embeddings rotatorios necesitan un número par"
        ),
        ("must be positive", "debe ser positivo"),
        ("is %1; supported: %2", "es %1; se admite: %2"),
        ("must not be negative", "no debe ser negativo"),
        ("is a list or object; supported: %1", "es una lista o un objeto; se admite: %1"),
        ("(%1) is not divisible by the %2 heads", "(%1) no es divisible entre las %2 cabezas"),
        (
            "(%1) is not divisible by the %2 key heads",
            "(%1) no es divisible entre las %2 cabezas de claves"
        ),
        (
            "(%1) leaves no position after the first %2",
            "(%1) no deja ninguna posición tras las primeras %2"
        ),
        ("(%1) is more than the %2 layers", "(%1) es más que las %2 capas"),
        ("(%1) makes more than %2 layers", "(%1) da más de %2 capas"),
        (
            "is false, which contradicts 'layer_types'",
            "es false, lo que contradice a 'layer_types'"
        ),
        (
            "must be a list of %1, one for each layer",
            "debe ser una lista de %1, uno por cada capa"
        ),
        (
            "must hold 'full_attention' and 'sliding_attention' alone",
            "solo debe contener 'full_attention' y 'sliding_attention'"
        ),
        ("contradicts %1", "contradice a %1"),
        (
            "no model %1; did you mean %2? ('senc models' lists those at hand)%3",
            "no hay un modelo %1; ¿querías decir %2? ('senc models' enumera los disponibles)%3"
        ),
        ("no model %1%2%3", "no hay un modelo %1%2%3"),
        (
            "not a model directory: it has no %1 (%2)",
            "no es un directorio de modelo: no tiene %1 (%2)"
        ),
        ("not a model: it seems to be %1; %2 (%3)", "no es un modelo: parece ser %1; %2 (%3)"),
        (
            """
            not a model by itself: it has %1 weights, but no config.json is beside it; %2 \
            (%3)
            """,
            """
            no es un modelo por sí solo: tiene pesos %1, pero no hay un config.json a su \
            lado; %2 (%3)
            """
        ),
        (
            "model type %1 is not supported; supported: %2 (%3)",
            "el tipo de modelo %1 no se admite; se admiten: %2 (%3)"
        ),
        (
            "module type %1 is not supported; supported: %2 (%3)",
            "el tipo de módulo %1 no se admite; se admiten: %2 (%3)"
        ),
        ("the weights lack the tensor %1 (%2)", "a los pesos les falta el tensor %1 (%2)"),
        (
            "tensor %1 has the shape %2 where the configuration asks for %3 (%4)",
            "el tensor %1 tiene la forma %2, y la configuración pide %3 (%4)"
        ),
        (
            "tensor %1 has the shape %2, which is not a table of vectors (%3)",
            "el tensor %1 tiene la forma %2, que no es una tabla de vectores (%3)"
        ),
        (
            "tensor %1 maps to row %2, out of range: there are %3 (%4)",
            "el tensor %1 remite a la fila %2, fuera de rango: hay %3 (%4)"
        ),
        (
            """
            nothing to verify against: no such file (%1); --write makes it from the vectors \
            as they are
            """,
            """
            no hay con qué verificar: no existe el archivo (%1); --write lo crea con los \
            vectores tal como son
            """
        ),
        (
            "the 'blas' backend cannot compute in %1; use the 'packed' backend",
            "el backend 'blas' no puede calcular en %1; usa el backend 'packed'"
        ),
        (
            """
            no OpenBLAS library found; install it (libopenblas0, or brew's openblas) or use \
            the 'packed' backend
            """,
            """
            no se encontró ninguna biblioteca OpenBLAS; instálala (libopenblas0, u openblas \
            de brew) o usa el backend 'packed'
            """
        ),
        (
            "SENC_KERNELS is %1, which this CPU does not run; it runs %2",
            "SENC_KERNELS es %1, que esta CPU no ejecuta; ejecuta %2"
        ),
        (
            """
            a model is a directory with config.json and weights, a weight file in one, or a \
            file of word vectors (word2vec, GloVe, fastText's .vec and .bin)
            """,
            """
            un modelo es un directorio con config.json y pesos, un archivo de pesos dentro de \
            uno, o un archivo de vectores de palabras (word2vec, GloVe, .vec y .bin de \
            fastText)
            """
        ),
        (" (searched %1)", " (se buscó en %1)"),
        (
            "; if it is on the Hugging Face hub, 'senc pull %1' fetches it",
            "; si está en el hub de Hugging Face, 'senc pull %1' lo descarga"
        ),
        (
            "must name a Transformer, StaticEmbedding or WordEmbeddings first",
            "debe nombrar primero un Transformer, StaticEmbedding o WordEmbeddings"
        ),
        ("must be a list of modules", "debe ser una lista de módulos"),
        ("must lie inside the model directory", "debe estar dentro del directorio del modelo"),
        ("puts %1 at a place it cannot have", "pone %1 en un lugar que no puede tener"),
        ("names no Pooling", "no nombra ningún Pooling"),
        (
            "is %1; only 'sentence_embedding' is supported",
            "es %1; solo se admite 'sentence_embedding'"
        ),
        (
            "is %1, but the encoder's states have %2",
            "es %1, pero los estados del codificador tienen %2"
        ),
        (
            "is contradicted by the old form's flags",
            "lo contradicen los valores de la forma antigua"
        ),
        ("names no pooling mode", "no nombra ningún modo de pooling"),
        ("must be among %1", "debe estar entre %1"),
        ("contradicts 'rope_parameters'", "contradice a 'rope_parameters'"),
        ("has no %1", "no tiene %1"),
        ("must be an object", "debe ser un objeto"),
        (
            "contradicts another base of the rotary embeddings",
            "contradice a otra base de los embeddings rotatorios"
        ),
        ("is %1; only 1 is supported", "es %1; solo se admite 1"),
        ("is %1; supported: default, %2", "es %1; se admiten: default, %2"),
        ("of the rotary embeddings is missing", "de los embeddings rotatorios falta"),
        ("is %1; only %2 is supported", "es %1; solo se admite %2"),
        (
            "is %1; only 'SentenceTransformer' is supported",
            "es %1; solo se admite 'SentenceTransformer'"
        ),
        ("is %1, which is not among the prompts", "es %1, que no está entre los prompts"),
        ("must hold strings", "debe contener cadenas"),
        ("is %1, not one of %2", "es %1, no uno de %2"),
        (
            "is %1; supported: WhitespaceTokenizer, TransformersTokenizerWrapper",
            "es %1; se admiten: WhitespaceTokenizer, TransformersTokenizerWrapper"
        ),
        ("has a word twice", "tiene una palabra repetida"),
        ("must be a list of strings", "debe ser una lista de cadenas"),
        ("is %1, which modules.json contradicts", "es %1, y modules.json lo contradice"),
    ]
}
