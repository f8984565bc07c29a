// Talks on standard output before and while it speaks the protocol.
import { send, serve, tool } from './protocol.ts';

for (let line = 0; line < 262; line++) send(`loading part ${line} of 262 {"not":"a message"}`);
send('{"level":"info","text":"a log line in JSON"}');
send('[1, 2, 3]');
serve({
  list: () => {
    send('listing now');
    return { tools: [tool('quiet')] };
  },
});
