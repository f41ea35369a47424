/// Letters as strokes, for pictures: ASCII, and those of Latin alphabets that are one of them with a
/// mark. Others stand for some that have none, such as ss for ß.
///
/// The strokes are the Hershey font "Roman Simplex". The Hershey Fonts were originally created by Dr.
/// A. V. Hershey while working at the U. S. National Bureau of Standards. The format of the font data
/// in this distribution was originally created by James Hurt, Cognition, Inc., 900 Technology Park
/// Drive, Billerica, MA 01821 (mit-eddie!ci-dandelion!hurt). It may be used by anyone for any purpose,
/// and converted to any format except that of the U.S. NTIS.
struct StrokeFont: Sendable {
    static let shared = StrokeFont()

    /// In the font's units: between the baseline and the top of capitals are 21.
    struct Glyph: Sendable {
        var left: Float
        var right: Float
        /// Points to be joined; y grows downwards.
        var strokes: [[SIMD2<Float>]]
    }

    private static let capitalHeight: Float = 21
    private static let baseline: Float = 9
    /// The part of the size of a text that its capitals are high.
    private static let capitalShare: Float = 0.72

    private let glyphs: [Unicode.Scalar: Glyph]

    private init() {
        var glyphs: [Unicode.Scalar: Glyph] = [:]
        for (code, line) in zip(UInt8(32)..., Self.data.split(separator: "\n")) {
            glyphs[Unicode.Scalar(code)] = Glyph(hershey: line)
        }
        for entry in Self.composites.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let scalars = Array(entry.unicodeScalars)
            guard scalars.count == 3, let base = glyphs[scalars[1]] else { continue }
            glyphs[scalars[0]] = base.marked(scalars[2], isSmall: scalars[1].value >= 97)
        }
        for (sign, turned) in [("¿", "?"), ("¡", "!")] as [(Unicode.Scalar, Unicode.Scalar)] {
            glyphs[sign] = glyphs[turned]?.turned
        }
        self.glyphs = glyphs
    }

    /// What has no glyph, each once.
    func missing(in text: String) -> [Unicode.Scalar] {
        var found: [Unicode.Scalar] = []
        for scalar in Self.known(text) where glyphs[scalar] == nil && !found.contains(scalar) {
            found.append(scalar)
        }
        return found
    }

    /// Draws a text from its left end on the baseline; a box for what has no glyph.
    func draw(
        _ text: String, x: Float, y: Float, size: Float, color: Color, on raster: inout Raster
    ) {
        let scale = size * Self.capitalShare / Self.capitalHeight
        var pen = x
        for scalar in Self.known(text) {
            let glyph = glyphs[scalar] ?? Self.box
            for stroke in glyph.strokes {
                let points = stroke.map { point in
                    SIMD2(
                        pen + (point.x - glyph.left) * scale, y + (point.y - Self.baseline) * scale)
                }
                for (start, end) in zip(points, points.count > 1 ? points.dropFirst() : points[...])
                {
                    raster.drawLine(from: start, to: end, width: size * 0.08, color: color)
                }
            }
            pen += (glyph.right - glyph.left) * scale
        }
    }

    private static let box = Glyph(
        left: -8, right: 8,
        strokes: [[[-6, -12], [6, -12], [6, 9], [-6, 9], [-6, -12]]])

    /// A text in letters that have glyphs, where there are such.
    private static func known(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.flatMap { scalar in
            Array((substitutes[scalar] ?? String(scalar)).unicodeScalars)
        }
    }

    private static let substitutes: [Unicode.Scalar: String] = [
        "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l",
        "Ł": "L", "ı": "i", "…": "...", "–": "-", "—": "-", "‘": "'", "’": "'", "“": "\"",
        "”": "\"", "«": "<<", "»": ">>", "·": ".", "×": "x", "º": "o", "ª": "a", "\u{A0}": " ",
    ]

    /// A letter, the one that it is with a mark, and the mark as `Glyph.marked` knows it.
    private static let composites = """
        ÀA` ÁA' ÂA^ ÃA~ ÄA: ÅAo ÇC, ÈE` ÉE' ÊE^ ËE: ÌI` ÍI' ÎI^ ÏI: ÑN~ ÒO` ÓO' ÔO^ ÕO~ ÖO:
        ÙU` ÚU' ÛU^ ÜU: ÝY' àa` áa' âa^ ãa~ äa: åao çc, èe` ée' êe^ ëe: ìi` íi' îi^ ïi: ñn~
        òo` óo' ôo^ õo~ öo: ùu` úu' ûu^ üu: ýy' ÿy: ĆC' ćc' ĈC^ ĉc^ ČCv čcv ĎDv ďdv ĚEv ěev
        ĜG^ ĝg^ ĢG, ģg, ĤH^ ĥh^ ĨI~ ĩi~ ĴJ^ ĵj^ ĶK, ķk, ĹL' ĺl' ĻL, ļl, ĽLv ľlv ŃN' ńn' ŅN,
        ņn, ŇNv ňnv ŔR' ŕr' ŖR, ŗr, ŘRv řrv ŚS' śs' ŜS^ ŝs^ ŞS, şs, ŠSv šsv ŢT, ţt, ŤTv ťtv
        ŨU~ ũu~ ŮUo ůuo ŴW^ ŵw^ ŶY^ ŷy^ ŸY: ŹZ' źz' ŽZv žzv
        """

    /// A line for each scalar from U+0020 to U+007E: pairs of characters that stand for numbers, R for
    /// 0; first the left and the right edge, then points, with " R" between strokes.
    private static let data = #"""
        JZ
        MWRFRT RRYQZR[SZRY
        JZNFNM RVFVM
        H]SBLb RYBRb RLOZO RKUYU
        H\PBP_ RTBT_ RYIWGTFPFMGKIKKLMMNOOUQWRXSYUYXWZT[P[MZKX
        F^[FI[ RNFPHPJOLMMKMIKIIJGLFNFPGSHVHYG[F RWTUUTWTYV[X[ZZ[X[VYTWT
        E_\O\N[MZMYNXPVUTXRZP[L[JZIYHWHUISJRQNRMSKSIRGPFNGMIMKNNPQUXWZY[[[\Z\Y
        MWRHQGRFSGSIRKQL
        KYVBTDRGPKOPOTPYR]T`Vb
        KYNBPDRGTKUPUTTYR]P`Nb
        JZRLRX RMOWU RWOMU
        E_RIR[ RIR[R
        NVSWRXQWRVSWSYQ[
        E_IR[R
        NVRVQWRXSWRV
        G][BIb
        H\QFNGLJKOKRLWNZQ[S[VZXWYRYOXJVGSFQF
        H\NJPISFS[
        H\LKLJMHNGPFTFVGWHXJXLWNUQK[Y[
        H\MFXFRNUNWOXPYSYUXXVZS[P[MZLYKW
        H\UFKTZT RUFU[
        H\WFMFLOMNPMSMVNXPYSYUXXVZS[P[MZLYKW
        H\XIWGTFRFOGMJLOLTMXOZR[S[VZXXYUYTXQVOSNRNOOMQLT
        H\YFO[ RKFYF
        H\PFMGLILKMMONSOVPXRYTYWXYWZT[P[MZLYKWKTLRNPQOUNWMXKXIWGTFPF
        H\XMWPURRSQSNRLPKMKLLINGQFRFUGWIXMXRWWUZR[P[MZLX
        NVROQPRQSPRO RRVQWRXSWRV
        NVROQPRQSPRO RSWRXQWRVSWSYQ[
        F^ZIJRZ[
        E_IO[O RIU[U
        F^JIZRJ[
        I[LKLJMHNGPFTFVGWHXJXLWNVORQRT RRYQZR[SZRY
        E`WNVLTKQKOLNMMPMSNUPVSVUUVS RQKOMNPNSOUPV RWKVSVUXVZV\T]Q]O\L[JYHWGTFQFNGLHJJILHOHRIUJWLYNZQ[T[WZYYZX RXKWSWUXV
        I[RFJ[ RRFZ[ RMTWT
        G\KFK[ RKFTFWGXHYJYLXNWOTP RKPTPWQXRYTYWXYWZT[K[
        H]ZKYIWGUFQFOGMILKKNKSLVMXOZQ[U[WZYXZV
        G\KFK[ RKFRFUGWIXKYNYSXVWXUZR[K[
        H[LFL[ RLFYF RLPTP RL[Y[
        HZLFL[ RLFYF RLPTP
        H]ZKYIWGUFQFOGMILKKNKSLVMXOZQ[U[WZYXZVZS RUSZS
        G]KFK[ RYFY[ RKPYP
        NVRFR[
        JZVFVVUYTZR[P[NZMYLVLT
        G\KFK[ RYFKT RPOY[
        HYLFL[ RL[X[
        F^JFJ[ RJFR[ RZFR[ RZFZ[
        G]KFK[ RKFY[ RYFY[
        G]PFNGLIKKJNJSKVLXNZP[T[VZXXYVZSZNYKXIVGTFPF
        G\KFK[ RKFTFWGXHYJYMXOWPTQKQ
        G]PFNGLIKKJNJSKVLXNZP[T[VZXXYVZSZNYKXIVGTFPF RSWY]
        G\KFK[ RKFTFWGXHYJYLXNWOTPKP RRPY[
        H\YIWGTFPFMGKIKKLMMNOOUQWRXSYUYXWZT[P[MZKX
        JZRFR[ RKFYF
        G]KFKULXNZQ[S[VZXXYUYF
        I[JFR[ RZFR[
        F^HFM[ RRFM[ RRFW[ R\FW[
        H\KFY[ RYFK[
        I[JFRPR[ RZFRP
        H\YFK[ RKFYF RK[Y[
        KYOBOb RPBPb ROBVB RObVb
        KYKFY^
        KYTBTb RUBUb RNBUB RNbUb
        JZRDJR RRDZR
        I[Ib[b
        NVSKQMQORPSORNQO
        I\XMX[ RXPVNTMQMONMPLSLUMXOZQ[T[VZXX
        H[LFL[ RLPNNPMSMUNWPXSXUWXUZS[P[NZLX
        I[XPVNTMQMONMPLSLUMXOZQ[T[VZXX
        I\XFX[ RXPVNTMQMONMPLSLUMXOZQ[T[VZXX
        I[LSXSXQWOVNTMQMONMPLSLUMXOZQ[T[VZXX
        MYWFUFSGRJR[ ROMVM
        I\XMX]W`VaTbQbOa RXPVNTMQMONMPLSLUMXOZQ[T[VZXX
        I\MFM[ RMQPNRMUMWNXQX[
        NVQFRGSFREQF RRMR[
        MWRFSGTFSERF RSMS^RaPbNb
        IZMFM[ RWMMW RQSX[
        NVRFR[
        CaGMG[ RGQJNLMOMQNRQR[ RRQUNWMZM\N]Q][
        I\MMM[ RMQPNRMUMWNXQX[
        I\QMONMPLSLUMXOZQ[T[VZXXYUYSXPVNTMQM
        H[LMLb RLPNNPMSMUNWPXSXUWXUZS[P[NZLX
        I\XMXb RXPVNTMQMONMPLSLUMXOZQ[T[VZXX
        KXOMO[ ROSPPRNTMWM
        J[XPWNTMQMNNMPNRPSUTWUXWXXWZT[Q[NZMX
        MYRFRWSZU[W[ ROMVM
        I\MMMWNZP[S[UZXW RXMX[
        JZLMR[ RXMR[
        G]JMN[ RRMN[ RRMV[ RZMV[
        J[MMX[ RXMM[
        JZLMR[ RXMR[P_NaLbKb
        J[XMM[ RMMXM RM[X[
        KYTBRCQDPFPHQJRKSMSOQQ RRCQEQGRISJTLTNSPORSTTVTXSZR[Q]Q_Ra RQSSUSWRYQZP\P^Q`RaTb
        NVRBRb
        KYPBRCSDTFTHSJRKQMQOSQ RRCSESGRIQJPLPNQPURQTPVPXQZR[S]S_Ra RSSQUQWRYSZT\T^S`RaPb
        F^IUISJPLONOPPTSVTXTZS[Q RISJQLPNPPQTTVUXUZT[Q[O
        """#
}

extension StrokeFont.Glyph {
    fileprivate init(hershey line: Substring) {
        let numbers = line.utf8.map { Float($0) - Float(UInt8(ascii: "R")) }
        let pairs = stride(from: 0, to: numbers.count - 1, by: 2).map {
            SIMD2(numbers[$0], numbers[$0 + 1])
        }
        let edges = pairs.first ?? .zero
        let penUp = SIMD2(Float(UInt8(ascii: " ")) - Float(UInt8(ascii: "R")), 0)
        self.init(
            left: edges.x, right: edges.y,
            strokes: pairs.dropFirst().split(separator: penUp).map { Array($0) })
    }

    /// The glyph half a turn around the middle of the small letters.
    fileprivate var turned: Self {
        Self(
            left: -right, right: -left,
            strokes: strokes.map { $0.map { SIMD2(-$0.x, 4 - $0.y) } })
    }

    fileprivate func marked(_ mark: Unicode.Scalar, isSmall: Bool) -> Self {
        // The dot of an i gives way to the mark.
        var marked = self
        if isSmall { marked.strokes.removeAll { $0.allSatisfy { $0.y < -6 } && $0.count < 6 } }
        let x = (left + right) / 2
        let y: Float = isSmall ? -8 : -14
        func add(_ points: [(Float, Float)]) {
            marked.strokes.append(points.map { SIMD2(x + $0.0, y + $0.1) })
        }
        switch mark {
        case "`": add([(-2, -4), (1, 0)])
        case "'": add([(2, -4), (-1, 0)])
        case "^": add([(-3, 0), (0, -3), (3, 0)])
        case "v": add([(-3, -3), (0, 0), (3, -3)])
        case "~": add([(-4, -1), (-3, -2.5), (-1.5, -3), (1.5, -1), (3, -1.5), (4, -3)])
        case ":":
            add([(-3, -2)])
            add([(3, -2)])
        case "o": add([(0, -4), (2, -2), (0, 0), (-2, -2), (0, -4)])
        case ",":
            let below = 9 - y
            add([(0, below), (1, below + 2), (0, below + 4), (-2, below + 4)])
        default: break
        }
        return marked
    }
}
