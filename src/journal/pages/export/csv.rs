//! The journal as a CSV file, sent while it is read.

use super::{PART, Reading, asked};
use crate::{
    appliance::Appliance,
    journal::export::row,
    terms::Result,
    web::{Answer, Visit, respond},
};
use actix_web::web::Data;
use bytes::Bytes;
use futures_util::stream::unfold;

/// Entries that one file is made from.
const MOST: u64 = 1_000_000;
/// By this mark Excel knows that the file is in UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A download on its way.
struct Download {
    kabinet: Data<Appliance>,
    visit: Visit,
    reading: Reading,
    /// What comes before the first line.
    head: Vec<u8>,
}

pub(in super::super) async fn csv(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    let reading = asked(&kabinet, &visit, MOST).await?;
    let name = format!("journal-{}.csv", reading.agent);
    let download = Download { head: head(&reading)?, kabinet, visit, reading };
    let parts = unfold(Some(download), |download| async move {
        let mut download = download?;
        match download.part().await {
            Ok(Some(part)) => Some((Ok(part), Some(download))),
            Ok(None) => None,
            // The file breaks off visibly instead of seeming to be whole.
            Err(error) => Some((Err(std::io::Error::other(error)), None)),
        }
    });
    Ok(respond::file("text/csv; charset=utf-8", &name, false).streaming(parts))
}

fn head(reading: &Reading) -> Result<Vec<u8>> {
    let mut head = BYTE_ORDER_MARK.as_bytes().to_vec();
    row(&mut head, reading.words.language, reading.headings().iter().map(String::as_str))?;
    Ok(head)
}

impl Download {
    /// The next part that has something in it; none at the end.
    async fn part(&mut self) -> Result<Option<Bytes>> {
        let mut out = std::mem::take(&mut self.head);
        while out.is_empty() && !self.reading.is_over() {
            self.reading.still_may(&self.kabinet, &self.visit)?;
            let (lines, language) = (self.reading.part(&self.kabinet, PART)?, self.reading.words.language);
            for line in lines {
                let cells: Vec<_> = self.reading.question.columns.iter().map(|column| line.cell(*column)).collect();
                row(&mut out, language, cells.iter().map(AsRef::as_ref))?;
            }
            if self.reading.is_over() && self.reading.is_cut() {
                row(&mut out, language, std::iter::once(&*self.reading.words.text("journal-export-cut")))?;
            }
            tokio::task::yield_now().await;
        }
        Ok((!out.is_empty()).then(|| out.into()))
    }
}
