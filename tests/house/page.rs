//! A browser without a screen, and the pages that it reads.

use reqwest::{Client, Response, StatusCode, header};

/// A browser without a screen: cookies, TLS with the installation's own authority, no following of redirections.
pub struct Browser {
    pub client: Client,
    pub base: String,
}

/// An answer that was read to its end.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Browser {
    async fn read(response: Response) -> Page {
        let (status, headers) = (response.status(), response.headers().clone());
        Page { status, headers, bytes: response.bytes().await.unwrap().to_vec() }
    }

    /// Asks for a page, in Russian.
    pub async fn get(&self, path: &str) -> Page {
        let request = self.client.get(format!("{}{path}", self.base)).header(header::ACCEPT_LANGUAGE, "ru");
        Self::read(request.send().await.unwrap()).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = self.client.post(format!("{}{path}", self.base)).header(header::ACCEPT_LANGUAGE, "ru");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        Self::read(request.send().await.unwrap()).await
    }

    /// Opens the page, takes the once-token of its form with this action and the version that it was opened on, and sends
    /// the form.
    pub async fn submit(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Page {
        let form = self.get(page).await;
        let (once, seen) = (form.once(action), form.seen(action));
        let seen = seen.as_deref().filter(|_| fields.iter().all(|(name, _)| *name != "seen")).map(|seen| ("seen", seen));
        let fields: Vec<_> = [("once", once.as_str())].into_iter().chain(seen).chain(fields.iter().copied()).collect();
        self.post(action, &fields).await
    }

    /// Makes a key of the program interface of this name, and takes it from the page that shows it once.
    pub async fn new_key(&self, name: &str) -> String {
        let page = self.submit("/api-keys", "/api-keys", &[("name", name), ("term", "90")]).await;
        let text = page.text();
        let begin = text.find("kabinet_").unwrap_or_else(|| panic!("{name}: {}", page.texts().join(" | ")));
        text[begin..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect()
    }

    /// Sends a file with the form of an upload, as the page's script does.
    pub async fn upload(&self, path: &str, once: &str, kind: &str, name: &str, bytes: Vec<u8>) -> Page {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new().text("once", once.to_owned()).text("kind", kind.to_owned()).part("file", part);
        let request =
            self.client.post(format!("{}{path}", self.base)).header("X-Requested-With", "kabinet").header(header::ACCEPT_LANGUAGE, "ru");
        Self::read(request.multipart(form).send().await.unwrap()).await
    }
}

impl Page {
    /// The page as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Whether the page says this.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// Where a redirection leads.
    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    }

    /// The once-token of the form with this action.
    pub fn once(&self, action: &str) -> String {
        let text = self.text();
        let own = text.find(&format!(" action=\"{action}\""));
        // One of several buttons of a form sends it to an address of its own.
        let of_button = || [format!("formaction=\"{action}\""), format!("formaction=\"{action}#")].iter().find_map(|mark| text.find(mark));
        let form = own.or_else(|| text[..of_button()?].rfind("<form"));
        let form = form.unwrap_or_else(|| panic!("there is a form with action {action}: {text}"));
        let field = form + text[form..].find("name=\"once\"").expect("the form has a once-token");
        let value = field + text[field..].find("value=\"").unwrap() + "value=\"".len();
        text[value..value + text[value..].find('"').unwrap()].to_owned()
    }

    /// The version that the form with this action was opened on, where it carries one.
    fn seen(&self, action: &str) -> Option<String> {
        let text = self.text();
        let (_, form) = text.split_once(&format!("action=\"{action}\""))?;
        let (_, field) = form.split_once("</form>")?.0.split_once("name=\"seen\" value=\"")?;
        field.split('"').next().map(str::to_owned)
    }
}
