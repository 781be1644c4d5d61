//! What of a passage a query looks at, so that nothing else need be worked out.

use crate::highlight::plan::{Node, Source};
use crate::interval::Program;

/// What a query asks of a passage beside the words of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Where its sentences and paragraphs begin.
    pub bounds: bool,
    /// Its quotes, and which words they have.
    pub quotes: bool,
    /// Its topics, its kind, the dates it speaks of, or what is true of its article: title, outlet, section,
    /// path, language, dates.
    pub values: bool,
}

impl Needs {
    /// What a compiled query asks for.
    pub fn of(node: &Node) -> Self {
        let mut needs = Needs::default();
        needs.add(node);
        needs
    }

    fn add(&mut self, node: &Node) {
        match node {
            Node::All => {}
            Node::And(all) | Node::Or(all) | Node::SameArticle(_, all) => self.add_all(all),
            Node::Not(part) => self.add(part),
            Node::Group { required, optional, excluded, .. } => {
                [required, optional, excluded].into_iter().for_each(|parts| self.add_all(parts));
            }
            Node::Find { program, source, .. } => self.add_program(program, *source),
            Node::Value(_) => self.values = true,
            Node::Quote(_) => *self = Needs { bounds: true, quotes: true, values: true },
            Node::Clause { node, .. } => self.add(node),
        }
    }

    fn add_all(&mut self, parts: &[Node]) {
        parts.iter().for_each(|part| self.add(part));
    }

    fn add_program(&mut self, program: &Program, source: Source) {
        if source == Source::Text {
            self.bounds |= program.speaks_of_bounds();
        } else {
            self.values = true;
        }
    }
}
