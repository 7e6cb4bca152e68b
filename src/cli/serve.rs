//! `serve` and `demo`: the server itself.

use std::net::{SocketAddr, TcpListener};

use super::{Done, Failure, config::Settings, say::Say};
use crate::{
    house,
    kit::app::App,
    platform::{FolderHold, demo},
};

/// Serves until the process is asked to stop.
pub(super) fn serve(settings: &Settings, at: Option<String>, say: Say) -> Done {
    let listener = listen(&settings.listen(at), say)?;
    let app = settings.open(say)?;
    run(app, listener, say)
}

/// Loads the invented commune once, then serves.
pub(super) fn demo(settings: &Settings, at: Option<String>, say: Say) -> Done {
    let listener = listen(&settings.listen(at), say)?;
    let app = settings.open(say)?;
    let bar = say.bar("cli-demo-loading", demo::STEPS);
    let step = bar.clone();
    let loaded = demo::load(&app, move || step.inc(1));
    bar.finish_and_clear();
    loaded?;
    say.line(say.t.get("cli-demo-accounts"));
    let rows: Vec<_> =
        demo::accounts().into_iter().map(|a| [say.t.get(a.role.key()), a.login.into(), a.password, a.place.into()]).collect();
    say.table(&rows);
    run(app, listener, say)
}

/// The demo accounts as JSON, for programs.
pub(super) fn print_accounts(say: Say) {
    let rows: Vec<_> = demo::accounts()
        .into_iter()
        .map(|a| serde_json::json!({ "role": a.role.code(), "login": a.login, "password": a.password, "place": a.place }))
        .collect();
    say.line(serde_json::Value::from(rows));
}

/// Takes the address first: work done for nothing is worse than an early refusal.
fn listen(address: &str, say: Say) -> Result<TcpListener, Failure> {
    let refused = |key: &str, why: &dyn std::fmt::Display| Failure::Words(say.t.fill(key).s("address", address).s("why", why).to_string());
    let listener = TcpListener::bind(address).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => refused("cli-port-taken", &error),
        std::io::ErrorKind::PermissionDenied => refused("cli-port-forbidden", &error),
        _ => refused("cli-address-wrong", &error),
    })?;
    listener.set_nonblocking(true).map_err(|error| refused("cli-address-wrong", &error))?;
    Ok(listener)
}

fn run(app: App, listener: TcpListener, say: Say) -> Done {
    let _hold = FolderHold::shared(&app.folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let address = listener.local_addr()?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        say.line(say.t.fill("cli-serving").s("address", shown(address)));
        house::serve(app, listener).await
    })?;
    say.line(say.t.get("cli-stopped"));
    Ok(())
}

/// The address as somebody types it into a browser on this machine.
fn shown(address: SocketAddr) -> String {
    if address.ip().is_unspecified() { format!("http://127.0.0.1:{}", address.port()) } else { format!("http://{address}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_use_is_said_in_words() {
        let held = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = held.local_addr().expect("its address").to_string();
        let Err(Failure::Words(words)) = listen(&address, Say::new()) else { panic!("taken twice") };
        assert!(words.contains(&address) && !words.contains('⟦'), "{words}");
    }
}
