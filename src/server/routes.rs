//! Which address is answered by whom.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use super::api;
use super::app::App;
use super::http::assets;
use super::http::gate::{self, Gate};
use super::page::handlers as page;

/// All routes, behind the gate.
pub(super) fn router(app: Arc<App>, gate: Gate) -> Router {
    let pages = Router::new()
        .route("/", get(page::search))
        .route("/a/{id}", get(page::article))
        .route("/s/{name}", get(page::speaker))
        .route("/dates", get(page::dates))
        .route("/topics", get(page::topics))
        .route("/index", get(page::status))
        .route("/help", get(page::help))
        .route("/token", post(page::token))
        .route("/static/{name}", get(assets::asset))
        .route("/healthz", get(api::status::health));
    let api = Router::new()
        .route("/search", get(api::search::search))
        .route("/articles/{id}", get(api::articles::article))
        .route("/articles/{id}/text", get(api::articles::text))
        .route("/articles/{id}/passages/{n}", get(api::articles::passage))
        .route("/facets/{field}", get(api::facets::facets))
        .route("/stats", get(api::status::stats))
        .route("/status", get(api::status::status))
        .route("/index", post(api::status::update))
        .route("/openapi.json", get(api::openapi::document))
        .route("/healthz", get(api::status::health));
    let base_path = gate.base_path.clone();
    let all = pages.nest("/api/v1", api).with_state(app);
    let all = if base_path.is_empty() { all } else { below(&base_path, all) };
    all.layer(from_fn_with_state(Arc::new(gate), gate::pass))
}

fn below(base_path: &str, routes: Router) -> Router {
    // Nested routes answer at `/x` alone, not at `/x/`: the start page has both.
    Router::new().nest_service(base_path, routes)
}
