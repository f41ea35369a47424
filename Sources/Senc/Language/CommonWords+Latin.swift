import SencFiles

extension CommonWords {
    static let latin = [
        CommonWords(
            code: "en", language: "English",
            words: """
                the of and to in is that it was for on are with as his they be at this have from or \
                had by but what were we when your can said there an which their if will each about \
                how then them these some would other into has more two him could than been who its \
                now my over did only our you he she not all no so do may must should
                """),
        CommonWords(
            code: "es", language: "Spanish",
            words: """
                de la que el en los se del las un por con no una su para es al lo como más pero sus \
                le ya este sí porque esta entre cuando muy sin sobre también me hasta hay donde \
                quien desde todo nos durante todos uno les ni contra otros ese eso ante ellos esto \
                mí antes algunos qué unos yo otro otras él tanto esa estos mucho nada muchos cual \
                está son han ser fue puede tiene hacer cada si nosotros
                """),
        CommonWords(
            code: "pt", language: "Portuguese",
            words: """
                de que do da em um para com não uma os no se na por mais as dos como mas ao ele das \
                seu sua ou quando muito nos já eu também só pelo pela até isso ela entre depois sem \
                mesmo aos seus quem nas me esse eles você essa num nem suas meu às minha numa pelos \
                elas qual nós lhe deles essas esses pelas este dele são está foi ser tem pode foram \
                há era ter isto estão cada
                """),
        CommonWords(
            code: "fr", language: "French",
            words: """
                de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce \
                il sont avec ou son ses aux cette mais comme nous vous elle tout on leur sa même ont \
                être peut deux ces leurs fait entre sans si été je tu bien dont où avant très aussi \
                après moins votre notre quand faire lui était avoir autre autres toujours chaque \
                alors doit depuis
                """),
        CommonWords(
            code: "de", language: "German",
            words: """
                der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch \
                es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über \
                einen so zum war haben nur oder aber vor zur bis mehr durch man kann wenn ich mir du \
                wir ihr ihre ihrer seine diese dieser dieses diesem sein unter wurde keine zwischen \
                können muss damit mich hier
                """),
        CommonWords(
            code: "it", language: "Italian",
            words: """
                di che la il un per in una sono non con del da le si dei come al più ma lo della \
                gli alla nel anche se mi ha su essere questo io ci nella sul ho ti lui quando delle \
                ed cosa tutto ne loro degli sua suo perché tra fra dal dalla sulla questa era suoi \
                può stato quello quella molto dove senza dopo prima tutti ogni fatto chi nei alle \
                agli dalle solo due già
                """),
        CommonWords(
            code: "ca", language: "Catalan",
            words: """
                de la que el en els les un per amb una es no del al més és són va ha com als dels pel \
                però seva seu han aquest aquesta per ser si també entre on fins quan hi ho molt sense \
                tot pot cal així nostre seus seves mateix aquests aquestes després sobre perquè fer \
                vam cada tots havia era tenen té dos altres jo tu ell ella nosaltres meu meva \
                només pels pot què qui
                """),
        CommonWords(
            code: "gl", language: "Galician",
            words: """
                de que do da en un unha para con non os se no na por máis as dos como pero ao el das \
                seu súa ou cando moi nos xa tamén só pola polo ata iso ela entre despois sen mesmo \
                aos seus quen nas este esta deste desta polos polas estes estas todo todos algún \
                meu miña eu é son está foi ser ten pode foron hai era estar onde ademais porque \
                cada unhas uns dun dunha nun nunha teu túa
                """),
        CommonWords(
            code: "eu", language: "Basque",
            words: """
                eta da ez bat du dira ere baina izan dute den edo dela zen hau beste egin behar hori \
                bere zuen duen dago baino baita gabe bai dituen ditu arte bi zer zuten hala oso izango \
                zituen bakarrik diren dena dugu dut zuzen badira bada hemen gure nire zure haren \
                honek hura horrek batzuk guztiak bezala ondoren gero orain nola non nor inoiz beti \
                berri daude batean dezake ahal daiteke dizu
                """),
        CommonWords(
            code: "nl", language: "Dutch",
            words: """
                de het een van en in is dat op te zijn met voor die niet aan er om ook als dan bij \
                maar uit nog naar heeft over worden door wordt hij ze zich of tot ik je was hebben \
                kan wel meer deze geen wat zo haar hun al onder tegen na wij heb zou kunnen jaar \
                moet toch zal werd hoe dit mijn uw veel zonder haar ons onze waar wie niets hier
                """),
        CommonWords(
            code: "da", language: "Danish",
            words: """
                og det er at en den til på de med for ikke der som et af har han jeg fra vil var men \
                om ud op kan sig vi hun så eller mig når være blev hvor nu din min også ham over \
                skal efter end ned alle mod kun hvis hvad meget denne dette bliver deres noget uden \
                hans hendes mange blive kunne havde ville vores dig sin mere selv disse ind
                """),
        CommonWords(
            code: "nb", language: "Norwegian",
            words: """
                og det er at en den til på de med for ikke der som et av har han jeg fra vil var men \
                om ut opp kan seg vi hun så eller meg når være ble hvor nå din min også ham over \
                skal etter enn ned alle mot bare hvis hva mye denne dette blir deres noe uten hans \
                hennes mange bli kunne hadde ville vår deg sin mer selv disse inn dere dem noen
                """),
        CommonWords(
            code: "sv", language: "Swedish",
            words: """
                och det att är en den till på de med för inte som ett av har han jag från vill var \
                men om ut upp kan sig vi hon så eller mig när vara blev där här nu din min också \
                honom över ska efter än ner alla mot bara hur vad mycket denna detta blir deras \
                något utan hans hennes många bli kunde hade skulle vår dig sin mer själv dessa in \
                dem ingen måste finns sedan vid
                """),
        CommonWords(
            code: "fi", language: "Finnish",
            words: """
                ja on ei se että en oli mutta hän ole niin mitä kun kuin myös minä joka tai jos sen \
                hänen ovat tämä olla ne voi siitä vain sitä minun sinun sinä jo nyt mukaan kanssa \
                kaikki kuten jotka ettei jonka sekä eivät olisi ollut tämän joita niiden ennen \
                minua siinä tässä sinua siellä mikä missä koska me te he vielä ilman välillä \
                jälkeen kautta sitten olet olen täytyy pitää
                """),
        CommonWords(
            code: "et", language: "Estonian",
            words: """
                ja on ei see et oli aga ta ole nii mida kui ka mina mis või siis selle tema need \
                oma oleks olnud ning veel kõik sest seda nad kes kas juba saab pole enam peab üks \
                kuid meie teie minu sinu sellest ainult pärast enne välja üle mitte väga iga \
                kus kuidas kuni olla selleks tuleb võib nende neid sinna siin seal ilma vaid
                """),
        CommonWords(
            code: "lv", language: "Latvian",
            words: """
                un ir ar no uz par ka kas ne tas lai vai kā bet to pēc ja pie tā jau arī līdz pa tikai \
                šo var tiek savu bija tiks nav visi viņš viņa mēs jūs man jums būs šis šī kad kur tad \
                lai gan nekā starp bez ko mums vēl ļoti viss kurš kura esmu esi jūsu mūsu tev pret \
                zem virs caur tie tās šīs kam vairāk būt
                """),
        CommonWords(
            code: "lt", language: "Lithuanian",
            words: """
                ir kad tai bet iš į su yra kaip už ar ne jis to per nuo jo tik buvo po prie jau dar \
                apie dėl kurie kur tu mes jie ji jos jų aš mano tavo mūsų jūsų bus būti nėra gali \
                turi kas kai visi visų labai taip šis ši tas tą šį šios tarp prieš iki be jei arba \
                nes savo man tau mums jums kurį kuri čia ten
                """),
        CommonWords(
            code: "pl", language: "Polish",
            words: """
                na do się nie to jest że jak ale co dla od po przez tak tym za przy jego być \
                już lub czy jej są oraz jako może które który która tylko ich gdy tego było był była \
                mnie ten te ta pod bez nad więcej aby mi ma jeszcze także będzie tych sobie między \
                nas was wszystko kiedy gdzie bardzo mam masz jestem żeby ze jednak twój mój niż \
                jeśli można został
                """),
        CommonWords(
            code: "cs", language: "Czech",
            words: """
                se na je že to do jsem by za ale si od jako co po jak tak pro jen bylo už nebo jeho \
                být jsou při která který které tom který byl byla než své má jsme však ještě této \
                může když více aby před bude mezi ani její jejich nad bez pod jste není mě mi \
                protože kde pokud také tento tato toho všechny tím ty vám nás byli kdy velmi
                """),
        CommonWords(
            code: "sk", language: "Slovak",
            words: """
                sa na je že to do som by za ale si od ako čo po tak pre len bolo už alebo jeho byť sú \
                pri ktorá ktorý ktoré tom bol bola než svoje má sme však ešte tejto môže keď viac aby \
                pred bude medzi ani jej ich nad bez pod ste nie mňa mi pretože kde ak tiež tento \
                táto toho všetky tým ty vám nás boli kedy veľmi ktorej vo zo
                """),
        CommonWords(
            code: "sl", language: "Slovenian",
            words: """
                in je na se da za ki so ne pa tudi po bi kot iz pri od kar še bo do ali če sem ko \
                ni le lahko že samo njegov jih mu to tem ta bil bila bilo več med zelo med brez \
                pod nad ter kako kaj kdo kje ker vse vsi sta smo ste jaz ti on mi vi moj tvoj \
                naš vaš nje njega tega te ima imajo kateri katera bodo biti proti zato ampak
                """),
        CommonWords(
            code: "hr", language: "Croatian",
            words: """
                je na se da za su od kao ne što ili ali koji koja koje iz sa sve samo bi bio bila \
                bilo još može nije smo ste sam si ga mu joj ih im njih kad kada gdje kako ako tako \
                jer nakon prije između zbog bez pod nad pri pred ova ovaj ovo taj ta to tim ti mi vi \
                oni ona on moj tvoj naš vaš svoj biti će nego više već vrlo te koju kojih mora
                """),
        CommonWords(
            code: "hu", language: "Hungarian",
            words: """
                az és hogy nem is egy ez meg ha csak de volt van már még mint el ki azt ezt vagy \
                minden majd olyan így úgy kell lehet csak nagyon mert itt ott én te mi ti ők sem \
                aki ami amely után szerint között által fel le be vissza más több lesz volna \
                vannak voltak nincs ezek azok akkor amikor most hol mit nekem neked ennek annak \
                egyik másik alatt valamint
                """),
        CommonWords(
            code: "ro", language: "Romanian",
            words: """
                de și în la cu pe nu să se care din un mai este că pentru sau au fost prin dar fi sunt \
                ce al ale ca după cum dacă lui între fără această acest doar poate până foarte fie \
                când sale său sa cele cei care ne vă le lor am ai are avea era unei unui unor toate \
                tot asta acum aici eu tu el ea noi voi ei spre către decât deja trebuie
                """),
        CommonWords(
            code: "tr", language: "Turkish",
            words: """
                ve bir bu için ile da de çok daha gibi ne ama en kadar olarak değil sonra ben sen \
                biz siz onlar var yok her olan oldu mi mı ki ya veya ancak bunu şey iki tüm diye \
                göre kendi bütün nasıl neden şu onu onun bana sana bizim sizin benim senin olduğu \
                olduğunu hiç önce tarafından arasında üzerinde içinde ise hem eğer çünkü olur \
                olabilir etmek
                """),
        CommonWords(
            code: "id", language: "Indonesian",
            words: """
                yang dan di ini itu dengan untuk tidak dari dalam akan pada ke juga ada adalah saya \
                kamu kita mereka kami dia bisa oleh sebagai atau dapat telah lebih sudah seperti \
                karena jika hanya harus saat tersebut hari satu para orang anda belum masih semua \
                apa jadi lagi kalau tapi tetapi namun sangat antara setelah sebelum bahwa menjadi \
                secara banyak sedang agar tanpa bagi
                """),
        CommonWords(
            code: "vi", language: "Vietnamese",
            words: """
                và của là có trong cho không được với các một những đã để người này từ khi đến \
                như tôi cũng ra về vào ở trên nhiều phải đó lại năm nhưng thì sẽ bạn hơn nếu mà \
                theo sau chúng ta họ ông anh bị làm rất đang việc cùng rằng hay do qua còn chỉ tại \
                nó hoặc nào gì đây nhất
                """),
    ]
}
