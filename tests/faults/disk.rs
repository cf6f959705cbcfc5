//! A disk of its own, ext4 in a file behind a loop device, and a copy of it as a power cut would leave it.
//!
//! The loop device writes through to the image at once, but what the kernel still holds dirty for the mounted file
//! system is not in the image. A copy of the image therefore holds what was flushed and nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use khao_tests::wait::until;

const SIZE: &str = "512M";
/// The kernel commits its journal of itself only after so many seconds, longer than a test runs: what is on the disk
/// was flushed because somebody asked for it.
const OPTIONS: &str = "loop,noatime,noinit_itable,commit=300";

pub struct Disk {
    image: PathBuf,
    pub folder: PathBuf,
}

impl Disk {
    /// An empty one under this folder; or the reason why there is none to be had here.
    pub fn new(under: &Path) -> Result<Self, String> {
        let image = under.join("disk-0.img");
        run("truncate", &["-s", SIZE, text(&image)])?;
        run(
            "mkfs.ext4",
            &["-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", text(&image)],
        )?;
        Self::mount(image)
    }

    fn mount(image: PathBuf) -> Result<Self, String> {
        let folder = image.with_extension("mounted");
        std::fs::create_dir_all(&folder).unwrap();
        run("mount", &["-o", OPTIONS, text(&image), text(&folder)])?;
        Ok(Self { image, folder })
    }

    /// What a machine finds after the power went now; whoever writes here must be frozen. The copy is taken again if the
    /// kernel wrote anything while it was made.
    pub async fn after_a_power_cut(&self, name: &str) -> Self {
        let copy = self.image.with_file_name(format!("{name}.img"));
        let copied = async || {
            let before = self.writes();
            run("cp", &["--sparse=always", text(&self.image), text(&copy)]).unwrap();
            (before.is_some() && before == self.writes()).then_some(())
        };
        until(
            "a copy without a write meanwhile",
            Duration::from_secs(30),
            copied,
        )
        .await;
        Self::mount(copy).unwrap()
    }

    /// How much was written to the device and how often it was flushed; none while something is under way.
    fn writes(&self) -> Option<[u64; 3]> {
        let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap();
        let device = mounts
            .lines()
            .find_map(|line| {
                line.split_once(' ')
                    .filter(|(_, rest)| rest.starts_with(text(&self.folder)))
            })
            .map(|(device, _)| device.trim_start_matches("/dev/"))
            .unwrap();
        let figures = std::fs::read_to_string(format!("/sys/block/{device}/stat")).unwrap();
        let figures: Vec<u64> = figures
            .split_whitespace()
            .map(|one| one.parse().unwrap())
            .collect();
        let (writes, sectors, under_way, flushes) = (figures[4], figures[6], figures[8], figures[15]);
        (under_way == 0).then_some([writes, sectors, flushes])
    }
}

impl Drop for Disk {
    /// Also after a failure, and while a process that was killed still holds a file: the device goes with the last one.
    fn drop(&mut self) {
        if run("umount", &["--lazy", text(&self.folder)]).is_ok() {
            // Nothing hangs on them: they lie in a temporary folder.
            let _ = std::fs::remove_dir(&self.folder);
            let _ = std::fs::remove_file(&self.image);
        }
    }
}

fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{program} {}: {}", arguments.join(" "), said.trim()))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
