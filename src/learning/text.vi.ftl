# Kiểm tra kỹ năng
learning-title = Kiểm tra kỹ năng
learning-lead = Xem người dân tự làm một việc thật trên điện thoại, rồi ghi lại điều mình thấy. Chọn người cần kiểm tra.
learning-search = Tên người dân
learning-find = Tìm
learning-village = Thôn
learning-village-all = Tất cả các thôn
learning-people = { $n } người
learning-nobody = Không có ai ở đây
learning-nobody-yet = Thôn chưa có danh sách người dân. Hãy nhập danh sách trước, ở mục Người dân.
learning-nobody-found = Không có ai tên như vậy. Hãy gõ ít chữ hơn, không cần gõ dấu.
learning-reached = đạt { $n }/5
learning-found-more = Chỉ hiện { $n } người đầu. Hãy gõ đủ họ và tên để thấy đúng người.
learning-born = Sinh năm { $year }
learning-born-unknown = Chưa rõ năm sinh

learning-how = Nhờ người học làm thử từng việc. Chỉ ghi “Tự làm được” khi tự mình thấy người ấy làm mà không ai cầm tay chỉ giúp.
learning-component-knowledge = 1. Tri thức cơ bản về chuyển đổi số
learning-component-skill = 2. Kỹ năng số
learning-component-device = 3. Sử dụng thiết bị thông minh
learning-component-service = 4. Dịch vụ số thiết yếu
learning-component-safety = 5. Tự bảo vệ trên môi trường số
learning-short-knowledge = Tri thức
learning-short-skill = Kỹ năng
learning-short-device = Thiết bị
learning-short-service = Dịch vụ thiết yếu
learning-short-safety = Tự bảo vệ
learning-about-knowledge = Người học nói lại bằng lời của mình:
learning-about-skill = Người học tự làm trên điện thoại:
learning-about-device = Người học cầm điện thoại của mình và tự làm:
learning-about-service = Người học tự làm, có thể làm thử không gửi:
learning-about-safety = Người học tự làm hoặc nói rõ phải làm gì:
learning-task-knowledge-1 = Chuyển đổi số giúp được việc gì cho gia đình mình, kể một ví dụ
learning-task-knowledge-2 = VNeID và Cổng dịch vụ công dùng để làm gì
learning-task-knowledge-3 = Cần trợ giúp thì hỏi ai ở thôn
learning-task-skill-1 = Tìm một thông tin trên mạng và cho biết nguồn có đáng tin không
learning-task-skill-2 = Gọi video cho người thân
learning-task-skill-3 = Chụp và gửi một bức ảnh
learning-task-skill-4 = Lưu và tìm lại một số điện thoại hoặc bức ảnh
learning-task-device-1 = Tự mở khóa điện thoại
learning-task-device-2 = Gọi và nghe điện thoại
learning-task-device-3 = Kết nối Wi-Fi
learning-task-device-4 = Chỉnh cỡ chữ và âm lượng
learning-task-device-5 = Mở một ứng dụng và quay về màn hình chính
learning-task-service-1 = Mở VNeID và xem giấy tờ của mình
learning-task-service-2 = Tìm một thủ tục trên Cổng dịch vụ công
learning-task-service-3 = Chuyển khoản hoặc quét mã QR để thanh toán
learning-task-service-4 = Xem thẻ bảo hiểm y tế hoặc đặt lịch khám trên điện thoại
learning-task-safety-1 = Nhận ra một tin nhắn hoặc cuộc gọi lừa đảo
learning-task-safety-2 = Không đọc mã OTP, mật khẩu cho bất cứ ai
learning-task-safety-3 = Đổi mật khẩu hoặc mã khóa
learning-task-safety-4 = Biết báo lừa đảo qua số 156 và báo Công an xã
learning-outcome-unaided = Tự làm được
learning-outcome-unaided-hint = Làm hết, không ai giúp
learning-outcome-helped = Cần người giúp
learning-outcome-helped-hint = Làm được khi có người chỉ
learning-outcome-not_yet = Chưa làm được
learning-outcome-not_yet-hint = Cần học thêm
learning-outcome-skip = Hôm nay không kiểm tra
learning-outcome-missing = Hãy chọn kết quả cho ít nhất một phần.
learning-state-reached = Đã đạt ngày { $day }, bằng chứng loại { $grade }
learning-state-helped = Còn cần người giúp, kiểm tra ngày { $day }
learning-state-not_yet = Chưa làm được, kiểm tra ngày { $day }
learning-state-none = Chưa kiểm tra

learning-where-when = Ở đâu, lúc nào
learning-place = Nơi kiểm tra
learning-place-hint = Ví dụ: nhà văn hóa thôn, tại nhà, chợ.
learning-place-missing = Hãy ghi nơi kiểm tra.
learning-place-long = Nơi kiểm tra dài quá 200 chữ cái. Hãy ghi ngắn lại.
learning-day = Ngày
learning-time = Giờ
learning-when-wrong = Ngày hoặc giờ chưa đúng. Hãy ghi như 05/10/2026, 19:30.
learning-when-future = Ngày giờ này chưa đến. Hãy ghi ngày giờ đã kiểm tra.
learning-when-old = Ngày này đã quá một năm. Hãy kiểm tra lại rồi ghi ngày mới.
learning-note = Ghi chú
learning-note-long = Dài quá 500 chữ cái. Hãy ghi ngắn lại.
learning-record = Ghi vào sổ
learning-recorded = Đã ghi kết quả kiểm tra vào sổ.

learning-history = Đã kiểm tra
learning-history-none = Chưa có lần kiểm tra nào.
learning-seen = { $component }: { $outcome }
learning-seen-by = { $name } chứng kiến lúc { $when }, tại { $place }
learning-grade-a = Có người chứng kiến
learning-void = Đã bỏ
learning-undone = { $name } đã bỏ lúc { $when }: { $reason }
learning-in-ledger = Xem trong sổ
learning-undo = Bỏ kết quả này
learning-undo-now = Bỏ kết quả
learning-reason = Vì sao bỏ
learning-reason-hint = Ví dụ: chọn nhầm người. Kết quả cũ vẫn còn trong sổ để xem lại.
learning-reason-missing = Hãy ghi lý do bỏ kết quả.
learning-undo-late = Chỉ người ghi được bỏ, và chỉ trong ngày ghi. Sau đó hãy nhờ Phòng Văn hóa – Xã hội.
learning-taken-back = Đã bỏ kết quả. Các con số đã tính lại.

# What is wrong with a text that people would learn from
learning-content-no-facts = Tệp phải bắt đầu bằng phần thông tin nằm giữa hai dòng +++.
learning-content-unreadable = Phần thông tin của tệp có chỗ không đọc được: { $why }
learning-content-id = Tên trong địa chỉ chỉ gồm chữ thường không dấu, chữ số và gạch nối, ví dụ: goi-video-cho-con.
learning-content-title-missing = Hãy viết tên bài.
learning-content-title-long = Tên bài dài quá. Hãy rút còn tối đa 120 chữ cái.
learning-content-summary = Hãy viết một câu tóm tắt, tối đa 300 chữ cái.
learning-content-want = Hãy viết tiếp câu “Tôi muốn…”, tối đa 300 chữ cái.
learning-content-audience = Hãy chọn ít nhất một nhóm người học.
learning-content-skills = Mã kỹ năng chỉ gồm chữ thường, chữ số, dấu chấm và gạch nối; tối đa 20 mã.
learning-content-level = Hãy chọn mức độ: cơ bản, trung bình hoặc nâng cao.
learning-content-minutes = Số phút phải từ 1 đến 240.
learning-content-licence = Hãy ghi giấy phép dùng lại, ví dụ: CC BY 4.0.
learning-content-source = Hãy ghi nguồn của nội dung.
learning-content-keywords = Tối đa 40 từ tìm kiếm, mỗi từ tối đa 80 chữ cái.
learning-content-practice = Tên màn hình tập không đúng dạng.
learning-content-guide = Tên hướng dẫn nhanh không đúng dạng.
learning-content-link = Đường dẫn phải bắt đầu bằng https://

# What is wrong with a file of a skill framework
learning-framework-unreadable = Tệp khung kỹ năng có chỗ không đọc được: { $why }
learning-framework-size = Khung kỹ năng phải có từ 1 đến { $limit } kỹ năng.
learning-framework-code = Mã kỹ năng “{ $skill }” không đúng: chỉ dùng chữ thường, chữ số, dấu chấm và gạch nối.
learning-framework-twice = Mã kỹ năng “{ $skill }” có hai lần. Mỗi mã chỉ được dùng một lần.
learning-framework-replaces-twice = Có hai kỹ năng cùng ghi thay cho mã cũ “{ $skill }”. Mỗi mã cũ chỉ có một mã thay.
learning-framework-unnamed = Kỹ năng “{ $skill }” chưa có tên, hoặc tên dài quá 300 chữ cái.
learning-framework-level = Kỹ năng “{ $skill }” phải có mức độ 1, 2 hoặc 3.
learning-framework-component = Kỹ năng “{ $skill }” ghi một thành phần không có trong chỉ tiêu T3.
learning-framework-grade = Kỹ năng “{ $skill }” ghi hạng bằng chứng không đúng: chỉ dùng A, B, C, D.

# Learning by need
learning-home-title = Tôi muốn…
learning-home-lead-citizen = Bác chọn việc mình cần. Mỗi bài ngắn, đi từng bước, có thể bấm để nghe đọc. Không cần đăng nhập.
learning-home-lead-student = Em chọn điều mình muốn làm được. Mỗi bài ngắn, đi từng bước. Không cần đăng nhập.
learning-home-lead-worker = Anh chị chọn việc mình cần. Mỗi bài ngắn, đi từng bước, học lúc nào cũng được.
learning-home-lead-staff = Chọn việc cần làm. Mỗi bài ngắn, đi từng bước, xem lại được bất cứ lúc nào.
learning-home-empty = Nhóm này chưa có bài nào
learning-home-empty-do = Hãy chọn nhóm khác ở trên, hoặc xem cả thư viện.
learning-home-guides = Hướng dẫn nhanh, in ra một tờ
learning-home-guides-about = Vài bước gọn trên một tờ A4, dán cạnh tủ hay để trong túi.
learning-home-library = Xem cả thư viện
learning-home-library-about = Bài học, hướng dẫn, video và tranh của mọi nhóm.
learning-resume = Bài đang học dở
learning-done-mark = Đã học xong
learning-audience-citizen = Người dân
learning-audience-student = Học sinh, sinh viên
learning-audience-worker = Người lao động
learning-audience-staff = Cán bộ, công chức
learning-topic-dien-thoai = Dùng điện thoại
learning-topic-vneid = VNeID
learning-topic-dvc = Dịch vụ công trên mạng
learning-topic-staff-dvc = Tiếp nhận dịch vụ công
learning-topic-thanh-toan = Trả tiền không cần tiền mặt
learning-topic-an-toan = An toàn, tránh lừa đảo
learning-topic-staff-an-toan = An toàn thông tin, bảo mật dữ liệu
learning-topic-suc-khoe = Sức khỏe
learning-topic-hoc = Học trực tuyến
learning-topic-thong-tin = Tìm và kiểm chứng thông tin
learning-topic-mang-xa-hoi = Mạng xã hội
learning-topic-sang-tao = Lập trình và thiết kế
learning-topic-quan-ly = Quản lý đơn hàng, chất lượng
learning-topic-thuong-mai = Bán hàng trên mạng
learning-topic-truy-xuat = Truy xuất nguồn gốc
learning-topic-iot = Máy móc kết nối mạng
learning-topic-du-lich = Du lịch
learning-topic-van-ban = Văn bản điện tử
learning-topic-tac-nghiep = Hệ điều hành tác nghiệp
learning-topic-du-lieu = Dữ liệu và báo cáo
learning-topic-tuong-tac = Tương tác với người dân
learning-topic-ai = Trí tuệ nhân tạo trong công việc
learning-topic-khac = Việc khác

# An item
learning-kind-lesson = Bài học
learning-kind-guide = Hướng dẫn nhanh
learning-kind-video = Video
learning-kind-infographic = Tranh giải thích
learning-kind-course = Khóa học
learning-minutes = { $n } phút
learning-level-1 = Cơ bản
learning-level-2 = Trung bình
learning-level-3 = Nâng cao
learning-language-vi = Chỉ có tiếng Việt
learning-language-en = Chỉ có tiếng Anh
learning-not-translated = Bài này chưa có bản tiếng Việt nên hiện bằng tiếng Anh.
learning-size-kb = { $n } KB
learning-size-mb = { $n } MB
learning-size-most = Tối đa { $size }
learning-facts = Nguồn, ngày kiểm tra, tải về
learning-fact-audience = Dành cho
learning-fact-kind = Loại
learning-fact-level = Mức độ
learning-fact-checked = Ngày kiểm tra nội dung
learning-fact-source = Nguồn
learning-fact-licence = Giấy phép
learning-fact-size = Dung lượng
learning-take-away = Tải về xem khi không có mạng
learning-print = In một tờ A4
learning-guide-foot = Nội dung kiểm tra ngày { $day }; có thể đã thay đổi, hãy hỏi lại ở trụ sở xã. { $licence }
learning-steps = Các bước của bài
learning-step-of = Bước { $n } trên { $of }
learning-step-next = Tiếp theo
learning-step-back = Quay lại
learning-progress = Đã học đến đâu
learning-end-title = Hết bài rồi!
learning-end-lead = Làm thử ngay cho nhớ. Quên thì mở lại bài này, học lại bao nhiêu lần cũng được.
learning-next-practice = Làm thử trên màn hình tập
learning-next-practice-about = Bấm thoải mái, bấm sai không mất gì.
learning-next-quiz = Tự kiểm tra
learning-next-quiz-about = Mấy câu hỏi ngắn, không tính giờ, sai thì được giải thích.
learning-next-guide = Hướng dẫn nhanh: { $title }
learning-next-guide-about = Một tờ A4 để in ra mang theo.
learning-next-lesson = Học kỹ hơn: { $title }
learning-next-more = Chọn bài khác
learning-next-more-about = Quay lại danh sách “Tôi muốn…”.
learning-captions = Phụ đề
learning-video-open = Mở hoặc tải video
learning-video-elsewhere = Video này nằm ở trang khác. Mở ra sẽ cần mạng Internet.
learning-video-watch = Mở trang có video
learning-transcript = Lời trong video
learning-picture-words = Tranh nói gì

# The library and its search
learning-library-title = Thư viện
learning-library-lead = Bài học, hướng dẫn in được, video và tranh. Mất Internet vẫn xem được, chỉ cần nối vào mạng của xã.
learning-all = Tất cả
learning-filter = Lọc
learning-filter-more = Lọc thêm
learning-own-language = Chỉ hiện bài có tiếng Việt
learning-shelf-count = { $n } mục
learning-shelf-all = Bỏ lọc, xem tất cả
learning-shelf-empty = Không có mục nào như vậy
learning-shelf-empty-do = Hãy bỏ bớt điều kiện lọc, hoặc gõ điều cần tìm vào ô ở trên.
learning-search-title = Tìm trong thư viện
learning-search-label = Gõ điều cần tìm
learning-search-hint = Gõ có dấu hay không dấu đều được, ví dụ: gui anh cho con
learning-search-button = Tìm
learning-search-count = { $n } kết quả
learning-search-mended = Đã tìm với: { $words }
learning-search-start = Cần tìm gì?
learning-search-start-do = Gõ vài chữ vào ô ở trên, hoặc bấm thử một câu dưới đây.
learning-search-none = Chưa tìm thấy gì cho “{ $question }”
learning-search-none-do = Hãy gõ ngắn hơn, chỉ vài chữ chính, hoặc gõ theo cách khác. Vẫn không thấy thì hỏi Tổ công nghệ số cộng đồng của thôn.
learning-search-example-1 = cuộc gọi lừa đảo
learning-search-example-2 = gửi ảnh cho con
learning-search-example-3 = nộp hồ sơ trên mạng
learning-search-example-4 = quên mật khẩu
learning-task-unknown = Máy gửi một việc không có trong phần kiểm tra này. Hãy cập nhật ứng dụng rồi ghi lại.
learning-framework-columns = Tệp CSV cần có dòng tiêu đề với các cột: Mã, Tên, Đối tượng. Có thể thêm: Tên tiếng Anh, Nhóm, Mức độ, Thành phần, Thay cho (mã cũ).
learning-framework-not-text = Tệp không phải văn bản. Hãy gửi tệp JSON hoặc CSV lưu bằng UTF-8.
learning-framework-day = Hãy ghi ngày khung bắt đầu áp dụng.

# The skill framework
learning-framework-title = Khung kỹ năng số
learning-framework-from = { $issuer } · áp dụng từ { $day }
learning-framework-provisional = Tạm dùng cho đến khi có phụ lục chính thức
learning-framework-none = Chưa có khung kỹ năng
learning-framework-none-do = Phòng Văn hóa – Xã hội nhập khung ở mục quản lý.
learning-framework-skill = Kỹ năng
learning-framework-t3 = Thành phần của chỉ tiêu T3
learning-framework-lessons = Bài học
learning-framework-no-lesson = chưa có bài
learning-framework-states = Bốn trạng thái, không gộp vào nhau
learning-four-learned = Đã học
learning-four-learned-what = đã xem hết bài hoặc dự lớp.
learning-four-passed = Đạt kiểm tra
learning-four-passed-what = đạt bài kiểm tra có người giám sát.
learning-four-able = Tự làm được
learning-four-able-what = tự làm trước mặt người chứng kiến; được xem lại sau một thời gian.
learning-four-confirmed = VNeID xác nhận
learning-four-confirmed-what = có tên trong danh sách xác nhận chính thức.
learning-framework-office-lead = Các phiên bản khung kỹ năng đã dùng. Nhập bản mới khi có phụ lục chính thức.
learning-framework-see = Xem khung như người dân thấy
learning-framework-versions = Các phiên bản
learning-framework-state-current = Đang dùng
learning-framework-state-retired = Đã thay
learning-framework-state-waiting = Chờ quyết định
learning-framework-import = Nhập phiên bản mới
learning-framework-import-how = Tệp được xem trước; chưa có gì thay đổi cho đến khi bạn bấm dùng.
learning-framework-field-name = Tên khung
learning-framework-field-name-hint = Chỉ cần với tệp CSV; tệp JSON có tên sẵn.
learning-framework-field-issuer = Cơ quan ban hành, số văn bản
learning-framework-field-from = Áp dụng từ ngày
learning-framework-field-from-hint = Ghi theo văn bản. Khung chỉ thật sự được dùng khi bấm “Dùng khung này”.
learning-framework-file = Tệp khung kỹ năng
learning-framework-file-hint = JSON hoặc CSV (UTF-8) với các cột Mã, Tên, Đối tượng, Nhóm, Mức độ, Thành phần, Thay cho (mã cũ).
learning-framework-look = Xem trước
learning-framework-counts = { $all } kỹ năng: { $new } mã mới, { $gone } mã không còn so với khung đang dùng
learning-framework-preview-lead = Khung này chưa được dùng. Hãy xem kỹ các mã mới và các mã không còn.
learning-framework-use = Dùng khung này từ bây giờ
learning-framework-again-lead = Khung này từng được dùng, nay đã có khung khác thay. Dùng lại thì kết quả đã ghi theo mã của khung này lại được tính.
learning-framework-again = Dùng lại khung này
learning-framework-leave = Để sau
learning-framework-not-sure = Hãy mở lại trang xem trước và bấm “Dùng khung này từ bây giờ”.
learning-framework-new = Mã mới
learning-framework-gone = Mã không còn
learning-framework-gone-what = Kết quả đã ghi theo các mã này vẫn còn trong sổ, và tính tiếp cho mã thay thế nếu có.
learning-framework-replace = Mã cũ và mã thay thế
learning-framework-replace-lead = Bài học, bài kiểm tra và kết quả đã ghi vẫn mang mã cũ. Chọn mã mới cho từng mã cũ thì mọi thứ ấy tính tiếp cho mã mới.
learning-framework-replace-open = { $open } trong { $all } mã cũ chưa có mã thay. Bài và kết quả của mã chưa có mã thay sẽ không tính cho khung này.
learning-framework-replace-see = Xem và sửa từng mã
learning-framework-replace-none = Không có mã thay
learning-framework-replace-keep = Lưu mã thay thế
learning-framework-replaced = Đã lưu mã thay thế.
learning-framework-all = Xem tất cả kỹ năng
learning-framework-adopted = Khung mới đã được dùng.

# Writing items
learning-edit-title = Bài học và thư viện
learning-edit-lead = Viết bài mới, sửa bài có sẵn thành bản của xã, dịch, duyệt rồi xuất bản. Bản cũ luôn được giữ lại.
learning-edit-waiting = Đang viết và chờ duyệt
learning-edit-new = Viết mới
learning-edit-new-lesson = Bài học
learning-edit-new-guide = Hướng dẫn nhanh
learning-edit-new-video = Video
learning-edit-new-infographic = Tranh giải thích
learning-edit-all = Mọi bài đang có
learning-edit-own = bản của xã
learning-edit-in-vi = tiếng Việt
learning-edit-in-en = tiếng Anh
learning-edit-change-vi = Sửa tiếng Việt
learning-edit-change-en = Sửa tiếng Anh
learning-edit-translate-vi = Viết tiếng Việt
learning-edit-translate-en = Dịch sang tiếng Anh
learning-state-of-draft = Bản nháp
learning-state-of-review = Chờ duyệt
learning-state-of-published = Đã xuất bản
learning-state-of-archived = Đã cất
learning-edit-number = bản { $n }, { $state }
learning-edit-move-draft-review = Gửi duyệt
learning-edit-move-draft-archived = Bỏ bản nháp này
learning-edit-move-review-published = Duyệt và xuất bản
learning-edit-move-review-draft = Trả lại để sửa
learning-edit-move-published-archived = Cất đi, không cho đọc nữa
learning-edit-said-draft = Đã trả lại bản nháp.
learning-edit-said-review = Đã gửi duyệt.
learning-edit-said-published = Đã xuất bản. Mọi người đọc được ngay.
learning-edit-said-archived = Đã cất. Nếu có bản dựng sẵn, mọi người lại đọc bản ấy.
learning-edit-saved = Đã lưu bản nháp.
learning-edit-not-draft = Bản này không còn là bản nháp nên không sửa được. Hãy sửa từ trang bài để tạo bản mới.
learning-edit-no-way = Bản này không chuyển sang bước ấy được. Hãy mở lại trang để xem nó đang ở đâu.
learning-edit-why = Hãy ghi lý do trả lại để người viết biết cần sửa gì.
learning-edit-why-field = Cần sửa gì?
learning-edit-no-file = Không có tệp nào mang mã đã ghi. Hãy tải tệp lên trước, rồi chép mã của nó.
learning-edit-checked = Hãy ghi ngày kiểm tra nội dung; ngày ấy không ở tương lai.
learning-edit-body-missing = Bài chưa có nội dung.
learning-edit-body-long = Nội dung dài quá. Hãy chia thành nhiều bài.
learning-edit-media-missing = Hãy ghi mã tệp đã tải lên, hoặc đường dẫn đến video.
learning-edit-form-title = Soạn bài
learning-edit-field-title = Tên bài
learning-edit-field-id = Tên trong địa chỉ
learning-edit-field-id-hint = Chữ thường không dấu và gạch nối, ví dụ: dang-ky-xe-buyt. Không đổi được về sau.
learning-edit-field-summary = Tóm tắt một câu
learning-edit-field-want = Viết tiếp: Tôi muốn…
learning-edit-field-want-hint = Bắt đầu bằng chữ thường, ví dụ: đặt lịch khám bệnh
learning-edit-field-body = Nội dung
learning-edit-field-body-hint = Mỗi bước bắt đầu bằng ## và tên bước. Tranh: ![lời tả](picture:tên) hoặc mã của tranh đã tải lên. HTML sẽ hiện thành chữ.
learning-edit-field-media = Mã tệp video hoặc tranh
learning-edit-field-media-hint = Tải tệp lên ở mục “Tranh, video, phụ đề” rồi chép mã vào đây.
learning-edit-field-captions = Mã tệp phụ đề
learning-edit-field-link = Đường dẫn đến video ở trang khác
learning-edit-field-link-hint = Bắt đầu bằng https:// – người xem sẽ cần mạng Internet.
learning-edit-field-minutes = Số phút
learning-edit-field-skills = Mã kỹ năng
learning-edit-field-skills-hint = Cách nhau bằng dấu cách.
learning-edit-skills-list = Xem các mã kỹ năng
learning-edit-field-keywords = Từ người ta hay gõ khi tìm
learning-edit-field-keywords-hint = Mỗi dòng một từ hoặc cụm từ; viết cả cách gọi sai mà nhiều người dùng.
learning-edit-field-guide = Hướng dẫn nhanh đi kèm
learning-edit-field-practice = Màn hình tập đi kèm
learning-edit-save = Lưu bản nháp
learning-edit-leave = Không lưu, quay lại
learning-edit-go-on = Sửa tiếp
learning-edit-differences = Xem chỗ thay đổi
learning-edit-differences-lead = { $new } dòng mới, { $gone } dòng bỏ
learning-edit-no-difference = Không có chỗ nào thay đổi
learning-edit-line-new = Dòng mới:
learning-edit-line-gone = Dòng bỏ:
learning-edit-see-public = Xem bài người dân đang đọc
learning-edit-what-next = Làm gì tiếp với bản này?
learning-edit-preview = Xem trước
learning-edit-history = Đã qua những bước nào
learning-edit-others = Các bản khác của bài này
learning-edit-shape-lesson = ## Sau bài này {"{"}#goals{"}"}

    - Bác biết …

    ## Bước một

    {"**"}Một câu chính.** Một hai câu ngắn nữa.

    ## Bác tự tập {"{"}#practice{"}"}

    1. …

    ## Khi gặp trục trặc {"{"}#trouble{"}"}

    - **Chuyện gì:** làm gì.

    ## Hỏi ở đâu {"{"}#ask{"}"}

    - Tổ công nghệ số cộng đồng của thôn.
learning-edit-shape-guide = Một câu mở đầu.

    ## Cần có {"{"}#need{"}"}

    - …

    ## Làm từng bước {"{"}#steps{"}"}

    1. …

    ## Khi không được {"{"}#trouble{"}"}

    - …

    ## Nhớ {"{"}#remember{"}"}

    …

# Files
learning-file-lead = Tranh được làm nhẹ lại và xóa thông tin ẩn. Video nên quay ngang, dưới mười phút, có phụ đề.
learning-file-choose = Chọn tệp
learning-file-hint = Tranh JPG, PNG, WebP; video MP4, WebM tối đa 95 MB; phụ đề VTT.
learning-file-sending = Đã gửi
learning-file-send = Tải lên
learning-file-list = Tệp đã có
learning-file-none = Chưa có tệp nào
learning-file-none-do = Tải tệp đầu tiên lên bằng ô ở trên.
learning-file-use-picture = Chép vào bài:
learning-file-use = Mã tệp:
learning-file-copy = Chép
learning-file-taken = Đã nhận tệp.
learning-file-kind-picture = Tranh
learning-file-kind-video = Video
learning-file-kind-captions = Phụ đề
learning-file-kind = Tệp này không phải tranh, video hay phụ đề dùng được. Hãy gửi JPG, PNG, WebP, MP4, WebM hoặc VTT.
learning-file-captions = Không đọc được tệp phụ đề. Hãy lưu thành VTT bằng UTF-8, tối đa 1 MB.
learning-file-cut = Video bị đứt giữa chừng hoặc hỏng. Hãy gửi lại tệp gốc.
learning-file-heic = Ảnh này ở dạng HEIC của iPhone, trình duyệt không xem được. Hãy lưu ảnh thành JPG rồi gửi lại.

# The officers' page of all parts
learning-desk-lead = Mọi việc về bài học, kiểm tra và giấy chứng nhận, kèm những việc đang chờ.
learning-desk-public = Xem trang học của người dân
learning-desk-none = Vai trò của bạn không có việc ở đây
learning-desk-none-do = Muốn xem bài học, hãy bấm “Xem trang học của người dân”.
learning-desk-checks = Kiểm tra và công nhận
learning-desk-content = Nội dung
learning-part-basics = Năm phần cơ bản
learning-part-basics-lead = Chứng kiến một người tự làm việc hằng ngày trên điện thoại, ghi ngay kết quả.
learning-part-rounds = Buổi kiểm tra
learning-part-rounds-lead = Mở bài kiểm tra hay màn hình tập cho cả buổi, gọi từng người bằng thẻ hoặc tên.
learning-part-due = Đến hạn kiểm lại
learning-part-due-lead = Ai đã tự làm được và nay cần xem lại sau 2, 5, 12, 30, 90 ngày.
learning-part-due-waits = { $n } việc đến hạn
learning-part-matrix = Bảng kỹ năng
learning-part-matrix-lead = Từng người, từng kỹ năng, bốn trạng thái.
learning-part-certificates = Giấy chứng nhận
learning-part-certificates-lead = Cấp giấy, sổ theo dõi, thu hồi khi có hai người đồng ý.
learning-part-certificates-waits = { $n } giấy cần xem lại
learning-part-bank = Câu hỏi
learning-part-bank-lead = Ngân hàng câu hỏi, câu nào quá khó hay chưa rõ, nhập câu mới.
learning-part-items = Bài học
learning-part-items-lead = Viết, dịch, duyệt và xuất bản bài học, hướng dẫn nhanh, video, tranh giải thích.
learning-part-items-waits = { $n } bài chờ duyệt
learning-part-files = Tranh, video, phụ đề
learning-part-files-lead = Tải tệp lên để dùng trong bài.
learning-part-framework = Khung kỹ năng
learning-part-framework-lead = Phiên bản đang dùng, nhập bản mới khi có phụ lục chính thức.
