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
