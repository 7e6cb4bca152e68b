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
      '/quan-ly/ho',
      '/quan-ly/kiem-tra',
      '/quan-ly/kiem-tra » main .rows a[href^="/quan-ly/kiem-tra/"]',
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
  { role: 'volunteer', paths: ['/quan-ly/lop'] },
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
