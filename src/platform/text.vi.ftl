# Máy chủ
platform-style = Giao diện
