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
