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
