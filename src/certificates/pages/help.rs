//! How to install a certificate, and what errors mean: for everybody, since it is read by who cannot sign in.

use crate::{
    access::Function,
    appliance::Appliance,
    certificates::views::help as views,
    web::{Answer, Route, Sheet, Visit, show, url},
};
use actix_web::web::Data;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(Function::PageView, url::CERTIFICATE_HELP, help)]
}

async fn help(kabinet: Data<Appliance>, visit: Visit) -> Answer {
    show(&kabinet, &visit, Function::PageView, |_| {
        let body = views::help(&visit.words, &kabinet.authorities().fingerprint);
        Ok(Sheet::new(visit.words.text("certificate-help"), body))
    })
    .await
}
