# Khung trang và lỗi chung
product = học vụ số
frame-skip = Đến nội dung chính
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

form-faults = Còn { $n } chỗ cần sửa
form-error = Lỗi:{" "}
form-optional = (không bắt buộc)
