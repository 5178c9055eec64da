//! One thread and two, on one store in memory: whoever has a lock of its own in the way of everybody is found. What the machine itself
//! allows is shown by threads that share nothing. Prints a line for each: name, threads, and requests per second by round.

use crate::load::Contender;
use crate::ours::{Does, in_memory};
use crate::peers::current;
use crate::{Result, rounds};
use session_runtime::MemoryStore;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// Sessions of each thread.
const SESSIONS: usize = 64;
const ROUNDS: usize = 9;
const EACH: Duration = Duration::from_millis(400);

/// Makes the contender of a thread, in that thread.
type Make = Arc<dyn Fn(usize) -> Contender + Send + Sync>;

pub fn measure() -> Result<()> {
    let runtime = runtime();
    let begin = || runtime.block_on(in_memory::begin(MemoryStore::new(100_000), 0..2 * SESSIONS as u64));
    let (shared, apart) = ([begin()?], [begin()?, begin()?]);
    let on = |stores: &[(_, Vec<String>)], does, name| -> Make {
        let stores = stores.to_vec();
        Arc::new(move |thread| {
            let (layer, cookies) = &stores[thread % stores.len()];
            Contender::serving(name, in_memory::service(layer, does), &cookies[thread * SESSIONS..])
        })
    };
    let store = tower_sessions_current::MemoryStore::default();
    let (layer, cookies) = runtime.block_on(current::begin(store, 2 * SESSIONS))?;
    let peer = move |does, name| -> Make {
        let (layer, cookies) = (layer.clone(), cookies.clone());
        Arc::new(move |thread| {
            Contender::serving(name, current::service(&layer, does), &cookies[thread * SESSIONS..])
        })
    };
    let all = [
        on(&shared, Does::Reads, "**ours**, read"),
        on(&apart, Does::Reads, "**ours**, read, a store for each thread"),
        on(&shared, Does::Changes, "**ours**, changed"),
        on(&apart, Does::Changes, "**ours**, changed, a store for each thread"),
        peer(Does::Reads, "tower-sessions, read"),
        peer(Does::Changes, "tower-sessions, changed"),
    ];
    let mut rates = vec![[Vec::new(), Vec::new()]; all.len()];
    for round in 0..rounds(ROUNDS) {
        for place in 0..all.len() {
            let index = (place + round) % all.len();
            for threads in [1, 2] {
                rates[index][threads - 1].push(format!("{:.0}", per_second(&all[index], threads)));
            }
        }
    }
    for (make, rates) in all.iter().zip(rates) {
        let name = make(0).name;
        for (threads, rates) in (1..).zip(rates) {
            println!("{name}\t{threads}\t0\t{}\t", rates.join(" "));
        }
    }
    Ok(())
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Of all threads together; each has a runtime and sessions of its own.
fn per_second(make: &Make, threads: usize) -> f64 {
    let together = Arc::new(Barrier::new(threads));
    let running: Vec<_> = (0..threads)
        .map(|thread| {
            let (make, together) = (Arc::clone(make), Arc::clone(&together));
            thread::spawn(move || {
                let (contender, runtime) = (make(thread), runtime());
                together.wait();
                runtime.block_on(contender.rate(SESSIONS, EACH))
            })
        })
        .collect();
    let rates = running.into_iter().map(|thread| thread.join().expect("no panic").expect("a rate"));
    rates.map(|rate| rate.per_second).sum()
}
