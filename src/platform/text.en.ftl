# The server itself
platform-style = Style
platform-demo-real = This database holds a real commune: the demo is not loaded into it. Choose another folder with --data.
