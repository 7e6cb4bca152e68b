//! Public pages are the same for everybody and served as they were made, but never stale and never somebody else's.

use std::collections::BTreeSet;

use super::{
    plants::{Plants, Where},
    routes,
};
use crate::{
    accounts::{Need, Role},
    args,
    kit::clock::DAY,
    sql,
    testing::{Answer, NOW, TestHouse},
};

const NAME: &str = sql!("UPDATE places_commune SET name = $2 WHERE id = $1");

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("")
}

/// Changes the commune's name past this house's own store, as another process would: nothing here is told of it.
async fn name_from_outside(house: &TestHouse, name: &'static str) {
    let commune = house.commune.clone();
    let other = house.other_process();
    other.write(move |tx| tx.run(NAME, args![&commune, name])).await.expect("written");
}

#[tokio::test]
async fn only_pages_that_anybody_may_open_are_kept() {
    let kept: BTreeSet<&str> = routes()
        .into_iter()
        .filter(|route| route.kept)
        .map(|route| {
            assert_eq!((route.method.as_str(), route.need), ("GET", Need::Public), "{}", route.path);
            route.path
        })
        .collect();
    assert!(kept.contains("/") && kept.contains("/lich-hoc") && !kept.contains("/lich-hoc/{code}/phieu/{spoken}"), "{kept:?}");
}

#[tokio::test]
async fn a_public_page_is_the_same_for_everybody_and_sets_nothing() {
    let house = TestHouse::new().await;
    for path in ["/", "/lich-hoc", "/ke-hoach", "/lich-hoc.ics"] {
        let first = house.anybody().get(path).await.is(200);
        let second = house.anybody().with_header("cookie", "other=1").get(path).await.is(200);
        assert!(first.bytes == second.bytes && !first.html().contains("csrf"), "{path}");
        assert!(header(&first, "set-cookie").is_empty() && header(&second, "set-cookie").is_empty(), "{path}");
        assert_eq!((header(&first, "cache-control"), header(&first, "vary")), ("no-cache", "accept-encoding, cookie"), "{path}");
        assert!(header(&first, "content-security-policy").starts_with("default-src 'none'"), "{path}");
        let tag = header(&first, "etag");
        let again = house.anybody().with_header("if-none-match", tag).get(path).await.is(304);
        assert!(again.bytes.is_empty() && header(&again, "etag") == tag, "{path}");
        let packed = house.anybody().with_header("accept-encoding", "gzip").get(path).await.is(200);
        assert_eq!(header(&packed, "content-encoding"), "gzip", "{path}");
        let mut plain = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed.bytes.as_slice()), &mut plain).expect("gzip");
        assert!(plain == first.bytes, "{path}");
    }
}

#[tokio::test]
async fn a_kept_page_is_served_until_something_is_written_here_and_for_a_second_at_most() {
    let house = TestHouse::new().await;
    house.anybody().get("/").await.says("Xã Thạch Thất");
    name_from_outside(&house, "Xã Ngoài").await;
    house.anybody().get("/").await.says("Xã Thạch Thất");
    house.app.clock.set(NOW + 1_000);
    house.anybody().get("/").await.says("Xã Ngoài");

    let commune = house.commune.clone();
    house.write(move |tx| Ok(tx.run(NAME, args![&commune, "Xã Trong"])?)).await;
    house.anybody().get("/").await.says("Xã Trong");
}

#[tokio::test]
async fn a_kept_page_does_not_outlive_its_day() {
    let house = TestHouse::new().await;
    let plan = house.anybody().get("/lich-hoc").await.html();
    house.app.clock.set(NOW + 7 * DAY);
    assert!(house.anybody().get("/lich-hoc").await.html() != plan);
}

#[tokio::test]
async fn language_look_and_commune_have_pages_of_their_own() {
    let house = TestHouse::new().await;
    let asked = ["", "hv_look=2.normal", "hv_look=0.high", "hv_xa=09982"];
    let mut pages = BTreeSet::new();
    for _ in 0..2 {
        for cookie in asked {
            for visit in [house.anybody(), house.anybody().in_english()] {
                pages.insert(visit.with_header("cookie", cookie).get("/").await.is(200).html());
            }
        }
        pages.insert(house.anybody().get("/?xa=09982").await.says("Xã Hạ Bằng").html());
    }
    assert_eq!(pages.len(), 9);
    house.anybody().with_header("cookie", "hv_xa=09982").get("/").await.says("Xã Hạ Bằng");
    let one = house.anybody().get("/lich-hoc.ics").await.html();
    assert!(house.anybody().get("/lich-hoc.ics?xa=09982").await.html() != one);
}

#[tokio::test]
async fn who_is_signed_in_neither_gets_a_kept_page_nor_leaves_one() {
    let house = TestHouse::new().await;
    let clerk = house.role(Role::Coordinator).await;
    let own = clerk.get("/").await.says("Người coordinator");
    assert_eq!(header(&own, "cache-control"), "no-store");
    house.anybody().get("/").await.never_says("Người coordinator");
    clerk.get("/").await.says("Người coordinator");
    name_from_outside(&house, "Xã Ngoài").await;
    clerk.get("/").await.says("Xã Ngoài");
    house.anybody().get("/").await.says("Xã Thạch Thất");
}

#[tokio::test]
async fn a_message_shown_once_is_not_kept() {
    let house = TestHouse::new().await;
    let told = house.anybody().with_header("cookie", "hv_flash=accounts-session-ended").get("/").await;
    let words = crate::kit::text::Text::default().get("accounts-session-ended");
    house.anybody().get("/").await.never_says(&words);
    told.says(&words);
    house.anybody().with_header("cookie", "hv_flash=accounts-session-ended").get("/").await.says(&words);
}

#[tokio::test]
async fn a_form_with_a_token_is_each_visitors_own() {
    let house = TestHouse::new().await;
    let plants = Plants::set(&house).await;
    let class = plants.fill("/lich-hoc/{code}", Where::Here);
    for path in [class.as_str(), "/dang-nhap"] {
        let mine = house.anybody().get(path).await.is(200);
        let other = house.anybody().with_header("cookie", "other=1").without_token().get(path).await.is(200);
        assert!(mine.html().contains(&"0".repeat(64)), "{path}");
        assert!(!other.html().contains(&"0".repeat(64)) && header(&other, "set-cookie").contains("__Host-hv-form="), "{path}");
        assert!(header(&mine, "etag").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn the_look_is_chosen_from_our_own_pages_only() {
    let house = TestHouse::new().await;
    let chosen = [("size", "larger"), ("ve", "/lich-hoc")];
    let own = house.anybody().with_header("sec-fetch-site", "same-origin").with_header("origin", "http://xa.test");
    let answer = own.post_as_is("/hien-thi", &chosen).await.is(303);
    assert_eq!((answer.location().as_str(), header(&answer, "set-cookie").starts_with("hv_look=1.normal")), ("/lich-hoc", true));
    house.anybody().post_as_is("/hien-thi", &chosen).await.is(303);
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "http://evil.test"), ("origin", "null")]
    {
        house.anybody().with_header(name, value).post_as_is("/hien-thi", &chosen).await.is(403);
    }
    let outside = house.anybody().post_as_is("/hien-thi", &[("ve", "//evil.test")]).await.is(303);
    assert_eq!(outside.location(), "/quan-ly");
}
