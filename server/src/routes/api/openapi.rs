//! `GET /openapi.json`: the description of the API, made from the route table once.

use std::sync::OnceLock;

use axum::http::{HeaderMap, Method};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::replies::revalidated;
use crate::problem::Fault;
use crate::routes::table::{self, Access, AnswerDoc, BodyKind, QueryDoc, Route, TypeDoc};

const SCHEMA: &str = "#/components/schemas/";

pub fn routes() -> Vec<Route> {
    vec![
        table::get("/api/v1/openapi.json", Access::Public, show)
            .says("This description.")
            .answers_with(200, "application/json")
            .answers_nothing(304),
    ]
}

async fn show(headers: HeaderMap) -> Result<Response, Fault> {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    let document = DOCUMENT.get_or_init(|| describe(&crate::routes::table()));
    revalidated(&headers, document)
}

fn describe(routes: &[Route]) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    let mut schemas = Map::new();
    schemas.insert("Problem".into(), problem_schema());
    for route in routes.iter().filter(|route| route.path.starts_with("/api/v1/")) {
        let types = route.answers.iter().filter_map(|(_, answer)| match answer {
            AnswerDoc::Json(doc) => Some(doc),
            AnswerDoc::Empty | AnswerDoc::Other(_) => None,
        });
        for doc in types.chain(&route.request) {
            add_schemas(&mut schemas, doc);
        }
        let methods = paths.entry(route.path).or_insert_with(|| json!({}));
        methods[route.method.as_str().to_lowercase()] = operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Khảo",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Contests and surveys. Errors are problem documents (RFC 9457); their `title`, `detail` and `errors` \
                are in Vietnamese, or in English where `Accept-Language` prefers it (or the cookie `lang` is `en`).",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
                "cookie": { "type": "apiKey", "in": "cookie", "name": "sid" },
            },
        },
    })
}

fn add_schemas(schemas: &mut Map<String, Value>, doc: &TypeDoc) {
    for (name, schema) in &doc.schemas {
        // What cannot be written as JSON would be a fault of the type, which the test below finds.
        schemas.insert(name.clone(), serde_json::to_value(schema).unwrap_or_default());
    }
}

fn operation(route: &Route) -> Value {
    let mut operation = json!({
        "operationId": operation_id(route),
        "summary": route.summary,
        "tags": [route.path.split('/').nth(3).unwrap_or_default()],
        "parameters": parameters(route),
        "responses": responses(route),
    });
    if !matches!(route.access, Access::Public) {
        operation["security"] = json!([{ "bearer": [] }, { "cookie": [] }]);
    }
    if let Some(body) = body(route) {
        operation["requestBody"] = body;
    }
    operation
}

/// `PUT /api/v1/attempts/{id}/answers` is `put_attempts_id_answers`.
fn operation_id(route: &Route) -> String {
    let path = route.path.trim_start_matches("/api/v1/");
    let words = path
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut id = route.method.as_str().to_lowercase();
    for word in words {
        id.push('_');
        id.push_str(word);
    }
    id
}

fn parameters(route: &Route) -> Vec<Value> {
    let mut parameters: Vec<Value> = path_names(route.path).map(path_parameter).collect();
    parameters.extend(route.query.iter().map(query_parameter));
    if route.takes_idempotency_key {
        parameters.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "description": "The same key and body again: the same answer. Kept for 24 hours.",
            "schema": { "type": "string", "pattern": "^[!-~]{1,200}$" },
        }));
    }
    parameters
}

fn path_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn path_parameter(name: &str) -> Value {
    let schema = match name {
        "slug" => json!({ "type": "string", "pattern": "^[a-z0-9-]{3,64}$" }),
        "code" => json!({ "type": "string", "minLength": 1, "maxLength": 64 }),
        "day" => json!({ "type": "string", "format": "date" }),
        _ => json!({ "type": "string", "format": "uuid" }),
    };
    json!({ "name": name, "in": "path", "required": true, "schema": schema })
}

fn query_parameter(query: &QueryDoc) -> Value {
    let schema: Value = serde_json::from_str(query.schema).unwrap_or_default();
    json!({ "name": query.name, "in": "query", "description": query.description, "schema": schema })
}

fn body(route: &Route) -> Option<Value> {
    let schema = match (&route.request, route.body) {
        (Some(doc), _) => reference(doc),
        (None, BodyKind::Multipart) => multipart(route.parts),
        (None, _) => return None,
    };
    let media_type = route.body.media_type()?;
    Some(json!({ "required": true, "content": { media_type: { "schema": schema } } }))
}

fn multipart(texts: &[&str]) -> Value {
    let mut properties = json!({ "file": { "type": "string", "format": "binary" } });
    for name in texts {
        properties[*name] = json!({ "type": "string" });
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": ["file"],
        "additionalProperties": false,
    })
}

fn reference(doc: &TypeDoc) -> Value {
    json!({ "$ref": format!("{SCHEMA}{}", doc.name) })
}

fn responses(route: &Route) -> Map<String, Value> {
    let mut responses = Map::new();
    for (status, answer) in &route.answers {
        responses.insert(status.to_string(), answer_of(*status, answer));
    }
    for status in refusals(route) {
        let content =
            json!({ "application/problem+json": { "schema": { "$ref": format!("{SCHEMA}Problem") } } });
        let mut refusal = json!({ "description": meaning(status), "content": content });
        if matches!(status, 429 | 503) {
            refusal["headers"] = json!({ "Retry-After": { "schema": { "type": "integer", "minimum": 1 } } });
        }
        responses.insert(status.to_string(), refusal);
    }
    responses
}

fn answer_of(status: u16, answer: &AnswerDoc) -> Value {
    let described = json!({ "description": meaning(status) });
    let mut answer_doc = described;
    match answer {
        AnswerDoc::Empty => {}
        AnswerDoc::Json(doc) => {
            answer_doc["content"] = json!({ "application/json": { "schema": reference(doc) } });
        }
        AnswerDoc::Other(media_type) => {
            let schema = if *media_type == "application/json" {
                json!({ "type": "object" })
            } else {
                json!({ "type": "string" })
            };
            answer_doc["content"] = json!({ *media_type: { "schema": schema } });
        }
    }
    answer_doc
}

/// What an operation may answer besides its success, in order.
fn refusals(route: &Route) -> Vec<u16> {
    let mut statuses = vec![500, 503];
    match route.access {
        Access::Public => {}
        Access::Session => statuses.push(401),
        Access::Participant | Access::Staff(_) => statuses.extend([401, 403]),
    }
    if path_names(route.path).next().is_some() {
        statuses.push(404);
    }
    if route.body != BodyKind::None {
        statuses.extend([413, 415, 422]);
    }
    if !route.query.is_empty() {
        statuses.push(422);
    }
    // A browser of another site is refused before anything is read.
    if route.method != Method::GET {
        statuses.push(403);
    }
    statuses.extend(&route.refusals);
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

fn meaning(status: u16) -> &'static str {
    match status {
        200 => "Done.",
        201 => "Created.",
        204 => "Done; nothing to say.",
        304 => "Not changed since the entity tag that was sent.",
        401 => "No session, or a dead one; or not recognised.",
        403 => "The session lacks the right, or the request came from another site.",
        404 => "Not there, not published, or not yours.",
        409 => "Right in form, but not now: `type` says why.",
        413 => "The body is too large.",
        415 => "The body has another media type.",
        422 => "Something sent is wrong: `errors` points at it.",
        429 => "Too many tries.",
        503 => "Busy: nothing was started.",
        _ => "A failure of the server.",
    }
}

fn problem_schema() -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "description": "RFC 9457. Some kinds have members of their own, such as `shortages` and `problems`.",
        "properties": {
            "type": { "type": "string", "pattern": "^#[a-z-]+$" },
            "title": text,
            "status": { "type": "integer" },
            "detail": text,
            "request_id": text,
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": { "pointer": text, "detail": text },
                    "required": ["pointer", "detail"],
                },
            },
        },
        "required": ["type", "title", "status", "detail", "request_id"],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_reference_leads_somewhere() {
        let document = describe(&crate::routes::table());
        let text = document.to_string();
        let known = &document["components"]["schemas"];
        for part in text.split(SCHEMA).skip(1) {
            let name = part.split('"').next().unwrap_or_default();
            assert!(known[name].is_object(), "{name}");
        }
    }

    #[test]
    fn one_name_is_one_schema() {
        let mut known: Map<String, Value> = Map::new();
        for route in crate::routes::table() {
            let answers = route.answers.into_iter().filter_map(|(_, answer)| match answer {
                AnswerDoc::Json(doc) => Some(doc),
                AnswerDoc::Empty | AnswerDoc::Other(_) => None,
            });
            for (name, schema) in answers.chain(route.request).flat_map(|doc| doc.schemas) {
                let schema = serde_json::to_value(schema).unwrap();
                let first = known.entry(name.clone()).or_insert_with(|| schema.clone());
                assert_eq!(*first, schema, "{name}");
            }
        }
    }

    #[test]
    fn every_operation_says_what_it_does_under_its_own_id() {
        let mut ids = HashSet::new();
        for route in crate::routes::table() {
            if route.path.starts_with("/api/v1/") {
                assert!(!route.summary.is_empty(), "{}", route.path);
                assert!(!route.answers.is_empty(), "{}", route.path);
                assert!(ids.insert(operation_id(&route)), "{}", route.path);
            }
        }
    }

    #[test]
    fn query_schemas_are_json() {
        for route in crate::routes::table() {
            for query in &route.query {
                assert!(
                    serde_json::from_str::<Value>(query.schema).is_ok(),
                    "{}",
                    query.schema
                );
            }
        }
    }
}
