//! `/guide`: short help for participants.

use leptos::prelude::*;

pub fn page() -> AnyView {
    view! {
        <div class="narrow">
            <h1>"Hướng dẫn dự thi"</h1>
            <h2>"Ghi danh"</h2>
            <ol>
                <li>"Mở trang của cuộc thi và bấm Vào thi."</li>
                <li>
                    "Điền họ tên, ngày sinh; gõ một phần tên đơn vị, bấm Tìm đơn vị rồi chọn đúng đơn vị của mình."
                </li>
                <li>"Đọc từng mục đồng ý và tự đánh dấu. Không đồng ý công bố tên vẫn dự thi được."</li>
                <li>"Ghi lại mã dự thi. Mã và ngày sinh đưa ông/bà trở lại bài thi trên máy khác."</li>
            </ol>
            <h2>"Làm bài"</h2>
            <ul>
                <li>"Đồng hồ chạy từ lúc bấm Bắt đầu làm bài và không dừng khi mất mạng."</li>
                <li>
                    "Mỗi câu được lưu ngay khi chọn; dòng chữ dưới câu cho biết đã lưu hay còn chờ mạng. Trang có nút Lưu bài thì bấm nút ấy thường xuyên. Chỉ những câu đã lưu mới được tính khi hết giờ."
                </li>
                <li>"Mất mạng, câu trả lời được giữ trên máy và tự gửi khi có mạng trở lại. Xin giữ trang mở cho đến khi thấy chữ Đã lưu."</li>
                <li>"Muốn làm quen trước, xin bấm Làm thử ở trang của cuộc thi."</li>
                <li>
                    "Mở cùng một bài ở hai nơi thì câu trả lời sau cùng được giữ; nơi kia báo câu đã đổi."
                </li>
                <li>"Nộp bài rồi thì không sửa được nữa. Xin giữ mã biên nhận."</li>
            </ul>
            <h2>"Kết quả"</h2>
            <p>
                "Điểm, đáp án và xếp hạng hiện ra theo thể lệ của từng cuộc thi. Bằng điểm thì xét tiếp câu dự đoán, thời gian làm bài và giờ nộp, theo thứ tự ghi trong thể lệ."
            </p>
            <h2>"Gặp trở ngại"</h2>
            <ul>
                <li>"Mất mã dự thi: liên hệ đầu mối của đơn vị hoặc ban tổ chức để được cấp lại."</li>
                <li>"Máy chủ báo bận: chờ ít giây rồi thử lại; những gì đã lưu vẫn còn nguyên."</li>
                <li>"Khi báo lỗi, xin gửi kèm mã yêu cầu ghi ở cuối trang lỗi."</li>
            </ul>
        </div>
    }
    .into_any()
}
