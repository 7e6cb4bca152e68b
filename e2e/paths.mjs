// The addresses that the browser tests walk, by who walks them. A new page type is a new line here.

/** @type {{ role: string | null, paths: string[] }[]} `null` is somebody who has not signed in */
export const WALKS = [{ role: null, paths: ['/', '/dang-nhap', '/lich-hoc'] }];
