//! A sink for records of another type.

use streamdsl::prelude::*;

struct Total(i64);

impl Sink<i64> for Total {
    type Error = std::convert::Infallible;

    fn write(&mut self, _: BatchTime, records: Vec<i64>) -> Result<(), Self::Error> {
        self.0 += records.iter().sum::<i64>();
        Ok(())
    }
}

fn main() {
    let _ = stream! {
        socket("localhost", 9999) |> to(Total(0))
    };
}
