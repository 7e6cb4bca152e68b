// The network of a village at the foot of a mountain: slow, late, and cut off now and then, also after the server has
// done the work and before its answer is through.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const STEP = 50; // milliseconds between two spoonfuls of bytes

/**
 * A way to `target` that is good until `spoil` is called.
 *
 * @param {string} target http address
 * @returns {Promise<{ base: string, cuts: () => number, spoil(how: { bits: number, delay: number, resets: number }): void,
 *   mend(): void, close(): Promise<void> }>} `bits` a second each way, `delay` in milliseconds, `resets` the part of requests cut off
 */
export async function openPoorWay(target) {
  const { hostname, port } = new URL(target);
  let how = null;
  let cuts = 0;
  let dice = 20_261_014;
  const sockets = new Set();
  const roll = () => {
    dice = (Math.imul(dice, 1_664_525) + 1_013_904_223) >>> 0;
    return dice / 2 ** 32;
  };
  /** Passes bytes on, each when its time has come; `cut` may end both ways instead. */
  const pass = (from, to, cut) => {
    const queue = [];
    const timer = setInterval(() => {
      let room = how === null ? Infinity : (how.bits / 8) * (STEP / 1000);
      while (queue.length > 0 && room > 0 && queue[0].due <= Date.now()) {
        const first = queue[0];
        if (first.bytes.length > room) {
          to.write(first.bytes.subarray(0, room));
          first.bytes = first.bytes.subarray(room);
          break;
        }
        room -= first.bytes.length;
        to.write(first.bytes);
        queue.shift();
      }
      if (queue.length === 0 && from.readableEnded) to.end();
    }, STEP);
    from.on('data', (bytes) => {
      if (how !== null && cut(bytes)) {
        cuts += 1;
        from.destroy();
        to.destroy();
        return;
      }
      if (how === null && queue.length === 0) to.write(bytes);
      else queue.push({ due: Date.now() + (how?.delay ?? 0) / 2, bytes });
    });
    from.on('error', () => to.destroy());
    from.on('close', () => {
      clearInterval(timer);
      if (queue.length === 0) to.end();
      else to.destroy();
    });
  };
  const server = createServer((client) => {
    const far = connect(Number(port), hostname);
    for (const one of [client, far]) {
      sockets.add(one);
      one.on('close', () => sockets.delete(one));
    }
    const isRequest = (bytes) => /^(GET|POST|PATCH|HEAD|DELETE) /.test(bytes.subarray(0, 8).toString('latin1'));
    const isAnswer = (bytes) => bytes.subarray(0, 5).toString('latin1') === 'HTTP/';
    // Half of the cuts come before the server has heard, half after it has answered.
    pass(client, far, (bytes) => isRequest(bytes) && roll() < how.resets / 2);
    pass(far, client, (bytes) => isAnswer(bytes) && roll() < how.resets / 2);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    cuts: () => cuts,
    spoil: (wish) => {
      how = wish;
    },
    mend: () => {
      how = null;
    },
    close: () => {
      for (const one of sockets) one.destroy();
      return new Promise((done) => server.close(done));
    },
  };
}
