//! Tests of the catalogue that is shipped in `data/`: its files are read, every form can be filled in, and the usual slips are caught.

use super::{Answers, Catalogue, Field, FieldKind, Outcome, Prefill, Service, Step, StepKind, form::When};
use crate::terms::{Language, Sight, Words};
use jiff::{
    civil::{Date, date},
    tz::TimeZone,
};
use std::{collections::BTreeMap, fs};

const TODAY: Date = date(2026, 11, 23);
const SERVICES: [&str; 5] = ["charges-recount", "child-allowance", "family-certificate", "heating-compensation", "utility-subsidy"];

fn files() -> Vec<(String, String)> {
    let mut paths: Vec<_> = fs::read_dir("data/services").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.push("data/catalog.toml".into());
    paths.into_iter().map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap())).collect()
}

fn catalogue() -> Catalogue {
    let files = files();
    let named: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Catalogue::read(&named).unwrap_or_else(|errors| panic!("{}", errors.iter().map(|e| format!("{e}\n")).collect::<String>()))
}

fn codes(services: Vec<&Service>) -> Vec<&str> {
    services.into_iter().map(|service| service.code.as_str()).collect()
}

fn words() -> Words {
    Words::new(Language::Russian, TimeZone::UTC)
}

/// Right answers to a field: several, where it has a choice.
fn right(field: &Field) -> Vec<Vec<(String, String)>> {
    let one = |text: &str| vec![vec![(field.code.to_string(), text.to_owned())]];
    match &field.kind {
        FieldKind::Line { .. } | FieldKind::Paragraph { .. } => one("152610"),
        FieldKind::Number { min, .. } | FieldKind::Money { min, .. } => one(&min.to_string()),
        FieldKind::Date { when: When::Future, .. } => one("24.11.2026"),
        FieldKind::Date { .. } if field.prefill == Some(Prefill::BirthDate) => one("17 мая 1984"),
        FieldKind::Date { .. } => one("17 мая 2026"),
        FieldKind::Choice { options, .. } => options.iter().map(|option| vec![(field.code.to_string(), option.code.to_string())]).collect(),
        FieldKind::YesNo => ["yes", "no"].iter().flat_map(|answer| one(answer)).collect(),
        FieldKind::FullName => one("Белова Анна Сергеевна"),
        FieldKind::Snils => one("112-233-445 95"),
        FieldKind::Inn => one("500100732259"),
        FieldKind::Passport => one("4508 123456"),
        FieldKind::Phone => one("8 (912) 345-67-89"),
        FieldKind::Email => one("anna@mail.ru"),
        FieldKind::Address => one("Суздаль, улица Ленина, дом 12"),
        FieldKind::Account => {
            vec![vec![(field.code.to_string(), "40702810138250123017".into()), (field.bic_name(), "044525225".into())]]
        }
    }
}

/// Slips of the hand in a field.
fn wrong(field: &Field) -> Vec<&'static str> {
    match &field.kind {
        FieldKind::Line { .. } | FieldKind::Paragraph { .. } | FieldKind::Address => vec!["\u{0}"],
        FieldKind::Number { .. } | FieldKind::Money { .. } => vec!["много", "-1", "99999999999", "1.2345"],
        FieldKind::Date { .. } => vec!["31.02.2026", "2026-02-31", "17.05.26", "17.05.1826", "17.05.2226"],
        FieldKind::Choice { .. } | FieldKind::YesNo => vec!["perhaps"],
        FieldKind::FullName => vec!["Белова", "Белова Анн4"],
        FieldKind::Snils => vec!["112-233-445 96", "112-233"],
        FieldKind::Inn => vec!["500100732258"],
        FieldKind::Passport => vec!["4508"],
        FieldKind::Phone => vec!["12-34"],
        FieldKind::Email => vec!["anna@"],
        FieldKind::Account => vec!["2202200212345678", "40702810138250123018"],
    }
}

/// Everything that can be sent from a step, taking the `turn`-th choice everywhere.
fn filled(step: &Step, turn: usize) -> Vec<(String, String)> {
    let choose = |field: &Field| {
        let right = right(field);
        right[turn % right.len()].clone()
    };
    step.fields.iter().flat_map(choose).collect()
}

fn run_through(service: &Service, turn: usize) -> Answers {
    let mut answers = Answers::default();
    for step in &service.steps {
        let reading = step.read(&filled(step, turn), &answers, TODAY);
        assert_eq!(reading.errors, [], "{} {}", service.code, step.code);
        answers.replace(step, reading.answers);
    }
    answers
}

#[test]
fn the_five_services_are_read() {
    let catalogue = catalogue();
    let offer = catalogue.offer(|_| true);
    assert_eq!(codes(offer.services().to_vec()), SERVICES);
    for service in catalogue.services() {
        assert_eq!((service.steps.len(), service.steps[4].kind), (5, StepKind::Documents), "{}", service.code);
        assert!(service.decisions_with(Outcome::Granted).count() >= 2 && service.decisions_with(Outcome::Refused).count() >= 3);
        assert!(["social", "housing"].contains(&service.agent.as_str()));
        let agent = if ["charges-recount", "family-certificate"].contains(&service.code.as_str()) { "housing" } else { "social" };
        assert_eq!(service.agent.as_str(), agent);
        assert!(service.fields().any(|(_, field)| field.prefill == Some(Prefill::Snils)));
    }
    assert_eq!(catalogue.current("heating-compensation").unwrap().title.ru, "Компенсация расходов на отопление");
    assert_eq!(codes(offer.by_category("family")), ["child-allowance"]);
    assert_eq!(codes(offer.by_life_situation("low-income")), ["child-allowance", "utility-subsidy"]);
    assert_eq!(offer.life_situations().len(), catalogue.life_situations().len(), "a life situation leads nowhere");
    let housing = catalogue.offer(|agent| agent.as_str() == "housing");
    assert_eq!(codes(housing.services().to_vec()), ["charges-recount", "family-certificate"]);
    assert_eq!((housing.by_category("family").len(), housing.find("пособие на ребёнка", Language::Russian).len()), (0, 0));
    assert!(housing.categories().iter().all(|category| !housing.by_category(&category.code).is_empty()));
    assert!(housing.life_situations().len() < offer.life_situations().len());
}

#[test]
fn every_form_can_be_filled_in_whatever_is_chosen() {
    for service in catalogue().services() {
        for turn in 0..7 {
            let answers = run_through(service, turn);
            let attached: Vec<_> = service.documents.iter().map(|document| (document.code.to_string(), 1)).collect();
            assert_eq!(service.complete(&answers, &attached), [], "{}", service.code);
            for (_, field) in service.fields() {
                if let Some(answer) = answers.reveal(&field.code) {
                    let again = BTreeMap::from([(field.code.to_string(), field.written(answer, Language::Russian))]);
                    assert!(!field.show(answer, &words()).is_empty() && !again.is_empty());
                }
            }
        }
    }
}

#[test]
fn what_an_answered_page_shows_in_its_inputs_is_read_back_to_the_same() {
    for service in catalogue().services() {
        let answers = run_through(service, 0);
        for (step, language) in service.steps.iter().zip(Language::ALL.into_iter().cycle()) {
            let sent: Vec<_> = step.opened(&answers, |_| None, language).into_iter().collect();
            let mut again = answers.clone();
            again.replace(step, step.read(&sent, &answers, TODAY).answers);
            assert_eq!(again, answers, "{} {}", service.code, step.code);
        }
    }
}

#[test]
fn usual_slips_are_caught_at_their_field_and_stay_typed() {
    for service in catalogue().services() {
        let answers = run_through(service, 0);
        for step in &service.steps {
            for field in step.fields.iter().filter(|field| field.shown_when.is_none()) {
                for slip in wrong(field) {
                    let mut sent = filled(step, 0);
                    sent.iter_mut().filter(|(name, _)| *name == *field.code).for_each(|(_, text)| *text = slip.to_owned());
                    let reading = step.read(&sent, &answers, TODAY);
                    let at: Vec<_> = reading.errors.iter().map(|error| error.field.as_str()).collect();
                    assert!(at.contains(&field.code.as_str()), "{} {} takes “{slip}”", service.code, field.code);
                    assert_eq!(reading.typed[field.code.as_str()], slip);
                    assert_eq!(reading.answers.get(&field.code), None);
                    reading.errors.iter().for_each(|error| is_worded(&error.message));
                }
            }
            let empty = step.read(&[], &Answers::default(), TODAY);
            assert_eq!(empty.errors.is_empty(), step.kind == StepKind::Documents, "{} {}", service.code, step.code);
            empty.errors.iter().for_each(|error| is_worded(&error.message));
        }
    }
}

fn is_worded(message: &crate::terms::Message) {
    for language in Language::ALL {
        let said = Words::new(language, TimeZone::UTC).say(message);
        assert!(said != message.id && !said.contains('{') && !said.contains('$'), "{} in {language:?}: {said}", message.id);
    }
}

#[test]
fn nothing_sent_leaves_every_gap_named() {
    for service in catalogue().services() {
        let gaps = service.complete(&Answers::default(), &[]);
        assert!(gaps.iter().any(|gap| gap.error.message.id == "form-document-missing") || service.code.as_str() == "family-certificate");
        for gap in &gaps {
            assert!(service.step(&gap.step).is_some() && service.label(&gap.error.field).is_some());
            is_worded(&gap.error.message);
        }
    }
}

#[test]
fn a_citizen_fills_in_the_heating_form() {
    let catalogue = catalogue();
    let service = catalogue.current("heating-compensation").unwrap();
    let step = service.step("expenses").unwrap();
    let sent = |pairs: &[(&str, &str)]| pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect::<Vec<_>>();
    let typed = [("paid-sum", "18 400,5"), ("paid-date", "14/9/2026"), ("received-elsewhere", "no"), ("payment-way", "bank")];
    let reading =
        step.read(&sent(&[&typed[..], &[("account", "40702810138250123017"), ("account-bic", "")]].concat()), &Answers::default(), TODAY);
    assert_eq!(
        reading.errors.iter().map(|error| (&*error.field, &*error.message.id)).collect::<Vec<_>>(),
        [("account-bic", "form-empty-bic")]
    );
    let account = [("account", "4070 2810 1382 5012 3017"), ("account-bic", "044525225"), ("once", "x"), ("foreign", "y")];
    let reading = step.read(&sent(&[&typed[..], &account].concat()), &Answers::default(), TODAY);
    assert_eq!(reading.errors, []);
    let shown = |code: &str, sight: Sight| service.field(code).unwrap().seen(&reading.answers, sight, &words());
    assert_eq!(shown("paid-sum", Sight::Plain).unwrap(), "18\u{a0}400,50 ₽");
    assert_eq!(shown("paid-date", Sight::Plain).unwrap(), "14 сентября 2026");
    assert_eq!(shown("received-elsewhere", Sight::Plain).unwrap(), "Нет");
    assert_eq!(shown("payment-way", Sight::Plain).unwrap(), "На счёт в банке");
    assert_eq!(shown("account", Sight::Plain).unwrap(), "40702810138250123017, БИК 044525225");
    assert_eq!(shown("paid-sum", Sight::Masked).unwrap(), "**\u{a0}***,** ₽");
    assert_eq!(shown("received-comment", Sight::Plain), None);
    assert!(reading.answers.get("foreign").is_none() && !reading.typed.contains_key("once"));
    let mut answers = reading.answers.clone();
    answers.insert("payment-way", "post");
    assert_eq!(service.relevant(&answers).get("account"), None, "a hidden answer no longer counts");
}

#[test]
fn a_page_begins_with_the_profile_and_goes_on_with_what_was_answered() {
    let catalogue = catalogue();
    #[expect(clippy::wildcard_enum_match_arm, reason = "this profile knows three values")]
    let profile = |prefill: Prefill| match prefill {
        Prefill::BirthDate => Some("1984-05-17".to_owned()),
        Prefill::Phone => Some("+79123456789".to_owned()),
        Prefill::Account => Some("40702810138250123017 044525225".to_owned()),
        _ => None,
    };
    let service = catalogue.current("child-allowance").unwrap();
    let opened = service.step("applicant").unwrap().opened(&Answers::default(), profile, Language::Russian);
    assert_eq!((&*opened["birth-date"], &*opened["phone"], opened.get("email")), ("17.05.1984", "+7 912 345-67-89", None));
    let payment = service.step("payment").unwrap().opened(&Answers::default(), profile, Language::Russian);
    assert_eq!((&*payment["account"], &*payment["account-bic"]), ("40702810138250123017", "044525225"));
    let mut answers = Answers::default();
    answers.insert("birth-date", "1990-01-02");
    let opened = service.step("applicant").unwrap().opened(&answers, profile, Language::Russian);
    assert_eq!((&*opened["birth-date"], opened.get("phone")), ("02.01.1990", None), "an emptied field stays empty");
}

#[test]
fn an_absence_ends_after_it_begins() {
    let catalogue = catalogue();
    let step = catalogue.current("charges-recount").unwrap().step("absence").unwrap();
    let sent =
        [("left-on", "25.07.2026"), ("returned-on", "01.07.2026"), ("cause", "holiday")].map(|(name, text)| (name.into(), text.into()));
    let reading = step.read(&sent, &Answers::default(), TODAY);
    assert_eq!(reading.errors.len(), 1);
    assert_eq!(words().say(&reading.errors[0].message), "Эта дата не может быть раньше, чем 25 июля 2026");
}

#[test]
fn services_are_found_by_words_with_any_endings() {
    let catalogue = catalogue();
    let found = |words: &str, language| codes(catalogue.offer(|_| true).find(words, language));
    assert_eq!(found("отопления", Language::Russian)[0], "heating-compensation");
    assert_eq!(found("компенсацию за отопление", Language::Russian), ["heating-compensation"]);
    assert_eq!(found("Пособие на ребенка", Language::Russian), ["child-allowance"]);
    assert_eq!(found("справку", Language::Russian)[0], "family-certificate");
    assert_eq!(found("субсидии ЖКУ", Language::Russian), ["utility-subsidy"]);
    assert_eq!(found("heating", Language::English)[0], "heating-compensation");
    assert_eq!(found("вертолёт", Language::Russian), Vec::<&str>::new());
    assert_eq!(found("", Language::Russian), Vec::<&str>::new());
}

#[test]
fn every_message_of_these_rooms_is_in_both_languages() {
    let sources = ["src/people", "src/catalog"].into_iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let files = sources.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let text: String = files.map(|path| fs::read_to_string(path).unwrap()).collect();
    let is_id = |part: &&str| ["people-", "form-", "catalog-"].iter().any(|prefix| part.starts_with(prefix) && part.len() > prefix.len());
    let ids: Vec<&str> = text.split('"').filter(is_id).filter(|id| id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')).collect();
    assert!(ids.len() > 80);
    for id in ids {
        assert!(Language::ALL.into_iter().all(|language| Words::new(language, TimeZone::UTC).knows(id)), "{id}");
    }
}

/// The heating file with one thing changed, and what is said about it.
fn mistakes_with(from: &str, to: &str) -> String {
    let mut files = files();
    for (_, text) in files.iter_mut().filter(|(name, _)| name.contains("heating")) {
        assert!(text.contains(from), "{from}");
        *text = text.replacen(from, to, 1);
    }
    let named: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let errors = Catalogue::read(&named).unwrap_err();
    errors
        .iter()
        .map(|error| error.to_string().replace("data/services/heating-compensation.toml", "heating"))
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn mistakes_in_a_file_are_told_in_words_with_their_place() {
    let said = mistakes_with;
    assert_eq!(
        said("{sum}.\n\nДеньги", "{summa}.\n\nДеньги").split(';').next().unwrap(),
        "heating, decisions.granted.text.ru: there is no placeholder {summa}"
    );
    assert_eq!(said("title.en = \"Your home\"", "title.en = \" \""), "heating, steps.home.title: is empty in “en”");
    assert_eq!(
        said("prefill = \"person.snils\"", "prefill = \"person.phone\""),
        "heating, steps.applicant.snils.prefill: is of another kind than the field"
    );
    assert!(said("prefill = \"person.snils\"", "prefill = \"person.shoe\"").contains("unknown variant `person.shoe`"));
    assert!(said("version = 1", "version = 1\ncolour = 'red'").starts_with("heating, line 5: unknown field `colour`"));
    assert_eq!(said("category = \"housing\"", "category = \"garden\""), "heating, category: there is no category “garden” in catalog.toml");
    assert_eq!(
        said("field = \"ground\", equals = \"disabled-child\"", "field = \"ground\", equals = \"cat\""),
        "heating, steps.ground.child-name.shown-when: “ground” is never “cat”"
    );
    assert_eq!(
        said("code = \"birth-date\"", "code = \"full-name\""),
        "heating, steps.applicant.full-name: the name “full-name” is taken by another field or document"
    );
    assert_eq!(
        said("code = \"heating-compensation\"", "code = \"utility-subsidy\"").split(", ").nth(1),
        Some("version: version 1 of “utility-subsidy” is in another file already")
    );
}

#[test]
fn versions_live_side_by_side() {
    let mut files = files();
    let (_, text) = files.iter().find(|(name, _)| name.contains("heating")).unwrap();
    files.push(("data/services/new.toml".into(), text.replacen("version = 1", "version = 2", 1)));
    let named: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let catalogue = Catalogue::read(&named).unwrap();
    assert_eq!(catalogue.current("heating-compensation").unwrap().version, 2);
    assert_eq!(catalogue.version("heating-compensation", 1).unwrap().version, 1);
    assert_eq!(catalogue.version("heating-compensation", 3), None);
    assert_eq!(catalogue.services().count(), 5);
}
