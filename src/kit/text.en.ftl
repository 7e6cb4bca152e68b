# The frame and errors that any page may show
product = học vụ số
nav-home = Home
nav-timetable = Timetable
nav-plan = The plan
nav-dashboard = Overview
nav-classes = Classes
nav-people = People
nav-targets = Targets
nav-reports = Reports
nav-places = Places
nav-accounts = Accounts
nav-log = Log
no-data = no data yet

error-title = This could not be done
error-not-found = There is no such page, or it is outside your part of the work. Check the address or go back.
error-forbidden = Your role may not do this. If you need to, ask the Culture and Society office for it.
error-sign-in = Sign in to go on.
error-stale-form = This page was open for too long, or was sent from elsewhere. Open it again and repeat; all that was saved is safe.
error-too-large = The file is too large: 20 MB at most. Split it and send it again.
error-changed = Somebody changed this just before you. Open the page again to see the new state, then go on.
error-disk-full = The server has no space left. Your change was not saved. Ask the administrator to free space, then try again.
error-busy = The server is busy. Your change was not saved. Wait a minute and try again.
error-taken = This exists already. Check the name or code.
error-broken = The server met an error and saved nothing. Try again; if it goes on, tell the administrator.
error-no-commune = This server has no commune yet. The administrator makes the first one with “hocvuso commune add”.
error-no-file = No file was chosen. Choose one and send it again.
error-upload-broken = The upload broke off. Send it again.
error-password-first = Change the password you were given before going on.
<<<<<<< HEAD

day-empty = Give a day: day/month/year, such as 05/10/2026.
day-unreadable = This is not readable as a day. Write day/month/year, such as 05/10/2026.
day-short-year = Write the year with four digits, such as 05/10/2026.
day-no-such = The calendar has no such day. Check day and month; the day comes first.
day-out-of-range = The year must be from 1900 to 2199. Check the year.
time-empty = Give a time: hours and minutes, such as 19:30.
time-unreadable = This is not readable as a time. Write hours and minutes, such as 19:30.
time-no-such = There is no such time. Hours go from 0 to 23, minutes from 0 to 59, such as 19:30.

period-month = Report month
period-quarter = Quarter
period-half-year = Half year
period-year = Report year
period-unreadable = This is not readable as a period. Write 2026-10 (month), 2026-Q4 (quarter), 2026-H2 (half year) or 2026 (year).
period-no-such = There is no such period. A year has 12 months, 4 quarters, 2 halves.
period-out-of-range = The year must be from 1900 to 2199. Check the year.

recur-no-weekday = Choose at least one day of the week.
recur-end-before-start = The end must come after the start. Check days and times.
recur-no-session = No session is left. Check the chosen days and the days off.
recur-too-many = Too many sessions: a class has at most 200. Make it shorter or two classes.
recur-too-long = The class takes more than 2 years. Choose an earlier end or fewer sessions.

lunar-first-of-month = First of the lunar month: many make offerings
lunar-full-moon = Full moon: many make offerings
lunar-before-tet = Before Tết: everybody is busy
lunar-tet-eve = Last day of the lunar year
lunar-tet = Tết, the lunar new year
lunar-after-tet = After Tết: feasts and visits go on
lunar-out-of-range = The lunar calendar is reckoned from 1800 to 2199.
lunar-no-such-day = There is no such lunar day. Check day, month and leap month.

frame-skip = Skip to the content
frame-fault-title = Error:
frame-tools = Text size and display
frame-smaller = Smaller text
frame-normal = Normal text size
frame-larger = Larger text
frame-contrast = High contrast
frame-read = Read aloud
frame-language = VI: Tiếng Việt
frame-language-short = VI
frame-account = Account
frame-menu = Menu
frame-parts = Parts of the site
frame-crumbs = Where you are
frame-demo = Demo data – invented.
frame-demo-more = All people, phone numbers and figures here are made up; try anything.
frame-help-title = Need help?
frame-help = Ask the community digital technology team of your village, or come to the village hall when there is a class.
frame-help-officer = Every figure can be pressed to see what it is made of. If you are stuck, ask the commune's Culture and Society office.
frame-about = The software of the commune's “digital literacy for all” movement.
frame-agency = Agency in charge: Culture and Society office, commune People's Committee.
frame-source = Please name the source when you use this content again.
pages-label = Pages of the list
pages-previous = Previous page
pages-next = Next page
pages-at = Page { $page } of { $pages }, { $total } rows
faults-title = Something needs mending

script-copied = Copied
script-file = { $name } ({ $size })
script-file-large = A file of { $size } is too large; { $limit } at most. Split it.
script-none-found = Nobody here is called “{ $text }”.
script-reading = The server is reading the file…
script-refused = Not saved: { $text }
script-send-failed = The file could not be sent. Check the network and send it again.
script-sending = Sending: { $percent }%
script-waiting = Not sent yet; trying again by itself
script-read-stop = Stop reading
script-saving = Saving…
script-saving-many = Saving { $n } people…
script-saved = All saved
script-failed = No network: { $n } people not sent yet. Do not close this page.
=======
print-too-long = The table has { $rows } rows, too many to print ({ $most } at most). Download the Excel file, or print one village at a time.
>>>>>>> print
