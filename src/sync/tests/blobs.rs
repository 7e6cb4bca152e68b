//! Pictures: sent piece by piece, seen by officers of the place, and nothing but a picture stays.

use data_encoding::BASE64;
use image::{Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use serde_json::json;

use super::{Hall, Phone, said};
use crate::{
    accounts::{self, Role},
    args,
    kit::{clock::DAY, ids, picture},
    testing::Answer,
};

const BLOBS: &str = "/api/v1/sync/blobs";

/// A photo as a phone may send it, with words where they do not belong.
pub fn photo(seed: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = RgbImage::from_fn(320, 240, |x, y| Rgb([x as u8 ^ seed, y as u8, (x * y) as u8]));
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 90)).expect("a picture");
    let secret = b"Exif\0\0<script>21.03,105.85</script>";
    let mut segment = vec![0xff, 0xe1, 0, secret.len() as u8 + 2];
    segment.extend_from_slice(secret);
    bytes.splice(2..2, segment);
    bytes.extend_from_slice(b"<script>secret tail</script>");
    bytes
}

async fn tus(phone: &Phone<'_>, method: &str, path: &str, more: &[(&str, String)], body: Vec<u8>) -> Answer {
    let own = phone.headers();
    let mut headers: Vec<(&str, &str)> = own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    if !more.iter().any(|(name, _)| *name == "tus-resumable") {
        headers.push(("tus-resumable", "1.0.0"));
    }
    headers.extend(more.iter().map(|(name, value)| (*name, value.as_str())));
    phone.hall.house.call(method, path, &headers, body).await
}

async fn announce(phone: &Phone<'_>, bytes: &[u8]) -> Answer {
    let metadata = format!("sha256 {},type {}", BASE64.encode(picture::name_of(bytes).as_bytes()), BASE64.encode(b"image/jpeg"));
    tus(phone, "POST", BLOBS, &[("upload-length", bytes.len().to_string()), ("upload-metadata", metadata)], Vec::new()).await
}

async fn send(phone: &Phone<'_>, bytes: &[u8], from: usize, to: usize) -> Answer {
    let path = format!("{BLOBS}/{}", picture::name_of(bytes));
    tus(phone, "PATCH", &path, &[("upload-offset", from.to_string())], bytes[from..to].to_vec()).await
}

fn offset(answer: &Answer) -> &str {
    answer.headers["upload-offset"].to_str().unwrap()
}

#[tokio::test]
async fn a_picture_goes_up_in_pieces_and_goes_on_where_it_stopped() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let bytes = photo(1);
    let (path, half) = (format!("{BLOBS}/{}", picture::name_of(&bytes)), bytes.len() / 2);
    tus(&phone, "HEAD", &path, &[], Vec::new()).await.is(404);
    assert_eq!(announce(&phone, &bytes).await.is(201).headers["location"], path.as_str());
    assert_eq!(offset(&send(&phone, &bytes, 0, half).await.is(204)), half.to_string());
    // The answer was swallowed: the phone asks, and is told where it stands; the same piece again is refused.
    send(&phone, &bytes, 0, half).await.is(409);
    assert_eq!(offset(&tus(&phone, "HEAD", &path, &[], Vec::new()).await.is(200)), half.to_string());
    assert_eq!(offset(&announce(&phone, &bytes).await.is(201)), half.to_string(), "announced again it goes on");
    let wrong = [("upload-offset", half.to_string()), ("upload-checksum", format!("sha256 {}", BASE64.encode(&[0; 32])))];
    tus(&phone, "PATCH", &path, &wrong, bytes[half..].to_vec()).await.is(460);
    assert_eq!(offset(&send(&phone, &bytes, half, bytes.len()).await.is(204)), bytes.len().to_string());
    assert_eq!(offset(&announce(&phone, &bytes).await.is(200)), bytes.len().to_string(), "kept once");
    let kept = std::fs::read(hall.house.app.folder.join("blobs").join(picture::name_of(&bytes))).expect("kept");
    let text = String::from_utf8_lossy(&kept);
    assert!(!text.contains("script") && !text.contains("105.85"), "nothing but the picture stays");
}

#[tokio::test]
async fn what_is_no_picture_or_too_large_or_not_announced_is_not_kept() {
    let hall = Hall::new().await;
    let phone = hall.phone(Role::Volunteer, 0).await;
    let bytes = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    announce(&phone, &bytes).await.is(201);
    send(&phone, &bytes, 0, bytes.len()).await.is(422).says("not_a_picture");
    let path = format!("{BLOBS}/{}", picture::name_of(&bytes));
    tus(&phone, "HEAD", &path, &[], Vec::new()).await.is(404);
    // Other bytes than those that were announced.
    let real = photo(2);
    announce(&phone, &real).await.is(201);
    let path = format!("{BLOBS}/{}", picture::name_of(&real));
    let forged = vec![7; real.len()];
    tus(&phone, "PATCH", &path, &[("upload-offset", "0".into())], forged).await.is(460);
    announce(&phone, &real).await.is(201);
    let longer = [real.clone(), vec![0]].concat();
    tus(&phone, "PATCH", &path, &[("upload-offset", "0".into())], longer).await.is(413);
    let large = [("upload-length", (2 * 1024 * 1024 + 1).to_string()), ("upload-metadata", String::new())];
    tus(&phone, "POST", BLOBS, &large, Vec::new()).await.is(413);
    tus(&phone, "POST", BLOBS, &[("tus-resumable", "0.2".into())], Vec::new()).await.is(412);
    tus(&phone, "PATCH", &format!("{BLOBS}/{}", "0".repeat(64)), &[("upload-offset", "0".into())], vec![1]).await.is(404);
    tus(&phone, "PATCH", &format!("{BLOBS}/..%2f..%2fetc"), &[("upload-offset", "0".into())], vec![1]).await.is(404);
    tus(&phone, "DELETE", &path, &[], Vec::new()).await.is(204);
    tus(&phone, "HEAD", &path, &[], Vec::new()).await.is(404);
    let folder = hall.house.app.folder.join("blobs");
    let left: Vec<_> = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
    let stranger = Phone { secret: "0".repeat(64), ..phone.clone() };
    announce(&stranger, &real).await.is(401).says("device_unknown");
}

/// Sends a whole picture and answers its name.
pub async fn upload(phone: &Phone<'_>, bytes: &[u8]) -> String {
    announce(phone, bytes).await.is(201);
    send(phone, bytes, 0, bytes.len()).await.is(204);
    picture::name_of(bytes)
}

#[tokio::test]
async fn a_signature_is_seen_where_it_was_given_and_nowhere_else() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::TeamMember, 0).await;
    let (signed, committed) = (upload(&phone, &photo(11)).await, upload(&phone, &photo(12)).await);
    let (person, mut add) = phone.add("Bùi Thị Ký");
    add["payload"]["consents"][0]["blob"] = json!(signed);
    add["blobs"] = json!([signed]);
    assert_eq!(phone.tell(&add).await, "applied ok");
    let clerk = hall.house.role(Role::Coordinator).await;
    let made = clerk.post("/quan-ly/ho/moi", &[("village", &hall.house.villages[0]), ("head", "Bùi Văn Chủ")]).await.is(303);
    let house = made.location().rsplit('/').next().expect("an id").to_owned();
    let payload = json!({"household": house, "lead": null, "how": "screen", "blob": committed});
    let mut commit = phone.op("household.commit", &ids::new(hall.now()), payload);
    commit["blobs"] = json!([committed]);
    assert_eq!(phone.tell(&commit).await, "applied ok");
    let [home, away] = [0, 1].map(|at| hall.house.role_at(Role::VillageHead, &hall.house.commune, &hall.house.villages[at]));
    let (home, away) = (home.await, away.await);
    for (page, name) in [
        (format!("/quan-ly/nguoi-dan/{person}"), &signed),
        (format!("/quan-ly/nguoi-dan/{person}/dong-y"), &signed),
        (format!("/quan-ly/dong-hanh/ho/{house}"), &committed),
    ] {
        let file = format!("/quan-ly/dong-bo/anh/{name}");
        let shown = home.get(&page).await.is(200).says("Xem chữ ký");
        assert!(shown.html().contains(&file), "{page}");
        home.get(&file).await.is(200);
        away.get(&file).await.is(404);
        hall.house.role(Role::SystemAdmin).await.get(&file).await.is(403);
    }
}

#[tokio::test]
async fn officers_of_the_place_see_the_photos_of_a_session_and_nobody_else_does() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let bytes = photo(3);
    let name = picture::name_of(&bytes);
    let note = "<script>alert(1)</script> bảng ký";
    let mut attach = phone.op("photo.attach", &ids::new(hall.now()), json!({"session": hall.sessions[0], "what": "sheet", "note": note}));
    attach["blobs"] = json!([name]);
    assert_eq!(phone.tell(&attach).await, "applied ok");
    let (page, file) = (format!("/quan-ly/dong-bo/buoi/{}", hall.sessions[0]), format!("/quan-ly/dong-bo/anh/{name}"));
    let [home, away] = [0, 1].map(|at| hall.house.role_at(Role::VillageHead, &hall.house.commune, &hall.house.villages[at]));
    let (home, away) = (home.await, away.await);
    home.get(&page).await.is(200).says("Ảnh chưa tới").says(note);
    home.get(&file).await.is(422).says("Ảnh chưa tới");
    announce(&phone, &bytes).await.is(201);
    send(&phone, &bytes, 0, bytes.len()).await.is(204);
    let shown = home.get(&page).await.is(200);
    assert!(shown.html().contains(&format!("src=\"{file}\"")) && !shown.html().contains("<script>alert"), "{}", shown.html());
    home.clone().in_english().get(&page).await.is(200).says("Photos of the session");
    let seen = home.get(&file).await.is(200);
    assert_eq!(seen.headers["content-type"], "image/jpeg");
    assert_eq!(seen.headers["x-content-type-options"], "nosniff");
    assert!(!String::from_utf8_lossy(&seen.bytes).contains("105.85"));
    for path in [&page, &file] {
        away.get(path).await.is(404);
        hall.house.role_at(Role::Coordinator, &hall.house.other_commune, &hall.house.other_village).await.get(path).await.is(404);
        hall.house.role(Role::SystemAdmin).await.get(path).await.is(403);
        assert!(hall.house.anybody().get(path).await.is(303).location().starts_with("/dang-nhap"));
    }
    let commune = hall.house.commune.clone();
    let looked = hall.house.read(move |tx| Ok(accounts::count_events(tx, &commune, "picture-seen")?)).await;
    assert_eq!(looked, 1, "who looked at it is written down");
    // From the roll of the session a way leads here.
    let roll = home.get(&format!("/quan-ly/lop/buoi/{}", hall.sessions[0])).await.is(200);
    assert!(roll.html().contains(&page), "the roll leads to its photos");
    let gone = phone.op("record.undo", attach["entity_id"].as_str().unwrap(), json!({"reason": "chụp nhầm"}));
    assert_eq!(phone.tell(&gone).await, "applied ok");
    home.get(&page).await.is(200).says("Chưa có ảnh");
    home.get(&file).await.is(404);
}

#[tokio::test]
async fn only_who_has_field_work_sends_pictures_and_no_more_than_a_day_needs() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::Volunteer, 0).await;
    let (kept, named, stray) = (photo(21), photo(22), photo(23));
    upload(&phone, &kept).await;
    let mut attach = phone.op("photo.attach", &ids::new(hall.now()), json!({"session": hall.sessions[0], "what": "sheet", "note": ""}));
    attach["blobs"] = json!([picture::name_of(&named)]);
    let (login, now) = (phone.login.clone(), hall.tick());
    hall.house.write(move |tx| accounts::testing::end_grants(tx, &login, now)).await;
    assert_eq!(phone.tell(&attach).await, "quarantined no_longer_allowed");
    announce(&phone, &stray).await.is(403).says("not_allowed");
    announce(&phone, &kept).await.is(200);
    upload(&phone, &named).await;

    let busy = hall.phone(Role::Volunteer, 0).await;
    let (commune, account, now) = (hall.house.commune.clone(), busy.account.clone(), hall.now());
    hall.house
        .write(move |tx| {
            for n in 0..75 {
                let sql = "INSERT INTO sync_blob (commune_id, sha256, size, mime, device_id, account_id, begun_at, kept_at)
                  VALUES ($1, $2, 2097152, 'image/jpeg', 'd', $3, $4, $4)";
                tx.run(sql, args![&commune, format!("{n:064x}"), &account, now])?;
            }
            Ok(())
        })
        .await;
    let refused = announce(&busy, &stray).await.is(429).says("too_often");
    assert!(refused.headers.contains_key("retry-after"));
    hall.pass(DAY + 1);
    announce(&busy, &stray).await.is(201);
}

#[tokio::test]
async fn what_nobody_waits_for_any_more_is_thrown_away() {
    let hall = Hall::new().await;
    let mut phone = hall.phone(Role::TeamMember, 0).await;
    let folder = hall.house.app.folder.join("blobs");
    let there = |name: &str| folder.join(name).exists();
    // A half, one that no record names, one whose record is taken back, one that waits for an officer, and one that stands.
    let half = photo(31);
    announce(&phone, &half).await.is(201);
    send(&phone, &half, 0, half.len() / 2).await.is(204);
    let mut names = Vec::new();
    for seed in 32..36 {
        names.push(upload(&phone, &photo(seed)).await);
    }
    let mut attach = Vec::new();
    for name in &names[1..] {
        let payload = json!({"session": hall.sessions[0], "what": "sheet", "note": ""});
        let mut op = phone.op("photo.attach", &ids::new(hall.now()), payload);
        op["blobs"] = json!([name]);
        attach.push(op);
    }
    attach[1]["deps"] = json!([ids::new(hall.now())]);
    let told = phone.push(&attach).await;
    assert_eq!(told.iter().map(said).collect::<Vec<_>>(), ["applied ok", "deferred waiting", "applied ok"]);
    let undo = phone.op("record.undo", attach[0]["entity_id"].as_str().unwrap(), json!({"reason": "chụp nhầm"}));
    assert_eq!(phone.tell(&undo).await, "applied ok");
    hall.pass(6 * DAY);
    phone.send(&[]).await;
    assert!(names.iter().all(|name| there(name)), "nothing goes too early");
    hall.pass(2 * DAY);
    phone.send(&[]).await;
    assert_eq!(names.iter().map(|name| there(name)).collect::<Vec<_>>(), [true, false, true, true]);
    let left: Vec<_> = std::fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
    hall.pass(30 * DAY);
    phone.send(&[]).await;
    assert_eq!(names.iter().map(|name| there(name)).collect::<Vec<_>>(), [false, false, true, true]);
    assert_eq!(upload(&phone, &photo(32)).await, names[0], "what was thrown away can come again");
}
