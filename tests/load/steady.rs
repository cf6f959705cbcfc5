//! As fast as they are answered: whole attempts, then saves alone in turns with the bare baseline.

use serde_json::json;

use crate::options::Options;
use crate::outcome::{Outcome, Scene};
use crate::{attempts, baseline, saves};

pub async fn measure(scene: &Scene, options: &Options) -> Outcome {
    let server = &scene.server;
    let bare = baseline::Process::start(&scene.folder.path().join("bare")).await;
    let (whole, curves) = attempts::run(server, options).await;
    let papers = saves::papers(server, options.connections).await;
    let (mut product, mut baseline) = (Vec::new(), Vec::new());
    for _ in 0..options.rounds {
        product.push(saves::run(&papers, server.pid, options.seconds).await.0);
        let bare_papers = bare.papers(options.connections);
        baseline.push(saves::run(&bare_papers, bare.pid, options.seconds).await.0);
    }
    let (product, baseline) = (saves::median(product), saves::median(baseline));
    let ratio = |name: &str| product[name].as_f64().unwrap() / baseline[name].as_f64().unwrap();
    let report = json!({
        "connections": options.connections,
        "seconds": options.seconds.as_secs(),
        "rounds": options.rounds,
        "attempts": whole,
        "saves_ratio": ratio("per_s"),
        "cpu_ratio": 1.0 / ratio("server_cpu_us"),
        "saves": product,
        "baseline": baseline,
    });
    Outcome { report, curves }
}
