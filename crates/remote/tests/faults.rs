//! What a cluster can do to those who ask it: a server that answers as it is told stands for one.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use onrecord_api::Error;
use onrecord_api::backend::{Backend, BackendError};
use onrecord_query::Stop;
use onrecord_remote::bulk::{self, Action, Item};
use onrecord_remote::{Access, Address, Client, Patience, Remote, RemoteError, index};
use serde_json::{Value, json};

/// What a request was: method, path, header lines, body.
#[derive(Clone, Debug)]
struct Asked {
    method: String,
    path: String,
    headers: String,
    body: String,
}

/// A server that answers by a function of the request and of how many came before.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    fn new(answer: impl Fn(&Asked, usize) -> (u16, Value) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (kept, count, answer) = (asked.clone(), Arc::new(AtomicUsize::new(0)), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, count, answer) = (kept.clone(), count.clone(), answer.clone());
                std::thread::spawn(move || {
                    while let Some(request) = read(&stream) {
                        let (status, body) = answer(&request, count.fetch_add(1, Ordering::SeqCst));
                        kept.lock().expect("a lock").push(request);
                        if status == 0 {
                            // Never answers.
                            std::thread::sleep(Duration::from_secs(30));
                        }
                        let body = body.to_string();
                        let head = format!("HTTP/1.1 {status} X\r\nlocation: http://elsewhere.invalid/\r\n");
                        let head =
                            format!("{head}content-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
                        let mut stream = &stream;
                        if stream.write_all((head + &body).as_bytes()).is_err() {
                            return;
                        }
                    }
                });
            }
        });
        Server { port, asked }
    }

    fn client(&self, access: &Access) -> Client {
        let address = Address::parse(&format!("http://127.0.0.1:{}/news", self.port)).expect("an address");
        Client::new(address, access, quick()).expect("a client")
    }

    fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("a lock").clone()
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|read| *read > 0)?;
    let (mut headers, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        headers.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let mut parts = first.split(' ');
    let (method, path) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    Some(Asked { method, path, headers, body: String::from_utf8(body).ok()? })
}

fn quick() -> Patience {
    Patience {
        tries: 4,
        first: Duration::from_millis(1),
        longest: Duration::from_millis(4),
        answer: Duration::from_millis(500),
    }
}

fn items(count: usize) -> Vec<Item> {
    let item = |n: usize| Item {
        id: format!("d{n}"),
        routing: "r".into(),
        action: Action::Put(json!({"n": n}).to_string().into_bytes()),
    };
    (0..count).map(item).collect()
}

fn whole() -> Value {
    json!({"_shards": {"total": 3, "successful": 3, "failed": 0}, "hits": {"hits": []}})
}

/// The ids of the documents in a bulk.
fn ids(body: &str) -> Vec<String> {
    let lines = body.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.filter_map(|line| Some(line["index"]["_id"].as_str()?.to_owned())).collect()
}

#[test]
fn a_storm_of_refusals_ends_complete() {
    let server = Server::new(|asked, before| {
        if before % 2 == 0 {
            return (429, json!({"error": "too many"}));
        }
        // Of what comes, the first is taken and the others are not.
        let status = |n: usize| if n == 0 { 201 } else { 429 };
        let results = ids(&asked.body)
            .iter()
            .enumerate()
            .map(|(n, _)| json!({"index": {"status": status(n)}}))
            .collect::<Vec<_>>();
        (200, json!({"errors": true, "items": results}))
    });
    let failed = bulk::write(&server.client(&Access::anonymous()), &items(20), 7, &Stop::NEVER);
    assert_eq!(failed, Ok(Vec::new()));
    let taken: Vec<String> = server
        .asked()
        .iter()
        .enumerate()
        .filter(|(n, _)| n % 2 == 1)
        .filter_map(|(_, asked)| ids(&asked.body).first().cloned())
        .collect();
    assert_eq!(taken, (0..20).map(|n| format!("d{n}")).collect::<Vec<_>>());
}

#[test]
fn a_server_that_stays_busy_is_given_up_with_words() {
    let server = Server::new(|_, _| (503, json!({})));
    let error = bulk::write(&server.client(&Access::anonymous()), &items(1), 7, &Stop::NEVER).expect_err("busy");
    assert!(matches!(error, RemoteError::Busy { tries: 4, .. }), "{error}");
    assert_eq!(server.asked().len(), 4);
}

#[test]
fn what_a_server_does_not_take_fails_alone() {
    let server = Server::new(|asked, _| {
        let reason = json!({"reason": "failed to parse", "caused_by": {"reason": "too long"}});
        let result = |id: &String| match id.as_str() {
            "d1" => json!({"index": {"status": 400, "error": reason}}),
            "d2" => json!({"index": {"status": 409}}),
            _ => json!({"index": {"status": 200}}),
        };
        (200, json!({"items": ids(&asked.body).iter().map(result).collect::<Vec<_>>()}))
    });
    let failed = bulk::write(&server.client(&Access::anonymous()), &items(3), 7, &Stop::NEVER).expect("an answer");
    assert_eq!(failed, [bulk::Failed { item: 1, reason: "failed to parse (too long)".into() }]);
}

#[test]
fn fewer_parts_than_there_are_is_no_answer() {
    for shards in [
        json!({"total": 3, "successful": 2, "failed": 0}),
        json!({"total": 3, "successful": 2, "failed": 1, "failures": [{"reason": {"reason": "node left"}}]}),
        json!({}),
    ] {
        let server = Server::new(move |_, _| (200, json!({"_shards": shards, "hits": {"hits": []}})));
        let error = index::search(&server.client(&Access::anonymous()), &json!({}), &Stop::NEVER)
            .expect_err("a part is missing");
        assert!(matches!(error, RemoteError::Incomplete { .. }), "{error}");
        assert!(server.asked()[0].path.contains("allow_partial_search_results=false"));
    }
    let server = Server::new(|_, _| (200, whole()));
    assert!(index::search(&server.client(&Access::anonymous()), &json!({}), &Stop::NEVER).is_ok());
}

#[test]
fn a_part_that_is_lost_is_said_to_be_lost() {
    let reason = "Search rejected due to missing shards [[news][0]]. Consider using `x`";
    let cause = json!({"type": "search_phase_execution_exception", "reason": reason});
    let error = json!({"type": "search_phase_execution_exception", "reason": "", "root_cause": [], "caused_by": cause});
    let server = Server::new(move |_, _| (503, json!({"status": 503, "error": error})));
    let error = index::search(&server.client(&Access::anonymous()), &json!({}), &Stop::NEVER).expect_err("a lost part");
    assert!(matches!(error, RemoteError::Lacking { .. }), "{error}");
    let said = error.to_string();
    assert!(said.contains("missing shards [[news][0]]") && !said.contains("Consider"), "{said}");
}

#[test]
fn a_part_that_is_back_in_a_moment_is_waited_for() {
    let server = Server::new(|_, n| {
        let there = if n < 3 { 2 } else { 3 };
        (200, json!({"_shards": {"total": 3, "successful": there, "failed": 0}, "hits": {"hits": []}}))
    });
    assert!(index::search(&server.client(&Access::anonymous()), &json!({}), &Stop::NEVER).is_ok());
}

#[test]
fn a_server_that_never_answers_or_is_not_there_is_named() {
    let server = Server::new(|_, _| (0, json!({})));
    let client = server.client(&Access::anonymous());
    let error = index::search(&client, &json!({}), &Stop::NEVER).expect_err("no answer").to_string();
    assert!(error.contains("took too long") && error.contains("127.0.0.1"), "{error}");
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let address = Address::parse(&format!("http://127.0.0.1:{nobody}/news")).expect("an address");
    let client = Client::new(address, &Access::anonymous(), quick()).expect("a client");
    let error = index::search(&client, &json!({}), &Stop::NEVER).expect_err("nobody");
    assert!(matches!(error, RemoteError::Unreachable { .. }), "{error}");
}

#[test]
fn a_search_that_is_to_end_does_not_wait_for_a_busy_server() {
    let server = Server::new(|_, _| (429, json!({})));
    let address = Address::parse(&format!("http://127.0.0.1:{}/news", server.port)).expect("an address");
    let patient = Patience { tries: 100, first: Duration::from_secs(5), longest: Duration::from_secs(5), ..quick() };
    let client = Client::new(address, &Access::anonymous(), patient).expect("a client");
    let error =
        index::search(&client, &json!({}), &Stop::after(Duration::from_millis(50))).expect_err("its time is over");
    assert!(matches!(error, RemoteError::Stopped(_)), "{error}");
}

#[test]
fn who_is_refused_is_told_so_and_no_password_is_repeated() {
    for (status, access) in [(401, Access::user("jane", "s3cret")), (403, Access::key("k3y"))] {
        let server = Server::new(move |_, _| (status, json!({"error": {"reason": "wrong s3cret"}})));
        let error = Remote::new(server.client(&access)).view().err().expect("refused");
        assert!(matches!(error, BackendError::Archive(Error::Refused { .. })), "{error}");
        let told = format!("{error} {error:?} {access:?}");
        assert!(!told.contains("s3cret") && !told.contains("k3y") && !told.contains("amFuZTp"), "{told}");
        let headers = server.asked()[0].headers.to_ascii_lowercase();
        assert!(
            headers.contains("authorization: basic amfuztpzm2nyzxq=") || headers.contains("authorization: apikey k3y"),
            "{headers}"
        );
    }
}

#[test]
fn nobody_is_followed_elsewhere() {
    let server = Server::new(|_, _| (302, json!({})));
    let error =
        index::search(&server.client(&Access::user("a", "b")), &json!({}), &Stop::NEVER).expect_err("elsewhere");
    assert!(matches!(error, RemoteError::Failed { .. }), "{error}");
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn an_index_of_another_version_or_of_others_is_refused() {
    for (status, body, expected) in [
        (404, json!({}), "no index at"),
        (200, json!({"news": {"mappings": {}}}), "did not make"),
        (200, json!({"news": {"mappings": {"_meta": {"onrecord": {"format": 99, "analysis": 1}}}}}), "has format 99"),
    ] {
        let server = Server::new(move |_, _| (status, body.clone()));
        let error = Remote::new(server.client(&Access::anonymous())).view().err().expect("an error").to_string();
        assert!(error.contains(expected), "{error}");
        assert!(server.asked().iter().all(|asked| asked.method == "GET"), "nothing was written");
    }
}

#[test]
fn what_is_no_json_is_no_answer() {
    let server = Server::new(|_, _| (200, Value::Null));
    let error = bulk::write(&server.client(&Access::anonymous()), &items(2), 7, &Stop::NEVER).expect_err("no answer");
    assert!(matches!(error, RemoteError::Failed { .. }), "{error}");
}
