//! What assistive technology hears: names and roles in Chromium's accessibility tree, where they are easily lost.

use serde_json::json;

use crate::driver::Browser;

/// The picker is a group with a name, its choices are radio buttons named by unit and place.
pub async fn hear_the_unit_picker(browser: &Browser) {
    let tree = browser.accessibility_tree().await;
    expect(&tree, "textbox", |name| name == "Tên đơn vị");
    expect(&tree, "button", |name| name == "Tìm đơn vị");
    expect(&tree, "group", |name| name == "Chọn đúng đơn vị");
    expect(&tree, "radio", |name| name.starts_with("Sở Nội vụ"));
    expect(&tree, "group", |name| name == "Bảng thi");
    expect(&tree, "checkbox", |name| name.contains("Cần đồng ý để dự thi."));
    expect(&tree, "checkbox", |name| name.contains("Không bắt buộc."));
}

/// At every width it is a table with a caption, headed columns and rows named by their person, though it is drawn as
/// a list on narrow windows.
pub async fn hear_the_ranking(browser: &Browser) {
    for width in [320, 768, 1280] {
        browser.resize(width).await;
        let tree = browser.accessibility_tree().await;
        expect(&tree, "table", |name| name.contains("công bố lúc"));
        for column in ["Hạng", "Thí sinh", "Đơn vị", "Điểm"] {
            expect(&tree, "columnheader", |name| name == column);
        }
        let rows = browser
            .run("return document.querySelectorAll('tbody tr').length", &[])
            .await;
        let named = tree
            .iter()
            .filter(|(role, name)| role == "rowheader" && !name.is_empty());
        assert_eq!(
            json!(named.count()),
            rows,
            "each row is headed by a name, at {width}"
        );
        expect(&tree, "cell", |name| name.ends_with(" / 15"));
        expect(&tree, "combobox", |name| name == "Bảng thi");
        expect(&tree, "combobox", |name| name == "Đơn vị");
    }
    browser.resize(360).await;
}

#[track_caller]
fn expect(tree: &[(String, String)], role: &str, fits: impl Fn(&str) -> bool) {
    let of_role: Vec<&str> = tree
        .iter()
        .filter(|(known, _)| known == role)
        .map(|(_, name)| name.as_str())
        .collect();
    assert!(of_role.iter().any(|name| fits(name)), "{role}: {of_role:?}");
}
