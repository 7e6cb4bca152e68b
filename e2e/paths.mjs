// The addresses that the browser tests walk, by who walks them. A new page type is a new line here.
//
// `/list » a[href^="/list/"]` opens /list and follows its first link of that kind: pages whose address holds an id.

/** @type {{ role: string | null, paths: string[] }[]} `null` is somebody who has not signed in */
export const WALKS = [
  { role: null, paths: ['/', '/dang-nhap', '/lich-hoc', '/lich-hoc » main a[href^="/lich-hoc/"]:not([href$=".ics"])', '/ke-hoach'] },
  {
    role: 'coordinator',
    paths: [
      '/quan-ly',
      '/quan-ly/toi',
      '/quan-ly/toi/mat-khau',
      '/quan-ly/giao-dien',
      '/quan-ly/dia-ban',
      '/quan-ly/dia-ban/thon/moi',
      '/quan-ly/dia-ban/don-vi/moi',
      '/quan-ly/dia-ban/nhap',
      '/quan-ly/tai-khoan',
      '/quan-ly/tai-khoan/moi',
      '/quan-ly/tai-khoan » main a[href^="/quan-ly/tai-khoan/"]:not([href$="/moi"])',
      '/quan-ly/dia-diem',
      '/quan-ly/dia-diem/moi',
      '/quan-ly/lop',
      '/quan-ly/lop/moi',
      '/quan-ly/lop/tuan-trong',
      '/quan-ly/lop » main a[href^="/quan-ly/lop/buoi/"]',
      '/quan-ly/lop » main a[href^="/quan-ly/lop/"]:not([href^="/quan-ly/lop/buoi"]):not([href^="/quan-ly/lop/moi"]):not([href^="/quan-ly/lop/tuan"])',
      '/quan-ly/nguoi-dan',
      '/quan-ly/nguoi-dan/moi',
      '/quan-ly/nguoi-dan/nhap',
      '/quan-ly/nguoi-dan/trung',
      '/quan-ly/nguoi-dan » main .rows a[href^="/quan-ly/nguoi-dan/"]',
      '/quan-ly/the',
      '/quan-ly/the?the=chua-in » main .rows a[href$="/the"]',
      '/quan-ly/ho',
      '/quan-ly/kiem-tra',
      '/quan-ly/kiem-tra » main .rows a[href^="/quan-ly/kiem-tra/"]',
      '/quan-ly/dong-hanh',
      '/quan-ly/dong-hanh/huong-dan',
      '/quan-ly/dong-hanh/huong-dan/moi',
      '/quan-ly/dong-hanh/huong-dan » main a[href^="/quan-ly/dong-hanh/ghi/"]',
      '/quan-ly/dong-hanh/kem',
      '/quan-ly/dong-hanh/kem/chua-co',
      '/quan-ly/dong-hanh/kem/in',
      '/quan-ly/dong-hanh/kem » main .rows a[href^="/quan-ly/dong-hanh/kem/"]',
      '/quan-ly/dong-hanh/ho',
      '/quan-ly/dong-hanh/ho » main .rows a[href^="/quan-ly/dong-hanh/ho/"]',
      '/quan-ly/dong-hanh/cho',
      '/quan-ly/dong-hanh/cho/moi',
      '/quan-ly/dong-hanh/cho » main .rows a[href^="/quan-ly/dong-hanh/cho/"]',
      '/quan-ly/dong-hanh/danh-tinh',
      '/quan-ly/dong-hanh/danh-tinh » main .rows a[href^="/quan-ly/dong-hanh/danh-tinh/"]',
      '/quan-ly/dong-hanh/truc',
      '/quan-ly/dong-hanh/truc/in',
      '/quan-ly/dong-hanh/truc/gio',
      '/quan-ly/dong-hanh/truc/moi',
      '/quan-ly/dong-hanh/truc/ghi',
      '/quan-ly/dong-hanh/nho-giup',
      '/quan-ly/dong-hanh/nho-giup/moi',
      '/quan-ly/dong-hanh/nho-giup?muc=closed » main .rows a[href^="/quan-ly/dong-hanh/nho-giup/"]',
      '/quan-ly/dong-hanh/chi-tieu',
      '/quan-ly/dong-hanh/chi-tieu/giao',
      '/quan-ly/so-lieu/i2-dvctt',
      '/quan-ly/so-lieu/households-visited',
      '/quan-ly/chi-tieu',
      '/quan-ly/chi-tieu/T3',
      '/quan-ly/chi-tieu/mau-so',
      '/quan-ly/so-lieu/i5-sessions',
      '/quan-ly/so-lieu/t3-device',
      '/quan-ly/so-lieu/i5-attendances » main a[href^="/quan-ly/bang-chung/"]',
      '/quan-ly/bao-cao',
      '/quan-ly/bao-cao » main a[href^="/quan-ly/bao-cao/thang/"]',
      '/quan-ly/bao-cao/so-van-ban',
    ],
  },
  { role: 'commune_leader', paths: ['/quan-ly', '/quan-ly/nhat-ky'] },
  { role: 'village_head', paths: ['/quan-ly', '/quan-ly/lop'] },
  {
    role: 'ambassador',
    paths: ['/quan-ly/dong-hanh', '/quan-ly/dong-hanh/kem', '/quan-ly/dong-hanh/kem » main .rows a[href^="/quan-ly/dong-hanh/cap/"]'],
  },
  { role: 'volunteer', paths: ['/quan-ly/lop', '/quan-ly/dong-hanh', '/quan-ly/dong-hanh/danh-tinh'] },
];

/** The address that `path` leads to, for whoever `page` is. */
export async function follow(page, path) {
  const [start, link] = path.split(' » ');
  if (link === undefined) return start;
  await page.goto(start, { waitUntil: 'load' });
  const href = await page.locator(link).first().getAttribute('href', { timeout: 5000 }).catch(() => null);
  if (href === null) throw new Error(`${start} has no link ${link}`);
  return href;
}
