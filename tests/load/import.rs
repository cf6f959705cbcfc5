//! A bank of 5,000 questions is imported while people save.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use khao_tests::client::{Client, text_at};
use khao_tests::server::Server;
use khao_tests::wait::Stopwatch;
use serde_json::json;

use crate::options::Options;
use crate::outcome::{Outcome, tell};
use crate::schedule::Draw;
use crate::{saves, staff};

const ROWS: usize = 5_000;
const HEADER: &str =
    "Mã câu hỏi,Loại,Chủ đề,Độ khó,Nội dung,Phương án A,Phương án B,Phương án C,Phương án D,Đáp án,Nguồn";
const WORDS: [&str; 40] = [
    "hồ sơ",
    "thủ tục",
    "công dân",
    "một cửa",
    "trực tuyến",
    "thời hạn",
    "cơ quan",
    "giải quyết",
    "tiếp nhận",
    "trả kết quả",
    "phản ánh",
    "kiến nghị",
    "chỉ số",
    "hài lòng",
    "cải cách",
    "bộ máy",
    "công chức",
    "chuyển đổi số",
    "dữ liệu",
    "định danh",
    "điện tử",
    "an toàn",
    "thông tin",
    "kế hoạch",
    "nghị quyết",
    "quyết định",
    "thông tư",
    "trách nhiệm",
    "phối hợp",
    "kiểm tra",
    "đánh giá",
    "báo cáo",
    "cấp tỉnh",
    "cấp xã",
    "người dân",
    "doanh nghiệp",
    "dịch vụ",
    "hạ tầng",
    "nhân lực",
    "ngân sách",
];

pub async fn measure(server: &Server, options: &Options) -> Outcome {
    let staff = staff::administrator(server).await;
    let file = bank_file(&mut Draw::seeded(4), 1, ROWS);
    tell("an import alone …");
    let alone = import(&staff, "Ngân hàng đo tải 1", &file).await;
    let papers = saves::papers(server, options.connections).await;
    tell("saves alone …");
    let (quiet, _) = saves::run(&papers, server.pid, options.seconds).await;
    tell("saves and an import …");
    let over = Arc::new(AtomicBool::new(false));
    let watch = Stopwatch::start();
    let goes_on = {
        let over = over.clone();
        move || !over.load(Ordering::Relaxed)
    };
    let saving = tokio::spawn(async move { saves::on_each(&papers, watch, goes_on).await });
    let beside_saves = import(&staff, "Ngân hàng đo tải 2", &file).await;
    over.store(true, Ordering::Relaxed);
    let took = watch.elapsed();
    let all = saving.await.unwrap();
    let report = json!({
        "rows": ROWS,
        "bytes": file.len(),
        "connections": options.connections,
        "import_alone_s": alone.as_secs_f64(),
        "import_beside_saves_s": beside_saves.as_secs_f64(),
        "saves_alone": quiet,
        "saves_beside_import": all.summary(took),
    });
    Outcome {
        report,
        curves: vec![("save", all)],
    }
}

/// Into a new bank; how long the import took.
async fn import(staff: &Client, name: &str, file: &str) -> Duration {
    let bank = json!({ "name": name, "language": "vi" });
    let made = staff.post("/api/v1/banks", &bank).await.expect(201).json();
    let path = format!("/api/v1/banks/{}/imports", text_at(&made, "/id"));
    let watch = Stopwatch::start();
    let imported = staff.upload(&path, file.as_bytes()).await.expect(200).json();
    let took = watch.elapsed();
    assert_eq!(imported["new"], ROWS, "{imported}");
    took
}

/// So many items of eight topics, the first with this number.
pub fn bank_file(draw: &mut Draw, first: usize, count: usize) -> String {
    let mut file = String::from(HEADER);
    for number in first..first + count {
        let difficulty = 1 + number % 3;
        let topic = number % 8;
        let stem = words(draw, 14);
        let options = [(); 4].map(|()| words(draw, 5)).join(",");
        // Writing to a String cannot fail.
        let _ = write!(
            file,
            "\nTAI-{number:05},Một lựa chọn,Chủ đề {topic},{difficulty},Câu {number}: {stem}?,{options},B,Văn bản số {number}"
        );
    }
    file
}

fn words(draw: &mut Draw, count: usize) -> String {
    let word = |_| WORDS[draw.below(WORDS.len())];
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}
