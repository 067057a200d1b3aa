use super::*;
use crate::terms::{FieldError, Language, OnceToken, Sight, Words, message};
use jiff::tz::TimeZone;
use maud::html;

fn words() -> Words {
    Words::new(Language::Russian, TimeZone::UTC)
}

fn wrong(field: &str) -> Vec<FieldError> {
    vec![FieldError { field: field.to_owned(), message: message("web-file-failed") }]
}

#[test]
fn whatever_people_typed_is_escaped_everywhere() {
    const EVIL: &str = "\"><script>alert('x')</script>";
    let field = Field { value: EVIL, hint: EVIL, source: EVIL, ..Field::new(EVIL, EVIL) };
    let lines = Field { control: Control::Lines, ..field };
    let choice = [Choice { value: EVIL, label: EVIL, hint: EVIL }];
    let pages = [
        field.show(&words()),
        lines.show(&words()),
        Field { control: Control::Select(&choice), ..field }.show(&words()),
        Field { control: Control::Radios(&choice), ..field }.show(&words()),
        tag(Tone::Good, EVIL),
        note(Tone::Bad, EVIL, html! { (EVIL) }),
        facts(&[Fact::new(EVIL, EVIL)]),
        chips(&words(), EVIL, &[Entry::new(EVIL, EVIL)]),
        history(&words(), EVIL, EVIL, EVIL),
        empty(Icon::File, EVIL, EVIL, html! {}),
        error_summary(&words(), &wrong(EVIL), &[(EVIL, EVIL)]),
        files(
            EVIL,
            &[FileRow { icon: Icon::File, name: EVIL, address: Some(EVIL), about: EVIL, state: (Tone::Good, EVIL), action: html! {} }],
        ),
    ];
    for page in pages {
        assert!(!page.0.contains("<script"), "{}", page.0);
        assert!(!page.0.contains("\"\"><"), "{}", page.0);
    }
}

#[test]
fn the_error_summary_leads_to_the_field() {
    let errors = wrong("area");
    let summary = error_summary(&words(), &errors, &[("area", "Площадь")]).0;
    assert!(summary.contains("href=\"#field-area\""), "{summary}");
    assert!(summary.contains("Площадь: Файл не дошёл"), "{summary}");
    assert!(summary.contains("Исправьте 1 поле"), "{summary}");
    assert!(summary.contains("id=\"errors\"") && summary.contains("tabindex=\"-1\""), "{summary}");
    let field = Field { errors: &errors, ..Field::new("area", "Площадь") }.show(&words()).0;
    assert!(field.contains("id=\"field-area\""), "{field}");
    assert!(error_summary(&words(), &[], &[]).0.is_empty());
}

#[test]
fn a_wrong_field_says_what_describes_it() {
    let errors = wrong("area");
    let field = Field {
        hint: "Пример: 54,3", source: "Из вашего профиля", errors: &errors, ..Field::new("area", "Площадь")
    };
    let shown = field.show(&words()).0;
    assert!(shown.contains("aria-describedby=\"hint-area error-area source-area\""), "{shown}");
    assert!(shown.contains("aria-invalid=\"true\"") && shown.contains("aria-required=\"true\""), "{shown}");
    for id in ["hint-area", "error-area", "source-area"] {
        assert!(shown.contains(&format!("id=\"{id}\"")), "{id}: {shown}");
    }
    assert!(shown.contains("<label for=\"field-area\">"), "{shown}");
}

#[test]
fn a_right_field_is_not_called_wrong() {
    let shown = Field { errors: &wrong("other"), need: Need::Optional, ..Field::new("area", "Площадь") }.show(&words()).0;
    assert!(!shown.contains("aria-invalid") && !shown.contains("aria-describedby") && !shown.contains("aria-required"), "{shown}");
    assert!(shown.contains("(необязательно)"), "{shown}");
}

#[test]
fn a_group_is_a_fieldset_and_its_first_choice_takes_the_link_of_the_summary() {
    let choices = [Choice { value: "own", label: "Моя", hint: "" }, Choice { value: "rent", label: "Снимаю", hint: "Нужен договор" }];
    let shown = Field { control: Control::Radios(&choices), value: "rent", ..Field::new("home", "Чья квартира") }.show(&words()).0;
    assert!(shown.starts_with("<fieldset") && shown.contains("<legend>Чья квартира"), "{shown}");
    assert!(shown.contains("id=\"field-home\" name=\"home\" value=\"own\">"), "{shown}");
    assert!(shown.contains("id=\"field-home-1\" name=\"home\" value=\"rent\" checked aria-describedby=\"field-home-1-hint\""), "{shown}");
}

#[test]
fn a_password_is_never_sent_back() {
    let shown = Field { control: Control::Password, value: "secret-1", ..Field::new("password", "Пароль") }.show(&words()).0;
    assert!(!shown.contains("secret-1"), "{shown}");
}

#[test]
fn every_sign_is_in_the_sprite() {
    let sprite = include_str!("../../../assets/icons.svg");
    for icon in Icon::ALL {
        assert!(sprite.contains(&format!("<symbol id=\"{}\"", icon.name())), "{}", icon.name());
    }
    assert_eq!(sprite.matches("<symbol ").count(), Icon::ALL.len());
}

#[test]
fn a_table_tells_its_order_and_its_labels() {
    let columns = [Column::new("Номер", Fit::Key), Column::new("Срок", Fit::Keep).sorted("?sort=-due", Order::Ascending)];
    let rows =
        [Row { tick: Some(("1".into(), "2026-1".into())), tone: Tone::Bad, cells: vec![html! { "2026-1" }, html! { "5 дней" }] }];
    let shown = table(&words(), &Table { caption: "Очередь", columns: &columns, rows: &rows, tick: Some("case") }).0;
    assert!(shown.contains("aria-sort=\"ascending\""), "{shown}");
    assert!(shown.contains("data-label=\"Срок\"") && shown.contains("<th class=\"key\" scope=\"row\">"), "{shown}");
    assert!(shown.contains("aria-label=\"Выбрать 2026-1\""), "{shown}");
}

#[test]
fn a_masked_value_is_stars_for_the_eye_and_a_word_for_the_ear() {
    let shown = personal(&words(), Sight::Masked, &crate::terms::Personal::new("Белова".to_owned())).0;
    assert!(shown.contains("aria-hidden=\"true\">******<") && shown.contains(">скрыто<") && !shown.contains("Белова"), "{shown}");
}

#[test]
fn a_form_that_changes_something_carries_its_token() {
    let token = OnceToken(uuid::Uuid::nil());
    let form = action("/cases/1/take", token, button(Weight::Primary, "Взять")).0;
    assert!(form.contains("name=\"once\" value=\"00000000000000000000000000000000\""), "{form}");
    let asked = Upload {
        address: "/files",
        once: token,
        list: "docs",
        label: "Документ",
        hint: "",
        accept: ".pdf",
        max_bytes: 20 << 20,
        hidden: &[],
        name: "docs",
        errors: &[],
    };
    let form = upload(&words(), &asked).0;
    assert!(
        form.contains("name=\"once\"") && form.contains("data-upload-list=\"#docs\"") && form.contains("data-max-bytes=\"20971520\""),
        "{form}"
    );
}

#[test]
fn both_languages_have_the_same_wording() {
    let ids = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with("web-")).filter_map(|line| line.split(" =").next()).map(str::to_owned).collect()
    };
    let russian = ids(include_str!("../../../assets/locales/ru/web.ftl"));
    assert_eq!(russian, ids(include_str!("../../../assets/locales/en/web.ftl")));
    for language in Language::ALL {
        let words = Words::new(language, TimeZone::UTC);
        assert!(russian.iter().all(|id| words.knows(id)));
    }
}
