# Máy chủ
platform-style = Giao diện
platform-demo-real = Cơ sở dữ liệu này chứa một xã thật nên không nạp dữ liệu minh họa vào. Hãy chọn thư mục khác bằng --data.
