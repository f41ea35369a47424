extension Spanish {
    /// Texts of `train distill`.
    static let trainDistill: [Entry] = [
        (
            "Make a small, fast model of a large one.",
            "Crea un modelo pequeño y rápido a partir de uno grande."
        ),
        (
            """
            A static model has a vector for each token, and a text's is the mean of its tokens': \
            over a hundred times as fast as its teacher, and less exact. Without texts each token \
            gets the vector that the teacher gives it alone, made shorter by principal \
            components, as model2vec does it. With texts, which need no labels, the vectors then \
            learn until texts have vectors as the teacher's: some ten thousand sentences of the \
            kind and language that the model is for make it much better. What comes out is a \
            directory that model2vec and sentence-transformers load, too.

            With --kind encoder the model keeps some of the teacher's layers, which learn from texts \
            to do the work of all: about twice as fast with half of them.

            Examples:
              senc train distill --model all-MiniLM-L6-v2 --output fast
              senc train distill news.txt --model all-MiniLM-L6-v2 -o fast-news
              senc train distill reviews.csv --field text --dimension 128 -o fast
              senc train distill news.txt --kind encoder --layers 3 -o half
              senc search "How do I pay?" --input faq.txt --model ./fast
            """,
            """
            Un modelo estático tiene un vector para cada token, y el de un texto es la media de \
            los de sus tokens: es más de cien veces más rápido que su maestro, y menos exacto. Sin \
            textos, cada token recibe el vector que el maestro le da a él solo, acortado por \
            componentes principales, como hace model2vec. Con textos, que no necesitan etiquetas, \
            los vectores aprenden después hasta que los textos tienen vectores como los del \
            maestro: unas diez mil frases del tipo y del idioma para los que es el modelo lo \
            mejoran mucho. El resultado es un directorio que también cargan model2vec y \
            sentence-transformers.

            Con --kind encoder, el modelo conserva algunas capas del maestro, que aprenden de los \
            textos a hacer el trabajo de todas: con la mitad es cerca del doble de rápido.

            Ejemplos:
              senc train distill --model all-MiniLM-L6-v2 --output fast
              senc train distill news.txt --model all-MiniLM-L6-v2 -o fast-news
              senc train distill reviews.csv --field text --dimension 128 -o fast
              senc train distill news.txt --kind encoder --layers 3 -o half
              senc search "How do I pay?" --input faq.txt --model ./fast
            """
        ),
        (
            "Files with texts to learn from, as --input takes them.",
            "Archivos con textos de los que aprender, como los acepta --input."
        ),
        (
            "What is made of the teacher, which --model names.",
            "Qué se hace del maestro, que se nombra con --model."
        ),
        (
            "Print one JSON object: what was made, and the loss.",
            "Escribe un objeto JSON: lo que se ha creado y la pérdida."
        ),
        (
            "Numbers of a vector; 256 if not given, or the teacher's if fewer.",
            """
            Números de un vector; si no se indica, 256, o los del maestro si son menos.
            """
        ),
        (
            """
            a in a / (a + p), what the vector of a token with the probability p is multiplied \
            by; 0 for no weights; 0.0001 if not given.
            """,
            """
            a en a / (a + p), por lo que se multiplica el vector de un token de probabilidad p; \
            0 para no ponderar; 0.0001 si no se indica.
            """
        ),
        (
            """
            How far the directions of vectors are evened out where no texts are learned from: from \
            0, as model2vec leaves them, to 1, all alike; 0.5 if not given.
            """,
            """
            Cuánto se igualan las direcciones de los vectores si no se aprende de textos: desde 0, \
            como las deja model2vec, hasta 1, todas iguales; 0.5 si no se indica.
            """
        ),
        (
            "whitening is for vectors that learn from no texts",
            "el blanqueo es para vectores que no aprenden de textos"
        ),
        (
            "--whitening is for vectors that learn nothing: give --epochs 0",
            "--whitening es para vectores que no aprenden nada: da --epochs 0"
        ),
        (
            """
            What texts' vectors are to be like: contrastive, nearer to the teacher's of the same \
            text than to those of others; cosine, in the direction of the teacher's; contrastive \
            if not given.
            """,
            """
            Cómo han de ser los vectores de los textos: contrastive, más cercanos al del maestro \
            para el mismo texto que a los de otros; cosine, en la dirección del del maestro; \
            contrastive si no se indica.
            """
        ),
        (
            "How the vectors are written; float32 if not given.",
            "Cómo se escriben los vectores; float32 si no se indica."
        ),
        (
            "Layers that an encoder keeps, spread evenly over the teacher's (--kind encoder).",
            """
            Capas que conserva un codificador, repartidas por igual entre las del maestro (--kind \
            encoder).
            """
        ),
        (
            """
            Passes over the texts: at most, 30 if not given, or 0 to count how often they have each \
            token alone; with --kind encoder 1 if not given.
            """,
            """
            Pasadas por los textos: como máximo, 30 si no se indica, o 0 para contar solo cuántas \
            veces tienen cada token; con --kind encoder, 1 si no se indica.
            """
        ),
        (
            "Texts of a step; 256 if not given, with --kind encoder 64.",
            "Textos de un paso; 256 si no se indica, con --kind encoder 64."
        ),
        (
            "The learning rate; 0.003 if not given, with --kind encoder 0.0001.",
            "La tasa de aprendizaje; 0.003 si no se indica, con --kind encoder 0.0001."
        ),
        ("--layers is for --kind encoder", "--layers es para --kind encoder"),
        ("--resume is for --kind encoder", "--resume es para --kind encoder"),
        ("--kind encoder needs --layers", "--kind encoder necesita --layers"),
        (
            "--kind encoder needs texts to learn from: give files of them",
            "--kind encoder necesita textos de los que aprender: indica archivos con ellos"
        ),
        ("%1 is for --kind static", "%1 es para --kind static"),
        (
            "texts: %1, layers: %2, steps: %3",
            "textos: %1, capas: %2, pasos: %3"
        ),
        (
            "What similarities are divided by, with contrastive; 0.2 if not given.",
            "Por lo que se dividen las similitudes, con contrastive; 0.2 si no se indica."
        ),
        (
            "Passes without a better result after which learning ends; 5 if not given.",
            """
            Pasadas sin un resultado mejor tras las que acaba el aprendizaje; 5 si no se indica.
            """
        ),
        (
            "%1 is for texts to learn from: give files of them",
            "%1 es para textos de los que aprender: indica archivos con ellos"
        ),
        ("texts: give files of them", "textos: indica archivos con ellos"),
        (
            "pass %1: loss %2 on texts that are held out",
            "pasada %1: pérdida %2 en los textos apartados"
        ),
        (
            "%1 tokens, dimension %2, %3 s (%4)", "%1 tokens, dimensión %2, %3 s (%4)"
        ),
        ("vectors of tokens", "vectores de los tokens"),
        ("reading: %1 texts", "leyendo: %1 textos"),
        ("the teacher's vectors of texts", "vectores de los textos según el maestro"),
        (
            "%1 is a static model already: name a teacher with a transformer",
            "%1 ya es un modelo estático: nombra un maestro con transformer"
        ),
        (
            "dimension is %1, and can be %2 at most with this teacher",
            "la dimensión es %1, y con este maestro puede ser %2 como máximo"
        ),
        (
            "no text has a token that the teacher knows",
            "ningún texto tiene un token que el maestro conozca"
        ),
        ("%1 gives vectors that are not finite", "%1 da vectores que no son finitos"),
    ]
}
