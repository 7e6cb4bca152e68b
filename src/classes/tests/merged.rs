use super::*;
use crate::{
    accounts::Role,
    classes::ATTENDED,
    kit::ids,
    ledger::{self},
};

#[tokio::test]
async fn a_merged_person_stands_on_the_roll_once_with_the_mark_that_was_made() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let (gone, kept) = (hall.learner(&lesson, "Lan", 1953).await, hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await);
    let volunteer = hall.role(Role::Volunteer).await;
    tap(&volunteer, &lesson, &gone, &[("state", "present")]).await;
    let (commune, a, b) = (hall.commune.clone(), gone.clone(), kept.clone());
    hall.write(move |tx| ledger::alias(tx, &commune, &a, &b, &ids::new(NOW), "t", NOW).map(drop)).await;
    volunteer.get(&roll(&lesson)).await.says("1 / 1 có mặt").says("Nguyễn Thị Lan Có mặt");
    let (_, answer) = tap(&volunteer, &lesson, &kept, &[("state", "present")]).await;
    assert_eq!((answer["present"].as_i64(), answer["total"].as_i64()), (Some(1), Some(1)));
    assert_eq!(hall.entries(ATTENDED).await, 1);
    let (_, answer) = tap(&volunteer, &lesson, &gone, &[("state", "none")]).await;
    assert_eq!((answer["present"].as_i64(), answer["state"].as_str()), (Some(0), Some("none")));
    assert_eq!(hall.entries(ATTENDED).await, 0);
    volunteer.get(&format!("{}/dau/{gone}", roll(&lesson))).await.is(200).says("Có mặt → Chưa điểm danh");
    hall.expect_sound().await;
}

/// Merges the second into the first and answers the address of the merge.
async fn merge(hall: &Hall, kept: &str, gone: &str) -> String {
    let officer = hall.role(Role::Coordinator).await;
    let pair = officer.post(&format!("/quan-ly/nguoi-dan/{kept}/trung"), &[("other", gone)]).await.is(303).location();
    officer.post(&format!("{pair}/gop"), &[("keep", kept)]).await.is(303);
    let merged = officer.get("/quan-ly/nguoi-dan/trung/da-gop").await.html();
    let id = merged.split("href=\"/quan-ly/nguoi-dan/gop/").nth(1).and_then(|rest| rest.split('"').next()).expect("a merge");
    format!("/quan-ly/nguoi-dan/gop/{id}")
}

#[tokio::test]
async fn a_mark_taken_back_from_two_who_are_one_stands_under_neither_name_and_comes_back_with_neither() {
    for said in ["none", "absent"] {
        let hall = a_hall().await;
        let lesson = hall.tonight().await;
        let (kept, gone) = (hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await, hall.learner(&lesson, "Lan", 1953).await);
        let volunteer = hall.role(Role::Volunteer).await;
        for person in [&kept, &gone] {
            tap(&volunteer, &lesson, person, &[("state", "present")]).await;
        }
        let merge = merge(&hall, &kept, &gone).await;
        assert_eq!(hall.entries(ATTENDED).await, 1);

        let (_, answer) = tap(&volunteer, &lesson, &kept, &[("state", said)]).await;
        assert_eq!((answer["present"].as_i64(), answer["state"].as_str()), (Some(0), Some(said)));
        assert_eq!(hall.entries(ATTENDED).await, 0);
        volunteer.get(&roll(&lesson)).await.says("0 / 1 có mặt");
        hall.expect_sound().await;

        hall.role(Role::Coordinator).await.post(&format!("{merge}/tach"), &[]).await.is(303);
        assert_eq!(hall.entries(ATTENDED).await, 0, "what was taken back does not count again");
        volunteer.get(&roll(&lesson)).await.says("0 / 2 có mặt");
        hall.expect_sound().await;
    }
}

#[tokio::test]
async fn what_both_were_marked_for_counts_for_both_again_when_they_turn_out_to_be_two() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let (kept, gone) = (hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await, hall.learner(&lesson, "Lan", 1953).await);
    let volunteer = hall.role(Role::Volunteer).await;
    for person in [&kept, &gone] {
        tap(&volunteer, &lesson, person, &[("state", "present")]).await;
    }
    for _ in 0..2 {
        let merge = merge(&hall, &kept, &gone).await;
        assert_eq!(hall.entries(ATTENDED).await, 1);
        hall.role(Role::Coordinator).await.post(&format!("{merge}/tach"), &[]).await.is(303);
        assert_eq!(hall.entries(ATTENDED).await, 2);
    }
    volunteer.get(&roll(&lesson)).await.says("2 / 2 có mặt");
    hall.expect_sound().await;
}
