//! A browser, driven: as much of WebDriver as the tests need, and of Chromium's own protocol.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Response;

/// Without these Chromium asks servers outside, or does not run as root.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
];

/// A browser with an empty profile; it ends with the test.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts one, where Chromium and its driver are installed. In CI they have to be.
    pub(crate) fn start() -> Option<Self> {
        let driver = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let Ok(mut driver) = driver else {
            assert!(std::env::var_os("CI").is_none(), "CI has a browser");
            eprintln!("skipped: chromedriver is not installed");
            return None;
        };
        let lines = BufReader::new(driver.stdout.take().expect("a pipe")).lines();
        let started = lines
            .map_while(Result::ok)
            .find_map(|line| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok());
        let profile = tempfile::tempdir().expect("a folder");
        let mut browser = Browser { driver, port: started.expect("a port"), session: String::new(), _profile: profile };
        let mut flags: Vec<String> = FLAGS.iter().map(|&flag| flag.to_owned()).collect();
        flags.push(format!("--user-data-dir={}", browser._profile.path().display()));
        let wanted = json!({"capabilities": {"alwaysMatch": {"goog:chromeOptions": {"args": flags},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}});
        browser.session =
            browser.call("POST", "/session", &wanted)["sessionId"].as_str().expect("a session").to_owned();
        browser.size(1440, 900);
        Some(browser)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the driver listens");
        stream.set_read_timeout(Some(Duration::from_secs(120))).expect("a time-out");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.port,
            body.len()
        );
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).expect("the driver reads");
        let answer = Response::read(&mut stream);
        assert_eq!(answer.status, 200, "{path} {body}: {}", answer.body);
        answer.json()["value"].clone()
    }

    fn session(&self, method: &str, path: &str, body: &Value) -> Value {
        self.call(method, &format!("/session/{}{path}", self.session), body)
    }

    fn chromium(&self, command: &str, parameters: &Value) -> Value {
        self.session("POST", "/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// Opens a page.
    pub(crate) fn go(&self, url: &str) {
        self.session("POST", "/url", &json!({ "url": url }));
    }

    /// The page's address.
    pub(crate) fn url(&self) -> String {
        self.session("GET", "/url", &Value::Null).as_str().expect("an address").to_owned()
    }

    /// Back in the history.
    pub(crate) fn back(&self) {
        self.session("POST", "/back", &json!({}));
    }

    /// What a script returns.
    pub(crate) fn js(&self, script: &str) -> Value {
        self.session("POST", "/execute/sync", &json!({"script": script, "args": []}))
    }

    /// What a script hands to `arguments[0]`.
    pub(crate) fn js_later(&self, script: &str) -> Value {
        self.session("POST", "/execute/async", &json!({"script": script, "args": []}))
    }

    /// Waits until a script returns something true.
    #[track_caller]
    pub(crate) fn until(&self, script: &str) {
        let started = Instant::now();
        while self.js(script) != true {
            let text = self.js("return document.body.innerText.slice(0, 400)");
            assert!(started.elapsed() < Duration::from_secs(30), "never so: {script} at {}\n{text}", self.url());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Types keys; `\u{e007}` is Enter, `\u{e00c}` Escape.
    pub(crate) fn keys(&self, keys: &str) {
        let key = |key: char| [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})];
        let actions: Vec<Value> = keys.chars().flat_map(key).collect();
        self.session("POST", "/actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}));
    }

    /// Drags the mouse from one place of the window to another.
    pub(crate) fn drag(&self, from: (i64, i64), to: (i64, i64)) {
        let step = |(x, y): (i64, i64)| json!({"type": "pointerMove", "duration": 20, "x": x, "y": y});
        let actions = [
            step(from),
            json!({"type": "pointerDown", "button": 0}),
            step(to),
            json!({"type": "pointerUp", "button": 0}),
        ];
        let pointer =
            json!({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions});
        self.session("POST", "/actions", &json!({ "actions": [pointer] }));
    }

    /// The size of the window's inside.
    pub(crate) fn size(&self, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.chromium("Emulation.setDeviceMetricsOverride", &size);
    }

    /// What the reader prefers: dark or light, and little motion.
    pub(crate) fn prefer(&self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}]);
        self.chromium("Emulation.setEmulatedMedia", &json!({ "features": features }));
    }

    /// What the page is shown on (`screen`, `print`), and a feature that it has, `forced-colors` say.
    pub(crate) fn emulate(&self, media: &str, feature: (&str, &str)) {
        let features = json!([{"name": feature.0, "value": feature.1}]);
        self.chromium("Emulation.setEmulatedMedia", &json!({"media": media, "features": features}));
    }

    /// A property of the first element that a selector finds, as the browser works it out.
    pub(crate) fn style(&self, selector: &str, property: &str) -> String {
        let script =
            format!("return getComputedStyle(document.querySelector({selector:?})).getPropertyValue({property:?})");
        self.js(&script).as_str().expect("a value").to_owned()
    }

    /// Whether scripts of pages run.
    pub(crate) fn scripts(&self, run: bool) {
        self.chromium("Emulation.setScriptExecutionDisabled", &json!({"value": !run}));
    }

    /// The page as PDF, in base 64.
    pub(crate) fn printed(&self) -> String {
        self.session("POST", "/print", &json!({})).as_str().expect("a PDF").to_owned()
    }

    /// The page, or its first `height` points, as PNG in base 64.
    pub(crate) fn picture(&self) -> String {
        self.session("GET", "/screenshot", &Value::Null).as_str().expect("a picture").to_owned()
    }

    /// What the console said since the last time.
    pub(crate) fn console(&self) -> Vec<String> {
        let entries = self.session("POST", "/se/log", &json!({"type": "browser"}));
        let said = entries.as_array().into_iter().flatten().filter_map(|entry| entry["message"].as_str());
        said.map(str::to_owned).collect()
    }

    /// The addresses that were asked for since the last time, with the bytes that came over the wire.
    pub(crate) fn requests(&self) -> (Vec<String>, u64) {
        let entries = self.session("POST", "/se/log", &json!({"type": "performance"}));
        let (mut urls, mut bytes) = (Vec::new(), 0);
        for entry in entries.as_array().into_iter().flatten() {
            let message: Value = serde_json::from_str(entry["message"].as_str().unwrap_or("{}")).unwrap_or_default();
            let (method, parameters) = (&message["message"]["method"], &message["message"]["params"]);
            if method == "Network.requestWillBeSent" {
                urls.extend(parameters["request"]["url"].as_str().map(str::to_owned));
            }
            if method == "Network.loadingFinished" {
                bytes += parameters["encodedDataLength"].as_f64().unwrap_or(0.0) as u64;
            }
        }
        (urls, bytes)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.call("DELETE", &format!("/session/{}", self.session), &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
