//! The cluster as a [`Backend`].

use std::sync::{Arc, Mutex, PoisonError};

use crate::client::Client;
use crate::index::check;
use crate::schema::Layout;
use crate::view::RemoteView;
use onrecord_api::backend::{Backend, BackendError, View};
use onrecord_query::Stop;

/// An index in a cluster. It need not be there yet.
pub struct Remote {
    client: Arc<Client>,
    layout: Layout,
    current: Mutex<Option<Arc<RemoteView>>>,
}

impl Remote {
    /// The index that `client` asks for.
    pub fn new(client: Client) -> Self {
        Remote { client: Arc::new(client), layout: Layout::default(), current: Mutex::default() }
    }

    /// The same, laid out so where it has to be made.
    #[must_use]
    pub fn laid_out(self, layout: Layout) -> Self {
        Remote { layout, ..self }
    }

    /// How it is laid out where it has to be made.
    pub(crate) fn layout(&self) -> Layout {
        self.layout
    }

    /// Who asks.
    pub fn client(&self) -> &Arc<Client> {
        &self.client
    }
}

impl Backend for Remote {
    fn view(&self) -> Result<Arc<dyn View>, BackendError> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.is_none() {
            check(&self.client, &Stop::NEVER)?;
        }
        let known = current.as_ref().map(|view| view.number());
        if let Some(newer) = RemoteView::open(&self.client, known)? {
            if known.is_some() {
                // The name may stand for another index by now.
                check(&self.client, &Stop::NEVER)?;
            }
            *current = Some(Arc::new(newer));
        }
        let view = current.clone().ok_or_else(|| crate::RemoteError::Missing(self.client.place()))?;
        Ok(view)
    }
}
