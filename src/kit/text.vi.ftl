# Khung trang và lỗi chung
product = học vụ số
nav-home = Trang đầu
nav-timetable = Lịch học
nav-plan = Kế hoạch
nav-dashboard = Tổng quan
nav-classes = Lớp học
nav-people = Người dân
nav-targets = Chỉ tiêu
nav-reports = Báo cáo
nav-places = Địa bàn
nav-accounts = Tài khoản
nav-log = Nhật ký
no-data = chưa có số liệu

error-title = Chưa làm được việc này
error-not-found = Không có trang này, hoặc trang nằm ngoài phần việc của bạn. Hãy kiểm tra lại địa chỉ hoặc quay về trang trước.
error-forbidden = Vai trò của bạn không có quyền làm việc này. Nếu cần, hãy nhờ Phòng Văn hóa – Xã hội cấp quyền.
error-sign-in = Hãy đăng nhập để tiếp tục.
error-stale-form = Trang này đã mở quá lâu hoặc được gửi từ nơi khác. Hãy mở lại trang và làm lại; những gì đã lưu vẫn còn nguyên.
error-too-large = Tệp quá lớn: tối đa 20 MB. Hãy chia nhỏ tệp rồi gửi lại.
error-changed = Người khác vừa sửa mục này trước bạn. Hãy mở lại trang để xem nội dung mới rồi sửa tiếp.
error-disk-full = Máy chủ đã hết chỗ lưu. Thay đổi của bạn chưa được ghi. Hãy báo người quản trị dọn bớt dung lượng rồi làm lại.
error-busy = Máy chủ đang bận. Thay đổi của bạn chưa được ghi. Hãy chờ một phút rồi làm lại.
error-taken = Mục này đã có rồi. Hãy kiểm tra lại tên hoặc mã.
error-broken = Máy chủ gặp lỗi và chưa ghi gì. Hãy làm lại; nếu vẫn lỗi, báo người quản trị.
error-no-commune = Máy chủ chưa có xã nào. Người quản trị hãy tạo xã đầu tiên bằng lệnh “hocvuso commune add”.
error-no-file = Chưa chọn tệp. Hãy chọn một tệp rồi gửi lại.
error-upload-broken = Tệp gửi lên bị đứt giữa chừng. Hãy gửi lại.
error-password-first = Hãy đổi mật khẩu được cấp trước khi tiếp tục.
<<<<<<< HEAD

day-empty = Chưa ghi ngày. Hãy ghi ngày/tháng/năm, ví dụ 05/10/2026.
day-unreadable = Không đọc được ngày này. Hãy ghi ngày/tháng/năm, ví dụ 05/10/2026.
day-short-year = Hãy ghi năm đủ bốn chữ số, ví dụ 05/10/2026.
day-no-such = Không có ngày này trong lịch. Hãy xem lại ngày và tháng; ngày đứng trước, tháng đứng sau.
day-out-of-range = Năm phải từ 1900 đến 2199. Hãy xem lại năm.
time-empty = Chưa ghi giờ. Hãy ghi giờ và phút, ví dụ 19:30.
time-unreadable = Không đọc được giờ này. Hãy ghi giờ và phút, ví dụ 19:30.
time-no-such = Không có giờ này. Giờ từ 0 đến 23, phút từ 0 đến 59, ví dụ 19:30.

period-month = Tháng báo cáo
period-quarter = Quý
period-half-year = 6 tháng
period-year = Năm báo cáo
period-unreadable = Không đọc được kỳ này. Hãy ghi như 2026-10 (tháng), 2026-Q4 (quý), 2026-H2 (6 tháng) hoặc 2026 (năm).
period-no-such = Không có kỳ này. Một năm có 12 tháng, 4 quý, 2 kỳ 6 tháng.
period-out-of-range = Năm phải từ 1900 đến 2199. Hãy xem lại năm.

recur-no-weekday = Hãy chọn ít nhất một thứ trong tuần.
recur-end-before-start = Lúc kết thúc phải sau lúc bắt đầu. Hãy xem lại ngày và giờ.
recur-no-session = Không còn buổi nào. Hãy xem lại các ngày đã chọn và các ngày nghỉ.
recur-too-many = Nhiều buổi quá: một lớp có nhiều nhất 200 buổi. Hãy rút ngắn hoặc chia thành hai lớp.
recur-too-long = Lớp kéo dài quá 2 năm. Hãy chọn ngày cuối sớm hơn hoặc ít buổi hơn.

lunar-first-of-month = Mùng một: nhiều nhà cúng lễ
lunar-full-moon = Rằm: nhiều nhà cúng lễ
lunar-before-tet = Giáp Tết: nhà nào cũng bận
lunar-tet-eve = Ngày cuối năm âm lịch
lunar-tet = Tết Nguyên đán
lunar-after-tet = Sau Tết: còn hội hè, thăm hỏi
lunar-out-of-range = Chỉ đổi được lịch âm từ năm 1800 đến 2199.
lunar-no-such-day = Không có ngày âm lịch này. Hãy xem lại ngày, tháng và tháng nhuận.

frame-skip = Đến nội dung chính
frame-fault-title = Lỗi:
frame-tools = Cỡ chữ và hiển thị
frame-smaller = Chữ nhỏ hơn
frame-normal = Cỡ chữ thường
frame-larger = Chữ to hơn
frame-contrast = Đậm nét
frame-read = Đọc to
frame-language = EN: English
frame-language-short = EN
frame-account = Tài khoản
frame-menu = Danh mục
frame-parts = Các phần của trang
frame-crumbs = Đường dẫn
frame-demo = Dữ liệu minh họa – hư cấu.
frame-demo-more = Mọi tên người, số điện thoại và con số ở đây đều được đặt ra; bạn cứ bấm thử.
frame-help-title = Cần giúp?
frame-help = Hỏi Tổ công nghệ số cộng đồng ở thôn, hoặc đến nhà văn hóa thôn vào giờ có lớp.
frame-help-officer = Mỗi con số đều bấm được để xem từ đâu ra. Vướng chỗ nào, hãy hỏi Phòng Văn hóa – Xã hội xã.
frame-about = Phần mềm thực hiện phong trào “Bình dân học vụ số” của xã.
frame-agency = Cơ quan chủ trì: Phòng Văn hóa – Xã hội, Ủy ban nhân dân xã.
frame-source = Khi dùng lại nội dung, xin ghi rõ nguồn.
pages-label = Các trang của danh sách
pages-previous = Trang trước
pages-next = Trang sau
pages-at = Trang { $page } trên { $pages }, { $total } dòng
faults-title = Có chỗ cần sửa

script-copied = Đã chép
script-file = { $name } ({ $size })
script-file-large = Tệp { $size } là quá lớn; tối đa { $limit }. Hãy chia nhỏ tệp.
script-none-found = Không thấy ai có tên “{ $text }”.
script-reading = Máy chủ đang đọc tệp…
script-refused = Chưa ghi được: { $text }
script-send-failed = Chưa gửi được tệp. Hãy kiểm tra mạng rồi gửi lại.
script-sending = Đang gửi: { $percent }%
script-waiting = Chưa gửi được, máy đang tự thử lại
script-read-stop = Dừng đọc
script-saving = Đang lưu…
script-saving-many = Đang lưu { $n } người…
script-saved = Đã lưu hết
script-failed = Mất mạng: còn { $n } người chưa gửi. Đừng đóng trang.
=======
print-too-long = Bảng có { $rows } dòng, quá dài để in (tối đa { $most } dòng). Hãy tải tệp Excel, hoặc chia nhỏ theo thôn rồi in lại.
>>>>>>> print
