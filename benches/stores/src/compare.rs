//! Everybody on one server, in turn. Prints a line for each: name, tasks, round trips of a request, and by round
//! requests per second and microseconds of this process for each.

use crate::load::Contender;
use crate::servers::proxy::Proxy;
use crate::{Result, rounds};
use std::time::Duration;

/// How many tasks ask at once: one, and many.
pub const TASKS: [usize; 2] = [1, 32];
const ROUNDS: usize = 9;
const EACH: Duration = Duration::from_millis(400);
const COUNTED: u64 = 20;

/// `make` makes the contenders, whose server is at a port.
pub async fn compare(port: u16, make: impl AsyncFn(u16) -> Result<Vec<Contender>>) -> Result<()> {
    let proxy = Proxy::before(port).await;
    let mut trips = Vec::new();
    for contender in make(proxy.port()).await? {
        // Scripts and statements are prepared the first time.
        for _ in 0..10 {
            contender.once().await;
        }
        proxy.round_trips();
        for _ in 0..COUNTED {
            contender.once().await;
        }
        trips.push(proxy.round_trips() as f64 / COUNTED as f64);
    }
    let contenders = make(port).await?;
    for tasks in TASKS {
        let mut rates = vec![(Vec::new(), Vec::new()); contenders.len()];
        // The first round prepares connections.
        for round in 0..=rounds(ROUNDS) {
            for place in 0..contenders.len() {
                let index = (place + round) % contenders.len();
                let rate = contenders[index].rate(tasks, EACH).await?;
                if round > 0 {
                    rates[index].0.push(format!("{:.0}", rate.per_second));
                    rates[index].1.push(format!("{:.2}", rate.processor));
                }
            }
        }
        for ((contender, trips), (rates, processor)) in contenders.iter().zip(&trips).zip(rates) {
            println!("{}\t{tasks}\t{trips}\t{}\t{}", contender.name, rates.join(" "), processor.join(" "));
        }
    }
    Ok(())
}
