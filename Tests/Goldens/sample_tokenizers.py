"""Small tokenizers of every kind, made with the reference: what the goldens and the fuzzing share.

Needs tokenizers 0.23.3 and sentencepiece 0.2.3. `tokenizers()` maps names to tokenizer.json
objects; `sentencepiece_models()` gives SentencePiece models as bytes.
"""

import functools
import io
import json

import sentencepiece
from tokenizers import (AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers,
                        processors, trainers)

TEXT = """
La lluvia golpea la ventana. El pingüino Wenceslao hizo kilómetros bajo exhaustiva lluvia y frío.
¿Dónde está la biblioteca? ¡Qué alegría! El niño comió jalapeños en Logroño; averigüémoslo.
La ventana de la biblioteca está abierta y la lluvia moja los libros del niño y de la niña.
The quick brown fox jumps over the lazy dog. Don't you think it's unbelievable, isn't it? We'll see.
The rain hits the window. They've read 1234 books in 2024, she's said, and I'd like 56.7 more.
L'élève naïf a mangé une crêpe près du château à Noël. Œuvre, œuf, cœur.
Größe, Straße, Äpfel und Öl über Übermut. Dziękuję, żółć. Příliš žluťoučký kůň.
Съешь ещё этих мягких французских булок, да выпей же чаю. Дождь стучит в окно.
Ξεσκεπάζω την ψυχοφθόρα βδελυγμία.
我能吞下玻璃而不伤身体。雨打在窗户上。中文字符，標點符號！龍馬。图书馆在哪里？
いろはにほへと ちりぬるを。カタカナ ガギグゲゴ 東京都
다람쥐 헌 쳇바퀴에 타고파. 한국어
نص حكيم له سر قاطع وذو شأن عظيم. المطر يضرب النافذة. أين المكتبة؟ ١٢٣
עטלף אבק נס דרך מזגן. שָׁלוֹם
ऋषियों को सताने वाले दुष्ट राक्षसों के राजा। बारिश खिड़की पर पड़ती है। हिन्दी १२३
অসমীয়া বাংলা ভাষা, রাষ্ট্র। தமிழ் மொழி తెలుగు భాష ไทยภาษา
Tiếng Việt có dấu: ấ ầ ẩ ẫ ậ ế ề ể ễ ệ ư ữ ợ. Türkçe İstanbul ıI iİ ğüşöç.
👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇪🇸 1️⃣ ❤️ 😀 hola 😀
def f(x):\n    return x ** 2  # comment\n\n\nif x == 3.14:\tprint("done")
""".strip().split("\n")

LLAMA = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
         r"|\s*[\r\n]+|\s+(?!\S)|\s+")
QWEN = LLAMA.replace("{1,3}", "")
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]


def sentencepiece_model(**options):
    stream = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXT * 20), model_writer=stream, minloglevel=2,
        hard_vocab_limit=False, num_threads=1, **options)
    return stream.getvalue()


@functools.cache
def sentencepiece_models():
    return {
        "unigram": sentencepiece_model(
            model_type="unigram", vocab_size=420, character_coverage=0.98,
            normalization_rule_name="nmt_nfkc"),
        "unigram cased bytes": sentencepiece_model(
            model_type="unigram", vocab_size=700, byte_fallback=True, character_coverage=0.98,
            normalization_rule_name="nmt_nfkc_cf", user_defined_symbols=["<sep>", "ab"]),
        "bpe bytes": sentencepiece_model(
            model_type="bpe", vocab_size=700, byte_fallback=True, character_coverage=0.98,
            normalization_rule_name="identity", remove_extra_whitespaces=False,
            split_digits=True, allow_whitespace_only_pieces=True),
        "bpe": sentencepiece_model(
            model_type="bpe", vocab_size=500, character_coverage=0.98,
            normalization_rule_name="nfkc"),
    }


def parsed(model):
    from sentencepiece import sentencepiece_model_pb2 as proto

    result = proto.ModelProto()
    result.ParseFromString(model)
    return result


def as_json(tokenizer):
    return json.loads(tokenizer.to_str())


def unigram(name, **changes):
    model = parsed(sentencepiece_models()[name])
    pieces = [(piece.piece, piece.score) for piece in model.pieces]
    tokenizer = Tokenizer(models.Unigram(
        pieces, model.trainer_spec.unk_id, model.trainer_spec.byte_fallback))
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.Precompiled(model.normalizer_spec.precompiled_charsmap),
        normalizers.Strip(left=False, right=True), normalizers.Replace(Regex(" {2,}"), "▁")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", "always")
    tokenizer.decoder = decoders.Metaspace("▁", "always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 1), ("</s>", 2)])
    tokenizer.add_special_tokens(["<s>", "</s>", "<unk>"])
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True)])
    return as_json(tokenizer) | changes


def byte_level(pre_tokenizer, size=700, **options):
    tokenizer = Tokenizer(models.BPE(**options))
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.train_from_iterator(TEXT * 4, trainers.BpeTrainer(
        vocab_size=size, special_tokens=SPECIAL, show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def trained(model, trainer, pre_tokenizer, normalizer=None, **changes):
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizer
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.train_from_iterator(TEXT * 4, trainer)
    return as_json(tokenizer) | changes


def with_model(tokenizer, **changes):
    return tokenizer | {"model": tokenizer["model"] | changes}


@functools.cache
def tokenizers():
    result = {}
    result["unigram"] = unigram("unigram")
    result["unigram bytes"] = unigram("unigram cased bytes")
    result["unigram first"] = unigram(
        "unigram", normalizer={"type": "NFKC"},
        pre_tokenizer={"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": False})
    result["unigram old"] = unigram(
        "unigram", pre_tokenizer={"type": "Sequence", "pretokenizers": [
            {"type": "WhitespaceSplit"},
            {"type": "Metaspace", "replacement": "▁", "str_rep": "▁", "add_prefix_space": True}]},
        decoder={"type": "Metaspace", "replacement": "▁", "add_prefix_space": True})

    roberta = byte_level(pre_tokenizers.ByteLevel(add_prefix_space=False))
    roberta.post_processor = processors.RobertaProcessing(
        ("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False)
    roberta.add_special_tokens([AddedToken("<mask>", lstrip=True)])
    result["roberta"] = as_json(roberta)
    gpt2 = byte_level(pre_tokenizers.ByteLevel(add_prefix_space=True))
    gpt2.post_processor = processors.ByteLevel(trim_offsets=True, add_prefix_space=True)
    result["gpt2"] = as_json(gpt2)
    llama = byte_level(pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(LLAMA), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]), ignore_merges=True)
    llama.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False),
        processors.TemplateProcessing(
            single="<s>:0 $A:0", pair="<s>:0 $A:0 <s>:1 $B:1", special_tokens=[("<s>", 0)])])
    result["llama 3"] = as_json(llama)
    qwen = byte_level(pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(QWEN), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]))
    qwen.normalizer = normalizers.NFC()
    qwen.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 2)])
    qwen.add_special_tokens(["<|im_start|>"])
    result["qwen 2"] = as_json(qwen)
    normalized = byte_level(pre_tokenizers.ByteLevel(add_prefix_space=False))
    normalized = as_json(normalized)
    result["byte level normalizer"] = normalized | {
        "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKD"}, {"type": "ByteLevel"}]},
        "pre_tokenizer": None}

    model = parsed(sentencepiece_models()["bpe bytes"])
    vocabulary = {piece.piece: index for index, piece in enumerate(model.pieces)}
    ranks = {piece.piece: piece.score for piece in model.pieces}
    merges = []
    for piece in vocabulary:
        local = [(piece[:i], piece[i:]) for i in range(1, len(piece))
                 if piece[:i] in vocabulary and piece[i:] in vocabulary]
        local.sort(key=lambda pair: (vocabulary[pair[0]], vocabulary[pair[1]]))
        merges += [(ranks[piece], pair) for pair in local]
    merges = [pair for _, pair in sorted(merges, key=lambda merge: merge[0], reverse=True)]
    llama = Tokenizer(models.BPE(
        vocabulary, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    llama.add_special_tokens(["<unk>", "<s>", "</s>"])
    llama.normalizer = normalizers.Sequence([
        normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    llama.decoder = decoders.Sequence([
        decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(),
        decoders.Strip(" ", 1, 0)])
    llama.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)])
    result["llama 2"] = as_json(llama)
    result["llama 2 without bytes"] = with_model(result["llama 2"], byte_fallback=False)
    result["llama 2 unfused"] = with_model(result["llama 2"], byte_fallback=False, fuse_unk=False)

    result["clip"] = trained(
        models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"),
        trainers.BpeTrainer(vocab_size=600, special_tokens=SPECIAL, end_of_word_suffix="</w>",
                            show_progress=False),
        pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"),
                                 "removed", invert=True)]),
        normalizers.Sequence([
            normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]),
        decoder={"type": "BPEDecoder", "suffix": "</w>"})
    result["prefixed bpe"] = trained(
        models.BPE(unk_token="<unk>", continuing_subword_prefix="##", fuse_unk=True),
        trainers.BpeTrainer(vocab_size=600, special_tokens=SPECIAL, continuing_subword_prefix="##",
                            show_progress=False),
        pre_tokenizers.Whitespace())

    def words(pre_tokenizer, normalizer=None, size=1500, **changes):
        return trained(
            models.WordLevel(unk_token="<unk>"),
            trainers.WordLevelTrainer(vocab_size=size, special_tokens=SPECIAL, show_progress=False),
            pre_tokenizer, normalizer, **changes)

    split, n = pre_tokenizers, normalizers
    result["words whitespace"] = words(split.Whitespace(), n.Sequence([n.NFD(), n.StripAccents(), n.Lowercase()]))
    result["words digits"] = words(split.Sequence([split.WhitespaceSplit(), split.Digits(False)]), n.NFKC())
    result["words single digits"] = words(
        split.Sequence([split.Digits(True), split.Punctuation("merged_with_previous"),
                        split.CharDelimiterSplit(" ")]), n.NFKD())
    result["words bert"] = words(split.Sequence([split.Metaspace("_", "never"), split.BertPreTokenizer()]),
                                 n.Sequence([n.BertNormalizer(lowercase=False), n.Strip(), n.NFC()]))
    result["words nmt"] = words(split.Punctuation("contiguous"), n.Sequence([n.Nmt(), n.Strip(True, False)]))
    for behavior in ["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]:
        for invert in (False, True):
            result[f"words {behavior} {invert}"] = words(
                split.Sequence([split.Split(Regex(r"\s+|[aeiou]|(?<=l)(?=l)"), behavior, invert),
                                split.Split("e", behavior, invert)]),
                n.Sequence([n.Replace("la", "lalá"), n.Replace(Regex(r"[.,]\s?"), ""), n.Prepend("▁x")]))
    tokens = [
        dict(content="Foo", normalized=True), dict(content="foobar", normalized=True),
        dict(content="<l>", lstrip=True), dict(content="<r>", rstrip=True, special=True),
        dict(content="<lr>", lstrip=True, rstrip=True, normalized=True),
        dict(content="uñq", single_word=True), dict(content="dos tres"),
        dict(content="Été", normalized=True, single_word=True), dict(content=" sp"),
        dict(content="国国"), dict(content="<l><l>x")]
    for name in ["unigram", "gpt2", "words whitespace", "llama 2"]:
        tokenizer = Tokenizer.from_str(json.dumps(result[name]))
        for token in tokens:
            special = token.get("special", False)
            added = AddedToken(**({"normalized": False} | token))
            (tokenizer.add_special_tokens if special else tokenizer.add_tokens)([added])
        result[name + ", added tokens"] = as_json(tokenizer)
    return result
