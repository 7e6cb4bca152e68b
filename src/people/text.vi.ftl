# Người dân
people-name-missing = Thiếu họ tên. Hãy ghi họ tên rồi lưu lại.
