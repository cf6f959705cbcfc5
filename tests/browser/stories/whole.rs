//! From the first question to the receipt.

use serde_json::{Value, json};

use crate::driver::Browser;
use crate::player::{at_receipt, choose, hand_in, see, told, type_answer};
use crate::stage::Stage;

/// How much the browser keeps of what was answered.
const LEFT_BEHIND: &str =
    "return new Promise((done) => { const open = indexedDB.open('khao', 1); open.onsuccess = () => {
        const all = open.result.transaction('answers').objectStore('answers').getAllKeys();
        all.onsuccess = () => done(all.result.length + Object.keys(localStorage).length) } })";

/// Answers, and changes the answer where there is a choice: what is to be stored in the end.
async fn answer(browser: &Browser, position: u64, kind: &str) -> Value {
    match kind {
        "single_choice" | "true_false" => {
            choose(browser, position, "1").await;
            choose(browser, position, "2").await;
            json!({ "options": ["2"] })
        }
        "multiple_choice" => {
            choose(browser, position, "3").await;
            choose(browser, position, "1").await;
            json!({ "options": ["1", "3"] })
        }
        "text" => {
            type_answer(browser, position, "Vĩnh Long").await;
            json!({ "text": "Vĩnh Long" })
        }
        "number" => {
            type_answer(browser, position, "12,5").await;
            json!({ "number": 12.5 })
        }
        _ => {
            type_answer(browser, position, "25000").await;
            json!({ "number": 25000 })
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_is_saved_when_it_is_given_and_the_paper_handed_in() {
    let Some(stage) = Stage::set().await else { return };
    let (sitting, browser) = stage.at_paper().await;
    let mut expected: Vec<(u64, Value)> = Vec::new();
    for question in &sitting.questions {
        let position = question["position"].as_u64().unwrap();
        let value = answer(&browser, position, question["kind"].as_str().unwrap()).await;
        told(&browser, position, "saved").await;
        expected.push((position, value));
    }
    let count = expected.len();
    assert_eq!(
        browser.text("[data-player=saved]").await,
        format!("Đã lưu {count}/{count} câu")
    );
    browser.click("[data-player=finish]").await;
    see(
        &browser,
        "the review",
        "dialog[data-player=review][open] [data-player=missing][hidden]",
    )
    .await;
    browser.click("[data-player=stay]").await;
    hand_in(&browser).await;
    at_receipt(&browser).await;
    assert_eq!(
        browser.run(LEFT_BEHIND, &[]).await,
        json!(0),
        "nothing stays on the device"
    );
    browser.close().await;
    let stored = sitting.stored().await;
    assert!(stored.is_sealed());
    for (position, value) in expected {
        assert_eq!(stored.value(position), value, "question {position}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_an_answer_is_said_beside_it_and_not_saved() {
    let Some(stage) = Stage::set().await else { return };
    let (sitting, browser) = stage.at_paper().await;
    let (number, prediction) = (sitting.of_kind("number")[0], sitting.of_kind("prediction")[0]);
    type_answer(&browser, number, "25.000").await;
    told(&browser, number, "refused").await;
    // Only the server knows how many people there are.
    type_answer(&browser, prediction, "999999999").await;
    told(&browser, prediction, "refused").await;
    browser.click("[data-player=overview]").await;
    let refused = "dialog[open] [data-player=refused]:not([hidden]) li + li";
    see(&browser, "both in the review", refused).await;
    assert!(
        browser.has("dialog[open] [data-player=confirm][hidden]").await,
        "no way to hand in without a word about them"
    );
    browser.click("dialog[open] [data-player=stay]").await;
    type_answer(&browser, number, "25000").await;
    told(&browser, number, "saved").await;
    assert!(!sitting.stored().await.is_sealed());
    browser.click("[data-player=overview]").await;
    let one = format!("dialog[open] [data-player=refused] li:only-child a[href='#q-{prediction}']");
    see(&browser, "the one that is left", &one).await;
    browser.click("[data-player=confirm-without]").await;
    at_receipt(&browser).await;
    browser.close().await;
    let stored = sitting.stored().await;
    assert!(stored.is_sealed());
    assert_eq!(stored.value(number), json!({ "number": 25000 }));
    assert_eq!(stored.value(prediction), Value::Null);
}
