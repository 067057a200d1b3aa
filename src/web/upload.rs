//! Receiving files: streamed into the data folder, counted and digested on the way, never whole in memory.

use super::{posted::content, respond::Failure};
use crate::{
    appliance::Appliance,
    applications::inspection::FILE_SIZE,
    storage::StagedFile,
    terms::{Digest, Kind, Once, OnceToken, Refusal, error::Doing, message},
};
use actix_multipart::{Field, Multipart};
use actix_web::{HttpMessage, HttpRequest};
use futures_util::StreamExt;
use sha2::Digest as _;
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::io::AsyncWriteExt;

/// Files in one request; a browser with scripts sends one in each.
const MOST_FILES: usize = 20;
/// Bytes of a field that is not a file.
const MOST_FIELD: usize = 4096;
/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(600);
/// How long nothing at all may come.
const SILENCE: Duration = Duration::from_secs(30);

/// A file that was received.
#[derive(Debug)]
pub struct Received {
    /// As the browser calls it.
    pub name: String,
    /// Its bytes.
    pub file: Arc<StagedFile>,
}

/// A form with files that was received.
#[derive(Debug)]
pub struct Files {
    /// The once-token, over the other fields and the digests of the files.
    pub once: Once,
    /// The fields that are no files.
    pub fields: Vec<(String, String)>,
    /// The files.
    pub files: Vec<Received>,
}

impl Files {
    /// The value of this field.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

fn refused(kind: Kind, id: &'static str) -> Failure {
    Refusal::new(kind, message(id)).into()
}

/// Receives the form of an upload.
///
/// # Errors
/// It is malformed, too large, too slow, or the disk is full.
pub async fn receive(kabinet: &Appliance, request: &HttpRequest, form: Multipart) -> Result<Files, Failure> {
    let mut fields = Vec::new();
    let received = tokio::time::timeout(PATIENCE, parts(kabinet, form, &mut fields)).await;
    let received = received.unwrap_or_else(|_| Err(refused(Kind::Malformed, "refusal-form-slow")));
    if received.is_err() {
        request.extensions_mut().insert(Heard(fields.clone()));
    }
    let files = received?;
    let token: Option<OnceToken> = fields.iter().find(|(name, _)| name == "once").and_then(|(_, value)| value.parse().ok());
    let token = token.ok_or_else(|| refused(Kind::Malformed, "refusal-no-once"))?;
    let mut sent: Vec<_> = fields.iter().filter(|(name, _)| name != "once").cloned().collect();
    sent.extend(files.iter().map(|received| ("file".to_owned(), received.file.digest.to_string())));
    Ok(Files { once: Once { token, content: content(request.path(), &sent) }, fields, files })
}

/// The fields that came before a file that could not be received.
#[derive(Clone)]
struct Heard(Vec<(String, String)>);

/// What this field said in a form that was not received whole; empty where it had not come.
pub fn heard(request: &HttpRequest, name: &str) -> String {
    let heard = request.extensions().get::<Heard>().and_then(|heard| heard.0.iter().find(|(known, _)| known == name).cloned());
    heard.map_or_else(String::new, |(_, value)| value)
}

async fn parts(kabinet: &Appliance, mut form: Multipart, fields: &mut Vec<(String, String)>) -> Result<Vec<Received>, Failure> {
    let mut files = Vec::new();
    while let Some(part) = form.next().await {
        let part = part.map_err(|_| refused(Kind::Malformed, "refusal-form-broken"))?;
        if fields.len() + files.len() >= MOST_FILES * 2 {
            return Err(refused(Kind::Malformed, "refusal-form-fields"));
        }
        let name = part.name().unwrap_or("").to_owned();
        let file_name = part.content_disposition().and_then(|disposition| disposition.get_filename().map(str::to_owned));
        match file_name {
            // A browser sends an empty part where no file was chosen.
            Some(file_name) if file_name.is_empty() => drop(part),
            Some(file_name) => files.push(Received { name: file_name, file: Arc::new(stage(kabinet, part).await?) }),
            None => fields.push((name, short(part).await?)),
        }
    }
    Ok(files)
}

async fn next(part: &mut Field) -> Result<Option<bytes::Bytes>, Failure> {
    let chunk = tokio::time::timeout(SILENCE, part.next()).await.map_err(|_| refused(Kind::Malformed, "refusal-form-slow"))?;
    chunk.transpose().map_err(|_| refused(Kind::Malformed, "refusal-form-broken"))
}

async fn short(mut part: Field) -> Result<String, Failure> {
    let mut value = Vec::new();
    while let Some(chunk) = next(&mut part).await? {
        if value.len() + chunk.len() > MOST_FIELD {
            return Err(refused(Kind::TooLarge, "refusal-form-large"));
        }
        value.extend_from_slice(&chunk);
    }
    String::from_utf8(value).map_err(|_| refused(Kind::Malformed, "refusal-form-encoding"))
}

/// Writes the part into the folder for incoming files; removed again when anything goes wrong.
async fn stage(kabinet: &Appliance, mut part: Field) -> Result<StagedFile, Failure> {
    let path: PathBuf = kabinet.incoming().join(uuid::Uuid::now_v7().simple().to_string());
    let mut staged = StagedFile::new(path.clone(), Digest([0; 32]), 0);
    let mut file = tokio::fs::File::create(&path).await.doing("receiving a file")?;
    let (mut hash, mut size) = (sha2::Sha256::new(), 0);
    while let Some(chunk) = next(&mut part).await? {
        size += chunk.len() as u64;
        if size > FILE_SIZE {
            return Err(
                Refusal::new(Kind::TooLarge, message("file-over-limit").with("limit", (FILE_SIZE / 1024 / 1024).cast_signed())).into()
            );
        }
        hash.update(&chunk);
        file.write_all(&chunk).await.map_err(unwritten)?;
    }
    file.flush().await.doing("receiving a file")?;
    (staged.digest, staged.size) = (Digest(hash.finalize().into()), size);
    Ok(staged)
}

/// A full disk is told as such; anything else is a fault.
fn unwritten(error: std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return refused(Kind::Unavailable, "refusal-disk-full");
    }
    crate::terms::Error::from(crate::terms::Fault::new("receiving a file", error)).into()
}
