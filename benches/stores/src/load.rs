//! Some tasks that ask as soon as they are answered.

use std::pin::Pin;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::task::{JoinSet, LocalSet};

/// One request of a task.
type Asked = Pin<Box<dyn Future<Output = ()>>>;

pub struct Contender {
    pub name: &'static str,
    ask: Rc<dyn Fn(usize) -> Asked>,
}

impl Contender {
    /// `ask` gets the number of the task: each has a session of its own.
    pub fn new<F: Future<Output = ()> + 'static>(name: &'static str, ask: impl Fn(usize) -> F + 'static) -> Self {
        Contender { name, ask: Rc::new(move |task| Box::pin(ask(task))) }
    }

    pub async fn once(&self) {
        (self.ask)(0).await;
    }

    /// Answers in a second.
    pub async fn per_second(&self, tasks: usize, during: Duration) -> f64 {
        let local = LocalSet::new();
        let begun = Instant::now();
        let answers = local.run_until(async {
            let mut all = JoinSet::new();
            for task in 0..tasks {
                let ask = Rc::clone(&self.ask);
                all.spawn_local(async move {
                    let mut answers = 0u64;
                    while begun.elapsed() < during {
                        ask(task).await;
                        answers += 1;
                    }
                    answers
                });
            }
            all.join_all().await.into_iter().sum::<u64>()
        });
        answers.await as f64 / begun.elapsed().as_secs_f64()
    }
}
