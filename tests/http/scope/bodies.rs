//! What is sent to each route.

use serde_json::{Value, json};

use super::Objects;

/// Bodies in which nothing is wrong but whose the object is.
pub(super) fn body(pattern: &str, objects: &Objects) -> Value {
    match pattern {
        "/api/v1/contests/{slug}/exclusions" => json!({ "exclusions": [] }),
        "/api/v1/contests/{slug}/groups" => json!({
            "name": "Bảng mới",
            "bank_id": objects.bank,
            "blueprint": [{ "topic": "Thể chế", "difficulty": 1, "count": 1 }],
        }),
        "/api/v1/contests/{slug}/rounds" => json!({
            "name": "Vòng mới",
            "opens_at": "2027-10-06T00:00:00+07:00",
            "closes_at": "2027-10-13T00:00:00+07:00",
            "duration_s": 600,
        }),
        "/api/v1/contests/{slug}/series" => json!({
            "name": "Tuần",
            "first_day": "2027-10-06",
            "rounds": 2,
            "days": 7,
            "duration_s": 600,
        }),
        "/api/v1/rounds/{id}/extra-time" => json!({ "reason": "x", "seconds": 60 }),
        "/api/v1/attempts/{id}/void" | "/api/v1/rounds/{id}/remaking" => json!({ "reason": "x" }),
        "/api/v1/contests/{slug}/messages" => json!({ "text": "x" }),
        "/console/contests/{slug}/messages" => json!({ "text": "x", "action": "add" }),
        "/console/rounds/{id}/extra-time" => json!({ "reason": "x", "minutes": "1" }),
        "/console/attempts/{id}" => json!({ "reason": "x", "action": "void" }),
        "/api/v1/contests/{slug}/copies" => json!({ "slug": "ban-sao", "title": "Bản sao" }),
        "/console/contests/{slug}/setup/{step}" => {
            json!({ "action": "announce", "understood": "yes" })
        }
        "/console/contests/{slug}" => {
            json!({ "round_id": objects.round, "action": "close", "understood": "yes" })
        }
        "/api/v1/rounds/{id}/corrections" => {
            json!({ "item_code": "TC-1", "kind": "no_points", "reason": "Sai" })
        }
        "/api/v1/rounds/{id}/complaints" => {
            json!({ "complaint_id": objects.complaint, "answer": "Đã xem" })
        }
        "/console/rounds/{id}/complaints/{complaint}" => json!({ "answer": "Đã xem", "ruling": "refused" }),
        "/api/v1/contests/{slug}/prizes/{prize}/place" => json!({ "place": 1 }),
        "/api/v1/contests/{slug}/prizes" | "/api/v1/contests/{slug}/prizes/{prize}" => {
            json!({ "given_for": "round", "name": "Giải", "number": 1 })
        }
        "/console/contests/{slug}/prizes" => {
            json!({ "given_for": "round", "name": "Giải", "number": "1", "action": "add" })
        }
        "/console/contests/{slug}/roster/changes" => {
            json!({ "person_id": objects.expected, "action": "remove" })
        }
        "/console/contests/{slug}/attachments/{id}" => json!({ "understood": "yes" }),
        "/console/contests/{slug}/participants" => {
            json!({ "participant_id": objects.person, "query": "tran", "action": "reissue" })
        }
        path if path.starts_with("/api/v1/banks/") => of_banks(path),
        _ => of_survey(pattern),
    }
}

fn of_survey(pattern: &str) -> Value {
    match pattern {
        "/api/v1/surveys/{slug}" => json!({ "published": true }),
        "/api/v1/surveys/{slug}/waves" => json!({
            "name": "Đợt mới",
            "opens_at": "2028-10-06T00:00:00+07:00",
            "closes_at": "2028-10-13T00:00:00+07:00",
            "channels": ["web"],
        }),
        "/api/v1/surveys/{slug}/waves/{wave}" => json!({ "name": "Đợt khác" }),
        "/api/v1/surveys/{slug}/waves/{wave}/invitations" => json!({ "count": 20 }),
        "/api/v1/surveys/{slug}/responses/batch" => json!({ "responses": [] }),
        _ => json!({}),
    }
}

fn of_banks(pattern: &str) -> Value {
    match pattern {
        "/api/v1/banks/{id}/steps/topic" => json!({ "codes": ["TC-1"], "topic": "x" }),
        "/api/v1/banks/{id}/steps/difficulty" => json!({ "codes": ["TC-1"], "difficulty": 2 }),
        path if path.starts_with("/api/v1/banks/{id}/steps/") => json!({ "codes": ["TC-1"] }),
        "/api/v1/banks/{id}/items" => json!({ "code": "MOI-1", "content": content() }),
        "/api/v1/banks/{id}/items/{code}" => json!({ "from_revision": 1, "content": content() }),
        "/api/v1/surveys/{slug}" => json!({ "published": true }),
        "/api/v1/surveys/{slug}/waves" => json!({
            "name": "Đợt mới",
            "opens_at": "2028-10-06T00:00:00+07:00",
            "closes_at": "2028-10-13T00:00:00+07:00",
            "channels": ["web"],
        }),
        "/api/v1/surveys/{slug}/waves/{wave}" => json!({ "name": "Đợt khác" }),
        "/api/v1/surveys/{slug}/waves/{wave}/invitations" => json!({ "count": 20 }),
        "/api/v1/surveys/{slug}/responses/batch" => json!({ "responses": [] }),
        _ => json!({}),
    }
}

fn content() -> Value {
    json!({
        "kind": "true_false",
        "topic": "Thể chế",
        "difficulty": 1,
        "stem": "Có phải không?",
        "truth": true,
    })
}
