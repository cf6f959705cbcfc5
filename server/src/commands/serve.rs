//! `khao serve`, and what it shares with `khao demo`.

use std::net::SocketAddr;
use std::time::Duration;

use khao_engine::people::sessions::StaffTotp;
use tokio::net::TcpListener;

use super::{Failure, opening, tell};
use crate::address::ListenAddress;
use crate::config::{Listen, Serve, TotpName};
use crate::frame::Site;
use crate::listen;
use crate::observe;
use crate::state::{App, Settings};

/// Small files and rounds are done by then.
const WORK_PATIENCE: Duration = Duration::from_secs(2);
/// What was begun is finished before the server ends, if it does not take longer.
const LAST_WORKS: Duration = Duration::from_secs(20);

pub async fn run(options: Serve) -> Result<(), Failure> {
    let address = resolve(&options.listen.listen).await?;
    let settings = settings_of(&options.listen, address, false)?;
    let listener = bind(address).await?;
    let metrics = match options.metrics_listen {
        Some(address) => Some(bind(resolve(&address).await?).await?),
        None => None,
    };
    let totp = match options.staff_totp {
        TotpName::Optional => StaffTotp::Optional,
        TotpName::Required => StaffTotp::Required,
    };
    let opened = opening::open_to_serve(&options.place, &options.listen, totp).await?;
    let app = App::new(opened.engine.clone(), settings);
    let base = base_url(&listener)?;
    tell(format_args!("Khảo: {base}"));
    if let Some(code) = opened.engine.first_run_code().await? {
        // The terminal is where the first-run code belongs.
        tell(format_args!(
            "Chưa có tài khoản nào. Mở {base}/first-run và nhập mã: {code}"
        ));
    }
    if let Some(listener) = metrics {
        tokio::spawn(listen::serve(
            listener,
            listen::plain(observe::metrics_router(app.clone())),
            std::future::pending(),
        ));
    }
    run_until_stopped(listener, app).await
}

pub async fn resolve(address: &ListenAddress) -> Result<SocketAddr, Failure> {
    address
        .resolve()
        .await
        .map_err(|error| Failure::new(format!("{address} cannot be listened on: {error}.")))
}

pub fn settings_of(listen: &Listen, address: SocketAddr, is_demo: bool) -> Result<Settings, Failure> {
    let is_loopback = address.ip().is_loopback();
    if !is_loopback && !listen.behind_proxy && !listen.insecure_http {
        return Err(Failure::new(
            "Beyond the loopback, session cookies need TLS: put a proxy before the server and say --behind-proxy, \
             or say --insecure-http for a trial in a closed network.",
        ));
    }
    if listen.insecure_http {
        tracing::warn!("session cookies travel over plain HTTP: for trials only");
    }
    Ok(Settings {
        site: listen.site.clone(),
        secure: listen.behind_proxy,
        behind_proxy: listen.behind_proxy,
        generous_limits: is_demo,
        work_patience: WORK_PATIENCE,
    })
}

pub async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        Failure::new(format!(
            "{address} cannot be listened on: {error}. Choose another with --listen, such as 127.0.0.1:0."
        ))
    })
}

pub fn base_url(listener: &TcpListener) -> Result<String, Failure> {
    let address = listener
        .local_addr()
        .map_err(|error| Failure::new(format!("no local address: {error}")))?;
    Ok(format!("http://{address}"))
}

/// Serves until a signal; a journal that cannot commit ends the process at once.
pub async fn run_until_stopped(listener: TcpListener, app: App) -> Result<(), Failure> {
    tokio::spawn(sweep(app.clone()));
    tokio::spawn(rescore(app.clone()));
    tokio::spawn(keep_days(app.clone()));
    let engine = app.engine.clone();
    let stop = {
        let app = app.clone();
        async move {
            stop_signal().await;
            app.stop();
        }
    };
    let site = Site::new(app);
    let answer = move |request, peer| site.clone().answer(request, peer);
    let serving = listen::serve(listener, answer, stop);
    tokio::select! {
        () = serving => {
            if !engine.works_ended_within(LAST_WORKS).await {
                tracing::warn!("some work did not end in time; it has to be begun again");
            }
            engine.close().await;
            Ok(())
        }
        () = engine.broken() => Err(Failure::new(
            "The database cannot be written any more. Nothing that was acknowledged is lost. Check the disk, then start again.",
        )),
    }
}

/// Seals what is overdue every second, and forgets what expired every hour.
async fn sweep(app: App) {
    let mut tick = tokio::time::interval(Duration::from_secs(1));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut ticks = 0_u32;
    loop {
        tick.tick().await;
        if let Err(error) = app.engine.sweep().await {
            tracing::warn!(%error, "overdue attempts were not sealed this time");
        }
        if ticks.is_multiple_of(3600) {
            app.limits.forget_idle();
            if let Err(error) = app.engine.forget_expired().await {
                tracing::warn!(%error, "expired sessions were not forgotten this time");
            }
        }
        ticks = ticks.wrapping_add(1);
    }
}

/// Works corrections in; apart from the sweep, which must not wait for them.
async fn rescore(app: App) {
    let mut tick = tokio::time::interval(Duration::from_secs(2));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        if let Err(error) = app.engine.rescore_waiting().await {
            tracing::warn!(%error, "corrections were not worked in this time");
        }
    }
}

/// Writes down what each day came to, soon after it has ended, and what surveys came to; most of the time there is
/// nothing to do.
async fn keep_days(app: App) {
    let mut tick = tokio::time::interval(Duration::from_mins(1));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        if let Err(error) = app.engine.keep_daily_participation().await {
            tracing::warn!(%error, "the participation of a day was not written this time");
        }
        if let Err(error) = app.engine.release_survey_figures().await {
            tracing::warn!(%error, "the figures of surveys were not counted this time");
        }
    }
}

async fn stop_signal() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    drop(interrupted.await);
}
