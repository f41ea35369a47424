import SencTokenizers
import TestSupport

/// A complete tokenizer.json of eight tokens, to load and to spoil.
enum SmallTokenizer {
    static let json = ###"""
        {"version":"1.0","truncation":{"max_length":3},"padding":null,"added_tokens":[
        {"id":1,"content":"[UNK]","single_word":false,"lstrip":false,"rstrip":false,
        "normalized":false,"special":true},{"id":2,"content":"[CLS]","special":true},
        {"id":3,"content":"[SEP]","special":true}],
        "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,
        "strip_accents":null,"lowercase":true},"pre_tokenizer":{"type":"BertPreTokenizer"},
        "post_processor":{"type":"TemplateProcessing","single":[
        {"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},
        {"SpecialToken":{"id":"[SEP]","type_id":0}}],"pair":[
        {"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},
        {"SpecialToken":{"id":"[SEP]","type_id":0}},{"Sequence":{"id":"B","type_id":1}},
        {"SpecialToken":{"id":"[SEP]","type_id":1}}],"special_tokens":{
        "[CLS]":{"id":"[CLS]","ids":[2],"tokens":["[CLS]"]},
        "[SEP]":{"id":"[SEP]","ids":[3],"tokens":["[SEP]"]}}},
        "decoder":{"type":"WordPiece","prefix":"##","cleanup":true},
        "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",
        "max_input_chars_per_word":100,"vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,
        ".":4,"hello":5,"world":6,"##s":7}}}
        """###

    static func load(_ json: String = json) throws -> Tokenizer {
        let directory = TemporaryDirectory()
        directory.write(json, to: "tokenizer.json")
        return try Tokenizer(directory: directory.path)
    }
}

extension String {
    func range(of text: String) -> Range<String.Index>? { firstRange(of: text) }

    func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        var result = self
        result.replaceSubrange(range, with: text)
        return result
    }
}
