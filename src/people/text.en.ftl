# People
people-name-missing = The name is missing. Write it, then save again.

# People
people-title = People
people-lead = The people in your charge. A whole phone number is shown only on a person's own page; every opening of that page is kept.
people-add = Add a person
people-count =
    { $n ->
        [one] { $n } person
       *[other] { $n } people
    }
people-count-filtered =
    { $n ->
        [one] { $n } person matches the filter.
       *[other] { $n } people match the filter.
    }
people-search = Name or phone number
people-find = Find
people-any = All
people-village = Village
people-village-any = All villages
people-village-choose = Choose a village
people-village-missing = Choose a village.
people-hamlet = Hamlet, lane, group
people-consent = Consent
people-consent-missing = Without consent
people-consent-tag-none = consent not asked
people-consent-tag-no = no consent
people-phone-short = phone { $phone }
people-filter-more = Filter by village, group, needs
people-merged-records = Records merged into this one
people-filter-clear = Clear the filter
people-none-found = Nobody found
people-none-found-lead = Type fewer letters, or drop part of the filter. Marks are not needed.
people-empty = Nobody yet
people-empty-lead = Load a village's list from an Excel file, or add people one by one.

# A person
people-name = Full name
people-name-long = The name is too long: at most 100 characters.
people-birth = Birth
people-birth-ask = Day or year of birth
people-birth-hint = For example 26/07/1954. If only the year is known, write 1954.
people-birth-unknown = birth year unknown
people-sex = Sex
people-sex-male = Male
people-sex-female = Female
people-phone = Phone number
people-phone-hint = For example 0912 345 678. A child's number will do; then say so in the note.
people-identity = Identity number
people-identity-ask = Identity number, only to find duplicates
people-identity-hint = The number is not stored. Only a keyed mark and the last 3 digits are kept, to know the person again on another list.
people-identity-held = yes, ends in { $last }
people-identity-kept = A number that ends in { $last } is kept. Type only to replace it.
people-identity-drop = Drop the number that is kept
people-audience = Group
people-audience-missing = Choose a group.
people-audience-citizen = Residents
people-audience-student = Pupils, students
people-audience-staff = Officials
people-audience-worker = Workers
people-needs = Needs
people-needs-ask = What help is needed in a class?
people-needs-hint = Only the help that is needed, never an illness.
people-need-large_text = large text
people-need-helper = a companion
people-need-read_aloud = reading aloud
people-need-step_free = a way without steps
people-need-slow_pace = a slow pace
people-need-at_home = learning at home
people-need-transport = a ride
people-need-device = a borrowed device
people-smartphone = Smartphone
people-smartphone-yes = Yes
people-smartphone-no = No
people-unknown = not known
people-unit = Unit
people-unit-none = No unit
people-workplace = Class, school, workplace
people-workplace-hint = For example: class 8A, Kim Quan lower secondary school.
people-excluded = Counted among those who should learn?
people-excluded-hint = Who is not counted may still learn and stays on the list.
people-excluded-none = Yes, like everybody
people-excluded-away = No: works or studies far away
people-excluded-unable = No: cannot take part
people-excluded-other = No: another reason, told in the note
people-excluded-tag = Not counted
people-excluded-why = Write why this person is not counted.
people-note = Note
people-note-hint = No identity numbers, illness, ethnicity or religion.
people-text-long = The text is too long. Write it shorter.
people-text-identity = This looks like an identity number. Remove it; identity numbers belong into their own box only.
people-group-who = The person
people-group-where = Where they live
people-group-learning = Learning
people-add-lead = Name, village and group are enough. The rest can follow later.
people-edit = Edit
people-edit-of = Edit { $name }
people-save = Save
people-back = Back
people-added = The person was added. Next: record their consent.
people-changed = The changes are saved.
people-added-at = Added
people-look-first = Please look again before saving
people-twins-lead = Somebody very alike is on the list. If it is the same person, open that page and do not add them again.
people-add-anyway = It is somebody else, add anyway
people-save-anyway = Seen, save anyway
people-opens-new = (opens in a new tab)
people-by-command = the server
people-by-when = recorded by { $by } at { $when }

# Households
people-household = Household
people-household-of = Household of { $head }
people-households = Households
people-households-lead = A household bears the name of its head.
people-households-count =
    { $n ->
        [one] { $n } household
       *[other] { $n } households
    }
people-households-none = No households
people-households-none-lead = Households are made when a list with heads is loaded, or here.
people-household-add = New household
people-household-added = The household was made.
people-household-add-member = Add a member
people-household-elsewhere = That household is in another village. Choose one in the person's own village.
people-household-which = Several households have a head of that name. Which one is it?
people-household-choice = { $head }{ $hamlet }: { $members }
people-household-new = None of these, make a new one
people-household-move = Move
people-household-move-of = Move { $name } to another household
people-household-moved = Moved.
people-household-now = Now in the household of { $head }.
people-household-now-none = In no household yet.
people-household-into = Move here
people-household-own = New household with this person as head
people-household-out = In no household
people-household-remove = Remove this household
people-household-remove-lead = Nobody belongs to it. Removing it removes no person.
people-household-removed = The household was removed.
people-household-not-empty = The household still has members, perhaps merged ones. Move them first.
people-members-count =
    { $n ->
        [one] { $n } person
       *[other] { $n } people
    }
people-members-none = nobody yet
people-head = Head of household
people-head-hint = The head's full name. A household of that name in the village is used; otherwise a new one is made.
people-head-missing = Write the head's full name.
people-head-search = Name of the head
people-head-change = Change the head
people-head-who = Who is the head?
people-head-other = Somebody who is not on the list
people-head-other-name = The head's name, if not on the list
people-head-save = Save the head
people-head-changed = The head was changed.
people-head-choose = Choose a member of the household as its head.

# Consent
people-purpose = Purpose
people-purpose-manage = Running classes
people-purpose-manage-means = Enrolment, attendance, and what the person can do unaided.
people-purpose-contact = Contact
people-purpose-contact-means = Calls and messages about the timetable.
people-purpose-publish = Publishing picture and name
people-purpose-publish-means = In bulletins, on the commune's pages, on honour boards.
people-purpose-zalo = Messages by Zalo
people-purpose-zalo-means = The timetable and lessons by Zalo.
people-purpose-statistics = Statistics
people-purpose-statistics-means = Counted in common figures. Reports name nobody.
people-consent-title = Consent
people-consent-now = Now
people-consent-yes = Yes
people-consent-no = No
people-consent-no-withdraw = No longer (withdraw)
people-consent-unasked = Not asked
people-consent-how = How it was recorded
people-consent-signature = See the signature
people-consent-change = Change
people-consent-ask = Ask
people-consent-withdraw = Withdraw
people-consent-record = Record consent
people-consent-of = Consent of { $name }
people-consent-lead = Ask about each purpose alone and choose what the person says. Leave open what was not asked: silence is not consent.
people-consent-since = Agreed since { $when }.
people-consent-refused-since = Refused at { $when }.
people-consent-save = Record
people-consent-recorded = Consent was recorded.
people-consent-none-told = Choose yes or no for at least one purpose.
people-consent-history = All that was recorded
people-how-ask = How did the person answer?
people-how-missing = Choose how the person answered.
people-how-paper = On signed paper
people-how-paper-hint = Signed or thumb-printed on paper; the village keeps it.
people-how-screen = On this screen
people-how-screen-hint = Read it or heard it read, then chose on this device.
people-how-list = In a loaded list
people-guardian = Legal representative
people-guardian-hint = This person is under 16: the name of the parent or guardian who consents too.
people-guardian-missing = Under { $age } a parent or guardian consents too. Write their name.
people-guardian-was = { $name } consented too
people-form-print = Print the consent form
people-form-title = Consent form
people-form-lead = Print it on A4, read it aloud, let the person tick each box and sign.
people-form-heading = CONSENT FORM
people-form-subject = on the use of personal data in the digital literacy movement
people-print = Print
people-paper-org = PEOPLE'S COMMITTEE
people-paper-nation = SOCIALIST REPUBLIC OF VIETNAM
people-paper-motto = Independence - Freedom - Happiness
people-paper-name = Full name
people-paper-birth = Date of birth
people-paper-place = Place of living
people-paper-dots = ……………………………………………………
people-paper-who = It was explained to me, and I agree or do not agree that the People's Committee of { $commune } uses my data for each purpose below. I tick one box in each row.
people-paper-data = The data are: name, birth, sex, place of living, phone number, help needed in class, classes attended and skills shown. The identity number is not stored.
people-paper-rights = I know that an open row means no; that I may learn whatever I refuse; that I may see, correct and delete my data and withdraw my consent at any time by telling the village head or the commune's office for culture and society (Law 91/2025/QH15 on personal data protection).
people-paper-day = ………, day …… month …… year 20……
people-paper-signer = THE PERSON
people-paper-sign-note = (signature or thumb print, full name)
people-paper-guardian = Legal representative
people-paper-guardian-note = (under 16: parent or guardian signs, full name)
people-receipt-print = Print a receipt
people-receipt-title = Receipt of consent
people-receipt-lead = Give this sheet to the person who agreed.
people-receipt-heading = RECEIPT OF CONSENT
people-receipt-none = No consent was recorded.
people-receipt-rights = You may see, correct and delete your data and withdraw your consent at any time by telling the village head or the commune's office for culture and society. The commune answers within 2 working days and is done within 15 days.
people-receipt-printed = Printed at { $when }
people-receipt-giver = ISSUED BY

# Evidence, history, looks
people-evidence = Evidence
people-evidence-none = Nothing recorded yet
people-evidence-none-lead = Attendance and skills shown will stand here.
people-evidence-shown = The latest { $shown } of { $total } entries
people-evidence-what = { $kind }: { $reached }
people-evidence-who = On { $day }; recorded by { $by } at { $recorded }
people-evidence-seq = Entry { $seq } of the ledger
people-evidence-voided = Voided
people-evidence-other = Another entry
people-attains-essential-knowledge = basic knowledge of the digital change
people-attains-essential-skill = digital skills
people-attains-essential-device = using smart devices
people-attains-essential-service = essential digital services
people-attains-essential-safety = protecting oneself online
people-attains-other = another ability
people-entries-count =
    { $n ->
        [one] { $n } entry
       *[other] { $n } entries
    }
people-history = History of changes
people-history-none = Nothing was changed since this person was added.
people-history-empty = (empty)
people-field-village = Village
people-field-name = Full name
people-field-sex = Sex
people-field-birth = Birth
people-field-hamlet = Hamlet
people-field-household = Household
people-field-unit = Unit
people-field-workplace = Class, school, workplace
people-field-audience = Group
people-field-phone = Phone number
people-field-identity = Identity number (last 3 digits)
people-field-smartphone = Smartphone
people-field-excluded = Counted
people-field-note = Note
people-field-needs = Needs
people-field-merged = Merged with
people-field-unmerged = Taken apart from
people-looks = Who looked at this page
people-looks-lead = The latest 20 looks. The person may ask for this list.

# Likely duplicates
people-pairs = Likely duplicates
people-pairs-lead = Two records that may be one person. Look closely, then decide; a wrong merge can be taken apart.
people-pairs-open =
    { $n ->
        [one] { $n } pair of likely duplicates waits for a decision.
       *[other] { $n } pairs of likely duplicates wait for a decision.
    }
people-pairs-look = See the pairs
people-pairs-waiting = Waiting
people-pairs-merged = Merged
people-pairs-none = No pair is waiting
people-pairs-none-lead = When lists are loaded or people added, records that are alike appear here.
people-likeness-identity = Same identity number
people-likeness-phone = Same name and phone
people-likeness-name = Same name, birth year and village
people-likeness-told = Told by an officer
people-twin = May be the same as { $name } ({ $birth }).
people-pair-compare = Compare
people-pair-title = Is it one person?
people-pair-lead = Compare row by row, then choose.
people-pair-field = What
people-pair-one = First record
people-pair-other = Second record
people-pair-differs = differs
people-pair-same-ask = If it is one person: which record stays?
people-pair-same-hint = It gets what it lacks, and the consent and evidence of the other. One session counts once.
people-pair-keep-one = Keep the first
people-pair-keep-other = Keep the second
people-pair-choose = Choose the record that stays.
people-pair-merge = Make them one
people-pair-apart = They are two people
people-pair-apart-lead = If they are really two, this pair will not be asked again.
people-pair-later = Later
people-kept-apart = Noted: two people.
people-merged = The two records are one now.
people-merged-lead = Records that were merged. A wrong merge is taken apart here.
people-merged-none = Nothing was merged yet.
people-merged-one = { $name } was merged into this record
people-merge-same = Both are the same record. Choose another one.
people-merge-void-reason = Two records of one person were merged: this session counts once
people-unmerge = Take apart
people-unmerge-ask = Make two records again?
people-unmerge-about = { $gone } was merged into { $kept } at { $when }.
people-unmerge-will = The other record is as it was before, with its consent and evidence. What was edited on the kept one since stays.
people-unmerge-yes = Yes, take apart
people-unmerge-order = This record was merged further since. Take that later merge apart first.
people-unmerged = They are two records again.
people-told-pair = Tell a duplicate
people-told-lead = Find the record that you think is the same person as { $name }.

# Loading a list
people-import-title = Load a list
people-import-lead = Send the list of one village. You look at it before anything is written, and can take the whole load back.
people-import-steps = Steps of loading a list
people-import-step-file = Choose a file
people-import-step-look = Look
people-import-step-write = Write
people-import-village = Which village's list is it?
people-import-file = The list
people-import-file-hint = Excel (.xlsx, .xls), .ods or .csv, up to 20 MB. Titles, totals and signatures may stay.
people-import-sending = Sending the file
people-import-look = Send and look
people-import-sample = Get a blank list
people-import-sample-lead = No list yet?
people-import-sample-file = blank-list.xlsx
people-import-past = Earlier loads
people-import-past-none = Nothing was loaded yet.
people-import-counts = { $good } good rows, { $bad } bad rows
people-import-state-preview = to be looked at
people-import-state-writing = being written
people-import-writing-lead = Nobody of this list is shown yet; when it is written, all of them are at once. Open this page again in a few minutes.
people-import-busy = Another list is being written. Wait until it is done, then try again.
people-import-state-applied = written
people-import-state-undone = taken back
people-import-about = { $village }, sent at { $when }
people-import-found = { $good } people were read, { $bad } rows are bad
people-import-nothing-yet = Nothing is written yet. Look below, then write at the end of the page.
people-import-none-good = No row can be used; { $bad } rows are bad
people-import-none-good-lead = Get the bad rows, mend them and send them again.
people-import-no-list = No list of people was found in the file
people-import-no-list-lead = The reason stands at each sheet below. A list needs a row of headings with “Họ và tên” (full name).
people-import-nothing = No list of people was found in the file. A list needs a row of headings with “Họ và tên” (full name).
people-import-sheets = Sheets
people-import-columns = Columns understood:
people-import-column = { $title } → { $meaning }
people-import-unknown = Columns not understood and not stored:
people-import-sample-rows = The first rows will be written like this
people-import-row = Row { $row }
people-import-row-of-sheet = { $sheet }, row { $row }
people-import-of-row = May be the same as: { $row }, { $name }, { $birth }
people-import-rows =
    { $n ->
        [one] { $n } row
       *[other] { $n } rows
    }
people-import-bad =
    { $n ->
        [one] { $n } bad row
       *[other] { $n } bad rows
    }
people-import-bad-lead = These rows are not written. Get them, mend them in Excel and send the mended file.
people-import-bad-where = Where
people-import-bad-why = Reason
people-import-bad-row = Row in the first file
people-import-bad-note = Identity numbers are not here because they are not stored. Copy them from the first file if needed.
people-import-bad-title = Bad rows
people-import-bad-file = { $file } - bad rows
people-import-bad-xlsx = Get the bad rows (Excel)
people-import-bad-csv = Get the bad rows (CSV)
people-import-more =
    { $n ->
        [one] { $n } more bad row is in the file.
       *[other] { $n } more bad rows are in the file.
    }
people-import-warnings = Worth a look
people-import-warnings-lead = These rows are written all the same.
people-import-likely =
    { $n ->
        [one] { $n } row may be a duplicate
       *[other] { $n } rows may be duplicates
    }
people-import-likely-lead = When in doubt leave it at “Decide later”: the person is added, and the pair is kept.
people-import-likely-more = { $n } more rows will be added and kept for a later decision.
people-decision-later = Decide later
people-decision-later-hint = Add the person and keep the pair
people-decision-same = The same person
people-decision-same-hint = Only fill what is missing
people-decision-different = Two people
people-decision-different-hint = Add the person, do not ask again
people-import-write =
    { $n ->
        [one] Write { $n } person
       *[other] Write { $n } people
    }
people-import-forget = Drop it, write nothing
people-import-forgotten = The file was dropped. Nothing was written.
people-import-written = The list was written.
people-import-again = This very file was written already (“{ $file }”). See it under “Earlier loads”; to write it again, take that load back first.
people-import-not-preview = This load was written or dropped already.
people-import-not-applied = This load was not written, or was taken back already.
people-import-done =
    { $n ->
        [one] { $n } person was added
       *[other] { $n } people were added
    }
people-import-filled =
    { $n ->
        [one] { $n } person on the list already was filled in.
       *[other] { $n } people on the list already were filled in.
    }
people-import-pairs =
    { $n ->
        [one] { $n } pair of likely duplicates waits for a decision.
       *[other] { $n } pairs of likely duplicates wait for a decision.
    }
people-import-see = See the village's list
people-import-undo = Take this load back
people-import-undo-lead = Those who were added leave the list, except who has evidence or was edited.
people-import-undo-ask = Take this load back?
people-import-undo-will = This load added { $n } people. Whoever was not edited and has no evidence leaves the list; what was filled in is empty again.
people-import-undo-wont = Who attended, was edited, was merged or gave consent of their own stays, and is named afterwards.
people-import-undo-yes = Yes, take it back
people-import-undo-no = No, keep it
people-import-undone = The load was taken back.
people-import-was-undone = This load was taken back
people-import-none-stayed = Nobody of this load is on the list.
people-import-stayed =
    { $n ->
        [one] { $n } person stayed because of evidence or edits:
       *[other] { $n } people stayed because of evidence or edits:
    }

# Reading a list: why a row cannot be used yet
people-row-name-missing = the name is missing
people-row-name-too-long = the name is too long
people-row-birth-unreadable = the year of birth cannot be read
people-row-birth-not-real = the birth date does not exist
people-row-birth-future = the birth date is in the future
people-row-birth-too-old = older than 120

# Reading a list: rows that are used and should be looked at
people-row-warn-name-odd = the name has one word only, or digits or signs
people-row-warn-birth-missing = no birth date given
people-row-warn-birth-serial = the birth date was an Excel day number; look again
people-row-warn-sex = the sex is unclear
people-row-warn-phone = not a valid phone number; left out
people-row-warn-phone-prefix = unknown phone prefix
people-row-warn-phone-more = several phone numbers; the first was taken
people-row-warn-identity = not a valid identity number; left out
people-row-warn-identity-sex = the identity number says the other sex
people-row-warn-identity-year = the identity number says another birth year
people-row-warn-identity-province = the identity number has an unknown province
people-row-warn-group = unknown group; taken as resident
people-row-warn-note = the note tells of health, ethnicity or belief and is not kept

# Reading a list: lines that are not people
people-row-aside-total = a total
people-row-aside-signature = signatures
people-row-aside-heading = headings once more
people-row-aside-section = name of a hamlet
people-row-aside-continued = more about the person above
people-row-aside-remark = a remark

# Reading a list: its sheets
people-row-sheet-read = read
people-row-sheet-hidden = a hidden sheet, not read
people-row-sheet-empty = an empty sheet
people-row-sheet-no-heading = no heading row with a column of names
people-row-sheet-side-by-side = two tables stand side by side. Move the right one below or to another sheet, then send the file again
people-row-sheet-old-font = written for an old font (TCVN3 or VNI). Convert it to Unicode, then send it again
people-row-sheet-garbled = the letters are garbled. Open the original, save it as UTF-8 or .xlsx, then send it again

# The columns of a list
people-column-ordinal = number
people-column-name = full name
people-column-family = family and middle names
people-column-given = given name
people-column-birth = birth date
people-column-day = day
people-column-month = month
people-column-year = year
people-column-male = male
people-column-female = female
people-column-sex = sex
people-column-identity = identity number
people-column-phone = phone
people-column-hamlet = hamlet, lane, group
people-column-village = village
people-column-address = address
people-column-household = head of household
people-column-group = audience group
people-column-unit = class, unit
people-column-smartphone = has a smartphone
people-column-consent = agrees to give data
people-column-note = note
people-column-ignored = not kept
people-field-unknown = This field can not be changed like that.
people-consent-unknown = It is not clear what the person agreed to, or how.

# Learner cards
people-card = Learner card
people-cards-title = Learner cards
people-cards-lead = Paper cards with a QR code to take attendance without a phone. A card shows name, village and its code; no identity or phone number.
people-cards-all = Make and print by list
people-cards-people = Choose people
people-cards-none-lead = Try another village, or fewer conditions.
people-cards-made = The cards are made and can be printed.
people-cards-made-n = { $n ->
    [one] 1 card made
   *[other] { $n } cards made
}
people-cards-made-next = Press “Print new cards” for a PDF, print it on thick A4 paper and cut along the marks.
people-cards-old = Old cards that no longer work
people-card-state = Card
people-card-state-chua-co = No card
people-card-state-chua-in = Not printed
people-card-state-da-in = Printed
people-card-search = Name or card code
people-card-with-back = Print the backs too (what to do with a lost card; print on both sides, turned over the long edge)
people-card-part = Which part to print again
people-card-part-of = Cards { $from } to { $to }
people-card-make-all = Make cards for { $n } without one
people-card-print-new = Print { $n } new cards ({ $sheets } A4 sheets)
people-card-print-all = Print all { $n } cards again
people-card-print-hint = Ten cards to an A4 sheet, at most 500 cards at a time; a large file takes some seconds. Open this page again afterwards to see which cards are printed. Every printing is logged.
people-card-tick = Choose { $name }
people-card-tick-some = Tick at least one person on the list.
people-card-nobody = Nobody on this list needs a card made or printed.
people-card-none-to-print = These people have no cards. Make the cards first, then print them.
people-card-make-ticked = Make cards for those chosen
people-card-print-ticked = Print cards of those chosen
people-card-of = Learner card of { $name }
people-card-lead = Whoever leads the class scans the QR code or types the code to take attendance.
people-card-none = No card yet
people-card-none-lead = Make a card and print it. The learner only has to bring it to class.
people-card-make = Make a card
people-card-made = The card is made. Press Print card for a PDF.
people-card-has-one = This person has a card. If it is lost, revoke the old one and make another.
people-card-refuses = This person did not agree to be on class lists, so no card can be made. Ask again and record the answer first.
people-card-keys-full = All 255 signing keys are used. Tell the system administrator.
people-card-key-gone = The server no longer has the key that signed this card, so it can't be printed again. Revoke it and make another.
people-card-made-by = Made
people-card-printed = Last printed
people-card-printed-never = never
people-card-print = Print card
people-card-qr = QR code of the card
people-card-private = The QR code holds a signed card number only. No name, identity number or phone number.
people-card-see = See, print, report lost
people-card-see-none = No card yet, make one
people-card-lost = Lost: print a new card
people-card-lost-ask = Revoke the card of { $name }?
people-card-lost-about = Card { $code } of { $name } will no longer work.
people-card-lost-will = Phones learn of it at their next sync. Sessions that were marked stay as they are.
people-card-lost-yes = Revoke, and make a new card
people-card-lost-only = Only revoke
people-card-replaced = The old card is revoked and a new one made. Press Print card for it.
people-card-revoked-done = The card is revoked.
people-card-revoked-before = This card was revoked before.
people-card-revoked = { $reason } ({ $when })
people-card-reason = Why is the card revoked?
people-card-reason-missing = Choose why the card is revoked.
people-card-reason-lost = Lost
people-card-reason-damaged = Damaged
people-card-reason-wrong = Something on it is wrong
people-card-reason-left = Not needed any more
people-card-keys = Signing keys
people-card-keys-lead = Cards are signed so that nobody can forge them. When a key may have leaked, begin a new one: cards made from now on are signed with it, cards handed out before still work.
people-card-key = Key { $n }
people-card-key-begin = Begin a new key
people-card-key-begun = A new key was begun. Phones get it at their next sync.
people-card-not-a-card = This code is not a learner card.
people-card-newer = This card is of a later version. Update the program.
people-card-unknown-key = This card was not made here, or after the last sync.
people-card-forged = This card is not genuine: its signature is wrong.
people-card-elsewhere = This card is of another commune.
people-card-kind = LEARNER CARD
people-card-note = Digital literacy for all. No personal identity number on this card.
people-card-demo = SAMPLE, INVENTED PERSON
people-card-back-show = Show this card to whoever leads the class.
people-card-back-lost = Lost it? Tell the village head or the digital team. The old card is revoked and a new one made at once.
people-card-back-found = Found this card? Please send it to the People’s Committee of { $commune }.
people-card-back-private = The code holds a card number only. No identity number, phone number or bank account.

people-number = No.
people-take-lead = The file holds exactly the people filtered above, with phone numbers. Taking it is logged; your name and the time stand in the file.
people-take-xlsx = Download the list (Excel)
people-take-csv = Download the list (CSV)
people-taken-file = register
people-taken-by = Taken by { $name } ({ $login }) at { $when }, { $n } people. Personal data: do not pass on, delete after use.
