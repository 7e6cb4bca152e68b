# What commands say
cli-serving = hocvuso is ready: open { $address } in a browser. Ctrl-C stops it.
cli-stopped = Stopped; everything that was saved is safe.
cli-port-taken = { $address } is in use by another program. Stop that one, or choose another port: --listen 127.0.0.1:8081
cli-port-forbidden = This user may not answer on { $address }. Ports below 1024 need special rights; choose a higher one: --listen 127.0.0.1:8080
cli-address-wrong = Can't answer on { $address }: { $why }. Write host and port, such as 127.0.0.1:8080.
cli-config-unreadable = Can't read the settings file { $file }: { $why }
cli-config-wrong = The settings file { $file } has a mistake. Known keys: listen, data, database.
    { $why }
cli-demo-loading = Loading the invented commune
cli-demo-accounts = Demo accounts (role, login name, password, place):
cli-no-database = There is no database in { $folder }. Name the right folder with --data, or begin with: hocvuso commune add
cli-commune-added = { $name } ({ $code }) is added. Next: hocvuso user add … --role coordinator, then hocvuso serve
cli-commune-nameless = The commune's name is missing.
cli-commune-known = A commune with the code { $code } is there already.
cli-commune-demo = demo
cli-commune-villages = { $n ->
    [one] 1 village
   *[other] { $n } villages
}
cli-commune-which = There are several communes: say which with --commune ({ $codes }).
cli-commune-unknown = There is no commune with the code { $code }. Known: { $codes }.
cli-province-unknown = The province { $code } is new: give its name with --province-name.
cli-village-unknown = There is no village called “{ $name }” in the commune.
cli-unit-unknown = There is no unit called “{ $name }” in the commune.
cli-user-added = The account { $login } is added.
cli-user-reset = The account { $login } has a new password and is signed out everywhere.
cli-user-unknown = There is no account called { $login }. `hocvuso user list` shows them all.
cli-user-disabled = disabled
cli-user-none = There is no account yet. Add the first one: hocvuso user add … --role system_admin
cli-password-ask = Password: { "" }
cli-password-again = Once more: { "" }
cli-password-made = Password: { $password }
    It is shown this once, and must be changed at the first sign-in.
cli-migrated = The tables are up to date (version { $version }).
cli-rebuilding = Folding the ledger
cli-rebuilt = { $name }: attainments and tallies are made again from { $n } entries.
cli-checking = Proving the ledger
cli-check-fine = fine
cli-check-wrong = BAD { "" }
cli-check-unsound = Something is not sound: see the lines marked BAD.
cli-exporting = Writing files
cli-exported = { $files } files with { $rows } rows are in { $folder }. They hold personal data: keep them safe.
cli-folder-wrong = Can't use the folder { $folder }: { $why }
cli-import-reading = Reading the file
cli-import-bad = Sheet “{ $sheet }”, row { $row }: { $why }
cli-import-twin = Sheet “{ $sheet }”, row { $row }: likely the same person as row { $above } of “{ $other }”
cli-import-known = Sheet “{ $sheet }”, row { $row }: likely already in the register ({ $person })
cli-import-would = { $good } rows can be used, { $bad } can't, { $twins } are likely duplicates. Nothing was changed.
cli-import-done = { $good } people are added; { $bad } rows could not be used; { $twins } likely duplicates wait for a decision.
cli-import-places = { $villages } villages and { $units } units are added; { $known } were there already; { $bad } rows could not be used.
cli-file-unreadable = Can't read { $file }: { $why }
cli-file-unwritable = Can't write { $file }: { $why }
cli-report-draft = Written: { $file } (a draft, marked so)
cli-report-locked = Written: { $file } (the locked report)
