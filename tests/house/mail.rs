//! Stories of letters: written with what they tell of, sent to a real mail server, or laid into the outbox folder.

use crate::certificates;
use crate::town::{OWNER, Town, copied_hamlet, line};
use expect_test::expect;
use jiff::{SignedDuration, Timestamp};
use kabinet::{
    access::{Actor, Function},
    act::Call,
    identity::{Login, User, table as identity_table},
    notifications::{
        Draft, Letter, LetterId,
        letter::{Attachment, Content, Delivery},
        letters,
        mailer::{Pace, Security, Server, Settings},
    },
    ops::{demo::Size, showing},
    people::Email,
    storage::{Engine, Order, StagedFile, rows::each, view::Keys},
    terms::{AgentId, Digest, Language, Secret, message},
};
use reqwest::StatusCode;
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    ops::ControlFlow,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);

/// A real mail server in a process of its own; stopped when dropped.
pub struct MailServer {
    child: Child,
}

impl MailServer {
    /// Listens on this port, and lays what it gets into the folder.
    pub fn start(port: u16, folder: &Path, secure: &[&str]) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/house/smtp_server.py");
        // Not the first in the PATH: the module is of the package of the system.
        let mut command = Command::new("/usr/bin/python3");
        command.arg(script).arg(port.to_string()).arg(folder).args(secure).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "ready\n", "python3-aiosmtpd is installed (tests/run does it)");
        Self { child }
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Whether a letter was sent to this address.
pub fn to(address: &str) -> impl Fn(&Value) -> bool {
    move |letter: &Value| letter["to"] == address
}

/// The letters of this kind that the mail server got, in their order, once there is one. The town has news of its own.
pub async fn received(folder: &Path, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
    let began = Instant::now();
    loop {
        let mut files: Vec<_> = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        let all: Vec<Value> = files.iter().map(|path| serde_json::from_slice(&fs::read(path).unwrap()).unwrap()).collect();
        if all.iter().any(&wanted) {
            return all.into_iter().filter(&wanted).collect();
        }
        assert!(began.elapsed() < PATIENCE, "the letter arrives; there are {all:#?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A server on this machine without TLS, and no patience with it.
pub fn plain(port: u16) -> Settings {
    let pause = SignedDuration::from_millis(200);
    let pace = Pace { first_pause: pause, longest_pause: pause, first_rest: pause, longest_rest: pause, ..Pace::default() };
    let server = Server { host: "127.0.0.1".to_owned(), port, security: Security::Plain, credentials: None, authority: None };
    Settings {
        server: Some(server),
        from: "Кабинет <kabinet@example.ru>".to_owned(),
        pace,
        site: Some("https://kabinet.example".to_owned()),
    }
}

fn draft(to: &str) -> Draft {
    Draft {
        to: Email::parse(to).unwrap(),
        user: None,
        person: None,
        agent: AgentId::new(OWNER),
        language: Language::Russian,
        subject: message("letter-subject"),
        text: vec![message("letter-greeting").with("name", "Анна Сергеевна"), message("letter-open-application")],
        secrets: vec![("link".to_owned(), "/begin/5e44ab1e-once".to_owned())],
        attachment: None,
    }
}

/// Writes this letter into a town that nobody serves.
fn write(folder: &Path, draft: Draft, file: Option<&[u8]>) -> LetterId {
    let (mut installation, _) = showing::open(folder, Size::HAMLET).unwrap();
    let actor = Actor::operator("story");
    let call = Call { actor: &actor, function: Function::LetterSend, at: Timestamp::now(), once: None };
    let staged = file.map(|bytes| {
        let path = folder.join("incoming/story");
        fs::write(&path, bytes).unwrap();
        Arc::new(StagedFile::new(path, Digest::of(bytes), bytes.len() as u64))
    });
    let verb = |act: &mut kabinet::act::Act<'_>| {
        staged.map_or(Ok(()), |staged| act.take_in(staged))?;
        letters::write(act, draft)
    };
    let id = installation.bench.act(&call, verb).unwrap();
    installation.bench.close().unwrap();
    id
}

fn stored(folder: &Path) -> Vec<Letter> {
    let engine = Engine::open_to_read(folder).unwrap();
    let mut all = Vec::new();
    each(&engine.snapshot().unwrap(), &Keys::all(), Order::Ascending, |letter: Letter| {
        all.push(letter);
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    all
}

fn is_tried(letter: &Letter) -> bool {
    matches!(letter.delivery, Delivery::Waiting { error: Some(_), .. })
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < PATIENCE, "{what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_letter_goes_over_tls_with_its_file_and_its_secret_is_gone_afterwards() {
    let (folder, mailbox, port) = (copied_hamlet(), TempDir::new().unwrap(), free_port());
    // The town makes its certificates at the first start.
    let folder = Town::over(folder).close();
    let keys = folder.path().join("keys");
    let [server, authority] = ["server.pem", "authority.crt"].map(|name| keys.join(name).display().to_string());
    let _server = MailServer::start(port, mailbox.path(), &[&server, &server, "kabinet", "тихая река 7"]);
    let bytes = b"%PDF-1.7 a small file";
    let file = Attachment {
        name: "Заявление № 7.pdf".to_owned(),
        media: "application/pdf".to_owned(),
        content: Content::Stored { digest: Digest::of(bytes), size: bytes.len() as u64 },
    };
    let id = write(folder.path(), Draft { attachment: Some(file), ..draft("anna.belova@почта.рф") }, Some(bytes));
    let settings = Settings {
        server: Some(Server {
            host: "localhost".to_owned(),
            port,
            security: Security::StartTls,
            credentials: Some(("kabinet".to_owned(), Secret::new("тихая река 7".to_owned()))),
            authority: Some(fs::read(authority).unwrap()),
        }),
        ..plain(port)
    };
    let town = Town::with_mail(folder, settings);
    let letter = received(mailbox.path(), to("anna.belova@xn--80a1acny.xn--p1ai")).await.remove(0);
    assert_eq!((&letter["tls"], &letter["authenticated"]), (&Value::Bool(true), &Value::Bool(true)));
    assert_eq!((letter["from"].as_str(), letter["sender"].as_str()), (Some("Кабинет <kabinet@example.ru>"), Some("kabinet@example.ru")));
    assert_eq!((letter["subject"].as_str(), letter["auto"].as_str()), (Some("Тема"), Some("auto-generated")));
    assert_eq!(letter["files"][0][0], "Заявление № 7.pdf");
    assert_eq!(letter["files"][0][2], bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    expect![[r#"
        Здравствуйте, Анна Сергеевна.

        Открыть заявление: https://kabinet.example/begin/5e44ab1e-once

        —
        Это письмо отправила программа «Кабинет», Тихореченск. Отвечать на него не нужно."#]]
    .assert_eq(&letter["text"].as_str().unwrap().replace("\r\n", "\n"));
    let kept = || stored(town.folder()).into_iter().find(|letter| letter.id == id).unwrap();
    until("the letter is known to have gone out", || matches!(kept().delivery, Delivery::Sent { .. })).await;
    let kept = kept();
    assert!(kept.is_spent() && !format!("{:?}", kept.secrets.reveal()).contains("5e44ab1e"), "only the name of the secret is left");
    assert!(!format!("{:?}", town.journal(OWNER)).contains("5e44ab1e"), "the journal never had it");
    // Nor can it be sent again.
    let supervisor = town.signed_in("1-gromov").await;
    let page = supervisor.get("/letters?show=sent").await;
    assert!(page.says("Одноразовое") && !page.says(&format!("/letters/{id}/send")), "{}", page.texts().join(" | "));
    let once = "0199e4a2-d7f0-7c0a-8a3e-0123456789ab";
    let again = supervisor.post(&format!("/letters/{}/send", kept.id), &[("once", once)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn letters_wait_for_the_server_through_a_restart_and_the_administrator_sees_why() {
    let (folder, mailbox, port) = (copied_hamlet(), TempDir::new().unwrap(), free_port());
    let id = write(folder.path(), draft("anna@example.ru"), None);
    let began = Town::over(folder);
    let folder = began.close();
    // That town had no server: the letter lies in the folder, for its owner alone.
    let outbox: Vec<_> = fs::read_dir(folder.path().join("outbox")).unwrap().flatten().collect();
    let lying =
        outbox.iter().find(|file| file.file_name().to_string_lossy().ends_with(&format!("-{id}.eml"))).expect("a file in the outbox");
    assert_eq!(lying.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fs::read_to_string(lying.path()).unwrap().contains(&format!("Message-ID: <{id}@localhost.localdomain>")));

    let second = write(folder.path(), draft("anna@example.ru"), None);
    // A letter that failed waits for an hour: what goes out before goes out because somebody asked for it.
    let hour = SignedDuration::from_hours(1);
    let patient = Settings { pace: Pace { first_pause: hour, longest_pause: hour, ..plain(port).pace }, ..plain(port) };
    let town = Town::with_mail(folder, patient.clone());
    let supervisor = town.signed_in("1-gromov").await;
    until("the letter was tried", || stored(town.folder()).iter().any(|letter| letter.id == second && is_tried(letter))).await;
    let page = supervisor.until_says("/letters", "попытк").await;
    assert!(page.says("anna@example.ru") && page.says("Connection refused"), "{}", page.texts().join(" | "));
    let town = Town::with_mail(town.close(), patient);
    let supervisor = town.signed_in("1-gromov").await;
    assert!(supervisor.get("/letters").await.says("Connection refused"));
    let size = town.journal_size(OWNER);
    let _server = MailServer::start(port, mailbox.path(), &[]);
    let send = format!("/letters/{second}/send");
    assert_eq!(supervisor.submit("/letters", &send, &[]).await.status, StatusCode::SEE_OTHER);
    let sent = |letter: &Value| letter["id"] == format!("<{second}@example.ru>");
    received(mailbox.path(), sent).await;
    let is_sent = |letter: &Letter| letter.id == second && matches!(letter.delivery, Delivery::Sent { .. });
    until("the letter is known to have gone out", || stored(town.folder()).iter().any(is_sent)).await;
    let told: Vec<_> = town.journal(OWNER)[size..].iter().filter(|entry| entry.function.contains("letter")).map(line).collect();
    assert!(told.iter().any(|line| line.starts_with("1-gromov notifications.letter.send-anew Success letter Changed letter")), "{told:#?}");
    assert!(told.iter().any(|line| line.starts_with("operator notifications.letter.send Success letter Changed letter")), "{told:#?}");
    assert_eq!(received(mailbox.path(), sent).await.len(), 1, "it arrived once");
}

#[tokio::test]
async fn an_unknown_mailbox_is_given_up_and_a_full_one_waits() {
    let (folder, mailbox, port) = (copied_hamlet(), TempDir::new().unwrap(), free_port());
    for to in ["nobody@example.ru", "full@example.ru", "anna@example.ru"] {
        write(folder.path(), draft(to), None);
    }
    let _server = MailServer::start(port, mailbox.path(), &[]);
    let town = Town::with_mail(folder, plain(port));
    received(mailbox.path(), to("anna@example.ru")).await; // one bad address holds up nobody
    let supervisor = town.signed_in("1-gromov").await;
    let page = supervisor.until_says("/letters", "mailbox is full").await;
    assert!(page.says("no such mailbox") && page.says("Не доставить"), "{}", page.texts().join(" | "));
    assert_eq!(
        stored(town.folder()).iter().filter(|letter| letter.is_spent()).count(),
        2,
        "the secret of the one that is given up is gone too"
    );
    let masked = town.signed_in("3-orlova").await;
    assert!(!masked.get("/letters").await.says("@example.ru"), "letters of the Owner's are not another Agent's");
    assert_eq!(town.signed_in("3-morozov").await.get("/letters").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_citizen_chooses_which_notices_come_by_mail() {
    let (folder, mailbox, port) = (copied_hamlet(), TempDir::new().unwrap(), free_port());
    let _server = MailServer::start(port, mailbox.path(), &[]);
    let town = Town::with_mail(folder, plain(port));
    let belova = town.signed_in("4-belova").await;
    belova.go("/notices", "/notices/mail", &[("topic", "progress"), ("language", "en")]).await;
    let page = belova.get("/notices").await;
    assert!(page.text().contains("value=\"progress\" checked") && !page.text().contains("value=\"question\" checked"));
    belova.apply_for_heating().await;
    let operator = town.signed_in("3-morozov").await;
    let case = town.applications().into_iter().max_by_key(|case| case.id).unwrap();
    let page = format!("/cases/{}", case.id);
    operator.go(&page, &format!("{page}/take"), &[]).await;
    let link = format!("https://kabinet.example/applications/{}", case.id);
    let tells = |letter: &Value| letter["text"].as_str().unwrap().lines().any(|line| line.trim_end().ends_with(&link));
    let letters = received(mailbox.path(), tells).await;
    let text = letters[0]["text"].as_str().unwrap();
    assert!(text.starts_with("Dear Анна Сергеевна,"), "{text}");
    assert!(text.contains("https://kabinet.example/notices"), "{text}");
}

/// The letters with this subject that lie in the outbox of the town, once there is one.
pub async fn letters_to(town: &Town, subject: &str) -> Vec<Vec<u8>> {
    let began = Instant::now();
    loop {
        let files = fs::read_dir(town.folder().join("outbox")).into_iter().flatten().flatten().map(|entry| entry.path());
        let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "eml"));
        let mut letters: Vec<_> = files.map(|path| fs::read(path).unwrap()).collect();
        letters.retain(|letter| subject_of(letter) == subject);
        if !letters.is_empty() {
            return letters;
        }
        assert!(began.elapsed() < PATIENCE, "there is a letter about {subject}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Python's own parser reads a letter: nothing of ours.
fn parsed(letter: &[u8], what: &str) -> String {
    let program = format!(
        "import sys, email, email.policy; m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default); \
         sys.stdout.buffer.write(({what}).encode())"
    );
    let mut child = Command::new("/usr/bin/python3").args(["-c", &program]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), letter).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

fn subject_of(letter: &[u8]) -> String {
    parsed(letter, "str(m['Subject'])")
}

/// The text of a letter.
pub fn text_of_letter(letter: &[u8]) -> String {
    parsed(letter, "m.get_body(('plain',)).get_content()")
}

/// The Owner writes the e-mail address on an employee's card.
fn with_address(folder: &Path, login: &str, address: &str) {
    let (mut installation, _) = showing::open(folder, Size::HAMLET).unwrap();
    let actor = Actor::operator("story");
    let call = Call { actor: &actor, function: Function::UserCreate, at: Timestamp::now(), once: None };
    let written = installation.bench.act(&call, |act| {
        let user = identity_table::user_by_login(&*act, &Login::parse(login).unwrap())?.unwrap();
        act.save(&user, User { email: address.to_owned(), ..user.clone() }).map(drop)
    });
    written.unwrap();
    installation.bench.close().unwrap();
}

#[tokio::test]
async fn the_link_to_a_certificate_and_its_release_go_by_mail() {
    let (folder, mailbox, port) = (copied_hamlet(), TempDir::new().unwrap(), free_port());
    with_address(folder.path(), "3-morozov", "morozov@example.org");
    let _server = MailServer::start(port, mailbox.path(), &[]);
    let town = Town::with_mail(folder, plain(port));
    let certificates::Given { password, .. } = certificates::given(&town, "3-morozov", 90).await;
    let letters = || received(mailbox.path(), to("morozov@example.org"));
    let began = Instant::now();
    let mut subjects: Vec<String> = Vec::new();
    while subjects.len() < 2 && began.elapsed() < PATIENCE {
        subjects = letters().await.iter().map(|letter| letter["subject"].as_str().unwrap().to_owned()).collect();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(subjects, ["Ссылка для выпуска сертификата", "Сертификат выпущен"]);
    let released = letters().await.remove(1);
    assert_eq!(released["files"][0][0], "3-morozov-modern.p12");
    let file = bytes_of(released["files"][0][2].as_str().unwrap());
    assert!(certificates::opened(&file, &password).is_some(), "the file opens with the password that was shown once");
    assert!(certificates::opened(&file, "guess").is_none());
    let text = letters().await.remove(0)["text"].as_str().unwrap().to_owned();
    let (_, rest) = text.split_once("https://kabinet.example/certificate?link=").expect("the link leads to the site");
    let token = rest.split_whitespace().next().unwrap();
    assert_eq!(town.browser().get(&format!("/certificate?link={token}")).await.status, StatusCode::OK, "it is the link that counts");
    assert!(!format!("{:?}", town.journal(OWNER)).contains(token), "the journal never had it");
    let folder = town.close();
    for letter in stored(folder.path()) {
        let kept = letter.attachment.map(|file| file.content);
        assert!(
            kept.is_none_or(|content| matches!(content, Content::Sealed(sealed) if sealed.reveal().is_none())),
            "a file that has gone out is gone"
        );
    }
}

/// The bytes of a file as the mail server wrote them down.
pub fn bytes_of(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

#[tokio::test]
async fn a_certificate_goes_to_the_address_on_the_signed_document_where_the_card_has_none() {
    let (folder, mailbox, port) = (copied_hamlet(), TempDir::new().unwrap(), free_port());
    with_address(folder.path(), "3-morozov", "");
    let _server = MailServer::start(port, mailbox.path(), &[]);
    let town = Town::with_mail(folder, plain(port));
    certificates::given(&town, "3-morozov", 91).await;
    let letter = received(mailbox.path(), to("morozov@example.org")).await.remove(0);
    assert_eq!(letter["subject"].as_str(), Some("Сертификат выпущен"), "the link itself was handed over in person");
}
