//! Giving files: a plain form without scripts; with them, drag and drop, progress and cancel for each file.

use super::{Icon, Tone, Weight, button, hidden, icon, once, tag};
use crate::terms::{FieldError, OnceToken, Words, message};
use maud::{Markup, html};

/// A form that takes files. It stands outside other forms. The script sends each file alone, with the header
/// `X-Requested-With: kabinet` and a once-token of its own; the answer to that is the new [`files`] list as a fragment,
/// or a refusal's status with a fragment that holds its text. Without scripts all files come in one request.
#[derive(Clone, Copy, Debug)]
pub struct Upload<'a> {
    /// Where the files go.
    pub address: &'a str,
    /// The token.
    pub once: OnceToken,
    /// The id of the [`files`] list.
    pub list: &'a str,
    /// What is asked for.
    pub label: &'a str,
    /// The kinds of file in words; empty for none.
    pub hint: &'a str,
    /// The kinds of file for the `accept` attribute.
    pub accept: &'a str,
    /// The most that one file may have, in bytes.
    pub max_bytes: u64,
    /// More names and values that go with each file.
    pub hidden: &'a [(&'a str, &'a str)],
    /// The name under which errors of this field are told.
    pub name: &'a str,
    /// All that is wrong with the form; the field takes its own.
    pub errors: &'a [FieldError],
}

/// See [`Upload`].
pub fn upload(words: &Words, upload: &Upload<'_>) -> Markup {
    let id = format!("file-{}", upload.list);
    let hint = format!("hint-{id}");
    let (error, wrong) =
        (format!("error-{}", upload.name), upload.errors.iter().filter(|error| error.field == upload.name).collect::<Vec<_>>());
    let described: Vec<_> = [(&error, !wrong.is_empty()), (&hint, !upload.hint.is_empty())]
        .into_iter()
        .filter(|(_, there)| *there)
        .map(|(id, _)| id.as_str())
        .collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let class = if wrong.is_empty() { "field" } else { "field wrong" };
    let point = words.number(rust_decimal::Decimal::new(11, 1)).replace('1', "");
    let limit = message("web-file-too-large").with("size", words.size(upload.max_bytes));
    html! {
        form class=(class) method="post" enctype="multipart/form-data" action=(upload.address) data-upload data-upload-list=(format!("#{}", upload.list))
            data-max-bytes=(upload.max_bytes) data-too-large=(words.say(&limit)) data-failed=(words.text("web-file-failed")) data-dismiss=(words.text("web-dismiss"))
            data-sent=(words.text("web-file-sent")) data-point=(point) data-kb=(words.text("unit-kilobyte")) data-mb=(words.text("unit-megabyte")) {
            (once(upload.once))
            @for (name, value) in upload.hidden { (hidden(name, value)) }
            label for=(id) { (upload.label) }
            @if !upload.hint.is_empty() { span.hint id=(hint) { (upload.hint) } }
            @if !wrong.is_empty() { div id=(error) { @for error in &wrong { p.error { (icon(Icon::Alert)) span { span.unseen { (words.text("web-error")) ": " } (words.say(&error.message)) } } } } }
            div.drop {
                (icon(Icon::Upload))
                span data-upload-drop hidden { (words.text("web-file-drop")) }
                input.entry type="file" id=(id) name="file" multiple accept=(upload.accept) aria-invalid=[(!wrong.is_empty()).then_some("true")] aria-describedby=[described];
                span data-upload-submit { (button(Weight::Plain, &words.text("web-file-send"))) }
            }
            ul.files data-upload-rows {}
            p.unseen role="status" data-upload-said {}
            template data-upload-row { (sending(words)) }
        }
    }
}

/// A file on its way; the script fills it in.
fn sending(words: &Words) -> Markup {
    html! {
        li.file {
            (icon(Icon::File))
            div {
                span.name data-name {} " " span.soft.small.num data-about {}
                progress max="100" value="0" aria-label=(words.text("web-file-progress")) {}
                p.error data-error hidden {}
            }
            button.quiet.small type="button" data-cancel { span { (words.text("web-cancel")) } span.unseen {} }
        }
    }
}

/// A file that has arrived.
#[derive(Clone, Debug)]
pub struct FileRow<'a> {
    /// [`Icon::File`] or [`Icon::Photo`].
    pub icon: Icon,
    /// The name.
    pub name: &'a str,
    /// Where it is read; none where it cannot be.
    pub address: Option<&'a str>,
    /// "3 стр., 1,2 МБ".
    pub about: &'a str,
    /// Its state; an empty text for none.
    pub state: (Tone, &'a str),
    /// What can be done with it, mostly an [`super::action`] with a [`super::quiet_button`].
    pub action: Markup,
}

/// See [`FileRow`].
pub fn file_row(row: &FileRow<'_>) -> Markup {
    html! {
        li.file {
            (icon(row.icon))
            div {
                @if let Some(address) = row.address { a.name href=(address) { (row.name) } } @else { span.name { (row.name) } }
                " " span.soft.small.num { (row.about) }
                @if !row.state.1.is_empty() { " " (tag(row.state.0, row.state.1)) }
            }
            div.small { (row.action) }
        }
    }
}

/// The list that [`Upload::list`] names.
pub fn files(id: &str, rows: &[FileRow<'_>]) -> Markup {
    html! { div id=(id) { @if !rows.is_empty() { ul.files { @for row in rows { (file_row(row)) } } } } }
}
