//! What stories have in common: real files, forms filled in as a person does it, walks from link to link.

use crate::page::{Browser, Page};
use crate::town::{Town, line, now};
use jiff::{ToSpan, tz::TimeZone};
use kabinet::{
    applications::{
        Application,
        paper::{Block, Paper, render},
    },
    journal::table as journal_table,
    storage::{Engine, Order, rows::each, view::Keys},
    terms::{Language, Words},
};
use reqwest::{Response, StatusCode, header};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    io::Cursor,
    ops::ControlFlow,
    time::Duration,
};

/// How long a story waits for what comes by itself.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long the journals must not grow until a story believes that all is written: page views wait 200 ms for a commit.
const QUIET: Duration = Duration::from_millis(600);

/// A real PDF of one page.
pub fn pdf(title: &str) -> Vec<u8> {
    let paper = Paper {
        title: title.to_owned(),
        number: "17".to_owned(),
        issuer: "ООО «Дрова и уголь»".to_owned(),
        made: "2026-09-14T08:00:00Z".parse().unwrap(),
        check: String::new(),
        blocks: vec![Block::Paragraph("Дрова берёзовые, 6 кубометров, с доставкой.".to_owned())],
    };
    render(&paper, &Words::new(Language::Russian, TimeZone::UTC)).unwrap()
}

/// A real photograph, another for each `shade`.
pub fn jpeg(shade: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::GrayImage::from_fn(160, 120, |x, y| image::Luma([shade.wrapping_add((x ^ y) as u8)]));
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// Without spaces: lines of a PDF may break anywhere.
pub fn packed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What a reader can copy from all pages of a PDF, without spaces.
pub fn text_of(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    packed(&document.extract_text(&pages).unwrap())
}

/// The answers to the steps of "Компенсация расходов на отопление" that the profile does not know.
pub fn heating_answers() -> [(&'static str, Vec<(&'static str, String)>); 3] {
    let paid = now().to_zoned(TimeZone::UTC).date().checked_sub(30.days()).unwrap();
    let owned = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect::<Vec<_>>();
    let mut expenses = owned(&[("paid-sum", "18 400,50"), ("received-elsewhere", "no"), ("payment-way", "post")]);
    expenses.push(("paid-date", paid.strftime("%d.%m.%Y").to_string()));
    let home = [("address", "ул. Набережная, 1"), ("area", "54,3"), ("residents", "3"), ("heating", "firewood"), ("ownership", "own")];
    [("home", owned(&home)), ("ground", owned(&[("ground", "veteran-widow")])), ("expenses", expenses)]
}

impl Page {
    /// What stands in this field of the page.
    pub fn value(&self, name: &str) -> String {
        let text = self.text();
        let mut rest = text.as_str();
        let wanted = format!("name=\"{name}\"");
        while let Some(at) = rest.find(&wanted) {
            let open = rest[..at].rfind('<').unwrap();
            let close = at + rest[at..].find('>').unwrap();
            let tag = &rest[open..close];
            if tag.starts_with("<textarea") {
                let end = close + rest[close..].find("</textarea>").unwrap();
                return plain(rest[close + 1..end].trim_start_matches('\n'));
            }
            let value = tag.split("value=\"").nth(1).map(|value| value[..value.find('"').unwrap()].to_owned());
            if !tag.contains("type=\"radio\"") || tag.contains(" checked") {
                return plain(&value.unwrap_or_default());
            }
            rest = &rest[close..];
        }
        String::new()
    }

    /// The texts of the page without its tags, in their order.
    pub fn texts(&self) -> Vec<String> {
        let text = self.text();
        let texts = text.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| plain(text).trim().to_owned());
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// The places of the site that this page leads to.
    pub fn links(&self) -> Vec<String> {
        let text = self.text();
        let links = ["href=\"", "hx-get=\""]
            .map(|mark| text.split(mark).skip(1).map(|rest| plain(&rest[..rest.find('"').unwrap()])).collect::<Vec<_>>());
        let inside = links.concat().into_iter().filter(|link| link.starts_with('/') && !link.starts_with("//"));
        inside.map(|link| link.split('#').next().unwrap().to_owned()).collect()
    }

    /// What is said at this field.
    pub fn error_at(&self, field: &str) -> String {
        let text = self.text();
        let Some(at) = text.find(&format!("id=\"error-{field}\"")) else { return String::new() };
        let until = at + text[at..].find("</div>").unwrap();
        let inner = text[at..until].split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| plain(text)).collect::<Vec<_>>();
        inner.concat().trim().to_owned()
    }
}

/// Text as a reader sees it.
fn plain(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace("&amp;", "&")
}

/// A stream of events that somebody follows.
pub struct Stream {
    response: Response,
    heard: String,
}

impl Stream {
    /// Waits until this was heard, and forgets it.
    pub async fn hear(&mut self, what: &str) {
        let heard = tokio::time::timeout(PATIENCE, async {
            while !self.heard.contains(what) {
                let chunk = self.response.chunk().await.unwrap().expect("the stream goes on");
                self.heard.push_str(&String::from_utf8_lossy(&chunk));
            }
        });
        heard.await.unwrap_or_else(|_| panic!("{what:?} is heard"));
        self.heard.clear();
    }
}

impl Stream {
    /// Waits for its end.
    pub async fn ends(&mut self) {
        let over = tokio::time::timeout(PATIENCE, async { while matches!(self.response.chunk().await, Ok(Some(_))) {} });
        over.await.expect("the stream ends");
    }
}

impl Browser {
    /// Follows a stream of events, from its greeting on.
    pub async fn follow(&self, path: &str) -> Stream {
        let response = self.client.get(format!("{}{path}", self.base)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        let mut stream = Stream { response, heard: String::new() };
        stream.hear("retry:").await;
        stream
    }

    /// Asks for a page in this language.
    pub async fn get_in(&self, language: &str, path: &str) -> Page {
        let request = self.client.get(format!("{}{path}", self.base)).header(header::ACCEPT_LANGUAGE, language);
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Page { status, headers, bytes: response.bytes().await.unwrap().to_vec() }
    }

    /// Asks until the page says this.
    pub async fn until_says(&self, path: &str, words: &str) -> Page {
        let began = std::time::Instant::now();
        loop {
            let page = self.get(path).await;
            if page.says(words) {
                return page;
            }
            assert!(began.elapsed() < PATIENCE, "{path} says {words}: {}", page.texts().join(" | "));
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Sends the form of a page and expects to be led on.
    pub async fn go(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.submit(page, action, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{action}: {}", answer.texts().join(" | "));
        answer.location()
    }

    /// Begins an application for this service; the address of its first step.
    pub async fn start(&self, service: &str) -> String {
        self.go(&format!("/services/{service}"), &format!("/services/{service}/start"), &[]).await
    }

    /// Begins, fills in and hands in an application for the compensation of heating; its address.
    pub async fn apply_for_heating(&self) -> String {
        let application = self.fill_in_heating().await;
        let address = self.go(&format!("{application}/check"), &format!("{application}/submit"), &[]).await;
        assert_eq!(address, application);
        application
    }

    /// All but the handing in.
    pub async fn fill_in_heating(&self) -> String {
        let first = self.start("heating-compensation").await;
        let application = first.strip_suffix("/steps/applicant").unwrap().to_owned();
        let page = self.get(&first).await;
        let known = ["full-name", "birth-date", "snils", "phone", "email"].map(|name| (name, page.value(name)));
        let known: Vec<_> = known.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.go(&first, &first, &known).await;
        self.fill_in_the_rest(&application).await;
        application
    }

    /// The same where the applicant's own step is filled in already; handed in.
    pub async fn hand_in_heating(&self, application: &str) {
        self.fill_in_the_rest(application).await;
        self.go(&format!("{application}/check"), &format!("{application}/submit"), &[]).await;
    }

    async fn fill_in_the_rest(&self, application: &str) {
        for (step, answers) in heating_answers() {
            let step = format!("{application}/steps/{step}");
            let answers: Vec<_> = answers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            self.go(&step, &step, &answers).await;
        }
        let documents = format!("{application}/documents");
        for (kind, name, bytes) in [("receipts", "Чеки.pdf", pdf("Квитанция")), ("no-central-heating", "Справка.jpg", jpeg(7))]
        {
            let once = self.get(&format!("{application}/steps/documents")).await.once(&documents);
            let answer = self.upload(&documents, &once, kind, name, bytes).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        }
    }

    /// Walks from link to link, and asks for at most so many addresses of one shape (`/cases/1` and `/cases/2` are one).
    pub async fn walk(&self, language: &str, starts: &[&str], of_a_shape: usize) -> Vec<(String, Page)> {
        let mut waiting: VecDeque<String> = starts.iter().map(|start| (*start).to_owned()).collect();
        let (mut known, mut shapes, mut seen) = (BTreeSet::new(), BTreeMap::<String, usize>::new(), Vec::new());
        while let Some(address) = waiting.pop_front() {
            if address.starts_with("/assets/") || address.ends_with("/stream") || !known.insert(address.clone()) {
                continue;
            }
            let count = shapes.entry(shape(&address)).or_default();
            *count += 1;
            if *count > of_a_shape {
                continue;
            }
            let page = self.get_in(language, &address).await;
            let is_html = page.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"));
            if page.status.is_redirection() {
                waiting.push_back(page.location());
            } else if is_html {
                waiting.extend(page.links());
            }
            seen.push((address, page));
        }
        seen
    }
}

/// The address without its numbers, and with the names but not all the values behind its `?`.
fn shape(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut shape: String =
        path.split('/').map(|part| if part.bytes().any(|byte| byte.is_ascii_digit()) { "#" } else { part }).collect::<Vec<_>>().join("/");
    if let Some((_, role)) = path.split_once("/rights/roles/") {
        shape = format!("/rights/roles/#{}", role.split_once('/').map_or("", |(_, page)| page));
    }
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        shape.push_str(&format!(" {name}"));
        if ["tab", "show"].contains(&name) {
            shape.push_str(value);
        }
    }
    shape
}

impl Town {
    /// What forms did since the first `from` entries of this Agent's journal, a line each.
    pub fn posted_since(&self, agent: u64, from: usize) -> String {
        let entries = self.journal(agent);
        entries[from..].iter().filter(|entry| entry.request.starts_with("POST")).map(line).collect::<Vec<_>>().join("\n")
    }

    /// All applications, as they are stored now.
    pub fn applications(&self) -> Vec<Application> {
        let engine = Engine::open_to_read(self.folder()).unwrap();
        let mut all = Vec::new();
        each(&engine.snapshot().unwrap(), &Keys::all(), Order::Ascending, |application: Application| {
            all.push(application);
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
        all
    }

    /// Waits until entries of page views, which are written in the background, are on disk.
    pub async fn settled(&self) {
        let mut before = usize::MAX;
        loop {
            tokio::time::sleep(QUIET).await;
            let engine = Engine::open_to_read(self.folder()).unwrap();
            let snapshot = engine.snapshot().unwrap();
            let agents = journal_table::agents(&snapshot).unwrap();
            let now = agents.into_iter().map(|agent| journal_table::head(&snapshot, agent).unwrap().size() as usize).sum();
            if now == before {
                return;
            }
            before = now;
        }
    }
}

/// `?q=…` of a search.
pub fn sought(words: &str) -> String {
    format!("/search?{}", serde_urlencoded::to_string([("q", words)]).unwrap())
}
