//! A run's figures, query by query and on average.

use super::measures::{Figures, figures};
use super::trec::{Qrels, Run};

/// The figures of one query.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryRow {
    /// The query's id.
    pub query: String,
    /// Whether the run has it; a query that it lacks counts 0.
    pub answered: bool,
    /// Its figures.
    pub figures: Figures,
}

/// The figures of a run over all queries with a relevant document (`trec_eval -c`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    /// One row for each query, in the order of the judgements.
    pub rows: Vec<QueryRow>,
    /// Arithmetic means of the rows; zero when there is none.
    pub mean: Figures,
    /// Judged queries left out since no document is relevant to them.
    pub without_relevant: usize,
    /// Queries of the run that nobody judged.
    pub unjudged: usize,
}

/// Scores `run` against `qrels`.
pub fn evaluate(run: &Run, qrels: &Qrels) -> Evaluation {
    let mut rows = Vec::with_capacity(qrels.queries.len());
    for (query, judged) in &qrels.queries {
        let ranking = run.queries.get(query);
        let documents = ranking.into_iter().flatten().map(|(document, _)| document.as_str());
        if let Some(figures) = figures(documents, judged) {
            rows.push(QueryRow { query: query.clone(), answered: ranking.is_some(), figures });
        }
    }
    let judged = qrels.queries.iter().filter(|(query, _)| run.queries.contains_key(query)).count();
    Evaluation {
        mean: mean(&rows),
        without_relevant: qrels.queries.len() - rows.len(),
        unjudged: run.queries.len() - judged,
        rows,
    }
}

fn mean(rows: &[QueryRow]) -> Figures {
    let mut sums = [0.0; 5];
    for row in rows {
        sums.iter_mut().zip(row.figures.values()).for_each(|(sum, value)| *sum += value);
    }
    Figures::from_values(sums.map(|sum| sum / rows.len().max(1) as f64))
}
