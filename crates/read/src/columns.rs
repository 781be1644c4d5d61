//! What the fields of a record mean, by the names that tables, exports and APIs of news use for them.
//!
//! Names are compared without case, spaces and signs: `Publish Date`, `publish_date` and `publishDate` are one.

use super::byline;
use super::cell::{is_address, is_nothing, without_fraction};
use super::draft::{Draft, OwnId, Para, flat};
use super::tags;

/// What a field of a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// An id within the file.
    Id,
    /// The headline.
    Title,
    /// The text.
    Text,
    /// A summary, which stands in for a text that is not there.
    Summary,
    /// The day of publication.
    Date,
    /// Newspaper, agency or site.
    Outlet,
    /// Who wrote it.
    Author,
    /// Section or desk.
    Section,
    /// Where it is on the web.
    Url,
    /// Topic labels.
    Topics,
}

/// The names of each role, the surest first: English, then German, French, Spanish, Italian, Portuguese and Dutch.
const NAMES: &[(Role, &[&str])] = &[
    (
        Role::Id,
        &["id", "articleid", "docid", "documentid", "storyid", "storiesid", "uuid", "speechid", "accessionnumber"],
    ),
    (
        Role::Title,
        &[
            "title",
            "headline",
            "articletitle",
            "webtitle",
            "headlines",
            "heading",
            "header",
            "head",
            "hed",
            "subject",
            "titel",
            "titre",
            "título",
            "titulo",
            "titolo",
            "überschrift",
            "schlagzeile",
            "titular",
        ],
    ),
    (
        Role::Text,
        &[
            "text",
            "maintext",
            "fulltext",
            "articletext",
            "articlebody",
            "bodytext",
            "articlecontent",
            "content",
            "contents",
            "body",
            "article",
            "story",
            "storytext",
            "newstext",
            "plaintext",
            "textcontent",
            "texts",
            "document",
            "speech",
            "transcript",
            "paragraphs",
            "contenttext",
            "contenthtml",
            "textbody",
            "rawtext",
            "cleantext",
            "texte",
            "texto",
            "testo",
            "tekst",
            "inhalt",
            "volltext",
            "artikeltext",
            "contenu",
            "contenido",
            "conteúdo",
            "contenuto",
            "inhoud",
        ],
    ),
    (
        Role::Summary,
        &[
            "abstract",
            "leadparagraph",
            "description",
            "summary",
            "snippet",
            "excerpt",
            "lead",
            "standfirst",
            "teaser",
            "zusammenfassung",
            "résumé",
            "resumen",
            "resumo",
            "riassunto",
            "samenvatting",
        ],
    ),
    (
        Role::Date,
        &[
            "date",
            "publishdate",
            "publicationdate",
            "published",
            "publishedat",
            "datepublished",
            "datepublish",
            "publisheddate",
            "publishingdate",
            "pubdate",
            "webpublicationdate",
            "publishedtime",
            "publicationdatetime",
            "datetime",
            "pubtime",
            "issued",
            "firstpublished",
            "articledate",
            "storydate",
            "publishtime",
            "seendate",
            "timestamp",
            "createdat",
            "day",
            "year",
            "datum",
            "fecha",
            "erscheinungsdatum",
            "veröffentlichungsdatum",
            "veröffentlicht",
            "datedepublication",
            "datepublication",
            "fechadepublicación",
            "fechapublicación",
            "datadipubblicazione",
            "datadepublicação",
        ],
    ),
    (
        Role::Outlet,
        &[
            "outlet",
            "publication",
            "publicationname",
            "newspaper",
            "medianame",
            "sourcename",
            "source",
            "outletname",
            "newspapername",
            "containertitle",
            "publisher",
            "sitename",
            "mediaoutlet",
            "media",
            "agency",
            "journal",
            "newssource",
            "station",
            "network",
            "site",
            "website",
            "sourcedomain",
            "domain",
            "publicationtitle",
            "quelle",
            "zeitung",
            "medium",
            "medio",
            "média",
            "fuente",
            "periódico",
            "fonte",
            "testata",
            "giornale",
            "bron",
            "krant",
        ],
    ),
    (
        Role::Author,
        &[
            "author",
            "authors",
            "byline",
            "writer",
            "by",
            "creator",
            "journalist",
            "reporter",
            "authorname",
            "autor",
            "autoren",
            "verfasser",
            "auteur",
            "auteurs",
            "autores",
            "autore",
            "autori",
        ],
    ),
    (
        Role::Section,
        &[
            "section",
            "sectionname",
            "category",
            "desk",
            "newsdesk",
            "rubric",
            "ressort",
            "rubrik",
            "rubrique",
            "sección",
            "sezione",
            "seção",
        ],
    ),
    (
        Role::Url,
        &[
            "url",
            "link",
            "weburl",
            "articleurl",
            "canonicalurl",
            "permalink",
            "uri",
            "href",
            "lien",
            "enlace",
            "adresse",
        ],
    ),
    (Role::Topics, &["topics", "tags", "keywords", "topic", "categories", "subjects"]),
];

/// The roles of fields with the names that they go by, as a table of the documentation.
pub fn field_names() -> String {
    let rows = NAMES.iter().map(|(role, names)| {
        let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ");
        format!("| {} | {names} |\n", format!("{role:?}").to_lowercase())
    });
    std::iter::once("| field | names |\n|---|---|\n".to_owned()).chain(rows).collect()
}

/// The role of a field and how sure its name is of it: 0 is surest.
pub(crate) fn role(name: &str) -> Option<(Role, usize)> {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    NAMES.iter().find_map(|(role, names)| Some((*role, names.iter().position(|name| *name == plain)?)))
}

/// Whether a row of a table names columns that articles have: a text, or a title with a date or an address.
pub(crate) fn is_header(columns: &[&str]) -> bool {
    let roles: Vec<Role> = columns.iter().filter_map(|name| Some(role(name)?.0)).collect();
    let has = |role: Role| roles.contains(&role);
    roles.len() >= 2 && (has(Role::Text) || has(Role::Title)) && (has(Role::Date) || has(Role::Url) || has(Role::Id))
}

/// Fields with their roles; of several fields of one role the surest name with a value counts.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(Role, usize, String)>);

impl Fields {
    /// Notes a field; an empty value is none. A text in two columns of one name is that of both, in order.
    pub(crate) fn add(&mut self, (role, rank): (Role, usize), value: impl Into<String>) {
        let value = value.into();
        if is_nothing(&value) {
            return;
        }
        let same = self.0.iter_mut().find(|field| field.0 == role && field.1 == rank && role == Role::Text);
        match same {
            Some((.., text)) if *text != value => text.extend(["\n\n", &value]),
            Some(_) => {}
            None => self.0.push((role, rank, value)),
        }
    }

    /// The value of a role.
    fn take(&mut self, role: Role) -> Option<String> {
        let best = (0..self.0.len()).filter(|&i| self.0[i].0 == role).min_by_key(|&i| self.0[i].1)?;
        Some(self.0.swap_remove(best).2)
    }

    fn line(&mut self, role: Role) -> Option<String> {
        self.take(role).map(|value| flat(&value))
    }

    /// Whether there is a text, or a summary in its stead.
    pub(crate) fn has_text(&self) -> bool {
        self.0.iter().any(|(role, ..)| matches!(role, Role::Text | Role::Summary))
    }

    /// The article of these fields, its number among the records unset.
    pub(crate) fn draft(mut self) -> Draft {
        let text = self.take(Role::Text).or_else(|| self.take(Role::Summary)).unwrap_or_default();
        let mut draft = Draft { paras: vec![Para::new(text)], title: self.line(Role::Title), ..Draft::default() };
        draft.id = self.line(Role::Id).map_or(OwnId::None, OwnId::InFile);
        draft.metadata.date = self.line(Role::Date).map(without_fraction);
        draft.metadata.url = self.line(Role::Url);
        let mut source = self.line(Role::Outlet);
        while let Some(address) = source.take_if(|source| is_address(source)) {
            // A source may be the article's address.
            draft.metadata.url.get_or_insert(address);
            source = self.line(Role::Outlet);
        }
        draft.metadata.outlet = source;
        draft.metadata.author = self.line(Role::Author).and_then(|authors| byline::authors(&authors));
        draft.metadata.section = self.line(Role::Section);
        let topics = self.take(Role::Topics).unwrap_or_default();
        draft.metadata.topics = topics.split([';', '|', '\n']).map(flat).filter(|topic| !topic.is_empty()).collect();
        draft
    }
}

/// The text of a field that may hold HTML, as content systems store it.
pub(crate) fn plain(value: String) -> String {
    const MARKS: [&str; 11] =
        ["</p>", "<p>", "<br>", "<br/>", "<br />", "</div>", "</span>", "</a>", "</em>", "</strong>", "</b>"];
    let is_html = value.contains('<') && MARKS.iter().any(|mark| value.contains(mark));
    if is_html { tags::text(&value) } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_sources() {
        for (name, expected) in [
            ("Headline", Role::Title),
            ("publish_date", Role::Date),
            ("publishedAt", Role::Date),
            ("Source Name", Role::Outlet),
            ("container-title", Role::Outlet),
            ("maintext", Role::Text),
            ("Full Text", Role::Text),
            ("Título", Role::Title),
            ("Quelle", Role::Outlet),
            ("Fecha de publicación", Role::Date),
            ("Texte", Role::Text),
        ] {
            assert_eq!(role(name).map(|(role, _)| role), Some(expected), "{name}");
        }
        assert_eq!(role("member_name"), None);
    }

    #[test]
    fn the_surest_name_counts() {
        let mut fields = Fields::default();
        for (name, value) in [("year", "2016.0"), ("date", "2016-12-31"), ("source", ""), ("domain", "news.example")] {
            fields.add(role(name).expect("a role"), value);
        }
        let draft = fields.draft();
        assert_eq!(draft.metadata.date.as_deref(), Some("2016-12-31"));
        assert_eq!(draft.metadata.outlet.as_deref(), Some("news.example"));
    }

    #[test]
    fn dates_of_apis() {
        assert_eq!(without_fraction("2016.0".into()), "2016");
        for given in ["20210304T100000Z", "20210304", "1614852000", "2021-03-04T10:00:00Z"] {
            let day = onrecord_text::date::field::read(&without_fraction(given.into())).and_then(|date| date.days());
            assert_eq!(day.map(|(first, _)| first.to_string()).as_deref(), Some("2021-03-04"), "{given}");
        }
    }
}
