//! Real Chromium over WebDriver, as wide as a phone or a desk, with axe-core to judge each page.

use crate::town::{PASSWORD, Town};
use fantoccini::{
    Client, ClientBuilder, Locator,
    elements::Element,
    error::CmdError,
    wd::{Capabilities, WebDriverCompatibleCommand},
};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Value, json};
use std::{
    future::Future,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

const AXE: &str = include_str!("axe.min.js");
/// How long a page may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// The key in the code points of WebDriver.
const ENTER: &str = "\u{e007}";
/// Between two looks at a page that is waited for.
const GLANCE: Duration = Duration::from_millis(100);

/// How wide the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// 320 CSS pixels: the least that every page must fit.
    Least,
    /// 390 CSS pixels.
    Phone,
    /// 1440 CSS pixels.
    Desk,
}

/// Whether pages may run scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scripts {
    On,
    Off,
}

/// A running chromedriver; its browsers end with it.
pub struct Driver {
    process: Child,
    port: u16,
    _said: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts one on a free port.
    pub fn start() -> Self {
        Self::run(Command::new("chromedriver"))
    }

    /// Starts one whose browsers have this folder as their home: their certificates are in `.pki/nssdb` there.
    pub fn start_at(home: &Path) -> Self {
        let mut command = Command::new("chromedriver");
        command.env("HOME", home);
        Self::run(command)
    }

    fn run(mut command: Command) -> Self {
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("chromedriver is there: tests/run installs it");
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        let port = loop {
            line.clear();
            assert_ne!(said.read_line(&mut line).unwrap(), 0, "chromedriver tells its port");
            if let Some((_, port)) = line.trim_end().trim_end_matches('.').split_once("successfully on port ") {
                break port.parse().unwrap();
            }
        };
        Self { process, port, _said: said }
    }

    /// Opens a browser that prefers this language.
    pub async fn screen(&self, town: &Town, width: Width, scripts: Scripts, language: &str) -> Screen {
        let pixels = match width {
            Width::Least => 320,
            Width::Phone => 390,
            Width::Desk => 1440,
        };
        let mut prefs = json!({ "intl.accept_languages": language });
        if scripts == Scripts::Off {
            prefs["profile.managed_default_content_settings.javascript"] = json!(2);
        }
        let flags = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking \
            --disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars --window-size=1440,900";
        let mut options = json!({ "args": flags.split_whitespace().collect::<Vec<_>>(), "prefs": prefs });
        if width != Width::Desk {
            options["mobileEmulation"] = json!({ "deviceMetrics": { "width": pixels, "height": 844, "pixelRatio": 1 } });
        }
        let mut wanted = Capabilities::new();
        wanted.insert("acceptInsecureCerts".to_owned(), json!(true));
        wanted.insert("goog:chromeOptions".to_owned(), options);
        wanted.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
        let driver = format!("http://127.0.0.1:{}", self.port);
        let client = ClientBuilder::new(HttpConnector::new()).capabilities(wanted).connect(&driver).await.unwrap();
        Screen { client, base: format!("https://localhost:{}", town.https.port()), pixels, scripts }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let told = TcpStream::connect(("127.0.0.1", self.port)).and_then(|mut stream| {
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
            stream.read_to_end(&mut Vec::new())
        });
        if told.is_err() {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

/// What the browser wrote into its console since the last time.
#[derive(Debug)]
struct ReadConsole;

impl WebDriverCompatibleCommand for ReadConsole {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base.join(&format!("session/{}/se/log", session.unwrap_or("")))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

/// A key of the browser's own, whose person agrees to everything (WebAuthn, 11.3).
#[derive(Debug)]
struct AddAuthenticator;

impl WebDriverCompatibleCommand for AddAuthenticator {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base.join(&format!("session/{}/webauthn/authenticator", session.unwrap_or("")))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let key = json!({ "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true, "isUserVerified": true });
        (Method::POST, Some(key.to_string()))
    }
}

/// A browser with a person before it.
pub struct Screen {
    client: Client,
    base: String,
    pixels: u64,
    scripts: Scripts,
}

impl Screen {
    /// Opens an address of the town.
    pub async fn open(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.unwrap();
    }

    /// Opens an address at another port.
    pub async fn open_at(&self, port: u16, path: &str) {
        self.client.goto(&format!("https://localhost:{port}{path}")).await.unwrap();
    }

    /// Opens an address and lets axe judge the page.
    pub async fn visit(&self, path: &str) {
        self.open(path).await;
        self.passes(path).await;
    }

    /// Signs in by the form, and lands on the start page.
    pub async fn sign_in(&self, login: &str) {
        self.leave().await;
        self.open("/sign-in").await;
        self.fill("login", login).await;
        self.fill("password", PASSWORD).await;
        self.send("/sign-in").await;
        assert_eq!(self.client.find_all(Locator::Css("form[action='/sign-in']")).await.unwrap().len(), 0, "{login} is signed in");
    }

    /// Gives the browser a key that answers for its person.
    pub async fn add_authenticator(&self) {
        let added: Result<Value, CmdError> = self.client.issue_cmd(AddAuthenticator).await;
        added.unwrap();
    }

    /// Runs a script in the page that calls its last argument with what it found.
    pub async fn run_until_done(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute_async(script, arguments).await.unwrap()
    }

    /// Forgets every cookie: another person before the same browser.
    pub async fn leave(&self) {
        self.client.delete_all_cookies().await.unwrap();
    }

    /// The path of the page.
    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// All that can be read on the page.
    pub async fn text(&self) -> String {
        let text = self.client.execute("return document.body.innerText", vec![]).await.unwrap();
        text.as_str().unwrap().replace('\u{a0}', " ")
    }

    /// Asks again and again until it is so.
    pub async fn until<F: Future<Output = bool>>(&self, what: &str, so: impl Fn() -> F) {
        let began = Instant::now();
        while !so().await {
            if began.elapsed() > PATIENCE {
                panic!("{what}; {} says: {}", self.path().await, self.text().await);
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Waits until the page says this.
    pub async fn says(&self, words: &str) {
        self.until(&format!("the page says «{words}»"), async || self.text().await.contains(words)).await;
    }

    /// The first element with this selector.
    pub async fn find(&self, css: &str) -> Element {
        self.client.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// How many elements have this selector.
    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.unwrap().len()
    }

    /// Clicks, or presses this key where scripts are off: chromedriver clicks by a script.
    async fn push(&self, element: &Element, key: &str) {
        match self.scripts {
            Scripts::On => element.click().await.unwrap(),
            Scripts::Off => element.send_keys(key).await.unwrap(),
        }
    }

    /// Presses what has these words on it: a button, a link, a summary.
    pub async fn press(&self, words: &str) {
        let path = format!("//main//*[self::a or self::button or self::summary][starts-with(normalize-space(.), '{words}')]");
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&path)).await;
        self.push(&found.unwrap_or_else(|error| panic!("«{words}»: {error}")), ENTER).await;
    }

    /// Presses what has this selector, in the frame of the page too.
    pub async fn press_at(&self, css: &str) {
        self.push(&self.find(css).await, ENTER).await;
    }

    /// Types into the field of this name.
    pub async fn fill(&self, name: &str, value: &str) {
        let field = self.find(&format!("main [name='{name}']")).await;
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// Chooses one of the answers to this question.
    pub async fn choose(&self, name: &str, value: &str) {
        self.push(&self.find(&format!("main [name='{name}'][value='{value}']")).await, " ").await;
    }

    /// Presses the main button of the form with this action, and waits for the next page.
    pub async fn send(&self, action: &str) {
        self.submit(&format!("main form[action='{action}']")).await;
    }

    /// The same for the form with this selector.
    pub async fn submit(&self, form: &str) {
        let page = self.client.find(Locator::Css("html")).await.unwrap();
        self.push(&self.find(&format!("{form} button[type='submit']")).await, ENTER).await;
        self.until(&format!("{form} leads to a page"), async || page.tag_name().await.is_err()).await;
        self.find("main h1").await;
    }

    /// Gives a file to the input of this kind of document.
    pub async fn give(&self, kind: &str, file: &Path) {
        self.find(&format!("#file-files-{kind}")).await.send_keys(file.to_str().unwrap()).await.unwrap();
    }

    /// A picture of the window, kept where `SCREENSHOTS` says.
    pub async fn picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("SCREENSHOTS") {
            let height = self.run("return Math.min(4000, document.documentElement.scrollHeight)").await.as_u64().unwrap();
            self.client.set_window_size(u32::try_from(self.pixels).unwrap().max(500), u32::try_from(height + 150).unwrap()).await.unwrap();
            let bytes = self.client.screenshot().await.unwrap();
            std::fs::write(Path::new(&folder).join(format!("{name}-{}.png", self.pixels)), bytes).unwrap();
        }
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap()
    }

    /// The page fits the screen, and has no violation of WCAG that axe finds (which needs scripts itself).
    pub async fn passes(&self, what: &str) {
        let width = self.run("return document.documentElement.scrollWidth").await;
        assert!(width.as_u64().unwrap() <= self.pixels, "{what} is {width} px wide, the screen {}", self.pixels);
        if self.scripts == Scripts::Off {
            return;
        }
        self.client.execute(AXE, vec![]).await.unwrap();
        let judged = "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then(
            found => done(found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' '))), error => done(['' + error]))";
        let violations = self.client.execute_async(judged, vec![]).await.unwrap();
        assert_eq!(violations, json!([]), "{what} at {} px", self.pixels);
    }

    /// The console has nothing to say but the statuses of refused pages.
    pub async fn console_is_quiet(&self) {
        let lines: Result<Value, CmdError> = self.client.issue_cmd(ReadConsole).await;
        let lines = lines.unwrap();
        let said = lines.as_array().unwrap().iter().map(|line| line["message"].as_str().unwrap());
        let wrong: Vec<_> = said.filter(|line| !line.contains("the server responded with a status of 4")).collect();
        assert!(wrong.is_empty(), "the console says {wrong:?}");
    }

    /// Closes the browser.
    pub async fn close(self) {
        self.console_is_quiet().await;
        self.client.close().await.unwrap();
    }
}
