# Skill checks
learning-title = Skill checks
learning-lead = Watch somebody do a real task on a phone, then record what you saw. Choose whom to check.
learning-search = Name
learning-find = Find
learning-village = Village
learning-village-all = All villages
learning-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
learning-nobody = Nobody here
learning-nobody-yet = The village has no list of people yet. Load one first, under People.
learning-nobody-found = Nobody has such a name. Type fewer letters; marks are not needed.
learning-reached = { $n }/5 reached
learning-found-more = Only the first { $n } are shown. Type the whole name to find the right one.
learning-born = Born { $year }
learning-born-unknown = Year of birth unknown

learning-how = Ask the learner to try each task. Choose “Does it unaided” only when you saw it done and nobody guided their hand.
learning-component-knowledge = 1. Basic knowledge of digital transformation
learning-component-skill = 2. Digital skills
learning-component-device = 3. Using a smart device
learning-component-service = 4. Essential digital services
learning-component-safety = 5. Protecting oneself online
learning-short-knowledge = Knowledge
learning-short-skill = Skills
learning-short-device = Device
learning-short-service = Essential services
learning-short-safety = Self-protection
learning-about-knowledge = The learner says in their own words:
learning-about-skill = The learner does on the phone, alone:
learning-about-device = The learner takes their own phone and does, alone:
learning-about-service = The learner does, alone; a try without sending is fine:
learning-about-safety = The learner does, or says clearly what to do:
learning-task-knowledge-1 = What digital transformation does for their family, with one example
learning-task-knowledge-2 = What VNeID and the public service portal are for
learning-task-knowledge-3 = Whom to ask for help in the village
learning-task-skill-1 = Find something on the Internet and say whether its source can be trusted
learning-task-skill-2 = Make a video call to a relative
learning-task-skill-3 = Take a picture and send it
learning-task-skill-4 = Keep a phone number or picture and find it again
learning-task-device-1 = Unlock the phone
learning-task-device-2 = Make and take a call
learning-task-device-3 = Connect to Wi-Fi
learning-task-device-4 = Change the size of letters and the volume
learning-task-device-5 = Open an application and go back to the home screen
learning-task-service-1 = Open VNeID and look at their papers
learning-task-service-2 = Find a procedure on the public service portal
learning-task-service-3 = Pay by transfer or by scanning a QR code
learning-task-service-4 = See the health insurance card or book a doctor on the phone
learning-task-safety-1 = Recognise a scam message or call
learning-task-safety-2 = Never tell anybody a one-time code or password
learning-task-safety-3 = Change a password or screen lock
learning-task-safety-4 = Report a scam to 156 and to the commune police
learning-outcome-unaided = Does it unaided
learning-outcome-unaided-hint = All of it, with nobody's help
learning-outcome-helped = Needs help
learning-outcome-helped-hint = Can do it when guided
learning-outcome-not_yet = Not yet
learning-outcome-not_yet-hint = Needs to learn more
learning-outcome-skip = Not checked today
learning-outcome-missing = Choose an outcome for at least one part.
learning-state-reached = Reached on { $day }, evidence of grade { $grade }
learning-state-helped = Still needs help, seen on { $day }
learning-state-not_yet = Not yet, seen on { $day }
learning-state-none = Not checked yet

learning-where-when = Where and when
learning-place = Place
learning-place-hint = For example: the village hall, at home, the market.
learning-place-missing = Say where it was checked.
learning-place-long = The place is longer than 200 characters. Make it shorter.
learning-day = Day
learning-time = Time
learning-when-wrong = The day or time can't be read. For example: 05/10/2026, 19:30.
learning-when-future = That time has not come yet. Enter when it was checked.
learning-when-old = That day is more than a year ago. Check again and enter the new day.
learning-note = Note
learning-note-long = Longer than 500 characters. Make it shorter.
learning-record = Record it
learning-recorded = The outcome is in the ledger.

learning-history = Checks so far
learning-history-none = No checks yet.
learning-seen = { $component }: { $outcome }
learning-seen-by = { $name } saw it at { $when }, { $place }
learning-grade-a = Witnessed
learning-void = Taken back
learning-undone = { $name } took it back at { $when }: { $reason }
learning-in-ledger = See it in the ledger
learning-undo = Take this back
learning-undo-now = Take it back
learning-reason = Why
learning-reason-hint = For example: the wrong person was chosen. The old outcome stays to be read.
learning-reason-missing = Say why it is taken back.
learning-undo-late = Only who recorded it may take it back, and only on the same day. Later, ask the Culture and Society office.
learning-taken-back = Taken back. The figures were made again.

# What is wrong with a text that people would learn from
learning-content-no-facts = The file must begin with its facts between two lines of +++.
learning-content-unreadable = The facts of the file hold something that cannot be read: { $why }
learning-content-id = The name in the address takes small letters without marks, digits and dashes, such as goi-video-cho-con.
learning-content-title-missing = Please write a title.
learning-content-title-long = The title is too long. Please keep to 120 characters.
learning-content-summary = Please write one sentence as a summary, at most 300 characters.
learning-content-want = Please finish the sentence “I want to…”, at most 300 characters.
learning-content-audience = Please choose at least one group of learners.
learning-content-skills = Skill codes take small letters, digits, dots and dashes; at most 20 of them.
learning-content-level = Please choose a level: basic, middle or advanced.
learning-content-minutes = The minutes must be from 1 to 240.
learning-content-licence = Please name the licence for use by others, such as CC BY 4.0.
learning-content-source = Please name where the content comes from.
learning-content-keywords = At most 40 search words, each of at most 80 characters.
learning-content-practice = The name of the practice screen is not well formed.
learning-content-guide = The name of the quick guide is not well formed.
learning-content-link = The address must begin with https://

# What is wrong with a file of a skill framework
learning-framework-unreadable = The framework file holds something that cannot be read: { $why }
learning-framework-size = A framework must have from 1 to { $limit } skills.
learning-framework-code = The skill code “{ $skill }” is not right: small letters, digits, dots and dashes only.
learning-framework-twice = The skill code “{ $skill }” stands there twice. Each code may be used once.
learning-framework-replaces-twice = Two skills say that they replace the old code “{ $skill }”. Only one can take its place.
learning-framework-unnamed = The skill “{ $skill }” has no name, or one of more than 300 characters.
learning-framework-level = The skill “{ $skill }” must have level 1, 2 or 3.
learning-framework-component = The skill “{ $skill }” names a component that target T3 does not have.
learning-framework-grade = The skill “{ $skill }” names a grade of evidence that does not exist: A, B, C, D only.

# Learning by need
learning-home-title = I want to…
learning-home-lead-citizen = Choose what you need. Every lesson is short, goes step by step and can be read aloud. No sign-in needed.
learning-home-lead-student = Choose what you want to be able to do. Every lesson is short and goes step by step. No sign-in needed.
learning-home-lead-worker = Choose what you need. Every lesson is short, goes step by step, and waits until you have time.
learning-home-lead-staff = Choose the task. Every lesson is short, goes step by step, and can be read again at any time.
learning-home-empty = There is no lesson for this group yet
learning-home-empty-do = Choose another group above, or look through the whole library.
learning-home-guides = Quick guides to print on one sheet
learning-home-guides-about = A few steps on one A4, for the wall or the pocket.
learning-home-library = See the whole library
learning-home-library-about = Lessons, guides, videos and pictures for every group.
learning-resume = The lesson you had begun
learning-done-mark = Done
learning-audience-citizen = Citizens
learning-audience-student = Pupils and students
learning-audience-worker = Workers
learning-audience-staff = Public officers
learning-topic-dien-thoai = Using a phone
learning-topic-vneid = VNeID
learning-topic-dvc = Public services online
learning-topic-staff-dvc = Receiving public services
learning-topic-thanh-toan = Paying without cash
learning-topic-an-toan = Safety and scams
learning-topic-staff-an-toan = Information security and personal data
learning-topic-suc-khoe = Health
learning-topic-hoc = Learning online
learning-topic-thong-tin = Finding and checking information
learning-topic-mang-xa-hoi = Social networks
learning-topic-sang-tao = Programming and design
learning-topic-quan-ly = Orders and quality
learning-topic-thuong-mai = Selling online
learning-topic-truy-xuat = Tracing where goods come from
learning-topic-iot = Connected machines
learning-topic-du-lich = Tourism
learning-topic-van-ban = Electronic documents
learning-topic-tac-nghiep = The operations system
learning-topic-du-lieu = Data and reports
learning-topic-tuong-tac = Working with citizens
learning-topic-ai = Artificial intelligence at work
learning-topic-khac = Other things

# An item
learning-kind-lesson = Lesson
learning-kind-guide = Quick guide
learning-kind-video = Video
learning-kind-infographic = Infographic
learning-kind-course = Course
learning-minutes = { $n } min
learning-level-1 = Basic
learning-level-2 = Middle
learning-level-3 = Advanced
learning-language-vi = Only in Vietnamese
learning-language-en = Only in English
learning-not-translated = This has not been translated into English yet, so it is shown in Vietnamese.
learning-size-kb = { $n } KB
learning-size-mb = { $n } MB
learning-size-most = At most { $size }
learning-facts = Source, day of checking, download
learning-fact-audience = For
learning-fact-kind = Kind
learning-fact-level = Level
learning-fact-checked = Content checked on
learning-fact-source = Source
learning-fact-licence = Licence
learning-fact-size = Size
learning-take-away = Download for offline
learning-print = Print one A4
learning-guide-foot = Checked on { $day }; ask the commune office whether anything has changed. { $licence }
learning-steps = Steps of the lesson
learning-step-of = Step { $n } of { $of }
learning-step-next = Next
learning-step-back = Back
learning-progress = How far you are
learning-end-title = That was the lesson!
learning-end-lead = Try it at once, while you remember. If you forget, open this lesson again as often as you like.
learning-next-practice = Practise on a pretend screen
learning-next-practice-about = Tap as you like; a wrong tap costs nothing.
learning-next-quiz = Check yourself
learning-next-quiz-about = A few short questions without a clock; wrong answers are explained.
learning-next-guide = Quick guide: { $title }
learning-next-guide-about = One A4 to print and take along.
learning-next-lesson = Learn it properly: { $title }
learning-next-more = Choose another lesson
learning-next-more-about = Back to the list “I want to…”.
learning-captions = Captions
learning-video-open = Open or download the video
learning-video-elsewhere = This video is on another site. Opening it needs the Internet.
learning-video-watch = Open the site with the video
learning-transcript = What is said in the video
learning-picture-words = What the picture says

# The library and its search
learning-library-title = Library
learning-library-lead = Lessons, guides to print, videos and pictures. Works where the server is only on the commune’s own network, too.
learning-all = All
learning-filter = Filter
learning-filter-more = More filters
learning-own-language = Only what there is in English
learning-shelf-count = { $n ->
    [one] 1 item
   *[other] { $n } items
}
learning-shelf-all = Drop the filters, show all
learning-shelf-empty = There is nothing like that
learning-shelf-empty-do = Drop some filters, or type what you look for into the field above.
learning-search-title = Search the library
learning-search-label = Type what you look for
learning-search-hint = Vietnamese with or without marks, or English, such as: send a photo
learning-search-button = Search
learning-search-count = { $n ->
    [one] 1 result
   *[other] { $n } results
}
learning-search-mended = Searched for: { $words }
learning-search-start = What do you look for?
learning-search-start-do = Type a few words into the field above, or try one of these.
learning-search-none = Nothing was found for “{ $question }”
learning-search-none-do = Type less, only the main words, or say it in another way. If that does not help, ask the community digital team of your village.
learning-search-example-1 = scam call
learning-search-example-2 = send a photo
learning-search-example-3 = file online
learning-search-example-4 = forgot password
learning-task-unknown = The list has no such task.
learning-framework-columns = A CSV file needs a heading row with the columns Mã, Tên, Đối tượng (code, title, audience). There may be: Tên tiếng Anh, Nhóm, Mức độ, Thành phần, Thay cho (old codes).
learning-framework-not-text = The file is not text. Please send JSON, or CSV saved as UTF-8.
learning-framework-day = Please give the day from which the framework holds.

# The skill framework
learning-framework-title = Digital skill framework
learning-framework-from = { $issuer } · from { $day }
learning-framework-provisional = In use until the official annex is imported
learning-framework-none = There is no skill framework yet
learning-framework-none-do = The office of culture and society imports one in the officers’ part.
learning-framework-skill = Skill
learning-framework-t3 = Component of target T3
learning-framework-lessons = Lessons
learning-framework-no-lesson = no lesson yet
learning-framework-states = Four states, never merged
learning-four-learned = Learnt
learning-four-learned-what = read a lesson to its end or came to a class.
learning-four-passed = Passed a quiz
learning-four-passed-what = passed a supervised quiz.
learning-four-able = Does it unaided
learning-four-able-what = did it before a witness; looked at again after some time.
learning-four-confirmed = Confirmed by VNeID
learning-four-confirmed-what = stands in an official list of confirmations.
learning-framework-office-lead = The versions of the framework that were in use. Import a new one when the official annex is there.
learning-framework-see = See it as citizens do
learning-framework-versions = Versions
learning-framework-state-current = In use
learning-framework-state-retired = Replaced
learning-framework-state-waiting = Waits for a decision
learning-framework-import = Import a new version
learning-framework-import-how = The file is looked at first; nothing changes until you say so.
learning-framework-field-name = Name of the framework
learning-framework-field-name-hint = Only for CSV; a JSON file has its own.
learning-framework-field-issuer = Issued by, number of the document
learning-framework-field-from = Holds from
learning-framework-field-from-hint = As the document says. The framework is used only when you press “Use this framework”.
learning-framework-file = Framework file
learning-framework-file-hint = JSON or CSV (UTF-8) with the columns Mã, Tên, Đối tượng, Nhóm, Mức độ, Thành phần, Thay cho (old codes).
learning-framework-look = Look at it first
learning-framework-counts = { $all } skills: { $new } new codes, { $gone } codes gone, against the one in use
learning-framework-preview-lead = This framework is not in use yet. Look closely at the new codes and those that are gone.
learning-framework-use = Use this framework from now on
learning-framework-again-lead = This framework was used before another took its place. If you use it again, what was recorded under its codes counts again.
learning-framework-again = Use this framework again
learning-framework-leave = Later
learning-framework-not-sure = Please open the preview again and press “Use this framework from now on”.
learning-framework-new = New codes
learning-framework-gone = Codes that are gone
learning-framework-gone-what = What was recorded under these codes stays in the ledger, and counts for what takes their place.
learning-framework-replace = Old codes and what takes their place
learning-framework-replace-lead = Lessons, quizzes and recorded results still carry old codes. Choose the new code for each, and they go on counting for it.
learning-framework-replace-open = { $open } of { $all } old codes have nothing in their place. Lessons and results of such a code do not count in this framework.
learning-framework-replace-see = See and change each code
learning-framework-replace-none = Nothing takes its place
learning-framework-replace-keep = Save what takes their place
learning-framework-replaced = What takes the place of old codes was saved.
learning-framework-all = See all skills
learning-framework-adopted = The new framework is in use.

# Writing items
learning-edit-title = Lessons and library
learning-edit-lead = Write something new, make a version of the commune’s own, translate, approve and publish. Older versions are always kept.
learning-edit-waiting = Being written or waiting for approval
learning-edit-new = Write something new
learning-edit-new-lesson = Lesson
learning-edit-new-guide = Quick guide
learning-edit-new-video = Video
learning-edit-new-infographic = Infographic
learning-edit-all = Everything there is
learning-edit-own = the commune’s version
learning-edit-in-vi = Vietnamese
learning-edit-in-en = English
learning-edit-change-vi = Change Vietnamese
learning-edit-change-en = Change English
learning-edit-translate-vi = Write Vietnamese
learning-edit-translate-en = Translate into English
learning-state-of-draft = Draft
learning-state-of-review = Waits for approval
learning-state-of-published = Published
learning-state-of-archived = Put away
learning-edit-number = version { $n }, { $state }
learning-edit-move-draft-review = Send for approval
learning-edit-move-draft-archived = Drop this draft
learning-edit-move-review-published = Approve and publish
learning-edit-move-review-draft = Send back
learning-edit-move-published-archived = Put away, readable no more
learning-edit-said-draft = Sent back as a draft.
learning-edit-said-review = Sent for approval.
learning-edit-said-published = Published. Everybody can read it now.
learning-edit-said-archived = Put away. Where there is a built-in text, it is read again.
learning-edit-saved = The draft is saved.
learning-edit-not-draft = This version is no draft any more and cannot be changed. Begin a new one from the item.
learning-edit-no-way = This version cannot go there. Open its page again to see where it stands.
learning-edit-why = Please say why it is sent back, so that the writer knows what to change.
learning-edit-why-field = What should be changed?
learning-edit-no-file = There is no file of that code. Upload the file first, then copy its code.
learning-edit-checked = Please give the day on which the content was checked; not one in the future.
learning-edit-body-missing = There is no text yet.
learning-edit-body-long = The text is too long. Please make several items of it.
learning-edit-media-missing = Please give the code of an uploaded file, or the address of a video.
learning-edit-form-title = Write an item
learning-edit-field-title = Title
learning-edit-field-id = Name in the address
learning-edit-field-id-hint = Small letters without marks, and dashes, such as dang-ky-xe-buyt. It cannot be changed later.
learning-edit-field-summary = Summary in one sentence
learning-edit-field-want = Finish: I want to…
learning-edit-field-want-hint = Begins with a small letter, such as: book a doctor’s visit
learning-edit-field-body = Text
learning-edit-field-body-hint = Every step begins with ## and its name. A picture: ![what it shows](picture:name), or the code of an uploaded one. HTML is shown as text.
learning-edit-field-media = Code of the video or picture
learning-edit-field-media-hint = Upload the file under “Pictures, videos, captions”, then copy its code to here.
learning-edit-field-captions = Code of the captions
learning-edit-field-link = Address of a video elsewhere
learning-edit-field-link-hint = Begins with https:// – whoever watches it needs the Internet.
learning-edit-field-minutes = Minutes
learning-edit-field-skills = Skill codes
learning-edit-field-skills-hint = With spaces between.
learning-edit-skills-list = See the skill codes
learning-edit-field-keywords = What people type when they look for it
learning-edit-field-keywords-hint = One word or phrase a line; wrong names that many use, too.
learning-edit-field-guide = The quick guide that belongs to it
learning-edit-field-practice = The practice screen that belongs to it
learning-edit-save = Save the draft
learning-edit-leave = Go back without saving
learning-edit-go-on = Go on writing
learning-edit-differences = See what changed
learning-edit-differences-lead = { $new } new lines, { $gone } lines gone
learning-edit-no-difference = Nothing changed
learning-edit-line-new = New line:
learning-edit-line-gone = Line gone:
learning-edit-see-public = See what citizens read now
learning-edit-what-next = What next for this version?
learning-edit-preview = Preview
learning-edit-history = What it went through
learning-edit-others = Other versions of this item
learning-edit-shape-lesson = ## After this lesson {"{"}#goals{"}"}

    - You can …

    ## Step one

    {"**"}One main sentence.** One or two short ones more.

    ## Try it {"{"}#practice{"}"}

    1. …

    ## When something goes wrong {"{"}#trouble{"}"}

    - **What happens:** what to do.

    ## Where to ask {"{"}#ask{"}"}

    - The community digital team of your village.
learning-edit-shape-guide = One sentence to begin.

    ## You need {"{"}#need{"}"}

    - …

    ## Step by step {"{"}#steps{"}"}

    1. …

    ## If it does not work {"{"}#trouble{"}"}

    - …

    ## Remember {"{"}#remember{"}"}

    …

# Files
learning-file-lead = Pictures are made lighter and lose what is hidden in them. Videos: held sideways, under ten minutes, with captions.
learning-file-choose = Choose a file
learning-file-hint = Pictures JPG, PNG, WebP; videos MP4, WebM up to 95 MB; captions VTT.
learning-file-sending = Sent
learning-file-send = Upload
learning-file-list = Files that are here
learning-file-none = There is no file yet
learning-file-none-do = Upload the first one with the field above.
learning-file-use-picture = Copy into a text:
learning-file-use = Code of the file:
learning-file-copy = Copy
learning-file-taken = The file was taken in.
learning-file-kind-picture = Picture
learning-file-kind-video = Video
learning-file-kind-captions = Captions
learning-file-kind = This file is no picture, video or captions that can be used. Please send JPG, PNG, WebP, MP4, WebM or VTT.
learning-file-captions = The captions cannot be read. Please save them as VTT in UTF-8, at most 1 MB.
learning-file-cut = The video was cut in the middle or is damaged. Please send the original file again.
learning-file-heic = This picture is in the iPhone’s HEIC form, which browsers do not show. Please save it as JPG and send it again.

# The officers' page of all parts
learning-desk-lead = Everything about lessons, checks and certificates, with what waits to be done.
learning-desk-public = See what people learn from
learning-desk-none = Your role has nothing to do here
learning-desk-none-do = To read the lessons, open “See what people learn from”.
learning-desk-checks = Checks and recognition
learning-desk-content = Content
learning-part-basics = The five basic parts
learning-part-basics-lead = Watch somebody do an everyday task on the phone by themselves, and record it at once.
learning-part-rounds = Supervised quizzes
learning-part-rounds-lead = Open a quiz or a practice for an evening and call people up by card or name.
learning-part-due = Due for a re-check
learning-part-due-lead = Who could do it unaided and is to show it again after 2, 5, 12, 30, 90 days.
learning-part-due-waits = { $n } due
learning-part-matrix = Skills of people
learning-part-matrix-lead = Every person, every skill, four states.
learning-part-certificates = Certificates
learning-part-certificates-lead = Hand out, keep the register, take back when two agree.
learning-part-certificates-waits = { $n } to look at again
learning-part-bank = Questions
learning-part-bank-lead = The bank of questions, which are too hard or unclear, new ones from a file.
learning-part-items = Lessons
learning-part-items-lead = Write, translate, approve and publish lessons, quick guides, videos, infographics.
learning-part-items-waits = { $n } waiting for approval
learning-part-files = Pictures, videos, captions
learning-part-files-lead = Upload files to use in lessons.
learning-part-framework = Skill framework
learning-part-framework-lead = The version in use; take in a new one when the official annex is there.
