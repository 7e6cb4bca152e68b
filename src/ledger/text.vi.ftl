# Sổ ghi nhận
ledger-kind-class-held = Buổi học đã diễn ra
ledger-kind-class-attended = Có mặt ở buổi học
ledger-kind-skill-shown = Tự làm được trước người chứng kiến
ledger-kind-skill-tried = Đã kiểm tra, chưa tự làm được
ledger-kind-person-merged = Gộp hai hồ sơ của một người
ledger-kind-person-unmerged = Tách lại hai hồ sơ
ledger-kind-ledger-restored = Tính lại một mục đã bỏ
ledger-kind-ledger-voided = Bỏ một mục đã ghi
ledger-grade-a = Có người chứng kiến
ledger-grade-b = Có giám sát
ledger-grade-c = Tự khai
ledger-grade-d = Số nhập từ nơi khác
