//! Files to take away, each kept in the log of access.

use axum::{extract::Path, response::Response};

use super::{desk, files::Format, rules};
use crate::{
    accounts::{Right, Visitor},
    kit::{
        error::{Error, Result},
        ids,
        pages::download,
    },
};

pub async fn pdf(visitor: Visitor, Path(report): Path<String>) -> Result<Response> {
    take(visitor, report, Format::Pdf).await
}

pub async fn docx(visitor: Visitor, Path(report): Path<String>) -> Result<Response> {
    take(visitor, report, Format::Docx).await
}

pub async fn xlsx(visitor: Visitor, Path(report): Path<String>) -> Result<Response> {
    take(visitor, report, Format::Xlsx).await
}

pub async fn json(visitor: Visitor, Path(report): Path<String>) -> Result<Response> {
    take(visitor, report, Format::Json).await
}

/// `report` is a report's id, or a period's code for its latest edition.
async fn take(visitor: Visitor, report: String, format: Format) -> Result<Response> {
    let scope = visitor.scope(Right::Export)?;
    let file = visitor
        .app
        .db
        .read_long(move |tx| {
            let commune = scope.commune();
            let opened = if ids::is_id(&report) {
                desk::open_id(tx, commune, &report)?
            } else {
                desk::open(tx, commune, rules::month(&report).map_err(|_| Error::NotFound)?, None)?
            };
            desk::file(tx, commune, &opened, format)
        })
        .await?;
    visitor.log("export", &file.name, format.ending()).await?;
    Ok(download(&file.name, format.mime(), file.bytes))
}
