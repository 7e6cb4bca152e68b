// A made-up pack for the stage of the field app: one lesson with everything that a lesson may hold, a guide, a practice.

const say = (lang, vi, en) => (lang === 'vi' ? vi : en);

/** The pack of an audience in a language, as the server would send it. */
export function stagePack(audience, lang) {
  const t = (vi, en) => say(lang, vi, en);
  const item = (id, kind, title, want, parts, more = {}) => ({
    id,
    kind,
    lang,
    title,
    summary: t('Vài bước ngắn, làm được ngay.', 'A few short steps to do at once.'),
    want,
    level: 1,
    minutes: 10,
    audience: [audience],
    skills: [],
    practice: '',
    guide: '',
    quiz: false,
    checked: '2026-11-22',
    source: t('Biên soạn cho xã', 'Written for the commune'),
    licence: 'CC BY 4.0',
    keywords: ['zalo'],
    parts,
    ...more,
  });
  const part = (name, title, body, picture = null) => ({ name, title, picture, body });
  const items = [
    item(
      `goi-video-${audience}`,
      'lesson',
      t('Gọi video cho con cháu', 'Video calls to your children'),
      t('gọi video cho con cháu', 'call my children with video'),
      [
        part('goals', t('Sau bài này', 'After this lesson'), [['ul', ['li', t('Biết gọi.', 'You can call.')], ['li', t('Biết tắt.', 'You can hang up.')]]]),
        part('step', t('Mở máy', 'Open the phone'), [['p', ['strong', t('Chạm vào hình máy quay.', 'Tap the camera.')], ' ', ['a', { href: 'https://example.vn/a' }, t('Xem thêm', 'See more')]]], ['call', t('Điện thoại đang đổ chuông', 'A ringing phone')]),
        part('step', t('Nói chuyện', 'Talk'), [['p', t('Nhìn vào máy và nói.', 'Look at the phone and talk.')], ['table', ['thead', ['tr', ['th', { scope: 'col' }, 'A']]], ['tbody', ['tr', ['td', t('Một', 'One')]]]]], ['', t('Ảnh của xã', 'A photo of the commune')]),
        part('trouble', t('Khi gặp trục trặc', 'When something goes wrong'), [['ul', ['li', ['strong', t('Không thấy hình:', 'No picture:')], ' ', t('bật máy ảnh.', 'switch the camera on.')]]]),
      ],
      { practice: 'goi-thu', guide: `hd-goi-video-${audience}`, quiz: true },
    ),
    item(`hd-goi-video-${audience}`, 'guide', t('Gọi video trong ba bước', 'Video calls in three steps'), '', [
      part('steps', t('Các bước', 'Steps'), [['ol', ['li', t('Mở.', 'Open.')], ['li', t('Chạm.', 'Tap.')]]]),
      part('remember', t('Nhớ', 'Remember'), [['p', t('Tắt máy khi lạ.', 'Hang up on strangers.')]]),
    ]),
  ];
  const practice = {
    id: 'goi-thu',
    title: t('Tập: gọi video', 'Practice: a video call'),
    intro: t('Cứ bấm thử.', 'Tap freely.'),
    start: 'mot',
    screens: {
      mot: {
        app: t('Danh bạ', 'Contacts'),
        parts: [
          { kind: 'picture', name: 'call', alt: t('Điện thoại', 'A phone') },
          { kind: 'heading', text: t('Gọi cho ai?', 'Whom to call?') },
          { kind: 'speech', text: t('“Mẹ ơi!”', '“Mother!”') },
          { kind: 'list', items: ['An', 'Bình'] },
          { kind: 'button', look: 'main', text: t('Gọi con', 'Call your child'), go: 'hai' },
          { kind: 'button', look: 'danger', text: t('Gọi số lạ', 'Call a stranger'), mistake: t('Số này không quen.', 'You do not know that number.') },
          { kind: 'toggle', text: t('Máy ảnh', 'Camera'), on: false, go: 'hai' },
        ],
        hint: t('Gọi người quen.', 'Call somebody you know.'),
      },
      hai: {
        app: t('Gõ số', 'Type a number'),
        parts: [{ kind: 'field', name: 'so', label: t('Số 156', 'Number 156'), accept: ['1 5 6'], go: 'xong', mistake: t('Chưa đúng số.', 'Not that number.') }],
      },
      xong: { app: t('Xong', 'Done'), parts: [{ kind: 'text', text: t('Gọi được rồi.', 'The call went through.') }], end: 'good' },
    },
  };
  const call = ['svg', { viewBox: '0 0 240 180' }, ['rect', { x: '80', y: '20', width: '80', height: '140', fill: '#16493c' }], ['circle', { cx: '120', cy: '90', r: '20', fill: '#fff' }]];
  return { schema: 2, version: `v1-${audience}-${lang}`, audience, lang, commune: '', items, pictures: { call }, practices: { 'goi-thu': practice } };
}
