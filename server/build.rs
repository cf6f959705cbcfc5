//! Compiles the browser's half of `khao-app` in a cargo run of its own, and embeds it together with the style sheet:
//! compressed, under names that carry their hash.
//!
//! - `KHAO_FRONT_DIR` names a folder with `participant.js` and `participant_bg.wasm` that a packager has made, and with
//!   the same of `field`: then nothing is compiled here.
//! - `KHAO_FRONT_TARGET_DIR` moves the target folder of the inner run, by default `target/front`; it is not the
//!   outer run's, so that its dependencies are compiled once and not per profile.

use sha2::{Digest, Sha256};
use std::error::Error;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use wasm_bindgen_cli_support::Bindgen;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The browser builds of participants and of tablets: features of `khao-app`, stems of their files, and fields of
/// `AssetNames`. All other features are the same, so that what they stand on is compiled once.
const BUNDLES: [&str; 2] = ["participant", "field"];
/// Small scripts of single pages, by the names of the fields of `AssetNames` that hold their addresses.
const SCRIPTS: [&str; 8] = [
    "arranging",
    "board",
    "entry",
    "setup",
    "writing",
    "told",
    "invited",
    "offline",
];
/// Served as it is called: its content says which build it belongs to.
const SERVICE_WORKER: &str = "app/static/sw.js";
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Everything the browser builds read. Pages, most components and `text/pages.rs` are not here on purpose: editing them
/// must not rebuild the WASM.
const FRONT_SOURCES: [&str; 20] = [
    "Cargo.toml",
    "Cargo.lock",
    "app/Cargo.toml",
    "app/src/lib.rs",
    "app/src/client.rs",
    "app/src/client",
    "app/src/components/mod.rs",
    "app/src/components/button.rs",
    "app/src/components/choices.rs",
    "app/src/components/field.rs",
    "app/src/components/notice.rs",
    "app/src/components/safe_html.rs",
    "app/src/components/said.rs",
    "app/src/components/text_area.rs",
    "app/src/islands",
    "app/src/questionnaire",
    "app/src/text/mod.rs",
    "app/src/text/islands",
    "domain/Cargo.toml",
    "domain/src",
];

fn main() -> Outcome<()> {
    let server = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let root = server.parent().ok_or("the server crate has no parent folder")?;
    let out = PathBuf::from(variable("OUT_DIR")?);
    let release = variable("PROFILE")? == "release";
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", root.join("app/style").display());
    println!("cargo::rerun-if-env-changed=KHAO_FRONT_DIR");
    println!("cargo::rerun-if-env-changed=KHAO_FRONT_TARGET_DIR");

    let front = if let Some(ready) = env::var_os("KHAO_FRONT_DIR") {
        println!("cargo::rerun-if-changed={}", Path::new(&ready).display());
        PathBuf::from(ready)
    } else {
        for source in FRONT_SOURCES {
            println!("cargo::rerun-if-changed={}", root.join(source).display());
        }
        let folder = out.join("front");
        for bundle in BUNDLES {
            bind(&compile(root, bundle, release)?, bundle, &folder)?;
        }
        folder
    };

    let mut table = Table::new(out.join("assets"), if release { 11 } else { 5 })?;
    let css = table.add("khao", "css", &styles(&root.join("app/style"))?)?;
    let kiosk = table.add("kiosk", "css", &styles(&root.join("app/style/alone"))?)?;
    let office = table.add("office", "css", &styles(&root.join("app/style/office"))?)?;
    let mut scripts = Vec::new();
    for name in SCRIPTS {
        let file = root.join(format!("app/static/{name}.js"));
        println!("cargo::rerun-if-changed={}", file.display());
        scripts.push((name, table.add(name, "js", &fs::read(file)?)?));
    }
    let mut bundles = Vec::new();
    for bundle in BUNDLES {
        let js = table.add(bundle, "js", &fs::read(front.join(format!("{bundle}.js")))?)?;
        let wasm = fs::read(front.join(format!("{bundle}_bg.wasm")))?;
        bundles.push((bundle, js, table.add(bundle, "wasm", &wasm)?));
    }
    let worker = root.join(SERVICE_WORKER);
    println!("cargo::rerun-if-changed={}", worker.display());
    let worker = fs::read_to_string(worker)?;
    fs::write(
        out.join("assets.rs"),
        table.source([&css, &kiosk, &office], &scripts, &bundles, &worker)?,
    )?;
    Ok(())
}

/// What is said to whoever reads the sheets is no weight for a phone.
fn without_comments(sheet: &str) -> String {
    let mut parts = sheet.split("/*");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once("*/").map_or("", |(_, after)| after));
    }
    kept
}

/// All sheets of a folder as the one that is served, in the order of their names; `khao.css`, which sets the tokens, comes first.
fn styles(folder: &Path) -> Outcome<Vec<u8>> {
    let mut sheets: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    sheets.retain(|sheet| sheet.extension().is_some_and(|extension| extension == "css"));
    sheets.sort_by_key(|sheet| (!sheet.ends_with("khao.css"), sheet.clone()));
    let mut bundle = Vec::new();
    for sheet in sheets {
        bundle.extend(without_comments(&fs::read_to_string(sheet)?).into_bytes());
        bundle.push(b'\n');
    }
    Ok(bundle)
}

fn variable(name: &str) -> Outcome<String> {
    env::var(name).map_err(|error| format!("{name}: {error}").into())
}

/// Runs the inner cargo and returns the module it made.
fn compile(root: &Path, bundle: &str, release: bool) -> Outcome<PathBuf> {
    ensure_target()?;
    let profile = if release { "front" } else { "front-quick" };
    let target_dir =
        env::var_os("KHAO_FRONT_TARGET_DIR").map_or_else(|| root.join("target/front"), PathBuf::from);
    let mut cargo = Command::new(variable("CARGO")?);
    for (name, _) in env::vars_os() {
        if belongs_to_the_outer_run(&name) {
            cargo.env_remove(name);
        }
    }
    // The crate type is asked for here and not in its manifest, or native builds would link a library nobody loads.
    let status = cargo
        .current_dir(root)
        .args([
            "rustc",
            "--locked",
            "--package",
            "khao-app",
            "--lib",
            "--crate-type",
            "cdylib",
        ])
        .args(["--target", WASM_TARGET, "--profile", profile])
        .args(["--no-default-features", "--features"])
        .arg(format!("hydrate,{bundle}"))
        .arg("--target-dir")
        .arg(&target_dir)
        .status()?;
    if !status.success() {
        return Err("the browser build of khao-app failed; its messages stand above".into());
    }
    let module = target_dir.join(WASM_TARGET).join(profile).join("khao_app.wasm");
    ensure_all_watched(root, &module)?;
    Ok(module)
}

/// A source that the module was made from and that is not watched would be edited without effect.
fn ensure_all_watched(root: &Path, module: &Path) -> Outcome<()> {
    // Cargo writes real paths, the workspace may have been entered through a link.
    let watched: Vec<PathBuf> = FRONT_SOURCES
        .iter()
        .map(|known| root.join(known).canonicalize())
        .collect::<Result<_, _>>()?;
    let made_from = fs::read_to_string(module.with_extension("d"))?;
    let sources = made_from.split_once(": ").map_or("", |(_, sources)| sources);
    // Spaces in names are written "\ ".
    let sources = sources.replace("\\ ", "\0");
    for source in sources.split_whitespace().map(|name| name.replace('\0', " ")) {
        let real = Path::new(&source).canonicalize()?;
        if !watched.iter().any(|known| real.starts_with(known)) {
            return Err(format!("{source} goes into the browser build: add it to FRONT_SOURCES").into());
        }
    }
    Ok(())
}

/// What cargo sets for this run, and flags meant for native code, would confuse the inner run;
/// what the user sets to reach a registry is kept.
fn belongs_to_the_outer_run(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else { return false };
    let kept = [
        "CARGO_HOME",
        "CARGO_HTTP_",
        "CARGO_NET_",
        "CARGO_REGISTR",
        "CARGO_SOURCE_",
    ];
    let flags = [
        "RUSTFLAGS",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "CLIPPY_ARGS",
    ];
    flags.contains(&name) || (name.starts_with("CARGO_") && !kept.iter().any(|k| name.starts_with(k)))
}

/// Sees to it that the compiler knows the browser's target.
fn ensure_target() -> Outcome<()> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let asked = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", WASM_TARGET])
        .output()?;
    let library = String::from_utf8(asked.stdout)?;
    if asked.status.success() && Path::new(library.trim()).is_dir() {
        return Ok(());
    }
    println!("cargo::warning=The target {WASM_TARGET} is missing; running `rustup target add {WASM_TARGET}`");
    let added = Command::new("rustup")
        .args(["target", "add", WASM_TARGET])
        .status();
    match added {
        Ok(status) if status.success() => Ok(()),
        _ => Err(format!(
            "The target {WASM_TARGET} is missing and `rustup target add {WASM_TARGET}` did not install it. \
             Install it for this compiler, or set KHAO_FRONT_DIR to a folder with a ready front end."
        )
        .into()),
    }
}

/// Writes the bundle's script and its module; the page tells the one where the other is.
fn bind(module: &Path, bundle: &str, folder: &Path) -> Outcome<()> {
    Bindgen::new()
        .input_path(module)
        .out_name(bundle)
        .web(true)?
        .omit_default_module_path(true)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)?;
    Ok(())
}

/// The embedded files, gathered as Rust source.
struct Table {
    folder: PathBuf,
    brotli_quality: i32,
    entries: String,
}

impl Table {
    fn new(folder: PathBuf, brotli_quality: i32) -> Outcome<Self> {
        if folder.exists() {
            // Names carry hashes, so old ones would pile up.
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            brotli_quality,
            entries: String::new(),
        })
    }

    /// Writes one file in three encodings and returns its public name.
    fn add(&mut self, stem: &str, extension: &str, bytes: &[u8]) -> Outcome<String> {
        let hash = hash_of(bytes)?;
        let name = format!("{stem}.{hash}.{extension}");
        let path = self.folder.join(&name);
        fs::write(&path, bytes)?;
        fs::write(
            path.with_added_extension("br"),
            brotli(bytes, self.brotli_quality)?,
        )?;
        fs::write(path.with_added_extension("gz"), gzip(bytes)?)?;
        let content_type = match extension {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "wasm" => "application/wasm",
            other => return Err(format!("no content type is known for .{other}").into()),
        };
        let path = path.to_str().ok_or("the output folder's name is not UTF-8")?;
        writeln!(
            self.entries,
            "    Asset {{ name: {name:?}, content_type: {content_type:?}, bytes: include_bytes!({path:?}), \
             br: include_bytes!({:?}), gz: include_bytes!({:?}) }},",
            format!("{path}.br"),
            format!("{path}.gz"),
        )?;
        Ok(name)
    }

    fn source(
        &self,
        [css, kiosk, office]: [&str; 3],
        scripts: &[(&str, String)],
        bundles: &[(&str, String, String)],
        worker: &str,
    ) -> Outcome<String> {
        let mut names = String::new();
        writeln!(names, "    css: \"/assets/{css}\",")?;
        writeln!(names, "    kiosk: \"/assets/{kiosk}\",")?;
        writeln!(names, "    office: \"/assets/{office}\",")?;
        for (name, file) in scripts {
            writeln!(names, "    {name}: \"/assets/{file}\",")?;
        }
        for (name, js, wasm) in bundles {
            writeln!(
                names,
                "    {name}: BundleNames {{ js: \"/assets/{js}\", wasm: \"/assets/{wasm}\" }},"
            )?;
        }
        // Another build is another worker: browsers renew it by its content.
        let worker = worker.replace("{{BUILD}}", &hash_of(names.as_bytes())?);
        let mut text = String::new();
        writeln!(text, "static ASSETS: &[Asset] = &[\n{}];", self.entries)?;
        writeln!(text, "static NAMES: AssetNames = AssetNames {{\n{names}}};")?;
        writeln!(text, "static SERVICE_WORKER: &str = {worker:?};")?;
        Ok(text)
    }
}

/// Enough to tell one content from another.
fn hash_of(bytes: &[u8]) -> Outcome<String> {
    let mut hash = String::new();
    for byte in &Sha256::digest(bytes)[..8] {
        write!(hash, "{byte:02x}")?;
    }
    Ok(hash)
}

fn brotli(bytes: &[u8], quality: i32) -> Outcome<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality,
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
