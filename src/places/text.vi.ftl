# places
places-code-form = “{ $code }” không phải mã chính thức: cần đúng { $digits } chữ số.
