//! `onrecord topics`: learn and check topics from labelled articles.

use std::path::{Path, PathBuf};

use super::args::{Global, Topics, TopicsEval, TopicsSuggest, TopicsTrain};
use super::exit::{Failure, Outcome};
use super::index::setting;
use super::terminal::Terminal;
use crate::analyze::{Analyzed, Forms, analyze};
use crate::annotate::topic::{Classifier, Evaluation, SelfTraining, Suggester, TopicTagger, TrainOptions, TrainingSet};
use crate::article::Article;
use crate::desk::annotate::read_articles;
use crate::desk::settings::{cores, model, taxonomy};
use crate::ingest::topic_query;
use crate::passage::{Passage, split};
use crate::render::sanitize::sanitize;
use crate::source::{Entry, WalkOptions, walk};

/// Runs the command.
pub(super) fn run(global: &Global, topics: &Topics, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    match topics {
        Topics::Train(args) => train(global, args, terminal),
        Topics::Suggest(args) => suggest(global, args, terminal),
        Topics::Eval(args) => eval(global, args, terminal),
    }
}

/// Analyses every article under the paths; tells whether something could not be read.
fn each_article(
    global: &Global,
    paths: &[PathBuf],
    terminal: &mut Terminal,
    mut each: impl FnMut(&Article, &Analyzed, &Forms, &[Passage]),
) -> bool {
    let mut forms = Forms::new();
    let mut failed = false;
    let options = WalkOptions { index: Some(global.index.clone()), ..WalkOptions::default() };
    for entry in walk(paths, &options) {
        let file = match entry {
            Ok(Entry::File(file)) => file,
            Ok(Entry::Skipped(_)) => continue,
            Err(error) => {
                failed = true;
                terminal.error(&error.to_string());
                continue;
            }
        };
        read_articles(&file, &mut |result| match result {
            Ok(article) => {
                let text = analyze(&article, &mut forms);
                each(&article, &text, &forms, &split(&text));
            }
            Err(message) => {
                failed = true;
                terminal.error(&message);
            }
        });
    }
    failed
}

fn tagger(file: Option<&Path>) -> Result<TopicTagger, Failure> {
    Ok(TopicTagger::with_queries(&taxonomy(&setting(file))?, &topic_query::compile)?)
}

fn ended(failed: bool) -> Outcome {
    if failed { Outcome::SomeFailed } else { Outcome::Done }
}

fn train(global: &Global, args: &TopicsTrain, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let options = TrainOptions { threads: cores(), ..TrainOptions::default() };
    let (model, articles, failed) = if args.from_hits {
        let mut tagger = tagger(args.topics.as_deref())?;
        let mut set = SelfTraining::new();
        let failed = each_article(global, &args.paths, terminal, |_, text, forms, passages| {
            set.add(text, forms, &tagger.tag(text, forms, passages).article);
        });
        (set.len(), failed, set.train(&options)).into_parts()?
    } else {
        let mut set = TrainingSet::new();
        let failed = each_article(global, &args.paths, terminal, |article, text, forms, _| {
            set.add(text, forms, &article.metadata.topics);
        });
        (set.len(), failed, set.train(&options)).into_parts()?
    };
    std::fs::write(&args.output, model.to_bytes())
        .map_err(|error| Failure::message(format!("cannot write {}: {error}", args.output.display())))?;
    terminal.note(&format!(
        "learned {} topics from {articles} articles: {}",
        model.topics().len(),
        args.output.display()
    ));
    Ok(ended(failed))
}

/// What training yields, with how many articles there were and whether some could not be read.
trait IntoParts<M> {
    /// The model first, the error out.
    fn into_parts(self) -> Result<(M, usize, bool), Failure>;
}

impl<M, E: Into<anyhow::Error>> IntoParts<M> for (usize, bool, Result<M, E>) {
    fn into_parts(self) -> Result<(M, usize, bool), Failure> {
        Ok((self.2?, self.0, self.1))
    }
}

fn suggest(global: &Global, args: &TopicsSuggest, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let taxonomy = taxonomy(&setting(args.topics.as_deref()))?;
    let mut tagger = TopicTagger::with_queries(&taxonomy, &topic_query::compile)?;
    let mut suggester = Suggester::new();
    let failed = each_article(global, &args.paths, terminal, |article, text, forms, passages| {
        let labelled = !article.metadata.topics.is_empty();
        let tagged = tagger.tag(text, forms, passages);
        for (passage, found) in passages.iter().zip(&tagged.passages) {
            let has = match labelled {
                true => article.metadata.topics.contains(&args.topic),
                false => found.iter().any(|topic| topic.id == args.topic || topic.label == args.topic),
            };
            suggester.add(text, forms, passage, has);
        }
    });
    let known = taxonomy.topics().iter().find(|topic| topic.id == args.topic || topic.label == args.topic);
    let suggestions = suggester.suggest(known, args.limit);
    for suggestion in &suggestions {
        let term = sanitize(&suggestion.term);
        writeln!(terminal.out(), "{term}\t{:.1}\t{}\t{}", suggestion.keyness, suggestion.inside, suggestion.outside)?;
    }
    Ok(if failed { Outcome::SomeFailed } else { Outcome::found(!suggestions.is_empty()) })
}

fn eval(global: &Global, args: &TopicsEval, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let mut evaluation = Evaluation::new();
    let mut classifier = model(&setting(args.model.as_deref()), None)?.map(Classifier::new);
    let mut tagger = tagger(args.topics.as_deref())?;
    let failed = each_article(global, &args.paths, terminal, |article, text, forms, passages| {
        let labels = &article.metadata.topics;
        match &mut classifier {
            Some(classifier) => {
                let verdicts = classifier.classify(text, forms);
                let names: Vec<&str> = classifier.model().topics().collect();
                let found: Vec<&str> = verdicts.iter().map(|verdict| names[verdict.topic]).collect();
                evaluation.add(&found, labels);
            }
            None => {
                let found = tagger.tag(text, forms, passages).article;
                // Labels may be identifiers or the names that people read.
                let name = |t: &crate::annotate::topic::Topic| {
                    if labels.contains(&t.label) { t.label.clone() } else { t.id.clone() }
                };
                evaluation.add(&found.iter().map(name).collect::<Vec<_>>(), labels);
            }
        }
    });
    print(&evaluation, terminal)?;
    Ok(if failed { Outcome::SomeFailed } else { Outcome::found(evaluation.items() > 0) })
}

fn print(evaluation: &Evaluation, terminal: &mut Terminal) -> Result<(), Failure> {
    let row = |name: &str, counts: crate::annotate::topic::Counts| {
        let (p, r, f) = (counts.precision(), counts.recall(), counts.f1());
        format!("{p:>9.4} {r:>9.4} {f:>9.4} {:>9}  {}", counts.labelled(), sanitize(name))
    };
    writeln!(terminal.out(), "{:>9} {:>9} {:>9} {:>9}  topic", "precision", "recall", "F1", "labelled")?;
    for (topic, counts) in evaluation.topics() {
        writeln!(terminal.out(), "{}", row(topic, counts))?;
    }
    writeln!(terminal.out(), "{}", row("all together (micro)", evaluation.micro(|_| true)))?;
    writeln!(terminal.out(), "{:>29.4} {:>9}  mean over topics (macro)", evaluation.macro_f1(), "")?;
    Ok(())
}
