//! An appeal is always answered by somebody who did not sign the refusal; and who has to do something is told so.

use crate::{
    main_job::case_of,
    page::Browser,
    town::{SOCIAL, Town},
};
use kabinet::{
    identity::{Login, User, table as identity_table},
    terms::Result,
};
use reqwest::StatusCode;

/// The employees of social protection whom a case meets.
pub struct Office {
    pub operator: Browser,
    pub inspector: Browser,
}

impl Office {
    pub async fn of(town: &Town) -> Self {
        Self { operator: town.signed_in("3-morozov").await, inspector: town.signed_in("3-zaytsev").await }
    }

    /// Takes the case, has its documents checked, and brings it to the decision.
    pub async fn prepare(&self, case: &str) {
        self.operator.go(case, &format!("{case}/take"), &[]).await;
        self.operator.go(case, &format!("{case}/send"), &[]).await;
        let documents = format!("{case}?tab=documents");
        for number in [1, 2] {
            self.inspector.go(&documents, &format!("{case}/documents/{number}/check"), &[("finding", "confirmed")]).await;
        }
        self.inspector.go(&documents, &format!("{case}/finish"), &[]).await;
    }
}

pub const REFUSAL: [(&str, &str); 2] = [("template", "refused-receipts"), ("reason", "На чеке нет даты.")];

/// The cards of both heads say that they no longer work.
fn send_both_heads_away(act: &mut kabinet::act::Act<'_>) -> Result<()> {
    for login in ["3-belyaeva", "3-sokolov"] {
        let head = identity_table::user_by_login(&*act, &Login::parse(login).unwrap())?.unwrap();
        act.save(&head, User { active: false, ..head.clone() })?;
    }
    Ok(())
}

/// She has the same password as her colleague.
fn let_vlasova_in(act: &mut kabinet::act::Act<'_>) -> Result<()> {
    let known = |act: &kabinet::act::Act<'_>, login| {
        Ok::<_, kabinet::terms::Error>(identity_table::user_by_login(act, &Login::parse(login).unwrap())?.unwrap())
    };
    let (colleague, other) = (known(act, "3-vlasova")?, known(act, "3-morozov")?);
    act.save(&colleague, User { password: other.password, ..colleague.clone() }).map(drop)
}

#[tokio::test]
async fn the_second_signature_leaves_somebody_to_answer_the_appeal_and_everybody_is_told_what_waits_for_them() {
    let town = Town::open().meanwhile(let_vlasova_in);
    let belova = town.signed_in("4-belova").await;
    let (one, other) = (town.signed_in("3-belyaeva").await, town.signed_in("3-sokolov").await);
    let colleague = town.signed_in("3-vlasova").await;
    let office = Office::of(&town).await;
    let application = belova.apply_for_heating().await;
    let (case, from) = (case_of(&application), town.journal_size(SOCIAL));
    let decision = format!("{case}?tab=decision");
    office.prepare(&case).await;

    // The citizen's answer, a case that is handed over, a remark: each is told to whom it concerns, and to nobody else.
    office.operator.go(&format!("{case}?tab=talk"), &format!("{case}/ask"), &[("question", "Какой датой чек?")]).await;
    let mut bell = office.operator.follow("/cases/stream").await;
    belova.go(&application, &format!("{application}/answer"), &[("answer", "На обороте.")]).await;
    bell.hear("event: bell").await;
    office.operator.until_says("/notices", "Заявитель ответил на вопрос").await;
    assert!(office.operator.get("/notices").await.says(&format!("href=\"{case}\"")), "the notice leads to the case");
    let to = town.number_of("3-vlasova").to_string();
    one.go(&case, &format!("{case}/assign"), &[("to", &to)]).await;
    colleague.until_says("/notices", "Вам передали дело").await;
    assert!(!office.operator.get("/notices").await.says("Вам передали дело"));
    one.go(&decision, &format!("{case}/decide"), &[("template", "granted-partly"), ("reason", "Частью."), ("sum", "100")]).await;
    other.until_says("/notices", "нужна вторая подпись").await;
    other.go(&decision, &format!("{case}/rework"), &[("remark", "Чек без даты.")]).await;
    one.until_says("/notices", "вернули вам на доработку").await;

    // Both heads would have signed, and nobody else may answer an appeal.
    one.go(&decision, &format!("{case}/decide"), &REFUSAL).await;
    let refused = other.submit(&decision, &format!("{case}/confirm"), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["некому будет ответить", "Власова"] {
        assert!(refused.says(said), "{said}: {}", refused.texts().join(" | "));
    }
    colleague.until_says("/notices", "нужна вторая подпись").await;
    colleague.go(&decision, &format!("{case}/confirm"), &[]).await;
    assert!(!one.get(&case).await.says("некому рассматривать"));
    belova.go(&application, &format!("{application}/appeal"), &[("appeal", "Дата на обороте чека.")]).await;
    other.until_says("/notices", "заявитель обжаловал отказ").await;
    assert!(!one.get("/notices").await.says("обжаловал отказ"), "who signed the refusal is not asked");
    // Nor is the case given to whoever signed it, or may not answer.
    let card = other.get(&case).await;
    assert!(card.says("Соколов") && !card.says(&format!("value=\"{to}\"")), "{}", card.texts().join(" | "));
    for to in [&to, &town.number_of("3-morozov").to_string()] {
        let refused = other.submit(&case, &format!("{case}/assign"), &[("to", to)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("тот, кто не подписывал отказ"), "{}", refused.texts().join(" | "));
    }
    other.go(&decision, &format!("{case}/appeal"), &[("verdict", "return"), ("answer", "Смотрим заново.")]).await;
    let told = town.posted_since(SOCIAL, from);
    assert!(told.contains("3-sokolov applications.case.decide Refused application [decide-other-for-appeal]"), "{told}");
}

#[tokio::test]
async fn an_appeal_that_nobody_may_answer_is_told_to_those_who_see_the_case_and_to_the_administrators() {
    let town = Town::open();
    let belova = town.signed_in("4-belova").await;
    let head = town.signed_in("3-belyaeva").await;
    let application = belova.apply_for_heating().await;
    let (case, decision) = (case_of(&application), format!("{}?tab=decision", case_of(&application)));
    let office = Office::of(&town).await;
    office.prepare(&case).await;
    office.operator.go(&decision, &format!("{case}/decide"), &REFUSAL).await;
    head.go(&decision, &format!("{case}/confirm"), &[]).await;
    let town = town.meanwhile(send_both_heads_away);
    let (belova, operator) = (town.signed_in("4-belova").await, town.signed_in("3-morozov").await);
    assert!(operator.get(&case).await.says("Жалобу некому рассматривать"), "it is seen before the appeal comes");
    belova.go(&application, &format!("{application}/appeal"), &[("appeal", "Дата на обороте чека.")]).await;
    let administrator = town.signed_in("3-orlova").await;
    administrator.until_says("/notices", "жалобу некому рассматривать").await;
    assert!(town.signed_in("3-petrenko").await.get("/notices").await.says("то, что ждёт именно вас"));
}
