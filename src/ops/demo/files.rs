//! The handful of real files that the applicants attach: papers as PDF, pictures of papers as PNG. Made once, received
//! and inspected like any upload; the store keeps each only once.

use crate::{
    applications::{
        FileType,
        inspection::{Limits, inspect},
        paper::{Block, Paper, render},
    },
    storage::StagedFile,
    terms::{Digest, Fault, Language, Result, Words, error::Doing},
};
use jiff::{Timestamp, tz::TimeZone};
use std::{path::Path, sync::Arc};

/// Titles of the papers.
const PAPERS: [&str; 3] = ["Справка", "Квитанция", "Свидетельство"];
/// How many pictures there are.
const PICTURES: u32 = 4;
/// Pixels of a picture.
const WIDTH: u32 = 480;
const HEIGHT: u32 = 640;

/// A file as it was received and inspected.
pub(super) struct Scan {
    pub(super) file: FileType,
    pub(super) pages: Option<u32>,
    pub(super) size: u64,
    pub(super) digest: Digest,
    pub(super) staged: Arc<StagedFile>,
}

/// Makes the files in this folder; they go when the scans go.
///
/// # Errors
/// The folder cannot be written.
pub(super) fn scans(folder: &Path, made: Timestamp, zone: &TimeZone) -> Result<Vec<Scan>> {
    let words = Words::new(Language::Russian, zone.clone());
    let mut scans = Vec::new();
    for number in 0..PICTURES {
        scans.push(received(folder, &picture(number)?)?);
    }
    for title in PAPERS {
        scans.push(received(folder, &render(&paper(title, made), &words)?)?);
    }
    Ok(scans)
}

fn received(folder: &Path, bytes: &[u8]) -> Result<Scan> {
    let refused = |refusal: crate::terms::Refusal| Fault::new("making a document of the demonstration", refusal.message.id.into_owned());
    let inspected = inspect("demo", bytes, &Limits::default()).map_err(refused)?;
    let path = folder.join(format!("demo-{}", inspected.digest));
    std::fs::write(&path, bytes).doing("making a document of the demonstration")?;
    let staged = Arc::new(StagedFile::new(path, inspected.digest, inspected.size));
    Ok(Scan { file: inspected.kind, pages: inspected.pages, size: inspected.size, digest: inspected.digest, staged })
}

fn paper(title: &str, made: Timestamp) -> Paper {
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Paper {
        title: title.to_owned(),
        number: "0417".to_owned(),
        issuer: "Учреждение города Тихореченска".to_owned(),
        made,
        check: String::new(),
        blocks: vec![
            Block::Paragraph("Образец документа для показа. Сведения вымышлены.".to_owned()),
            Block::Facts(vec![fact("Кому выдано", "по месту требования"), fact("Действует", "6 месяцев со дня выдачи")]),
            Block::Signature { label: "Специалист".to_owned(), name: "О. П. Заречная".to_owned() },
        ],
    }
}

/// A sheet with lines of grey words on a darker table; each is a little different.
fn picture(number: u32) -> Result<Vec<u8>> {
    let shade = |x: u32, y: u32| {
        let (left, top) = (24 + number * 3, 30);
        if x < left || x > WIDTH - left || y < top || y > HEIGHT - top {
            return 90 + (y % 32) as u8;
        }
        let (row, in_row) = ((y - top) / 22, (y - top) % 22);
        let word = !(x / (9 + (row + number) % 7)).is_multiple_of(5);
        let is_ink = row > 1 && row < 22 && in_row > 9 && in_row < 17 && x > left + 40 && x < WIDTH - left - 40 - (row * 37 % 120) && word;
        if is_ink { 70 } else { 236 }
    };
    const DOING: &str = "making a document of the demonstration";
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Grayscale);
    let pixels: Vec<u8> = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| shade(x, y))).collect();
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels)).doing(DOING)?;
    Ok(bytes)
}

impl Scan {
    /// How the file is called on the applicant's device.
    pub(super) fn name(&self, called: &str, number: u32) -> String {
        let ending = match self.file {
            FileType::Pdf => "pdf",
            FileType::Jpeg => "jpg",
            FileType::Png => "png",
        };
        if number > 1 { format!("{called} ({number}).{ending}") } else { format!("{called}.{ending}") }
    }
}
