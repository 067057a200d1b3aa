//! The scan of the signed document: a PDF or a JPEG by its content, looked at as the documents of applications are.

use crate::{
    appliance::Appliance,
    applications::inspection::{self, FileType, Inspected, Limits},
    certificates::certificate::{Scan, ScanKind},
    storage::StagedFile,
    terms::{Error, Personal, Refusal, Result, message},
    web::upload::Received,
};
use std::sync::Arc;

/// The one file of the form, looked at off the web threads; what is wrong with it stands at its field.
pub(super) async fn inspected(kabinet: &Appliance, files: Vec<Received>) -> Result<(Scan, Arc<StagedFile>)> {
    let Some(Received { name, file }) = files.into_iter().next() else {
        return Err(Refusal::field("file", message("certificate-scan-missing")).into());
    };
    let name = inspection::safe_name(&name);
    let (staged, called) = (file.clone(), name.clone());
    let looked = kabinet.slowly(move || Ok::<_, Error>(inspection::inspect(&called, &staged.bytes()?, &Limits::default()))).await??;
    let Inspected { kind, size, digest, .. } = looked.map_err(|refusal| Refusal::field("file", refusal.message))?;
    let kind = match kind {
        FileType::Pdf => ScanKind::Pdf,
        FileType::Jpeg => ScanKind::Jpeg,
        FileType::Png => return Err(Refusal::field("file", message("certificate-scan-kind")).into()),
    };
    Ok((Scan { name: Personal::new(name), kind, size, digest, at: kabinet.now() }, file))
}
