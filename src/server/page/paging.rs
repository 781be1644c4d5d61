//! From page to page of results.

use super::words::number;
use crate::server::http::limits;

/// Where one can page to.
pub struct Pages {
    /// Back.
    pub previous: Option<String>,
    /// Where one is.
    pub here: String,
    /// On.
    pub next: Option<String>,
}

impl Pages {
    /// Those of `total` results; nothing where one page holds them all. `to` is the address of a page, from 1.
    pub fn of(page: usize, total: usize, per_page: usize, to: impl Fn(usize) -> String) -> Option<Self> {
        let last = total.min(limits::DEPTH).div_ceil(per_page);
        let reached = if total > limits::DEPTH { " that can be paged to" } else { "" };
        (last > 1).then(|| Pages {
            previous: (page > 1).then(|| to(page - 1)),
            here: format!("Page {} of {}{reached}", number(page as u64), number(last as u64)),
            next: (page < last).then(|| to(page + 1)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_have_no_further_page() {
        let pages = |page, total| Pages::of(page, total, 10, |page| page.to_string());
        assert!(pages(1, 10).is_none());
        let first = pages(1, 25).expect("three pages");
        assert_eq!((first.previous, first.here.as_str(), first.next.as_deref()), (None, "Page 1 of 3", Some("2")));
        let last = pages(3, 25).expect("three pages");
        assert_eq!((last.previous.as_deref(), last.next), (Some("2"), None));
        assert_eq!(pages(1, 100_000).expect("many").here, "Page 1 of 1,000 that can be paged to");
    }
}
