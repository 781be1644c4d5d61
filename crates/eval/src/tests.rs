use super::comparison::p_value;
use super::*;

const QRELS: &str = "\
q1 0 a 2
q1 0 b 1
q1 0 c 0
q1 0 d -1
q2\t0\tx\t1
q3 0 y 1
q4 0 z 0
";

fn qrels() -> Qrels {
    read_qrels("qrels", QRELS.as_bytes()).unwrap()
}

fn run(lines: &str) -> Run {
    read_run("run", lines.as_bytes()).unwrap()
}

fn assert_close(found: [f64; 5], expected: [f64; 5]) {
    for (f, e) in found.iter().zip(expected) {
        assert!((f - e).abs() < 5e-5, "{found:?} is not {expected:?}");
    }
}

#[test]
fn grades_ties_and_missing_queries_count_as_in_trec_eval() {
    // Ties at 1.0 go by document id descending: c, b, a. q2 lacks its document, q3 is missing, q4 has
    // nothing relevant, q9 nobody judged.
    let run = run("q1 Q0 a 1 1.0 t\nq1 Q0 c 2 1.0 t\nq1 Q0 b 3 1.0 t\nq2 Q0 w 1 3 t\nq4 Q0 z 1 1 t\nq9 Q0 z 1 1 t\n");
    let evaluation = evaluate(&run, &qrels());
    let q1 = evaluation.rows[0].figures;
    // c (0), b (1), a (2): DCG = 1/log2 3 + 2/log2 4 = 1.63093, ideal = 2 + 1/log2 3 = 2.63093.
    assert_close(q1.values(), [0.61990, (1.0 / 2.0 + 2.0 / 3.0) / 2.0, 0.5, 0.2, 1.0]);
    assert_close(evaluation.mean.values(), q1.values().map(|value| value / 3.0));
    let answered: Vec<_> = evaluation.rows.iter().map(|row| (row.query.as_str(), row.answered)).collect();
    assert_eq!(answered, [("q1", true), ("q2", true), ("q3", false)]);
    assert_eq!((evaluation.without_relevant, evaluation.unjudged), (1, 1));
}

#[test]
fn figures_are_cut_where_their_names_say() {
    let line = |i: usize, rank: usize| {
        let document = if i == rank { "x".to_owned() } else { format!("n{i}") };
        format!("q2 Q0 {document} {i} {} t\n", 5000 - i)
    };
    let lines = |rank: usize| -> String { (1..=1200).map(|i| line(i, rank)).collect() };
    let at = |rank: usize| evaluate(&run(&lines(rank)), &qrels()).rows[1].figures.values();
    assert_close(at(10), [1.0 / 11_f64.log2(), 0.1, 0.1, 0.1, 1.0]);
    assert_close(at(11), [0.0, 1.0 / 11.0, 0.0, 0.0, 1.0]);
    assert_close(at(101), [0.0, 1.0 / 101.0, 0.0, 0.0, 0.0]);
    assert_close(at(1000), [0.0, 0.001, 0.0, 0.0, 0.0]);
    assert_close(at(1001), [0.0; 5]);
}

#[test]
fn scores_are_compared_as_numbers_of_double_precision() {
    let run = run("q2 Q0 x 1 1.00000000001 t\nq2 Q0 z 2 1.0 t\nq2 Q0 w 3 1e0 t\n");
    let order: Vec<_> = run.queries["q2"].iter().map(|(document, _)| document.as_str()).collect();
    assert_eq!(order, ["x", "z", "w"]);
}

#[test]
fn errors_name_file_and_line() {
    let message = |text: &str| read_run("my.run", text.as_bytes()).unwrap_err().to_string();
    let good = "q Q0 d 1 2 t\n";
    assert!(message(&format!("{good}q Q0 d\n")).starts_with("my.run:2: 3 fields where a line needs 6"));
    assert_eq!(message("q Q0 d 1 high t"), "my.run:1: the score \"high\" is not a number");
    assert_eq!(message("q Q0 d 1 NaN t"), "my.run:1: the score \"NaN\" is not a number");
    assert_eq!(message(&format!("{good}\n{good}")), "my.run:3: document \"d\" occurs twice for query \"q\"");
    assert!(message(&"x".repeat(100_000)).contains("longer than"));
    let error = read_qrels("q", b"\xff\xfe 0 d 1".as_slice()).unwrap_err();
    assert_eq!(error.to_string(), "q:1: the line is not UTF-8");
    let error = read_qrels("q", "a 0 d 0.5".as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "q:1: the relevance \"0.5\" is not a whole number");
}

#[test]
fn odd_but_legal_lines_are_read() {
    let run = run("\u{feff}q Q0 d 1 -3e-2 my tag\r\n# comment\n\r\n  q\tQ0\te 1 inf t");
    let order: Vec<_> = run.queries["q"].iter().map(|(document, _)| document.as_str()).collect();
    assert_eq!(order, ["e", "d"]);
    assert_eq!(evaluate(&Run::default(), &Qrels::default()), Evaluation::default());
}

#[test]
fn randomisation_is_exact_for_few_queries() {
    // Of the 8 ways to set signs only the two with all signs alike reach the observed sum.
    assert_eq!(p_value(&[0.1, 0.2, 0.3]), 0.25);
    assert_eq!(p_value(&[0.1, 0.2, 0.3, 0.0]), 0.25);
    assert_eq!(p_value(&[0.5, -0.5]), 1.0);
    assert_eq!(p_value(&[]), 1.0);
}

#[test]
fn randomisation_of_many_queries_agrees_with_the_normal_approximation() {
    let noise = |i: u64| (((i * 7919) % 101) as f64 - 50.0) / 100.0;
    let differences: Vec<f64> = (0..202).map(|i| noise(i) + 0.04).collect();
    let n = differences.len() as f64;
    let sum: f64 = differences.iter().sum();
    let z = sum / differences.iter().map(|d| d * d).sum::<f64>().sqrt();
    // 2 (1 - Φ(z)) by Abramowitz & Stegun 26.2.17, to five places.
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let poly =
        t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    let expected = 2.0 * poly * (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let found = p_value(&differences);
    assert!(n > 200.0 && (found - expected).abs() < 0.005, "{found} {expected}");
    assert_eq!(found, p_value(&differences), "the test is deterministic");
}

#[test]
fn a_comparison_counts_wins_and_losses() {
    let better = run("q1 Q0 a 1 2 t\nq1 Q0 b 2 1 t\nq2 Q0 x 1 1 t\n");
    let worse = run("q1 Q0 c 1 3 t\nq1 Q0 a 2 2 t\nq3 Q0 y 1 1 t\n");
    let comparison = compare(&evaluate(&better, &qrels()), &evaluate(&worse, &qrels()));
    assert_eq!((comparison.queries, comparison.wins[0], comparison.losses[0]), (3, 2, 1));
    assert!(comparison.difference[0] > 0.0 && comparison.p_value[0] > 0.05);
}
