//! News in XML: NewsML-G2, NewsML 1, NITF, Factiva XML, TEI, JATS, RSS, Atom. The root element tells which.

mod blocks;
mod feed;
mod news;
mod scholarly;
mod tree;

use self::tree::Element;
use crate::draft::Draft;
use crate::input::{End, Input, Out, Reading};
use crate::source::SkipReason;

/// Reads the articles of an XML file.
pub(crate) fn read(mut input: Input, out: &mut Out) -> Reading {
    let root = tree::parse(&input.text()?)?;
    let drafts = drafts(&root).ok_or(End::Skipped(SkipReason::UnknownKind))?;
    let single = drafts.len() == 1 && !matches!(root.name.as_str(), "rss" | "feed" | "RDF");
    let mut found = false;
    for (number, draft) in drafts.into_iter().enumerate() {
        if draft.has_text() {
            found = true;
            Draft { record: (!single).then_some(number as u32 + 1), ..draft }.send(input.origin, out)?;
        }
    }
    if found { Ok(()) } else { Err(SkipReason::NoText.into()) }
}

/// The articles by the root; none where it is of a kind that nobody knows.
fn drafts(root: &Element) -> Option<Vec<Draft>> {
    let all = |name: &str, article: fn(&Element) -> Draft| {
        let found = root.all(name);
        if root.name == name { vec![article(root)] } else { found.into_iter().map(article).collect() }
    };
    Some(match root.name.as_str() {
        "rss" | "RDF" => feed::rss(root),
        "feed" => feed::atom(root),
        "entry" => vec![feed::entry(root, None)],
        "nitf" => vec![news::nitf(root)],
        "PPSResponse" | "ppsArticleResponse" => all("article", news::factiva),
        "newsItem" | "newsMessage" | "packageItem" => all("newsItem", news::newsml_g2),
        "NewsML" => all("NewsItem", news::newsml_1),
        "TEI" | "TEI.2" | "teiCorpus" => scholarly::tei(root),
        "article" if root.child(&["front"]).is_some() => vec![scholarly::jats(root)],
        "pmc-articleset" => all("article", scholarly::jats),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(xml: &str) -> Draft {
        let mut drafts = drafts(&tree::parse(xml).expect("XML")).expect("a known kind");
        assert_eq!(drafts.len(), 1);
        drafts.remove(0)
    }

    fn texts(draft: &Draft) -> Vec<&str> {
        draft.paras.iter().map(|para| para.text.as_str()).collect()
    }

    #[test]
    fn newsml_g2() {
        let draft = only(
            "<newsMessage xmlns='x'><itemSet><newsItem guid='urn:newsml:a:1'><itemMeta><provider literal='Example Wire'/>\
             <versionCreated>2021-03-05T09:00:00Z</versionCreated><firstCreated>2021-03-04T10:00:00Z</firstCreated></itemMeta>\
             <contentMeta><headline>Ministers meet</headline><by>By Jane Roe</by></contentMeta><contentSet><inlineXML>\
             <html xmlns='y'><head><title>No</title></head><body><p>They &nbsp;met.</p><p>They <b>left</b>.</p></body></html></inlineXML>\
             </contentSet></newsItem></itemSet></newsMessage>",
        );
        assert_eq!(draft.title.as_deref(), Some("Ministers meet"));
        assert_eq!(draft.metadata.date.as_deref(), Some("2021-03-04T10:00:00Z"));
        assert_eq!(draft.metadata.outlet.as_deref(), Some("Example Wire"));
        assert_eq!(draft.metadata.author.as_deref(), Some("Jane Roe"));
        assert_eq!(texts(&draft), ["They met.", "They left."]);
    }

    #[test]
    fn nitf() {
        let draft = only(
            "<!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf><head><title>T</title><docdata><doc-id id-string='17'/><date.issue norm='20210304'/>\
             </docdata><pubdata name='Example Times' date.publication='20210304T000000'/></head><body><body.head><hedline><hl1>Ministers \
             meet</hl1></hedline><byline>By Jane Roe</byline></body.head><body.content><block class='lead_paragraph'><p>They met.</p></block>\
             <block class='full_text'><p>They met.</p><p>They left.</p></block></body.content></body></nitf>",
        );
        assert_eq!(draft.title.as_deref(), Some("Ministers meet"));
        assert_eq!(draft.metadata.date.as_deref(), Some("2021-03-04"));
        assert_eq!(draft.metadata.outlet.as_deref(), Some("Example Times"));
        assert_eq!(texts(&draft), ["They met.", "They left."]);
    }

    #[test]
    fn tei_and_jats() {
        let tei = only(
            "<TEI><teiHeader><fileDesc><titleStmt><title>Debate</title></titleStmt><sourceDesc><bibl><date when='2021-03-04'/></bibl>\
             </sourceDesc></fileDesc></teiHeader><text><body><u who='#JaneRoe'><seg>We agree.</seg></u><sp><speaker>MR. DOE</speaker><p>No.</p>\
             </sp></body></text></TEI>",
        );
        assert_eq!((tei.title.as_deref(), tei.metadata.date.as_deref()), (Some("Debate"), Some("2021-03-04")));
        assert_eq!(texts(&tei), ["JaneRoe: We agree.", "MR. DOE: No."]);
        let jats = only(
            "<article><front><journal-meta><journal-title>J</journal-title></journal-meta><article-meta><title-group><article-title>On \
             oil</article-title></title-group><contrib-group><contrib><name><surname>Roe</surname><given-names>Jane</given-names></name>\
             </contrib></contrib-group><pub-date><day>4</day><month>3</month><year>2021</year></pub-date><abstract><p>Short.</p></abstract>\
             </article-meta></front><body><sec><title>One</title><p>Long.</p></sec></body></article>",
        );
        assert_eq!((jats.title.as_deref(), jats.metadata.date.as_deref()), (Some("On oil"), Some("2021-03-04")));
        assert_eq!(jats.metadata.author.as_deref(), Some("Jane Roe"));
        assert_eq!(texts(&jats), ["Short.", "One", "Long."]);
    }

    #[test]
    fn feeds() {
        let rss = "<rss><channel><title>Example</title><item><title>A</title><description>&lt;p&gt;One &amp;amp; two.&lt;/p&gt;</description>\
                   <pubDate>Thu, 04 Mar 2021 10:00:00 GMT</pubDate><link>https://a.example/1</link></item><item><title>B</title></item>\
                   </channel></rss>";
        let drafts = drafts(&tree::parse(rss).expect("XML")).expect("a feed");
        assert_eq!(drafts.len(), 2);
        assert_eq!(drafts[0].metadata.date.as_deref(), Some("2021-03-04"));
        assert_eq!(drafts[0].metadata.outlet.as_deref(), Some("Example"));
        assert_eq!(texts(&drafts[0]), ["One & two."]);
        assert!(!drafts[1].has_text());
    }

    #[test]
    fn what_is_made_to_hurt() {
        assert!(tree::parse(&"<a>".repeat(100_000)).is_err());
        for xml in ["<a", "<a></b></c>", "<!DOCTYPE a [<!ENTITY b \"&b;\">]><a>&b;</a>", "</a>", "<a b='1' b='2'/>"] {
            let _ = tree::parse(xml);
        }
    }
}
