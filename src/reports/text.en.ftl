# Reports: the list of periods, drafting, locking, the register
reports-title = Reports
reports-lead = One report on the movement each month. A report period runs from the 15th of the month before to the 14th; it is not a calendar month.
reports-years = Choose a year
reports-list-caption = Monthly reports of { $year }
reports-column-period = Report period
reports-column-days = Days counted
reports-column-state = State
reports-column-send = Send from
reports-column-next = What is next
reports-running = Still running
reports-state-unwritten = Not begun
reports-state-draft = Draft
reports-state-locked = Locked
reports-number-day = No. { $number } of { $day }
reports-replaces-short = A replacement is being written:
reports-next-watch = See the figures so far
reports-next-write = Write and check
reports-next-lock = Lock and number
reports-next-open = Open the report
reports-send-note = “Send from” is the first working day after the cut-off (Decree 09/2019/NĐ-CP, Article 8). Where a year has days off of its own in exchange, follow the notice from above.

reports-month-title = Report: { $period }
reports-month-lead = The figures run from { $from } to the end of { $to }; this is not a calendar month.
reports-edition = Edition { $n }
reports-changed-by = last changed by { $name } at { $when }
reports-older = This is an older edition that has been replaced
reports-older-open = Open the latest edition
reports-running-note = This period is still running. The figures below go up to { $today }; it can be locked from { $day }.
reports-ended-note = This period has ended. Its figures still follow the ledger until the report is locked. Send it up from { $day }.
reports-leader-locks = The commune's leader locks it and gives it its number.
reports-missing-note = { $n ->
    [one] One target has
   *[other] { $n } targets have
} no data yet. The report will say so, and never 0.
reports-lock-go = Lock and number
reports-narrative = Edit the words
reports-particulars = Form of the paper
reports-preview = Preview
reports-paper = The locked paper
reports-preview-lead = Press a figure to see which sessions and people it is made of. The paper itself is always in Vietnamese.
reports-preview-annex = The table of the annex
reports-take-pdf = Take the PDF
reports-take-docx = Take the Word file
reports-take-xlsx = Take the Excel annex
reports-take-json = Take the metadata (JSON)
reports-editions = Editions of this period
reports-whole = Whole commune

reports-locked-as = Locked as No. { $number }
reports-fact-day = Day on the paper
reports-fact-by = Locked by
reports-fact-by-at = { $name }, at { $when }
reports-fact-replaces = Takes the place of
reports-fact-hash = Check code (SHA-256)
reports-fact-ledger = The ledger when it was locked
reports-fact-ledger-line = up to entry { $n }
reports-today = The same period's figures today
reports-today-same = Today's figures of this period are those of the report.
reports-today-differs = { $n ->
    [one] Since it was locked, one figure of this period has
   *[other] Since it was locked, { $n } figures of this period have
} changed, for instance by late attendance or corrections. The locked report stays as it is; if need be, write a replacement.
reports-today-ledger = { $n ->
    [one] Since then one entry was
   *[other] Since then { $n } entries were
} added to the ledger (of any period; the lock itself is one of them).
reports-column-whose = Of
reports-column-figure = Figure
reports-column-then = In the report
reports-column-now = Today
reports-figure-i5-sessions = Sessions held
reports-figure-i5-attendances = Attendances
reports-figure-i5-people = People who attended
reports-figure-weeks-without = Weeks without a class
reports-figure-adults = Adults
reports-figure-t3-knowledge = Reached: knowledge
reports-figure-t3-skill = Reached: skills
reports-figure-t3-device = Reached: devices
reports-figure-t3-service = Reached: essential services
reports-figure-t3-safety = Reached: self-protection
reports-figure-t3-all = Reached all five
reports-figure-target-reached = Target: reached
reports-figure-target-all = Target: out of
reports-figure-target-threshold = Target: threshold (%)

reports-narrative-lead = Edit the words and never type a figure: what stands in braces, such as {"{so_buoi}"}, is filled in when the paper is printed, so words and figures always agree.
reports-tokens = Figures that the words may hold
reports-tokens-lead = Copy it with its braces to where the figure belongs.
reports-will-print = See how this part will print
reports-section-intro = Opening
reports-section-classes = I.1. Classes
reports-section-targets = I.2. Results by target (before the table)
reports-section-villages = I.3. Results by village (before the table)
reports-section-troubles = II. Difficulties
reports-section-tasks = III. Tasks of the next period
reports-section-requests = IV. Requests
reports-section-closing = Closing
reports-save = Save
reports-back = Back without saving
reports-back-report = Back to the report
reports-narrative-saved = The words of the report are saved.
reports-section-empty = { $section }: this part is empty. If there is nothing to report, write “Không có.”
reports-section-long = { $section }: { $over } characters too long. Shorten it, or move details to another paper.
reports-token-unknown = There is no figure called { $token }. Open “Figures that the words may hold” and copy its name.
reports-token-unknown-near = There is no figure called { $token }. Did you mean { $near }?
reports-overtaken = { $name } saved this report at { $when }, after you had opened the page. What you typed is still below. If you save again, yours takes the place of theirs.
reports-locked-no-edit = This report is locked and can't be changed. To correct it, open it and write a replacement.
reports-period-unreadable = “{ $period }” is not a monthly report period. Write year and month, for instance 2026-10.

reports-token-so_buoi = Sessions held in the period
reports-token-so_luot = Attendances in the period
reports-token-so_nguoi = Different people who attended in the period
reports-token-so_thon = Villages of the commune
reports-token-so_thon_co_lop = Villages with at least one session
reports-token-thon_chua_co_lop = Names of the villages without a session
reports-token-t3_tri_thuc = Adults who reached knowledge by the end of the period
reports-token-t3_ky_nang = Adults who reached skills by the end of the period
reports-token-t3_thiet_bi = Adults who can use devices by the end of the period
reports-token-t3_dich_vu = Adults who can use essential services by the end of the period
reports-token-t3_an_toan = Adults who can protect themselves by the end of the period
reports-token-t3_du_nam = Adults who reached all five by the end of the period
reports-token-t3_ty_le = The share of adults who reached all five
reports-token-nguoi_lon = Adults
reports-token-so_chi_tieu = Targets of the plan
reports-token-chi_tieu_co = Targets with data
reports-token-chi_tieu_chua_co = Targets without data
reports-token-ky = Name of the period
reports-token-ky_sau = Name of the next period
reports-token-tu_ngay = First day of the period
reports-token-den_ngay = Last day of the period
reports-token-xa = The commune's name inside a sentence

reports-particulars-lead = What stands around the text, by Decree 30/2020/NĐ-CP. “Số:”, dashes, semicolons and “./.” are added by themselves: do not type them.
reports-group-sign = Who signs
reports-group-text = Subject, addressees, legal basis
reports-group-head = Head of the paper
reports-field-offices = Capacity and office of whoever signs
reports-hint-offices = A line each, for instance TM. ỦY BAN NHÂN DÂN, then KT. CHỦ TỊCH, then PHÓ CHỦ TỊCH.
reports-field-signer = Name of whoever signs
reports-hint-signer = Without title or degree. When empty, the name of whoever locks the report is taken.
reports-field-subject = Subject
reports-hint-subject = One or two lines under BÁO CÁO. {"{ky}"} stands for the period's name.
reports-field-addressees = Addressed to
reports-hint-addressees = A line each.
reports-field-basis = Legal basis
reports-hint-basis = A line for each act.
reports-field-recipients = Recipients
reports-hint-recipients = A line each; the last says where the copy is kept, for instance “Lưu: VT, VH-XH.”
reports-field-authority-parent = Body above the issuing one
reports-hint-authority-parent = Empty for a report of the commune's people's committee; for one of its offices, the committee.
reports-field-authority = Issuing body
reports-hint-authority = A line for each line of its name.
reports-field-place = Place
reports-hint-place = The commune's name before the date, for instance Thạch Thất.
reports-field-notation = Notation
reports-hint-notation = Stands after the number. Each notation counts by itself in the register, for instance BC-UBND.
reports-field-organ-id = Identifier of the body
reports-hint-organ-id = Optional. For sending through the document exchange.
reports-keep = Use this form for later reports too
reports-particulars-saved = The form of the report is saved.
reports-authority-missing = Give the issuing body's name.
reports-place-missing = Give the place, for instance Thạch Thất.
reports-notation-form = A notation is capital letters with a hyphen, for instance BC-UBND.
reports-subject-missing = Give the subject.
reports-offices-missing = Give the office of whoever signs.
reports-too-long = Longer than { $limit } characters. Shorten it.

reports-lock-title = Lock the report and number it
reports-lock-not-now = It can't be locked now
reports-lock-early = The period has not ended, so its figures are not complete. It can be locked from { $day }.
reports-lock-done = The report of this period is locked. To correct it, write a replacement.
reports-lock-what = The report will be locked like this
reports-lock-number = Number
reports-lock-signer = Signed by
reports-lock-figures = Figures taken
reports-lock-counts = { $sessions } sessions, { $attendances } attendances, { $people } people
reports-lock-missing = Without data
reports-lock-missing-n = { $n ->
    [one] one target
   *[other] { $n } targets
}
reports-lock-unread = Nobody has edited the words of this report: it will print the usual ones. Read the preview before locking.
reports-lock-then = When you lock it
reports-lock-then-1 = Figures, words and form are taken down with a check code; the PDF, Word and Excel files stay the same to the last letter.
reports-lock-then-2 = It takes the next number of the register. If another report is locked at the same moment, its number may be one higher.
reports-lock-then-3 = Nobody can change or unlock it any more, not even the system administrator.
reports-lock-then-4 = A correction is a replacement with a number of its own that names the report it replaces.
reports-lock-agree = I have read the preview and agree to lock this report.
reports-lock-agree-missing = Read the preview, then tick that you agree before locking.
reports-lock-do = Lock the report
reports-lock-not = Not yet, go back
reports-lock-saved = The report is locked and entered in the register.
reports-lock-moved = Figures or words changed after you had opened this page. Look at the preview again, then lock.
reports-none-locked = No report of this period is locked.
reports-snapshot-damaged = What was locked no longer agrees with its check code: somebody changed the data past the program. Tell the administrator to restore it from a backup.

reports-renew = Write a replacement
reports-renew-lead = A locked report can't be changed. To correct it, write a replacement: a new paper with a number of its own that names this one.
reports-renew-go = Write a replacement
reports-renew-of = Takes the place of report No. { $number } of { $day }.
reports-renew-1 = It begins with the old one's words and today's figures of the same period.
reports-renew-2 = Its first sentence names the paper it replaces; that sentence is always there and can't be edited.
reports-renew-3 = The old one stays as it is and can be opened and taken away at any time.
reports-renew-do = Begin the replacement
reports-renew-not = No, go back
reports-renewed = The replacement is begun. Edit its words, then let the leader lock it.
reports-renew-not-locked = Only a locked report can be replaced. This period has a draft: edit that one.

reports-register = Register of papers sent
reports-register-lead = The number of every locked report, without gaps from 01 for each year and notation.
reports-register-caption = Papers sent in { $year }
reports-register-print = Print the register (PDF)
reports-register-csv = Take as CSV
reports-register-empty = No papers in { $year } yet
reports-register-empty-lead = When the leader locks a report, its number is entered here.
reports-register-number = Number
reports-register-day = Day
reports-register-subject = Kind and subject
reports-register-signer = Signed by
reports-register-recipients = Recipients
reports-register-kept = Copy kept at

ledger-kind-report-locked = A report was locked
