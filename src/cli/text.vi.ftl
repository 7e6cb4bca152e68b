# Lời của các lệnh
cli-serving = hocvuso đã sẵn sàng: mở { $address } bằng trình duyệt. Nhấn Ctrl-C để dừng.
cli-stopped = Đã dừng; mọi dữ liệu đã lưu đều an toàn.
cli-port-taken = Địa chỉ { $address } đang được chương trình khác dùng. Hãy dừng chương trình đó hoặc chọn cổng khác: --listen 127.0.0.1:8081
cli-port-forbidden = Người dùng này không được mở { $address }. Các cổng dưới 1024 cần quyền riêng; hãy chọn cổng lớn hơn: --listen 127.0.0.1:8080
cli-address-wrong = Không mở được { $address }: { $why }. Hãy ghi máy và cổng, ví dụ 127.0.0.1:8080.
cli-config-unreadable = Không đọc được tệp cài đặt { $file }: { $why }
cli-config-wrong = Tệp cài đặt { $file } có chỗ sai. Các mục được dùng: listen, data, database.
    { $why }
cli-demo-loading = Đang nạp xã hư cấu
cli-demo-accounts = Tài khoản dùng thử (vai trò, tên đăng nhập, mật khẩu, địa bàn):
