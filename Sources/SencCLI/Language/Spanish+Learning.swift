extension Spanish {
    /// Texts of what teaches models, and of what mends its errors.
    static var learning: [Entry] { learningErrors + learningMends }

    private static let learningErrors: [Entry] = [
        ("there are no examples", "no hay ejemplos"),
        (
            "a file of word vectors cannot be taught (%1)",
            "a un archivo de vectores de palabras no se le puede enseñar (%1)"
        ),
        (
            "a static model has no layers (%1)",
            "un modelo estático no tiene capas (%1)"
        ),
        (
            "%1 layers cannot be frozen: the model has %2",
            "no se pueden congelar %1 capas: el modelo tiene %2"
        ),
        (
            "%1 layers cannot be frozen: the model has 1",
            "no se pueden congelar %1 capas: el modelo tiene 1"
        ),
        (
            "%1 layers cannot be kept: the model has %2",
            "no se pueden conservar %1 capas: el modelo tiene %2"
        ),
        (
            "%1 layers cannot be kept: the model has 1",
            "no se pueden conservar %1 capas: el modelo tiene 1"
        ),
        (
            "the teacher's vectors have %1 components, the model's %2",
            "los vectores del maestro tienen %1 componentes, los del modelo %2"
        ),
        ("the loss %1 needs a teacher", "la pérdida %1 necesita un maestro"),
        (
            "the loss %1 has no use for a teacher",
            "a la pérdida %1 no le sirve un maestro"
        ),
        (
            "a dimension is %1, and must be 1 to %2, as the vectors have",
            "una dimensión es %1, y debe ser de 1 a %2, como las de los vectores"
        ),
        (
            "the loss %1 is for vectors of one dimension",
            "la pérdida %1 es para vectores de una sola dimensión"
        ),
        (
            "nothing is left to learn: all weights are frozen",
            "no queda nada que aprender: todos los pesos están congelados"
        ),
        (
            "the loss is not finite in step %1",
            "la pérdida no es finita en el paso %1"
        ),
        (
            "the loss %1 takes %2 texts for each example, not %3",
            "la pérdida %1 toma %2 textos por ejemplo, no %3"
        ),
        (
            "the loss %1 takes %2 or more texts for each example, not %3",
            "la pérdida %1 toma %2 textos o más por ejemplo, no %3"
        ),
        (
            "the loss %1 needs a score for each example",
            "la pérdida %1 necesita una puntuación por ejemplo"
        ),
        (
            "the loss %1 needs a label for each example",
            "la pérdida %1 necesita una etiqueta por ejemplo"
        ),
        (
            "the loss %1 takes neither scores nor labels",
            "la pérdida %1 no toma puntuaciones ni etiquetas"
        ),
        (
            "the loss %1 compares examples with each other, and no step has two",
            "la pérdida %1 compara ejemplos entre sí, y ningún paso tiene dos"
        ),
        ("must be at least 0 and below 1", "debe ser al menos 0 y menor que 1"),
        ("is not computed in training", "no se calcula al enseñar"),
    ]

    private static let learningMends: [Entry] = [
        (
            "leave out --layers, --freeze and --lora",
            "omite --layers, --freeze y --lora"
        ),
        ("give fewer with --layers", "da menos con --layers"),
        ("name one with --teacher", "nombra uno con --teacher"),
        (
            "leave out --teacher, or give another --loss",
            "omite --teacher, o da otra --loss"
        ),
        (
            "give another --teacher or --model, or the loss gist or margin-mse",
            "da otro --teacher o --model, o la pérdida gist o margin-mse"
        ),
        ("give fewer with --freeze", "da menos con --freeze"),
        (
            "give fewer layers with --freeze, or other names with --lora-module",
            "da menos capas con --freeze, u otros nombres con --lora-module"
        ),
        ("give another with --matryoshka", "da otra con --matryoshka"),
        (
            "leave out --matryoshka, or give another --loss",
            "omite --matryoshka, o da otra --loss"
        ),
        (
            "name the columns with --column, or give another --loss",
            "nombra las columnas con --column, o da otra --loss"
        ),
        ("give another --loss", "da otra --loss"),
        (
            "name the column with --label, or give another --loss",
            "nombra la columna con --label, o da otra --loss"
        ),
        (
            "give more examples, a larger --batch or another --loss",
            "da más ejemplos, un --batch mayor u otra --loss"
        ),
        ("name them with --column", "nómbralas con --column"),
        ("name the columns with --column", "nombra las columnas con --column"),
        (
            "mend it, or name another column with --label",
            "corrígela, o nombra otra columna con --label"
        ),
        ("name another column with --label", "nombra otra columna con --label"),
        (
            "give more, another share with --validation, or a file",
            "da más, otra parte con --validation, o un archivo"
        ),
    ]
}
