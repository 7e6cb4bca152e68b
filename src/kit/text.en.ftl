# The frame and errors that any page may show
product = học vụ số
frame-skip = Skip to the content
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

form-faults = { $n ->
    [one] One thing needs correcting
   *[other] { $n } things need correcting
}
form-error = Error:{" "}
form-optional = (optional)
