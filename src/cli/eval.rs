//! `onrecord eval`: score a TREC run against TREC qrels.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use serde_json::{Value, json};

use super::args::{Eval, TableFormat};
use super::exit::{Failure, Outcome};
use super::terminal::Terminal;
use crate::eval::comparison::{Comparison, compare};
use crate::eval::evaluation::{Evaluation, evaluate};
use crate::eval::measures::Figures;
use crate::eval::trec::{Qrels, Run, read_qrels, read_run};

/// Runs the command.
pub(super) fn run(args: &Eval, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let qrels: Qrels = read_qrels(&name(&args.qrels), open(&args.qrels)?)?;
    let evaluation = evaluate(&run_of(&args.run)?, &qrels);
    let other = args.against.as_deref().map(run_of).transpose()?.map(|run| evaluate(&run, &qrels));
    let comparison = other.as_ref().map(|other| compare(&evaluation, other));
    match args.format {
        TableFormat::Json => {
            writeln!(terminal.out(), "{}", as_json(args, &evaluation, other.as_ref(), comparison.as_ref()))?
        }
        TableFormat::Text => print_rows(args, &evaluation, other.as_ref(), comparison.as_ref(), "  ", terminal)?,
        TableFormat::Csv => print_rows(args, &evaluation, other.as_ref(), comparison.as_ref(), ",", terminal)?,
    }
    Ok(Outcome::found(!evaluation.rows.is_empty()))
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

fn open(path: &Path) -> Result<BufReader<File>, Failure> {
    let file =
        File::open(path).map_err(|error| Failure::message(format!("cannot read {}: {error}", path.display())))?;
    Ok(BufReader::new(file))
}

fn run_of(path: &Path) -> Result<Run, Failure> {
    Ok(read_run(&name(path), open(path)?)?)
}

fn figures(figures: &Figures) -> Value {
    Figures::NAMES
        .iter()
        .zip(figures.values())
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn as_json(args: &Eval, evaluation: &Evaluation, other: Option<&Evaluation>, comparison: Option<&Comparison>) -> Value {
    let mut object = json!({"queries": evaluation.rows.len(), "mean": figures(&evaluation.mean)});
    if args.per_query {
        let rows = evaluation.rows.iter().map(|row| json!({"query": row.query, "figures": figures(&row.figures)}));
        object["per_query"] = rows.collect();
    }
    if let (Some(other), Some(comparison)) = (other, comparison) {
        object["against"] = figures(&other.mean);
        object["difference"] = figures(&Figures::from_values(comparison.difference));
        object["p_value"] = figures(&Figures::from_values(comparison.p_value));
    }
    object
}

fn print_rows(
    args: &Eval,
    evaluation: &Evaluation,
    other: Option<&Evaluation>,
    comparison: Option<&Comparison>,
    separator: &str,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let mut rows = vec![(String::from("query"), Figures::NAMES.map(str::to_owned))];
    let row = |name: &str, values: [f64; 5]| (name.to_owned(), values.map(|value| format!("{value:.4}")));
    if args.per_query {
        rows.extend(evaluation.rows.iter().map(|r| row(&r.query, r.figures.values())));
    }
    rows.push(row(&format!("all {}", evaluation.rows.len()), evaluation.mean.values()));
    if let (Some(other), Some(comparison)) = (other, comparison) {
        rows.push(row("against", other.mean.values()));
        rows.push(row("difference", comparison.difference));
        rows.push(row("p", comparison.p_value));
    }
    let first = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, values) in rows {
        let name = crate::render::sanitize::sanitize(&name).into_owned();
        let line = if separator == "," {
            format!("{name},{}", values.join(","))
        } else {
            format!("{name:<first$}{}", values.map(|value| format!("{separator}{value:>10}")).concat())
        };
        writeln!(terminal.out(), "{line}")?;
    }
    Ok(())
}
