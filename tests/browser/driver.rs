//! The few words of `WebDriver` that are needed, and two of Chromium's own.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use khao_tests::client::text_at;
use khao_tests::wait::until;
use serde_json::{Value, json};

/// A driver that does not answer fails its test instead of holding all of them up.
const CALL: Duration = Duration::from_secs(90);
const PATIENCE: Duration = Duration::from_secs(20);
/// The member that holds an element's reference, by the standard.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The key, as `WebDriver` writes it.
pub const ENTER: &str = "\u{e007}";

pub struct Browser {
    http: reqwest::Client,
    /// The session's address at the driver.
    session: String,
    site: String,
}

impl Browser {
    /// A browser of its own, in a window as wide as a small phone.
    pub async fn open(driver: &str, site: &str) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(CALL)
            .build()
            .unwrap();
        let arguments = json!([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-sync",
            "--disable-background-networking",
            "--disable-component-update",
            "--hide-scrollbars",
            "--disable-dev-shm-usage",
        ]);
        let wanted = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
        });
        let address = format!("{}/session", driver.trim_end_matches('/'));
        let body = json!({ "capabilities": { "alwaysMatch": wanted } });
        let opened = send(http.post(&address), &body).await.unwrap();
        let browser = Self {
            session: format!("{address}/{}", text_at(&opened, "/sessionId")),
            http,
            site: site.to_owned(),
        };
        browser.resize(360).await;
        browser
    }

    pub async fn close(&self) {
        self.http.delete(&self.session).send().await.unwrap();
    }

    async fn call(&self, path: &str, body: &Value) -> Result<Value, String> {
        send(self.http.post(format!("{}/{path}", self.session)), body).await
    }

    async fn devtools(&self, command: &str, parameters: &Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.call("goog/cdp/execute", &body).await.unwrap()
    }

    /// Emulates a window of this width; below 600 pixels that of a phone.
    pub async fn resize(&self, width: u32) {
        self.stretch(width, 800).await;
    }

    pub async fn stretch(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics)
            .await;
    }

    /// `light` or `dark`. Nothing moves, so that no colour is met on its way to another.
    pub async fn prefer(&self, scheme: &str) {
        let features = json!({ "media": "", "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.devtools("Emulation.setEmulatedMedia", &features).await;
    }

    /// Everything that assistive technology is told of the page, without what it ignores: role and name.
    pub async fn accessibility_tree(&self) -> Vec<(String, String)> {
        let tree = self.devtools("Accessibility.getFullAXTree", &json!({})).await;
        let nodes = tree["nodes"].as_array().into_iter().flatten();
        let heard = nodes.filter(|node| node["ignored"] != json!(true));
        let told = |node: &Value, pointer: &str| {
            let told = node.pointer(pointer).and_then(Value::as_str);
            told.unwrap_or_default().to_owned()
        };
        heard
            .map(|node| (told(node, "/role/value"), told(node, "/name/value")))
            .collect()
    }

    /// Draws the page as on paper, until a colour scheme is preferred.
    pub async fn turn_to_paper(&self) {
        self.devtools("Emulation.setEmulatedMedia", &json!({ "media": "print" }))
            .await;
    }

    /// The whole page, also what is below the window.
    pub async fn screenshot(&self) -> Vec<u8> {
        let whole = json!({ "format": "png", "captureBeyondViewport": true });
        let taken = self.devtools("Page.captureScreenshot", &whole).await;
        STANDARD.decode(text_at(&taken, "/data")).unwrap()
    }

    /// A part of the page, in the page's own pixels.
    pub async fn part(&self, clip: &Value) -> Vec<u8> {
        let part = json!({ "format": "webp", "quality": 62, "captureBeyondViewport": true, "clip": clip });
        let taken = self.devtools("Page.captureScreenshot", &part).await;
        STANDARD.decode(text_at(&taken, "/data")).unwrap()
    }

    /// The page as it leaves the printer, on A4 by its own style.
    pub async fn pdf(&self) -> Vec<u8> {
        let sheets = json!({ "preferCSSPageSize": true, "paperWidth": 8.27, "paperHeight": 11.69 });
        let printed = self.devtools("Page.printToPDF", &sheets).await;
        STANDARD.decode(text_at(&printed, "/data")).unwrap()
    }

    pub async fn go(&self, path: &str) {
        let body = json!({ "url": format!("{}{path}", self.site) });
        self.call("url", &body).await.unwrap();
    }

    /// The path of the page that is shown.
    pub async fn path(&self) -> String {
        let path = self.run("return location.pathname", &[]).await;
        path.as_str().unwrap().to_owned()
    }

    /// Waits until the page's path is one that fits.
    pub async fn arrive(&self, what: &str, fits: impl Fn(&str) -> bool) -> String {
        until(what, PATIENCE, async || {
            Some(self.path().await).filter(|path| fits(path))
        })
        .await
    }

    /// The value of a script; arguments are its `arguments`.
    pub async fn run(&self, script: &str, arguments: &[Value]) -> Value {
        let body = json!({ "script": script, "args": arguments });
        self.call("execute/sync", &body).await.unwrap()
    }

    /// The value that a script hands to its last argument, a function.
    pub async fn run_until_called(&self, script: &str) -> Value {
        let body = json!({ "script": script, "args": [] });
        self.call("execute/async", &body).await.unwrap()
    }

    /// Whether anything matches now.
    pub async fn has(&self, css: &str) -> bool {
        let script = "return document.querySelector(arguments[0]) !== null";
        self.run(script, &[json!(css)]).await == json!(true)
    }

    pub async fn set_cookie(&self, name: &str, value: &str) {
        let cookie = json!({ "cookie": { "name": name, "value": value, "httpOnly": true } });
        self.call("cookie", &cookie).await.unwrap();
    }

    /// Cuts this window's network, or mends it.
    pub async fn cut_network(&self, is_cut: bool) {
        let conditions =
            json!({ "offline": is_cut, "latency": 0, "download_throughput": -1, "upload_throughput": -1 });
        let body = json!({ "network_conditions": conditions });
        self.call("chromium/network_conditions", &body).await.unwrap();
    }

    /// A quarter of this processor, 1.6 Mbit/s down, 750 kbit/s up, 150 ms for every request.
    pub async fn be_a_slow_phone(&self) {
        self.devtools("Emulation.setCPUThrottlingRate", &json!({ "rate": 4 }))
            .await;
        let conditions = json!({
            "offline": false,
            "latency": 150,
            "download_throughput": 1_600_000 / 8,
            "upload_throughput": 750_000 / 8,
        });
        let body = json!({ "network_conditions": conditions });
        self.call("chromium/network_conditions", &body).await.unwrap();
    }

    /// Nothing of what was fetched is kept.
    pub async fn forget_files(&self) {
        self.devtools("Network.clearBrowserCache", &json!({})).await;
    }

    pub async fn turn_scripts_off(&self) {
        self.devtools("Emulation.setScriptExecutionDisabled", &json!({ "value": true }))
            .await;
    }

    /// Runs in every page before its own scripts.
    pub async fn run_first(&self, script: &str) {
        let body = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", &body)
            .await;
    }

    pub async fn reload(&self) {
        self.call("refresh", &json!({})).await.unwrap();
    }

    /// Another tab of the same browser, shown at once; the handle of the one before.
    pub async fn open_tab(&self) -> String {
        let before = self.http.get(format!("{}/window", self.session));
        let before = send(before, &json!({})).await.unwrap();
        let opened = self.call("window/new", &json!({ "type": "tab" })).await.unwrap();
        self.show_tab(&text_at(&opened, "/handle")).await;
        before.as_str().unwrap().to_owned()
    }

    pub async fn close_tab(&self) {
        self.http
            .delete(format!("{}/window", self.session))
            .send()
            .await
            .unwrap();
    }

    pub async fn show_tab(&self, handle: &str) {
        self.call("window", &json!({ "handle": handle })).await.unwrap();
    }

    /// Presses keys one after the other, wherever focus is. Letters, or `WebDriver`'s code points of other keys.
    pub async fn press(&self, keys: &[&str]) {
        let strokes: Vec<Value> = keys
            .iter()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })))
            .collect();
        let body = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] });
        self.call("actions", &body).await.unwrap();
    }

    /// Takes hold of one element and carries it below the middle of another; the keys are pressed before it is let go.
    pub async fn drag(&self, from: &str, to: &str, keys: &[&str]) {
        let measure = "const [from, to] = [...arguments].map((css) => document.querySelector(css));
            to.scrollIntoView({ block: 'center' });
            const [a, b] = [from, to].map((one) => one.getBoundingClientRect());
            return [a.x + a.width / 2, a.y + a.height / 2, b.x + b.width / 2, b.bottom - 4].map(Math.round);";
        let places = self.run(measure, &[json!(from), json!(to)]).await;
        let at = |nth: usize, ms: u32| {
            let (x, y) = (&places[nth], &places[nth + 1]);
            json!({ "type": "pointerMove", "duration": ms, "x": x, "y": y })
        };
        let mouse = |actions: Value| {
            let kind = json!({ "pointerType": "mouse" });
            json!({ "actions": [{ "type": "pointer", "id": "mouse", "parameters": kind, "actions": actions }] })
        };
        let carried = json!([at(0, 0), { "type": "pointerDown", "button": 0 }, at(2, 300)]);
        self.call("actions", &mouse(carried)).await.unwrap();
        if !keys.is_empty() {
            self.press(keys).await;
        }
        let dropped = json!([{ "type": "pointerUp", "button": 0 }]);
        self.call("actions", &mouse(dropped)).await.unwrap();
    }

    async fn find(&self, css: &str) -> String {
        let body = json!({ "using": "css selector", "value": css });
        let found = async || self.call("element", &body).await.ok();
        let element = until(css, PATIENCE, found).await;
        text_at(&element, &format!("/{ELEMENT}"))
    }

    pub async fn click(&self, css: &str) {
        let element = self.find(css).await;
        // Away from the bars that stick to the window's edges, where people scroll it to.
        let middle = "arguments[0].scrollIntoView({ block: 'center' })";
        self.run(middle, &[json!({ ELEMENT: element })]).await;
        self.call(&format!("element/{element}/click"), &json!({}))
            .await
            .unwrap();
    }

    pub async fn type_into(&self, css: &str, text: &str) {
        let element = self.find(css).await;
        let path = format!("element/{element}/value");
        self.call(&path, &json!({ "text": text })).await.unwrap();
    }

    /// What the first match says now; empty where nothing matches.
    pub async fn text(&self, css: &str) -> String {
        let script =
            "const found = document.querySelector(arguments[0]); return found ? found.textContent : ''";
        let text = self.run(script, &[json!(css)]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Where the first link that matches leads.
    pub async fn way(&self, css: &str) -> String {
        let read = "return document.querySelector(arguments[0]).getAttribute('href')";
        let found = self.run(read, &[json!(css)]).await;
        found.as_str().unwrap().to_owned()
    }

    /// What the browser's console was told since the last look.
    pub async fn console(&self) -> Vec<String> {
        let entries = self.call("se/log", &json!({ "type": "browser" })).await.unwrap();
        let message = |entry: &Value| text_at(entry, "/message");
        entries.as_array().into_iter().flatten().map(message).collect()
    }
}

async fn send(request: reqwest::RequestBuilder, body: &Value) -> Result<Value, String> {
    let told = |error: reqwest::Error| error.to_string();
    let request = request
        .header("content-type", "application/json")
        .body(body.to_string());
    let response = request.send().await.map_err(told)?;
    let ok = response.status().is_success();
    let bytes = response.bytes().await.map_err(told)?;
    let answer: Value = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    let value = answer["value"].clone();
    if ok { Ok(value) } else { Err(value.to_string()) }
}
