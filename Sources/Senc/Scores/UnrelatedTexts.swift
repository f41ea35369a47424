internal import SencFiles

/// Sentences of which no two have to do with each other, by language: what they score is what a model
/// gives texts that are unrelated.
enum UnrelatedTexts {
    /// Those in the languages that a model is for, as codes of ISO 639; in English if it says nothing,
    /// or names others alone. Pairs are made within a language, as those of most users are.
    static func texts(for languages: [String]) -> [[String]] {
        let known = all.filter { language, _ in
            languages.contains {
                $0.startsWithBytes(of: language)
                    && [nil, UInt8(ascii: "-"), UInt8(ascii: "_")]
                        .contains($0.utf8.dropFirst(language.utf8.count).first)
            }
        }
        return (known.isEmpty ? [all[0]] : known).map { language, lines in
            lines.split(separator: "\n").map(String.init)
        }
    }

    private static let all: [(language: String, lines: String)] = [
        ("en", english), ("es", spanish), ("fr", french), ("de", german),
    ]

    private static let english = """
        The ferry to the island was cancelled because of the wind.
        Add two eggs and beat the batter until it is smooth.
        Quarterly profits fell by eleven per cent.
        She has played the cello since she was six.
        Antibiotics do not work against viruses.
        The referee sent off the goalkeeper in the second half.
        How do I reset the password of my router?
        A beaver can fell a young birch in a single night.
        The treaty was signed in a railway carriage.
        Our neighbours are building a greenhouse.
        Light takes about eight minutes to get here from the sun.
        I would like a table for two near the window, please.
        The museum is closed on Mondays.
        He inherited a vineyard and eleven goats from his uncle.
        Compile the program with warnings turned into errors.
        The bridge was painted grey again last autumn.
        Children under five travel free of charge.
        Inflation is measured by the price of a basket of goods.
        Her second novel is set in a lighthouse.
        The dentist recommended a softer toothbrush.
        Copper conducts electricity better than iron.
        They got married on a rainy Thursday in March.
        The parcel was delivered to the wrong floor.
        Wolves returned to the valley after seventy years.
        Please leave your shoes at the door.
        The parliament voted against the new tax on sugar.
        My flight leaves from terminal three at dawn.
        This wool must be washed by hand in cold water.
        An earthquake damaged the cathedral's northern tower.
        The chess champion resigned after thirty moves.
        Where can I buy stamps around here?
        Mushrooms are neither plants nor animals.
        The landlord refuses to return the deposit.
        Saturn's rings are made mostly of ice.
        The recipe for the sauce has been secret since 1934.
        A mechanic found sand in the gearbox.
        You can borrow up to ten books at a time.
        The strike has closed every school in the region.
        He whistles when he is nervous.
        The vaccine has to be kept below minus twenty degrees.
        Tickets for the opera sold out within an hour.
        The function returns an empty list if nothing matches.
        Salmon swim upstream to spawn.
        My grandmother never learned how to ride a bicycle.
        The desert blooms once every few years.
        Interest on the loan is fixed for ten years.
        The detective noticed the mud on the carpet.
        Bees tell each other where flowers are by dancing.
        Turn left after the petrol station.
        The orchestra tuned to the oboe.
        Volunteers planted four thousand oak trees.
        I'm allergic to peanuts and shellfish.
        The factory makes ball bearings for turbines.
        A lawyer read the will aloud to the family.
        The moon was hidden behind thin clouds.
        Knead the dough for ten minutes and let it rise.
        The company apologized for the leak of customer data.
        Penguins cannot fly, but they swim very well.
        The old map shows a road that no longer exists.
        Can you lend me a screwdriver?
        The jury could not agree on a verdict.
        Yoga helped her with the pain in her back.
        The price of coffee doubled after the frost.
        The satellite lost contact with the ground on Sunday.
        He dropped his keys into the drain.
        Latin has six cases, and Finnish has fifteen.
        The nurse measured his blood pressure twice.
        The hotel pool is heated all year round.
        Migrating storks rest in the marsh.
        The prime minister called an early election.
        A good knife should feel heavier than it looks.
        The lift is out of order until further notice.
        Divers found amphorae in the harbour.
        The battery of this phone lasts two days.
        Nobody laughed at the comedian's first joke.
        Glaciers in the Alps are losing a metre of ice a year.
        The tailor shortened the sleeves for free.
        Pi is not the ratio of two whole numbers.
        The bus driver waited for the girl with the crutches.
        We ran out of paint before the last wall.
        """

    private static let spanish = """
        El médico le recetó gotas para los ojos.
        Mañana subirá el precio de la gasolina.
        La cantante canceló su gira por América del Sur.
        ¿Dónde está la parada del autobús nocturno?
        Pela las patatas y córtalas en rodajas finas.
        El volcán llevaba dos siglos dormido.
        Mi primo trabaja en una fábrica de azulejos.
        Los ajolotes pueden regenerar una pata entera.
        El tribunal anuló la multa por defecto de forma.
        La última etapa de la carrera termina en el puerto.
        Reinicie el ordenador para completar la instalación.
        En la buhardilla encontraron cartas de 1812.
        Hoy no me apetece salir de casa.
        El acueducto se construyó sin argamasa.
        La deuda pública alcanzó un nuevo máximo.
        A mi hija le encantan los dinosaurios.
        Las golondrinas anidan bajo el alero.
        Se ruega no dar de comer a las palomas.
        El equipo visitante empató en el último minuto.
        El vinagre elimina la cal de los grifos.
        La novela transcurre en un pueblo sin nombre.
        Esta impresora no reconoce el cartucho nuevo.
        El alcalde inauguró un carril para bicicletas.
        Júpiter tiene más de noventa lunas.
        ¿Me podría traer la cuenta, por favor?
        La fiebre bajó al tercer día.
        Vendieron la finca con todos los olivos.
        El ladrón entró por la claraboya.
        Un átomo de carbono forma hasta cuatro enlaces.
        La romería se celebra el segundo domingo de mayo.
        Perdí el paraguas en el tranvía.
        El pintor mezclaba los pigmentos con yema de huevo.
        El plazo de matrícula acaba el viernes.
        Los pulpos tienen tres corazones.
        El pantano está al quince por ciento de su capacidad.
        Mi abuelo coleccionaba sellos de correos.
        La huelga afectó a cuatrocientos vuelos.
        Hornea la masa hasta que esté dorada.
        El contrato incluye una cláusula de confidencialidad.
        La niebla no dejaba ver la torre.
        El árbitro consultó la repetición de la jugada.
        ¿Cuántos kilómetros faltan para la frontera?
        El científico publicó los datos de su experimento.
        Le regalaron una guitarra por su cumpleaños.
        Las hormigas siguen rastros de olor.
        La biblioteca prestará también juegos de mesa.
        El techo del garaje tiene goteras.
        Se declaró un incendio en el polígono industrial.
        Los romanos calentaban los suelos con aire.
        Necesito cambiar euros por pesos.
        El fiscal pide seis años de cárcel.
        La yegua parió al amanecer.
        Este verbo es irregular en el pretérito.
        El repartidor se equivocó de portal.
        La sonda aterrizó en la cara oculta de la Luna.
        No te olvides de sacar la basura.
        El sastre tomó las medidas dos veces.
        Las algas dan oxígeno al agua.
        El partido perdió la mayoría en el senado.
        La obra de teatro dura tres horas.
        El dentista me sacó la muela del juicio.
        Guarda el archivo antes de cerrar el programa.
        La cosecha de almendra fue muy escasa.
        El faro funciona sin farero desde hace años.
        Los vecinos protestan por el ruido de las terrazas.
        Una ballena varó en la playa del norte.
        Las acciones de la eléctrica se desplomaron.
        El relojero solo abre por las tardes.
        ¿Has visto mis gafas de sol?
        El imán atrae las limaduras de hierro.
        Su discurso emocionó a los jubilados.
        La receta lleva azafrán y pimentón.
        El ascensor se quedó parado entre dos pisos.
        La guerra terminó con un armisticio.
        Mi gato duerme encima del televisor.
        El billete de ida y vuelta sale más barato.
        Los líquenes crecen muy despacio.
        La abogada pidió un aplazamiento.
        El niño aprendió a nadar en el río.
        Han pintado de azul la fachada del ayuntamiento.
        """

    private static let french = """
        Le boulanger ferme le mercredi après-midi.
        La grenouille pond ses œufs dans la mare.
        Le train de nuit a deux heures de retard.
        Il faut arroser les géraniums tous les jours.
        La banque centrale a relevé son taux directeur.
        Elle a appris le japonais toute seule.
        Le gardien de but s'est blessé au genou.
        Mélangez la farine et le beurre du bout des doigts.
        Le juge a reporté l'audience au mois prochain.
        Mars possède deux petites lunes.
        Où se trouve la pharmacie la plus proche ?
        Le toit de l'église date du douzième siècle.
        Mon ordinateur ne s'allume plus.
        Les cigognes sont revenues au village.
        Le loyer comprend le chauffage.
        Le chef d'orchestre a brisé sa baguette.
        Ce vaccin demande deux injections.
        Le pêcheur raccommode ses filets.
        Les élèves ont visité une centrale électrique.
        Le roman raconte la vie d'un horloger.
        La neige a bloqué le col pendant trois jours.
        Je voudrais échanger cette chemise.
        Le ministre a présenté sa démission.
        Le cuivre verdit avec le temps.
        Ma sœur attend des jumeaux.
        Le festival accueille des troupes du monde entier.
        Un camion s'est renversé sur l'autoroute.
        Les chauves-souris se dirigent grâce à l'écho.
        Le plombier a changé le robinet de la cuisine.
        La statue a été volée pendant la nuit.
        """

    private static let german = """
        Der Bäcker hat heute nur Roggenbrot.
        Die Brücke wird bis zum Herbst gesperrt.
        Igel halten einen langen Winterschlaf.
        Wann fährt der letzte Zug nach Bremen?
        Das Gericht wies die Klage ab.
        Sie sammelt alte Landkarten.
        Die Zwiebeln in Butter glasig dünsten.
        Der Stürmer fällt sechs Wochen aus.
        Bitte speichern Sie die Datei unter einem anderen Namen.
        Der Mond entfernt sich jedes Jahr ein wenig von der Erde.
        Die Miete ist schon wieder gestiegen.
        Mein Zahnarzt zieht in eine größere Praxis um.
        Das Museum zeigt Werke aus Elfenbein.
        Bienen sehen ultraviolettes Licht.
        Die Feuerwehr rettete eine Katze vom Dach.
        Der Kanzler reist morgen nach Warschau.
        Er hat seinen Regenschirm im Café vergessen.
        Stahl ist eine Legierung aus Eisen und Kohlenstoff.
        Die Geige stammt aus Cremona.
        Im Keller steht das Wasser knöchelhoch.
        Das Paket wiegt weniger als zwei Kilo.
        Die Ernte war dieses Jahr besser als erwartet.
        Kinder lernen Sprachen leichter als Erwachsene.
        Der Impfstoff muss gekühlt werden.
        Der Roman beginnt mit einem Schiffbruch.
        Die Aktie verlor ein Fünftel ihres Wertes.
        Haben Sie das Kleid auch in Grün?
        Am Gipfel lag noch Schnee.
        Die Lehrerin korrigiert Aufsätze bis spät in die Nacht.
        Der Aufzug hält nicht im dritten Stock.
        """
}
