//! What the player lays over the page when it has something to say. Closed, and so out of sight, without it.

use khao_domain::lang::Lang;
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

pub(super) fn panels(lang: Lang, path: &str, contest_slug: &str) -> AnyView {
    let receipt = format!("{path}/receipt");
    let back = format!("/contests/{contest_slug}/return");
    view! {
        {review(lang, lang.say("Nộp bài", "Hand in"), lang.say("Nộp rồi thì không sửa được nữa.", "Once it is handed in, nothing can be changed."))}
        {help(lang)}
        {panel(
            "time-up",
            lang.say("Đã hết giờ làm bài", "Time is up"),
            view! {
                <p>{lang.say("Các câu trả lời đang được gửi nốt, rồi bài được nộp. Ông/bà không phải làm gì thêm.", "The last answers are being sent, then the paper is handed in. There is nothing more for you to do.")}</p>
                <p class="saved" role="status" data-player="time-up-progress"></p>
            }
                .into_any(),
        )}
        {panel(
            "too-late",
            lang.say("Bài đã khép lại", "The paper is closed"),
            view! {
                <p>{lang.say("Những câu dưới đây chưa kịp đến máy chủ trước khi bài khép lại. Câu nào đã lưu trước đó thì câu trả lời cũ được tính.", "These questions did not reach the server before the paper closed. Where an answer was saved before, that one counts.")}</p>
                <p><b data-player="too-late-list"></b></p>
                <div class="row">
                    <a class="btn" href=receipt data-player="receipt">{lang.say("Xem biên nhận", "See the receipt")}</a>
                </div>
            }
                .into_any(),
        )}
        {panel(
            "signed-out",
            lang.say("Cần vào lại cuộc thi", "Please come in again"),
            view! {
                <p>{lang.say("Phiên dự thi trên máy này đã hết hạn hoặc đã đổi người. Xin vào lại bằng mã dự thi và ngày sinh rồi mở lại bài.", "The session on this device has ended or is another person's. Come in again with your code and date of birth, then open the paper.")}</p>
                <p data-player="signed-out-kept">{lang.say("Các câu chưa gửi vẫn được giữ trên máy này.", "Answers not sent yet are kept on this device.")}</p>
                <div class="row">
                    <a class="btn" href=back data-player="return">{lang.say("Vào lại bằng mã", "Return with your code")}</a>
                    <button class="btn quiet" type="button" data-player="signed-out-later">{lang.say("Để sau", "Later")}</button>
                </div>
            }
                .into_any(),
        )}
    }
    .into_any()
}

pub(in crate::pages) fn practice_panels(lang: Lang, ready: String) -> AnyView {
    view! {
        {review(lang, lang.say("Nộp bài thử", "Hand in the practice paper"), lang.say("Bài thật thì nộp rồi không sửa được nữa; bài thử làm lại bao nhiêu lần cũng được.", "A real paper cannot be changed once it is handed in; practice can be repeated as often as you like."))}
        {help(lang)}
        {panel(
            "practised",
            lang.say("Đây là bài thử", "This is practice"),
            view! {
                <p>{lang.say("Không có gì được gửi đi hay chấm điểm. Khi làm bài thật, ông/bà nhận biên nhận ở bước này.", "Nothing is sent or scored. With a real paper you get a receipt here.")}</p>
                <div class="row">
                    <a class="btn" href=ready>{lang.say("Về trang cuộc thi", "Back to the contest")}</a>
                    <button class="btn quiet" type="button" data-player="practise-again">{lang.say("Làm thử lại", "Practise again")}</button>
                </div>
            }
                .into_any(),
        )}
    }
    .into_any()
}

/// What is answered, what is not, and the last step.
fn review(lang: Lang, title: &'static str, last: &'static str) -> AnyView {
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
        {list("missing", "", lang.say("Chưa trả lời", "Not answered"))}
        {list(
            "elsewhere",
            "told-anew",
            lang.say("Đã đổi ở trang hoặc thiết bị khác: xin xem lại các câu này trước khi nộp", "Changed on another page or device: please look at these questions before you hand in"),
        )}
        {list(
            "refused",
            "told-anew",
            lang.say("Chưa lưu được: câu trả lời đang ghi ở các câu này không hợp lệ. Ông/bà quay lại sửa, hay nộp mà không có các câu trả lời ấy? Câu nào đã lưu trước đó thì câu trả lời trước vẫn được tính.", "Not saved: what is written at these questions is not valid. Go back and correct it, or hand in without these answers? Where an answer was saved before, that one still counts."),
        )}
        {list("marked", "", lang.say("Đã đánh dấu xem lại", "Marked to look at again"))}
        <p>{last}</p>
        <p class="saved" role="status" tabindex="-1" data-player="progress"></p>
        <div class="row">
            <button class="btn" type="button" data-player="confirm">{lang.say("Nộp bài", "Hand in")}</button>
            <button class="btn quiet" type="button" data-player="stay">{lang.say("Quay lại làm bài", "Back to the paper")}</button>
            <button class="btn quiet" type="button" data-player="confirm-without" hidden>
                {lang.say("Nộp, bỏ các câu trả lời ấy", "Hand in without those answers")}
            </button>
        </div>
    };
    panel("review", title, content.into_any())
}

fn help(lang: Lang) -> AnyView {
    let lines = [
        (
            lang.say("1 đến 9, A đến H", "1 to 9, A to H"),
            lang.say("chọn phương án", "choose an option"),
        ),
        (
            lang.say("N hoặc →", "N or →"),
            lang.say("câu tiếp", "next question"),
        ),
        (
            lang.say("P hoặc ←", "P or ←"),
            lang.say("câu trước", "previous question"),
        ),
        ("M", lang.say("đánh dấu xem lại", "mark to look at again")),
        ("?", lang.say("mở bảng này", "open this list")),
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
        <p class="soft small">{lang.say("Phím tắt không dùng khi đang gõ trong ô trả lời; trên một phương án, mũi tên chuyển giữa các phương án.", "Keys do nothing while you type in an answer; on an option, arrows move between options.")}</p>
        <label class="opt">
            <input type="checkbox" data-player="keys-on" checked />
            <span>{lang.say("Dùng phím tắt", "Use keys")}</span>
        </label>
        <div class="row">
            <button class="btn" type="button" data-player="help-close">{lang.say("Đóng", "Close")}</button>
        </div>
    };
    panel("keys", lang.say("Phím tắt", "Keys"), content.into_any())
}
