//! The program as a process of its own: how soon it answers, and how much memory it takes.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
};

use super::{Line, Pressure, asking, client::Client, load, millis};
use crate::kit::{clock::Stopwatch, error::Result};

/// Ends the process when the measuring ends, however it does.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// How often the start is measured; the middle one counts.
const STARTS: usize = 5;

/// Starts this program on the data, waits for its first page, and presses it.
pub(super) fn measure(data: &Path, pressure: Pressure) -> Result<Vec<Line>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..STARTS {
        drop(last.take());
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let watch = Stopwatch::start();
        let running = start(data, address)?;
        runtime.block_on(first_page(address))?;
        times.push(millis(watch));
        last = Some((running, address));
    }
    times.sort_by(f64::total_cmp);
    let took = times[STARTS / 2];
    let mut lines = vec![Line {
        key: "cli-bench-start",
        about: String::new(),
        measured: vec![("ms", took)],
        budget: "≤ 300 ms",
        within: Some(took <= 300.0),
    }];
    if let Some((running, address)) = last {
        let rest = memory(running.0.id());
        for path in ["/", "/lich-hoc"] {
            runtime.block_on(load::run(address, &asking(path, "", true), pressure.connections * 4, pressure.millis))?;
        }
        lines.extend(rest.map(|(now, _)| memory_line("cli-bench-rest", now, "≤ 60 MB", 60.0)));
        lines.extend(memory(running.0.id()).map(|(_, most)| memory_line("cli-bench-load", most, "≤ 200 MB", 200.0)));
    }
    Ok(lines)
}

fn memory_line(key: &'static str, megabytes: f64, budget: &'static str, most: f64) -> Line {
    Line { key, about: String::new(), measured: vec![("mb", megabytes)], budget, within: Some(megabytes <= most) }
}

fn start(data: &Path, address: SocketAddr) -> Result<Running> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("serve").arg("--data").arg(data).args(["--listen", &address.to_string()]);
    command.env_remove("HOCVUSO_DATABASE").env_remove("HOCVUSO_CONFIG").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(Running(command.spawn()?))
}

/// Asks until the first page comes.
async fn first_page(address: SocketAddr) -> Result<()> {
    loop {
        if let Ok(mut client) = Client::connect(address).await
            && client.send(asking("/", "", true).as_bytes()).await.is_ok_and(|answer| answer.status == 200)
        {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
}

/// Resident memory now and at most, in megabytes, where the system tells.
fn memory(id: u32) -> Option<(f64, f64)> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let kilobytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    };
    Some((kilobytes("VmRSS:")? / 1024.0, kilobytes("VmHWM:")? / 1024.0))
}
