//! Which of day and month comes first in the dates of a source: decided by the source as a whole.
//!
//! `03/04/2017` alone may be either. Where another record of the same source can only be read one way
//! (`13/04/2017`), all its records are written that way. Records wait for the first such date, within bounds;
//! where none comes, or the source has both orders, the date stays as it was given, for either reading.

use std::ops::ControlFlow;

use onrecord_text::article::Article;
use onrecord_text::date::{FieldDate, Order, field};

use super::{NotRead, Sink};

/// Bytes of text that wait for a date which decides; more are handed on undecided.
const MAX_HELD: usize = 16 << 20;

/// Hands a source's articles on in their order, their dates written out once the order is known.
pub(crate) struct DayOrder<'a, 'b> {
    sink: &'a mut Sink<'b>,
    known: Known,
    held: Vec<Result<Article, NotRead>>,
    bytes: usize,
}

/// What is known of the order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Nothing,
    One(Order),
    /// The source has dates in both orders.
    Mixed,
}

impl<'a, 'b> DayOrder<'a, 'b> {
    /// Articles go on to `sink`.
    pub(crate) fn new(sink: &'a mut Sink<'b>) -> Self {
        DayOrder { sink, known: Known::Nothing, held: Vec::new(), bytes: 0 }
    }

    /// Takes the next article or error.
    pub(crate) fn take(&mut self, item: Result<Article, NotRead>) -> ControlFlow<()> {
        let date = item.as_ref().ok().and_then(|article| article.metadata.date.as_deref());
        self.learn(date.and_then(field::order));
        let open = self.known == Known::Nothing && date.is_some_and(is_open);
        if self.known == Known::Nothing && (open || !self.held.is_empty()) {
            self.bytes += item.as_ref().map_or(0, |article| article.content.len());
            self.held.push(item);
            return if self.bytes > MAX_HELD { self.release() } else { ControlFlow::Continue(()) };
        }
        self.release()?;
        self.hand_on(item)
    }

    /// Hands on what still waits; to be called at the source's end.
    pub(crate) fn finish(mut self) -> ControlFlow<()> {
        self.release()
    }

    fn learn(&mut self, order: Option<Order>) {
        self.known = match (self.known, order) {
            (known, None) => known,
            (Known::Nothing, Some(order)) => Known::One(order),
            (Known::One(known), Some(order)) if known == order => Known::One(order),
            _ => Known::Mixed,
        };
    }

    fn release(&mut self) -> ControlFlow<()> {
        self.bytes = 0;
        std::mem::take(&mut self.held).into_iter().try_for_each(|item| self.hand_on(item))
    }

    fn hand_on(&mut self, mut item: Result<Article, NotRead>) -> ControlFlow<()> {
        if let (Ok(article), Known::One(order)) = (&mut item, self.known) {
            write_out(&mut article.metadata.date, order);
        }
        (self.sink)(item)
    }
}

fn is_open(date: &str) -> bool {
    matches!(field::read(date), Some(FieldDate::Either { .. }))
}

/// Writes a date of two readings as the day that the order makes it.
fn write_out(date: &mut Option<String>, order: Order) {
    let read = date.as_deref().and_then(field::read);
    if let Some(either @ FieldDate::Either { .. }) = read
        && let FieldDate::Known(day) = either.in_order(order)
    {
        *date = Some(day.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article_from_text;
    use onrecord_text::article::Metadata;

    /// The dates that come out where these go in.
    fn pass(dates: &[&str]) -> Vec<String> {
        let mut out = Vec::new();
        let mut sink = |item: Result<Article, NotRead>| {
            out.extend(item.ok().and_then(|article| article.metadata.date));
            ControlFlow::Continue(())
        };
        let mut order = DayOrder::new(&mut sink);
        for date in dates {
            let metadata = Metadata { date: Some((*date).into()), ..Metadata::default() };
            let _ = order.take(Ok(article_from_text("a", "a", None, "t", metadata)));
        }
        let _ = order.finish();
        out
    }

    #[test]
    fn the_source_decides() {
        let british = ["01/04/2017", "2017-05-06", "13/04/2017", "02/04/2017"];
        assert_eq!(pass(&british), ["2017-04-01", "2017-05-06", "13/04/2017", "2017-04-02"]);
        assert_eq!(pass(&["01/04/2017", "04/13/2017"]), ["2017-01-04", "04/13/2017"]);
    }

    #[test]
    fn what_nothing_decides_stays() {
        assert_eq!(pass(&["01/04/2017", "02/04/2017"]), ["01/04/2017", "02/04/2017"]);
        assert_eq!(pass(&["13/04/2017", "04/13/2017", "01/04/2017"])[2], "01/04/2017");
        assert_eq!(pass(&["n.d.", "April 13, 2017", "01/04/2017"])[2], "01/04/2017");
    }
}
