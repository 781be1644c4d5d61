//! Style, script and icon: built in, and kept by browsers for good, since their addresses change with their bytes.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use xxhash_rust::xxh3::xxh3_64;

use super::problem::Problem;

/// A file that is built in.
struct Asset {
    name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
}

const ASSETS: [Asset; 3] = [
    Asset {
        name: "style.css",
        media_type: "text/css; charset=utf-8",
        bytes: include_bytes!("../page/static/style.css"),
    },
    Asset {
        name: "page.js",
        media_type: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../page/static/page.js"),
    },
    Asset { name: "icon.svg", media_type: "image/svg+xml", bytes: include_bytes!("../page/static/icon.svg") },
];

impl Asset {
    /// Its name with a hash of its bytes before the extension.
    fn address(&self) -> String {
        let (stem, extension) = self.name.rsplit_once('.').unwrap_or((self.name, ""));
        format!("{stem}-{:016x}.{extension}", xxh3_64(self.bytes))
    }
}

/// Where the files are, below the base path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// The style.
    pub style: String,
    /// The script.
    pub script: String,
    /// The icon.
    pub icon: String,
}

impl Addresses {
    /// Where the files of this program are.
    pub fn new() -> Self {
        let [style, script, icon] = ASSETS.map(|asset| format!("/static/{}", asset.address()));
        Addresses { style, script, icon }
    }
}

impl Default for Addresses {
    fn default() -> Self {
        Addresses::new()
    }
}

/// `GET /static/{name}`.
pub async fn asset(Path(name): Path<String>) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.address() == name) else {
        return Problem::not_found("there is no such file").into_response();
    };
    let headers =
        [(header::CONTENT_TYPE, asset.media_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, asset.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_enough() {
        let size = |name: &str| ASSETS.iter().find(|asset| asset.name == name).map_or(0, |asset| asset.bytes.len());
        assert!((1..20 << 10).contains(&size("style.css")), "{} bytes of style", size("style.css"));
        assert!((1..10 << 10).contains(&size("page.js")), "{} bytes of script", size("page.js"));
    }

    #[test]
    fn nothing_from_outside() {
        for asset in &ASSETS {
            let text = String::from_utf8_lossy(asset.bytes).replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains("http://") && !text.contains("https://") && !text.contains("@import"));
        }
    }
}
