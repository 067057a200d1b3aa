//! The fields of the index and how words are made of text.

use super::{case::CaseDocument, case::number_keys, words::folded};
use frostem::{Algorithm, Stemmer};
use std::borrow::Cow;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer, TokenizerManager,
};
use tantivy::{IndexSettings, IndexSortByField, Order, TantivyDocument};

/// The version of fields, order and analysers, and of what of a case is indexed. It is part of the analysers' names and so of the
/// stored schema: raise it whenever the same case would give other words, and older indexes are rebuilt.
pub const SCHEMA_VERSION: u32 = 2;

/// Longer words are not indexed (bytes; a Russian letter has two).
const WORD_LENGTH_MOST: usize = 128;

/// Name of the column of application identities.
pub const ID: &str = "id";
/// Name of the column of agents.
pub const AGENT: &str = "agent";
/// Name of the column of houses.
pub const HOUSE: &str = "house";
/// Name of the column of submission times, microseconds of the Unix epoch.
pub const SUBMITTED: &str = "submitted";
/// Name of the column of fingerprints.
pub const FINGERPRINT: &str = "fingerprint";

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Identity of the application.
    pub id: Field,
    /// Identity of its agent.
    pub agent: Field,
    /// Identity of its house.
    pub house: Field,
    /// Identity of the user who applied.
    pub applicant_user: Field,
    /// When it was submitted.
    pub submitted: Field,
    /// What the whole document was.
    pub fingerprint: Field,
    /// Everything that can be read in the case, by stems, with positions.
    pub text: Field,
    /// The service's name alone, by stems: no personal data in it.
    pub service: Field,
    /// The applicant's name and address as they are written, for beginnings of words.
    pub names: Field,
    /// All keys of the number.
    pub number: Field,
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        // Looked up as a term when the document is replaced, read as a column when it is found: a stored copy is not needed.
        id: builder.add_u64_field(ID, INDEXED | FAST),
        agent: builder.add_u64_field(AGENT, INDEXED | FAST),
        house: builder.add_u64_field(HOUSE, FAST),
        applicant_user: builder.add_u64_field("applicant_user", INDEXED | FAST),
        submitted: builder.add_i64_field(SUBMITTED, FAST),
        fingerprint: builder.add_u64_field(FINGERPRINT, FAST),
        text: builder.add_text_field("text", indexed(&stemmed(), IndexRecordOption::WithFreqsAndPositions)),
        service: builder.add_text_field("service", indexed(&stemmed(), IndexRecordOption::WithFreqsAndPositions)),
        names: builder.add_text_field("names", indexed(&as_written(), IndexRecordOption::Basic)),
        number: builder.add_text_field("number", STRING),
    };
    (builder.build(), fields)
}

/// Each part of the index keeps its documents newest first, so that a search ends where only older ones are left. tantivy
/// itself makes no use of the order.
pub fn settings() -> IndexSettings {
    let order = IndexSortByField { field: SUBMITTED.to_owned(), order: Order::Desc };
    IndexSettings { sort_by_field: Some(order), ..IndexSettings::default() }
}

fn indexed(analyser: &str, record: IndexRecordOption) -> TextOptions {
    // Nothing is ordered by relevance, so the lengths of fields need not be kept.
    TextOptions::default()
        .set_indexing_options(TextFieldIndexing::default().set_tokenizer(analyser).set_index_option(record).set_fieldnorms(false))
}

fn stemmed() -> String {
    format!("stemmed-{SCHEMA_VERSION}")
}

fn as_written() -> String {
    format!("as-written-{SCHEMA_VERSION}")
}

/// Makes the analysers known to an index.
pub fn register(tokenizers: &TokenizerManager) {
    let plain = || TextAnalyzer::builder(Folding::default()).filter(RemoveLongFilter::limit(WORD_LENGTH_MOST)).filter(LowerCaser);
    tokenizers.register(&stemmed(), plain().filter(Endings).build());
    tokenizers.register(&as_written(), plain().build());
}

/// What the Russian stemmer takes for the ending of a verb, and cuts off only where it is the last of the word: it leaves «ветера»
/// of «ветерана» and «ветеран» of «ветераном», «подтвержд» of «подтверждены» and «подтвержден» of «подтверждённых».
const LIKE_VERBS: [&str; 11] = ["ан", "ян", "ен", "ал", "ял", "ил", "ыл", "ит", "ыт", "им", "ым"];

/// The stem under which a word (of [`super::words::words`]) is in the index: of Latin letters alone, it is an English one. The
/// Russian stemmer leaves numbers, and Latin letters with digits, as they are.
pub fn stem(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Stemmer::new(Algorithm::English).stem(word);
    }
    let russian = Stemmer::new(Algorithm::Russian);
    let stem = russian.stem(word);
    if LIKE_VERBS.iter().any(|ending| stem.ends_with(ending)) { Cow::Owned(russian.stem(&stem).into_owned()) } else { stem }
}

/// The document as the index takes it.
pub fn document(fields: &Fields, case: &CaseDocument) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_u64(fields.id, case.id.number());
    document.add_u64(fields.agent, case.agent.number());
    if let Some(house) = case.house {
        document.add_u64(fields.house, house.number());
    }
    if let Some(user) = case.applicant_user {
        document.add_u64(fields.applicant_user, user.number());
    }
    document.add_i64(fields.submitted, case.submitted.as_microsecond());
    document.add_u64(fields.fingerprint, case.fingerprint().0);
    // Values of one field do not touch: a phrase does not run from one into the next.
    for text in [&case.text, &case.service, &case.applicant, &case.address] {
        document.add_text(fields.text, text);
    }
    document.add_text(fields.service, &case.service);
    document.add_text(fields.names, &case.applicant);
    document.add_text(fields.names, &case.address);
    number_keys(&case.number).into_iter().for_each(|key| document.add_text(fields.number, key));
    document
}

/// Cuts words out of [`folded`] text. tantivy has no ё fold, and it would cut a word at a stress mark.
#[derive(Clone, Default)]
struct Folding {
    words: SimpleTokenizer,
    text: String,
}

impl Tokenizer for Folding {
    type TokenStream<'a> = <SimpleTokenizer as Tokenizer>::TokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        self.text = folded(text).into_owned();
        self.words.token_stream(&self.text)
    }
}

/// Takes the endings off: makes each word its [`stem`]. tantivy's own filter knows one language for all words.
struct Endings;

#[derive(Clone)]
struct Stemming<T>(T);

struct Stems<S>(S);

impl TokenFilter for Endings {
    type Tokenizer<T: Tokenizer> = Stemming<T>;

    fn transform<T: Tokenizer>(self, words: T) -> Stemming<T> {
        Stemming(words)
    }
}

impl<T: Tokenizer> Tokenizer for Stemming<T> {
    type TokenStream<'a> = Stems<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        Stems(self.0.token_stream(text))
    }
}

impl<S: TokenStream> TokenStream for Stems<S> {
    fn advance(&mut self) -> bool {
        if !self.0.advance() {
            return false;
        }
        let token = self.0.token_mut();
        // Borrowed is the word itself.
        if let Cow::Owned(stem) = stem(&token.text) {
            token.text = stem;
        }
        true
    }

    fn token(&self) -> &Token {
        self.0.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.0.token_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::words;
    use proptest::prelude::*;

    fn analysed(name: &str, text: &str) -> Vec<String> {
        let tokenizers = TokenizerManager::default();
        register(&tokenizers);
        let mut analyser = tokenizers.get(name).expect("registered");
        let mut stream = analyser.token_stream(text);
        let mut tokens = Vec::new();
        stream.process(&mut |token| tokens.push(token.text.clone()));
        tokens
    }

    #[test]
    fn grammatical_forms_share_a_stem() {
        let forms = [
            "отопление отоплением отоплений",
            "заявления заявлением",
            "компенсация компенсаций",
            "ветеран ветерана ветерану ветераном ветеране ветераны ветеранов ветеранами",
            "подтвержден подтверждены подтвержденных подтвержденный",
            "материал материала материалом материалов",
            "кредит кредита кредитом кредитов",
            "режим режима режимом",
            "pellets pellet",
            "clarified clarify clarifies",
            "corrects corrected correct",
            "agreement agreements",
        ];
        for forms in forms {
            let stems: std::collections::BTreeSet<_> = forms.split(' ').map(stem).collect();
            assert_eq!(stems.len(), 1, "{forms}: {stems:?}");
        }
        for written in ["gosuslugi", "2026", "17s", "ab12ings", "4512"] {
            assert_eq!(stem(written), written);
        }
    }

    #[test]
    fn names_stay_as_written() {
        assert_eq!(analysed(&as_written(), "Ёлкин-Белов Пётр"), ["елкин", "белов", "петр"]);
    }

    proptest! {
        /// What the index cuts out of a text is what is looked for when the same text is asked.
        #[test]
        fn a_question_is_cut_as_a_text_is(text in "\\PC{0,40}") {
            let asked: Vec<String> = words(&text).into_iter().filter(|word| word.len() < WORD_LENGTH_MOST).collect();
            prop_assert_eq!(&analysed(&as_written(), &text), &asked);
            let stems: Vec<String> = asked.iter().map(|word| stem(word).into_owned()).collect();
            prop_assert_eq!(analysed(&stemmed(), &text), stems);
        }
    }
}
