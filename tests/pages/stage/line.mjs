// The phone's line to the server: a port of its own, whose bytes go to the server's while the line is up. Cutting it takes the
// network away from everything in the phone's browser, service workers included.

import { connect, createServer } from 'node:net';

export class Line {
  static async to(port) {
    const line = new Line(port);
    await line.restore();
    return line;
  }

  #target;
  #listener;
  #sockets = new Set();
  #port = 0;

  constructor(target) {
    this.#target = target;
  }

  get origin() {
    return `http://127.0.0.1:${this.#port}`;
  }

  async restore() {
    this.#listener = createServer((near) => {
      const far = connect(this.#target, '127.0.0.1');
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('close', () => this.#sockets.delete(socket));
      }
      near.on('error', () => far.destroy()).on('close', () => far.destroy());
      far.on('error', () => near.destroy()).on('close', () => near.destroy());
      near.pipe(far).pipe(near);
    });
    await new Promise((listening, failed) => {
      this.#listener.once('error', failed).listen(this.#port, '127.0.0.1', listening);
    });
    this.#port = this.#listener.address().port;
  }

  async cut() {
    const closed = new Promise((done) => this.#listener.close(done));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
