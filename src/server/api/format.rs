//! The formats of an answer over HTTP, beyond what [`ResultFormat`] says of them.

use crate::render::cite::{self, CitationFormat};
use crate::render::format::ResultFormat;
use crate::server::http::parameters::Parameters;
use crate::server::http::problem::Problem;

use super::Sent;
use crate::api::{SearchAnswer, Shown};

/// The media type of plain text.
pub(super) const PLAIN: &str = ResultFormat::Trec.media_type();

/// The format that a request asks for.
pub(super) fn asked_for(parameters: &Parameters) -> ResultFormat {
    parameters.get("format").and_then(ResultFormat::from_name).unwrap_or(ResultFormat::Json)
}

/// The results of a search, as a file where `as_file` is set. `hits_only` leaves out the lines of JSON that are no
/// results.
///
/// # Errors
/// Never: memory takes what is written.
pub(super) fn results(
    format: ResultFormat,
    answer: &SearchAnswer,
    hits_only: bool,
    as_file: bool,
) -> Result<Sent, Problem> {
    let mut body = Vec::new();
    format.write(answer, hits_only, &mut body).map_err(|_| Problem::internal())?;
    let file = as_file.then(|| format!("onrecord.{}", format.extension()));
    Ok(Sent { media_type: format.media_type(), body, file })
}

/// The citation of an article as a file.
///
/// # Errors
/// Never: memory takes what is written.
pub(super) fn citation(format: CitationFormat, shown: &Shown) -> Result<Sent, Problem> {
    let mut body = Vec::new();
    cite::write_shown(format, shown, &mut body).map_err(|_| Problem::internal())?;
    let file = Some(format!("onrecord-{}.{}", shown.handle, format.extension()));
    Ok(Sent { media_type: format.media_type(), body, file })
}
