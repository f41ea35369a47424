/// The program's texts in Spanish, each under the English one, whose values have the same numbers in
/// both. The parts are those of the texts' targets; a test compares them with the sources.
///
/// They are impersonal («no se puede leer», «falta el nombre») and say «tú» where they ask for
/// something («usa --input»). Names of commands, options, formats, files and settings stay as they
/// are, and so do the field's loan words: batch, embedding, hash, hub, kernel, pickle, pooling,
/// prompt, softmax, token. One word for one thing:
///
///     array           array                 model            modelo
///     benchmark       medición              neighbor         vecino
///     cache           caché                 passage          pasaje
///     cluster, group  grupo                 path             ruta
///     command         comando               pattern          patrón
///     directory       directorio            precision        precisión
///     download, fetch descargar             quantize         cuantizar
///     embedding       embedding, vector     query            consulta
///     field           campo                 record           registro
///     file            archivo               row              fila
///     header          cabecera              score            puntuación
///     index           índice                seed             semilla
///     key             clave                 shape            forma
///     label           etiqueta              shard            fragmento (de pesos), parte
///     layer           capa                  similarity       similitud
///     link, hard link enlace, enlace duro   supported        se admite
///     map             mapa                  threshold        umbral
///     matches         coincide con          thread           hilo
///     merge           fusión                tokenizer        tokenizador
///     missing         falta                 warning          aviso
enum Spanish {
    static let table = Dictionary(
        parts.joined().map { ($0.english, $0.spanish) }, uniquingKeysWith: { first, _ in first })

    typealias Entry = (english: String, spanish: String)

    static var parts: [[Entry]] {
        [
            files, system, input, tokenizers, weights, configuration, languages, model, vectors,
            analysis, index, hub, maps, program, jobs, sources, output, optionGroups,
            moreOptionGroups, parserWords,
            searchCommands, indexCommands, classifyCommands, evaluateCommand, commands,
            commandsFromE, commandsFromM, commandsFromQ, documents, terminal, tables,
            guide, settings, doctor, modelSettings, reports, training, trainWords, trainItems,
            neighbors, recommendations, recommendCommands,
            trainTable, learning, trainSentences, trainLabels, trainMine, trainDistill,
            trainTokenizer,
            trainEncoder, trim, serve, worker, http, serving, vectorIndexes, invertedLists,
        ]
    }

    /// The parts of what `senc-server` is made of: it is handed them as one argument, which a system
    /// limits to 128 KiB.
    static var server: [[Entry]] {
        [files, system, tokenizers, weights, model, vectors, index, http, serving]
    }
}
