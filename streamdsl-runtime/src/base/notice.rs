//! Notices: what a running job reports beside its output.

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

/// What a [`Notice`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoticeKind {
    /// A receiver has connected to its peer.
    Connected,
    /// A receiver has lost the connection to its peer and tries to connect again.
    Disconnected,
    /// A receiver cannot connect to its peer and keeps trying.
    Unreachable,
    /// Something failed, and the job goes on: a file cannot be read, a receiver reports an error, a
    /// checkpoint cannot be written.
    Trouble,
    /// Something else that the person who runs the program should know.
    Information,
}

/// A message of a running job to the person who runs it: connections made and lost, retries.
///
/// Notices go to the function that the context's builder was given (`on_notice`), or to standard
/// error if there is none, where each line begins with the name of the application. They are never part
/// of the output of the job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Who reports: a source, such as `socket localhost:9999`, a part of the engine, such as
    /// `checkpoints`, or the name of the application.
    pub source: String,
    /// What the notice is about.
    pub kind: NoticeKind,
    /// The text of the notice.
    pub message: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source, self.message)
    }
}

/// The function that receives the notices, if the program has set one.
#[derive(Clone, Default)]
pub(crate) struct NoticeHandler(Option<Handler>);

type Handler = Arc<dyn Fn(&Notice) + Send + Sync>;

impl NoticeHandler {
    pub(crate) fn new(handler: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        NoticeHandler(Some(Arc::new(handler)))
    }

    /// Returns the handler for the application `app_name`: if the program has set none, each notice is
    /// a line on standard error that begins with the name.
    pub(crate) fn named(&self, app_name: &str) -> Self {
        let app_name = app_name.to_owned();
        let print = move |notice: &Notice| {
            // Nobody may read the notices any more, for example after the terminal was closed.
            let _ = writeln!(io::stderr(), "{app_name}: {notice}");
        };
        NoticeHandler(Some(self.0.clone().unwrap_or_else(|| Arc::new(print))))
    }

    pub(crate) fn send(&self, notice: &Notice) {
        if let Some(handler) = &self.0 {
            handler(notice);
        }
    }
}
