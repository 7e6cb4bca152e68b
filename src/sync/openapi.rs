//! The messages of sync for other implementers: `/api/v1/openapi.json`.

use axum::{http::header, response::IntoResponse, routing::get};

use crate::accounts::{Need, Route};

/// The document as it is served.
const DOCUMENT: &str = include_str!("openapi.json");

/// The address of the document.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/api/v1/openapi.json", Need::Public, get(document))]
}

async fn document() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=3600")], DOCUMENT)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::{
        coaching::Excluded,
        sync::rules::{CURRENT, Code, Status},
    };

    fn document() -> Value {
        serde_json::from_str(DOCUMENT).expect("JSON")
    }

    #[test]
    fn every_address_of_the_api_is_described_and_no_other() {
        let served: BTreeSet<(String, String)> = crate::sync::routes()
            .into_iter()
            .filter(|route| route.path.starts_with("/api/v1/"))
            .map(|route| (route.path.to_owned(), route.method.as_str().to_lowercase()))
            .collect();
        let mut described = BTreeSet::new();
        for (path, methods) in document()["paths"].as_object().expect("paths") {
            let methods = methods.as_object().expect("methods").keys().filter(|method| *method != "parameters");
            described.extend(methods.map(|method| (path.clone(), method.clone())));
        }
        assert_eq!(described, served);
    }

    #[test]
    fn every_operation_type_has_its_payload() {
        let document = document();
        let named: BTreeSet<&str> = document["components"]["schemas"]["Operation"]["properties"]["type"]["enum"]
            .as_array()
            .expect("types")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(named, CURRENT.iter().map(|(kind, _)| *kind).collect());
        for kind in named {
            let schema = &document["components"]["schemas"][format!("Payload_{}", kind.replace('.', "_"))];
            assert!(schema["properties"].is_object(), "{kind}");
        }
    }

    #[test]
    fn the_reasons_why_somebody_is_left_out_are_those_that_are_counted() {
        let document = document();
        let named = &document["components"]["schemas"]["Payload_identity_check"]["properties"]["excluded"]["enum"];
        let codes: Vec<Value> = Excluded::ALL.iter().map(|one| Value::from(one.code())).chain([Value::Null]).collect();
        assert_eq!(named, &Value::from(codes));
    }

    #[test]
    fn every_address_of_phones_may_say_come_later() {
        let document = document();
        for (path, methods) in document["paths"].as_object().expect("paths") {
            for (method, about) in methods.as_object().expect("methods").iter().filter(|(method, _)| *method != "parameters") {
                let told = about["responses"].get("503").is_some();
                assert_eq!(told, path.starts_with("/api/v1/sync/"), "{method} {path}");
            }
        }
        let left = &document["paths"]["/api/v1/sync/devices/self"]["delete"]["responses"];
        assert!(left["200"]["content"].is_object() && left.get("204").is_none());
    }

    #[test]
    fn every_status_is_named_and_every_reference_leads_somewhere() {
        let document = document();
        let statuses = document["components"]["schemas"]["Verdict"]["properties"]["status"]["enum"].as_array().expect("statuses");
        assert_eq!(statuses.len(), Status::ALL.len());
        assert!(Code::ALL.iter().all(|code| statuses.contains(&Value::from(code.status().code()))));
        let codes: Vec<Value> = Code::ALL.iter().map(|code| Value::from(code.word())).collect();
        assert_eq!(document["components"]["schemas"]["Verdict"]["properties"]["code"]["enum"], Value::from(codes));
        for reference in DOCUMENT.split("\"#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap_or_default();
            assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
        }
    }
}
