//! What a source says about itself: connections, problems, counts.

use crate::base::error::Error;
use crate::base::notice::NoticeKind;
use crate::receive::chunk::Chunk;
use crate::receive::inlet::Inlet;

impl<C: Chunk> Inlet<C> {
    /// Reports that the source has reached its peer: in the status, as a notice, and to listeners.
    pub fn connected(&self, message: &str) {
        self.intake.stats.set_connected();
        self.notify(NoticeKind::Connected, message);
        self.intake.bus.receiver_started(&self.intake.stats);
    }

    /// Reports that the source has lost its peer and will try to reach it again: in the status, as a
    /// notice, and to listeners.
    pub fn disconnected(&self, message: &str) {
        self.intake.stats.set_disconnected(Some(message));
        self.notify(NoticeKind::Disconnected, message);
        self.intake.bus.receiver_stopped(&self.intake.stats, Some(message));
    }

    /// Reports that the source has no peer yet. `reason` is why it could not reach its peer, if it
    /// tried. There is no notice; the status shows it, and listeners get the reason.
    pub fn waiting(&self, reason: Option<&str>) {
        self.intake.stats.set_disconnected(reason);
        if let Some(reason) = reason {
            self.intake.bus.receiver_failed(&self.intake.stats, reason);
        }
    }

    /// Reports a problem that does not keep the source from receiving: in the status and to
    /// listeners, but not as a notice.
    pub fn report_error(&self, message: &str) {
        self.intake.stats.set_error(message);
        self.intake.bus.receiver_failed(&self.intake.stats, message);
    }

    /// Reports a problem with a part of the input: in the status, as a notice, and to listeners.
    pub fn trouble(&self, message: &str) {
        self.intake.stats.set_error(message);
        self.notify(NoticeKind::Trouble, message);
        self.intake.bus.receiver_failed(&self.intake.stats, message);
    }

    /// Sends a notice to the person who runs the program.
    pub fn notify(&self, kind: NoticeKind, message: &str) {
        self.intake.control.notify(&self.intake.stats.name, kind, message);
    }

    /// Reports that the source cannot continue. The job ends with an error that names the source.
    pub fn fail(&self, message: impl Into<String>) {
        self.intake.control.fail(Error::source(&self.intake.stats.name, message));
    }

    /// Counts bytes that were received but are not in a page.
    pub(crate) fn count_bytes(&self, bytes: u64) {
        self.intake.stats.count(0, bytes);
    }
}
