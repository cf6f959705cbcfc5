//! The scales of a form by its page: what is too many is told there, and nothing is dropped unsaid.

use serde_json::json;

use crate::app::TestApp;
use crate::page::{Page, open};
use crate::scene::Scene;

on_both!(what_is_too_many_is_told_on_the_page);

const SURVEY: &str = "/api/v1/surveys/danh-gia";
const PAGE: &str = "/console/surveys/danh-gia/form/scales";

async fn what_is_too_many_is_told_on_the_page(app: &TestApp) {
    let scene = Scene::set(app).await;
    let organiser = &scene.organiser;
    let new = json!({ "slug": "danh-gia", "title": { "vi": "Đánh giá" }, "template": "desk" });
    organiser.post("/api/v1/surveys", &new).await.expect(201);
    let page = open(organiser, PAGE).await;
    let two = page.form(PAGE).with("unknown.0", "8 | A\n9 | B");
    let refused = Page::of(&two.press(organiser, "save").await.expect(422));
    assert_eq!(refused.attributes("#errors a", "href"), ["#f-unknown.0"]);

    let read = organiser.get(&format!("{SURVEY}/form")).await.expect(200).json();
    let mut form = read["form"].clone();
    let scales = form["scales"].as_array_mut().unwrap();
    let first = scales[0].clone();
    for number in scales.len()..50 {
        let mut another = first.clone();
        another["id"] = json!(format!("them{number}"));
        scales.push(another);
    }
    let sent = json!({ "form": form, "revision": read["revision"] });
    organiser.patch(SURVEY, &sent).await.expect(200);
    // One more is refused where it is asked for, and all fifty stand there still.
    let page = open(organiser, PAGE).await;
    let refused = Page::of(&page.form(PAGE).press(organiser, "add").await.expect(422));
    assert!(
        refused.text().contains("nhiều nhất 50 thang"),
        "{}",
        refused.text()
    );
    assert_eq!(refused.attributes("input[name^='id.']", "name").len(), 50);
    let mut more = form.clone();
    more["scales"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "id": "nua", "steps": [] }));
    let sent = json!({ "form": more, "revision": read["revision"].as_i64().map(|revision| revision + 1) });
    assert_eq!(
        organiser.patch(SURVEY, &sent).await.pointers(422),
        ["/form/scales"]
    );
}
