//! What a province makes its own, on every page; and pictures that are none.

use khao_tests::client::{Answer, Client, text_at};
use khao_tests::files::png;
use serde_json::json;

use crate::app::TestApp;
use crate::page::{Page, led_to};
use crate::scene::Scene;

on_both!(an_administrator_makes_the_site_its_own);

async fn put_emblem(client: &Client, content: &[u8]) -> Answer {
    let request = client.request("PUT", "/api/v1/instance/emblem");
    request.file("file", content).send().await
}

async fn an_administrator_makes_the_site_its_own(app: &TestApp) {
    let scene = Scene::set(app).await;
    let before = app.client.get("/api/v1/instance").await.expect(200);
    assert_eq!(
        before.json()["authority"],
        "Tỉnh thử",
        "as the server was started"
    );
    assert!(before.json()["settings"].is_null());
    let body = json!({
        "authority": "UBND tỉnh Vĩnh Long",
        "short_name": "Vĩnh Long",
        "hotline": "0270 3 822 000",
        "controller_name": "Sở Nội vụ tỉnh Vĩnh Long",
        "privacy": "Chúng tôi **giữ lời**.",
        "footer": "Bản quyền thuộc về tỉnh",
        "emblem_alt": "Quốc huy",
    });
    let set = scene
        .administrator
        .put("/api/v1/instance", &body)
        .await
        .expect(200)
        .json();
    assert_eq!(set["settings"]["privacy"], body["privacy"]);
    let emblem = put_emblem(&scene.administrator, &png(64, 32))
        .await
        .expect(200)
        .json();
    let url = text_at(&emblem, "/emblem/url");
    let shown = app.client.get("/api/v1/instance").await.expect(200).json();
    assert_eq!(
        shown["emblem"],
        json!({ "url": url, "alt": "Quốc huy", "width": 64, "height": 32 })
    );
    every_page_shows_it(app, &url).await;
    the_emblem_is_a_picture_for_good(app, &scene, &url).await;
}

async fn every_page_shows_it(app: &TestApp, url: &str) {
    for path in ["/", "/contests/cchc", "/privacy", "/khong-co"] {
        let page = Page::of(&app.client.get(path).await);
        assert_eq!(page.texts("header .mast-name"), ["UBND tỉnh Vĩnh Long"], "{path}");
        assert_eq!(page.attributes("header img", "src"), [url]);
        assert_eq!(page.attributes("header img", "alt"), ["Quốc huy"]);
        let foot = page.texts("footer").join(" ");
        assert!(
            foot.contains("0270 3 822 000") && foot.contains("Bản quyền thuộc về tỉnh"),
            "{foot}"
        );
        assert!(page.texts("title")[0].ends_with("· Vĩnh Long"));
    }
    let privacy = Page::of(&app.client.get("/privacy").await.expect(200));
    assert_eq!(privacy.texts("main strong"), ["giữ lời"]);
    let enter = Page::of(&app.client.get("/contests/cchc/enter").await.expect(200));
    assert!(
        enter
            .text()
            .contains("Bên kiểm soát dữ liệu: Sở Nội vụ tỉnh Vĩnh Long.")
    );
    assert!(
        enter
            .attributes("main a", "href")
            .contains(&"/privacy".to_owned())
    );
}

async fn the_emblem_is_a_picture_for_good(app: &TestApp, scene: &Scene, url: &str) {
    let image = app.client.get(url).await.expect(200);
    assert_eq!(image.body, png(64, 32));
    let header = |name: &str| image.header(name).unwrap_or_default();
    assert_eq!(header("content-type"), "image/png");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("cache-control").contains("immutable"));
    assert!(header("content-security-policy").contains("sandbox"));
    app.client.get(&url.replace(".png", ".jpeg")).await.expect(404);
    for _ in 0..2 {
        scene
            .administrator
            .delete("/api/v1/instance/emblem")
            .await
            .expect(204);
    }
    app.client.get(url).await.expect(404);
    let page = Page::of(&app.client.get("/").await.expect(200));
    assert!(page.attributes("header img", "src").is_empty());
}

#[tokio::test]
async fn what_is_no_small_picture_is_refused_in_words() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let heavy = [png(64, 64), vec![0; 300_000]].concat();
    for (content, word) in [
        (
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".as_slice(),
            "SVG",
        ),
        (b"<!DOCTYPE html><script>alert(1)</script>", "PNG"),
        (&png(2000, 10), "1024"),
        (&heavy, "256 KB"),
        (b"", "chọn"),
    ] {
        let refused = put_emblem(&scene.administrator, content)
            .await
            .problem(422, "#invalid");
        assert_eq!(refused["errors"][0]["pointer"], "/file");
        assert!(text_at(&refused, "/errors/0/detail").contains(word), "{refused}");
    }
    let with_more = "--x\r\nContent-Disposition: form-data; name=\"la\"\r\n\r\n1\r\n--x--\r\n";
    let request = scene.administrator.request("PUT", "/api/v1/instance/emblem");
    let request = request.body("multipart/form-data; boundary=x", with_more.into());
    assert_eq!(request.send().await.pointers(422), ["/la"]);
    let huge = put_emblem(&scene.administrator, &vec![0; 11_000_000]).await;
    assert!(text_at(&huge.problem(413, "#invalid"), "/detail").contains("10 MB"));
    put_emblem(&scene.organiser, &png(1, 1))
        .await
        .problem(403, "#forbidden");
    put_emblem(&app.client, &png(1, 1)).await.problem(401, "#log-in");
}

/// Without scripts: what is wrong comes back with its words, what is tried is shown and not kept.
#[tokio::test]
async fn the_plain_form_keeps_what_was_typed() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let path = "/console/instance";
    let browser = crate::page::signed_in(&app.client, "quantri").await;
    let form = Page::of(&browser.get(path).await.expect(200)).form(path);
    let typed = form.with("authority", "Tỉnh <b>Mới</b>").with("email", "sai");
    let refused = Page::of(&typed.press(&browser, "save").await.expect(422));
    assert_eq!(refused.attributes("[role=alert] a", "href"), ["#f-email"]);
    assert_eq!(refused.form(path).value("authority"), Some("Tỉnh <b>Mới</b>"));
    let good = refused.form(path).with("email", "a@b.gov.vn");
    let tried = Page::of(&good.press(&browser, "preview").await.expect(200));
    assert_eq!(tried.texts("main .mast-name"), ["K Tỉnh <b>Mới</b>"]);
    assert!(tried.texts("main .foot")[0].contains("a@b.gov.vn"));
    assert!(
        tried.texts("header .mast-name")[0].contains("Tỉnh thử"),
        "not kept"
    );
    assert_eq!(
        led_to(&good.press(&browser, "save").await),
        format!("{path}?done=instance_saved")
    );
    let kept = Page::of(&browser.get(path).await.expect(200));
    assert_eq!(kept.texts("header .mast-name"), ["K Tỉnh <b>Mới</b>"]);

    assert_eq!(
        kept.attributes("form[action=\"/console/instance/emblem\"]", "enctype"),
        ["multipart/form-data"]
    );
    let send = async |content: &[u8]| browser.upload("/console/instance/emblem", content).await;
    let refused = Page::of(&send(b"<svg/>").await.expect(422));
    assert_eq!(refused.attributes("[role=alert] a", "href"), ["#f-file"]);
    assert_eq!(
        led_to(&send(&png(20, 20)).await),
        format!("{path}?done=emblem_saved")
    );
    assert_eq!(
        Page::of(&browser.get(path).await).attributes("header img", "width"),
        ["20"]
    );
    let removal = Page::of(&browser.get(path).await).form("/console/instance/emblem/removal");
    assert_eq!(
        led_to(&removal.press(&browser, "").await),
        format!("{path}?done=emblem_removed")
    );
    assert!(
        Page::of(&browser.get(path).await)
            .attributes("header img", "src")
            .is_empty()
    );
    scene.organiser.get(path).await.expect(403);
}
