//! Files that hold many articles, and PDF: what is indexed of them, what results say of their place, what later runs do.

use serde_json::Value;

use crate::harness::Project;

const BODY: &str =
    "The minister said that the talks about the harbour would go on for another week, people who were there said.";

fn mail(n: u32, body: &str) -> String {
    format!(
        "From a@b.org Thu Mar  4 10:00:00 2021\nFrom: Jane Roe <jane@news.example>\nSubject: Mail {n}\nDate: Thu, 4 Mar 2021 10:00:00 +0000\nMessage-ID: <{n}@x>\n\n{body}\n\n"
    )
}

#[test]
fn a_mailbox_that_grows_keeps_its_mails() {
    let project = Project::new();
    project.file("news/box.mbox", mail(1, BODY) + &mail(2, BODY));
    project.run(["index", "news"]).succeeds().says(&["2 articles added"]);
    project.file("news/box.mbox", mail(1, BODY) + &mail(2, BODY) + &mail(3, BODY));
    project.run(["index", "news"]).succeeds().says(&["1 articles added", "2 unchanged"]);
    project.run(["index", "news"]).succeeds().says(&["nothing changed, 3 articles"]);
    project.file("news/box.mbox", mail(1, BODY) + &mail(3, BODY.replace("harbour", "airport").as_str()));
    project.run(["index", "news"]).succeeds().says(&["1 changed", "1 removed"]);
}

#[test]
fn results_lead_into_containers() {
    let project = Project::new();
    project.file("news/box.mbox", mail(1, "Nothing here.") + &mail(2, BODY));
    project.run(["index", "news"]).succeeds();
    let hits = project.hits("harbour");
    assert_eq!(hits[0]["id"].as_str().map(|id| id.starts_with("2@x:")), Some(true), "{}", hits[0]);
    let address = &hits[0]["passage"]["address"];
    assert_eq!(
        (&address["record"], &address["member"], &address["line"]),
        (&Value::from(2), &Value::Null, &Value::Null)
    );
    let output = project.run(["search", "harbour"]);
    assert!(output.stdout.contains("news/box.mbox#2"), "{output}");
}

#[test]
fn what_is_passed_over_is_named_with_what_to_do() {
    let project = Project::new();
    project.file("news/old.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0");
    project.file("news/pack.rar", b"Rar!\x1A\x07\x01\0\0\0");
    project.file("news/titles.csv", "title,url,date\nA,https://a.example,2021-03-04\n");
    let output = project.run(["index", "-v", "news"]);
    output.says(&[
        "skipped news/old.doc: older office file; save it as DOCX, XLSX, EML or PDF",
        "skipped news/pack.rar: archive of a kind that is not read; unpack it",
        "news/titles.csv: no column holds texts; the columns are title, url, date",
    ]);
}

/// A PDF of these objects, numbered from 1.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).into_bytes());
    }
    let table = bytes.len();
    let entries: String = places.iter().map(|place| format!("{place:010} 00000 n \n")).collect();
    let size = objects.len() + 1;
    bytes.extend(
        format!("xref\n0 {size}\n0000000000 65535 f \n{entries}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF").into_bytes(),
    );
    bytes
}

fn page(content: &str) -> Vec<String> {
    vec![
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".into(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".into(),
    ]
}

#[test]
fn pages_of_a_pdf() {
    let project = Project::new();
    let lines = "BT /F1 12 Tf 72 720 Td (Ministers meet in Oslo) Tj 0 -40 Td (The minister said that the talks about the harbour) Tj 0 -14 Td \
                 (would go on for another week.) Tj ET";
    project.file("news/a.pdf", pdf(&page(lines)));
    project.run(["index", "news"]).succeeds();
    let hits = project.hits("harbour");
    assert_eq!(hits[0]["passage"]["address"]["page"], 1, "{}", hits[0]);
    assert!(
        hits[0]["passage"]["text"].as_str().is_some_and(|text| text.contains("the harbour would go on")),
        "{}",
        hits[0]
    );
}

#[test]
fn pdfs_made_to_hurt_end_themselves_alone() {
    let project = Project::new();
    project.file("news/good.txt", format!("Ministers meet\n\n{BODY}\n"));
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let mut loops = page("");
    loops[1] = "<</Type/Pages/Kids[2 0 R]/Count 1>>".into();
    let mut nested = page("BT /F1 12 Tf (x) Tj ET");
    nested.push(deep.clone());
    nested[2] = nested[2].replace("/MediaBox", "/Annots 6 0 R/MediaBox");
    let whole = pdf(&page("BT /F1 12 Tf 72 720 Td (Ministers) Tj ET"));
    for (name, bytes) in [
        ("deep", pdf(&[deep])),
        ("nested", pdf(&nested)),
        ("loop", pdf(&loops)),
        ("cut", whole[..whole.len() / 3].to_vec()),
        ("noise", [b"%PDF-1.7\n".to_vec(), (0..9999u32).map(|i| (i * 7919 % 251) as u8).collect()].concat()),
        ("empty", pdf(&page(""))),
    ] {
        project.file(&format!("news/{name}.pdf"), bytes);
    }
    let output = project.run(["index", "-v", "news"]);
    output.says(&["skipped news/empty.pdf: pages without text; recognise its text first"]);
    for name in ["deep", "cut", "noise"] {
        assert!(output.stderr.contains(&format!("news/{name}.pdf: ")), "{name}: {output}");
    }
    assert_eq!(project.hits("harbour").len(), 1);
}
