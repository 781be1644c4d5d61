//! A server of the real program, and a client that sends exactly what a test says: also what no browser would.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Child;
use std::time::Duration;

use serde_json::Value;

use crate::harness::Project;

/// The program, serving; it ends with the test.
pub(crate) struct Serving {
    child: Child,
    /// Host and port.
    pub address: String,
    /// The path that all addresses begin with.
    pub base: String,
}

impl Serving {
    /// Serves a project's index on a free port.
    pub(crate) fn of(project: &Project) -> Self {
        Serving::with(project, &[], &[])
    }

    /// Serves a project's index with options and an environment.
    pub(crate) fn with(project: &Project, options: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = project.command(["serve", "--bind", "127.0.0.1:0"].iter().chain(options));
        command.envs(environment.iter().copied());
        command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let url = line.trim().strip_prefix("http://").unwrap_or_else(|| panic!("an address, not {line:?}"));
        let (address, base) = url.split_once('/').expect("a path");
        let base = format!("/{base}").trim_end_matches('/').to_owned();
        Serving { child, address: address.to_owned(), base }
    }

    /// The answer to `GET path`.
    pub(crate) fn get(&self, path: &str) -> Response {
        self.ask(&format!("GET {}{path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.base, self.address))
    }

    /// The answer to `GET path` with further headers, each with its line end.
    pub(crate) fn get_with(&self, path: &str, headers: &str) -> Response {
        self.ask(&format!("GET {}{path} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", self.base, self.address))
    }

    /// The answer to `POST path` with further headers, each with its line end.
    pub(crate) fn post(&self, path: &str, headers: &str, body: &str) -> Response {
        let length = body.len();
        self.ask(&format!(
            "POST {}{path} HTTP/1.1\r\nHost: {}\r\nContent-Length: {length}\r\n{headers}\r\n{body}",
            self.base, self.address
        ))
    }

    /// The JSON that `GET path` is answered with.
    pub(crate) fn json(&self, path: &str) -> Value {
        self.get(path).is(200).json()
    }

    /// Sends bytes as they are, and reads until the answer is whole.
    pub(crate) fn ask(&self, request: &str) -> Response {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("the server reads");
        Response::read(&mut stream)
    }

    /// A connection.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("the server listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time-out");
        stream
    }

    /// Tells the program to end, and how it did.
    pub(crate) fn end(mut self) -> i32 {
        let id = self.child.id().to_string();
        std::process::Command::new("kill").arg(&id).status().expect("kill");
        let status = self.child.wait().expect("it ends");
        status.code().unwrap_or(-1)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a server answers.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// The status.
    pub status: u16,
    /// Names in small letters, with their values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Response {
    /// Reads one answer, by its `Content-Length`.
    pub(crate) fn read(stream: &mut TcpStream) -> Self {
        let mut reader = BufReader::new(stream);
        let mut line = || {
            let mut line = String::new();
            reader.read_line(&mut line).expect("a line");
            line.trim_end().to_owned()
        };
        let status = line().split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let lines = std::iter::from_fn(|| Some(line()).filter(|line| !line.is_empty()));
        let pair =
            |line: String| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
        let headers: Vec<(String, String)> = lines.filter_map(pair).collect();
        let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, n)| n.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        if status != 304 {
            reader.read_exact(&mut body).expect("the body");
        }
        Response { status, headers, body: String::from_utf8(body).expect("UTF-8") }
    }

    /// Checks the status.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    /// The value of a header, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The lines of the body as JSON.
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        self.body.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

/// Text as one segment, or one value, of an address.
pub(crate) fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
