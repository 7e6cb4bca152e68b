//! Load on one address, and what it did.

use std::net::SocketAddr;

use super::client::Client;
use crate::kit::clock::Stopwatch;

/// What a stretch of load measured.
#[derive(Clone, Debug, Default)]
pub(super) struct Load {
    /// Each answer's time, in microseconds.
    times: Vec<u32>,
    /// The stretches together, in microseconds.
    lasted: u64,
}

impl Load {
    /// Answers per second.
    pub(super) fn rate(&self) -> f64 {
        self.times.len() as f64 * 1e6 / self.lasted.max(1) as f64
    }

    /// The time that this share of the answers took at most, in milliseconds.
    pub(super) fn percentile(&mut self, share: f64) -> f64 {
        self.times.sort_unstable();
        let at = ((self.times.len() as f64 * share) as usize).min(self.times.len().saturating_sub(1));
        self.times.get(at).map_or(0.0, |micros| f64::from(*micros) / 1e3)
    }

    /// Puts two stretches together.
    pub(super) fn add(&mut self, other: Self) {
        self.times.extend(other.times);
        self.lasted += other.lasted;
    }
}

/// Asks for one thing over several connections, as fast as each answers, for so many milliseconds.
///
/// # Errors
/// When the server can't be reached, or answers anything but 200.
pub(super) async fn run(to: SocketAddr, request: &str, connections: usize, millis: u64) -> std::io::Result<Load> {
    let watch = Stopwatch::start();
    let until = u128::from(millis) * 1_000;
    let tasks: Vec<_> = (0..connections)
        .map(|_| {
            let request = request.to_owned();
            tokio::spawn(async move {
                let mut client = Client::connect(to).await?;
                let mut times = Vec::new();
                while watch.micros() < until {
                    let one = Stopwatch::start();
                    let answer = client.send(request.as_bytes()).await?;
                    if answer.status != 200 {
                        return Err(std::io::Error::other(format!(
                            "answered {} to {}",
                            answer.status,
                            request.lines().next().unwrap_or("")
                        )));
                    }
                    times.push(u32::try_from(one.micros()).unwrap_or(u32::MAX));
                }
                Ok(times)
            })
        })
        .collect();
    let mut load = Load::default();
    for task in tasks {
        load.times.extend(task.await.map_err(std::io::Error::other)??);
    }
    load.lasted = u64::try_from(watch.micros()).unwrap_or(u64::MAX);
    Ok(load)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_and_percentiles_are_of_all_stretches() {
        let mut load = Load { times: (1..=100).map(|n| n * 1_000).collect(), lasted: 1_000_000 };
        load.add(Load { times: vec![500; 100], lasted: 1_000_000 });
        assert!((load.rate() - 100.0).abs() < 1e-9);
        assert!((load.percentile(0.0) - 0.5).abs() < 1e-9);
        assert!((load.percentile(0.995) - 100.0).abs() < 1e-9);
        assert!(Load::default().percentile(0.5) < 1e-9);
    }
}
