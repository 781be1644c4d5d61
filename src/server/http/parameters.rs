//! The parameters of an address: each endpoint has a table of those it takes, which checks them and describes them
//! in the OpenAPI document. One that is unknown is an error: a typo must not widen a search.

use axum::http::Uri;
use serde_json::{Value, json};

use super::problem::Problem;

/// A parameter that an endpoint takes.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
    /// What it takes.
    pub shape: Shape,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// Any text.
    Text,
    /// A whole number, within bounds that are included.
    Number(usize, usize),
    /// One of these.
    Choice(&'static [&'static str]),
    /// Some of these, separated by commas.
    Choices(&'static [&'static str]),
    /// `true` or `false`; nothing means true.
    Flag,
}

/// The parameters of a request, each known and well formed.
#[derive(Clone, Debug, Default)]
pub struct Parameters(Vec<(&'static str, String)>);

impl Parameters {
    /// Reads the parameters of an address by the tables of its endpoint. Empty ones count as absent, as forms send
    /// them; a flag is set by its name alone.
    ///
    /// # Errors
    /// When one is unknown, given twice, or not what the table says.
    pub fn read(uri: &Uri, tables: &[&[Parameter]]) -> Result<Self, Problem> {
        let mut known: Vec<(&'static str, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
            let parameter = tables.iter().copied().flatten().find(|parameter| parameter.name == name);
            let Some(parameter) = parameter else { return Err(unknown(&name, tables)) };
            let value = if value.is_empty() && parameter.shape == Shape::Flag { "true".into() } else { value };
            if value.is_empty() {
                continue;
            }
            if known.iter().any(|(name, _)| *name == parameter.name) {
                return Err(Problem::parameter(parameter.name, format!("{} is given twice", parameter.name), &[]));
            }
            parameter.check(&value)?;
            known.push((parameter.name, value.into_owned()));
        }
        Ok(Parameters(known))
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The number that a parameter has, or `default`.
    pub fn number(&self, name: &str, default: usize) -> usize {
        self.get(name).and_then(|value| value.parse().ok()).unwrap_or(default)
    }

    /// Whether a flag is set.
    pub fn flag(&self, name: &str) -> bool {
        self.get(name) == Some("true")
    }

    /// The values of a parameter that takes several.
    pub fn list(&self, name: &str) -> impl Iterator<Item = &str> {
        self.get(name).into_iter().flat_map(|value| value.split(','))
    }
}

fn unknown(name: &str, tables: &[&[Parameter]]) -> Problem {
    let mut names: Vec<&str> = tables.iter().copied().flatten().map(|parameter| parameter.name).collect();
    names.sort_unstable();
    let detail = format!("there is no parameter {name}; there are {}", names.join(", "));
    Problem::parameter(name, detail, &names)
}

impl Parameter {
    fn check(&self, value: &str) -> Result<(), Problem> {
        let name = self.name;
        let wrong = |wanted: String, allowed: &[&str]| {
            Err(Problem::parameter(name, format!("{name} is {wanted}, not {value}"), allowed))
        };
        match self.shape {
            Shape::Text => Ok(()),
            Shape::Number(least, most) => match value.parse::<usize>() {
                Ok(number) if (least..=most).contains(&number) => Ok(()),
                _ => wrong(format!("a number from {least} to {most}"), &[]),
            },
            Shape::Choice(values) if values.contains(&value) => Ok(()),
            Shape::Choice(values) => wrong(format!("one of {}", values.join(", ")), values),
            Shape::Choices(values) if value.split(',').all(|value| values.contains(&value)) => Ok(()),
            Shape::Choices(values) => wrong(format!("some of {}, with commas between", values.join(", ")), values),
            Shape::Flag if ["true", "false"].contains(&value) => Ok(()),
            Shape::Flag => wrong("true or false".to_owned(), &["true", "false"]),
        }
    }

    /// The parameter in an OpenAPI document.
    pub fn described(&self) -> Value {
        let text = json!({"type": "string"});
        let (schema, explode) = match self.shape {
            Shape::Text => (text, None),
            Shape::Number(least, most) => (json!({"type": "integer", "minimum": least, "maximum": most}), None),
            Shape::Choice(values) => (json!({"type": "string", "enum": values}), None),
            Shape::Choices(values) => {
                (json!({"type": "array", "items": {"type": "string", "enum": values}}), Some(false))
            }
            Shape::Flag => (json!({"type": "boolean"}), None),
        };
        let mut described = json!({"name": self.name, "in": "query", "description": self.about, "schema": schema});
        if let Some(explode) = explode {
            described["explode"] = json!(explode);
        }
        described
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[Parameter] = &[
        Parameter { name: "q", about: "", shape: Shape::Text },
        Parameter { name: "n", about: "", shape: Shape::Number(1, 200) },
        Parameter { name: "sort", about: "", shape: Shape::Choice(&["score", "date"]) },
        Parameter { name: "facets", about: "", shape: Shape::Choices(&["speaker", "topic"]) },
        Parameter { name: "duplicates", about: "", shape: Shape::Flag },
    ];

    fn read(query: &str) -> Result<Parameters, Problem> {
        Parameters::read(&format!("/x?{query}").parse().expect("an address"), &[TABLE])
    }

    #[test]
    fn what_is_well_formed_is_read() {
        let parameters = read("q=a+b%26c&n=20&sort=&facets=speaker,topic&duplicates=true").expect("well formed");
        assert_eq!(parameters.get("q"), Some("a b&c"));
        assert_eq!(parameters.number("n", 10), 20);
        assert_eq!(parameters.get("sort"), None);
        assert_eq!(parameters.list("facets").collect::<Vec<_>>(), ["speaker", "topic"]);
        assert!(parameters.flag("duplicates"));
        assert!(read("duplicates").expect("a flag by its name").flag("duplicates"));
        assert!(!read("duplicates=false").expect("a flag").flag("duplicates"));
        assert_eq!(read("").expect("nothing").number("n", 10), 10);
    }

    #[test]
    fn what_is_not_names_the_parameter() {
        for (query, parameter) in [
            ("spaeker=x", "spaeker"),
            ("q=a&q=b", "q"),
            ("n=0", "n"),
            ("n=201", "n"),
            ("n=1e9", "n"),
            ("n=-1", "n"),
            ("sort=best", "sort"),
            ("facets=speaker,", "facets"),
            ("duplicates=yes", "duplicates"),
        ] {
            let problem = read(query).expect_err(query);
            assert_eq!((problem.status, problem.parameter.as_deref()), (400, Some(parameter)), "{query}");
        }
    }
}
