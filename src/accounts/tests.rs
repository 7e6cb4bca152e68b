use super::*;
use crate::testing::TestHouse;

#[tokio::test]
async fn health_tells_version_database_and_schema() {
    let house = TestHouse::new().await;
    let health = house.anybody().get("/health").await.is(200).html();
    assert!(health.contains("\"schema\":10") && health.contains("\"database\":"), "{health}");
}

#[tokio::test]
async fn an_officers_page_sends_a_stranger_to_sign_in_and_back() {
    let house = TestHouse::new().await;
    let answer = house.anybody().get("/quan-ly/toi").await.is(303);
    assert_eq!(answer.location(), "/dang-nhap?ve=%2Fquan-ly%2Ftoi");
    house.role(Role::Volunteer).await.get("/quan-ly/toi").await.is(200);
}

#[tokio::test]
async fn a_form_without_its_token_changes_nothing() {
    let house = TestHouse::new().await;
    let visitor = house.role(Role::Coordinator).await;
    visitor.post_as_is("/dang-xuat", &[]).await.is(403);
    visitor.post_as_is("/dang-xuat", &[("csrf", "x")]).await.is(403);
    visitor.get("/quan-ly/toi").await.is(200);
    visitor.post("/dang-xuat", &[]).await.is(303);
    visitor.get("/quan-ly/toi").await.is(303);
}
