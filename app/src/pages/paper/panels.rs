//! What the player lays over the page when it has something to say. Closed, and so out of sight, without it.

use leptos::prelude::*;

/// A dialog with its title; `data-player` names it.
fn panel(name: &'static str, title: &'static str, content: AnyView) -> AnyView {
    let id = format!("panel-{name}");
    let labelled = id.clone();
    view! {
        <dialog class="panel" data-player=name aria-labelledby=labelled>
            <h2 id=id tabindex="-1">{title}</h2>
            {content}
        </dialog>
    }
    .into_any()
}

pub(super) fn panels(path: &str, contest_slug: &str) -> AnyView {
    let receipt = format!("{path}/receipt");
    let back = format!("/contests/{contest_slug}/return");
    view! {
        {review("Nộp bài", "Nộp rồi thì không sửa được nữa.")}
        {help()}
        {panel(
            "time-up",
            "Đã hết giờ làm bài",
            view! {
                <p>"Các câu trả lời đang được gửi nốt, rồi bài được nộp. Ông/bà không phải làm gì thêm."</p>
                <p class="saved" role="status" data-player="time-up-progress"></p>
            }
                .into_any(),
        )}
        {panel(
            "too-late",
            "Bài đã khép lại",
            view! {
                <p>"Những câu dưới đây chưa kịp đến máy chủ trước khi bài khép lại. Câu nào đã lưu trước đó thì câu trả lời cũ được tính."</p>
                <p><b data-player="too-late-list"></b></p>
                <div class="row">
                    <a class="btn" href=receipt data-player="receipt">"Xem biên nhận"</a>
                </div>
            }
                .into_any(),
        )}
        {panel(
            "signed-out",
            "Cần vào lại cuộc thi",
            view! {
                <p>"Phiên dự thi trên máy này đã hết hạn hoặc đã đổi người. Xin vào lại bằng mã dự thi và ngày sinh rồi mở lại bài."</p>
                <p data-player="signed-out-kept">"Các câu chưa gửi vẫn được giữ trên máy này."</p>
                <div class="row">
                    <a class="btn" href=back data-player="return">"Vào lại bằng mã"</a>
                    <button class="btn quiet" type="button" data-player="signed-out-later">"Để sau"</button>
                </div>
            }
                .into_any(),
        )}
    }
    .into_any()
}

pub(in crate::pages) fn practice_panels(ready: String) -> AnyView {
    view! {
        {review("Nộp bài thử", "Bài thật thì nộp rồi không sửa được nữa; bài thử làm lại bao nhiêu lần cũng được.")}
        {help()}
        {panel(
            "practised",
            "Đây là bài thử",
            view! {
                <p>"Không có gì được gửi đi hay chấm điểm. Khi làm bài thật, ông/bà nhận biên nhận ở bước này."</p>
                <div class="row">
                    <a class="btn" href=ready>"Về trang cuộc thi"</a>
                    <button class="btn quiet" type="button" data-player="practise-again">"Làm thử lại"</button>
                </div>
            }
                .into_any(),
        )}
    }
    .into_any()
}

/// What is answered, what is not, and the last step.
fn review(title: &'static str, last: &'static str) -> AnyView {
    let list = |name: &'static str, class: &'static str, title: &'static str| {
        view! {
            <div class=class data-player=name hidden>
                <p class="soft small list-title" tabindex="-1">{title}</p>
                <ol class="dots"></ol>
            </div>
        }
    };
    let content = view! {
        <p data-player="answered"></p>
        {list("missing", "", "Chưa trả lời")}
        {list(
            "elsewhere",
            "told-anew",
            "Đã đổi ở trang hoặc thiết bị khác: xin xem lại các câu này trước khi nộp",
        )}
        {list(
            "refused",
            "told-anew",
            "Chưa lưu được: câu trả lời đang ghi ở các câu này không hợp lệ. Ông/bà quay lại sửa, hay nộp mà không có các câu trả lời ấy? Câu nào đã lưu trước đó thì câu trả lời trước vẫn được tính.",
        )}
        {list("marked", "", "Đã đánh dấu xem lại")}
        <p>{last}</p>
        <p class="saved" role="status" tabindex="-1" data-player="progress"></p>
        <div class="row">
            <button class="btn" type="button" data-player="confirm">"Nộp bài"</button>
            <button class="btn quiet" type="button" data-player="stay">"Quay lại làm bài"</button>
            <button class="btn quiet" type="button" data-player="confirm-without" hidden>
                "Nộp, bỏ các câu trả lời ấy"
            </button>
        </div>
    };
    panel("review", title, content.into_any())
}

fn help() -> AnyView {
    let lines = [
        ("1 đến 9, A đến H", "chọn phương án"),
        ("N hoặc →", "câu tiếp"),
        ("P hoặc ←", "câu trước"),
        ("M", "đánh dấu xem lại"),
        ("?", "mở bảng này"),
    ]
    .map(|(keys, meaning)| {
        view! {
            <div>
                <dt>
                    <kbd>{keys}</kbd>
                </dt>
                <dd>{meaning}</dd>
            </div>
        }
    });
    let content = view! {
        <dl class="keys">{lines.into_iter().collect_view()}</dl>
        <p class="soft small">"Phím tắt không dùng khi đang gõ trong ô trả lời; trên một phương án, mũi tên chuyển giữa các phương án."</p>
        <label class="opt">
            <input type="checkbox" data-player="keys-on" checked />
            <span>"Dùng phím tắt"</span>
        </label>
        <div class="row">
            <button class="btn" type="button" data-player="help-close">"Đóng"</button>
        </div>
    };
    panel("keys", "Phím tắt", content.into_any())
}
