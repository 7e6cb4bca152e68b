# Người dân
people-name-missing = Thiếu họ tên. Hãy ghi họ tên rồi lưu lại.

# Đọc danh sách: vì sao một dòng chưa dùng được
people-row-name-missing = thiếu họ tên
people-row-name-too-long = họ tên quá dài
people-row-birth-unreadable = năm sinh không đọc được
people-row-birth-not-real = ngày sinh không có thật
people-row-birth-future = ngày sinh ở tương lai
people-row-birth-too-old = tuổi trên 120

# Đọc danh sách: dòng dùng được nhưng nên xem lại
people-row-warn-name-odd = họ tên chỉ có một chữ, hoặc có số hay ký hiệu
people-row-warn-birth-missing = chưa ghi ngày sinh
people-row-warn-birth-serial = ngày sinh đọc từ số ngày của Excel, hãy xem lại
people-row-warn-sex = giới tính chưa rõ
people-row-warn-phone = số điện thoại không hợp lệ, đã bỏ qua
people-row-warn-phone-prefix = đầu số điện thoại lạ
people-row-warn-phone-more = có nhiều số điện thoại, đã lấy số đầu
people-row-warn-identity = số CCCD không hợp lệ, đã bỏ qua
people-row-warn-identity-sex = số CCCD không khớp giới tính
people-row-warn-identity-year = số CCCD không khớp năm sinh
people-row-warn-identity-province = số CCCD có mã tỉnh lạ
people-row-warn-group = nhóm đối tượng lạ, tạm xếp vào người dân
people-row-warn-note = ghi chú nói về sức khỏe, dân tộc hoặc tôn giáo nên không lưu

# Đọc danh sách: dòng không phải là người
people-row-aside-total = dòng cộng
people-row-aside-signature = phần ký tên
people-row-aside-heading = dòng tiêu đề lặp lại
people-row-aside-section = tên xóm, tổ
people-row-aside-continued = phần tiếp theo của người ở dòng trên
people-row-aside-remark = lời ghi

# Đọc danh sách: từng trang tính
people-row-sheet-read = đã đọc
people-row-sheet-hidden = trang tính đang ẩn nên không đọc
people-row-sheet-empty = trang tính trống
people-row-sheet-no-heading = không thấy dòng tiêu đề có cột Họ và tên
people-row-sheet-side-by-side = có hai bảng đặt cạnh nhau. Hãy chuyển bảng bên phải xuống dưới hoặc sang trang tính khác rồi gửi lại
people-row-sheet-old-font = chữ viết bằng phông cũ (TCVN3 hoặc VNI). Hãy chuyển sang Unicode rồi gửi lại
people-row-sheet-garbled = chữ bị lỗi mã. Hãy mở tệp gốc, lưu lại bằng UTF-8 hoặc .xlsx rồi gửi lại

# Các cột của danh sách
people-column-ordinal = số thứ tự
people-column-name = họ và tên
people-column-family = họ và đệm
people-column-given = tên
people-column-birth = ngày sinh
people-column-day = ngày
people-column-month = tháng
people-column-year = năm
people-column-male = nam
people-column-female = nữ
people-column-sex = giới tính
people-column-identity = số CCCD
people-column-phone = điện thoại
people-column-hamlet = xóm, ngõ, tổ
people-column-village = thôn
people-column-address = địa chỉ
people-column-household = chủ hộ
people-column-group = nhóm đối tượng
people-column-unit = lớp, đơn vị
people-column-smartphone = có điện thoại thông minh
people-column-consent = đồng ý cung cấp thông tin
people-column-note = ghi chú
people-column-ignored = không lưu
