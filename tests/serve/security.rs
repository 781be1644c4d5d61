//! Who may ask: names, tokens, origins, limits, and the headers of every response.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::client::{Response, Serving};
use crate::harness::Project;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn only_under_its_own_names() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::with(&project, &["--allow-host", "archive.example"], &[]);
    let port = serving.address.split(':').nth(1).expect("a port").to_owned();
    let ask = |lines: &str| serving.ask(&format!("GET /healthz HTTP/1.1\r\n{lines}\r\n")).status;
    for host in ["localhost:PORT", "127.0.0.1:PORT", "[::1]:PORT", "LOCALHOST:PORT", "archive.example"] {
        assert_eq!(ask(&format!("Host: {}\r\n", host.replace("PORT", &port))), 200, "{host}");
    }
    for host in ["evil.example", "localhost", "localhost:1", "127.0.0.1.evil.example:PORT", "archive.example.evil"] {
        assert_eq!(ask(&format!("Host: {}\r\n", host.replace("PORT", &port))), 421, "{host}");
    }
    assert!([400, 421].contains(&ask("")), "no name at all");
    assert!([400, 421].contains(&ask(&format!("Host: localhost:{port}\r\nHost: evil.example\r\n"))), "two names");
    let absolute = format!("GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    assert_eq!(serving.ask(&absolute).status, 421);
}

#[test]
fn every_response_has_the_headers() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    for path in
        ["/", "/?q=(", "/nowhere", "/api/v1/search?q=ISIS", "/api/v1/nowhere", "/healthz", "/static/nothing.css"]
    {
        let response = serving.get(path);
        let policy = response.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(response.header(name), value, "{path}");
        }
        assert_eq!(response.header("access-control-allow-origin"), "", "{path}");
        assert_ne!(response.header("cache-control"), "", "{path}");
    }
}

#[test]
fn a_token_is_asked_for_and_kept() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::with(&project, &[], &[("ONRECORD_TOKEN", TOKEN)]);
    let api = serving.get("/api/v1/stats").is(401);
    assert!(api.header("www-authenticate").starts_with("Bearer"));
    assert_eq!(api.header("content-type"), "application/problem+json");
    serving.get_with("/api/v1/stats", &format!("Authorization: Bearer {TOKEN}\r\n")).is(200);
    for wrong in
        ["Bearer x", &format!("Bearer {TOKEN}x"), &format!("Basic {TOKEN}"), &format!("Bearer {}", &TOKEN[1..])]
    {
        serving.get_with("/api/v1/stats", &format!("Authorization: {wrong}\r\n")).is(401);
    }
    let page = serving.get("/?q=ISIS").is(401);
    assert!(page.body.contains("type=\"password\"") && page.body.contains("value=\"/?q=ISIS\""), "{}", page.body);
    assert!(!page.body.contains(TOKEN));
    let own = "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    serving.post("/token", own, "token=wrong&to=/").is(401);
    let signed = serving.post("/token", own, &format!("token={TOKEN}&to=%2F%3Fq%3DISIS")).is(303);
    assert_eq!(signed.header("location"), "/?q=ISIS");
    let cookie = signed.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let cookie = cookie.split(';').next().expect("a cookie");
    serving.get_with("/?q=ISIS", &format!("Cookie: {cookie}\r\n")).is(200);
    let elsewhere = serving.post("/token", own, &format!("token={TOKEN}&to=//evil.example")).is(303);
    assert_eq!(elsewhere.header("location"), "/");
    serving.get("/healthz").is(200);
}

#[test]
fn others_are_kept_out_where_there_is_no_token() {
    let project = Project::with_indexed_seeds();
    let serve = |bind: &str, environment: &[(&str, &str)]| {
        let mut command = project.command(["serve", "--bind", bind]);
        command.envs(environment.iter().copied());
        crate::harness::Output::of(command)
    };
    let open = serve("0.0.0.0:0", &[]);
    assert_eq!(open.status, 2);
    assert!(open.stderr.contains("token"), "{open}");
    let weak = serve("0.0.0.0:0", &[("ONRECORD_TOKEN", "short")]);
    assert_eq!(weak.status, 2);
    assert!(!weak.stderr.contains("short\""), "{weak}");
}

#[test]
fn a_port_in_use_is_an_error_that_helps() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    let second = project.run(["serve", "--bind", &serving.address]);
    assert_eq!(second.status, 2);
    assert!(second.stderr.contains("--bind"), "{second}");
}

#[test]
fn writing_only_from_own_pages_and_only_where_allowed() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::with(&project, &["--allow-write"], &[]);
    let json = "Content-Type: application/json\r\n";
    let origin = format!("Origin: http://{}\r\n", serving.address);
    for foreign in [
        "",
        "Origin: http://evil.example\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Origin: null\r\n",
    ] {
        let refused = serving.post("/api/v1/index", &format!("{json}{foreign}"), "{}").is(403);
        assert_eq!(refused.header("content-type"), "application/problem+json", "{foreign}");
    }
    serving.post("/api/v1/index", &format!("{origin}Content-Type: text/plain\r\n"), "{}").is(415);
    serving.post("/api/v1/index", &format!("{json}{origin}"), &"x".repeat(70_000)).is(413);
    let started = serving.post("/api/v1/index", &format!("{json}{origin}"), "{}").is(202);
    assert_eq!(started.header("location"), "/api/v1/status");
    let until = Instant::now() + Duration::from_secs(60);
    while serving.json("/api/v1/status")["running"] == true {
        assert!(Instant::now() < until, "the run ends");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(serving.json("/api/v1/status")["last"]["unchanged"], 5);

    let reading = Serving::of(&project);
    let origin = format!("Origin: http://{}\r\n", reading.address);
    reading.post("/api/v1/index", &format!("{json}{origin}"), "{}").is(403);
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "NONSENSE"] {
        let request = format!("{method} /api/v1/search?q=ISIS HTTP/1.1\r\nHost: {}\r\n\r\n", reading.address);
        let status = reading.ask(&request).status;
        assert!([403, 405].contains(&status), "{method}: {status}");
    }
    let request =
        format!("PUT /api/v1/search HTTP/1.1\r\nHost: {}\r\n{origin}Content-Length: 0\r\n\r\n", reading.address);
    let refused = reading.ask(&request).is(405);
    assert!(refused.header("allow").contains("GET"), "{:?}", refused.headers);
}

#[test]
fn too_much_is_refused() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    serving.get(&format!("/?q={}", "a".repeat(9000))).is(414);
    let api = serving.get(&format!("/api/v1/search?q={}", "a".repeat(9000))).is(414);
    assert_eq!(api.header("content-type"), "application/problem+json");
    let many = format!("GET / HTTP/1.1\r\nHost: {}\r\nX-Long: {}\r\n\r\n", serving.address, "a".repeat(100_000));
    let mut stream = serving.connect();
    let _ = stream.write_all(many.as_bytes());
    assert_eq!(Response::read(&mut stream).status, 431);
    serving.get("/healthz").is(200);
}

#[test]
fn nonsense_on_the_wire_is_no_end() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::of(&project);
    for nonsense in
        ["\r\n\r\n", "GET\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nHost"]
    {
        let mut stream = serving.connect();
        let _ = stream.write_all(nonsense.as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
    }
    for path in
        ["/a/%FF", "/a/%00", "/s/%E2%28%A1", "/a/..%2F..%2Fetc%2Fpasswd", "/static/..%2F..%2Fmain.rs", "/%2e%2e/"]
    {
        let status = serving.get(path).status;
        assert!((400..500).contains(&status) || status == 200 && path.starts_with("/s/"), "{path}: {status}");
    }
    serving.get("/healthz").is(200);
}

#[test]
fn it_ends_well_when_told_to() {
    let project = Project::with_indexed_seeds();
    let started = Instant::now();
    assert_eq!(Serving::of(&project).end(), 0);
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn behind_a_proxy_all_addresses_have_the_path() {
    let project = Project::with_indexed_seeds();
    let serving = Serving::with(&project, &["--base-path", "/news/archive/"], &[]);
    assert_eq!(serving.base, "/news/archive");
    let page = serving.get("/?q=ISIS").is(200).body;
    for attribute in ["href=\"/", "action=\"/", "src=\"/"] {
        for link in page.split(attribute).skip(1) {
            assert!(link.starts_with("news/archive/"), "{attribute}{}", &link[..link.len().min(60)]);
        }
    }
    let style = page.split("stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a style");
    serving.get(style.strip_prefix("/news/archive").expect("the path")).is(200);
    serving.get("/api/v1/search?q=ISIS").is(200);
    assert_eq!(serving.ask(&format!("GET /other HTTP/1.1\r\nHost: {}\r\n\r\n", serving.address)).status, 404);
}

#[test]
fn without_an_index_it_starts_and_says_what_to_run() {
    let project = Project::with_seeds();
    let serving = Serving::of(&project);
    let page = serving.get("/");
    assert!(page.body.contains("onrecord index"), "{}", page.body);
    assert_eq!(serving.get("/api/v1/search?q=ISIS").is(503).json()["type"], "urn:onrecord:problem:no-index");
    project.run(["index", "seeds"]).succeeds();
    serving.get("/?q=ISIS").is(200);
}
