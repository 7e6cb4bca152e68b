use super::*;
use crate::accounts::Role;

#[tokio::test]
async fn the_timetable_shows_the_week_with_lunar_days() {
    let hall = a_hall().await;
    hall.open(hall.evening(&[date(2026, 10, 5), date(2026, 10, 10), date(2026, 10, 12)])).await;
    let anybody = hall.anybody();
    let week = anybody.get("/lich-hoc").await.is(200);
    week.says("tuần 41 (05–11/10/2026)")
        .says("Thứ Hai 5 tháng 10, 2026 Âm lịch 25/8")
        .says("Âm lịch 1/9")
        .says("mùng một")
        .says("Còn 30 chỗ");
    anybody.get("/lich-hoc?tuan=2026-W42").await.says("Thứ Hai 12").never_says("mùng một");
    anybody.get("/lich-hoc?tuan=2026-W45").await.says("Tuần này chưa có lớp nào");
    anybody.get("/lich-hoc?thon=001").await.says("Gọi video");
    anybody.get("/lich-hoc?thon=002").await.never_says("Gọi video");
    for strange in ["?tuan=x", "?tuan=9999-W99", "?thon=%27", "?xa=00000", "?tuan=1899-W01"] {
        anybody.get(&format!("/lich-hoc{strange}")).await.is(200);
    }
    hall.at(5, 21, 1);
    anybody.get("/lich-hoc").await.says("Đã học xong");
    anybody.in_english().get("/lich-hoc").await.says("Monday 5 Oct 2026 Lunar 25/8").says("30 seats left");
}

#[tokio::test]
async fn tet_of_2030_is_on_the_second_of_february() {
    let hall = a_hall().await;
    hall.open(hall.evening(&[date(2030, 2, 2), date(2030, 2, 3)])).await;
    let week = hall.anybody().get("/lich-hoc?tuan=2030-W05").await.is(200);
    week.says("Thứ Bảy 2 tháng 2, 2030 Âm lịch 1/1 · Tết Nguyên đán").says("Chủ Nhật 3 tháng 2, 2030 Âm lịch 2/1");
}

#[tokio::test]
async fn one_commune_never_sees_the_classes_of_another() {
    let hall = a_hall().await;
    hall.tonight().await;
    let anybody = hall.anybody();
    anybody.get("/lich-hoc?xa=09982").await.is(200).never_says("Gọi video").never_says("Đồng Mẫu");
    anybody.get("/lich-hoc/goi-video?xa=09982").await.is(404);
    anybody.post("/lich-hoc/goi-video?xa=09982", &[("name", "A"), ("phone", "0912345678"), ("agree", "1")]).await.is(404);
    anybody.get("/lich-hoc.ics?xa=09982").await.is(200).never_says("Gọi video");
    let page = anybody.get("/lich-hoc?xa=09955").await.is(200).html();
    assert!(page.contains("/lich-hoc/goi-video?xa=09955"), "links stay in the commune that was asked for: {page}");
}

#[tokio::test]
async fn the_page_of_a_class_says_what_to_expect() {
    let hall = a_hall().await;
    let about = "Mang theo điện thoại <script>".to_owned();
    hall.open(NewSeries { about, support: Support::Elderly, ..hall.evening(&[date(2026, 10, 12)]) }).await;
    let page = hall.anybody().get("/lich-hoc/GOI-VIDEO").await.is(200);
    assert!(!page.html().contains("điện thoại <script>"), "{}", page.html());
    page.says("Mang theo điện thoại").says("Đỗ Minh Hà").says("Người cao tuổi").says("Xe lăn vào được").says("Âm lịch 3/9");
    for strange in ["/lich-hoc/no-such", "/lich-hoc/%00", "/lich-hoc/goi-video/phieu/AAAAAA", "/lich-hoc/no-such/bo-ten", "/lich-hoc/.ics"]
    {
        hall.anybody().get(strange).await.is(404);
    }
}

#[tokio::test]
async fn every_page_has_its_words_in_both_languages() {
    let hall = a_hall().await;
    let lesson = hall.tonight().await;
    let lan = hall.learner(&lesson, "Nguyễn Thị Lan", 1953).await;
    let officer = hall.role(Role::Coordinator).await;
    let session = roll(&lesson);
    let officers: Vec<String> = [
        "/quan-ly/lop",
        "/quan-ly/lop/tuan-trong",
        "/quan-ly/lop/moi",
        "/quan-ly/lop/goi-video",
        "/quan-ly/lop/goi-video/sua",
        "/quan-ly/lop/goi-video/ket-thuc",
        "/quan-ly/lop/goi-video/dang-ky?ten=lan",
    ]
    .map(String::from)
    .into_iter()
    .chain(["", "/giay-ky-ten", "/nghi", "/doi", "/them?ten=lan"].map(|path| format!("{session}{path}")))
    .chain([format!("{session}/dau/{lan}")])
    .collect();
    let public = ["/lich-hoc", "/lich-hoc/goi-video", "/lich-hoc/goi-video/bo-ten"].map(String::from);
    for (visit, path) in officers.iter().map(|path| (&officer, path)).chain(public.iter().map(|path| (&officer, path))) {
        for visit in [visit.clone(), visit.clone().in_english()] {
            let html = visit.get(path).await.is(200).html();
            assert!(!html.contains('⟦'), "{path}: {}", html.split('⟦').nth(1).unwrap_or_default().chars().take(60).collect::<String>());
            assert_eq!(html.matches("<h1").count(), 1, "{path}");
        }
    }
}
