//! The guide: its readers, its pages, their pictures, and the way to it.

use khao_tests::client::Client;

use crate::app::TestApp;
use crate::page::Page;
use crate::scene::Scene;

/// Page and style sheet as they are, not as they are sent.
const PAGE_BYTES_MAX: usize = 250_000;

async fn addresses(client: &Client) -> Vec<String> {
    let index = Page::of(&client.get("/guide").await.expect(200));
    index.attributes("main li a", "href")
}

#[tokio::test]
async fn every_page_is_light_and_its_pictures_wait() {
    let app = TestApp::on_sqlite().await;
    let sheet = app.client.get(khao::assets::manifest().css).await.expect(200);
    let pages = addresses(&app.client).await;
    assert_eq!(pages.len(), 6, "{pages:?}");
    for address in pages {
        let answer = app.client.get(&address).await.expect(200);
        let bytes = answer.body.len() + sheet.body.len();
        assert!(bytes < PAGE_BYTES_MAX, "{address}: {bytes} bytes");
        let page = Page::of(&answer);
        let pictures = page.attributes("main img", "src");
        assert!(pictures.len() >= 2, "{address}");
        for attribute in ["alt", "width", "height", "loading"] {
            let given = page.attributes("main img", attribute);
            assert_eq!(given.len(), pictures.len(), "{address}: {attribute}");
            assert!(attribute != "loading" || given.iter().all(|value| value == "lazy"));
        }
        for picture in pictures {
            let picture = app.client.get(&picture).await.expect(200);
            assert_eq!(picture.header("content-type"), Some("image/webp"));
            assert!(picture.header("cache-control").unwrap().contains("immutable"));
        }
    }
    app.client.get("/guide/khong-co").await.expect(404);
    app.client.get("/guide/pictures/khong-co.webp").await.expect(404);
}

#[tokio::test]
async fn every_page_leads_to_the_guide_and_the_console_to_what_explains_it() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let home = Page::of(&app.client.get("/").await.expect(200));
    assert!(home.attributes("footer a", "href").contains(&"/guide".to_owned()));
    let round = format!("/console/rounds/{}", scene.round);
    let expected = [
        (&scene.organiser, "/console", "/guide/organiser-1-set-up"),
        (
            &scene.organiser,
            round.as_str(),
            "/guide/organiser-2-run-and-close",
        ),
        (
            &scene.coordinator,
            "/console",
            "/guide/coordinator-1-help-people-in",
        ),
        (
            &scene.coordinator,
            round.as_str(),
            "/guide/coordinator-2-unit-figures",
        ),
    ];
    for (client, path, guide) in expected {
        let page = Page::of(&client.get(path).await.expect(200));
        let ways = page.attributes("nav.sections a", "href");
        assert_eq!(ways.last().map(String::as_str), Some(guide), "{path}");
        client.get(guide).await.expect(200);
    }
}
