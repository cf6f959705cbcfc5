//! Documents of a contest: added, read and removed; and files that only pretend.

use khao_tests::client::{Answer, Client, text_at};
use khao_tests::files::pdf;
use serde_json::json;

use crate::app::TestApp;
use crate::page::{Page, led_to, signed_in};
use crate::scene::Scene;

on_both!(a_document_is_added_read_and_removed);

const API: &str = "/api/v1/contests/cchc/attachments";
const CONSOLE: &str = "/console/contests/cchc";

/// A body as no careful client writes it: the file's name goes in as it is.
async fn send(client: &Client, path: &str, title: &str, file_name: &str, content: &[u8]) -> Answer {
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n{title}\r\n--x\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\n\
         Content-Type: text/html\r\n\r\n"
    );
    let body = [head.as_bytes(), content, b"\r\n--x--\r\n"].concat();
    let request = client.request("POST", path);
    request.body("multipart/form-data; boundary=x", body).send().await
}

async fn a_document_is_added_read_and_removed(app: &TestApp) {
    let scene = Scene::set(app).await;
    let content = pdf(&"đ".repeat(400_000));
    let added = send(&scene.organiser, API, "Thể lệ đã ký", "Thể lệ.pdf", &content).await;
    let added = added.expect(201).json();
    let url = text_at(&added, "/url");
    assert!(
        url.starts_with("/contests/cchc/files/") && url.ends_with("/the-le.pdf"),
        "{url}"
    );
    let listed = app.client.get("/api/v1/contests/cchc").await.expect(200).json();
    assert_eq!(listed["attachments"], json!([added]));
    let page = Page::of(&app.client.get("/contests/cchc").await.expect(200));
    assert!(
        page.texts(".documents li")
            .contains(&"Thể lệ đã ký PDF, 801 KB".to_owned()),
        "{:?}",
        page.texts(".documents li")
    );
    assert_eq!(page.attributes(".documents a", "href"), [url.as_str()]);

    let file = app.client.get(&url).await.expect(200);
    assert_eq!(file.body, content);
    let header = |name: &str| file.header(name).unwrap_or_default();
    assert_eq!(header("content-type"), "application/pdf");
    assert_eq!(header("content-length"), content.len().to_string());
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("cache-control"), "no-cache");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"the-le.pdf\"; filename*=UTF-8''Th%E1%BB%83%20l%E1%BB%87.pdf"
    );
    let again = app
        .client
        .request("GET", &url)
        .header("if-none-match", header("etag"));
    let again = again.send().await.expect(304);
    let policy = again.header("content-security-policy").unwrap();
    assert!(again.body.is_empty() && policy.contains("sandbox"), "{policy}");
    let head = app.client.request("HEAD", &url).send().await.expect(200);
    assert!(head.body.is_empty());
    app.client.get(&url.replace("the-le", "khac")).await.expect(404);
    app.client.get(&url.replace("/cchc/", "/khac/")).await.expect(404);

    let one = format!("{API}/{}", text_at(&added, "/id"));
    scene.organiser.delete(&one).await.expect(204);
    scene.organiser.delete(&one).await.problem(404, "#not-found");
    app.client.get(&url).await.expect(404);
    let listed = app.client.get("/api/v1/contests/cchc").await.expect(200).json();
    assert_eq!(listed["attachments"], json!([]));
}

#[tokio::test]
async fn a_file_that_pretends_is_refused() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    for (content, word) in [
        (b"<!DOCTYPE html><script>alert(1)</script>".as_slice(), "PDF"),
        (b"<html><!-- %PDF-1.7 %%EOF --></html>", "PDF"),
        (b"%PDF-1.7 <script>alert(1)</script>", "PDF"),
        (b"", "chọn"),
        (&pdf(&" ".repeat(10_000_000)), "10 MB"),
    ] {
        let refused = send(&scene.organiser, API, "Tên", "a.pdf", content).await;
        let refused = refused.problem(422, "#invalid");
        assert_eq!(refused["errors"][0]["pointer"], "/file");
        assert!(text_at(&refused, "/errors/0/detail").contains(word), "{refused}");
    }
    let huge = send(&scene.organiser, API, "Tên", "a.pdf", &vec![0; 11_000_000]).await;
    assert!(text_at(&huge.problem(413, "#invalid"), "/detail").contains("10 MB"));
    let control = send(&scene.organiser, API, "Tên\u{1b}", "a.pdf", &pdf("")).await;
    assert_eq!(control.pointers(422), ["/title"]);
    for client in [&scene.coordinator, &scene.other_coordinator] {
        let refused = send(client, API, "Tên", "a.pdf", &pdf("")).await;
        refused.problem(403, "#forbidden");
    }
    let nobody = send(&app.client, API, "Tên", "a.pdf", &pdf("")).await;
    nobody.problem(401, "#log-in");
    let listed = app.client.get("/api/v1/contests/cchc").await.expect(200).json();
    assert_eq!(listed["attachments"], json!([]));
}

/// Whatever the sender calls the file, headers, addresses and pages hold words only.
#[tokio::test]
async fn no_file_name_leaves_its_place() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    for (file_name, expected) in [
        ("../../../etc/passwd", "passwd.pdf"),
        ("C:\\\\temp\\\\The le.PDF", "the-le.pdf"),
        ("the\u{202e}fdp.html", "thefdp-html.pdf"),
        ("a%0d%0aSet-Cookie: sid=x", "a-0d-0aset-cookie-sid-x.pdf"),
        ("<img src=x onerror=alert(1)>", "img-src-x-onerror-alert-1.pdf"),
        ("；；；", "tai-lieu.pdf"),
    ] {
        let added = send(&scene.organiser, API, "Tài liệu", file_name, &pdf(file_name)).await;
        let url = text_at(&added.expect(201).json(), "/url");
        assert_eq!(url.rsplit('/').next(), Some(expected), "{file_name}");
        let file = app.client.get(&url).await.expect(200);
        assert_eq!(file.header("set-cookie"), None);
        let kept = file.header("content-disposition").unwrap();
        assert!(
            kept.starts_with(&format!("attachment; filename=\"{expected}\"; filename*=UTF-8''")),
            "{kept}"
        );
        assert!(
            !kept.contains("%2F") && !kept.contains("%E2%80%AE") && !kept.contains("%0"),
            "{kept}"
        );
    }
}

#[tokio::test]
async fn a_draft_keeps_its_documents_to_staff() {
    let app = TestApp::on_sqlite().await;
    let scene = Scene::set(&app).await;
    let body = json!({ "slug": "nhap", "title": "Cuộc thi nháp" });
    scene.organiser.post("/api/v1/contests", &body).await.expect(201);
    let path = "/api/v1/contests/nhap/attachments";
    let added = send(&scene.organiser, path, "Tên", "a.pdf", &pdf("")).await;
    let url = text_at(&added.expect(201).json(), "/url");
    scene.organiser.get(&url).await.expect(200);
    app.client.get(&url).await.expect(404);
}

/// Without scripts.
#[tokio::test]
async fn the_console_adds_and_removes_documents() {
    let app = TestApp::on_sqlite().await;
    Scene::set(&app).await;
    let browser = signed_in(&app.client, "tochuc").await;
    let path = format!("{CONSOLE}/attachments");
    let page = Page::of(&browser.get(CONSOLE).await.expect(200));
    let css = format!("form[action=\"{path}\"]");
    assert_eq!(page.attributes(&css, "enctype"), ["multipart/form-data"]);
    let refused = Page::of(
        &send(&browser, &path, "Kế \"hoạch\"", "a.pdf", b"x")
            .await
            .expect(422),
    );
    assert_eq!(refused.attributes("[role=alert] a", "href"), ["#f-file"]);
    assert_eq!(refused.form(&path).value("title"), Some("Kế \"hoạch\""));
    let added = send(&browser, &path, "Kế hoạch", "a.pdf", &pdf("x")).await;
    assert_eq!(led_to(&added), format!("{CONSOLE}?done=document_added"));
    let page = Page::of(&browser.get(CONSOLE).await.expect(200));
    let removal = page.attributes(".documents form", "action")[0].clone();
    let form = page.form(&removal);
    form.press(&browser, "").await.expect(422);
    let removed = form.with("understood", "yes").press(&browser, "").await;
    assert_eq!(led_to(&removed), format!("{CONSOLE}?done=document_removed"));
    let page = Page::of(&browser.get(CONSOLE).await.expect(200));
    assert!(page.attributes(".documents form", "action").is_empty());
}
