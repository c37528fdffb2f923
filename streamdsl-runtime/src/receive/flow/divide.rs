//! Divides the records that may be admitted among the receivers.

/// What one receiver has used of the open batch's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Demand {
    /// How many of its records are admitted.
    pub(crate) admitted: u64,
    /// Whether its last request was not admitted in full.
    pub(crate) wants_more: bool,
}

/// Divides `total` records among receivers. Returns the limit of each one, which includes the records
/// that are admitted already.
///
/// Each receiver gets what is admitted already, and `share` more, so that a receiver that begins to
/// receive does not have to wait. The rest goes in equal parts to the receivers that want more, as
/// far as their own `limits` allow, and then to the others. A remainder that cannot be divided
/// equally goes to a different receiver at each `turn`.
pub(crate) fn divide(
    total: u64,
    share: u64,
    demands: &[Demand],
    limits: &[u64],
    turn: usize,
) -> Vec<u64> {
    let mut allowed: Vec<u64> = demands.iter().map(|demand| demand.admitted).collect();
    let mut rest = total.saturating_sub(allowed.iter().sum());
    let share = share.min(rest / demands.len().max(1) as u64);
    for (allowed, limit) in allowed.iter_mut().zip(limits) {
        let more = share.min(limit.saturating_sub(*allowed));
        *allowed += more;
        rest -= more;
    }
    for wants_more in [true, false] {
        let members = |index: &usize| demands[*index].wants_more == wants_more;
        let members: Vec<usize> = (0..demands.len()).filter(members).collect();
        fill(&mut rest, &mut allowed, limits, &members, turn);
    }
    allowed
}

/// Divides `rest` in equal parts among those `members` that are below their limits.
fn fill(rest: &mut u64, allowed: &mut [u64], limits: &[u64], members: &[usize], turn: usize) {
    while *rest > 0 {
        let below: Vec<usize> =
            members.iter().copied().filter(|index| allowed[*index] < limits[*index]).collect();
        if below.is_empty() {
            return;
        }
        let part = *rest / below.len() as u64;
        for place in 0..below.len() {
            let index = below[(turn + place) % below.len()];
            let more = part.max(1).min(*rest).min(limits[index] - allowed[index]);
            allowed[index] += more;
            *rest -= more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_LIMIT: u64 = u64::MAX;

    fn demand(admitted: u64, wants_more: bool) -> Demand {
        Demand { admitted, wants_more }
    }

    #[test]
    fn a_single_receiver_may_have_everything() {
        for wants_more in [true, false] {
            assert_eq!(divide(90, 5, &[demand(10, wants_more)], &[NO_LIMIT], 0), [90]);
            assert_eq!(divide(90, 5, &[demand(10, wants_more)], &[40], 0), [40]);
        }
    }

    #[test]
    fn what_one_does_not_use_goes_to_the_others() {
        let demands = [demand(10, false), demand(30, true), demand(30, true)];
        assert_eq!(divide(100, 5, &demands, &[NO_LIMIT; 3], 0), [15, 43, 42]);
        assert_eq!(divide(100, 5, &demands, &[NO_LIMIT; 3], 1), [15, 42, 43]);
    }

    #[test]
    fn what_a_limit_holds_back_goes_to_the_others() {
        let demands = [demand(0, true), demand(0, true), demand(0, false)];
        assert_eq!(divide(100, 0, &demands, &[10, NO_LIMIT, NO_LIMIT], 0), [10, 90, 0]);
        assert_eq!(divide(100, 0, &demands, &[10, 20, NO_LIMIT], 0), [10, 20, 70]);
    }

    #[test]
    fn a_total_below_what_has_been_used_lets_nothing_in() {
        let demands = [demand(60, true), demand(60, false)];
        assert_eq!(divide(100, 5, &demands, &[NO_LIMIT; 2], 0), [60, 60]);
    }

    #[test]
    fn a_single_record_goes_round() {
        let demands = [demand(0, true), demand(0, true)];
        assert_eq!(divide(1, 0, &demands, &[NO_LIMIT; 2], 0), [1, 0]);
        assert_eq!(divide(1, 0, &demands, &[NO_LIMIT; 2], 1), [0, 1]);
    }
}
