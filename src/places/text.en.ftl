# places
places-code-form = “{ $code }” is not an official code: it needs { $digits } digits.
