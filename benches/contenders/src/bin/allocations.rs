//! What a request allocates, of each contender of a group: `allocations GROUP SCENARIO ROLES` prints name, allocations and bytes.
//! A binary of its own, since counting takes instructions and time.

use contenders::{Contender, Group};
use std::error::Error;

const REQUESTS: u64 = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [group, scenario, roles] = &arguments[..] else {
        return Err("allocations GROUP SCENARIO ROLES".into());
    };
    let group: Group = group.parse()?;
    group.set_up();
    for Contender { name, mut runs } in group.contenders(scenario.parse()?, roles.parse()?) {
        let mut count = |requests| {
            runs.prepare(requests as usize);
            let counted = allocation_counter::measure(|| {
                runs.run();
            });
            (counted.count_total, counted.bytes_total)
        };
        count(32);
        // Of one batch over another, so that what a batch costs is not counted.
        let (one, many) = (count(1), count(REQUESTS));
        let each = |one: u64, many: u64| many.saturating_sub(one) as f64 / (REQUESTS - 1) as f64;
        println!("{name}\t{:.2}\t{:.0}", each(one.0, many.0), each(one.1, many.1));
    }
    Ok(())
}
