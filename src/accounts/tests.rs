use super::*;
use crate::testing::TestHouse;

#[tokio::test]
async fn health_tells_version_database_and_schema() {
    let house = TestHouse::new().await;
    let health = house.anybody().get("/health").await.is(200).html();
    let schema = format!("\"schema\":{}", crate::kit::db::LATEST);
    assert!(health.contains(&schema) && health.contains("\"database\":"), "{health}");
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

#[tokio::test]
async fn signing_in_leads_to_the_first_part_that_a_role_may_open() {
    let house = TestHouse::new().await;
    let (commune, village) = (house.commune.clone(), house.villages[0].clone());
    house
        .write(move |tx| {
            for (login, role) in [("tinh-nguyen", Role::Volunteer), ("hoc-vien", Role::Learner), ("dai-su", Role::Ambassador)] {
                let id = create(tx, login, "Người Mẫu", "con trâu đi trước", false, crate::testing::NOW)?;
                grant(tx, &id, role, &commune, Some(&village), None, "test", crate::testing::NOW)?;
            }
            Ok(())
        })
        .await;
    for (login, first) in [("tinh-nguyen", "/quan-ly/lop"), ("hoc-vien", "/quan-ly/toi"), ("dai-su", "/quan-ly")] {
        let form = [("login", login), ("password", "con trâu đi trước")];
        assert_eq!(house.anybody().post("/dang-nhap", &form).await.is(303).location(), first, "{login}");
    }
    let outside = [("login", "dai-su"), ("password", "con trâu đi trước"), ("ve", "//evil.example/")];
    assert_eq!(house.anybody().post("/dang-nhap", &outside).await.is(303).location(), "/quan-ly");
}
