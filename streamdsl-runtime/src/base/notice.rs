//! What a running job has to say beside its output.

use std::fmt;
use std::sync::Arc;

/// What a [`Notice`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoticeKind {
    /// A receiver has reached its peer.
    Connected,
    /// A receiver has lost its peer and tries to reach it again.
    Disconnected,
    /// A receiver cannot reach its peer and keeps trying.
    Unreachable,
    /// Some input could not be taken: a file that cannot be read, an error that a receiver reports.
    Trouble,
    /// Something else that the operator of the program should know.
    Information,
}

/// A remark of a running job to whoever operates it: connections made and lost, retries.
///
/// Notices go to the function given to the context's builder (`on_notice`), and to standard error
/// if there is none. They never mix into the output of the job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The source that speaks, such as `socket localhost:9999`, or the name of the application.
    pub source: String,
    /// What it is about.
    pub kind: NoticeKind,
    /// The remark itself.
    pub message: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source, self.message)
    }
}

/// Where notices go.
#[derive(Clone)]
pub(crate) struct NoticeHandler(Arc<dyn Fn(&Notice) + Send + Sync>);

impl NoticeHandler {
    pub(crate) fn new(handler: impl Fn(&Notice) + Send + Sync + 'static) -> Self {
        NoticeHandler(Arc::new(handler))
    }

    pub(crate) fn send(&self, notice: &Notice) {
        (self.0)(notice);
    }
}

impl Default for NoticeHandler {
    fn default() -> Self {
        NoticeHandler::new(|notice| eprintln!("streamdsl: {notice}"))
    }
}
