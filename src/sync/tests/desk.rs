//! The officers' pages: phones, what waits, files that somebody brings, settings.

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::{Hall, Phone, blobs::photo, said};
use crate::{
    accounts::{self, Role},
    classes,
    kit::{clock::DAY, picture},
    testing::Visit,
};

const HERE: &str = "/quan-ly/dong-bo";

async fn events(hall: &Hall, kind: &'static str) -> i64 {
    let commune = hall.house.commune.clone();
    hall.house.read(move |tx| Ok(accounts::count_events(tx, &commune, kind)?)).await
}

async fn head(hall: &Hall, village: usize) -> Visit<'_> {
    hall.house.role_at(Role::VillageHead, &hall.house.commune, &hall.house.villages[village]).await
}

async fn stranger(hall: &Hall) -> Visit<'_> {
    hall.house.role_at(Role::Coordinator, &hall.house.other_commune, &hall.house.other_village).await
}

async fn end_work(hall: &Hall, phone: &Phone<'_>) {
    let (login, now) = (phone.login.clone(), hall.tick());
    hall.house.write(move |tx| accounts::testing::end_grants(tx, &login, now)).await;
}

#[tokio::test]
async fn officers_see_the_phones_of_their_place_and_what_is_still_on_them() {
    let hall = Hall::new().await;
    let (near, far) = (hall.phone(Role::Volunteer, 0).await, hall.phone(Role::Volunteer, 1).await);
    let mut batch = near.batch(&[]);
    batch["pending"] = json!(7);
    near.call("POST", "/api/v1/sync/push", batch.to_string().into_bytes()).await.is(200);
    let (near_row, far_row) = (format!("{HERE}/may/{}", near.id), format!("{HERE}/may/{}", far.id));
    for (visit, sees) in [
        (head(&hall, 0).await, [true, false]),
        (head(&hall, 1).await, [false, true]),
        (hall.house.role(Role::Coordinator).await, [true, true]),
    ] {
        let list = visit.get(HERE).await.is(200);
        for (row, sees) in [&near_row, &far_row].into_iter().zip(sees) {
            assert_eq!(list.html().contains(row.as_str()), sees, "{row}");
            visit.get(row).await.is(if sees { 200 } else { 404 });
        }
    }
    let list = head(&hall, 0).await.get(HERE).await.is(200).says(&near.login).says("7 việc còn trên máy").says("Đang hoạt động");
    assert!(!list.html().contains(&near.secret));
    head(&hall, 0).await.in_english().get(HERE).await.is(200).says("Field phones");
    stranger(&hall).await.get(HERE).await.is(200).says("Chưa có máy nào");
    stranger(&hall).await.get(&near_row).await.is(404);
    hall.house.role(Role::Ambassador).await.get(HERE).await.is(403);
    assert!(hall.house.anybody().get(HERE).await.is(303).location().starts_with("/dang-nhap"));
    hall.pass(8 * DAY);
    let later = hall.house.signed_in(&format!("village_head-{}", &hall.house.villages[0][30..])).await;
    later.get(HERE).await.is(200).says("Lâu chưa liên lạc");
    later.get(&format!("{HERE}/may/x")).await.is(404);
}

#[tokio::test]
async fn a_phone_is_revoked_with_a_reason_by_an_officer_of_its_place() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let path = format!("{HERE}/may/{}/thu-hoi", phone.id);
    let officer = head(&hall, 0).await;
    officer.post(&path, &[("reason", "  ")]).await.is(422).says("Hãy ghi lý do");
    officer.clone().without_token().post(&path, &[("reason", "mất máy")]).await.is(403);
    head(&hall, 1).await.post(&path, &[("reason", "mất máy")]).await.is(404);
    stranger(&hall).await.post(&path, &[("reason", "mất máy")]).await.is(404);
    phone.call("GET", "/api/v1/sync/pull", Vec::new()).await.is(200);
    assert_eq!(officer.post(&path, &[("reason", "mất máy")]).await.is(303).location(), HERE);
    phone.call("GET", "/api/v1/sync/pull", Vec::new()).await.is(403).says("device_revoked");
    assert_eq!(events(&hall, "device-revoked").await, 1);
    officer.post(&path, &[("reason", "lần nữa")]).await.is(303);
    assert_eq!(events(&hall, "device-revoked").await, 1, "it is out of use already");
    let page = officer.get(&format!("{HERE}/may/{}", phone.id)).await.is(200).says("Đã thu hồi");
    assert!(!page.html().contains("thu-hoi\""), "what is revoked is not revoked again");
    officer.get(HERE).await.is(200).says("Đã thu hồi");
}

#[tokio::test]
async fn what_waits_is_let_in_or_left_out_in_words_by_an_officer_of_its_place() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let ops = [phone.mark(&hall.people[0]), phone.mark(&hall.people[1])];
    end_work(&hall, &phone).await;
    assert!(phone.push(&ops).await.iter().all(|verdict| said(verdict) == "quarantined no_longer_allowed"));
    let path = |at: usize| format!("{HERE}/viec/{}", ops[at]["op_id"].as_str().unwrap());
    let officer = head(&hall, 0).await;
    let list = officer.get(&format!("{HERE}/cho-xem-lai")).await.is(200).says("Điểm danh").says("Chờ quyết định");
    assert!(list.html().contains(&path(0)) && list.html().contains(&path(1)));
    let name = "Nguyễn Thị An An";
    officer.get(&path(0)).await.is(200).says(name).says("Có mặt");
    assert_eq!(events(&hall, "op-seen").await, 1);
    // Who keeps the server running sees that something waits, and no person in it.
    hall.house.role(Role::SystemAdmin).await.get(&path(0)).await.is(200).never_says(name).never_says(&hall.people[0]);
    for other in [head(&hall, 1).await, stranger(&hall).await] {
        other.get(&path(0)).await.is(404);
        other.post(&path(0), &[("decision", "accept"), ("reason", "")]).await.is(404);
        other.get(&format!("{HERE}/cho-xem-lai")).await.is(200).says("Không có việc nào chờ xem lại");
    }
    officer.post(&path(0), &[("reason", "vì thế")]).await.is(422).says("Hãy chọn tính hoặc không tính");
    officer.post(&path(0), &[("decision", "decline"), ("reason", "")]).await.is(422).says("Hãy ghi lý do");
    officer.clone().without_token().post(&path(0), &[("decision", "accept")]).await.is(403);
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 0);
    assert_eq!(officer.post(&path(0), &[("decision", "accept")]).await.is(303).location(), format!("{HERE}/cho-xem-lai"));
    let why = "<b>nhầm</b> buổi";
    officer.post(&path(1), &[("decision", "decline"), ("reason", why)]).await.is(303);
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 1);
    let verdicts = phone.push(&ops).await;
    assert_eq!(verdicts.iter().map(said).collect::<Vec<_>>(), ["applied ok", "rejected declined"]);
    assert!(verdicts[1]["message"].as_str().unwrap().contains(why));
    let seen = officer.get(&format!("{HERE}/da-xem")).await.is(200).says("Đã tính").says("Không tính").says(why);
    assert!(!seen.html().contains("<b>nhầm"));
    officer.get(&path(0)).await.is(200).never_says("Tính việc này");
    officer.post(&path(0), &[("decision", "decline"), ("reason", "thôi")]).await.is(404);
    assert_eq!((events(&hall, "sync-accepted").await, events(&hall, "sync-declined").await), (1, 1));
}

/// A file as the app saves it.
fn file(hall: &Hall, phone: &Phone<'_>, ops: &[Value], blobs: &Value) -> Vec<u8> {
    let file = json!({
        "hocvuso": "outbox", "version": 1, "device_id": phone.id, "account": phone.account, "commune": hall.house.commune,
        "store_epoch": phone.epoch, "saved_at": hall.now(), "ops": ops, "blobs": blobs
    });
    file.to_string().into_bytes()
}

#[tokio::test]
async fn a_file_that_somebody_brings_is_taken_in_once_and_waits() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let (bytes, path) = (photo(4), format!("{HERE}/nop-ho"));
    let name = picture::name_of(&bytes);
    let mark = phone.mark(&hall.people[0]);
    let mut attach =
        phone.op("photo.attach", &crate::kit::ids::new(hall.now()), json!({"session": hall.sessions[0], "what": "class", "note": ""}));
    attach["blobs"] = json!([name]);
    let broken = json!({"op_id": "x"});
    let blobs = json!({name.clone(): BASE64.encode(&bytes), "../etc": "eA==", "ab".repeat(32): "no base64"});
    let good = file(&hall, &phone, &[mark.clone(), attach.clone(), broken], &blobs);
    let officer = head(&hall, 0).await;
    officer.get(&path).await.is(200).says("Nộp hộ bằng tệp");
    for (bytes, words) in [
        (b"PK".to_vec(), "không phải tệp việc"),
        (Vec::new(), "Hãy chọn"),
        (file(&hall, &phone, &[], &json!({})), "không có việc nào"),
        (String::from_utf8(good.clone()).unwrap().replace(&phone.account, &phone.id).into_bytes(), "Máy chủ không còn biết tài khoản"),
        (String::from_utf8(good.clone()).unwrap().replace(&hall.house.commune, &hall.house.other_commune).into_bytes(), "của xã khác"),
    ] {
        officer.upload(&path, &[], "a.hocvuso-outbox.json", &bytes).await.is(422).says(words);
    }
    stranger(&hall).await.upload(&path, &[], "a.json", &good).await.is(422).says("của xã khác");
    officer.clone().without_token().upload(&path, &[], "a.json", &good).await.is(403);
    hall.house.role(Role::Ambassador).await.upload(&path, &[], "a.json", &good).await.is(403);
    let sent = "SELECT COUNT(*) FROM sync_op";
    assert_eq!(hall.house.read(move |tx| Ok(tx.count(sent, &[])?)).await, 0, "nothing of all that was taken");
    let answer = officer.upload(&path, &[], "a.hocvuso-outbox.json", &good).await.is(200);
    let answer = answer.says("Đã nhận tệp").says("3 việc của Người volunteer").says("Chờ xem lại 2").says("Không tính được 1");
    assert!(!answer.html().contains(&phone.secret));
    assert_eq!(events(&hall, "outbox-loaded").await, 1);
    officer.upload(&path, &[], "a.hocvuso-outbox.json", &good).await.is(200).says("Chờ xem lại 2");
    assert_eq!(hall.house.read(move |tx| Ok(tx.count(sent, &[])?)).await, 2, "twice changes nothing");
    for op in [&mark, &attach] {
        officer.post(&format!("{HERE}/viec/{}", op["op_id"].as_str().unwrap()), &[("decision", "accept")]).await.is(303);
    }
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 1);
    officer.get(&format!("{HERE}/anh/{name}")).await.is(200);
    assert!(phone.push(&[mark, attach]).await.iter().all(|verdict| said(verdict) == "applied ok"), "the phone found a signal after all");
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn a_whole_paper_sheet_is_let_in_at_once() {
    let hall = Hall::new().await;
    let (mut phone, mut other) = (hall.phone(Role::Volunteer, 0).await, hall.phone(Role::Volunteer, 0).await);
    hall.pass(3 * DAY);
    let ops: Vec<Value> = (0..5).map(|n| phone.mark(&hall.people[n])).collect();
    let theirs = other.mark(&hall.people[9]);
    assert!(phone.push(&ops).await.iter().all(|verdict| said(verdict) == "quarantined outside_window"));
    assert_eq!(other.tell(&theirs).await, "quarantined outside_window");
    let path = |op: &Value| format!("{HERE}/viec/{}", op["op_id"].as_str().unwrap());
    let officer = head(&hall, 0).await;
    officer.get(&path(&ops[2])).await.is(200).says("Tính cả 5 dấu");
    officer.get(&path(&theirs)).await.is(200).never_says("Tính cả");
    head(&hall, 1).await.post(&path(&ops[2]), &[("decision", "accept-all")]).await.is(404);
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 0, "nothing of another place");
    officer.post(&path(&ops[2]), &[("decision", "accept-all")]).await.is(303);
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 5);
    assert_eq!(phone.push(&ops).await.iter().map(said).collect::<Vec<_>>(), ["applied ok"; 5]);
    assert_eq!(other.tell(&theirs).await, "quarantined outside_window");
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn a_file_of_a_lost_account_is_somebodys_whom_an_officer_names() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let path = format!("{HERE}/nop-ho");
    let lost = crate::kit::ids::new(hall.now());
    let mut mark = phone.mark(&hall.people[0]);
    mark["actor"] = json!(lost);
    mark["device_id"] = json!(crate::kit::ids::new(hall.now()));
    let text = String::from_utf8(file(&hall, &phone, std::slice::from_ref(&mark), &json!({}))).unwrap();
    let bytes = text.replace(&phone.account, &lost).into_bytes();
    let officer = head(&hall, 0).await;
    let asked = officer.upload(&path, &[], "a.json", &bytes).await.is(422).says("Ai đã ghi tệp này").says("Người volunteer");
    assert!(asked.html().contains(&phone.account));
    let away = hall.phone(Role::Volunteer, 1).await;
    officer.upload(&path, &[("account", &away.account)], "a.json", &bytes).await.is(422).says("Máy chủ không còn biết");
    let named = [("account", phone.account.as_str())];
    officer.upload(&path, &named, "a.json", &bytes).await.is(200).says("1 việc của Người volunteer").says("Chờ xem lại 1");
    officer.upload(&path, &named, "a.json", &bytes).await.is(200).says("Chờ xem lại 1");
    let whose = "SELECT actor FROM sync_op";
    assert_eq!(hall.house.read(move |tx| Ok(tx.value::<String>(whose, &[])?)).await, Some(phone.account.clone()));
    officer.post(&format!("{HERE}/viec/{}", mark["op_id"].as_str().unwrap()), &[("decision", "accept")]).await.is(303);
    assert_eq!(hall.house.entries(classes::ATTENDED).await, 1);
    // A file of somebody who is known is theirs, whoever is chosen.
    let other = phone.mark(&hall.people[1]);
    let known = file(&hall, &phone, &[other], &json!({}));
    let second = hall.phone(Role::Ambassador, 0).await;
    officer.upload(&path, &[("account", &second.account)], "a.json", &known).await.is(200).says("1 việc của Người volunteer");
    hall.house.expect_sound().await;
}

#[tokio::test]
async fn how_long_phones_keep_lists_is_set_for_the_commune_and_written_down() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let path = format!("{HERE}/cai-dat");
    let clerk = hall.house.role(Role::Coordinator).await;
    clerk.get(HERE).await.is(200).says("Cài đặt ứng dụng thực địa");
    clerk.get(&path).await.is(200).says("Từ 1 đến 30 ngày");
    for (roster, away) in [("0", "14"), ("31", "14"), ("7", ""), ("7", "x"), ("-1", "14"), ("7", "99999999999999999999")] {
        let refused = clerk.post(&path, &[("roster_days", roster), ("away_days", away)]).await.is(422).says("Hãy ghi số ngày từ 1 đến");
        assert!(refused.html().contains(&format!("value=\"{roster}\"")), "what was typed stays");
    }
    assert_eq!(phone.pull("", 1).await["settings"], json!({"roster_days": 14, "away_days": 14, "pin_digits": 4}));
    clerk.clone().without_token().post(&path, &[("roster_days", "7"), ("away_days", "5")]).await.is(403);
    clerk.post(&path, &[("roster_days", "7"), ("away_days", "14")]).await.is(303);
    assert_eq!(phone.pull("", 1).await["settings"], json!({"roster_days": 7, "away_days": 14, "pin_digits": 4}));
    assert_eq!(events(&hall, "field-settings").await, 1, "what stays as it is is not noted");
    clerk.in_english().get(&path).await.is(200).says("Field app settings");
    hall.house.role(Role::SystemAdmin).await.post(&path, &[("roster_days", "7"), ("away_days", "3")]).await.is(303);
    assert_eq!(phone.pull("", 1).await["settings"]["away_days"], 3);
    stranger(&hall).await.post(&path, &[("roster_days", "1"), ("away_days", "1")]).await.is(303);
    assert_eq!(phone.pull("", 1).await["settings"]["away_days"], 3, "another commune's setting is its own");
    let officer = head(&hall, 0).await;
    officer.get(&path).await.is(403);
    officer.post(&path, &[("roster_days", "1"), ("away_days", "1")]).await.is(403);
    officer.get(HERE).await.is(200).never_says("Cài đặt ứng dụng thực địa");
}
