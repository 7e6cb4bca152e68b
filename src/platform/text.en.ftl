# The server itself
platform-style = Style
